"""The options that every command has."""

from __future__ import annotations

from typing import NamedTuple


class Globals(NamedTuple):
    """Options that hold for every command; `date` is printed in reports only where it is given."""

    date: str | None
    quiet: bool
    verbose: bool
