"""What several files of answers make together: the answers as one, and where the files differ."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from archadvisor.answers.spots import Spot
from archadvisor.answers.types import Answers, Decision


class Source(NamedTuple):
    """The answers of one file, and the name of it that people are told."""

    name: str
    answers: Answers


class Tally(Struct, frozen=True):
    """On how many rows or parts, of those that two files at least answered, all agree on a question."""

    question: str
    agreed: int
    of: int


class Difference(Struct, frozen=True):
    """Something beside the answers that files say differently: the row or part, what of it, and who says what.

    row, part: one of them, or none where it is about the system
    kept: what the merged answers say, "" for nothing
    """

    row: str
    part: str
    what: str
    said: tuple[tuple[str, tuple[str, ...]], ...]
    kept: str


class Decisions(Struct, frozen=True):
    """What files decided for a row, where they decided differently or not all of them decided.

    said: each decision with the files that have it
    kept: the one that the merged answers have, None where they have none
    """

    row: str
    said: tuple[tuple[Decision, tuple[str, ...]], ...]
    kept: Decision | None

    @property
    def conflict(self) -> bool:
        """Whether the files decided for different ways."""
        return len({(one.style, one.form) for one, _ in self.said}) > 1


class Asking(NamedTuple):
    """Who left a question open to ask somebody: the file, whom it asks, and what it notes; each may be blank."""

    file: str
    who: str
    note: str


class Asked(Struct, frozen=True):
    """A question that some files answer, while others ask somebody."""

    spot: Spot
    answered: tuple[str, ...]
    asking: tuple[Asking, ...]


class Partly(Struct, frozen=True):
    """A row that only some files have, or a part that no row of the merged answers names and that was left out."""

    row: str
    part: str
    files: tuple[str, ...]


class Merged(Struct, frozen=True):
    """All answers as one, and what there is to say about it."""

    answers: Answers
    agreement: tuple[Tally, ...]
    disputed: tuple[Spot, ...]
    asked: tuple[Asked, ...]
    decisions: tuple[Decisions, ...]
    differences: tuple[Difference, ...]
    partly: tuple[Partly, ...]
