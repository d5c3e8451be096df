"""The grounds of a decision on which people no longer agree, and what the advice is for each answer that they gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple, TypeAlias

from archadvisor.advice.disagreement import in_short, quoted, tell_disagreement
from archadvisor.answers.spots import Spot, answer_at, with_answer
from archadvisor.answers.types import Answer, Answers, Interaction, OtherDecision
from archadvisor.knowledge.types import KnowledgeBase, Question, Scope, Style
from archadvisor.scoring.judgement import Judgement, Judgements
from archadvisor.text.names import Names, names_of, names_of_part

_TOGETHER = 64
"""So many combinations of answers are tried where people do not agree on several grounds."""


class Ground(NamedTuple):
    """An answer on which a decision rests (`key` and `before`), and on which people do not agree now."""

    key: str
    spot: Spot
    question: Question
    before: frozenset[str]
    answer: Answer

    def words(self, values: frozenset[str], row: Interaction) -> str:
        """Return one of the answers in a few words, in quotes."""
        return quoted(in_short(self.question, values, self._names(row)))

    def tell(self, row: Interaction) -> str:
        """Say in a sentence what the decision rests on, and who says what now."""
        of = f" of {self.spot.name}" if self.spot.scope is Scope.PART else ""
        rests = f'"{self.question.short}"{of} = {self.words(self.before, row)}'
        said = tell_disagreement(self.question, self.answer, self._names(row))
        return f"The decision rests on {rests}, which people dispute now: {said}"

    def _names(self, row: Interaction) -> Names:
        if self.spot.scope is Scope.PART:
            return names_of_part(self.spot.name)
        return names_of(row.sender, row.receivers, row.purpose)


Reading: TypeAlias = Sequence[tuple[Ground, frozenset[str]]]
"""Grounds, each with one of the answers that people gave."""


def tell_other(knowledge: KnowledgeBase, other: OtherDecision) -> str:
    """Return what somebody else decided, with who, when and why."""
    form = knowledge.forms[other.form].name if other.form else ""
    way = form if form and other.style == Style.NEITHER else ": ".join(filter(None, (other.style, form)))
    said = ", ".join(filter(None, (other.by, other.date)))
    return f"{way}{f' ({said})' if said else ''}, because {other.because.rstrip('.')}"


def disputed_grounds(knowledge: KnowledgeBase, answers: Answers, row: Interaction) -> list[Ground]:
    """Return the grounds of a row's decision on which people do not agree now; none where it has no decision."""
    if row.decision is None:
        return []
    found = []
    for key, before in row.decision.grounds.items():
        end, _, name = key.rpartition(".")
        question = knowledge.questions.get(name)
        if question is None:
            continue
        for of in {"from": (row.sender,), "to": row.receivers}.get(end, (row.id,)):
            spot = Spot(question.scope, of, name)
            answer = _answer(answers, row, spot)
            if answer is not None and answer.disputed:
                found.append(Ground(key, spot, question, before, answer))
    return found


def _answer(answers: Answers, row: Interaction, spot: Spot) -> Answer | None:
    if spot.scope is Scope.INTERACTION:
        return row.answers.get(spot.question)
    listed = spot.scope is Scope.SYSTEM or spot.name in answers.parts
    return answer_at(answers, spot) if listed else None


def readings(
    judgements: Judgements, answers: Answers, row: Interaction, grounds: Sequence[Ground]
) -> Iterator[tuple[Reading, Judgement]]:
    """Yield the advice for each answer that people gave, the other grounds still open, then for all together."""
    each = [[(ground, said.values) for said in ground.answer.said] for ground in grounds]
    alone = [(one,) for some in each for one in some]
    together = islice(product(*each), _TOGETHER) if len(grounds) > 1 else ()
    for reading in (*alone, *together):
        meant = answers
        for ground, values in reading:
            meant = with_answer(meant, ground.spot, Answer(values))
        (own,) = [one for one in meant.interactions if one.id == row.id]
        yield reading, Judgements(judgements.tables, meant).of(own)
