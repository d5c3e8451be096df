"""What given figures say of an interaction, as facts that conditions can look at; they decide no style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archadvisor.answers.types import Figure, Interaction
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import LOAD, SERVED_IN

_OVER, _OVER_AT_PEAK, _WITHIN_AT_PEAK, _TENFOLD, _FLAT, _BELOW, _LIMIT_TOO_SHORT, _NO_ROOM = LOAD
_UP_TO = (1.0, 10.0, 120.0, 1800.0)
"""Seconds up to which serving one takes below a second, seconds, a minute, minutes; beyond, hours."""


def said_by_figures(row: Interaction, of_parts: Mapping[str, Sequence[Figure]]) -> Facts:
    """Return the facts that follow from a row's figures; what it does not state is its receiver's, if it has one."""
    figures = {figure.name: figure.value for figure in row.figures if figure.value is not None}
    if len(row.receivers) == 1:
        theirs = of_parts.get(row.receivers[0], ())
        figures = {figure.name: figure.value for figure in theirs if figure.value is not None} | figures
    load = frozenset(_load(figures))
    facts = {"load": load} if load else {}
    if time := figures.get("service-time"):
        facts["served-in"] = frozenset((SERVED_IN[sum(1 for limit in _UP_TO if time > limit)],))
    return facts


def _load(figures: Mapping[str, float]) -> Iterator[str]:
    rate, peak, time = figures.get("rate"), figures.get("peak"), figures.get("service-time")
    limit, instances = figures.get("time-limit"), figures.get("instances")
    if limit is not None and time and limit <= time:
        yield _LIMIT_TOO_SHORT
    if rate and peak:
        yield _BELOW if peak < rate else _TENFOLD if peak >= 10 * rate else _FLAT
    if rate is None or not time or not instances or (peak is not None and peak < rate):
        return
    capacity = instances / time
    if 2 * rate >= capacity:
        yield _NO_ROOM
    if rate >= capacity:
        yield _OVER
    elif peak is not None:
        yield _OVER_AT_PEAK if peak >= capacity else _WITHIN_AT_PEAK
