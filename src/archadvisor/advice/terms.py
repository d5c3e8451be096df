"""The terms of the field that an assessment uses, each with what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archadvisor.assessment import Build, Cost, Explained, Finding, Row
from archadvisor.knowledge.types import KnowledgeBase

_GENERAL = 5
"""A term that is no longer is a word of every text."""


def explain_terms(
    knowledge: KnowledgeBase,
    rows: Iterable[Row],
    findings: Sequence[Finding],
    build: Sequence[Build],
    costs: Sequence[Cost],
) -> tuple[Explained, ...]:
    """Return the glossary's terms that stand in what is told, in the order of the glossary."""
    said = "\n".join(dict.fromkeys(_texts(rows, findings, build, costs))).casefold()
    found = [term for term in knowledge.terms if len(term.term) > _GENERAL and _stands(term.term.casefold(), said)]
    return tuple([Explained(term.term, term.meaning) for term in found])


def _stands(term: str, said: str) -> bool:
    """Tell whether a term stands in a text as a word of its own, or several of it."""
    return term in said and re.search(rf"(?<!\w){re.escape(term)}s?(?!\w)", said) is not None


def _texts(
    rows: Iterable[Row], findings: Sequence[Finding], build: Sequence[Build], costs: Sequence[Cost]
) -> Iterator[str]:
    for row in rows:
        yield row.form_name
        yield from (advice.name for advice in row.patterns)
    for finding in findings:
        yield from (finding.name, finding.because, *finding.ways_out)
    for one in build:
        yield from (one.name, one.build)
    for cost in costs:
        yield from (cost.title, cost.because, *cost.mitigations)
