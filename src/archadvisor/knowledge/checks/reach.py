"""Whether any answers make a condition hold.

The search starts from the condition: what has to hold narrows the values of each question, and what has to be
asked for that has to hold too. It branches at `any` alone and at options that are not always offered, so a list of
what has to hold takes time in proportion to its length, however many questions it rests on. Conditions that are
harder than that are taken for reachable after a bounded number of steps: this finds slips and proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.knowledge.checks.base import Base
from archadvisor.knowledge.conditions import ALWAYS, AllOf, AnyOf, Condition, Is, Not
from archadvisor.knowledge.types import Scope

_MOST_STEPS = 2_000

_Goals: TypeAlias = tuple[Condition, ...]


class _Answer(Struct, frozen=True):
    """What is left of a question: of each of the `wanted` sets one value has to hold, and none of the `barred`."""

    wanted: tuple[frozenset[str], ...] = ()
    barred: frozenset[str] = frozenset()


_Answers: TypeAlias = dict[str, _Answer]
_Open: TypeAlias = tuple[_Goals, _Answers]
"""What is still to be met, and the answers that the rest was met by."""


def reachable(base: Base, condition: Condition, scope: Scope) -> bool:
    """Tell whether some answers make a condition on a scope hold."""
    open_: list[_Open] = [((condition,), {})]
    for _ in range(_MOST_STEPS):
        if not open_:
            return False
        (*rest, goal), answers = open_.pop()
        for way in _ways(base, scope, goal, tuple(rest), answers):
            if not way[0]:
                return True
            open_.append(way)
    return True


def _ways(base: Base, scope: Scope, goal: Condition, rest: _Goals, answers: _Answers) -> Iterator[_Open]:
    """Yield what is left after each way to meet a goal."""
    match goal:
        case AllOf(conditions):
            yield (*rest, *conditions), answers
        case AnyOf(conditions):
            yield from (((*rest, inner), answers) for inner in conditions)
        case Not(AllOf(conditions)):
            yield from (((*rest, Not(inner)), answers) for inner in conditions)
        case Not(AnyOf(conditions)):
            yield (*rest, *(Not(inner) for inner in conditions)), answers
        case Not(Not(inner)):
            yield (*rest, inner), answers
        case Not(Is(key, values)):
            known = answers.get(key, _Answer())
            yield from _with(answers, key, replace(known, barred=known.barred | values), rest)
        case Is(key, values):
            yield from _answered(base, key, values.intersection(base.values(key, scope) or ()), rest, answers)


def _answered(base: Base, key: str, values: frozenset[str], rest: _Goals, answers: _Answers) -> Iterator[_Open]:
    """Yield the ways to answer a question by one of some values: it has to be asked, and the option offered."""
    known = answers.get(key, _Answer())
    question, asked = base.question_of(key), base.questions.get(key)
    if asked is not None and not known.wanted:
        rest = (*rest, asked.ask_when)
    tied = {o.value: o.ask_when for o in asked.options if o.ask_when is not ALWAYS} if asked else {}
    ways = [(values.difference(tied), rest), *((frozenset((v,)), (*rest, tied[v])) for v in values.intersection(tied))]
    for wanted, goals in ways:
        if question is not None and question.ticks:
            answer = replace(known, wanted=(*known.wanted, wanted))
        else:
            answer = replace(known, wanted=(wanted.intersection(*known.wanted),))
        yield from _with(answers, key, answer, goals)


def _with(answers: _Answers, key: str, answer: _Answer, goals: _Goals) -> Iterator[_Open]:
    if all(not values <= answer.barred for values in answer.wanted):
        yield goals, {**answers, key: answer}
