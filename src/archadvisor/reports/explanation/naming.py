"""Which entry is meant by a name as a report prints it, or as somebody types it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archadvisor.knowledge.types import Archetype, Finding, KnowledgeBase, Pattern, Term, Word
from archadvisor.reports.explanation.entries import Entry

_BETWEEN = re.compile(r"[\s_-]+")


def called(knowledge: KnowledgeBase, entries: Iterable[Entry], name: str) -> list[Entry]:
    """Return the entries that are meant by a name, whatever its case, hyphens and blanks.

    An id comes first, then a term of the glossary, the name of a pattern, finding or typical interaction, what these
    are also known as, and last what a typical one is for; several entries only where all are known by it in one way.
    """
    said = _plain(name)
    if not said:
        return []
    ways: tuple[Iterator[tuple[Entry, str]], ...] = (
        ((entry, entry.id) for entry in entries),
        ((term, term.term) for term in knowledge.terms),
        ((entry, entry.name) for entry in _named(knowledge)),
        _also(knowledge),
        ((entry, entry.purpose) for entry in knowledge.archetypes.values()),
    )
    for way in ways:
        found = {entry.id: entry for entry, known_by in way if _plain(known_by) == said}
        if found:
            return list(found.values())
    return []


def _named(knowledge: KnowledgeBase) -> list[Pattern | Finding | Archetype]:
    return [*knowledge.forms.values(), *knowledge.safeguards, *knowledge.findings, *knowledge.archetypes.values()]


def _also(knowledge: KnowledgeBase) -> Iterator[tuple[Entry, str]]:
    entries: list[Term | Word | Pattern | Finding | Archetype] = [*knowledge.terms, *knowledge.words]
    entries += _named(knowledge)
    yield from ((entry, other) for entry in entries for other in entry.also_known_as)


def _plain(name: str) -> str:
    return _BETWEEN.sub("", name.casefold())
