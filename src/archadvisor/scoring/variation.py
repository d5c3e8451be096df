"""What another answer would do: the range of a score, what is open, and the tipping points.

Nothing here knows a shortcut to the score: every variation that could matter is scored again. Which
variations cannot matter is told by a bound on how far an answer can move a score, so that thousands
of interactions stay cheap; `tests/` compare with trying everything.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from archadvisor.knowledge.conditions import Condition, Facts, keys, leaves
from archadvisor.knowledge.types import KnowledgeBase, Question, Rule, Scope, Style
from archadvisor.scoring.score import Outcome, holding, outcome, total


class Change(Struct, frozen=True):
    """Another answer to one question: `value` is the option (or the tick set or removed), `values` all that then holds."""

    question: Question
    value: str
    values: frozenset[str]


class Turn(Struct, frozen=True):
    """A smallest set of changes that turns the style, and the style it turns to."""

    changes: tuple[Change, ...]
    style: Style


class Reach(Struct, frozen=True):
    """How far each question's answer reaches; worked out once for a knowledge base.

    asking: values that a condition of asking looks at, by question
    gated: values that a gate looks at, by question
    guarded: the questions with rules whose guard looks at a question
    touches: all questions whose evidence may come or go with a question's answer
    """

    asking: Mapping[str, frozenset[str]]
    gated: Mapping[str, frozenset[str]]
    guarded: Mapping[str, frozenset[str]]
    touches: Mapping[str, frozenset[str]]


def reach(knowledge: KnowledgeBase) -> Reach:
    """Work out how far each question's answer reaches."""
    questions = knowledge.questions.values()
    asking = [(q.id, c) for q in questions for c in (q.ask_when, *(o.ask_when for o in q.options))]
    guards = [(rule.key, rule.given) for rule in knowledge.rules]
    names = [q.id for q in questions]
    return Reach(
        asking=_values(condition for _, condition in asking),
        gated=_values(gate.when for gate in knowledge.gates),
        guarded={name: frozenset(key for key, guard in guards if name in keys(guard)) for name in names},
        touches=_touches(names, asking + guards),
    )


def _values(conditions: Iterable[Condition]) -> dict[str, frozenset[str]]:
    values: dict[str, frozenset[str]] = {}
    for condition in conditions:
        for leaf in leaves(condition):
            values[leaf.key] = values.get(leaf.key, _NOTHING) | leaf.values
    return values


def _touches(names: Iterable[str], conditions: Sequence[tuple[str, Condition]]) -> dict[str, frozenset[str]]:
    touches = {}
    for name in names:
        touched, before = frozenset((name,)), _NOTHING
        while touched != before:
            before = touched
            touched = touched.union(key for key, condition in conditions if before & keys(condition))
        touches[name] = touched - {name}
    return touches


def changes(knowledge: KnowledgeBase, question: Question, facts: Facts) -> Iterator[Change]:
    """Yield the other answers to a question: each other option, or one tick more or less.

    Options with a ruling line are never varied, nor are questions marked so, nor those of parts.
    """
    if question.never_varied or question.scope is Scope.PART:
        return
    now = facts.get(question.id)
    rules = knowledge.evidence.get(question.id, {})
    if question.ticks:
        yield from _ticks(question, now or frozenset(), facts, rules)
        return
    if now and any(rule.ruling for value in now for rule in rules.get(value, ())):
        return
    for option in question.options:
        if now is not None and option.value in now:
            continue
        if option.ask_when.holds(facts) and not any(rule.ruling for rule in rules.get(option.value, ())):
            yield Change(question, option.value, frozenset((option.value,)))


def _ticks(
    question: Question, now: frozenset[str], facts: Facts, rules: Mapping[str, tuple[Rule, ...]]
) -> Iterator[Change]:
    alone = {o.value for o in question.options if o.alone}
    for option in question.options:
        value = option.value
        if option.alone or not option.ask_when.holds(facts) or any(rule.ruling for rule in rules.get(value, ())):
            continue
        if value in now:
            yield Change(question, value, now - {value})
        elif question.limit is None or len(now - alone) < question.limit:
            yield Change(question, value, (now - alone) | {value})


def changed(knowledge: KnowledgeBase, reach: Reach, facts: Facts, base: Outcome, changes: Sequence[Change]) -> Outcome:
    """Return the outcome with some answers changed; `facts` are all that is known, `base` their outcome.

    Where what is asked stays the same, only the lines of these questions, and of those with a guard
    on them, are looked up again.
    """
    new = {change.question.id: change.values for change in changes}
    if base.gate is not None or any(_looks_at(reach.asking, base, change) for change in changes):
        return outcome(knowledge, {**facts, **new})
    known = {**base.facts, **new}
    if any(_looks_at(reach.gated, base, change) for change in changes):
        return outcome(knowledge, known)
    again = set(new).union(*(reach.guarded[key] for key in new))
    lines = [line for line in base.lines if line.key not in again]
    lines += holding(knowledge, known, again)
    score = total(lines)
    return Outcome(known, None, lines, score, Style.EVENT if score > 0 else Style.REQUEST)


def _looks_at(values: Mapping[str, frozenset[str]], base: Outcome, change: Change) -> bool:
    """Tell whether a condition looks at what changes."""
    key = change.question.id
    return key in values and not values[key].isdisjoint(change.values ^ base.facts.get(key, _NOTHING))


def turns(knowledge: KnowledgeBase, reach: Reach, facts: Facts, base: Outcome) -> list[Turn]:
    """Return the smallest sets of at most two changed answers that turn the style.

    Known answers are varied, the system's and the interaction's, singly, and in pairs of different
    questions where no single one turns it.
    """
    needed = abs(base.score)
    bound = _Bound(knowledge, reach, facts, base)
    candidates: list[tuple[int, bool, Change]] = []
    found = []
    for question in knowledge.questions.values():
        if question.id not in base.facts:
            continue
        for change in changes(knowledge, question, base.facts):
            most = bound.of(change)
            gated = bound.gated(change)
            if gated or most >= needed:
                turned = changed(knowledge, reach, facts, base, (change,))
                if turned.style is not base.style:
                    found.append(Turn((change,), turned.style))
            candidates.append((most, gated, change))
    return found or _pairs(knowledge, reach, candidates, facts, base)


def _pairs(
    knowledge: KnowledgeBase,
    reach: Reach,
    candidates: Sequence[tuple[int, bool, Change]],
    facts: Facts,
    base: Outcome,
) -> list[Turn]:
    found = []
    needed = abs(base.score)
    farthest = max((most for most, _, _ in candidates), default=0)
    within = [candidate for candidate in candidates if candidate[1] or candidate[0] + farthest >= needed]
    for (most, gated, one), (also_most, also_gated, two) in itertools.combinations(within, 2):
        if one.question is two.question or (most + also_most < needed and not (gated and also_gated)):
            continue
        turned = changed(knowledge, reach, facts, base, (one, two))
        if turned.style is not base.style:
            found.append(Turn((one, two), turned.style))
    return found


class _Bound:
    """An upper bound of how far a changed answer can move the score against the style, in tenths.

    An answer takes lines of its own away and brings others, and so does each question that it
    touches; the strongest line of a theme moves by no more than the lines that come or go. The bounds
    of two answers add up: where one makes a line of the other's question hold, it touches that question.
    """

    def __init__(self, knowledge: KnowledgeBase, reach: Reach, facts: Facts, base: Outcome) -> None:
        self._evidence = knowledge.evidence
        self._reach = reach
        self._facts = facts
        self._base = base
        self._other = Style.REQUEST if base.style is Style.EVENT else Style.EVENT
        self._lines: dict[str, list[Rule]] = {}
        for line in base.lines:
            if line.favours is base.style:
                self._lines.setdefault(line.key, []).append(line)

    def of(self, change: Change) -> int:
        """Return the bound for one change."""
        key = change.question.id
        now = self._base.facts[key]
        lost = sum(line.step for line in self._lines.get(key, ()) if line.value not in change.values)
        won = sum(self._favouring(key, value, self._base.facts) for value in change.values - now)
        return lost + won + sum(self._touched(name) for name in self._reach.touches[key])

    def gated(self, change: Change) -> bool:
        """Tell whether a gate looks at what changes, or at something that may be asked or not because of it."""
        touched = self._reach.touches[change.question.id]
        return not self._reach.gated.keys().isdisjoint(touched) or _looks_at(self._reach.gated, self._base, change)

    def _touched(self, key: str) -> int:
        lost = sum(line.step for line in self._lines.get(key, ()))
        return lost + sum(self._favouring(key, value, None) for value in self._facts.get(key, _NOTHING))

    def _favouring(self, key: str, value: str, facts: Facts | None) -> int:
        """Add up what speaks for the other style; guards are looked at only where facts are given."""
        return sum(
            rule.step
            for rule in self._evidence.get(key, _NO_RULES).get(value, ())
            if rule.favours is self._other and (facts is None or rule.given.holds(facts))
        )


_NOTHING: frozenset[str] = frozenset()
_NO_RULES: Mapping[str, tuple[Rule, ...]] = {}
