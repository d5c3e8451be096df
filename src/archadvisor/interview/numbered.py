"""A state as lines that are read in order: for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.answers.types import Interaction
from archadvisor.interview.keys import marking
from archadvisor.interview.machine import Machine
from archadvisor.interview.phrases import ENOUGH, TYPED, Phrases
from archadvisor.interview.script import Kind
from archadvisor.interview.state import Interview, Mode
from archadvisor.text.neutral import neutralise

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
                yield ENOUGH
                yield "Enter continues; q finishes and shows the advice"
            case Mode.MORE:
                yield from self._more(state)
                yield "Enter goes back to the question; a number answers"
            case _:
                yield from self._page(state)

    def _more(self, state: Interview) -> Iterator[str]:
        if state.page.kind is Kind.HAPPENS:
            yield from self._phrases.typical(state)
            return
        yield from (f"  {o.number} {o.label} ({o.example})" for o in self._phrases.options(state))
        yield from (text for text in self._phrases.more(state) if text)

    def _page(self, state: Interview) -> Iterator[str]:
        match state.page.kind:
            case Kind.HAPPENS:
                yield self._phrases.question(state)
                yield from (f"{number:>3} {text}" for number, text in enumerate(self._marked(state), start=1))
                marks = marking(self._machine)
                yield f"Type a line number and a mark, such as 7 2 ({marks}). Type r 7 to rename the ends of line 7."
                yield f"{_OWN_ROW} Enter: next; b back; q save and leave"
            case Kind.ENDS:
                yield self._phrases.question(state)
                rows = enumerate(state.answers.interactions, start=1)
                yield from (f"{number:>3} {self._phrases.label(row)}" for number, row in rows)
                yield f"Type r and a line number, such as r 2, to rename a row. {_OWN_ROW}"
                yield "Enter: next; b back; q save and leave"
            case _:
                yield from self._cell(state)

    def _marked(self, state: Interview) -> Iterator[str]:
        """Yield what may happen, each with the way that it is marked to travel today."""
        there = {row.id: row.current or "here" for row in state.answers.interactions}
        for entry in self._machine.listed(state):
            text = self._phrases.label(entry) if isinstance(entry, Interaction) else neutralise(entry.name)
            yield f"{text} = {there[entry.id]}" if entry.id in there else text

    def _cell(self, state: Interview) -> Iterator[str]:
        phrases = self._phrases
        cell, row = self._machine.current(state), self._machine.row(state)
        if cell is not None and cell.row and (row is None or not state.wanted.only):
            yield f"{phrases.label(row) if row else neutralise(cell.row)} ({phrases.progress(state)})"
        yield phrases.question(state, named=True)
        for number, label, example, chosen in phrases.options(state, named=True):
            yield f"{'>' if chosen else ' '} {number} {label} ({example})"
        yield from phrases.remarks(state)
        ticks = self._machine.knowledge.questions[state.page.question].ticks
        depends = "d it depends; " if state.page.kind is Kind.ROWS else ""
        several = "numbers with commas between them" if ticks else "a number"
        yield f"{several}; ? don't know; {depends}e examples; n note; w who would know"
        yield "Enter next; b back; q save and leave"
