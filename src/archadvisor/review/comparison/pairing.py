"""Which row and which part of one file is which of the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.row_edits import ends_of
from archadvisor.answers.types import Answers, Interaction


class Pairing(Struct, frozen=True):
    """Rows of both files in pairs, in the order of the new one, the rows of one alone, and parts with new names."""

    rows: Sequence[tuple[Interaction, Interaction]]
    added: Sequence[Interaction]
    removed: Sequence[Interaction]
    renamed: Mapping[str, str]

    def now(self, name: str) -> str:
        """Return the name in the new file of a part of the old one."""
        return self.renamed.get(name, name)

    def reversed(self) -> Pairing:
        """Return the same from the new file to the old one."""
        rows = [(after, before) for before, after in self.rows]
        return Pairing(rows, self.removed, self.added, {new: old for old, new in self.renamed.items()})


def pair(old: Answers, new: Answers) -> Pairing:
    """Pair the rows by their ids; those that are left by what they say, if that is of one row alone."""
    by_id = {row.id: row for row in old.interactions}
    found = {row.id: by_id[row.id] for row in new.interactions if row.id in by_id}
    paired = {row.id for row in found.values()}
    left = _alone(row for row in old.interactions if row.id not in paired)
    others = _alone(row for row in new.interactions if row.id not in found)
    found |= {row.id: left[said] for said, row in others.items() if said in left}
    taken = {row.id for row in found.values()}
    rows = [(found[row.id], row) for row in new.interactions if row.id in found]
    return Pairing(
        rows=rows,
        added=[row for row in new.interactions if row.id not in found],
        removed=[row for row in old.interactions if row.id not in taken],
        renamed=_renamed(old, new, rows),
    )


def in_order(old: Answers, pairing: Pairing) -> Answers:
    """Return the old answers with their rows in the order of the new file: that a row was moved changes nothing."""
    before = [row for row, _ in pairing.rows]
    places = {row.id: place for place, row in enumerate(old.interactions)}
    if all(places[one.id] < places[next_.id] for one, next_ in pairwise(before)):
        return old
    return replace(old, interactions=(*before, *pairing.removed))


def all_parts(answers: Answers) -> tuple[str, ...]:
    """Return the names of the parts that rows name or the file lists."""
    return tuple(dict.fromkeys((*ends_of(answers.interactions), *answers.parts)))


def _alone(rows: Iterable[Interaction]) -> dict[tuple[str, frozenset[str], str], Interaction]:
    found: dict[tuple[str, frozenset[str], str], list[Interaction]] = {}
    for row in rows:
        found.setdefault((row.sender, frozenset(row.receivers), row.purpose), []).append(row)
    return {said: same[0] for said, same in found.items() if len(same) == 1}


def _renamed(old: Answers, new: Answers, rows: Iterable[tuple[Interaction, Interaction]]) -> dict[str, str]:
    """Return the parts that have another name in every row that both files have."""
    there, here = set(all_parts(old)), set(all_parts(new))
    became: dict[str, set[str]] = {}
    was: dict[str, set[str]] = {}
    for before, after in rows:
        for one, other in (({before.sender}, {after.sender}), (set(before.receivers), set(after.receivers))):
            for name in one - here:
                became.setdefault(name, set()).update(other - there or {""})
            for name in other - there:
                was.setdefault(name, set()).update(one - here or {""})
    only = {name: next(iter(names)) for name, names in became.items() if len(names) == 1}
    return {name: other for name, other in only.items() if other and was[other] == {name}}
