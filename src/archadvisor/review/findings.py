"""What `check` finds, as plain immutable values; encoded as it stands it is the JSON of `archadvisor check`."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

SCHEMA = 1

Level: TypeAlias = Literal["error", "note"]
"""note: told, and no reason to fail."""


class Closing(Struct, frozen=True, gc=False):
    """What the team wrote beside a finding that it closed for a time."""

    because: str
    until: str
    by: str


class Found(Struct, frozen=True, gc=False):
    """One finding, by an id that stays as long as what it is about.

    kind: the part of the id behind the row
    row: the interaction by id, "" where it is about the file, the system or a part
    message: what is wrong, in a sentence
    action: what to do about it, in a sentence
    """

    id: str
    kind: str
    level: Level
    row: str
    message: str
    action: str
    file: str
    line: int
    column: int
    closed: Closing | None = None
    """Closed for a time; then it is no reason to fail until that is over."""


class Check(Struct, frozen=True, gc=False):
    """All that was found; `ok` where nothing is a reason to fail."""

    schema: int
    version: str
    rules_version: str
    today: str
    ok: bool
    findings: tuple[Found, ...]
    closed: tuple[Found, ...]
