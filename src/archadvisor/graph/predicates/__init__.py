"""What can be looked for in the graph: one function for each predicate, none of which knows what is a problem.

What to look for, from how many on, and what it means stands in `rules/findings.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from archadvisor.graph.hops import Map
from archadvisor.graph.predicates import limits, rows, shapes
from archadvisor.graph.predicates.found import Around, Found
from archadvisor.knowledge.types import Finding, Predicate

PREDICATES: Mapping[Predicate, Callable[[Map, Finding, Around], Iterator[Found]]] = {
    "chain": shapes.chains,
    "circle": shapes.closed_circles,
    "hub": shapes.hubs,
    "through": shapes.through,
    "fan-out": shapes.fans,
    "cluster": shapes.clusters,
    "behind": shapes.waiting_behind,
    "hangs": shapes.hanging,
    "unread": shapes.unread,
    "rows": rows.rows,
    "share": rows.share,
    "group": rows.groups,
    "same-event": rows.same_event,
    "pair": rows.pairs,
    "before": rows.before,
    "limits": limits.too_short,
    "exceeds": limits.too_long,
    "tries": limits.repeated,
    "load": limits.overloaded,
}
