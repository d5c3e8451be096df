"""How far several people agree, as Markdown: to paste into a wiki, a pull request or an invitation."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.reports.merging import wording
from archadvisor.reports.report.markdown import code, escape
from archadvisor.reports.report.options import Options
from archadvisor.review.merging import Disagreement, Merge, RowNamed


def render(merge: Merge, _options: Options) -> str:
    """Return the whole report; it looks the same for every reader."""
    return "\n".join(_lines(merge)) + "\n"


def _lines(merge: Merge) -> Iterator[str]:
    rows = {row.id: row for row in merge.interactions}
    yield "# How far we agree"
    yield from ("", f"**{escape(wording.headline(merge))}** {wording.counted(merge)}".rstrip())
    if merge.disagreements:
        yield from ("", "## To settle")
    for one in merge.disagreements:
        yield from _disagreement(one, rows)
    if merge.differences:
        yield from ("", "## Beside the answers", "")
    for difference in merge.differences:
        yield f"- **{escape(wording.where(difference, rows))}**: {escape(wording.different(difference))}"
    if merge.only_in:
        yield from ("", "## Not in all files", "")
    for partly in merge.only_in:
        yield f"- **{escape(wording.where(partly, rows))}**: {escape(wording.only_in(partly))}."
    if merge.agreement:
        yield from ("", "## Agreement by question", "", "| question | agree | of |", "|---|---:|---:|")
    for agreed in wording.by_agreement(merge.agreement):
        yield f"| {code(agreed.question)} | {wording.share(agreed)} | {agreed.of} |"


def _disagreement(one: Disagreement, rows: dict[str, RowNamed]) -> Iterator[str]:
    yield from ("", f"### {escape(wording.where(one, rows))}", "")
    yield from (f"{escape(one.ask_text)} Changes the {escape(wording.changes(one))}.", "")
    for opinion in one.said:
        yield f"- {escape(wording.by(opinion))}: **{escape(opinion.words)}**"
        yield from [f"  - {escape(lead)}" for lead in wording.leads(opinion, one, rows)]
