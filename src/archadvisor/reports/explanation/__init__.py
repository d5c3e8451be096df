"""The explanation: one entry of the knowledge with its source, as labelled lines.

`questions` has what is said of a question and its options, `entries` of all other kinds, `lines` what they share.
"""

from __future__ import annotations

from collections.abc import Iterable

from archadvisor.errors import UsageError, did_you_mean, shown
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.explanation.entries import EXPLAIN, Entry
from archadvisor.reports.explanation.lines import Line
from archadvisor.reports.explanation.questions import explain_option


def explain(knowledge: KnowledgeBase, name: str) -> list[Line]:
    """Return the lines for an id, or for QUESTION.VALUE; UsageError with the nearest id where there is none."""
    question, dot, value = name.partition(".")
    options = {o.value: o for o in knowledge.questions[question].options} if question in knowledge.questions else {}
    if dot and value in options:
        return list(explain_option(knowledge, knowledge.questions[question], options[value]))
    entries = _entries(knowledge)
    if name in entries:
        entry = entries[name]
        return list(EXPLAIN[type(entry)](knowledge, entry))
    names = [f"{question}.{v}" for v in options] if dot and options else list(entries)
    raise UsageError(f"nothing is called {shown(name)}{did_you_mean(name, names)}")


def _entries(knowledge: KnowledgeBase) -> dict[str, Entry]:
    kinds: tuple[Iterable[Entry], ...] = (
        knowledge.questions.values(),
        knowledge.rules,
        knowledge.gates,
        knowledge.forms.values(),
        knowledge.safeguards,
        knowledge.costs,
        knowledge.disputes,
        knowledge.archetypes.values(),
        knowledge.claims.values(),
        knowledge.sources.values(),
        knowledge.terms,
        knowledge.precedents,
    )
    return {entry.id: entry for kind in kinds for entry in kind}
