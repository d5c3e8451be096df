"""A finding of `check` before it has a place in a file."""

from __future__ import annotations

from msgspec import Struct

from archadvisor.answers.places import Path
from archadvisor.errors import Place
from archadvisor.review.findings import Level, Rule


class Raised(Struct, frozen=True):
    """A finding before it has a place: `path` leads to what it is about in the answers, if it is not about a record."""

    owner: str
    rule: Rule
    kind: str
    message: str
    action: str
    path: Path
    row: str = ""
    level: Level = "error"
    place: Place | None = None

    @property
    def id(self) -> str:
        """Return what it goes by: whom it is about and its kind, never a place."""
        return f"{self.owner}/{self.kind}" if self.owner else self.kind
