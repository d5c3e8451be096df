"""The interview as a machine: (state, key) → state. Pure; the terminal only draws it and sends keys."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from archadvisor.answers import row_edits
from archadvisor.answers.row_text import arrow, one
from archadvisor.answers.row_text import rows as pasted_rows
from archadvisor.answers.row_ways import spoken
from archadvisor.answers.several import put_joined
from archadvisor.answers.types import Answer, Answers, Interaction, Origin
from archadvisor.interview.contradictions import new_clash, page_of
from archadvisor.interview.course import Course
from archadvisor.interview.joined import is_offered, options_of
from archadvisor.interview.line import edited
from archadvisor.interview.listing import found, marked, removed
from archadvisor.interview.pages import LISTS, PASSED_OVER, Asked, Cell, Kind, Page, State, Wanted, put
from archadvisor.interview.pasting import told
from archadvisor.interview.script import Script
from archadvisor.interview.state import Interview, Mode, Spot, Typing
from archadvisor.knowledge.types import Archetype, Dispute, Joined, JoinedOption, KnowledgeBase, Option, Question
from archadvisor.text.names import row_label
from archadvisor.text.neutral import one_line
from archadvisor.text.prose import plural

NUMBERS = "123456789xyz"
"""The keys that choose an option, in order."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The keys that go to a row of a page, in order."""
LONGEST = 2000
"""Characters that a note or a row may have."""


class Machine:
    """Steps of the interview against one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.script = Script(knowledge)
        self._course = Course(self.script)
        self.marks = tuple(knowledge.current)
        self._ways = spoken(knowledge.current.values())

    def begin(self, answers: Answers, wanted: Wanted, again: bool = True) -> Interview:
        """Return the interview at the first page that is not finished.

        Where all is answered it is done, or with `again` at the last page, to be gone through once more.
        """
        pages = self.script.pages(wanted)
        asked = [page for page in pages if self.script.asks(answers, page, wanted)]
        state = Interview(answers, wanted, (asked or pages)[-1], told_enough=bool(wanted.only))
        for page in pages:
            if not self.script.is_finished(answers, page, wanted):
                return self._course.counted(self._course.entered(replace(state, page=page)))
        if not again:
            return replace(state, mode=Mode.DONE)
        return replace(state, message="everything is answered: Enter shows the advice, b goes back to change an answer")

    def press(self, state: Interview, key: str) -> Interview:
        """Return what follows a key: a character, or a name such as enter, escape, backspace, up, page-down, ctrl-u."""
        after = self._pressed(replace(state, message=""), key)
        if after.answers is not state.answers and after.undo is state.undo:
            after = replace(after, undo=None)  # something was answered since
        return after if (after.page, after.mode) == (state.page, state.mode) else self._course.counted(after, state)

    def _pressed(self, state: Interview, key: str) -> Interview:
        match state.mode:
            case Mode.TYPE:
                return self._type(state, key)
            case Mode.CLASH:
                return self._clash(state, key)
            case Mode.ENOUGH:
                return self._enough(state, key)
            case Mode.MORE | Mode.KEYS | Mode.ADVICE | Mode.PAGES:
                return self._read(state, key)
            case Mode.DONE | Mode.LEFT:
                return state
        return self._ask(state, key)

    def paste(self, state: Interview, text: str) -> Interview:
        """Return what follows pasted text: rows, unless a text is being typed."""
        state = replace(state, message="")
        if state.mode is Mode.TYPE:
            if state.typing is Typing.ROW and len(text.splitlines()) > 1:
                return self.add_rows(replace(state, mode=Mode.ASK, text="", at=0), text)
            new = one_line(text)[: max(0, LONGEST - len(state.text))]
            return replace(state, text=state.text[: state.at] + new + state.text[state.at :], at=state.at + len(new))
        if state.mode is not Mode.ASK or state.wanted.only:
            return replace(state, message="rows can be pasted on the list of interactions")
        return self.add_rows(state, text)

    def add_rows(self, state: Interview, text: str) -> Interview:
        """Return the interview with the rows that some lines describe; what was not understood is said."""
        reading = pasted_rows(text, self._ways)
        answers = row_edits.added(self.knowledge, state.answers, reading.rows)
        new = len(answers.interactions) - len(state.answers.interactions)
        message = "; ".join(told(reading, new))
        here = state.page.kind is Kind.LIST
        first = len(state.answers.interactions) if new and here else state.cursor
        anew = replace(state, ahead=()) if new else state  # new rows are asked about from here on
        return replace(anew, answers=answers, message=message, cursor=first)

    def adopted(self, state: Interview, answers: Answers) -> Interview:
        """Return the interview with answers that somebody else has changed meanwhile."""
        only = tuple(name for name in state.wanted.only if any(i.id == name for i in answers.interactions))
        wanted = replace(state.wanted, only=only or state.wanted.only)
        after = self._moved(replace(state, answers=answers, wanted=wanted), 0)
        if state.clash is None or any(i.id == state.clash.row for i in answers.interactions):
            return after
        return replace(after, mode=Mode.ASK, clash=None)

    # --- asking --------------------------------------------------------------------------------------

    def _ask(self, state: Interview, key: str) -> Interview:
        after = self._led(state, key)
        if after is not None:
            return after
        if state.page.kind is Kind.LIST:
            return self._own_rows(state, key)
        if state.page.kind is Kind.TYPICAL:
            return self._typical(state, key)
        return self._cell(state, key)

    def _led(self, state: Interview, key: str) -> Interview | None:
        """Return what follows a key that means the same on every page; None for another."""
        if key in _MOVES:
            return self._moved(replace(state, picked=True), _MOVES[key])
        if len(key) == 1 and key in LETTERS and LETTERS.index(key) < self.length(state):
            return replace(state, cursor=LETTERS.index(key), picked=True)
        match key:
            case "enter":
                return self._next(state)
            case "q":
                return replace(state, mode=Mode.LEFT)
            case "h" | "?":
                return replace(state, mode=Mode.KEYS, scroll=0)
            case "p":
                return replace(state, mode=Mode.PAGES, scroll=0)
            case "b" | "left":
                return self._course.back(state)
            case "s" if self.length(state) > 1:
                return _typing(state, Typing.FIND, "")
            case "u" if state.undo is not None:
                answers, wanted = state.undo
                back = replace(state, answers=answers, wanted=wanted, undo=None, message="taken back")
                return self._moved(back, 0)
        return self._advised(state, key) if key in ("f", "a") and not state.wanted.only else None

    def _advised(self, state: Interview, key: str) -> Interview:
        if not state.answers.interactions:
            return replace(state, message="there is no interaction yet: paste or type one")
        return replace(state, mode=Mode.DONE if key == "f" else Mode.ADVICE, scroll=0)

    def _cell(self, state: Interview, key: str) -> Interview:
        question = self.script.question(state.page)
        cell = self.current(state)
        if key == "e":
            return replace(state, mode=Mode.MORE, scroll=0)
        if cell is None or cell.state is State.MOOT:
            return replace(state, message="not asked here: other answers make it unnecessary")
        if key == "d" and state.page.kind is Kind.ROWS:
            row = self.row(state)
            return _typing(state, Typing.SPLIT, f"{row.purpose} (2)" if row else "")
        if key in ("n", "w"):
            answer = cell.answer
            text = (answer.note if key == "n" else answer.who) if answer is not None else ""
            return _typing(state, Typing.NOTE if key == "n" else Typing.WHO, text)
        if key == "0":
            return self._answered(state, question, cell, "")
        options = self.offered(state, cell)
        value = options.get(key)
        if value is not None:
            if not isinstance(question, Joined) and question.ticks:
                return self._toggled(state, question, cell, value)
            return self._answered(state, question, cell, value)
        return replace(state, message=f"this key does nothing here: {', '.join(options)} answer, ? is help")

    def lettered(self, state: Interview) -> dict[str, Page]:
        """Return the pages of the interview by the letter that goes to them."""
        return dict(zip(LETTERS, self._course.asked(state), strict=False))

    def current(self, state: Interview) -> Cell | None:
        """Return the cell under the cursor."""
        found = self.script.cells(state.answers, state.page, state.wanted)
        return found[min(state.cursor, len(found) - 1)] if found else None

    def row(self, state: Interview) -> Interaction | None:
        """Return the interaction under the cursor."""
        if state.page.kind is Kind.LIST:
            found = state.answers.interactions
            return found[min(state.cursor, len(found) - 1)] if found else None
        if state.page.kind is Kind.TYPICAL:
            entry = self.listed()[state.cursor]
            return next((i for i in state.answers.interactions if i.id == entry.id), None)
        cell = self.current(state) if state.page.kind is Kind.ROWS else None  # a part may be called as a row is
        return next((i for i in state.answers.interactions if cell and i.id == cell.row), None)

    def offered(self, state: Interview, cell: Cell) -> dict[str, str]:
        """Return the values of the options that a cell offers, by the key that chooses them."""
        return {key: one.value for key, one in self.numbered(state).items() if is_offered(one, cell)}

    def numbered(self, state: Interview) -> dict[str, Option | JoinedOption]:
        """Return the options of a page by key: those that some row offers, each by the same key on all rows."""
        cells = self.script.cells(state.answers, state.page, state.wanted)
        asked = [cell for cell in cells if cell.state is not State.MOOT] or cells
        options = options_of(self.script.question(state.page))
        offered = [option for option in options if any(is_offered(option, cell) for cell in asked)]
        return dict(zip(NUMBERS, offered, strict=False))

    def _answered(self, state: Interview, question: Asked, cell: Cell, value: str) -> Interview:
        """Put an answer ("": nobody knows); say at once what does not go together; then move on."""
        after = replace(state, answers=self._with(state, cell, question, value, Origin.TEAM), skips=None)
        clash = new_clash(self.script, state, after, question, cell.row)
        self.script.look_ahead(after.answers, cell.row, state.wanted)
        if clash is not None:
            return replace(after, mode=Mode.CLASH, clash=clash)
        return self._onwards(after)

    def _with(self, state: Interview, cell: Cell, question: Asked, value: str, origin: Origin) -> Answers:
        old = cell.answer
        like = Answer(frozenset(), origin, note=old.note if old else "", who=old.who if old else "")
        if isinstance(question, Joined):
            option = next((o for o in question.options if o.value == value), None)
            return put_joined(self.knowledge, state.answers, cell.row, question, option, like)
        if value:
            answer = replace(like, values=frozenset((value,)))
        else:
            answer = old if old is not None and old.disputed else replace(like, known=False)  # only a choice ends it
        return put(state.answers, state.page, cell.row, answer)

    def _onwards(self, state: Interview) -> Interview:
        """Go to the next open row; where none is open, and no guess is left to look at, to the next page."""
        if state.returns or state.page.kind is Kind.SYSTEM:
            return self._next(state)
        found = self.script.cells(state.answers, state.page, state.wanted)
        below = [n for n in range(state.cursor + 1, len(found)) if found[n].state not in PASSED_OVER]
        above = [n for n, cell in enumerate(found[: state.cursor]) if cell.answer is None or not cell.answer.disputed]
        open_ = [n for n in (*below, *above) if found[n].state is State.OPEN]
        if open_:
            return replace(state, cursor=open_[0])
        if any(cell.state is State.DRAFT for cell in found):
            return replace(state, cursor=below[0] if below else state.cursor)
        if state.ahead and len(found) > 1:  # gone back to correct some rows: only Enter leaves the page
            return state
        return self._next(state)

    def _toggled(self, state: Interview, question: Question, cell: Cell, value: str) -> Interview:
        now = cell.answer.values if cell.answer is not None else frozenset[str]()
        new = question.toggled(now, value)
        if problems := question.problems(new):
            return replace(state, message=f"{problems[0].expected}: untick one first")
        old = cell.answer
        answer = Answer(new, note=old.note if old else "", who=old.who if old else "")
        if not new and state.page.kind is not Kind.ROWS:
            answer = replace(answer, known=False)
        after = replace(state, answers=put(state.answers, state.page, cell.row, answer))
        clash = new_clash(self.script, state, after, question, cell.row)
        if clash is not None:
            return replace(after, mode=Mode.CLASH, clash=clash)
        return self._next(after) if state.page.kind is Kind.SYSTEM and len(new) == question.limit else after

    def taken(self, state: Interview) -> Interview:
        """Return the interview with the guess under the cursor confirmed, and the cursor where it was."""
        cell = self.current(state)
        return self._confirmed(state, (cell,)) if cell else state

    def _confirmed(self, state: Interview, cells: Sequence[Cell]) -> Interview:
        """Take guesses that were shown for answers, given by the block."""
        answers, question = state.answers, self.script.question(state.page)
        for cell in cells:
            if cell.state is not State.DRAFT or cell.answer is None:
                continue
            if isinstance(question, Joined):
                (value,) = cell.answer.values
                here = replace(state, answers=answers)
                answers = self._with(here, cell, question, value, Origin.BLOCK)
            else:
                answers = put(answers, state.page, cell.row, replace(cell.answer, origin=Origin.BLOCK))
        return replace(state, answers=answers)

    def _split(self, state: Interview, purpose: str) -> Interview:
        """Make two rows of one: it depends, so each kind gets a row of its own."""
        old = self.row(state)
        if old is None:
            return state
        answers, name = row_edits.split(self.knowledge, state.answers, old, purpose, state.page.question)
        wanted = replace(state.wanted, only=(*state.wanted.only, name)) if state.wanted.only else state.wanted
        said = "now there are two rows: answer each; u takes it back"
        return replace(state, answers=answers, wanted=wanted, message=said, undo=(state.answers, state.wanted))

    # --- the list of interactions -----------------------------------------------------------------------

    def listed(self) -> tuple[Archetype, ...]:
        """Return the typical interactions, in the order in which they are shown."""
        return tuple(self.knowledge.archetypes.values())

    def _own_rows(self, state: Interview, key: str) -> Interview:
        row = self.row(state)
        match key:
            case "+":
                return _typing(state, Typing.ROW, "")
            case "/":
                return replace(state, page=Page(Kind.TYPICAL), cursor=0)
            case "r" if row is not None:
                return _typing(state, Typing.ENDS, arrow(row))
            case "-" if row is not None:
                return self._unmarked(state, row)
        if row is None:
            return replace(state, message="paste rows, type one after +, or choose typical ones after /")
        if not key.isdecimal() or int(key) > len(self.marks):
            return replace(state, message="this key does nothing here: ? is help")
        if key == "0" and not state.picked:
            return replace(state, message="first a letter: 0 clears how this one row works today")
        mark = self.marks[int(key) - 1] if key != "0" else ""
        return marked(state, row, mark)

    def _typical(self, state: Interview, key: str) -> Interview:
        if key == "e":
            return replace(state, mode=Mode.MORE, scroll=0)
        if key == "/":
            return replace(state, page=Page(Kind.LIST), cursor=0)
        row = self.row(state)
        if key == "0":
            return self._unmarked(state, row)
        if not key.isdecimal() or int(key) > len(self.marks):
            return replace(state, message="this key does nothing here: ? is help")
        mark, rows = self.marks[int(key) - 1], state.answers.interactions
        if row is not None:
            rows = tuple(replace(one, current=mark) if one is row else one for one in rows)
        else:
            rows = (*rows, row_edits.from_archetype(self.listed()[state.cursor], mark))
        return self._moved(replace(state, answers=replace(state.answers, interactions=rows)), 1)

    def _unmarked(self, state: Interview, row: Interaction | None) -> Interview:
        down = 1 if state.page.kind is Kind.TYPICAL else 0
        return self._moved(removed(state, row) if row is not None else state, down)

    # --- moving ------------------------------------------------------------------------------------------

    def length(self, state: Interview) -> int:
        """Return how many rows the page has."""
        if state.page.kind is Kind.TYPICAL:
            return len(self.listed())
        if state.page.kind is Kind.LIST:
            return len(state.answers.interactions)
        return len(self.script.cells(state.answers, state.page, state.wanted))

    def _moved(self, state: Interview, by: int) -> Interview:
        last = max(0, self.length(state) - 1)
        return replace(state, cursor=min(max(0, state.cursor + by), last))

    def _next(self, state: Interview) -> Interview:
        """Go on: to the place that one went back from, else to the next page that is not finished.

        What is open is left only after a word on it; guesses that are shown become answers by the block.
        """
        if state.page.kind is Kind.TYPICAL:
            return replace(state, page=Page(Kind.LIST), cursor=0, picked=False)
        if state.page.kind is Kind.LIST and not state.answers.interactions:
            return replace(state, message="no interaction yet: paste rows, type one after +, or choose after /")
        if state.page.kind not in LISTS:
            found = self.script.cells(state.answers, state.page, state.wanted)
            open_ = sum(1 for cell in found if cell.state is State.OPEN)
            if open_ and state.skips != state.page and not state.returns:
                return replace(state, skips=state.page, message=_still_open(open_, len(found)))
            state = self._confirmed(state, found)
            purposely = [(state.page, cell.row) for cell in found if cell.state is State.OPEN]
            state = replace(state, left=state.left.union(purposely))
        if state.ahead:
            return self._returned(state)
        if self._course.enough_now(state):
            opened = self._course.reopened(state)
            if not opened:
                return replace(state, mode=Mode.ENOUGH, told_enough=True)
            return self._course.entered(replace(state, page=opened[0]))  # first that, then enough
        to_come = self._course.to_come(state)
        return self._course.entered(replace(state, page=to_come[0])) if to_come else replace(state, mode=Mode.DONE)

    def _returned(self, state: Interview) -> Interview:
        """Go to the place that one went back from last, as far as it is still there."""
        *ahead, spot = state.ahead
        there = replace(state, page=spot.page, cursor=spot.cursor, ahead=tuple(ahead), returns=False)
        there = self._moved(there, 0)
        ticks = spot.page.question in self.knowledge.questions and self.knowledge.questions[spot.page.question].ticks
        return there if not state.returns or ticks else self._onwards(there)

    # --- the other modes -----------------------------------------------------------------------------------

    def _read(self, state: Interview, key: str) -> Interview:
        """Scroll what is read, or go back to the question; an answer is given at once."""
        if key in _MOVES:
            return replace(state, scroll=max(0, state.scroll + _MOVES[key]))
        if state.mode is Mode.ADVICE and key == "f":
            return replace(state, mode=Mode.DONE)
        after = replace(state, mode=Mode.ASK, scroll=0)
        if state.mode is Mode.PAGES:
            page = self.lettered(state).get(key)
            return self._course.gone_to(after, page) if page is not None else after
        answers = key.isdecimal() and state.mode is Mode.MORE and state.page.kind not in LISTS
        return self._ask(after, key) if answers else after

    def _type(self, state: Interview, key: str) -> Interview:
        if key == "escape":
            return replace(state, mode=Mode.ASK, text="", at=0)
        if key == "enter":
            return self._typed(replace(state, mode=Mode.ASK, text="", at=0), state.text.strip())
        text, at = edited(state.text, state.at, key)
        return replace(state, text=text, at=at) if len(text) <= LONGEST else state

    def _typed(self, state: Interview, text: str) -> Interview:
        match state.typing:
            case Typing.ROW | Typing.ENDS:
                return self._typed_row(state, text)
            case Typing.SPLIT:
                return self._split(state, text) if text else state
            case Typing.FIND:
                return found(state, self._labels(state), text)
        cell = self.current(state)
        if cell is None:
            return state
        answer = cell.answer or Answer(frozenset(), Origin.ASSUMED, known=False)  # still open, with a word beside it
        answer = replace(answer, note=text) if state.typing is Typing.NOTE else replace(answer, who=text)
        question = self.script.question(state.page)
        if not isinstance(question, Joined):
            return replace(state, answers=put(state.answers, state.page, cell.row, answer))
        option = next((o for o in question.options if o.value in answer.values), None)
        return replace(state, answers=put_joined(self.knowledge, state.answers, cell.row, question, option, answer))

    def _labels(self, state: Interview) -> list[str]:
        """Return the names by which the rows of a page can be searched."""
        if state.page.kind is Kind.TYPICAL:
            return [archetype.name for archetype in self.listed()]
        by_id = {row.id: row_label(row.sender, row.receivers, row.purpose) for row in state.answers.interactions}
        if state.page.kind is Kind.LIST:
            return [*by_id.values()]
        return [by_id.get(c.row, c.row) for c in self.script.cells(state.answers, state.page, state.wanted)]

    def _typed_row(self, state: Interview, text: str) -> Interview:
        if not text:
            return state
        row = one(text)
        if row is None:
            asked = _typing(state, state.typing, text)
            return replace(asked, message="not understood; expected Order -> Mail: confirmation")
        if state.typing is Typing.ROW:
            return self.add_rows(state, text)
        old = self.row(state)
        return replace(state, answers=row_edits.renamed(state.answers, old, row)) if old else state

    def dispute(self, state: Interview) -> Dispute:
        """Return the contradiction that is being shown."""
        return next(d for d in self.knowledge.disputes if state.clash and d.id == state.clash.dispute)

    def _clash(self, state: Interview, key: str) -> Interview:
        if state.clash is None:
            return replace(state, mode=Mode.ASK)
        questions = self.dispute(state).questions
        if key in ("enter", str(len(questions) + 1)):
            after = replace(state, mode=Mode.ASK, clash=None, accepted=state.accepted | {state.clash})
            question = self.script.question(state.page)
            ticks = not isinstance(question, Joined) and question.ticks
            return after if ticks and not state.returns else self._onwards(after)
        if key.isdecimal() and 1 <= int(key) <= len(questions):
            page = page_of(self.script, questions[int(key) - 1], state.wanted)
            after = replace(state, mode=Mode.ASK, clash=None)
            if page == state.page or page not in self.script.pages(state.wanted):
                return after
            found = [cell.row for cell in self.script.cells(state.answers, page, state.wanted)]
            ahead = state.ahead if state.returns else (*state.ahead, Spot(state.page, state.cursor))
            return replace(after, page=page, cursor=found.index(state.clash.row), ahead=ahead, returns=True)
        return replace(state, message="type a number, or Enter to keep both for now")

    def _enough(self, state: Interview, key: str) -> Interview:
        if key in ("f", "q"):
            return replace(state, mode=Mode.DONE)
        return self._next(replace(state, mode=Mode.ASK)) if key == "enter" else state


def _typing(state: Interview, typing: Typing, text: str) -> Interview:
    return replace(state, mode=Mode.TYPE, typing=typing, text=text, at=len(text))


def _still_open(number: int, of: int) -> str:
    here = "this is" if of == 1 else f"{plural(number, 'row')} {'is' if number == 1 else 'are'}"
    return f"{here} still open: a number answers, 0 is don't know; Enter again leaves it open"


_MOVES = {"up": -1, "down": 1, "page-up": -10, "page-down": 10, "home": -1_000_000, "end": 1_000_000}
