"""Where to start: what others hang on, what stays, then what brings most for its effort.

The effort of a step is small, medium or large (S, M, L) by what has to be built in it; its gain is the parts that
nobody waits for any longer. What a step builds upon comes before it: the transport, the alerts, a decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from archadvisor.advice.building import distinct, pooled
from archadvisor.advice.case import Case
from archadvisor.advice.running import runs_today
from archadvisor.assessment import Event, Finding, FindingChange, Stage, StepTopic
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Pattern, Style
from archadvisor.knowledge.types import Stage as Wording
from archadvisor.text.names import fill, joined, row_ends
from archadvisor.text.prose import clause, sentence

_KIND: dict[StepTopic, Literal["keep", "build", "decide", "later"]] = {
    "keep": "keep",
    "safe": "keep",
    "mend": "decide",
    "transport": "build",
    "watch": "build",
    "request": "build",
    "event": "build",
    "more": "build",
    "unwaited": "build",
    "together": "build",
    "decide": "decide",
    "apart": "later",
}
_NO_WORK = ("keep", "apart", "decide")
"""What stays costs no work, and what a decision costs is known once it is taken."""
_ONE_BY_ONE = 5
"""Up to so many open interactions get a step each."""
_SENDERS = 8
"""Up to so many senders get steps of their own; the others share the last."""
_LISTED = 6
_SMALL, _MEDIUM = 1, 3
"""Up to so many things to build a step is small, or of medium size; a problem by so many parts in it."""


class Whom(Struct, frozen=True):
    """Who is asked about an open row, by id, and which team owns a part, by name."""

    asked: Mapping[str, str]
    teams: Mapping[str, str]

    def owns(self, parts: Iterable[str]) -> str:
        """Return the teams of parts, or the parts where no team is named."""
        return joined(distinct(self.teams.get(part) or part for part in parts))


class _Group(Struct, frozen=True):
    """Interactions of one step; `before` are those whose step it builds upon."""

    kind: StepTopic
    cases: Sequence[Case]
    before: Sequence[Case] = ()
    first: bool = True
    problems: Sequence[Finding] = ()


def roadmap(
    knowledge: KnowledgeBase,
    system: Facts,
    cases: Sequence[Case],
    findings: Sequence[Finding],
    events: Sequence[Event],
    whom: Whom,
) -> tuple[Stage, ...]:
    """Return the steps in order: what others hang on, what stays, calls, events, what is open."""
    one_each = all(len(event.consumers) == 1 for event in events)
    filled = [group for group in _groups(knowledge, cases, findings) if group.cases]
    around = _Around(system, one_each, {name for case in cases for name in runs_today(knowledge, case)})
    return tuple(
        _stage(knowledge, _wording(knowledge, group, around), number, group, whom)
        for number, group in enumerate(filled, start=1)
    )


class _Around(NamedTuple):
    """What the wording of a step looks at in the whole system.

    one_each: whether each event has one consumer; runs: what is operated today
    """

    system: Facts
    one_each: bool
    runs: set[str]


def _groups(knowledge: KnowledgeBase, cases: Sequence[Case], findings: Sequence[Finding]) -> Iterator[_Group]:
    settled = [case for case in cases if not case.undecided]
    staying = [case for case in settled if case.move == "keep"]
    moving = [case for case in settled if case.move != "keep"]
    undecided = [case for case in cases if case.undecided]
    hung_on = _hung_on(knowledge, findings)
    first = [case for case in undecided if case.interaction.id in hung_on]
    yield from (_Group("decide", [case]) for case in first)
    undecided = [case for case in undecided if case not in first]
    by_id = {case.interaction.id: case for case in cases}
    left = [f for f in findings if f.today and f.advised and f.interactions]
    yield from (_Group("mend", [by_id[name] for name in f.interactions], problems=[f]) for f in left[:_ONE_BY_ONE])
    kept = [c for c in staying if c.outcome.style is not Style.NEITHER and not c.otherwise]
    ids = {case.interaction.id for case in kept}
    yield _Group("keep", kept, problems=[f for f in left if not ids.isdisjoint(f.interactions)])
    yield _Group("safe", [c for c in staying if _new_safeguards(c)])
    yield _Group("request", _of(moving, Style.REQUEST))
    yield from (_Group("together", group) for group in _by_form(_of(moving, Style.NEITHER)))
    events = _of(moving, Style.EVENT)
    once = {kind.name for kind in knowledge.running if kind.per == "system"}
    carried = [case for case in events if not once.isdisjoint(case.form.runs)]
    yield _Group("transport", [case for case in carried if not case.stands(case.judgement.built)])
    watched = {kind.name for kind in knowledge.running if kind.watched}
    yield _Group("watch", [case for case in events if not watched.isdisjoint(case.form.runs)])
    last = {entry.id for entry in knowledge.findings if entry.last}
    late = {name for finding in findings if finding.id in last and finding.advised for name in finding.interactions}
    yield from _events(knowledge, events, late)
    if len(undecided) <= _ONE_BY_ONE:
        yield from (_Group("decide", [case]) for case in undecided)
    else:
        yield _Group("decide", undecided)
    yield from (_Group("apart", group) for group in _by_form(_of(staying, Style.NEITHER)))


def _events(knowledge: KnowledgeBase, events: Sequence[Case], late: Collection[str]) -> Iterator[_Group]:
    """Return the steps to events: sender by sender where somebody waits today, then what nobody waits for."""
    waited = [case for case in events if knowledge.waits_today(case.interaction.current)]
    for number, group in enumerate(_by_sender(knowledge, waited or events)):
        reader, *others = sorted(group, key=_Turn(knowledge, group, late).of)
        yield _Group("event", [reader], first=number == 0)
        yield _Group("more", others, [reader])
    if waited:
        for group in _by_sender(knowledge, [case for case in events if case not in waited]):
            senders = {case.interaction.sender for case in group}
            yield _Group("unwaited", group, [case for case in waited if case.interaction.sender in senders])


def _of(cases: Sequence[Case], style: Style) -> list[Case]:
    return [case for case in cases if case.outcome.style is style]


def _by_form(cases: Sequence[Case]) -> list[list[Case]]:
    return [[case for case in cases if case.form.id == form] for form in distinct(case.form.id for case in cases)]


def _hung_on(knowledge: KnowledgeBase, findings: Sequence[Finding]) -> set[str]:
    """Return the open rows, by id, on which others hang."""
    carrying = {entry.id for entry in knowledge.findings if entry.predicate == "hangs"}
    return {finding.interactions[0] for finding in findings if finding.id in carrying}


def _by_sender(knowledge: KnowledgeBase, cases: Sequence[Case]) -> list[list[Case]]:
    """Group by sender, who builds it: who has a receiver of the team first, then who ends most waits for its effort."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.interaction.sender, []).append(case)

    def place(group: list[Case]) -> tuple[bool, float, int, int]:
        ours = any(_ours(knowledge, case) for case in group)
        return (not ours, -len(_freed(knowledge, group)) / max(1, len(_built(group))), -len(group), group[0].number)

    ordered = sorted(groups.values(), key=place)
    rest = [case for group in ordered[_SENDERS:] for case in group]
    return [*ordered[:_SENDERS], rest] if rest else ordered


class _Turn:
    """When an event's turn comes among those of its sender.

    First those whose receivers the team owns, none that comes last; then those whose needs at the sender most share.
    """

    def __init__(self, knowledge: KnowledgeBase, group: Sequence[Case], late: Collection[str]) -> None:
        self._knowledge = knowledge
        self._late = late
        self._served = Counter([pattern.id for case in group for pattern in _at_sender(case)])

    def of(self, case: Case) -> tuple[bool, bool, int, int, int]:
        """Return what the order goes by."""
        shared = max((self._served[pattern.id] for pattern in _at_sender(case)), default=0)
        last = case.interaction.id in self._late
        built = sum(1 for pattern in _new_safeguards(case) if not pattern.cheap)
        return (not _ours(self._knowledge, case), last, -shared, built, case.number)


def _ours(knowledge: KnowledgeBase, case: Case) -> bool:
    return knowledge.actions is not None and knowledge.actions.ours.holds(case.facts)


def _at_sender(case: Case) -> list[Pattern]:
    return [pattern for pattern in case.to_build if pattern.where in ("from", "worker") and not pattern.cheap]


def _new_safeguards(case: Case) -> list[Pattern]:
    """Return a row's safeguards without those that stand already or were waived."""
    return [one for one in case.safeguards if one.id not in case.interaction.waived and not case.stands(one)]


def _wording(knowledge: KnowledgeBase, group: _Group, around: _Around) -> Wording:
    """Return the wording for a group; what holds for the whole system is said with the first of its kind only.

    Where a row that sends an event on has several receivers, not each event has one consumer.
    """
    facts = around.system if group.first else {}
    form = group.cases[0].form.id
    one_each = around.one_each and all(len(case.interaction.receivers) == 1 for case in group.cases)
    return next(
        stage
        for stage in knowledge.stages
        if stage.kind == group.kind
        and (not stage.forms or form in stage.forms)
        and (one_each or not stage.one_consumer)
        and (not stage.runs or not around.runs.isdisjoint(stage.runs))
        and any(stage.some.holds(case.facts) for case in group.cases)
        and stage.when.holds(facts)
    )


def _freed(knowledge: KnowledgeBase, cases: Iterable[Case]) -> list[str]:
    """Return the parts that are waited for today, and no longer with the advice."""
    ended = [c for c in cases if knowledge.waits_today(c.interaction.current) and c.outcome.style is Style.EVENT]
    return distinct(name for case in ended for name in case.interaction.receivers)


def _built(cases: Iterable[Case]) -> list[str]:
    """Return what has to be built for some rows, cheap precautions aside."""
    return distinct(pattern.id for case in cases for pattern in case.to_build if not pattern.cheap)


def _size(group: _Group) -> Literal["", "S", "M", "L"]:
    if group.kind in _NO_WORK:
        return ""
    if group.kind == "mend":
        number = len({part for finding in group.problems for part in finding.parts})
    else:
        number = len([name for name in _built(group.cases) if name not in _built(group.before)])
    return "S" if number <= _SMALL else "M" if number <= _MEDIUM else "L"


def _gain(knowledge: KnowledgeBase, group: _Group) -> str:
    if group.kind == "keep" and group.problems:
        return _known_problems(group.problems)
    freed = _freed(knowledge, group.cases) if group.kind in ("event", "more") else []
    if not freed:
        return ""
    senders = distinct(case.interaction.sender for case in group.cases)
    return f"{joined(senders)} no longer {'waits' if len(senders) == 1 else 'wait'} for {joined(freed)}"


_LEFT: Mapping[FindingChange, str] = {"stays": "stays", "smaller": "is reduced, not solved"}
"""What becomes of a problem that the advice leaves."""


def _known_problems(problems: Sequence[Finding]) -> str:
    """Return the problems that the advice leaves, by what becomes of them."""
    told = {"stays": "known problems that stay", "smaller": "known problems that are reduced"}
    names = [
        (lead, distinct(clause(one.name) for one in problems if one.change == change)) for change, lead in told.items()
    ]
    return "; ".join([f"{lead}: {joined(some)}" for lead, some in names if some])


def _brings(knowledge: KnowledgeBase, cases: Sequence[Case]) -> str:
    """Return what leaving today's way brings, or what the form brings."""
    way = knowledge.current.get(cases[0].interaction.current)
    cases = [case for case in cases if case.interaction.current == cases[0].interaction.current]
    return pooled(cases).fill((way.left if way else "") or cases[0].form.gain)


def _stage(knowledge: KnowledgeBase, wording: Wording, number: int, group: _Group, whom: Whom) -> Stage:
    cases = group.cases
    there = {pattern.id for case in group.before for pattern in (*case.safeguards, case.form)}
    safeguards = [pattern for case in cases for pattern in _new_safeguards(case) if not pattern.cheap]
    new = distinct(pattern.name for pattern in safeguards if pattern.id not in there)
    at_sender = distinct(pattern.name for case in cases for pattern in _at_sender(case))
    built = new if group.kind == "safe" else at_sender
    senders = distinct(case.interaction.sender for case in cases)
    receivers = distinct(name for case in cases for name in case.interaction.receivers)
    places = receivers if cases[0].judgement.built.where == "to" else senders
    values = {
        "rows": _rows(cases),
        "at": f"in {joined(places)}",
        "from": joined(senders),
        "to": joined(receivers),
        "build": _named(group, built),
        "left": joined(distinct(_LEFT[finding.change] for finding in group.problems if finding.change in _LEFT)),
        "gain": _brings(knowledge, cases),
        "new": f"also build {joined(new)}" if new else "nothing else has to be built",
    }
    return Stage(
        step=number,
        what=sentence(fill(wording.what, values), (*senders, *receivers)),
        why=sentence(fill(wording.why, values), (*senders, *receivers)),
        interactions=tuple(case.interaction.id for case in cases),
        kind=_KIND[group.kind],
        who=joined([name for name in (wording.who, _who(group, places, whom)) if name]),
        size=wording.size or _size(group),
        gain=_gain(knowledge, group),
        topic=group.kind,
        about=_about(group),
        parts=tuple(places),
    )


def _about(group: _Group) -> str:
    if group.kind == "mend":
        return group.problems[0].id
    return group.cases[0].form.id if group.kind == "together" else ""


def _who(group: _Group, places: Sequence[str], whom: Whom) -> str:
    if group.kind == "decide":
        return joined(distinct(whom.asked.get(case.interaction.id, "") for case in group.cases))
    return "" if group.kind in ("keep", "apart") else whom.owns(places)


def _named(group: _Group, built: Sequence[str]) -> str:
    """Return what a step is about: where to cut, what has to be built, or else the forms."""
    if group.kind == "mend":
        return "; ".join([f"{finding.name}: {clause(finding.ways_out[0].rstrip('.'))}" for finding in group.problems])
    return joined(built) or joined(distinct(case.form.name for case in group.cases))


def _rows(cases: Sequence[Case]) -> str:
    """Name the interactions by their ends, with the purpose where two share them."""
    ends = [row_ends(c.interaction.sender, c.interaction.receivers, "→") for c in cases]
    if len(ends) > _LISTED:
        return f"{len(ends)} interactions"  # their numbers stand beside it
    return "; ".join(
        [
            f"{end} ({case.interaction.purpose})" if ends.count(end) > 1 else end
            for end, case in zip(ends, cases, strict=True)
        ]
    )
