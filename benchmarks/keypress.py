"""How long a key press takes in an interview of 200 interactions: the answer, saved and drawn.

    python benchmarks/keypress.py [ROWS]

Measures the machine, the file and the screen apart, without a terminal's own time, and exits with 1 where half of the
key presses take longer than 20 ms, or one longer than 60 ms, which is meant for a machine that does nothing else.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from pathlib import Path

from archadvisor.cli.store import Store
from archadvisor.interview.machine import Machine
from archadvisor.interview.pages import PASSED_OVER, Kind, State, Wanted
from archadvisor.interview.screen import View
from archadvisor.interview.state import Interview, Mode
from archadvisor.knowledge import load

MEDIAN, WORST = 0.02, 0.06
SIZE = (100, 40)


def rows(count: int) -> str:
    """Return lines that describe so many interactions of some twenty parts."""
    return "\n".join(f"Part {n % 17} -> Part {(n + n // 17 + 1) % 23}b: purpose {n}" for n in range(count))


def main(count: int) -> int:
    gc.disable()  # as the program does
    knowledge = load()
    machine = Machine(knowledge)
    view = View(machine)
    parts: dict[str, list[float]] = {"machine": [], "file": [], "screen": [], "all": []}
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(Path(folder) / "answers.yaml", knowledge, "Benchmark") as store,
    ):
        state = machine.add_rows(machine.begin(store.answers, Wanted()), rows(count))
        state = machine.begin(state.answers, Wanted())
        presses = 0
        while state.mode is not Mode.DONE:
            key = _key(machine, state, presses)
            started = time.perf_counter()
            state = machine.press(state, key)
            pressed = time.perf_counter()
            store.save(state.answers)
            saved = time.perf_counter()
            view.lines(state, *SIZE)
            drawn = time.perf_counter()
            times = (pressed - started, saved - pressed, drawn - saved, drawn - started)
            for name, seconds in zip(parts, times, strict=True):
                parts[name].append(seconds)
            presses += 1
    print(f"{count} interactions, {presses} key presses; milliseconds")
    for name, seconds_ in parts.items():
        slow = statistics.quantiles(seconds_, n=10)[-1]
        print(f"  {name:8} median {statistics.median(seconds_) * 1000:6.1f}   slowest tenth {slow * 1000:6.1f}"
              f"   slowest {max(seconds_) * 1000:6.1f}")  # fmt: skip
    return int(statistics.median(parts["all"]) > MEDIAN or max(parts["all"]) > WORST)


def _key(machine: Machine, state: Interview, presses: int) -> str:
    """Return a key that answers, or goes on where all is answered."""
    if state.mode is not Mode.ASK or state.page.kind in (Kind.LIST, Kind.TYPICAL):
        return "enter"
    question = machine.knowledge.questions.get(state.page.question)
    ticks = question is not None and question.ticks
    cell = machine.current(state)
    found = machine.script.cells(state.answers, state.page, state.wanted)
    open_ = any(one.state is State.OPEN for one in found)
    if cell is None or state.cursor == len(found) - 1 or (not open_ and presses % 4 == 0):
        return "enter"
    if ticks or cell.state in PASSED_OVER:
        return str(1 + presses % 2) if presses % 2 else "down"
    return str(1 + presses % 3)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
