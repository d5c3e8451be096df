"""How far several people agree, as Markdown: to paste into a wiki, a pull request or an invitation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archadvisor.reports.merging import wording
from archadvisor.reports.report.markdown import code, escape
from archadvisor.reports.report.options import Options
from archadvisor.review.merging import Decisions, Disagreement, Merge, RowNamed


def render(merge: Merge, _options: Options) -> str:
    """Return the whole report; it looks the same for every reader."""
    return "\n".join(_lines(merge)) + "\n"


def _lines(merge: Merge) -> Iterator[str]:
    rows = {row.id: row for row in merge.interactions}
    yield "# How far we agree"
    yield from ("", f"**{escape(wording.headline(merge))}** {wording.counted(merge)}".rstrip())
    yield from _conflicts([one for one in merge.decisions if one.conflict], rows)
    if merge.disagreements:
        yield from ("", "## To settle")
    for one in merge.disagreements:
        yield from _disagreement(one, rows)
    alone = [one for one in merge.decisions if not one.conflict]
    decided = [(wording.row_named(rows[one.interaction]), wording.taken_over(one)) for one in alone]
    yield from _section("Decisions that not all files have", decided)
    asked = [(wording.where(one, rows), wording.asked(one)) for one in merge.asked]
    yield from _section("Answered while others ask", asked)
    differences = [(wording.where(one, rows), wording.different(one)) for one in merge.differences]
    yield from _section("Beside the answers", differences)
    partly = [(wording.where(one, rows), f"{wording.only_in(one)}.") for one in merge.only_in]
    yield from _section("Not in all files", partly)
    if merge.agreement:
        yield from ("", "## Agreement by question", "", "| question | agree | of |", "|---|---:|---:|")
    for agreed in wording.by_agreement(merge.agreement):
        yield f"| {code(agreed.question)} | {wording.share(agreed)} | {agreed.of} |"
    if number := wording.unanimous(merge.agreement):
        yield f"| {number} | 100 % | |"


def _section(title: str, entries: Sequence[tuple[str, str]]) -> Iterator[str]:
    if entries:
        yield from ("", f"## {title}", "")
    for name, text in entries:
        yield f"- **{escape(name)}**: {escape(text)}"


def _conflicts(conflicts: Sequence[Decisions], rows: Mapping[str, RowNamed]) -> Iterator[str]:
    if conflicts:
        yield from ("", "## Decided differently")
    for one in conflicts:
        yield from _conflict(one, rows)


def _conflict(one: Decisions, rows: Mapping[str, RowNamed]) -> Iterator[str]:
    yield from ("", f"### {escape(wording.row_named(rows[one.interaction]))}", "")
    for said in one.said:
        yield f"- {escape(wording.files(said.who, said.count))}: {escape(wording.decided_so(said))}"
    yield from ("", escape(wording.kept(one)))


def _disagreement(one: Disagreement, rows: dict[str, RowNamed]) -> Iterator[str]:
    yield from ("", f"### {escape(wording.where(one, rows))}", "")
    yield from (f"{escape(one.ask_text)} Changes the {escape(wording.changes(one))}.", "")
    for opinion in one.said:
        yield f"- {escape(wording.by(opinion))}: **{escape(opinion.words)}**"
        yield from [f"  - {escape(lead)}" for lead in wording.leads(opinion, one, rows)]
