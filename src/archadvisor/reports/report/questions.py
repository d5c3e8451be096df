"""The questions that are open, by who can answer them: Markdown to send or to paste."""

from __future__ import annotations

from archadvisor.assessment import Assessment
from archadvisor.reports.report.markdown import fill
from archadvisor.reports.report.options import Options


def render(assessment: Assessment, options: Options) -> str:
    """Return the sheet: decisions first, then what else would change something."""
    return fill("markdown/questions.md.j2", assessment, options)
