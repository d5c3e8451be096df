"""A team's decision beside the advice: what it says, what going against the advice costs, and what it then needs."""

from __future__ import annotations

from collections.abc import Sequence

from archadvisor.advice.case import Case
from archadvisor.advice.disputed import disputed_grounds, tell_other
from archadvisor.advice.provenance import tell_pattern
from archadvisor.answers.types import Answers, Interaction
from archadvisor.assessment import Decided
from archadvisor.knowledge.types import KnowledgeBase, Style
from archadvisor.scoring.decided import goes_against, turned
from archadvisor.scoring.score import counted

_REASONS = 2
"""So many reasons for the advice are told to who decides against it."""


def tell_decision(knowledge: KnowledgeBase, answers: Answers, advised: Case, case: Case) -> Decided | None:
    """Return the decision about a case, from the case as advised and as decided; None where there is none."""
    decision = case.interaction.decision
    if decision is None:
        return None
    against = goes_against(advised.judgement, decision)
    other = (advised.outcome.style, advised.form.id) != (case.outcome.style, case.form.id)
    found, fill = case.judgement, case.names.fill
    obstacles = [one.because for one in case.form.obstacles if other and one.when.holds(case.facts)]
    named = {pattern.id for pattern in advised.patterns}
    return Decided(
        style=found.outcome.style.value,
        form=found.form.id,
        form_name=found.form.name,
        front=found.form.front.value if found.form.front else None,
        carrier=found.form.carrier,
        move=found.move,
        because=decision.because,
        by=decision.by,
        date=decision.date,
        ticket=decision.ticket,
        review=decision.review,
        advice=_advice(advised),
        rules=decision.rules,
        turned=turned(decision, advised.judgement),
        advised=decision.advised,
        advised_form=decision.advised_form,
        disputed=tell_disputed(knowledge, answers, case.interaction),
        against=against,
        costs=tuple(map(fill, (*obstacles, *_costs(advised, case)))) if other else (),
        obstacles=tuple(map(fill, obstacles)),
        patterns=tuple([tell_pattern(pattern, case.names) for pattern in case.patterns]),
        needs=tuple([pattern.name for pattern in found.safeguards if pattern.id not in named and not pattern.cheap])
        if other
        else (),
    )


def tell_disputed(knowledge: KnowledgeBase, answers: Answers, row: Interaction) -> tuple[str, ...]:
    """Say what others decided for a row, and which of the answers that its decision rests on people dispute."""
    others = row.decision.others if row.decision else ()
    return (
        *[f"Others decided {tell_other(knowledge, other)}" for other in others],
        *[one.tell(row) for one in disputed_grounds(knowledge, answers, row)],
    )


def _advice(case: Case) -> str:
    """Return the advice in a few words; of a row that its answers do not decide, where it leans."""
    if case.outcome.style not in (Style.REQUEST, Style.EVENT):
        return case.form.name
    way = f"{case.outcome.style}: {case.form.name}"
    return f"to decide, leans to {case.outcome.style}" if case.undecided else way


def _costs(advised: Case, case: Case) -> Sequence[str]:
    """Return what speaks for the advice, and the price of what was decided."""
    result = advised.outcome
    if case.outcome.style is Style.NEITHER:  # what counts for a request or event says nothing of a third way
        return (case.form.price,)
    if result.gate is not None:
        return (result.gate.because, case.form.price)
    if result.style is case.outcome.style:
        return (f"it does without {advised.form.name}: {advised.form.gain}", case.form.price)
    counting = counted(result.lines)
    lines = [line for line in reversed(result.lines) if line.favours is result.style and line.order in counting]
    return (*[line.because for line in lines[:_REASONS]], case.form.price)
