"""Where to start: what stays, then what serves most, what waits for a decision, what is not yet to be touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from archadvisor.advice.building import distinct
from archadvisor.advice.case import Case
from archadvisor.assessment import Stage
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Pattern, Style
from archadvisor.knowledge.types import Stage as Wording
from archadvisor.text.names import fill, joined, row_ends
from archadvisor.text.prose import sentence

_KIND: dict[str, Literal["keep", "build", "decide", "later"]] = {
    "keep": "keep",
    "safe": "keep",
    "request": "build",
    "event": "build",
    "more": "build",
    "together": "build",
    "decide": "decide",
    "apart": "later",
}
_ONE_BY_ONE = 5
"""Up to so many open interactions get a step each."""
_SENDERS = 8
"""Up to so many senders get steps of their own; the others share the last."""
_LISTED = 6


class _Group(Struct, frozen=True):
    """Interactions of one step; `before` are those whose step it builds upon."""

    kind: str
    cases: Sequence[Case]
    before: Sequence[Case] = ()
    first: bool = True


def roadmap(knowledge: KnowledgeBase, system: Facts, cases: Sequence[Case]) -> tuple[Stage, ...]:
    """Return the steps in order: what stays, calls, events sender by sender, what is open, what is not touched."""
    filled = [group for group in _groups(knowledge, cases) if group.cases]
    return tuple(
        _stage(_wording(knowledge, group, system), number, group) for number, group in enumerate(filled, start=1)
    )


def _groups(knowledge: KnowledgeBase, cases: Sequence[Case]) -> Iterator[_Group]:
    settled = [case for case in cases if not case.undecided]
    staying = [case for case in settled if case.move == "keep"]
    moving = [case for case in settled if case.move != "keep"]
    undecided = [case for case in cases if case.undecided]
    yield _Group("keep", [c for c in staying if c.outcome.style is not Style.NEITHER])
    yield _Group("safe", [c for c in staying if c.safeguards])
    yield _Group("request", _of(moving, Style.REQUEST))
    yield from (_Group("together", group) for group in _by_form(_of(moving, Style.NEITHER)))
    for number, group in enumerate(_by_sender(_of(moving, Style.EVENT))):
        reader = _first_reader(knowledge, group)
        yield _Group("event", [reader], first=number == 0)
        yield _Group("more", [case for case in group if case is not reader], [reader])
    if len(undecided) <= _ONE_BY_ONE:
        yield from (_Group("decide", [case]) for case in undecided)
    else:
        yield _Group("decide", undecided)
    yield from (_Group("apart", group) for group in _by_form(_of(staying, Style.NEITHER)))


def _of(cases: Sequence[Case], style: Style) -> list[Case]:
    return [case for case in cases if case.outcome.style is style]


def _by_form(cases: Sequence[Case]) -> list[list[Case]]:
    return [[case for case in cases if case.form.id == form] for form in distinct(case.form.id for case in cases)]


def _by_sender(cases: Sequence[Case]) -> list[list[Case]]:
    """Group by sender, who builds it; the sender that serves most interactions first."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.interaction.sender, []).append(case)
    ordered = sorted(groups.values(), key=lambda group: (-len(group), group[0].number))
    rest = [case for group in ordered[_SENDERS:] for case in group]
    return [*ordered[:_SENDERS], rest] if rest else ordered


def _first_reader(knowledge: KnowledgeBase, group: Sequence[Case]) -> Case:
    """Return the one to begin with: what it needs at the sender serves most others, and it ends a wait."""
    served: dict[str, int] = {}
    for case in group:
        for pattern in _at_sender(case):
            served[pattern.id] = served.get(pattern.id, 0) + 1

    def rank(case: Case) -> tuple[int, bool, int, int]:
        shared = max((served[pattern.id] for pattern in _at_sender(case)), default=0)
        waits = knowledge.waits_today(case.interaction.current)
        return (-shared, not waits, len(case.safeguards), case.number)

    return min(group, key=rank)


def _at_sender(case: Case) -> list[Pattern]:
    return [
        pattern
        for pattern in (case.finding.built, *case.safeguards)
        if pattern.where in ("from", "worker") and pattern.build and not pattern.cheap
    ]


def _wording(knowledge: KnowledgeBase, group: _Group, system: Facts) -> Wording:
    """Return the wording for a group; what holds for the whole system is said with the first of its kind only."""
    facts = system if group.first else {}
    form = group.cases[0].form.id
    return next(
        stage
        for stage in knowledge.stages
        if stage.kind == group.kind and (not stage.forms or form in stage.forms) and stage.when.holds(facts)
    )


def _stage(wording: Wording, number: int, group: _Group) -> Stage:
    cases = group.cases
    there = {pattern.id for case in group.before for pattern in (*case.safeguards, case.form)}
    new = distinct(pattern.name for case in cases for pattern in case.safeguards if pattern.id not in there)
    at_sender = distinct(pattern.name for case in cases for pattern in _at_sender(case))
    built = new if group.kind == "safe" else at_sender
    senders = distinct(case.interaction.sender for case in cases)
    receivers = distinct(name for case in cases for name in case.interaction.receivers)
    places = receivers if cases[0].finding.built.where == "to" else senders
    values = {
        "rows": _rows(cases),
        "at": f"in {joined(places)}",
        "from": joined(senders),
        "to": joined(receivers),
        "build": joined(built) or joined(distinct(case.form.name for case in cases)),
        "new": f"new with them: {joined(new)}" if new else "nothing new has to be built for them",
    }
    return Stage(
        step=number,
        what=sentence(fill(wording.what, values)),
        why=sentence(fill(wording.why, values)),
        interactions=tuple(case.interaction.id for case in cases),
        kind=_KIND[group.kind],
    )


def _rows(cases: Sequence[Case]) -> str:
    """Name the interactions by their ends, with the purpose where two share them."""
    ends = [row_ends(c.interaction.sender, c.interaction.receivers, "→") for c in cases]
    named = [
        f"{end} ({case.interaction.purpose})" if ends.count(end) > 1 else end
        for end, case in zip(ends[:_LISTED], cases, strict=False)
    ]
    more = len(ends) - len(named)
    return "; ".join(named) + (f" and {more} more" if more else "")
