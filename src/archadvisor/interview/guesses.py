"""Usual answers where nobody has answered yet: guesses, which count as drafts until somebody confirms them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from archadvisor.answers.row_edits import ends_of, part_of
from archadvisor.answers.types import Answer, Answers, Interaction, Origin, Part
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import SOUNDS, KnowledgeBase, Question, Scope
from archadvisor.scoring.facts import Signs, Surroundings, known_facts, surroundings


def guessed(knowledge: KnowledgeBase, answers: Answers) -> Answers:
    """Return the answers with a guess for whatever is usual, asked, and not answered: of parts and of interactions."""
    parts = guessed_parts(knowledge, answers, Signs(knowledge))
    around = surroundings(knowledge, replace(answers, parts=parts))
    questions = knowledge.in_order_of_asking(Scope.INTERACTION)
    rows = tuple([guessed_row(knowledge, around, row, questions) for row in answers.interactions])
    return replace(answers, parts=parts, interactions=rows)


def guesses(answers: Answers) -> int:
    """Return how many answers nobody has confirmed."""
    of = [*(row.answers for row in answers.interactions), *(part.answers for part in answers.parts.values())]
    return sum(1 for said in of for answer in said.values() if answer.known and answer.origin.draft)


def guessed_parts(knowledge: KnowledgeBase, answers: Answers, signs: Signs) -> dict[str, Part]:
    """Return what is said, and else guessed, of all parts that interactions name."""
    names = dict.fromkeys((*answers.parts, *ends_of(answers.interactions)))
    questions = knowledge.in_order_of_asking(Scope.PART)
    return {name: _guessed_part(questions, part_of(answers, name), signs) for name in names}


def _guessed_part(questions: Iterable[Question], part: Part, signs: Signs) -> Part:
    facts = {**_known(part.answers), SOUNDS: signs.of("name", part.name)}
    new = _guesses(questions, part.answers, facts, {})
    return replace(part, answers={**part.answers, **new}) if new else part


def guessed_row(
    knowledge: KnowledgeBase, around: Surroundings, row: Interaction, questions: Iterable[Question]
) -> Interaction:
    """Return an interaction with guesses: what is typical of its kind, and else what is usual.

    `questions` are those about interactions, in the order of asking.
    """
    archetype = knowledge.archetypes.get(row.archetype)
    typical = {draft.question: frozenset(draft.values) for draft in archetype.typical} if archetype else {}
    facts = dict(known_facts(around, row, ()))
    new = _guesses(questions, row.answers, facts, typical)
    return replace(row, answers={**row.answers, **new}) if new else row


def _guesses(
    questions: Iterable[Question], said: Mapping[str, Answer], facts: dict[str, frozenset[str]], typical: Facts
) -> dict[str, Answer]:
    """Return a guess for each question that is asked and not answered; each may rest on those before it."""
    found = {}
    for question in questions:
        if question.id in said or not question.ask_when.holds(facts):
            continue
        values = None if question.never_prefilled else typical.get(question.id)
        if values is None:
            values = next((frozenset(one.values) for one in question.usual if one.when.holds(facts)), None)
        if values is not None:
            found[question.id] = Answer(values, Origin.ARCHETYPE)
            facts[question.id] = values
    return found


def _known(answers: Mapping[str, Answer]) -> dict[str, frozenset[str]]:
    return {name: answer.values for name, answer in answers.items() if answer.known}
