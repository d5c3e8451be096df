"""What concerns one team: its builds, checks, events, problems, open questions and steps."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from archadvisor.assessment import Assessment, Event
from archadvisor.errors import UsageError, did_you_mean, listed, shown

_OFFERED = 5
"""So many names are offered where none is near."""


def of_team(assessment: Assessment, names: Sequence[str]) -> Assessment:
    """Return the assessment cut to what concerns some parts, named by themselves or by their team.

    Interactions keep their numbers, and the verdict is that of the whole system. A problem or an event keeps its words
    about others, and of the rows those of the team. UsageError for a name that is neither a part nor a team.
    """
    parts = _parts(assessment, names)
    rows = assessment.interactions
    own = {row.id for row in rows if not parts.isdisjoint((row.sender, *row.receivers))}
    findings = [one for one in assessment.findings if not own.isdisjoint(one.interactions)]
    events = [one for one in assessment.events if parts & {one.owner, *one.consumers}]
    build = [one for one in assessment.build if not parts.isdisjoint(one.parts)]
    costs = [one for one in assessment.costs if not own.isdisjoint(one.interactions)]
    stages = [one for one in assessment.roadmap if not own.isdisjoint(one.interactions)]
    flows = [one for one in assessment.flows if not own.isdisjoint(one.interactions)]
    return replace(
        assessment,
        team=tuple([name for name in _known(assessment) if name in parts]),
        interactions=tuple([replace(row, hangs_on=_only(row.hangs_on, own)) for row in rows if row.id in own]),
        findings=tuple([replace(one, interactions=_only(one.interactions, own)) for one in findings]),
        events=tuple([_own_event(one, own) for one in events]),
        build=tuple([replace(one, interactions=_only(one.interactions, own)) for one in build]),
        costs=tuple([replace(one, interactions=_only(one.interactions, own)) for one in costs]),
        roadmap=tuple([replace(one, interactions=_only(one.interactions, own)) for one in stages]),
        flows=tuple(
            [
                replace(
                    one,
                    interactions=_only(one.interactions, own),
                    hangs_on=_only(one.hangs_on, own),
                    steps=tuple([replace(step, interactions=_only(step.interactions, own)) for step in one.steps]),
                )
                for one in flows
            ]
        ),
        running=(),
        decisions=tuple([one for one in assessment.decisions if one.interaction in own]),
        disputes=tuple([one for one in assessment.disputes if one.interaction in own]),
        parts=tuple([one for one in assessment.parts if one.name in parts]),
        unknowns=tuple(
            [
                replace(one, turns=_only(one.turns, own))
                for one in assessment.unknowns
                if one.interaction in own or one.part in parts or (one.interaction is None and one.part is None)
            ]
        ),
    )


def _parts(assessment: Assessment, names: Sequence[str]) -> set[str]:
    """Return the parts that are meant."""
    of_team: dict[str, set[str]] = {}
    for part in assessment.parts:
        if part.team:
            of_team.setdefault(part.team, set()).add(part.name)
    known = _known(assessment)
    found: set[str] = set()
    for name in names:
        if name not in known and name not in of_team:
            raise UsageError(f"--team {shown(name)} is neither a part nor a team{_instead(name, [*known, *of_team])}")
        found |= of_team.get(name, set()) | ({name} if name in known else set())
    return found


def _instead(name: str, known: Sequence[str]) -> str:
    """Return the end of a message: the nearest name, or else some of those that there are."""
    if not known:
        return "; the file names none"
    more = f" or another of {len(known)}" if len(known) > _OFFERED else ""
    names = ", ".join([shown(one) for one in known[:_OFFERED]]) if more else listed([shown(one) for one in known])
    return did_you_mean(name, known) or f"; expected {names}{more}"


def _known(assessment: Assessment) -> list[str]:
    """Return all parts: those that rows name, in their order, then those that are listed."""
    ends = [name for row in assessment.interactions for name in (row.sender, *row.receivers)]
    return list(dict.fromkeys((*ends, *(part.name for part in assessment.parts))))


def _own_event(event: Event, own: Collection[str]) -> Event:
    handling = tuple([one for one in event.handling if one.interaction in own])
    return replace(event, interactions=_only(event.interactions, own), handling=handling)


def _only(names: Sequence[str], own: Collection[str]) -> tuple[str, ...]:
    return tuple([name for name in names if name in own])
