"""Tipping points: the smallest sets of at most two changed answers that turn the style.

Every set that is returned was scored again. A row has a thousand pairs and few of them turn it; scoring them all
takes some ten milliseconds a row. So a set is scored only where one of two bounds leaves it open:

    score   A change takes away at most the counted lines for the style that it touches. It brings at most, per
            criterion, the strongest line against the style that it touches, beyond what counts there already.
            The bounds of two changes add up: a line that comes or goes only with both has a guard or a question
            that one of them touches, so it is in the bound of that one.
    gate    A gate comes to hold only if each of its parts that fails has a comparison that turns. A comparison
            turns with the answer that it looks at, or may turn where that is asked because of another answer.
            A gate that holds is one such part.

`tests/scoring/test_reference.py` scores every set from scratch instead, by the shipped rules and by random ones.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from archadvisor.knowledge.conditions import AllOf, Condition, Facts, Is, keys, leaves
from archadvisor.knowledge.types import KnowledgeBase, Rule, Scope, Style
from archadvisor.scoring.score import Outcome
from archadvisor.scoring.variation import Change, Reach, changed, changes


class Turn(Struct, frozen=True, gc=False):
    """A smallest set of changes that turns the style, and the style it turns to."""

    changes: tuple[Change, ...]
    style: Style


class Touch(Struct, frozen=True):
    """What another answer to one question touches.

    asked_with: the question and all that may be asked or not because of its answer
    rules: the `order` of the rules that may come or go with any other answer, its own unguarded ones aside
    against: by style and value the lines against that style that may come with that value: the most tenths by criterion
    """

    asked_with: frozenset[str]
    rules: frozenset[int]
    against: Mapping[tuple[Style, str], Mapping[str, int]]


class Influence(Struct, frozen=True):
    """What answers touch: by question that may be varied, in the order of the files; and the parts of each gate.

    The parts of a gate must all hold.
    """

    touches: Mapping[str, Touch]
    gates: Sequence[Sequence[Condition]]


def influence(knowledge: KnowledgeBase, reach: Reach) -> Influence:
    """Work out once for a knowledge base what another answer touches."""
    guards = {rule.order: keys(rule.given) for rule in knowledge.rules}
    touches = {}
    for name in reach.ruled:
        asked_with = _asked_with(knowledge, name)
        later = asked_with - {name}
        rules = [r for r in knowledge.rules if r.key in later or not asked_with.isdisjoint(guards[r.order])]
        touches[name] = Touch(asked_with, frozenset([r.order for r in rules]), _against(knowledge, name, rules))
    return Influence(touches, [tuple(_parts(gate.when)) for gate in knowledge.gates])


def _asked_with(knowledge: KnowledgeBase, name: str) -> frozenset[str]:
    found = frozenset((name,))
    while True:
        more = found.union(
            question.id
            for question in knowledge.questions.values()
            if question.scope is not Scope.PART
            for condition in (question.ask_when, *(option.ask_when for option in question.options))
            if not found.isdisjoint(keys(condition))
        )
        if more == found:
            return found
        found = more


def _against(
    knowledge: KnowledgeBase, name: str, touched: Sequence[Rule]
) -> Mapping[tuple[Style, str], Mapping[str, int]]:
    most: dict[tuple[Style, str], dict[str, int]] = {}
    for option in knowledge.questions[name].options:
        for rule in (*touched, *knowledge.evidence.get(name, {}).get(option.value, ())):
            style = Style.REQUEST if rule.favours is Style.EVENT else Style.EVENT
            tenths = most.setdefault((style, option.value), {})
            tenths[rule.criterion] = max(rule.step, tenths.get(rule.criterion, 0))
    return most


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, AllOf):
        for inner in condition.conditions:
            yield from _parts(inner)
    else:
        yield condition


def turns(reach: Reach, influence: Influence, facts: Facts, base: Outcome) -> list[Turn]:
    """Return the smallest sets of at most two changed answers that turn the style.

    Known answers are varied, the system's and the interaction's, singly, and in pairs of different questions
    where no single one turns it. `facts` are all that is known, `base` their outcome.
    """
    bounds = _Bounds(influence, base)
    questions = [reach.knowledge.questions[name] for name in influence.touches if name in base.facts]
    options = [[bounds.of(change) for change in changes(reach, question, base.facts)] for question in questions]
    singles = [(one.change,) for some in options for one in some if bounds.leave_open(one)]
    return _turning(reach, facts, base, singles) or _turning(reach, facts, base, _pairs(bounds, options))


def _turning(reach: Reach, facts: Facts, base: Outcome, sets: Iterable[tuple[Change, ...]]) -> list[Turn]:
    tried = [(changes, changed(reach, facts, base, changes).style) for changes in sets]
    return [Turn(changes, style) for changes, style in tried if style is not base.style]


class _Bounded(NamedTuple):
    """A change, the most tenths that it moves the score against the style, and the parts of gates it may turn."""

    change: Change
    most: int
    turning: frozenset[int]


def _pairs(bounds: _Bounds, options: Sequence[Sequence[_Bounded]]) -> Iterator[tuple[Change, Change]]:
    whole = [(_together(some), some) for some in options if some]
    for (first, some), (second, others) in itertools.combinations(whole, 2):
        if bounds.leave_open(first, second):  # else no pair of changes to the two questions can
            for one, two in itertools.product(some, others):
                if bounds.leave_open(one, two):
                    yield one.change, two.change


def _together(some: Sequence[_Bounded]) -> _Bounded:
    """Return the bound that holds for each of some changes."""
    turning = frozenset[int]().union(*[one.turning for one in some])
    return _Bounded(some[0].change, max([one.most for one in some]), turning)


class _Bounds:
    """Which changes to the answers behind an outcome may turn its style, as far as the two bounds tell."""

    def __init__(self, influence: Influence, base: Outcome) -> None:
        self._touches = influence.touches
        self._base = base
        counted = {line.criterion: line for line in base.lines}
        self._steps = {line.criterion: line.step for line in counted.values()}
        self._for_style = [line for line in counted.values() if line.favours is base.style]
        self._needed = base.score if base.style is Style.EVENT else 1 - base.score
        gates = influence.gates
        if base.gate is not None:  # then the score says nothing
            self._needed = _NEVER
            gates = [(base.gate.when,)]
        self._parts: list[list[Is]] = []
        self._gates = [self._numbered(parts) for parts in gates]
        self._looked_at = {leaf.key for part in self._parts for leaf in part}

    def _numbered(self, parts: Sequence[Condition]) -> frozenset[int]:
        """Return the numbers of those parts of a gate that have to turn."""
        turning = [part for part in parts if self._base.gate is not None or not part.holds(self._base.facts)]
        first = len(self._parts)
        self._parts += [list(leaves(part)) for part in turning]
        return frozenset(range(first, len(self._parts)))

    def of(self, change: Change) -> _Bounded:
        """Return a change with its bounds."""
        touch = self._touches[change.question.id]
        most = 0
        for line in self._for_style:
            own = line.key == change.question.id
            if line.order in touch.rules or (own and line.value not in change.values):
                most += line.step
        for criterion, step in touch.against.get((self._base.style, change.value), _NOTHING).items():
            most += max(0, step - self._steps.get(criterion, 0))
        return _Bounded(change, most, self._turning(change, touch))

    def _turning(self, change: Change, touch: Touch) -> frozenset[int]:
        if touch.asked_with.isdisjoint(self._looked_at):
            return _NO_PARTS
        parts = enumerate(self._parts)
        return frozenset([n for n, part in parts if any(self._turns(leaf, change, touch) for leaf in part)])

    def _turns(self, leaf: Is, change: Change, touch: Touch) -> bool:
        if leaf.key != change.question.id:
            return leaf.key in touch.asked_with
        return leaf.values.isdisjoint(change.values) is leaf.holds(self._base.facts)

    def leave_open(self, one: _Bounded, two: _Bounded | None = None) -> bool:
        """Tell whether one change or two may turn the style."""
        most, turning = (one.most + two.most, one.turning | two.turning) if two else (one.most, one.turning)
        return most >= self._needed or any(parts <= turning for parts in self._gates)


_NEVER = 1_000_000
"""Tenths that no answer moves."""
_NOTHING: Mapping[str, int] = {}
_NO_PARTS = frozenset[int]()
