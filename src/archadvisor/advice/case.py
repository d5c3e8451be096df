"""One interaction with everything that was found out about it, before it is told to a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from archadvisor.answers.types import Interaction, Part
from archadvisor.assessment import UNDECIDED, MoveName, StateName
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Pattern, Question, Scope, Style
from archadvisor.scoring.asking import Varied
from archadvisor.scoring.judgement import Judgement
from archadvisor.scoring.score import Outcome
from archadvisor.text.names import Names, names_of_part


class Case(Struct, frozen=True, gc=False):
    """An interaction, its number in the report (from 1), its names, and what the method finds or the team decided.

    at_sender, at_receivers: what stands already, by id, in the sender, and in each of the receivers
    """

    interaction: Interaction
    number: int
    names: Names
    judgement: Judgement
    at_sender: frozenset[str] = frozenset()
    at_receivers: frozenset[str] = frozenset()
    otherwise: bool = False
    """Whether the team decided another way than its answers advise."""
    turned: bool = False
    """Whether that is so because its answers changed since: the decision no longer holds."""

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
    def patterns(self) -> tuple[Pattern, ...]:
        """The form and the safeguards."""
        return (self.judgement.form, *self.judgement.safeguards)

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

    def turned_by(self, varied: Varied) -> bool:
        """Tell whether another answer to a question would change style or form; never where the team decided."""
        return self.interaction.decision is None and varied.matters(self.outcome.style, self.form)

    def stands(self, pattern: Pattern) -> bool:
        """Tell whether the team has built a pattern already: for this row, or at the end where it belongs."""
        if pattern.id in self.interaction.built:
            return True
        ends = {"from": self.at_sender, "worker": self.at_sender, "to": self.at_receivers}
        return pattern.id in ends.get(pattern.where, self.at_sender | self.at_receivers)

    @property
    def to_build(self) -> tuple[Pattern, ...]:
        """The form and safeguards that have to be built: neither there yet nor waived."""
        waived = self.interaction.waived
        asked_for = (self.judgement.built, *self.judgement.safeguards)
        return tuple([one for one in asked_for if one.build and one.id not in waived and not self.stands(one)])

    def asked(self, question: Question, ends: Sequence[str] = ()) -> str:
        """Return a question as it is put to people; one about parts names those at these ends."""
        if question.scope is not Scope.PART:
            return self.names.fill(question.decide)
        of = {"from": (self.interaction.sender,), "to": self.interaction.receivers}
        parts = dict.fromkeys([name for end in ends for name in of[end]])
        return " ".join([names_of_part(name).fill(question.decide) for name in parts])


def standing(parts: Mapping[str, Part], names: Sequence[str]) -> frozenset[str]:
    """Return what stands already in each of some parts, by id."""
    return frozenset.intersection(*[frozenset(parts[name].built) if name in parts else frozenset() for name in names])


def other_style(style: Style) -> Style:
    """Return the style on the other side."""
    return Style.REQUEST if style is Style.EVENT else Style.EVENT
