"""What changed between two states of the answers, as edits of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archadvisor.answers.editing.edits import (
    AddInteraction,
    ChangeInteraction,
    Edit,
    RemoveInteraction,
    RemovePart,
    SetDecision,
    SetInteraction,
    SetName,
    SetPart,
    SetRules,
    SetSystem,
)
from archadvisor.answers.types import Answer, Answers, Interaction, Origin
from archadvisor.knowledge.types import KnowledgeBase


def difference(knowledge: KnowledgeBase, old: Answers, new: Answers) -> list[Edit]:
    """Return the edits that make a file with the old answers say the new ones."""
    edits: list[Edit] = []
    if old.name != new.name:
        edits.append(SetName(new.name))
    if old.rules != new.rules:
        edits.append(SetRules(new.rules))
    for question, answer in _changed(old.system, new.system):
        edits.append(SetSystem(question, answer, knowledge.questions[question].ticks))
    edits += [RemovePart(name) for name in old.parts if name not in new.parts]
    for name, part in new.parts.items():
        known = old.parts[name].answers if name in old.parts else {}
        for question, answer in _changed(known, part.answers):
            edits.append(SetPart(name, question, answer, knowledge.questions[question].ticks))
    there = {interaction.id: interaction for interaction in old.interactions}
    left = {interaction.id for interaction in new.interactions}
    edits += [RemoveInteraction(name) for name in there if name not in left]
    last = ""
    for interaction in new.interactions:
        if interaction is not (before := there.get(interaction.id)):
            edits += _of_row(knowledge, before, interaction, last)
        last = interaction.id
    return edits


def order(knowledge: KnowledgeBase, answers: Answers) -> list[str]:
    """Return questions and parts as a file has them, whatever the order in which they were answered."""
    names = dict.fromkeys(name for i in answers.interactions for name in (i.sender, *i.receivers))
    return [*knowledge.questions, *(name for name in names if name not in knowledge.questions)]


def _of_row(knowledge: KnowledgeBase, old: Interaction | None, new: Interaction, after: str) -> Iterator[Edit]:
    if old is None:
        yield AddInteraction(new.id, new.sender, new.receivers, new.purpose, new.current, new.archetype, after)
    else:
        yield from _changed_ends(old, new)
    for question, answer in _changed(_written(old.answers) if old else {}, _written(new.answers)):
        yield SetInteraction(new.id, question, answer, knowledge.questions[question].ticks)
    if new.decision != (old.decision if old else None):
        yield SetDecision(new.id, new.decision, old.decision if old else None)


def _written(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers that stand in the file: what an archetype brings along does only with a note beside it."""
    return {
        question: answer
        for question, answer in answers.items()
        if answer.origin is not Origin.ARCHETYPE or answer.note or answer.who
    }


def _changed_ends(old: Interaction, new: Interaction) -> Iterator[Edit]:
    edit = ChangeInteraction(
        new.id,
        sender=new.sender if new.sender != old.sender else None,
        receivers=new.receivers if new.receivers != old.receivers else None,
        purpose=new.purpose if new.purpose != old.purpose else None,
        current=new.current if new.current != old.current else None,
    )
    if edit != ChangeInteraction(new.id):
        yield edit


def _changed(old: Mapping[str, Answer], new: Mapping[str, Answer]) -> Iterator[tuple[str, Answer | None]]:
    for question, answer in new.items():
        if old.get(question) != answer:
            yield question, answer
    for question in old:
        if question not in new:
            yield question, None
