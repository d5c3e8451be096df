"""The keys that have a meaning now, and what they do: a table for each mode and kind of page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.interview.machine import Machine
from archadvisor.interview.pages import LISTS, Kind, State
from archadvisor.interview.phrases import Phrases
from archadvisor.interview.state import Interview, Mode

Keys: TypeAlias = tuple[tuple[str, str], ...]
"""A key and what it does."""


class _Here(Struct, frozen=True):
    """What the keys of a question depend on."""

    ticks: bool
    rows: bool
    moves: bool
    drafts: bool
    one: bool
    undo: bool


def _always(_: _Here) -> bool:
    return True


_COMMON: Keys = (("Enter", "next"), ("b", "back"), ("q", "save and leave"), ("?", "help"))
_FINISH: Keys = (("f", "finish with the advice"), ("a", "the advice so far"))
_BY_MODE: dict[Mode, Keys] = {
    Mode.TYPE: (("Enter", "save"), ("Esc", "cancel"), ("arrows, Ctrl-U, Ctrl-W, Alt-B", "edit")),
    Mode.MORE: (("a number", "choose"), ("up, down", "scroll"), ("any other key", "back")),
    Mode.KEYS: (("up, down", "scroll"), ("any key", "back")),
    Mode.PAGES: (("letter", "go to a page"), ("up, down", "scroll"), ("any other key", "back to the question")),
    Mode.ADVICE: (("f", "finish"), ("up, down", "scroll"), ("any other key", "back to the question")),
    Mode.CLASH: (("a number", "choose"), ("Enter", "keep both for now")),
    Mode.ENOUGH: (("f", "finish and show the advice"), ("Enter", "continue")),
}
_BY_LIST: dict[Kind, Keys] = {
    Kind.LIST: (
        ("+", "add a row"),
        ("-", "remove"),
        ("r", "rename"),
        ("/", "typical ones"),
        ("s", "search"),
        *_COMMON,
        *_FINISH,
    ),
    Kind.TYPICAL: (
        ("/ or b", "back to your rows"),
        ("e", "examples"),
        ("arrows", "move"),
        ("s", "search"),
        ("q", "save and leave"),
    ),
}
_UNDO: Keys = (("u", "take the last change of the rows back"),)
_OF_QUESTION: tuple[tuple[str, str, Callable[[_Here], bool]], ...] = (
    ("letter", "choose a row", lambda here: here.moves),
    ("number", "tick", lambda here: here.ticks),
    ("number", "choose", lambda here: not here.ticks),
    ("0", "don't know", _always),
    ("Enter", "take the guesses, next", lambda here: here.drafts),
    ("Enter", "next", lambda here: not here.drafts),
    *((key, what, _always) for key, what in _COMMON[1:]),
    *((key, what, lambda here: not here.one) for key, what in _FINISH),
    ("d", "it depends: two rows", lambda here: here.rows),
    ("e", "examples, why", _always),
    ("n", "note", _always),
    ("w", "who would know", _always),
    ("arrows, page up, page down", "move", lambda here: here.moves),
    ("s", "search", lambda here: here.moves),
    ("u", _UNDO[0][1], lambda here: here.undo),
)
_CHOOSE: Keys = (
    ("letter", "choose a row"),
    ("arrows, page up, page down", "move"),
    ("home, end", "go to the first or last row"),
)
_ALSO: Keys = (
    ("p", "list of pages, to go to one"),
    ("left arrow", "back"),
    ("h", "help"),
    ("Ctrl-C", "leave; every answer is saved already"),
)
_MORE_OF: dict[Kind, Keys] = {
    Kind.LIST: (*_CHOOSE, *_ALSO),
    Kind.TYPICAL: (("Enter", "back to your rows"), ("?", "help"), *_FINISH, *_CHOOSE, *_ALSO),
    Kind.SYSTEM: _ALSO,
    Kind.PARTS: (*_CHOOSE[-1:], *_ALSO),
    Kind.ROWS: (*_CHOOSE[-1:], *_ALSO),
}
"""What the help names beside the keys that stand at the foot of a page."""
_SEVERAL = 2
_FROM_ROWS = {"-": 1, "r": 1, "s": _SEVERAL}
"""The keys of a list that need so many rows at least."""
_NEEDED_OF_LIST = frozenset(("number", "+", "/", "Enter", "b", "q", "?", "/ or b"))
_NEEDED_OF_QUESTION = frozenset(("letter", "number", "0", "Enter", "b", "q", "?", "f"))


def marking(machine: Machine) -> str:
    """Return the keys that mark how something travels today."""
    return " ".join(f"{number} {mark}" for number, mark in enumerate(machine.marks, start=1))


def keys_of(machine: Machine, phrases: Phrases, state: Interview) -> Keys:
    """Return the keys that have a meaning now, and what they do."""
    if state.mode is Mode.MORE and state.page.kind is Kind.TYPICAL:
        return _BY_MODE[Mode.MORE][1:]
    if state.mode in _BY_MODE:
        return _BY_MODE[state.mode]
    if state.page.kind in _BY_LIST:
        rows = machine.length(state)
        useless = {key for key, least in _FROM_ROWS.items() if rows < least}
        listed = tuple([pair for pair in _BY_LIST[state.page.kind] if pair[0] not in useless])
        return (*_marks(machine, state), *listed)
    alone, rows = phrases.asks_alone(state), state.page.kind is Kind.ROWS
    cells = machine.script.cells(state.answers, state.page, state.wanted)
    here = _Here(
        ticks=phrases.ticks(state),
        rows=rows,
        moves=not alone,
        one=bool(state.wanted.only),
        undo=state.undo is not None,
        drafts=any(cell.state is State.DRAFT for cell in cells),
    )
    return tuple((key, what) for key, what, holds in _OF_QUESTION if holds(here))


def all_keys(machine: Machine, phrases: Phrases, state: Interview) -> Keys:
    """Return all keys that have a meaning on a page and what they do, for its help."""
    asking = replace(state, mode=Mode.ASK)
    found = keys_of(machine, phrases, asking)
    more = _MORE_OF[state.page.kind]
    if machine.length(state) < _SEVERAL:
        more = tuple([pair for pair in more if pair not in _CHOOSE])
    undo = _UNDO if state.undo is not None else ()
    return tuple(dict.fromkeys((*found, *more, *undo)))


def _marks(machine: Machine, state: Interview) -> Keys:
    """Return what numbers do on a list: of your own rows without a choice all that have no mark get one."""
    if state.page.kind is Kind.TYPICAL:
        return ((f"number, today: {marking(machine)} · 0 remove", ""),)
    if not state.answers.interactions:
        return ()
    whose = "this row's way today" if state.picked else "today's way of all others (first a letter: of one row)"
    return ((f"number: {whose}: {marking(machine)}{' · 0 none' if state.picked else ''}", ""),)


def needed(keys: Keys, kind: Kind) -> Keys:
    """Return the keys that nobody can do without, for a screen that has no room for all."""
    least = _NEEDED_OF_LIST if kind in LISTS else _NEEDED_OF_QUESTION
    return tuple(pair for pair in keys if pair[0] in least or not pair[1])
