"""Questions and their options."""

from __future__ import annotations

from collections.abc import Collection

from archadvisor.errors import Place, shown
from archadvisor.knowledge.checks.base import Base
from archadvisor.knowledge.checks.reach import reachable
from archadvisor.knowledge.conditions import ALWAYS, Condition, keys
from archadvisor.knowledge.types import Draft, Question, Scope


def check(base: Base) -> None:
    """Check that options can be told apart and reached, and that no condition looks at what is asked later."""
    earlier: set[str] = set()
    for question in base.entries.questions:
        _check_options(base, question)
        _check_order(base, question.worth_when, question.place, earlier)
        conditions = [(question.ask_when, question.place, f"{question.id} can never be asked")]
        for option in question.options:
            what = f"the option {question.id}.{option.value} can never be reached"
            conditions.append((option.ask_when, option.place, what))
        for condition, place, what in conditions:
            _check_order(base, condition, place, earlier)
            if condition is not ALWAYS and not reachable(base, condition, question.scope):
                base.faults.add(place, what)
        for usual in question.usual:
            check_values(base, question, usual.values, usual.place)
        earlier.add(question.id)
    for joined in base.entries.joined:
        for place, draft in [(option.place, draft) for option in joined.options for draft in option.answers]:
            check_draft(base, draft, place, joined.scope)
    known = [*base.questions, *(joined.id for joined in base.entries.joined)]
    for turn in base.entries.interview:
        if turn.question not in known:
            base.faults.add(turn.place, f"no question {shown(turn.question)}", "", turn.question, known)


def check_draft(base: Base, draft: Draft, place: Place, scope: Scope) -> None:
    """Check that an answer that is provided is one that a question of this scope takes."""
    question = base.questions.get(draft.question)
    if question is None or question.scope is not scope:
        names = [q.id for q in base.entries.questions if q.scope is scope]
        base.faults.add(place, f"no question {shown(draft.question)} about {_ABOUT[scope]}", "", draft.question, names)
        return
    check_values(base, question, draft.values, place)


def check_values(base: Base, question: Question, values: Collection[str], place: Place) -> None:
    """Check that a question takes these values together."""
    options = [option.value for option in question.options]
    for value in values:
        if value not in options:
            base.no_value(place, value, question.id, options)
    if len(values) != 1 and not question.ticks:
        base.faults.add(place, f"{question.id} takes one value")


_ABOUT = {Scope.SYSTEM: "the system", Scope.PART: "a part", Scope.INTERACTION: "an interaction"}


def _check_options(base: Base, question: Question) -> None:
    seen: set[str] = set()
    for option in question.options:
        if option.value == "unknown":
            base.faults.add(option.place, "'unknown' is reserved, so no option can have this value")
        elif option.value in seen:
            base.faults.add(option.place, f"the option {shown(option.value)} is listed twice in {question.id}")
        seen.add(option.value)
    if len(question.options) < 2 and not question.ticks:
        base.faults.add(question.place, f"{question.id} has fewer than two options")


def _check_order(base: Base, condition: Condition, place: Place, earlier: set[str]) -> None:
    for key in sorted(keys(condition)):
        if key in base.questions and key not in earlier:
            base.faults.add(place, f"{key} is asked later, so 'ask_when' cannot use it")
