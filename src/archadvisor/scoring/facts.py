"""What is known about one interaction, and which of it is asked.

An answer is given, unknown (asked, but `unknown` or blank) or not asked. What is not asked stays in
the file and counts nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from archadvisor.answers.types import Answer, Answers, Interaction
from archadvisor.knowledge.conditions import ALWAYS, Facts
from archadvisor.knowledge.types import ENDS, KnowledgeBase, Question, Scope


class Surroundings(Struct, frozen=True):
    """The facts that all interactions of a system share."""

    system: Facts
    parts: Mapping[str, Facts]


def surroundings(knowledge: KnowledgeBase, answers: Answers) -> Surroundings:
    """Return what is known of the system and of each listed part (keys without an end)."""
    return Surroundings(
        system=_asked_only(_known(answers.system), knowledge.of_scope(Scope.SYSTEM)),
        parts={
            name: _asked_only(_known(part.answers), knowledge.of_scope(Scope.PART))
            for name, part in answers.parts.items()
        },
    )


def given(around: Surroundings, interaction: Interaction, ticks: tuple[str, ...]) -> Facts:
    """Return everything that is known for an interaction, asked or not.

    `ticks` are the interaction's tick lists: blank means that nothing is ticked.
    """
    facts = dict(around.system)
    for end, names in zip(ENDS, ((interaction.sender,), interaction.receivers), strict=True):
        for name in names:
            for question, values in around.parts.get(name, _NO_FACTS).items():
                key = f"{end}.{question}"
                facts[key] = facts[key] | values if key in facts else values
    facts["receivers"] = _SEVERAL if len(interaction.receivers) > 1 else _ONE
    if interaction.current:
        facts["current"] = frozenset((interaction.current,))
    for question in ticks:
        facts[question] = _NOTHING
    for question, answer in interaction.answers.items():
        if answer.known:
            facts[question] = answer.values
        else:
            facts.pop(question, None)
    return facts


def asked(knowledge: KnowledgeBase, facts: Facts) -> Facts:
    """Return the facts without the interaction's answers that are not asked for, given the others."""
    left = dict(facts)
    for question in knowledge.conditional:
        values = left.get(question.id)
        if values is None:
            continue
        if not question.ask_when.holds(left):
            del left[question.id]
        elif values and question.ticks:
            left[question.id] = _offered(question, values, left)
    return left


def unanswered(questions: tuple[Question, ...], facts: Facts) -> list[Question]:
    """Return the questions that are asked and that nobody has answered."""
    return [q for q in questions if q.id not in facts and q.ask_when.holds(facts)]


def _known(answers: Mapping[str, Answer]) -> Facts:
    return {name: answer.values for name, answer in answers.items() if answer.known}


def _asked_only(facts: Facts, questions: tuple[Question, ...]) -> Facts:
    left: dict[str, frozenset[str]] = {}
    for question in questions:
        if question.id in facts and question.ask_when.holds(left):
            left[question.id] = _offered(question, facts[question.id], left)
    return left


def _offered(question: Question, values: frozenset[str], facts: Facts) -> frozenset[str]:
    out = [o.value for o in question.options if o.ask_when is not ALWAYS and not o.ask_when.holds(facts)]
    return values.difference(out) if out else values


_NO_FACTS: Facts = {}
_NOTHING: frozenset[str] = frozenset()
_ONE = frozenset(("one",))
_SEVERAL = frozenset(("several",))
