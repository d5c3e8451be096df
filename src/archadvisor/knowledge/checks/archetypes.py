"""Archetypes: what they prefill, and where they occur."""

from __future__ import annotations

from archadvisor.errors import Place, shown
from archadvisor.knowledge.checks.base import Base
from archadvisor.knowledge.types import Draft, Scope


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
            _check_draft(base, draft, place)
        if len(archetype.examples) < 2:
            base.faults.add(place, f"the archetype {archetype.id} has fewer than two real examples")


def _check_draft(base: Base, draft: Draft, place: Place) -> None:
    question = base.questions.get(draft.question)
    if question is None or question.scope is not Scope.INTERACTION:
        names = [q.id for q in base.entries.questions if q.scope is Scope.INTERACTION]
        base.faults.add(place, f"no question {shown(draft.question)} about an interaction", "", draft.question, names)
        return
    options = [o.value for o in question.options]
    for value in draft.values:
        if value not in options:
            base.no_value(place, value, question.id, options)
    if len(draft.values) > 1 and not question.ticks:
        base.faults.add(place, f"{question.id} takes one value")
