"""What each part is: by what the team says, by answers about it, by its name's words and by its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from archadvisor.answers.types import Answers, Interaction, Part
from archadvisor.knowledge.types import KnowledgeBase, PartRole

_WORD = re.compile(r"[a-z0-9]+")


class Role(Struct, frozen=True):
    """The role of a part, and what tells it: the team, answers about it, its name, or nothing (default)."""

    role: PartRole
    told_by: Literal["team", "answers", "name", "default"]

    @property
    def words(self) -> frozenset[str]:
        """Return what conditions see: the role and its kind."""
        return frozenset((self.role.name, self.role.kind))


def roles(knowledge: KnowledgeBase, answers: Answers, rows: Iterable[Interaction]) -> Mapping[str, Role]:
    """Return the role of each part, in the order in which the rows name them; then of parts that no row names yet."""
    rows = list(rows)
    sending = {row.sender for row in rows}
    called = {name for row in rows for name in row.receivers}
    possible = [(role, _Words(role)) for role in knowledge.part_roles.values()]
    ends = [name for row in rows for name in (row.sender, *row.receivers)]
    names = dict.fromkeys((*ends, *answers.parts))
    return {name: _role(possible, answers.parts.get(name), name, name in sending, name in called) for name in names}


def _role(
    possible: Sequence[tuple[PartRole, _Words]], part: Part | None, name: str, sends: bool, is_called: bool
) -> Role:
    if part is not None and part.role:
        return Role(next(role for role, _ in possible if part.role in (role.name, role.kind)), "team")
    said = {key: answer.values for key, answer in part.answers.items() if answer.known} if part is not None else {}
    for role, _ in possible if said else ():
        if role.when.holds(said):
            return Role(role, "answers")
    spoken = _WORD.findall(name.casefold())
    for role, words in possible:
        if words.are_in(spoken):
            fits = (not role.passes_on or (sends and is_called)) and not (role.only_called and sends)
            if fits and not role.unless.holds(said):
                return Role(role, "name")
    return Role(possible[0][0], "default")


class _Words:
    """The words of a role: alone, several in a row, or written together with what they may be joined with."""

    def __init__(self, role: PartRole) -> None:
        self._alone = role.alone
        self._rows = frozenset([word for word in role.words if " " in word or role.alone])
        self._single = frozenset([word for word in role.words if word not in self._rows])
        self._single |= {made for word in role.words for other in role.joined for made in (word + other, other + word)}

    def are_in(self, spoken: Sequence[str]) -> bool:
        """Tell whether a name, by its words, holds one of them."""
        if self._alone:
            return " ".join(spoken) in self._rows
        if not self._single.isdisjoint(spoken):
            return True
        return len(spoken) > 1 and any(f" {word} " in f" {' '.join(spoken)} " for word in self._rows)
