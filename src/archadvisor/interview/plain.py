"""The interview in plain numbered lines, one cell at a time: for few rows, screen readers and dumb terminals."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from archadvisor.interview.machine import MARKS, Interview, Machine, Mode
from archadvisor.interview.script import Kind, State, cells
from archadvisor.interview.view import View
from archadvisor.reports.text import fold, inert

Say = Callable[[str], None]
Hear = Callable[[], str]
"""Reads a line; EOFError where there is none any more."""


def run(
    machine: Machine, state: Interview, save: Callable[[Interview], str], say: Say, hear: Hear, width: int
) -> Interview:
    """Hold the interview line by line until it is done or left."""
    teller = _Teller(machine, View(machine), say, width)
    while state.mode not in (Mode.DONE, Mode.LEFT):
        teller.tell(state)
        line = hear().strip()
        state = _heard(machine, state, line)
        told = save(state)
        for text in (told, state.message):
            if text:
                say(f"! {inert(text)}")
    return state


def _heard(machine: Machine, state: Interview, line: str) -> Interview:
    """Return what follows a line: a letter is a key, numbers may be joined by commas, other text is typed."""
    if state.mode is Mode.TYPE:
        return machine.press(replace(state, text=line), "enter")
    if state.mode is not Mode.ASK:
        return machine.press(state, line or "enter")
    if state.page.kind in (Kind.HAPPENS, Kind.ENDS):
        return machine.add_rows(state, line) if "->" in line else _listed(machine, state, line)
    if line[:1] in ("n", "w") and (len(line) == 1 or line[1] == " "):
        typing = machine.press(state, line[0])
        ready = len(line) > 1 and typing.mode is Mode.TYPE
        return machine.press(replace(typing, text=line[2:]), "enter") if ready else typing
    if line == "":
        return _on(machine, state)
    after = state
    for key in line.split(","):
        after = machine.press(after, key.strip() if len(key.strip()) == 1 else "")
    still = after.mode is Mode.ASK and after.page == state.page and after.cursor == state.cursor
    answered = after.answers is not state.answers and line not in ("c", "d")
    if still and answered and not after.message.startswith("at most"):
        return _on(machine, after)
    return after


def _listed(machine: Machine, state: Interview, line: str) -> Interview:
    """Mark what happens: `7 2` or `7 message` marks line 7; Enter goes on."""
    where, _, mark = line.partition(" ")
    if where.isdigit() and mark and 1 <= int(where) <= machine.length(state):
        key = str(MARKS.index(mark) + 1) if mark in MARKS else mark
        return machine.press(replace(state, cursor=int(where) - 1), key)
    return machine.press(state, line or "enter")


def _on(machine: Machine, state: Interview) -> Interview:
    """Go to the next row that is asked, or to the next question."""
    found = cells(machine.knowledge, state.answers, state.page, state.wanted)
    below = [n for n in range(state.cursor + 1, len(found)) if found[n].state is not State.MOOT]
    if below and not state.wanted.one:
        return replace(state, cursor=below[0])
    return machine.press(state, "enter")


class _Teller:
    def __init__(self, machine: Machine, view: View, say: Say, width: int) -> None:
        self._machine = machine
        self._view = view
        self._say = say
        self._width = width

    def tell(self, state: Interview) -> None:
        """Say the whole state: question, options, row, keys; once, in plain lines."""
        self._say("")
        for line in self._view.plain(state, self._width):
            for text in fold(line, self._width) or [""]:
                self._say(text)
