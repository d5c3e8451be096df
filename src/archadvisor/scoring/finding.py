"""All that the method finds out about one interaction, from facts alone.

Rows with equal facts and drafts have equal findings, so each is worked out once for a system. Whatever
names the row (its parts, its purpose) is told later; see `archadvisor.advice`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from archadvisor.answers.types import Answer, Answers, Interaction, Origin
from archadvisor.assessment import DecidedBy, MoveName, StateName, SureWord
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Dispute, Gate, KnowledgeBase, Pattern, Question, Rule, Scope, Style
from archadvisor.scoring import state
from archadvisor.scoring.facts import Surroundings, known_facts, surroundings, unanswered
from archadvisor.scoring.form import form_of
from archadvisor.scoring.safeguards import fitting, safeguards
from archadvisor.scoring.score import Outcome, confidence, conflict, outcome, ungated
from archadvisor.scoring.tipping import Influence, Turn, influence, turns
from archadvisor.scoring.variation import Change, Reach, changed, changes, reach

_TO_CONFIRM = (Origin.ARCHETYPE, Origin.IMPORT)


class Variant(Struct, frozen=True, gc=False):
    """What another answer to one question would lead to; `score` in tenths."""

    change: Change
    lines: Sequence[Rule]
    score: int
    style: Style
    form: Pattern


class Varied(Struct, frozen=True, gc=False):
    """A question that is unknown or a draft, with what each other answer would lead to."""

    question: Question
    draft: bool
    variants: tuple[Variant, ...]

    def turns(self, style: Style) -> bool:
        """Tell whether some answer turns the style."""
        return any(v.style is not style for v in self.variants)

    def matters(self, style: Style, form: Pattern) -> bool:
        """Tell whether some answer changes style or form."""
        return any(v.style is not style or v.form is not form for v in self.variants)


class WayOut(Struct, frozen=True, gc=False):
    """What to do where a gate's form cannot be had: what the evidence says, made concrete."""

    gate: Gate
    result: Outcome
    form: Pattern
    safeguards: Sequence[Pattern]


class Finding(Struct, frozen=True, gc=False):
    """What the method says for some facts; scores in tenths, `confidence` a probability from 0.5 up.

    unknown: the interaction's own questions that are asked and not answered
    varied: these, the system's unknown ones, and drafts, each with what other answers would lead to
    low, high: the range of the score over these answers, one question at a time
    turns: the smallest sets of other answers that turn the style
    """

    outcome: Outcome
    form: Pattern
    safeguards: tuple[Pattern, ...]
    way_out: WayOut | None
    contradictions: tuple[Dispute, ...]
    unknown: tuple[Question, ...]
    varied: tuple[Varied, ...]
    conflict: bool
    too_close: bool
    state: StateName
    decided_by: DecidedBy
    move: MoveName | None
    confidence: float
    how_sure: SureWord
    low: int
    high: int
    turns: tuple[Turn, ...]


class Tables(Struct, frozen=True):
    """What is worked out once for a knowledge base: which answers may vary, what looks at each, what fits a form."""

    knowledge: KnowledgeBase
    reach: Reach
    influence: Influence
    fitting: Mapping[str, Sequence[Pattern]]
    system: tuple[Question, ...]
    own: tuple[Question, ...]
    ticks: tuple[str, ...]


def tables(knowledge: KnowledgeBase) -> Tables:
    """Work out once what every interaction needs of a knowledge base."""
    reached = reach(knowledge)
    own = knowledge.of_scope(Scope.INTERACTION)
    return Tables(
        knowledge=knowledge,
        reach=reached,
        influence=influence(knowledge, reached),
        fitting={form.id: fitting(knowledge, form) for form in knowledge.forms.values()},
        system=knowledge.of_scope(Scope.SYSTEM),
        own=own,
        ticks=tuple(question.id for question in own if question.ticks),
    )


class Findings:
    """The method for the rows of one system: the same facts are worked out once."""

    def __init__(self, tables: Tables, answers: Answers) -> None:
        self.tables = tables
        self.around: Surroundings = surroundings(tables.knowledge, answers)
        self.system_unknown = unanswered(tables.system, self.around.system)
        self._system_drafts = _drafts(tables.system, answers.system, self.around.system)
        self._found: dict[tuple[frozenset[tuple[str, frozenset[str]]], tuple[str, ...]], Finding] = {}

    def of(self, interaction: Interaction) -> Finding:
        """Return what the method finds out about an interaction."""
        facts = known_facts(self.around, interaction, self.tables.ticks)
        drafts = _drafts(self.tables.own, interaction.answers, facts)
        key = frozenset(facts.items()), tuple([question.id for question in drafts])
        if key not in self._found:
            self._found[key] = self._find(facts, drafts)
        return self._found[key]

    def varied(self, interaction: Interaction) -> tuple[Outcome, Pattern, tuple[Varied, ...]]:
        """Return outcome and form of an interaction, and what other answers to open and draft questions would do."""
        facts = known_facts(self.around, interaction, self.tables.ticks)
        result = outcome(self.tables.knowledge, facts)
        drafts = _drafts(self.tables.own, interaction.answers, facts)
        return result, form_of(self.tables.knowledge, result), self._vary(facts, result, drafts)

    def _find(self, facts: Facts, drafts: Iterable[Question]) -> Finding:
        knowledge, method = self.tables.knowledge, self.tables.knowledge.method
        result = outcome(knowledge, facts)
        form = form_of(knowledge, result)
        varied = self._vary(facts, result, drafts)
        in_conflict = conflict(result.lines, method.decisive)
        too_close = state.is_too_close(method, result, in_conflict)
        named = state.state_of(result, in_conflict, any(v.turns(result.style) for v in varied), too_close)
        sure = method.ceiling if result.gate else confidence(method, result.score, in_conflict)
        scores = [result.score, *[variant.score for one in varied for variant in one.variants]]
        return Finding(
            outcome=result,
            form=form,
            safeguards=tuple(self._safeguards(form, result)),
            way_out=self._way_out(result.gate, result) if result.gate else None,
            contradictions=tuple([rule for rule in knowledge.disputes if rule.when.holds(result.facts)]),
            unknown=tuple(unanswered(self.tables.own, result.facts)),
            varied=varied,
            conflict=in_conflict,
            too_close=too_close,
            state=named,
            decided_by=state.decided_by(result, named),
            move=state.move_of(knowledge, facts, form, named),
            confidence=sure,
            how_sure=state.how_sure(method, named, sure),
            low=min(scores),
            high=max(scores),
            turns=tuple(turns(self.tables.reach, self.tables.influence, facts, result)),
        )

    def _safeguards(self, form: Pattern, result: Outcome) -> list[Pattern]:
        return safeguards(self.tables.fitting[form.id], result.facts)

    def _way_out(self, gate: Gate, behind: Outcome) -> WayOut:
        result = ungated(self.tables.knowledge, behind)
        form = form_of(self.tables.knowledge, result)
        return WayOut(gate, result, form, self._safeguards(form, result))

    def _vary(self, facts: Facts, result: Outcome, drafts: Iterable[Question]) -> tuple[Varied, ...]:
        unknown = (*unanswered(self.tables.own, result.facts), *self.system_unknown)
        asked = [question for question in drafts if question.id in result.facts]
        return tuple(
            [Varied(question, False, self._variants(question, facts, result)) for question in unknown]
            + [
                Varied(question, True, self._variants(question, facts, result))
                for question in (*asked, *self._system_drafts)
            ]
        )

    def _variants(self, question: Question, facts: Facts, result: Outcome) -> tuple[Variant, ...]:
        variants = []
        for change in changes(self.tables.reach, question, result.facts):
            turned = changed(self.tables.reach, facts, result, (change,))
            form = form_of(self.tables.knowledge, turned)
            variants.append(Variant(change, turned.lines, turned.score, turned.style, form))
        return tuple(variants)


def _drafts(questions: Iterable[Question], answers: Mapping[str, Answer], facts: Facts) -> list[Question]:
    """Return the questions whose answers wait to be confirmed; what is merely assumed is not among them."""
    return [
        question
        for question in questions
        if question.id in facts and (answer := answers.get(question.id)) is not None and answer.origin in _TO_CONFIRM
    ]
