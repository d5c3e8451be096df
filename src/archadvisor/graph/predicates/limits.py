"""Time limits and repeats along rows that wait for each other; from given figures only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archadvisor.figures.formulas import calls_at_the_end, two_digits
from archadvisor.figures.quantities import say_time
from archadvisor.graph.hops import Hop, Map
from archadvisor.graph.paths import Step, longest_chains
from archadvisor.graph.predicates.found import Around, Found, distinct, edges, ends_of, rows_of, said
from archadvisor.knowledge.types import Finding
from archadvisor.text.names import joined


def too_short(map_: Map, entry: Finding, around: Around) -> Iterator[Found]:
    """Yield rows whose timeout ends before what lies behind it may have ended: its limits, each as often as tried.

    With `at_least` 2, only where no single row behind it is too long, but all of them in a row are.
    """
    behind = _Behind(map_, entry)
    for outer in map_.taking_part(entry.rows):
        limit = outer.figure("time-limit")
        if limit is None:
            continue
        inner = [hop for hop in behind.of(outer) if not around.actions.apart(outer, hop) and behind.lasts(hop)]
        lasting = [behind.lasts(hop) for hop in inner]
        single = [hop for hop, lasts in zip(inner, lasting, strict=True) if lasts >= limit]
        if entry.at_least < 2:
            concerned: Sequence[Hop] = single
        else:
            concerned = inner if not single and len(inner) >= entry.at_least and sum(lasting) >= limit else []
        if concerned:
            needed = sum(lasting) if not single else max(lasting)
            yield _limited(outer, concerned, limit, needed)


def too_long(map_: Map, entry: Finding, around: Around) -> Iterator[Found]:
    """Yield rows whose stated time limits allow more than the answer to the question `carries` does.

    The row's own limit counts, as often as it is tried; where none is stated, the limits of the rows behind it do.
    """
    behind = _Behind(map_, entry)
    for outer in map_.taking_part(entry.rows):
        answer = outer.facts.get(entry.carries, frozenset())
        options = around.knowledge.questions[entry.carries].options
        times = [option.longest for option in options if option.value in answer]
        patience = max([time for time in times if time], default=None)
        own = outer.figure("time-limit") is not None
        inner = [outer] if own else [hop for hop in behind.of(outer) if not around.actions.apart(outer, hop)]
        concerned = [hop for hop in inner if behind.lasts(hop)]
        allowed = sum([behind.lasts(hop) for hop in concerned])
        if patience is not None and allowed > patience:
            yield _limited(outer, concerned, patience, allowed)


class _Behind:
    """How long what lies behind a row may take by its time limits: its own, else what lies behind that."""

    def __init__(self, map_: Map, entry: Finding) -> None:
        self._map = map_
        self._taking_part = {hop.number for hop in map_.taking_part(entry.rows)}
        self._known: dict[int, float] = {}

    def of(self, hop: Hop) -> list[Hop]:
        """Return the rows that a row's receivers send and wait for."""
        rows = [h for name in hop.receivers for h in self._map.by_sender.get(name, ())]
        return [h for h in rows if h.number in self._taking_part]

    def lasts(self, hop: Hop, most: int = 20) -> float:
        """Return the seconds that a row may take, 0 where nothing limits it; it looks through `most` rows in a row."""
        if hop.number not in self._known:
            limit = hop.figure("time-limit")
            self._known[hop.number] = 0.0  # a circle adds nothing
            if limit is not None:
                self._known[hop.number] = limit * (hop.figure("tries") or 1.0)
            elif most:
                self._known[hop.number] = sum([self.lasts(inner, most - 1) for inner in self.of(hop)])
        return self._known[hop.number]


def _limited(outer: Hop, concerned: Sequence[Hop], limit: float, needed: float) -> Found:
    hops = distinct([outer, *concerned])
    values = {
        "one": said(outer),
        "other": joined([said(hop) for hop in concerned]),
        "part": outer.sender,
        "parts": joined(list(dict.fromkeys(name for hop in concerned for name in hop.receivers))),
        "up": say_time(limit),
        "downtime": say_time(needed),
        "number": str(len(concerned)),
        "rows": rows_of(hops),
    }
    parts = tuple(dict.fromkeys([outer.sender, *outer.receivers, *(n for h in concerned for n in h.receivers)]))
    return Found((outer.row.id,), hops, parts, values)


def overloaded(map_: Map, entry: Finding, _: Around) -> Iterator[Found]:
    """Yield parts that all stated rates together keep busier than they can be, where every row states what it takes."""
    for part, hops in map_.by_receiver.items():
        stated = [hop for hop in hops if entry.rows.holds(hop.facts) and hop.figure("rate") and len(hop.receivers) == 1]
        times = [hop.figure("service-time") or map_.figure(part, "service-time") for hop in stated]
        many = [map_.figure(part, "instances"), *(hop.figure("instances") for hop in stated)]
        instances = max([number for number in many if number], default=None)
        if instances is None or not stated or not all(times):
            continue
        busy = sum([(hop.figure("rate") or 0.0) * (time or 0.0) for hop, time in zip(stated, times, strict=True)])
        if busy >= instances:
            values = {
                "part": part,
                "parts": part,
                "rows": rows_of(stated),
                "number": two_digits(busy),
                "of": f"{instances:.0f}",
            }
            yield Found((part,), tuple(stated), ends_of(stated), values)


def repeated(map_: Map, entry: Finding, _: Around) -> Iterator[Found]:
    """Yield paths on which at least so many rows try more than once."""
    graph = edges(map_, entry)
    start = {id(step): part for part, steps in graph.items() for step in steps}
    for path in longest_chains(graph, lambda hop: int((hop.figure("tries") or 1) > 1)):
        tries = [int(step.edge.figure("tries") or 1) for step in path]
        if sum(1 for number in tries if number > 1) >= entry.at_least:
            yield _multiplied(path, tries, start[id(path[0])])


def _multiplied(path: Sequence[Step[Hop]], tries: Sequence[int], first: str) -> Found:
    hops = [step.edge for step, number in zip(path, tries, strict=True) if number > 1]
    parts = (first, *(step.to for step in path))
    values = {
        "part": first,
        "other": parts[-1],
        "path": " → ".join(parts),
        "number": str(len(hops)),
        "repeats": f"{calls_at_the_end(tries):,}",
        "rows": rows_of(hops),
    }
    return Found((first,), tuple(hops), parts, values)
