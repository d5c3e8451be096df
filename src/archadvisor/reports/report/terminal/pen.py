"""Lines in fixed columns, with colour laid over them; what a terminal would obey is shown, not sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from archadvisor.assessment import Row
from archadvisor.text.columns import cut, fold
from archadvisor.text.neutral import neutralise

LABEL = 18
"""Cells of a label and the blank behind it."""
NARROW = 64
"""Below this width a table turns into blocks, and a label stands above its text."""
_STYLES = {"request": "34", "event": "33", "bold": "1", "open": "1;33", "soft": "2"}


class Pen:
    """Writes lines at most `width` cells wide."""

    def __init__(self, width: int, colour: bool) -> None:
        self.width = width
        self._colour = colour

    def section(self, title: str, entries: Iterable[tuple[str, str]], label: int = LABEL) -> Iterator[str]:
        """Yield all entries under a title; the same label is not said twice in a row."""
        before: str | None = None
        for name, text in entries:
            if before is None:
                yield ""
                yield from self.wrapped(title, bold=True)
            yield from self.labelled("" if name == before else name, text, label=label)
            before = name

    def labelled(self, name: str, text: str, label: int = LABEL, most: int | None = None) -> Iterator[str]:
        """Yield a text behind its label, in `most` lines at most; a label that is too long stands above."""
        name = neutralise(name)
        if self.width < NARROW:
            yield from self.wrapped(name, indent=" ", bold=True, most=most)
            yield from self.wrapped(text, indent="   ", most=most)
            return
        head = " " + cut(name, label - 2) + " "
        if most is None and cell_len(name) > label - 2:
            yield from self.wrapped(name, indent=" ", bold=True)
            head = " " * label
        for line in _folded(text, self.width - label, most) or [""]:
            yield head + line
            head = " " * label

    def wrapped(
        self, text: str, indent: str = "", hang: str = "", bold: bool = False, most: int | None = None
    ) -> Iterator[str]:
        """Yield a text in `most` lines at most, all behind an indent, all but the first behind `hang` too."""
        for number, line in enumerate(_folded(text, self.width - len(indent) - len(hang), most)):
            whole = indent + (hang if number else "") + line
            yield self.bold(whole) if bold else whole

    def painted(self, text: str, row: Row) -> str:
        """Return text in the colour of what is advised for a row."""
        return self._ansi(text, "open" if row.undecided else row.style)

    def bold(self, text: str) -> str:
        """Return text in bold."""
        return self._ansi(text, "bold")

    def soft(self, text: str) -> str:
        """Return text in a colour that steps back."""
        return self._ansi(text, "soft")

    def _ansi(self, text: str, name: str) -> str:
        code = _STYLES.get(name)
        return f"\x1b[{code}m{text.rstrip()}\x1b[0m" if self._colour and code else text


def _folded(text: str, width: int, most: int | None) -> list[str]:
    lines = fold(neutralise(text), width)
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(f"{lines[most - 1]} …", width).rstrip()]
