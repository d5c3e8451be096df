"""What follows from the figures of an interaction: both ways side by side, from given figures only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from archadvisor.assessment import Backlog, Figure
from archadvisor.figures.formulas import (
    backlog,
    capacity_for_delay,
    consumers_for,
    load_by_tries,
    mean_wait,
    mean_wait_at_most,
    retention_for,
    two_digits,
    utilisation,
    wait_quantile,
)
from archadvisor.figures.quantities import say_rate, say_share, say_time
from archadvisor.graph.hops import Hop, Map
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.text.names import fill, joined

OUTAGE = 3600.0
"""The outage of a consumer for which the retention is told, in seconds."""
EXPONENTIAL = 1.0
HARDLY = 0.001
"""Seconds below which nobody speaks of waiting."""


class Loads:
    """Tells what follows from figures in the words of the rules."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    def say(self, name: str, value: float | None = None, **values: str) -> Figure:
        """Return what is worked out under this name, in words."""
        return Figure(name, fill(self._knowledge.figures[name].text, values), value)

    def of_row(self, map_: Map, hop: Hop) -> tuple[Figure, ...]:
        """Return what follows from a row's figures, and from those of its receivers."""
        given = [Figure(figure.name, figure.text, figure.value, stated=True) for figure in hop.row.figures]
        return (*given, *self._derived(map_, hop)) if self._knowledge.figures else tuple(given)

    def _derived(self, map_: Map, hop: Hop) -> Iterator[Figure]:
        to = joined(hop.receivers)
        given = partial(figure_of, map_, hop)
        rate, peak, tries = given("rate"), given("peak"), hop.figure("tries")
        if rate is None:
            return
        if tries is not None and tries > 1:
            load = rate * load_by_tries(int(tries), failure=1.0)
            yield self.say("tries", load, to=to, tries=f"{tries:.0f}", rate=say_rate(rate), load=say_rate(load))
        if peak is not None and peak < rate:
            yield self.say("absurd", to=to, rate=say_rate(rate), peak=say_rate(peak))
            return
        serving = _serving(map_, hop)
        if serving is None:
            if time := given("service-time"):
                yield self.say("how-many", rate * time, to=to, rate=say_rate(rate), number=two_digits(rate * time))
            return
        time, instances, spread = serving
        capacity = instances / time
        said = {"to": to, "rate": say_rate(rate), "capacity": say_rate(capacity)}
        if rate >= capacity:
            yield self.say("always-overloaded", utilisation(rate, time, instances), **said)
            return
        busy = utilisation(rate, time, instances)
        yield self.say("capacity", busy, busy=say_share(busy), **said)
        yield self._waiting(rate, time, instances, spread, said)
        if peak is not None and peak < capacity:
            high = utilisation(peak, time, instances)
            yield self.say("peak", high, to=to, peak=say_rate(peak), busy=say_share(high))
            yield self._waiting(peak, time, instances, spread, {**said, "rate": say_rate(peak)})
            yield self.say("event-keeps-up", to=to)
        elif peak is not None:
            lasts = given("peak-lasts")
            if lasts is None or peak == capacity:
                yield self.say("peak-too-high", peak / capacity, peak=say_rate(peak), **said)
            else:
                yield from self._overloaded(hop, (rate, peak, lasts), time, instances, said)
        if self._knowledge.figures["retention"].when.holds(hop.facts):
            drained = retention_for(OUTAGE, rate, capacity) - OUTAGE
            yield self.say("retention", drained, to=to, pause=say_time(OUTAGE), drained=say_time(drained))

    def _waiting(self, rate: float, time: float, instances: int, spread: float | None, said: dict[str, str]) -> Figure:
        if spread is None or spread == EXPONENTIAL:
            mean, most = mean_wait(rate, time, instances), wait_quantile(rate, time, instances, 0.99)
            if most < HARDLY:
                return self.say("call-hardly-waits", mean, **said)
            return self.say("call-waits", mean, time=say_time(mean), most=say_time(most), **said)
        mean = mean_wait_at_most(rate, time, instances, spread)
        return self.say("call-waits-at-most", mean, time=say_time(mean), **said)

    def _overloaded(
        self, hop: Hop, load: tuple[float, float, float], time: float, instances: int, said: dict[str, str]
    ) -> Iterator[Figure]:
        rate, peak, lasts = load
        capacity = instances / time
        waiting = backlog(rate, peak, lasts, capacity)
        known = {**said, "peak": say_rate(peak), "lasts": say_time(lasts)}
        refused = 1 - capacity / peak
        yield self.say("call-overloaded", refused, refused=say_share(refused), **known)
        yield self.say(
            "event-backlog",
            waiting.at_end,
            backlog=two_digits(waiting.at_end),
            oldest=say_time(waiting.oldest),
            drained=say_time(waiting.drained_in),
            **known,
        )
        allowed = self._allowed(hop)
        if allowed is not None and allowed < waiting.oldest:
            enough = capacity_for_delay(rate, peak, lasts, allowed)
            needed = consumers_for(enough, time)
            needed += (
                needed / time <= enough * 1.000001
            )  # with just enough the delay is reached, and nothing is to spare
            yield self.say("consumers", needed, number=str(needed), delay=say_time(allowed), **known)

    def _allowed(self, hop: Hop) -> float | None:
        """Return the delay that the answers about the row allow; None where nobody answered."""
        times = [
            option.longest
            for question in self._knowledge.questions.values()
            for option in (question.options if question.allows else ())
            if option.longest is not None and option.value in hop.facts.get(question.id, ())
        ]
        return min(times, default=None)


def figure_of(map_: Map, hop: Hop, name: str) -> float | None:
    """Return a row's figure; what it does not state is its receiver's, if it has one."""
    own = hop.figure(name)
    return map_.figure(hop.receivers[0], name) if own is None and len(hop.receivers) == 1 else own


def waiting_behind(map_: Map, hop: Hop) -> Backlog | None:
    """Return what waits behind a row's queue after its peak; None where the figures say that nothing does."""
    rate, peak, lasts = [figure_of(map_, hop, name) for name in ("rate", "peak", "peak-lasts")]
    serving = _serving(map_, hop)
    if rate is None or peak is None or lasts is None or serving is None:
        return None
    capacity = serving[1] / serving[0]
    if not rate < capacity < peak:
        return None
    found = backlog(rate, peak, lasts, capacity)
    return Backlog(lasts, found.at_end, found.oldest, found.drained_in)


def _serving(map_: Map, hop: Hop) -> tuple[float, int, float | None] | None:
    """Return service time, number of instances and spread of whoever serves a row; None where one is not given."""
    time, instances, spread = [figure_of(map_, hop, name) for name in ("service-time", "instances", "spread")]
    return (time, int(instances), spread) if time and instances else None
