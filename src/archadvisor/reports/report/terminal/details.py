"""The details behind the first page: problems, what to build, each interaction, events, costs, all steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from archadvisor.assessment import Assessment, Build, Crossing, Event, Row, Stage
from archadvisor.reports.report.options import FOLD_ABOVE
from archadvisor.reports.report.terminal.pen import NARROW, Pen
from archadvisor.reports.wording import (
    CHANGES,
    advised_in_full,
    concerned,
    counts,
    decided,
    form_questions,
    in_figures,
    in_sum,
    numbered,
    real_system,
    small_names,
    split,
    standing,
    step,
    sure,
    told_figures,
    waited,
    would_change,
)
from archadvisor.text.columns import cut
from archadvisor.text.names import row_label
from archadvisor.text.prose import sentence


class Details:
    """Tells all that does not stand on the first page."""

    def __init__(self, assessment: Assessment, pen: Pen) -> None:
        self._all = assessment
        self._pen = pen
        self._rows = {row.id: row for row in assessment.interactions}
        self._crossed: dict[str, int] = {}
        self._carried: dict[str, str] = {}
        self._precedents = {precedent.id: precedent for precedent in assessment.precedents}

    def lines(self) -> Iterator[str]:
        """Yield the details; of a large system only of what is open or changes."""
        yield from self._problems()
        undecided = any(row.undecided for row in self._all.interactions)
        title = "What to build (?: not decided yet)" if undecided else "What to build"
        yield from self._pen.section(title, ((b.where, self._built(b)) for b in self._all.build if not b.cheap))
        always = [build for build in self._all.build if build.cheap]
        yield from self._pen.section("Always (small effort)", ((b.name, self._numbered(b)) for b in always))
        yield from self._interactions()
        if self._all.flows:
            yield ""
            yield self._pen.bold("What each user action waits for")
            yield from self._flows()
        yield from self._pen.section("Events", (("", self._event(event)) for event in self._all.events), label=4)
        costs = ((c.title, self._sentences(c.because, *c.mitigations[:1])) for c in self._all.costs)
        yield from self._pen.section("Costs and duties", costs)
        small = small_names(self._all)
        steps = ((f"{stage.step}", f"{step(stage, small)}{self._counted(stage)}") for stage in self._all.roadmap)
        yield from self._pen.section("All steps", steps, label=4)
        yield from self._running()
        apart = [part for part in self._all.parts if part.kind != "application"]
        yield from self._pen.section(
            "Roles (to correct one, set role: for the part)",
            ((part.name, f"{part.role}{', by its name' if part.told_by == 'name' else ''}") for part in apart),
        )

    def _problems(self) -> Iterator[str]:
        """Tell each problem between rows with its ways out."""
        for number, finding in enumerate(self._all.findings, start=1):
            if number == 1:
                yield ""
                yield self._pen.bold("Problems between rows, in detail")
            yield ""
            yield from self._pen.wrapped(f"{number}. {finding.name} ({CHANGES[finding.change]})", bold=True)
            if concerned(finding):
                yield from self._pen.labelled("parts", concerned(finding))
            yield from self._pen.labelled("because", finding.because)
            for place, way in enumerate(finding.ways_out):
                yield from self._pen.labelled("" if place else "options", way)
            yield from self._pen.labelled("cost", finding.price)
            for place, check in enumerate(finding.checks):
                yield from self._pen.labelled("" if place else "how to verify", check)

    def _interactions(self) -> Iterator[str]:
        """Tell the interactions; of a large system only what is open or changes."""
        rows = self._all.interactions
        folded = len(rows) > FOLD_ABOVE
        shown = [r for r in rows if r.undecided or r.move in ("change", "new")][:FOLD_ABOVE] if folded else rows
        for row in shown:
            yield ""
            yield from self._detail(row)
        if folded:
            yield ""
            yield from self._pen.wrapped(
                f"{len(shown)} of {len(rows)} interactions in detail: what is open or changes. All: --format json"
            )

    def _flows(self) -> Iterator[str]:
        """Tell what each action waits for."""
        for flow in self._all.flows:
            marks = [
                mark
                for mark in ("derived" if flow.derived else "", flow.who_waits and f"{flow.who_waits} waits")
                if mark
            ]
            name = f"{flow.name} ({', '.join(marks)})" if marks else flow.name
            open_ = self._listed(flow.hangs_on)
            more = f" Not decided yet: {open_}." if open_ else ""
            figures = "".join([f" {figure.text}" for figure in flow.figures])
            told = f"Today: {waited(flow, flow.today)}. Once built: {waited(flow, flow.advised)}.{more}{figures}"
            yield from self._pen.labelled(name, told)

    def _listed(self, names: Iterable[str]) -> str:
        return ", ".join([f"row {self._rows[name].number}" for name in names])

    def _event(self, event: Event) -> str:
        named = "" if event.named else " (name it in the past tense)"
        read = ", ".join(event.consumers)
        carries = f"Carries {event.carries}. Key: {event.key}."
        first = self._carried.setdefault(carries, event.name)
        told = carries if first == event.name else f'Carries and key: as "{first}".'
        return f"{event.name}{named}: {event.owner} → {read}. {told}"

    def _running(self) -> Iterator[str]:
        """Tell what has to be run, in four columns."""
        if not self._all.running:
            return
        heads = ("today", "advised", "requests", "events")
        yield ""
        title = "What you operate: today, once built, if all are requests, if all are events"
        yield from self._pen.wrapped(title, bold=True)
        if self._pen.width < NARROW:
            for one in self._all.running:
                yield from self._pen.labelled(one.label, ", ".join(counts(one)))
            return
        lines = [("", *heads), *[(one.label, *counts(one)) for one in self._all.running]]
        width = min(max(cell_len(name) for name, *_ in lines), self._pen.width - 3 - len("  ".join(heads)))
        for name, *numbers in lines:
            cells = "  ".join([f"{number:>{len(head)}}" for number, head in zip(numbers, heads, strict=True)])
            yield f" {cut(name, width)}  {cells}"

    def _built(self, build: Build) -> str:
        name = "" if build.build.startswith(build.name) else f"{build.name}: "
        return f"{name}{self._numbered(build)}"

    def _numbered(self, build: Build) -> str:
        return f"{build.build} ({numbered(build.interactions, self._rows)})"

    def _sentences(self, *texts: str) -> str:
        return " ".join([sentence(text, small_names(self._all)) for text in texts])

    def _counted(self, stage: Stage) -> str:
        """Return the numbers of the rows that a step counts but does not name."""
        many = f"{len(stage.interactions)} interactions"
        told = many in f"{stage.what} {stage.why}"
        return f" The {many}: rows {numbered(stage.interactions, self._rows)}." if told else ""

    def _migration(self, number: int, way: Crossing) -> str:
        """Return how a row comes over, or the earlier row that comes over in the same way."""
        first = self._crossed.setdefault(way.id, number)
        return f"as row {first}" if first != number else f"{way.how} Watch: {way.watched} Rollback: {way.back}"

    def _depending(self, row: Row) -> Iterator[str]:
        if row.hangs_on:
            yield from self._pen.labelled("depends on", self._listed(row.hangs_on))
        if row.crossing:
            yield from self._pen.labelled("migration", self._migration(row.number, row.crossing))

    def _detail(self, row: Row) -> Iterator[str]:
        title = f"{row.number}. {row_label(row.sender, row.receivers, row.purpose)}"
        yield from self._pen.wrapped(title, bold=True)
        figure = f", {in_figures(row)}" if in_figures(row) else ""
        way = "decision" if row.decision else "advice"
        yield from self._pen.labelled(way, f"{advised_in_full(row)} ({sure(row, self._rows)}{figure})")
        for label, text in (*decided(row), *standing(row)):
            yield from self._pen.labelled(label, text)
        for question in form_questions(row):
            yield from self._pen.labelled("form depends on", question)
        yield from self._pen.labelled("because", row.because)
        yield from self._depending(row)
        for place, text in enumerate(told_figures(row)):
            yield from self._pen.labelled("" if place else "figures", text)
        if row.against:
            yield from self._pen.labelled("against", row.against)
        if would_change(row):
            yield from self._pen.labelled("what would change", would_change(row))
        for label, safeguards in zip(("safeguards", "always"), split(row), strict=True):
            if safeguards:
                yield from self._pen.labelled(label, ", ".join(advice.name for advice in safeguards))
        for name in (*row.precedents.request, *row.precedents.event):
            real = self._precedents[name]
            yield from self._pen.labelled("similar system", f"{real.id}: {real_system(real)}")
        if row.precedents.count:
            yield from self._pen.labelled("public systems", row.precedents.count.words)
        if row.evidence:
            yield from self._pen.labelled("sum", in_sum(row))
