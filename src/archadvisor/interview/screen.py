"""What the interview shows: (state, size) → lines. Pure. No lean of a row is shown while people answer, only counts.

`phrases` has the words, `keys` the keys, `table` the rows of a question that is asked by column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace
from rich.cells import cell_len

from archadvisor.answers.row_text import arrow
from archadvisor.interview.keys import all_keys, keys_of, needed
from archadvisor.interview.machine import Machine
from archadvisor.interview.pages import Kind, rows
from archadvisor.interview.phrases import TYPED, Offered, Phrases
from archadvisor.interview.state import Interview, Mode, Typing
from archadvisor.interview.table import ALERT, GREY, HEAD, HERE, NARROW, Line, lettered, table, window
from archadvisor.text.columns import cut, fold, hang, in_ascii
from archadvisor.text.names import row_ends
from archadvisor.text.neutral import neutralise

_FIRST = (
    "Order -> Mail: confirmation",
    "Order, Payment, authorise the card, call",
    "Lines such as these, CSV, or a table from a wiki or a spreadsheet.",
    "+ types a row; / lists typical interactions to choose from.",
)
"""What is said where no row is there yet."""
_ROOMY = 22
"""From so many lines on there is room for empty ones."""
_LOW = 16
"""Below so many lines the rows need them all."""
_SECTIONS = {
    Kind.SYSTEM: "system",
    Kind.LIST: "your interactions",
    Kind.TYPICAL: "typical interactions",
    Kind.PARTS: "parts",
    Kind.ROWS: "interactions",
}
_READ = (Mode.KEYS, Mode.MORE, Mode.ADVICE, Mode.PAGES)
_FULL, _LABELS, _BRIEF, _SHORT = range(4)


class _Layout(NamedTuple):
    """How options are written, least rows of the table, whether empty lines stand between."""

    options: int
    least: int
    spaced: bool


_LAYOUTS = (
    _Layout(_FULL, 8, True),
    _Layout(_FULL, 6, True),
    _Layout(_FULL, 6, False),
    _Layout(_LABELS, 6, True),
    _Layout(_LABELS, 4, False),
    _Layout(_BRIEF, 4, False),
    _Layout(_SHORT, 1, False),
)
"""From roomy to tight; the first that fits is taken."""


class View:
    """Draws states of one machine; `unicode` tells whether the terminal shows more than ASCII signs of ours."""

    def __init__(self, machine: Machine, unicode: bool = True) -> None:
        self._machine = machine
        self._script = machine.script
        self._phrases = Phrases(machine)
        self._unicode = unicode

    def lines(self, state: Interview, width: int, height: int) -> list[Line]:
        """Return the screen: at most `height` lines of at most `width` cells."""
        head, foot, room = self._around(state, width, height)
        roomy = height >= _ROOMY
        body = self._body(state, width, room)[:room]
        gap = [Line("")] if roomy else []
        found = [*head, *body, *gap, *foot][:height]
        return [Line(self._signs(cut(line.text, width).rstrip()), line.look) for line in found]

    def within(self, state: Interview, width: int, height: int) -> Interview:
        """Return the state with nothing scrolled beyond the last line, so that the next key up is seen at once."""
        if state.mode not in _READ or not state.scroll:
            return state
        last = len(self._told(state, width)) - self._around(state, width, height)[2]
        return replace(state, scroll=min(state.scroll, max(0, last)))

    def _around(self, state: Interview, width: int, height: int) -> tuple[list[Line], list[Line], int]:
        """Return head and foot, and how many lines are left between them."""
        roomy = height >= _ROOMY
        head, foot = list(self._head(state, width, roomy)), list(self._foot(state, width, height))
        return head, foot, max(1, height - len(head) - len(foot) - roomy)

    def _signs(self, text: str) -> str:
        return text if self._unicode else in_ascii(text)

    # --- head and foot -----------------------------------------------------------------------------------

    def _head(self, state: Interview, width: int, roomy: bool) -> Iterator[Line]:
        first = next(iter(rows(state.answers, state.wanted)), None)
        row = (self._machine.row(state) or first) if state.wanted.only else None
        name = neutralise(arrow(row) if row else "" if state.wanted.only else state.answers.name)
        where = self._where(state)
        if cell_len(name) + cell_len(where) + 2 > width and width < NARROW:
            where = where.partition(": ")[2].removeprefix("question ")
        name = cut(name, max(4, width - cell_len(where) - 2)).rstrip()
        gap = " " * max(1, width - cell_len(name) - cell_len(where))
        yield Line(f"{name}{gap}{where}", GREY)
        if roomy:
            yield Line("")
        if state.mode in (Mode.ASK, Mode.MORE, Mode.TYPE):
            yield from (Line(text, HEAD) for text in fold(self._phrases.question(state), width))

    def _where(self, state: Interview) -> str:
        return _SECTIONS[state.page.kind]

    def _foot(self, state: Interview, width: int, height: int) -> Iterator[Line]:
        if state.message:
            yield from (Line(text, ALERT) for text in fold(neutralise(state.message), width))
        keys = keys_of(self._machine, self._phrases, state)
        progress = self._phrases.progress(state)
        so_far = self._phrases.so_far(state, width)
        if so_far and height >= _LOW:
            yield Line(so_far, GREY)
        lines = _packed([f"{key} {what}" for key, what in keys], width)
        if len(lines) > max(2, height // 8):
            lines = _packed([*(f"{key} {what}" for key, what in needed(keys, state.page.kind))], width)
        room = width - cell_len(lines[-1]) - cell_len(progress) if lines else 0
        if progress and room >= 3:
            lines[-1] += " " * room + progress
        elif progress:
            lines = [progress, *lines]
        yield from (Line(text, GREY) for text in lines)

    # --- bodies --------------------------------------------------------------------------------------------

    def _body(self, state: Interview, width: int, room: int) -> list[Line]:
        match state.mode:
            case Mode.TYPE:
                return self._typing(state, width, room)
            case Mode.CLASH:
                return self._clash(state, width)
            case Mode.ENOUGH:
                return [Line(text) for text in fold(self._phrases.enough(state), width)]
            case Mode.KEYS | Mode.MORE | Mode.ADVICE | Mode.PAGES:
                lines = self._told(state, width)
                return lines[min(state.scroll, max(0, len(lines) - room)) :]
        return self._page(state, width, room)

    def _page(self, state: Interview, width: int, room: int) -> list[Line]:
        if state.page.kind is Kind.TYPICAL:
            return window(self._typical(state, width), state.cursor, room)
        if state.page.kind is Kind.LIST:
            if not state.answers.interactions:
                return [Line(text, GREY) for told in _FIRST for text in fold(told, width)]
            return window(lettered(list(self._own(state, width))), state.cursor, room)
        return self._asking(state, width, room)

    def _typing(self, state: Interview, width: int, room: int) -> list[Line]:
        lines = [Line(""), *(Line(text) for text in fold(f"{TYPED[state.typing]}:", width))]
        if state.typing not in (Typing.ROW, Typing.ENDS, Typing.FIND) and (row := self._machine.row(state)):
            lines = [*(Line(text, GREY) for text in fold(neutralise(arrow(row)), width)), *lines[1:]]
        text = fold(f"{neutralise(state.text[: state.at])}_{neutralise(state.text[state.at :])}", width)
        return [*lines, *(Line(line, HERE) for line in text[-max(1, room - len(lines)) :])]

    def _clash(self, state: Interview, width: int) -> list[Line]:
        said, ways = self._phrases.clash(state)
        lines = [Line(text, ALERT) for text in fold(said, width)]
        for number, way in enumerate(ways, start=1):
            lines += [Line(text) for text in hang(f"  {number}  ", way, width)]
        return lines

    def _told(self, state: Interview, width: int) -> list[Line]:
        """Return what is read and can be scrolled."""
        if state.mode is Mode.KEYS:
            keys = all_keys(self._machine, self._phrases, state)
            return [Line(text) for key, what in keys for text in fold(f"{key} {what}", width)]
        if state.mode is Mode.PAGES:
            return [Line(text) for told in self._phrases.pages(state) for text in fold(told, width)]
        return list(self._more(state, width))

    def _more(self, state: Interview, width: int) -> Iterator[Line]:
        """Yield examples, what the answer changes, and the source."""
        if state.mode is Mode.ADVICE:
            yield from (Line(text) for told in self._phrases.advice(state) for text in fold(told, width))
            return
        if state.page.kind is Kind.TYPICAL:
            yield from (Line(text) for told in self._phrases.typical(state) for text in fold(told, width))
            return
        for option in self._phrases.options(state):
            yield from (Line(text) for text in hang(f"  {option.number} ", f"{option.label} ({option.example})", width))
        yield Line("")
        yield from (Line(text, GREY) for told in self._phrases.more(state) for text in fold(told, width))

    def _typical(self, state: Interview, width: int) -> Iterator[str]:
        marked = {row.id: row for row in state.answers.interactions}
        for entry in self._machine.listed():
            there = marked.get(entry.id)
            mark = (there.current or "here") if there else "·"
            ends = f"  ({neutralise(row_ends(there.sender, there.receivers))})" if there else ""
            yield f"{cut(mark, 12 if width >= NARROW else 8)}  {neutralise(entry.name)}{ends}"

    def _own(self, state: Interview, width: int) -> Iterator[str]:
        room = 12 if width >= NARROW else 8
        for row in state.answers.interactions:
            yield f"{cut(row.current or '·', room)}  {self._phrases.label(row)}"

    # --- a question ------------------------------------------------------------------------------------------

    def _asking(self, state: Interview, width: int, room: int) -> list[Line]:
        alone = self._phrases.asks_alone(state)
        title = list(self._title(state)) if alone else []
        cells = () if alone else self._script.cells(state.answers, state.page, state.wanted)
        used = [Line(text, GREY) for text in fold(self._used_for(state, width), width)]
        layout = next(one for one in _LAYOUTS if self._fits(one, state, width, room - len(title), len(cells), used))
        options = self._options(state, width, layout.options)
        gap = [Line("")] * layout.spaced
        tail = [*gap, *used] if layout.options < _BRIEF else []
        if not cells:
            remarks = [Line(f"    {text}", GREY) for text in self._phrases.remarks(state)]
            return [*title, *options, *remarks, *tail]
        if len(options) >= room:  # the rows are what is answered: one must be seen
            options = [Line(text) for text in _packed([option.text for option in options], width)]
        left = max(1, room - len(options) - len(tail) - len(gap))
        return [*options, *gap, *table(self._phrases, state, cells, width, left), *tail]

    def _title(self, state: Interview) -> Iterator[Line]:
        if state.page.kind is Kind.ROWS and not state.wanted.only and (row := self._machine.row(state)):
            yield Line(f"> {self._phrases.label(row)}", HERE)

    def _fits(self, layout: _Layout, state: Interview, width: int, room: int, rows: int, used: list[Line]) -> bool:
        if layout is _LAYOUTS[-1]:
            return True
        gaps = 2 * layout.spaced if rows else layout.spaced
        options = len(self._options(state, width, layout.options))
        return options + min(rows, layout.least) + gaps + len(used) * (layout.options < _BRIEF) <= room

    def _used_for(self, state: Interview, width: int) -> str:
        """Return what the answer is used for; where the table has no room for names, the row here in full."""
        row = self._machine.row(state) if width < NARROW and not self._phrases.asks_alone(state) else None
        return f"> {self._phrases.label(row)}" if row else self._phrases.used_for(state)

    def _options(self, state: Interview, width: int, how: int) -> list[Line]:
        found = self._phrases.options(state, how == _SHORT)
        ticks = self._phrases.ticks(state)
        marked = ticks or self._phrases.asks_alone(state)
        widest = max((cell_len(option.label) for option in found), default=0)
        lead = 6 if ticks else 4
        beside = lead + widest + 2 + max((cell_len(option.example) for option in found), default=0) <= width
        lines: list[Line] = []
        for option in found:
            head, look = _mark(option, ticks), GREY if not option.here else HERE if option.chosen and marked else ""
            if how == _FULL and beside:
                lines.append(Line(f"{head}{cut(option.label, widest)}  {option.example}", look))
                continue
            lines += [Line(text, look) for text in hang(head, option.label, width)]
            if how == _FULL:
                lines += [Line(text, GREY) for text in hang(" " * (lead + 2), option.example, width)]
        return lines


def _mark(option: Offered, ticks: bool) -> str:
    """Return what stands before an option: its number, and whether it is the answer or ticked."""
    if ticks:
        return f"  {option.number} {'x' if option.chosen else '_'} "
    return f"{'>' if option.chosen else ' '} {option.number} "


def _packed(texts: Iterable[str], width: int) -> list[str]:
    """Join short texts to lines; each stays whole as far as a line can hold it."""
    lines: list[str] = []
    for text in (one for whole in texts for one in fold(whole.strip(), width)):
        if lines and cell_len(lines[-1]) + 3 + cell_len(text) <= width:
            lines[-1] += f" · {text}"
        else:
            lines.append(text)
    return lines
