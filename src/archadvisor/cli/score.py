"""`archadvisor score`: an answers file to reports."""

from __future__ import annotations

import shlex
import sys
import textwrap
import time
from itertools import chain
from pathlib import Path

from archadvisor import __version__
from archadvisor.answers.reading import read
from archadvisor.assess import Watch, assess
from archadvisor.assessment import Assessment
from archadvisor.cli.files import STDIO, distinct_targets, encode, read_input, tell, write_stdout
from archadvisor.cli.options import Globals
from archadvisor.cli.targets import seen, target_format
from archadvisor.cli.terminal import screen
from archadvisor.cli.writing import write_reports
from archadvisor.errors import UsageError
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.formats import default_format
from archadvisor.reports.report import FORMATS
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import encoded
from archadvisor.reports.report.team import of_team
from archadvisor.text.prose import plural

_SHEET = "questions"
"""The format that `--questions` asks for."""
_PATIENCE = 2.0
"""Seconds after which somebody at a terminal is told how far it is."""


def run_score(
    name: str,
    format_name: str | None,
    outputs: list[str],
    brief: bool,
    questions: bool,
    team: str,
    options: Globals,
) -> None:
    """Read, assess, render everything, then write everything; `team` names parts or teams, separated by commas."""
    if questions and format_name not in (None, _SHEET):
        raise UsageError("--questions and --format: expected one of the two")
    format_name = _SHEET if questions else format_name
    targets = [(output, target_format(FORMATS, output, format_name)) for output in outputs or [STDIO]]
    distinct_targets([output for output, _ in targets], name)
    knowledge, assessment = _assessed(name, options)
    names = [one.strip() for one in team.split(",") if one.strip()]
    if team and not names:
        raise UsageError("--team is empty; expected the name of a part or of a team")
    if names:
        assessment = of_team(assessment, names)
    cut = f" --team {shlex.quote(team)}" if names else ""
    file = "answers.yaml" if name == STDIO else shlex.quote(Path(name).name)
    again = Options(brief=brief, command=f"archadvisor score {file}{cut}", answers=file)
    reports = [(output, encoded(assessment, fmt, seen(again) if output == STDIO else again)) for output, fmt in targets]
    write_reports(reports, options.quiet)
    if options.verbose:
        rules = f"rules {assessment.rules_version}: {len(knowledge.rules)} rules, {len(knowledge.claims)} claims"
        tell(f"{len(assessment.interactions)} interactions; {rules}")


def run_brief(name: str, options: Globals, ending: str) -> None:
    """Print the first page of a file's advice, which command goes on where something is open, and an ending."""
    _, assessment = _assessed(name, options)
    command = f"archadvisor score {shlex.quote(name)}"
    page = encoded(assessment, default_format(FORMATS), seen(Options(brief=True, command=command, answers=name)))
    missing = _missing(assessment)
    lines = textwrap.wrap(f"{missing} Continue with:", screen().width) if missing else []
    lines += [f"  archadvisor interview {shlex.quote(name)}"] if missing else []
    write_stdout(chain(page, encode("\n".join([*lines, ending]) + "\n")))


def _missing(assessment: Assessment) -> str:
    """Say what an interview would still ask; nothing where it would ask nothing that matters."""
    if not assessment.interactions:
        return "No interaction yet."
    questions = sum(unknown.matters for unknown in assessment.unknowns)
    guesses = assessment.system.answers.drafts
    counts = [plural(questions, "open question")] if questions else []
    counts += [plural(guesses, "guess to confirm", "guesses to confirm")] if guesses else []
    return f"{' and '.join(counts)}." if counts else ""


def _assessed(name: str, options: Globals) -> tuple[KnowledgeBase, Assessment]:
    watch = None if options.quiet else progress()
    data = read_input(name)
    knowledge = load()
    answers = read(data, "<stdin>" if name == STDIO else name, knowledge)
    return knowledge, assess(knowledge, answers, __version__, options.date, watch)


def progress() -> Watch | None:
    """Return what tells on stderr how far it is, once it takes long; None where nobody looks."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def watch(done: int, of: int) -> None:
        if done % 200 and done != of:
            return
        if time.monotonic() - started > _PATIENCE:
            end = "\n" if done == of else ""
            print(f"\rarchadvisor: {done:,} of {of:,} interactions", end=end, file=sys.stderr, flush=True)

    return watch
