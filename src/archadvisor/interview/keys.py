"""The keys that have a meaning now, and what they do: a table for each mode and kind of page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from archadvisor.interview.machine import Machine
from archadvisor.interview.phrases import Phrases
from archadvisor.interview.script import Kind, State
from archadvisor.interview.state import Interview, Mode

Keys: TypeAlias = tuple[tuple[str, str], ...]
"""A key and what it does."""


class _Here(Struct, frozen=True):
    """What the keys of a question depend on."""

    ticks: bool
    alone: bool
    rows: bool
    moves: bool
    drafts: bool


def _always(_: _Here) -> bool:
    return True


_COMMON: Keys = (("Enter", "next"), ("b", "back"), ("q", "save and leave"))
_BY_MODE: dict[Mode, Keys] = {
    Mode.TYPE: (("Enter", "save"), ("Esc", "cancel")),
    Mode.MORE: (("a number", "choose"), ("up, down", "scroll"), ("any other key", "back")),
    Mode.KEYS: (("any key", "back"),),
    Mode.CLASH: (("a number", "choose"), ("Enter", "keep both for now")),
    Mode.ENOUGH: (("Enter", "continue"), ("q", "finish and show the advice")),
}
_BY_LIST: dict[Kind, Keys] = {
    Kind.HAPPENS: (("a", "add a row"), ("r", "rename its ends"), ("e", "examples"), ("arrows", "move"), *_COMMON),
    Kind.ENDS: (("r", "rename"), ("a", "add a row"), ("0", "remove"), ("arrows", "move"), *_COMMON),
}  # fmt: skip
_OF_QUESTION: tuple[tuple[str, str, Callable[[_Here], bool]], ...] = (
    ("number", "tick", lambda here: here.ticks),
    ("number", "choose", lambda here: not here.ticks and here.alone),
    ("number", "choose, move down", lambda here: not here.ticks and not here.alone),
    ("arrows", "move", lambda here: here.moves),
    ("c", "confirm guesses", lambda here: here.drafts),
    *((key, what, _always) for key, what in _COMMON),
    ("?", "don't know", _always),
    ("d", "it depends: two rows", lambda here: here.rows),
    ("e", "examples, why", _always),
    ("n", "note", _always),
    ("w", "who would know", _always),
)
_NEEDED_OF_LIST = frozenset(("number", "a", "r", "Enter", "b", "q", "?"))
_NEEDED_OF_QUESTION = frozenset(("number", "Enter", "c", "b", "q", "?"))


def marking(machine: Machine) -> str:
    """Return the keys that mark how something travels today."""
    return " ".join((*(f"{number} {mark}" for number, mark in enumerate(machine.marks, start=1)), "0 not here"))


def keys_of(machine: Machine, phrases: Phrases, state: Interview) -> Keys:
    """Return the keys that have a meaning now, and what they do."""
    if state.mode is Mode.MORE and state.page.kind is Kind.HAPPENS:
        return _BY_MODE[Mode.MORE][1:]
    if state.mode in _BY_MODE:
        return _BY_MODE[state.mode]
    if state.page.kind in _BY_LIST:
        marks = ((marking(machine), ""),) if state.page.kind is Kind.HAPPENS else ()
        return (*marks, *_BY_LIST[state.page.kind])
    alone, rows = phrases.asks_alone(state), state.page.kind is Kind.ROWS
    cells = machine.script.cells(state.answers, state.page, state.wanted)
    here = _Here(
        ticks=machine.knowledge.questions[state.page.question].ticks,
        alone=alone,
        rows=rows,
        moves=not alone or (rows and not state.wanted.only),
        drafts=any(cell.state is State.DRAFT for cell in cells),
    )
    return tuple((key, what) for key, what, holds in _OF_QUESTION if holds(here))


def needed(keys: Keys, kind: Kind) -> Keys:
    """Return the keys that nobody can do without, for a screen that has no room for all."""
    least = _NEEDED_OF_QUESTION if kind in (Kind.PARTS, Kind.ROWS) else _NEEDED_OF_LIST
    return tuple(pair for pair in keys if pair[0] in least or not pair[1])
