"""Rates that do not fit: what one action does once per case should come about as often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from archadvisor.advice.loads import Loads
from archadvisor.assessment import Figure
from archadvisor.figures.quantities import say_rate
from archadvisor.graph.hops import Hop
from archadvisor.graph.problems import System
from archadvisor.text.names import joined

_FACTOR = 10.0
"""From so many times on two rates are told apart."""


def unlike_rates(loads: Loads, system: System) -> Mapping[str, Figure]:
    """Return, by the first of two rows of one listed action, that their rates differ too much.

    Left aside are optional steps, and rows that several actions share.
    """
    hops = {hop.row.id: hop for hop in system.advised.hops}
    listed = [action for action in system.actions if not action.derived]
    shared = Counter([row for action in listed for row in set(action.rows)])
    found = {}
    for action in listed:
        rows = [row for stage in action.stages if not stage.optional for row in stage.rows if shared[row] == 1]
        stated = [(rate, hop.number, hop) for row in rows if (hop := hops.get(row)) and (rate := hop.figure("rate"))]
        if stated:
            (low, _, rare), (high, _, often) = min(stated, key=_rate), max(stated, key=_rate)
            if high >= _FACTOR * low:
                first, second = sorted([(rare.number, rare, low), (often.number, often, high)], key=_number)
                said = {"number": joined([str(first[0]), str(second[0])]), "rate": say_rate(first[2])}
                found[first[1].row.id] = loads.say("unlike-rates", high / low, load=say_rate(second[2]), **said)
    return found


def _rate(one: tuple[float, int, Hop]) -> tuple[float, int]:
    return one[:2]


def _number(one: tuple[int, Hop, float]) -> int:
    return one[0]
