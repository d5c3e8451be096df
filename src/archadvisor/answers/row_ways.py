"""How something travels today, as people write it in a column of their table; the words are the rules'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from archadvisor.answers.types import UNKNOWN
from archadvisor.knowledge.types import CurrentWay
from archadvisor.text.prose import bare

Spoken: TypeAlias = Mapping[str, str]
"""Every word for a way, as words are compared, and the name of that way."""


def spoken(ways: Iterable[CurrentWay]) -> Spoken:
    """Return the words for these ways."""
    return {bare(word): way.name for way in ways for word in way.words}


def way_of(text: str, words: Spoken) -> str | None:
    """Return the way that a cell names, "" where it names none on purpose; None where it is not understood.

    `Kafka event` and `REST/HTTP` are understood as well: every word stands for the same way.
    """
    said = bare(text)
    if said in ("", UNKNOWN):
        return ""
    if said in words:
        return words[said]
    meant = {words.get(word) for word in said.split()}
    return meant.pop() if len(meant) == 1 else None
