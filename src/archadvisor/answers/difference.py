"""What changed between two states of the answers, as edits of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from archadvisor.answers.editing.edits import (
    AddInteraction,
    ChangeInteraction,
    Edit,
    RemoveInteraction,
    RemovePart,
    SetClosed,
    SetDecision,
    SetDetail,
    SetFlows,
    SetInteraction,
    SetName,
    SetPart,
    SetRules,
    SetSystem,
)
from archadvisor.answers.types import Answer, Answers, Figure, Interaction, Origin, Part
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
        edits += _details(("parts", name), _of_part(old.parts.get(name, Part(name, {}))), _of_part(part))
    there = {interaction.id: interaction for interaction in old.interactions}
    left = {interaction.id for interaction in new.interactions}
    edits += [RemoveInteraction(name) for name in there if name not in left]
    last = None if there else ""
    for interaction in new.interactions:
        if interaction is not (before := there.get(interaction.id)):
            edits += _of_row(knowledge, before, interaction, last)
        last = interaction.id
    if old.flows != new.flows:
        edits.append(SetFlows(new.flows))
    if old.closed != new.closed:
        edits.append(SetClosed(new.closed))
    return edits


def order(knowledge: KnowledgeBase, answers: Answers) -> list[str]:
    """Return questions and parts as a file has them, whatever the order in which they were answered."""
    names = dict.fromkeys(name for i in answers.interactions for name in (i.sender, *i.receivers))
    return [*knowledge.questions, *(name for name in names if name not in knowledge.questions)]


def _of_row(knowledge: KnowledgeBase, old: Interaction | None, new: Interaction, after: str | None) -> Iterator[Edit]:
    if old is None:
        yield AddInteraction(new.id, new.sender, new.receivers, new.purpose, new.current, new.archetype, after)
    else:
        yield from _changed_ends(old, new)
    yield from _details(("interactions", new.id), _beside(old) if old else {}, _beside(new))
    for question, answer in _changed(_written(knowledge, old) if old else {}, _written(knowledge, new)):
        yield SetInteraction(new.id, question, answer, knowledge.questions[question].ticks)
    if new.decision != (old.decision if old else None):
        yield SetDecision(new.id, new.decision, old.decision if old else None)


def _written(knowledge: KnowledgeBase, row: Interaction) -> dict[str, Answer]:
    """Return the answers that stand in the file: what the row's archetype brings along does only with a word to it."""
    archetype = knowledge.archetypes.get(row.archetype)
    drafts = archetype.answers if archetype else ()
    brought = {draft.question: Answer(frozenset(draft.values), Origin.ARCHETYPE) for draft in drafts}
    return {question: answer for question, answer in row.answers.items() if answer != brought.get(question)}


_Details: TypeAlias = dict[tuple[str, ...], str | tuple[str, ...]]
"""What stands beside answers, by its keys below the row or part."""


def _beside(row: Interaction) -> _Details:
    waived: _Details = {("waived", name): reason for name, reason in row.waived.items()}
    return {**_filled({"event": row.event, "built": row.built}), **_figures(row.figures), **waived}


def _of_part(part: Part) -> _Details:
    return {**_filled({"role": part.role, "team": part.team, "built": part.built}), **_figures(part.figures)}


def _filled(said: Mapping[str, str | tuple[str, ...]]) -> _Details:
    return {(key,): value for key, value in said.items() if value}


def _figures(figures: Iterable[Figure]) -> _Details:
    return {("figures", figure.name): figure.text for figure in figures}


def _details(path: tuple[str, ...], old: _Details, new: _Details) -> Iterator[Edit]:
    yield from [SetDetail((*path, *key), None) for key in old if key not in new]
    yield from [SetDetail((*path, *key), value) for key, value in new.items() if old.get(key) != value]


def _changed_ends(old: Interaction, new: Interaction) -> Iterator[Edit]:
    edit = ChangeInteraction(
        new.id,
        sender=new.sender if new.sender != old.sender else None,
        receivers=new.receivers if new.receivers != old.receivers else None,
        purpose=new.purpose if new.purpose != old.purpose else None,
        current=new.current if new.current != old.current else None,
        archetype=new.archetype if new.archetype != old.archetype else None,
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
