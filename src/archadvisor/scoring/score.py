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

from msgspec import Struct

from archadvisor.knowledge.conditions import ALWAYS, Facts
from archadvisor.knowledge.types import Gate, KnowledgeBase, Method, Rule, Style
from archadvisor.scoring.facts import asked


class Outcome(Struct, frozen=True):
    """What the method says for some facts; `score` in tenths, above 0 for event, 0 behind a gate."""

    facts: Facts
    gate: Gate | None
    lines: Sequence[Rule]
    score: int
    style: Style


def outcome(knowledge: KnowledgeBase, facts: Facts) -> Outcome:
    """Work out the style for everything that is known (asked or not)."""
    known = asked(knowledge, facts)
    for gate in knowledge.gates:
        if gate.when.holds(known):
            return Outcome(known, gate, (), 0, Style.NEITHER)
    lines = holding(knowledge, known)
    score = total(lines)
    return Outcome(known, None, lines, score, Style.EVENT if score > 0 else Style.REQUEST)


def holding(knowledge: KnowledgeBase, facts: Facts, keys: Iterable[str] | None = None) -> list[Rule]:
    """Return the rules that hold, in no particular order; of these questions only, where `keys` are given."""
    lines = []
    evidence = knowledge.evidence
    for key in facts if keys is None else keys:
        rules = evidence.get(key)
        if rules is not None and key in facts:
            for value in facts[key]:
                for rule in rules.get(value, ()):
                    if rule.given is ALWAYS or rule.given.holds(facts):
                        lines.append(rule)
    return lines


def total(lines: Iterable[Rule]) -> int:
    """Return the score of some lines, in tenths."""
    request: dict[str, int] = {}
    event: dict[str, int] = {}
    score = 0
    for line in lines:
        if line.ruling:
            score += line.step if line.favours is Style.EVENT else -line.step
            continue
        strongest = event if line.favours is Style.EVENT else request
        if line.step > strongest.get(line.theme, 0):
            strongest[line.theme] = line.step
    return score + sum(event.values()) - sum(request.values())


def counted(lines: Iterable[Rule]) -> frozenset[int]:
    """Return the `order` of the lines that count: per theme and side the strongest (the first of equals)."""
    strongest: dict[tuple[str, str], Rule] = {}
    ruling = []
    for line in sorted(lines, key=lambda rule: rule.order):
        if line.ruling:
            ruling.append(line.order)
        else:
            best = strongest.setdefault((line.theme, line.favours), line)
            if line.step > best.step:
                strongest[line.theme, line.favours] = line
    return frozenset((*ruling, *(line.order for line in strongest.values())))


def confidence(method: Method, score: int, conflict: bool = False) -> float:
    """Return how sure the style is, 0.5 to the method's ceiling: the logistic of the score's size."""
    if conflict:
        return 0.5
    return min(method.ceiling, 1 / (1 + math.exp(-method.scale * abs(score) / 10)))


def conflict(lines: Iterable[Rule], decisive: int) -> bool:
    """Tell whether a line of at least `decisive` tenths stands on each side."""
    sides = {line.favours for line in lines if line.step >= decisive}
    return len(sides) > 1
