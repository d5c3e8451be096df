"""One interaction with everything that was found out about it, before it is told to a reader."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from archadvisor.answers.types import Interaction
from archadvisor.assessment import UNDECIDED, MoveName, StateName
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Pattern, Question, Scope, Style
from archadvisor.scoring.asking import Varied
from archadvisor.scoring.judgement import Judgement
from archadvisor.scoring.score import Outcome
from archadvisor.text.names import Names, names_of_part


class Case(Struct, frozen=True, gc=False):
    """An interaction, its number in the report (from 1), its names, and what the method finds."""

    interaction: Interaction
    number: int
    names: Names
    judgement: Judgement

    @property
    def outcome(self) -> Outcome:
        """What the method says."""
        return self.judgement.outcome

    @property
    def weighed(self) -> Outcome:
        """What the evidence says, also behind a gate."""
        return self.judgement.way_out.result if self.judgement.way_out else self.judgement.outcome

    @property
    def form(self) -> Pattern:
        """The style made concrete."""
        return self.judgement.form

    @property
    def safeguards(self) -> tuple[Pattern, ...]:
        """What its answers ask for beside the form."""
        return self.judgement.safeguards

    @property
    def varied(self) -> tuple[Varied, ...]:
        """What other answers to open and draft questions would lead to."""
        return self.judgement.varied

    @property
    def ways(self) -> frozenset[tuple[Style, str]]:
        """The style and the family of the form; of one that is still to decide also those that answers lead to."""
        pending = (self.judgement.pending,) if self.judgement.pending else self.varied
        others = [variant for varied in pending for variant in varied.variants] if self.undecided else []
        return frozenset([self.way, *[(variant.style, variant.form.family) for variant in others]])

    @property
    def way(self) -> tuple[Style, str]:
        """The style that is advised, and the family of its form."""
        return self.outcome.style, self.form.family

    @property
    def state(self) -> StateName:
        """How far it is decided."""
        return self.judgement.state

    @property
    def move(self) -> MoveName | None:
        """What becomes of today's way."""
        return self.judgement.move

    @property
    def facts(self) -> Facts:
        """What is known and asked."""
        return self.judgement.outcome.facts

    @property
    def undecided(self) -> bool:
        """Whether it is still to decide."""
        return self.judgement.state in UNDECIDED

    def asked(self, question: Question, ends: Sequence[str] = ()) -> str:
        """Return a question as it is put to people; one about parts names those at these ends."""
        if question.scope is not Scope.PART:
            return self.names.fill(question.decide)
        of = {"from": (self.interaction.sender,), "to": self.interaction.receivers}
        parts = dict.fromkeys([name for end in ends for name in of[end]])
        return " ".join([names_of_part(name).fill(question.decide) for name in parts])


def other_style(style: Style) -> Style:
    """Return the style on the other side."""
    return Style.REQUEST if style is Style.EVENT else Style.EVENT
