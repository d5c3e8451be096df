"""`archadvisor adr`: the decisions of an answers file as decision records in a folder."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from archadvisor import __version__
from archadvisor.advice.decided import tell_disputed
from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers
from archadvisor.assess import assess
from archadvisor.cli.files import STDIO, read_input, tell, write_stdout
from archadvisor.cli.options import Globals
from archadvisor.cli.records import Folder, default_folder, is_default, locked, read_folder
from archadvisor.cli.writing import write_all
from archadvisor.errors import UsageError, shown
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.adr.content import Told, content
from archadvisor.reports.adr.record import heading, render
from archadvisor.review.check import changed_since, unsupported
from archadvisor.review.conventions import Target, convention_of, new_name, superseded
from archadvisor.review.deciding import chosen
from archadvisor.review.recording import Plan, plan
from archadvisor.review.records import Record, as_called_now, current, records_of, renamed, taken_over
from archadvisor.review.restoring import restored
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import plural, sentence


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
        found = records_of(neutralise(answers.name), folder.texts, path)
        names = renamed(found, answers)
        records = as_called_now(found, names)
        planned = plan(answers, set(rows), records, today)
        drafted = {row for draft in planned.drafts for row in draft.rows}
        told = _told(knowledge, answers, drafted)
        written = list(_written(knowledge, told, folder, planned, records, file))
        written += _following(folder, found, names, rows, planned)
        write_all([(str(Path(path, name)), text) for name, text in written])
    lines = [f"wrote {Path(path, name)}" for name, _ in written if name not in folder.names]
    lines += [f"superseded {Path(path, name)}" for name in planned.superseded]
    followed = {name for name, _ in written if name in folder.names and name not in planned.superseded}
    lines += [
        f"{Path(path, record.target.name)}: {row} is now called {names[row]}"
        for record in found
        for row in record.rows
        if record.target.name in followed and row in names
    ]
    for row, record in planned.refused.items():
        tell(
            f"{row}: its record {record.name} was {record.status}, but the decision stands; nothing written; "
            f"archadvisor decide {row} --as … --because … decides it again"
        )
    for row in [row.id for row in answers.interactions if row.id in drafted and told[row.id].since]:
        tell(f"{row}: {' '.join(map(sentence, told[row].since))} The record says so.")
    if not lines and (planned.holding or not planned.refused):
        lines = [f"nothing to write: what is decided stands in {path} ({plural(len(planned.holding), 'record')})"]
    _say(lines, options)
    if directory is not None and not options.quiet and not is_default(path):
        argument = "" if file == "answers.yaml" else f" {shlex.quote(file)}"
        tell(f"check finds these records with: archadvisor check{argument} --records {shlex.quote(path)}")


def _say(lines: Sequence[str], options: Globals) -> None:
    if lines and not options.quiet:
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


def _told(knowledge: KnowledgeBase, answers: Answers, rows: Collection[str]) -> dict[str, Told]:
    """Return decided rows by id, with the answers on which they were decided and what happened to them since."""
    fallen = unsupported(knowledge, answers) if rows else {}
    changed = changed_since(knowledge, answers) if rows else {}
    since = {
        row.id: (
            *[
                found[row.id]
                for found in (fallen, changed)
                if row.id in found and row.decision and row.decision.advised
            ],
            *tell_disputed(knowledge, answers, row),
        )
        for row in answers.interactions
        if row.id in rows
    }
    found: dict[str, Told] = {}
    for then in restored(knowledge, answers, rows):
        assessment = assess(knowledge, then.answers, __version__)
        own = {row.id: row for row in assessment.interactions if row.id in then.rows}
        found.update({name: Told(row, assessment, since[name]) for name, row in own.items()})
    return found


def _written(
    knowledge: KnowledgeBase,
    told: Mapping[str, Told],
    folder: Folder,
    planned: Plan,
    records: Sequence[Record],
    file: str,
) -> Iterator[tuple[str, str]]:
    """Yield the files to write, by name: the new records first, then those that they supersede."""
    convention = convention_of(folder.texts)
    names = list(folder.names)
    holding = {row: record.target for row, record in current(records).items()}
    for draft in planned.drafts:
        said = content(knowledge, [told[row] for row in draft.rows], draft.day)
        name = new_name(convention, names, said.title, draft.day)
        names.append(name)
        target = Target(name, heading(convention, said, name))
        holding.update(dict.fromkeys(draft.rows, target))
        yield name, render(convention, said, draft, name, file)
    for name, row in planned.superseded.items():
        yield name, superseded(folder.texts[name], holding[row])


def _following(
    folder: Folder, records: Sequence[Record], names: Mapping[str, str], rows: Sequence[str], planned: Plan
) -> Iterator[tuple[str, str]]:
    """Yield the records that hold on for rows with new ids, by name, with these; of the rows that were asked for."""
    for record in records:
        name = record.target.name
        if not record.over and name not in planned.superseded and any(names.get(row) in rows for row in record.rows):
            (now,) = as_called_now([record], names)
            yield name, taken_over(folder.texts[name], now)
