"""What is said of a state, on the screen and in numbered lines alike: question, options, answer, what is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archadvisor.answers.row_text import arrow
from archadvisor.answers.types import Answer, Interaction
from archadvisor.interview.machine import Machine
from archadvisor.interview.script import PASSED_OVER, Kind, State, rows
from archadvisor.interview.state import Interview, Mode, Typing
from archadvisor.knowledge.types import Archetype
from archadvisor.text.names import UNNAMED, Names, joined, names_of, names_of_part, row_ends, row_label
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import clause, plural

TABLE_FROM = 4
"""From so many rows on they are asked by column, on one screen; below that one row at a time."""

ENOUGH = (
    "Enough answers: the remaining questions cannot change a style or a form. "
    "They only add safeguards, checks and alert thresholds."
)
TYPED = {
    Typing.NOTE: "Note",
    Typing.WHO: "Who would know",
    Typing.ROW: "A row, such as Order -> Mail: confirmation",
    Typing.ENDS: "Row",
    Typing.SPLIT: "Purpose of the second row",
}
_SETTLES = {"style": "the style", "form": "the form", "safeguards": "the safeguards"}


class Offered(NamedTuple):
    """One option as it is offered: by its number; whether it is the answer."""

    number: int
    label: str
    example: str
    chosen: bool


class Phrases:
    """Says what stands in states of one machine, with the names of strangers made harmless."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._script = machine.script
        self._knowledge = machine.knowledge

    def asks_alone(self, state: Interview) -> bool:
        """Tell whether one row is asked about at a time."""
        if state.page.kind is Kind.ROWS:
            return bool(state.wanted.only) or len(rows(state.answers, state.wanted)) < TABLE_FROM
        return state.page.kind is Kind.SYSTEM

    def question(self, state: Interview, named: bool = False) -> str:
        """Return what is asked; `named` of the row or part under the cursor, even where several are on the screen."""
        match state.page.kind:
            case Kind.HAPPENS:
                return "Which of these interactions does your system have? Mark how each works today."
            case Kind.ENDS:
                return "Check the rows: are the names and purposes right?"
        return self.fill(self._knowledge.questions[state.page.question].prompt, state, named)

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
        """Return the options of the question here."""
        question = self._knowledge.questions[state.page.question]
        cell = self._machine.current(state)
        if cell is None:
            return []
        now = cell.answer.values if cell.answer is not None and cell.answer.known else frozenset[str]()
        found = []
        for number, value in enumerate(self._machine.offered(question, cell), start=1):
            option = question.option(value)
            label = option.short if short else self.fill(option.label, state, named)
            found.append(Offered(number, label, self.fill(option.example, state, named), value in now))
        return found

    def answer(self, question: str, answer: Answer | None) -> str:
        """Return the answer to a question, by its id, in a few words."""
        if answer is None or not answer.known:
            return "don't know" if answer is not None else "·"
        chosen = [
            option.short for option in self._knowledge.questions[question].options if option.value in answer.values
        ]
        return ", ".join(chosen) or "none"

    def remarks(self, state: Interview) -> list[str]:
        """Return what stands beside an answer: that it is a draft, or not asked, its note, who would know."""
        cell = self._machine.current(state)
        if cell is None or cell.state in PASSED_OVER:
            return ["(not asked: other answers make it unnecessary)"]
        answer = cell.answer
        if answer is None:
            return []
        draft = (
            f"a guess: {self.answer(state.page.question, answer)} (c confirms it)" if cell.state is State.DRAFT else ""
        )
        unknown = "" if answer.known else "answered: don't know"
        note = f"note: {neutralise(answer.note)}" if answer.note else ""
        who = f"ask: {neutralise(answer.who)}" if answer.who else ""
        return [remark for remark in (draft, unknown, note, who) if remark]

    def used_for(self, state: Interview) -> str:
        """Return what the answer is used for."""
        question = self._knowledge.questions[state.page.question]
        return self.fill(f"Used for: {clause(question.why)}", state)

    def more(self, state: Interview) -> Iterator[str]:
        """Yield what the answer changes, and the sources."""
        question = self._knowledge.questions[state.page.question]
        changes = joined([_SETTLES[name] for name in question.settles])
        yield self.used_for(state)
        yield self.fill(question.more, state)
        yield f"The answer can change {changes}."
        claims = dict.fromkeys(c for rule in self._knowledge.rules if rule.question == question.id for c in rule.claims)
        sources = dict.fromkeys(self._knowledge.sources[self._knowledge.claims[c].source].title for c in claims)
        if sources:
            yield f"Sources: {'; '.join(sources)}. Details: archadvisor explain {question.id}"

    def typical(self, state: Interview) -> Iterator[str]:
        """Yield what is known of the interaction under the cursor: where it occurs in real systems."""
        entry = self._machine.listed(state)[state.cursor]
        archetype = entry if isinstance(entry, Archetype) else self._knowledge.archetypes.get(entry.archetype)
        if archetype is None:
            yield neutralise(f"{arrow(entry)}: your own row" if isinstance(entry, Interaction) else entry.name)
            return
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
            ways.append(f'change "{self.answer(question.id, row.answers.get(question.id))}" ({question.short})')
        said = neutralise(f"{row_ends(row.sender, row.receivers)}: {because}")
        return f"! {said}. What should change?", [*ways, "keep both for now (the report shows the contradiction)"]

    def progress(self, state: Interview) -> str:
        """Return how much is open: in this question, and questions to come."""
        if state.mode not in (Mode.ASK, Mode.MORE) or state.page.kind is Kind.ENDS:
            return ""
        if state.page.kind is Kind.HAPPENS:
            return f"{len(state.answers.interactions)} marked, line {state.cursor + 1} of {self._machine.length(state)}"
        to_come = self._to_come(state)
        if self.asks_alone(state):
            return to_come
        left = self._script.unfinished(state.answers, state.page, state.wanted)
        return f"{plural(left, 'row') + ' open' if left else 'all rows answered'}, {to_come}"

    def _to_come(self, state: Interview) -> str:
        pages = self._script.pages(state.wanted)
        later = pages[pages.index(state.page) + 1 :]
        coming = sum(1 for page in later if self._script.unfinished(state.answers, page, state.wanted))
        to_come = f"{plural(coming, 'question')} to come" if coming else "the last question"
        rows_later = not state.answers.interactions and not state.wanted.quick
        return f"{to_come}, then those about each interaction" if rows_later else to_come
