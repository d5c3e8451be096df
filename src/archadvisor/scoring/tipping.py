"""Tipping points: the smallest sets of changed answers that turn the style.

Nothing here knows a shortcut to the score: a set turns the style if it does so when it is scored. Which
sets cannot turn it is told by a bound on how far an answer moves the score, so that thousands of
interactions stay cheap; `tests/` compare with trying everything.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from archadvisor.knowledge.conditions import ALWAYS, AllOf, Condition, Facts, Is, keys
from archadvisor.knowledge.types import KnowledgeBase, Question, Rule, Scope, Style
from archadvisor.scoring.score import Outcome
from archadvisor.scoring.variation import Change, Reach, changed, changes

_REQUEST, _EVENT = Style.REQUEST, Style.EVENT
_NOTHING: frozenset[str] = frozenset()
_NO_RULES: Mapping[str, Sequence[Rule]] = {}
_NO_STEPS: Mapping[str, int] = {}
_NEVER = 1_000_000


class Turn(Struct, frozen=True, gc=False):
    """A smallest set of changes that turns the style, and the style it turns to."""

    changes: tuple[Change, ...]
    style: Style


class Side(Struct, frozen=True):
    """What other answers to a question bring to one style.

    rules: the rules for it, by question and value
    most: the most that one value brings, by question
    swayed: the rules for it that an answer may bring or take though theirs stays, by question: what may then
        be asked or not, and what has a guard on any of it
    """

    rules: Mapping[str, Mapping[str, Sequence[Rule]]]
    most: Mapping[str, int]
    swayed: Mapping[str, Sequence[Rule]]


class Bearing(Struct, frozen=True):
    """What bears on the style; worked out once for a knowledge base.

    questions: those that may be varied and have any bearing on it, in the order of asking
    gates: by gate the questions whose answers bear on it, and the comparisons that it cannot do without
    """

    questions: Sequence[Question]
    sides: Mapping[Style, Side]
    gates: Mapping[str, tuple[frozenset[str], Sequence[Is]]]


def bearing(knowledge: KnowledgeBase, reach: Reach) -> Bearing:
    """Work out what bears on the style."""
    asked = _asked_with(knowledge, reach.ruled)
    guards = [(rule, keys(rule.given)) for rule in knowledge.rules]
    swayed = {name: rules for name in asked if (rules := _swayed(name, asked[name], guards))}
    gates = {gate.id: (_near(gate.when, asked), _required(gate.when)) for gate in knowledge.gates}
    near = _NOTHING.union(*[names for names, _ in gates.values()])
    return Bearing(
        questions=[
            q
            for q in knowledge.questions.values()
            if q.id in reach.ruled and (q.id in knowledge.evidence or q.id in swayed or q.id in near)
        ],
        sides={style: _side(knowledge, reach, style, swayed) for style in (_REQUEST, _EVENT)},
        gates=gates,
    )


def _asked_with(knowledge: KnowledgeBase, varied: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return for each question itself and all that may be asked or not because of its answer."""
    asking = [
        (q.id, keys(condition))
        for q in knowledge.questions.values()
        if q.scope is not Scope.PART
        for condition in (q.ask_when, *(o.ask_when for o in q.options))
        if condition is not ALWAYS
    ]
    found = {}
    for name in varied:
        with_it, before = frozenset((name,)), _NOTHING
        while with_it != before:
            before = with_it
            with_it = before.union([other for other, looks_at in asking if not looks_at.isdisjoint(before)])
        found[name] = with_it
    return found


def _swayed(name: str, asked: frozenset[str], guards: Iterable[tuple[Rule, frozenset[str]]]) -> list[Rule]:
    return [
        rule for rule, looks_at in guards if (rule.key in asked and rule.key != name) or not looks_at.isdisjoint(asked)
    ]


def _near(when: Condition, asked: Mapping[str, frozenset[str]]) -> frozenset[str]:
    looks_at = keys(when)
    return frozenset([name for name, with_it in asked.items() if not looks_at.isdisjoint(with_it)])


def _required(condition: Condition) -> list[Is]:
    """Return comparisons without which the condition cannot hold."""
    if isinstance(condition, Is):
        return [condition]
    inner = condition.conditions if isinstance(condition, AllOf) else ()
    return [leaf for one in inner for leaf in _required(one)]


def _side(knowledge: KnowledgeBase, reach: Reach, style: Style, swayed: Mapping[str, Sequence[Rule]]) -> Side:
    rules: dict[str, dict[str, list[Rule]]] = {}
    for rule in knowledge.rules:
        if rule.favours is style and rule.key in reach.ruled and rule.value not in reach.ruled[rule.key]:
            rules.setdefault(rule.key, {}).setdefault(rule.value, []).append(rule)
    return Side(
        rules=rules,
        most={key: max([_most(some) for some in values.values()]) for key, values in rules.items()},
        swayed={name: [rule for rule in some if rule.favours is style] for name, some in swayed.items()},
    )


def _most(rules: Iterable[Rule], there: Mapping[str, int] = _NO_STEPS) -> int:
    """Return the most that rules add to a score in which these steps count already, by criterion."""
    more: dict[str, int] = {}
    for rule in rules:
        step = rule.step - there.get(rule.criterion, 0)
        if step > more.get(rule.criterion, 0):
            more[rule.criterion] = step
    return sum(more.values())


def turns(reach: Reach, bearing: Bearing, facts: Facts, base: Outcome) -> list[Turn]:
    """Return the smallest sets of at most two changed answers that turn the style.

    Known answers are varied, the system's and the interaction's, singly, and in pairs of different
    questions where no single one turns it. `facts` are all that is known, `base` their outcome.
    """
    bound = _Bound(reach, bearing, facts, base)
    singles = [(one.change,) for one in bound.candidates(0) if bound.may_turn(one)]
    found = _turning(reach, facts, base, singles)
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
            pairs.add((one, two) if one < two else (two, one))
    near = [number for number, one in enumerate(candidates) if one.key in bound.near]
    pairs.update(itertools.combinations(near, 2))
    for one, two in sorted(pairs):
        pair = candidates[one], candidates[two]
        if bound.may_turn(*pair):
            yield pair


class _Candidate(Struct, frozen=True, gc=False):
    """A change with its bounds: as the guards of its rules stand now, and with all of them open."""

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

    def __init__(self, reach: Reach, bearing: Bearing, facts: Facts, base: Outcome) -> None:
        style = base.style
        own, self._other = bearing.sides[_REQUEST], bearing.sides[_EVENT]
        if style is _EVENT:
            own, self._other = self._other, own
        self._reach = reach
        self._facts = facts
        self._base = base
        self._going: dict[str, list[Rule]] = {}
        self._there: dict[str, int] = {}
        most = dict(self._other.most)
        for line in {line.criterion: line for line in base.lines}.values():
            if line.favours is style:
                self._going.setdefault(line.key, []).append(line)
                most[line.key] = most.get(line.key, 0) + line.step
            else:
                self._there[line.criterion] = line.step
        self._swaying = {
            name: sum([rule.step for rule in rules if rule in self._going.get(rule.key, ())])
            + _most([r for r in self._other.swayed[name] if r.value in facts.get(r.key, ())], self._there)
            for name, rules in own.swayed.items()
            if name in base.facts
        }
        for name, swaying in self._swaying.items():
            most[name] = most.get(name, 0) + swaying
        self._questions = [(q, most.get(q.id, 0)) for q in bearing.questions if q.id in base.facts]
        self.farthest = max([most for _, most in self._questions], default=0)
        self.needed = _NEVER if base.gate is not None else base.score if style is _EVENT else 1 - base.score
        self._gates = _within_reach(bearing, facts, base)
        # What lifts one gate may let the next one hold, which a second answer then lifts.
        close = self._gates if base.gate is None else bearing.gates.values()
        self.near = _NOTHING.union(*[nearby for nearby, _ in close])

    def candidates(self, other: int) -> list[_Candidate]:
        """Return the changes that may turn the style where another answer moves the score by `other` at most."""
        least = self.needed - other
        found: list[_Candidate] = []
        for question, most in self._questions:
            if question.id in self.near:
                found += self._candidates(question, -_NEVER)
            elif most >= least:
                found += self._candidates(question, least)
        return found

    def _candidates(self, question: Question, least: int) -> Iterator[_Candidate]:
        key, facts = question.id, self._base.facts
        swaying = self._swaying.get(key, 0)
        going = self._going.get(key, ())
        coming = self._other.rules.get(key, _NO_RULES)
        for change in changes(self._reach, question, facts):
            most = swaying + sum([line.step for line in going if line.value not in change.values])
            rules = coming.get(change.value, ()) if change.value in change.values else ()
            helped = most + _most(rules, self._there) if rules else most
            if helped >= least:
                swayed = self._other.swayed.get(key, ())
                hold = [rule for rule in rules if rule.given.holds(facts) or rule in swayed]
                alone = most + _most(hold, self._there) if len(hold) < len(rules) else helped
                yield _Candidate(change, key, alone, helped)

    def may_turn(self, one: _Candidate, two: _Candidate | None = None) -> bool:
        """Tell whether a change, alone or with a second one, may turn the style."""
        if two is None:
            return one.alone >= self.needed or (one.key in self.near and self._gate_may_turn((one,)))
        if one.key == two.key:
            return False
        most = one.helped if two.key in self._swaying else one.alone
        most += two.helped if one.key in self._swaying else two.alone
        return most >= self.needed or (one.key in self.near and self._gate_may_turn((one, two)))

    def _gate_may_turn(self, together: Sequence[_Candidate]) -> bool:
        new = {one.key: one.change.values for one in together}
        for nearby, missing in self._gates:
            if not nearby.isdisjoint(new) and all(not at.isdisjoint(new.get(key, ())) for key, at in missing):
                return True
        return False


_Gate = tuple[frozenset[str], Sequence[tuple[str, frozenset[str]]]]


def _within_reach(bearing: Bearing, facts: Facts, base: Outcome) -> list[_Gate]:
    """Return for each gate that may turn the questions that bear on it, and the answers that have to come for it."""
    if base.gate is not None:
        return [(bearing.gates[base.gate.id][0], ())]
    found: list[_Gate] = []
    for nearby, required in bearing.gates.values():
        missing: dict[str, frozenset[str]] = {}
        for leaf in required:
            if not leaf.holds(facts):
                missing[leaf.key] = leaf.values & missing.get(leaf.key, leaf.values)
        if all(values and key in nearby for key, values in missing.items()):
            found.append((nearby, tuple(missing.items())))
    return found
