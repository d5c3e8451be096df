"""The explanation: one entry of the knowledge with its source, as labelled lines.

`questions` has what is said of a question and its options, `entries` of all other kinds, `lines` what they share.
"""

from __future__ import annotations

from collections.abc import Iterable

from archadvisor.errors import UsageError, did_you_mean, shown
from archadvisor.knowledge.types import Finding, KnowledgeBase, Pattern
from archadvisor.reports.explanation.entries import EXPLAIN, Entry
from archadvisor.reports.explanation.lines import Line
from archadvisor.reports.explanation.questions import explain_option
from archadvisor.text.names import joined


def explain(knowledge: KnowledgeBase, name: str) -> list[Line]:
    """Return the lines for an id, for QUESTION.VALUE, or for one of the names by which a form or safeguard is known.

    Raises UsageError with the nearest id where there is none, and where several are known by that name.
    """
    question, dot, value = name.partition(".")
    options = {o.value: o for o in knowledge.questions[question].options} if question in knowledge.questions else {}
    if dot and value in options:
        return list(explain_option(knowledge, knowledge.questions[question], options[value]))
    entries = _entries(knowledge)
    if name in entries:
        entry = entries[name]
        return list(EXPLAIN[type(entry)](knowledge, entry))
    called = _called(knowledge, name)
    if len(called) == 1:
        return list(EXPLAIN[type(called[0])](knowledge, called[0]))
    if called:
        raise UsageError(
            f"{shown(name)} is another name for {joined([one.id for one in called], 'or')}; explain one of them"
        )
    names = [f"{question}.{v}" for v in options] if dot and options else list(entries)
    raise UsageError(f"no entry has the name {shown(name)}{did_you_mean(name, names)}")


def _called(knowledge: KnowledgeBase, name: str) -> list[Pattern | Finding]:
    """Return the forms, safeguards and findings that are known by a name."""
    said = name.casefold().strip()
    patterns: tuple[Pattern | Finding, ...] = (*knowledge.forms.values(), *knowledge.safeguards, *knowledge.findings)
    return [p for p in patterns if said in [one.casefold() for one in (p.name, *p.also_known_as)]]


def _entries(knowledge: KnowledgeBase) -> dict[str, Entry]:
    kinds: tuple[Iterable[Entry], ...] = (
        knowledge.questions.values(),
        knowledge.rules,
        knowledge.gates,
        knowledge.forms.values(),
        knowledge.safeguards,
        knowledge.costs,
        knowledge.disputes,
        knowledge.findings,
        knowledge.figures.values(),
        knowledge.crossings,
        knowledge.archetypes.values(),
        knowledge.claims.values(),
        knowledge.sources.values(),
        knowledge.terms,
        knowledge.precedents,
    )
    return {entry.id: entry for kind in kinds for entry in kind}
