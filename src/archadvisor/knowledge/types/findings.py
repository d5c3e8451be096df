"""Trouble that shows only between interactions, and the roles of the parts at their ends."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.conditions import ALWAYS, NEVER, Condition
from archadvisor.knowledge.fields import CLAIMS, ID, INTERACTION, MAP, NOTHING, Key, Scope

PartKind: TypeAlias = Literal["application", "outside", "infrastructure"]


class PartRole(Struct, frozen=True, omit_defaults=True):
    """What a part is in the system: an application part, an outside one, or a kind of infrastructure.

    The first whose words a name holds is taken; without any, the first of all.
    """

    name: Annotated[str, Key("the word for `role:` of a part", safe=True)]
    kind: Annotated[PartKind, Key("how findings over the graph treat it")]
    label: Annotated[str, Key("what it is called in a report", fills=NOTHING)]
    place: Place
    words: Annotated[tuple[str, ...], Key("words that tell it in a name; several words in a row are one")] = ()
    joined: Annotated[tuple[str, ...], Key("what such a word may be written together with")] = ()
    alone: Annotated[bool, Key("the name has to be one of the words, and nothing else")] = False
    passes_on: Annotated[bool, Key("only of a part that is called and calls others")] = False
    only_called: Annotated[bool, Key("only of a part that sends nothing itself")] = False
    when: Annotated[
        Condition, Key("the answers about a part that tell it, whatever its name is", looks_at=Scope.PART)
    ] = NEVER
    unless: Annotated[
        Condition, Key("the answers about a part by which its name does not tell it", looks_at=Scope.PART)
    ] = NEVER


class ActionRule(Struct, frozen=True, omit_defaults=True):
    """How rows make actions: what one thing that somebody does goes through."""

    waits: Annotated[str, Key("the question who waits, whose options `waits:` of a flow may say", refers="questions")]
    waited_for: Annotated[Condition, Key("the rows whose end somebody waits for", looks_at=Scope.INTERACTION)]
    apart: Annotated[Condition, Key("the rows that belong to no other action", looks_at=Scope.INTERACTION)]
    reads: Annotated[
        Condition, Key("the rows that only read: they set off nothing but reads", looks_at=Scope.INTERACTION)
    ]
    send_along: Annotated[str, Key("how a circle is broken at a row that only reads", fills=INTERACTION)]
    place: Place


class Said(Struct, frozen=True, omit_defaults=True):
    """What is said of an interaction on the map; of several the first whose condition holds."""

    text: Annotated[str, Key("the text", fills=INTERACTION)]
    when: Annotated[Condition, Key("where it is said; without it, always", looks_at=MAP)] = ALWAYS


class EventRule(Struct, frozen=True, omit_defaults=True):
    """How rows make events, and what the list of events says of each."""

    endings: Annotated[tuple[str, ...], Key("how the last word ends where a purpose names what happened")]
    words: Annotated[tuple[str, ...], Key("last words that do so too")]
    but: Annotated[tuple[str, ...], Key("last words that do not, however they end")]
    lead: Annotated[tuple[str, ...], Key("words that are left out of the name")]
    carries: Annotated[tuple[Said, ...], Key("what the event carries")]
    key: Annotated[tuple[Said, ...], Key("by which key it is kept in order")]
    on_repeat: Annotated[tuple[Said, ...], Key("what a consumer does when it comes twice")]
    out_of_order: Annotated[tuple[Said, ...], Key("what a consumer does when two come in the wrong order")]
    agrees: Annotated[tuple[Said, ...], Key("who agrees to a change of it")]
    terms: Annotated[str, Key("what standards for event contracts call all this", fills=NOTHING)]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place


FigureText: TypeAlias = Literal[
    "capacity",
    "peak",
    "call-waits",
    "call-waits-at-most",
    "call-hardly-waits",
    "peak-too-high",
    "call-overloaded",
    "always-overloaded",
    "event-backlog",
    "event-keeps-up",
    "consumers",
    "retention",
    "how-many",
    "tries",
    "flow-up",
    "flow-percentile",
    "flow-sum",
    "absurd",
]
FIGURE_VALUES: tuple[str, ...] = (
    *("to", "name", "number", "rate", "peak", "lasts", "capacity", "busy", "time", "most", "refused"),
    *("backlog", "oldest", "drained", "delay", "pause", "kept", "tries", "load", "up", "downtime", "each"),
)
"""The placeholders of what is said of figures."""


class FigureSaid(Struct, frozen=True, omit_defaults=True):
    """What follows from given figures, in a sentence."""

    id: Annotated[str, ID]
    says: Annotated[FigureText, Key("what is worked out; see Figures in docs/method.md")]
    text: Annotated[str, Key("the sentence", fills=FIGURE_VALUES)]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    when: Annotated[Condition, Key("where retention is said; without it, always", looks_at=MAP)] = ALWAYS


Predicate: TypeAlias = Literal[
    "chain",
    "circle",
    "hub",
    "through",
    "fan-out",
    "rows",
    "pair",
    "group",
    "same-event",
    "before",
    "behind",
    "hangs",
    "unread",
    "cluster",
    "share",
    "limits",
    "exceeds",
    "tries",
    "load",
]
Relation: TypeAlias = Literal[
    "same-sender",
    "other-sender",
    "same-receiver",
    "same-ends",
    "opposite",
    "same-action",
    "same-purpose",
    "same-origin",
]
MapName: TypeAlias = Literal["today", "advised"]

_OF_PARTS = ("rows", "parts")
_COUNTED = (*_OF_PARTS, "at_least")
USES: Mapping[Predicate, tuple[str, ...]] = {
    "chain": _COUNTED,
    "circle": (*_OF_PARTS, "some"),
    "hub": _COUNTED,
    "through": (*_COUNTED, "share"),
    "fan-out": _COUNTED,
    "rows": ("rows", "some", "at_least"),
    "pair": ("one", "other", "related"),
    "group": (*_COUNTED, "same", "some"),
    "same-event": ("rows", "at_least"),
    "before": ("one", "other"),
    "behind": ("one", "other"),
    "hangs": ("other", "carries"),
    "unread": _OF_PARTS,
    "cluster": _COUNTED,
    "share": ("rows", "share", "at_least"),
    "limits": ("rows", "at_least"),
    "exceeds": ("rows", "carries"),
    "tries": _COUNTED,
    "load": ("rows",),
}
"""The keys that say what a predicate looks for; others have no meaning for it."""
NEEDS: Mapping[Predicate, tuple[str, ...]] = {
    "chain": ("rows", "at_least"),
    "circle": ("rows",),
    "hub": ("rows", "at_least"),
    "through": ("rows", "at_least", "share"),
    "fan-out": ("rows", "at_least"),
    "rows": ("rows",),
    "pair": ("one", "other", "related"),
    "group": ("rows", "same", "at_least"),
    "same-event": ("at_least",),
    "before": ("one", "other"),
    "behind": ("one", "other"),
    "hangs": ("other", "carries"),
    "unread": ("rows",),
    "cluster": ("rows", "at_least"),
    "share": ("rows", "share"),
    "limits": ("rows",),
    "exceeds": ("carries",),
    "tries": ("rows", "at_least"),
    "load": (),
}
"""Those without which it finds everything or nothing."""
_ENDS = ("part", "parts", "rows", "number")
_PAIR = ("part", "parts", "second", "one", "other", "rows", "number")
FILLS: Mapping[Predicate, tuple[str, ...]] = {
    "chain": (*_ENDS, "other", "path", "one", "of", "repeats", "up", "downtime"),
    "circle": (*_ENDS, "path", "one"),
    "hub": _ENDS,
    "through": ("part", "number", "of", "rows"),
    "fan-out": (*_ENDS, "up", "downtime"),
    "rows": ("parts", "second", "number", "rows", "one"),
    "pair": _PAIR,
    "group": _ENDS,
    "same-event": (*_ENDS, "name", "of"),
    "before": (*_PAIR, "name"),
    "behind": ("part", "parts", "one", "other", "rows"),
    "hangs": ("part", "parts", "one", "other", "rows", "name", "of"),
    "unread": ("part", "parts", "rows", "one"),
    "cluster": _ENDS,
    "share": ("number", "of", "rows"),
    "limits": (*_ENDS, "one", "other", "up", "downtime"),
    "exceeds": (*_ENDS, "one", "other", "up", "downtime"),
    "tries": ("part", "other", "path", "number", "repeats", "rows"),
    "load": ("part", "parts", "rows", "number", "of"),
}
"""The placeholders that a predicate fills."""
FILLED = (
    "part",
    "parts",
    "second",
    "one",
    "other",
    "rows",
    "number",
    "of",
    "path",
    "name",
    "up",
    "downtime",
    "repeats",
)
"""The placeholders of a finding's texts; what a predicate has nothing to say on is empty."""


class Finding(Struct, frozen=True, omit_defaults=True):
    """Trouble that shows only between interactions; what to look for is a predicate with conditions on the rows."""

    id: Annotated[str, ID]
    kind: Annotated[str, Key("what sort of trouble it is, in a word", safe=True)]
    predicate: Annotated[Predicate, Key("the shape in the graph to look for; see docs/rules.md")]
    name: Annotated[str, Key("what the field calls it", fills=NOTHING)]
    title: Annotated[str, Key("what is found, in a sentence about these parts", fills=FILLED)]
    because: Annotated[str, Key("why it is trouble", fills=FILLED)]
    ways_out: Annotated[tuple[str, ...], Key("what to do about it", fills=FILLED, some=True)]
    price: Annotated[str, Key("what the way out costs", fills=FILLED)]
    checks: Annotated[tuple[str, ...], Key("what to try when it is mended", fills=FILLED, some=True)]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    also_known_as: Annotated[tuple[str, ...], Key("other names of it, to search for", fills=NOTHING)] = ()
    rows: Annotated[Condition, Key("the interactions that take part", looks_at=MAP)] = ALWAYS
    some: Annotated[Condition, Key("what at least one of them has to be", looks_at=MAP)] = ALWAYS
    one: Annotated[Condition, Key("of two: the one", looks_at=MAP)] = ALWAYS
    other: Annotated[Condition, Key("of two: the other", looks_at=MAP)] = ALWAYS
    related: Annotated[tuple[Relation, ...], Key("how the two belong together; all of it has to hold")] = ()
    parts: Annotated[tuple[str, ...], Key("only between parts of these roles or kinds", one_of="part_roles")] = ()
    at_least: Annotated[int, Key("from how many on")] = 1
    share: Annotated[float, Key("from which share of all rows on, 0 to 1")] = 1.0
    same: Annotated[Literal["", "sender", "receiver"], Key("of a group: what its rows share")] = ""
    carries: Annotated[
        str, Key("the question whose answer passes from row to row, or bounds a row's time", refers="questions")
    ] = ""
    system: Annotated[Condition, Key("only with these answers about the system", looks_at=Scope.SYSTEM)] = ALWAYS
    maps: Annotated[tuple[MapName, ...], Key("where it is looked for; without it, today and as advised")] = ()
    covers: Annotated[
        tuple[str, ...], Key("findings that are not told beside it for the same parts", refers="findings")
    ] = ()
    last: Annotated[bool, Key("true: its rows come over after the others of their sender")] = False
    cut: Annotated[bool, Key("true: the row that is easiest to turn into an event is named as the place to cut")] = (
        False
    )
