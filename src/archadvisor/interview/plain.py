"""The interview in plain numbered lines, one cell at a time: for screen readers and dumb terminals."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from archadvisor.answers.row_text import one
from archadvisor.interview.machine import Machine
from archadvisor.interview.numbered import Numbered
from archadvisor.interview.script import PASSED_OVER, Kind
from archadvisor.interview.state import Interview, Mode
from archadvisor.text.columns import fold
from archadvisor.text.neutral import neutralise, one_line

Say = Callable[[str], None]
Hear = Callable[[], str]
"""Reads a line; EOFError where there is none any more."""


def run(
    machine: Machine,
    state: Interview,
    save: Callable[[Interview], Interview],
    say: Say,
    hear: Hear,
    width: Callable[[], int],
) -> Interview:
    """Hold the interview line by line until it is done or left."""
    numbered = Numbered(machine)
    while state.mode not in (Mode.DONE, Mode.LEFT):
        say("")
        for line in numbered.lines(state):
            for text in fold(line, width()):
                say(text)
        state = save(heard(machine, state, one_line(hear())))
        if state.message:
            say(f"! {neutralise(state.message)}")
    return state


def heard(machine: Machine, state: Interview, line: str) -> Interview:
    """Return what follows a line: a letter is a key, numbers may be joined by commas, other text is typed."""
    if state.mode is Mode.TYPE:
        return machine.press(replace(state, text=line) if line else state, "enter" if line else "escape")
    if state.mode is not Mode.ASK:
        return machine.press(state, line or "enter")
    if state.page.kind in (Kind.HAPPENS, Kind.ENDS):
        return machine.add_rows(state, line) if one(line) else _listed(machine, state, line)
    if line[:2] in ("n ", "w "):
        typing = machine.press(state, line[0])
        return machine.press(replace(typing, text=line[2:]), "enter") if typing.mode is Mode.TYPE else typing
    if line in ("", "c"):
        return _on(machine, machine.press(state, line) if line else state)
    after = state
    for key in line.replace(" ", ",").split(","):
        if key and after.mode is Mode.ASK:
            after = machine.press(after, key if len(key) == 1 else "\0")
    ticks = machine.knowledge.questions[state.page.question].ticks
    stayed = after.mode is Mode.ASK and (after.page, after.cursor) == (state.page, state.cursor)
    answered = after.answers is not state.answers and len(after.answers.interactions) == len(state.answers.interactions)
    if stayed and answered and (not ticks or not after.message):
        return _on(machine, replace(after, message=""))
    return after


def _listed(machine: Machine, state: Interview, line: str) -> Interview:
    """Mark what happens: `7 2` or `7 message` marks line 7, `r 7` names its ends; Enter goes on."""
    where, _, mark = line.partition(" ")
    if where == "r" and mark:
        where, mark = mark, "r"
    if where.isdecimal() and mark and 1 <= int(where) <= machine.length(state):
        key = str(machine.marks.index(mark) + 1) if mark in machine.marks else mark
        return machine.press(replace(state, cursor=int(where) - 1), key)
    return machine.press(state, line or "enter")


def _on(machine: Machine, state: Interview) -> Interview:
    """Go to the next row that is asked, or to the next question."""
    found = machine.script.cells(state.answers, state.page, state.wanted)
    below = [n for n in range(state.cursor + 1, len(found)) if found[n].state not in PASSED_OVER]
    if below and not state.returns:
        return replace(state, cursor=below[0])
    message = state.message
    after = machine.press(state, "enter")
    return replace(after, message=after.message or message)
