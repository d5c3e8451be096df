"""All that the method finds out about one interaction, from facts alone.

Rows with equal facts and drafts have equal judgements, so each is worked out once for a system. Whatever
names the row (its parts, its purpose) is told later; see `archadvisor.advice`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.types import Answer, Answers, Interaction, Origin
from archadvisor.assessment import UNDECIDED, DecidedBy, MoveName, StateName, SureWord
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import ENDS, Dispute, Gate, KnowledgeBase, Pattern, Question, Scope, Style
from archadvisor.scoring import state
from archadvisor.scoring.asking import Asking, Doubt, Variant, Varied, asked_first
from archadvisor.scoring.ends import closed_ends
from archadvisor.scoring.facts import Disputed, Surroundings, disputed, known_facts, surroundings, unanswered
from archadvisor.scoring.form import form_of
from archadvisor.scoring.safeguards import adapted, fitting, safeguards
from archadvisor.scoring.score import Outcome, confidence, conflict, nothing_known, ungated
from archadvisor.scoring.tipping import Influence, Turn, influence, turns
from archadvisor.scoring.variation import Reach, reach

_TO_CONFIRM = (Origin.ARCHETYPE, Origin.IMPORT)

_Key: TypeAlias = tuple[
    frozenset[tuple[str, frozenset[str]]],
    tuple[str, ...],
    tuple[str, ...],
    tuple[tuple[str, tuple[frozenset[str], ...]], ...],
]
"""Facts, drafts, guesses and what people said who do not agree."""


class Tried:
    """What other answers to questions lead to, by the facts that are known, for judgements that follow each other.

    Where somebody confirms a guess, or answers two rows alike, nothing is varied again.
    """

    def __init__(self) -> None:
        self._found: dict[frozenset[tuple[str, frozenset[str]]], dict[str, tuple[Variant, ...]]] = {}

    def of(self, facts: Facts) -> dict[str, tuple[Variant, ...]]:
        """Return what was found out for these facts by question, to be added to."""
        if len(self._found) > _MANY:
            self._found.clear()
        return self._found.setdefault(frozenset(facts.items()), {})


_MANY = 5000
"""When facts of more rows than an interview has are remembered, all are forgotten."""


class WayOut(Struct, frozen=True, gc=False):
    """What to do where a gate's form cannot be had: what the evidence says, made concrete."""

    gate: Gate
    result: Outcome
    form: Pattern
    safeguards: Sequence[Pattern]


class Judgement(Struct, frozen=True, gc=False):
    """What the method says for some facts; scores in tenths, `confidence` a probability from 0.5 up.

    built: the form as it can be built, where nothing can be built into an end
    unknown: the interaction's own questions that are asked and not answered
    varied: these, the system's unknown ones, and drafts, each with what other answers would lead to
    low, high: the range of the score over these answers, one question at a time
    turns: the smallest sets of other answers that turn the style
    pending: of an undecided row that no open answer turns, the question to look at again
    form_open: open questions on which the form of a decided row hangs, though its style does not
    guess_turns: whether another answer to something that nobody has confirmed turns the style
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
    guess_turns: bool


class Tables(Struct, frozen=True):
    """What is worked out once for a knowledge base: which answers may vary, what looks at each, what fits a form."""

    knowledge: KnowledgeBase
    reach: Reach
    influence: Influence
    fitting: Mapping[tuple[str, Style], Sequence[Pattern]]
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
        system=knowledge.of_scope(Scope.SYSTEM),
        own=own,
        ticks=tuple(question.id for question in own if question.ticks),
    )


class Judgements:
    """The method for the rows of one system: the same facts are worked out once.

    counting: only for counts; what turns a decided row, and what its form is open on, is left out
    before: those of the same system with other answers, of which all that holds still is taken over
    tried: what was found out about other answers, by the same rules
    """

    def __init__(
        self,
        tables: Tables,
        answers: Answers,
        around: Surroundings | None = None,
        counting: bool = False,
        before: Judgements | None = None,
        tried: Tried | None = None,
    ) -> None:
        self.tables = tables
        self._counting = counting
        self._tried = tried
        self._asking = Asking(tables.knowledge, tables.reach)
        self.around = around or surroundings(tables.knowledge, answers)
        self.system_unknown = unanswered(tables.system, self.around.system)
        self._system_drafts = _drafts(tables.system, answers.system, self.around.system)
        self._found: dict[_Key, Judgement] = {}
        self._answers = answers
        self._system_said = disputed(answers.system)
        self._parts_said = {name: part.answers for name, part in answers.parts.items() if disputed(part.answers)}
        self._known = before._found if before is not None and before._system() == self._system() else {}

    def _system(self) -> tuple[object, ...]:
        """Return what a judgement rests on beside the facts of its row."""
        return self._counting, self.system_unknown, self._system_drafts, self._system_said

    def of(self, interaction: Interaction) -> Judgement:
        """Return what the method finds out about an interaction."""
        said = self._said(interaction)
        facts = self._facts(interaction, said)
        drafts = _drafts(self.tables.own, interaction.answers, facts)
        guessed = () if self._counting else tuple(self._guessed(interaction))
        key = frozenset(facts.items()), tuple([question.id for question in drafts]), guessed, tuple(said.items())
        found = self._found.get(key)
        if found is None:
            known = self._known.get(key)
            found = self._found[key] = known or self._find(facts, drafts, guessed, said)
        return found

    def varied(self, interaction: Interaction) -> tuple[Outcome, Pattern, tuple[Varied, ...]]:
        """Return outcome and form of an interaction, and what other answers to open and draft questions would do."""
        said = self._said(interaction)
        facts = self._facts(interaction, said)
        facts, result = self._asking.as_said(facts, said)
        drafts = _drafts(self.tables.own, interaction.answers, facts)
        return result, form_of(self.tables.knowledge, result), self._vary(facts, result, drafts, said)

    def _facts(self, interaction: Interaction, said: Disputed) -> Facts:
        """Return what is known of an interaction; where people ticked differently, what all of them ticked."""
        facts = known_facts(self.around, interaction, self.tables.ticks)
        questions = self.tables.knowledge.questions
        ticked = {key: values for key, values in said.items() if questions[key.rpartition(".")[2]].ticks}
        common = {key: frozenset.intersection(*values) for key, values in ticked.items()}
        return {**facts, **{key: values for key, values in common.items() if values}} if common else facts

    def _said(self, interaction: Interaction) -> Disputed:
        """Return what people said who do not agree, of the system, of the ends, and of the interaction."""
        said = {**self._system_said, **disputed(interaction.answers)}
        if self._parts_said:
            for end, names in zip(ENDS, ((interaction.sender,), interaction.receivers), strict=True):
                for name in names:
                    for key, values in disputed(self._parts_said.get(name, {}), f"{end}.").items():
                        said[key] = (*said.get(key, ()), *values)
        return said

    def _guessed(self, interaction: Interaction) -> Iterator[str]:
        """Return the keys of facts that nobody has confirmed: of the system, of the ends, of the interaction."""
        of_ends = zip(ENDS, ((interaction.sender,), interaction.receivers), strict=True)
        parts = self._answers.parts
        ends = [(f"{end}.", parts[name].answers) for end, names in of_ends for name in names if name in parts]
        for lead, answers in (("", self._answers.system), ("", interaction.answers), *ends):
            yield from [f"{lead}{name}" for name, one in answers.items() if one.known and one.origin.draft]

    def _find(self, facts: Facts, drafts: Sequence[Question], guessed: Sequence[str], said: Disputed) -> Judgement:
        knowledge, method = self.tables.knowledge, self.tables.knowledge.method
        facts, scored = self._asking.as_said(facts, said)
        varied = self._vary(facts, scored, drafts, said)
        result = scored if self._asking.is_known(scored.facts) else nothing_known(scored.facts)
        form = form_of(knowledge, result)
        contradictions = tuple([rule for rule in knowledge.disputes if rule.when.holds(result.facts)])
        in_conflict = conflict(result.lines, method.decisive)
        held_facts, held = self._asking.as_said(facts, said, always=True) if said else (facts, result)
        too_close = state.is_too_close(method, held, in_conflict)
        may_turn = any(v.turns(result.style) for v in varied)
        if may_turn and held is not result:
            may_turn = any(v.turns(held.style) for v in self._vary(held_facts, held, drafts, said))
        pressing = asked_first(form, result.facts, contradictions)
        first = next((name for name in pressing if self._asking.may_change(name, facts, result, form, said)), None)
        leaves_gate = result.gate is not None and any(v.turns(result.style) for v in varied if v.question.id in said)
        named = state.state_of(result, in_conflict, may_turn, first is not None or leaves_gate, too_close)
        undecided = named in UNDECIDED
        contested = first is None and in_conflict
        looked_at_again = undecided and (first is not None or contested or not may_turn)
        known = named != "unknown"
        whole = undecided or not self._counting
        turned = tuple(self._turns(facts, result, said)) if known and whole else ()
        sure = method.ceiling if result.gate else confidence(method, result.score, in_conflict)
        scores = [result.score, *[variant.score for one in varied if known for variant in one.variants]]
        closed = closed_ends(knowledge, result.facts)
        return Judgement(
            outcome=result,
            form=form,
            built=adapted(form, form, closed) or replace(form, build="", where=""),
            safeguards=tuple(self._safeguards(form, result)) if known else (),
            way_out=self._way_out(result.gate, result) if result.gate else None,
            contradictions=contradictions,
            unknown=tuple(self._open(result.facts, said)),
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
            pending=(
                self._asking.contested(facts, scored, said)
                if looked_at_again and contested
                else self._asking.pending(facts, scored, first, turned, said)
                if looked_at_again
                else None
            ),
            form_open=() if undecided or not whole else self._asking.form_open(facts, result, form, varied, said),
            guess_turns=known and self._asking.guess_turns(facts, result, guessed),
        )

    def _turns(self, facts: Facts, result: Outcome, said: Disputed) -> list[Turn]:
        """Return the turns after which something is still known: without any answer there is no style."""
        found = [
            turn
            for turn in turns(self.tables.reach, self.tables.influence, facts, result)
            if all(change.values in said.get(change.question.id, (change.values,)) for change in turn.changes)
        ]
        left = [{**result.facts, **{change.question.id: change.values for change in turn.changes}} for turn in found]
        return [turn for turn, after in zip(found, left, strict=True) if self._asking.is_known(after)]

    def _open(self, facts: Facts, said: Disputed) -> list[Question]:
        """Return the interaction's own questions that are asked, and not answered or on which people do not agree."""
        return [q for q in self.tables.own if (q.id not in facts or q.id in said) and q.ask_when.holds(facts)]

    def _safeguards(self, form: Pattern, result: Outcome) -> list[Pattern]:
        closed = closed_ends(self.tables.knowledge, result.facts)
        return safeguards(self.tables.fitting[form.id, result.style], form, closed, result.facts)

    def _way_out(self, gate: Gate, behind: Outcome) -> WayOut:
        result = ungated(self.tables.knowledge, behind)
        form = form_of(self.tables.knowledge, result)
        return WayOut(gate, result, form, self._safeguards(form, result))

    def _vary(self, facts: Facts, result: Outcome, drafts: Iterable[Question], said: Disputed) -> tuple[Varied, ...]:
        known = self._tried.of(facts) if self._tried is not None and not said else None

        def variants(question: Question, said: Disputed) -> tuple[Variant, ...]:
            if known is None:
                return self._asking.variants(question, facts, result, said)
            if question.id not in known:
                known[question.id] = self._asking.variants(question, facts, result)
            return known[question.id]

        unknown = (*self._open(result.facts, said), *self.system_unknown)
        asked = [question for question in drafts if question.id in result.facts]
        return tuple(
            [Varied(question, False, variants(question, said)) for question in unknown]
            + [Varied(question, True, variants(question, {})) for question in (*asked, *self._system_drafts)]
        )


def _drafts(questions: Iterable[Question], answers: Mapping[str, Answer], facts: Facts) -> list[Question]:
    """Return the questions whose answers wait to be confirmed; what is merely assumed is not among them."""
    return [
        question
        for question in questions
        if question.id in facts and (answer := answers.get(question.id)) is not None and answer.origin in _TO_CONFIRM
    ]
