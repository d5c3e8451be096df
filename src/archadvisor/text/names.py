"""The system's own names: filled into the sentences of the rules, joined, and as the label of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from archadvisor.text.prose import sentence

_MANY = 24


class Names(Struct, frozen=True):
    """The names that a sentence of the rules may mention.

    part: the one part that a question is about
    mixed: whether they are of several pairs of which neither end is common, so that who belongs to whom is not told
    """

    sender: str
    receivers: str
    purpose: str = ""
    part: str = ""
    mixed: bool = False

    def fill(self, text: str) -> str:
        """Return a sentence with `{from}`, `{to}`, `{purpose}` and `{part}` replaced by the names."""
        if "{" not in text:
            return text
        sender, receivers = self.sender, self.receivers
        if self.mixed and "{from}" in text and "{to}" in text:
            sender, receivers = UNNAMED.sender, UNNAMED.receivers
        return fill(text, {"from": sender, "to": receivers, "purpose": self.purpose, "part": self.part})

    def sentence(self, text: str) -> str:
        """Return the same with a capital first letter, unless it begins with one of the names, and a full stop."""
        return sentence(self.fill(text), (self.sender, self.receivers, self.part))


UNNAMED = Names("the sender", "the receiver", "the purpose", "the part")
"""What a sentence says where it is about no row or part in particular."""


def names_of(sender: str, receivers: Sequence[str], purpose: str) -> Names:
    """Return the names of one row."""
    return Names(sender, joined(receivers), purpose)


def names_of_part(name: str) -> Names:
    """Return the names for a sentence about one part."""
    return Names(UNNAMED.sender, UNNAMED.receivers, UNNAMED.purpose, name)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace `{name}` by the value of that name, once: braces inside the values stay as they are."""
    return text.format_map(values)


def joined(names: Sequence[str], last: str = "and", whole: bool = False) -> str:
    """Return "A", "A and B", "A, B and C"; beyond 24 names the rest is counted, unless `whole`."""
    if len(names) > _MANY and not whole:
        return f"{', '.join(names[: _MANY - 1])} {last} {len(names) - _MANY + 1} others"
    *most, end = names or ("",)
    return f"{', '.join(most)} {last} {end}" if most else end


def row_ends(sender: str, receivers: Sequence[str], arrow: str = ">") -> str:
    """Return "A > B, C"."""
    return f"{sender} {arrow} {', '.join(receivers)}"


def short_ends(sender: str, receivers: Sequence[str]) -> str:
    """Return the ends of a row for a column: "A > B", and of several receivers "A > B +1"."""
    more = f" +{len(receivers) - 1}" if len(receivers) > 1 else ""
    return f"{sender} > {receivers[0]}{more}"


def row_label(sender: str, receivers: Sequence[str], purpose: str, arrow: str = ">") -> str:
    """Return "A > B, C: purpose"; with the arrow "->" it is the form in which people write a row."""
    return f"{row_ends(sender, receivers, arrow)}: {purpose}"
