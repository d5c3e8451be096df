"""What a predicate finds, and what the predicates share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from archadvisor.graph.actions import Actions
from archadvisor.graph.events import Event
from archadvisor.graph.hops import Hop, Map
from archadvisor.graph.paths import Step
from archadvisor.knowledge.types import Finding, KnowledgeBase
from archadvisor.text.names import joined, row_ends


class Around(Struct, frozen=True):
    """What a predicate may look at beside the map."""

    knowledge: KnowledgeBase
    actions: Actions
    events: Sequence[Event]


class Found(Struct, frozen=True):
    """A problem found on a map.

    key: what it is about, so that it is known again on the other map
    hops: the rows that take part
    parts: the parts that it is about
    values: what fills the placeholders of its texts
    """

    key: tuple[str, ...]
    hops: tuple[Hop, ...]
    parts: tuple[str, ...]
    values: Mapping[str, str]


def edges(map_: Map, entry: Finding) -> dict[str, list[Step[Hop]]]:
    """Return the graph of the rows that take part, between the parts that take part."""
    allowed = map_.of_roles(entry.parts)
    graph: dict[str, list[Step[Hop]]] = {}
    for hop in map_.taking_part(entry.rows):
        if hop.sender in allowed:
            steps = [Step(hop, name) for name in hop.receivers if name in allowed and name != hop.sender]
            if steps:
                graph.setdefault(hop.sender, []).extend(steps)
    return graph


def distinct(hops: Iterable[Hop]) -> tuple[Hop, ...]:
    """Return rows in the order of the file, each once."""
    return tuple(sorted({hop.number: hop for hop in hops}.values(), key=lambda hop: hop.number))


def ends_of(hops: Iterable[Hop]) -> tuple[str, ...]:
    """Return the parts at the ends of rows, each once."""
    return tuple(dict.fromkeys(name for hop in hops for name in (hop.sender, *hop.receivers)))


def rows_of(hops: Sequence[Hop]) -> str:
    """Return "row 3", or "rows 3, 4 and 7"."""
    numbers = [str(hop.number) for hop in hops]
    return f"{'row' if len(numbers) == 1 else 'rows'} {joined(numbers)}"


def said(hop: Hop) -> str:
    """Return a row as a sentence names it: "row 3 (Order → Mail)"."""
    return f"row {hop.number} ({row_ends(hop.sender, hop.receivers, '→')})"
