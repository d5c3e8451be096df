"""Fit scale and ceiling with each system held out: python benchmarks/fit.py

The steps are never fitted. On the real interactions that the project holds, every scale and ceiling of a grid
is judged by the log loss (Good, Rational Decisions, 1952) on all systems but one, and the best is tried on that one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from statistics import fmean

from msgspec import Struct

from archadvisor.api import load_knowledge
from archadvisor.assessment import Row
from archadvisor.knowledge.types import KnowledgeBase, Precedent
from held import counted, held, rows
from said import said

SCALES = tuple(number / 10 for number in range(4, 21))
CEILINGS = tuple(number / 100 for number in range(80, 100))


class Free(Struct, frozen=True, order=True):
    """The two free parameters."""

    scale: float
    ceiling: float


class Case(Struct, frozen=True):
    """A real interaction: its system, the size of its sum, and whether advice and code agree; None at even odds."""

    system: str
    size: float | None
    right: bool


class Fit(Struct, frozen=True):
    """What the data would choose, and how much that is worth on systems that were not looked at."""

    chosen: Free
    held_out: Sequence[Free]
    """What is chosen with each system left out, each kind once, in order."""
    present: Free
    loss_present: float
    loss_held_out: float
    brier_present: float
    brier_held_out: float
    ceilings: tuple[float, float]
    """The ceilings that lose less than a thousandth more than the best, at the scale that was chosen."""


def cases(precedents: Iterable[Precedent], found: Mapping[str, Row]) -> list[Case]:
    """Return the cases to fit on. A conflict is at even odds."""
    listed = []
    for precedent in precedents:
        way = said(found[precedent.id])
        size = None if way.confidence == 0.5 else abs(way.score)
        listed.append(Case(precedent.repository, size, way.style == precedent.style.value))
    return listed


def fit(knowledge: KnowledgeBase, listed: Sequence[Case]) -> Fit:
    """Choose on all systems, and with each held out."""
    grid = [Free(scale, ceiling) for scale, ceiling in product(SCALES, CEILINGS)]
    systems = sorted({case.system for case in listed})
    losses = {free: {s: _losses([c for c in listed if c.system == s], free) for s in systems} for free in grid}
    present = Free(knowledge.method.scale, knowledge.method.ceiling)
    chosen = _best(losses, systems)
    without = {s: _best(losses, [other for other in systems if other != s]) for s in systems}
    out = [(case, without[case.system]) for case in listed]
    loss = {free: fmean([one for s in systems for one in losses[free][s]]) for free in grid}
    alike = [free.ceiling for free in grid if free.scale == chosen.scale and loss[free] < loss[chosen] + 0.001]
    return Fit(
        chosen=chosen,
        held_out=sorted(set(without.values())),
        present=present,
        loss_present=round(fmean(_losses(listed, present)), 4),
        loss_held_out=round(fmean([_loss(_sure(case, free)) for case, free in out]), 4),
        brier_present=round(fmean([(1 - _sure(case, present)) ** 2 for case in listed]), 4),
        brier_held_out=round(fmean([(1 - _sure(case, free)) ** 2 for case, free in out]), 4),
        ceilings=(min(alike), max(alike)),
    )


def _best(losses: Mapping[Free, Mapping[str, Sequence[float]]], systems: Sequence[str]) -> Free:
    """Return the parameters with the least loss over these systems; of equals the smaller ones."""
    return min(losses, key=lambda free: (round(sum(sum(losses[free][s]) for s in systems), 9), free))


def _losses(listed: Iterable[Case], free: Free) -> list[float]:
    return [_loss(_sure(case, free)) for case in listed]


def _loss(sure: float) -> float:
    return -math.log(sure)


def _sure(case: Case, free: Free) -> float:
    """Return the probability that is given to what the code does."""
    if case.size is None:
        return 0.5
    confidence = min(free.ceiling, 1 / (1 + math.exp(-free.scale * case.size)))
    return confidence if case.right else 1 - confidence


def fitted(knowledge: KnowledgeBase) -> Fit:
    """Fit on what the project holds."""
    precedents = counted(held(knowledge))
    return fit(knowledge, cases(precedents, rows(knowledge, precedents)))


def as_text(found: Fit) -> str:
    """Return what was found, for a reader."""
    ways = ", ".join(f"{free.scale} and {free.ceiling}" for free in found.held_out)
    return "\n".join(
        [
            f"On all systems the data choose scale {found.chosen.scale}, ceiling {found.chosen.ceiling}.",
            f"With one system left out: {ways}.",
            f"At that scale the ceilings {found.ceilings[0]} to {found.ceilings[1]} lose less than 0.001 more.",
            f"Log loss: {found.loss_present} as it is, {found.loss_held_out} fitted and tried on the system left out.",
            f"Brier score: {found.brier_present} as it is, {found.brier_held_out} fitted and tried so.",
        ]
    )


if __name__ == "__main__":
    print(as_text(fitted(load_knowledge())))
