"""What the checks look things up in."""

from __future__ import annotations

from collections.abc import Collection

from archadvisor.errors import Faults, Place, shown
from archadvisor.knowledge.conditions import Condition, leaves
from archadvisor.knowledge.fields import MAP
from archadvisor.knowledge.types import DERIVED, ENDS, SOUNDS, Question, RuleFile, Scope
from archadvisor.knowledge.types.base import derived_values, on_map


class Base:
    """The entries by id, and where faults go."""

    def __init__(self, entries: RuleFile, faults: Faults) -> None:
        self.entries = entries
        self.faults = faults
        self.questions = {q.id: q for q in entries.questions}
        self.forms = {p.id: p for p in entries.patterns if p.role == "form"}
        self.steps = {s.name: s.tenths for m in entries.methods for s in m.steps}
        self._derived = derived_values(tuple([way.name for way in entries.current]), entries.signs)
        self._on_map = on_map(tuple(self.forms), entries.part_roles)
        self._values: dict[tuple[str, Scope | str], tuple[str, ...] | None] = {}

    def question_of(self, key: str) -> Question | None:
        """Return the question that a key like `needs` or `to.owner` looks at."""
        return self.questions.get(key.rpartition(".")[2])

    def question_keys(self) -> list[str]:
        """Return all that a condition on an interaction may look at and that is asked."""
        parts = [q.id for q in self.entries.questions if q.scope is Scope.PART]
        return [*self.questions, *(f"{end}.{name}" for end in ENDS for name in parts)]

    def values(self, key: str, scope: Scope | str) -> tuple[str, ...] | None:
        """Return the values that a key of a condition may have in a scope, None where it has no meaning there."""
        if (key, scope) not in self._values:
            self._values[key, scope] = self._looked_up(key, scope)
        return self._values[key, scope]

    def _looked_up(self, key: str, scope: Scope | str) -> tuple[str, ...] | None:
        if scope == MAP:
            return self._on_map[key] if key in self._on_map else self._looked_up(key, Scope.INTERACTION)
        if key in self._derived and scope is Scope.INTERACTION:
            return self._derived[key]
        if key == SOUNDS and scope is Scope.PART:
            return self._derived[f"to.{SOUNDS}"]
        if key in self._derived:
            return None
        end, dot, name = key.rpartition(".")
        question = self.questions.get(name)
        if question is None or (dot and (end not in ENDS or question.scope is not Scope.PART)):
            return None
        if dot:
            allowed = scope is Scope.INTERACTION
        else:
            allowed = question.scope is scope or (scope is Scope.INTERACTION and question.scope is Scope.SYSTEM)
        return tuple([o.value for o in question.options]) if allowed else None

    def check_condition(self, condition: Condition, place: Place, scope: Scope | str) -> None:
        """Check that a condition names questions and values that there are, and that may be looked at here."""
        for leaf in leaves(condition):
            options = self.values(leaf.key, scope)
            if options is None:
                names = [
                    name
                    for name in (*self.question_keys(), *DERIVED, *self._on_map)
                    if self.values(name, scope) is not None
                ]
                self.faults.add(
                    place, f"no question {shown(leaf.key)} can be used in this condition", "", leaf.key, names
                )
                continue
            for value in sorted(leaf.values.difference(options)):
                self.no_value(place, value, leaf.key, options)

    def no_value(self, place: Place, value: str, key: str, options: Collection[str]) -> None:
        """Note a value that a question does not have."""
        self.faults.add(place, f"{shown(value)} is not a value of {key}", ", ".join(options), value, options)
