"""Rows that people write or paste: `Order -> Mail: confirmation`, CSV, or a Markdown table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

from msgspec import Struct

_ARROW = re.compile(r"\s*(?:->|→|=>|>)\s*")
_RULE = re.compile(r"^[\s|:-]+$")
_HEADS = {"from", "sender", "source"}
_CURRENT = {"call", "message", "in-process", "shared-table", "file", "planned"}


class Pasted(Struct, frozen=True):
    """One interaction as somebody wrote it down."""

    sender: str
    receivers: tuple[str, ...]
    purpose: str
    current: str = ""


def one(line: str) -> Pasted | None:
    """Read `A -> B, C: purpose`; None where it is not of this form. Without a purpose the ends stand for it."""
    ends = _ARROW.split(line.strip().lstrip("-*• "), maxsplit=1)
    if len(ends) != 2:
        return None
    to, _, purpose = ends[1].partition(":")
    receivers = _names(to)
    sender = ends[0].strip()
    if not sender or not receivers:
        return None
    return Pasted(sender, receivers, purpose.strip() or f"{sender} to {', '.join(receivers)}")


def rows(text: str) -> tuple[tuple[Pasted, ...], tuple[str, ...]]:
    """Read pasted text line by line: what was understood, and the lines that were not.

    A table (CSV, tabs or Markdown) has the columns from, to, purpose and, if wanted, current.
    """
    found = []
    left = []
    for line in text.splitlines():
        if not line.strip() or _RULE.match(line):
            continue
        row = _cells(line) or one(line)
        if row is None:
            if not _is_head(line):
                left.append(line.strip())
        else:
            found.append(row)
    return tuple(found), tuple(left)


def _cells(line: str) -> Pasted | None:
    cells = _split(line)
    if cells is None or _is_head(line):
        return None
    sender, to, purpose, *rest = [*cells, "", ""][: max(3, len(cells))]
    receivers = _names(to.replace(";", ",").replace("/", ","))
    if not sender or not receivers:
        return None
    current = next((cell.lower() for cell in rest if cell.lower() in _CURRENT), "")
    return Pasted(sender, receivers, purpose or f"{sender} to {', '.join(receivers)}", current)


def _split(line: str) -> list[str] | None:
    """Return the cells of a table's line, None where it is no such line."""
    if line.strip().startswith("|"):
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    if _ARROW.search(line) is None and "," in line:
        return [cell.strip() for cell in next(csv.reader([line], skipinitialspace=True))]
    return None


def _is_head(line: str) -> bool:
    cells = _split(line)
    return cells is not None and bool(cells) and cells[0].lower() in _HEADS


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in text.split(",") if (name := part.strip())))


def identifier(row: Pasted, taken: Iterable[str]) -> str:
    """Return an id for a row that is not taken: its ends in lower case, joined by hyphens."""
    words = re.sub(r"[^\w]+", "-", f"{row.sender} to {row.receivers[0]}".lower()).strip("-_") or "row"
    base = words[:80]
    names = set(taken)
    if base not in names:
        return base
    number = next(n for n in range(2, len(names) + 3) if f"{base}-{n}" not in names)
    return f"{base}-{number}"
