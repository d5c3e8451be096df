"""Words that the rules bring along, and the facts that the program works out itself."""

from enum import StrEnum
from typing import Annotated

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.fields import Key


class Style(StrEnum):
    """How two parts talk; NEITHER where that is not the question."""

    REQUEST = "request"
    EVENT = "event"
    NEITHER = "neither"


class Done(StrEnum):
    """What a real system does or a team decided; BOTH: accepted at once, worked off behind."""

    REQUEST = "request"
    EVENT = "event"
    BOTH = "both"


ENDS = ("from", "to")
RECEIVERS = ("one", "several")
DERIVED = ("receivers", "current")
"""Never asked, counted or varied, but usable in conditions."""


class CurrentWay(Struct, frozen=True, omit_defaults=True):
    """A way in which an interaction travels today: `current` of an answers file."""

    name: Annotated[str, Key("the word of the answers file", safe=True)]
    place: Place
    waits: Annotated[bool, Key("the sender waits for the receivers")] = False
    planned: Annotated[bool, Key("nothing is there yet")] = False
