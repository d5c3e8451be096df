"""`archadvisor diff`: what changed between two answers files, or would by other answers."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from archadvisor import __version__
from archadvisor.answers.reading import read
from archadvisor.answers.settings import apply, parse_settings
from archadvisor.answers.types import Answers
from archadvisor.cli.files import STDIO, distinct_targets, encode, read_input
from archadvisor.cli.options import Globals
from archadvisor.cli.score import progress
from archadvisor.cli.targets import seen, target_format
from archadvisor.cli.writing import write_reports
from archadvisor.errors import UsageError, shown
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.comparison import FORMATS
from archadvisor.reports.formats import renderer
from archadvisor.reports.report.options import Options
from archadvisor.review.comparison import compare


class Asked(Struct, frozen=True):
    """What is to be compared: a file with another, with itself at a revision, with itself under other answers."""

    old: str
    new: str | None
    base: str | None
    settings: Sequence[str]


def run_diff(asked: Asked, format_name: str | None, outputs: Sequence[str], options: Globals) -> bool:
    """Compare, render everything, then write everything; return whether anything changed."""
    _check(asked)
    targets = [(output, target_format(FORMATS, output, format_name)) for output in outputs or [STDIO]]
    names = [output for output, _ in targets]
    for name in (asked.old, *([asked.new] if asked.new else [])):
        distinct_targets(names, name)
    knowledge = load()
    settings = parse_settings(asked.settings)
    old, new = _sides(knowledge, asked)
    new = apply(knowledge, new, settings) if settings else new
    watch = None if options.quiet else progress()
    found = compare(knowledge, old, new, __version__, _sources(asked), watch)
    drawn = Options(command=_command(asked))
    reports = [
        (output, encode(renderer(FORMATS, name)(found, seen(drawn) if output == STDIO else drawn)))
        for output, name in targets
    ]
    write_reports(reports, options.quiet)
    return found.changed


def _check(asked: Asked) -> None:
    if asked.base is not None and asked.new is not None:
        raise UsageError(f"--base and {shown(asked.new)}: expected one of the two to compare with")
    if asked.base is None and asked.new is None and not asked.settings:
        raise UsageError(f"nothing to compare {shown(asked.old)} with; expected a second file, --base or --set")
    if asked.old == STDIO and (asked.base is not None or asked.new == STDIO):
        raise UsageError("standard input can be one of the two files, and has no --base")


def _sides(knowledge: KnowledgeBase, asked: Asked) -> tuple[Answers, Answers]:
    if asked.base is None:
        old = _read(knowledge, asked.old)
        return old, _read(knowledge, asked.new) if asked.new else old
    from archadvisor.cli.revisions import read_at

    data = read_at(asked.old, asked.base)
    there = _sources(asked)[0]
    new = _read(knowledge, asked.old)
    if data is None:
        return replace(new, name="", system={}, parts={}, interactions=(), flows=(), rules="", closed=()), new
    return read(data, there, knowledge), new


def _read(knowledge: KnowledgeBase, name: str) -> Answers:
    return read(read_input(name), "<stdin>" if name == STDIO else name, knowledge)


def _sources(asked: Asked) -> tuple[str, str]:
    """Return in words where both sides come from."""
    old = "standard input" if asked.old == STDIO else Path(asked.old).name
    new = old if asked.new is None else "standard input" if asked.new == STDIO else Path(asked.new).name
    if old == new and asked.new is not None:
        old, new = asked.old, asked.new
    set_ = f" with {', '.join(asked.settings)}" if asked.settings else ""
    return f"{old} at {asked.base}" if asked.base is not None else old, f"{new}{set_}"


def _command(asked: Asked) -> str:
    """Return what a reader types to see all of it again."""
    base = [] if asked.base is None else ["--base", asked.base]
    settings = [word for text in asked.settings for word in ("--set", text)]
    files = [asked.old, *([asked.new] if asked.new else [])]
    return shlex.join(["archadvisor", "diff", *files, *base, *settings])
