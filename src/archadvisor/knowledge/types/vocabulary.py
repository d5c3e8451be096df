"""Words that the rules bring along, and the facts that the program works out itself."""

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.fields import ID, INTERACTION, NOTHING, Key


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
    """A way in which an interaction works today: `current` in an answers file."""

    name: Annotated[str, Key("the word in the answers file", safe=True)]
    place: Place
    carrier: Annotated[str, Key("the carrier: how it is transported", one_of="carriers")] = ""
    short: Annotated[str, Key("a shorter word for a table cell", fills=NOTHING)] = ""
    waits: Annotated[bool, Key("the sender waits for the receivers")] = False
    runs: Annotated[tuple[str, ...], Key("what must be operated for it", one_of="running")] = ()
    planned: Annotated[bool, Key("it is not built yet")] = False
    left: Annotated[str, Key("what leaving it brings; default: the benefit of the new form", fills=INTERACTION)] = ""
    also_known_as: Annotated[
        tuple[str, ...], Key("other words for it, understood in rows that somebody pastes or imports", fills=NOTHING)
    ] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Return all the words for it: its name, its short word, what it is also known as."""
        return (self.name, *([self.short] if self.short else ()), *self.also_known_as)

    @property
    def cell(self) -> str:
        """Return what a table cell shows."""
        return self.short or self.name


class Running(Struct, frozen=True, omit_defaults=True):
    """Something that must be operated and monitored, and how it is counted."""

    name: Annotated[str, Key("the word for it", safe=True)]
    label: Annotated[str, Key("its name in the plural", fills=NOTHING)]
    per: Annotated[
        Literal["system", "sender", "receiver", "row"],
        Key("what it is counted for: the whole system, each sender, each receiver or each row"),
    ]
    place: Place
    watched: Annotated[bool, Key("its backlog needs monitoring and a person on call")] = False


class Carrier(Struct, frozen=True, omit_defaults=True):
    """How a form is transported: a call, a message, a file …"""

    name: Annotated[str, Key("the word for it", safe=True)]
    label: Annotated[str, Key("its name with the article", fills=NOTHING)]
    place: Place
    spoken: Annotated[
        Choice | None, Key("what a part that cannot be changed must support: `{speaks: calls}`; default: nothing")
    ] = None
    assumed: Annotated[
        tuple[Literal["from", "to"], ...], Key("the ends that support it unless an answer says otherwise")
    ] = ()


class Sign(Struct, frozen=True, omit_defaults=True):
    """Words in a name or purpose that need attention; conditions use them as the fact `sounds`."""

    id: Annotated[str, ID]
    of: Annotated[
        Literal["name", "purpose", "anywhere"],
        Key("where to look for the words: in a name, at the beginning of a purpose, or anywhere in it", name="in"),
    ]
    words: Annotated[tuple[str, ...], Key("the words: singular, lower case")]
    place: Place
