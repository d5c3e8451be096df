"""What an interview costs, and whether its guesses and what it leaves out change the advice.

    python benchmarks/interviews.py [--corpus DIRECTORY]

Holds the interview of the machine for answers files that are there (the examples, the guidance's cases, and with
--corpus each entry of a corpus): a person who presses every key that a person presses - today's way, corrections of
wrong guesses, Enter - and who says "don't know" where the file does. What the file leaves out stays a guess.
Prints key presses and screens for the examples, to the first breakdown, to where enough is enough, and to the end;
and where style, form or findings differ from those of the file itself, with guesses for what it leaves out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from archadvisor import __version__
from archadvisor.answers import row_edits
from archadvisor.answers.reading import read
from archadvisor.answers.row_text import Pasted
from archadvisor.answers.several import main_questions, matched
from archadvisor.answers.types import Answer, Answers
from archadvisor.assess import assess
from archadvisor.errors import Place
from archadvisor.interview.guesses import guessed, guessed_parts
from archadvisor.interview.machine import LETTERS, Machine
from archadvisor.interview.pages import PASSED_OVER, Cell, Kind, State, Wanted
from archadvisor.interview.state import Interview, Mode
from archadvisor.knowledge import load
from archadvisor.knowledge.types import Joined, JoinedOption, KnowledgeBase
from archadvisor.scoring.facts import Signs
from corpus import read_corpus
from mapping import answers_file, house_way, read_mapping

ROOT = Path(__file__).resolve().parents[1]


class Held(Struct, frozen=True):
    """An interview that was held: key presses, screens (pages and questions in between, not the advice), answers."""

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

    def hold(self, wanted: Wanted, rows: tuple[Pasted, ...] = ()) -> Held:
        """Hold an interview to its end; `rows` are there from the start, else they are pasted."""
        nothing = Answers(self._target.name, {}, {}, (), self._target.flows, Place("benchmark"))
        if rows:
            nothing = row_edits.added(self._knowledge, nothing, rows)
            wanted = replace(wanted, only=tuple(row.id for row in nothing.interactions))
        state = self._machine.begin(nothing, wanted, again=False)
        presses, screens = 0, 1
        while state.mode is not Mode.DONE:
            before = state
            for key in self._keys(state):
                state = self._pressed(state, key)
                presses += 1
                if (state.page, state.mode) != (before.page, before.mode):
                    break
            screens += state.mode is not Mode.DONE and (state.page, state.mode) != (before.page, before.mode)
            assert presses < 5000, (state.page, state.message)
        return Held(presses, screens, state.answers)

    def _pressed(self, state: Interview, key: str) -> Interview:
        if key == "paste":
            rows = [Pasted(row.sender, row.receivers, row.purpose) for row in self._target.interactions]
            return replace(state, answers=row_edits.added(self._knowledge, state.answers, rows))
        return self._machine.press(state, key)

    def _keys(self, state: Interview) -> list[str]:
        if state.mode is Mode.ENOUGH:
            return ["f" if self._stops else "enter"]
        if state.mode is not Mode.ASK:
            return ["enter"]
        if state.page.kind is Kind.LIST:
            return self._today(state)
        cells = self._machine.script.cells(state.answers, state.page, state.wanted)
        keys: list[str] = []
        at = state.cursor
        for number, cell in enumerate(cells):
            pressed = self._of_cell(state, cell)
            if pressed and number != at:
                pressed = [*goes_to(at, number), *pressed]
            keys += pressed
            if pressed:
                return keys  # the cursor may have moved: look again
        return ["enter"]

    def _today(self, state: Interview) -> list[str]:
        """Mark how each row works today: the most common way for all at once, then the others."""
        if not state.answers.interactions:
            return ["paste"]
        wanted = [row.current for row in self._target.interactions]
        now = [row.current for row in state.answers.interactions]
        number = {way: str(n) for n, way in enumerate(self._machine.marks, start=1)}
        if not state.picked and all(wanted) and not any(now):
            return [number[max(set(wanted), key=wanted.count)]]
        keys: list[str] = []
        at = state.cursor
        for n, (way, there) in enumerate(zip(wanted, now, strict=True)):
            if way and way != there:
                keys += [*(goes_to(at, n) if state.picked or n else [letter(n)]), number[way]]
                at = n
                return keys
        return ["enter"]

    def _of_cell(self, state: Interview, cell: Cell) -> list[str]:
        """Return the keys that bring a cell to what the target says; none where it says so already."""
        if cell.state in PASSED_OVER or (cell.state is State.ANSWERED):
            return []
        question = self._machine.script.question(state.page)
        offered = {value: key for key, value in self._machine.offered(state, cell).items()}
        if isinstance(question, Joined):
            option = self._option(question, self._said(state, cell.row))
            wanted = Answer(frozenset((option.value,))) if option else None
            if option is None and cell.state is State.OPEN:
                return ["0"]
        else:
            wanted = self._said(state, cell.row).get(question.id)
            if wanted is None and cell.state is State.OPEN:
                return ["0"]
        if wanted is None:
            return []
        if not wanted.known:
            return ["0"]
        now = cell.answer.values if cell.answer is not None and cell.answer.known else frozenset[str]()
        if isinstance(question, Joined) or not question.ticks:
            return [] if now == wanted.values else [offered[v] for v in wanted.values if v in offered]
        alone = question.alone
        target = wanted.values & set(offered)
        ticked = now - alone if target - alone else now
        return [key for value, key in offered.items() if value in ticked ^ target]

    def _option(self, question: Joined, said: Mapping[str, Answer]) -> JoinedOption | None:
        """Return the option that somebody would choose who knows these answers; None for who does not know."""
        last = said.get(main_questions(question)[-1])
        if last is not None and not last.known:
            return None
        fitting = [option for option in question.options if fits(option, said)]
        unsaid = [name for name in main_questions(question) if name not in said]
        one_way = all(len({d.values for o in fitting for d in o.answers if d.question == name}) == 1 for name in unsaid)
        return matched(question, said) or (fitting[0] if fitting and one_way else None)

    def _said(self, state: Interview, row: str) -> Mapping[str, Answer]:
        if state.page.kind is Kind.SYSTEM:
            return self._target.system
        if state.page.kind is Kind.PARTS:
            return guessed_parts(self._knowledge, self._target, Signs(self._knowledge))[row].answers
        at = [i.id for i in state.answers.interactions].index(row)
        return self._target.interactions[at].answers


def fits(option: JoinedOption, said: Mapping[str, Answer]) -> bool:
    """Tell whether an option says something that is said, and nothing that is said otherwise."""
    there = [draft for draft in option.answers if draft.question in said]
    return bool(there) and all(said[draft.question].values >= set(draft.values) for draft in there)


def letter(number: int) -> str:
    """Return the letter of a row; beyond the alphabet, the last one."""
    return LETTERS[min(number, len(LETTERS) - 1)]


def goes_to(at: int, number: int) -> list[str]:
    """Return the keys that bring the cursor to a row: its letter, or arrows."""
    if number == at:
        return []
    if number < len(LETTERS):
        return [LETTERS[number]]
    return ["down"] * (number - at) if number > at else ["up"] * (at - number)


def verdicts(knowledge: KnowledgeBase, target: Answers, answers: Answers) -> dict[str, tuple[str, ...]]:
    """Return style and form by row, and the findings, with guesses for what nobody has answered."""
    both = zip(answers.interactions, target.interactions, strict=True)
    rows = tuple(replace(row, id=there.id, figures=there.figures) for row, there in both)
    found = assess(knowledge, guessed(knowledge, replace(answers, interactions=rows)), __version__)
    named = {f"{r.number} {r.sender} > {', '.join(r.receivers)}": (r.style, r.form) for r in found.interactions}
    return {**named, "findings": tuple(sorted({finding.id for finding in found.findings}))}


def compared(knowledge: KnowledgeBase, name: str, target: Answers) -> Iterator[str]:
    """Yield a line for each row to which the interview gives another style or form than the file does."""
    if not target.interactions:
        return
    asked = replace(target, flows=target.flows)
    there = verdicts(knowledge, target, asked)
    held = Person(knowledge, target, True).hold(Wanted()).answers
    here = verdicts(knowledge, target, held)
    for row, said in there.items():
        if here[row] != said:
            yield f"{name}: {row}: interview {'/'.join(here[row])}, file {'/'.join(said)}"


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
    for example in ("web-shop", "iot", "crud"):
        path = ROOT / "examples" / example / "answers.yaml"
        target = read(path.read_bytes(), str(path), knowledge)
        print(f"{example}, {len(target.interactions)} interactions pasted")
        for name, wanted, stops in (
            ("first breakdown", Wanted(quick=True), False),
            ("to where enough is enough", Wanted(), True),
            ("to the end", Wanted(), False),
            ("full", Wanted(full=True), False),
        ):
            held = Person(knowledge, target, stops).hold(wanted)
            print(f"  {name:26} {held.presses:4} key presses, {held.screens:3} screens")
        alone = []
        for row in target.interactions:
            one = replace(target, interactions=(row,))
            alone.append(Person(knowledge, one, True).hold(Wanted(), (Pasted(row.sender, row.receivers, row.purpose),)))
        presses, screens = max(held.presses for held in alone), max(held.screens for held in alone)
        print(f"  each of them by `ask`: at most {presses} key presses on {screens} screens")
    count = rows = 0
    different: list[str] = []
    for name, one in targets(knowledge, corpus):
        count, rows = count + 1, rows + len(one.interactions)
        different += compared(knowledge, name, one)
    print(f"the interview against the file: {count} answers files, {rows} interactions, {len(different)} differ")
    print("\n".join(f"  {line}" for line in different))
    return 0


if __name__ == "__main__":
    sys.exit(main())
