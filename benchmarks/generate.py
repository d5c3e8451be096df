"""Answers files of any size.

    python benchmarks/generate.py 5000 > big.yaml             the rows of the examples, over and over
    python benchmarks/generate.py 5000 --random 1 > big.yaml  random answers to everything, from a seed

The first is what a large system looks like: comments, drafts that archetypes bring, answers that
go together. The second is the harder case for the advice: nothing goes together, so much is open and
many pairs of answers turn a row.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path

from archadvisor.api import load_knowledge
from archadvisor.knowledge.types import Question, Scope
from archadvisor.packaged import folder

EXAMPLES = ("web-shop", "iot", "crud")
_UNANSWERED = 0.1
_ROW = re.compile(r"^  - id: .*?(?=^  - id: |^\S|\Z)", re.MULTILINE | re.DOTALL)
_ENDS = re.compile(r"^(    (?:from|to): )(.*?)( *(?:#.*)?)$", re.MULTILINE)
_PART = re.compile(r"^  [A-Z][\w -]*: \{.*\n", re.MULTILINE)


def repeated(interactions: int) -> Iterator[str]:
    """Yield an answers file with the rows of the examples, each copy between parts of its own."""
    texts = [(folder("examples") / name / "answers.yaml").read_text(encoding="utf-8") for name in EXAMPLES]
    rows: list[str] = []
    parts: list[str] = []
    for number, text in enumerate(itertools.cycle(texts)):
        copy = [_numbered(row, number) for row in _ROW.findall(text)][: interactions - len(rows)]
        ends = {name for row in copy for _, names, _ in _ENDS.findall(row) for name in names.strip("[]").split(", ")}
        for line in _PART.findall(text):
            name, colon, answers = line.partition(":")
            if f"{name.strip()} {number}" in ends:
                parts.append(f"{name} {number}{colon}{answers}")
        rows += copy
        if len(rows) == interactions:
            break
    yield texts[0][: texts[0].index("\n# What is true of one end")]
    yield "\nparts:\n"
    yield from parts
    yield "\ninteractions:\n"
    yield from rows


def _numbered(row: str, number: int) -> str:
    """Return a row with a number at its id and at the names of its parts."""
    row = re.sub(r"^  - id: (\S+)", rf"  - id: \1-{number}", row)
    return _ENDS.sub(lambda end: end[1] + re.sub(r"[^][,]+", rf"\g<0> {number}", end[2]) + end[3], row)


def drawn(interactions: int, seed: int) -> Iterator[str]:
    """Yield an answers file with random answers to every question, asked or not, one in ten left out."""
    knowledge = load_knowledge()
    dice = random.Random(seed)
    yield "version: 1\n"
    yield f"system:\n  name: System {seed}\n  answers:\n"
    for question in knowledge.of_scope(Scope.SYSTEM):
        yield f"    {question.id}: {_answer(question, dice)}\n"
    names = [f"Part {number}" for number in range(max(4, interactions // 20))]
    yield "interactions:\n"
    for number in range(interactions):
        sender, receiver = dice.sample(names, 2)
        yield f"  - id: row-{number}\n"
        yield f"    from: {sender}\n    to: [{receiver}]\n    purpose: hand over piece {number}\n"
        yield f"    current: {dice.choice(tuple(knowledge.current))}\n    answers:\n"
        for question in knowledge.of_scope(Scope.INTERACTION):
            if question.never_varied or dice.random() > _UNANSWERED:
                yield f"      {question.id}: {_answer(question, dice)}\n"


def _answer(question: Question, dice: random.Random) -> str:
    values = [option.value for option in question.options if not option.alone]
    if question.ticks:
        return f"[{', '.join(dice.sample(values, dice.choice((0, 0, 1, 2))))}]"
    return dice.choice(values)


def write(path: Path, interactions: int, seed: int | None = None) -> None:
    """Write an answers file: the examples' rows, or with a seed random ones."""
    lines = repeated(interactions) if seed is None else drawn(interactions, seed)
    path.write_text("".join(lines), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("interactions", type=int)
    parser.add_argument("--random", type=int, metavar="SEED")
    given = parser.parse_args()
    lines = repeated(given.interactions) if given.random is None else drawn(given.interactions, given.random)
    print("".join(lines), end="")


if __name__ == "__main__":
    main()
