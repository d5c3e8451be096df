"""The words of a text that tell what it is about."""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z]{4,}")
_EMPTY = frozenset((
    "about", "after", "again", "before", "been", "does", "each", "every", "from", "have", "here", "into", "more",
    "once", "only", "other", "over", "show", "shows", "such", "than", "that", "their", "them", "then", "there", "they",
    "this", "user", "users", "what", "when", "where", "which", "while", "will", "with",
))  # fmt: skip


def words_of(text: str) -> frozenset[str]:
    """Return the words of four letters or more, in lower case and without an s at the end."""
    return frozenset([word.removesuffix("s") for word in _WORD.findall(text.lower()) if word not in _EMPTY])
