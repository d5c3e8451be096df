"""`archadvisor explain`: one entry of the knowledge with its source, or one interaction with its whole sum."""

from __future__ import annotations

from archadvisor import __version__
from archadvisor.answers.reading import read
from archadvisor.assess import assess
from archadvisor.cli.files import STDIO, read_input, write_stdout
from archadvisor.cli.terminal import screen
from archadvisor.knowledge import load
from archadvisor.reports.explanation import explain
from archadvisor.reports.explanation.lines import Line, wrap
from archadvisor.reports.explanation.rows import explain_row
from archadvisor.text.columns import in_ascii
from archadvisor.text.neutral import neutralise

_WIDEST = 100
"""Longer lines are hard to read."""


def run_explain(name: str, file: str | None) -> None:
    """Print the entry with this id, or the interaction of an answers file; UsageError with the nearest id otherwise."""
    seen = screen()
    knowledge = load()
    if file is None:
        lines = explain(knowledge, name)
    else:
        answers = read(read_input(file), "<stdin>" if file == STDIO else file, knowledge)
        lines = explain_row(assess(knowledge, answers, __version__), name)
    text = "\n".join(wrap([Line(line.label, neutralise(line.text)) for line in lines], min(seen.width, _WIDEST))) + "\n"
    write_stdout(text if seen.unicode else in_ascii(text))
