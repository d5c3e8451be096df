"""Where one answer stands among those of a system, and that answer or another one in its place."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from archadvisor.answers.types import Answer, Answers
from archadvisor.knowledge.types import Scope


class Spot(NamedTuple):
    """Where an answer stands: a question of the system, or of a row or part, which goes by its id or name."""

    scope: Scope
    name: str
    question: str


def answer_at(answers: Answers, spot: Spot) -> Answer | None:
    """Return the answer that stands at a spot."""
    if spot.scope is Scope.SYSTEM:
        return answers.system.get(spot.question)
    if spot.scope is Scope.PART:
        return answers.parts[spot.name].answers.get(spot.question)
    row = next(row for row in answers.interactions if row.id == spot.name)
    return row.answers.get(spot.question)


def with_answer(answers: Answers, spot: Spot, answer: Answer) -> Answers:
    """Return answers with another one at a spot."""
    if spot.scope is Scope.SYSTEM:
        return replace(answers, system={**answers.system, spot.question: answer})
    if spot.scope is Scope.PART:
        part = answers.parts[spot.name]
        part = replace(part, answers={**part.answers, spot.question: answer})
        return replace(answers, parts={**answers.parts, spot.name: part})
    rows = [
        replace(row, answers={**row.answers, spot.question: answer}) if row.id == spot.name else row
        for row in answers.interactions
    ]
    return replace(answers, interactions=tuple(rows))
