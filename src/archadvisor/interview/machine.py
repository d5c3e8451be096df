"""The interview as a machine: (state, key) → state. Pure; the terminal only draws it and sends keys."""

from __future__ import annotations

from msgspec.structs import replace

from archadvisor.answers import row_edits
from archadvisor.answers.row_text import arrow, one
from archadvisor.answers.row_text import rows as pasted_rows
from archadvisor.answers.row_ways import spoken
from archadvisor.answers.types import Answer, Answers, Interaction, Origin
from archadvisor.interview.pasting import told
from archadvisor.interview.script import PASSED_OVER, UNFINISHED, Cell, Kind, Page, Script, State, Wanted, put
from archadvisor.interview.state import Clash, Interview, Mode, Spot, Typing
from archadvisor.knowledge.conditions import keys
from archadvisor.knowledge.types import Archetype, Dispute, KnowledgeBase, Question
from archadvisor.text.neutral import one_line

"""How something travels today, by the number that marks it."""

LONGEST = 2000
"""Characters that a note or a row may have."""


class Machine:
    """Steps of the interview against one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.script = Script(knowledge)
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
            if self.script.unfinished(answers, page, wanted):
                return self._entered(replace(state, page=page))
        if not again:
            return replace(state, mode=Mode.DONE)
        return replace(state, message="everything is answered: Enter shows the advice, b goes back to change an answer")

    def press(self, state: Interview, key: str) -> Interview:
        """Return what follows a key: a character, or enter, escape, backspace, up, down, left, right."""
        state = replace(state, message="")
        match state.mode:
            case Mode.TYPE:
                return self._type(state, key)
            case Mode.CLASH:
                return self._clash(state, key)
            case Mode.ENOUGH:
                return self._enough(state, key)
            case Mode.MORE | Mode.KEYS:
                return self._read(state, key)
            case Mode.DONE | Mode.LEFT:
                return state
        return self._ask(state, key)

    def paste(self, state: Interview, text: str) -> Interview:
        """Return what follows pasted text: on the list of interactions its lines are rows, elsewhere typed text."""
        state = replace(state, message="")
        if state.mode is Mode.TYPE:
            if state.typing is Typing.ROW and len(text.splitlines()) > 1:
                return self.add_rows(replace(state, mode=Mode.ASK, text=""), text)
            return replace(state, text=(state.text + one_line(text))[:LONGEST])
        if state.mode is not Mode.ASK or state.page.kind not in (Kind.HAPPENS, Kind.ENDS):
            return replace(state, message="paste rows on the list of interactions (b goes back)")
        return self.add_rows(state, text)

    def add_rows(self, state: Interview, text: str) -> Interview:
        """Return the interview with the rows that some lines describe; what was not understood is said."""
        reading = pasted_rows(text, self._ways)
        answers = row_edits.added(self.knowledge, state.answers, reading.rows)
        new = len(answers.interactions) - len(state.answers.interactions)
        message = "; ".join(told(reading, new))
        cursor = len(self.listed(replace(state, answers=answers))) - 1 if new else state.cursor
        return replace(state, answers=answers, message=message, cursor=cursor if state.page.kind is Kind.HAPPENS else 0)

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
        match key:
            case "up" | "down":
                return self._moved(state, -1 if key == "up" else 1)
            case "enter":
                return self._next(state)
            case "q":
                return replace(state, mode=Mode.LEFT)
            case "h":
                return replace(state, mode=Mode.KEYS, scroll=0)
            case "b" | "left":
                return self._back(state)
        if state.page.kind in (Kind.HAPPENS, Kind.ENDS):
            return self._listing(state, key)
        return self._cell(state, key)

    def _cell(self, state: Interview, key: str) -> Interview:
        question = self.knowledge.questions[state.page.question]
        cell = self.current(state)
        if key == "e":
            return replace(state, mode=Mode.MORE, scroll=0)
        if key == "c":
            return self._confirmed(state)
        if cell is None or cell.state is State.MOOT:
            return replace(state, message="not asked here: other answers make it unnecessary")
        if key == "d" and state.page.kind is Kind.ROWS:
            row = self.row(state)
            text = f"{row.purpose} (2)" if row else ""
            return replace(state, mode=Mode.TYPE, typing=Typing.SPLIT, text=text)
        if key in ("n", "w"):
            return self._typing(state, cell, Typing.NOTE if key == "n" else Typing.WHO)
        if key == "?":
            return self._answered(state, question, cell, _unknown(cell))
        options = self.offered(question, cell)
        if key.isdecimal() and 1 <= int(key) <= len(options):
            value = options[int(key) - 1]
            if question.ticks:
                return self._toggled(state, question, cell, value)
            return self._answered(state, question, cell, _given(cell, frozenset((value,))))
        return replace(state, message="this key does nothing here; h lists the keys")

    def current(self, state: Interview) -> Cell | None:
        """Return the cell under the cursor."""
        found = self.script.cells(state.answers, state.page, state.wanted)
        return found[min(state.cursor, len(found) - 1)] if found else None

    def row(self, state: Interview) -> Interaction | None:
        """Return the interaction under the cursor."""
        if state.page.kind is Kind.ENDS:
            found = state.answers.interactions
            return found[min(state.cursor, len(found) - 1)] if found else None
        if state.page.kind is Kind.HAPPENS:
            entry = self.listed(state)[state.cursor]
            return next((i for i in state.answers.interactions if i.id == entry.id), None)
        cell = self.current(state)
        return next((i for i in state.answers.interactions if cell and i.id == cell.row), None)

    def offered(self, question: Question, cell: Cell) -> tuple[str, ...]:
        """Return the values of the options that a cell offers, in order."""
        return tuple(o.value for o in question.options if o.ask_when.holds(cell.facts))

    def _answered(self, state: Interview, question: Question, cell: Cell, answer: Answer) -> Interview:
        """Put an answer; say at once what does not go together; then move on."""
        after = replace(state, answers=put(state.answers, state.page, cell.row, answer))
        clash = self._new_clash(after, question, cell)
        if clash is not None:
            return replace(after, mode=Mode.CLASH, clash=clash)
        return self._onwards(after)

    def _onwards(self, state: Interview) -> Interview:
        if state.returns or state.page.kind is Kind.SYSTEM:
            return self._next(state)
        if self._enough_now(state):
            return replace(state, mode=Mode.ENOUGH, told_enough=True)
        found = self.script.cells(state.answers, state.page, state.wanted)
        below = [n for n in range(state.cursor + 1, len(found)) if found[n].state not in PASSED_OVER]
        if below:
            return replace(state, cursor=below[0])
        if state.wanted.only:
            return self._next(state)
        open_ = [n for n, cell in enumerate(found) if cell.state in UNFINISHED]
        if open_ and open_[0] != state.cursor:
            return replace(state, cursor=open_[0])
        return replace(state, message="the last row: Enter for the next question")

    def _toggled(self, state: Interview, question: Question, cell: Cell, value: str) -> Interview:
        now = cell.answer.values if cell.answer is not None else frozenset[str]()
        new = question.toggled(now, value)
        if problems := question.problems(new):
            return replace(state, message=f"{problems[0].expected}: untick one first")
        answer = _given(cell, new) if new or state.page.kind is Kind.ROWS else _unknown(cell)
        after = replace(state, answers=put(state.answers, state.page, cell.row, answer))
        clash = self._new_clash(after, question, cell)
        return replace(after, mode=Mode.CLASH, clash=clash) if clash else after

    def _confirmed(self, state: Interview) -> Interview:
        answers = state.answers
        number = 0
        for cell in self.script.cells(answers, state.page, state.wanted):
            if cell.state is State.DRAFT and cell.answer is not None:
                answers = put(answers, state.page, cell.row, replace(cell.answer, origin=Origin.BLOCK))
                number += 1
        if not number:
            return replace(state, message="no guesses to confirm here")
        after = replace(state, answers=answers, message=f"guesses confirmed: {number}")
        if state.wanted.only:
            return self._next(after)
        return replace(self._entered(after), message=after.message)

    def _split(self, state: Interview, purpose: str) -> Interview:
        """Make two rows of one: it depends, so each kind gets a row of its own."""
        old = self.row(state)
        if old is None:
            return state
        answers, name = row_edits.split(self.knowledge, state.answers, old, purpose, state.page.question)
        wanted = replace(state.wanted, only=(*state.wanted.only, name)) if state.wanted.only else state.wanted
        return replace(state, answers=answers, wanted=wanted, message="now there are two rows: answer each")

    # --- the list of what happens ------------------------------------------------------------------------

    def listed(self, state: Interview) -> tuple[Archetype | Interaction, ...]:
        """Return what the list shows: the typical interactions, then own rows."""
        typical = self.knowledge.archetypes
        return (*typical.values(), *(i for i in state.answers.interactions if i.id not in typical))

    def _listing(self, state: Interview, key: str) -> Interview:
        if key == "a":
            return replace(state, mode=Mode.TYPE, typing=Typing.ROW, text="")
        if key == "e" and state.page.kind is Kind.HAPPENS:
            return replace(state, mode=Mode.MORE, scroll=0)
        row = self.row(state)
        if key == "r":
            if row is None:
                return replace(state, message="first mark the row with a number; then r renames its ends")
            return replace(state, mode=Mode.TYPE, typing=Typing.ENDS, text=arrow(row))
        if not key.isdecimal() or int(key) > len(self.marks):
            return replace(state, message="this key does nothing here; h lists the keys")
        mark = self.marks[int(key) - 1] if key != "0" else ""
        if not mark:
            return self._unmarked(state, row)
        interactions = state.answers.interactions
        if row is not None:
            new = replace(row, current=mark)
            interactions = tuple(new if i is row else i for i in interactions)
        elif isinstance(entry := self.listed(state)[state.cursor], Archetype):
            interactions = (*interactions, row_edits.from_archetype(entry, mark))
        after = replace(state, answers=replace(state.answers, interactions=interactions))
        return self._moved(after, 1)

    def _unmarked(self, state: Interview, row: Interaction | None) -> Interview:
        if row is None:
            return self._moved(state, 1)
        if _has_been_said(row):
            return replace(
                state, message="this row has answers, figures or a decision of your team; remove it in the file"
            )
        if any(row.id in flow.steps for flow in state.answers.flows):
            return replace(state, message="a flow uses this row; first remove it from the flow in the file")
        left = tuple(i for i in state.answers.interactions if i is not row)
        after = replace(state, answers=replace(state.answers, interactions=left))
        return replace(self._moved(after, 1 if state.page.kind is Kind.HAPPENS else 0), message="removed from the list")

    # --- moving ------------------------------------------------------------------------------------------

    def length(self, state: Interview) -> int:
        """Return how many rows the page has."""
        if state.page.kind is Kind.HAPPENS:
            return len(self.listed(state))
        if state.page.kind is Kind.ENDS:
            return len(state.answers.interactions)
        return len(self.script.cells(state.answers, state.page, state.wanted))

    def _moved(self, state: Interview, by: int) -> Interview:
        last = max(0, self.length(state) - 1)
        return replace(state, cursor=min(max(0, state.cursor + by), last))

    def _next(self, state: Interview) -> Interview:
        """Go on: to the place that one went back from, else to the next page that is not finished."""
        if state.page.kind is Kind.HAPPENS and not state.answers.interactions:
            return replace(state, message="no row is marked yet: type a number to mark one, or a to add one")
        state = self._none_ticked(state)
        if state.returns and state.ahead:
            return self._returned(state)
        if self._enough_now(state):
            return replace(state, mode=Mode.ENOUGH, told_enough=True)
        script = self.script.pages(state.wanted)
        later = script[script.index(state.page) + 1 :]
        for page in later:
            if state.ahead and page == state.ahead[-1].page:
                return self._returned(state)
            named = state.page.kind is Kind.HAPPENS and page.kind is Kind.ENDS
            if named or self.script.unfinished(state.answers, page, state.wanted):
                return self._entered(replace(state, page=page))
        return replace(state, mode=Mode.DONE)

    def _returned(self, state: Interview) -> Interview:
        """Go to the place that one went back from last, as far as it is still there."""
        *ahead, spot = state.ahead
        there = replace(state, page=spot.page, cursor=spot.cursor, ahead=tuple(ahead), returns=False)
        there = self._moved(there, 0)
        if not state.returns or self.knowledge.questions[spot.page.question].ticks:
            return there
        return self._onwards(there)

    def _none_ticked(self, state: Interview) -> Interview:
        """Take a list in which nothing need be ticked for answered when it is left."""
        if state.page.kind is not Kind.ROWS or any(
            o.alone for o in self.knowledge.questions[state.page.question].options
        ):
            return state
        answers = state.answers
        if self.knowledge.questions[state.page.question].ticks:
            for cell in self.script.cells(answers, state.page, state.wanted):
                if cell.state is State.OPEN:
                    answers = put(answers, state.page, cell.row, _given(cell, frozenset()))
        return replace(state, answers=answers)

    def _enough_now(self, state: Interview) -> bool:
        """Tell whether nothing that is to come can change a style or form any more, for the first time."""
        if state.page.kind is not Kind.ROWS or state.wanted.full or state.told_enough or state.ahead:
            return False
        script = self.script.pages(state.wanted)
        left = script[script.index(state.page) :]
        if not any(self.script.unfinished(state.answers, page, state.wanted) for page in left):
            return False
        cell = self.current(state)
        return not self.script.matters(state.answers, state.wanted, left, cell.row if cell else "")

    def _back(self, state: Interview) -> Interview:
        script = self.script.pages(state.wanted)
        here = Spot(state.page, state.cursor)
        if state.returns and state.ahead:  # a contradiction was to be resolved here, and is not
            return self._undisputed(state)
        for page in reversed(script[: script.index(state.page)]):
            if self.script.asks(state.answers, page, state.wanted):
                return replace(state, page=page, cursor=0, ahead=(*state.ahead, here))
        return replace(state, message="this is the first question")

    def _undisputed(self, state: Interview) -> Interview:
        *ahead, spot = state.ahead
        return replace(state, page=spot.page, cursor=spot.cursor, ahead=tuple(ahead), returns=False)

    def _entered(self, state: Interview) -> Interview:
        """Put the cursor on the first cell of a page that is not answered."""
        found = self.script.cells(state.answers, state.page, state.wanted)
        open_ = [n for n, cell in enumerate(found) if cell.state in UNFINISHED]
        return replace(state, cursor=open_[0] if open_ else 0)

    # --- the other modes -----------------------------------------------------------------------------------

    def _read(self, state: Interview, key: str) -> Interview:
        """Scroll what is read, or go back to the question; an answer is given at once."""
        if key in ("up", "down"):
            return replace(state, scroll=max(0, state.scroll + (1 if key == "down" else -1)))
        after = replace(state, mode=Mode.ASK, scroll=0)
        answers = key.isdecimal() and state.mode is Mode.MORE and state.page.kind is not Kind.HAPPENS
        return self._ask(after, key) if answers else after

    def _typing(self, state: Interview, cell: Cell, typing: Typing) -> Interview:
        answer = cell.answer
        text = (answer.note if typing is Typing.NOTE else answer.who) if answer is not None else ""
        return replace(state, mode=Mode.TYPE, typing=typing, text=text)

    def _type(self, state: Interview, key: str) -> Interview:
        if key == "escape":
            return replace(state, mode=Mode.ASK, text="")
        if key == "backspace":
            return replace(state, text=state.text[:-1])
        if key == "enter":
            return self._typed(replace(state, mode=Mode.ASK, text=""), state.text.strip())
        if len(key) != 1 or not one_line(key) or len(state.text) >= LONGEST:
            return replace(state, text=state.text + key) if key == " " else state
        return replace(state, text=state.text + key)

    def _typed(self, state: Interview, text: str) -> Interview:
        match state.typing:
            case Typing.ROW | Typing.ENDS:
                return self._typed_row(state, text)
            case Typing.SPLIT:
                return self._split(state, text) if text else state
        cell = self.current(state)
        if cell is None:
            return state
        answer = cell.answer or Answer(frozenset(), known=False)
        answer = replace(answer, note=text) if state.typing is Typing.NOTE else replace(answer, who=text)
        return replace(state, answers=put(state.answers, state.page, cell.row, answer))

    def _typed_row(self, state: Interview, text: str) -> Interview:
        if not text:
            return state
        row = one(text)
        if row is None:
            return replace(state, message="not understood; expected Order -> Mail: confirmation")
        if state.typing is Typing.ROW:
            return self.add_rows(state, text)
        old = self.row(state)
        return replace(state, answers=row_edits.renamed(state.answers, old, row)) if old else state

    def _new_clash(self, state: Interview, question: Question, cell: Cell) -> Clash | None:
        """Return a contradiction that an answer has just brought about, and that nobody has let stand yet."""
        if state.page.kind is not Kind.ROWS:
            return None
        row = next(i for i in state.answers.interactions if i.id == cell.row)
        facts = self.script.facts(state.answers, row)
        for dispute in self.knowledge.disputes:
            clash = Clash(cell.row, dispute.id)
            new = question.id in keys(dispute.when) and clash not in state.accepted
            if new and dispute.when.holds(facts) and not dispute.when.holds(cell.facts):
                return clash
        return None

    def dispute(self, state: Interview) -> Dispute:
        """Return the contradiction that is being shown."""
        return next(d for d in self.knowledge.disputes if state.clash and d.id == state.clash.dispute)

    def _clash(self, state: Interview, key: str) -> Interview:
        if state.clash is None:
            return replace(state, mode=Mode.ASK)
        questions = self.dispute(state).questions
        if key in ("enter", str(len(questions) + 1)):
            after = replace(state, mode=Mode.ASK, clash=None, accepted=state.accepted | {state.clash})
            ticks = self.knowledge.questions[state.page.question].ticks
            return after if ticks and not state.returns else self._onwards(after)
        if key.isdecimal() and 1 <= int(key) <= len(questions):
            page = Page(Kind.ROWS, questions[int(key) - 1])
            after = replace(state, mode=Mode.ASK, clash=None)
            if page == state.page or page not in self.script.pages(state.wanted):
                return after
            found = [cell.row for cell in self.script.cells(state.answers, page, state.wanted)]
            ahead = state.ahead if state.returns else (*state.ahead, Spot(state.page, state.cursor))
            return replace(after, page=page, cursor=found.index(state.clash.row), ahead=ahead, returns=True)
        return replace(state, message="type a number, or Enter to keep both for now")

    def _enough(self, state: Interview, key: str) -> Interview:
        if key == "q":
            return replace(state, mode=Mode.DONE)
        if key != "enter":
            return state
        found = self.script.cells(state.answers, state.page, state.wanted)
        here = replace(state, mode=Mode.ASK)
        if any(cell.state in UNFINISHED for cell in found):
            return self._entered(here)
        return self._next(here)


def _has_been_said(row: Interaction) -> bool:
    """Tell whether a row holds what somebody wrote: an answer, a note, figures or a decision."""
    said = any(not answer.origin.draft or answer.note or answer.who for answer in row.answers.values())
    return said or bool(row.figures) or row.decision is not None


def _given(cell: Cell, values: frozenset[str]) -> Answer:
    old = cell.answer
    return Answer(values, note=old.note if old else "", who=old.who if old else "")


def _unknown(cell: Cell) -> Answer:
    old = cell.answer
    return Answer(frozenset(), known=False, note=old.note if old else "", who=old.who if old else "")
