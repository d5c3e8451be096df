"""The first page: what a meeting needs to start talking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from archadvisor.assessment import Assessment, Decision, Row
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.terminal.pen import LABEL, NARROW, Pen
from archadvisor.reports.wording import (
    CHANGE_WORDS,
    FIRST_STEPS,
    advised,
    counted_answers,
    counted_decisions,
    first_words,
    numbered,
    outcome_of,
    sure,
)
from archadvisor.text.columns import cut
from archadvisor.text.names import short_ends
from archadvisor.text.neutral import neutralise

_SCREEN = 24
"""Lines that a first screen has for up to eight interactions."""
_BRIEF_ROWS = 40
_BRIEF_PROBLEMS = 3
_STEPS_AT_LEAST = 2
_DECIDE_AT_LEAST = 3
"""Lines of the decisions, however little room there is."""


class FirstPage:
    """Tells what matters most, the problems, what is to decide, the table, and the first steps."""

    def __init__(self, assessment: Assessment, options: Options, pen: Pen) -> None:
        self._all = assessment
        self._pen = pen
        self._brief = options.brief
        self._command = options.command
        self._rows = {row.id: row for row in assessment.interactions}

    def lines(self) -> Iterator[str]:
        """Yield the page, of at most 24 lines where `brief` and there are few interactions."""
        last = list(self._pen.wrapped(f"Full report: {self._command} --output report.html"))
        if not self._brief:
            yield from (*self._headline(), "", *self._problems(), *self._decisions(), *self._table(), *self._steps())
            yield from last
            return
        head = [*self._headline(), *self._problems(), *self._table()]
        room = _SCREEN - len(head) - len(last)
        decisions = list(self._decisions(max(_DECIDE_AT_LEAST, room - _STEPS_AT_LEAST)))
        yield from head
        yield from decisions
        yield from list(self._steps())[: max(0, room - len(decisions))]
        yield from last

    def _headline(self) -> Iterator[str]:
        system = self._all.system
        yield from self._pen.wrapped(f"{system.name}: {system.summary}", bold=True)
        if not self._all.interactions:
            return
        if system.assumed:
            yield from self._pen.wrapped("Typical interactions, assumed from the answers about the system: list yours")
            return
        if self._all.team:
            yield from self._pen.wrapped(f"Only what concerns {', '.join(self._all.team)}")
        counts = ", ".join(count.text for count in system.headline)
        told = [f"{counts}.", "" if self._brief else counted_answers(system), counted_decisions(self._all)]
        yield from self._pen.wrapped(" ".join([text for text in told if text]))

    def _problems(self) -> Iterator[str]:
        """Tell the problems between rows: the first in a line each where brief, else all that is there."""
        findings = self._all.findings
        if not findings:
            return
        shown = findings[:_BRIEF_PROBLEMS] if self._brief else findings
        more = f" ({len(findings) - len(shown)} more without --brief)" if len(findings) > len(shown) else ""
        yield from self._pen.wrapped(f"Problems between rows, once this is built{more}", bold=True)
        for place, finding in enumerate(shown, start=1):
            label = f"{place} {CHANGE_WORDS[finding.change]}"
            rows = f" ({numbered(finding.interactions, self._rows)})" if finding.interactions else ""
            text = f"{finding.name}{rows}" if self._brief else finding.title
            yield from self._pen.labelled(label, text, label=13, most=1 if self._brief else None)
        if not self._brief:
            yield ""

    def _table(self) -> Iterator[str]:
        rows = self._all.interactions
        if not rows:
            return
        way = "way" if counted_decisions(self._all) else "advice"
        heads = ("", "from > to", "for", "today", way, "confidence")
        left_out = len(rows) - _BRIEF_ROWS if self._brief and len(rows) > _BRIEF_ROWS else 0
        if left_out:
            rows = tuple(sorted(rows, key=lambda row: (not row.undecided, row.number))[:_BRIEF_ROWS])
        cells = [self._cells(row) for row in rows]
        if self._pen.width < NARROW:
            yield from self._blocks(rows, cells)
        else:
            widths = self._columns([heads, *cells])
            yield self._pen.soft(" " + self._line(heads, widths))
            for row, line in zip(rows, cells, strict=True):
                yield self._pen.painted(" " + self._line(line, widths), row)
        if left_out:
            yield f" ... and {left_out} more, what is to decide first: without --brief, or --output report.html"
        if not self._brief:
            yield ""

    def _cells(self, row: Row) -> tuple[str, ...]:
        ends = neutralise(short_ends(row.sender, row.receivers))
        return (f"{row.number}", ends, neutralise(row.purpose), row.now, advised(row), sure(row, self._rows))

    def _columns(self, lines: Sequence[Sequence[str]]) -> list[int]:
        """Return column widths: the short ones as wide as they need, ends and purpose share what is left."""
        number, *needs = [max(cell_len(line[column]) for line in lines) for column in range(6)]
        left = self._pen.width - 1 - number - 5 * 2 - sum(min(need, 26) for need in needs[2:])
        ends = min(needs[0], max(left // 2, left - needs[1]))
        return [number, ends, min(needs[1], max(left - ends, 8)), *(min(need, 26) for need in needs[2:])]

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        return "  ".join(cut(cell, width) for cell, width in zip(cells, widths, strict=True))

    def _blocks(self, rows: Sequence[Row], cells: Sequence[Sequence[str]]) -> Iterator[str]:
        for row, (number, ends, purpose, now, advice, certain) in zip(rows, cells, strict=True):
            yield self._pen.painted(cut(f"{number} {ends}", self._pen.width), row)
            yield from self._pen.wrapped(purpose, indent="  ")
            yield from self._pen.wrapped(f"{advice} ({certain}{', today ' + now if now else ''})", indent="  ")

    def _decisions(self, room: int | None = None) -> Iterator[str]:
        """Tell the decisions: whole where they fit into so many lines, else in one line each."""
        decisions = self._all.decisions
        if not decisions:
            return
        whole = [line for decision in decisions for line in self._decision(decision)]
        if room is None or len(whole) < room:
            yield self._pen.bold("To decide")
            yield from whole
        else:
            fit = max(1, room - 1)
            more = f" ({len(decisions) - fit} more without --brief)" if len(decisions) > fit else ""
            yield self._pen.bold(f"To decide{more}")
            for decision in decisions[:fit]:
                text = f"{decision.said or decision.note or decision.ask_text} Ask: {_asked(decision)}."
                yield from self._pen.labelled(self._ends(decision.interaction), text, most=1)
        if not self._brief:
            yield ""

    def _decision(self, decision: Decision) -> Iterator[str]:
        indent = " " * (LABEL if self._pen.width >= NARROW else 3)
        yield from self._pen.labelled(self._ends(decision.interaction), decision.ask_text)
        if decision.said:
            yield from self._pen.wrapped(decision.said, indent=indent)
        if decision.note:
            yield from self._pen.wrapped(f"In your words: {decision.note}", indent=indent)
        guess = f" A guess says: {decision.draft}." if decision.draft else ""
        yield from self._pen.wrapped(f"Ask: {_asked(decision)}.{guess}", indent=indent)
        for way in decision.ways:
            yield from self._pen.wrapped(outcome_of(way), indent=indent, hang="  ")
        if decision.way_out:
            yield from self._pen.wrapped(f"A way out: {decision.way_out}", indent=indent, hang="  ")

    def _steps(self) -> Iterator[str]:
        """Tell the first steps, with who and how much; a contradiction comes before all of them."""
        if self._all.disputes:
            dispute = self._all.disputes[0]
            more = f" ({len(self._all.disputes) - 1} more)" if len(self._all.disputes) > 1 else ""
            text = f"{self._ends(dispute.interaction)}: {dispute.because}{more}"
            yield from self._pen.labelled("Contradiction", text, most=1 if self._brief else None)
        steps = [stage for stage in self._all.roadmap if stage.kind in ("build", "decide")][:FIRST_STEPS]
        if not steps:
            return
        yield self._pen.bold("First steps")
        for place, stage in enumerate(steps, start=1):
            most = 1 if self._brief else None
            yield from self._pen.labelled(f"{place}", f"{first_words(stage, self._brief)}.", label=3, most=most)
        if not self._brief:
            yield ""

    def _ends(self, name: str) -> str:
        row = self._rows[name]
        return f"{row.number} {short_ends(row.sender, row.receivers)}"


def _asked(decision: Decision) -> str:
    return decision.who or " or ".join(decision.ask)
