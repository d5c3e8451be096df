"""Filling a system's own names into the sentences of the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

_MANY = 6


class Names(Struct, frozen=True):
    """The names that a sentence may mention.

    mixed: whether they are of several pairs of which neither end is common, so that who belongs to whom is not told
    """

    sender: str
    receivers: str
    purpose: str = ""
    mixed: bool = False

    def fill(self, text: str) -> str:
        """Return a sentence with `{from}`, `{to}` and `{purpose}` replaced; `{part}`, of one part, is the receiver."""
        if "{" not in text:
            return text
        if self.mixed and "{from}" in text and "{to}" in text:
            return fill(text, {"from": "the sender", "to": "the receiver", "purpose": self.purpose})
        return fill(text, {"from": self.sender, "to": self.receivers, "purpose": self.purpose, "part": self.receivers})


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace `{name}` by the value of that name, once: braces inside the values stay as they are."""
    return text.format_map(values)


def joined(names: Sequence[str], last: str = "and") -> str:
    """Return "A", "A and B", "A, B and C"; beyond six names the rest is counted."""
    if len(names) > _MANY:
        return f"{', '.join(names[: _MANY - 1])} {last} {len(names) - _MANY + 1} others"
    *most, end = names or ("",)
    return f"{', '.join(most)} {last} {end}" if most else end


def sentence(text: str) -> str:
    """Return a clause with a capital first letter and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text[-1:] in ".?!" else ".")
