"""What to ask, in which order: pages and cells, from the answers so far and the knowledge alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.row_edits import ends_of, part_of
from archadvisor.answers.several import main_questions
from archadvisor.answers.types import Answer, Answers, Interaction, Origin, Part
from archadvisor.assess import Breakdowns
from archadvisor.interview.guesses import guessed_parts, guessed_row, guesses
from archadvisor.interview.joined import joined_cell
from archadvisor.interview.pages import (
    KIND_OF,
    LISTS,
    PASSED_OVER,
    UNFINISHED,
    Asked,
    Cell,
    Kind,
    Page,
    State,
    Wanted,
    parts,
    rows,
)
from archadvisor.interview.state import SoFar
from archadvisor.knowledge.conditions import NEVER, Facts
from archadvisor.knowledge.types import SOUNDS, Joined, KnowledgeBase, Question, Scope
from archadvisor.scoring.facts import Signs, Surroundings, asked, known_facts, surroundings
from archadvisor.scoring.judgement import Judgements, Tried, tables


class _Around(Struct, frozen=True):
    """What surrounds all rows, and what it was made of: the system, and the parts with guesses."""

    system: Mapping[str, Answer]
    said: Mapping[str, Part]
    names: tuple[str, ...]
    parts: Mapping[str, Part]
    facts: Surroundings


class _Row(Struct):
    """What is known of one row, as long as it and its surroundings stay the same objects.

    facts: what people have said; guessed: the row with guesses where they have not, asked: what is known of that
    matter: what can still change its style or its form, by question
    """

    interaction: Interaction
    around: Surroundings
    facts: Facts
    guessed: Interaction
    asked: Facts
    cells: dict[tuple[str, Wanted], Cell]
    matter: frozenset[str] | None = None


class Script:
    """The pages and cells of one knowledge base. Remembers what it worked out for rows that have not changed."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self._tables = tables(knowledge)
        self._tried = Tried()
        self._breakdowns = Breakdowns(self._tables, self._tried)
        self._signs = Signs(knowledge)
        self._in_order = knowledge.in_order_of_asking(Scope.INTERACTION)
        own = knowledge.of_scope(Scope.INTERACTION)
        self._first = tuple(q.id for q in own if q.never_varied)
        self._main = {one.id: main_questions(one) for one in knowledge.joined.values()}
        joined = [name for names in self._main.values() for name in names]
        self._deciding = frozenset(name for name in joined if knowledge.questions[name].never_prefilled)
        self._reads = {
            **{question.id: frozenset((question.id,)) for question in knowledge.questions.values()},
            **{one.id: frozenset(one.questions()) for one in knowledge.joined.values()},
        }
        self._around: _Around | None = None
        self._around_of: Answers | None = None
        self._rows: dict[str, _Row] = {}
        self._cells: dict[tuple[Page, Wanted], tuple[Cell, ...]] = {}
        self._cells_of: Answers | None = None

    def question(self, page: Page) -> Asked:
        """Return the question of a page."""
        joined = self.knowledge.joined.get(page.question)
        return joined or self.knowledge.questions[page.question]

    # --- pages -------------------------------------------------------------------------------------------

    def pages(self, wanted: Wanted) -> tuple[Page, ...]:
        """Return the pages in the order of asking; what nobody here can answer is left out."""
        listed = [self._page(name) for name in self.knowledge.interview]
        there = {page.question for page in listed}
        covered = {name for page in listed if page.question in self.knowledge.joined for name in self._answers(page)}
        others = [Page(KIND_OF[q.scope], q.id) for q in self.knowledge.questions.values() if q.id not in there]
        system = [page for page in others if page.kind is Kind.SYSTEM]
        details = [page for page in others if page.kind is not Kind.SYSTEM and page.question not in covered]
        if not wanted.full:
            details = []
        if wanted.only:
            found = [page for page in (*listed, *details) if page.kind is not Kind.SYSTEM]
            found = [page for page in found if wanted.full or not self._in_full(page)]
        elif wanted.quick:
            found = [page for page in listed if self._decides(page)]
        else:
            found = [*listed, *details, *system]
        answered_here = [page for page in found if self._can_answer(page, wanted)]
        return (*answered_here,) if wanted.only else (Page(Kind.LIST), *answered_here)

    def _page(self, name: str) -> Page:
        joined = self.knowledge.joined.get(name)
        return Page(KIND_OF[(joined or self.knowledge.questions[name]).scope], name)

    def _answers(self, page: Page) -> tuple[str, ...]:
        """Return the questions that a page answers, so that they are not asked again."""
        question = self.question(page)
        return self._main[question.id] if isinstance(question, Joined) else (question.id,)

    def _in_full(self, page: Page) -> bool:
        question = self.knowledge.questions.get(page.question)
        return question is not None and question.in_full

    def _can_answer(self, page: Page, wanted: Wanted) -> bool:
        if not wanted.roles:
            return True
        roles = {role for name in self._answers(page) for role in self.knowledge.questions[name].ask}
        return not roles.isdisjoint(wanted.roles)

    def is_finished(self, answers: Answers, page: Page, wanted: Wanted) -> bool:
        """Tell whether nothing on a page is open or a draft, and the list of interactions not empty."""
        if page.kind in LISTS:
            return page.kind is not Kind.LIST or bool(answers.interactions)
        return next(self.unfinished_cells(answers, page, wanted), None) is None

    def unfinished_cells(self, answers: Answers, page: Page, wanted: Wanted) -> Iterator[Cell]:
        """Yield the cells of a page that are open or drafts, each worked out when it is asked for."""
        known = self._known_cells(answers).get((page, wanted))
        for cell in self._worked_out(answers, page, wanted) if known is None else known:
            if cell.state in UNFINISHED:
                yield cell

    def asks(self, answers: Answers, page: Page, wanted: Wanted) -> bool:
        """Tell whether a page has anything that is asked, answered or not."""
        if page.kind in LISTS:
            return True
        return any(cell.state not in PASSED_OVER for cell in self.cells(answers, page, wanted))

    # --- cells -------------------------------------------------------------------------------------------

    def cells(self, answers: Answers, page: Page, wanted: Wanted) -> tuple[Cell, ...]:
        """Return the cells of a page: one for the system, or one for each part or row."""
        known = self._known_cells(answers)
        found = known.get((page, wanted))
        if found is None:
            found = known[page, wanted] = tuple(self._worked_out(answers, page, wanted))
        return found

    def _known_cells(self, answers: Answers) -> dict[tuple[Page, Wanted], tuple[Cell, ...]]:
        if answers is not self._cells_of:
            self._cells, self._cells_of = {}, answers
        return self._cells

    def _worked_out(self, answers: Answers, page: Page, wanted: Wanted) -> Iterator[Cell]:
        match page.kind:
            case Kind.SYSTEM:
                yield self._system_cell(answers, self.knowledge.questions[page.question], wanted)
            case Kind.PARTS:
                question = self.question(page)
                yield from (self._part_cell(answers, name, question, wanted) for name in parts(answers, wanted))
            case Kind.ROWS:
                question = self.question(page)
                yield from (self._row_cell(answers, row, question, wanted) for row in rows(answers, wanted))

    def _system_cell(self, answers: Answers, question: Question, wanted: Wanted) -> Cell:
        cell = _cell("", question, answers.system.get(question.id), self._surroundings(answers).facts.system)
        if wanted.full or cell.state is not State.OPEN or question.settles != ("style",) or not answers.interactions:
            return cell
        return cell if self._may_turn(answers, question) else replace(cell, state=State.SETTLED)

    def _may_turn(self, answers: Answers, question: Question) -> bool:
        return any(
            self._lacks_kind(known) or question.id in self._matter(answers, known)
            for known in (self._row(answers, row) for row in answers.interactions if not self._undecided(row))
        )

    def _part_cell(self, answers: Answers, name: str, question: Asked, wanted: Wanted) -> Cell:
        guesses = self._surroundings(answers).parts[name]
        said = part_of(answers, name).answers
        facts = {q: a.values for q, a in guesses.answers.items() if a.known}
        facts[SOUNDS] = self._signs.of("name", name)
        if isinstance(question, Joined):
            cell = joined_cell(name, question, said, guesses.answers, facts)
            main = self.knowledge.questions[self._main[question.id][0]]
            told = not wanted.only or wanted.full or (main.doubt_when or NEVER).holds(facts)
            told = told or main.id not in guesses.answers  # where nothing is usual only a person can say
            return cell if told or cell.state not in UNFINISHED else replace(cell, state=State.MOOT)
        cell = _guessed_cell(name, question, said.get(question.id), guesses.answers.get(question.id), facts)
        # Of one interaction alone, only what its form would stay open on.
        condition = (question.doubt_when or NEVER) if wanted.only else question.worth_when
        worth = wanted.full or cell.state is not State.OPEN or condition.holds(facts)
        return cell if worth else replace(cell, state=State.MOOT)

    def _row_cell(self, answers: Answers, row: Interaction, question: Asked, wanted: Wanted) -> Cell:
        known = self._row(answers, row)
        found = known.cells.get((question.id, wanted))
        if found is not None:
            return found
        if isinstance(question, Joined):
            typical = self.knowledge.archetypes.get(row.archetype)
            usual = {d.question: Answer(frozenset(d.values)) for d in typical.typical} if typical else {}
            if self._decides(Page(Kind.ROWS, question.id)):
                found = joined_cell(row.id, question, row.answers, {**usual, **row.answers}, known.asked, person=True)
            else:
                found = self._details(row, question, known)
        else:
            guess = known.guessed.answers.get(question.id)
            found = _guessed_cell(row.id, question, row.answers.get(question.id), guess, known.asked)
            if found.state in UNFINISHED and not wanted.full and self._settled(answers, known, question, wanted):
                found = replace(found, state=State.SETTLED)
        known.cells[question.id, wanted] = found
        return found

    def _details(self, row: Interaction, question: Joined, known: _Row) -> Cell:
        """Return a cell of a question for several that are asked of some kinds of rows only."""
        asked_now = [self.knowledge.questions[name].ask_when.holds(known.asked) for name in self._main[question.id]]
        if not all(asked_now):
            return Cell(row.id, State.MOOT, None, known.asked)
        return joined_cell(row.id, question, row.answers, known.guessed.answers, known.asked)

    def _decides(self, page: Page) -> bool:
        """Tell whether a page asks the deciding question about rows, whose answer is always a person's."""
        named = self._main.get(page.question, ())
        return page.kind is Kind.ROWS and any(self.knowledge.questions[name].never_prefilled for name in named)

    def kind_is_said(self, row: Interaction) -> bool:
        """Tell whether somebody has answered what a row is, so that there is something to advise on."""
        return any(
            name in row.answers and not row.answers[name].origin.draft for name in (*self._first, *self._deciding)
        )

    def _undecided(self, row: Interaction) -> bool:
        """Tell whether nobody knows the answer to the deciding question: nothing small can settle the row then."""
        return any(not answer.known for name, answer in row.answers.items() if name in self._deciding)

    def _settled(self, answers: Answers, known: _Row, question: Question, wanted: Wanted) -> bool:
        """Tell whether a question settles nothing any more, or nothing yet: no other answer changes style or form."""
        if question.asked_for and not (wanted.only and question.asked_for == "findings"):
            return False
        if self._lacks_kind(known):
            return False
        return self._undecided(known.interaction) or question.id not in self._matter(answers, known)

    def _lacks_kind(self, known: _Row) -> bool:
        """Tell whether a row lacks an answer that nothing can stand in for: what is passed."""
        return any(name not in known.facts for name in self._first)

    def matters(self, answers: Answers, wanted: Wanted, pages: tuple[Page, ...]) -> bool:
        """Tell whether another answer to a cell of some pages, open or a guess, would change a style or form."""
        for page in pages:
            if page.kind is Kind.ROWS:
                by_id = {row.id: row for row in rows(answers, wanted)}
                for cell in self.unfinished_cells(answers, page, wanted):
                    known = self._row(answers, by_id[cell.row])
                    if self._lacks_kind(known) or page.question in self._matter(answers, known):
                        return True
            elif (page.kind is Kind.PARTS or self._turns_or_costs(page)) and not self.is_finished(
                answers, page, wanted
            ):
                return True
        return False

    def _turns_or_costs(self, page: Page) -> bool:
        """Tell whether a question about the system, still open, may turn a style or is asked for what it finds."""
        question = self.knowledge.questions[page.question]
        return bool(question.asked_for) or question.settles == ("style",)

    def so_far(self, answers: Answers, page: Page, wanted: Wanted) -> SoFar | None:
        """Return the first breakdown, with guesses for what nobody has answered; None where it would come too early.

        It stands from the page after the kinds on: before, and about one row alone, it would only lead people.
        """
        said = {row.id for row in answers.interactions if self.kind_is_said(row)}
        if not said or wanted.only or page.kind in LISTS or self._decides(page):
            return None
        around = self._surroundings(answers)
        rows = tuple([self._row(answers, row).guessed for row in answers.interactions])
        filled = replace(answers, parts=around.parts, interactions=rows)
        return SoFar(self._breakdowns.of(filled, said, around.facts), guesses(filled) > 0)

    # --- what is remembered ------------------------------------------------------------------------------

    def facts(self, answers: Answers, row: Interaction) -> Facts:
        """Return what people have said of a row."""
        return self._row(answers, row).facts

    def _surroundings(self, answers: Answers) -> _Around:
        """Return what is known, or guessed, of the system and the parts."""
        known = self._around
        if known is not None and answers is self._around_of:
            return known
        self._around_of = answers
        names = ends_of(answers.interactions)
        if known is None or (known.system, known.said, known.names) != (answers.system, answers.parts, names):
            filled = guessed_parts(self.knowledge, answers, self._signs)
            facts = surroundings(self.knowledge, replace(answers, parts=filled))
            known = self._around = _Around(answers.system, answers.parts, names, filled, facts)
        return known

    def look_ahead(self, answers: Answers, name: str, wanted: Wanted) -> None:
        """Work out what still matters for a row, or for those of a part: no pause when the next page comes."""
        pages = [page for page in self.pages(wanted) if page.kind is Kind.ROWS]
        for row in answers.interactions:
            concerned = name in (row.id, row.sender, *row.receivers)
            if concerned and not self._lacks_kind(self._row(answers, row)):
                for page in pages:
                    self._row_cell(answers, row, self.question(page), wanted)

    def _row(self, answers: Answers, row: Interaction) -> _Row:
        around = self._surroundings(answers).facts
        known = self._rows.get(row.id)
        if known is not None and known.interaction is row:
            if known.around is around:
                return known
            if _alike(known.around, around, row):
                known.around = around
                return known
        said = known_facts(around, row, self._tables.ticks)
        facts = of_guesses = asked(self.knowledge, said)
        guesses = guessed_row(self.knowledge, around, row, self._in_order)
        if guesses is not row:
            new = {name: one.values for name, one in guesses.answers.items() if name not in row.answers}
            of_guesses = asked(self.knowledge, {**said, **new})
        matter, cells = None, {}
        if known is not None and known.asked == of_guesses:  # a guess that was confirmed says what it said before
            matter, cells = known.matter, self._left(known, row)
        known = self._rows[row.id] = _Row(row, around, facts, guesses, of_guesses, cells, matter)
        return known

    def _left(self, known: _Row, row: Interaction) -> dict[tuple[str, Wanted], Cell]:
        """Return the cells of a row that stay as they were, as all that is known or guessed of it is the same."""
        old, new = known.interaction.answers, row.answers
        changed = {name for name in (*old, *new) if old.get(name) is not new.get(name)}
        of_kind = row.archetype != known.interaction.archetype
        if of_kind or not changed.isdisjoint((*self._first, *self._deciding)):
            return {}
        return {key: cell for key, cell in known.cells.items() if changed.isdisjoint(self._reads[key[0]])}

    def _matter(self, answers: Answers, known: _Row) -> frozenset[str]:
        """Return the questions, open or guessed, of which another answer would change the style or form of a row."""
        if known.matter is None:
            judgements = Judgements(self._tables, answers, known.around, tried=self._tried)
            result, form, found = judgements.varied(known.guessed)
            known.matter = frozenset([v.question.id for v in found if v.matters(result.style, form)])
        return known.matter


def _alike(one: Surroundings, other: Surroundings, row: Interaction) -> bool:
    """Tell whether a row has the same surroundings: the system, and the parts at its ends."""
    ends = (row.sender, *row.receivers)
    return one.known == other.known and all(one.parts.get(name) == other.parts.get(name) for name in ends)


def _cell(row: str, question: Question, answer: Answer | None, facts: Facts) -> Cell:
    if not question.ask_when.holds(facts):
        return Cell(row, State.MOOT, answer, facts)
    if answer is None or (question.never_prefilled and answer.known and answer.origin is Origin.ASSUMED):
        return Cell(row, State.OPEN, None, facts)
    if not answer.known and (answer.origin.draft or answer.disputed):  # a note, a name, or what people said beside it
        return Cell(row, State.OPEN, answer, facts)
    return Cell(row, State.DRAFT if answer.known and answer.origin.draft else State.ANSWERED, answer, facts)


def _guessed_cell(row: str, question: Question, said: Answer | None, guess: Answer | None, facts: Facts) -> Cell:
    """Return a cell with what is said, or else with a guess."""
    cell = _cell(row, question, said, facts)
    return (
        replace(cell, state=State.DRAFT, answer=guess) if said is None and cell.state is State.OPEN and guess else cell
    )
