"""Problems between interactions, told with the names of the parts; where to cut, and what the advice changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archadvisor.advice.evidence import tell_tipping_points
from archadvisor.assessment import Finding, FindingChange
from archadvisor.graph.hops import Hop
from archadvisor.graph.problems import Problem, System
from archadvisor.knowledge.types import FILLED, KnowledgeBase, Style
from archadvisor.scoring.form import form_of
from archadvisor.scoring.score import outcome
from archadvisor.scoring.tipping import Turn
from archadvisor.text.names import fill, names_of, row_ends
from archadvisor.text.prose import sentence

_EMPTY = dict.fromkeys(FILLED, "")


def findings(knowledge: KnowledgeBase, system: System) -> tuple[Finding, ...]:
    """Return the problems of a system: first what the advice leaves or brings in, then what it removes, worst first."""
    told = [_tell(knowledge, problem) for problem in system.problems]
    return tuple(sorted(told, key=lambda finding: not finding.advised))


def _tell(knowledge: KnowledgeBase, problem: Problem) -> Finding:
    entry, found = problem.entry, problem.found
    values = {**_EMPTY, **found.values}
    cut = _cut(knowledge, found.hops, entry.predicate == "circle") if entry.cut and problem.advised else None
    ways = [fill(text, values) for text in entry.ways_out]
    return Finding(
        id=entry.id,
        kind=entry.kind,
        title=sentence(fill(entry.title, values), found.parts),
        interactions=tuple([hop.row.id for hop in found.hops]),
        parts=found.parts,
        today=problem.today is not None,
        advised=problem.advised is not None,
        because=sentence(fill(entry.because, values), found.parts),
        ways_out=tuple([sentence(text, found.parts) for text in ([cut, *ways] if cut else ways)]),
        checks=tuple([sentence(fill(text, values), found.parts) for text in entry.checks]),
        claims=entry.claims,
        name=entry.name,
        price=sentence(fill(entry.price, values), found.parts),
        change=_change(problem),
        also_known_as=entry.also_known_as,
    )


def _change(problem: Problem) -> FindingChange:
    if problem.entry.maps == ("advised",):
        return "as advised"
    if problem.advised is None:
        return "removed"
    if problem.today is None:
        return "brought in"
    return "smaller" if len(problem.advised.hops) < len(problem.today.hops) else "stays"


def _cut(knowledge: KnowledgeBase, hops: Sequence[Hop], circle: bool) -> str | None:
    """Say where to cut: a circle at a row that only reads, else where fewest other answers turn a row into an event."""
    rule = knowledge.actions
    reads = next((hop for hop in hops if circle and rule is not None and rule.reads.holds(hop.facts)), None)
    if reads is not None and rule is not None:
        ends = row_ends(reads.sender, reads.receivers, "→")
        names = names_of(reads.sender, reads.receivers, reads.row.purpose)
        return f"Break it at row {reads.number} ({ends}): {names.fill(rule.send_along)}"
    turning = [
        (len(turn.changes), abs(hop.judgement.outcome.score), hop.number, hop, turn)
        for hop in hops
        for turn in hop.judgement.turns
        if turn.style is Style.EVENT and hop.judgement.outcome.style is not Style.EVENT
    ]
    if not turning:
        return None
    *_, hop, turn = min(turning, key=lambda one: one[:3])
    form = form_of(knowledge, outcome(knowledge, {**hop.judgement.outcome.facts, **_changed(turn)}))
    ends = row_ends(hop.sender, hop.receivers, "→")
    words = tell_tipping_points([turn], names_of(hop.sender, hop.receivers, hop.row.purpose))[0].words
    return f"Break it at row {hop.number} ({ends}), which would be an event ({form.name}) if {words}"


def _changed(turn: Turn) -> Mapping[str, frozenset[str]]:
    return {change.question.id: change.values for change in turn.changes}


def dependants(system: System) -> Mapping[str, tuple[str, str]]:
    """Return for each open row, by id, the rows that depend on it and the form that they would get, as texts."""
    found = [one.advised for one in system.problems if one.entry.predicate == "hangs" and one.advised]
    return {one.hops[0].row.id: (one.values["rows"], one.values["name"]) for one in found}


def hanging_rows(system: System) -> Mapping[str, tuple[str, ...]]:
    """Return for each row, by id, the open rows on which it hangs."""
    held: dict[str, list[str]] = {}
    for problem in system.problems:
        if problem.entry.predicate == "hangs" and problem.advised is not None:
            open_, *rows = problem.advised.hops
            for hop in rows:
                held.setdefault(hop.row.id, []).append(open_.row.id)
    return {row: tuple(ids) for row, ids in held.items()}
