"""The details: each interaction, then what to build, what it costs, where to start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from archadvisor.assessment import Assessment, Build, Cost, Event, Precedent, Row
from archadvisor.reports.report.options import FOLD_ABOVE
from archadvisor.reports.report.terminal.pen import LABEL, NARROW, Pen
from archadvisor.reports.wording import (
    CHANGES,
    advised_in_full,
    counts,
    form_questions,
    in_figures,
    split,
    step,
    sure,
    told_figures,
    turned,
)
from archadvisor.text.columns import cut
from archadvisor.text.names import row_label

_ARGUES = 0.5
"""From this weight on a line of the sum is told in words."""


class Details:
    """Tells all that does not stand on the first screen."""

    def __init__(self, assessment: Assessment, pen: Pen) -> None:
        self._all = assessment
        self._pen = pen
        self._rows = {row.id: row for row in assessment.interactions}
        self._precedents = {precedent.id: precedent for precedent in assessment.precedents}

    def lines(self) -> Iterator[str]:
        """Yield the details; of a large system only of what is open or changes."""
        yield from self._troubles()
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
        undecided = any(row.undecided for row in rows)
        title = "What to build (?: still to decide)" if undecided else "What to build"
        yield from self._pen.section(title, ((b.where, self._built(b)) for b in self._all.build if not b.cheap))
        always = [build for build in self._all.build if build.cheap]
        yield from self._pen.section("Always, as it costs little", ((b.name, self._numbered(b)) for b in always))
        if self._all.flows:
            yield ""
            yield self._pen.bold("What one action waits for")
            yield from self._flows()
        yield from self._pen.section("Events", (("", self._event(event)) for event in self._all.events), label=4)
        yield from self._pen.section("What you take on", ((c.title, self._cost(c)) for c in self._all.costs))
        steps = ((f"{stage.step}", step(stage)) for stage in self._all.roadmap)
        yield from self._pen.section("Where to start", steps, label=4)
        yield from self._running()
        apart = [part for part in self._all.parts if part.kind != "application"]
        yield from self._pen.section(
            "Roles (role: corrects one)",
            ((part.name, f"{part.role}{', by its name' if part.told_by == 'name' else ''}") for part in apart),
        )
        if self._precedents:
            how = "Where to read one, and why it was so decided: archadvisor explain NAME"
            yield from self._pen.section(
                "Real systems", (("", text) for text in (self._all.selection, how) if text), label=4
            )

    def _troubles(self) -> Iterator[str]:
        """Tell each trouble between rows with its way out."""
        for number, finding in enumerate(self._all.findings, start=1):
            if number == 1:
                yield ""
                yield self._pen.bold("Troubles between rows, in detail")
            yield ""
            yield from self._pen.wrapped(f"{finding.name} ({CHANGES[finding.change]})", indent=" ", bold=True)
            yield from self._pen.labelled("found", finding.title)
            yield from self._pen.labelled("because", finding.because)
            for place, way in enumerate(finding.ways_out):
                yield from self._pen.labelled("" if place else "way out", way)
            yield from self._pen.labelled("cost", finding.price)
            for place, check in enumerate(finding.checks):
                yield from self._pen.labelled("" if place else "how to verify", check)

    def _flows(self) -> Iterator[str]:
        """Tell what each action waits for."""
        for flow in self._all.flows:
            derived = " (derived)" if flow.derived else ""
            today = f"waits today for {', '.join(flow.today) or 'nobody'}"
            advised = f"with this advice for {', '.join(flow.advised) or 'nobody'}"
            open_ = self._listed(flow.hangs_on)
            more = f"; still to decide: {open_}" if open_ else ""
            figures = "".join([f" {figure.text}" for figure in flow.figures])
            yield from self._pen.labelled(f"{flow.name}{derived}", f"{today}; {advised}{more}.{figures}")

    def _listed(self, names: Iterable[str]) -> str:
        return ", ".join([f"row {self._rows[name].number}" for name in names])

    def _event(self, event: Event) -> str:
        named = "" if event.named else " (name it in the past tense)"
        read = ", ".join(event.consumers)
        return f"{event.name}{named}: {event.owner} → {read}. Carries {event.carries}. Key: {event.key}"

    def _running(self) -> Iterator[str]:
        """Tell what has to be run, in four columns."""
        if not self._all.running:
            return
        heads = ("today", "advised", "requests", "events")
        yield ""
        title = "What it takes to run: today, as advised, all by requests, all by events"
        yield from self._pen.wrapped(title, bold=True)
        if self._pen.width < NARROW:
            for one in self._all.running:
                yield from self._pen.labelled(one.label, ", ".join(map(str, counts(one))))
            return
        lines = [("", *heads), *[(one.label, *map(str, counts(one))) for one in self._all.running]]
        width = min(max(cell_len(name) for name, *_ in lines), self._pen.width - 3 - len("  ".join(heads)))
        for name, *numbers in lines:
            cells = "  ".join([f"{number:>{len(head)}}" for number, head in zip(numbers, heads, strict=True)])
            yield f" {cut(name, width)}  {cells}"

    def _built(self, build: Build) -> str:
        name = "" if build.build.startswith(build.name) else f"{build.name}: "
        return f"{name}{self._numbered(build)}"

    def _numbered(self, build: Build) -> str:
        served = [self._rows[name] for name in build.interactions]
        rows = [f"{row.number}{'?' if row.undecided else ''}" for row in served]
        shown = ", ".join(rows[:8]) + (" ..." if len(rows) > 8 else "")
        return f"{build.build} ({shown})"

    def _cost(self, cost: Cost) -> str:
        first = f" -> {cost.mitigations[0]}" if cost.mitigations else ""
        return f"{cost.because}{first}"

    def _detail(self, row: Row) -> Iterator[str]:
        title = f"{row.number}. {row_label(row.sender, row.receivers, row.purpose)}"
        yield from self._pen.wrapped(title, bold=True)
        figure = f", {in_figures(row)}" if in_figures(row) else ""
        yield from self._pen.labelled("advice", f"{advised_in_full(row)} ({sure(row)}{figure})")
        for question in form_questions(row):
            yield from self._pen.labelled("form depends", question)
        yield from self._pen.labelled("because", row.because)
        if row.hangs_on:
            yield from self._pen.labelled("hangs on", self._listed(row.hangs_on))
        if row.crossing:
            way = row.crossing
            yield from self._pen.labelled("migration", f"{way.how} Watch: {way.watched} Rollback: {way.back}")
        for place, figure in enumerate(told_figures(row)):
            yield from self._pen.labelled("" if place else "figures", figure)
        if row.against:
            yield from self._pen.labelled("against", row.against)
        turns = " / ".join(f"{point.words} -> {turned(point)}" for point in row.tipping_points[:3])
        if turns:
            yield from self._pen.labelled("turns if", turns)
        for label, safeguards in zip(("safeguards", "always"), split(row), strict=True):
            if safeguards:
                yield from self._pen.labelled(label, ", ".join(advice.name for advice in safeguards))
        yield from self._real(row)
        yield from self._sum(row)

    def _real(self, row: Row) -> Iterator[str]:
        """Tell what real systems do: whole for what is to decide, else in a line each."""
        real = row.precedents
        if real.count:
            yield from self._pen.labelled("real systems", real.count.words)
        for style, names in (("request", real.request), ("event", real.event)):
            for name in names:
                most = None if row.undecided else 1
                yield from self._pen.labelled(f"  by {style}", _done(self._precedents[name]), most=most)

    def _sum(self, row: Row) -> Iterator[str]:
        """Tell the lines that argue one by one, the tilts together, and the sum."""
        tilts = []
        for line in row.evidence:
            weight = f"{'+' if line.favours == 'event' else '-'}{line.weight:.1f}"
            if line.weight < _ARGUES:
                if line.counted:
                    tilts.append(f"{weight} {line.theme}")
                continue
            mark = weight if line.counted else f"({weight})"
            yield from self._pen.labelled(f"  {mark:>6} {line.theme}", line.because, label=LABEL + 5)
        if tilts:
            yield from self._pen.labelled("  tilts", ", ".join(tilts), label=LABEL + 5)
        if row.evidence:
            spread = "" if row.range.low == row.range.high else f", range {row.range.low:+.1f} to {row.range.high:+.1f}"
            yield from self._pen.labelled(f"  {row.score:>+6.1f} sum", f"{row.style}{spread}", label=LABEL + 5)


def _done(precedent: Precedent) -> str:
    back = f"went back from {precedent.gave_up}s: " if precedent.gave_up else ""
    first = "accepted first: " if precedent.style == "both" else ""
    why = f" (why: {'; '.join(precedent.why)})" if precedent.why else ""
    return f"{precedent.id}: {back}{first}{precedent.does}{why}"
