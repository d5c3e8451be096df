"""Answers that do not go together."""

from __future__ import annotations

from collections.abc import Sequence

from archadvisor.advice.case import Case
from archadvisor.assessment import Disagreement
from archadvisor.knowledge.types import KnowledgeBase


def disputes(knowledge: KnowledgeBase, cases: Sequence[Case]) -> tuple[Disagreement, ...]:
    """Return the contradictions, by interaction."""
    return tuple(
        Disagreement(case.interaction.id, dispute.questions, case.names.fill(dispute.because), dispute.id)
        for case in cases
        for dispute in knowledge.disputes
        if dispute.when.holds(case.facts)
    )
