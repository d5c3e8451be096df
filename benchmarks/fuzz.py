"""Whatever comes, the program ends with a documented exit code: python benchmarks/fuzz.py [--cases N] [--seed N]

Each case is drawn from a seed of its own, so that `--only SEED` repeats it:

    file    an answers file, valid, mutated or of any bytes, through one of the report's formats
    paste   rows as lines, CSV or a table, mutated, through `interview --from`
    set     `--set` values, mutated, through `ask`
    keys    keys and pasted text in an interview, saved through the door that proves what it writes

A traceback, an exit code that no page documents, or more than five seconds is told with its seed, and the end is 1. The
commands run in this process, with the knowledge read once.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from archadvisor import cli
from archadvisor.answers.difference import difference, order
from archadvisor.answers.editing.door import rewrite
from archadvisor.answers.editing.text import new_file
from archadvisor.answers.reading import read
from archadvisor.cli import interview as interview_command
from archadvisor.cli import score as score_command
from archadvisor.interview.machine import Machine
from archadvisor.interview.pages import Wanted
from archadvisor.interview.state import Mode
from archadvisor.knowledge import load
from archadvisor.packaged import folder
from archadvisor.reports.report import FORMATS

DOCUMENTED = (0, 1, 2, 3, 4, 5, 130)
SECONDS = 5
KNOWLEDGE = load()
EXAMPLES = [path.read_bytes() for path in sorted(folder("examples").glob("*/answers.yaml"))]
WORDS = sorted({word for example in EXAMPLES for word in re.findall(rb"[\w-]+", example)})
SIGNS = [
    *b"{}[]:,-?&*!|>'\"#%@`=\\<\n\r\t\0\xff ", *map(ord, "()$~;"),
]  # fmt: skip
PIECES = [bytes([sign]) for sign in SIGNS] + [
    b": ", b"- ", b"\n  ", b"!!str ", b"---\n", b"...\n", b"null", b"no", b"012", b"1e9", b"<<", b"\xc2\x85",
    b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xed\xa0\x80", "注\u202e".encode(), b"unknown", b"->", b"\xe2\x86\x92",
    b"A -> B: c", b"a,b,c", b"|a|b|", b" " * 3000, b"-" * 3000, b"x" * 12_000,
]  # fmt: skip
ROWS = b"""from,to,purpose,current
Order,Mail,confirmation,call
Order -> Stock, Shipping: order placed
| Shop | Order | place it | planned |
- Order -> Fraud: rate the risk
Meter\tGateway\treadings
"""
KEYS = [*"0123456789bcdehnwqar?x", "enter", "escape", "backspace", "up", "down", "left", " ", "é", ">", "-", "\0"]


class SlowError(Exception):
    """A case took longer than it may."""


@contextmanager
def bounded() -> Iterator[None]:
    """End what takes too long."""

    def ring(_number: int, _frame: object) -> None:
        raise SlowError

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


def mutate(dice: Random, data: bytes) -> bytes:
    """Return bytes with some of their words, lines or signs deleted, doubled, swapped or replaced."""
    for _ in range(dice.choice((0, 1, 1, 2, 4, 8))):
        found = [m.span() for m in re.finditer(dice.choice((rb"(?s).", rb"[\w-]+", rb".*\n", rb"[^\w\s]+\s*")), data)]
        if not found:
            break
        (start, end), (other, last) = dice.choice(found), dice.choice(found)
        new = dice.choice((b"", data[start:end] * 2, data[other:last], dice.choice(PIECES), dice.choice(WORDS)))
        data = data[:start] + new + data[end:]
    return data


def run(*arguments: str) -> int:
    """Run a command in this process; return its exit code."""
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogateescape") for _ in range(2))
    try:
        return cli.run(list(arguments))
    except SystemExit as error:
        return int(error.code or 0)
    finally:
        sys.stdout, sys.stderr = kept


def file_case(dice: Random) -> int:
    """Score a file."""
    data = dice.choice(EXAMPLES)
    data = dice.randbytes(dice.randrange(200)) if dice.random() < 0.05 else mutate(dice, data)
    Path("a.yaml").write_bytes(data)
    return run("--quiet", "score", "a.yaml", "--format", dice.choice([*FORMATS]), "--output", "out")


def paste_case(dice: Random) -> int:
    """Take rows from text."""
    Path("rows").write_bytes(mutate(dice, ROWS * dice.choice((1, 1, 3))))
    Path("b.yaml").unlink(missing_ok=True)
    code = run("--quiet", "interview", "b.yaml", "--no-input", "--from", "rows")
    if code == 0 and Path("b.yaml").exists():
        read(Path("b.yaml").read_bytes(), "b.yaml", KNOWLEDGE)
    return code


def set_case(dice: Random) -> int:
    """Answer by settings."""
    question = dice.choice([*KNOWLEDGE.questions.values()])
    value = f"{question.id}={dice.choice(question.options).value}"
    values = [value, "happens=login:call", "to.owner=outside", "a.b=c"]
    settings = [
        mutate(dice, dice.choice(values).encode()).decode("utf-8", "replace").replace("\0", "") for _ in range(3)
    ]
    words = [f"--set={setting}" for setting in settings]
    return run("ask", dice.choice(("A -> B: c", "Order -> Mail: confirmation")), "--no-input", *words)


def keys_case(dice: Random) -> int:
    """Press keys, and save what was answered after each, as the program does."""
    machine = Machine(KNOWLEDGE)
    text = new_file("S") if dice.random() < 0.5 else dice.choice(EXAMPLES).decode()
    answers = read(text.encode(), "a", KNOWLEDGE)
    state = machine.begin(answers, Wanted(full=dice.random() < 0.5, quick=dice.random() < 0.2))
    for _ in range(dice.randrange(12, 60)):
        if state.mode in (Mode.DONE, Mode.LEFT):
            break
        if dice.random() < 0.05:
            state = machine.paste(state, mutate(dice, ROWS).decode("utf-8", "replace"))
        else:
            state = machine.press(state, dice.choice(KEYS))
        edits = difference(KNOWLEDGE, answers, state.answers)
        if edits:
            text = rewrite(KNOWLEDGE, text, edits, state.answers, "a", order(KNOWLEDGE, state.answers))
            answers = state.answers
    return 0


CASES: dict[str, Callable[[Random], int]] = {
    "file": file_case,
    "paste": paste_case,
    "set": set_case,
    "keys": keys_case,
}


def attempt(seed: int) -> tuple[str, str]:
    """Run the case of a seed; return its kind, and what is wrong with it ("" for nothing)."""
    dice = Random(seed)
    kind = dice.choice([*CASES])
    try:
        with bounded():
            code = CASES[kind](dice)
    except SlowError:
        return kind, f"more than {SECONDS} seconds"
    except Exception:
        return kind, traceback.format_exc()
    return kind, "" if code in DOCUMENTED else f"exit code {code}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="SEED")
    given = parser.parse_args()
    for command in (score_command, interview_command):
        command.load = lambda: KNOWLEDGE  # type: ignore[attr-defined]
    seeds = [given.only] if given.only is not None else range(given.seed * 10**9, given.seed * 10**9 + given.cases)
    counts: Counter[str] = Counter()
    wrong = 0
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        Path("answers.schema.json").touch()  # else it would be written anew for each case
        for seed in seeds:
            kind, what = attempt(seed)
            counts[kind] += 1
            if what:
                wrong += 1
                print(f"--only {seed} ({kind}): {what}", flush=True)
        os.chdir("/")
    told = ", ".join(f"{number:,} {kind}" for kind, number in sorted(counts.items()))
    print(f"{sum(counts.values()):,} cases ({told}), {wrong} wrong, {time.monotonic() - started:.0f} s")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
