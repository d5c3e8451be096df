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
from msgspec.structs import replace

from archadvisor.answers.dates import has_passed
from archadvisor.answers.types import Answers, Decision, Interaction
from archadvisor.errors import Place
from archadvisor.review.conventions import Target, heading_of, label_of, ordered, status_of
from archadvisor.review.findings import Level, Rule
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import plural, sentence

_HIDDEN = re.compile(r"^<!-- archadvisor: (\{[^\r\n]*\}) -->[ \t]*\r?$", re.MULTILINE)
_PREDICTED = re.compile(r"^[ \t]*[-*+] +\[([ xX])\] +by ([0-9-]{7,10}): *([^\r\n]*)", re.MULTILINE)
_END = " -->"
_ESCAPED = re.compile(r"\\([^\w\s])")
_REJECTED = ("deprecated", "rejected")
"""What a person writes on a decision that holds no more."""
_OVER = ("superseded", "superceded", *_REJECTED)
"""What is decided no more; adr-tools writes the second."""
_ACCEPTED = "accepted"
_MARK = 12


class Hidden(Struct, frozen=True, forbid_unknown_fields=True):
    """What the hidden line of a record says.

    decision: the mark of what was decided
    about: for each row a mark of its ends and purpose, by which one with another id is known again
    """

    system: str
    rows: tuple[str, ...]
    decision: str
    about: tuple[str, ...] = ()


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
    about: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what a sentence calls it."""
        return label_of(self.target.name)

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


def mark_of_row(sender: str, receivers: Iterable[str], purpose: str) -> str:
    """Return a short mark that is equal for rows with the same ends and purpose, whatever their ids."""
    whole = msgspec.json.encode((sender, sorted(receivers), purpose))
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
    line = _line(text, lines[-1])
    return Record(file, target, hidden.rows, hidden.decision, status_of(text), predicted, line, hidden.about)


def taken_over(text: str, record: Record) -> str:
    """Return a record's text with its rows as they are called now in the hidden line; nothing else changes."""
    *_, found = _HIDDEN.finditer(text)
    hidden = msgspec.json.decode(found[1], type=Hidden)
    return text[: found.start()] + hidden_line(replace(hidden, rows=record.rows)) + text[found.end(1) + len(_END) :]


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


def renamed(records: Iterable[Record], answers: Answers) -> dict[str, str]:
    """Return the decided rows that records call by an id that is gone, by that: those of the same ends and purpose.

    Where several rows are alike none is taken for another.
    """
    there = {row.id for row in answers.interactions}
    last = {row: one for one in records if not one.over or one.status in _REJECTED for row in one.rows}
    gone: dict[str, list[str]] = {}
    for row, record in last.items():
        if row not in there and len(record.about) == len(record.rows):
            gone.setdefault(record.about[record.rows.index(row)], []).append(row)
    alike: dict[str, list[Interaction]] = {}
    for one in answers.interactions:
        alike.setdefault(mark_of_row(one.sender, one.receivers, one.purpose), []).append(one)
    return {
        before[0]: now[0].id
        for mark, before in gone.items()
        if len(before) == 1 and len(now := alike.get(mark, [])) == 1 and now[0].decision
    }


def as_called_now(records: Iterable[Record], names: Mapping[str, str]) -> list[Record]:
    """Return records with the ids that rows have now."""
    return [replace(record, rows=tuple([names.get(row, row) for row in record.rows])) for record in records]


def rejected(records: Sequence[Record], answers: Answers) -> dict[str, Record]:
    """Return the decided rows whose record somebody rejected, though the answers still say what it decided."""
    held = current(records)
    refused = {(row, one.decision): one for one in records if one.status in _REJECTED for row in one.rows}
    marks = {row.id: mark_of(row.decision) for row in answers.interactions if row.decision}
    return {
        row: refused[row, mark]
        for row, mark in marks.items()
        if (row, mark) in refused and not (row in held and held[row].decision == mark)
    }


def recorded(records: Sequence[Record], answers: Answers, today: date, argument: str) -> Iterator[Recorded]:
    """Yield what has to be said about records on a day: rejected ones, rows that are gone, predictions that are due.

    argument: the answers file as a command names it, behind a blank
    """
    there = {row.id for row in answers.interactions}
    names = renamed(records, answers)
    refused: dict[str, tuple[Record, list[str]]] = {}
    for row, record in rejected(as_called_now(records, names), answers).items():
        refused.setdefault(record.target.name, (record, []))[1].append(row)
    yield from (_rejected(record, rows, argument) for record, rows in refused.values())
    holding: dict[str, tuple[Record, list[str]]] = {}
    for row, record in current(records).items():
        if record.status == _ACCEPTED:
            holding.setdefault(record.target.name, (record, []))[1].append(row)
    for record, rows in holding.values():
        yield from (_gone(record, row, names.get(row, ""), argument) for row in rows if row not in there)
        first = next((row for row in rows if row in there), None)
        if first is not None:
            due = [one for one in record.predictions if _is_due(one, today)]
            yield from [_due(record, first, due)] if due else []


def _is_due(one: Prediction, today: date) -> bool:
    return not one.done and has_passed(one.by, today)


def _due(record: Record, row: str, due: Sequence[Prediction]) -> Recorded:
    """Return one reminder of all that is due in a record, at the first of it."""
    first, rest = due[0], len(due) - 1
    more = f" {plural(rest, 'more check', 'more checks')} of it {'is' if rest == 1 else 'are'} due too." if rest else ""
    return Recorded(
        row,
        "checks",
        "checks-due",
        "note",
        f"A check of the decision on {row} was due by {first.by}. {sentence(first.text)}{more}",
        f"Do {'them and tick them' if rest else 'it and tick it'} in the record, or decide again.",
        Place(record.file, first.line, 1),
    )


def _rejected(record: Record, rows: Sequence[str], argument: str) -> Recorded:
    more = f" and {plural(len(rows) - 1, 'more row')}" if len(rows) > 1 else ""
    return Recorded(
        rows[0],
        "record-rejected",
        "record-rejected",
        "error",
        f"The record {record.name} was {record.status}, but the decision on {rows[0]}{more} stands.",
        f"Decide again: archadvisor decide {rows[0]}{argument} --as … --because …",
        Place(record.file, record.line, 1),
    )


def _gone(record: Record, row: str, now: str, argument: str) -> Recorded:
    said = f"A record decides about {row}, and the answers have no such interaction any more."
    action = "Set the record's status to deprecated, or put the interaction back."
    if now:
        said = f"The record {record.name} decides about {row}, and its row is now called {now}."
        answers = f" --answers{argument}" if argument else ""
        action = f"Let the record follow: archadvisor adr {now}{answers}"
    return Recorded(
        row,
        "gone",
        "gone",
        "error",
        said,
        action,
        Place(record.file, record.line, 1),
    )
