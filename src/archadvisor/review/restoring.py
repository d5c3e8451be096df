"""Answers put back to what they were when rows were decided, from the grounds that the decisions wrote down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from archadvisor.answers.types import Answer, Answers, Decision, Interaction
from archadvisor.knowledge.types import KnowledgeBase, Scope
from archadvisor.review.grounds import Changed, changed
from archadvisor.scoring.judgement import Judgements, tables

_Old: TypeAlias = Mapping[str, Answer | None]
"""By question the answer of that day; None where there was none."""


class Restored(NamedTuple):
    """A system's answers as they were when some of its rows were decided."""

    answers: Answers
    rows: tuple[str, ...]


class _Around(NamedTuple):
    """What was answered otherwise about the system and about parts (part, question) when a row was decided."""

    system: _Old
    parts: Mapping[tuple[str, str], Answer | None]

    @property
    def key(self) -> tuple[frozenset[object], frozenset[object]]:
        return frozenset(self.system.items()), frozenset(self.parts.items())


def restored(knowledge: KnowledgeBase, answers: Answers, rows: Collection[str]) -> list[Restored]:
    """Return the answers on which decided rows were decided; rows that need the same about system and parts together.

    What did not count on that day was not written down, and is left out. A decision without grounds, written by hand,
    keeps today's answers.
    """
    judgements = Judgements(tables(knowledge), answers)
    groups: dict[tuple[frozenset[object], frozenset[object]], tuple[_Around, dict[str, Interaction]]] = {}
    for row in answers.interactions:
        if row.id in rows and row.decision is not None:
            around, then = _then(knowledge, judgements, row, row.decision)
            groups.setdefault(around.key, (around, {}))[1][row.id] = then
    return [Restored(_put_back(answers, around, then), tuple(then)) for around, then in groups.values()]


def _then(
    knowledge: KnowledgeBase, judgements: Judgements, row: Interaction, decision: Decision
) -> tuple[_Around, Interaction]:
    """Return what was answered otherwise around a row, and the row with its own answers, on the day of its decision."""
    system: dict[str, Answer | None] = {}
    parts: dict[tuple[str, str], Answer | None] = {}
    own: dict[str, Answer | None] = {}
    if decision.sender:
        row = replace(row, sender=decision.sender, receivers=decision.receivers)
    of_ends = {"from": (row.sender,), "to": row.receivers}
    for one in changed(knowledge, judgements, row, decision) if decision.advised else ():
        end, _, name = one.question.rpartition(".")
        question = knowledge.questions.get(name)
        if question is None:
            continue
        before = _before(one, name in judgements.tables.ticks)
        if question.scope is Scope.PART:
            parts.update({(part, name): before for part in of_ends[end]})
        else:
            (system if question.scope is Scope.SYSTEM else own)[name] = before
    return _Around(system, parts), replace(row, answers=_with(row.answers, own.items()))


def _before(one: Changed, ticks: bool) -> Answer | None:
    """Return the answer of that day; no tick in a list that may be blank is one."""
    if one.before is None or not (one.before or ticks):
        return None
    return Answer(one.before)


def _with(answers: Mapping[str, Answer], old: Iterable[tuple[str, Answer | None]]) -> Mapping[str, Answer]:
    found: dict[str, Answer | None] = {**answers, **dict(old)}
    return {name: answer for name, answer in found.items() if answer is not None}


def _put_back(answers: Answers, around: _Around, rows: Mapping[str, Interaction]) -> Answers:
    parts = {
        name: replace(part, answers=_with(part.answers, [(q, a) for (of, q), a in around.parts.items() if of == name]))
        for name, part in answers.parts.items()
    }
    return replace(
        answers,
        system=_with(answers.system, around.system.items()),
        parts=parts if around.parts else answers.parts,
        interactions=tuple([rows.get(row.id, row) for row in answers.interactions]),
    )
