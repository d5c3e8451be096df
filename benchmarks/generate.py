"""Answers files of any size, from a seed: python benchmarks/generate.py 5000 > big.yaml"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

from archadvisor.api import load_knowledge
from archadvisor.knowledge.types import CURRENT, Question, Scope

_UNANSWERED = 0.1


def answers_file(interactions: int, seed: int) -> Iterator[str]:
    """Yield the lines of an answers file: every question asked or not, one answer in ten left out."""
    knowledge = load_knowledge()
    dice = random.Random(seed)
    yield "version: 1"
    yield f"system:\n  name: System {seed}\n  answers:"
    for question in knowledge.of_scope(Scope.SYSTEM):
        yield f"    {question.id}: {_answer(question, dice)}"
    names = [f"Part {number}" for number in range(max(4, interactions // 20))]
    yield "interactions:"
    for number in range(interactions):
        sender, receiver = dice.sample(names, 2)
        yield f"  - id: row-{number}"
        yield f"    from: {sender}\n    to: [{receiver}]\n    purpose: hand over piece {number}"
        yield f"    current: {dice.choice(CURRENT)}\n    answers:"
        for question in knowledge.of_scope(Scope.INTERACTION):
            if question.never_varied or dice.random() > _UNANSWERED:
                yield f"      {question.id}: {_answer(question, dice)}"


def _answer(question: Question, dice: random.Random) -> str:
    values = [option.value for option in question.options if not option.alone]
    if question.ticks:
        return f"[{', '.join(dice.sample(values, dice.choice((0, 0, 1, 2))))}]"
    return dice.choice(values)


if __name__ == "__main__":
    for line in answers_file(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        print(line)
