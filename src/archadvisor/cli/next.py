"""`archadvisor next`: the one open question that changes most."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from archadvisor import __version__
from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers
from archadvisor.cli.files import STDIO, encode, read_input, write_stdout
from archadvisor.cli.targets import seen
from archadvisor.errors import UsageError, did_you_mean, shown
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase, Scope
from archadvisor.reports.formats import check_format, renderer
from archadvisor.reports.next import FORMATS
from archadvisor.reports.report.options import Options
from archadvisor.review.asking import next_question


def run_next(file: str, unsaid: bool, skip: list[str], format_name: str) -> None:
    """Print the next question, or that there is none; with `unsaid` of those that a program may look up.

    Those in `skip` are left out, by what `--set` calls them; UsageError where one is no question of the file.
    """
    check_format(FORMATS, format_name)
    data = read_input(file)
    knowledge = load()
    answers = read(data, "<stdin>" if file == STDIO else file, knowledge)
    _check_skipped(knowledge, answers, skip)
    found = next_question(knowledge, answers, __version__, unsaid, skip)
    name = "answers.yaml" if file == STDIO else shlex.quote(str(Path(file)))
    write_stdout(encode(renderer(FORMATS, format_name)(found, seen(Options(answers=name)))))


def _check_skipped(knowledge: KnowledgeBase, answers: Answers, skip: Sequence[str]) -> None:
    """Raise UsageError for a name that no question has: whoever loops over what is skipped would never end."""
    if not skip:
        return
    rows = answers.interactions
    parts = dict.fromkeys([*answers.parts, *(end for row in rows for end in (row.sender, *row.receivers))])
    owners = {Scope.SYSTEM: ("",), Scope.PART: parts, Scope.INTERACTION: [row.id for row in rows]}
    known = {
        f"{owner}.{question.id}" if owner else question.id
        for scope, names in owners.items()
        for owner in names
        for question in knowledge.of_scope(scope)
    }
    for name in skip:
        if name not in known:
            raise UsageError(f"--skip {shown(name)}: no such question{did_you_mean(name, known)}")
