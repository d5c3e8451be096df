"""What has to be done: decisions, things to build, steps, costs, and what is unknown or contradicts itself."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from archadvisor.assessment.evidence import PrecedentCount
from archadvisor.assessment.words import AlsoName, StateName, StepTopic, StyleName


class Cost(Struct, frozen=True, gc=False):
    """What the advice costs this system."""

    claim: str
    because: str
    mitigations: tuple[str, ...]
    interactions: tuple[str, ...]
    id: str
    title: str
    claims: tuple[str, ...] = ()


class Stage(Struct, frozen=True, gc=False):
    """One step of the road map; `kind` is keep, build, decide or later."""

    step: int
    what: str
    why: str
    interactions: tuple[str, ...]
    kind: Literal["keep", "build", "decide", "later"]
    size: Literal["", "S", "M", "L"] = ""
    """How much work it is, by what has to be built in it; "" where nothing is, or it is not yet known."""
    gain: str = ""
    """What it brings, in a clause; for what stays, what staying costs."""
    who: str = ""
    """Whose step it is: the teams of the parts, else the parts; of a decision, who is asked."""
    topic: StepTopic | None = None
    about: str = ""
    """Of a problem to mend its id, of rows that go another way than by request or event the id of their form."""
    parts: tuple[str, ...] = ()
    """Where it begins: the parts that have something to do."""


class Consequence(Struct, frozen=True, gc=False):
    """What one value of an open answer would lead to."""

    value: str
    style: StyleName
    form: str


class Unknown(Struct, frozen=True, gc=False):
    """A question that nobody has answered yet, and whether some value would change style or form."""

    interaction: str | None
    question: str
    ask: str
    matters: bool
    consequences: tuple[Consequence, ...] = field(name="if")
    prompt: str
    who: str
    roles: tuple[str, ...]
    part: str | None
    turns: tuple[str, ...]
    """The interactions whose style or form some value would change."""
    also: tuple[AlsoName, ...] = ()
    """What an answer may change beside these."""


class Contradiction(Struct, frozen=True, gc=False):
    """Two answers that do not go together."""

    interaction: str
    questions: tuple[str, ...]
    because: str
    id: str


class Way(Struct, frozen=True, gc=False):
    """One outcome of a decision: under which answers, and what it means, brings and costs."""

    answers: tuple[str, ...]
    short: tuple[str, ...]
    """The answers in a few words each."""
    style: StyleName
    form: str
    form_name: str
    means: str
    gain: str
    price: str
    reasons: tuple[str, ...]
    precedents: tuple[str, ...] = ()
    """Real systems that went this way, by id."""
    count: PrecedentCount | None = None
    """What real systems do with the answers of this way."""
    says: tuple[str, ...] = ()
    """The answers as somebody gives them to `ask_text`."""
    others: str = ""
    """What it means for the rows that depend on this one, in a sentence."""


class Decision(Struct, frozen=True, gc=False):
    """What is still to decide about one interaction: the fact that settles it, who knows it, the ways.

    Where no open answer settles it, `question` is the answered one whose change would, to be looked at again.
    """

    interaction: str
    state: StateName
    because: str
    question: str
    ask_text: str
    note: str
    """What the team noted beside the open answer, often the question in its own words."""
    ask: tuple[str, ...]
    who: str
    draft: str
    """The label of the draft answer that would have to be confirmed, if it is one."""
    ways: tuple[Way, ...]
    way_out: str
    others: tuple[str, ...]
    """Further open questions that could change it."""
    said: str = ""
    """Who said what, where people do not agree on the question."""


class Build(Struct, frozen=True, gc=False):
    """One thing to build, once for all the interactions that it serves."""

    parts: tuple[str, ...]
    where: str
    """As a reader sees it: "Order", "Mail, Stock", "Order → Payment"."""
    pattern: str
    name: str
    """The pattern's name, a term of the field."""
    build: str
    because: str
    checks: tuple[str, ...]
    interactions: tuple[str, ...]
    claims: tuple[str, ...]
    cheap: bool = False
    """A precaution that every such form has; told once for all places."""
