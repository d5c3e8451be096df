"""`archadvisor explain`: one entry of the knowledge with its source."""

from __future__ import annotations

from shutil import get_terminal_size

from archadvisor.cli.files import write_stdout
from archadvisor.knowledge import load
from archadvisor.reports.explanation import explain
from archadvisor.reports.explanation.lines import wrap


def run_explain(name: str) -> None:
    """Print the entry with this id; UsageError with the nearest id where there is none."""
    width = max(40, min(100, get_terminal_size((80, 24)).columns))
    write_stdout("\n".join(wrap(explain(load(), name), width)) + "\n")
