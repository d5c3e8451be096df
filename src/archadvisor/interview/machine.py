"""The interview as a machine: (state, key) → state. Pure; the terminal only draws it and sends keys."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.types import Answer, Answers, Interaction, Origin
from archadvisor.interview.pasted import Pasted, identifier, one
from archadvisor.interview.pasted import rows as pasted_rows
from archadvisor.interview.script import (
    Cell,
    Kind,
    Page,
    State,
    Wanted,
    cells,
    pages,
    put,
    still_matters,
    unfinished,
)
from archadvisor.knowledge.types import Archetype, Dispute, KnowledgeBase, Question, Scope
from archadvisor.scoring.facts import asked, given, surroundings


class Mode(StrEnum):
    """What a key means at the moment."""

    ASK = "ask"
    MORE = "more"
    TYPE = "type"
    CLASH = "clash"
    ENOUGH = "enough"
    DONE = "done"
    LEFT = "left"


class Typing(StrEnum):
    """What is being typed."""

    NOTE = "note"
    WHO = "who"
    ROW = "row"
    ENDS = "ends"


class Clash(Struct, frozen=True):
    """Two answers of a row that do not go together."""

    row: str
    dispute: str


class Interview(Struct, frozen=True):
    """Everything that a key press depends on; `cursor` is the row on the page."""

    answers: Answers
    wanted: Wanted
    page: Page
    cursor: int = 0
    mode: Mode = Mode.ASK
    typing: Typing = Typing.NOTE
    text: str = ""
    clash: Clash | None = None
    accepted: frozenset[Clash] = frozenset()
    told_enough: bool = False
    message: str = ""


MARKS = ("call", "message", "in-process", "shared-table", "file", "planned")
"""How something travels today, by the number that marks it."""


def begin(knowledge: KnowledgeBase, answers: Answers, wanted: Wanted) -> Interview:
    """Return the interview at the first page that is not finished; done where all is."""
    script = pages(knowledge, answers, wanted)
    for page in script:
        if unfinished(knowledge, answers, page, wanted):
            return _entered(knowledge, Interview(answers, wanted, page))
    return Interview(answers, wanted, script[-1], mode=Mode.DONE)


class Machine:
    """Steps of the interview against one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self._ticks = tuple(q.id for q in knowledge.of_scope(Scope.INTERACTION) if q.ticks)

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
            case Mode.MORE:
                return replace(state, mode=Mode.ASK)
            case Mode.DONE | Mode.LEFT:
                return state
        return self._ask(state, key)

    def paste(self, state: Interview, text: str) -> Interview:
        """Return what follows pasted text: on the list of interactions its lines are rows, elsewhere typed text."""
        if state.mode is Mode.TYPE:
            return replace(state, text=state.text + " ".join(text.split()))
        if state.page.kind not in (Kind.HAPPENS, Kind.ENDS):
            return replace(state, message="rows can be pasted where what happens is listed (b goes back)")
        return self.add_rows(state, text)

    def add_rows(self, state: Interview, text: str) -> Interview:
        """Return the interview with the rows that some lines describe; what was not understood is said."""
        found, left = pasted_rows(text)
        answers = state.answers
        for row in found:
            answers = _added(answers, row)
        message = f"{len(found)} row{'' if len(found) == 1 else 's'} added"
        if left:
            message += f"; {len(left)} not understood, the first: {left[0][:40]}"
        return replace(state, answers=answers, message=message)

    # --- asking --------------------------------------------------------------------------------------

    def _ask(self, state: Interview, key: str) -> Interview:
        if key in ("up", "down"):
            return self._moved(state, -1 if key == "up" else 1)
        if key == "enter":
            return self._next(state)
        if key == "q":
            return replace(state, mode=Mode.LEFT)
        if key in ("b", "left"):
            return self._back(state)
        if state.page.kind is Kind.HAPPENS:
            return self._happens(state, key)
        if state.page.kind is Kind.ENDS:
            return self._ends(state, key)
        return self._cell(state, key)

    def _cell(self, state: Interview, key: str) -> Interview:
        question = self.knowledge.questions[state.page.question]
        cell = self.current(state)
        if key == "e":
            return replace(state, mode=Mode.MORE)
        if key == "c":
            return self._confirmed(state)
        if cell is None or cell.state is State.MOOT:
            return replace(state, message="not asked here, by the answers so far")
        if key == "d" and state.page.kind is Kind.ROWS:
            return self._split(state, cell)
        if key in ("n", "w"):
            return self._typing(state, cell, Typing.NOTE if key == "n" else Typing.WHO)
        if key == "?":
            return self._answered(state, question, cell, _unknown(cell))
        options = self.offered(state, question, cell)
        if key.isdigit() and 1 <= int(key) <= len(options):
            value = options[int(key) - 1]
            if question.ticks:
                return self._toggled(state, question, cell, value)
            return self._answered(state, question, cell, _given(cell, frozenset((value,))))
        return replace(state, message="that key has no meaning here")

    def current(self, state: Interview) -> Cell | None:
        """Return the cell under the cursor."""
        found = cells(self.knowledge, state.answers, state.page, state.wanted)
        return found[min(state.cursor, len(found) - 1)] if found else None

    def offered(self, state: Interview, question: Question, cell: Cell) -> tuple[str, ...]:
        """Return the values of the options that a cell offers, in order."""
        facts = self._facts(state.answers, cell.row) if question.scope is Scope.INTERACTION else {}
        return tuple(o.value for o in question.options if o.ask_when.holds(facts))

    def _answered(self, state: Interview, question: Question, cell: Cell, answer: Answer) -> Interview:
        """Put an answer; say at once what does not go together; then move on."""
        after = replace(state, answers=put(state.answers, state.page, cell.row, answer))
        clash = self._new_clash(after, cell.row) if question.scope is Scope.INTERACTION else None
        if clash is not None:
            return replace(after, mode=Mode.CLASH, clash=clash)
        return self._onwards(after)

    def _onwards(self, state: Interview) -> Interview:
        if state.page.kind is Kind.SYSTEM:
            return self._next(state)
        found = cells(self.knowledge, state.answers, state.page, state.wanted)
        below = [n for n in range(state.cursor + 1, len(found)) if found[n].state is not State.MOOT]
        if below:
            return replace(state, cursor=below[0])
        return (
            self._next(state) if state.wanted.one else replace(state, message="last row: Enter for the next question")
        )

    def _toggled(self, state: Interview, question: Question, cell: Cell, value: str) -> Interview:
        now = cell.answer.values if cell.answer is not None else frozenset[str]()
        alone = {o.value for o in question.options if o.alone}
        new = now ^ {value}
        if value in alone:
            new = new & {value}
        elif value in new:
            new = new - alone
        if question.limit is not None and len(new) > question.limit:
            return replace(state, message=f"at most {question.limit}: take one back first")
        after = replace(state, answers=put(state.answers, state.page, cell.row, _given(cell, new)))
        clash = self._new_clash(after, cell.row) if question.scope is Scope.INTERACTION else None
        return replace(after, mode=Mode.CLASH, clash=clash) if clash else after

    def _confirmed(self, state: Interview) -> Interview:
        answers = state.answers
        number = 0
        for cell in cells(self.knowledge, answers, state.page, state.wanted):
            if cell.state is State.DRAFT and cell.answer is not None:
                answers = put(answers, state.page, cell.row, replace(cell.answer, origin=Origin.BLOCK))
                number += 1
        return replace(state, answers=answers, message=f"{number} draft{'' if number == 1 else 's'} confirmed")

    def _split(self, state: Interview, cell: Cell) -> Interview:
        """Make two rows of one: it depends, so each kind gets a row of its own."""
        old = next(i for i in state.answers.interactions if i.id == cell.row)
        taken = [i.id for i in state.answers.interactions]
        name = next(f"{old.id}-{n}" for n in range(2, len(taken) + 3) if f"{old.id}-{n}" not in taken)
        rest = {key: answer for key, answer in old.answers.items() if key != state.page.question}
        other = replace(old, id=name, purpose=f"{old.purpose} (2)", answers=rest)
        at = taken.index(old.id) + 1
        interactions = (*state.answers.interactions[:at], other, *state.answers.interactions[at:])
        wanted = replace(state.wanted, one="") if state.wanted.one else state.wanted
        return replace(
            state,
            answers=replace(state.answers, interactions=interactions),
            wanted=state.wanted if not state.wanted.one else wanted,
            message="two rows now: answer each; the list of rows (b) renames them",
        )

    # --- the list of what happens ------------------------------------------------------------------------

    def listed(self, state: Interview) -> tuple[Archetype | Interaction, ...]:
        """Return what the list shows: the typical interactions, then own rows."""
        typical = tuple(self.knowledge.archetypes.values())
        ids = {archetype.id for archetype in typical}
        return (*typical, *(i for i in state.answers.interactions if i.id not in ids))

    def _happens(self, state: Interview, key: str) -> Interview:
        if key == "a":
            return replace(state, mode=Mode.TYPE, typing=Typing.ROW, text="")
        if not key.isdigit() or int(key) > len(MARKS):
            return replace(state, message="a number marks how it travels today; a adds a row of your own")
        entry = self.listed(state)[state.cursor]
        mark = MARKS[int(key) - 1] if key != "0" else ""
        there = next((i for i in state.answers.interactions if i.id == entry.id), None)
        if not mark:
            if there is not None and any(a.origin is Origin.TEAM for a in there.answers.values()):
                return replace(state, message="this row has answers; take it out of the file if it is not there")
            interactions = tuple(i for i in state.answers.interactions if i.id != entry.id)
        elif there is not None:
            interactions = tuple(replace(i, current=mark) if i is there else i for i in state.answers.interactions)
        else:
            assert isinstance(entry, Archetype)
            interactions = (*state.answers.interactions, from_archetype(entry, mark))
        after = replace(state, answers=replace(state.answers, interactions=interactions))
        return self._moved(after, 1)

    def _ends(self, state: Interview, key: str) -> Interview:
        found = state.answers.interactions
        if key == "a":
            return replace(state, mode=Mode.TYPE, typing=Typing.ROW, text="")
        if key == "r" and found:
            row = found[state.cursor]
            text = f"{row.sender} -> {', '.join(row.receivers)}: {row.purpose}"
            return replace(state, mode=Mode.TYPE, typing=Typing.ENDS, text=text)
        return replace(state, message="r renames the row, a adds one, Enter goes on")

    # --- moving ------------------------------------------------------------------------------------------

    def length(self, state: Interview) -> int:
        """Return how many rows the page has."""
        if state.page.kind is Kind.HAPPENS:
            return len(self.listed(state))
        if state.page.kind is Kind.ENDS:
            return len(state.answers.interactions)
        return len(cells(self.knowledge, state.answers, state.page, state.wanted))

    def _moved(self, state: Interview, by: int) -> Interview:
        last = max(0, self.length(state) - 1)
        return replace(state, cursor=min(max(0, state.cursor + by), last))

    def _next(self, state: Interview) -> Interview:
        script = pages(self.knowledge, state.answers, state.wanted)
        at = script.index(state.page)
        if state.page.kind is Kind.HAPPENS and not state.answers.interactions:
            return replace(state, message="nothing is marked yet: a number marks a row, a adds one of your own")
        later = script[at + 1 :]
        fresh = [Page(Kind.ENDS)] if state.page.kind is Kind.HAPPENS else []
        for page in later:
            if page in fresh or unfinished(self.knowledge, state.answers, page, state.wanted):
                if self._enough_now(state):
                    return replace(state, mode=Mode.ENOUGH, told_enough=True)
                return _entered(self.knowledge, replace(state, page=page))
        return replace(state, mode=Mode.DONE)

    def _enough_now(self, state: Interview) -> bool:
        """Tell whether nothing that is open can change a style or form any more, for the first time."""
        asking = state.page.kind in (Kind.ROWS, Kind.PARTS) and not state.wanted.full
        if not asking or state.told_enough:
            return False
        return not still_matters(self.knowledge, state.answers, state.wanted)

    def _back(self, state: Interview) -> Interview:
        script = pages(self.knowledge, state.answers, state.wanted)
        for page in reversed(script[: script.index(state.page)]):
            if page.kind in (Kind.HAPPENS, Kind.ENDS) or any(
                cell.state is not State.MOOT for cell in cells(self.knowledge, state.answers, page, state.wanted)
            ):
                return replace(state, page=page, cursor=0)
        return replace(state, message="this is the first question")

    # --- the other modes -----------------------------------------------------------------------------------

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
        return replace(state, text=state.text + key) if len(key) == 1 and key.isprintable() else state

    def _typed(self, state: Interview, text: str) -> Interview:
        if state.typing in (Typing.ROW, Typing.ENDS):
            return self._typed_row(state, text)
        cell = self.current(state)
        if cell is None:
            return state
        answer = cell.answer or Answer(frozenset(), known=False)
        answer = replace(answer, note=text) if state.typing is Typing.NOTE else replace(answer, who=text)
        return replace(state, answers=put(state.answers, state.page, cell.row, answer))

    def _typed_row(self, state: Interview, text: str) -> Interview:
        row = one(text)
        if not text:
            return state
        if row is None:
            return replace(state, message="expected: Order -> Mail: confirmation")
        if state.typing is Typing.ROW:
            return replace(state, answers=_added(state.answers, row), message="added")
        old = state.answers.interactions[state.cursor]
        new = replace(old, sender=row.sender, receivers=row.receivers, purpose=row.purpose)
        interactions = tuple(new if i is old else i for i in state.answers.interactions)
        return replace(state, answers=replace(state.answers, interactions=interactions))

    def _new_clash(self, state: Interview, row: str) -> Clash | None:
        facts = self._facts(state.answers, row)
        for dispute in self.knowledge.disputes:
            clash = Clash(row, dispute.id)
            if clash not in state.accepted and dispute.when.holds(facts):
                return clash
        return None

    def dispute(self, state: Interview) -> Dispute:
        """Return the contradiction that is being shown."""
        return next(d for d in self.knowledge.disputes if state.clash and d.id == state.clash.dispute)

    def _clash(self, state: Interview, key: str) -> Interview:
        assert state.clash is not None
        questions = self.dispute(state).questions
        if key.isdigit() and 1 <= int(key) <= len(questions):
            page = Page(Kind.ROWS, questions[int(key) - 1])
            found = [cell.row for cell in cells(self.knowledge, state.answers, page, state.wanted)]
            at = found.index(state.clash.row)
            return replace(state, mode=Mode.ASK, page=page, cursor=at, clash=None)
        if key in ("enter", str(len(questions) + 1)):
            after = replace(state, mode=Mode.ASK, clash=None, accepted=state.accepted | {state.clash})
            return self._onwards(after)
        return replace(state, message="a number, or Enter to leave both for now")

    def _enough(self, state: Interview, key: str) -> Interview:
        if key == "q":
            return replace(state, mode=Mode.DONE)
        if key == "enter":
            return self._next(replace(state, mode=Mode.ASK))
        return state

    def _facts(self, answers: Answers, row: str) -> dict[str, frozenset[str]]:
        interaction = next(i for i in answers.interactions if i.id == row)
        around = surroundings(self.knowledge, answers)
        return dict(asked(self.knowledge, given(around, interaction, self._ticks)))


def _entered(knowledge: KnowledgeBase, state: Interview) -> Interview:
    """Put the cursor on the first cell of a page that is not answered."""
    found = cells(knowledge, state.answers, state.page, state.wanted)
    open_ = [n for n, cell in enumerate(found) if cell.state in (State.OPEN, State.DRAFT)]
    return replace(state, cursor=open_[0] if open_ else 0)


def _given(cell: Cell, values: frozenset[str]) -> Answer:
    old = cell.answer
    return Answer(values, note=old.note if old else "", who=old.who if old else "")


def _unknown(cell: Cell) -> Answer:
    old = cell.answer
    return Answer(frozenset(), known=False, note=old.note if old else "", who=old.who if old else "")


def _added(answers: Answers, row: Pasted) -> Answers:
    name = identifier(row, (i.id for i in answers.interactions))
    new = Interaction(name, row.sender, row.receivers, row.purpose, row.current, "", {})
    return replace(answers, interactions=(*answers.interactions, new))


def from_archetype(archetype: Archetype, mark: str) -> Interaction:
    """Return the interaction that a typical one makes, travelling as marked today."""
    return Interaction(
        id=archetype.id,
        sender=archetype.sender,
        receivers=archetype.receivers,
        purpose=archetype.purpose,
        current=mark,
        archetype=archetype.id,
        answers={d.question: Answer(frozenset(d.values), Origin.ARCHETYPE) for d in archetype.answers},
    )
