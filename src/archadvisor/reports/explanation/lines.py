"""What explanations of all kinds share: labelled lines, conditions and rules in words, citations."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archadvisor.knowledge.conditions import ALWAYS, Condition, Is, in_words, keys
from archadvisor.knowledge.types import Claim, KnowledgeBase, Rule, Source


class Line(NamedTuple):
    """A label and a text; the label is empty where the text goes on.

    about: the words of the text that name another entry, each with that entry's id (or QUESTION.VALUE)
    """

    label: str
    text: str
    about: tuple[tuple[str, str], ...] = ()


ACCEPTED = "accepted first, processed in the background"
_ENDS = {"from.": " of the sender", "to.": " of the receiver"}


def wrap(lines: Sequence[Line], width: int) -> Iterator[str]:
    """Yield the lines in two columns, `width` wide where no longer word forbids it."""
    indent = max(len(line.label) for line in lines) + 2
    for label, text, _ in lines:
        yield from textwrap.wrap(
            text,
            width,
            initial_indent=label.ljust(indent),
            subsequent_indent=" " * indent,
            break_on_hyphens=False,
            break_long_words=False,
        )


def stack(lines: Sequence[Line], width: int) -> Iterator[str]:
    """Yield each label with its text below: for labels of any length."""
    for label, text, _ in lines:
        yield label
        yield from wrap([Line("", text)], width)


def say_condition(condition: Condition) -> str:
    """Say a condition by the ids of its questions and values."""
    return in_words(condition, _say_comparison) or "always"


def _say_comparison(condition: Is, holds: bool) -> str:
    values = ['"not"' if value == "not" else value for value in sorted(condition.values)]
    if holds:
        return f"{condition.key} is {'/'.join(values)}"
    return f"{condition.key} is {'neither' if len(values) > 1 else 'not'} {' nor '.join(values)}"


def asked(*conditions: Condition) -> tuple[tuple[str, str], ...]:
    """Return the words by which conditions name questions, with those questions; more may be keys of a map."""
    named = sorted({key for condition in conditions for key in keys(condition)})
    return tuple([(key, key.rpartition(".")[2]) for key in named])


def by_id(ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return ids as the words that name entries."""
    return tuple([(one, one) for one in ids])


def say_weight(rule: Rule) -> str:
    """Say what a rule gives, and under which condition beside the answer itself."""
    end = next((words for start, words in _ENDS.items() if rule.key.startswith(start)), "")
    guard = "" if rule.given is ALWAYS else f" if {say_condition(rule.given)}"
    return f"{rule.favours} {rule.step / 10:.1f} ({rule.step_name}){end}{guard}: {rule.id}"


def cite(knowledge: KnowledgeBase, claims: Iterable[str]) -> Iterator[Line]:
    """Yield each claim with its source."""
    for claim in (knowledge.claims[name] for name in claims):
        source = knowledge.sources[claim.source]
        address = f", {source.address}" if source.address else ""
        about = ((claim.text, claim.id), (say_source(source), source.id))
        yield Line("source", f"{claim.text} ({say_source(source)}{section(claim)}{address})", about)


def say_source(source: Source) -> str:
    """Say who wrote a text and when, as far as it is known, and its title."""
    author = f"{source.author}: " if source.author else ""
    year = f" ({source.year})" if source.year else ""
    return f"{author}{source.title}{year}"


def section(claim: Claim) -> str:
    """Return where in its source a claim stands, behind a comma."""
    return f", {claim.section}" if claim.section else ""
