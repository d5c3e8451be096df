"""The screen: first what a meeting needs to start talking, below it the details.

Plain text in fixed columns; colour is laid over it where the terminal has some, and never carries
meaning alone. Names come from files of strangers: what a terminal would obey is shown, not sent.
"""

from __future__ import annotations

from archadvisor.assessment import Assessment
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.terminal.details import Details
from archadvisor.reports.report.terminal.first import FirstPage
from archadvisor.reports.report.terminal.pen import Pen
from archadvisor.text.columns import in_ascii


def render(assessment: Assessment, options: Options) -> str:
    """Return the screen as text, lines no wider than `options.width`."""
    pen = Pen(options.width, options.colour)
    lines = list(FirstPage(assessment, options, pen).lines())
    if not options.brief:
        lines += Details(assessment, pen).lines()
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return text if options.unicode else in_ascii(text).encode("ascii", "replace").decode()
