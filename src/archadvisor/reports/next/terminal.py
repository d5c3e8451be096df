"""The next question for people: whom to ask, what, and what each answer leads to."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from archadvisor.reports.report.options import Options
from archadvisor.review.asking import Choice, Next, NextQuestion, whom
from archadvisor.text.columns import fold, hang, in_ascii
from archadvisor.text.names import joined
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import plural

_NOTHING = "Nothing is left to ask: no open answer changes a row that is not decided, or ends a decision."
_LABEL = 2
_FEW = 3
"""Up to so many rows are told what an answer makes of them."""


def render(found: Next, options: Options) -> str:
    """Return the question in a few lines, or that there is none."""
    lines = list(_told(found.question, found.more, options) if found.question else _nothing(found, options))
    text = "\n".join(lines) + "\n"
    return text if options.unicode else in_ascii(text)


def _nothing(found: Next, options: Options) -> Iterator[str]:
    """Yield that nothing is left to ask; rows to decide are then a tie, whose answers have to be looked at again."""
    yield _NOTHING
    if found.undecided:
        told = f"{joined(found.undecided)} {'is' if len(found.undecided) == 1 else 'are'} still to decide"
        again = f"archadvisor score {options.answers} says which answer to look at again."
        yield from fold(neutralise(f"{told}: {again}"), options.width)


def _told(question: NextQuestion, more: int, options: Options) -> Iterator[str]:
    about = question.interaction or question.part or "the system"
    guess = "; a guess stands there" if question.draft else ""
    yield from fold(neutralise(f"Ask {whom(question)} about {about}{guess}:"), options.width)
    yield from hang("  ", neutralise(question.prompt), options.width)
    if question.note:
        yield from hang("  ", neutralise(f"In your words: {question.note}"), options.width)
    if question.source:
        yield from hang("  ", neutralise(f"The guess was read in {question.source}"), options.width)
    widest = max(len(one.value) for one in question.options)
    for one in question.options:
        mark = "*" if one.chosen else " "
        yield from hang(f" {mark}{one.value.ljust(widest + _LABEL)}", neutralise(_choice(one)), options.width)
    rows = plural(len(question.turns), "row")
    rest = f" {plural(more, 'more question')} can change something." if more else ""
    ends = f" It can end the decision on {joined(question.ends)}." if question.ends else ""
    yield from fold(neutralise(f"An answer can change the {question.changes} of {rows}.{ends}{rest}"), options.width)
    setting = shlex.quote(f"{question.set}=…")
    yield f"archadvisor interview {options.answers} --no-input --set {setting}"


def _choice(one: Choice) -> str:
    """Return an answer with what it leads to."""
    ways = [lead.form_name if lead.style == "neither" else f"{lead.style}: {lead.form_name}" for lead in one.leads_to]
    several = len(one.leads_to) > 1
    leads = [f"{lead.interaction}: {way}" if several else way for lead, way in zip(one.leads_to, ways, strict=True)]
    told = "; ".join(leads[:_FEW]) + (f" and {len(leads) - _FEW} more" if len(leads) > _FEW else "")
    return f"{one.label}{f' → {told}' if told else ''}"
