"""Pasted text as lines and as the cells of tables: CSV, tabs and Markdown. What the cells mean is not known here."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from archadvisor.text.neutral import one_line

ARROW = re.compile(r"\s*(?:(?<!-)-+>+|→|(?<!=)=+>+|>+)\s*")
LONGEST = 2000
"""Characters that a line, or a record of several lines, may have."""

_TIP = re.compile("[>→]")
"""What each way of drawing an ARROW ends in."""
_BREAK = re.compile(r"\r\n|[\r\n]")
_OPENS = re.compile(r'(?:^|[,;\t]) *"')
_RULE = re.compile(r"^[\s|:+=-]+$")
_SEPARATOR = re.compile(r"^sep=.$", re.IGNORECASE)
"""The first line of a CSV file that tells Excel what stands between the cells."""
_QUOTED = re.compile(r'"[^"]*"?')
_BAR = re.compile(r"(?<!\\)\|")
_HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_EMPHASIS = re.compile(
    r"(?<!\\)(?P<tick>`{1,3})(?P<code>[^`]+)(?P=tick)"
    r"|(?<![\\*])(?P<star>\*{1,3})(?=[^\s*])(?P<starred>[^*]+)(?<=[^\s\\])(?P=star)(?!\*)"
    r"|(?<![\w\\])__(?=\S)(?P<strong>[^_]+(?:_[^_]+)*)(?<=[^\s\\])__(?!\w)"
)
_ESCAPED = re.compile(r"\\([|*_`])")


class Record(Struct, frozen=True):
    """A line, or the lines of one record of a table.

    number: the number of its first line
    mark: what stands between the cells, "" where it is no line of a table
    ruled: whether a rule follows as under the head of a Markdown table
    after_gap: whether it is the first after an empty line, or at all
    """

    number: int
    text: str
    mark: str = ""
    cells: tuple[str, ...] = ()
    ruled: bool = False
    after_gap: bool = False

    @property
    def too_long(self) -> bool:
        """Whether nothing may look at it whole."""
        return len(self.text) > LONGEST


_NOTHING = Record(0, "")
"""What stands before the first line, and before one behind an empty line."""


def records(text: str) -> Iterator[Record]:
    """Yield what a text holds, without empty lines and rules."""
    lines = _BREAK.split(text.removeprefix("\ufeff"))
    at, before = 0, _NOTHING
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at, before = at + 1, _NOTHING
        elif len(line) > LONGEST:
            before = Record(at + 1, line)
            yield before
            at += 1
        elif _RULE.match(line) or _SEPARATOR.match(line.strip()):
            at += 1
        else:
            record, used = _record(lines, at, before)
            if not record.mark or any(cell.strip() for cell in record.cells):  # Excel leaves rows of commas alone
                yield record
                before = record
            at += used


def _record(lines: Sequence[str], at: int, before: Record) -> tuple[Record, int]:
    """Return the record that begins at a line, and how many lines it takes."""
    line = lines[at]
    ruled = at + 1 < len(lines) and _is_head_rule(lines[at + 1]) and not _leaves_a_cell_open(line)
    mark = _mark(line, before, ruled)
    cells, used = _cells(lines, at, mark)
    return Record(at + 1, line, mark, cells, ruled and mark == "|", before is _NOTHING), used


def _leaves_a_cell_open(line: str) -> bool:
    """Tell whether a quoted cell of CSV goes on in the next line, which then is no rule of a table in Markdown."""
    quoted = line.count('"') % 2 == 1 and _OPENS.search(line) is not None
    return quoted and not line.lstrip().startswith("|")


def _is_head_rule(line: str) -> bool:
    return len(line) <= LONGEST and "|" in line and "-" in line and _RULE.match(line) is not None


def _mark(line: str, before: Record, ruled: bool) -> str:
    """Return what stands between the cells of a line, "" where it is no line of a table.

    In a table an arrow inside a cell makes no other kind of line.
    """
    if line.lstrip().startswith("|") or (ruled and "|" in line):
        return "|"
    seen = _without_quoted(line)
    tip = _TIP.search(seen)
    if _goes_on(before, seen, tip.start() if tip else None):
        return before.mark
    if "\t" in line:
        return "\t"
    if tip:
        return ""
    return min((mark for mark in ",;" if mark in seen), key=seen.index, default="|" if "|" in seen else "")


def _without_quoted(line: str) -> str:
    """Return a line with blanks for what is quoted, unless nothing that parts cells is left then."""
    bare = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), line)
    return bare if any(mark in bare for mark in "\t,;|") else line


def _goes_on(before: Record, line: str, tip: int | None) -> bool:
    """Tell whether the table of the line before goes on; a comma may also stand in a cell between semicolons."""
    if not before.mark or before.mark not in line[:tip]:
        return False
    return tip is not None or before.mark in "|\t" or line.count(before.mark) + 1 == len(before.cells)


def _cells(lines: Sequence[str], at: int, mark: str) -> tuple[tuple[str, ...], int]:
    """Return the cells of the record at a line, and how many lines it takes: a quoted cell may hold line breaks."""
    if not mark:
        return (), 1
    if mark == "|":
        return tuple(_unmarked(cell) for cell in _BAR.split(_without_ends(lines[at]))), 1
    reader = csv.reader(_next_lines(lines, at), delimiter=mark, skipinitialspace=True, strict=True)
    try:
        return tuple(next(reader)), reader.line_num
    except csv.Error:  # a quotation mark that is only a sign: then the line stands for itself
        return _one_line_of_cells(lines[at], mark), 1


def _next_lines(lines: Sequence[str], at: int) -> Iterator[str]:
    room = LONGEST
    while at < len(lines) and len(lines[at]) <= room:
        yield f"{lines[at]}\n"
        room -= len(lines[at]) + 1
        at += 1


def _one_line_of_cells(line: str, mark: str) -> tuple[str, ...]:
    if mark == "\t":
        return tuple(line.split(mark))
    return tuple(next(csv.reader([line], delimiter=mark, skipinitialspace=True)))


def _without_ends(line: str) -> str:
    line = line.strip()
    line = (line.replace("||", "|") if line.startswith("||") else line).removeprefix("|")  # so Jira writes a head
    return line[:-1] if line.endswith("|") and not line.endswith("\\|") else line


def _unmarked(cell: str) -> str:
    """Return a cell of a Markdown table as its reader sees it."""
    return _ESCAPED.sub(r"\1", _plain(_HTML_BREAK.sub("\n", one_line(cell))))


def _plain(text: str) -> str:
    """Take emphasis off; inside code nothing else is a mark."""
    return _EMPHASIS.sub(lambda found: found["code"] or _plain(found["starred"] or found["strong"]), text)
