"""A row of the report, told from what was found out about an interaction."""

from __future__ import annotations

from msgspec import Struct

from archadvisor.advice.building import distinct
from archadvisor.advice.case import Case
from archadvisor.advice.decided import tell_decision
from archadvisor.advice.disagreement import disagreement
from archadvisor.advice.evidence import (
    tell_against,
    tell_against_gate,
    tell_constraints,
    tell_evidence,
    tell_otherwise,
    tell_reason,
    tell_tipping_points,
)
from archadvisor.advice.precedents import Precedents
from archadvisor.advice.provenance import tell_answers, tell_pattern
from archadvisor.advice.suppositions import Suppositions
from archadvisor.answers.types import Answers, Interaction
from archadvisor.assessment import Backlog, Crossing, Figure, FormQuestion, Range, Row, Waived
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.scoring.judgement import Tables


class Beside(Struct, frozen=True):
    """What a row's place in the system adds to it; one that hangs on an open row is not called clear."""

    hangs_on: tuple[str, ...]
    figures: tuple[Figure, ...]
    crossing: Crossing | None
    backlog: Backlog | None


def tell_row(
    tables: Tables,
    answers: Answers,
    precedents: Precedents,
    supposed: Suppositions,
    case: Case,
    decided: Case,
    beside: Beside,
) -> Row:
    """Return the row that tells a case as it is advised, and as decided, with the system's own names filled in."""
    knowledge = tables.knowledge
    interaction, names, found = case.interaction, case.names, case.judgement
    result, form, way_out = found.outcome, found.form, found.way_out
    return Row(
        id=interaction.id,
        sender=interaction.sender,
        receivers=interaction.receivers,
        purpose=interaction.purpose,
        current=interaction.current or None,
        now=knowledge.current[interaction.current].cell if interaction.current else "",
        style=result.style.value,
        form=form.id,
        carrier=form.carrier,
        form_open=tuple(
            [
                FormQuestion(
                    question=doubt.question.id,
                    ask_text=case.asked(doubt.question, doubt.ends),
                    ask=doubt.question.ask,
                    said=disagreement(answers, case, doubt.question, doubt.ends),
                )
                for doubt in found.form_open
            ]
        ),
        front=form.front.value if form.front else None,
        state=found.state,
        move=found.move,
        assumed=interaction.assumed,
        confidence=round(found.confidence, 4),
        too_close=found.too_close,
        score=result.score / 10,
        range=Range(found.low / 10, found.high / 10),
        decided_by=found.decided_by,
        constraints=tell_constraints(result, names),
        evidence=tell_evidence(answers, interaction, result, names),
        patterns=tuple([tell_pattern(pattern, names) for pattern in (form, *found.safeguards)]),
        tipping_points=tell_tipping_points(found.turns, names),
        would_change=supposed.of(case),
        against=tell_against_gate(way_out, names) if way_out else tell_against(knowledge, result, names, form),
        number=case.number,
        form_name=form.name,
        how_sure="leaning" if beside.hangs_on and found.how_sure == "clear" else found.how_sure,
        hangs_on=beside.hangs_on,
        figures=beside.figures,
        crossing=beside.crossing,
        backlog=beside.backlog,
        because=tell_reason(knowledge.method, result, names),
        given=tell_answers(tables.own, interaction.answers, result.facts),
        unknown=tuple([question.id for question in found.unknown]),
        precedents=precedents.of(interaction, case.weighed, case.way, apart=bool(way_out)),
        otherwise=tell_otherwise(knowledge.method, way_out) if way_out else None,
        decision=tell_decision(knowledge, answers, case, decided),
        built=tuple(distinct(one.id for one in (*case.patterns, *decided.patterns) if case.stands(one))),
        waived=_waived(knowledge, interaction),
    )


def _waived(knowledge: KnowledgeBase, interaction: Interaction) -> tuple[Waived, ...]:
    return tuple(
        [
            Waived(pattern.id, pattern.name, interaction.waived[pattern.id])
            for pattern in knowledge.safeguards
            if pattern.id in interaction.waived
        ]
    )
