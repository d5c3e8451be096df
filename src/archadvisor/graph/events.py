"""Events: what happened, told once, with all who read it; made from the rows, or named by the team (`event:`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from archadvisor.graph.hops import Hop, Map
from archadvisor.knowledge.types import EventRule, KnowledgeBase, Style

_WORD = re.compile(r"[^\W_]+")


class Event(Struct, frozen=True):
    """One event: the part that owns it, and the rows that hand it over.

    name: what happened; of an event that nobody named, the purpose of its first row
    named: whether the team or a purpose says what happened
    """

    name: str
    named: bool
    owner: str
    hops: tuple[Hop, ...]

    @property
    def consumers(self) -> tuple[str, ...]:
        """Return the parts that read it, each once."""
        return tuple(dict.fromkeys(name for hop in self.hops for name in _readers(hop)))


def _readers(hop: Hop) -> tuple[str, ...]:
    return (hop.sender,) if hop.judgement.form.publishes == "to" else hop.receivers


def events(knowledge: KnowledgeBase, advised: Map) -> list[Event]:
    """Return the events of the advised map, in the order of the file.

    Rows of one owner are one event where they have the same name. A row whose purpose does not say what happened
    belongs to the one event of its owner that is named, if there is just one; else it is an event of its own, with rows
    of the same purpose. A look-up that a copy answers stays one: it reads a state, and tells nothing that happened.
    """
    rule = knowledge.events
    if rule is None:
        return []
    named: dict[tuple[str, str], list[Hop]] = {}
    unnamed: list[tuple[str, Hop]] = []
    names: dict[tuple[str, str], str] = {}
    for hop in advised.hops:
        for owner in _owners(hop):
            name = hop.row.event or happened(rule, hop.row.purpose)
            if name:
                key = (owner, name.casefold())
                names.setdefault(key, name)
                named.setdefault(key, []).append(hop)
            else:
                unnamed.append((owner, hop))
    of_owner: dict[str, list[tuple[str, str]]] = {}
    for key in named:
        of_owner.setdefault(key[0], []).append(key)
    alike: dict[tuple[str, str], list[Hop]] = {}
    for owner, hop in unnamed:
        keys = of_owner.get(owner, ())
        if len(keys) == 1 and hop.judgement.form.publishes == "from":
            named[keys[0]].append(hop)
        else:
            alike.setdefault((owner, hop.row.purpose.casefold()), []).append(hop)
    found = [Event(names[key], True, key[0], tuple(_in_order(hops))) for key, hops in named.items()]
    found += [Event(hops[0].row.purpose, False, key[0], tuple(hops)) for key, hops in alike.items()]
    return sorted(found, key=lambda event: event.hops[0].number)


def _in_order(hops: Sequence[Hop]) -> list[Hop]:
    return sorted(hops, key=lambda hop: hop.number)


def _owners(hop: Hop) -> Iterable[str]:
    """Return who owns the event that a row sends; nobody where it sends none."""
    if hop.undecided:
        return ()
    publishes = hop.judgement.form.publishes
    if hop.row.event and not publishes and hop.judgement.outcome.style is Style.EVENT:
        return (hop.sender,)  # the team calls it one, whatever carries it
    return hop.receivers if publishes == "to" else (hop.sender,) if publishes else ()


def happened(rule: EventRule, purpose: str) -> str:
    """Return the name of an event, "order placed", where the last word of a purpose says that something happened."""
    words = _WORD.findall(purpose)
    kept = [word for word in words if word.casefold() not in rule.lead]
    last = kept[-1].casefold() if kept else ""
    if len(kept) > 1 and last not in rule.but and (last in rule.words or last.endswith(rule.endings)):
        return " ".join(kept)
    return ""
