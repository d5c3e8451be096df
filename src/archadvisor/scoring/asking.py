"""Which questions a row ends in: what other answers would do, what comes first, what its form hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import ENDS, Dispute, KnowledgeBase, Pattern, Question, Rule, Scope, Style
from archadvisor.scoring.ends import carried_today, closed_ends
from archadvisor.scoring.facts import Disputed
from archadvisor.scoring.form import form_of
from archadvisor.scoring.score import Outcome, conflict, outcome
from archadvisor.scoring.tipping import Turn
from archadvisor.scoring.variation import Change, Reach, changed, changes


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
    """An open question on which a form hangs; of a part's question, the ends of which it is open.

    of_ends: of a part's question, for each of these ends what its answers would lead to
    """

    question: Question
    ends: tuple[str, ...]
    of_ends: tuple[Varied, ...] = ()


_NO_DISPUTES: Disputed = {}


class Asking:
    """What is asked of rows by the rules of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, reach: Reach) -> None:
        self._knowledge = knowledge
        self._reach = reach
        self._own = knowledge.of_scope(Scope.INTERACTION)
        self._doubtful = tuple([q for q in knowledge.of_scope(Scope.PART) if q.doubt_when is not None])

    def variants(
        self, question: Question, facts: Facts, result: Outcome, said: Disputed = _NO_DISPUTES
    ) -> tuple[Variant, ...]:
        """Return what each other answer to a question would lead to; where people do not agree, each of theirs."""
        if question.id in said:
            return tuple([self._variant(question, values, (question.id,), facts) for values in said[question.id]])
        variants = []
        for change in changes(self._reach, question, result.facts):
            turned = changed(self._reach, facts, result, (change,))
            form = form_of(self._knowledge, turned)
            variants.append(Variant(change, turned.lines, turned.score, turned.style, form))
        return tuple(variants)

    def guess_turns(self, facts: Facts, result: Outcome, guessed: Iterable[str]) -> bool:
        """Tell whether another answer under some keys turns the style, also one that is never varied otherwise."""
        others = [{**facts, key: values} for key in guessed for values in self._others(key, result.facts)]
        return any(outcome(self._knowledge, other).style is not result.style for other in others)

    def _others(self, key: str, facts: Facts) -> list[frozenset[str]]:
        """Return what else could be answered under a key: each other option, or one tick more or less."""
        question, now = self._knowledge.questions[key.rpartition(".")[2]], facts.get(key, frozenset())
        if not question.ticks:
            return [frozenset((o.value,)) for o in question.options if o.value not in now and o.ask_when.holds(facts)]
        toggled = [question.toggled(now, option.value) for option in question.options if not option.alone]
        return [values for values in toggled if not question.problems(values)]

    def _variants_of_ends(
        self, question: Question, ends: Sequence[str], facts: Facts, said: Disputed
    ) -> tuple[Variant, ...]:
        keys = [f"{end}.{question.id}" for end in ends]
        tried: Iterable[frozenset[str]] = [frozenset((option.value,)) for option in question.options]
        if all(key in said for key in keys):
            tried = dict.fromkeys([values for key in keys for values in said[key]])
        return tuple([self._variant(question, values, keys, facts) for values in tried])

    def _variant(self, question: Question, values: frozenset[str], keys: Sequence[str], facts: Facts) -> Variant:
        """Return what comes out with other values under some keys, scored from scratch."""
        turned = outcome(self._knowledge, {**facts, **dict.fromkeys(keys, values)})
        form = form_of(self._knowledge, turned)
        value = next(iter(values)) if len(values) == 1 else ""
        return Variant(Change(question, value, values), turned.lines, turned.score, turned.style, form)

    def as_said(self, facts: Facts, said: Disputed, always: bool = False) -> tuple[Facts, Outcome]:
        """Return facts and their outcome, where all that was said leads to one style with the answer nearest to none.

        What is unknown may lean to a style to which nothing that was said leads; that style is no possible one.
        `always`: also where the unknown leans to the same style, to tell whether that one holds.
        """
        result = outcome(self._knowledge, facts)
        for key, values in said.items():
            tried = [{**facts, key: one} for one in values]
            found = [outcome(self._knowledge, one) for one in tried]
            styles = {one.style for one in found}
            if len(styles) == 1 and (always or result.style not in styles or not self.is_known(result.facts)):
                nearest = min(range(len(found)), key=lambda number: abs(found[number].score))
                facts, result = tried[nearest], found[nearest]
        return facts, result

    def is_known(self, facts: Facts) -> bool:
        """Tell whether somebody has answered anything about the interaction itself."""
        return any(facts.get(question.id) for question in self._own)

    def pending(
        self, facts: Facts, result: Outcome, first: str | None, turned: Sequence[Turn], said: Disputed = _NO_DISPUTES
    ) -> Varied | None:
        """Return the question to look at again: what comes first, else the first whose answer turns the style."""
        name = first or next((turn.changes[0].question.id for turn in turned), None)
        if name is None:
            strongest = result.lines[-1:]
            name = next((line.question for line in strongest), None)
        if name is None:
            return None
        question = self._knowledge.questions[name]
        if question.scope is Scope.PART:
            form = form_of(self._knowledge, result)
            asked = [
                Varied(question, False, self._variants_of_ends(question, ends, facts, said), ends)
                for ends in dict.fromkeys((self._ends_to_ask(question, result.facts), ENDS))
            ]
            return next((one for one in asked if one.matters(result.style, form)), asked[0])
        if question.ticks or name in said:
            return Varied(question, False, self.variants(question, facts, result, said))
        now = result.facts.get(name, frozenset())
        offered = [o.value for o in question.options if o.value not in now and o.ask_when.holds(result.facts)]
        others = [frozenset((value,)) for value in offered]
        return Varied(question, False, tuple([self._variant(question, one, (name,), facts) for one in others]))

    def contested(self, facts: Facts, result: Outcome, said: Disputed = _NO_DISPUTES) -> Varied | None:
        """Return the question to look at again where decisive lines contradict each other: one that ends this.

        Of equals the one of the weaker side.
        """
        decisive = self._knowledge.method.decisive
        lines = [line for line in reversed(result.lines) if line.step >= decisive]
        names = dict.fromkeys([line.question for line in sorted(lines, key=lambda line: line.favours is result.style)])
        asked = [again for name in names if (again := self.pending(facts, result, name, (), said)) is not None]
        form = form_of(self._knowledge, result)

        def place(one: Varied) -> bool:
            ending = [variant for variant in one.variants if not conflict(variant.lines, decisive)]
            return all(variant.style is result.style and variant.form is form for variant in ending)

        return min(asked, key=place, default=None)

    def may_change(self, name: str, facts: Facts, result: Outcome, form: Pattern, said: Disputed) -> bool:
        """Tell whether some other answer to a question leads to another style or form."""
        again = self.pending(facts, result, name, (), said)
        return again is not None and again.matters(result.style, form)

    def _ends_to_ask(self, question: Question, facts: Facts) -> tuple[str, ...]:
        """Return the ends that a part's question is about: those it counts for, else those nobody has answered for."""
        closed = closed_ends(self._knowledge, facts)
        counting = [end for end in ENDS if end in closed and self._is_in_doubt(question, end, facts)]
        unanswered = [end for end in ENDS if f"{end}.{question.id}" not in facts]
        return tuple(counting or unanswered) or ENDS

    def form_open(
        self, facts: Facts, result: Outcome, form: Pattern, varied: Sequence[Varied], said: Disputed
    ) -> tuple[Doubt, ...]:
        """Return the open questions on which a form hangs, those about whose an end is and what it speaks first."""
        own = [
            Doubt(v.question, ())
            for v in varied
            if not v.draft and any(one.style is result.style and one.form is not form for one in v.variants)
        ]
        asked = [(q, self._doubtful_ends(q, facts, result, form, said)) for q in self._doubtful]
        of_parts = [Doubt(q, tuple([end for one in found for end in one.ends]), found) for q, found in asked if found]
        return (*of_parts, *own)

    def _doubtful_ends(
        self, question: Question, facts: Facts, result: Outcome, form: Pattern, said: Disputed
    ) -> tuple[Varied, ...]:
        """Return a question for each end of which nobody has answered it where it counts, if that changes the form."""
        spoken = self._knowledge.carriers[form.carrier].spoken if form.carrier else None
        today = carried_today(self._knowledge, result.facts)
        if spoken is not None and spoken.key == question.id and form.carrier in today:
            return ()
        asked = [
            Varied(question, False, self._variants_of_ends(question, (end,), facts, said), (end,))
            for end in ENDS
            if self._counts(question, end, result.facts)
        ]
        return tuple([one for one in asked if any(variant.form is not form for variant in one.variants)])

    def _counts(self, question: Question, end: str, facts: Facts) -> bool:
        return f"{end}.{question.id}" not in facts and self._is_in_doubt(question, end, facts)

    def _is_in_doubt(self, question: Question, end: str, facts: Facts) -> bool:
        if question.doubt_when is None:
            return False
        of_end = {key.partition(".")[2]: values for key, values in facts.items() if key.startswith(f"{end}.")}
        return question.doubt_when.holds(of_end)


def asked_first(form: Pattern, facts: Facts, contradictions: Iterable[Dispute]) -> list[str]:
    """Return the questions that have to be answered before a form can be advised, the most pressing first."""
    again = [rule.questions[0] for rule in contradictions if rule.undecides]
    return [*again, form.asks] if form.asks and form.asks_when.holds(facts) else again
