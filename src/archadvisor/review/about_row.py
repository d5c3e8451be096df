"""What `check` finds about one interaction: its decision, its grounds, and answers that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from archadvisor.advice.disputed import Ground, disputed_grounds, readings, tell_other
from archadvisor.answers.dates import has_passed
from archadvisor.answers.places import Path
from archadvisor.answers.types import Answers, Decision, Interaction
from archadvisor.assessment import UNDECIDED
from archadvisor.knowledge.types import KnowledgeBase, Question, Scope, Style
from archadvisor.review.findings import Level, Rule
from archadvisor.review.grounds import Changed, changed, turned
from archadvisor.review.raised import Raised
from archadvisor.scoring.decided import holds
from archadvisor.scoring.judgement import Judgement, Judgements
from archadvisor.text.names import joined, names_of, row_ends
from archadvisor.text.prose import sentence

_LISTED = 3
"""So many answers are told that turned a decision."""


def label(number: int, row: Interaction) -> str:
    """Return how a finding names an interaction."""
    return f"Row {number} ({row_ends(row.sender, row.receivers, '→')})"


class Context(NamedTuple):
    """What the findings about all interactions share; `argument` is the answers file as a command names it."""

    knowledge: KnowledgeBase
    answers: Answers
    judgements: Judgements
    today: date
    strict: bool
    argument: str


class AboutRow:
    """The findings about one interaction."""

    def __init__(self, context: Context, row: Interaction, number: int) -> None:
        self._knowledge = context.knowledge
        self._context = context
        self._row = row
        self._advice = context.judgements.of(row)
        self._names = names_of(row.sender, row.receivers, row.purpose)
        self._label = label(number, row)

    def contradictions(self) -> Iterator[Raised]:
        """Yield the answers that do not go together."""
        by_rules = bool(self._advice.contradictions) and self._only_rules_changed()
        for rule in self._advice.contradictions:
            raised = self._raise(
                "contradiction",
                rule.id,
                f"{self._label}: {self._names.fill(rule.because)}.",
                f"Check again: {', '.join(rule.questions)}.",
                ("answers", rule.questions[0]),
            )
            yield self._by_rules(raised) if by_rules else raised

    def _only_rules_changed(self) -> bool:
        """Tell whether the row was decided under other rules, and nobody changed an answer of its grounds since."""
        decision = self._row.decision
        if decision is None or decision.rules in ("", self._knowledge.method.version):
            return False
        return not changed(self._knowledge, self._context.judgements, self._row, decision)

    def _by_rules(self, raised: Raised) -> Raised:
        """Return a finding as one that a new version of the rules brought: no reason to fail by itself."""
        level: Level = "error" if self._context.strict else "note"
        before = (self._row.decision.rules if self._row.decision else "") or self._context.answers.rules
        why = f"The rules changed ({before} → {self._knowledge.method.version}), and no changed answer explains it."
        return replace(raised, message=f"{raised.message} {why}", level=level)

    def undecided(self) -> Raised:
        """Return that the row is not decided, while others are."""
        if self._advice.state in UNDECIDED:
            todo = f"Decide it: archadvisor decide {self._row.id}{self._context.argument} --as … --because …"
            return self._raise(
                "undecided", "undecided", f"{self._label} is not decided, and its answers leave it open.", todo
            )
        todo = f"Accept it: archadvisor decide {self._row.id}{self._context.argument} --as advice"
        return self._raise(
            "undecided", "undecided", f"{self._label} is not decided; the advice is {_way(self._advice)}.", todo
        )

    def decision(self, decision: Decision) -> Iterator[Raised]:
        """Yield that a decision is not supported any more, or has to be looked at again."""
        if decision.review and has_passed(decision.review, self._context.today):
            yield self._raise(
                "review",
                "review",
                f"{self._label}: the decision had to be looked at again by {decision.review}.",
                "Decide it again, with a later --review.",
                ("decision", "review"),
            )
        if decision.others:
            others = "; ".join([tell_other(self._knowledge, other) for other in decision.others])
            yield self._raise(
                "decided-differently",
                "decided-differently",
                f"{self._label} was decided as {self._decided(decision)}, but differently by others: {others}.",
                f"Agree, and decide it again: archadvisor decide {self._row.id}{self._context.argument} "
                "--as … --because …",
                ("decision", "other-decisions"),
            )
        if decision.sender and (decision.sender, decision.receivers) != (self._row.sender, self._row.receivers):
            yield self._raise(
                "moved",
                "moved",
                f"{self._label} was decided for {row_ends(decision.sender, decision.receivers, '→')}.",
                f"Decide it again: archadvisor decide {self._row.id}{self._context.argument} --as … --because …",
                ("decision",),
            )
        elif not holds(decision, self._advice):
            yield self._turned(decision) if decision.advised else self._unrecorded(decision)
        elif blocked := self._blocked(decision):
            yield self._raise(
                "turned",
                "turned",
                f"{self._label} was decided{_when(decision)} as {self._decided(decision)}. "
                f"What stands in its way since: {self._names.fill(blocked)}.",
                f"Decide it again: archadvisor decide {self._row.id}{self._context.argument} --as … --because …",
                ("decision",),
            )
        elif disputed := disputed_grounds(self._knowledge, self._context.answers, self._row):
            yield self._disputed(decision, disputed)

    def _blocked(self, decision: Decision) -> str:
        """Return what stands in the way of the decided form, and did not on the day of the decision; "" for nothing."""
        form = self._knowledge.forms.get(decision.form)
        if form is None or not decision.advised or self._advice.form is form:
            return ""
        now, then = self._advice.outcome.facts, decision.grounds
        new = [one.because for one in form.obstacles if one.when.holds(now) and not one.when.holds(then)]
        return next(iter(new), "")

    def _disputed(self, decision: Decision, grounds: Sequence[Ground]) -> Raised:
        """Return that people dispute answers on which a decision rests, and whether it holds with each of these."""
        told = [ground.tell(self._row) for ground in grounds]
        level: Level = "error" if self._context.strict else "note"
        last = "It holds with each of these answers."
        for reading, advice in readings(self._context.judgements, self._context.answers, self._row, grounds):
            if not holds(decision, advice):
                level = "error"
                meant = joined([ground.words(values, self._row) for ground, values in reading])
                last = f"With {meant} it would not hold: the advice is then {_way(advice)}."
                break
        raised = self._raise(
            "disputed",
            "disputed",
            f"{self._label} was decided as {self._decided(decision)}. {' '.join([*told, last])}",
            f"Agree on an answer: archadvisor interview{self._context.argument or ' answers.yaml'}",
        )
        return replace(raised, path=_path(grounds[0]), level=level)

    def _unrecorded(self, decision: Decision) -> Raised:
        decided, way = self._decided(decision), f"--as {decision.form or decision.style}"
        raised = self._raise(
            "unrecorded",
            "unrecorded",
            f"{self._label}: the decision ({decided}) is not what is advised ({_way(self._advice)}), and it does not "
            "say what it rests on.",
            f"Record it: archadvisor decide {self._row.id}{self._context.argument} {way} --because …",
            ("decision",),
        )
        before = decision.rules or self._context.answers.rules
        return raised if before in ("", self._knowledge.method.version) else self._by_rules(raised)

    def _turned(self, decision: Decision) -> Raised:
        """Return that the advice is another one than on the day of the decision, and which answers turned it."""
        found = turned(self._knowledge, self._context.judgements, self._row, decision)
        decided = self._decided(decision)
        said = f"{self._label} was decided{_when(decision)} as {decided}; the advice is now {_way(self._advice)}"
        again = f"Decide it again: archadvisor decide {self._row.id}{self._context.argument} --as … --because …"
        if found.answers:
            why = "; ".join([self._told(one) for one in found.answers[:_LISTED]])
            more = len(found.answers) - _LISTED
            why += f" and {more} more" if more > 0 else ""
            return self._raise("turned", "turned", f"{said}. What turned it: {why}.", again, ("decision",))
        if decision.rules not in ("", self._knowledge.method.version):
            return self._by_rules(self._raise("rules", "rules-changed", f"{said}.", again, ("decision",)))
        why = "No changed answer explains it alone: look at its ends, its figures and how it travels today."
        return self._raise("turned", "turned", f"{said}. {why}", again, ("decision",))

    def changed_since(self, decision: Decision) -> str:
        """Say which answers changed since a decision that holds all the same; "" where none did or it does not say."""
        if not decision.advised or not holds(decision, self._advice) or self._blocked(decision):
            return ""
        disputed = {ground.key for ground in disputed_grounds(self._knowledge, self._context.answers, self._row)}
        found = changed(self._knowledge, self._context.judgements, self._row, decision)
        found = [one for one in found if one.question not in disputed]
        if disputed:  # then whether it holds hangs on what people agree on
            return "; ".join([f"Since then {self._told(one)}" for one in found])
        told = "; ".join([self._told(one) for one in found[:_LISTED]])
        more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        return f"It still holds, though answers changed: {told}{more}." if found else ""

    def _decided(self, decision: Decision) -> str:
        """Return what was decided, in the words of a report."""
        if not decision.form:
            return decision.style
        name = self._knowledge.forms[decision.form].name
        return name if decision.style == Style.NEITHER else f"{decision.style}: {name}"

    def _told(self, one: Changed) -> str:
        """Tell a changed answer in words; one about an end names the part."""
        end, _, name = one.question.rpartition(".")
        question = self._knowledge.questions.get(name)
        part = {"from": self._row.sender, "to": joined(self._row.receivers)}.get(end, "")
        of = f" of {part}" if part else ""
        if question is None:
            return f"{one.question}{of}"
        was = "" if one.before is None else f" was {self._labels(question, one.before)},"
        now = f"is now {self._labels(question, one.now)}"
        for ground in disputed_grounds(self._knowledge, self._context.answers, self._row):
            if ground.key == one.question:
                said = [ground.words(said.values, self._row) for said in ground.answer.said]
                now = f"is now disputed ({joined(said, 'or')})"
        return f'"{question.short}"{of}{was} {now}'

    def _labels(self, question: Question, values: frozenset[str]) -> str:
        labels = [self._names.fill(option.short) for option in question.options if option.value in values]
        gone = sorted(values - {option.value for option in question.options})
        return f'"{joined([*labels, *gone])}"' if values else "not answered"

    def _raise(self, rule: Rule, kind: str, message: str, action: str, path: Path = ()) -> Raised:
        own = ("interactions", self._row.id, *path)
        return Raised(self._row.id, rule, kind, sentence(message, self._row.receivers), action, own, self._row.id)


def _path(ground: Ground) -> Path:
    """Return where the answer of a ground stands."""
    scope, name, question = ground.spot
    if scope is Scope.SYSTEM:
        return ("system", "answers", question)
    return ("parts", name, question) if scope is Scope.PART else ("interactions", name, "answers", question)


def _when(decision: Decision) -> str:
    return f" on {decision.date}" if decision.date else ""


def _way(advice: Judgement) -> str:
    style = advice.outcome.style
    return advice.form.name if style not in (Style.REQUEST, Style.EVENT) else f"{style}: {advice.form.name}"
