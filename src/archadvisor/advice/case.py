"""One interaction with everything that was found out about it, before it is told to a reader."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from archadvisor.answers.types import Interaction
from archadvisor.assessment import MoveName, Row, StateName
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Gate, KnowledgeBase, Pattern, Question, Rule, Style
from archadvisor.scoring.score import Outcome
from archadvisor.scoring.variation import Change
from archadvisor.text.names import Names


class Variant(Struct, frozen=True, gc=False):
    """What another answer to one question would lead to."""

    change: Change
    lines: Sequence[Rule]
    score: int
    style: Style
    form: Pattern


class Varied(Struct, frozen=True, gc=False):
    """A question that is unknown or a draft, with what each other answer would lead to."""

    question: Question
    draft: bool
    variants: tuple[Variant, ...]

    def turns(self, style: Style) -> bool:
        """Tell whether some answer turns the style."""
        return any(v.style is not style for v in self.variants)

    def matters(self, style: Style, form: Pattern) -> bool:
        """Tell whether some answer changes style or form."""
        return any(v.style is not style or v.form is not form for v in self.variants)


class WayOut(Struct, frozen=True, gc=False):
    """What to do where a gate's form cannot be had: what the evidence says, made concrete."""

    gate: Gate
    result: Outcome
    form: Pattern
    safeguards: Sequence[Pattern]


class Case(Struct, frozen=True, gc=False):
    """An interaction, its outcome, and the row that tells it."""

    interaction: Interaction
    names: Names
    outcome: Outcome
    form: Pattern
    safeguards: tuple[Pattern, ...]
    varied: tuple[Varied, ...]
    conflict: bool
    state: StateName
    move: MoveName | None
    row: Row

    @property
    def facts(self) -> Facts:
        """What is known and asked."""
        return self.outcome.facts

    @property
    def undecided(self) -> bool:
        """Whether it is still to decide."""
        return self.state in ("open", "close")

    @property
    def drafts_decide(self) -> bool:
        """Whether it is open for a draft alone: no unknown answer could turn it, but a draft could."""
        turning = [v.draft for v in self.varied if v.turns(self.outcome.style)]
        return self.state == "open" and all(turning)


def other_style(style: Style) -> Style:
    """Return the style on the other side."""
    return Style.REQUEST if style is Style.EVENT else Style.EVENT


def label(knowledge: KnowledgeBase, question: str, value: str) -> str:
    """Return the label of an option, for a reader."""
    return knowledge.questions[question].option(value).label
