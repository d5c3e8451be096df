"""`archadvisor questions`: the blank questionnaire, by who can answer."""

from __future__ import annotations

from archadvisor.cli.files import write_stdout
from archadvisor.knowledge import load
from archadvisor.reports.formats import check_format, renderer
from archadvisor.reports.questionnaire import FORMATS
from archadvisor.reports.questionnaire.content import blank_questionnaire


def run_questions(format_name: str) -> None:
    """Print the questionnaire; UsageError where there is no such format."""
    check_format(FORMATS, format_name)
    write_stdout(renderer(FORMATS, format_name)(blank_questionnaire(load())))
