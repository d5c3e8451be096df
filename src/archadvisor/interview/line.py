"""A line that is being typed: what a key does to its text and its cursor, as in a shell."""

from __future__ import annotations

import re

from archadvisor.text.neutral import one_line


def edited(text: str, at: int, key: str) -> tuple[str, int]:
    """Return text and cursor after a key; a key that means nothing here changes nothing."""
    before, after = text[:at], text[at:]
    match key:
        case "left":
            return text, max(0, at - 1)
        case "right":
            return text, min(len(text), at + 1)
        case "home":
            return text, 0
        case "end":
            return text, len(text)
        case "word-left":
            return text, len(_WORD.sub("", before))
        case "backspace":
            return before[:-1] + after, max(0, at - 1)
        case "delete":
            return before + after[1:], at
        case "ctrl-u":
            return after, 0
        case "ctrl-w":
            left = _WORD.sub("", before)
            return left + after, len(left)
    typed = key == " " or (len(key) == 1 and bool(one_line(key)))
    return (before + key + after, at + 1) if typed else (text, at)


_WORD = re.compile(r"\S*\s*$")
"""The word before the cursor, with the blanks behind it."""
