"""What a shell completes: files, formats, examples, roles, questions with their values, rows. Read only when asked."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from archadvisor.cli.shells import BREAKS, in_bash

if TYPE_CHECKING:
    from archadvisor.answers.types import Answers

_SUFFIXES = (".yaml", ".yml")


class _Rest(str):
    """What bash is to put behind a break; Typer drops what does not start with the whole word."""

    __slots__ = ()

    def startswith(self, *_: object) -> bool:
        return True


def answers_files(incomplete: str) -> list[str]:
    """Complete the answers file: folders, and files that may hold answers."""
    return [name for name in _files(incomplete) if name.endswith(("/", *_SUFFIXES))]


def files(incomplete: str) -> list[str]:
    """Complete any file."""
    return list(_files(incomplete))


def folders(incomplete: str) -> list[str]:
    """Complete a folder."""
    return [name for name in _files(incomplete) if name.endswith("/")]


def decided(context: typer.Context, incomplete: str) -> list[str]:
    """Complete a row that is decided."""
    answers = _answers(context)
    return _starting((row.id for row in answers.interactions if row.decision), incomplete) if answers else []


def formats(incomplete: str) -> list[str]:
    """Complete the format of a report."""
    from archadvisor.reports.report import FORMATS

    return _starting(FORMATS, incomplete)


def question_formats(incomplete: str) -> list[str]:
    """Complete the format of the questionnaire."""
    from archadvisor.reports.questionnaire import FORMATS

    return _starting(FORMATS, incomplete)


def merge_formats(incomplete: str) -> list[str]:
    """Complete the format of what is told of several answers files."""
    from archadvisor.reports.merging import FORMATS

    return _starting(FORMATS, incomplete)


def check_formats(incomplete: str) -> list[str]:
    """Complete the format of findings."""
    from archadvisor.reports.check import FORMATS

    return _starting(FORMATS, incomplete)


def diff_formats(incomplete: str) -> list[str]:
    """Complete the format of a comparison."""
    from archadvisor.reports.comparison import FORMATS

    return _starting(FORMATS, incomplete)


def revisions(incomplete: str) -> list[str]:
    """Complete a branch or tag of the git repository in which somebody stands."""
    from archadvisor.cli.revisions import names

    return _starting(names(), incomplete)


def next_formats(incomplete: str) -> list[str]:
    """Complete the format of the next question."""
    from archadvisor.reports.next import FORMATS

    return _starting(FORMATS, incomplete)


def examples(incomplete: str) -> list[str]:
    """Complete the example to start from."""
    from archadvisor.packaged import folder

    return _starting(sorted(path.parent.name for path in folder("examples").glob("*/answers.yaml")), incomplete)


def roles(incomplete: str) -> list[str]:
    """Complete who is asked."""
    from archadvisor.knowledge import load

    return _starting(load().roles, incomplete)


def ids(incomplete: str) -> list[str]:
    """Complete what can be explained: any id, after a question's id and a dot its values, rows of the usual file.

    Where nothing is typed yet, the questions alone: a thousand names help nobody.
    """
    from archadvisor.knowledge import load

    knowledge = load()
    question, dot, _ = incomplete.partition(".")
    if not incomplete:
        return [*knowledge.joined, *knowledge.questions]
    from archadvisor.reports.explanation import options_of, sorts

    if dot and (values := options_of(knowledge, question)):
        return _starting((f"{question}.{value}" for value in values), incomplete)

    answers = _read("answers.yaml")
    rows = [row.id for row in answers.interactions] if answers else []
    return _starting((*(entry.id for entries in sorts(knowledge).values() for entry in entries), *rows), incomplete)


def settings(context: typer.Context, incomplete: str) -> list[str]:
    """Complete `--set`: QUESTION=VALUE, and ROW.QUESTION=VALUE with the rows of the answers file."""
    with contextlib.suppress(Exception):  # nothing that goes wrong may appear in somebody's command line
        found = _starting(_settings(context, incomplete), incomplete)
        at = max(incomplete.rfind(mark) for mark in BREAKS) + 1 if in_bash() else 0
        return [_Rest(text[at:]) for text in found]
    return []


def _settings(context: typer.Context, incomplete: str) -> Iterator[str]:
    from archadvisor.knowledge import load
    from archadvisor.knowledge.types import Joined, Question, Scope

    knowledge = load()
    name, equals, value = incomplete.partition("=")
    row, dot, question = name.rpartition(".")
    if not equals:
        rows, parts = _rows(context)
        everything: tuple[Joined | Question, ...] = (*knowledge.joined.values(), *knowledge.questions.values())
        yield from (f"{q.id}=" for q in everything if not dot)
        yield from (f"{part}.{q.id}=" for part in parts for q in everything if q.scope is Scope.PART)
        if dot or not any(q.id.startswith(name) for q in everything):
            yield from (f"{one}.{q.id}=" for one in rows for q in everything if q.scope is Scope.INTERACTION)
        yield from () if dot else ("happens=",)
    elif question == "happens" and not row:
        given, comma, last = value.rpartition(",")
        kind, colon, _ = last.partition(":")
        lasts = (
            (f"{kind}:{mark}" for mark in knowledge.current) if colon else (f"{one}:" for one in knowledge.archetypes)
        )
        yield from (f"{name}={given}{comma}{one}" for one in lasts)
    elif question in knowledge.joined:
        yield from (f"{name}={value}" for value in [*(o.value for o in knowledge.joined[question].options), "unknown"])
    elif question in knowledge.questions:
        asked = knowledge.questions[question]
        given, comma, _ = value.rpartition(",") if asked.ticks else ("", "", value)
        yield from (f"{name}={given}{comma}{option.value}" for option in asked.options)
        yield from () if comma else (f"{name}=unknown",)


def _rows(context: typer.Context) -> tuple[list[str], list[str]]:
    """Return the rows and parts of the answers file that the command names, or of the usual one."""
    from archadvisor.interview.pages import Wanted, parts

    answers = _answers(context)
    return ([row.id for row in answers.interactions], [*parts(answers, Wanted())]) if answers else ([], [])


def _answers(context: typer.Context) -> Answers | None:
    """Return what the answers file says that the command names, or the usual one; None where it cannot be read."""
    given = [context.params.get(name) for name in ("add", "answers")]
    return _read(next((str(name) for name in given if name), "answers.yaml"))


def _read(path: str) -> Answers | None:
    """Return what an answers file says; None where it cannot be read."""
    from archadvisor.answers.reading import read
    from archadvisor.knowledge import load

    try:
        return read(Path(path).read_bytes(), path, load())
    except Exception:
        return None


def _files(incomplete: str) -> Iterator[str]:
    folder, _, start = incomplete.rpartition("/")
    base = f"{folder}/" if folder or incomplete.startswith("/") else ""
    with contextlib.suppress(OSError, ValueError):
        for entry in sorted(os.scandir(base or "."), key=lambda entry: entry.name):
            if entry.name.startswith(start) and (start or not entry.name.startswith(".")):
                # A name with a dash in front would be taken for an option.
                dashed = "./" if not base and entry.name.startswith("-") else ""
                yield f"{dashed}{base}{entry.name}{'/' if entry.is_dir() else ''}"


def _starting(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
