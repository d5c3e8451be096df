"""The advice for one interaction in six lines, each a label and a text."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.assessment import Assessment, Row
from archadvisor.reports.wording import advised_in_full, form_questions, in_figures, split, sure, would_change
from archadvisor.text.columns import fold, hang
from archadvisor.text.names import row_label
from archadvisor.text.neutral import neutralise

_LABEL = 11
"""Cells of a label, so that texts stand under each other."""


def advise(assessment: Assessment, row: Row, width: int) -> list[str]:
    """Return the advice for a row of the assessment, lines at most `width` wide."""
    ends = neutralise(row_label(row.sender, row.receivers, row.purpose, "->"))
    lines = fold(ends, width)
    for label, text in _told(assessment, row):
        head = f"  {label}".ljust(_LABEL) if label else "  "
        lines += hang(head, neutralise(text), width)
    return lines


def _told(assessment: Assessment, row: Row) -> Iterator[tuple[str, str]]:
    figures = f" ({in_figures(row)})" if in_figures(row) else ""
    yield "", f"{advised_in_full(row)}    {sure(row, {one.id: one for one in assessment.interactions})}{figures}"
    yield "because", row.because
    if row.against:
        yield "against", row.against
    safeguards, _ = split(row)
    if safeguards:
        yield "build", ", ".join(pattern.name for pattern in safeguards)
    checks = [check for pattern in (*safeguards, *row.patterns) for check in pattern.checks]
    yield from (("check", check) for check in checks[:1])
    decision = next((d for d in assessment.decisions if d.interaction == row.id and d.question), None)
    if decision is not None:
        yield "settle", f"{decision.ask_text} (ask {' or '.join(decision.ask)})"
    elif row.form_open:
        yield "form", f"depends on: {form_questions(row)[0]}"
    elif said := would_change(row):
        yield "change", said
