"""What rows have in common, two by two or as a group."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from archadvisor.graph.hops import Hop, Map
from archadvisor.graph.paths import Step, behind
from archadvisor.graph.predicates.found import Around, Found, distinct, rows_of, said
from archadvisor.knowledge.types import Finding, Relation
from archadvisor.text.names import joined

_WORD = re.compile(r"[^\W_]+")
_LOOKED_AT, _MATCHED = 1000, 50
"""Of one row so many others are looked at, and so many taken: more tell a reader nothing, and take minutes."""


def rows(map_: Map, entry: Finding, _: Around) -> Iterator[Found]:
    """Yield all rows of a sort as one, where there are at least so many."""
    hops = map_.taking_part(entry.rows)
    if len(hops) >= entry.at_least and any(entry.some.holds(hop.facts) for hop in hops):
        receivers = list(dict.fromkeys(name for hop in hops for name in hop.receivers))
        senders = list(dict.fromkeys(hop.sender for hop in hops))
        values = {
            "parts": joined(receivers),
            "second": joined(senders),
            "number": str(len(hops)),
            "rows": rows_of(hops),
            "one": said(hops[0]),
        }
        yield Found((), tuple(hops), tuple(dict.fromkeys([*senders, *receivers])), values)


def share(map_: Map, entry: Finding, _: Around) -> Iterator[Found]:
    """Yield all rows of a sort as one, where they are so large a share of all, and at least so many."""
    hops, all_ = map_.taking_part(entry.rows), len(map_.hops)
    if len(hops) >= entry.at_least and len(hops) >= entry.share * all_:
        yield Found((), tuple(hops), (), {"number": str(len(hops)), "of": str(all_), "rows": rows_of(hops)})


def groups(map_: Map, entry: Finding, around: Around) -> Iterator[Found]:
    """Yield rows of a sort that share an end, where they reach, or come from, at least so many parts."""
    by_end = map_.by_sender if entry.same == "sender" else map_.by_receiver
    allowed = map_.of_roles(entry.parts)
    for part, all_ in by_end.items():
        hops = [hop for hop in all_ if entry.rows.holds(hop.facts)]
        for some in around.actions.maybe_one(hops) if entry.same == "sender" else [hops]:
            ends = [n for hop in some for n in (hop.receivers if entry.same == "sender" else (hop.sender,))]
            others = [name for name in dict.fromkeys(ends) if name in allowed]
            if len(others) >= entry.at_least and any(entry.some.holds(hop.facts) for hop in some):
                values = {"part": part, "parts": joined(others), "number": str(len(others)), "rows": rows_of(some)}
                yield Found((part,), tuple(some), (part, *others), values)
                break


def same_event(map_: Map, entry: Finding, around: Around) -> Iterator[Found]:
    """Yield events that at least so many rows send."""
    there = {hop.row.id: hop for hop in map_.hops if entry.rows.holds(hop.facts)}
    for event in around.events:
        hops = [there[hop.row.id] for hop in event.hops if hop.row.id in there]
        if event.named and len(hops) >= entry.at_least:
            values = {
                "name": event.name,
                "part": event.owner,
                "parts": joined(event.consumers),
                "number": str(len(event.consumers)),
                "of": str(len(hops)),
                "rows": rows_of(hops),
            }
            yield Found((event.owner, event.name), tuple(hops), (event.owner, *event.consumers), values)


def pairs(map_: Map, entry: Finding, around: Around) -> Iterator[Found]:
    """Yield rows of the one sort with those of the other that belong to them, together for each sender of the one.

    Where both are of one sort, rows that belong together are one, whoever sends them.
    """
    ones = map_.taking_part(entry.one)
    others = map_.taking_part(entry.other) if ones else []
    near = _by(others, entry.related)
    alike = entry.one == entry.other
    found: dict[str, list[tuple[Hop, Hop]]] = {}
    for one in ones:
        matched = [
            other
            for other in islice(near(one), _LOOKED_AT)
            if (one is not other or len(one.receivers) > 1) and (not alike or other.number >= one.number)
            if all(_RELATIONS[name](map_, around, one, other) for name in entry.related)
        ]
        if matched:
            found.setdefault(one.sender, []).extend([(one, other) for other in matched[:_MATCHED]])
    if alike:
        yield from (_pair((min(hop.row.id for pair in group for hop in pair),), group) for group in _joined(found))
    else:
        yield from (_pair((sender,), matched) for sender, matched in found.items())


def _joined(found: Mapping[str, Sequence[tuple[Hop, Hop]]]) -> list[list[tuple[Hop, Hop]]]:
    """Return pairs that share a row together."""
    graph: dict[str, list[Step[tuple[Hop, Hop]]]] = {}
    for matched in found.values():
        for one, other in matched:
            graph.setdefault(one.row.id, []).append(Step((one, other), other.row.id))
            graph.setdefault(other.row.id, []).append(Step((one, other), one.row.id))
    groups = []
    seen: set[str] = set()
    for row in graph:
        if row not in seen:
            group = behind(graph, [row])
            seen |= group
            steps = [step.edge for name in graph if name in group for step in graph[name]]
            groups.append(list(dict.fromkeys(steps)))
    return groups


def before(map_: Map, entry: Finding, around: Around) -> Iterator[Found]:
    """Yield, for each flow that the team listed, rows of the one sort that come before one of the other sort."""
    there = {hop.row.id: hop for hop in map_.hops}
    for action in around.actions.listed:
        stages = [[there[row] for row in stage.rows if row in there] for stage in action.stages]
        matched = [
            (one, other)
            for place, stage in enumerate(stages)
            for one in stage
            if entry.one.holds(one.facts)
            for later in stages[place + 1 :]
            for other in later
            if other is not one and entry.other.holds(other.facts)
        ]
        if matched:
            pair = _pair((action.name,), matched)
            yield Found(pair.key, pair.hops, pair.parts, {**pair.values, "name": action.name})


def _pair(key: tuple[str, ...], matched: Sequence[tuple[Hop, Hop]]) -> Found:
    ones, others = distinct([one for one, _ in matched]), distinct([other for _, other in matched])
    hops = distinct([*ones, *others])
    receivers = list(dict.fromkeys(name for hop in ones for name in hop.receivers))
    theirs = list(dict.fromkeys(name for hop in others for name in hop.receivers))
    values = {
        "part": ones[0].sender,
        "parts": joined(receivers),
        "second": joined(theirs, "or"),
        "one": joined([said(hop) for hop in ones]),
        "other": joined([said(hop) for hop in others]),
        "rows": rows_of(hops),
        "number": str(len(receivers)),
    }
    return Found(key, hops, tuple(dict.fromkeys([ones[0].sender, *receivers, *theirs])), values)


_Near = Callable[[Hop], Sequence[Hop]]


def _by(others: Sequence[Hop], related: Sequence[Relation]) -> _Near:
    """Return what looks up the rows that may belong to one, so that not each is compared with each.

    It decides too: of relations that say nothing of a sender only rows that share a receiver are looked up. A new
    relation that holds between others needs a way of its own here.
    """
    if "opposite" in related or "next" in related:
        index = _index(others, lambda hop: (hop.sender,))
        return lambda one: [other for name in one.receivers for other in index.get(name, ())]
    if "same-sender" in related or "same-ends" in related:
        index = _index(others, lambda hop: (hop.sender,))
        return lambda one: index.get(one.sender, ())
    index = _index(others, lambda hop: hop.receivers)
    return lambda one: list({o.number: o for name in one.receivers for o in index.get(name, ())}.values())


def _index(hops: Sequence[Hop], ends: Callable[[Hop], Sequence[str]]) -> Mapping[str, Sequence[Hop]]:
    found: dict[str, list[Hop]] = {}
    for hop in hops:
        for name in ends(hop):
            found.setdefault(name, []).append(hop)
    return found


def _same_origin(map_: Map, _: Around, one: Hop, other: Hop) -> bool:
    """Tell whether the other row comes from the one's sender, or from a part that waits for that."""
    if one.sender == other.sender:
        return True
    return any(hop.waits and hop.sender == other.sender for hop in map_.by_receiver.get(one.sender, ()))


def _same_purpose(_: Map, around: Around, one: Hop, other: Hop) -> bool:
    """Tell whether two purposes have the same words, those left aside that say nothing of what happened."""
    lead = around.knowledge.events.lead if around.knowledge.events else ()
    words = [frozenset(_WORD.findall(hop.row.purpose.casefold())).difference(lead) for hop in (one, other)]
    return bool(words[0]) and words[0] == words[1]


_RELATIONS: Mapping[Relation, Callable[[Map, Around, Hop, Hop], bool]] = {
    "same-sender": lambda _, __, one, other: one.sender == other.sender,
    "other-sender": lambda _, __, one, other: one.sender != other.sender,
    "same-receiver": lambda _, __, one, other: not set(one.receivers).isdisjoint(other.receivers),
    "next": lambda _, __, one, other: other.sender in one.receivers,
    "same-ends": lambda _, __, one, other: one.sender == other.sender and bool({*one.receivers} & {*other.receivers}),
    "opposite": lambda _, __, one, other: one.sender in other.receivers and other.sender in one.receivers,
    "same-action": lambda _, around, one, other: not around.actions.apart(one, other),
    "same-purpose": _same_purpose,
    "same-origin": _same_origin,
}
