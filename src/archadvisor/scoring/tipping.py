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

from archadvisor.knowledge.conditions import AllOf, Condition, Facts, keys
from archadvisor.knowledge.types import Gate, KnowledgeBase, Question, Rule, Scope, Style
from archadvisor.scoring.score import Outcome
from archadvisor.scoring.variation import Change, Reach, changed, changes


class Turn(Struct, frozen=True, gc=False):
    """A smallest set of changes that turns the style, and the style it turns to."""

    changes: tuple[Change, ...]
    style: Style


class Influence(Struct, frozen=True):
    """What another answer to a question may touch; worked out once for a knowledge base.

    questions: those whose answers may touch a line or a gate, in the order of asking
    asked_with: by question itself and all that may be asked or not because of its answer
    rules: by question the rules whose lines may come or go with its answer
    """

    questions: Sequence[Question]
    asked_with: Mapping[str, frozenset[str]]
    rules: Mapping[str, Sequence[Rule]]
    gates: Sequence[Gate]


def influence(knowledge: KnowledgeBase, reach: Reach) -> Influence:
    """Work out what another answer to each question that may be varied can touch."""
    asked_with = {name: _asked_with(knowledge, name) for name in reach.ruled}
    rules = {
        name: [rule for rule in knowledge.rules if rule.key in touched or not touched.isdisjoint(keys(rule.given))]
        for name, touched in asked_with.items()
    }
    looked_at = frozenset[str]().union(*[keys(gate.when) for gate in knowledge.gates])
    questions = [
        knowledge.questions[name]
        for name, touched in asked_with.items()
        if rules[name] or not looked_at.isdisjoint(touched)
    ]
    return Influence(questions, asked_with, rules, knowledge.gates)


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
    bounds = _Bounds(influence, base)
    asked = [question for question in influence.questions if question.id in base.facts]
    options = {question.id: changes(reach, question, base.facts) for question in asked}
    singles = [(change,) for one in asked if bounds.allow(one.id) for change in options[one.id]]
    pairs = (
        pair
        for one, two in itertools.combinations(asked, 2)
        if bounds.allow(one.id, two.id)
        for pair in itertools.product(options[one.id], options[two.id])
    )
    return _turning(reach, facts, base, singles) or _turning(reach, facts, base, pairs)


def _turning(reach: Reach, facts: Facts, base: Outcome, sets: Iterable[tuple[Change, ...]]) -> list[Turn]:
    tried = [(changes, changed(reach, facts, base, changes).style) for changes in sets]
    return [Turn(changes, style) for changes, style in tried if style is not base.style]


class _Bounds:
    """Which questions may turn a row, alone or together, as far as the two bounds tell."""

    def __init__(self, influence: Influence, base: Outcome) -> None:
        self._influence = influence
        self._base = base
        self._needed = base.score if base.style is Style.EVENT else 1 - base.score
        self._counted = {line.criterion: line for line in base.lines}
        self._most: dict[str, int] = {}
        self._gates = [gate for gate in influence.gates if gate is base.gate or base.gate is None]
        self._failing = [[part for part in _parts(gate.when) if not part.holds(base.facts)] for gate in self._gates]

    def allow(self, *names: str) -> bool:
        """Tell whether other answers to these questions may turn the style."""
        if self._base.gate is None and sum([self._most_of(name) for name in names]) >= self._needed:
            return True
        touched = frozenset[str]().union(*[self._influence.asked_with[name] for name in names])
        return any(
            not touched.isdisjoint(keys(gate.when)) and all(not touched.isdisjoint(keys(part)) for part in failing)
            for gate, failing in zip(self._gates, self._failing, strict=True)
        )

    def _most_of(self, name: str) -> int:
        """Return the most that other answers to a question move the score against the style, in tenths."""
        if name not in self._most:
            style, counted = self._base.style, self._counted
            rules = self._influence.rules[name]
            coming: dict[str, int] = {}
            for rule in rules:
                if rule.favours is not style:
                    beyond = rule.step - (counted[rule.criterion].step if rule.criterion in counted else 0)
                    coming[rule.criterion] = max(beyond, coming.get(rule.criterion, 0))
            going = [line.step for line in counted.values() if line.favours is style and line in rules]
            self._most[name] = sum(going) + sum(coming.values())
        return self._most[name]


def _parts(condition: Condition) -> Iterator[Condition]:
    """Yield the parts of a condition that must all hold."""
    if isinstance(condition, AllOf):
        for inner in condition.conditions:
            yield from _parts(inner)
    else:
        yield condition
