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


class Figure(Struct, frozen=True, gc=False):
    """A number that the team gave, as written; `value` in base units, None where the name is one of the team's own."""

    name: str
    text: str
    value: float | None = None


class Part(Struct, frozen=True):
    """What is true of one end of interactions, asked once.

    role: what it is, where the team says it: a name of `part_roles` in `rules/vocabulary.yaml`
    team: who looks after it, by name
    """

    name: str
    answers: Mapping[str, Answer]
    role: str = ""
    team: str = ""
    figures: tuple[Figure, ...] = ()


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
    event: str = ""
    """The event that it sends, by the name that the team gave it; rows with the same one are one event."""


class FlowStep(Struct, frozen=True):
    """One step of a flow: ids of interactions, several where they go on at once."""

    rows: tuple[str, ...]
    optional: bool = False
    may_refuse: bool = False


class Flow(Struct, frozen=True):
    """What one user action goes through, in order; `waits` says who waits for its end, "" where nobody said."""

    name: str
    stages: tuple[FlowStep, ...]
    waits: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """Return the ids of all its interactions, in order."""
        return tuple([row for stage in self.stages for row in stage.rows])


class Answers(Struct, frozen=True):
    """A whole answers file."""

    name: str
    system: Mapping[str, Answer]
    parts: Mapping[str, Part]
    interactions: tuple[Interaction, ...]
    flows: tuple[Flow, ...]
    place: Place
