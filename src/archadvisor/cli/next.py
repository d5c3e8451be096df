"""`archadvisor next`: the one open question that changes most."""

from __future__ import annotations

import shlex
from pathlib import Path

from archadvisor import __version__
from archadvisor.answers.reading import read
from archadvisor.cli.files import STDIO, encode, read_input, write_stdout
from archadvisor.cli.targets import seen
from archadvisor.knowledge import load
from archadvisor.reports.formats import check_format, renderer
from archadvisor.reports.next import FORMATS
from archadvisor.reports.report.options import Options
from archadvisor.review.asking import next_question


def run_next(file: str, unsaid: bool, skip: list[str], format_name: str) -> None:
    """Print the next question, or that there is none; with `unsaid` of those that a program may look up.

    Those in `skip` are left out, by what `--set` calls them.
    """
    check_format(FORMATS, format_name)
    data = read_input(file)
    knowledge = load()
    answers = read(data, "<stdin>" if file == STDIO else file, knowledge)
    found = next_question(knowledge, answers, __version__, unsaid, skip)
    name = "answers.yaml" if file == STDIO else shlex.quote(str(Path(file)))
    write_stdout(encode(renderer(FORMATS, format_name)(found, seen(Options(answers=name)))))
