"""The one condition language: an answer is one of these; all; any; not.

A condition on an answer that is unknown or was not asked does not hold, and so its negation does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct

Facts: TypeAlias = Mapping[str, frozenset[str]]
"""What is known and asked: by question id (`from.owner`, `to.reach` for an end's) the values that hold."""

_NONE: frozenset[str] = frozenset()


class Is(Struct, frozen=True, tag=True):
    """One of the values is among the answers to a question."""

    key: str
    values: frozenset[str]

    def holds(self, facts: Facts) -> bool:
        """Tell whether the condition holds for these facts."""
        return not self.values.isdisjoint(facts.get(self.key, _NONE))


class AllOf(Struct, frozen=True, tag=True):
    """Every one of the conditions holds."""

    conditions: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        """Tell whether the condition holds for these facts."""
        for condition in self.conditions:  # noqa: SIM110 -- hot, and twice as fast as all() over a generator
            if not condition.holds(facts):
                return False
        return True


class AnyOf(Struct, frozen=True, tag=True):
    """At least one of the conditions holds."""

    conditions: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        """Tell whether the condition holds for these facts."""
        for condition in self.conditions:  # noqa: SIM110 -- as above
            if condition.holds(facts):
                return True
        return False


class Not(Struct, frozen=True, tag=True):
    """The condition does not hold."""

    condition: Condition

    def holds(self, facts: Facts) -> bool:
        """Tell whether the condition holds for these facts."""
        return not self.condition.holds(facts)


Condition: TypeAlias = Is | AllOf | AnyOf | Not

ALWAYS = AllOf(())
NEVER = AnyOf(())


def leaves(condition: Condition) -> Iterator[Is]:
    """Yield every comparison that the condition is made of."""
    if isinstance(condition, Is):
        yield condition
    elif isinstance(condition, Not):
        yield from leaves(condition.condition)
    else:
        for inner in condition.conditions:
            yield from leaves(inner)


def keys(condition: Condition) -> frozenset[str]:
    """Return the questions that the condition looks at."""
    return frozenset(leaf.key for leaf in leaves(condition))


Tell: TypeAlias = Callable[[Is, bool], str]
"""Says of a comparison that it holds (True), or that it does not."""


def in_words(condition: Condition, tell: Tell, either: str = " or ") -> str:
    """Say a condition in words, its comparisons by `tell`; nothing for one that always holds."""
    condition = _inward(condition)
    if isinstance(condition, Is):
        return tell(condition, True)
    if isinstance(condition, Not):
        inner = condition.condition
        return tell(inner, False) if isinstance(inner, Is) else f"not ({in_words(inner, tell, either)})"
    word = " and " if isinstance(condition, AllOf) else either
    return word.join(_grouped(inner, tell, either) for inner in condition.conditions)


def _inward(condition: Condition) -> Condition:
    """Return a condition without a "not" before an "and" or another "not"."""
    if isinstance(condition, Not) and isinstance(condition.condition, Not):
        return _inward(condition.condition.condition)
    if isinstance(condition, Not) and isinstance(condition.condition, AllOf):
        return AnyOf(tuple(Not(each) for each in condition.condition.conditions))
    return condition


def _grouped(condition: Condition, tell: Tell, either: str) -> str:
    said = in_words(condition, tell, either)
    return f"({said})" if isinstance(_inward(condition), AllOf | AnyOf) else said
