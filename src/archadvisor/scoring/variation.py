"""What another answer would do: the range of a score, what is open, and the tipping points.

Nothing here knows a shortcut to the score: every variation that could matter is scored again. Which
variations cannot matter is told by a bound on how far an answer can move a score, so that thousands
of interactions stay cheap; `tests/` compare with trying everything.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from archadvisor.knowledge.conditions import ALWAYS, AllOf, Condition, Facts, Is, keys, leaves
from archadvisor.knowledge.types import KnowledgeBase, Question, Rule, Scope, Style
from archadvisor.scoring.score import Outcome, holding, outcome, summed

_REQUEST, _EVENT = Style.REQUEST, Style.EVENT
_NOTHING: frozenset[str] = frozenset()
_NO_RULES: Mapping[str, Sequence[Rule]] = {}
_NO_STEPS: Mapping[str, int] = {}
_NEVER = 1_000_000


class Change(Struct, frozen=True):
    """Another answer to one question: `value` is the option (or the tick set or removed), `values` all that then holds."""

    question: Question
    value: str
    values: frozenset[str]


class Turn(Struct, frozen=True):
    """A smallest set of changes that turns the style, and the style it turns to."""

    changes: tuple[Change, ...]
    style: Style


class Side(Struct, frozen=True):
    """What other answers bring to one style: the rules for it by key and value, and the most of any one value by key."""

    rules: Mapping[str, Mapping[str, Sequence[Rule]]]
    most: Mapping[str, int]


class Reach(Struct, frozen=True):
    """How far each question's answer reaches; worked out once for a knowledge base.

    ruled: for each question that may be varied, the values with a ruling line, which are not
    choices: for a question with one answer, what may be tried, each with the condition for offering it
    asking: by question the values that a condition of asking looks at
    gated: by question the values that a gate looks at
    guarded: by question the questions with rules whose guard looks at it
    swayed: by question the rules that may come or go though their own answer stays: what may then be asked
        or not, and what has a guard on any of it
    gates: for each gate the questions whose answers reach it, and the comparisons that it cannot do without
    tipping: the questions with any bearing on the style, in the order of asking
    """

    knowledge: KnowledgeBase
    ruled: Mapping[str, frozenset[str]]
    choices: Mapping[str, Sequence[tuple[Change, Condition]]]
    asking: Mapping[str, frozenset[str]]
    gated: Mapping[str, frozenset[str]]
    guarded: Mapping[str, frozenset[str]]
    swayed: Mapping[str, Sequence[Rule]]
    gates: Sequence[tuple[frozenset[str], Sequence[Is]]]
    tipping: Sequence[Question]
    sides: Mapping[Style, Side]


def reach(knowledge: KnowledgeBase) -> Reach:
    """Work out how far each question's answer reaches."""
    questions = [q for q in knowledge.questions.values() if q.scope is not Scope.PART]
    varied = [q for q in questions if not q.never_varied]
    asking = [(q.id, c) for q in questions for c in (q.ask_when, *(o.ask_when for o in q.options)) if c is not ALWAYS]
    asked = _asked_with(varied, [(name, keys(condition)) for name, condition in asking])
    guards = [(rule, keys(rule.given)) for rule in knowledge.rules]
    swayed = {q.id: _swayed(q.id, asked[q.id], guards) for q in varied}
    gates = [_gate(gate.when, asked) for gate in knowledge.gates]
    near = _NOTHING.union(*[nearby for nearby, _ in gates])
    ruled = {q.id: frozenset([r.value for r in knowledge.rules if r.ruling and r.key == q.id]) for q in varied}
    return Reach(
        knowledge=knowledge,
        ruled=ruled,
        choices={q.id: _choices(q, ruled[q.id]) for q in varied if not q.ticks},
        asking=_values([condition for _, condition in asking]),
        gated=_values([gate.when for gate in knowledge.gates]),
        guarded={q.id: frozenset([rule.key for rule, looks_at in guards if q.id in looks_at]) for q in varied},
        swayed={name: rules for name, rules in swayed.items() if rules},
        gates=gates,
        tipping=[q for q in varied if q.id in knowledge.evidence or swayed[q.id] or q.id in near],
        sides={style: _side(knowledge, style, ruled) for style in (_REQUEST, _EVENT)},
    )


def _asked_with(
    varied: Iterable[Question], asking: Sequence[tuple[str, frozenset[str]]]
) -> dict[str, frozenset[str]]:
    """Return for each question itself and all that may be asked or not because of its answer."""
    found = {}
    for question in varied:
        with_it, before = frozenset((question.id,)), _NOTHING
        while with_it != before:
            before = with_it
            with_it = before.union([other for other, looks_at in asking if not looks_at.isdisjoint(before)])
        found[question.id] = with_it
    return found


def _swayed(name: str, asked: frozenset[str], guards: Iterable[tuple[Rule, frozenset[str]]]) -> list[Rule]:
    return [
        rule
        for rule, looks_at in guards
        if (rule.key in asked and rule.key != name) or not looks_at.isdisjoint(asked)
    ]


def _gate(when: Condition, asked: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], Sequence[Is]]:
    looks_at = keys(when)
    return frozenset([name for name, with_it in asked.items() if not looks_at.isdisjoint(with_it)]), _required(when)


def _required(condition: Condition) -> list[Is]:
    """Return comparisons without which the condition cannot hold."""
    if isinstance(condition, Is):
        return [condition]
    inner = condition.conditions if isinstance(condition, AllOf) else ()
    return [leaf for one in inner for leaf in _required(one)]


def _choices(question: Question, ruled: frozenset[str]) -> list[tuple[Change, Condition]]:
    return [
        (Change(question, option.value, frozenset((option.value,))), option.ask_when)
        for option in question.options
        if option.value not in ruled
    ]


def _values(conditions: Iterable[Condition]) -> dict[str, frozenset[str]]:
    values: dict[str, frozenset[str]] = {}
    for condition in conditions:
        for leaf in leaves(condition):
            values[leaf.key] = values.get(leaf.key, _NOTHING) | leaf.values
    return values


def _side(knowledge: KnowledgeBase, style: Style, ruled: Mapping[str, frozenset[str]]) -> Side:
    rules: dict[str, dict[str, list[Rule]]] = {}
    for rule in knowledge.rules:
        if rule.favours is style and rule.key in ruled and rule.value not in ruled[rule.key]:
            rules.setdefault(rule.key, {}).setdefault(rule.value, []).append(rule)
    most = {key: max([_most(some) for some in values.values()]) for key, values in rules.items()}
    return Side(rules, most)


def _most(rules: Iterable[Rule], there: Mapping[str, int] = _NO_STEPS) -> int:
    """Return the most that rules can add to a score in which some steps count already, by criterion."""
    more: dict[str, int] = {}
    for rule in rules:
        step = rule.step - there.get(rule.criterion, 0)
        if step > more.get(rule.criterion, 0):
            more[rule.criterion] = step
    return sum(more.values())


def changes(reach: Reach, question: Question, facts: Facts) -> list[Change]:
    """Return the other answers to a question: each other option, or one tick more or less.

    Options with a ruling line are never varied, nor are questions marked so, nor those of parts.
    """
    name = question.id
    if name not in reach.ruled:
        return []
    now = facts.get(name, _NOTHING)
    if question.ticks:
        return _ticks(question, now, facts, reach.ruled[name])
    if not now.isdisjoint(reach.ruled[name]):
        return []
    return [
        change
        for change, offered in reach.choices[name]
        if change.value not in now and (offered is ALWAYS or offered.holds(facts))
    ]


def _ticks(question: Question, now: frozenset[str], facts: Facts, ruled: frozenset[str]) -> list[Change]:
    others = now.difference([option.value for option in question.options if option.alone])
    full = question.limit is not None and len(others) >= question.limit
    found = []
    for option in question.options:
        value = option.value
        if option.alone or value in ruled or (full and value not in now):
            continue
        if option.ask_when is ALWAYS or option.ask_when.holds(facts):
            found.append(Change(question, value, now - {value} if value in now else others | {value}))
    return found


def changed(reach: Reach, facts: Facts, base: Outcome, changes: Sequence[Change]) -> Outcome:
    """Return the outcome with some answers changed; `facts` are all that is known, `base` their outcome.

    Where what is asked stays the same, only the lines of these questions, and of those with a guard
    on them, are looked up again.
    """
    new = {change.question.id: change.values for change in changes}
    if base.gate is not None or _looked_at(reach.asking, base.facts, new):
        return outcome(reach.knowledge, {**facts, **new})
    known = {**base.facts, **new}
    if _looked_at(reach.gated, base.facts, new):
        return outcome(reach.knowledge, known)
    again = set(new).union(*[reach.guarded[key] for key in new])
    lines = [line for line in base.lines if line.key not in again]
    lines += holding(reach.knowledge, known, again)
    return summed(known, lines)


def _looked_at(values: Mapping[str, frozenset[str]], now: Facts, new: Facts) -> bool:
    """Tell whether a condition looks at what changes."""
    for key in new:
        if key in values and not values[key].isdisjoint(new[key] ^ now.get(key, _NOTHING)):
            return True
    return False


def turns(reach: Reach, facts: Facts, base: Outcome) -> list[Turn]:
    """Return the smallest sets of at most two changed answers that turn the style.

    Known answers are varied, the system's and the interaction's, singly, and in pairs of different
    questions where no single one turns it.
    """
    bound = _Bound(reach, facts, base)
    singles = [one for one in bound.candidates(0) if one.alone >= bound.needed or (one.key in bound.near and bound.gate_may_turn(one))]
    found = _turning(reach, facts, base, [(one.change,) for one in singles])
    return found or _turning(reach, facts, base, [(one.change, two.change) for one, two in _pairs(bound)])


def _turning(reach: Reach, facts: Facts, base: Outcome, sets: Iterable[tuple[Change, ...]]) -> list[Turn]:
    tried = [(changes, changed(reach, facts, base, changes).style) for changes in sets]
    return [Turn(changes, style) for changes, style in tried if style is not base.style]


def _pairs(bound: _Bound) -> Iterator[tuple[_Candidate, _Candidate]]:
    """Yield the pairs that may turn the style, in the order of asking."""
    candidates = bound.candidates(bound.farthest)
    farthest_first = sorted(range(len(candidates)), key=lambda number: -candidates[number].helped)
    pairs = set()
    for place, one in enumerate(farthest_first):
        for two in itertools.islice(farthest_first, place + 1, None):
            if candidates[one].helped + candidates[two].helped < bound.needed:
                break
            pairs.add((min(one, two), max(one, two)))
    pairs.update(itertools.combinations([n for n, one in enumerate(candidates) if one.key in bound.near], 2))
    for one, two in sorted(pairs):
        pair = candidates[one], candidates[two]
        if bound.pair_may_turn(*pair):
            yield pair


class _Candidate(Struct, frozen=True):
    """A change with its bounds: alone, and where another change may make the guards of its rules hold."""

    change: Change
    key: str
    alone: int
    helped: int


class _Bound:
    """How far other answers can at most move the score against the style, in tenths, and whether a gate may turn.

    What an answer takes away moves the score by no more than the counted lines that go. What it
    brings moves each criterion by no more than the strongest line that comes exceeds the one that
    counts there already. It takes and brings lines of its own and lines that it sways. The bounds of
    two answers add up: a line that comes or goes with both is one's own or swayed by one of them.
    """

    def __init__(self, reach: Reach, facts: Facts, base: Outcome) -> None:
        style = base.style
        self._reach = reach
        self._facts = facts
        self._base = base
        self._other = reach.sides[_REQUEST if style is _EVENT else _EVENT]
        self._going: dict[str, list[Rule]] = {}
        self._there: dict[str, int] = {}
        for line in {line.criterion: line for line in base.lines}.values():
            if line.favours is style:
                self._going.setdefault(line.key, []).append(line)
            else:
                self._there[line.criterion] = line.step
        self.needed = _NEVER if base.gate is not None else base.score if style is _EVENT else 1 - base.score
        self._gates = self._within_reach()
        self.near = _NOTHING.union(*[nearby for nearby, _ in self._gates])
        self._swaying = {name: self._by_swaying(rules) for name, rules in reach.swayed.items() if name in base.facts}
        self._most = [(q, self._at_most(q.id)) for q in reach.tipping if q.id in base.facts]
        self.farthest = max([most for _, most in self._most], default=0)

    def candidates(self, other: int) -> list[_Candidate]:
        """Return the changes that may turn the style where another answer moves the score by `other` at most."""
        return [
            candidate
            for question, most in self._most
            if most + other >= self.needed or question.id in self.near
            for candidate in self._candidates(question)
        ]

    def _candidates(self, question: Question) -> Iterator[_Candidate]:
        key, facts = question.id, self._base.facts
        swaying = self._swaying.get(key, 0)
        going = self._going.get(key, ())
        helping = self._other.rules.get(key, _NO_RULES)
        swayed = self._reach.swayed.get(key, ())
        for change in changes(self._reach, question, facts):
            most = swaying + sum([line.step for line in going if line.value not in change.values])
            rules = helping.get(change.value)
            if rules is None or change.value not in change.values:
                yield _Candidate(change, key, most, most)
                continue
            helped = most + _most(rules, self._there)
            hold = [r for r in rules if r.given is ALWAYS or r.given.holds(facts) or r in swayed]
            yield _Candidate(change, key, helped if len(hold) == len(rules) else most + _most(hold, self._there), helped)

    def gate_may_turn(self, *changes: _Candidate) -> bool:
        """Tell whether these changes together may make a gate hold, or hold no longer."""
        new = {one.key: one.change.values for one in changes}
        for nearby, missing in self._gates:
            if nearby.issuperset(new) and all([not values.isdisjoint(new.get(key, ())) for key, values in missing.items()]):
                return True
        return False

    def pair_may_turn(self, one: _Candidate, two: _Candidate) -> bool:
        """Tell whether two changes together may turn the style."""
        if one.key == two.key:
            return False
        most = two.helped if one.key in self._swaying else two.alone
        most += one.helped if two.key in self._swaying else one.alone
        return most >= self.needed or self.gate_may_turn(one, two)

    def _within_reach(self) -> list[tuple[frozenset[str], Mapping[str, frozenset[str]]]]:
        """Return for each gate that may turn the questions near it, and the answers that must bring that about."""
        if self._base.gate is not None:
            return [(_NOTHING.union(*[nearby for nearby, _ in self._reach.gates]), {})]
        found = []
        for nearby, required in self._reach.gates:
            missing: dict[str, frozenset[str]] = {}
            for leaf in required:
                if not leaf.holds(self._facts):
                    missing[leaf.key] = leaf.values & missing.get(leaf.key, leaf.values)
            if all([values and key in nearby for key, values in missing.items()]):
                found.append((nearby, missing))
        return found

    def _at_most(self, key: str) -> int:
        """Return a bound for all changes of an answer."""
        lost = sum([line.step for line in self._going[key]]) if key in self._going else 0
        return lost + self._swaying.get(key, 0) + self._other.most.get(key, 0)

    def _by_swaying(self, rules: Iterable[Rule]) -> int:
        """Return the bound for rules whose own answer stays."""
        facts, going = self._facts, self._going
        lost = sum([rule.step for rule in rules if rule.key in going and rule in going[rule.key]])
        coming = [r for r in rules if r.favours is not self._base.style and r.value in facts.get(r.key, _NOTHING)]
        return lost + _most(coming, self._there)
