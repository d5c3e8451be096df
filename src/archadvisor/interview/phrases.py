"""What is said of a state, on the screen and in numbered lines alike: question, options, answer, what is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace
from rich.cells import cell_len

from archadvisor.advice.disagreement import in_short, tell_disagreement
from archadvisor.answers.row_edits import part_of
from archadvisor.answers.several import disputed
from archadvisor.answers.types import Answer, Interaction
from archadvisor.assess import assess
from archadvisor.interview.guesses import guessed
from archadvisor.interview.joined import is_offered, options_of
from archadvisor.interview.machine import NUMBERS, Machine
from archadvisor.interview.pages import PASSED_OVER, Asked, Cell, Kind, Page, State, rows
from archadvisor.interview.state import Interview, Mode, Typing
from archadvisor.knowledge.types import Joined, Question
from archadvisor.text.names import UNNAMED, Names, joined, names_of, names_of_part, row_ends, row_label
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import clause, plural

TABLE_FROM = 2
"""From so many rows on they are asked together, on one screen."""

_ENOUGH = (
    "Enough answers: {but}no other answer about a part or a row can change a style or a form any more. "
    "The remaining questions add safeguards and checks, and decide ties."
)
TYPED = {
    Typing.NOTE: "Note",
    Typing.WHO: "Who would know",
    Typing.ROW: "A row, such as Order -> Mail: confirmation",
    Typing.ENDS: "Row",
    Typing.SPLIT: "Purpose of the second row",
    Typing.FIND: "Search in the rows",
}
_COUNTED = ((State.OPEN, "open"), (State.DRAFT, "guessed"))
_SETTLES = {"style": "the style", "form": "the form", "safeguards": "the safeguards"}


class Offered(NamedTuple):
    """One option of a page by its number: whether it is the answer, and whether the row here has it at all."""

    number: str
    label: str
    example: str
    chosen: bool
    here: bool


class Phrases:
    """Says what stands in states of one machine, with the names of strangers made harmless."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._script = machine.script
        self._knowledge = machine.knowledge

    def asked(self, state: Interview) -> Asked:
        """Return the question of the page."""
        return self._script.question(state.page)

    def asks_alone(self, state: Interview) -> bool:
        """Tell whether one row is asked about at a time."""
        if state.page.kind is Kind.ROWS:
            return len(rows(state.answers, state.wanted)) < TABLE_FROM
        return state.page.kind is Kind.SYSTEM

    def ticks(self, state: Interview) -> bool:
        """Tell whether several options of the question may hold at once."""
        question = self.asked(state)
        return not isinstance(question, Joined) and question.ticks

    def question(self, state: Interview, named: bool = False) -> str:
        """Return what is asked; `named` of the row or part under the cursor, even where several are on the screen."""
        match state.page.kind:
            case Kind.TYPICAL:
                return "Which of these interactions does your system have? Mark how each works today."
            case Kind.LIST if not state.answers.interactions:
                return "Paste your interactions here, or type them: from -> to: what for"
            case Kind.LIST:
                return "Are these your interactions? How does each work today?"
        return self.fill(self._script.question(state.page).prompt, state, named)

    def fill(self, text: str, state: Interview, named: bool = False) -> str:
        """Return a text of the rules with the names of the row or part; with none where several are asked about."""
        names = self._names(state) if named or self.asks_alone(state) else UNNAMED
        return neutralise(names.fill(text))

    def _names(self, state: Interview) -> Names:
        if state.page.kind is Kind.PARTS:
            cell = self._machine.current(state)
            return names_of_part(cell.row) if cell else UNNAMED
        row = self._machine.row(state)
        return names_of(row.sender, row.receivers, row.purpose) if row else UNNAMED

    def label(self, row: Interaction) -> str:
        """Return "A > B: purpose"."""
        return neutralise(row_label(row.sender, row.receivers, row.purpose))

    def options(self, state: Interview, short: bool = False, named: bool = False) -> list[Offered]:
        """Return the options of the page; those that the row here does not have say so, and keep their number."""
        cell = self._machine.current(state)
        if cell is None:
            return []
        now = cell.answer.values if cell.answer is not None and cell.answer.known else frozenset[str]()
        found = []
        for number, option in self._machine.numbered(state).items():
            here = is_offered(option, cell)
            label = option.short if short else self.fill(option.label, state, named)
            label += "" if here else " (not for this row)"
            found.append(Offered(number, label, self.fill(option.example, state, named), option.value in now, here))
        return found

    def answer(self, question: Asked, answer: Answer | None) -> str:
        """Return the answer to a question in a few words."""
        if answer is None or not answer.known:
            return "don't know" if answer is not None else "·"
        return ", ".join([option.short for option in options_of(question) if option.value in answer.values]) or "none"

    def likely(self, state: Interview, cell: Cell, narrow: bool = False) -> str:
        """Return what the purpose of a row makes likely, in a few words; `narrow`: its number, marked as a guess."""
        options = options_of(self._script.question(state.page))
        number = next((n for n, o in zip(NUMBERS, options, strict=False) if o.value == cell.likely), "")
        if not number:
            return "·"
        return f"· {number}?" if narrow else f"· (looks like {number})"

    def remarks(self, state: Interview) -> list[str]:
        """Return what stands beside an answer: that it is a draft, or not asked, its note, who would know."""
        cell = self._machine.current(state)
        if cell is None or cell.state in PASSED_OVER:
            return ["(not asked: other answers make it unnecessary)"]
        answer = cell.answer
        if answer is None:
            return [self.likely(state, cell).removeprefix("· ").strip("()")] if cell.likely else []
        told = self.answer(self._script.question(state.page), answer)
        draft = f"a guess: {told} (Enter takes it)" if cell.state is State.DRAFT else ""
        unknown = "answered: don't know" if not answer.known and cell.state is not State.OPEN else ""
        note = f"note: {neutralise(answer.note)}" if answer.note else ""
        who = f"ask: {neutralise(answer.who)}" if answer.who else ""
        source = f"read in {neutralise(answer.source)}" if answer.source else ""
        return [remark for remark in (draft, source, unknown, self._said(state, cell, answer), note, who) if remark]

    def between(self, state: Interview, cell: Cell) -> str:
        """Return the answers between which nobody has chosen yet, in a few words; nothing where people agree."""
        if cell.answer is None or not cell.answer.disputed:
            return ""
        question = self._disputed(state, cell)
        return " / ".join([in_short(question, said.values, UNNAMED) for said in cell.answer.said])

    def _said(self, state: Interview, cell: Cell, answer: Answer) -> str:
        """Return who said what, where people do not agree."""
        if not answer.disputed:
            return ""
        return neutralise(tell_disagreement(self._disputed(state, cell), answer, self._names(state)).rstrip("."))

    def _disputed(self, state: Interview, cell: Cell) -> Question:
        """Return the question on which people do not agree; of one that is asked for several, that one of them."""
        asked = self._script.question(state.page)
        if not isinstance(asked, Joined):
            return asked
        row = next((row for row in state.answers.interactions if row.id == cell.row), None)
        of = row.answers if state.page.kind is Kind.ROWS and row else part_of(state.answers, cell.row).answers
        return self._knowledge.questions[disputed(asked, of)]

    def used_for(self, state: Interview) -> str:
        """Return what the answer is used for."""
        return self.fill(f"Used for: {clause(self._script.question(state.page).why)}", state)

    def more(self, state: Interview) -> Iterator[str]:
        """Yield what the answer changes, and the sources."""
        question = self._script.question(state.page)
        yield self.used_for(state)
        yield self.fill(question.more, state)
        answered = question.questions() if isinstance(question, Joined) else (question.id,)
        settles = dict.fromkeys(one for name in answered for one in self._knowledge.questions[name].settles)
        yield f"The answer can change {joined([_SETTLES[name] for name in settles])}."
        claims = dict.fromkeys(c for rule in self._knowledge.rules if rule.question in answered for c in rule.claims)
        sources = dict.fromkeys(self._knowledge.sources[self._knowledge.claims[c].source].title for c in claims)
        if sources:
            yield f"Sources: {'; '.join(sources)}. Details: archadvisor explain {question.id}"

    def pages(self, state: Interview) -> Iterator[str]:
        """Yield each page of the interview, its letter first, with how far it is answered; ">" stands at this one."""
        for letter, page in self._machine.lettered(state).items():
            here = page == state.page or (page.kind is Kind.LIST and state.page.kind is Kind.TYPICAL)
            if page.kind is Kind.LIST:
                told = f"your interactions: {plural(len(state.answers.interactions), 'row')}"
            else:
                counts = self._counts(replace(state, page=page))
                told = f"{self._script.question(page).short}: {', '.join(counts) or 'answered'}"
            yield f"{'>' if here else ' '} {letter} {told}"

    def advice(self, state: Interview) -> Iterator[str]:
        """Yield the advice so far for each row, with guesses for what nobody has answered."""
        answers = guessed(self._knowledge, state.answers)
        assessment = assess(self._knowledge, answers, "")
        for row, said_of in zip(assessment.interactions, state.answers.interactions, strict=True):
            label = neutralise(row_ends(row.sender, row.receivers))
            known = row.how_sure != "unknown" and self._script.kind_is_said(said_of)
            said = f"{row.style}: {row.form_name} ({row.how_sure})" if known else "not known yet"
            yield f"{row.number:>3} {label}: {said}"
        settling = {decision.ask_text for decision in assessment.decisions}
        if settling:
            number, open_rows = plural(len(settling), "question"), plural(len(assessment.decisions), "row")
            yield f"Answers to {number} would settle {open_rows}: {' '.join(sorted(settling)[:3])}"
        yield "The advice so far; f finishes without the guesses that you have not seen."

    def so_far(self, state: Interview, width: int) -> str:
        """Return the first breakdown in as many words as a line has room for; nothing where there is none."""
        if state.so_far is None or state.mode is not Mode.ASK:
            return ""
        found = state.so_far.found
        counts = [one.text for one in found.counts]
        counts += [f"{found.unknown} not known yet"] if found.unknown else []
        told = ", ".join(counts)
        answers, rows_ = plural(found.questions, "answer"), plural(found.undecided, "row")
        rest = f"; {answers} would settle {rows_}" if found.questions else ""
        marks = ("So far, partly guessed", "Partly guessed", "Guess") if state.so_far.guessed else ("So far",) * 3
        ways = (*(f"{mark}: {told}{rest}" for mark in marks[:2]), *(f"{mark}: {told}" for mark in marks[1:]))
        return next((way for way in ways if cell_len(way) <= width), ways[-1])

    def typical(self, state: Interview) -> Iterator[str]:
        """Yield what is known of the interaction under the cursor: where it occurs in real systems."""
        archetype = self._machine.listed()[state.cursor]
        usual = row_label(archetype.sender, archetype.receivers, archetype.purpose)
        yield neutralise(f"{archetype.name}, usually {usual}")
        yield from (neutralise(f"- {example.system}: {example.what}") for example in archetype.examples)
        yield f"Details: archadvisor explain {archetype.id}"

    def clash(self, state: Interview) -> tuple[str, list[str]]:
        """Return what does not go together, and the ways out of it in the order of their numbers."""
        dispute = self._machine.dispute(state)
        row = next(i for i in state.answers.interactions if state.clash and i.id == state.clash.row)
        because = names_of(row.sender, row.receivers, row.purpose).fill(dispute.because)
        ways = []
        for question in (self._knowledge.questions[name] for name in dispute.questions):
            ways.append(f'change "{self.answer(question, row.answers.get(question.id))}" ({question.short})')
        said = neutralise(f"{row_ends(row.sender, row.receivers)}: {because}")
        return f"! {said}. What should change?", [*ways, "keep both for now (the report shows the contradiction)"]

    def enough(self, state: Interview) -> str:
        """Say that enough is answered, apart from what somebody left open."""
        skipped = sum(1 for page, row in state.left if self._is_open(state, page, row))
        return _ENOUGH.format(but=f"apart from {plural(skipped, 'answer')} that you left open, " if skipped else "")

    def _is_open(self, state: Interview, page: Page, row: str) -> bool:
        cells = self._script.cells(state.answers, page, state.wanted)
        return any(cell.row == row and cell.state is State.OPEN for cell in cells)

    def progress(self, state: Interview) -> str:
        """Return how much is open: in this question, and questions to come."""
        if state.mode not in (Mode.ASK, Mode.MORE):
            return ""
        number = len(state.answers.interactions)
        if state.page.kind is Kind.TYPICAL:
            return f"{plural(number, 'row')}, line {state.cursor + 1} of {self._machine.length(state)}"
        if state.page.kind is Kind.LIST:
            return plural(number, "row") if number else ""
        to_come = self._to_come(state)
        if self.asks_alone(state):
            return to_come
        return ", ".join([*self._counts(state), to_come])

    def _counts(self, state: Interview) -> list[str]:
        """Return how many cells of the page are open, and how many guessed."""
        states = [cell.state for cell in self._script.cells(state.answers, state.page, state.wanted)]
        return [f"{states.count(one)} {word}" for one, word in _COUNTED if one in states]

    def _to_come(self, state: Interview) -> str:
        return f"about {plural(state.coming, 'question')} to come" if state.coming else "the last question"
