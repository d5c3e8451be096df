"""What the interview shows: (state, size) → lines. Pure; no score or lean is shown while people answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace
from rich.cells import cell_len

from archadvisor.answers.types import Answer, Interaction
from archadvisor.interview.machine import MARKS, Interview, Machine, Mode, Typing
from archadvisor.interview.pasted import arrow
from archadvisor.interview.script import PASSED_OVER, Cell, Kind, State, rows
from archadvisor.knowledge.types import Archetype, Question
from archadvisor.text.columns import cut, fold, hang, in_ascii
from archadvisor.text.names import UNNAMED, Names, names_of, names_of_part, row_ends, row_label, short_ends
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import clause, plural

TABLE_FROM = 4
"""From so many rows on they are asked by column, on one screen; below that one row at a time."""

_GREY = "grey"
_HERE = "here"
_ALERT = "alert"
_NARROW = 60
_SECTIONS = {
    Kind.SYSTEM: "the system",
    Kind.HAPPENS: "what happens",
    Kind.ENDS: "what happens",
    Kind.PARTS: "the parts",
    Kind.ROWS: "interactions",
}
_SETTLES = {"style": "the style", "form": "the form", "safeguards": "the safeguards"}
_TYPED = {
    Typing.NOTE: "Note",
    Typing.WHO: "Who would know",
    Typing.ROW: "A row, such as Order -> Mail: confirmation",
    Typing.ENDS: "Row",
    Typing.SPLIT: "The other kind of it, in a row of its own, is for",
}


class Line(Struct, frozen=True):
    """One line of the screen; `look` is "", head, grey, here or alert."""

    text: str
    look: str = ""


class View:
    """Draws states of one machine; `unicode` tells whether the terminal shows more than ASCII signs of ours."""

    def __init__(self, machine: Machine, unicode: bool = True) -> None:
        self._machine = machine
        self._script = machine.script
        self._knowledge = machine.knowledge
        self._unicode = unicode

    def lines(self, state: Interview, width: int, height: int) -> list[Line]:
        """Return the screen: at most `height` lines of at most `width` cells."""
        foot = list(self._foot(state, width, height))
        roomy = height >= 22
        head = list(self._head(state, width, roomy))
        room = max(1, height - len(head) - len(foot) - roomy)
        body = self._body(state, width, room)[:room]
        gap = [Line("")] if roomy else []
        found = [*head, *body, *gap, *foot][:height]
        return [Line(self._signs(cut(line.text, width).rstrip()), line.look) for line in found]

    def _signs(self, text: str) -> str:
        return text if self._unicode else in_ascii(text)

    def plain(self, state: Interview) -> Iterator[str]:
        """Yield a state as lines that are read in order: for a screen reader."""
        match state.mode:
            case Mode.TYPE:
                yield f"{_TYPED[state.typing]}:"
                if state.text:
                    yield f"now: {neutralise(state.text)}"
                yield "type it; Enter alone leaves it as it was"
            case Mode.CLASH:
                said, ways = self.clash(state)
                yield said
                yield from (f"  {number} {way}" for number, way in enumerate(ways, start=1))
            case Mode.ENOUGH:
                yield ENOUGH
                yield "Enter goes on; q finishes here, with the advice"
            case Mode.MORE:
                yield from (text for text, _ in self.more(state, 1000) if text)
                yield "Enter goes back to the question; a number answers"
            case _:
                yield from self._plain_page(state)

    def _plain_page(self, state: Interview) -> Iterator[str]:
        marks = f"({_marks()})"
        match state.page.kind:
            case Kind.HAPPENS:
                yield self.question(state)
                there = {i.id: i.current or "here" for i in state.answers.interactions}
                for number, entry in enumerate(self._machine.listed(state), start=1):
                    text = self._end(entry) if isinstance(entry, Interaction) else neutralise(entry.name)
                    yield f"{number:>3} {text}{f' = {there[entry.id]}' if entry.id in there else ''}"
                yield f"A line and its mark, such as 7 2 {marks}; r and a line, such as r 7, names its ends."
                yield "A row of your own: Order -> Mail: confirmation. Enter: next; b back; q save and leave"
            case Kind.ENDS:
                yield self.question(state)
                for number, row in enumerate(state.answers.interactions, start=1):
                    yield f"{number:>3} {self._end(row)}"
                yield "r and a line, such as r 2, renames it. A row of your own: Order -> Mail: confirmation."
                yield "Enter: next; b back; q save and leave"
            case _:
                yield from self._plain_cell(state)

    def _plain_cell(self, state: Interview) -> Iterator[str]:
        question = self._knowledge.questions[state.page.question]
        cell = self._machine.current(state)
        row = self._machine.row(state)
        if cell is not None and cell.row and not state.wanted.only:
            yield f"{self._end(row) if row else neutralise(cell.row)} ({self.progress(state)})"
        yield self._filled(question.prompt, state, True)
        for number, label, example, chosen in self.options(state, named=True):
            yield f"{'>' if chosen else ' '} {number} {label} ({example})"
        yield from (line.text.strip() for line in self._beside(state, question))
        several = "numbers with commas" if question.ticks else "a number"
        depends = "d it depends; " if state.page.kind is Kind.ROWS else ""
        yield f"{several}; ? don't know; {depends}e examples; n note; w who would know"
        yield "Enter next; b back; q save and leave"

    # --- head and foot -----------------------------------------------------------------------------------

    def _head(self, state: Interview, width: int, roomy: bool) -> Iterator[Line]:
        if state.wanted.only:
            row = self._machine.row(state)
            name = neutralise(arrow(row)) if row else ""
        else:
            name = neutralise(state.answers.name)
        where = self._where(state)
        if cell_len(name) + cell_len(where) + 2 > width and width < _NARROW:
            where = where.partition(": ")[2].removeprefix("question ")
        name = cut(name, max(4, width - cell_len(where) - 2)).rstrip()
        gap = " " * max(1, width - cell_len(name) - cell_len(where))
        yield Line(f"{name}{gap}{where}", _GREY)
        if roomy:
            yield Line("")
        if state.mode in (Mode.ASK, Mode.MORE, Mode.TYPE):
            yield from (Line(text, "head") for text in fold(self.question(state), width))

    def _where(self, state: Interview) -> str:
        section = [
            page
            for page in self._script.pages(state.wanted)
            if _SECTIONS[page.kind] == _SECTIONS[state.page.kind]
            and (page == state.page or self._script.asks(state.answers, page, state.wanted))
        ]
        number, of = section.index(state.page) + 1, len(section)
        if state.page.kind in (Kind.HAPPENS, Kind.ENDS):
            return f"{_SECTIONS[state.page.kind]}: {number} of {of}"
        if state.wanted.only:
            return f"question {number}"
        return f"{_SECTIONS[state.page.kind]}: question {number} of {of}"

    def question(self, state: Interview) -> str:
        """Return what is asked."""
        match state.page.kind:
            case Kind.HAPPENS:
                return "Which of these happen in your system? Mark how each travels today."
            case Kind.ENDS:
                return "These are the rows. Do names and purposes say what your system does?"
        question = self._knowledge.questions[state.page.question]
        return self._filled(question.prompt, state, self._alone(state))

    def _filled(self, text: str, state: Interview, named: bool) -> str:
        """Return a text with the names of the row or part, or, where several are asked about, with none."""
        return neutralise((self._names(state) if named else UNNAMED).fill(text))

    def _names(self, state: Interview) -> Names:
        """Return the names of the row or part under the cursor."""
        if state.page.kind is Kind.PARTS:
            cell = self._machine.current(state)
            return names_of_part(cell.row) if cell else UNNAMED
        row = self._machine.row(state)
        return names_of(row.sender, row.receivers, row.purpose) if row else UNNAMED

    def _alone(self, state: Interview) -> bool:
        """Tell whether one row is asked about at a time."""
        if state.page.kind is Kind.ROWS:
            return bool(state.wanted.only) or len(rows(state.answers, state.wanted)) < TABLE_FROM
        return state.page.kind is Kind.SYSTEM

    def _foot(self, state: Interview, width: int, height: int) -> Iterator[Line]:
        if state.message:
            yield from (Line(text, _ALERT) for text in fold(neutralise(state.message), width))
        keys = self.keys(state)
        progress = self.progress(state)
        lines = _packed([f"{key} {what}" for key, what in keys], width)
        if len(lines) > max(2, height // 8):
            short = [f"{key} {what}" for key, what in keys if key in self._needed(state)]
            lines = _packed([*short, "h keys"], width)
        if lines and progress and cell_len(lines[-1]) + cell_len(progress) + 3 <= width:
            lines[-1] += progress.rjust(width - cell_len(lines[-1]) - cell_len(progress) + len(progress))
        elif progress:
            lines = [progress, *lines]
        yield from (Line(text, _GREY) for text in lines)

    def _needed(self, state: Interview) -> tuple[str, ...]:
        return (
            ("number", "Enter", "c", "b", "q", "?")
            if state.page.kind in (Kind.PARTS, Kind.ROWS)
            else ("number", "a", "r", "Enter", "b", "q", "?", _marks())
        )

    def keys(self, state: Interview) -> list[tuple[str, str]]:
        """Return the keys that have a meaning now, and what they do."""
        match state.mode:
            case Mode.TYPE:
                return [("Enter", "keeps it"), ("Esc", "leaves it as it was")]
            case Mode.MORE:
                answers = [("a number", "answers")] if state.page.kind is not Kind.HAPPENS else []
                return [*answers, ("up, down", "scroll"), ("any other key", "goes back")]
            case Mode.KEYS:
                return [("any key", "goes back")]
            case Mode.CLASH:
                return [("a number", "changes or leaves them"), ("Enter", "leaves both for now")]
            case Mode.ENOUGH:
                return [("Enter", "goes on"), ("q", "finishes here, with the advice")]
        common = [("Enter", "next"), ("b", "back"), ("q", "save and leave")]
        if state.page.kind is Kind.HAPPENS:
            return [
                (_marks(), ""),
                ("a", "own row"),
                ("r", "name its ends"),
                ("e", "examples"),
                ("arrows", "move"),
                *common,
            ]
        if state.page.kind is Kind.ENDS:
            return [("r", "rename"), ("a", "own row"), ("0", "take off"), ("arrows", "move"), *common]
        question = self._knowledge.questions[state.page.question]
        several = not self._alone(state)
        number = "ticks" if question.ticks else "answers, moves down" if several else "answers"
        found = [("number", number)]
        if several or (state.page.kind is Kind.ROWS and not state.wanted.only):
            found.append(("arrows", "move"))
        if any(cell.state is State.DRAFT for cell in self._script.cells(state.answers, state.page, state.wanted)):
            found.append(("c", "confirms drafts"))
        found += [*common, ("?", "don't know")]
        if state.page.kind is Kind.ROWS:
            found.append(("d", "it depends: two rows"))
        return [*found, ("e", "examples, why"), ("n", "note"), ("w", "who would know")]

    def progress(self, state: Interview) -> str:
        """Return how much is open: in this question, and questions to come."""
        if state.mode not in (Mode.ASK, Mode.MORE) or state.page.kind is Kind.ENDS:
            return ""
        if state.page.kind is Kind.HAPPENS:
            return f"{len(state.answers.interactions)} marked, line {state.cursor + 1} of {self._machine.length(state)}"
        pages = self._script.pages(state.wanted)
        later = pages[pages.index(state.page) + 1 :]
        coming = sum(1 for page in later if self._script.unfinished(state.answers, page, state.wanted))
        to_come = f"{plural(coming, 'question')} to come" if coming else "the last question"
        if not state.answers.interactions and not state.wanted.quick:
            to_come += ", then each interaction's"
        if self._alone(state):
            return to_come
        left = self._script.unfinished(state.answers, state.page, state.wanted)
        open_ = f"{plural(left, 'row')} open" if left else "all rows answered"
        return f"{open_}, {to_come}"

    # --- bodies --------------------------------------------------------------------------------------------

    def _body(self, state: Interview, width: int, room: int) -> list[Line]:
        match state.mode:
            case Mode.TYPE:
                return self._typing(state, width, room)
            case Mode.CLASH:
                return self._clash(state, width)
            case Mode.ENOUGH:
                return [Line(text) for text in fold(ENOUGH, width)]
            case Mode.KEYS:
                keys = self.keys(replace(state, mode=Mode.ASK))
                return [Line(text) for key, what in keys for text in fold(f"{key} {what}", width)][state.scroll :]
            case Mode.MORE:
                lines = [Line(text, look) for text, look in self.more(state, width)]
                return lines[min(state.scroll, max(0, len(lines) - room)) :]
        if state.page.kind is Kind.HAPPENS:
            return self._happens(state, width, room)
        if state.page.kind is Kind.ENDS:
            found = [self._end(i) for i in state.answers.interactions]
            return self._window(found, state.cursor, room)
        return self._asking(state, width, room)

    def _typing(self, state: Interview, width: int, room: int) -> list[Line]:
        lines = [Line(""), *(Line(text) for text in fold(f"{_TYPED[state.typing]}:", width))]
        if state.typing is not Typing.ROW and state.typing is not Typing.ENDS and (row := self._machine.row(state)):
            lines = [*(Line(text, _GREY) for text in fold(neutralise(arrow(row)), width)), *lines[1:]]
        text = fold(f"{neutralise(state.text)}_", width) if state.text else ["_"]
        return [*lines, *(Line(line, _HERE) for line in text[-max(1, room - len(lines)) :])]

    def clash(self, state: Interview) -> tuple[str, list[str]]:
        """Return what does not go together, and the ways out of it in the order of their numbers."""
        dispute = self._machine.dispute(state)
        row = next(i for i in state.answers.interactions if state.clash and i.id == state.clash.row)
        ends = row_ends(row.sender, row.receivers)
        because = names_of(row.sender, row.receivers, row.purpose).fill(dispute.because)
        ways = []
        for name in dispute.questions:
            question = self._knowledge.questions[name]
            ways.append(f'change "{self._short(question, row.answers.get(name))}" ({question.short})')
        return f"! {neutralise(ends)}: {neutralise(because)}. Which is true?", [
            *ways,
            "both, for now (the report will say so)",
        ]

    def _clash(self, state: Interview, width: int) -> list[Line]:
        said, ways = self.clash(state)
        lines = [Line(text, _ALERT) for text in fold(said, width)]
        for number, way in enumerate(ways, start=1):
            lines += [Line(text) for text in hang(f"  {number}  ", way, width)]
        return lines

    def _happens(self, state: Interview, width: int, room: int) -> list[Line]:
        marked = {i.id: i for i in state.answers.interactions}
        lines = []
        for entry in self._machine.listed(state):
            there = marked.get(entry.id)
            said = (there.current or "here") if there else "·"
            text = self._end(entry) if isinstance(entry, Interaction) else neutralise(entry.name)
            if there is not None and isinstance(entry, Archetype):
                text = f"{text}  ({neutralise(row_ends(there.sender, there.receivers))})"
            lines.append(f"{cut(said, 12 if width >= _NARROW else 8)}  {text}")
        return self._window(lines, state.cursor, room)

    def _end(self, row: Interaction) -> str:
        return neutralise(row_label(row.sender, row.receivers, row.purpose))

    def _asking(self, state: Interview, width: int, room: int) -> list[Line]:
        question = self._knowledge.questions[state.page.question]
        used = [Line(text, _GREY) for text in fold(self._used_for(state, question, width), width)]
        titled = self._alone(state) and state.page.kind is Kind.ROWS and not state.wanted.only
        title = [Line(f"> {self._end(row)}", _HERE)] if titled and (row := self._machine.row(state)) else []
        found = () if self._alone(state) else self._script.cells(state.answers, state.page, state.wanted)
        for layout, least, spaced in _LAYOUTS:
            options = self._options(state, question, width, layout)
            gaps = 2 * spaced if found else spaced
            needed = len(title) + len(options) + min(len(found), least) + gaps + len(used) * (layout < _BRIEF)
            if needed <= room or (layout, least, spaced) == _LAYOUTS[-1]:
                break
        tail = [*[Line("")] * spaced, *used] if layout < _BRIEF else []
        if not found:
            return [*title, *options, *self._beside(state, question), *tail]
        table = max(1, room - len(options) - len(tail) - spaced)
        return [*options, *[Line("")] * spaced, *self._table(state, question, found, width, table), *tail]

    def _used_for(self, state: Interview, question: Question, width: int) -> str:
        """Return what the answer is used for; where the table has no room for names, the row here in full."""
        row = self._machine.row(state) if width < _NARROW and not self._alone(state) else None
        if row:
            return f"> {self._end(row)}"
        return self._filled(f"Used for: {clause(question.why)}", state, self._alone(state))

    def _beside(self, state: Interview, question: Question) -> list[Line]:
        """Return what stands beside an answer that is alone on its screen: that it is a draft, note, who would know."""
        cell = self._machine.current(state)
        if cell is None or cell.state in PASSED_OVER:
            return [Line("(not asked here, by the answers so far)", _GREY)]
        answer = cell.answer
        if answer is None:
            return []
        said = [f"a draft: {self._short(question, answer)} (c confirms)"] if cell.state is State.DRAFT else []
        if not answer.known:
            said.append("answered: don't know")
        said += [f"{label}: {neutralise(text)}" for label, text in (("note", answer.note), ("ask", answer.who)) if text]
        return [Line(f"    {text}", _GREY) for text in said]

    def options(self, state: Interview, short: bool = False, named: bool = False) -> list[tuple[int, str, str, bool]]:
        """Return the options of the question here: number, label, example, whether it is the answer."""
        question = self._knowledge.questions[state.page.question]
        cell = self._machine.current(state)
        if cell is None:
            return []
        now = cell.answer.values if cell.answer is not None and cell.answer.known else frozenset[str]()
        found = []
        for number, value in enumerate(self._machine.offered(question, cell), start=1):
            option = question.option(value)
            alone = named or self._alone(state)
            label = option.short if short else self._filled(option.label, state, alone)
            found.append((number, label, self._filled(option.example, state, alone), value in now))
        return found

    def _options(self, state: Interview, question: Question, width: int, layout: int) -> list[Line]:
        found = self.options(state, layout == _SHORT)
        alone = self._alone(state)
        widest = max((cell_len(label) for _, label, _, _ in found), default=0)
        lead = 6 if question.ticks else 4
        beside = lead + widest + 2 + max((cell_len(example) for _, _, example, _ in found), default=0) <= width
        lines: list[Line] = []
        for number, label, example, chosen in found:
            look = "" if not chosen or not (alone or question.ticks) else _HERE
            tick = ("x " if chosen else "_ ") if question.ticks else ""
            head = f"{'>' if chosen and not question.ticks else ' '} {number} {tick}"
            if layout == _FULL and beside:
                lines.append(Line(f"{head}{cut(label, widest)}  {example}", look))
                continue
            lines += [Line(text, look) for text in hang(head, label, width)]
            if layout == _FULL:
                lines += [Line(text, _GREY) for text in hang(" " * (lead + 2), example, width)]
        return lines

    def _table(self, state: Interview, question: Question, found: Sequence[Cell], width: int, room: int) -> list[Line]:
        said = [self._said(question, cell, width < _NARROW) for cell in found]
        widest = min(max(map(cell_len, said)), 26 if width >= _NARROW else 14)
        left = width - 2 - 2 - widest
        names = self._columns(state, found)
        ends_room = max(cell_len(ends) for ends, _ in names)
        purposes = max(cell_len(purpose) for _, purpose in names)
        if purposes and left - ends_room - 2 < 12:
            ends_room = max(left - purposes - 2, left // 2)
        ends_room = min(ends_room, left)
        lines = []
        for (ends, purpose), text in zip(names, said, strict=True):
            rest = min(left - ends_room - 2, purposes)
            middle = f"  {cut(purpose, rest)}" if rest > 3 else ""
            lines.append(f"{cut(ends, ends_room)}{middle}  {cut(text, widest)}")
        looks = [_GREY if cell.state in PASSED_OVER else "" for cell in found]
        return self._window(lines, state.cursor, room, looks)

    def _columns(self, state: Interview, found: Sequence[Cell]) -> list[tuple[str, str]]:
        if state.page.kind is Kind.PARTS:
            return [(neutralise(cell.row), "") for cell in found]
        by_id = {i.id: i for i in state.answers.interactions}
        names = []
        for row in (by_id[cell.row] for cell in found):
            names.append((neutralise(short_ends(row.sender, row.receivers)), neutralise(row.purpose)))
        return names

    def _said(self, question: Question, cell: Cell, narrow: bool) -> str:
        if cell.state in PASSED_OVER and narrow:
            return "-"
        if cell.state is State.MOOT:
            return "(not asked)"
        if cell.state is State.SETTLED:
            return "(settled)"
        if cell.answer is None:
            return "·"
        said = self._short(question, cell.answer)
        if cell.state is State.DRAFT:
            said = f"{said}? (draft)"
        return f"{said}, ask {neutralise(cell.answer.who)}" if cell.answer.who else said

    def _short(self, question: Question, answer: Answer | None) -> str:
        if answer is None or not answer.known:
            return "don't know" if answer is not None else "·"
        chosen = [o.short for o in question.options if o.value in answer.values]
        return ", ".join(chosen) or "none ticked"

    def more(self, state: Interview, width: int) -> Iterator[tuple[str, str]]:
        """Yield examples, what the answer changes, and the source: lines with their looks."""
        if state.page.kind is Kind.HAPPENS:
            yield from ((line, "") for text in self._typical(state) for line in fold(neutralise(text), width))
            return
        question = self._knowledge.questions[state.page.question]
        for number, label, example, _ in self.options(state):
            yield from ((text, "") for text in hang(f"  {number} ", f"{label} ({example})", width))
        yield "", ""
        changes = " and ".join(_SETTLES[name] for name in question.settles)
        texts = [f"Used for: {clause(question.why)}", question.more, f"The answer can change {changes}."]
        claims = dict.fromkeys(c for rule in self._knowledge.rules if rule.question == question.id for c in rule.claims)
        sources = dict.fromkeys(self._knowledge.sources[self._knowledge.claims[c].source].title for c in claims)
        if sources:
            texts.append(f"Sources: {'; '.join(sources)}. In full: archadvisor explain {question.id}")
        for text in texts:
            yield from ((line, _GREY) for line in fold(self._filled(text, state, self._alone(state)), width))

    def _typical(self, state: Interview) -> Iterator[str]:
        """Yield what is known of the interaction under the cursor: where it occurs in real systems."""
        entry = self._machine.listed(state)[state.cursor]
        archetype = entry if isinstance(entry, Archetype) else self._knowledge.archetypes.get(entry.archetype)
        if archetype is None:
            yield f"{arrow(entry)}: a row of your own" if isinstance(entry, Interaction) else entry.name
            return
        yield f"{archetype.name}, usually {row_label(archetype.sender, archetype.receivers, archetype.purpose)}"
        yield from (f"- {example.system}: {example.what}" for example in archetype.examples)
        yield f"In full: archadvisor explain {archetype.id}"

    def _window(self, lines: Iterable[str], cursor: int, room: int, looks: Sequence[str] = ()) -> list[Line]:
        """Return the part of a long list that holds the cursor."""
        lines = list(lines)
        first = max(0, min(cursor - room // 2, len(lines) - room))
        return [
            Line(f"{'>' if n == cursor else ' '} {lines[n]}", _HERE if n == cursor else looks[n] if looks else "")
            for n in range(first, min(first + room, len(lines)))
        ]


ENOUGH = (
    "Enough: nothing that is still to come can change a style or a form any more. What follows adds safeguards, "
    "checks and numbers for alarms."
)

_FULL, _LABELS, _BRIEF, _SHORT = range(4)
_LAYOUTS = (
    (_FULL, 8, True),
    (_FULL, 6, True),
    (_FULL, 6, False),
    (_LABELS, 6, True),
    (_LABELS, 4, False),
    (_BRIEF, 4, False),
    (_SHORT, 1, False),
)
"""From roomy to tight: how options are written, least rows of the table, empty lines between."""


def _marks() -> str:
    return " ".join((*(f"{number} {mark}" for number, mark in enumerate(MARKS, start=1)), "0 not here"))


def _packed(texts: Iterable[str], width: int) -> list[str]:
    """Join short texts to lines; each stays whole as far as a line can hold it."""
    lines: list[str] = []
    for text in (one for whole in texts for one in fold(whole.strip(), width)):
        if lines and cell_len(lines[-1]) + 3 + cell_len(text) <= width:
            lines[-1] += f" · {text}"
        else:
            lines.append(text)
    return lines
