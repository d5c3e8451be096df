"""The lines of a screen that can be scrolled, and the table of all rows or parts that a question is asked of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from rich.cells import cell_len

from archadvisor.interview.machine import LETTERS
from archadvisor.interview.pages import PASSED_OVER, Cell, Kind, State
from archadvisor.interview.phrases import Phrases
from archadvisor.interview.state import Interview
from archadvisor.text.columns import cut
from archadvisor.text.names import short_ends
from archadvisor.text.neutral import neutralise

HEAD, GREY, HERE, ALERT = "head", "grey", "here", "alert"
NARROW = 60
"""Below so many cells names and answers are told in less."""
_GAP = 2
_LEAST_PURPOSE = 12
_LEAST_ROOM = 2
"""From so many lines on, the last tells how many rows are not shown."""


class Line(Struct, frozen=True):
    """One line of the screen; `look` is "", HEAD, GREY, HERE or ALERT."""

    text: str
    look: str = ""


def window(lines: Iterable[str], cursor: int, room: int, looks: Sequence[str] = ()) -> list[Line]:
    """Return the part of a long list that holds the cursor."""
    lines = list(lines)
    first = max(0, min(cursor - room // 2, len(lines) - room))
    return [
        Line(f"{'>' if n == cursor else ' '} {lines[n]}", HERE if n == cursor else looks[n] if looks else "")
        for n in range(first, min(first + room, len(lines)))
    ]


def lettered(lines: Sequence[str]) -> list[str]:
    """Return lines behind the letters that go to them, as far as there are letters."""
    letters = [*LETTERS[: len(lines)], *" " * (len(lines) - len(LETTERS))]
    return [f"{letter} {line}" for letter, line in zip(letters, lines, strict=True)]


def table(phrases: Phrases, state: Interview, cells: Sequence[Cell], width: int, room: int) -> list[Line]:
    """Return the rows or parts with their answers, as far as `room` lines hold them."""
    answers = [_answer(phrases, state, cell, width < NARROW) for cell in cells]
    widest = min(max(map(cell_len, answers)), 32 if width >= NARROW else 14)
    names = _names(state, cells)
    left = width - 2 - 2 - _GAP - widest
    ends_room, purpose_room = _widths(names, left)
    lines = []
    for (ends, purpose), answer in zip(names, answers, strict=True):
        middle = f"  {cut(purpose, purpose_room)}" if purpose_room > 3 else ""
        lines.append(f"{cut(ends, ends_room)}{middle}  {cut(answer, widest)}")
    lines = lettered(lines)
    asked = [n for n, cell in enumerate(cells) if cell.state not in PASSED_OVER or n == state.cursor]
    if len(lines) <= room or not asked:
        asked = [*range(len(lines))]
    looks = [GREY if cells[n].state in PASSED_OVER else "" for n in asked]
    cut_off = len(lines) > min(room, len(asked)) and room >= _LEAST_ROOM
    shown = window([lines[n] for n in asked], asked.index(state.cursor), room - cut_off, looks)
    left_out = [Line(f"    … {len(lines) - len(shown)} more", GREY)] if cut_off else []
    return [*shown, *left_out]


def _widths(names: Sequence[tuple[str, str]], left: int) -> tuple[int, int]:
    """Share the cells that are left between ends and purposes; purposes give way last."""
    ends = max(cell_len(ends) for ends, _ in names)
    purposes = max(cell_len(purpose) for _, purpose in names)
    if purposes and left - ends - _GAP < _LEAST_PURPOSE:
        ends = max(left - purposes - _GAP, left // 2)
    ends = min(ends, left)
    return ends, min(left - ends - _GAP, purposes)


def _names(state: Interview, cells: Sequence[Cell]) -> list[tuple[str, str]]:
    if state.page.kind is Kind.PARTS:
        return [(neutralise(cell.row), "") for cell in cells]
    by_id = {row.id: row for row in state.answers.interactions}
    rows = [by_id[cell.row] for cell in cells]
    return [(neutralise(short_ends(row.sender, row.receivers)), neutralise(row.purpose)) for row in rows]


def _answer(phrases: Phrases, state: Interview, cell: Cell, narrow: bool) -> str:
    if cell.state in PASSED_OVER and narrow:
        return "-"
    if cell.state is State.MOOT:
        return "(not asked)"
    if cell.state is State.SETTLED:
        return "(decided)"
    if cell.answer is None or cell.state is State.OPEN:
        between = phrases.between(state, cell)
        return f"· {between}" if between else f"{phrases.likely(state, cell, narrow)}{' (note)' if cell.answer else ''}"
    told = phrases.answer(phrases.asked(state), cell.answer)
    if cell.state is State.DRAFT:
        told = f"{told}?"
    return f"{told}, ask {neutralise(cell.answer.who)}" if cell.answer.who else told
