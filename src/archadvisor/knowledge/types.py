"""What the advisor knows, as immutable values. All of it stands in `rules/`; see docs/rules.md."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.conditions import ALWAYS, Condition, Facts


class Style(StrEnum):
    """How two parts talk; NEITHER where that is not the question."""

    REQUEST = "request"
    EVENT = "event"
    NEITHER = "neither"


class Done(StrEnum):
    """What a real system does or a team decided; BOTH: accepted at once, worked off behind."""

    REQUEST = "request"
    EVENT = "event"
    BOTH = "both"


class Scope(StrEnum):
    """What a question is asked about."""

    SYSTEM = "system"
    PART = "part"
    INTERACTION = "interaction"


THEMES = (
    "latency",
    "consistency",
    "volume",
    "expertise",
    "coupling",
    "resilience",
    "debugging",
    "ecosystem",
    "business",
    "security",
)
ROLES = ("business", "development", "operations")
SETTLES = ("style", "form", "safeguards")
CURRENT = ("call", "message", "in-process", "shared-table", "file", "planned")
ENDS = ("from", "to")
RULING = "ruling"
STAGES = ("keep", "safe", "apart", "request", "event", "more", "together", "decide")
DERIVED: Mapping[str, tuple[str, ...]] = {"receivers": ("one", "several"), "current": CURRENT}
"""Never asked, counted or varied, but usable in conditions."""


class Option(Struct, frozen=True):
    """One answer that a question offers; `short` fits a table cell."""

    value: str
    label: str
    short: str
    example: str
    theme: str
    place: Place
    ask_when: Condition = ALWAYS
    alone: bool = False
    """In a tick list: says that none of the others holds."""
    closed: bool = False
    """Of a part: nothing can be built into it."""


class Problem(NamedTuple):
    """What is wrong with the answer to a question, and what is expected instead."""

    what: str
    expected: str


class Question(Struct, frozen=True):
    """A fact to ask for; `settles` tells what the answer may change, `ask` who can answer."""

    id: str
    theme: str
    scope: Scope
    ticks: bool
    prompt: str
    decide: str
    short: str
    why: str
    more: str
    ask: tuple[str, ...]
    settles: tuple[str, ...]
    options: tuple[Option, ...]
    place: Place
    ask_when: Condition = ALWAYS
    never_prefilled: bool = False
    never_varied: bool = False
    """What is passed between two parts is not a knob: no range and no tipping point turns it."""
    limit: int | None = None
    in_full: bool = False
    """Asked of one interaction alone only where everything is to be asked."""
    worth_when: Condition = ALWAYS
    """An interview asks only where this holds, unless everything is to be asked; an answer counts all the same."""
    partial: bool = False
    """Some of its options are not always offered."""

    def option(self, value: str) -> Option:
        """Return the option with this value; KeyError where there is none."""
        for option in self.options:
            if option.value == value:
                return option
        raise KeyError(value)

    @property
    def alone(self) -> frozenset[str]:
        """The ticks that say that none of the others holds."""
        return frozenset([option.value for option in self.options if option.alone])

    def toggled(self, ticks: frozenset[str], tick: str) -> frozenset[str]:
        """Return a tick list with one tick more or less; a tick that stands alone and the others oust each other."""
        if tick in ticks:
            return ticks - {tick}
        alone = self.alone
        return frozenset((tick,)) if tick in alone else (ticks - alone) | {tick}

    def problems(self, ticks: Collection[str]) -> list[Problem]:
        """Return what is wrong with ticks that are set together."""
        found = []
        if self.limit is not None and len(ticks) > self.limit:
            found.append(Problem(f"has {len(ticks)} ticks", f"at most {self.limit}"))
        first = next((option.value for option in self.options if option.alone and option.value in ticks), None)
        if first and len(ticks) > 1:
            found.append(Problem(f"says {first} beside other ticks", f"{first} alone, or the others"))
        return found


class Rule(Struct, frozen=True):
    """Evidence: where `key` has `value` (and `given` holds), `step` tenths for the style `favours`."""

    id: str
    order: int
    key: str
    value: str
    favours: Style
    step: int
    step_name: str
    theme: str
    because: str
    reason: str
    claims: tuple[str, ...]
    place: Place
    ruling: bool
    """Whether the other style is impossible, rather than worse."""
    given: Condition = ALWAYS
    criterion: str = ""
    """What is counted once: a theme on one side; a ruling line counts for itself."""
    pull: int = 0
    """The step towards event: below 0 where it favours request."""
    rank: int = 0
    """Its place by strength, the weakest first; of equals the one that is asked for first is the stronger."""

    @property
    def question(self) -> str:
        """The question's id, without the end that a part's question is asked of."""
        return self.key.rpartition(".")[2]


class Gate(Struct, frozen=True):
    """Conditions under which style is not the question, and the form to take instead.

    `otherwise` says, as a clause, when that form cannot be had; the advice is then what the evidence says.
    """

    id: str
    form: str
    when: Condition
    because: str
    against: str
    otherwise: str
    claims: tuple[str, ...]
    place: Place


class Pattern(Struct, frozen=True):
    """How to do it well: a form (one for each interaction) or a safeguard (none to several)."""

    id: str
    role: str
    name: str
    styles: tuple[Style, ...]
    forms: tuple[str, ...]
    when: Condition
    not_with: tuple[str, ...]
    because: str
    means: str
    gain: str
    price: str
    build: str
    where: str
    mitigates: tuple[str, ...]
    checks: tuple[str, ...]
    claims: tuple[str, ...]
    place: Place
    front: Style | None = None
    keeps: tuple[str, ...] = ()
    """The ways of today (`current`) that are this form already."""


class Cost(Struct, frozen=True):
    """What the advice costs the system, once, where it applies to an interaction."""

    id: str
    claim: str
    title: str
    styles: tuple[Style, ...]
    forms: tuple[str, ...]
    when: Condition
    not_with: tuple[str, ...]
    because: str
    mitigations: tuple[str, ...]
    claims: tuple[str, ...]
    place: Place


class Dispute(Struct, frozen=True):
    """Two answers that do not go together."""

    id: str
    when: Condition
    questions: tuple[str, ...]
    because: str
    place: Place


class Draft(Struct, frozen=True):
    """An answer that an archetype brings along."""

    question: str
    values: tuple[str, ...]


class Example(Struct, frozen=True):
    """A real system in which the archetype occurs."""

    system: str
    what: str
    corpus: str = ""
    address: str = ""


class Archetype(Struct, frozen=True):
    """A typical interaction; `answers` are drafts, `typical` completes them in assumed rows."""

    id: str
    name: str
    sender: str
    receivers: tuple[str, ...]
    purpose: str
    answers: tuple[Draft, ...]
    typical: tuple[Draft, ...]
    expect: Style
    examples: tuple[Example, ...]
    claims: tuple[str, ...]
    place: Place
    standard_when: Condition | None = None


class Reason(Struct, frozen=True):
    """What a decision record says for a style, by topic."""

    style: Done
    topic: str
    text: str


class Domain(Struct, frozen=True):
    """A kind of systems, and the words (as `words_of` gives them) that tell it."""

    id: str
    words: tuple[str, ...]
    place: Place


class Precedent(Struct, frozen=True):
    """A real interaction: what a public system's code does, or, where there are reasons, what a team decided.

    answers: what is known of it, by key and value as in conditions
    gave_up: the style that the team left again
    """

    id: str
    address: str
    domain: str
    sender: str
    receivers: tuple[str, ...]
    does: str
    style: Done
    answers: Facts
    place: Place
    year: int | None = None
    gave_up: Style | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def repository(self) -> str:
        """Return OWNER/REPO."""
        return _part(self.address, "repository")

    @property
    def commit(self) -> str:
        """Return the commit at which it was read."""
        return _part(self.address, "commit")

    @property
    def path(self) -> str:
        """Return the file, as an address writes it."""
        return _part(self.address, "path")


ADDRESS = re.compile(
    r"https://github\.com/(?P<repository>[\w.-]+/[\w.-]+)/blob/(?P<commit>[0-9a-f]{7,40})/(?P<path>[\w./%~+@,-]+)",
    re.ASCII,
)
"""Where a precedent can be read: a file at a commit."""


def _part(address: str, name: str) -> str:
    found = ADDRESS.fullmatch(address)
    return found[name] if found else ""


class Source(Struct, frozen=True):
    """A public text that claims are taken from."""

    id: str
    title: str
    place: Place
    address: str = ""


class Claim(Struct, frozen=True):
    """One statement of a source, in our own words."""

    id: str
    source: str
    text: str
    place: Place
    section: str = ""
    theme: str = ""
    favours: str = ""


class Term(Struct, frozen=True):
    """An entry of the glossary."""

    id: str
    term: str
    meaning: str
    claims: tuple[str, ...]
    place: Place


class Stage(Struct, frozen=True):
    """Wording for one kind of step of the road map; of a kind, the first whose condition holds is taken.

    kind: one of STAGES; apart is what is kept out of the question and stays so, together what is to become so
    forms: only for interactions of these forms
    """

    id: str
    kind: str
    when: Condition
    forms: tuple[str, ...]
    what: str
    why: str
    place: Place


class Step(Struct, frozen=True):
    """A named weight: tenths of log-odds, with the reason for its size."""

    name: str
    tenths: int
    reason: str


class Method(Struct, frozen=True):
    """The free parameters of the method; `scale` per unit of score, `ceiling` a probability."""

    version: str
    steps: tuple[Step, ...]
    scale: float
    ceiling: float
    close_below: int
    clear_from: float
    argument_from: int
    """From this step on (in tenths) a line is an argument that a reader should hear; below it tilts."""
    reasons: Mapping[str, str]
    conflict_way_out: str
    close_way_out: str
    place: Place
    selection: str = ""
    """How the precedents were selected, and what that means for their numbers."""

    @property
    def decisive(self) -> int:
        """The step, in tenths, that makes a conflict where one stands on each side."""
        return next(step.tenths for step in self.steps if step.name == "decisive")


class Measured(Struct, frozen=True):
    """How often the advice was what real systems do, with 95 % intervals; written by benchmarks/publish.py."""

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
    place: Place


class KnowledgeBase(Struct, frozen=True):
    """Everything in `rules/`, checked as a whole; the mappings are by id and in file order."""

    method: Method
    questions: Mapping[str, Question]
    rules: tuple[Rule, ...]
    gates: tuple[Gate, ...]
    forms: Mapping[str, Pattern]
    safeguards: tuple[Pattern, ...]
    costs: tuple[Cost, ...]
    disputes: tuple[Dispute, ...]
    archetypes: Mapping[str, Archetype]
    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    terms: tuple[Term, ...]
    stages: tuple[Stage, ...]
    precedents: tuple[Precedent, ...]
    """By id, so that the order of files and entries does not matter."""
    domains: tuple[Domain, ...]
    """By id, for the same reason."""
    evidence: Mapping[str, Mapping[str, tuple[Rule, ...]]]
    """The rules by key and value."""
    conditional: tuple[Question, ...]
    """The questions of system and interaction that are not always asked, or have options that are not, in order."""
    measured: Measured | None = None

    def of_scope(self, scope: Scope) -> tuple[Question, ...]:
        """Return the questions of a scope in the order of asking."""
        return tuple(q for q in self.questions.values() if q.scope is scope)
