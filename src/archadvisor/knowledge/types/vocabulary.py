"""Words that the rules bring along, and the facts that the program works out itself."""

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.fields import ID, NOTHING, Key


class Style(StrEnum):
    """How two parts talk; NEITHER where that is not the question, UNKNOWN where nothing is known yet."""

    REQUEST = "request"
    EVENT = "event"
    NEITHER = "neither"
    UNKNOWN = "unknown"


DECIDABLE = (Style.REQUEST, Style.EVENT, Style.NEITHER)
"""What a team may have decided."""


class Done(StrEnum):
    """What a real system does or a team decided; BOTH: accepted at once, processed in the background."""

    REQUEST = "request"
    EVENT = "event"
    BOTH = "both"


ENDS = ("from", "to")
RECEIVERS = ("one", "several")
DERIVED = ("receivers", "current", "sounds", "load", "served-in")
"""Never asked, counted or varied, but usable in conditions."""
SENDER = ("waits", "may-wait", "goes-on")
"""What the sender does on a map; may-wait: the interaction is still to decide, and one way it would wait."""
LOAD = (
    *("over-capacity", "over-capacity-at-peak", "within-capacity-at-peak", "tenfold-peak", "flat-peak"),
    *("peak-below-rate", "limit-too-short", "no-room-for-twice"),
)
"""What the figures of an interaction say of its load."""
SERVED_IN = ("below-a-second", "seconds", "a-minute", "minutes", "hours")
"""How long serving one takes, by its figure."""
STEP = ("may-refuse", "optional")
"""What a listed flow says of an interaction."""
SOUNDS = "sounds"
"""The fact that a sign makes: of a purpose `sounds`, of an end's name `to.sounds`."""


class Choice(Struct, frozen=True, omit_defaults=True):
    """One option of one question, which may be that of an end: `to.owner`."""

    key: str
    value: str


class CurrentWay(Struct, frozen=True, omit_defaults=True):
    """A way in which an interaction travels today: `current` of an answers file."""

    name: Annotated[str, Key("the word of the answers file", safe=True)]
    place: Place
    carrier: Annotated[str, Key("how it gets across", one_of="carriers")] = ""
    short: Annotated[str, Key("the same for a table cell, where the word is too long", fills=NOTHING)] = ""
    waits: Annotated[bool, Key("the sender waits for the receivers")] = False
    runs: Annotated[tuple[str, ...], Key("what has to be run for it", one_of="running")] = ()
    planned: Annotated[bool, Key("nothing is there yet")] = False

    @property
    def cell(self) -> str:
        """Return what a table cell shows."""
        return self.short or self.name


class Running(Struct, frozen=True, omit_defaults=True):
    """Something that has to be run and watched, and how it is counted."""

    name: Annotated[str, Key("the word for it", safe=True)]
    label: Annotated[str, Key("what it is called, for a number of them", fills=NOTHING)]
    per: Annotated[
        Literal["system", "sender", "receiver", "row"], Key("once for the whole system, or for each of these")
    ]
    place: Place
    watched: Annotated[bool, Key("what waits in it has to be watched, and somebody called")] = False


class Carrier(Struct, frozen=True, omit_defaults=True):
    """How a form gets across: a call, a message, a file …"""

    name: Annotated[str, Key("the word for it", safe=True)]
    label: Annotated[str, Key("what it is called, with its article", fills=NOTHING)]
    place: Place
    spoken: Annotated[
        Choice | None, Key("what an end that cannot be changed has to speak: `{speaks: calls}`; without it, nothing")
    ] = None
    assumed: Annotated[
        tuple[Literal["from", "to"], ...], Key("the ends that are taken to speak it until somebody says otherwise")
    ] = ()


class Sign(Struct, frozen=True, omit_defaults=True):
    """Words in a name or a purpose that make one look twice; conditions see it as the fact `sounds`."""

    id: Annotated[str, ID]
    of: Annotated[
        Literal["name", "purpose", "anywhere"],
        Key("where the words are looked for: in a name, at the beginning of a purpose, or anywhere in it", name="in"),
    ]
    words: Annotated[tuple[str, ...], Key("the words: singular, lower case")]
    place: Place
