"""`archadvisor explain`: one entry of the knowledge with its source."""

from __future__ import annotations

from archadvisor.cli.files import write_stdout
from archadvisor.cli.terminal import screen
from archadvisor.knowledge import load
from archadvisor.reports.explanation import explain
from archadvisor.reports.explanation.lines import wrap
from archadvisor.text.columns import in_ascii

_WIDEST = 100
"""Longer lines are hard to read."""


def run_explain(name: str) -> None:
    """Print the entry with this id; UsageError with the nearest id where there is none."""
    seen = screen()
    text = "\n".join(wrap(explain(load(), name), min(seen.width, _WIDEST))) + "\n"
    write_stdout(text if seen.unicode else in_ascii(text))
