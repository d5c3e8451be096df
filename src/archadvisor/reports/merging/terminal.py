"""How far several people agree, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.advice.disagreement import quoted
from archadvisor.reports.merging import wording
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.terminal.pen import Pen
from archadvisor.review.merging import Decisions, Disagreement, Merge, RowNamed
from archadvisor.text.columns import in_ascii


def render(merge: Merge, options: Options) -> str:
    """Return the whole report."""
    text = "\n".join(_lines(merge, Pen(options.width, options.colour))) + "\n"
    return text if options.unicode else in_ascii(text)


def _lines(merge: Merge, pen: Pen) -> Iterator[str]:
    rows = {row.id: row for row in merge.interactions}
    yield from pen.wrapped(wording.headline(merge), bold=True)
    if told := wording.counted(merge):
        yield from pen.wrapped(told)
    for decided in merge.decisions:
        if decided.conflict:
            yield ""
            yield from _conflict(decided, pen, rows)
    for one in merge.disagreements:
        yield ""
        yield from _disagreement(one, pen, rows)
    alone = [
        (wording.row_named(rows[one.interaction]), wording.taken_over(one))
        for one in merge.decisions
        if not one.conflict
    ]
    yield from _section("Decisions that not all files have", alone, pen)
    asked = [(wording.where(one, rows), wording.asked(one)) for one in merge.asked]
    yield from _section("Answered while others ask", asked, pen)
    differences = [(wording.where(one, rows), wording.different(one)) for one in merge.differences]
    yield from _section("Beside the answers", differences, pen)
    partly = [(wording.where(one, rows), f"{wording.only_in(one)}.") for one in merge.only_in]
    yield from _section("Not in all files", partly, pen)
    if merge.agreement:
        yield ""
        yield pen.bold("Agreement by question")
    for agreed in wording.by_agreement(merge.agreement):
        text = f"{wording.share(agreed)} ({agreed.agreed} of {agreed.of})"
        yield from pen.labelled(agreed.question, text, label=_widest(merge))
    if number := wording.unanimous(merge.agreement):
        yield from pen.labelled(number, "100 %", label=_widest(merge))


def _widest(merge: Merge) -> int:
    names = [agreed.question for agreed in wording.by_agreement(merge.agreement)]
    return max(map(len, (*names, wording.unanimous(merge.agreement)))) + 3


def _conflict(one: Decisions, pen: Pen, rows: dict[str, RowNamed]) -> Iterator[str]:
    yield from pen.wrapped(f"{wording.row_named(rows[one.interaction])}: decided differently", bold=True)
    for said in one.said:
        by = wording.files(said.who, said.count)
        yield from pen.wrapped(f"{by}: {wording.decided_so(said)}", indent="  ", hang="  ")
    yield from pen.wrapped(wording.kept(one), indent="  ")


def _disagreement(one: Disagreement, pen: Pen, rows: dict[str, RowNamed]) -> Iterator[str]:
    yield from pen.wrapped(wording.where(one, rows), bold=True)
    yield from pen.wrapped(one.ask_text, indent="  ")
    for opinion in one.said:
        yield from pen.wrapped(f"{wording.by(opinion)}: {quoted(opinion.words)}", indent="  ", hang="  ")
        for lead in wording.leads(opinion, one, rows):
            yield from pen.wrapped(f"- {lead}", indent="    ", hang="  ")
    yield from pen.wrapped(f"Changes the {wording.changes(one)}.", indent="  ")


def _section(title: str, entries: list[tuple[str, str]], pen: Pen) -> Iterator[str]:
    if not entries:
        return
    yield ""
    yield pen.bold(title)
    for name, text in entries:
        yield from pen.wrapped(f"{name}: {text}", indent=" ", hang="  ")
