"""The interview in plain numbered lines, one cell at a time: for screen readers and dumb terminals."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from archadvisor.answers.row_text import one
from archadvisor.interview.machine import NUMBERS, Machine
from archadvisor.interview.numbered import Numbered
from archadvisor.interview.pages import LISTS, PASSED_OVER, State
from archadvisor.interview.state import Interview, Mode
from archadvisor.knowledge.types import Joined
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
    state = replace(state, message="")
    if state.mode is Mode.TYPE:
        return machine.press(replace(state, text=line) if line else state, "enter" if line else "escape")
    if state.mode is not Mode.ASK:
        return machine.press(state, line or "enter")
    if state.page.kind in LISTS:
        return machine.add_rows(state, line) if one(line) else _listed(machine, state, line)
    if line[:2] in ("n ", "w "):
        typing = machine.press(state, line[0])
        return machine.press(replace(typing, text=line[2:]), "enter") if typing.mode is Mode.TYPE else typing
    if not line:
        cell = machine.current(state)
        guess = cell is not None and cell.state is State.DRAFT
        return _on(machine, machine.taken(state)) if guess else _on(machine, state)
    question = machine.script.question(state.page)
    ticks = not isinstance(question, Joined) and question.ticks
    pressed = [_key(word) for word in line.replace(" ", ",").split(",") if word]
    if ticks and pressed and not (pressed := _as_ticks(machine, state, pressed)):
        return _on(machine, machine.taken(state))
    after = state
    for key in pressed:
        if after.mode is Mode.ASK:
            after = machine.press(after, key)
    stayed = after.mode is Mode.ASK and (after.page, after.cursor) == (state.page, state.cursor)
    answered = after.answers is not state.answers and len(after.answers.interactions) == len(state.answers.interactions)
    if stayed and answered and (not ticks or not after.message):
        return _on(machine, replace(after, message=""))
    return after


def _key(word: str) -> str:
    """Return the key that a typed word stands for: the ones of options beyond 9 are letters."""
    if word.isdecimal() and 9 < int(word) <= len(NUMBERS):
        return NUMBERS[int(word) - 1]
    return word if len(word) == 1 else "\0"


def _as_ticks(machine: Machine, state: Interview, pressed: list[str]) -> list[str]:
    """Return the keys after which exactly the numbers that were typed are ticked: what nobody sees is not toggled."""
    cell = machine.current(state)
    if cell is None or not pressed or not all(key in NUMBERS for key in pressed):
        return pressed
    said = cell.answer.values if cell.answer is not None else frozenset[str]()
    now = [key for key, value in machine.offered(state, cell).items() if value in said]
    return [*(key for key in now if key not in pressed), *(key for key in dict.fromkeys(pressed) if key not in now)]


def _listed(machine: Machine, state: Interview, line: str) -> Interview:
    """Mark how a line works today: `7 2` or `7 message`; `r 7` names its ends, `- 7` removes it; Enter goes on."""
    first, _, second = line.partition(" ")
    key, where = (first, second) if first in ("r", "-") else (second, first)
    if where.isdecimal() and key and 1 <= int(where) <= machine.length(state):
        mark = str(machine.marks.index(key) + 1) if key in machine.marks else key
        return machine.press(replace(state, cursor=int(where) - 1, picked=True), mark)
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
