"""`archadvisor adr`: the decisions of an answers file as decision records in a folder."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from archadvisor import __version__
from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers
from archadvisor.assess import assess
from archadvisor.assessment import Assessment
from archadvisor.cli.files import STDIO, read_input, write_stdout
from archadvisor.cli.options import Globals
from archadvisor.cli.records import Folder, default_folder, locked, read_folder
from archadvisor.cli.writing import write_all
from archadvisor.errors import UsageError, shown
from archadvisor.knowledge import load
from archadvisor.reports.adr.content import content
from archadvisor.reports.adr.record import heading, render
from archadvisor.review.conventions import Target, convention_of, new_name, superseded
from archadvisor.review.deciding import chosen
from archadvisor.review.recording import Plan, plan
from archadvisor.review.records import Record, current, records_of
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import plural


def run_adr(patterns: Sequence[str], directory: str | None, file: str, options: Globals) -> None:
    """Write a record for each decision that has none that says it, and mark those that it supersedes."""
    path = directory or default_folder()
    data = read_input(file)
    knowledge = load()
    answers = read(data, "<stdin>" if file == STDIO else file, knowledge)
    rows = _rows(answers, patterns)
    if not rows:
        _say(["no decision to record; archadvisor decide '*' --as advice"], options)
        return
    today = datetime.date.fromisoformat(options.date) if options.date else datetime.date.today()
    with locked(path):
        folder = read_folder(path)
        records = records_of(neutralise(answers.name), folder.texts, path)
        planned = plan(answers, set(rows), records, today)
        assessment = assess(knowledge, answers, __version__)
        written = list(_written(assessment, folder, planned, records))
        write_all([(str(Path(path, name)), text) for name, text in written])
    lines = [f"wrote {Path(path, name)}" for name, _ in written if name not in folder.names]
    lines += [f"superseded {Path(path, name)}" for name, _ in written if name in folder.names]
    if not lines:
        lines = [f"nothing to write: what is decided stands in {path} ({plural(len(planned.holding), 'record')})"]
    _say(lines, options)


def _say(lines: Sequence[str], options: Globals) -> None:
    if not options.quiet:
        write_stdout("\n".join(map(neutralise, lines)) + "\n")


def _rows(answers: Answers, patterns: Sequence[str]) -> list[str]:
    """Return the decided rows that patterns name, all without one; UsageError for one that is named and undecided."""
    if not patterns:
        return [row.id for row in answers.interactions if row.decision]
    picked = chosen(answers.interactions, patterns)
    for row, named in picked:
        if named and row.decision is None:
            raise UsageError(
                f"{shown(row.id)} is not decided; archadvisor decide {row.id} --as … --because … decides it"
            )
    return [row.id for row, _ in picked if row.decision]


def _written(
    assessment: Assessment, folder: Folder, planned: Plan, records: Sequence[Record]
) -> Iterator[tuple[str, str]]:
    """Yield the files to write, by name: the new records first, then those that they supersede."""
    convention = convention_of(folder.texts)
    names = list(folder.names)
    rows = {row.id: row for row in assessment.interactions}
    holding = {row: record.target for row, record in current(records).items()}
    for draft in planned.drafts:
        said = content(assessment, [rows[row] for row in draft.rows], draft.day)
        name = new_name(convention, names, said.title, draft.day)
        names.append(name)
        target = Target(name, heading(convention, said, name))
        holding.update(dict.fromkeys(draft.rows, target))
        yield name, render(convention, said, draft, name)
    for name, row in planned.superseded.items():
        yield name, superseded(folder.texts[name], holding[row])
