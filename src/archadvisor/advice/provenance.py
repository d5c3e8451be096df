"""Where the advice comes from: answers as they stand in the file, questions as asked, sources, the method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archadvisor.advice.case import Case
from archadvisor.answers.types import Answer, Answers
from archadvisor.assessment import (
    Advice,
    Asked,
    Cited,
    Cost,
    Finding,
    KnownAnswer,
    KnownPart,
    Measured,
    Method,
    Source,
    Step,
)
from archadvisor.graph.roles import Role
from archadvisor.knowledge import types as known
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Pattern, Question, Scope
from archadvisor.scoring.facts import Surroundings
from archadvisor.text.names import UNNAMED, Names

_NONE = "none"


def tell_answers(
    questions: Iterable[Question], answers: Mapping[str, Answer], facts: Facts, whole: bool = False
) -> tuple[KnownAnswer, ...]:
    """Return the answers that are asked for and known, in their order; tick lists only where somebody answered.

    That nothing was ticked is said in the words of the option that says so, where there is one.
    """
    shown = []
    for question in questions:
        values = facts.get(question.id)
        answer = answers.get(question.id)
        if values is None or answer is None or not answer.known:  # what people dispute is no answer yet
            continue
        options = [option for option in question.options if option.value in values]
        said = options or [option for option in question.options if option.alone and not answer.values]
        labels = [option.label if whole else option.short for option in said]
        if not labels and answer.values:  # none of what was ticked is asked for any more
            continue
        shown.append(
            KnownAnswer(
                question=question.id,
                values=tuple([option.value for option in options]),
                labels=tuple(labels or [_NONE]),
                origin=answer.origin,
                note=answer.note,
                who=answer.who,
                source=answer.source,
            )
        )
    return tuple(shown)


def tell_parts(
    knowledge: KnowledgeBase, answers: Answers, around: Surroundings, roles: Mapping[str, Role]
) -> tuple[KnownPart, ...]:
    """Return what is known of each part: those that are listed, then the others whose name tells what they are."""
    told = [name for name, role in roles.items() if name not in answers.parts and role.told_by != "default"]
    return tuple([_tell_part(knowledge, answers, around, name, roles.get(name)) for name in (*answers.parts, *told)])


def _tell_part(
    knowledge: KnowledgeBase, answers: Answers, around: Surroundings, name: str, role: Role | None
) -> KnownPart:
    part = answers.parts.get(name)
    questions = knowledge.of_scope(Scope.PART)
    given = tell_answers(questions, part.answers, around.parts[name], whole=True) if part else ()
    team = part.team if part else ""
    if role is None:
        return KnownPart(name, given, team=team)
    return KnownPart(name, given, role.role.name, role.role.kind, role.told_by, team)


def tell_questions(knowledge: KnowledgeBase) -> tuple[Asked, ...]:
    """Return the questions as a report prints them: about no row or part in particular."""
    return tuple(Asked(q.id, q.scope.value, q.short, UNNAMED.fill(q.prompt)) for q in knowledge.questions.values())


def tell_pattern(pattern: Pattern, names: Names) -> Advice:
    """Tell a form or safeguard with the interaction's names."""
    return Advice(
        id=pattern.id,
        role="form" if pattern.role == "form" else "safeguard",
        because=names.fill(pattern.because),
        claims=pattern.claims,
        checks=tuple([names.fill(check) for check in pattern.checks]),
        name=pattern.name,
        price=names.fill(pattern.price),
        cheap=pattern.cheap,
        also_known_as=pattern.also_known_as,
    )


def cite_sources(
    knowledge: KnowledgeBase, cases: Sequence[Case], counted: Sequence[Cost], findings: Sequence[Finding], events: bool
) -> tuple[Source, ...]:
    """Return the sources with the claims of them that the assessment rests on; `events`: whether it lists any."""
    used: set[str] = set()
    used.update(*(finding.claims for finding in findings))
    if events and knowledge.events is not None:
        used.update(knowledge.events.claims)
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
        Source(source.id, source.title, source.address, tuple(by_source[source.id]), source.author, source.year)
        for source in knowledge.sources.values()
        if source.id in by_source
    )


def tell_method(knowledge: KnowledgeBase) -> Method:
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
