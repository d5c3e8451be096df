"""What an interview looks like: (state, size) → lines. Pure; no score or lean is shown while people answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from archadvisor.answers.types import Answer, Interaction
from archadvisor.interview.machine import MARKS, Interview, Machine, Mode, Typing
from archadvisor.interview.script import Cell, Kind, State, cells, pages, unfinished
from archadvisor.knowledge.types import Archetype, Question
from archadvisor.reports.text import cut, fold, inert

_GREY = "grey"
_HERE = "here"


class Line(Struct, frozen=True):
    """One line of the screen; `look` is "", head, grey, here or alert."""

    text: str
    look: str = ""


class View:
    """Draws states of one machine."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._knowledge = machine.knowledge

    def lines(self, state: Interview, width: int, height: int) -> list[Line]:
        """Return the screen: at most `height` lines of at most `width` cells."""
        top = [*self._head(state, width), Line("")]
        bottom = [Line(""), *self._foot(state, width)]
        room = max(3, height - len(top) - len(bottom))
        body = self._body(state, width, room)
        return [Line(cut(line.text, width).rstrip(), line.look) for line in (*top, *body, *bottom)][:height]

    def plain(self, state: Interview, width: int) -> Iterator[str]:
        """Return a state as lines that are read in order: for a screen reader, or for one row at a time."""
        if state.mode is Mode.TYPE:
            yield from (line.text.rstrip("_") for line in self._typing(state, width))
        elif state.mode in (Mode.CLASH, Mode.ENOUGH):
            yield from (line.text for line in self._body(state, width, 99))
        elif state.page.kind is Kind.HAPPENS:
            yield self._question(state)
            marks = {i.id: i.current or "here" for i in state.answers.interactions}
            for number, entry in enumerate(self._machine.listed(state), start=1):
                yield f"{number:>3} {inert(_entry(entry))}{'  = ' + marks[entry.id] if entry.id in marks else ''}"
        elif state.page.kind is Kind.ENDS:
            yield self._question(state)
            yield from (f"  {self._end(row)}" for row in state.answers.interactions)
        else:
            yield from self._plain_cell(state, width)
        yield self._plain_keys(state)

    def _plain_cell(self, state: Interview, width: int) -> Iterator[str]:
        question = self._knowledge.questions[state.page.question]
        cell = self._machine.current(state)
        if cell is not None and cell.title and not state.wanted.one:
            yield inert(cell.title)
        yield self.filled(question.prompt, state, cell, named=True)
        if cell is None:
            return
        now = cell.answer.values if cell.answer is not None and cell.answer.known else frozenset[str]()
        for number, value in enumerate(self._machine.offered(state, question, cell), start=1):
            option = question.option(value)
            label = self.filled(option.label, state, cell, named=True)
            yield f"{'>' if value in now else ' '} {number} {label} ({option.example})"
        if state.mode is Mode.MORE:
            yield from (line.text for line in self._more(question, state, cell, width))
        elif cell.state is State.DRAFT:
            yield f"  a draft says: {self._short(question, cell.answer)} (c confirms)"

    def _plain_keys(self, state: Interview) -> str:
        if state.mode is not Mode.ASK:
            return self._keys(state)
        if state.page.kind is Kind.HAPPENS:
            marks = ", ".join(f"{number} {mark}" for number, mark in enumerate(MARKS, start=1))
            return f"line and mark, such as '7 2' ({marks}, 0 not here), or a row such as 'Order -> Mail: confirmation'; Enter: next"
        if state.page.kind is Kind.ENDS:
            return "a row such as 'Order -> Mail: confirmation' adds one; Enter: next; b back; q save and leave"
        several = "numbers with commas, Enter: done; " if self._knowledge.questions[state.page.question].ticks else ""
        return f"{several}? don't know  d it depends  e examples and why  n note  w who would know  b back  q save and leave"

    # --- head and foot -----------------------------------------------------------------------------------

    def _head(self, state: Interview, width: int) -> Iterator[Line]:
        script = pages(self._knowledge, state.answers, state.wanted)
        number = script.index(state.page) + 1
        name = inert(state.answers.name)
        where = f"question {number} of {len(script)}"
        gap = max(1, width - len(name) - len(where))
        yield Line(f"{cut(name, max(4, width - len(where) - 1)).rstrip()}{' ' * gap}{where}"[: width + 20], _GREY)
        yield Line("")
        for text in fold(self._question(state), width):
            yield Line(text, "head")

    def _question(self, state: Interview) -> str:
        match state.page.kind:
            case Kind.HAPPENS:
                return "Which of these happen in your system? Mark how each travels today."
            case Kind.ENDS:
                return "These are the rows. Do the names and purposes say what your system does?"
        question = self._knowledge.questions[state.page.question]
        cell = self._machine.current(state)
        return self.filled(question.prompt, state, cell)

    def filled(self, text: str, state: Interview, cell: Cell | None, named: bool = False) -> str:
        """Return a prompt or label with the names of the row, or of sender and receiver where there are several."""
        row = next((i for i in state.answers.interactions if cell and i.id == cell.row), None)
        named = row is not None and (named or bool(state.wanted.one))
        sender = row.sender if named and row else "the sender"
        receiver = " and ".join(row.receivers) if named and row else "the receiver"
        part = cell.row if cell and state.page.kind is Kind.PARTS else ""
        for name, value in (("{from}", sender), ("{to}", receiver), ("{part}", part)):
            text = text.replace(name, inert(value))
        return text

    def _foot(self, state: Interview, width: int) -> Iterator[Line]:
        if state.message:
            yield from (Line(text, "alert") for text in fold(inert(state.message), width))
        yield from (Line(text, _GREY) for text in fold(self._keys(state), width))

    def _keys(self, state: Interview) -> str:
        if state.mode is Mode.TYPE:
            return "type, Enter keeps it, Esc leaves it as it was"
        if state.mode is Mode.MORE:
            return "any key goes back to the question"
        if state.mode is Mode.CLASH:
            return "a number, or Enter to leave both for now (the report will say so)"
        if state.mode is Mode.ENOUGH:
            return "Enter goes on · q finishes here"
        if state.page.kind is Kind.HAPPENS:
            marks = " ".join(f"{number} {mark}" for number, mark in enumerate(MARKS, start=1))
            return f"{marks} 0 not here · a own row · arrows move · Enter next · b back · q save and leave"
        if state.page.kind is Kind.ENDS:
            return "r rename · a own row · arrows move · Enter next question · b back · q save and leave"
        left = unfinished(self._knowledge, state.answers, state.page, state.wanted)
        rows = f"{left} open" if left else "all answered"
        if state.page.kind is Kind.SYSTEM:
            return f"number answers · ? don't know · e examples and why · n note · w who would know · b back · q save and leave · {rows}"
        return (
            "number answers, moves down · ? don't know · d it depends: two rows · c confirm drafts · arrows move · "
            f"Enter next · b back · e examples · n note · w who would know · q save and leave · {rows}"
        )

    # --- bodies --------------------------------------------------------------------------------------------

    def _body(self, state: Interview, width: int, room: int) -> list[Line]:
        if state.mode is Mode.TYPE:
            return self._typing(state, width)
        if state.mode is Mode.CLASH:
            return self._clash(state, width)
        if state.mode is Mode.ENOUGH:
            texts = fold(
                "Enough: nothing that is still open can change a style or a form. What follows adds safeguards and checks.",
                width,
            )
            return [Line(text) for text in texts]
        if state.page.kind is Kind.HAPPENS:
            return self._happens(state, width, room)
        if state.page.kind is Kind.ENDS:
            return self._window([self._end(i) for i in state.answers.interactions], state.cursor, room)
        return self._asking(state, width, room)

    def _typing(self, state: Interview, width: int) -> list[Line]:
        label = {
            Typing.NOTE: "Note",
            Typing.WHO: "Who would know",
            Typing.ROW: "Order -> Mail: confirmation",
            Typing.ENDS: "Row",
        }[state.typing]
        return [Line(text, _HERE) for text in fold(f"{label}: {inert(state.text)}_", width)]

    def _clash(self, state: Interview, width: int) -> list[Line]:
        dispute = self._machine.dispute(state)
        row = next(i for i in state.answers.interactions if state.clash and i.id == state.clash.row)
        ends = f"{row.sender} > {', '.join(row.receivers)}"
        because = dispute.because.replace("{from}", row.sender).replace("{to}", " and ".join(row.receivers))
        lines = [Line(text, "alert") for text in fold(f"! {inert(ends)}: {inert(because)}. Which is true?", width)]
        for number, name in enumerate(dispute.questions, start=1):
            answer = row.answers.get(name)
            lines.append(Line(f'  {number}  change "{self._short(self._knowledge.questions[name], answer)}"'))
        lines.append(Line(f"  {len(dispute.questions) + 1}  both, for now (the report will say so)"))
        return lines

    def _happens(self, state: Interview, width: int, room: int) -> list[Line]:
        marks = {i.id: i.current or "here" for i in state.answers.interactions}
        lines = []
        for entry in self._machine.listed(state):
            lines.append(f"{cut(marks.get(entry.id, '·'), 13)} {inert(_entry(entry))}")
        return self._window(lines, state.cursor, room)

    def _end(self, row: Interaction) -> str:
        return f"{inert(row.sender)} > {', '.join(map(inert, row.receivers))}: {inert(row.purpose)}"

    def _asking(self, state: Interview, width: int, room: int) -> list[Line]:
        question = self._knowledge.questions[state.page.question]
        cell = self._machine.current(state)
        options = [Line(text) for text in self._options(state, question, cell, width)]
        if state.mode is Mode.MORE:
            return self._more(question, state, cell, width)[:room]
        if state.page.kind is Kind.SYSTEM or state.wanted.one:
            return [*options[: room - 1], Line(f"Used for: {question.why}", _GREY)]
        found = cells(self._knowledge, state.answers, state.page, state.wanted)
        table = max(3, room - len(options) - 2)
        body = self._window([self._row(question, c, width) for c in found], state.cursor, table)
        grey = [found[n].state is State.MOOT for n in range(len(found))]
        first = self._first(state.cursor, len(found), table)
        painted = [Line(line.text, line.look or (_GREY if grey[first + n] else "")) for n, line in enumerate(body)]
        return [*options, Line(""), *painted, Line(f"Used for: {question.why}", _GREY)]

    def _options(self, state: Interview, question: Question, cell: Cell | None, width: int) -> Iterator[str]:
        if cell is None:
            return
        values = self._machine.offered(state, question, cell)
        now = cell.answer.values if cell.answer is not None and cell.answer.known else frozenset[str]()
        alone = state.page.kind is Kind.SYSTEM or bool(state.wanted.one)
        labels = [self.filled(question.option(value).label, state, cell) for value in values]
        room = max(10, min(max(map(len, labels), default=10), width // 2))
        for number, (value, label) in enumerate(zip(values, labels, strict=True), start=1):
            mark = (">" if value in now else " ") if alone or question.ticks else " "
            yield f"{mark} {number} {cut(label, room)}  {inert(question.option(value).example)}"

    def _row(self, question: Question, cell: Cell, width: int) -> str:
        said = {State.MOOT: "(not asked)", State.OPEN: "·"}.get(cell.state) or self._short(question, cell.answer)
        if cell.state is State.DRAFT:
            said = f"{said} (draft)"
        if cell.answer is not None and cell.answer.who:
            said = f"{said} ask {inert(cell.answer.who)}"
        room = max(10, width - 2 - 28)
        return f"{cut(inert(cell.title), room)}  {said}"

    def _short(self, question: Question, answer: Answer | None) -> str:
        if answer is None or not answer.known:
            return "don't know" if answer is not None else "·"
        chosen = [o.short for o in question.options if o.value in answer.values]
        return ", ".join(chosen) or "none ticked"

    def _more(self, question: Question, state: Interview, cell: Cell | None, width: int) -> list[Line]:
        lines: list[Line] = []
        for option in question.options:
            lines += [Line(text) for text in fold(f"{self.filled(option.label, state, cell)}: {option.example}", width)]
        texts = [f"Used for: {question.why}", self.filled(question.more, state, cell), *self._effects(question)]
        for text in texts:
            lines += [Line(line, _GREY) for line in fold(text, width)]
        return lines

    def _effects(self, question: Question) -> Iterator[str]:
        claims = dict.fromkeys(
            claim for rule in self._knowledge.rules if rule.question == question.id for claim in rule.claims
        )
        sources = dict.fromkeys(self._knowledge.sources[self._knowledge.claims[claim].source].title for claim in claims)
        if sources:
            yield f"Sources: {'; '.join(sources)} (archadvisor explain {question.id})"

    def _first(self, cursor: int, length: int, room: int) -> int:
        return max(0, min(cursor - room // 2, length - room))

    def _window(self, lines: Iterable[str], cursor: int, room: int) -> list[Line]:
        """Return the part of a long list that holds the cursor."""
        lines = list(lines)
        first = self._first(cursor, len(lines), room)
        return [
            Line(f"{'>' if first + n == cursor else ' '} {text}", _HERE if first + n == cursor else "")
            for n, text in enumerate(lines[first : first + room])
        ]


def _entry(entry: Archetype | Interaction) -> str:
    if isinstance(entry, Interaction):
        return f"{entry.sender} > {', '.join(entry.receivers)}: {entry.purpose}"
    return entry.name
