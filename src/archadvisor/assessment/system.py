"""The verdict on a whole system, its counts, and what people said of it and its parts."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from archadvisor.assessment.words import ScopeName, VerdictName


class Mix(Struct, frozen=True, gc=False):
    """Interactions by what is advised; one with a front counts under accept alone."""

    request: int
    event: int
    accept: int
    neither: int


class States(Struct, frozen=True, gc=False):
    """Interactions by how far they are decided."""

    settled: int
    open: int
    close: int
    given: int
    unknown: int = 0


class Moves(Struct, frozen=True, gc=False):
    """Interactions by what becomes of today's way."""

    keep: int
    change: int
    new: int


class AnswerCount(Struct, frozen=True, gc=False):
    """Answers by how far they are confirmed; `asked` is the sum of `confirmed`, `drafts` and `unknown`.

    block: how many of the confirmed ones are guesses that somebody accepted for a whole page, and nobody chose
    """

    asked: int
    confirmed: int
    drafts: int
    unknown: int
    block: int = 0


class Count(Struct, frozen=True, gc=False):
    """One part of the headline, such as "3 requests"; `kind` is request, event, accept, decide or neither."""

    kind: Literal["request", "event", "accept", "decide", "neither"]
    count: int
    text: str


class KnownAnswer(Struct, frozen=True, gc=False, omit_defaults=True):
    """One answer as it stands in the file: option values with their labels, and where it comes from."""

    question: str
    values: tuple[str, ...]
    labels: tuple[str, ...]
    origin: str = field(name="from")
    note: str = ""
    who: str = ""
    source: str = ""
    """Where a draft was read, as PATH:LINE."""


class Asked(Struct, frozen=True, gc=False):
    """A question as a report prints it, `short` for a column."""

    id: str
    scope: ScopeName
    short: str
    prompt: str


class System(Struct, frozen=True, gc=False):
    """The verdict on the whole system."""

    name: str
    verdict: VerdictName
    confidence: float | None
    summary: str
    mix: Mix
    states: States
    answers: AnswerCount
    moves: Moves
    headline: tuple[Count, ...]
    assumed: bool
    worth_most: str
    draft_decides: int
    """Interactions whose style another answer to a draft would change."""
    given: tuple[KnownAnswer, ...]
    draft_rows: tuple[int, ...] = ()
    """Their numbers."""


class KnownPart(Struct, frozen=True, gc=False):
    """What is true of one part.

    role: what it is: application, outside, or a kind of infrastructure; `told_by` the team, answers about it, its
    name, or (default) nothing
    """

    name: str
    given: tuple[KnownAnswer, ...]
    role: str = "application"
    kind: Literal["application", "outside", "infrastructure"] = "application"
    told_by: Literal["team", "answers", "name", "default"] = "default"
    team: str = ""
