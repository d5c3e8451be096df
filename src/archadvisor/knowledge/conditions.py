"""The one condition language: an answer is one of these; all; any; not.

A condition on an answer that is unknown or was not asked does not hold, and so its negation does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct

Facts: TypeAlias = Mapping[str, frozenset[str]]
"""What is known and asked: by question id (`from.owner`, `to.reach` for an end's) the values that hold."""

_NONE: frozenset[str] = frozenset()


class Is(Struct, frozen=True):
    """One of the values is among the answers to a question."""

    key: str
    values: frozenset[str]

    def holds(self, facts: Facts) -> bool:
        """Tell whether the condition holds for these facts."""
        return not self.values.isdisjoint(facts.get(self.key, _NONE))


class AllOf(Struct, frozen=True):
    """Every one of the conditions holds."""

    conditions: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        """Tell whether the condition holds for these facts."""
        for condition in self.conditions:  # noqa: SIM110 -- hot, and twice as fast as all() over a generator
            if not condition.holds(facts):
                return False
        return True


class AnyOf(Struct, frozen=True):
    """At least one of the conditions holds."""

    conditions: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        """Tell whether the condition holds for these facts."""
        for condition in self.conditions:  # noqa: SIM110 -- as above
            if condition.holds(facts):
                return True
        return False


class Not(Struct, frozen=True):
    """The condition does not hold."""

    condition: Condition

    def holds(self, facts: Facts) -> bool:
        """Tell whether the condition holds for these facts."""
        return not self.condition.holds(facts)


Condition: TypeAlias = Is | AllOf | AnyOf | Not

ALWAYS = AllOf(())


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
