"""The screen: first what a meeting needs to start talking, below it the details.

Plain text in fixed columns; colour is laid over it where the terminal has some, and never carries
meaning alone. Names come from files of strangers: what a terminal would obey is shown, not sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from archadvisor.assessment import Assessment, Build, Cost, Decision, Precedent, Row, Way
from archadvisor.reports.report.options import FOLD_ABOVE, Options
from archadvisor.reports.wording import turned
from archadvisor.text.columns import cut, fold, in_ascii
from archadvisor.text.names import row_label, short_ends
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import plural

_LABEL = 18
_NARROW = 64
"""Below this width a table turns into blocks."""
_SCREEN = 24
"""Lines that a first screen has for up to eight interactions."""
_BRIEF_ROWS = 40
_LISTED = 40
_ARGUES = 0.5
"""From this weight on a line of the sum is told in words."""
_STYLES = {"request": "34", "event": "33", "bold": "1", "open": "1;33", "soft": "2"}


def render(assessment: Assessment, options: Options) -> str:
    """Return the screen as text, lines no wider than `options.width`."""
    screen = _Screen(assessment, options)
    lines = list(screen.first())
    if not options.brief:
        lines += screen.details()
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    if options.unicode:
        return text
    return in_ascii(text).encode("ascii", "replace").decode()


class _Screen:
    def __init__(self, assessment: Assessment, options: Options) -> None:
        self._all = assessment
        self._width = options.width
        self._colour = options.colour
        self._brief = options.brief
        self._command = options.command
        self._rows = {row.id: row for row in assessment.interactions}
        self._precedents = {precedent.id: precedent for precedent in assessment.precedents}

    # --- the first screen --------------------------------------------------------------------------

    def first(self) -> Iterator[str]:
        head = [*self._headline(), "", *self._table()]
        ends = list(self._endings())
        yield from head
        yield from self._to_decide(max(4, _SCREEN - len(head) - len(ends) - 2))
        yield from ends

    def _headline(self) -> Iterator[str]:
        system = self._all.system
        if not self._all.interactions:
            yield from self._wrapped(f"{neutralise(system.name)}: nothing to advise on yet", bold=True)
            yield from self._wrapped(neutralise(system.summary))
            return
        word = {"hybrid": "hybrid", "request": "by request", "event": "by event", "neither": "not a question of style"}
        counts = ", ".join(neutralise(count.text) for count in system.headline)
        yield from self._wrapped(f"{neutralise(system.name)}: {word[system.verdict]} - {counts}", bold=True)
        if system.assumed:
            yield from self._wrapped("Kinds of interaction, not yet yours: assumed from the answers about the system")
            return
        answers, drafts = system.answers, system.draft_decides
        decides = f"{plural(drafts, 'row')} would turn with a draft" if drafts else "no draft decides a style"
        yield from self._wrapped(f"{answers.confirmed} of {answers.asked} answers confirmed by the team; {decides}")

    def _table(self) -> Iterator[str]:
        rows = self._all.interactions
        if not rows:
            return
        heads = ("from > to", "for", "now", "advice", "how sure")
        left_out = len(rows) - _BRIEF_ROWS if self._brief and len(rows) > _BRIEF_ROWS else 0
        if left_out:
            rows = tuple(sorted(rows, key=lambda row: (not row.undecided, row.number))[:_BRIEF_ROWS])
        cells = [self._cells(row) for row in rows]
        if self._width < _NARROW:
            yield from self._blocks(rows, cells)
            return
        widths = self._columns([heads, *cells])
        yield self._soft(" " + self._line(heads, widths))
        for row, line in zip(rows, cells, strict=True):
            text = " " + self._line(line, widths)
            yield self._painted(text, row)
        if left_out:
            yield f" ... and {left_out} more, what is to decide first: without --brief, or --output report.html"
        yield ""

    def _cells(self, row: Row) -> tuple[str, str, str, str, str]:
        ends = neutralise(short_ends(row.sender, row.receivers))
        return (ends, neutralise(row.purpose), _now(row.current), advised(row), row.how_sure)

    def _columns(self, lines: Sequence[Sequence[str]]) -> list[int]:
        """Return column widths: the short ones as wide as they need, the first two share what is left."""
        needs = [max(cell_len(line[column]) for line in lines) for column in range(5)]
        left = self._width - 1 - 4 * 2 - sum(min(need, 26) for need in needs[2:])
        ends = min(needs[0], max(left // 2, left - needs[1]))
        return [ends, min(needs[1], max(left - ends, 8)), *(min(need, 26) for need in needs[2:])]

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        return "  ".join(cut(cell, width) for cell, width in zip(cells, widths, strict=True))

    def _blocks(self, rows: Sequence[Row], cells: Sequence[Sequence[str]]) -> Iterator[str]:
        for row, (ends, purpose, now, advice, sure) in zip(rows, cells, strict=True):
            yield self._painted(cut(ends, self._width), row)
            yield from self._wrapped(purpose, indent="  ")
            yield from self._wrapped(f"{advice} ({sure}{', now ' + now if now else ''})", indent="  ")
        yield ""

    def _to_decide(self, room: int) -> Iterator[str]:
        """Tell the decisions: whole where they fit into the lines that are left, else two lines each."""
        decisions = self._all.decisions
        if not decisions:
            return
        yield self._bold("To decide")
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
        indent = " " * (_LABEL if self._width >= _NARROW else 3)
        yield from self._labelled(self._ends(decision.interaction), neutralise(decision.note or decision.ask_text))
        draft = f", a draft says: {neutralise(decision.draft)}" if decision.draft else ""
        yield from self._wrapped(f"ask: {_asked(decision)}{draft}", indent=indent)
        for way in decision.ways:
            form = way.form_name if way.style == "neither" else f"{way.style}: {way.form_name}"
            answer = " or ".join(map(neutralise, way.short))
            reason = f" - {neutralise(way.reasons[0])}" if way.reasons and not answer else ""
            text = f"{answer} - {form}" if answer else f"{form}{reason}"
            yield from self._wrapped(text, indent=indent, hang="  ", most=1)

    def _decision_in_two_lines(self, decision: Decision) -> Iterator[str]:
        yield from self._labelled(
            self._ends(decision.interaction), neutralise(decision.note or decision.ask_text), most=1
        )
        ways = "; ".join(
            f"{' or '.join(map(neutralise, way.short))}: {_side(way)}"
            if way.short
            else f"{_side(way)}: {neutralise(way.reasons[0])}"
            for way in decision.ways
            if way.short or way.reasons
        )
        yield from self._labelled("", f"ask: {_asked(decision)}; {ways}", most=1)

    def _endings(self) -> Iterator[str]:
        system = self._all.system
        endings: list[tuple[str, str]] = []
        if self._all.disputes:
            dispute = self._all.disputes[0]
            more = f" (and {len(self._all.disputes) - 1} more)" if len(self._all.disputes) > 1 else ""
            endings.append(("At odds", f"{self._ends(dispute.interaction)}: {neutralise(dispute.because)}{more}"))
        if system.worth_most:
            endings.append(("Worth most", neutralise(system.worth_most)))
        first = next((stage for stage in self._all.roadmap if stage.kind == "build"), None)
        if first:
            endings.append(("Build first", neutralise(first.what)))
        if self._all.costs:
            cost, *others = self._all.costs
            more = f" (and {len(others)} more)" if others else ""
            endings.append(
                ("You take on", f"{neutralise(cost.title)}: {neutralise(cost.because).partition(';')[0]}{more}")
            )
        for label, text in endings:
            yield from self._labelled(label, text, most=1 if self._brief else 2)
        yield from self._wrapped(f"Full report: {neutralise(self._command)} --output report.html")

    # --- the details ---------------------------------------------------------------------------------

    def details(self) -> Iterator[str]:
        rows = self._all.interactions
        folded = len(rows) > FOLD_ABOVE
        shown = [r for r in rows if r.undecided or r.move in ("change", "new")][:FOLD_ABOVE] if folded else rows
        for row in shown:
            yield ""
            yield from self._detail(row)
        if folded:
            yield ""
            yield from self._wrapped(
                f"{len(shown)} of {len(rows)} interactions in detail: what is open or changes. All: --format json"
            )
        undecided = any(row.undecided for row in rows)
        title = "What to build (?: still to decide)" if undecided else "What to build"
        yield from self._section(title, ((neutralise(b.where), self._built(b)) for b in self._all.build))
        yield from self._section("What you take on", ((neutralise(c.title), self._cost(c)) for c in self._all.costs))
        steps = ((f"{stage.step}", f"{neutralise(stage.what)} {neutralise(stage.why)}") for stage in self._all.roadmap)
        yield from self._section("Where to start", steps, label=4)
        if self._precedents:
            how = "Where to read one, and why it was so decided: archadvisor explain NAME"
            yield from self._section(
                "Real systems", (("", text) for text in (neutralise(self._all.selection), how) if text), label=4
            )

    def _section(self, title: str, entries: Iterable[tuple[str, str]], label: int = _LABEL) -> Iterator[str]:
        entries = list(entries)
        if not entries:
            return
        yield ""
        yield self._bold(title)
        before = ""
        for name, text in entries[:_LISTED]:
            yield from self._labelled("" if name == before else name, text, label=label)
            before = name
        if len(entries) > _LISTED:
            yield f" ... and {len(entries) - _LISTED} more: --output report.json"

    def _built(self, build: Build) -> str:
        served = [self._rows[name] for name in build.interactions]
        rows = [f"{row.number}{'?' if row.undecided else ''}" for row in served]
        shown = ", ".join(rows[:8]) + (" ..." if len(rows) > 8 else "")
        name = "" if build.build.startswith(build.name) else f"{build.name}: "
        return f"{name}{neutralise(build.build)} ({shown})"

    def _cost(self, cost: Cost) -> str:
        first = f" -> {neutralise(cost.mitigations[0])}" if cost.mitigations else ""
        return f"{neutralise(cost.because)}{first}"

    def _detail(self, row: Row) -> Iterator[str]:
        title = f"{row.number}. {neutralise(row_label(row.sender, row.receivers, row.purpose))}"
        yield from self._wrapped(title, bold=True)
        figure = "" if row.style == "neither" or row.state == "given" else f", {row.confidence * 100:.0f} in 100"
        form = f": {row.form_name}" if row.undecided and row.style != "neither" else ""
        yield from self._labelled("advice", f"{advised(row)}{form} ({row.how_sure}{figure})")
        yield from self._labelled("because", neutralise(row.because))
        yield from self._labelled("against", neutralise(row.against))
        turns = " / ".join(f"{neutralise(point.words)} -> {turned(point)}" for point in row.tipping_points[:3])
        if turns:
            yield from self._labelled("turns if", turns)
        safeguards = [advice for advice in row.patterns if advice.role == "safeguard"]
        if safeguards:
            yield from self._labelled("safeguards", ", ".join(advice.name for advice in safeguards))
        yield from self._real(row)
        yield from self._sum(row)

    def _real(self, row: Row) -> Iterator[str]:
        """Tell what real systems do: whole for what is to decide, else in a line each."""
        real = row.precedents
        if real.count:
            yield from self._labelled("real systems", neutralise(real.count.words))
        for style, names in (("request", real.request), ("event", real.event)):
            for name in names:
                most = None if row.undecided else 1
                yield from self._labelled(f"  by {style}", _done(self._precedents[name]), most=most)

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
            yield from self._labelled(f"  {mark:>6} {line.theme}", neutralise(line.because), label=_LABEL + 5)
        if tilts:
            yield from self._labelled("  tilts", ", ".join(tilts), label=_LABEL + 5)
        if row.evidence:
            spread = "" if row.range.low == row.range.high else f", range {row.range.low:+.1f} to {row.range.high:+.1f}"
            yield from self._labelled(f"  {row.score:>+6.1f} sum", f"{row.style}{spread}", label=_LABEL + 5)

    # --- drawing -------------------------------------------------------------------------------------

    def _ends(self, name: str) -> str:
        row = self._rows[name]
        return neutralise(short_ends(row.sender, row.receivers))

    def _labelled(self, name: str, text: str, label: int = _LABEL, most: int | None = None) -> Iterator[str]:
        if self._width < _NARROW:
            yield self._bold(" " + cut(name, self._width - 1).rstrip())
            yield from self._wrapped(text, indent="   ", most=most)
            return
        lines = fold(text, self._width - label)
        if most is not None and len(lines) > most:
            lines = [*lines[: most - 1], cut(f"{lines[most - 1]} …", self._width - label).rstrip()]
        head = " " + cut(name, label - 2) + " "
        if most is None and cell_len(name) > label - 2:
            yield self._bold(" " + cut(name, self._width - 1).rstrip())
            head = " " * label
        for line in lines or [""]:
            yield head + line
            head = " " * label

    def _wrapped(
        self, text: str, indent: str = "", hang: str = "", bold: bool = False, most: int | None = None
    ) -> Iterator[str]:
        lines = fold(text, self._width - len(indent) - len(hang))
        if most is not None and len(lines) > most:
            lines = [
                *lines[: most - 1],
                cut(f"{lines[most - 1]} …", self._width - len(indent) - len(hang)).rstrip(),
            ]
        for number, line in enumerate(lines):
            whole = indent + (hang if number else "") + line
            yield self._bold(whole) if bold else whole

    def _painted(self, text: str, row: Row) -> str:
        return self._ansi(text, "open" if row.undecided else row.style)

    def _bold(self, text: str) -> str:
        return self._ansi(text, "bold")

    def _soft(self, text: str) -> str:
        return self._ansi(text, "soft")

    def _ansi(self, text: str, name: str) -> str:
        code = _STYLES.get(name)
        return f"\x1b[{code}m{text.rstrip()}\x1b[0m" if self._colour and code else text


def _done(precedent: Precedent) -> str:
    back = f"went back from {precedent.gave_up}s: " if precedent.gave_up else ""
    first = "accepted first: " if precedent.style == "both" else ""
    why = f" (why: {'; '.join(map(neutralise, precedent.why))})" if precedent.why else ""
    return f"{neutralise(precedent.id)}: {back}{first}{neutralise(precedent.does)}{why}"


def advised(row: Row) -> str:
    """Return style and form in a few words; an open row leans, a settled one is."""
    if row.style == "neither":
        return row.form_name
    if row.undecided:
        return f"leans to {row.style}"
    return f"{row.style}: {row.form_name}"


def _side(way: Way) -> str:
    return way.form_name if way.style == "neither" else way.style


def _asked(decision: Decision) -> str:
    return neutralise(decision.who) or " or ".join(decision.ask)


def _now(current: str | None) -> str:
    return {"shared-table": "table", "in-process": "inside", None: ""}.get(current, current or "")
