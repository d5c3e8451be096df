"""The pages of an interview and their cells: what is asked, of what, and how far it is answered."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from archadvisor.answers.row_edits import ends_of, put_answer
from archadvisor.answers.types import Answer, Answers, Interaction
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Joined, Question, Scope

Asked: TypeAlias = Question | Joined


class Kind(StrEnum):
    """What a page asks about."""

    LIST = "list"
    TYPICAL = "typical"
    SYSTEM = "system"
    PARTS = "parts"
    ROWS = "rows"


LISTS = (Kind.LIST, Kind.TYPICAL)
"""The pages on which the list of interactions is made; the typical ones are shown on demand."""


class Wanted(Struct, frozen=True):
    """What is to be asked: everything, only the first breakdown, only what some roles can answer.

    `only` are the ids of the interactions to ask about (`ask`); then neither the system nor the list of
    interactions is asked. Empty: all.
    """

    full: bool = False
    quick: bool = False
    roles: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


class Page(Struct, frozen=True):
    """One screen: a question for the system, for all parts or for all rows; or a list of interactions."""

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
    """One question for one row: an interaction's id, a part's name, or "" for the system.

    answer: of a joined question the value of its option; likely: the option that the purpose makes likely
    """

    row: str
    state: State
    answer: Answer | None
    facts: Facts
    likely: str = ""


def rows(answers: Answers, wanted: Wanted) -> tuple[Interaction, ...]:
    """Return the interactions that are asked about."""
    return tuple(i for i in answers.interactions if i.id in wanted.only) if wanted.only else answers.interactions


def parts(answers: Answers, wanted: Wanted) -> tuple[str, ...]:
    """Return the names of all parts that are asked about, in the order in which interactions name them."""
    return ends_of(rows(answers, wanted))


SCOPES = {Kind.SYSTEM: Scope.SYSTEM, Kind.PARTS: Scope.PART, Kind.ROWS: Scope.INTERACTION}
KIND_OF = {scope: kind for kind, scope in SCOPES.items()}


def put(answers: Answers, page: Page, row: str, answer: Answer) -> Answers:
    """Return the answers with one cell answered; later answers stay as they are."""
    return put_answer(answers, SCOPES[page.kind], row, page.question, answer)
