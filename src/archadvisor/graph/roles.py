"""What each part is: by what the team says, by answers about it, by its name's words and by its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from archadvisor.answers.types import Answers, Interaction
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
    """Return the role of each part, in the order in which the rows name them."""
    rows = list(rows)
    sending = {row.sender for row in rows}
    called = {name for row in rows for name in row.receivers}
    names = dict.fromkeys(name for row in rows for name in (row.sender, *row.receivers))
    return {name: _role(knowledge, answers, name, name in sending, name in called) for name in names}


def _role(knowledge: KnowledgeBase, answers: Answers, name: str, sends: bool, is_called: bool) -> Role:
    part = answers.parts.get(name)
    possible = list(knowledge.part_roles.values())
    if part is not None and part.role:
        return Role(next(role for role in possible if part.role in (role.name, role.kind)), "team")
    said = {key: answer.values for key, answer in part.answers.items() if answer.known} if part is not None else {}
    for role in possible:
        if role.when.holds(said):
            return Role(role, "answers")
    for role in possible:
        fits = (not role.passes_on or (sends and is_called)) and not (role.only_called and sends)
        if fits and not role.unless.holds(said) and _sounds(role, name):
            return Role(role, "name")
    return Role(possible[0], "default")


def _sounds(role: PartRole, name: str) -> bool:
    """Tell whether a name holds one of the role's words, alone or written together with what it may be joined with."""
    said = _WORD.findall(name.casefold())
    spoken = f" {' '.join(said)} "
    if role.alone:
        return spoken.strip() in role.words
    if any(f" {word} " in spoken for word in role.words):
        return True
    joined = {made for word in role.words for other in role.joined for made in (word + other, other + word)}
    return not joined.isdisjoint(said)
