"""What the advice costs this system: only what applies, once each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archadvisor.advice.building import distinct, pooled
from archadvisor.advice.case import Case
from archadvisor.assessment import Backlog, Cost
from archadvisor.figures.quantities import say_time
from archadvisor.knowledge.types import Cost as Rule
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.text.names import fill, joined

_LONG = 60.0
"""From so many seconds on a backlog is told."""


def costs(knowledge: KnowledgeBase, cases: Sequence[Case], backlogs: Mapping[str, Backlog | None]) -> tuple[Cost, ...]:
    """Return the costs that apply to at least one interaction; of two that exclude each other, the earlier.

    What stays as it is takes nothing on; the price of today's way is told with the row. `backlogs` are what the figures
    say of a peak, by row.
    """
    long = {row: found for row, found in backlogs.items() if found and found.oldest >= _LONG}
    cases = [case for case in cases if case.move != "keep"]
    found: list[Cost] = []
    excluded: set[str] = set()
    for rule in knowledge.costs:
        concerned = [case for case in cases if _applies(rule, case)]
        if concerned and rule.id not in excluded:
            found.append(_cost(rule, concerned, long))
            excluded.update(rule.not_with)
    return tuple(found)


def _applies(rule: Rule, case: Case) -> bool:
    if rule.styles and case.outcome.style not in rule.styles:
        return False
    if rule.forms and case.form.id not in rule.forms:
        return False
    return rule.when.holds(case.facts)


def _cost(rule: Rule, concerned: Sequence[Case], long: Mapping[str, Backlog]) -> Cost:
    names = pooled(concerned)
    return Cost(
        claim=rule.claim,
        because=_at_peak(rule, concerned, long) or names.fill(rule.because),
        mitigations=tuple(names.fill(text) for text in rule.mitigations),
        interactions=tuple(case.interaction.id for case in concerned),
        id=rule.id,
        title=names.fill(rule.title),
        claims=rule.claims,
    )


def _at_peak(rule: Rule, concerned: Sequence[Case], long: Mapping[str, Backlog]) -> str:
    """Return why it applies where the figures show a long backlog; "" where none does."""
    behind = [case for case in concerned if case.interaction.id in long]
    if not behind or not rule.at_peak:
        return ""
    names = pooled(concerned)
    late = joined(distinct(name for case in behind for name in case.interaction.receivers))
    wait = say_time(max(long[case.interaction.id].oldest for case in behind))
    return fill(rule.at_peak, {"from": names.sender, "to": names.receivers, "late": late, "wait": wait})
