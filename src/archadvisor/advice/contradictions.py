"""Answers that do not go together."""

from __future__ import annotations

from collections.abc import Sequence

from archadvisor.advice.case import Case
from archadvisor.assessment import Contradiction
from archadvisor.knowledge.types import KnowledgeBase


def contradictions(knowledge: KnowledgeBase, cases: Sequence[Case]) -> tuple[Contradiction, ...]:
    """Return the contradictions that hold, by interaction."""
    return tuple(
        Contradiction(case.interaction.id, rule.questions, case.names.fill(rule.because), rule.id)
        for case in cases
        for rule in knowledge.disputes
        if rule.when.holds(case.facts)
    )
