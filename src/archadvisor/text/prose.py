"""English that depends on what it says: sentences, clauses, plurals."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIGNS = re.compile(r"[\W_]+")


def sentence(text: str, names: Iterable[str] = ()) -> str:
    """Return a clause with a capital first letter and a full stop; one of these names stays as its owner writes it."""
    text = text.strip()
    first = text[:1] if any(_begins(text, name) for name in names) else text[:1].upper()
    return first + text[1:] + ("" if text.endswith((".", "?", "!", "…")) else ".")


def _begins(text: str, name: str) -> bool:
    return bool(name) and text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def clause(text: str) -> str:
    """Return a sentence as it goes on behind a colon: with a small first letter."""
    return text[:1].lower() + text[1:]


def plural(number: int, noun: str, many: str = "") -> str:
    """Return a number with its noun: "1 row", "0 rows", "2 rows", "2 guesses" where `many` is that."""
    return f"{number} {noun if number == 1 else many or f'{noun}s'}"


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def in_words(number: int) -> str:
    """Return a number as a sentence tells it: in words up to ten."""
    return _WORDS[number] if number < len(_WORDS) else str(number)


def bare(text: str) -> str:
    """Return words as they are compared: without case, hyphens and other signs."""
    return _SIGNS.sub(" ", text).strip().casefold()
