"""What to ask, in which order: pages and cells, from the answers so far and the knowledge alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.row_edits import ends_of, part_of, put_answer
from archadvisor.answers.types import Answer, Answers, Interaction, Origin, Part
from archadvisor.knowledge.conditions import ALWAYS, NEVER, AnyOf, Condition, Facts, Is, Not
from archadvisor.knowledge.types import KnowledgeBase, Question, Scope, Style
from archadvisor.scoring.facts import Surroundings, asked, known_facts, surroundings
from archadvisor.scoring.judgement import Judgements, tables


class Kind(StrEnum):
    """What a page asks about."""

    SYSTEM = "system"
    HAPPENS = "happens"
    ENDS = "ends"
    PARTS = "parts"
    ROWS = "rows"


class Wanted(Struct, frozen=True):
    """What is to be asked: everything, only the first breakdown, only what some roles can answer.

    `only` are the ids of the interactions to ask about (`ask`); then neither the system nor the list of what
    happens is asked. Empty: all.
    """

    full: bool = False
    quick: bool = False
    roles: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


class Page(Struct, frozen=True):
    """One screen: a question for the system, for all parts or for all rows; or the list of what happens."""

    kind: Kind
    question: str = ""


class State(StrEnum):
    """How far a cell is answered. MOOT: not asked, by the answers so far. SETTLED: would change nothing any more."""

    OPEN = "open"
    DRAFT = "draft"
    ANSWERED = "answered"
    MOOT = "moot"
    SETTLED = "settled"


UNFINISHED = (State.OPEN, State.DRAFT)
PASSED_OVER = (State.MOOT, State.SETTLED)


class Cell(Struct, frozen=True):
    """One question for one row: an interaction's id, a part's name, or "" for the system."""

    row: str
    state: State
    answer: Answer | None
    facts: Facts


class _Outlook(Struct, frozen=True):
    """What the open and draft answers of a row can still change, by question."""

    style: Style | None
    matter: frozenset[str]
    turns: bool
    forms: frozenset[str]


class _Row(Struct):
    """What is known of one row, as long as it and its surroundings stay the same objects."""

    interaction: Interaction
    around: Surroundings
    facts: Facts
    cells: dict[tuple[str, Wanted], Cell]
    outlook: _Outlook | None = None


class Script:
    """The pages and cells of one knowledge base. Remembers what it worked out for rows that have not changed."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self._tables = tables(knowledge)
        own = knowledge.of_scope(Scope.INTERACTION)
        self._never_varied = tuple(q.id for q in own if q.never_varied and q.ask_when is ALWAYS)
        self._disputed = {
            q.id: tuple(d for d in knowledge.disputes if q.id in d.questions) for q in knowledge.questions.values()
        }
        self._around: tuple[Mapping[str, Answer], Mapping[str, Part], Surroundings] | None = None
        self._rows: dict[str, _Row] = {}
        self._cells: dict[tuple[Page, Wanted], tuple[Cell, ...]] = {}
        self._cells_of: Answers | None = None

    # --- pages -------------------------------------------------------------------------------------------

    def pages(self, wanted: Wanted) -> tuple[Page, ...]:
        """Return the pages in the order of asking; what nobody here can answer is left out."""
        found: list[Page] = []
        if not wanted.only:
            found += (*self._of(Scope.SYSTEM, Kind.SYSTEM, wanted), Page(Kind.HAPPENS), Page(Kind.ENDS))
        if wanted.quick:
            return tuple(found)
        found += self._of(Scope.PART, Kind.PARTS, wanted)
        return (*found, *self._of(Scope.INTERACTION, Kind.ROWS, wanted))

    def _of(self, scope: Scope, kind: Kind, wanted: Wanted) -> Iterator[Page]:
        for question in self.knowledge.of_scope(scope):
            left_out = wanted.only and not wanted.full and question.in_full
            if not left_out and (not wanted.roles or any(role in wanted.roles for role in question.ask)):
                yield Page(kind, question.id)

    def unfinished(self, answers: Answers, page: Page, wanted: Wanted) -> int:
        """Return how many cells of a page are open or drafts; for the list of interactions 1 while it is empty."""
        if page.kind in (Kind.HAPPENS, Kind.ENDS):
            return 1 if page.kind is Kind.HAPPENS and not answers.interactions else 0
        return sum(1 for cell in self.cells(answers, page, wanted) if cell.state in UNFINISHED)

    def asks(self, answers: Answers, page: Page, wanted: Wanted) -> bool:
        """Tell whether a page has anything that is asked, answered or not."""
        if page.kind in (Kind.HAPPENS, Kind.ENDS):
            return True
        return any(cell.state not in PASSED_OVER for cell in self.cells(answers, page, wanted))

    # --- cells -------------------------------------------------------------------------------------------

    def cells(self, answers: Answers, page: Page, wanted: Wanted) -> tuple[Cell, ...]:
        """Return the cells of a page: one for the system, or one for each part or row."""
        if answers is not self._cells_of:
            self._cells, self._cells_of = {}, answers
        found = self._cells.get((page, wanted))
        if found is None:
            found = self._cells[page, wanted] = tuple(self._worked_out(answers, page, wanted))
        return found

    def _worked_out(self, answers: Answers, page: Page, wanted: Wanted) -> Iterator[Cell]:
        if page.kind in (Kind.HAPPENS, Kind.ENDS):
            return
        question = self.knowledge.questions[page.question]
        around = self._surroundings(answers)
        if page.kind is Kind.SYSTEM:
            cell = _cell("", question, answers.system.get(question.id), around.system)
            settled = not wanted.full and cell.state is State.OPEN and self._system_settled(answers, question)
            yield replace(cell, state=State.SETTLED) if settled else cell
        elif page.kind is Kind.PARTS:
            for name in parts(answers, wanted):
                facts = around.of_part(name)
                cell = _cell(name, question, part_of(answers, name).answers.get(question.id), facts)
                # Of one interaction alone, only what its form would stay open on.
                condition = (question.doubt_when or NEVER) if wanted.only else question.worth_when
                worth = wanted.full or cell.state is not State.OPEN or condition.holds(facts)
                yield cell if worth else replace(cell, state=State.MOOT)
        else:
            for row in rows(answers, wanted):
                known = self._row(answers, row)
                found = known.cells.get((question.id, wanted))
                if found is None:
                    found = _cell(row.id, question, row.answers.get(question.id), known.facts)
                    if found.state is State.OPEN and not wanted.full and self._settled(answers, row, question, wanted):
                        found = replace(found, state=State.SETTLED)
                    known.cells[question.id, wanted] = found
                yield found

    def _settled(self, answers: Answers, row: Interaction, question: Question, wanted: Wanted) -> bool:
        """Tell whether a question settles nothing any more.

        In an interview: it settles nothing but the style, the range has one sign already and the form would be
        the same. Of one interaction alone also: it settles style and form only, could change neither, and could
        bring no contradiction to light.
        """
        if question.never_varied or "safeguards" in question.settles:
            return False
        if not wanted.only and question.settles != ("style",):
            return False
        if self._anything_goes(answers, row) or any(a.known and a.origin.draft for a in row.answers.values()):
            return False
        outlook = self._outlook(answers, row)
        if wanted.only:
            return question.id not in outlook.matter and not self._may_dispute(question, self._row(answers, row).facts)
        return not outlook.turns and question.id not in outlook.forms

    def _system_settled(self, answers: Answers, question: Question) -> bool:
        if question.settles != ("style",) or not answers.interactions:
            return False
        if any(self._anything_goes(answers, row) for row in answers.interactions):
            return False
        outlooks = (self._outlook(answers, row) for row in answers.interactions)
        return not any(outlook.turns or question.id in outlook.forms for outlook in outlooks)

    def _anything_goes(self, answers: Answers, row: Interaction) -> bool:
        """Tell whether a row lacks an answer that nothing can stand in for: what is passed."""
        facts = self._row(answers, row).facts
        return any(name not in facts for name in self._never_varied)

    def _may_dispute(self, question: Question, facts: Facts) -> bool:
        return any(
            dispute.when.holds({**facts, question.id: frozenset((option.value,))})
            for dispute in self._disputed[question.id]
            for option in question.options
        )

    def matters(self, answers: Answers, wanted: Wanted, pages: tuple[Page, ...], changed: str = "") -> bool:
        """Tell whether a cell of some pages, open or draft, could still change a style or form.

        `changed` is the row that was answered last.
        """
        by_id = {row.id: row for row in rows(answers, wanted)}
        if changed in by_id:  # a little work with each answer, and no pause when the last one has come
            self._outlook(answers, by_id[changed])
        open_: dict[str, set[str]] = {}
        for page in pages:
            if page.kind is Kind.ROWS:
                for cell in self.cells(answers, page, wanted):
                    if cell.state in UNFINISHED:
                        open_.setdefault(cell.row, set()).add(page.question)
        return any(self._may_change(answers, by_id[name], questions) for name, questions in open_.items())

    def _may_change(self, answers: Answers, row: Interaction, open_: Collection[str]) -> bool:
        """Tell whether answers to open questions, together too, may change the style or form of a row.

        A gate, a form and a ruling line may rest on several answers, so for these all that is open is taken for
        anything at all; for the sum of the evidence one answer at a time is varied.
        """
        if any(name in open_ for name in self._never_varied):
            return True
        outlook = self._outlook(answers, row)
        if not outlook.matter.isdisjoint(open_):
            return True
        facts = self._row(answers, row).facts
        undecided = [gate.when for gate in self.knowledge.gates]
        undecided += [form.when for form in self.knowledge.forms.values() if outlook.style in form.styles]
        if any(len(possible(condition, facts, open_)) > 1 for condition in undecided):
            return True
        return any(
            rule.ruling
            and rule.key in open_
            and rule.favours is not outlook.style
            and True in possible(rule.given, facts, open_)
            for rule in self.knowledge.rules
        )

    # --- what is remembered ------------------------------------------------------------------------------

    def facts(self, answers: Answers, row: Interaction) -> Facts:
        """Return what is known and asked of a row."""
        return self._row(answers, row).facts

    def _surroundings(self, answers: Answers) -> Surroundings:
        known = self._around
        if known is None or known[0] is not answers.system or known[1] is not answers.parts:
            known = self._around = (answers.system, answers.parts, surroundings(self.knowledge, answers))
        return known[2]

    def _row(self, answers: Answers, row: Interaction) -> _Row:
        around = self._surroundings(answers)
        known = self._rows.get(row.id)
        if known is not None and known.interaction is row:
            if known.around is around:
                return known
            if _alike(known.around, around, row):
                known.around = around
                return known
        facts = asked(self.knowledge, known_facts(around, row, self._tables.ticks))
        known = self._rows[row.id] = _Row(row, around, facts, {})
        return known

    def _outlook(self, answers: Answers, row: Interaction) -> _Outlook:
        known = self._row(answers, row)
        if known.outlook is None:
            matter, forms, turns = set[str](), set[str](), False
            result, form, found = Judgements(self._tables, answers).varied(row)
            style = result.style
            for varied in found:
                if varied.matters(style, form):
                    matter.add(varied.question.id)
                if varied.turns(style):
                    turns = True
                if any(variant.form is not form for variant in varied.variants):
                    forms.add(varied.question.id)
            known.outlook = _Outlook(style if found else None, frozenset(matter), turns, frozenset(forms))
        return known.outlook


def possible(condition: Condition, facts: Facts, open_: Collection[str]) -> frozenset[bool]:
    """Return what a condition may come to where some questions may be answered in any way."""
    if isinstance(condition, Is):
        return _EITHER if condition.key in open_ else frozenset((condition.holds(facts),))
    if isinstance(condition, Not):
        return frozenset(not value for value in possible(condition.condition, facts, open_))
    inner = [possible(one, facts, open_) for one in condition.conditions]
    deciding = isinstance(condition, AnyOf)  # one of these is enough
    if any(one == {deciding} for one in inner):
        return frozenset((deciding,))
    return _EITHER if any(len(one) > 1 for one in inner) else frozenset((not deciding,))


_EITHER = frozenset((True, False))


def _alike(one: Surroundings, other: Surroundings, row: Interaction) -> bool:
    """Tell whether a row has the same surroundings: the system, and the parts at its ends."""
    ends = (row.sender, *row.receivers)
    return one.known == other.known and all(one.parts.get(name) == other.parts.get(name) for name in ends)


def _cell(row: str, question: Question, answer: Answer | None, facts: Facts) -> Cell:
    if not question.ask_when.holds(facts):
        return Cell(row, State.MOOT, answer, facts)
    if answer is None or (question.never_prefilled and answer.known and answer.origin is Origin.ASSUMED):
        return Cell(row, State.OPEN, None, facts)
    return Cell(row, State.DRAFT if answer.known and answer.origin.draft else State.ANSWERED, answer, facts)


def rows(answers: Answers, wanted: Wanted) -> tuple[Interaction, ...]:
    """Return the interactions that are asked about."""
    return tuple(i for i in answers.interactions if i.id in wanted.only) if wanted.only else answers.interactions


def parts(answers: Answers, wanted: Wanted) -> tuple[str, ...]:
    """Return the names of all parts that are asked about, in the order in which interactions name them."""
    return ends_of(rows(answers, wanted))


_SCOPES = {Kind.SYSTEM: Scope.SYSTEM, Kind.PARTS: Scope.PART}


def put(answers: Answers, page: Page, row: str, answer: Answer) -> Answers:
    """Return the answers with one cell answered; later answers stay as they are."""
    return put_answer(answers, _SCOPES.get(page.kind, Scope.INTERACTION), row, page.question, answer)
