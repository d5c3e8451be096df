"""Real systems beside the advice: how many did what with the same answers, and the nearest ones each way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from archadvisor.advice.precedents.counts import Counts
from archadvisor.advice.precedents.nearest import EACH, Nearest, Place, Profile, profile, pulls_of
from archadvisor.answers.types import Interaction
from archadvisor.assessment import Decision, Precedent, PrecedentCount, PrecedentReason, Row, RowPrecedents
from archadvisor.knowledge import types as known
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Domain, Done, KnowledgeBase, Rule, Style
from archadvisor.knowledge.words import words_of
from archadvisor.scoring.score import Outcome, holding

_TELLING = 2
"""So many different words of a kind of system tell that it is one."""
_WAYS = {Style.REQUEST: (Done.REQUEST,), Style.EVENT: (Done.EVENT, Done.BOTH)}
"""What counts as which way: to accept first and work off behind is a form of event."""


class Precedents:
    """The precedents of a knowledge base, ready to be counted and compared, for a system that is `about` a text."""

    def __init__(self, knowledge: KnowledgeBase, about: str = "") -> None:
        self._knowledge = knowledge
        self._counts = Counts(knowledge)
        profiles = [profile(knowledge, precedent) for precedent in knowledge.precedents]
        self._ways = {
            style: Nearest([one for one in profiles if one.precedent.style in done]) for style, done in _WAYS.items()
        }
        self._vocabulary = frozenset[str]().union(*[one.words for one in profiles])
        self._examples = frozenset((a.id, e.corpus) for a in knowledge.archetypes.values() for e in a.examples)
        self._domain = domain_of(knowledge.domains, about)
        self._near: dict[tuple[tuple[int, ...], Style, frozenset[str], str], tuple[str, ...]] = {}
        self._words: dict[str, frozenset[str]] = {}

    def of(self, interaction: Interaction, result: Outcome, apart: bool = False) -> RowPrecedents:
        """Return what real systems do with the answers that decide a row, and the nearest of them each way.

        `result` is what the evidence says; `apart` where that is behind a gate, so that they show what is done
        where the two are apart.
        """
        count = self.count(self._counts.deciding(result))
        if count and apart:
            count = replace(count, words=f"where the parts are apart, {count.words}")
        return RowPrecedents(count, *[self.near(interaction, result.lines, style) for style in self._ways])

    def near(self, interaction: Interaction, lines: Sequence[Rule], style: Style) -> tuple[str, ...]:
        """Return the real systems of one way that are nearest to an interaction for which these lines hold."""
        if style not in self._ways:
            return ()
        words = self._words_in(interaction.purpose)
        key = tuple([line.order for line in lines]), style, words, interaction.archetype
        if key not in self._near:  # rows of one kind have the same systems beside them
            self._near[key] = self._choose(lines, style, words, interaction.archetype)
        return self._near[key]

    def count(self, answers: Facts) -> PrecedentCount | None:
        """Count the code of public systems with these answers by style; None where none has them."""
        return self._counts.of(answers)

    def with_answer(self, key: str, value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the nearest to an interaction of which one answer alone is known, among those that have it."""
        facts = {key: frozenset((value,))}
        lines = holding(self._knowledge, facts, facts)
        request, event = [self._choose(lines, style, frozenset(), "", facts) for style in self._ways]
        return request, event

    def cited(self, rows: Iterable[Row], decisions: Iterable[Decision]) -> tuple[Precedent, ...]:
        """Return the precedents that rows and decisions name, by id."""
        names = {name for row in rows for name in (*row.precedents.request, *row.precedents.event)}
        names.update(name for decision in decisions for way in decision.ways for name in way.precedents)
        return tuple(_tell_precedent(p) for p in self._knowledge.precedents if p.id in names)

    def _choose(
        self, lines: Sequence[Rule], style: Style, words: frozenset[str], archetype: str, among: Facts | None = None
    ) -> tuple[str, ...]:
        def rank(one: Profile, far: int) -> Place:
            """Examples of the archetype go first, then the same kind of system; shared words only part equals."""
            name, domain = one.precedent.id, one.precedent.domain
            return (archetype, name) not in self._examples, domain != self._domain, far, -len(words & one.words), name

        return tuple([one.precedent.id for one in self._ways[style].to(pulls_of(lines), rank, among)])

    def _words_in(self, purpose: str) -> frozenset[str]:
        if purpose not in self._words:
            self._words[purpose] = words_of(purpose) & self._vocabulary
        return self._words[purpose]


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
