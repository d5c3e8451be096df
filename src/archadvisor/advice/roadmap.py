"""Where to start: what stays, then what serves most, what waits for a decision, what is not yet to be touched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from archadvisor.advice.building import distinct
from archadvisor.advice.case import Case
from archadvisor.advice.wording import fill, joined, sentence
from archadvisor.assessment import Stage
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Style
from archadvisor.knowledge.types import Stage as Wording

_KIND: dict[str, Literal["keep", "build", "decide", "later"]] = {
    "keep": "keep",
    "request": "build",
    "event": "build",
    "together": "build",
    "decide": "decide",
    "apart": "later",
}


def roadmap(knowledge: KnowledgeBase, system: Facts, cases: Sequence[Case]) -> tuple[Stage, ...]:
    """Return the steps in order; each names its interactions and what is built where."""
    settled = [case for case in cases if not case.undecided]
    staying = [case for case in settled if case.move == "keep"]
    moving = [case for case in settled if case.move != "keep"]
    groups: list[tuple[str, list[Case]]] = [
        ("keep", [c for c in staying if c.outcome.style is not Style.NEITHER]),
        ("request", [c for c in moving if c.outcome.style is Style.REQUEST]),
        ("together", [c for c in moving if c.outcome.style is Style.NEITHER]),
        *(("event", group) for group in _by_sender([c for c in moving if c.outcome.style is Style.EVENT])),
        *(("decide", [case]) for case in cases if case.undecided),
        ("apart", [c for c in staying if c.outcome.style is Style.NEITHER]),
    ]
    filled = [(kind, group) for kind, group in groups if group]
    return tuple(
        _stage(_wording(knowledge, kind, system), number, kind, group)
        for number, (kind, group) in enumerate(filled, start=1)
    )


def _by_sender(cases: Sequence[Case]) -> list[list[Case]]:
    """Group by sender, who builds it; the sender that serves most interactions first."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.interaction.sender, []).append(case)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].row.number))


def _wording(knowledge: KnowledgeBase, kind: str, system: Facts) -> Wording:
    return next(stage for stage in knowledge.stages if stage.kind == kind and stage.when.holds(system))


def _stage(wording: Wording, number: int, kind: str, group: Sequence[Case]) -> Stage:
    # One receiver that little depends on comes first: fewest receivers, then the order of the file.
    readers = sorted(group, key=lambda case: (len(case.interaction.receivers), case.row.number))
    built = distinct(
        pattern.name
        for case in group
        for pattern in (*case.safeguards, case.form)
        if pattern.where == "from" and pattern.build
    )
    values = {
        "rows": "; ".join(f"{case.interaction.sender} → {', '.join(case.interaction.receivers)}" for case in group[:6])
        + (f" and {len(group) - 6} more" if len(group) > 6 else ""),
        "from": joined(distinct(case.interaction.sender for case in group)),
        "to": joined(distinct(name for case in readers for name in case.interaction.receivers), "then"),
        "build": joined(built) or joined(distinct(case.form.name for case in group)),
    }
    return Stage(
        step=number,
        what=sentence(fill(wording.what, values)),
        why=sentence(fill(wording.why, values)),
        interactions=tuple(case.interaction.id for case in group),
        kind=_KIND[kind],
    )
