"""One interaction with its advice and what the team decided."""

from __future__ import annotations

from msgspec import Struct, field

from archadvisor.assessment.evidence import (
    NO_PRECEDENTS,
    Advice,
    Constraint,
    Evidence,
    Otherwise,
    Range,
    RowPrecedents,
    TippingPoint,
)
from archadvisor.assessment.system import KnownAnswer
from archadvisor.assessment.words import UNDECIDED, DecidedBy, MoveName, StateName, StyleName, SureWord


class Figure(Struct, frozen=True, gc=False):
    """A figure as given, or what follows, in words; `value` in base units (seconds, per second, shares)."""

    name: str
    text: str
    value: float | None = None
    stated: bool = False
    """Whether it is the team's own; else it follows from those that are."""


class Backlog(Struct, frozen=True, gc=False):
    """What waits behind a queue after a peak, as a fluid: times in seconds, messages as numbers."""

    lasts: float
    at_end: float
    oldest: float
    drained_in: float


class Crossing(Struct, frozen=True, gc=False):
    """How an interaction comes over from today's way, what to watch meanwhile, and how to go back."""

    how: str
    watched: str
    back: str
    id: str = ""


class FormQuestion(Struct, frozen=True, gc=False):
    """An open question on which a row's form hangs, as it is put to people, and who can answer it."""

    question: str
    ask_text: str
    ask: tuple[str, ...]
    said: str = ""
    """Who said what, where people do not agree on it."""


class Waived(Struct, frozen=True, gc=False):
    """A safeguard that the team decided to do without, and why."""

    id: str
    name: str
    because: str


class Decided(Struct, frozen=True, gc=False):
    """What the team decided for an interaction, beside the advice.

    form: the one that was named, else the one that fits the style; `patterns` are it and the safeguards that it needs
    move: what becomes of today's way as decided
    advice: today's advice in a few words
    rules, advised, advised_form: the version of the rules at the time, and what they advised; "" where not recorded,
        "unknown" where the answers left the row open
    turned: whether the advice was this way on the day of the decision, and is another one now
    against: whether today's advice is another way; then `costs` says what that costs, and `needs` names the
        safeguards that only the decided way needs
    obstacles: which of the costs stand in the way of what was decided
    disputed: what others decided, and the answers on which the decision rests and which people dispute now, a
        sentence each
    """

    style: StyleName
    form: str
    form_name: str
    because: str
    by: str
    date: str
    ticket: str
    review: str
    advice: str
    against: bool
    costs: tuple[str, ...]
    needs: tuple[str, ...]
    patterns: tuple[Advice, ...]
    front: StyleName | None = None
    carrier: str = ""
    move: MoveName | None = None
    turned: bool = False
    rules: str = ""
    advised: str = ""
    advised_form: str = ""
    disputed: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()


class Row(Struct, frozen=True, gc=False):
    """The advice for one interaction, and beside it what the team decided."""

    id: str
    sender: str = field(name="from")
    receivers: tuple[str, ...] = field(name="to")
    purpose: str
    current: str | None
    style: StyleName
    form: str
    front: StyleName | None
    state: StateName
    move: MoveName | None
    assumed: bool
    confidence: float
    too_close: bool
    score: float
    range: Range
    decided_by: DecidedBy
    constraints: tuple[Constraint, ...]
    evidence: tuple[Evidence, ...]
    patterns: tuple[Advice, ...]
    tipping_points: tuple[TippingPoint, ...]
    against: str
    number: int
    """Its place in the file, from 1; reports refer to it."""
    form_name: str
    how_sure: SureWord
    because: str
    """The strongest reason, a clause."""
    given: tuple[KnownAnswer, ...]
    unknown: tuple[str, ...]
    """Questions that are asked and open."""
    precedents: RowPrecedents = NO_PRECEDENTS
    otherwise: Otherwise | None = None
    """Only of a row that is neither request nor event."""
    carrier: str = ""
    """How it gets across: call, message, stream, file, table, notice or inside; "" where that is not known."""
    form_open: tuple[FormQuestion, ...] = ()
    """Open questions on which the form of a decided row hangs, though its style does not."""
    now: str = ""
    """Today's way as a table cell shows it; "" where it is not known."""
    hangs_on: tuple[str, ...] = ()
    """Rows still to decide that would change this one, because it waits for them as well."""
    figures: tuple[Figure, ...] = ()
    """What the team stated, as written, and what follows from it for both ways."""
    crossing: Crossing | None = None
    """Only where today's way changes."""
    would_change: tuple[TippingPoint, ...] = ()
    """What a reader is told would turn it, the question that decides first; none that contradicts another answer."""
    backlog: Backlog | None = None
    """Only where its figures say that a peak is more than can be served."""
    decision: Decided | None = None
    """What the team decided; what to build, the steps, findings and counts follow it."""
    built: tuple[str, ...] = ()
    """Of its form and safeguards, as advised and as decided, those that stand already, by id."""
    waived: tuple[Waived, ...] = ()

    @property
    def undecided(self) -> bool:
        """Whether it is still to decide: neither the answers nor the team decide it."""
        return self.state in UNDECIDED and self.decision is None
