"""Rows that people write or paste: `Order -> Mail: confirmation`, CSV, or a Markdown table."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Collection

from msgspec import Struct

from archadvisor.answers.types import Interaction
from archadvisor.text.names import row_label
from archadvisor.text.neutral import one_line

_ARROW = re.compile(r"\s*(?:-+>|→|=+>|>)\s*")
_RULE = re.compile(r"^[\s|:+=-]+$")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,4}[.)])\s+")
_SENDERS = ("from", "sender", "source")
_RECEIVERS = ("to", "receiver", "receivers", "target")
_PURPOSES = ("purpose", "for", "what")
_HEADS = (*_SENDERS, *_RECEIVERS, *_PURPOSES, "current", "now")
_LONGEST = 2000


class Pasted(Struct, frozen=True):
    """One interaction as somebody wrote it down."""

    sender: str
    receivers: tuple[str, ...]
    purpose: str
    current: str = ""


def arrow(row: Pasted | Interaction) -> str:
    """Return a row as people write it."""
    return row_label(row.sender, row.receivers, row.purpose, "->")


def one(line: str) -> Pasted | None:
    """Read `A -> B, C: purpose`; None where it is not of this form. Without a purpose the ends stand for it."""
    if len(line) > _LONGEST:
        return None
    ends = _ARROW.split(_BULLET.sub("", one_line(line)), maxsplit=1)
    if len(ends) != 2:
        return None
    to, _, purpose = ends[1].replace("：", ":").partition(":")
    return _row(ends[0], to, purpose)


def _row(sender: str, to: str, purpose: str, current: str = "") -> Pasted | None:
    sender, receivers = sender.strip(), _names(to)
    if not sender or not receivers:
        return None
    return Pasted(sender, receivers, purpose.strip() or f"{sender} to {', '.join(receivers)}", current)


def rows(text: str, ways: Collection[str]) -> tuple[tuple[Pasted, ...], tuple[str, ...]]:
    """Read pasted text line by line: what was understood, and the lines that were not.

    A table (CSV, tabs or Markdown) has the columns from, to, purpose and, if wanted, current, in this order or as
    its first line names them.
    """
    found = []
    left = []
    order = (0, 1, 2)
    for line in re.split(r"\r\n|[\r\n]", text):
        if len(line) > _LONGEST:  # before anything looks at it whole
            left.append(one_line(line[:_LONGEST]))
            continue
        if not line.strip() or _RULE.match(line):
            continue
        cells = _split(line)
        head = _head(cells)
        if head:
            order = head
            continue
        row = _of_cells(cells, order, ways) if cells else one(line)
        if row is None:
            left.append(one_line(line))
        else:
            found.append(row)
    return tuple(found), tuple(left)


def _of_cells(cells: list[str], order: tuple[int, int, int], ways: Collection[str]) -> Pasted | None:
    if len(cells) < 2 or sum(map(len, cells)) > _LONGEST:
        return None
    sender, to, purpose = (cells[n] if 0 <= n < len(cells) else "" for n in order)
    rest = (cell.lower() for n, cell in enumerate(cells) if n not in order)
    current = next((cell for cell in rest if cell in ways), "")
    return _row(sender, re.sub(r"[;/+&]", ",", to), purpose, current)


def _split(line: str) -> list[str] | None:
    """Return the cells of a table's line, None where it is no such line."""
    if line.strip().startswith("|"):
        return [one_line(cell) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
    if "\t" in line:
        return [one_line(cell) for cell in line.split("\t")]
    if _ARROW.search(line) is None:
        mark = next((mark for mark in ",;" if mark in line), None)
        if mark:
            return [one_line(cell) for cell in next(csv.reader([line], delimiter=mark, skipinitialspace=True))]
    return None


def _head(cells: list[str] | None) -> tuple[int, int, int] | None:
    """Return which columns hold sender, receivers and purpose, where this line names them."""
    words = [cell.lower().strip("* ") for cell in cells or ()]
    if len(words) < 2 or words[0] not in _HEADS or sum(word in _HEADS for word in words) < 2:
        return None

    def column(names: tuple[str, ...], usual: int) -> int:
        return next((n for n, word in enumerate(words) if word in names), usual)

    return column(_SENDERS, 0), column(_RECEIVERS, 1), column(_PURPOSES, 2)


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in re.split("[,،，、]", text) if (name := part.strip())))


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
