"""The score: additive evidence in tenths, recomputable by hand.

    lines    rules that hold for the facts
    counted  per theme the strongest line for each side; a ruling line counts beside the themes
    score    sum of counted event steps - sum of counted request steps

This is an additive value model (Keeney & Raiffa, Decisions with Multiple Objectives, 1976) with
weights of evidence as log-odds (Good, Probability and the Weighing of Evidence, 1950); counting only
the strongest line of a theme and side keeps one criterion from being counted twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec import Struct

from archadvisor.knowledge.conditions import ALWAYS, Facts
from archadvisor.knowledge.types import Gate, KnowledgeBase, Method, Rule, Style
from archadvisor.scoring.facts import asked

_NEITHER, _REQUEST, _EVENT = Style.NEITHER, Style.REQUEST, Style.EVENT


class Outcome(Struct, frozen=True, gc=False):
    """What the method says for some facts; `score` in tenths, above 0 for event, 0 behind a gate.

    `lines` are in the order of their strength, the weakest first.
    """

    facts: Facts
    gate: Gate | None
    lines: Sequence[Rule]
    score: int
    style: Style


def outcome(knowledge: KnowledgeBase, facts: Facts) -> Outcome:
    """Work out the style for everything that is known, asked or not."""
    known = asked(knowledge, facts)
    return decided(knowledge, known, known)


def decided(knowledge: KnowledgeBase, facts: Facts, keys: Iterable[str], kept: Iterable[Rule] = ()) -> Outcome:
    """Work out the style for everything that is known and asked, from lines that are `kept` and those about `keys`."""
    for gate in knowledge.gates:
        if gate.when.holds(facts):
            return Outcome(facts, gate, (), 0, _NEITHER)
    return _weighed(facts, [*kept, *holding(knowledge, facts, keys)])


def ungated(knowledge: KnowledgeBase, behind: Outcome) -> Outcome:
    """Return what the evidence alone says behind a gate: the advice where the gate's form cannot be had."""
    return _weighed(behind.facts, holding(knowledge, behind.facts, behind.facts))


def nothing_known(facts: Facts) -> Outcome:
    """Return the outcome of an interaction of which nobody has answered anything: no style, and no lean to one."""
    return Outcome(facts, None, (), 0, Style.UNKNOWN)


def _weighed(facts: Facts, lines: list[Rule]) -> Outcome:
    lines.sort(key=_BY_STRENGTH)
    score = sum({line.criterion: line.pull for line in lines}.values())
    return Outcome(facts, None, lines, score, _EVENT if score > 0 else _REQUEST)


_BY_STRENGTH = attrgetter("rank")


def holding(knowledge: KnowledgeBase, facts: Facts, keys: Iterable[str]) -> list[Rule]:
    """Return the rules about these questions that hold, in no particular order."""
    lines = []
    evidence = knowledge.evidence
    for key in keys:
        rules = evidence.get(key)
        if rules is not None:
            for value in facts.get(key, ()):
                for rule in rules.get(value, ()):
                    if rule.given is ALWAYS or rule.given.holds(facts):
                        lines.append(rule)
    return lines


def counted(lines: Sequence[Rule]) -> frozenset[int]:
    """Return the `order` of the lines of an outcome that count: per criterion the last, which is the strongest."""
    return frozenset([line.order for line in {line.criterion: line for line in lines}.values()])


def confidence(method: Method, score: int, conflict: bool = False) -> float:
    """Return how sure the style is, 0.5 to the method's ceiling: the logistic of the score's size."""
    if conflict:
        return 0.5
    return min(method.ceiling, 1 / (1 + math.exp(-method.scale * abs(score) / 10)))


def conflict(lines: Iterable[Rule], decisive: int) -> bool:
    """Tell whether a line of at least `decisive` tenths stands on each side."""
    sides = {line.favours for line in lines if line.step >= decisive}
    return len(sides) > 1
