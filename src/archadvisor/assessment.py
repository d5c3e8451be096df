"""The result: plain immutable values that hold all that a report shows. Renderers compute nothing.

Encoded as it stands it is the JSON of contract 1 (`archadvisor score --format json`): keys may be
added, never renamed. Weights and scores are in units of log-odds (a step of 20 tenths is 2.0); above
0 leans to event, below 0 to request. Confidences are probabilities. All prose has the system's own
names filled in and is raw text: each report escapes it for its format. Nothing here can be part of a
cycle, so the garbage collector need not look at it (`gc=False`).
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct, field

SCHEMA = 1

StyleName: TypeAlias = Literal["request", "event", "neither", "unknown"]
"""unknown: nothing is known of the interaction yet."""
VerdictName: TypeAlias = Literal["request", "event", "hybrid", "neither", "unknown"]
StateName: TypeAlias = Literal["settled", "open", "close", "given", "unknown"]
MoveName: TypeAlias = Literal["keep", "change", "new"]
DecidedBy: TypeAlias = Literal["evidence", "constraint", "gate", "given"]
SureWord: TypeAlias = Literal["clear", "leaning", "open", "close", "given", "unknown", "decided"]
ScopeName: TypeAlias = Literal["system", "part", "interaction"]
FindingChange: TypeAlias = Literal["removed", "stays", "smaller", "brought in", "as advised"]
AlsoName: TypeAlias = Literal["form", "safeguards", "steps"]
"""What an open answer may change beside a style that it turns; steps: of the road map."""
DoneName: TypeAlias = Literal["request", "event", "both"]
"""What real systems do; both: accepted at once, processed in the background."""


StepTopic: TypeAlias = Literal[
    "keep", "mend", "safe", "apart", "request", "transport", "watch", "event", "more", "unwaited", "together", "decide"
]
"""What a step is; watch: alerts; event, more, unwaited: the first rows of a sender, others, those nobody waits for."""

UNDECIDED: tuple[StateName, ...] = ("open", "close", "unknown")
"""The states of a row that is still to decide."""


class Mix(Struct, frozen=True, gc=False):
    """Interactions by what is advised; one with a front counts under accept alone."""

    request: int
    event: int
    accept: int
    neither: int


class States(Struct, frozen=True, gc=False):
    """Interactions by how far they are decided."""

    settled: int
    open: int
    close: int
    given: int
    unknown: int = 0


class Moves(Struct, frozen=True, gc=False):
    """Interactions by what becomes of today's way."""

    keep: int
    change: int
    new: int


class AnswerCount(Struct, frozen=True, gc=False):
    """Answers by how far they are confirmed; `asked` is the sum of the others."""

    asked: int
    confirmed: int
    drafts: int
    unknown: int


class Count(Struct, frozen=True, gc=False):
    """One part of the headline, such as "3 requests"; `kind` is request, event, accept, decide or neither."""

    kind: Literal["request", "event", "accept", "decide", "neither"]
    count: int
    text: str


class KnownAnswer(Struct, frozen=True, gc=False, omit_defaults=True):
    """One answer as it stands in the file: option values with their labels, and where it comes from."""

    question: str
    values: tuple[str, ...]
    labels: tuple[str, ...]
    origin: str = field(name="from")
    note: str = ""
    who: str = ""
    source: str = ""
    """Where a draft was read, as PATH:LINE."""


class Asked(Struct, frozen=True, gc=False):
    """A question as a report prints it, `short` for a column."""

    id: str
    scope: ScopeName
    short: str
    prompt: str


class System(Struct, frozen=True, gc=False):
    """The verdict on the whole system."""

    name: str
    verdict: VerdictName
    confidence: float | None
    summary: str
    mix: Mix
    states: States
    answers: AnswerCount
    moves: Moves
    headline: tuple[Count, ...]
    assumed: bool
    worth_most: str
    draft_decides: int
    """Interactions whose style another answer to a draft would change."""
    given: tuple[KnownAnswer, ...]
    draft_rows: tuple[int, ...] = ()
    """Their numbers."""


class KnownPart(Struct, frozen=True, gc=False):
    """What is true of one part.

    role: what it is: application, outside, or a kind of infrastructure; `told_by` the team, answers about it, its
    name, or (default) nothing
    """

    name: str
    given: tuple[KnownAnswer, ...]
    role: str = "application"
    kind: Literal["application", "outside", "infrastructure"] = "application"
    told_by: Literal["team", "answers", "name", "default"] = "default"
    team: str = ""


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


class Otherwise(Struct, frozen=True, gc=False):
    """The advice where a gate's form cannot be had, by the evidence alone; `safeguards` by id."""

    style: StyleName
    form: str
    score: float
    confidence: float
    safeguards: tuple[str, ...]


NO_PRECEDENTS = RowPrecedents(None, (), ())


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
    rules, advised, advised_form: the version of the rules at the time, and what they advised; "" where not recorded
    turned: whether the advice was this way on the day of the decision, and is another one now
    against: whether today's advice is another way; then `costs` says what that costs, and `needs` names the
        safeguards that only the decided way needs
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
    """Of a trouble to mend its id, of rows that go another way than by request or event the id of their form."""
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


class FlowStep(Struct, frozen=True, gc=False):
    """One step of a flow: rows by id, several where they go on at once."""

    interactions: tuple[str, ...]
    optional: bool = False
    may_refuse: bool = False


class Flow(Struct, frozen=True, gc=False):
    """One user action: the receivers that its steps wait for, today and as advised.

    derived: whether the program made it from rows that wait for each other, as the team listed none
    waits: who waits for its end, as the team said; `who_waits` in words
    today, advised: the parts that it waits for, each once
    optional: those of them that only an optional step needs
    hangs_on: rows of it that are still to decide and might be waited for as well
    """

    name: str
    interactions: tuple[str, ...]
    waits_today: int
    waits_advised: int
    derived: bool = False
    waits: str = ""
    steps: tuple[FlowStep, ...] = ()
    today: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()
    hangs_on: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    optional: tuple[str, ...] = ()
    who_waits: str = ""


class Finding(Struct, frozen=True, gc=False):
    """Trouble that shows only between interactions; the worst first.

    today, advised: whether it is there today, and whether it would be with the advice; `change` says it in a word
    (as advised: it is about the advice alone)
    ways_out: the place to cut first, where there is one
    """

    id: str
    kind: str
    title: str
    interactions: tuple[str, ...]
    parts: tuple[str, ...]
    today: bool
    advised: bool
    because: str
    ways_out: tuple[str, ...]
    checks: tuple[str, ...]
    claims: tuple[str, ...]
    name: str
    price: str
    change: FindingChange
    also_known_as: tuple[str, ...] = ()


class Handling(Struct, frozen=True, gc=False):
    """What one consumer does with an event that comes twice, or out of order; who agrees to a change for it."""

    consumer: str
    interaction: str
    on_repeat: str
    out_of_order: str
    agrees: str


class Event(Struct, frozen=True, gc=False):
    """What happened, told once to all its consumers; `named` where the team or a purpose names it in the past tense."""

    name: str
    owner: str
    key: str
    carries: str
    consumers: tuple[str, ...]
    interactions: tuple[str, ...]
    named: bool
    handling: tuple[Handling, ...]


class Running(Struct, frozen=True, gc=False):
    """How many of something have to be run: today, as advised, and if everything went one way.

    open: how many more, if the rows that are still to decide become what they lean to
    """

    name: str
    label: str
    today: int
    advised: int
    all_request: int
    all_event: int
    open: int = 0


class Explained(Struct, frozen=True, gc=False):
    """A term of the field that stands in the assessment, and what it means."""

    term: str
    meaning: str


class Cited(Struct, frozen=True, gc=False):
    """A claim that the assessment rests on."""

    id: str
    text: str


class Source(Struct, frozen=True, gc=False):
    """A public text with the claims of it that the assessment rests on."""

    id: str
    title: str
    address: str
    claims: tuple[Cited, ...]
    author: str = ""
    year: int | None = None


class Step(Struct, frozen=True, gc=False):
    """A named weight of the method."""

    name: str
    weight: float


class Measured(Struct, frozen=True, gc=False):
    """How often the advice was what the code of public systems does, with 95 % intervals; see docs/evidence.md."""

    interactions: int
    systems: int
    agreement: float
    agreement_low: float
    agreement_high: float
    settled_share: float
    settled: float
    """Agreement among what is called settled."""
    settled_low: float
    settled_high: float


class Method(Struct, frozen=True, gc=False):
    """What a reader needs to work the sums out again."""

    steps: tuple[Step, ...]
    scale: float
    ceiling: float
    close_below: float
    clear_from: float
    measured: Measured | None = None
    """None for rules whose advice nobody has compared with real systems."""


class Assessment(Struct, frozen=True, gc=False):
    """Everything that is advised about one system."""

    schema: int
    version: str
    rules_version: str
    system: System
    interactions: tuple[Row, ...]
    costs: tuple[Cost, ...]
    roadmap: tuple[Stage, ...]
    unknowns: tuple[Unknown, ...]
    disputes: tuple[Contradiction, ...]
    decisions: tuple[Decision, ...]
    build: tuple[Build, ...]
    flows: tuple[Flow, ...]
    parts: tuple[KnownPart, ...]
    questions: tuple[Asked, ...]
    sources: tuple[Source, ...]
    method: Method
    date: str | None
    precedents: tuple[Precedent, ...] = ()
    """The real systems that rows name."""
    findings: tuple[Finding, ...] = ()
    """Trouble between interactions."""
    events: tuple[Event, ...] = ()
    event_terms: str = ""
    """What standards for event contracts call what the list of events says."""
    running: tuple[Running, ...] = ()
    """What has to be run and watched."""
    terms: tuple[Explained, ...] = ()
    team: tuple[str, ...] = ()
    """The parts to which the assessment is cut; none where it is whole."""
    selection: str = ""
    """How they were selected, and what that means for the counts."""
