"""A state as lines that are read in order: for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.interview.keys import marking
from archadvisor.interview.machine import NUMBERS, Machine
from archadvisor.interview.pages import PASSED_OVER, Kind
from archadvisor.interview.phrases import TYPED, Phrases
from archadvisor.interview.state import Interview, Mode
from archadvisor.text.neutral import neutralise

_ANY_WIDTH = 1000
"""Lines are folded where they are read."""
_OWN_ROW = "To add a row, type it: Order -> Mail: confirmation."


class Numbered:
    """Tells states of one machine in numbered lines."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._phrases = Phrases(machine)

    def lines(self, state: Interview) -> Iterator[str]:
        """Yield the lines of a state, of any width."""
        match state.mode:
            case Mode.TYPE:
                yield f"{TYPED[state.typing]}:"
                if state.text:
                    yield f"now: {neutralise(state.text)}"
                yield "type the text; Enter alone changes nothing"
            case Mode.CLASH:
                said, ways = self._phrases.clash(state)
                yield said
                yield from (f"  {number} {way}" for number, way in enumerate(ways, start=1))
            case Mode.ENOUGH:
                yield self._phrases.enough(state)
                yield "f finishes and shows the advice; Enter continues"
            case Mode.ADVICE:
                yield from self._phrases.advice(state)
                yield "Enter goes back to the question"
            case Mode.PAGES:
                yield from self._phrases.pages(state)
                yield "Type the letter of a page; Enter goes back to the question"
            case Mode.MORE:
                yield from self._more(state)
                yield "Enter goes back to the question; a number answers"
            case _:
                yield from self._page(state)

    def _more(self, state: Interview) -> Iterator[str]:
        if state.page.kind is Kind.TYPICAL:
            yield from self._phrases.typical(state)
            return
        for option in self._phrases.options(state, named=True):
            yield f"  {_number(option.number)} {option.label} ({option.example})"
        yield from (text for text in self._phrases.more(state) if text)

    def _page(self, state: Interview) -> Iterator[str]:
        match state.page.kind:
            case Kind.TYPICAL:
                yield self._phrases.question(state)
                yield from (f"{number:>3} {text}" for number, text in enumerate(self._marked(state), start=1))
                marks = marking(self._machine)
                yield f"Type a line number and a mark, such as 7 2 ({marks}, 0 remove). Enter: back to your rows"
            case Kind.LIST:
                yield self._phrases.question(state)
                for number, row in enumerate(state.answers.interactions, start=1):
                    yield f"{number:>3} {self._phrases.label(row)}{f' = {row.current}' if row.current else ''}"
                yield f"Type a line number and how it works today, such as 7 2 ({marking(self._machine)}, 0 none)."
                yield f"r 7 renames line 7, - 7 removes it, / lists typical ones. {_OWN_ROW}"
                yield "Enter: next; f finish with the advice; q save and leave"
            case _:
                yield from self._cell(state)

    def _marked(self, state: Interview) -> Iterator[str]:
        """Yield what may happen, each with the way that it is marked to travel today."""
        there = {row.id: row.current or "here" for row in state.answers.interactions}
        for entry in self._machine.listed():
            text = neutralise(entry.name)
            yield f"{text} = {there[entry.id]}" if entry.id in there else text

    def _cell(self, state: Interview) -> Iterator[str]:
        phrases = self._phrases
        cell, row = self._machine.current(state), self._machine.row(state)
        named = row is None or not state.wanted.only or not phrases.asks_alone(state)
        if cell is not None and cell.row and named:
            yield f"{phrases.label(row) if row else neutralise(cell.row)} ({phrases.progress(state)})"
        found = self._machine.script.cells(state.answers, state.page, state.wanted)
        asked = [number for number, one in enumerate(found) if one.state not in PASSED_OVER]
        if asked[:1] == [state.cursor] and (so_far := phrases.so_far(state, _ANY_WIDTH)):
            yield so_far
        yield phrases.question(state, named=True)
        for option in phrases.options(state, named=True):
            yield f"{'>' if option.chosen else ' '} {_number(option.number)} {option.label} ({option.example})"
        yield from phrases.remarks(state)
        ticks = phrases.ticks(state)
        depends = "d it depends; " if state.page.kind is Kind.ROWS else ""
        several = "numbers with commas between them" if ticks else "a number"
        yield f"{several}; 0 don't know; {depends}e examples; n note; w who would know"
        finish = "" if state.wanted.only else "f finish with the advice; "
        yield f"Enter next; b back; {finish}q save and leave"


def _number(key: str) -> int:
    """Return the number of an option as it is typed, where the key beyond 9 is a letter."""
    return NUMBERS.index(key) + 1
