"""Safeguards that an interaction's own answers ask for."""

from __future__ import annotations

from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Pattern, Style


def safeguards(knowledge: KnowledgeBase, style: Style, form: str, facts: Facts) -> list[Pattern]:
    """Return the safeguards whose style, form and condition hold; of two that exclude each other, the earlier."""
    chosen: list[Pattern] = []
    for pattern in knowledge.safeguards:
        if pattern.styles and style not in pattern.styles:
            continue
        if pattern.forms and form not in pattern.forms:
            continue
        if pattern.when.holds(facts) and not any(excludes(pattern, other) for other in chosen):
            chosen.append(pattern)
    return chosen


def excludes(one: Pattern, other: Pattern) -> bool:
    """Tell whether two patterns must not come out together; it is enough that one of them says so."""
    return other.id in one.not_with or one.id in other.not_with
