"""Problems between interactions: every finding of the rules, looked for on the map of today and on the advised one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from archadvisor.answers.types import Answers, Interaction
from archadvisor.graph.actions import Action, Actions
from archadvisor.graph.events import Event, events
from archadvisor.graph.hops import Map, advised, today
from archadvisor.graph.predicates import PREDICATES
from archadvisor.graph.predicates.found import Around, Found
from archadvisor.graph.roles import Role, roles
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Finding, KnowledgeBase
from archadvisor.scoring.judgement import Judgement


class Problem(Struct, frozen=True):
    """A finding with what was found today and as advised; one of them at least."""

    entry: Finding
    today: Found | None
    advised: Found | None

    @property
    def found(self) -> Found:
        """Return what is told: as advised where it is there, else as it is today."""
        found = self.advised or self.today
        if found is None:
            raise LookupError(self.entry.id)
        return found


class System(Struct, frozen=True):
    """A system as a graph."""

    roles: dict[str, Role]
    today: Map
    advised: Map
    actions: Sequence[Action]
    """Those that the team listed, else derived ones."""
    events: Sequence[Event]
    problems: Sequence[Problem]


def look_over(
    knowledge: KnowledgeBase, answers: Answers, system: Facts, rows: Iterable[tuple[Interaction, Judgement]]
) -> System:
    """Return a system as a graph, with the problems that show in it; `system` are the facts about the whole."""
    rows = list(rows)
    of_parts = dict(roles(knowledge, answers, [row for row, _ in rows]))
    now = today(knowledge, rows, of_parts, answers)
    then = advised(knowledge, rows, of_parts, answers)
    if knowledge.actions is None:
        return System(of_parts, now, then, (), (), ())
    here, there = Actions(knowledge.actions, answers.flows, now), Actions(knowledge.actions, answers.flows, then)
    told = events(knowledge, then)
    looked_at = ((now, Around(knowledge, here, told)), (then, Around(knowledge, there, told)))
    found = [
        problem for entry in knowledge.findings if entry.system.holds(system) for problem in _look(entry, looked_at)
    ]
    derived = () if answers.flows else _derived(here, there)
    return System(of_parts, now, then, (*here.listed, *derived), told, _uncovered(found))


def _look(entry: Finding, maps: Iterable[tuple[Map, Around]]) -> list[Problem]:
    """Return what is found on both maps, each thing once."""
    found: dict[tuple[str, ...], dict[str, Found]] = {}
    for map_, around in maps:
        if not entry.maps or map_.name in entry.maps:
            for one in PREDICATES[entry.predicate](map_, entry, around):
                found.setdefault(one.key, {}).setdefault(map_.name, one)
    problems = [Problem(entry, on.get("today"), on.get("advised")) for on in found.values()]
    return [problem for problem in problems if problem.advised or not entry.supposed]


def _uncovered(found: Sequence[Problem]) -> list[Problem]:
    """Return what is found without what another finding says better of the same parts."""
    covered = {(name, frozenset(one.found.parts)) for one in found for name in one.entry.covers}
    return [one for one in found if (one.entry.id, frozenset(one.found.parts)) not in covered]


def _derived(here: Actions, there: Actions) -> list[Action]:
    """Return the actions that the rows make today or as advised, each once by its first row."""
    first = {action.rows[0]: action for action in there.derive()}
    for action in here.derive():
        known = first.get(action.rows[0])
        if known is None or len(action.rows) > len(known.rows):
            first[action.rows[0]] = action
    return list(first.values())
