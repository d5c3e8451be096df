"""The list of events: what each carries, its key, its consumers and what they do with it."""

from __future__ import annotations

from collections.abc import Sequence

from archadvisor.assessment import Event, Handling
from archadvisor.graph.events import Event as Found
from archadvisor.graph.hops import Hop
from archadvisor.knowledge.types import KnowledgeBase, Said
from archadvisor.text.names import names_of


def list_events(knowledge: KnowledgeBase, events: Sequence[Found]) -> tuple[Event, ...]:
    """Return the events in the order of the file."""
    return tuple([_tell(knowledge, event) for event in events])


def _tell(knowledge: KnowledgeBase, event: Found) -> Event:
    rule = knowledge.events
    if rule is None:
        raise LookupError(event.name)
    return Event(
        name=event.name,
        owner=event.owner,
        key=_strictest(rule.key, event.hops),
        carries=_strictest(rule.carries, event.hops),
        consumers=event.consumers,
        interactions=tuple([hop.row.id for hop in event.hops]),
        named=event.named,
        handling=tuple(
            [
                Handling(
                    consumer,
                    hop.row.id,
                    _said(rule.on_repeat, hop),
                    _said(rule.out_of_order, hop),
                    _said(rule.agrees, hop),
                )
                for hop in event.hops
                for consumer in Found(event.name, True, event.owner, (hop,)).consumers
            ]
        ),
    )


def _said(texts: Sequence[Said], hop: Hop) -> str:
    text = next(one.text for one in texts if one.when.holds(hop.facts))
    return names_of(hop.sender, hop.receivers, hop.row.purpose).fill(text)


def _strictest(texts: Sequence[Said], hops: Sequence[Hop]) -> str:
    """Return the first text that holds for one of the rows, since they share one event."""
    text, hop = next((one.text, hop) for one in texts for hop in hops if one.when.holds(hop.facts))
    return names_of(hop.sender, hop.receivers, hop.row.purpose).fill(text)
