"""The assessment as a team lives by it: a row that it decided is told as decided, the advice beside it."""

from __future__ import annotations

from msgspec.structs import replace

from archadvisor.assessment import Assessment, Decided, Row
from archadvisor.text.prose import sentence


def as_decided(assessment: Assessment) -> Assessment:
    """Return the assessment with each decision in the place of its row's advice."""
    if not any(row.decision for row in assessment.interactions):
        return assessment
    rows = tuple([_decided(row, row.decision) if row.decision else row for row in assessment.interactions])
    return replace(assessment, interactions=rows)


def _decided(row: Row, decision: Decided) -> Row:
    return replace(
        row,
        style=decision.style,
        form=decision.form,
        form_name=decision.form_name,
        front=decision.front,
        carrier=decision.carrier,
        move=decision.move,
        state="settled",
        how_sure="decided",
        because=decision.because.rstrip("."),
        against=" ".join([sentence(text, (row.sender, *row.receivers)) for text in decision.costs]) or row.against,
        patterns=decision.patterns,
        tipping_points=(),
        would_change=(),
        form_open=(),
        hangs_on=(),
    )
