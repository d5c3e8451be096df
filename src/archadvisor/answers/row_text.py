"""Rows that people write or paste: `Order -> Mail: confirmation`, CSV, or a Markdown table."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.row_columns import Columns, is_number, named, usual
from archadvisor.answers.row_lines import ARROW, LONGEST, Record, records
from archadvisor.answers.row_ways import Spoken, way_of
from archadvisor.answers.types import Interaction
from archadvisor.text.names import row_label
from archadvisor.text.neutral import one_line

_BULLET = re.compile(r"^\s*(?:(?:[-*+•]|\d{1,4}[.)])\s+|\d{1,6}[,;]\s*)")


class Pasted(Struct, frozen=True):
    """One interaction as somebody wrote it down."""

    sender: str
    receivers: tuple[str, ...]
    purpose: str
    current: str = ""


class Unclear(StrEnum):
    """What was not understood: a whole line, a way of today, a line of headings, or the use of a column."""

    LINE = "line"
    WAY = "way"
    HEADINGS = "headings"
    COLUMN = "column"


class Doubt(Struct, frozen=True):
    """Something that was not understood, and the number of its line."""

    what: Unclear
    line: int
    text: str


class Reading(Struct, frozen=True):
    """What a text was understood to say, and what of it was not understood."""

    rows: tuple[Pasted, ...]
    doubts: tuple[Doubt, ...]


_Said: TypeAlias = Pasted | Doubt


class _Table(Struct, frozen=True):
    """The table that the lines are in. Its headings hold beyond an empty line, but not for a table of another kind."""

    mark: str = ""
    columns: Columns | None = None
    starts: bool = True


def arrow(row: Pasted | Interaction) -> str:
    """Return a row as people write it."""
    return row_label(row.sender, row.receivers, row.purpose, "->")


def one(line: str) -> Pasted | None:
    """Read `A -> B, C: purpose`; None where it is not of this form. Without a purpose the ends stand for it."""
    if len(line) > LONGEST:
        return None
    ends = ARROW.split(_BULLET.sub("", one_line(line)), maxsplit=1)
    if len(ends) != 2 or ends[0].endswith("<"):  # `A <-> B` does not say who sends
        return None
    to, _, purpose = ends[1].replace("：", ":").partition(":")
    return _row(ends[0], to, purpose)


def _row(sender: str, to: str, purpose: str, current: str = "") -> Pasted | None:
    sender, receivers = one_line(sender), _names(to)
    if not sender or not receivers or ARROW.search(sender) or ARROW.search(to):  # a chain is several rows
        return None
    return Pasted(sender, receivers, one_line(purpose) or f"{sender} to {', '.join(receivers)}", current)


def rows(text: str, ways: Spoken) -> Reading:
    """Read pasted text: what was understood, and all that was not.

    A table (CSV, tabs or Markdown) has the columns from, to, purpose and, if wanted, current, in this order or as
    its first line names them; a column that counts the rows may stand before them.
    """
    said: list[_Said] = []
    table = _Table()
    for record in records(text):
        table = _inside(table, record)
        columns = named(record, table.starts) if record.mark and not record.too_long else None
        if columns:
            table = _Table(record.mark, columns, starts=False)
            said += _doubted(record, columns)
        else:
            found = [*_of_record(record, table.columns, ways)]
            table = _Table(table.mark, table.columns, table.starts and not any(isinstance(s, Pasted) for s in found))
            said += found
    return Reading(
        tuple([one for one in said if isinstance(one, Pasted)]),
        tuple([one for one in said if isinstance(one, Doubt)]),
    )


def _inside(table: _Table, record: Record) -> _Table:
    """Return the table that a line is in: the one before, or a new one."""
    if record.mark != table.mark and record.mark and table.mark:
        return _Table(record.mark)
    return _Table(record.mark or table.mark, table.columns, table.starts or record.after_gap or not record.mark)


def _doubted(record: Record, columns: Columns) -> Iterator[Doubt]:
    """Yield what is not certain of a line of headings."""
    if columns.guessed:
        yield Doubt(Unclear.HEADINGS, record.number, " | ".join(filter(None, map(one_line, record.cells))))
    for heading in columns.unused:
        yield Doubt(Unclear.COLUMN, record.number, heading)


def _of_record(record: Record, columns: Columns | None, ways: Spoken) -> Iterator[_Said]:
    """Yield the row that a line describes and what of it was not understood."""
    row = None
    doubt = None
    if record.mark and not record.too_long:
        row, doubt = _of_cells(record, columns, ways)
    elif not record.too_long:
        row = _with_way(one(record.text), ways)
    if row is None:
        doubt = Doubt(Unclear.LINE, record.number, one_line(record.text[:LONGEST]))
    yield from (said for said in (row, doubt) if said is not None)


def _with_way(row: Pasted | None, ways: Spoken) -> Pasted | None:
    """Return a row with today's way where its purpose ends in one behind a comma: `A -> B: confirmation, REST`."""
    purpose, _, last = row.purpose.rpartition(",") if row is not None else ("", "", "")
    way = way_of(last, ways) if purpose.strip() else None
    return replace(row, purpose=purpose.strip(), current=way) if row is not None and way else row


def _of_cells(record: Record, columns: Columns | None, ways: Spoken) -> tuple[Pasted | None, Doubt | None]:
    cells = record.cells
    where = columns or usual(cells)
    if where.sender is not None and (where.to is None or where.to >= len(cells)):  # the whole row in one column
        return one(_cell(cells, where.sender)), None
    sender, to, purpose, today = (_cell(cells, n) for n in (where.sender, where.to, where.purpose, where.current))
    current = way_of(today, ways)
    if columns is None and not current:  # without headings it may stand further to the right
        further = [way for cell in cells[(where.current or 0) + 1 :] if (way := way_of(cell, ways))]
        current = further[0] if further else current
    row = None if is_number(sender) else _row(sender, re.sub(r"[;/+&\n]", ",", to), purpose, current or "")
    return row, Doubt(Unclear.WAY, record.number, one_line(today)) if current is None else None


def _cell(cells: tuple[str, ...], n: int | None) -> str:
    return cells[n] if n is not None and n < len(cells) else ""


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in re.split("[,،，、]", text) if (name := one_line(part))))


def identifier(row: Pasted, taken: Collection[str], base: str = "", first: dict[str, int] | None = None) -> str:
    """Return an id for a row that is not taken: its ends in lower case, joined by hyphens.

    `first` remembers over many rows the first number that may be free for a name.
    """
    words = base or re.sub(r"[^\w]+", "-", f"{row.sender} to {row.receivers[0]}".lower()).strip("-_") or "row"
    name = words[:80].strip("-_")
    if name not in taken:
        return name
    first = {} if first is None else first
    number = next(n for n in itertools.count(first.get(name, 2)) if f"{name}-{n}" not in taken)
    first[name] = number + 1
    return f"{name}-{number}"
