"""`archadvisor explain`: one entry of the knowledge with its source, or one interaction with its whole sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from archadvisor import __version__
from archadvisor.answers.reading import read
from archadvisor.assess import assess
from archadvisor.cli.files import STDIO, read_input, write_stdout
from archadvisor.cli.terminal import screen
from archadvisor.knowledge import load
from archadvisor.reports.explanation import explain, sorts
from archadvisor.reports.explanation.kinds import explain_kind, explain_kinds
from archadvisor.reports.explanation.lines import Line, stack, wrap
from archadvisor.reports.explanation.rows import explain_row
from archadvisor.text.columns import in_ascii
from archadvisor.text.neutral import neutralise

_WIDEST = 100
"""Longer lines are hard to read."""


def run_explain(name: str | None, file: str | None, rules: bool) -> None:
    """Print the entry with this id, or the interaction of an answers file; without a name, what there is.

    UsageError with the nearest ids where there is none of that name.
    """
    knowledge = load()
    if name is None:
        _print(explain_kinds(knowledge))
    elif file is not None:
        answers = read(read_input(file), "<stdin>" if file == STDIO else file, knowledge)
        _print(explain_row(assess(knowledge, answers, __version__), name))
    elif name in sorts(knowledge):
        _print(explain_kind(knowledge, name), stack)
    else:
        _print(explain(knowledge, name, rules))


def _print(lines: Iterable[Line], laid_out: Callable[[Sequence[Line], int], Iterator[str]] = wrap) -> None:
    seen = screen()
    inert = [Line(line.label, neutralise(line.text)) for line in lines]
    text = "\n".join(laid_out(inert, min(seen.width, _WIDEST))) + "\n"
    write_stdout(text if seen.unicode else in_ascii(text))
