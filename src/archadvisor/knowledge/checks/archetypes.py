"""Archetypes: what they prefill, and where they occur."""

from __future__ import annotations

from archadvisor.knowledge.checks.base import Base
from archadvisor.knowledge.checks.questions import check_draft
from archadvisor.knowledge.types import Scope


def check(base: Base) -> None:
    """Check that archetypes answer what there is, leave open what decides, and occur at least twice."""
    for archetype in base.entries.archetypes:
        place = archetype.place
        for draft in archetype.answers:
            question = base.questions.get(draft.question)
            if question is not None and question.never_prefilled:
                what = f"the archetype {archetype.id} prefills {draft.question}, which is never prefilled"
                base.faults.add(place, what)
        for draft in (*archetype.answers, *archetype.typical):
            check_draft(base, draft, place, Scope.INTERACTION)
        if len(archetype.examples) < 2:
            base.faults.add(place, f"the archetype {archetype.id} has fewer than two real examples")
