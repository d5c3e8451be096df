"""`archadvisor check`: whether the decisions in an answers file still hold."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Sequence

import typer

from archadvisor import __version__
from archadvisor.answers.places import Places
from archadvisor.answers.reading import read
from archadvisor.cli.files import STDIO, distinct_targets, read_input
from archadvisor.cli.options import Globals
from archadvisor.cli.records import found_records
from archadvisor.cli.targets import seen, target_format
from archadvisor.cli.writing import write_reports
from archadvisor.errors import UsageError, shown
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.check import FORMATS
from archadvisor.reports.formats import renderer
from archadvisor.reports.report.options import Options
from archadvisor.review.check import check, together
from archadvisor.review.findings import Check


def run_check(
    files: Sequence[str],
    today: str | None,
    strict: bool,
    directory: str | None,
    format_name: str | None,
    outputs: list[str],
    options: Globals,
) -> None:
    """Print what is found in answers files, or write it to files; exit 1 where something is a reason to fail.

    It writes nothing else.

    directory: where the decision records are; None for where they usually are, if there are any
    """
    targets = [(output, target_format(FORMATS, output, format_name)) for output in outputs or [STDIO]]
    for file in files:
        distinct_targets([output for output, _ in targets], file)
    day = _day(today, options.date)
    knowledge = load()
    found = together([_checked(file, knowledge, day, strict, directory) for file in dict.fromkeys(files)])
    reports = [(output, renderer(FORMATS, fmt)(found, seen(Options()))) for output, fmt in targets]
    write_reports(reports, options.quiet)
    if not found.ok:
        raise typer.Exit(1)


def _checked(file: str, knowledge: KnowledgeBase, day: datetime.date, strict: bool, directory: str | None) -> Check:
    data = read_input(file)
    name = "<stdin>" if file == STDIO else os.fsencode(file).decode("utf-8", "replace")
    answers = read(data, name, knowledge)
    records = found_records(answers.name, directory)
    return check(knowledge, answers, Places(data, name), day, __version__, strict, records)


def _day(text: str | None, date: str | None) -> datetime.date:
    """Return the day to check for: `--today`, else the `--date` of all commands; UsageError where they differ."""
    if text is None:
        return datetime.date.fromisoformat(date) if date else datetime.date.today()
    if date not in (None, text):
        raise UsageError(f"--today {shown(text)}: --date says {date}; expected one of them")
    with contextlib.suppress(ValueError):
        day = datetime.date.fromisoformat(text)
        if day.isoformat() == text:
            return day
    raise UsageError(f"--today {shown(text)} is not a date; expected YYYY-MM-DD")
