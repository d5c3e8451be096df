"""(KnowledgeBase, Answers) → Assessment: the only place that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from archadvisor.advice import evidence as told
from archadvisor.advice import shown, summary
from archadvisor.advice.building import building, closed_parts
from archadvisor.advice.case import Case, Variant, Varied, WayOut
from archadvisor.advice.costs import costs
from archadvisor.advice.decisions import decisions
from archadvisor.advice.disputes import disputes
from archadvisor.advice.precedents import Precedents
from archadvisor.advice.roadmap import roadmap
from archadvisor.advice.safeguards import fitting, safeguards
from archadvisor.answers.types import Answer, Answers, Interaction, Origin
from archadvisor.assessment import (
    NO_PRECEDENTS,
    SCHEMA,
    Assessment,
    DecidedBy,
    MoveName,
    Range,
    Row,
    StateName,
    SureWord,
    System,
)
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Gate, KnowledgeBase, Pattern, Question, Scope, Style
from archadvisor.scoring import score as scoring
from archadvisor.scoring.facts import given, surroundings, unanswered
from archadvisor.scoring.form import form_of
from archadvisor.scoring.score import Outcome
from archadvisor.scoring.tipping import bearing, turns
from archadvisor.scoring.variation import changed, changes, reach
from archadvisor.scoring.verdict import verdict
from archadvisor.text.names import names_of

Watch = Callable[[int, int], None]
"""Told how many interactions are done, of how many."""


def assess(
    knowledge: KnowledgeBase,
    answers: Answers,
    version: str,
    date: str | None = None,
    watch: Watch | None = None,
) -> Assessment:
    """Return the advice for a system: deterministic, the same values for the same input.

    `version` is the program's, `date` is printed only where it is given. A system that names no
    interactions gets those that its own answers make likely, marked as assumed.
    """
    precedents = Precedents(knowledge, _about(answers))
    worker = _Worker(knowledge, answers, precedents)
    interactions = answers.interactions or assumed(knowledge, worker.around.system)
    cases = []
    for number, interaction in enumerate(interactions, start=1):
        cases.append(worker.case(number, interaction))
        if watch:
            watch(number, len(interactions))
    found = verdict([case.row for case in cases])
    flows = summary.flows(knowledge, answers, cases)
    counted_costs = costs(knowledge, cases)
    around = worker.around
    open_ = decisions(knowledge, answers, cases, precedents)
    closed = closed_parts(knowledge, around)
    rows = tuple(case.row for case in cases)
    return Assessment(
        schema=SCHEMA,
        version=version,
        rules_version=knowledge.method.version,
        system=System(
            name=answers.name,
            verdict=found.word,
            confidence=None if found.confidence is None else round(found.confidence, 4),
            summary=summary.summary(cases, open_),
            mix=summary.mix(cases),
            states=summary.states(cases),
            answers=summary.answer_count(knowledge, answers, around, cases),
            moves=summary.moves(cases),
            headline=summary.headline(cases),
            assumed=not answers.interactions,
            worth_most=summary.worth_most(knowledge, flows, cases),
            draft_decides=sum(1 for case in cases if case.drafts_decide),
            given=shown.given(knowledge.of_scope(Scope.SYSTEM), answers.system, around.system, whole=True),
        ),
        interactions=rows,
        costs=counted_costs,
        roadmap=roadmap(knowledge, around.system, cases, closed),
        unknowns=shown.unknowns(knowledge, answers, around, worker.system_unknown, cases),
        disputes=disputes(knowledge, cases),
        decisions=open_,
        build=building(cases, closed),
        flows=flows,
        parts=shown.parts_given(knowledge, answers, around),
        questions=shown.asked(knowledge),
        sources=shown.sources(knowledge, cases, counted_costs),
        method=shown.method(knowledge),
        date=date,
        precedents=precedents.cited(rows, open_),
        selection=knowledge.method.selection,
    )


def variations(
    knowledge: KnowledgeBase, answers: Answers, rows: Iterable[Interaction] | None = None
) -> Iterator[tuple[str, Varied, Style, Pattern]]:
    """Yield what other answers to open and draft questions would do: row, variation, and style and form now.

    Of all interactions, or only of some `rows`.
    """
    worker = _Worker(knowledge, answers, None)
    for interaction in answers.interactions if rows is None else rows:
        facts = given(worker.around, interaction, worker.ticks)
        result = scoring.outcome(knowledge, facts)
        form = form_of(knowledge, result)
        for varied in worker.varied(interaction, facts, result, unanswered(worker.own, result.facts)):
            yield interaction.id, varied, result.style, form


def assumed(knowledge: KnowledgeBase, system: Facts) -> tuple[Interaction, ...]:
    """Return the interactions that a system's five themes make likely: kinds of interaction, not yet its own."""
    return tuple(
        Interaction(
            id=archetype.id,
            sender=archetype.sender,
            receivers=archetype.receivers,
            purpose=archetype.purpose,
            current="",
            archetype=archetype.id,
            answers=MappingProxyType(
                {
                    draft.question: Answer(frozenset(draft.values), Origin.ASSUMED)
                    for draft in (*archetype.answers, *archetype.typical)
                }
            ),
            assumed=True,
        )
        for archetype in knowledge.archetypes.values()
        if archetype.standard_when is not None and archetype.standard_when.holds(system)
    )


def _about(answers: Answers) -> str:
    """Return the names and purposes of a system, which tell what kind of system it is."""
    rows = [f"{row.sender} {' '.join(row.receivers)} {row.purpose}" for row in answers.interactions]
    return " ".join([answers.name, *rows])


_TO_CONFIRM = (Origin.ARCHETYPE, Origin.IMPORT)


class _Worker:
    """Works out one interaction after the other against the same knowledge and surroundings."""

    def __init__(self, knowledge: KnowledgeBase, answers: Answers, precedents: Precedents | None) -> None:
        self.knowledge = knowledge
        self.answers = answers
        self._precedents = precedents
        self.around = surroundings(knowledge, answers)
        self._reach = reach(knowledge)
        self._bearing = bearing(knowledge, self._reach)
        self._fitting = {form.id: fitting(knowledge, form) for form in knowledge.forms.values()}
        self.own = knowledge.of_scope(Scope.INTERACTION)
        self.ticks = tuple(q.id for q in self.own if q.ticks)
        system = knowledge.of_scope(Scope.SYSTEM)
        self._decisive = knowledge.method.decisive
        self.system_unknown = unanswered(system, self.around.system)
        self._system_drafts = _drafts(system, answers.system, self.around.system)

    def case(self, number: int, interaction: Interaction) -> Case:
        """Return everything that is found out about one interaction."""
        knowledge, method = self.knowledge, self.knowledge.method
        facts = given(self.around, interaction, self.ticks)
        result = scoring.outcome(knowledge, facts)
        form = form_of(knowledge, result)
        unknown = unanswered(self.own, result.facts)
        varied = self.varied(interaction, facts, result, unknown)
        conflict = scoring.conflict(result.lines, self._decisive)
        names = names_of(interaction.sender, interaction.receivers, interaction.purpose)
        chosen = safeguards(self._fitting[form.id], result.facts)
        too_close = result.gate is None and (conflict or abs(result.score) < method.close_below)
        state = self._state(result, varied, conflict, too_close)
        move = _move(knowledge, interaction, form, state)
        sure = method.ceiling if result.gate else scoring.confidence(method, result.score, conflict)
        way_out = self._way_out(result.gate, result) if result.gate else None
        scores = [result.score, *[variant.score for one in varied for variant in one.variants]]
        row = Row(
            id=interaction.id,
            sender=interaction.sender,
            receivers=interaction.receivers,
            purpose=interaction.purpose,
            current=interaction.current or None,
            style=result.style.value,
            form=form.id,
            front=form.front.value if form.front else None,
            state=state,
            move=move,
            assumed=interaction.assumed,
            confidence=round(sure, 4),
            too_close=too_close,
            score=result.score / 10,
            range=Range(min(scores) / 10, max(scores) / 10),
            decided_by=_decided_by(result, state),
            constraints=told.constraints(result, names),
            evidence=told.evidence(self.answers, interaction, result, names),
            patterns=tuple([shown.advice(pattern, names) for pattern in (form, *chosen)]),
            tipping_points=told.tipping_points(turns(self._reach, self._bearing, facts, result)),
            against=told.against_gate(way_out, names)
            if way_out
            else told.against(knowledge, result, names, form.price),
            number=number,
            form_name=form.name,
            how_sure=_how_sure(state, sure, method.clear_from),
            because=told.because(method, result, names),
            given=shown.given(self.own, interaction.answers, result.facts),
            unknown=tuple(q.id for q in unknown),
            precedents=self._precedents.of(interaction, way_out.result if way_out else result, apart=bool(way_out))
            if self._precedents
            else NO_PRECEDENTS,
            otherwise=told.otherwise(method, way_out) if way_out else None,
        )
        return Case(interaction, names, result, form, tuple(chosen), varied, conflict, state, move, row)

    def _way_out(self, gate: Gate, behind: Outcome) -> WayOut:
        result = scoring.ungated(self.knowledge, behind)
        form = form_of(self.knowledge, result)
        return WayOut(gate, result, form, safeguards(self._fitting[form.id], result.facts))

    def varied(
        self, interaction: Interaction, facts: Facts, result: Outcome, unknown: Sequence[Question]
    ) -> tuple[Varied, ...]:
        """Return what other answers to unknown and draft questions would lead to, one question at a time."""
        drafts = _drafts(self.own, interaction.answers, result.facts)
        return tuple(
            [Varied(q, False, self._variants(q, facts, result)) for q in (*unknown, *self.system_unknown)]
            + [Varied(q, True, self._variants(q, facts, result)) for q in (*drafts, *self._system_drafts)]
        )

    def _variants(self, question: Question, facts: Facts, result: Outcome) -> tuple[Variant, ...]:
        variants = []
        for change in changes(self._reach, question, result.facts):
            turned = changed(self._reach, facts, result, (change,))
            form = form_of(self.knowledge, turned)
            variants.append(Variant(change, turned.lines, turned.score, turned.style, form))
        return tuple(variants)

    def _state(self, result: Outcome, varied: Iterable[Varied], conflict: bool, too_close: bool) -> StateName:
        if result.gate is not None:
            return "settled"
        if any(line.ruling and "." in line.key for line in result.lines):
            return "given"
        if conflict:
            return "close"
        if any(one.turns(result.style) for one in varied):
            return "open"
        return "close" if too_close else "settled"


def _drafts(questions: Iterable[Question], answers: Mapping[str, Answer], facts: Facts) -> list[Question]:
    """Return the questions whose answers wait to be confirmed; what is merely assumed is not shown as such."""
    return [
        question
        for question in questions
        if question.id in facts and (answer := answers.get(question.id)) is not None and answer.origin in _TO_CONFIRM
    ]


def _decided_by(result: Outcome, state: StateName) -> DecidedBy:
    if result.gate is not None:
        return "gate"
    if state == "given":
        return "given"
    return "constraint" if any(line.ruling for line in result.lines) else "evidence"


def _move(knowledge: KnowledgeBase, interaction: Interaction, form: Pattern, state: StateName) -> MoveName | None:
    if not interaction.current:
        return None
    if knowledge.current[interaction.current].planned:
        return "new"
    return "keep" if state == "given" or interaction.current in form.keeps else "change"


def _how_sure(state: StateName, sure: float, clear_from: float) -> SureWord:
    if state != "settled":
        return state
    return "clear" if sure >= clear_from else "leaning"
