"""All that the method finds out about one interaction, from facts alone.

Rows with equal facts and drafts have equal findings, so each is worked out once for a system. Whatever
names the row (its parts, its purpose) is told later; see `archadvisor.advice`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.types import Answer, Answers, Interaction, Origin
from archadvisor.assessment import UNDECIDED, DecidedBy, MoveName, StateName, SureWord
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import ENDS, Dispute, Gate, KnowledgeBase, Pattern, Question, Rule, Scope, Style
from archadvisor.scoring import state
from archadvisor.scoring.ends import carried_today, closed_ends
from archadvisor.scoring.facts import Surroundings, known_facts, surroundings, unanswered
from archadvisor.scoring.form import form_of
from archadvisor.scoring.safeguards import adapted, fitting, safeguards
from archadvisor.scoring.score import Outcome, confidence, conflict, nothing_known, outcome, ungated
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
    ends: tuple[str, ...] = ()
    """Of a part's question: the ends of which it is asked."""

    def turns(self, style: Style) -> bool:
        """Tell whether some answer turns the style."""
        return any(v.style is not style for v in self.variants)

    def matters(self, style: Style, form: Pattern) -> bool:
        """Tell whether some answer changes style or form."""
        return any(v.style is not style or v.form is not form for v in self.variants)


class Doubt(NamedTuple):
    """An open question on which a form hangs; of a part's question, the ends of which it is open."""

    question: Question
    ends: tuple[str, ...]


class WayOut(Struct, frozen=True, gc=False):
    """What to do where a gate's form cannot be had: what the evidence says, made concrete."""

    gate: Gate
    result: Outcome
    form: Pattern
    safeguards: Sequence[Pattern]


class Finding(Struct, frozen=True, gc=False):
    """What the method says for some facts; scores in tenths, `confidence` a probability from 0.5 up.

    built: the form as it can be built, where nothing can be built into an end
    unknown: the interaction's own questions that are asked and not answered
    varied: these, the system's unknown ones, and drafts, each with what other answers would lead to
    low, high: the range of the score over these answers, one question at a time
    turns: the smallest sets of other answers that turn the style
    pending: of an undecided row that no open answer turns, the question to look at again
    form_open: open questions on which the form of a decided row hangs, though its style does not
    """

    outcome: Outcome
    form: Pattern
    built: Pattern
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
    pending: Varied | None
    form_open: tuple[Doubt, ...]


class Tables(Struct, frozen=True):
    """What is worked out once for a knowledge base: which answers may vary, what looks at each, what fits a form."""

    knowledge: KnowledgeBase
    reach: Reach
    influence: Influence
    fitting: Mapping[tuple[str, Style], Sequence[Pattern]]
    doubtful: tuple[Question, ...]
    """The questions of parts on which a form can be open."""
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
        fitting={
            (form.id, style): fitting(knowledge, form, style)
            for form in knowledge.forms.values()
            for style in form.styles
        },
        doubtful=tuple([q for q in knowledge.of_scope(Scope.PART) if q.doubt_when is not None]),
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
        scored = outcome(knowledge, facts)
        varied = self._vary(facts, scored, drafts)
        result = scored if self._is_known(scored.facts) else nothing_known(scored.facts)
        form = form_of(knowledge, result)
        contradictions = tuple([rule for rule in knowledge.disputes if rule.when.holds(result.facts)])
        in_conflict = conflict(result.lines, method.decisive)
        too_close = state.is_too_close(method, result, in_conflict)
        may_turn = any(v.turns(result.style) for v in varied)
        first = first_asked(form, result.facts, contradictions)
        named = state.state_of(result, in_conflict, may_turn, first is not None, too_close)
        undecided = named in UNDECIDED
        known = named != "unknown"
        turned = tuple(self._turns(facts, result)) if known else ()
        sure = method.ceiling if result.gate else confidence(method, result.score, in_conflict)
        scores = [result.score, *[variant.score for one in varied if known for variant in one.variants]]
        closed = closed_ends(knowledge, result.facts)
        return Finding(
            outcome=result,
            form=form,
            built=adapted(form, form, closed) or replace(form, build="", where=""),
            safeguards=tuple(self._safeguards(form, result)) if known else (),
            way_out=self._way_out(result.gate, result) if result.gate else None,
            contradictions=contradictions,
            unknown=tuple(unanswered(self.tables.own, result.facts)),
            varied=varied,
            conflict=in_conflict,
            too_close=too_close,
            state=named,
            decided_by=state.decided_by(result, named),
            move=state.move_of(knowledge, facts, form, named),
            confidence=sure,
            how_sure=state.how_sure(method, named, sure, bool(contradictions)),
            low=min(scores),
            high=max(scores),
            turns=turned,
            pending=self._pending(facts, scored, first, turned) if undecided and not may_turn else None,
            form_open=() if undecided else self._form_open(facts, result, form, varied),
        )

    def _turns(self, facts: Facts, result: Outcome) -> list[Turn]:
        """Return the turns after which something is still known: without any answer there is no style."""
        found = turns(self.tables.reach, self.tables.influence, facts, result)
        left = [{**result.facts, **{change.question.id: change.values for change in turn.changes}} for turn in found]
        return [turn for turn, after in zip(found, left, strict=True) if self._is_known(after)]

    def _is_known(self, facts: Facts) -> bool:
        """Tell whether somebody has answered anything about the interaction itself."""
        return any(facts.get(question.id) for question in self.tables.own)

    def _pending(self, facts: Facts, result: Outcome, first: str | None, turned: Sequence[Turn]) -> Varied | None:
        """Return the question to look at again: what comes first, else the first whose answer turns the style."""
        name = first or next((turn.changes[0].question.id for turn in turned), None)
        if name is None:
            strongest = result.lines[-1:]
            name = next((line.question for line in strongest), None)
        if name is None:
            return None
        question = self.tables.knowledge.questions[name]
        if question.scope is Scope.PART:
            ends = self._ends_to_ask(question, result.facts)
            return Varied(question, False, self._variants_of_ends(question, ends, facts), ends)
        if question.ticks:
            return Varied(question, False, self._variants(question, facts, result))
        now = result.facts.get(name, frozenset())
        others = [o.value for o in question.options if o.value not in now and o.ask_when.holds(result.facts)]
        return Varied(question, False, tuple([self._variant(question, value, (name,), facts) for value in others]))

    def _ends_to_ask(self, question: Question, facts: Facts) -> tuple[str, ...]:
        """Return the ends that a part's question is about: those it counts for, else those nobody has answered for."""
        closed = closed_ends(self.tables.knowledge, facts)
        counting = [end for end in ENDS if end in closed and self._is_in_doubt(question, end, facts)]
        unanswered = [end for end in ENDS if f"{end}.{question.id}" not in facts]
        return tuple(counting or unanswered) or ENDS

    def _form_open(self, facts: Facts, result: Outcome, form: Pattern, varied: Sequence[Varied]) -> tuple[Doubt, ...]:
        own = [
            Doubt(v.question, ())
            for v in varied
            if not v.draft and any(one.style is result.style and one.form is not form for one in v.variants)
        ]
        of_ends = [Doubt(q, self._doubtful_ends(q, facts, result, form)) for q in self.tables.doubtful]
        return (*(doubt for doubt in of_ends if doubt.ends), *own)

    def _doubtful_ends(self, question: Question, facts: Facts, result: Outcome, form: Pattern) -> tuple[str, ...]:
        """Return the ends of which nobody has answered a question where it counts, and some answer changes the form."""
        spoken = self.tables.knowledge.carriers[form.carrier].spoken if form.carrier else None
        today = carried_today(self.tables.knowledge, result.facts)
        if spoken is not None and spoken.key == question.id and form.carrier in today:
            return ()
        return tuple(
            [
                end
                for end in ENDS
                if self._counts(question, end, result.facts)
                and any(v.form is not form for v in self._variants_of_ends(question, (end,), facts))
            ]
        )

    def _counts(self, question: Question, end: str, facts: Facts) -> bool:
        return f"{end}.{question.id}" not in facts and self._is_in_doubt(question, end, facts)

    def _is_in_doubt(self, question: Question, end: str, facts: Facts) -> bool:
        if question.doubt_when is None:
            return False
        of_end = {key.partition(".")[2]: values for key, values in facts.items() if key.startswith(f"{end}.")}
        return question.doubt_when.holds(of_end)

    def _safeguards(self, form: Pattern, result: Outcome) -> list[Pattern]:
        closed = closed_ends(self.tables.knowledge, result.facts)
        return safeguards(self.tables.fitting[form.id, result.style], form, closed, result.facts)

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

    def _variants_of_ends(self, question: Question, ends: Sequence[str], facts: Facts) -> tuple[Variant, ...]:
        keys = [f"{end}.{question.id}" for end in ends]
        return tuple([self._variant(question, option.value, keys, facts) for option in question.options])

    def _variant(self, question: Question, value: str, keys: Sequence[str], facts: Facts) -> Variant:
        """Return what comes out with another value under some keys, scored from scratch."""
        values = frozenset((value,))
        turned = outcome(self.tables.knowledge, {**facts, **dict.fromkeys(keys, values)})
        form = form_of(self.tables.knowledge, turned)
        return Variant(Change(question, value, values), turned.lines, turned.score, turned.style, form)


def first_asked(form: Pattern, facts: Facts, contradictions: Iterable[Dispute]) -> str | None:
    """Return the question that has to be answered before a form can be advised; None where there is none."""
    again = [rule.questions[0] for rule in contradictions if rule.undecides]
    if again:
        return again[0]
    return form.asks if form.asks and form.asks_when.holds(facts) else None


def _drafts(questions: Iterable[Question], answers: Mapping[str, Answer], facts: Facts) -> list[Question]:
    """Return the questions whose answers wait to be confirmed; what is merely assumed is not among them."""
    return [
        question
        for question in questions
        if question.id in facts and (answer := answers.get(question.id)) is not None and answer.origin in _TO_CONFIRM
    ]
