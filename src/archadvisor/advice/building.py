"""What to build: each thing once for all the interactions that it serves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archadvisor.advice.case import Case
from archadvisor.assessment import Build
from archadvisor.knowledge.types import Pattern
from archadvisor.text.names import Names, joined, row_ends


def building(cases: Sequence[Case]) -> tuple[Build, ...]:
    """Return what has to be built, place by place; the place of what serves most interactions comes first.

    What stands at a sender or in its worker is grouped by sender, what stands at a receiver over all receivers,
    what stands between two parts by these two; a cheap precaution is told once for all. What the team has built
    already, or decided to do without, is left out.
    """
    groups: dict[tuple[str, ...], tuple[Pattern, list[Case]]] = {}
    for case in cases:
        for pattern in case.to_build:
            groups.setdefault(_group(pattern, case), (pattern, []))[1].append(case)
    ordered = sorted(groups.values(), key=lambda group: (-len(group[1]), group[1][0].number))
    built = [_build(pattern, served) for pattern, served in ordered]
    places = {where: number for number, where in enumerate(distinct(build.where for build in built))}
    return tuple(sorted(built, key=lambda build: places[build.where]))


def _group(pattern: Pattern, case: Case) -> tuple[str, ...]:
    interaction = case.interaction
    if pattern.cheap:
        return (pattern.id, pattern.where)
    if pattern.where in ("from", "worker"):
        return (pattern.id, pattern.where, interaction.sender)
    if pattern.where == "between":
        return (pattern.id, pattern.where, interaction.sender, *interaction.receivers)
    return (pattern.id, pattern.where)


def _build(pattern: Pattern, served: Sequence[Case]) -> Build:
    senders = distinct(case.interaction.sender for case in served)
    receivers = distinct(name for case in served for name in case.interaction.receivers)
    names, either = pooled(served), pooled(served, "or")
    parts: Sequence[str]
    match pattern.where:
        case "between":
            parts, where = [*senders, *receivers], row_ends(joined(senders, whole=True), receivers, "→")
        case "worker":
            parts, where = senders, f"worker{'s' if len(senders) > 1 else ''} of {joined(senders, whole=True)}"
        case "from":
            parts, where = senders, joined(senders, whole=True)
        case "to":
            parts, where = receivers, joined(receivers, whole=True)
        case _:
            parts = distinct([*senders, *receivers])
            where = joined(parts, whole=True)
    return Build(
        parts=tuple(parts),
        where=where,
        pattern=pattern.id,
        name=pattern.name,
        cheap=pattern.cheap,
        build=names.fill(pattern.build),
        because=names.fill(pattern.because),
        checks=tuple(either.fill(check) for check in pattern.checks),
        interactions=tuple(case.interaction.id for case in served),
        claims=pattern.claims,
    )


def pooled(cases: Sequence[Case], last: str = "and") -> Names:
    """Return the names of several interactions, for one sentence about all of them."""
    if len(cases) == 1:
        return cases[0].names
    senders = distinct(case.interaction.sender for case in cases)
    receivers = distinct(", ".join(case.interaction.receivers) for case in cases)
    return Names(
        sender=joined(senders, last),
        receivers=joined(distinct(name for case in cases for name in case.interaction.receivers), last),
        purpose=joined(distinct(case.interaction.purpose for case in cases), last),
        mixed=len(senders) > 1 and len(receivers) > 1,
    )


def distinct(names: Iterable[str]) -> list[str]:
    """Return the names without repetition, in order of first appearance."""
    return list(dict.fromkeys(names))
