"""What can be edited in an answers file, and the error where it cannot."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from archadvisor.answers.types import Answer, Closed, Decision, Flow
from archadvisor.errors import AnswersError, Faults, Place


class SetName(Struct, frozen=True):
    """The system's name."""

    name: str


class SetSystem(Struct, frozen=True):
    """An answer about the system; None takes it out. `ticks`: the question has a tick list."""

    question: str
    answer: Answer | None
    ticks: bool = False


class SetPart(Struct, frozen=True):
    """An answer about a part, which gets listed; None takes it out. `ticks` as with SetSystem."""

    part: str
    question: str
    answer: Answer | None
    ticks: bool = False


class SetInteraction(Struct, frozen=True):
    """An answer about an interaction; None takes it out. `ticks` as with SetSystem."""

    id: str
    question: str
    answer: Answer | None
    ticks: bool = False


class SetRules(Struct, frozen=True):
    """The version of the rules under which the answers were last confirmed."""

    version: str


class SetDecision(Struct, frozen=True):
    """What the team decided for an interaction; None takes it out. `old` is what the file says."""

    id: str
    decision: Decision | None
    old: Decision | None = None


class SetDetail(Struct, frozen=True):
    """A text, or several, that a row or part has beside its answers, under its keys; None takes it out."""

    path: tuple[str, ...]
    value: str | tuple[str, ...] | None


class SetFlows(Struct, frozen=True):
    """What user actions go through."""

    flows: tuple[Flow, ...]


class SetClosed(Struct, frozen=True):
    """Findings that the team closed for a time."""

    closed: tuple[Closed, ...]


class AddInteraction(Struct, frozen=True):
    """A new interaction; what is empty is left to the archetype.

    after: the one behind which it comes, "" where it comes last, None where it comes first
    """

    id: str
    sender: str = ""
    receivers: tuple[str, ...] = ()
    purpose: str = ""
    current: str = ""
    archetype: str = ""
    after: str | None = ""


class ChangeInteraction(Struct, frozen=True):
    """Other values of an interaction; None leaves one as it is, an empty one takes it out."""

    id: str
    sender: str | None = None
    receivers: tuple[str, ...] | None = None
    purpose: str | None = None
    current: str | None = None
    archetype: str | None = None


class RemoveInteraction(Struct, frozen=True):
    """Takes out an interaction with its answers; parts and flows that name it are left to the caller."""

    id: str


class RemovePart(Struct, frozen=True):
    """Takes a part out of the list of parts."""

    part: str


Edit: TypeAlias = (
    SetName
    | SetRules
    | SetSystem
    | SetPart
    | SetInteraction
    | SetDecision
    | SetDetail
    | SetFlows
    | SetClosed
    | AddInteraction
    | ChangeInteraction
    | RemoveInteraction
    | RemovePart
)


class UneditableError(AnswersError):
    """An answers file that cannot be edited as asked without harm; nothing was changed."""

    def __init__(self, place: Place, what: str, expected: str = "") -> None:
        faults = Faults()
        faults.add(place, what, expected)
        super().__init__(faults)
