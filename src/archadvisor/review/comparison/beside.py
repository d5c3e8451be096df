"""What differs between rows: problems, and what user actions wait for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from archadvisor.assessment import Assessment, Finding, Flow
from archadvisor.review.comparison.types import FindingDifference, FlowChange, Waits

Naming = Callable[[str], str]
"""Gives a part or a row the name that it has in the new file."""

_SAME = 0.5
"""From this share of common rows and parts on, a problem of one kind is the same, which has only grown or shrunk."""


class Told(Struct, frozen=True):
    """One side: what is decided or advised, and how its parts and rows are called in the new file."""

    assessment: Assessment
    part: Naming = str
    row: Naming = str

    @property
    def silent(self) -> frozenset[str]:
        """The rows about which nobody has answered or decided anything; what is made of those alone is not told."""
        rows = self.assessment.interactions
        return frozenset([row.id for row in rows if row.assumed or (row.style == "unknown" and not row.decision)])

    def findings(self) -> list[_Problem]:
        """Return the problems that rest on some answer."""
        silent = self.silent
        return [
            _Problem(
                finding,
                frozenset([("part", self.part(name)) for name in finding.parts])
                | frozenset([("row", self.row(name)) for name in finding.interactions]),
            )
            for finding in self.assessment.findings
            if not (finding.interactions and silent.issuperset(finding.interactions))
        ]

    def flows(self) -> dict[tuple[str, str, int], tuple[Flow, Waits]]:
        """Return the actions that rest on some answer, by name (derived ones by their first row too) and order."""
        silent = self.silent
        found: dict[tuple[str, str, int], tuple[Flow, Waits]] = {}
        same: Counter[tuple[str, str]] = Counter()
        for flow in self.assessment.flows:
            if flow.derived and silent.issuperset(flow.interactions):
                continue
            first = self.row(flow.interactions[0]) if flow.derived and flow.interactions else ""
            found[flow.name, first, same[flow.name, first]] = flow, self._waits(flow, silent)
            same[flow.name, first] += 1
        return found

    def _waits(self, flow: Flow, silent: frozenset[str]) -> Waits:
        known = not silent.issuperset(flow.interactions)
        today = tuple(map(self.part, flow.today)) if known else ()
        advised = tuple(map(self.part, flow.advised)) if known else ()
        steps = () if flow.derived else tuple([tuple(map(self.row, step.interactions)) for step in flow.steps])
        return Waits(today, advised, steps)


class _Problem(Struct, frozen=True):
    """A finding with the parts and rows that it is about."""

    finding: Finding
    about: frozenset[tuple[str, str]]


def differing_findings(old: Told, new: Told) -> tuple[FindingDifference, ...]:
    """Return the problems that came, of which something else becomes once built, or that are gone."""
    before, after = old.findings(), new.findings()
    pairs = _pairs(before, after)
    told = []
    for place, one in enumerate(after):
        was = before[pairs[place]].finding if place in pairs else None
        if was is None or was.change != one.finding.change:
            told.append(_tell(one.finding, was, one.finding))
    left = set(range(len(before))) - set(pairs.values())
    return (*told, *[_tell(before[place].finding, before[place].finding, None) for place in sorted(left)])


def _tell(finding: Finding, old: Finding | None, new: Finding | None) -> FindingDifference:
    return FindingDifference(
        id=finding.id,
        name=finding.name,
        title=finding.title,
        interactions=finding.interactions,
        parts=finding.parts,
        old=old.change if old else None,
        new=new.change if new else None,
    )


def _pairs(before: Sequence[_Problem], after: Sequence[_Problem]) -> dict[int, int]:
    """Return which problem of the old side is which of the new: of the same kind, with most in common."""
    pairs: dict[int, int] = {}
    _match(before, after, pairs, lambda one: (one.finding.id, one.about, one.finding.change))
    _match(before, after, pairs, lambda one: (one.finding.id, one.about))
    new = [place for place in range(len(after)) if place not in pairs]
    old = sorted(set(range(len(before))) - set(pairs.values()))
    ranks: dict[frozenset[tuple[str, str]], int] = {}
    for about in sorted({one.about for one in (*[before[n] for n in old], *[after[n] for n in new])}, key=sorted):
        ranks[about] = len(ranks)
    bits = {thing: 1 << place for place, thing in enumerate({thing for about in ranks for thing in about})}
    masks = {about: sum([bits[thing] for thing in about]) for about in ranks}
    of_kind: dict[str, list[int]] = {}
    for place in old:
        of_kind.setdefault(before[place].finding.id, []).append(place)
    likely = []
    for place in new:
        about = after[place].about
        for other in of_kind.get(after[place].finding.id, ()):
            share = _like(masks[about], masks[before[other].about])
            if share >= _SAME:  # of equals the same are taken, whichever file comes first
                likely.append((-share, sorted((ranks[about], ranks[before[other].about])), place, other))
    taken: set[int] = set()
    for _, _, place, other in sorted(likely):
        if place not in pairs and other not in taken:
            pairs[place] = other
            taken.add(other)
    return pairs


def _like(one: int, other: int) -> float:
    """Return how much two sets have in common, from 0 to 1; a bit stands for a thing, which is fast for large sets."""
    return (one & other).bit_count() / max(1, (one | other).bit_count())


def _match(
    before: Sequence[_Problem], after: Sequence[_Problem], pairs: dict[int, int], key: Callable[[_Problem], object]
) -> None:
    """Add to the pairs those of one key that have none yet, in their order: a key may be that of several."""
    taken = set(pairs.values())
    waiting: dict[object, list[int]] = {}
    for place in range(len(before) - 1, -1, -1):
        if place not in taken:
            waiting.setdefault(key(before[place]), []).append(place)
    for place, one in enumerate(after):
        if place not in pairs and (left := waiting.get(key(one))):
            pairs[place] = left.pop()


def differing_flows(old: Told, new: Told) -> tuple[FlowChange, ...]:
    """Return the actions that wait for other parts or take other steps, and those that only one file lists.

    The program makes some from rows that wait for each other; such a one is told only where both sides have it.
    """
    before, after = old.flows(), new.flows()
    return tuple(_flows(before, after))


def _flows(
    before: Mapping[tuple[str, str, int], tuple[Flow, Waits]], after: Mapping[tuple[str, str, int], tuple[Flow, Waits]]
) -> Iterator[FlowChange]:
    for key in _keys(after, before):
        one, other = before.get(key), after.get(key)
        if one is not None and other is not None:
            if _alike(one[1]) != _alike(other[1]):
                yield FlowChange(key[0], one[1], other[1])
        elif (there := one or other) and not there[0].derived:
            yield FlowChange(key[0], one[1] if one else None, other[1] if other else None)


def _keys(
    first: Iterable[tuple[str, str, int]], second: Iterable[tuple[str, str, int]]
) -> Iterable[tuple[str, str, int]]:
    return dict.fromkeys((*first, *second))


def _alike(waits: Waits) -> tuple[object, ...]:
    """Return what two actions have in common that are the same: in which order parts are named says nothing."""
    return frozenset(waits.today), frozenset(waits.advised), tuple([frozenset(step) for step in waits.steps])
