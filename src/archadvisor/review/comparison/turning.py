"""Why a row turned: the fewest changed answers that make it turn by themselves, and back when they are taken back.

Both ways, so that what turned a row from one file to the other also turns it from the other to the one.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple, TypeAlias

from archadvisor.answers.types import Answers, Decision, Interaction
from archadvisor.assessment import Row
from archadvisor.knowledge.types import KnowledgeBase, Style
from archadvisor.review.comparison.pairing import Pairing
from archadvisor.review.comparison.said import Difference, about, grounds
from archadvisor.review.comparison.types import Advised, AnswerChange, Why
from archadvisor.review.grounds import turned
from archadvisor.scoring.judgement import Judgements, Tables, tables

_Key: TypeAlias = tuple[str, str, str, str]

_TOGETHER = 12
"""Of so many changed answers all pairs are tried too."""


def advised(row: Row) -> Advised:
    """Return what is advised for a row."""
    return Advised(row.style, row.form, row.form_name, row.state)


class Turning:
    """Finds out why rows turned; what it takes is worked out for the first that did."""

    def __init__(self, knowledge: KnowledgeBase, old: Answers, new: Answers, pairing: Pairing) -> None:
        self._knowledge = knowledge
        self._old, self._new, self._pairing = old, new, pairing
        self._made: Tables | None = None

    def why(self, before: Interaction, after: Interaction, old: Advised, new: Advised) -> Why:
        """Return which changed answers turned a row: one, those that each had a part in it, two, or all of them.

        None where even all of them do not: then something else did, such as its figures or who confirmed a guess.
        """
        there, here = about(self._old, before), about(self._new, after)
        found = sorted(grounds(self._knowledge, there, here, self._pairing), key=lambda one: _key(one.change))
        reverse = grounds(self._knowledge, here, there, self._pairing.reversed())
        forth = {self._named(one.change, after): one for one in reverse}
        both = [_Both(one, forth[_key(one.change)]) for one in found]

        def undone(some: Iterable[_Both]) -> bool:
            return self._is(here, [one.back for one in some], old, new)

        def done(some: Iterable[_Both]) -> bool:
            return self._is(there, [one.forth for one in some], new, old)

        needed, enough = [one for one in both if undone((one,))], [one for one in both if done((one,))]
        if alone := [one for one in both if one in needed and one in enough]:
            return _told([one.back for one in alone])
        part = [one for one in both if one in needed or one in enough]
        pairs = combinations(both, 2) if len(both) <= _TOGETHER else ()
        for some in (*pairs, part):
            if some and undone(some) and done(some):
                return _told([one.back for one in some])
        return _told(found if undone(both) and done(both) else ())

    def _named(self, change: AnswerChange, after: Interaction) -> _Key:
        """Return what tells a change from others, by the names of the new file."""
        names = {"part": self._pairing.now(change.of), "interaction": after.id}
        return change.scope, names.get(change.scope, change.of), change.key, change.label

    def by_rules(
        self, before: Interaction, after: Interaction, old: Advised, new: Advised
    ) -> tuple[Advised, Advised, Why | None]:
        """Return what was advised for a row whose answers are the same, by the record of each side.

        Both sides are scored by the rules that are installed. What others advised is known only where a decision tells
        it, and is what counts on the side whose answers were last confirmed under those.
        """
        if before.decision is None or after.decision is None:
            return old, new, None
        one, rules = self._recorded(self._old, before.decision, old)
        other, others = self._recorded(self._new, after.decision, new)
        same = (one.style, one.form) == (other.style, other.form)
        if same or rules == others or self._grounds(before, after):
            return old, new, None
        installed = self._knowledge.method.version
        sides = ((self._old, before, rules), (self._new, after, others))
        if any(version != installed and self._outlived(answers, row) for answers, row, version in sides):
            return old, new, None
        return one, other, Why("rules", rules=(rules, others))

    def _outlived(self, answers: Answers, row: Interaction) -> bool:
        """Tell whether answers that were changed since a decision explain why its advice is no longer given."""
        if row.decision is None or not row.decision.grounds:
            return False
        judgements = Judgements(self._tables(), about(answers, row))
        return bool(turned(self._knowledge, judgements, row, row.decision).answers)

    def _tables(self) -> Tables:
        if self._made is None:
            self._made = tables(self._knowledge)
        return self._made

    def _recorded(self, answers: Answers, decision: Decision | None, today: Advised) -> tuple[Advised, str]:
        """Return what was advised under the rules of one side, and the version of those."""
        installed = self._knowledge.method.version
        if (
            decision is None
            or decision.advised in ("", Style.UNKNOWN)
            or not decision.rules
            or decision.rules == installed
        ):
            return today, installed
        if answers.rules not in ("", decision.rules):
            return today, installed
        known = self._knowledge.forms.get(decision.advised_form)
        name = known.name if known else decision.advised_form
        style = Style(decision.advised)
        return Advised(
            style.value, decision.advised_form or today.form, name or today.form_name, today.state
        ), decision.rules

    def _grounds(self, before: Interaction, after: Interaction) -> list[Difference]:
        old, new = about(self._old, before), about(self._new, after)
        return list(grounds(self._knowledge, old, new, self._pairing))

    def _is(self, answers: Answers, changes: Iterable[Difference], that: Advised, this: Advised) -> bool:
        """Tell whether a row, with some changes, is that and no longer this: by its style where that differs.

        Else by its form, and by its state where both are the same.
        """
        for one in changes:
            answers = one.back(answers) if one.back else answers
        found = Judgements(self._tables(), answers).of(answers.interactions[0])
        style, form = found.outcome.style.value, found.form.id
        if that.style != this.style:
            return style == that.style
        if that.form != this.form:
            return (style, form) == (that.style, that.form)
        return found.state == that.state


class _Both(NamedTuple):
    """A change that can be taken back from the new file, and made in the old one."""

    back: Difference
    forth: Difference


def _key(change: AnswerChange) -> _Key:
    return change.scope, change.of, change.key, change.label


def _told(found: Iterable[Difference]) -> Why:
    return Why("answers", tuple([one.change for one in found]))
