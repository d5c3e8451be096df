"""Time limits and repeats along rows that wait for each other; from given figures only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archadvisor.figures.formulas import calls_at_the_end
from archadvisor.figures.quantities import say_time
from archadvisor.graph.hops import Hop, Map
from archadvisor.graph.paths import Step, longest_chains
from archadvisor.graph.predicates.found import Around, Found, distinct, edges, rows_of, said
from archadvisor.knowledge.types import Finding
from archadvisor.text.names import joined


def too_short(map_: Map, entry: Finding, around: Around) -> Iterator[Found]:
    """Yield rows whose time limit ends before what lies behind it may have ended: its limits, each as often as tried.

    With `at_least` 2, only where no single row behind it is too long, but all of them in a row are.
    """
    for outer in map_.taking_part(entry.rows):
        limit = outer.figure("time-limit")
        if limit is None:
            continue
        inner = [
            hop
            for name in outer.receivers
            for hop in map_.by_sender.get(name, ())
            if entry.rows.holds(hop.facts) and hop.figure("time-limit") is not None
            if not around.actions.apart(outer, hop)
        ]
        lasting = [(hop.figure("time-limit") or 0.0) * (hop.figure("tries") or 1.0) for hop in inner]
        single = [hop for hop, lasts in zip(inner, lasting, strict=True) if lasts >= limit]
        if entry.at_least < 2:
            concerned: Sequence[Hop] = single
        else:
            concerned = inner if not single and len(inner) >= entry.at_least and sum(lasting) >= limit else []
        if concerned:
            needed = sum(lasting) if not single else max(lasting)
            values = {
                "one": said(outer),
                "other": joined([said(hop) for hop in concerned]),
                "part": outer.sender,
                "parts": joined(list(dict.fromkeys(name for hop in concerned for name in hop.receivers))),
                "up": say_time(limit),
                "downtime": say_time(needed),
                "number": str(len(concerned)),
                "rows": rows_of(distinct([outer, *concerned])),
            }
            parts = tuple(dict.fromkeys([outer.sender, *outer.receivers, *(n for h in concerned for n in h.receivers)]))
            yield Found((outer.row.id,), distinct([outer, *concerned]), parts, values)


def repeated(map_: Map, entry: Finding, _: Around) -> Iterator[Found]:
    """Yield paths on which at least so many rows try more than once."""
    graph = edges(map_, entry)
    start = {id(step): part for part, steps in graph.items() for step in steps}
    for path in longest_chains(graph):
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
