"""Safeguards that an interaction's own answers ask for."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Pattern, Style

_BUILT_AT = {"from": ("from",), "worker": ("from",), "to": ("to",), "both": ("from", "to")}


def fitting(knowledge: KnowledgeBase, form: Pattern, style: Style) -> list[Pattern]:
    """Return the safeguards that may go with a form of a style, whatever is known."""
    return [
        pattern
        for pattern in knowledge.safeguards
        if (not pattern.styles or style in pattern.styles) and (not pattern.forms or form.id in pattern.forms)
    ]


def safeguards(fitting: Iterable[Pattern], form: Pattern, closed: frozenset[str], facts: Facts) -> list[Pattern]:
    """Return those of the fitting safeguards whose condition holds; of two that exclude each other, the earlier.

    `closed` are the ends into which nothing can be built: there the half that the other end can do
    takes its place, or the safeguard drops out.
    """
    chosen: list[Pattern] = []
    for pattern in fitting:
        if not pattern.when.holds(facts) or any(excludes(pattern, other) for other in chosen):
            continue
        if (built := adapted(pattern, form, closed)) is not None:
            chosen.append(built)
    return chosen


def adapted(pattern: Pattern, form: Pattern, closed: frozenset[str]) -> Pattern | None:
    """Return a pattern as it can be built between such ends; None where it cannot."""
    for end in closed.intersection(_BUILT_AT.get(pattern.where, ())):
        instead = pattern.to_closed if end == "to" else pattern.from_closed
        if instead is None or (instead.forms and form.id not in instead.forms):
            return None
        if instead.where in closed or (instead.where == "worker" and "from" in closed):
            return None
        pattern = replace(pattern, where=instead.where, build=instead.build, checks=instead.checks or pattern.checks)
    return pattern


def excludes(one: Pattern, other: Pattern) -> bool:
    """Tell whether two patterns must not come out together; it is enough that one of them says so."""
    return other.id in one.not_with or one.id in other.not_with
