"""What a team answered about its system, as immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from archadvisor.errors import Place

VERSION = 1
UNKNOWN = "unknown"


class Origin(StrEnum):
    """Where an answer comes from; the last three are drafts, which count but are not confirmed."""

    TEAM = "team"
    BLOCK = "block"
    ARCHETYPE = "archetype"
    IMPORT = "import"
    ASSUMED = "assumed"

    @property
    def draft(self) -> bool:
        """Whether nobody in the team has confirmed it."""
        return self in (Origin.ARCHETYPE, Origin.IMPORT, Origin.ASSUMED)


class Answer(Struct, frozen=True, gc=False):
    """One answer; no values and `known` means that nothing was ticked."""

    values: frozenset[str]
    origin: Origin = Origin.TEAM
    known: bool = True
    who: str = ""
    note: str = ""


class Part(Struct, frozen=True):
    """What is true of one end of interactions, asked once."""

    name: str
    answers: Mapping[str, Answer]


class Figure(Struct, frozen=True, gc=False):
    """A number that the team gave, as written."""

    name: str
    text: str


class Decision(Struct, frozen=True, gc=False):
    """What the team decided where it differs from the advice or settles a close call."""

    style: str
    because: str
    by: str = ""
    date: str = ""
    ticket: str = ""
    review: str = ""


class Interaction(Struct, frozen=True):
    """One hop: a sender, one or more receivers that answer alike, and what it is for."""

    id: str
    sender: str
    receivers: tuple[str, ...]
    purpose: str
    current: str
    archetype: str
    answers: Mapping[str, Answer]
    figures: tuple[Figure, ...] = ()
    decision: Decision | None = None
    assumed: bool = False


class Flow(Struct, frozen=True):
    """What one user action goes through, in order: ids of interactions."""

    name: str
    steps: tuple[str, ...]


class Answers(Struct, frozen=True):
    """A whole answers file."""

    name: str
    system: Mapping[str, Answer]
    parts: Mapping[str, Part]
    interactions: tuple[Interaction, ...]
    flows: tuple[Flow, ...]
    place: Place
