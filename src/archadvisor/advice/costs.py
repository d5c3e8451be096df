"""What the advice costs this system: only what applies, once each."""

from __future__ import annotations

from collections.abc import Sequence

from archadvisor.advice.building import pooled
from archadvisor.advice.case import Case
from archadvisor.assessment import Cost
from archadvisor.knowledge.types import Cost as Rule
from archadvisor.knowledge.types import KnowledgeBase


def costs(knowledge: KnowledgeBase, cases: Sequence[Case]) -> tuple[Cost, ...]:
    """Return the costs that apply to at least one interaction; of two that exclude each other, the earlier.

    What stays as it is takes nothing on; the price of today's way is told with the row.
    """
    cases = [case for case in cases if case.move != "keep"]
    found: list[Cost] = []
    excluded: set[str] = set()
    for rule in knowledge.costs:
        concerned = [case for case in cases if _applies(rule, case)]
        if concerned and rule.id not in excluded:
            found.append(_cost(rule, concerned))
            excluded.update(rule.not_with)
    return tuple(found)


def _applies(rule: Rule, case: Case) -> bool:
    if rule.styles and case.outcome.style not in rule.styles:
        return False
    if rule.forms and case.form.id not in rule.forms:
        return False
    return rule.when.holds(case.facts)


def _cost(rule: Rule, concerned: Sequence[Case]) -> Cost:
    names = pooled(concerned)
    return Cost(
        claim=rule.claim,
        because=names.fill(rule.because),
        mitigations=tuple(names.fill(text) for text in rule.mitigations),
        interactions=tuple(case.interaction.id for case in concerned),
        id=rule.id,
        title=names.fill(rule.title),
        claims=rule.claims,
    )
