"""What is said of rows that somebody pasted: how many there are, and each thing that was not understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archadvisor.answers.row_text import Doubt, Reading, Unclear
from archadvisor.errors import shown
from archadvisor.text.prose import plural

_NAMED = 5
"""So many are named, the rest is counted."""
_LONGEST = 40


def told(reading: Reading, new: int) -> Iterator[str]:
    """Yield what is said of a reading of which some rows are new."""
    yield f"{plural(new, 'row')} added"
    if new < len(reading.rows):
        yield f"{len(reading.rows) - new} already in the list"
    for what in Unclear:
        doubts = [doubt for doubt in reading.doubts if doubt.what is what]
        if doubts:
            yield f"{_called(what, len(doubts))}: {_named(doubts)}"


def _called(what: Unclear, number: int) -> str:
    match what:
        case Unclear.LINE:
            return f"{number} not understood"
        case Unclear.WAY:
            return "today's way not understood"
        case Unclear.HEADINGS:
            return "headings not understood, read in the order from, to, purpose, current"
        case Unclear.COLUMN:
            return "columns not used"


def _named(doubts: Sequence[Doubt]) -> str:
    """Return texts with the lines where they stand; the same text is named once."""
    lines: dict[str, list[int]] = {}
    for doubt in doubts:
        lines.setdefault(shown(doubt.text, _LONGEST), []).append(doubt.line)
    first = [f"{text} ({_lines(at)})" for text, at in list(lines.items())[:_NAMED]]
    left = sum(len(at) for at in list(lines.values())[_NAMED:])
    return ", ".join(first) + (f", and {plural(left, 'more line')}" if left else "")


def _lines(at: Sequence[int]) -> str:
    """Return where something stands: "line 3", "lines 3, 4", "lines 3, 4, 5, 6, 7, and 35 more"."""
    more = f", and {len(at) - _NAMED} more" if len(at) > _NAMED else ""
    return f"line{'s' if len(at) > 1 else ''} {', '.join(map(str, at[:_NAMED]))}{more}"
