"""Safeguards that an interaction's own answers ask for."""

from __future__ import annotations

from collections.abc import Iterable

from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Pattern


def fitting(knowledge: KnowledgeBase, form: Pattern) -> list[Pattern]:
    """Return the safeguards that may go with a form, whatever is known."""
    return [
        pattern
        for pattern in knowledge.safeguards
        if (not pattern.styles or form.styles[0] in pattern.styles) and (not pattern.forms or form.id in pattern.forms)
    ]


def safeguards(fitting: Iterable[Pattern], facts: Facts) -> list[Pattern]:
    """Return those of the fitting safeguards whose condition holds; of two that exclude each other, the earlier."""
    chosen: list[Pattern] = []
    for pattern in fitting:
        if pattern.when.holds(facts) and not any(excludes(pattern, other) for other in chosen):
            chosen.append(pattern)
    return chosen


def excludes(one: Pattern, other: Pattern) -> bool:
    """Tell whether two patterns must not come out together; it is enough that one of them says so."""
    return other.id in one.not_with or one.id in other.not_with
