"""The open questions that matter, by who can answer them, ready to be sent."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.assessment import Assessment, Row, Unknown
from archadvisor.text.names import row_label
from archadvisor.text.neutral import neutralise

_LISTED = 12
"""Open questions that are listed for each role; the report has all."""


def list_open_questions(assessment: Assessment) -> Iterator[str]:
    """Yield a heading for each role that can answer some, and its questions."""
    rows = {row.id: row for row in assessment.interactions}
    by_role: dict[str, list[Unknown]] = {}
    for unknown in assessment.unknowns:
        if unknown.matters:
            by_role.setdefault(unknown.ask, []).append(unknown)
    for role, questions in sorted(by_role.items()):
        yield from ("", f"To ask: {role}")
        yield from (_question(unknown, rows.get(unknown.interaction or "")) for unknown in questions[:_LISTED])
        if len(questions) > _LISTED:
            yield f"  ... and {len(questions) - _LISTED} more; the report has all"


def _question(unknown: Unknown, row: Row | None) -> str:
    about = f"{row_label(row.sender, row.receivers, row.purpose)} - " if row else ""
    who = f" ({unknown.who})" if unknown.who else ""
    return f"- {neutralise(f'{about}{unknown.prompt}{who}')}"
