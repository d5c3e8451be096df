"""Figures over judged entries, each with a 95 % interval by resampling whole systems.

Entries of one system are alike, so the systems are drawn, not the entries (the cluster bootstrap:
Davison & Hinkley, Bootstrap Methods and their Application, 1997, section 3.8). Seeded: the same
corpus gives the same intervals.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from statistics import fmean, quantiles
from typing import TypeVar

from msgspec import Struct

from corpus import Entry

DRAWS = 2000
SEED = 1
AIM = 0.92
"""How often what is called settled should be right."""
SURE = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""Shares of the entries, the surest first, among which agreement is compared."""
_BINS = 10

_Item = TypeVar("_Item")

Draw = Sequence[int]
"""Indices of the entries of one resample."""


class Judged(Struct, frozen=True):
    """What somebody or something says about an entry: a probability of event, and whether the style is right."""

    entry: Entry
    event: float
    right: bool
    state: str = ""
    neither: bool = False
    """Whether request or event is not the question by the advice, which then says what to do otherwise."""

    @property
    def confidence(self) -> float:
        """Return the probability of the style that is held to be likelier."""
        return max(self.event, 1 - self.event)


class Figure(Struct, frozen=True):
    """A figure and its 95 % interval; None where there is nothing to take it from."""

    value: float | None
    low: float | None
    high: float | None


class Bin(Struct, frozen=True):
    """Entries of about the same confidence, how sure was said, and how often it was right."""

    low: float
    high: float
    count: int
    confidence: float
    right: Figure


Metric = Callable[[Sequence[Judged]], float | None]


def draws(entries: Sequence[Entry]) -> list[Draw]:
    """Return resamples of the entries: as many systems as there are, drawn with putting back."""
    members: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        members.setdefault(entry.system, []).append(index)
    dice = random.Random(SEED)
    systems = list(members)
    return [[i for name in dice.choices(systems, k=len(systems)) for i in members[name]] for _ in range(DRAWS)]


def figure(items: Sequence[_Item], metric: Callable[[Sequence[_Item]], float | None], resamples: list[Draw]) -> Figure:
    """Return a metric over all items, with its interval over the resamples."""
    value = metric(items) if items else None
    if value is None:
        return Figure(None, None, None)
    drawn = [metric([items[i] for i in draw]) for draw in resamples]
    known = [v for v in drawn if v is not None]
    cuts = quantiles(known, n=40, method="inclusive") if len(known) > 1 else (value, value)
    return Figure(round(value, 4), round(cuts[0], 4), round(cuts[-1], 4))


def agreement(judged: Sequence[Judged]) -> float | None:
    """Return the share that is right."""
    return _share(judged, lambda j: j.right)


def agreement_neither_wrong(judged: Sequence[Judged]) -> float | None:
    """Return the share that is right, with whatever is taken out of the question counted as wrong."""
    return _share(judged, lambda j: j.right and not j.neither)


def agreement_among(difficulty: str) -> Metric:
    """Return the agreement among the entries of this difficulty."""
    return lambda judged: agreement([j for j in judged if j.entry.difficulty == difficulty])


def undecided_among(difficulty: str) -> Metric:
    """Return the share of the entries of this difficulty that is called open or close."""
    return lambda judged: _share(
        [j for j in judged if j.entry.difficulty == difficulty], lambda j: j.state in ("open", "close")
    )


def settled_share(judged: Sequence[Judged]) -> float | None:
    """Return the share that is called settled."""
    return _share(judged, lambda j: j.state == "settled")


def settled_agreement(judged: Sequence[Judged]) -> float | None:
    """Return the agreement among what is called settled."""
    return agreement([j for j in judged if j.state == "settled"])


def brier(judged: Sequence[Judged]) -> float | None:
    """Return the mean squared distance of the probability of event from what the code does (Brier, 1950)."""
    return fmean([(j.event - (j.entry.label == "event")) ** 2 for j in judged]) if judged else None


def calibration_error(judged: Sequence[Judged]) -> float | None:
    """Return the expected calibration error: per bin, how far confidence and share of right ones lie apart."""
    if not judged:
        return None
    gaps = [abs(sum(j.confidence for j in found) - sum(j.right for j in found)) for found in _bins(judged).values()]
    return sum(gaps) / len(judged)


def auroc_right(judged: Sequence[Judged]) -> float | None:
    """Return how often a right one is surer than a wrong one, ties by half; None where all are right or all wrong."""
    right = [j.confidence for j in judged if j.right]
    wrong = [j.confidence for j in judged if not j.right]
    if not right or not wrong:
        return None
    ranks = _ranks(right + wrong)
    above = sum(ranks[: len(right)]) - len(right) * (len(right) + 1) / 2
    return above / (len(right) * len(wrong))


def surest(judged: Sequence[Judged], share: float) -> float:
    """Return the agreement among the surest share of all; of those equally sure as the last, as many as are missing."""
    count = max(1, round(share * len(judged)))
    last = sorted([j.confidence for j in judged], reverse=True)[count - 1]
    above = [j.right for j in judged if j.confidence > last]
    equal = [j.right for j in judged if j.confidence == last]
    return (sum(above) + (count - len(above)) * fmean(equal)) / count


def reach(judged: Sequence[Judged], aim: float) -> float:
    """Return the largest share whose surest agree as often as that; 0 where none does."""
    counts = range(len(judged), 0, -1)
    return next((count / len(judged) for count in counts if surest(judged, count / len(judged)) >= aim), 0.0)


def found_at(hard: Sequence[float], debatable: Sequence[bool], plain: float) -> float:
    """Return the share of the debatable that is found if the hardest are called so, up to a share of the plain."""
    easy = sorted([p for p, is_hard in zip(hard, debatable, strict=True) if not is_hard], reverse=True)
    least = [*easy, -math.inf][round(plain * len(easy))]
    return fmean([p > least for p, is_hard in zip(hard, debatable, strict=True) if is_hard])


def lead(pairs: Sequence[tuple[Judged, Judged]]) -> float | None:
    """Return by how much the first of each pair is right more often than the second."""
    return fmean([one.right - two.right for one, two in pairs]) if pairs else None


def reliability(judged: Sequence[Judged], resamples: list[Draw]) -> list[Bin]:
    """Return the reliability table: bins of a tenth of confidence, how sure and how often right."""
    table = []
    for number, found in sorted(_bins(judged).items()):
        right = figure(judged, _agreement_in(number), resamples)
        low, high = number / _BINS, (number + 1) / _BINS
        table.append(Bin(low, high, len(found), round(fmean([j.confidence for j in found]), 4), right))
    return table


def _agreement_in(number: int) -> Metric:
    return lambda judged: agreement([j for j in judged if _bin(j) == number])


def _bins(judged: Sequence[Judged]) -> dict[int, list[Judged]]:
    bins: dict[int, list[Judged]] = {}
    for one in judged:
        bins.setdefault(_bin(one), []).append(one)
    return bins


def _bin(judged: Judged) -> int:
    return min(int(round(judged.confidence * _BINS, 9)), _BINS - 1)


def _share(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> float | None:
    return fmean([holds(j) for j in judged]) if judged else None


def _ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value from 1; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for index in order[start:end]:
            ranks[index] = (start + 1 + end) / 2
        start = end
    return ranks
