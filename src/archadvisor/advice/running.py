"""What has to be run and watched, counted from the forms: today, as advised, all by request, all by event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from archadvisor.advice.case import Case
from archadvisor.assessment import Running
from archadvisor.knowledge.types import KnowledgeBase, Style
from archadvisor.knowledge.types import Running as Kind
from archadvisor.scoring.form import first_form

Runs = Callable[[Case], Iterable[str]]
"""Names what one row takes to run."""


def what_runs(knowledge: KnowledgeBase, cases: Sequence[Case]) -> tuple[Running, ...]:
    """Return how many of each thing have to be run; things that no way needs are left out.

    A row where style is not the question counts alike in all ways. What only rows add that are still to decide is
    counted apart from what is advised.
    """

    def today(case: Case) -> Iterable[str]:
        return runs_today(knowledge, case)

    def advised(case: Case) -> Iterable[str]:
        return case.form.runs

    def all_by(style: Style) -> Runs:
        known: dict[int, tuple[str, ...]] = {}  # rows with equal facts share one judgement

        def runs(case: Case) -> Iterable[str]:
            if case.outcome.style not in (Style.REQUEST, Style.EVENT):
                return case.form.runs
            if id(case.judgement) not in known:
                known[id(case.judgement)] = first_form(knowledge, style, case.facts).runs
            return known[id(case.judgement)]

        return runs

    decided = [case for case in cases if not case.undecided]
    counts = [
        _counted(knowledge, some, way)
        for some, way in (
            (cases, today),
            (decided, advised),
            (cases, all_by(Style.REQUEST)),
            (cases, all_by(Style.EVENT)),
            (cases, advised),
        )
    ]
    found = [_running(kind, *[len(count[kind.name]) for count in counts]) for kind in knowledge.running]
    return tuple([one for one in found if one.today or one.advised or one.all_request or one.all_event or one.open])


def runs_today(knowledge: KnowledgeBase, case: Case) -> Iterable[str]:
    """Return what today's way of a row takes to run, by name."""
    way = knowledge.current.get(case.interaction.current)
    return way.runs if way else ()


def _running(kind: Kind, today: int, decided: int, all_request: int, all_event: int, advised: int) -> Running:
    return Running(kind.name, kind.label, today, decided, all_request, all_event, advised - decided)


def _counted(knowledge: KnowledgeBase, cases: Sequence[Case], runs: Runs) -> dict[str, set[str]]:
    kinds = {kind.name: kind for kind in knowledge.running}
    found: dict[str, set[str]] = {name: set() for name in kinds}
    for case in cases:
        for name in runs(case):
            found[name].update(_places(kinds[name], case))
    return found


def _places(kind: Kind, case: Case) -> Iterable[str]:
    """Return what a thing is counted by, for one row."""
    row = case.interaction
    turned = case.form.publishes == "to"  # then the sender consumes what the receivers tell
    match kind.per:
        case "system":
            return ("",)
        case "sender":
            return row.receivers if turned else (row.sender,)
        case "receiver":
            return (row.sender,) if turned else row.receivers
    return (case.interaction.id,)
