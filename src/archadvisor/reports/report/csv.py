"""A table for spreadsheets by RFC 4180: a header, then one line for each interaction.

No cell begins with what a spreadsheet takes for a formula: an apostrophe stands before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from archadvisor.assessment import Assessment, Decision, Row
from archadvisor.reports.report.options import Options
from archadvisor.reports.wording import sure
from archadvisor.text.neutral import neutralise

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PIECE = 500
"""Rows that are written at once."""


class Line(NamedTuple):
    """One interaction; the names are the header."""

    number: str
    id: str
    sender: str
    receivers: str
    purpose: str
    today: str
    advice: str
    form: str
    how_sure: str
    why: str
    decide: str
    ask: str
    safeguards: str
    findings: str
    event: str
    advised: str


HEADER = tuple([{"sender": "from", "receivers": "to"}.get(name, name) for name in Line._fields])


def render(assessment: Assessment, options: Options) -> Iterator[bytes]:  # noqa: ARG001 - as every format
    """Yield the table in pieces, since that of a large system is large; `brief` changes nothing."""
    decisions = {decision.interaction: decision for decision in assessment.decisions}
    findings = _by_row((finding.id, finding.interactions) for finding in assessment.findings)
    events = _by_row((event.name, event.interactions) for event in assessment.events)
    yield _encoded([HEADER])
    rows = assessment.interactions
    by_id = {row.id: row for row in rows}
    for start in range(0, len(rows), _PIECE):
        yield _encoded(
            _line(row, by_id, decisions.get(row.id), findings, events) for row in rows[start : start + _PIECE]
        )


def _line(
    row: Row,
    rows: Mapping[str, Row],
    decision: Decision | None,
    findings: Mapping[str, Iterable[str]],
    events: Mapping[str, Iterable[str]],
) -> Line:
    leaning = row.undecided and row.style in ("request", "event")
    return Line(
        number=str(row.number),
        id=row.id,
        sender=row.sender,
        receivers=_joined(row.receivers),
        purpose=row.purpose,
        today=row.now,
        advice=f"leans to {row.style}" if leaning else "not known" if row.style == "unknown" else row.style,
        form=row.form_name,
        how_sure=sure(row, rows),
        why=row.because,
        decide=(decision.note or decision.ask_text) if decision else "",
        ask=(decision.who or " or ".join(decision.ask)) if decision else "",
        safeguards=_joined(advice.name for advice in row.patterns if advice.role == "safeguard"),
        findings=_joined(findings.get(row.id, ())),
        event=_joined(events.get(row.id, ())),
        advised=row.decision.advice if row.decision else "",
    )


def _by_row(found: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, Iterable[str]]:
    """Return what there is for each row by its id, each once."""
    by_row: dict[str, dict[str, None]] = {}
    for name, rows in found:
        for row in rows:
            by_row.setdefault(row, {})[name] = None
    return by_row


def _joined(names: Iterable[str]) -> str:
    return "; ".join(names)


def _encoded(lines: Iterable[Iterable[str]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([_cell(text) for text in line] for line in lines)
    return written.getvalue().encode()


def _cell(text: str) -> str:
    """Return a text on one line that no spreadsheet takes for a formula, not behind spaces either."""
    text = neutralise(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
