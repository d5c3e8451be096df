"""Text in fixed columns: widths are counted in the cells of a terminal."""

from __future__ import annotations

import textwrap

from rich.cells import cell_len, set_cell_size

_STAND_INS = str.maketrans({"→": ">", "−": "-", "–": "-", "·": "-", "…": "~", "’": "'", "“": '"', "”": '"'})


def in_ascii(text: str) -> str:
    """Return text with a stand-in of one cell for each sign of ours that is not ASCII; names stay as they are."""
    return text if text.isascii() else text.translate(_STAND_INS)


def cut(text: str, width: int) -> str:
    """Return text in exactly this many cells; what is cut off ends with an ellipsis."""
    if cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    return set_cell_size(set_cell_size(text, max(width - 1, 0)).rstrip() + "…", width)


def fold(text: str, width: int) -> list[str]:
    """Wrap text at blanks into lines of at most this many cells (10 at least); longer words are broken."""
    width = max(width, 10)
    if cell_len(text) == len(text):
        return textwrap.wrap(text, width)
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


def hang(head: str, text: str, width: int) -> list[str]:
    """Wrap text behind a head; what goes on stands under the text."""
    first, *rest = fold(text, width - cell_len(head)) or [""]
    return [head + first, *(" " * cell_len(head) + line for line in rest)]
