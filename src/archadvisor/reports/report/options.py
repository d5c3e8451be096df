"""How a report is to be drawn."""

from __future__ import annotations

from msgspec import Struct

FOLD_ABOVE = 200
"""Above so many interactions a report keeps table and decisions whole, details only of what is open or changes."""


class Options(Struct, frozen=True):
    """How a report is to be drawn; width, colour and character set are those of a terminal, for who looks at them."""

    brief: bool = False
    width: int = 80
    colour: bool = False
    unicode: bool = True
    command: str = "archadvisor score answers.yaml"
    """What a reader types to get this report again."""
    answers: str = "answers.yaml"
    """The answers file, as a reader types it."""
