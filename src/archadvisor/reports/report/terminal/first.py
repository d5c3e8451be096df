"""The first screen: what a meeting needs to start talking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from archadvisor.assessment import Assessment, Decision, Row, Way
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.terminal.pen import LABEL, NARROW, Pen
from archadvisor.reports.wording import advised, sure
from archadvisor.text.columns import cut
from archadvisor.text.names import short_ends
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import plural

_SCREEN = 24
"""Lines that a first screen has for up to eight interactions."""
_BRIEF_ROWS = 40
_BRIEF_TROUBLES = 3
_STATE = {"removed": "solved", "smaller": "reduced", "stays": "stays", "brought in": "new", "as advised": "note"}
"""What the advice makes of a finding, in a word."""
_DECIDE_AT_LEAST = 4
"""Lines of the decisions, however little room there is."""


class FirstScreen:
    """Tells the headline, the trouble, the table, what is to decide, and what the advice brings and takes."""

    def __init__(self, assessment: Assessment, options: Options, pen: Pen) -> None:
        self._all = assessment
        self._pen = pen
        self._brief = options.brief
        self._command = options.command
        self._rows = {row.id: row for row in assessment.interactions}

    def lines(self) -> Iterator[str]:
        """Yield the first screen, of at most 24 lines where `brief` and there are few interactions."""
        head = [*self._headline(), "", *self._troubles(), *self._table()]
        ends = list(self._endings())
        last = list(self._pen.wrapped(f"Full report: {self._command} --output report.html"))
        if self._brief and self._all.findings:  # trouble is more worth the room than what stands behind it
            decisions = _DECIDE_AT_LEAST if self._all.decisions else 0
            ends = ends[: max(0, _SCREEN - len(head) - len(last) - decisions)]
        yield from head
        yield from self._to_decide(max(_DECIDE_AT_LEAST, _SCREEN - len(head) - len(ends) - len(last) - 1))
        yield from ends
        yield from last

    def _headline(self) -> Iterator[str]:
        system = self._all.system
        if not self._all.interactions:
            yield from self._pen.wrapped(f"{system.name}: nothing to advise on yet", bold=True)
            yield from self._pen.wrapped(system.summary)
            return
        word = {
            "hybrid": "hybrid",
            "request": "by request",
            "event": "by event",
            "neither": "not a question of style",
            "unknown": "not known yet",
        }
        counts = ", ".join(count.text for count in system.headline)
        yield from self._pen.wrapped(f"{system.name}: {word[system.verdict]} - {counts}", bold=True)
        if system.assumed:
            yield from self._pen.wrapped(
                "Kinds of interaction, not yet yours: assumed from the answers about the system"
            )
            return
        if self._all.team:
            yield from self._pen.wrapped(f"Only what concerns {', '.join(self._all.team)}")
        answers, drafts = system.answers, system.draft_decides
        decides = f"{plural(drafts, 'row')} would turn with a draft" if drafts else "no draft decides a style"
        yield from self._pen.wrapped(f"{answers.confirmed} of {answers.asked} answers confirmed by the team; {decides}")

    def _troubles(self) -> Iterator[str]:
        """Tell the trouble between rows: the first in a line each where brief, else all that is there."""
        findings = self._all.findings
        if not findings:
            return
        yield self._pen.bold("Troubles between rows")
        shown = findings[:_BRIEF_TROUBLES] if self._brief else findings
        for finding in shown:
            yield from self._pen.labelled(
                _STATE[finding.change], finding.title, label=13, most=1 if self._brief else None
            )
        if len(findings) > len(shown):
            yield f" ... and {len(findings) - len(shown)} more: without --brief"
        yield ""

    def _table(self) -> Iterator[str]:
        rows = self._all.interactions
        if not rows:
            return
        heads = ("from > to", "for", "now", "advice", "how sure")
        left_out = len(rows) - _BRIEF_ROWS if self._brief and len(rows) > _BRIEF_ROWS else 0
        if left_out:
            rows = tuple(sorted(rows, key=lambda row: (not row.undecided, row.number))[:_BRIEF_ROWS])
        cells = [self._cells(row) for row in rows]
        if self._pen.width < NARROW:
            yield from self._blocks(rows, cells)
            return
        widths = self._columns([heads, *cells])
        yield self._pen.soft(" " + self._line(heads, widths))
        for row, line in zip(rows, cells, strict=True):
            text = " " + self._line(line, widths)
            yield self._pen.painted(text, row)
        if left_out:
            yield f" ... and {left_out} more, what is to decide first: without --brief, or --output report.html"
        yield ""

    def _cells(self, row: Row) -> tuple[str, str, str, str, str]:
        ends = neutralise(short_ends(row.sender, row.receivers))
        return (ends, neutralise(row.purpose), row.now, advised(row), sure(row))

    def _columns(self, lines: Sequence[Sequence[str]]) -> list[int]:
        """Return column widths: the short ones as wide as they need, the first two share what is left."""
        needs = [max(cell_len(line[column]) for line in lines) for column in range(5)]
        left = self._pen.width - 1 - 4 * 2 - sum(min(need, 26) for need in needs[2:])
        ends = min(needs[0], max(left // 2, left - needs[1]))
        return [ends, min(needs[1], max(left - ends, 8)), *(min(need, 26) for need in needs[2:])]

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        return "  ".join(cut(cell, width) for cell, width in zip(cells, widths, strict=True))

    def _blocks(self, rows: Sequence[Row], cells: Sequence[Sequence[str]]) -> Iterator[str]:
        for row, (ends, purpose, now, advice, certain) in zip(rows, cells, strict=True):
            yield self._pen.painted(cut(ends, self._pen.width), row)
            yield from self._pen.wrapped(purpose, indent="  ")
            yield from self._pen.wrapped(f"{advice} ({certain}{', now ' + now if now else ''})", indent="  ")
        yield ""

    def _to_decide(self, room: int) -> Iterator[str]:
        """Tell the decisions: whole where they fit into the lines that are left, else two lines each."""
        decisions = self._all.decisions
        if not decisions:
            return
        yield self._pen.bold("To decide")
        whole = [list(self._decision(decision)) for decision in decisions]
        lines = [line for block in whole for line in block]
        if not self._brief or len(lines) <= room:
            yield from lines
        else:
            fit = max(1, (room - 1) // 2)
            for decision in decisions[:fit]:
                yield from self._decision_in_two_lines(decision)
            if len(decisions) > fit:
                yield f" ... and {len(decisions) - fit} more: without --brief"
        yield ""

    def _decision(self, decision: Decision) -> Iterator[str]:
        indent = " " * (LABEL if self._pen.width >= NARROW else 3)
        yield from self._pen.labelled(self._ends(decision.interaction), decision.note or decision.ask_text)
        draft = f", a draft says: {decision.draft}" if decision.draft else ""
        yield from self._pen.wrapped(f"ask: {_asked(decision)}{draft}", indent=indent)
        for way in decision.ways:
            form = way.form_name if way.style == "neither" else f"{way.style}: {way.form_name}"
            answer = " or ".join(way.short)
            reason = f" - {way.reasons[0]}" if way.reasons and not answer else ""
            text = f"{answer} - {form}" if answer else f"{form}{reason}"
            yield from self._pen.wrapped(text, indent=indent, hang="  ", most=1)

    def _decision_in_two_lines(self, decision: Decision) -> Iterator[str]:
        yield from self._pen.labelled(self._ends(decision.interaction), decision.note or decision.ask_text, most=1)
        ways = "; ".join(
            f"{' or '.join(way.short)}: {_side(way)}" if way.short else f"{_side(way)}: {way.reasons[0]}"
            for way in decision.ways
            if way.short or way.reasons
        )
        yield from self._pen.labelled("", f"ask: {_asked(decision)}; {ways}", most=1)

    def _endings(self) -> Iterator[str]:
        system = self._all.system
        endings: list[tuple[str, str]] = []
        if self._all.disputes:
            dispute = self._all.disputes[0]
            more = f" (and {len(self._all.disputes) - 1} more)" if len(self._all.disputes) > 1 else ""
            endings.append(("Contradiction", f"{self._ends(dispute.interaction)}: {dispute.because}{more}"))
        if system.worth_most:
            endings.append(("Waits", system.worth_most))
        first = next((stage for stage in self._all.roadmap if stage.kind == "build"), None)
        if first:
            endings.append(("Build first", first.what))
        if self._all.costs:
            cost, *others = self._all.costs
            more = f" (and {len(others)} more)" if others else ""
            endings.append(("You take on", f"{cost.title}: {cost.because.partition(';')[0]}{more}"))
        for label, text in endings:
            yield from self._pen.labelled(label, text, most=1 if self._brief else 2)

    def _ends(self, name: str) -> str:
        row = self._rows[name]
        return short_ends(row.sender, row.receivers)


def _side(way: Way) -> str:
    return way.form_name if way.style == "neither" else way.style


def _asked(decision: Decision) -> str:
    return decision.who or " or ".join(decision.ask)
