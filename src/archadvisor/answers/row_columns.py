"""Which column of a pasted table holds what, as the words of its first line say it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct

from archadvisor.answers.row_lines import Record
from archadvisor.text.neutral import one_line
from archadvisor.text.prose import bare

# The words of headings, the likelier ones first: of two columns that could hold the same, the likelier one does.
_SENDER = "from sender source caller producer publisher origin emitter initiator senders sources callers by"
_RECEIVER = (
    "to receiver receivers target targets callee callees recipient recipients destination destinations consumer "
    "consumers subscriber subscribers into"
)
_PURPOSE = (
    "what purpose for description why reason use usage interaction action details detail subject topic content "
    "contents payload message messages data event events operation function task happens"
)
_CURRENT = (
    "current today currently now how todays way present existing as via mechanism protocol style transport method "
    "technology tech channel means type kind"
)
_FILLERS = (
    "the a an is are does do it its s works work of name names system systems service services part parts component "
    "components module modules application applications app apps side party team sent send called done"
)
_CERTAIN = "from to sender receiver receivers source target what purpose for current today now how"
_COUNTS = "no nr num number n numero nummer"
"""Headings of a column of numbers: nobody calls a part so."""
_LABELS = f"{_COUNTS} id ids row line item pos position index key ref"
_COUNT = re.compile(r"^[#№]?\s*\d{1,6}\s*[.)]?$")
_KINDS = (_SENDER, _RECEIVER, _PURPOSE, _CURRENT)
_RANK: Mapping[str, Mapping[str, int]] = {kind: {word: n for n, word in enumerate(kind.split())} for kind in _KINDS}


class Columns(Struct, frozen=True):
    """Where a row of a table has what, None where no column holds it.

    guessed: whether the headings did not tell
    unused: the headings of columns that say nothing of use here
    """

    sender: int | None
    to: int | None
    purpose: int | None
    current: int | None
    guessed: bool = False
    unused: tuple[str, ...] = ()


def is_number(cell: str) -> bool:
    """Tell whether a cell does no more than count the row."""
    return _COUNT.match(cell.strip()) is not None


def usual(cells: Sequence[str]) -> Columns:
    """Return the columns of a table whose first line does not name them; numbers of rows may stand before them."""
    first = 1 if is_number(cells[0]) else 0
    return Columns(first, first + 1, first + 2, first + 3)


def named(record: Record, starts: bool) -> Columns | None:
    """Return the columns that a line names, None where it is no line of headings.

    starts: whether it may well be one: no row stands above it in its table
    """
    headings = [bare(cell) for cell in record.cells]
    kinds = {n: kind for n, heading in enumerate(headings) if (kind := _kind(heading))}
    if not _is_head(record, headings, kinds, starts):
        return None
    columns = [n for n, cell in enumerate(record.cells) if not _is_label(cell, headings[n])]
    if not {_SENDER, _RECEIVER} <= set(kinds.values()):
        return Columns(*_first_four(columns), guessed=len(columns) > 1)
    places = [_place(headings, kinds, kind) for kind in _KINDS]
    unused = [one_line(record.cells[n]) for n in columns if headings[n] and n not in places]
    return Columns(*_first_four(places), unused=tuple(unused))


def _first_four(columns: Sequence[int | None]) -> tuple[int | None, int | None, int | None, int | None]:
    sender, to, purpose, current = (*columns, None, None, None, None)[:4]
    return sender, to, purpose, current


def _is_head(record: Record, headings: Sequence[str], kinds: Mapping[int, str], starts: bool) -> bool:
    said = [heading for heading in headings if heading]
    if len(said) < (1 if _is_sign(record.cells[0]) else 2) or any(map(is_number, record.cells)):
        return False
    both = {_SENDER, _RECEIVER} <= set(kinds.values())
    if not starts:  # a second table right below the first
        return both and len(said) > 2 and len(kinds) == len(said)
    counts = _is_sign(record.cells[0]) or headings[0] in _words(_COUNTS)
    certain = sum(heading in _words(_CERTAIN) for heading in headings)
    return both or counts or certain > 1 or record.ruled


def _kind(heading: str) -> str | None:
    """Return what a heading stands for: all its words do, but for those that say nothing."""
    words = _telling(heading)
    return next((kind for kind in _KINDS if words and all(word in _RANK[kind] for word in words)), None)


def _place(headings: Sequence[str], kinds: Mapping[int, str], kind: str) -> int | None:
    """Return the column that most likely holds something."""
    rank = _RANK[kind]
    columns = [n for n, one in kinds.items() if one is kind]
    return min(columns, key=lambda n: min(rank[word] for word in _telling(headings[n])), default=None)


def _telling(heading: str) -> list[str]:
    return [word for word in heading.split() if word not in _words(_FILLERS)]


def _is_label(cell: str, heading: str) -> bool:
    return _is_sign(cell) or heading in _words(_LABELS)


def _is_sign(cell: str) -> bool:
    return cell.strip(" *_`") in ("#", "№")


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
