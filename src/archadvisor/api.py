"""The program as a library: load → assess → render. What the command line does, without it."""

from __future__ import annotations

from pathlib import Path

from archadvisor import __version__
from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers
from archadvisor.assess import Watch
from archadvisor.assess import assess as _assess
from archadvisor.assessment import Assessment
from archadvisor.errors import FileError, shown
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import render

__all__ = ["Options", "assess", "load_answers", "load_knowledge", "render"]

load_knowledge = load


def load_answers(path: str | Path, knowledge: KnowledgeBase) -> Answers:
    """Read an answers file; FileError where it cannot be read, AnswersError with all faults where it is wrong."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise FileError(f"{shown(str(path))}: {error.strerror}") from error
    return read(data, str(path), knowledge)


def assess(
    knowledge: KnowledgeBase, answers: Answers, date: str | None = None, watch: Watch | None = None
) -> Assessment:
    """Return the advice for a system; `date` is printed in reports only where it is given."""
    return _assess(knowledge, answers, __version__, date, watch)
