"""The state of an interview: everything that a key press depends on."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from archadvisor.answers.types import Answers
from archadvisor.assess import Breakdown
from archadvisor.interview.pages import Page, Wanted


class Mode(StrEnum):
    """What a key means at the moment."""

    ASK = "ask"
    MORE = "more"
    KEYS = "keys"
    ADVICE = "advice"
    PAGES = "pages"
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
    SPLIT = "split"
    FIND = "find"


class Clash(Struct, frozen=True):
    """Two answers of a row that do not go together."""

    row: str
    dispute: str


class Spot(Struct, frozen=True):
    """A place in the interview."""

    page: Page
    cursor: int


class SoFar(Struct, frozen=True):
    """The first breakdown: its counts, and whether some of it rests on guesses."""

    found: Breakdown
    guessed: bool


class Interview(Struct, frozen=True):
    """Everything that a key press depends on.

    cursor: the row on the page; scroll: lines that are scrolled away, where something is read
    picked: whether the cursor was put somewhere; before, a number marks all rows of the list that have no mark
    text, at: what is being typed, and the place of the cursor in it
    ahead: the places that one has gone back from, the last one last; Enter returns there
    returns: whether the next answer returns there too
    seen: the pages that came up so far
    left: what was open when its page was left by going on: the page, and the row or part
    undo: what was there before a row was split or removed or many were marked, until something else is answered
    coming: so many pages are still to come, as far as is known
    so_far: what was known when the page was entered, once the kinds of rows are said
    skips: the page of which it was said that something is open; Enter leaves it then
    """

    answers: Answers
    wanted: Wanted
    page: Page
    cursor: int = 0
    picked: bool = False
    mode: Mode = Mode.ASK
    typing: Typing = Typing.NOTE
    text: str = ""
    at: int = 0
    scroll: int = 0
    clash: Clash | None = None
    accepted: frozenset[Clash] = frozenset()
    told_enough: bool = False
    ahead: tuple[Spot, ...] = ()
    returns: bool = False
    skips: Page | None = None
    coming: int = 0
    seen: frozenset[Page] = frozenset()
    left: frozenset[tuple[Page, str]] = frozenset()
    undo: tuple[Answers, Wanted] | None = None
    so_far: SoFar | None = None
    message: str = ""
