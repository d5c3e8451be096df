"""What to ask, in which order: pages and cells, from the answers so far and the knowledge alone."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.types import Answer, Answers, Interaction, Part
from archadvisor.assess import variations
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Question, Scope
from archadvisor.scoring.facts import asked, given, surroundings


class Kind(StrEnum):
    """What a page asks about."""

    SYSTEM = "system"
    HAPPENS = "happens"
    ENDS = "ends"
    ROWS = "rows"
    PARTS = "parts"


class Wanted(Struct, frozen=True):
    """What is to be asked: everything, only the first breakdown, only what some roles can answer."""

    full: bool = False
    quick: bool = False
    roles: tuple[str, ...] = ()
    one: str = ""
    """The only interaction to ask about (`ask`); then neither the system nor the list of interactions is asked."""


class Page(Struct, frozen=True):
    """One screen: a question for the system, for all parts or for all rows; or the list of what happens."""

    kind: Kind
    question: str = ""


class State(StrEnum):
    """How far a cell is answered."""

    OPEN = "open"
    DRAFT = "draft"
    ANSWERED = "answered"
    MOOT = "moot"


class Cell(Struct, frozen=True):
    """One question for one row: an interaction's id, a part's name, or "" for the system."""

    row: str
    title: str
    state: State
    answer: Answer | None


def pages(knowledge: KnowledgeBase, answers: Answers, wanted: Wanted) -> tuple[Page, ...]:
    """Return the pages in the order of asking; what nobody here can answer is left out."""
    found: list[Page] = []
    if not wanted.one:
        found += [Page(Kind.SYSTEM, q.id) for q in knowledge.of_scope(Scope.SYSTEM) if _for(q, wanted)]
        found += [Page(Kind.HAPPENS), Page(Kind.ENDS)]
    if wanted.quick:
        return tuple(found)
    found += [Page(Kind.ROWS, q.id) for q in knowledge.of_scope(Scope.INTERACTION) if _in_script(q, wanted)]
    if not wanted.one or wanted.full:
        found += [Page(Kind.PARTS, q.id) for q in knowledge.of_scope(Scope.PART) if _for(q, wanted)]
    return tuple(found)


def _for(question: Question, wanted: Wanted) -> bool:
    return not wanted.roles or any(role in wanted.roles for role in question.ask)


def _in_script(question: Question, wanted: Wanted) -> bool:
    if wanted.one and not wanted.full and question.in_full:
        return False
    return _for(question, wanted)


def cells(knowledge: KnowledgeBase, answers: Answers, page: Page, wanted: Wanted) -> tuple[Cell, ...]:
    """Return the cells of a page: one for the system, or one for each part or row."""
    if page.kind in (Kind.HAPPENS, Kind.ENDS):
        return ()
    question = knowledge.questions[page.question]
    around = surroundings(knowledge, answers)
    if page.kind is Kind.SYSTEM:
        return (_cell("", "", question, answers.system.get(question.id), around.system),)
    if page.kind is Kind.PARTS:
        return tuple(
            _cell(name, name, question, _of_part(answers, name).answers.get(question.id), around.parts.get(name, {}))
            for name in ends(answers)
        )
    ticks = tuple(q.id for q in knowledge.of_scope(Scope.INTERACTION) if q.ticks)
    found = []
    for row in rows(answers, wanted):
        facts = asked(knowledge, given(around, row, ticks))
        title = f"{row.sender} > {', '.join(row.receivers)}: {row.purpose}"
        found.append(_cell(row.id, title, question, row.answers.get(question.id), facts))
    return tuple(found)


def _cell(row: str, title: str, question: Question, answer: Answer | None, facts: Facts) -> Cell:
    if not question.ask_when.holds(facts):
        return Cell(row, title, State.MOOT, answer)
    if answer is None:
        return Cell(row, title, State.OPEN, None)
    return Cell(row, title, State.DRAFT if answer.known and answer.origin.draft else State.ANSWERED, answer)


def rows(answers: Answers, wanted: Wanted) -> tuple[Interaction, ...]:
    """Return the interactions that are asked about."""
    return tuple(i for i in answers.interactions if not wanted.one or i.id == wanted.one)


def ends(answers: Answers) -> tuple[str, ...]:
    """Return the names of all parts, in the order in which interactions name them."""
    return tuple(dict.fromkeys(name for i in answers.interactions for name in (i.sender, *i.receivers)))


def _of_part(answers: Answers, name: str) -> Part:
    return answers.parts.get(name) or Part(name, {})


def unfinished(knowledge: KnowledgeBase, answers: Answers, page: Page, wanted: Wanted) -> int:
    """Return how many cells of a page are open or drafts; for the list of interactions 1 while it is empty."""
    if page.kind is Kind.HAPPENS:
        return 0 if answers.interactions else 1
    return sum(1 for cell in cells(knowledge, answers, page, wanted) if cell.state in (State.OPEN, State.DRAFT))


def put(answers: Answers, page: Page, row: str, answer: Answer) -> Answers:
    """Return the answers with one cell answered; later answers stay as they are."""
    if page.kind is Kind.SYSTEM:
        return replace(answers, system={**answers.system, page.question: answer})
    if page.kind is Kind.PARTS:
        part = _of_part(answers, row)
        new = replace(part, answers={**part.answers, page.question: answer})
        return replace(answers, parts={**answers.parts, row: new})
    return replace(
        answers,
        interactions=tuple(
            replace(i, answers={**i.answers, page.question: answer}) if i.id == row else i for i in answers.interactions
        ),
    )


def still_matters(knowledge: KnowledgeBase, answers: Answers, wanted: Wanted) -> frozenset[tuple[str, str]]:
    """Return the (row, question) pairs whose answer, open or draft, could still change a style or form."""
    return frozenset(
        (row, varied.question.id)
        for row, varied, style, form in variations(knowledge, answers)
        if (not wanted.one or row == wanted.one) and varied.matters(style, form)
    )
