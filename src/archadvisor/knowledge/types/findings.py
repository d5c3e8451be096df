"""Problems between interactions, and the roles of parts."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.conditions import ALWAYS, NEVER, Condition
from archadvisor.knowledge.fields import CLAIMS, ID, INTERACTION, MAP, NOTHING, Key, Scope

PartKind: TypeAlias = Literal["application", "outside", "infrastructure"]


class PartRole(Struct, frozen=True, omit_defaults=True):
    """What a part is in the system: an application part, an outside one, or a kind of infrastructure.

    The first role with a word of the name is used; if there is none, the first role in the list.
    """

    name: Annotated[str, Key("the value of `role:` for a part", safe=True)]
    kind: Annotated[PartKind, Key("how findings treat it")]
    label: Annotated[str, Key("its name in a report", fills=NOTHING)]
    place: Place
    words: Annotated[tuple[str, ...], Key("words in a name that identify it; an entry may have several words")] = ()
    joined: Annotated[tuple[str, ...], Key("what may be joined to such a word without a space")] = ()
    alone: Annotated[bool, Key("the whole name must be one of the words")] = False
    passes_on: Annotated[bool, Key("only for a part that receives and sends")] = False
    only_called: Annotated[bool, Key("only for a part that sends nothing")] = False
    when: Annotated[
        Condition, Key("the answers about a part that identify it, independent of its name", looks_at=Scope.PART)
    ] = NEVER
    unless: Annotated[Condition, Key("the answers about a part for which the name is ignored", looks_at=Scope.PART)] = (
        NEVER
    )


class ActionRule(Struct, frozen=True, omit_defaults=True):
    """How rows are grouped into actions: one action of a person or program and all rows that it starts."""

    waits: Annotated[
        str, Key("the question about who waits; its options are the values of `waits:` in a flow", refers="questions")
    ]
    waited_for: Annotated[Condition, Key("the rows whose result somebody waits for", looks_at=Scope.INTERACTION)]
    apart: Annotated[Condition, Key("the rows that do not belong to another action", looks_at=Scope.INTERACTION)]
    reads: Annotated[
        Condition, Key("the rows that only read; they can only start other reads", looks_at=Scope.INTERACTION)
    ]
    send_along: Annotated[str, Key("how to break a circle at a row that only reads", fills=INTERACTION)]
    place: Place
    ours: Annotated[
        Condition,
        Key(
            "the rows whose receivers the team owns; they are switched first; default: all", looks_at=Scope.INTERACTION
        ),
    ] = ALWAYS


class Said(Struct, frozen=True, omit_defaults=True):
    """A text about an interaction on the map; the first text whose condition holds is used."""

    text: Annotated[str, Key("the text", fills=INTERACTION)]
    when: Annotated[Condition, Key("the condition for the text; default: always", looks_at=MAP)] = ALWAYS


class EventRule(Struct, frozen=True, omit_defaults=True):
    """How rows are grouped into events, and the texts of the event list."""

    endings: Annotated[tuple[str, ...], Key("endings of the last word if a purpose names something that happened")]
    words: Annotated[tuple[str, ...], Key("further last words that name something that happened")]
    but: Annotated[tuple[str, ...], Key("exceptions: last words that do not, in spite of their ending")]
    lead: Annotated[tuple[str, ...], Key("words at the beginning that are not part of the event name")]
    carries: Annotated[tuple[Said, ...], Key("what the event carries")]
    key: Annotated[tuple[Said, ...], Key("the key that keeps it in order")]
    on_repeat: Annotated[tuple[Said, ...], Key("what a consumer does with a duplicate")]
    out_of_order: Annotated[tuple[Said, ...], Key("what a consumer does if two events arrive in the wrong order")]
    agrees: Annotated[tuple[Said, ...], Key("who must agree to a change of the event")]
    terms: Annotated[str, Key("the names of these fields in standards for event contracts", fills=NOTHING)]
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
    "unlike-rates",
]
FIGURE_VALUES: tuple[str, ...] = (
    *("to", "name", "number", "rate", "peak", "lasts", "capacity", "busy", "time", "most", "refused"),
    *("backlog", "oldest", "drained", "delay", "pause", "kept", "tries", "load", "up", "downtime", "each"),
)
"""The placeholders of what is said of figures."""


class FigureSaid(Struct, frozen=True, omit_defaults=True):
    """A sentence about the consequences of stated figures."""

    id: Annotated[str, ID]
    says: Annotated[FigureText, Key("what is calculated; see Figures in docs/method.md")]
    text: Annotated[str, Key("the sentence", fills=FIGURE_VALUES)]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    when: Annotated[Condition, Key("the condition for the sentence about retention; default: always", looks_at=MAP)] = (
        ALWAYS
    )


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
    "next",
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
    """A problem between interactions; a predicate and conditions on the rows say what to look for."""

    id: Annotated[str, ID]
    kind: Annotated[str, Key("the kind of problem, in one word", safe=True)]
    predicate: Annotated[Predicate, Key("the shape in the graph to look for; see docs/rules.md")]
    name: Annotated[str, Key("its standard name", fills=NOTHING)]
    title: Annotated[str, Key("what was found, in a sentence about these parts", fills=FILLED)]
    because: Annotated[str, Key("why it is a problem", fills=FILLED)]
    ways_out: Annotated[tuple[str, ...], Key("what to do about it", fills=FILLED, some=True)]
    price: Annotated[str, Key("what the solution costs", fills=FILLED)]
    checks: Annotated[tuple[str, ...], Key("how to verify that it is solved", fills=FILLED, some=True)]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    also_known_as: Annotated[tuple[str, ...], Key("other names, used for searching", fills=NOTHING)] = ()
    rows: Annotated[Condition, Key("the interactions that take part", looks_at=MAP)] = ALWAYS
    some: Annotated[Condition, Key("the condition that at least one of them must meet", looks_at=MAP)] = ALWAYS
    one: Annotated[Condition, Key("for two rows: the first", looks_at=MAP)] = ALWAYS
    other: Annotated[Condition, Key("for two rows: the second", looks_at=MAP)] = ALWAYS
    related: Annotated[tuple[Relation, ...], Key("how the two rows are related; all relations must hold")] = ()
    parts: Annotated[tuple[str, ...], Key("only between parts of these roles or kinds", one_of="part_roles")] = ()
    at_least: Annotated[int, Key("the minimum number")] = 1
    share: Annotated[float, Key("the minimum share of all rows, 0 to 1")] = 1.0
    same: Annotated[Literal["", "sender", "receiver"], Key("for a group: the end that its rows share")] = ""
    carries: Annotated[
        str, Key("the question whose answer passes from row to row, or limits the time of a row", refers="questions")
    ] = ""
    system: Annotated[Condition, Key("only with these answers about the system", looks_at=Scope.SYSTEM)] = ALWAYS
    maps: Annotated[tuple[MapName, ...], Key("the maps to search; default: today and advised")] = ()
    covers: Annotated[tuple[str, ...], Key("findings that it replaces for the same parts", refers="findings")] = ()
    supposed: Annotated[
        bool, Key("true: no answer says that it is so, only that it may be; told only where the advice leaves it")
    ] = False
    last: Annotated[bool, Key("true: its rows are migrated after the others of their sender")] = False
    cut: Annotated[
        bool, Key("true: the report names the row that is easiest to change to an event, as the place to cut")
    ] = False
