"""Interactions as they lie on a map of the system: as it is today, and as it is advised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from archadvisor.answers.types import Answers, Figure, Flow, Interaction, Part
from archadvisor.assessment import UNDECIDED
from archadvisor.graph.roles import Role
from archadvisor.knowledge.conditions import Condition, Facts
from archadvisor.knowledge.types import ENDS, STEP, KnowledgeBase, MapName, Style
from archadvisor.scoring.judgement import Judgement

_WAITS, _MAY_WAIT, _GOES_ON = "waits", "may-wait", "goes-on"


class Hop:
    """One interaction on a map; `facts` are its answers, and what the map adds to them."""

    __slots__ = ("accepts", "facts", "judgement", "number", "row", "waits")

    def __init__(
        self, row: Interaction, number: int, judgement: Judgement, waits: bool, facts: Facts, accepts: bool = False
    ) -> None:
        self.row = row
        self.number = number
        self.judgement = judgement
        self.waits = waits
        self.facts = facts
        self.accepts = accepts
        """Whether the sender waits for an "accepted" alone."""

    @property
    def sender(self) -> str:
        """Return who sets it off."""
        return self.row.sender

    @property
    def receivers(self) -> tuple[str, ...]:
        """Return who is called, or told."""
        return self.row.receivers

    def figure(self, name: str) -> float | None:
        """Return a figure of the interaction, in base units."""
        return value_of(self.row.figures, name)

    @property
    def undecided(self) -> bool:
        """Whether it is still to decide."""
        return self.judgement.state in UNDECIDED


def value_of(figures: Iterable[Figure], name: str) -> float | None:
    """Return the value of the figure of this name; None where it is not given."""
    return next((figure.value for figure in figures if figure.name == name), None)


class Map:
    """All interactions of a system, today or as advised."""

    def __init__(
        self, name: MapName, hops: Sequence[Hop], roles: Mapping[str, Role], parts: Mapping[str, Part]
    ) -> None:
        self.name: MapName = name
        self.hops = hops
        self.roles = roles
        self._parts = parts

    def figure(self, part: str, name: str) -> float | None:
        """Return a figure of a part, in base units."""
        return value_of(self._parts[part].figures, name) if part in self._parts else None

    @cached_property
    def by_sender(self) -> Mapping[str, Sequence[Hop]]:
        """Return the hops by sender, in the order of the file."""
        found: dict[str, list[Hop]] = {}
        for hop in self.hops:
            found.setdefault(hop.sender, []).append(hop)
        return found

    @cached_property
    def by_receiver(self) -> Mapping[str, Sequence[Hop]]:
        """Return the hops by receiver, in the order of the file."""
        found: dict[str, list[Hop]] = {}
        for hop in self.hops:
            for name in hop.receivers:
                found.setdefault(name, []).append(hop)
        return found

    def taking_part(self, condition: Condition) -> list[Hop]:
        """Return the hops for which a condition holds; it is looked at once for facts that several share."""
        seen: dict[int, bool] = {}
        found = []
        for hop in self.hops:
            holds = seen.get(id(hop.facts))
            if holds is None:
                holds = seen[id(hop.facts)] = condition.holds(hop.facts)
            if holds:
                found.append(hop)
        return found

    def of_roles(self, words: Sequence[str]) -> Mapping[str, None]:
        """Return the parts of these roles or kinds, in the order of the rows; all where none is named."""
        fits = [name for name, role in self.roles.items() if not words or not role.words.isdisjoint(words)]
        return dict.fromkeys(fits)


def today(
    knowledge: KnowledgeBase,
    rows: Iterable[tuple[Interaction, Judgement]],
    roles: Mapping[str, Role],
    answers: Answers,
) -> Map:
    """Return the map of today: the interactions that are there, each in the way in which it travels."""
    apart = {way for form in knowledge.forms.values() if Style.NEITHER in form.styles for way in form.keeps}
    shared = _Shared(roles, answers.flows)
    found = []
    for number, (row, judgement) in enumerate(rows, start=1):
        way = knowledge.current.get(row.current)
        if way is None or way.planned:
            continue
        style = Style.NEITHER if way.name in apart else Style.REQUEST if way.waits else Style.EVENT
        own = {"sender": (_WAITS if way.waits else _GOES_ON,), "style": (style.value,)}
        found.append(Hop(row, number, judgement, way.waits, shared.of(row, judgement, own)))
    return Map("today", found, roles, answers.parts)


def advised(
    knowledge: KnowledgeBase,
    rows: Iterable[tuple[Interaction, Judgement]],
    roles: Mapping[str, Role],
    answers: Answers,
) -> Map:
    """Return the map as advised; what is still to decide goes on as it does today, and may wait where one way would."""
    shared = _Shared(roles, answers.flows)
    found = []
    for number, (row, judgement) in enumerate(rows, start=1):
        style, undecided = judgement.outcome.style, judgement.state in UNDECIDED
        waits = style is Style.REQUEST or (undecided and knowledge.waits_today(row.current))
        does = [_WAITS if waits else _GOES_ON]
        if undecided and not waits and _may_wait(judgement):
            does.append(_MAY_WAIT)
        own = {"sender": tuple(does), "style": (style.value,), "form": (judgement.form.id,)}
        accepts = judgement.form.front is Style.REQUEST and not waits and not undecided
        found.append(Hop(row, number, judgement, waits, shared.of(row, judgement, own), accepts))
    return Map("advised", found, roles, answers.parts)


def _may_wait(judgement: Judgement) -> bool:
    ways = [*judgement.varied, *([judgement.pending] if judgement.pending else [])]
    return any(variant.style is Style.REQUEST for way in ways for variant in way.variants)


class _Shared:
    """Makes the facts of rows on a map; rows that have all of them in common share one."""

    def __init__(self, roles: Mapping[str, Role], flows: Iterable[Flow]) -> None:
        self._roles = {name: role.words for name, role in roles.items()}
        self._steps: dict[str, frozenset[str]] = {}
        for stage in (stage for flow in flows for stage in flow.stages):
            said = frozenset(
                [word for word, holds in zip(STEP, (stage.may_refuse, stage.optional), strict=True) if holds]
            )
            for row in stage.rows if said else ():
                self._steps[row] = self._steps.get(row, frozenset()) | said
        self._made: dict[tuple[object, ...], Facts] = {}

    def of(self, row: Interaction, judgement: Judgement, own: Mapping[str, Sequence[str]]) -> Facts:
        """Return the facts of a row: its answers, what map and flows say of it, the roles of its ends, its figures."""
        ends = (self._roles[row.sender], frozenset().union(*[self._roles[name] for name in row.receivers]))
        figures = frozenset([figure.name for figure in row.figures if figure.value is not None])
        step = self._steps.get(row.id)
        key = (id(judgement), ends, figures, step, *own.values())
        if key not in self._made:
            facts = {**judgement.outcome.facts, **{name: frozenset(values) for name, values in own.items()}}
            facts.update({f"{end}.role": words for end, words in zip(ENDS, ends, strict=True)})
            more = {name: values for name, values in (("figures", figures), ("step", step)) if values}
            self._made[key] = {**facts, **more}
        return self._made[key]
