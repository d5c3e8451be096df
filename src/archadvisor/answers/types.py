"""What a team answered about its system, as immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

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


class Said(Struct, frozen=True, gc=False):
    """One of the answers that people gave to the same question: by whom, or where they are not named by how many."""

    values: frozenset[str]
    who: tuple[str, ...] = ()
    count: int = 0


class Answer(Struct, frozen=True, gc=False):
    """One answer; no values and `known` means that nothing was ticked."""

    values: frozenset[str]
    origin: Origin = Origin.TEAM
    known: bool = True
    who: str = ""
    note: str = ""
    confirm_by: str = ""
    """The day until which somebody has to confirm it, as written; "" for none."""
    said: tuple[Said, ...] = ()
    """What people said who do not agree; while it is not known, one of these values is meant."""
    source: str = ""
    """Where a draft was read, as PATH:LINE; "" for none."""

    @property
    def disputed(self) -> bool:
        """Whether people do not agree on it, and nobody has chosen."""
        return bool(self.said) and not self.known

    @property
    def spoken(self) -> bool:
        """Whether somebody in the team said it, or something beside it: then no program may put another one there."""
        return (self.known and not self.origin.draft) or bool(self.who or self.note or self.said or self.confirm_by)


class Figure(Struct, frozen=True, gc=False):
    """A number that the team gave, as written; `value` in base units, None where the name is one of the team's own."""

    name: str
    text: str
    value: float | None = None


class Part(Struct, frozen=True):
    """What is true of one end of interactions, asked once.

    role: what it is, where the team says it: a name of `part_roles` in `rules/vocabulary.yaml`
    team: who looks after it, by name
    built: forms and safeguards that stand here already, by id
    """

    name: str
    answers: Mapping[str, Answer]
    role: str = ""
    team: str = ""
    figures: tuple[Figure, ...] = ()
    built: tuple[str, ...] = ()


class OtherDecision(Struct, frozen=True, gc=False):
    """What somebody else decided for an interaction, who is not agreed with yet; `form` "" where only the style was."""

    style: str
    because: str
    form: str = ""
    by: str = ""
    date: str = ""


class Decision(Struct, frozen=True):
    """What the team decided for an interaction, and on which grounds.

    form: the form that was decided by id, "" where only the style was
    review: the day until which it has to be looked at again, as written
    rules: the version of the rules at the time
    advised, advised_form: style and form that were advised at the time; "unknown" and "" where the row was open
    grounds: the answers on which that advice rested, by the question's id (`from.owner` for one about an end)
    sender, receivers: the ends for which it was decided, "" and none where it does not say
    others: what others decided for it, until it is decided again
    """

    style: str
    because: str
    by: str = ""
    date: str = ""
    ticket: str = ""
    review: str = ""
    form: str = ""
    rules: str = ""
    advised: str = ""
    advised_form: str = ""
    grounds: Mapping[str, frozenset[str]] = MappingProxyType({})
    sender: str = ""
    receivers: tuple[str, ...] = ()
    others: tuple[OtherDecision, ...] = ()


class Closed(Struct, frozen=True, gc=False):
    """A finding of `check` that the team closed for a time, by the finding's id."""

    finding: str
    because: str
    until: str
    by: str = ""


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
    built: tuple[str, ...] = ()
    """Forms and safeguards that stand already, by id."""
    waived: Mapping[str, str] = MappingProxyType({})
    """Safeguards that the team decided to do without, by id, and why."""


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
    """A whole answers file.

    rules: the version of the rules under which its answers were last confirmed, "" where it does not say
    closed: findings of `check` that the team closed for a time
    """

    name: str
    system: Mapping[str, Answer]
    parts: Mapping[str, Part]
    interactions: tuple[Interaction, ...]
    flows: tuple[Flow, ...]
    place: Place
    rules: str = ""
    closed: tuple[Closed, ...] = ()
