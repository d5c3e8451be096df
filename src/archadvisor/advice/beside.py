"""What an open answer may change beside style and form: a safeguard that looks at it, or a step of the road map."""

from __future__ import annotations

from collections.abc import Sequence

from archadvisor.advice.case import Case
from archadvisor.assessment import AlsoName
from archadvisor.knowledge.conditions import keys
from archadvisor.knowledge.types import KnowledgeBase, Question, Scope
from archadvisor.scoring.safeguards import fitting


class BesideStyle:
    """What the rules look at; the safeguards of a form are looked through once."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._steps = frozenset[str]().union(*(keys(stage.when) for stage in knowledge.stages))
        self._looked_at: dict[tuple[str, str], frozenset[str]] = {}

    def of(self, question: Question, cases: Sequence[Case]) -> tuple[AlsoName, ...]:
        """Return what an answer may change for some interactions; of a part's, what its question settles."""
        if question.scope is Scope.PART:
            return tuple([name for name in question.settles if name != "style"])
        found: list[AlsoName] = []
        if any(question.id in self._safeguards(case) for case in cases):
            found.append("safeguards")
        if question.scope is Scope.SYSTEM and question.id in self._steps:
            found.append("steps")
        return tuple(found)

    def _safeguards(self, case: Case) -> frozenset[str]:
        key = case.form.id, case.outcome.style.value
        if key not in self._looked_at:
            fit = fitting(self._knowledge, case.form, case.outcome.style)
            self._looked_at[key] = frozenset[str]().union(*(keys(one.when) for one in fit))
        return self._looked_at[key]
