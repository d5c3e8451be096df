"""The interactions that a system's five themes make likely, for a system that names none."""

from __future__ import annotations

from types import MappingProxyType

from archadvisor.answers.types import Answer, Interaction, Origin
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase


def assumed_interactions(knowledge: KnowledgeBase, system: Facts) -> tuple[Interaction, ...]:
    """Return kinds of interaction, not yet the system's own, with what is usual for them as answers."""
    return tuple(
        Interaction(
            id=archetype.id,
            sender=archetype.sender,
            receivers=archetype.receivers,
            purpose=archetype.purpose,
            current="",
            archetype=archetype.id,
            answers=MappingProxyType(
                {
                    draft.question: Answer(frozenset(draft.values), Origin.ASSUMED)
                    for draft in (*archetype.answers, *archetype.typical)
                }
            ),
            assumed=True,
        )
        for archetype in knowledge.archetypes.values()
        if archetype.standard_when is not None and archetype.standard_when.holds(system)
    )
