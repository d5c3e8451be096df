"""What speaks for the advice about one interaction, what would turn it, and real systems beside it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from archadvisor.assessment.words import DoneName, ScopeName, StyleName


class When(Struct, frozen=True, gc=False, omit_defaults=True):
    """The answer that makes a rule hold."""

    question: str
    answer: str
    scope: ScopeName
    origin: str = field(name="from")
    part: str = ""


class Evidence(Struct, frozen=True, gc=False):
    """One line of the sum; `counted` tells whether its weight is in the score or stands beneath a stronger one."""

    rule: str
    theme: str
    when: tuple[When, ...]
    favours: StyleName
    weight: float
    counted: bool
    because: str
    claims: tuple[str, ...]


class Constraint(Struct, frozen=True, gc=False):
    """A gate or ruling line: what is impossible, or not the question."""

    id: str
    because: str
    claims: tuple[str, ...]


class Advice(Struct, frozen=True, gc=False):
    """A form or safeguard that fits one interaction."""

    id: str
    role: Literal["form", "safeguard"]
    because: str
    claims: tuple[str, ...]
    checks: tuple[str, ...]
    name: str
    price: str
    cheap: bool = False
    """A precaution that every such form has: told in one line."""
    also_known_as: tuple[str, ...] = ()


class Range(Struct, frozen=True, gc=False):
    """Lowest and highest score over the options of each unknown or draft answer, one at a time."""

    low: float
    high: float


class Set(Struct, frozen=True, gc=False, omit_defaults=True):
    """One changed answer; for a tick list `value` is the whole new list."""

    scope: ScopeName
    question: str
    value: str | tuple[str, ...]
    part: str = ""


class TippingPoint(Struct, frozen=True, gc=False):
    """A smallest set of changed answers that turns the style; `words` is the supposition behind an "if"."""

    set: tuple[Set, ...]
    style: StyleName
    words: str


class PrecedentReason(Struct, frozen=True, gc=False):
    """A reason that a decision record gives, by topic, and the style that it speaks for."""

    style: DoneName
    topic: str
    text: str


class Precedent(Struct, frozen=True, gc=False):
    """A real interaction: what a public system's code does, or what a team decided and why."""

    id: str
    kind: Literal["code", "decision"]
    sender: str = field(name="from")
    receivers: tuple[str, ...] = field(name="to")
    does: str
    style: DoneName
    domain: str
    repository: str
    path: str
    commit: str
    address: str
    year: int | None
    gave_up: StyleName | None
    """The style that the team left again."""
    reasons: tuple[PrecedentReason, ...]
    why: tuple[str, ...]
    """The first reasons given for what was chosen."""


class PrecedentCount(Struct, frozen=True, gc=False):
    """What the code of public systems does with these answers (as QUESTION.VALUE); `words` says it for a reader."""

    answers: tuple[str, ...]
    of: int
    request: int
    event: int
    both: int
    small: bool
    words: str


class RowPrecedents(Struct, frozen=True, gc=False):
    """Real systems beside a row: a count over the answers that decide it, the nearest that did as advised, by id."""

    count: PrecedentCount | None
    request: tuple[str, ...]
    event: tuple[str, ...]


NO_PRECEDENTS = RowPrecedents(None, (), ())


class Otherwise(Struct, frozen=True, gc=False):
    """The advice where a gate's form cannot be had, by the evidence alone; `safeguards` by id."""

    style: StyleName
    form: str
    score: float
    confidence: float
    safeguards: tuple[str, ...]
