"""The real systems of one way that are nearest to an interaction.

Nearness is read off the lines of the sum, so an answer weighs as much here as in the advice. The lines about one
question pull so many tenths towards event; see `pulls_of`.

    code      ranked by distance: the sum of the differences between the pulls, question by question
    records   ranked by likeness: the pulls that agree, less those that differ. A decision record tells few answers,
              and by distance those that tell least would be nearest to everything.

Code within a tilt of the nearest ties, and so do records at least half as like as the likest. Reversed decisions come
first, then `Rank` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from archadvisor.advice.precedents.counts import has_answers
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Precedent, Rule
from archadvisor.knowledge.words import words_of
from archadvisor.scoring.facts import asked
from archadvisor.scoring.score import holding

EACH = 2
"""So many are shown each way."""
TILT = 2
"""In tenths, the step that tilts what is even: so much farther away something of the same kind is as near."""


class Profile(Struct, frozen=True, eq=False):
    """A precedent with what its answers pull, by key, and the words that tell what it is about."""

    precedent: Precedent
    pulls: Mapping[str, int]
    words: frozenset[str]


Place = tuple[bool, bool, int, int, str]
Rank = Callable[[Profile, int], Place]
"""The place among those that tie of one that is so far away (for a record: so like, negated)."""


def profile(knowledge: KnowledgeBase, precedent: Precedent) -> Profile:
    """Return what is compared of a precedent; a gate is passed over, as it hides what the answers pull."""
    facts = asked(knowledge, precedent.answers)
    ends = f"{precedent.sender} {' '.join(precedent.receivers)}"
    words = words_of(f"{precedent.does} {ends} {precedent.domain}")
    return Profile(precedent, {**dict.fromkeys(facts, 0), **pulls_of(holding(knowledge, facts, facts))}, words)


def pulls_of(lines: Iterable[Rule]) -> dict[str, int]:
    """Return by key what its lines pull together, in tenths towards event, counted or not."""
    pulls: dict[str, int] = {}
    for line in lines:
        pulls[line.key] = pulls.get(line.key, 0) + line.pull
    return pulls


class Nearest:
    """The precedents of one way, ready to be compared."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._records = [one for one in profiles if one.precedent.reasons]
        self._code: dict[tuple[tuple[str, int], ...], list[Profile]] = {}
        for one in profiles:
            if not one.precedent.reasons:
                self._code.setdefault(tuple(sorted(p for p in one.pulls.items() if p[1])), []).append(one)
        # All code was asked the same questions: what it has no pull on is a pull of 0, not an answer that is missing.
        coded = {key for pulls in self._code for key, _ in pulls}
        self._distances = _Table([{**dict.fromkeys(coded, 0), **dict(pulls)} for pulls in self._code], _apart)
        self._likeness = _Table([one.pulls for one in self._records], _alike)
        self._levels: dict[tuple[int, ...], list[tuple[int, list[Profile]]]] = {}
        self._likest_records: dict[tuple[int, ...], list[tuple[int, Profile]]] = {}

    def to(self, pulls: Mapping[str, int], rank: Rank, among: Facts | None = None) -> list[Profile]:
        """Return at most two, of those with the answers `among` if any: code and a record, or code of two systems.

        A record of a decision that was reversed comes first.
        """
        code = self._nearest_code(pulls, rank, among)
        records = self._likest_to(pulls) if among is None else self._likest_among(pulls, among)
        if not records:
            return code
        _, record = min(records, key=lambda found: rank(found[1], -found[0]))
        return [record, *code[:1]] if record.precedent.gave_up else [*code[:1], record]

    def _nearest_code(self, pulls: Mapping[str, int], rank: Rank, among: Facts | None) -> list[Profile]:
        """Return the nearest code of two systems; of what is farther by a tilt at most the one of best rank."""
        chosen: dict[str, Profile] = {}
        while len(chosen) < EACH:
            near: list[tuple[int, Profile]] = []
            for distance, level in self._by_distance(pulls):
                if near and distance > near[0][0] + TILT:
                    break
                near += [
                    (distance, one)
                    for one in level
                    if one.precedent.repository not in chosen and (among is None or has_answers(one.precedent, among))
                ]
            if not near:
                break
            _, best = min(near, key=lambda found: rank(found[1], found[0]))
            chosen[best.precedent.repository] = best
        return list(chosen.values())

    def _by_distance(self, pulls: Mapping[str, int]) -> list[tuple[int, list[Profile]]]:
        key = self._distances.key(pulls)
        if key not in self._levels:
            levels: dict[int, list[Profile]] = {}
            for distance, alike in zip(self._distances.sums(key), self._code.values(), strict=True):
                levels.setdefault(distance, []).extend(alike)
            self._levels[key] = sorted(levels.items(), key=_first)
        return self._levels[key]

    def _likest_to(self, pulls: Mapping[str, int]) -> list[tuple[int, Profile]]:
        key = self._likeness.key(pulls)
        if key not in self._likest_records:
            likeness = zip(self._likeness.sums(key), self._records, strict=True)
            self._likest_records[key] = _likest([(n, one) for n, one in likeness if n > 0])
        return self._likest_records[key]

    def _likest_among(self, pulls: Mapping[str, int], answers: Facts) -> list[tuple[int, Profile]]:
        likeness = zip(self._likeness.sums(self._likeness.key(pulls)), self._records, strict=True)
        return _likest([(n, one) for n, one in likeness if has_answers(one.precedent, answers)])


class _Table:
    """Sums over questions of a measure between pulls and those of many profiles.

    Thousands of rows differ in few pulls, so what one pull adds to every profile is worked out once.
    """

    def __init__(self, profiles: Sequence[Mapping[str, int]], measure: Callable[[int, int], int]) -> None:
        self._profiles = profiles
        self._measure = measure
        self._keys = sorted({key for profile in profiles for key in profile})
        self._without = [sum(measure(0, pull) for pull in profile.values()) for profile in profiles]
        self._columns: dict[tuple[int, int], list[int]] = {}

    def key(self, pulls: Mapping[str, int]) -> tuple[int, ...]:
        """Return those of the pulls that some profile can be compared by."""
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


def _likest(found: Sequence[tuple[int, Profile]]) -> list[tuple[int, Profile]]:
    """Return those at least half as like as the likest, each with how like; only reversed ones where there are any."""
    most = max([n for n, _ in found], default=0)
    near = [(n, one) for n, one in found if 2 * n >= most]
    return [(n, one) for n, one in near if one.precedent.gave_up] or near


def _apart(here: int, there: int) -> int:
    return abs(here - there)


def _alike(here: int, there: int) -> int:
    return abs(there) if here == there else -abs(here - there)


def _first(item: tuple[int, list[Profile]]) -> int:
    return item[0]
