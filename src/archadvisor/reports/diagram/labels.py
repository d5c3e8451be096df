"""Texts of strangers in a diagram: whatever Mermaid might act upon stands as an entity (`#35;`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from archadvisor.text.neutral import neutralise

LONGEST = 40
"""Characters of a name or purpose; what is longer is cut."""
MAX_TEXT = 50_000
"""The longest diagram that Mermaid draws unless whoever runs it allows more, as on GitHub."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,/]*")
_KEPT = " ,/'!?"
_INSIDE = "-.()"
"""Harmless but at the start, where it might begin a list."""
_OWN_MARKS = (("\ufb02", "fl"), ("\u00b6\u00df", "\u00b6 \u00df"))
"""Signs with which Mermaid marks an entity for itself, and reads even where they stand as entities."""
_KEYWORD = re.compile(r"\b(?:e(?=nd\b)|s(?=tyle))", re.IGNORECASE)
_NUMBERS = 12


def label(text: str) -> str:
    """Return text, cut where it is long, that Mermaid shows as it is."""
    text = neutralise(text).strip()
    for mark, instead in _OWN_MARKS:
        text = text.replace(mark, instead)
    text = _cut(text)
    if not _PLAIN.fullmatch(text):
        text = "".join([char if _harmless(char, place) else f"#{ord(char)};" for place, char in enumerate(text)])
    text = _KEYWORD.sub(lambda found: f"#{ord(found[0])};", text)
    return text or "#160;"


def numbers(found: Sequence[tuple[int, bool]]) -> str:
    """Return numbers of rows; with a question mark where one is still to decide."""
    shown = ", ".join([f"{number}{'?' if undecided else ''}" for number, undecided in found[:_NUMBERS]])
    return f"{shown} and {len(found) - _NUMBERS} more" if len(found) > _NUMBERS else shown


def _harmless(char: str, place: int) -> bool:
    if char in _INSIDE:
        return place > 0
    return char.isalnum() or char in _KEPT or unicodedata.category(char).startswith("M")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
