"""What is known about one interaction, and which of it is asked.

An answer is given, unknown (asked, but `unknown` or blank) or not asked. What is not asked stays in
the file and counts nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from archadvisor.answers.types import Answer, Answers, Figure, Interaction
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import ENDS, SOUNDS, KnowledgeBase, Question, Scope
from archadvisor.scoring.loads import said_by_figures


class Surroundings(Struct, frozen=True):
    """The facts that all interactions of a system share.

    system: what is known of the system and asked
    known: what is known of the system, asked or not
    signs: what names and purposes sound like
    figures: those of parts
    parts: what is known of each listed part and asked (keys without an end)
    """

    system: Facts
    known: Facts
    signs: Signs
    figures: Mapping[str, Sequence[Figure]]
    parts: Mapping[str, Facts]

    def of_part(self, name: str) -> Facts:
        """Return what is known of a part and asked, with what its name sounds like."""
        return {**self.parts.get(name, _NO_FACTS), SOUNDS: self.signs.of("name", name)}


Disputed: TypeAlias = Mapping[str, tuple[frozenset[str], ...]]
"""By the key of a fact on which people do not agree: what they said."""


def disputed(answers: Mapping[str, Answer], lead: str = "") -> Disputed:
    """Return what people said who do not agree, as long as nobody has chosen; `lead` is put before each key."""
    return {
        f"{lead}{name}": tuple(dict.fromkeys([said.values for said in answer.said]))
        for name, answer in answers.items()
        if answer.disputed
    }


class Signs:
    """The signs (see `rules/vocabulary.yaml`) that names and purposes show; each text is looked through once."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._words = [(sign.id, sign.of, frozenset(sign.words)) for sign in knowledge.signs]
        self._seen: dict[tuple[str, str], frozenset[str]] = {}

    def of(self, place: str, text: str) -> frozenset[str]:
        """Return the ids of the signs that a name or a purpose shows; of a purpose the first word says what is done."""
        key = (place, text)
        if key not in self._seen:
            words = [word.removesuffix("s") for word in _WORD.findall(text.lower())]
            first, all_ = frozenset(words[:1]), frozenset(words)
            places = {"purpose": first, "anywhere": all_} if place == "purpose" else {place: all_}
            self._seen[key] = frozenset([id_ for id_, of, signs in self._words if signs & places.get(of, _NOTHING)])
        return self._seen[key]


def surroundings(knowledge: KnowledgeBase, answers: Answers) -> Surroundings:
    """Return what is known of the system and of each listed part."""
    known = _known(answers.system)
    questions = knowledge.of_scope(Scope.PART)
    return Surroundings(
        system=_asked_of(knowledge.of_scope(Scope.SYSTEM), known),
        known=known,
        signs=Signs(knowledge),
        figures={name: part.figures for name, part in answers.parts.items() if part.figures},
        parts={name: _asked_of(questions, _known(part.answers)) for name, part in answers.parts.items()},
    )


def known_facts(around: Surroundings, interaction: Interaction, ticks: tuple[str, ...]) -> Facts:
    """Return everything that is known for an interaction, asked or not.

    `ticks` are the interaction's tick lists: blank means that nothing is ticked.
    """
    facts = dict(around.known)
    for end, names in zip(ENDS, ((interaction.sender,), interaction.receivers), strict=True):
        for name in names:
            for question, values in around.parts.get(name, _NO_FACTS).items():
                key = f"{end}.{question}"
                facts[key] = facts[key] | values if key in facts else values
            if sounding := around.signs.of("name", name):
                key = f"{end}.{SOUNDS}"
                facts[key] = facts.get(key, _NOTHING) | sounding
    if sounding := around.signs.of("purpose", interaction.purpose):
        facts[SOUNDS] = sounding
    facts["receivers"] = _SEVERAL if len(interaction.receivers) > 1 else _ONE
    if interaction.current:
        facts["current"] = frozenset((interaction.current,))
    if around.figures or interaction.figures:
        facts.update(said_by_figures(interaction, around.figures))
    for question in ticks:
        facts[question] = _NOTHING
    for question, answer in interaction.answers.items():
        if answer.known:
            facts[question] = answer.values
        else:
            facts.pop(question, None)
    return facts


def asked(knowledge: KnowledgeBase, facts: Facts) -> Facts:
    """Return the facts without the answers of system and interaction that are not asked for, given the others."""
    return _asked_of(knowledge.conditional, facts)


def unanswered(questions: tuple[Question, ...], facts: Facts) -> list[Question]:
    """Return the questions that are asked and that nobody has answered."""
    return [q for q in questions if q.id not in facts and q.ask_when.holds(facts)]


def worth_asking(questions: Iterable[Question], facts: Facts) -> list[Question]:
    """Return the questions about a part that an interview puts, answered or not."""
    return [q for q in questions if q.ask_when.holds(facts) and q.worth_when.holds(facts)]


def _known(answers: Mapping[str, Answer]) -> Facts:
    return {name: answer.values for name, answer in answers.items() if answer.known}


def _asked_of(questions: Iterable[Question], facts: Facts) -> Facts:
    """Return the facts without those answers to these questions (in the order of the files) that are not asked for."""
    left = dict(facts)
    for question in questions:
        values = left.get(question.id)
        if values is None:
            continue
        if not question.ask_when.holds(left):
            del left[question.id]
        elif values and question.partial:
            offered = frozenset([o.value for o in question.options if o.value in values and o.ask_when.holds(left)])
            if offered or question.ticks:
                left[question.id] = offered
            else:
                del left[question.id]
    return left


_WORD = re.compile(r"[a-z0-9]+")
_NO_FACTS: Facts = {}
_NOTHING: frozenset[str] = frozenset()
_ONE = frozenset(("one",))
_SEVERAL = frozenset(("several",))
