"""Forms and safeguards by what people call them: an id, a name, or another name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from archadvisor.knowledge.types import Pattern

_NAMES: tuple[Callable[[Pattern], Iterable[str]], ...] = (
    lambda pattern: (pattern.id,),
    lambda pattern: (pattern.name,),
    lambda pattern: pattern.also_known_as,
)
"""An id goes before a name, and a name before another name of the same text."""


def by_name(patterns: Iterable[Pattern]) -> Mapping[str, Pattern]:
    """Return patterns by all their names, in small letters; of two with the same one the earlier."""
    known = tuple(patterns)
    found: dict[str, Pattern] = {}
    for names in _NAMES:
        for pattern in known:
            for name in names(pattern):
                found.setdefault(name.casefold(), pattern)
    return found
