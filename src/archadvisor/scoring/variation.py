"""What another answer would do: every variation is scored again, by the same rules.

Of the evidence only what can change with an answer is looked up again; `tests/` compare with scoring
everything from scratch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from archadvisor.knowledge.conditions import ALWAYS, Condition, Facts, keys, leaves
from archadvisor.knowledge.types import KnowledgeBase, Question, Scope
from archadvisor.scoring.score import Outcome, decided, outcome

_NOTHING: frozenset[str] = frozenset()


class Change(Struct, frozen=True, gc=False):
    """Another answer to one question: `values` are all that then holds.

    value: the option, or the changed tick; "" where a tick list is another one as a whole
    """

    question: Question
    value: str
    values: frozenset[str]


class Reach(Struct, frozen=True):
    """What looks at each question's answer; worked out once for a knowledge base.

    ruled: for each question that may be varied, the values with a ruling line, which are not
    choices: for a question with one answer, what may be tried, each with the condition for offering it
    asking: by question the values that a condition of asking looks at
    lines: by question the questions whose lines may come or go: itself, and those with rules that have a guard on it
    """

    knowledge: KnowledgeBase
    ruled: Mapping[str, frozenset[str]]
    choices: Mapping[str, Sequence[tuple[Change, Condition]]]
    asking: Mapping[str, frozenset[str]]
    lines: Mapping[str, frozenset[str]]


def reach(knowledge: KnowledgeBase) -> Reach:
    """Work out what looks at each question's answer."""
    questions = knowledge.questions.values()
    varied = [q for q in questions if q.scope is not Scope.PART and not q.never_varied]
    ruled = {q.id: frozenset([r.value for r in knowledge.rules if r.ruling and r.key == q.id]) for q in varied}
    lines = {name: frozenset((name,)) for name in ruled}
    for rule in knowledge.rules:
        for name in keys(rule.given) & ruled.keys():
            lines[name] |= {rule.key}
    return Reach(
        knowledge=knowledge,
        ruled=ruled,
        choices={q.id: _choices(q, ruled[q.id]) for q in varied if not q.ticks},
        asking=_values([c for q in questions for c in (q.ask_when, *(o.ask_when for o in q.options))]),
        lines=lines,
    )


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
    found = []
    for option in question.options:
        value = option.value
        if option.alone or value in ruled:
            continue
        new = question.toggled(now, value)
        allowed = value in now or not question.problems(new)
        if allowed and (option.ask_when is ALWAYS or option.ask_when.holds(facts)):
            found.append(Change(question, value, new))
    return found


def changed(reach: Reach, facts: Facts, base: Outcome, changes: Sequence[Change]) -> Outcome:
    """Return the outcome with some answers changed; `facts` are all that is known, `base` their outcome.

    Where what is asked stays the same, only the lines of these questions, and of those with a guard
    on them, are looked up again.
    """
    new = {change.question.id: change.values for change in changes}
    if _looked_at(reach.asking, base.facts, new):
        return outcome(reach.knowledge, {**facts, **new})
    known = {**base.facts, **new}
    if base.gate is not None:
        return decided(reach.knowledge, known, known)
    again = _NOTHING.union(*[reach.lines[name] for name in new])
    return decided(reach.knowledge, known, again, [line for line in base.lines if line.key not in again])


def _looked_at(values: Mapping[str, frozenset[str]], now: Facts, new: Facts) -> bool:
    """Tell whether a condition looks at what changes."""
    return any(name in values and not values[name].isdisjoint(new[name] ^ now.get(name, _NOTHING)) for name in new)
