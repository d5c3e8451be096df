"""Where to start: what stays, then what serves most, what waits for a decision, what is not yet to be touched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from archadvisor.advice.building import distinct
from archadvisor.advice.case import Case
from archadvisor.advice.wording import fill, joined, sentence
from archadvisor.assessment import Stage
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Pattern, Style
from archadvisor.knowledge.types import Stage as Wording

_KIND: dict[str, Literal["keep", "build", "decide", "later"]] = {
    "keep": "keep",
    "request": "build",
    "event": "build",
    "more": "build",
    "together": "build",
    "decide": "decide",
    "apart": "later",
}
_ONE_BY_ONE = 5
"""Up to so many open interactions get a step each."""
_LISTED = 6


def roadmap(knowledge: KnowledgeBase, system: Facts, cases: Sequence[Case]) -> tuple[Stage, ...]:
    """Return the steps in order: what stays, calls, events sender by sender, what is open, what is not touched."""
    settled = [case for case in cases if not case.undecided]
    staying = [case for case in settled if case.move == "keep"]
    moving = [case for case in settled if case.move != "keep"]
    undecided = [case for case in cases if case.undecided]
    groups: list[tuple[str, list[Case], list[Case]]] = [
        ("keep", [c for c in staying if c.outcome.style is not Style.NEITHER], []),
        ("request", [c for c in moving if c.outcome.style is Style.REQUEST], []),
        ("together", [c for c in moving if c.outcome.style is Style.NEITHER], []),
    ]
    for group in _by_sender([c for c in moving if c.outcome.style is Style.EVENT]):
        first = _first_reader(group)
        groups += [("event", [first], []), ("more", [case for case in group if case is not first], [first])]
    decisions = [[case] for case in undecided] if len(undecided) <= _ONE_BY_ONE else [undecided]
    groups += [("decide", group, []) for group in decisions]
    groups.append(("apart", [c for c in staying if c.outcome.style is Style.NEITHER], []))
    filled = [group for group in groups if group[1]]
    return tuple(
        _stage(_wording(knowledge, kind, system), number, kind, group, before)
        for number, (kind, group, before) in enumerate(filled, start=1)
    )


def _by_sender(cases: Sequence[Case]) -> list[list[Case]]:
    """Group by sender, who builds it; the sender that serves most interactions first."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.interaction.sender, []).append(case)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].row.number))


def _first_reader(group: Sequence[Case]) -> Case:
    """Return the one to begin with: what it needs at the sender serves most others, and little else is built."""
    served: dict[str, int] = {}
    for case in group:
        for pattern in _at_sender(case):
            served[pattern.id] = served.get(pattern.id, 0) + 1

    def rank(case: Case) -> tuple[int, int, int]:
        shared = max((served[pattern.id] for pattern in _at_sender(case)), default=0)
        return (-shared, len(case.safeguards), case.row.number)

    return min(group, key=rank)


def _at_sender(case: Case) -> list[Pattern]:
    return [pattern for pattern in (*case.safeguards, case.form) if pattern.where == "from" and pattern.build]


def _wording(knowledge: KnowledgeBase, kind: str, system: Facts) -> Wording:
    return next(stage for stage in knowledge.stages if stage.kind == kind and stage.when.holds(system))


def _stage(wording: Wording, number: int, kind: str, group: Sequence[Case], before: Sequence[Case]) -> Stage:
    built = distinct(pattern.name for case in group for pattern in _at_sender(case))
    there = {pattern.id for case in before for pattern in (*case.safeguards, case.form)}
    new = distinct(pattern.name for case in group for pattern in case.safeguards if pattern.id not in there)
    values = {
        "rows": _rows(group),
        "from": joined(distinct(case.interaction.sender for case in group)),
        "to": joined(distinct(name for case in group for name in case.interaction.receivers)),
        "build": joined(built) or joined(distinct(case.form.name for case in group)),
        "new": f"new with them: {joined(new)}" if new else "nothing new has to be built for them",
    }
    return Stage(
        step=number,
        what=sentence(fill(wording.what, values)),
        why=sentence(fill(wording.why, values)),
        interactions=tuple(case.interaction.id for case in group),
        kind=_KIND[kind],
    )


def _rows(group: Sequence[Case]) -> str:
    named = [f"{c.interaction.sender} → {', '.join(c.interaction.receivers)}" for c in group[:_LISTED]]
    more = len(group) - len(named)
    return "; ".join(named) + (f" and {more} more" if more else "")
