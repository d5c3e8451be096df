"""What an interview costs, and whether the short ways reach the same advice.

    python benchmarks/interviews.py [--corpus DIRECTORY]

Holds the interview of the machine for answers files that are there (the examples, the guidance's cases, and with
--corpus each entry of a corpus): a person who gives exactly these answers, and for what a file leaves open says
"don't know". Prints key presses and screens for the web shop in quick, normal and full mode, and where normal mode,
stopped as soon as it says that enough is enough, reaches another style or form than full mode.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from archadvisor import __version__
from archadvisor.answers import row_edits
from archadvisor.answers.reading import read
from archadvisor.answers.row_edits import part_of
from archadvisor.answers.row_text import Pasted
from archadvisor.answers.types import Answer, Answers
from archadvisor.assess import assess
from archadvisor.errors import Place
from archadvisor.interview.machine import Machine
from archadvisor.interview.script import UNFINISHED, Kind, Wanted
from archadvisor.interview.state import Interview, Mode
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from corpus import read_corpus
from mapping import answers_file, house_way, read_mapping

ROOT = Path(__file__).resolve().parents[1]


class Held(Struct, frozen=True):
    """An interview that was held: key presses, screens (a page that comes up, or a question in between), answers."""

    presses: int
    screens: int
    answers: Answers


class Person:
    """Presses the keys of somebody whose answers are known."""

    def __init__(self, knowledge: KnowledgeBase, target: Answers, stops: bool) -> None:
        self._machine = Machine(knowledge)
        self._knowledge = knowledge
        self._target = target
        self._stops = stops

    def hold(self, wanted: Wanted) -> Held:
        """Hold an interview to its end: rows are pasted, marks for today's way are pressed."""
        nothing = Answers(self._target.name, {}, {}, (), self._target.flows, Place("benchmark"))
        state = self._machine.begin(nothing, wanted)
        presses, screens = 0, 1
        while state.mode is not Mode.DONE:
            before = state
            for key in self._keys(state):
                state = self._pressed(state, key)
                presses += 1
            screens += (state.page, state.mode) != (before.page, before.mode)
        return Held(presses, screens, state.answers)

    def _pressed(self, state: Interview, key: str) -> Interview:
        if key == "paste":
            rows = [Pasted(row.sender, row.receivers, row.purpose) for row in self._target.interactions]
            return replace(state, answers=row_edits.added(self._knowledge, state.answers, rows))
        return self._machine.press(state, key)

    def _keys(self, state: Interview) -> list[str]:
        if state.mode is Mode.ENOUGH:
            return ["q" if self._stops else "enter"]
        if state.mode is not Mode.ASK or state.page.kind is Kind.ENDS:
            return ["enter"]
        if state.page.kind is Kind.HAPPENS:
            return ["enter"] if state.answers.interactions else ["paste"]
        cell = self._machine.current(state)
        if cell is None or cell.state not in UNFINISHED:
            return ["enter"]
        question = self._knowledge.questions[state.page.question]
        answer = self._answer(state, cell.row)
        offered = self._machine.offered(question, cell)
        values = [v for v in offered if answer is not None and answer.known and v in answer.values]
        if not values:
            given = answer is not None and answer.known
            return (["down"] if self._more(state) else ["enter"]) if question.ticks and given else ["?"]
        keys = [str(offered.index(value) + 1) for value in values]
        return [*keys, *(["down"] if self._more(state) else ["enter"])] if question.ticks else keys

    def _more(self, state: Interview) -> bool:
        return state.page.kind is not Kind.SYSTEM and state.cursor < self._machine.length(state) - 1

    def _answer(self, state: Interview, row: str) -> Answer | None:
        name = state.page.question
        if state.page.kind is Kind.SYSTEM:
            return self._target.system.get(name)
        if state.page.kind is Kind.PARTS:
            return part_of(self._target, row).answers.get(name)
        at = [i.id for i in state.answers.interactions].index(row)
        nothing = Answer(frozenset()) if self._knowledge.questions[name].ticks else None
        return self._target.interactions[at].answers.get(name, nothing)


def verdicts(knowledge: KnowledgeBase, target: Answers, answers: Answers) -> dict[str, tuple[str, str]]:
    """Return style and form by row, with what no interview asks (today's way) as the target has it."""
    both = zip(answers.interactions, target.interactions, strict=True)
    rows = tuple(replace(row, current=there.current) for row, there in both)
    found = assess(knowledge, replace(answers, interactions=rows), __version__)
    return {f"{r.number} {r.sender} > {', '.join(r.receivers)}": (r.style, r.form) for r in found.interactions}


def compared(knowledge: KnowledgeBase, name: str, target: Answers) -> Iterator[str]:
    """Yield a line for each row to which normal mode, stopped early, gives another style or form than full mode."""
    if not target.interactions:
        return
    full = verdicts(knowledge, target, Person(knowledge, target, False).hold(Wanted(full=True)).answers)
    normal = verdicts(knowledge, target, Person(knowledge, target, True).hold(Wanted()).answers)
    for row, there in full.items():
        if normal[row] != there:
            yield f"{name}: {row}: normal {'/'.join(normal[row])}, full {'/'.join(there)}"


def targets(knowledge: KnowledgeBase, corpus: Path | None) -> Iterator[tuple[str, Answers]]:
    """Yield the answers files that are there, and an answers file for each entry of a corpus."""
    for path in (*sorted(ROOT.glob("examples/*/answers.yaml")), *sorted(ROOT.glob("tests/cases/*/answers*.yaml"))):
        yield str(path.relative_to(ROOT)), read(path.read_bytes(), str(path), knowledge)
    if corpus is not None:
        mapping = read_mapping()
        entries = read_corpus(corpus / "interactions.yaml")
        for entry in entries:
            content = answers_file(mapping, knowledge, entry, house_way(mapping.house_way, entry, entries))
            yield entry.id, read(json.dumps(content, ensure_ascii=False).encode(), entry.id, knowledge)


def main() -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path)
    corpus = parser.parse_args().corpus
    knowledge = load()
    shop = ROOT / "examples/web-shop/answers.yaml"
    target = read(shop.read_bytes(), str(shop), knowledge)
    print(f"web shop, {len(target.interactions)} interactions pasted, {len(target.parts)} parts answered for")
    for name, wanted, stops in (
        ("quick", Wanted(quick=True), False),
        ("normal, to where enough is enough", Wanted(), True),
        ("normal, to the end", Wanted(), False),
        ("full", Wanted(full=True), False),
    ):
        held = Person(knowledge, target, stops).hold(wanted)
        print(f"  {name:35} {held.presses:4} key presses, {held.screens:3} screens")
    count = rows = 0
    different: list[str] = []
    for name, one in targets(knowledge, corpus):
        count, rows = count + 1, rows + len(one.interactions)
        different += compared(knowledge, name, one)
    print(f"normal mode against full: {count} answers files, {rows} interactions, {len(different)} differ")
    print("\n".join(f"  {line}" for line in different))
    return 0


if __name__ == "__main__":
    sys.exit(main())
