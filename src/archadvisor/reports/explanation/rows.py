"""One interaction of an answers file, explained: every line of its sum, each safeguard with its checks."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from archadvisor.assessment import Assessment, Evidence, Row
from archadvisor.errors import UsageError, did_you_mean, shown
from archadvisor.reports.explanation.lines import Line
from archadvisor.reports.wording import advised_in_full, decided, in_figures, split, standing, sure, would_change
from archadvisor.text.names import row_label


def explain_row(assessment: Assessment, name: str) -> list[Line]:
    """Return the lines for the interaction with this id or number; UsageError with the nearest where there is none."""
    rows = {row.id: row for row in assessment.interactions}
    numbers = {str(row.number): row for row in assessment.interactions}
    row = rows.get(name) or numbers.get(name)
    if row is None:
        raise UsageError(f"no interaction is called {shown(name)}{did_you_mean(name, [*rows, *numbers])}")
    return list(_told(row, rows))


def _told(row: Row, rows: dict[str, Row]) -> Iterator[Line]:
    yield Line("interaction", f"{row.number}. {row_label(row.sender, row.receivers, row.purpose, '->')} ({row.id})")
    figures = f", {in_figures(row)}" if in_figures(row) else ""
    yield from _decision(row)
    yield Line("advice", f"{advised_in_full(row)} ({sure(row, rows)}{figures})")
    yield Line("because", row.because)
    if row.against:
        yield Line("but", row.against)
    for constraint in row.constraints:
        yield Line("settled by", f"{constraint.because} ({constraint.id})")
    for place, line in enumerate(row.evidence):
        yield Line("" if place else "lines", _line(line))
    if row.evidence:
        yield Line("sum", f"{row.score:+.1f}: {row.style}")
    if row.range.low != row.range.high:
        yield Line(
            "range",
            f"{row.range.low:+.1f} to {row.range.high:+.1f}, with another answer where one is open or a guess",
        )
    if would_change(row):
        yield Line("change", would_change(row))
    needed, always = split(replace(row, patterns=row.decision.patterns) if row.decision else row)
    for place, advice in enumerate((*needed, *always)):
        yield Line("" if place else "safeguards", f"{advice.name}: {advice.because}. Cost: {advice.price}.")
        for check in advice.checks:
            yield Line("", f"check: {check}")


def _decision(row: Row) -> Iterator[Line]:
    """Tell what the team decided, what that costs, what stands already and what it does without."""
    if row.decision:
        way = (
            row.decision.form_name
            if row.decision.style == "neither"
            else f"{row.decision.style}: {row.decision.form_name}"
        )
        against = ", against the advice" if row.decision.against else ""
        yield Line("decision", f"{way}{against}: {row.decision.because}")
        yield from (Line(label, text) for label, text in decided(row))
        yield from (Line("costs", text) for text in row.decision.costs)
    yield from (Line(label, text) for label, text in standing(row))


def _line(line: Evidence) -> str:
    weight = f"{line.weight if line.favours == 'event' else -line.weight:+.1f}"
    counts = weight if line.counted else f"({weight}, not counted: a stronger line of this theme counts)"
    guess = " [a guess]" if any(when.origin not in ("team", "block") for when in line.when) else ""
    answers = ", ".join(
        [f"{when.part + ': ' if when.part else ''}{when.question} = {when.answer}" for when in line.when]
    )
    return f"{counts} {line.theme}: {line.because}. Answer: {answers}{guess}. Rule: {line.rule}."
