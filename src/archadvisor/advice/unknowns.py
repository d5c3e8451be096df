"""The open questions: who can answer each, and whether its answer would change anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archadvisor.advice.beside import BesideStyle
from archadvisor.advice.case import Case
from archadvisor.answers.types import Answer, Answers
from archadvisor.assessment import AlsoName, Consequence, Unknown
from archadvisor.knowledge.types import KnowledgeBase, Question, Scope
from archadvisor.scoring.asking import Varied
from archadvisor.scoring.facts import Surroundings, worth_asking
from archadvisor.text.names import UNNAMED, Names, names_of_part


def list_unknowns(
    knowledge: KnowledgeBase,
    answers: Answers,
    around: Surroundings,
    system: Sequence[Question],
    cases: Sequence[Case],
) -> tuple[Unknown, ...]:
    """Return every open question: of the system, of listed parts as far as it is worth asking, of the interactions.

    A part's answers are never varied, so whether they matter is not known; they count as not mattering.
    """
    beside = BesideStyle(knowledge)
    found = []
    for question in system:
        turned = [case for case in cases if (v := _of(case, question)) and case.turned_by(v)]
        ids = tuple(case.interaction.id for case in turned)
        also = beside.of(question, cases)
        found.append(_unknown(question, answers.system, None, ids, UNNAMED, also))
    for name, part in answers.parts.items():
        facts = around.of_part(name)
        for question in worth_asking(knowledge.of_scope(Scope.PART), facts):
            if question.id in facts:
                continue
            also = beside.of(question, ())
            found.append(_unknown(question, part.answers, None, (), names_of_part(name), also, part=name))
    for case in cases:
        for varied in case.varied:
            if varied.draft or varied.question.scope is not Scope.INTERACTION:
                continue
            matters = case.turned_by(varied)
            ids = (case.interaction.id,) if matters else ()
            own, also = case.interaction, beside.of(varied.question, (case,))
            found.append(_unknown(varied.question, own.answers, own.id, ids, case.names, also, varied))
    return tuple(found)


def _of(case: Case, question: Question) -> Varied | None:
    return next((v for v in case.varied if v.question is question), None)


def _unknown(
    question: Question,
    answers: Mapping[str, Answer],
    interaction: str | None,
    turned: tuple[str, ...],
    names: Names,
    also: tuple[AlsoName, ...],
    varied: Varied | None = None,
    part: str | None = None,
) -> Unknown:
    answer = answers.get(question.id)
    return Unknown(
        interaction=interaction,
        question=question.id,
        ask=question.ask[0],
        matters=bool(turned),
        consequences=tuple(
            Consequence(v.change.value or ", ".join(sorted(v.change.values)), v.style.value, v.form.id)
            for v in (varied.variants if varied else ())
        ),
        prompt=names.fill(question.decide),
        who=answer.who if answer else "",
        roles=question.ask,
        part=part,
        turns=turned,
        also=also,
    )
