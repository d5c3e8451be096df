"""What there is to explain: the kinds of entries, and the entries of one kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_type_hints

from archadvisor.knowledge.fields import Key
from archadvisor.knowledge.types import KnowledgeBase, RuleFile
from archadvisor.reports.explanation import explain, sorts
from archadvisor.reports.explanation.lines import Line

_DECLARED = {"forms": "patterns", "safeguards": "patterns"}


def about(sort: str) -> str:
    """Return what a kind of entries is, as the rules declare it."""
    declared = get_type_hints(RuleFile, include_extras=True)[_DECLARED.get(sort, sort)]
    return next(key.doc for key in declared.__metadata__ if isinstance(key, Key))


def explain_kinds(knowledge: KnowledgeBase) -> Iterator[Line]:
    """Yield each kind of entries with one of them as an example, and how to come to any."""
    for sort, entries in sorts(knowledge).items():
        if entries:
            example = min((entry.id for entry in entries), key=len)  # the longest do not fit a narrow terminal
            yield Line(sort, f"{about(sort)} ({len(entries)}, such as {example})")
    yield Line("a kind", "archadvisor explain questions")
    for question in list(knowledge.questions.values())[:1]:
        yield Line("an entry", f"archadvisor explain {question.id}")
        yield Line("an option", f"archadvisor explain {question.id}.{question.options[0].value}")
    yield Line(
        "a row", "archadvisor explain ROW answers.yaml (by id or number: its whole sum; answers.yaml is the default)"
    )


def explain_kind(knowledge: KnowledgeBase, sort: str) -> Iterator[Line]:
    """Yield each entry of a kind: its id, and the first that is said of it."""
    for entry in sorts(knowledge)[sort]:
        yield Line(entry.id, explain(knowledge, entry.id)[0].text)
