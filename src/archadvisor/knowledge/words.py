"""The words of a text that tell what it is about."""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z]{4,}")
_EMPTY = frozenset(("each", "from", "have", "into", "over", "that", "their", "them", "this", "what", "when", "with"))


def words_of(text: str) -> frozenset[str]:
    """Return the words of four letters or more, in lower case and without an s at the end."""
    return frozenset([word.removesuffix("s") for word in _WORD.findall(text.lower())]) - _EMPTY
