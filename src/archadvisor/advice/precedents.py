"""Real systems beside the advice: how many did what with the same answers, and the nearest ones each way.

How near two interactions are is read off the lines of the sum: for each question what its answers
pull, in tenths, here and there; the differences add up. So an answer weighs as much as it does in
the advice. A decision record tells less than code does, so it is taken by what it tells: what pulls
the same less what pulls otherwise. Among those that are as near but for a tilt, or records at least half as like
as the likest, those that went back come first, then the same kind of system; words shared with the purpose only
part equals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.types import Interaction
from archadvisor.assessment import (
    Decision,
    Precedent,
    PrecedentCount,
    PrecedentReason,
    Row,
    RowPrecedents,
)
from archadvisor.knowledge import types as known
from archadvisor.knowledge.conditions import AllOf, Condition, Is
from archadvisor.knowledge.types import DERIVED, Domain, Done, KnowledgeBase, Rule, Style
from archadvisor.knowledge.words import words_of
from archadvisor.scoring.score import Outcome, counted, holding, outcome
from archadvisor.text.prose import plural

SMALL = 10
"""Fewer than so many are a small sample."""
EACH = 2
"""So many are shown each way."""
TILT = 2
"""In tenths, the step that tilts what is even: so much farther away something of the same kind is as near."""
_TELLING = 2
"""So many different words of a kind of system tell that it is one."""
_NAMES = {
    Done.REQUEST: ("a request", "requests"),
    Done.EVENT: ("an event", "events"),
    Done.BOTH: ("accepted first", "accepted first"),
}
_WAYS = {Style.REQUEST: (Done.REQUEST,), Style.EVENT: (Done.EVENT, Done.BOTH)}
"""What counts as which way: to accept first and work off behind is a form of event."""

Answers = Mapping[str, frozenset[str]]
"""By key the values of which one must be given."""


class Precedents:
    """The precedents of a knowledge base, ready to be counted and compared, for a system that is `about` a text."""

    def __init__(self, knowledge: KnowledgeBase, about: str = "") -> None:
        self._knowledge = knowledge
        self._code = [p for p in knowledge.precedents if not p.reasons]
        self._coded = {key for p in self._code for key in p.answers}
        examples = [(a.id, e.corpus) for a in knowledge.archetypes.values() for e in a.examples if e.corpus]
        self._examples = frozenset(examples)
        self._counted_alone = [q.id for q in reversed(tuple(knowledge.questions.values())) if q.counted_alone]
        self._sides = {style: _Side(knowledge, done) for style, done in _WAYS.items()}
        self._counts: dict[tuple[tuple[str, frozenset[str]], ...], PrecedentCount | None] = {}
        self._nearest: dict[tuple[tuple[int, ...], Style, frozenset[str], str], tuple[str, ...]] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._telling = frozenset[str]().union(*[_words(p) for p in knowledge.precedents])
        self._domain = domain_of(knowledge.domains, about)

    def of(self, interaction: Interaction, result: Outcome, apart: bool = False) -> RowPrecedents:
        """Return what real systems do with the answers that decide a row, and the nearest of them each way.

        `result` is what the evidence says; `apart` where that is behind a gate, so that they show what is done
        where the two are apart.
        """
        count = self.count(self._deciding(result))
        if count and apart:
            count = replace(count, words=f"where the parts are apart, {count.words}")
        return RowPrecedents(count, *[self.near(interaction, result.lines, style) for style in self._sides])

    def near(self, interaction: Interaction, lines: Sequence[Rule], style: Style) -> tuple[str, ...]:
        """Return the real systems of one way that are nearest to an interaction for which these lines hold."""
        words = self._worded(interaction.purpose)
        key = tuple([line.order for line in lines]), style, words, interaction.archetype
        if key not in self._nearest:  # rows of one kind have the same systems beside them
            self._nearest[key] = self._near(lines, style, words, interaction.archetype)
        return self._nearest[key]

    def count(self, answers: Answers) -> PrecedentCount | None:
        """Count the code of public systems with these answers by style; None where none has them."""
        key = tuple(answers.items())
        if key not in self._counts:
            self._counts[key] = self._counted(answers)
        return self._counts[key]

    def with_answer(self, key: str, value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the nearest to an interaction of which one answer alone is known, among those that have it."""
        facts = {key: frozenset((value,))}
        lines = holding(self._knowledge, facts, facts)
        request, event = [self._near(lines, style, frozenset(), "", facts) for style in self._sides]
        return request, event

    def cited(self, rows: Iterable[Row], decisions: Iterable[Decision]) -> tuple[Precedent, ...]:
        """Return the precedents that rows and decisions name, by id."""
        names = {name for row in rows for name in (*row.precedents.request, *row.precedents.event)}
        names.update(name for decision in decisions for way in decision.ways for name in way.precedents)
        return tuple(told(p) for p in self._knowledge.precedents if p.id in names)

    def _deciding(self, result: Outcome) -> Answers:
        """Return the answers behind the strongest counted line that public code was asked for too."""
        counting = counted(result.lines)
        for line in reversed(result.lines):
            if line.order in counting and line.key in self._coded:
                guards = {leaf.key: leaf.values & result.facts.get(leaf.key, frozenset()) for leaf in _sure(line.given)}
                return {
                    line.key: frozenset((line.value,)),
                    **{key: values for key, values in guards.items() if values and key in self._coded},
                }
        for name in self._counted_alone:
            if result.facts.get(name):
                return {name: result.facts[name]}
        return {}

    def _counted(self, answers: Answers) -> PrecedentCount | None:
        styles = [p.style for p in self._code if _has(p, answers)]
        if not styles or not answers:
            return None
        numbers = {style: styles.count(style) for style in Done}
        return PrecedentCount(
            answers=tuple(f"{key}.{value}" for key, values in answers.items() for value in sorted(values)),
            of=len(styles),
            request=numbers[Done.REQUEST],
            event=numbers[Done.EVENT],
            both=numbers[Done.BOTH],
            small=len(styles) < SMALL,
            words=_told_count([self._label(*item) for item in answers.items()], numbers),
        )

    def _label(self, key: str, values: frozenset[str]) -> str:
        question = self._knowledge.questions[key.rpartition(".")[2]]
        return f"{question.short}: {' or '.join(o.short for o in question.options if o.value in values)}"

    def _near(
        self, lines: Sequence[Rule], style: Style, words: frozenset[str], archetype: str, among: Answers | None = None
    ) -> tuple[str, ...]:
        if style not in self._sides:
            return ()

        def rank(one: _Known, far: int) -> _Place:
            name, domain = one.precedent.id, one.precedent.domain
            return (archetype, name) not in self._examples, domain != self._domain, far, -len(words & one.words), name

        return tuple([one.precedent.id for one in self._sides[style].nearest(_pulls(lines), rank, among)])

    def _worded(self, text: str) -> frozenset[str]:
        if text not in self._words:
            self._words[text] = words_of(text) & self._telling
        return self._words[text]


class _Known(Struct, frozen=True, eq=False):
    """A precedent with what its answers pull, by key, and the words that tell what it is about."""

    precedent: known.Precedent
    repository: str
    pulls: Mapping[str, int]
    words: frozenset[str]


_Place = tuple[bool, bool, int, int, str]
_Rank = Callable[[_Known, int], _Place]
"""The place of a precedent so far away among those that are near."""


class _Side:
    """The precedents of one way: records, and code in groups that pull the same."""

    def __init__(self, knowledge: KnowledgeBase, done: tuple[Done, ...]) -> None:
        ready = [_ready(knowledge, p) for p in knowledge.precedents if p.style in done]
        self._decided = [one for one in ready if one.precedent.reasons]
        self._groups: dict[tuple[tuple[str, int], ...], list[_Known]] = {}
        for one in ready:
            if not one.precedent.reasons:
                self._groups.setdefault(tuple(sorted(p for p in one.pulls.items() if p[1])), []).append(one)
        coded = {key for pulls in self._groups for key, _ in pulls}
        self._distances = _Table([{**dict.fromkeys(coded, 0), **dict(pulls)} for pulls in self._groups], _apart)
        self._likeness = _Table([one.pulls for one in self._decided], _alike)
        self._levels: dict[tuple[int, ...], list[tuple[int, list[_Known]]]] = {}
        self._records: dict[tuple[int, ...], list[tuple[int, _Known]]] = {}

    def nearest(self, pulls: Mapping[str, int], rank: _Rank, among: Answers | None) -> list[_Known]:
        """Return at most two: code and a record, or code of two systems; a record that went back comes first."""
        code = self._code(pulls, rank, among)
        records = self._likest(pulls) if among is None else self._having(among, pulls)
        if not records:
            return code
        _, record = min(records, key=lambda found: rank(found[1], -found[0]))
        return [record, *code[:1]] if record.precedent.gave_up else [*code[:1], record]

    def _code(self, pulls: Mapping[str, int], rank: _Rank, among: Answers | None) -> list[_Known]:
        """Return the nearest code of two systems; of what is farther by a tilt at most the one of best rank."""
        chosen: dict[str, _Known] = {}
        while len(chosen) < EACH:
            near: list[tuple[int, _Known]] = []
            for distance, level in self._by_distance(pulls):
                if near and distance > near[0][0] + TILT:
                    break
                near += [
                    (distance, one)
                    for one in level
                    if one.repository not in chosen and (among is None or _has(one.precedent, among))
                ]
            if not near:
                break
            _, best = min(near, key=lambda found: rank(found[1], found[0]))
            chosen[best.repository] = best
        return list(chosen.values())

    def _by_distance(self, pulls: Mapping[str, int]) -> list[tuple[int, list[_Known]]]:
        key = self._distances.key(pulls)
        if key not in self._levels:
            levels: dict[int, list[_Known]] = {}
            for distance, alike in zip(self._distances.sums(key), self._groups.values(), strict=True):
                levels.setdefault(distance, []).extend(alike)
            self._levels[key] = sorted(levels.items(), key=_first)
        return self._levels[key]

    def _likest(self, pulls: Mapping[str, int]) -> list[tuple[int, _Known]]:
        """Return the records that are most like it, each with how like, of those that went back if there are any."""
        key = self._likeness.key(pulls)
        if key not in self._records:
            likeness = zip(self._likeness.sums(key), self._decided, strict=True)
            self._records[key] = _likest([(n, one) for n, one in likeness if n > 0])
        return self._records[key]

    def _having(self, answers: Answers, pulls: Mapping[str, int]) -> list[tuple[int, _Known]]:
        """Return those of the records with some answers that are most like it, each with how like."""
        likeness = zip(self._likeness.sums(self._likeness.key(pulls)), self._decided, strict=True)
        return _likest([(n, one) for n, one in likeness if _has(one.precedent, answers)])


class _Table:
    """For each of some profiles the sum over its keys of a measure between given pulls and its own."""

    def __init__(self, profiles: Sequence[Mapping[str, int]], measure: Callable[[int, int], int]) -> None:
        self._profiles = profiles
        self._measure = measure
        self._keys = sorted({key for profile in profiles for key in profile})
        self._without = [sum(measure(0, pull) for pull in profile.values()) for profile in profiles]
        self._columns: dict[tuple[int, int], list[int]] = {}

    def key(self, pulls: Mapping[str, int]) -> tuple[int, ...]:
        """Return what matters of some pulls."""
        return tuple([pulls.get(key, 0) for key in self._keys])

    def sums(self, pulls: tuple[int, ...]) -> list[int]:
        """Return the sum for each profile: that without any pull, and what each pull changes about it."""
        columns = [self._column(item) for item in enumerate(pulls) if item[1]]
        return list(map(sum, zip(self._without, *columns, strict=True)))

    def _column(self, item: tuple[int, int]) -> list[int]:
        if item not in self._columns:
            key, pull = self._keys[item[0]], item[1]
            own = [profile.get(key) for profile in self._profiles]
            changed = [0 if p is None else self._measure(pull, p) - self._measure(0, p) for p in own]
            self._columns[item] = changed
        return self._columns[item]


def _likest(found: Sequence[tuple[int, _Known]]) -> list[tuple[int, _Known]]:
    """Return those at least half as like as the likest, of those that went back where there are any among them."""
    most = max([n for n, _ in found], default=0)
    near = [(n, one) for n, one in found if 2 * n >= most]
    return [(n, one) for n, one in near if one.precedent.gave_up] or near


def domain_of(domains: Iterable[Domain], about: str) -> str:
    """Return the kind of system that a text is about: that of most words, at least two; "" where none or two are."""
    words = words_of(about)
    found = Counter({domain.id: len(words.intersection(domain.words)) for domain in domains})
    first, second = [*found.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] >= _TELLING and first[1] > second[1] else ""


def told(precedent: known.Precedent) -> Precedent:
    """Return a precedent as a reader gets it."""
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


def _ready(knowledge: KnowledgeBase, precedent: known.Precedent) -> _Known:
    result = outcome(knowledge, precedent.answers)
    lines = result.lines if result.gate is None else holding(knowledge, result.facts, result.facts)
    pulls = {**dict.fromkeys(result.facts, 0), **_pulls(lines)}
    return _Known(precedent, precedent.repository, pulls, _words(precedent))


def _words(precedent: known.Precedent) -> frozenset[str]:
    """Return the words that tell what a precedent is about."""
    ends = f"{precedent.sender} {' '.join(precedent.receivers)}"
    return words_of(f"{precedent.does} {ends} {precedent.domain}")


def _pulls(lines: Iterable[Rule]) -> dict[str, int]:
    pulls: dict[str, int] = {}
    for line in lines:
        pulls[line.key] = pulls.get(line.key, 0) + line.pull
    return pulls


def _apart(here: int, there: int) -> int:
    return abs(here - there)


def _alike(here: int, there: int) -> int:
    return abs(there) if here == there else -abs(here - there)


def _first(item: tuple[int, list[_Known]]) -> int:
    return item[0]


def _has(precedent: known.Precedent, answers: Answers) -> bool:
    return all(not values.isdisjoint(precedent.answers.get(key, ())) for key, values in answers.items())


def _sure(condition: Condition) -> list[Is]:
    """Return the comparisons that must hold where a condition does."""
    if isinstance(condition, Is):
        return [] if condition.key in DERIVED else [condition]
    if isinstance(condition, AllOf):
        return [leaf for inner in condition.conditions for leaf in _sure(inner)]
    return []


def _told_count(labels: Sequence[str], numbers: Mapping[Done, int]) -> str:
    of = sum(numbers.values())
    most, *others = sorted(numbers, key=lambda style: -numbers[style])
    rest = "".join(f", {numbers[style]} {_NAMES[style][numbers[style] > 1]}" for style in others if numbers[style])
    is_ = "is" if numbers[most] == 1 else "are"
    only, small = ("only ", ": a small sample") if of < SMALL else ("", "")
    these = "this answer" if len(labels) == 1 else "these answers"
    said = f"{numbers[most]} of {only}{plural(of, 'real interaction')} with {these} ({', '.join(labels)}) {is_}"
    return f"{said} {_NAMES[most][numbers[most] > 1]}{rest}{small}"
