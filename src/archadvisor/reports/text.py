"""Text in fixed columns: what a terminal would obey is shown, not sent; widths are counted in cells."""

from __future__ import annotations

import textwrap

from rich.cells import cell_len, set_cell_size


def cut(text: str, width: int) -> str:
    """Return text in exactly this many cells; what is cut off ends with an ellipsis."""
    if cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    return set_cell_size(set_cell_size(text, max(width - 1, 0)).rstrip() + "…", width)


def fold(text: str, width: int) -> list[str]:
    """Wrap text at blanks into lines of at most this many cells; longer words are broken."""
    if cell_len(text) == len(text):
        return textwrap.wrap(text, max(width, 10))
    lines: list[str] = []
    line = ""
    for word in text.split():
        rest = word
        while cell_len(rest) > width:
            room = width - cell_len(line) - (1 if line else 0)
            head = set_cell_size(rest, room).rstrip() if room > 1 else ""
            lines.append(f"{line} {head}".strip())
            rest, line = rest[len(head) :], ""
        if line and cell_len(line) + 1 + cell_len(rest) > width:
            lines.append(line)
            line = rest
        else:
            line = f"{line} {rest}".strip()
    return [*lines, line] if line else lines
