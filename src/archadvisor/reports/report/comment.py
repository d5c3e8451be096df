"""The comment on a pull request: at most 30 lines of Markdown, the first a mark by which tools replace it."""

from __future__ import annotations

from archadvisor.assessment import Assessment
from archadvisor.reports.report.markdown import fill
from archadvisor.reports.report.options import Options


def render(assessment: Assessment, options: Options) -> str:
    """Return the comment."""
    return fill("markdown/comment.md.j2", assessment, options)
