"""`archadvisor decide`: a team's decision into its answers file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from archadvisor import __version__
from archadvisor.answers.dates import EXPECTED, has_passed, last_day
from archadvisor.answers.types import Answers
from archadvisor.assess import assess
from archadvisor.assessment import Finding, Row
from archadvisor.cli.files import refusals, write_stdout
from archadvisor.cli.options import Globals
from archadvisor.cli.store import Store
from archadvisor.cli.terminal import screen
from archadvisor.errors import FileError, UsageError, shown
from archadvisor.knowledge import load
from archadvisor.review.deciding import ADVICE, Wanted, decide
from archadvisor.text.columns import fold, hang, in_ascii
from archadvisor.text.names import joined, row_label
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import sentence


def run_decide(patterns: Sequence[str], wanted: Wanted, file: str, options: Globals) -> None:
    """Put a decision on record for each interaction that fits; today's date where none is asked for."""
    day = options.date or datetime.date.today().isoformat()
    knowledge = load()
    with refusals(file):
        if not Path(file).suffix and not Path(file).exists():
            told = "No such file or directory; several rows are one argument"
            raise FileError(f"{shown(file)}: {told}: {','.join([*patterns, file])}")
        Path(file).stat()
    with Store(Path(file), knowledge, "") as store:
        dated = Wanted(
            wanted.way,
            wanted.because.strip(),
            wanted.by.strip(),
            day,
            wanted.ticket.strip(),
            wanted.review,
        )
        decided = decide(knowledge, store.answers, patterns, dated)
        _check(dated)  # only now: whoever names no such row or style is told that first
        before = _without_decisions(store.answers, decided.rows)
        answers, _ = store.save(decided.answers)
    if options.quiet:
        return
    assessment = assess(knowledge, answers, __version__)
    rows = {row.id: row for row in assessment.interactions}
    seen = screen()
    lines = [line for name in decided.rows for line in _told(rows[name], seen.width)]
    if wanted.way != ADVICE:
        brought = _brought(assess(knowledge, before, __version__).findings, assessment.findings)
        lines += [line for one in brought for line in hang("  brings: ", one.title, seen.width)]
    left = [(name, "its answers leave it open, no advice to accept") for name in decided.open]
    lines += [line for name, why in left for line in hang("", f"{_label(rows[name])}: {why}", seen.width)]
    if decided.kept:
        kept = f"Decided before, not changed: {joined(decided.kept)}."
        lines += fold(f"{kept} To decide one again, name it without a wildcard.", seen.width)
    wrote = [f"wrote {neutralise(file)}"] if decided.rows else []
    text = "\n".join([*map(neutralise, lines), *wrote]) + "\n"
    write_stdout(text if seen.unicode else in_ascii(text))


def _without_decisions(answers: Answers, rows: Sequence[str]) -> Answers:
    """Return the answers as if nothing were decided for some rows: a decision is compared with the advice."""
    found = [replace(row, decision=None) if row.id in rows else row for row in answers.interactions]
    return replace(answers, interactions=tuple(found))


def _brought(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """Return the problems that are there once built, with a row that was not in one of the same kind before."""
    known = [(one.id, set(one.interactions)) for one in before if one.advised]
    return [
        one
        for one in after
        if one.advised and not any(id_ == one.id and rows.issuperset(one.interactions) for id_, rows in known)
    ]


def _check(wanted: Wanted) -> None:
    """Raise UsageError where a decision has no reason, or no day after its own on which to look at it again."""
    if wanted.way != ADVICE and not wanted.because:
        raise UsageError("--because: why was it decided? A decision without a reason cannot be checked later")
    if wanted.review and last_day(wanted.review) is None:
        raise UsageError(f"--review {shown(wanted.review)}: expected {EXPECTED}")
    if has_passed(wanted.review, datetime.date.fromisoformat(wanted.date)):
        day = wanted.date
        raise UsageError(f"--review {wanted.review}: over on the day of the decision, {day}; expected a later one")


def _label(row: Row) -> str:
    return f"{row.number} {row_label(row.sender, row.receivers, row.purpose)}"


def _told(row: Row, width: int) -> Iterator[str]:
    """Yield what was decided for a row, and what it costs where the advice is another way."""
    decision = row.decision
    if decision is None:
        return
    way = decision.form_name if decision.style == "neither" else f"{decision.style}: {decision.form_name}"
    beside = f"; the advice is {decision.advice}" if decision.against else ""
    yield from hang("", f"{_label(row)}: {way}{beside}", width)
    names = (row.sender, *row.receivers)
    costs = " ".join([sentence(text, names) for text in decision.costs])
    for label, text in (("costs", costs), ("also needs", ", ".join(decision.needs))):
        if text:
            yield from hang(f"  {label}: ", sentence(text, names), width)
