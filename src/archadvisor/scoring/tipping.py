"""Tipping points: the smallest sets of at most two changed answers that turn the style.

Nothing here knows a shortcut to the score: a set turns the style if it does so when it is scored again. Since
thousands of pairs are possible and few turn anything, a pair is scored only where two simple bounds allow it:

    score   what another answer may take away or bring is at most the counted steps of the lines that may go
            for the style, and per criterion the strongest line that may come against it, beyond what
            stands there. These add up over two answers: a line that comes or goes with both is among
            those of either.
    gate    a gate that does not hold may come to hold if each part of its condition that fails now looks
            at one of the two.

`tests/` compare with scoring every set from scratch.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from archadvisor.knowledge.conditions import AllOf, Condition, Facts, Is, keys
from archadvisor.knowledge.types import Gate, KnowledgeBase, Question, Rule, Scope, Style
from archadvisor.scoring.score import Outcome
from archadvisor.scoring.variation import Change, Reach, changed, changes

_NEVER = 1_000_000
"""Tenths that no answer moves: behind a gate the score says nothing."""


class Turn(Struct, frozen=True, gc=False):
    """A smallest set of changes that turns the style, and the style it turns to."""

    changes: tuple[Change, ...]
    style: Style


class Influence(Struct, frozen=True):
    """What another answer to a question may touch; worked out once for a knowledge base.

    questions: those whose answers may touch a line or a gate, in the order of asking
    asked_with: by question itself and all that may be asked or not because of its answer
    own: by question the rules about it
    swayed: by question the rules whose lines may come or go with its answer though their own stays
    gates: each gate with the parts of its condition, which must all hold
    """

    questions: Sequence[Question]
    asked_with: Mapping[str, frozenset[str]]
    own: Mapping[str, Sequence[Rule]]
    swayed: Mapping[str, Sequence[Rule]]
    gates: Sequence[tuple[Gate, Sequence[Condition]]]


def influence(knowledge: KnowledgeBase, reach: Reach) -> Influence:
    """Work out what another answer to each question that may be varied can touch."""
    asked_with = {name: _asked_with(knowledge, name) for name in reach.ruled}
    guards = [(rule, keys(rule.given)) for rule in knowledge.rules]
    own = {name: [rule for rule in knowledge.rules if rule.key == name] for name in asked_with}
    swayed = {
        name: [
            rule
            for rule, looks_at in guards
            if not touched.isdisjoint(looks_at) or (rule.key in touched and rule.key != name)
        ]
        for name, touched in asked_with.items()
    }
    gated = frozenset[str]().union(*[keys(gate.when) for gate in knowledge.gates])
    questions = [
        knowledge.questions[name]
        for name, touched in asked_with.items()
        if own[name] or swayed[name] or not gated.isdisjoint(touched)
    ]
    return Influence(questions, asked_with, own, swayed, [(gate, tuple(_parts(gate.when))) for gate in knowledge.gates])


def _parts(condition: Condition) -> Iterator[Condition]:
    """Yield the parts of a condition that must all hold."""
    if isinstance(condition, AllOf):
        for inner in condition.conditions:
            yield from _parts(inner)
    else:
        yield condition


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


def turns(reach: Reach, influence: Influence, facts: Facts, base: Outcome) -> list[Turn]:
    """Return the smallest sets of at most two changed answers that turn the style.

    Known answers are varied, the system's and the interaction's, singly, and in pairs of different questions
    where no single one turns it. `facts` are all that is known, `base` their outcome.
    """
    bounds = _Bounds(influence, facts, base)
    asked = [question for question in influence.questions if question.id in base.facts]
    options = {one.id: list(bounds.of(one.id, changes(reach, one, base.facts))) for one in asked}
    singles = [
        (one,)
        for name, some in options.items()
        for one, most in some
        if most >= bounds.needed or bounds.reach_gate(name)
    ]
    found = _turning(reach, facts, base, singles)
    return found or _turning(reach, facts, base, _pairs(bounds, options))


def _pairs(bounds: _Bounds, options: Mapping[str, Sequence[tuple[Change, int]]]) -> Iterator[tuple[Change, Change]]:
    """Yield the pairs of changes to different questions that may turn the style."""
    for (name, some), (other, others) in itertools.combinations(options.items(), 2):
        gated = bounds.reach_gate(name, other)
        for (one, most), (two, more) in itertools.product(some, others):
            if gated or most + more >= bounds.needed:
                yield one, two


def _turning(reach: Reach, facts: Facts, base: Outcome, sets: Iterable[tuple[Change, ...]]) -> list[Turn]:
    tried = [(changes, changed(reach, facts, base, changes).style) for changes in sets]
    return [Turn(changes, style) for changes, style in tried if style is not base.style]


class _Bounds:
    """Which changes may turn a row, as far as the two bounds tell; `needed`: tenths that turn its style."""

    def __init__(self, influence: Influence, facts: Facts, base: Outcome) -> None:
        self._influence = influence
        self._style = base.style
        self._counted = {line.criterion: line for line in base.lines}
        self.needed = base.score if base.style is Style.EVENT else 1 - base.score
        if base.gate is not None:
            self.needed = _NEVER
        self._gates = list(_within_reach(influence, facts, base))

    def of(self, name: str, options: Iterable[Change]) -> Iterator[tuple[Change, int]]:
        """Yield each change of a question with the most that it moves the score against the style, in tenths."""
        swayed = self._influence.swayed[name]
        counted = [line for line in self._counted.values() if line.favours is self._style]
        going = sum([line.step for line in counted if line in swayed])
        coming = self._beyond({}, swayed)
        own = [line for line in counted if line.key == name and line not in swayed]
        for change in options:
            gone = sum([line.step for line in own if line.value not in change.values])
            new = [rule for rule in self._influence.own[name] if rule.value in change.values]
            yield change, going + gone + sum(self._beyond(coming, new).values())

    def _beyond(self, more: Mapping[str, int], rules: Iterable[Rule]) -> dict[str, int]:
        """Return by criterion the most that rules against the style exceed the line that counts there."""
        most = dict(more)
        for rule in rules:
            if rule.favours is not self._style:
                there = self._counted.get(rule.criterion)
                step = rule.step - (there.step if there else 0)
                if step > most.get(rule.criterion, 0):
                    most[rule.criterion] = step
        return most

    def reach_gate(self, *names: str) -> bool:
        """Tell whether other answers to some questions may let a gate hold, or no longer hold."""
        if not self._gates:
            return False
        touched = frozenset[str]().union(*[self._influence.asked_with[name] for name in names])
        return any(all(not touched.isdisjoint(keys) for keys in parts) for parts in self._gates)


def _within_reach(influence: Influence, facts: Facts, base: Outcome) -> Iterator[list[frozenset[str]]]:
    """Yield for each gate that two changes may turn what its parts look at of which each must be touched."""
    if base.gate is not None:
        yield [keys(base.gate.when)]
        return
    for _, whole in influence.gates:
        missing: dict[str, frozenset[str]] = {}
        for part in whole:
            if isinstance(part, Is) and not part.holds(facts):
                missing[part.key] = part.values & missing.get(part.key, part.values)
        if all(missing.values()):  # else two ticks are missing in one list, and a change ticks one
            yield [keys(part) for part in whole if not part.holds(base.facts)]
