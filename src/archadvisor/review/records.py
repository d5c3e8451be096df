"""Decision records as they lie in a folder: which rows each is about, what it decided, and what it predicted.

A record of ours ends with a hidden line that names its system, its rows and a mark of what was decided; it is found
again by that, whatever else somebody edits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import unescape

import msgspec
from msgspec import Struct

from archadvisor.answers.dates import has_passed
from archadvisor.answers.types import Answers, Decision
from archadvisor.errors import Place
from archadvisor.review.conventions import Target, heading_of, ordered, status_of
from archadvisor.review.findings import Level, Rule
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import plural

_HIDDEN = re.compile(r"^<!-- archadvisor: (\{[^\r\n]*\}) -->[ \t]*\r?$", re.MULTILINE)
_PREDICTED = re.compile(r"^[ \t]*[-*+] +\[([ xX])\] +by ([0-9-]{7,10}): *([^\r\n]*)", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^\w\s])")
_OVER = ("superseded", "superceded", "deprecated", "rejected")
"""What is decided no more; adr-tools writes the second."""
_ACCEPTED = "accepted"
_MARK = 12


class Hidden(Struct, frozen=True, forbid_unknown_fields=True):
    """What the hidden line of a record says; `decision` is the mark of what was decided."""

    system: str
    rows: tuple[str, ...]
    decision: str


class Prediction(Struct, frozen=True):
    """A check that a record said would pass by a day, and whether it is ticked."""

    by: str
    text: str
    done: bool
    line: int


class Record(Struct, frozen=True):
    """One of our records as it lies in a folder.

    file: how a message names it; status: its first word, "" where it says none; line: that of the hidden line
    """

    file: str
    target: Target
    rows: tuple[str, ...]
    decision: str
    status: str
    predictions: tuple[Prediction, ...]
    line: int

    @property
    def over(self) -> bool:
        """Whether it is decided no more."""
        return self.status in _OVER


class Recorded(Struct, frozen=True):
    """A finding about a record."""

    row: str
    rule: Rule
    kind: str
    level: Level
    message: str
    action: str
    place: Place


def mark_of(decision: Decision) -> str:
    """Return a short mark that is equal for equal decisions; what was advised and its grounds do not count."""
    told = (decision.style, decision.form, decision.because, decision.by)
    whole = msgspec.json.encode((*told, decision.date, decision.ticket, decision.review))
    return hashlib.sha256(whole).hexdigest()[:_MARK]


def hidden_line(hidden: Hidden) -> str:
    """Return the line by which a record is found again."""
    text = msgspec.json.encode(hidden).decode().replace("<", "\\u003c").replace(">", "\\u003e")
    return f"<!-- archadvisor: {text} -->"


def records_of(system: str, texts: Mapping[str, str], folder: str) -> list[Record]:
    """Return our records about a system among a folder's files, by name, in the order in which they were written."""
    found = [_record(name, texts[name], f"{folder}/{name}", system) for name in ordered(texts)]
    return [record for record in found if record]


def _record(name: str, text: str, file: str, system: str) -> Record | None:
    lines = list(_HIDDEN.finditer(text))
    if not lines:
        return None
    try:
        hidden = msgspec.json.decode(lines[-1][1], type=Hidden)
    except msgspec.DecodeError:
        return None
    if hidden.system != system or not hidden.rows:
        return None
    target = Target(name, heading_of(text))
    predicted = tuple(_predictions(text))
    return Record(file, target, hidden.rows, hidden.decision, status_of(text), predicted, _line(text, lines[-1]))


def _predictions(text: str) -> Iterator[Prediction]:
    for found in _PREDICTED.finditer(text):
        yield Prediction(found[2], _plain(found[3]), found[1] != " ", _line(text, found))


def _plain(text: str) -> str:
    """Return what a line of Markdown says: without the signs by which strangers' texts are kept from acting."""
    return neutralise(unescape(_ESCAPED.sub(r"\1", text.replace("<!-- -->", "")))).strip().rstrip(".")


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def current(records: Iterable[Record]) -> dict[str, Record]:
    """Return the record that holds for each row: the last that is not over."""
    return {row: record for record in records if not record.over for row in record.rows}


def recorded(records: Iterable[Record], answers: Answers, today: date) -> Iterator[Recorded]:
    """Yield what has to be said about accepted records on a day: rows that are gone, and predictions that are due."""
    there = {row.id for row in answers.interactions}
    holding: dict[str, tuple[Record, list[str]]] = {}
    for row, record in current(records).items():
        if record.status == _ACCEPTED:
            holding.setdefault(record.target.name, (record, []))[1].append(row)
    for record, rows in holding.values():
        yield from (_gone(record, row) for row in rows if row not in there)
        first = next((row for row in rows if row in there), None)
        if first is not None:
            due = [one for one in record.predictions if _is_due(one, today)]
            yield from [_due(record, first, due)] if due else []


def _is_due(one: Prediction, today: date) -> bool:
    return not one.done and has_passed(one.by, today)


def _due(record: Record, row: str, due: Sequence[Prediction]) -> Recorded:
    """Return one reminder of all that is due in a record, at the first of it."""
    first, rest = due[0], len(due) - 1
    more = f" {plural(rest, 'more is', 'more are')} due." if rest else ""
    return Recorded(
        row,
        "checks",
        "checks-due",
        "note",
        f"{row}: a check of its decision was due by {first.by}: {first.text}.{more}",
        "Do it and tick it in the record, or decide again.",
        Place(record.file, first.line, 1),
    )


def _gone(record: Record, row: str) -> Recorded:
    return Recorded(
        row,
        "gone",
        "gone",
        "error",
        f"A record decides about {row}, and the answers have no such interaction any more.",
        "Set the record's status to deprecated, or put the interaction back.",
        Place(record.file, record.line, 1),
    )
