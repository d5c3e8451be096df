"""How many public systems did what with the same answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archadvisor.assessment import PrecedentCount
from archadvisor.knowledge.conditions import AllOf, Condition, Facts, Is
from archadvisor.knowledge.types import DERIVED, Done, KnowledgeBase
from archadvisor.scoring.facts import asked
from archadvisor.scoring.score import Outcome, counted

SMALL = 10
"""Fewer than so many are a small sample."""
_NAMES = {
    Done.REQUEST: ("a request", "requests"),
    Done.EVENT: ("an event", "events"),
    Done.BOTH: ('an "accepted" first', 'an "accepted" first'),
}


class Counts:
    """Counts over the code of public systems that was asked; decision records, few and chosen, are not counted."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        code = [p for p in knowledge.precedents if not p.reasons]
        self._code = [(p.style, asked(knowledge, p.answers)) for p in code]
        self._coded = {key for _, facts in self._code for key in facts}
        self._counted_alone = [q.id for q in reversed(tuple(knowledge.questions.values())) if q.counted_alone]
        self._counts: dict[tuple[tuple[str, frozenset[str]], ...], PrecedentCount | None] = {}

    def of(self, answers: Facts) -> PrecedentCount | None:
        """Count by style the code with one of the values for each of these answers; None where there is none."""
        key = tuple(answers.items())
        if key not in self._counts:
            self._counts[key] = self._count(answers)
        return self._counts[key]

    def deciding(self, result: Outcome) -> Facts:
        """Return the answers behind the strongest counted line that public code was asked for too.

        They are its own and those that its guard cannot do without. Where there is no such line, an answer that the
        rules count alone.
        """
        counting = counted(result.lines)
        for line in reversed(result.lines):
            if line.order in counting and line.key in self._coded:
                guards = {leaf.key: leaf.values & result.facts.get(leaf.key, frozenset()) for leaf in _sure(line.given)}
                return {
                    line.key: frozenset((line.value,)),
                    **{key: values for key, values in guards.items() if values and key in self._coded},
                }
        for name in self._counted_alone:
            if result.facts.get(name):
                return {name: result.facts[name]}
        return {}

    def _count(self, answers: Facts) -> PrecedentCount | None:
        styles = [style for style, facts in self._code if _has(facts, answers)]
        if not styles or not answers:
            return None
        numbers = {style: styles.count(style) for style in Done}
        return PrecedentCount(
            answers=tuple(f"{key}.{value}" for key, values in answers.items() for value in sorted(values)),
            of=len(styles),
            request=numbers[Done.REQUEST],
            event=numbers[Done.EVENT],
            both=numbers[Done.BOTH],
            small=len(styles) < SMALL,
            words=_tell_count([self._label(*item) for item in answers.items()], numbers),
        )

    def _label(self, key: str, values: frozenset[str]) -> str:
        question = self._knowledge.questions[key.rpartition(".")[2]]
        return f"{question.short}: {' or '.join(o.short for o in question.options if o.value in values)}"


def _has(facts: Facts, answers: Facts) -> bool:
    """Tell whether one of the values holds for each of these answers."""
    return all(not values.isdisjoint(facts.get(key, ())) for key, values in answers.items())


def _sure(condition: Condition) -> list[Is]:
    """Return the comparisons that must hold where a condition does."""
    if isinstance(condition, Is):
        return [] if condition.key in DERIVED else [condition]
    if isinstance(condition, AllOf):
        return [leaf for inner in condition.conditions for leaf in _sure(inner)]
    return []


def _tell_count(labels: Sequence[str], numbers: Mapping[Done, int]) -> str:
    of = sum(numbers.values())
    most = max(numbers, key=lambda style: numbers[style])
    small = " (a small sample)" if of < SMALL else ""
    these = "this answer" if len(labels) == 1 else "these answers"
    use = "uses" if numbers[most] == 1 else "use"
    share = (
        f"{numbers[most]} of {of}"
        if numbers[most] < of
        else "the only"
        if of == 1
        else "both"
        if of == 2
        else f"all {of}"
    )
    said = f"{share} public interaction{'' if of == 1 else 's'} with {these} ({', '.join(labels)}) {use}"
    return f"{said} {_NAMES[most][numbers[most] > 1]}{small}"
