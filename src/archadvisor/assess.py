"""(KnowledgeBase, Answers) → Assessment: the only place that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.advice import summary
from archadvisor.advice.assumed import assumed_interactions
from archadvisor.advice.building import building
from archadvisor.advice.case import Case, standing
from archadvisor.advice.contradictions import contradictions
from archadvisor.advice.costs import costs
from archadvisor.advice.crossing import tell_crossing
from archadvisor.advice.decisions import ask_text, decisions
from archadvisor.advice.events import list_events
from archadvisor.advice.flows import list_flows
from archadvisor.advice.loads import Loads, waiting_behind
from archadvisor.advice.precedents import Precedents
from archadvisor.advice.problems import dependants, findings, hanging_rows
from archadvisor.advice.provenance import cite_sources, tell_method, tell_parts, tell_questions
from archadvisor.advice.rates import unlike_rates
from archadvisor.advice.roadmap import Whom, roadmap
from archadvisor.advice.row import Beside, tell_row
from archadvisor.advice.running import what_runs
from archadvisor.advice.suppositions import Suppositions
from archadvisor.advice.terms import explain_terms
from archadvisor.advice.unknowns import list_unknowns
from archadvisor.answers.types import Answers, Interaction
from archadvisor.assessment import SCHEMA, Assessment, Count
from archadvisor.graph.problems import look_over
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.scoring.decided import as_decided, goes_against, turned
from archadvisor.scoring.facts import Surroundings
from archadvisor.scoring.judgement import Judgements, Tables, Tried, tables
from archadvisor.text.names import joined, names_of

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
    judgements = Judgements(tables(knowledge), answers)
    around = judgements.around
    interactions = answers.interactions or assumed_interactions(knowledge, around.system)
    precedents = Precedents(knowledge, summary.about(answers))
    advised = []
    for number, interaction in enumerate(interactions, start=1):
        advised.append(_case(answers, judgements, interaction, number))
        if watch:
            watch(number, len(interactions))
    precedents.allot((case.interaction, case.weighed, case.ways) for case in advised)
    cases = [_decided(judgements, case) for case in advised]
    system = look_over(knowledge, answers, around.system, [(case.interaction, case.judgement) for case in cases])
    hanging = hanging_rows(system)
    loads = Loads(knowledge)
    unlike = unlike_rates(loads, system) if knowledge.figures else {}
    beside = {
        hop.row.id: Beside(
            hanging.get(hop.row.id, ()),
            (*loads.of_row(system.advised, hop), *([unlike[hop.row.id]] if hop.row.id in unlike else ())),
            tell_crossing(knowledge, hop),
            waiting_behind(system.advised, hop),
        )
        for hop in system.advised.hops
    }
    supposed = Suppositions(knowledge)
    rows = [
        tell_row(judgements.tables, answers, precedents, supposed, advice, case, beside[case.interaction.id])
        for advice, case in zip(advised, cases, strict=True)
    ]

    flows = list_flows(knowledge, system)
    problems = findings(knowledge, system)
    to_decide = decisions(knowledge, answers, cases, precedents, dependants(system))
    whom = Whom(
        {one.interaction: one.who or joined(one.ask, "or") for one in to_decide},
        {name: part.team for name, part in answers.parts.items()},
    )
    counted_costs = costs(knowledge, cases, {row: one.backlog for row, one in beside.items()})
    to_build = building(cases)
    told_events = list_events(knowledge, system.events)
    return Assessment(
        schema=SCHEMA,
        version=version,
        rules_version=knowledge.method.version,
        system=summary.tell_system(knowledge, answers, around, (advised, cases), flows, problems, to_decide),
        interactions=tuple(rows),
        costs=counted_costs,
        roadmap=roadmap(knowledge, around.system, cases, problems, told_events, whom),
        unknowns=list_unknowns(knowledge, answers, around, judgements.system_unknown, cases),
        disputes=contradictions(cases),
        decisions=to_decide,
        build=to_build,
        flows=flows,
        parts=tell_parts(knowledge, answers, around, system.roles),
        questions=tell_questions(knowledge),
        sources=cite_sources(knowledge, cases, counted_costs, problems, bool(system.events)),
        method=tell_method(knowledge),
        date=date,
        precedents=precedents.cited(rows, to_decide),
        selection=knowledge.method.selection,
        findings=problems,
        events=told_events,
        event_terms=knowledge.events.terms if knowledge.events and system.events else "",
        running=what_runs(knowledge, cases),
        terms=explain_terms(knowledge, rows, problems, to_build, counted_costs),
    )


class Breakdown(Struct, frozen=True):
    """The counts of an assessment without anything else.

    counts: as in its headline, of the rows about which something is known; unknown: so many others
    questions: so many answers would settle undecided rows; undecided: so many rows are undecided
    """

    counts: tuple[Count, ...]
    unknown: int
    questions: int
    undecided: int


class Breakdowns:
    """The counts that `assess` would find, in a fraction of its time, of a system whose answers become more."""

    def __init__(self, made: Tables, tried: Tried) -> None:
        self._tables = made
        self._tried = tried
        self._last: Judgements | None = None

    def of(self, answers: Answers, said: Collection[str], around: Surroundings | None = None) -> Breakdown:
        """Return the counts; `said` are the rows, by id, to count by their advice; `around` what surrounds them."""
        judgements = self._last = Judgements(self._tables, answers, around, True, self._last, self._tried)
        advised = [_case(answers, judgements, row, number) for number, row in enumerate(answers.interactions, start=1)]
        cases = [_decided(judgements, case) for case in advised]
        known = [case for case in cases if case.interaction.id in said and case.state != "unknown"]
        undecided = [case for case in cases if case.undecided]
        asked = {ask_text(self._tables.knowledge, case) for case in undecided}
        return Breakdown(summary.headline(known), len(cases) - len(known), len(asked), len(undecided))


def _case(answers: Answers, judgements: Judgements, interaction: Interaction, number: int) -> Case:
    return Case(
        interaction,
        number,
        names_of(interaction.sender, interaction.receivers, interaction.purpose),
        judgements.of(interaction),
        standing(answers.parts, (interaction.sender,)),
        standing(answers.parts, interaction.receivers),
    )


def _decided(judgements: Judgements, case: Case) -> Case:
    """Return a case as the team decided it, and as advised where it decided nothing."""
    decision = case.interaction.decision
    if decision is None:
        return case
    held = as_decided(judgements.tables, case.judgement, decision)
    return replace(
        case, judgement=held, otherwise=goes_against(case.judgement, decision), turned=turned(decision, case.judgement)
    )
