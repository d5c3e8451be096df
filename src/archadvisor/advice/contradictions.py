"""Answers that do not go together."""

from __future__ import annotations

from collections.abc import Sequence

from archadvisor.advice.case import Case
from archadvisor.assessment import Contradiction


def contradictions(cases: Sequence[Case]) -> tuple[Contradiction, ...]:
    """Return the contradictions by interaction, told with its names."""
    return tuple(
        Contradiction(case.interaction.id, rule.questions, case.names.fill(rule.because), rule.id)
        for case in cases
        for rule in case.judgement.contradictions
    )
