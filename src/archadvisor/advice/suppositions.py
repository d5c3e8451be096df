"""What would change a row, as a reader is told: the question that decides first, nothing that cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.advice.case import Case
from archadvisor.advice.decisions import settling
from archadvisor.advice.evidence import strongest, tell_tipping_points
from archadvisor.assessment import TippingPoint
from archadvisor.knowledge.types import KnowledgeBase, Scope
from archadvisor.scoring.judgement import Judgement
from archadvisor.scoring.tipping import Turn
from archadvisor.scoring.variation import Change


class Suppositions:
    """What would change the rows of a system; rows that share a judgement share what turns them."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._known: dict[int, tuple[Judgement, list[Turn]]] = {}

    def of(self, case: Case) -> tuple[TippingPoint, ...]:
        """Return the smallest turns of a row, best first.

        None whose answer contradicts another answer of the row, or is too far from today's to be supposed.
        """
        place = id(case.judgement)
        if place not in self._known:  # with the judgement, so that no other one takes its place in memory
            self._known[place] = case.judgement, _smallest(self._knowledge, case)
        return tell_tipping_points(self._known[place][1], case.names)


def _smallest(knowledge: KnowledgeBase, case: Case) -> list[Turn]:
    line = strongest(case.outcome.lines, case.outcome.style)
    decides = line.key if line else ""

    def place(turn: Turn) -> tuple[bool, bool]:
        questions = [change.question for change in turn.changes]
        return (not any(one.counted_alone for one in questions), all(one.id != decides for one in questions))

    known = sorted(case.judgement.turns, key=place)
    found = {_key(turn): turn for turn in (*_settling(knowledge, case), *known) if _may_be(knowledge, case, turn)}
    least = min(map(len, found), default=0)
    return [turn for key, turn in found.items() if len(key) == least]


def _settling(knowledge: KnowledgeBase, case: Case) -> Iterator[Turn]:
    """Yield what other answers to the question that settles an undecided case would turn it to."""
    first = settling(knowledge, case) if case.undecided else None
    if first is not None and first.question.scope is not Scope.PART:
        for variant in first.variants:
            if variant.style is not case.outcome.style:
                yield Turn((variant.change,), variant.style)


def _key(turn: Turn) -> frozenset[tuple[str, frozenset[str]]]:
    return frozenset([(change.question.id, change.values) for change in turn.changes])


def _may_be(knowledge: KnowledgeBase, case: Case, turn: Turn) -> bool:
    """Tell whether each answer may be supposed, and all go together after it but for those that do not today either."""
    if not all(_near(case, change) for change in turn.changes):
        return False
    after = {**case.facts, **{change.question.id: change.values for change in turn.changes}}
    new = [rule for rule in knowledge.disputes if rule not in case.judgement.contradictions]
    return not any(rule.when.holds(after) for rule in new)


def _near(case: Case, change: Change) -> bool:
    """Tell whether an answer may be supposed instead of today's; where there is none today, any may."""
    question = change.question
    added = not question.ticks or change.value in change.values
    return question.id not in case.facts or not added or question.option(change.value).supposed_when.holds(case.facts)
