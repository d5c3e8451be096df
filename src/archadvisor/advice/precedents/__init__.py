"""Real systems beside the advice: how many did what with the same answers, and one that did what is advised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from archadvisor.advice.precedents.counts import Counts
from archadvisor.advice.precedents.nearest import BACK_WITHIN, SHARED, Alike, profile, pulls_of
from archadvisor.answers.types import Interaction
from archadvisor.assessment import Decision, Precedent, PrecedentCount, PrecedentReason, Row, RowPrecedents
from archadvisor.knowledge import types as known
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Domain, Done, KnowledgeBase, Style
from archadvisor.knowledge.words import words_of
from archadvisor.scoring.score import Outcome, holding

EACH = 2
"""So many are shown each way where one answer is explained, and so many reasons of a decision."""
_TELLING = 2
"""So many different words of a kind of system tell that it is one."""
_WAYS = {Style.REQUEST: (Done.REQUEST,), Style.EVENT: (Done.EVENT, Done.BOTH)}
"""What counts as which way: to accept first and process in the background is a form of event."""


Way = tuple[Style, str]
"""A style, and the family of forms by which it is built; a system of another family shows something else."""

Place = tuple[bool, bool, int, int, str]
"""How good a real system is beside a row, the best first: an example, the same kind of system, shared words, near."""


class Precedents:
    """The precedents of a knowledge base, for the report on one system, in which each real system stands once."""

    def __init__(self, knowledge: KnowledgeBase, about: str = "") -> None:
        self._knowledge = knowledge
        self._counts = Counts(knowledge)
        self._profiles = [profile(knowledge, precedent) for precedent in knowledge.precedents]
        self._by_id = {one.precedent.id: one for one in self._profiles}
        self._alike = Alike(self._profiles)
        self._examples = {
            archetype.id: frozenset([e.corpus for e in archetype.examples]) & self._by_id.keys()
            for archetype in knowledge.archetypes.values()
        }
        self._domain = domain_of(knowledge.domains, about)
        self._beside: dict[tuple[str, Way], str] = {}

    def allot(self, rows: Iterable[tuple[Interaction, Outcome, Iterable[Way]]]) -> None:
        """Put real systems beside rows: the best of each way; a system that is best for several, beside one."""
        best: dict[str, tuple[Place, str, Way, str]] = {}
        for interaction, result, ways in rows:
            pulls = pulls_of(result.lines)
            for way in ways:
                found = self._best(interaction, pulls, way)
                if found is not None:
                    place, precedent = found
                    proposed = (place, interaction.id, way, precedent.id)
                    best[precedent.repository] = min(proposed, best.get(precedent.repository, proposed))
        self._beside = {(row, way): name for _, row, way, name in best.values()}

    def of(self, interaction: Interaction, result: Outcome, advised: Way, apart: bool = False) -> RowPrecedents:
        """Return what real systems do with the answers that decide a row, and one that is like it and did as advised.

        `result` is what the evidence says; `apart` where that is behind a gate, so that they show what is done
        where the two are apart.
        """
        count = self.count(self._counts.deciding(result))
        if count and apart:
            count = replace(count, words=f"between separate services, {count.words}")
        near = self.near(interaction, advised)
        return RowPrecedents(count, *[near if style is advised[0] else () for style in _WAYS])

    def near(self, interaction: Interaction, way: Way) -> tuple[str, ...]:
        """Return the real system that went one way and stands beside an interaction, if there is one."""
        name = self._beside.get((interaction.id, way))
        return (name,) if name else ()

    def _best(
        self, interaction: Interaction, pulls: Mapping[str, int], way: Way
    ) -> tuple[Place, known.Precedent] | None:
        purpose = self._alike.telling(interaction.purpose)
        words = purpose | self._alike.telling(f"{interaction.sender} {' '.join(interaction.receivers)}")
        shared = {one.precedent.id: many for many, one in self._alike.to(words) if not purpose.isdisjoint(one.words)}
        examples = self._examples.get(interaction.archetype, frozenset())
        found = []
        for name in [name for name, many in shared.items() if many >= SHARED or name in examples]:
            one = self._by_id[name]
            precedent, distance = one.precedent, one.distance(pulls)
            if _went(precedent, way) and not (precedent.gave_up and distance > BACK_WITHIN):
                place = (name not in examples, precedent.domain != self._domain, -shared.get(name, 0), distance, name)
                found.append((place, precedent))
        return min(found, key=_place, default=None)

    def count(self, answers: Facts) -> PrecedentCount | None:
        """Count the code of public systems with these answers by style; None where none has them."""
        return self._counts.of(answers)

    def with_answer(self, key: str, value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return each way the real systems with an answer that are nearest to what it alone pulls."""
        facts = {key: frozenset((value,))}
        pulls = pulls_of(holding(self._knowledge, facts, facts))
        having = [one for one in self._profiles if value in one.precedent.answers.get(key, ())]
        ordered = sorted(having, key=lambda one: (one.distance(pulls), one.precedent.id))
        request, event = (
            tuple(dict.fromkeys([one.precedent.id for one in ordered if one.precedent.style in done]))[:EACH]
            for done in _WAYS.values()
        )
        return request, event

    def cited(self, rows: Iterable[Row], decisions: Iterable[Decision]) -> tuple[Precedent, ...]:
        """Return the precedents that rows and decisions name, by id."""
        names = {name for row in rows for name in (*row.precedents.request, *row.precedents.event)}
        names.update(name for decision in decisions for way in decision.ways for name in way.precedents)
        return tuple(_tell_precedent(p) for p in self._knowledge.precedents if p.id in names)


def _went(precedent: known.Precedent, way: Way) -> bool:
    style, family = way
    return precedent.style in _WAYS.get(style, ()) and family != "" and precedent.family == family


def _place(found: tuple[Place, known.Precedent]) -> Place:
    return found[0]


def domain_of(domains: Iterable[Domain], about: str) -> str:
    """Return the kind of system that a text is about: that of most words, at least two; "" where none or two are."""
    words = words_of(about)
    found = Counter({domain.id: len(words.intersection(domain.words)) for domain in domains})
    first, second = [*found.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] >= _TELLING and first[1] > second[1] else ""


def _tell_precedent(precedent: known.Precedent) -> Precedent:
    return Precedent(
        id=precedent.id,
        kind="decision" if precedent.reasons else "code",
        sender=precedent.sender,
        receivers=precedent.receivers,
        does=precedent.does,
        style=precedent.style.value,
        domain=precedent.domain,
        repository=precedent.repository,
        path=precedent.path,
        commit=precedent.commit,
        address=precedent.address,
        year=precedent.year,
        gave_up=precedent.gave_up.value if precedent.gave_up else None,
        reasons=tuple(PrecedentReason(r.style.value, r.topic, r.text) for r in precedent.reasons),
        why=tuple([r.text for r in precedent.reasons if r.style is precedent.style][:EACH]),
    )
