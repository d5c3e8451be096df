"""The method once more, the slow way: written from the design's words alone, to compare the program with.

Nothing is imported from `archadvisor.scoring`. Every variation is tried and scored from scratch.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archadvisor.answers.types import Answer, Answers, Interaction, Origin
from archadvisor.knowledge.conditions import AllOf, AnyOf, Condition, Is, Not
from archadvisor.knowledge.types import KnowledgeBase, Pattern, Question, Rule, Scope

Facts = dict[str, frozenset[str]]
Edit = tuple[Question, frozenset[str]]
"""Another answer to a question: all the values that then hold."""

TO_CONFIRM = (Origin.ARCHETYPE, Origin.IMPORT)


def holds(condition: Condition, facts: Facts) -> bool:
    """A condition on an answer that is unknown or was not asked does not hold; its negation does."""
    match condition:
        case Is(key, values):
            return bool(values & facts.get(key, frozenset()))
        case AllOf(conditions):
            return all(holds(inner, facts) for inner in conditions)
        case AnyOf(conditions):
            return any(holds(inner, facts) for inner in conditions)
        case Not(inner):
            return not holds(inner, facts)


@dataclass(frozen=True)
class Result:
    """What the method says about some facts; `score` in tenths."""

    asked: Facts
    gate: str | None
    lines: tuple[Rule, ...]
    score: int
    style: str
    form: str


@dataclass(frozen=True)
class Expected:
    """What a row must say."""

    result: Result
    conflict: bool
    state: str
    too_close: bool
    confidence: float
    otherwise: Result | None
    low: int
    high: int
    counted: frozenset[str]
    turns: frozenset[tuple[frozenset[tuple[str, frozenset[str]]], str]]
    unknown: tuple[str, ...]
    consequences: dict[str, list[tuple[str, str, str]]]
    """By unknown question of the interaction: value, style and form for each value that is tried."""
    matters: frozenset[str]
    """The unknown questions, of interaction or system, of which some value changes style or form."""


def in_conflict(result: Result) -> bool:
    return len({line.favours for line in result.lines if line.step_name in ("decisive", "ruling")}) == 2


class Reference:
    """The method for one rule base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.questions = list(knowledge.questions.values())
        self.own = [q for q in self.questions if q.scope is Scope.INTERACTION]

    # --- what is known, and what of it is asked

    def known(self, answers: Answers, interaction: Interaction) -> Facts:
        facts = {name: answer.values for name, answer in answers.system.items() if answer.known}
        for end, names in (("from", (interaction.sender,)), ("to", interaction.receivers)):
            for name in names:
                part = self.part(answers, name)
                for key, values in {**part, "sounds": self.sounds("name", name)}.items():
                    if values or key != "sounds":
                        facts[f"{end}.{key}"] = facts.get(f"{end}.{key}", frozenset()) | values
        if sounds := self.sounds("purpose", interaction.purpose):
            facts["sounds"] = sounds
        facts["receivers"] = frozenset(["several" if len(interaction.receivers) > 1 else "one"])
        if interaction.current:
            facts["current"] = frozenset([interaction.current])
        for question in self.questions:
            if question.scope is Scope.INTERACTION:
                answer = interaction.answers.get(question.id)
                if answer is None and question.ticks:
                    facts[question.id] = frozenset()
                elif answer is not None and answer.known:
                    facts[question.id] = answer.values
        return facts

    def sounds(self, of: str, text: str) -> frozenset[str]:
        found = re.findall("[a-z0-9]+", text.lower())
        words = {word.removesuffix("s") for word in (found[:1] if of == "purpose" else found)}
        return frozenset(sign.id for sign in self.knowledge.signs if sign.of == of and words & set(sign.words))

    def part(self, answers: Answers, name: str) -> Facts:
        if name not in answers.parts:
            return {}
        facts = {key: answer.values for key, answer in answers.parts[name].answers.items() if answer.known}
        return self.asked(facts, Scope.PART)

    def asked(self, facts: Facts, *scopes: Scope) -> Facts:
        """Leave out what is not asked, question by question in the order of asking."""
        left = dict(facts)
        for question in self.questions:
            if question.scope not in (scopes or (Scope.SYSTEM, Scope.INTERACTION)) or question.id not in left:
                continue
            offered = frozenset(o.value for o in question.options if holds(o.ask_when, left))
            values = left[question.id] & offered
            if not holds(question.ask_when, left) or (not question.ticks and not values):
                del left[question.id]
            else:
                left[question.id] = values
        return left

    # --- lines, score, style, form

    def result(self, facts: Facts) -> Result:
        asked = self.asked(facts)
        for gate in self.knowledge.gates:
            if holds(gate.when, asked):
                return Result(asked, gate.id, (), 0, "neither", gate.form)
        return self.by_evidence(asked)

    def by_evidence(self, asked: Facts) -> Result:
        lines = tuple(
            rule for rule in self.knowledge.rules if rule.value in asked.get(rule.key, ()) and holds(rule.given, asked)
        )
        by_hand = {(line.theme, line.favours): 0 for line in lines if line.step_name != "ruling"}
        for theme, side in by_hand:
            by_hand[theme, side] = max(
                line.step
                for line in lines
                if (line.theme, line.favours) == (theme, side) and line.step_name != "ruling"
            )
        score = sum(step if side == "event" else -step for (_, side), step in by_hand.items())
        for line in lines:
            if line.step_name == "ruling":
                score += line.step if line.favours == "event" else -line.step
        style = "event" if score > 0 else "request"
        return Result(asked, None, lines, score, style, self.form(style, asked))

    def form(self, style: str, asked: Facts) -> str:
        forms = self.knowledge.forms.values()
        return next(f.id for f in forms if style in f.styles and holds(f.when, asked) and self.crosses(f, asked))

    def crosses(self, form: Pattern, asked: Facts) -> bool:
        """Where an end cannot be changed, the form is out if that end does not speak its carrier."""
        for end in form.ends:
            spoken = self.knowledge.carriers[form.carrier].spoken
            if spoken is None or not asked.get(f"{end}.can-change", frozenset()) & {"not"}:
                continue
            told = asked.get(f"{end}.{spoken.key}")
            today = {self.knowledge.current[way].carrier for way in asked.get("current", ())}
            usual = end in self.knowledge.carriers[form.carrier].assumed or form.carrier in today
            if not (usual if told is None else spoken.value in told):
                return False
        return True

    def comes_first(self, facts: Facts, result: Result) -> bool:
        """Something has to be asked before the form can be advised, and some answer would change style or form."""
        form = self.knowledge.forms[result.form]
        names = [d.questions[0] for d in self.knowledge.disputes if d.undecides and holds(d.when, result.asked)]
        if form.asks and holds(form.asks_when, result.asked):
            names.append(form.asks)
        others = [other for name in names for other in self.otherwise(self.knowledge.questions[name], facts, result)]
        return any((other.style, other.form) != (result.style, result.form) for other in others)

    def otherwise(self, question: Question, facts: Facts, result: Result) -> Iterator[Result]:
        """Yield what other answers to a question that comes first lead to."""
        if question.ticks and question.scope is not Scope.PART:
            yield from (self.edited(facts, edit) for _, edit in self.edits(question, result.asked))
            return
        places = [[question.id]]
        if question.scope is Scope.PART:
            some = self.ends_to_ask(question, result.asked)
            places = [[f"{end}.{question.id}" for end in ends] for ends in (some, ["from", "to"])]
        for option, keys in itertools.product(question.options, places):
            if question.scope is Scope.PART or (
                option.value not in result.asked.get(question.id, ()) and holds(option.ask_when, result.asked)
            ):
                yield self.result({**facts, **dict.fromkeys(keys, frozenset([option.value]))})

    def ends_to_ask(self, question: Question, asked: Facts) -> list[str]:
        fixed = [end for end in ("from", "to") if "not" in asked.get(f"{end}.can-change", ())]
        counting = [end for end in fixed if self.in_doubt(question, end, asked)]
        return counting or [e for e in ("from", "to") if f"{e}.{question.id}" not in asked] or ["from", "to"]

    def in_doubt(self, question: Question, end: str, asked: Facts) -> bool:
        own = {key.removeprefix(f"{end}."): values for key, values in asked.items() if key.startswith(f"{end}.")}
        return question.doubt_when is not None and holds(question.doubt_when, own)

    def counted(self, lines: Iterable[Rule]) -> frozenset[str]:
        """Per theme the strongest line for each side; a ruling line beside the themes."""
        best: dict[tuple[str, str], Rule] = {}
        ruling = set()
        for line in lines:
            if line.step_name == "ruling":
                ruling.add(line.id)
            elif line.step > best.get((line.theme, line.favours), _NOTHING).step:
                best[line.theme, line.favours] = line
        return frozenset(ruling | {line.id for line in best.values()})

    # --- other answers

    def edits(self, question: Question, asked: Facts) -> Iterator[tuple[str, Edit]]:
        """Yield each other answer to a question with the option that it is about."""
        if question.never_varied or question.scope is Scope.PART:
            return
        now = asked.get(question.id, frozenset())
        ruling = {rule.value for rule in self.knowledge.rules if rule.key == question.id and rule.step_name == "ruling"}
        alone = {o.value for o in question.options if o.alone}
        for option in question.options:
            value = option.value
            if value in ruling or not holds(option.ask_when, asked):
                continue
            if not question.ticks:
                if value not in now and not now & ruling:
                    yield value, (question, frozenset([value]))
            elif value in alone:
                continue
            elif value in now:
                yield value, (question, now - {value})
            elif question.limit is None or len(now - alone) < question.limit:
                yield value, (question, (now - alone) | {value})

    def edited(self, facts: Facts, *edits: Edit) -> Result:
        return self.result({**facts, **{question.id: values for question, values in edits}})

    def turns(self, facts: Facts, base: Result) -> frozenset[tuple[frozenset[tuple[str, frozenset[str]]], str]]:
        """Try all single changes of known answers; where none turns the style, all pairs of different questions."""
        varied = [q for q in self.questions if q.id in base.asked]
        edits = [edit for question in varied for _, edit in self.edits(question, base.asked)]
        pairs = [(one, two) for one, two in itertools.combinations(edits, 2) if one[0] is not two[0]]
        for sets in ([(edit,) for edit in edits], pairs):
            found = set()
            for changes in sets:
                turned = self.edited(facts, *changes)
                style = turned.style
                if style != base.style and any(turned.asked.get(q.id) for q in self.own):
                    found.add((frozenset((question.id, values) for question, values in changes), style))
            if found:
                return frozenset(found)
        return frozenset()

    # --- a whole row

    def row(self, answers: Answers, interaction: Interaction, with_turns: bool = True) -> Expected:
        facts = self.known(answers, interaction)
        base = self.result(facts)
        nothing_known = not any(base.asked.get(question.id) for question in self.own)
        if nothing_known:
            base = Result(base.asked, None, (), 0, "unknown", self.form("unknown", base.asked))
        unknown = [q for q in self.questions if self.is_asked(q, base.asked) and q.id not in base.asked]
        drafts = [
            q
            for q in self.questions
            if q.id in base.asked and (a := self.answer(answers, interaction, q)) and a.origin in TO_CONFIRM
        ]
        tried = {
            q.id: [(value, self.edited(facts, edit)) for value, edit in self.edits(q, base.asked)]
            for q in (*unknown, *drafts)
        }
        others = [] if nothing_known else [result for results in tried.values() for _, result in results]
        conflict = in_conflict(base)
        even = abs(base.score) < self.knowledge.method.close_below
        method = self.knowledge.method
        first = self.comes_first(facts, base)
        if nothing_known:
            state = "unknown"
        elif first:
            state = "open"
        elif base.gate:
            state = "settled"
        elif any(line.step_name == "ruling" and line.key.startswith(("from.", "to.")) for line in base.lines):
            state = "given"
        elif conflict:
            state = "close"
        elif any(result.style != base.style for result in others):
            state = "open"
        else:
            state = "close" if even else "settled"
        return Expected(
            result=base,
            conflict=conflict,
            state=state,
            too_close=not base.gate and (conflict or even),
            confidence=method.ceiling if base.gate else self.confidence(base),
            otherwise=self.by_evidence(base.asked) if base.gate else None,
            low=min([base.score, *(r.score for r in others)]),
            high=max([base.score, *(r.score for r in others)]),
            counted=self.counted(base.lines),
            turns=self.turns(facts, base) if with_turns and not nothing_known else frozenset(),
            unknown=tuple(q.id for q in unknown if q.scope is Scope.INTERACTION),
            consequences={
                q.id: [(value, r.style, r.form) for value, r in tried[q.id]]
                for q in unknown
                if q.scope is Scope.INTERACTION
            },
            matters=frozenset(
                q.id for q in unknown if any((r.style, r.form) != (base.style, base.form) for _, r in tried[q.id])
            ),
        )

    def confidence(self, result: Result) -> float:
        method = self.knowledge.method
        logistic = 1 / (1 + math.exp(-method.scale * abs(result.score) / 10))
        return 0.5 if in_conflict(result) else min(method.ceiling, logistic)

    def is_asked(self, question: Question, asked: Facts) -> bool:
        return question.scope is not Scope.PART and holds(question.ask_when, asked)

    def answer(self, answers: Answers, interaction: Interaction, question: Question) -> Answer | None:
        return (answers.system if question.scope is Scope.SYSTEM else interaction.answers).get(question.id)


class _Nothing:
    step = 0


_NOTHING = _Nothing()
