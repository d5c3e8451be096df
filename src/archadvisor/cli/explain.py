"""`archadvisor explain`: one entry of the knowledge with its source, or one interaction with its whole sum."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from archadvisor import __version__
from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers
from archadvisor.assess import assess
from archadvisor.cli.files import STDIO, read_input, write_stdout
from archadvisor.cli.start import DEFAULT
from archadvisor.cli.terminal import screen
from archadvisor.errors import ArchadvisorError, UsageError
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.explanation import explain, sorts
from archadvisor.reports.explanation.kinds import explain_kind, explain_kinds
from archadvisor.reports.explanation.lines import Line, stack, wrap
from archadvisor.reports.explanation.rows import explain_row
from archadvisor.text.columns import in_ascii
from archadvisor.text.neutral import neutralise

_WIDEST = 100
"""Longer lines are hard to read."""


def run_explain(words: Sequence[str], rules: bool) -> None:
    """Print the entry with this name, or the interaction of an answers file; without a word, what there is.

    A name may be of several words; the last one is a file where it exists or is called like one. Without a file, what
    is no entry may be an interaction of the usual one. UsageError with the nearest ids where there is none of that
    name.
    """
    knowledge = load()
    file = words[-1] if len(words) > 1 and _is_file(words[-1]) else None
    name = " ".join(words[:-1] if file else words) if words else None
    if name is None:
        _print(explain_kinds(knowledge))
    elif file is not None:
        _print(explain_row(assess(knowledge, _answers(file, knowledge), __version__), name))
    else:
        _print(_entry_or_row(knowledge, name, rules), stack if name in sorts(knowledge) else wrap)


def explain_name(
    knowledge: KnowledgeBase, name: str, rules: bool = False, rows: Collection[str] = ()
) -> Sequence[Line]:
    """Explain a sort of entries or one entry, with `rules` also what each rule weighs; UsageError for no such name.

    rows: interactions that may have been meant, by id
    """
    return list(explain_kind(knowledge, name)) if name in sorts(knowledge) else explain(knowledge, name, rules, rows)


def _entry_or_row(knowledge: KnowledgeBase, name: str, rules: bool) -> Sequence[Line]:
    """Explain an entry, else an interaction of the answers file in the working folder, if there is one."""
    try:
        return explain_name(knowledge, name, rules)
    except UsageError as unknown:
        if not Path(DEFAULT).exists():
            raise
        try:
            answers = _answers(DEFAULT, knowledge)
        except ArchadvisorError as fault:
            raise UsageError(f"{unknown}. No row could be looked up: {fault.lines()[0]}") from None
    ids = [row.id for row in answers.interactions]
    if name in ids or name in [str(number) for number, _ in enumerate(ids, start=1)]:
        return explain_row(assess(knowledge, answers, __version__), name)
    return explain_name(knowledge, name, rules, ids)


def _answers(file: str, knowledge: KnowledgeBase) -> Answers:
    return read(read_input(file), "<stdin>" if file == STDIO else file, knowledge)


def _is_file(word: str) -> bool:
    """Tell whether a word means an answers file."""
    called_like_one = word == STDIO or os.sep in word or word.endswith((".yaml", ".yml", ".json"))
    return called_like_one or os.path.isfile(word)  # noqa: PTH113 - Path raises for a name that is too long


def _print(lines: Iterable[Line], laid_out: Callable[[Sequence[Line], int], Iterator[str]] = wrap) -> None:
    seen = screen()
    inert = [Line(line.label, neutralise(line.text)) for line in lines]
    text = "\n".join(laid_out(inert, min(seen.width, _WIDEST))) + "\n"
    write_stdout(text if seen.unicode else in_ascii(text))
