"""The answers as they were given, the open questions, and the sources, for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archadvisor.advice.case import Case, Varied
from archadvisor.answers.types import Answer, Answers
from archadvisor.assessment import (
    Advice,
    Asked,
    Cited,
    Consequence,
    Cost,
    Given,
    Measured,
    Method,
    PartGiven,
    Source,
    Step,
    Unknown,
)
from archadvisor.knowledge import types as known
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Pattern, Question, Scope
from archadvisor.scoring.facts import Surroundings, unanswered
from archadvisor.text.names import UNNAMED, Names, names_of_part


def given(
    questions: Iterable[Question], answers: Mapping[str, Answer], facts: Facts, whole: bool = False
) -> tuple[Given, ...]:
    """Return the answers that are asked for and known, in the order of asking; tick lists only where ticked."""
    shown = []
    for question in questions:
        values = facts.get(question.id)
        if not values:
            continue
        options = [option for option in question.options if option.value in values]
        answer = answers[question.id]
        shown.append(
            Given(
                question=question.id,
                values=tuple([option.value for option in options]),
                labels=tuple([option.label if whole else option.short for option in options]),
                origin=answer.origin,
                note=answer.note,
                who=answer.who,
            )
        )
    return tuple(shown)


def parts_given(knowledge: KnowledgeBase, answers: Answers, around: Surroundings) -> tuple[PartGiven, ...]:
    """Return what is known of each listed part."""
    questions = knowledge.of_scope(Scope.PART)
    return tuple(
        PartGiven(name, given(questions, part.answers, around.parts[name], whole=True))
        for name, part in answers.parts.items()
    )


def asked(knowledge: KnowledgeBase) -> tuple[Asked, ...]:
    """Return the questions as a report prints them: about no row or part in particular."""
    return tuple(Asked(q.id, q.scope.value, q.short, UNNAMED.fill(q.prompt)) for q in knowledge.questions.values())


def advice(pattern: Pattern, names: Names) -> Advice:
    """Tell a form or safeguard with the interaction's names."""
    return Advice(
        id=pattern.id,
        role="form" if pattern.role == "form" else "safeguard",
        because=names.fill(pattern.because),
        claims=pattern.claims,
        checks=tuple([names.fill(check) for check in pattern.checks]),
        name=pattern.name,
        price=names.fill(pattern.price),
    )


def unknowns(
    knowledge: KnowledgeBase,
    answers: Answers,
    around: Surroundings,
    system: Sequence[Question],
    cases: Sequence[Case],
) -> tuple[Unknown, ...]:
    """Return every open question: of the system, of listed parts, of the interactions.

    A part's answers are never varied, so whether they matter is not known; they count as not mattering.
    """
    found = []
    for question in system:
        turned = [case for case in cases if (v := _of(case, question)) and v.matters(case.outcome.style, case.form)]
        found.append(_unknown(question, answers.system, None, tuple(case.interaction.id for case in turned), UNNAMED))
    for name, part in answers.parts.items():
        for question in unanswered(knowledge.of_scope(Scope.PART), around.parts[name]):
            found.append(_unknown(question, part.answers, None, (), names_of_part(name), part=name))
    for case in cases:
        for varied in case.varied:
            if varied.draft or varied.question.scope is not Scope.INTERACTION:
                continue
            matters = varied.matters(case.outcome.style, case.form)
            ids = (case.interaction.id,) if matters else ()
            found.append(
                _unknown(varied.question, case.interaction.answers, case.interaction.id, ids, case.names, varied)
            )
    return tuple(found)


def _of(case: Case, question: Question) -> Varied | None:
    return next((v for v in case.varied if v.question is question), None)


def _unknown(
    question: Question,
    answers: Mapping[str, Answer],
    interaction: str | None,
    turned: tuple[str, ...],
    names: Names,
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
            Consequence(v.change.value, v.style.value, v.form.id) for v in (varied.variants if varied else ())
        ),
        prompt=names.fill(question.decide),
        who=answer.who if answer else "",
        roles=question.ask,
        part=part,
        turns=turned,
    )


def sources(knowledge: KnowledgeBase, cases: Sequence[Case], counted: Sequence[Cost]) -> tuple[Source, ...]:
    """Return the sources with the claims of them that the assessment rests on."""
    used: set[str] = set()
    for case in cases:
        used.update(*(line.claims for line in case.outcome.lines), case.form.claims)
        used.update(*(pattern.claims for pattern in case.safeguards))
        if case.outcome.gate is not None:
            used.update(case.outcome.gate.claims)
    used.update(cost.claim for cost in counted)
    by_source: dict[str, list[Cited]] = {}
    for claim in knowledge.claims.values():
        if claim.id in used:
            by_source.setdefault(claim.source, []).append(Cited(claim.id, claim.text))
    return tuple(
        Source(source.id, source.title, source.address, tuple(by_source[source.id]))
        for source in knowledge.sources.values()
        if source.id in by_source
    )


def method(knowledge: KnowledgeBase) -> Method:
    """Return what a reader needs to work the sums out again."""
    free = knowledge.method
    return Method(
        steps=tuple(Step(step.name, step.tenths / 10) for step in free.steps),
        scale=free.scale,
        ceiling=free.ceiling,
        close_below=free.close_below / 10,
        clear_from=free.clear_from,
        measured=_measured(knowledge.measured),
    )


def _measured(found: known.Measured | None) -> Measured | None:
    if found is None:
        return None
    return Measured(
        interactions=found.interactions,
        systems=found.systems,
        agreement=found.agreement,
        agreement_low=found.agreement_low,
        agreement_high=found.agreement_high,
        settled_share=found.settled_share,
        settled=found.settled,
        settled_low=found.settled_low,
        settled_high=found.settled_high,
    )
