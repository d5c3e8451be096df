"""What nobody has answered yet, as people are asked it: the same question once, whoever and whatever it concerns."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from archadvisor.assessment import Assessment, Decision, Unknown


class OpenQuestion(Struct, frozen=True):
    """A question that nobody has answered, with the parts or the rows that it is asked for and who knows."""

    prompt: str
    who: str
    ask: str
    rows: tuple[str, ...]
    parts: tuple[str, ...]


class Asking(Struct, frozen=True):
    """Somebody who can answer something, and what to ask."""

    name: str
    decisions: tuple[Decision, ...]
    questions: tuple[OpenQuestion, ...]


def open_questions(assessment: Assessment) -> list[OpenQuestion]:
    """Return the questions that no decision puts."""
    return _grouped(assessment, _left(assessment))


def sheet(assessment: Assessment) -> list[Asking]:
    """Return who can answer something that is open, with the decisions and the other questions that matter."""
    decisions: dict[str, list[Decision]] = {}
    for one in assessment.decisions:
        decisions.setdefault(one.who or " or ".join(one.ask), []).append(one)
    questions: dict[str, list[Unknown]] = {}
    for unknown in _left(assessment):
        if unknown.matters:
            questions.setdefault(unknown.who or unknown.ask, []).append(unknown)
    return [
        Asking(who, tuple(decisions.get(who, ())), tuple(_grouped(assessment, questions.get(who, ()))))
        for who in dict.fromkeys((*decisions, *questions))
    ]


def _left(assessment: Assessment) -> list[Unknown]:
    decided = {(one.interaction, one.question) for one in assessment.decisions}
    return [one for one in assessment.unknowns if (one.interaction, one.question) not in decided]


def _grouped(assessment: Assessment, unknowns: Iterable[Unknown]) -> list[OpenQuestion]:
    """Put the same question once: of parts, which it names otherwise, as it stands in the questionnaire."""
    of_any_part = {asked.id: asked.prompt for asked in assessment.questions if asked.scope == "part"}
    groups: dict[tuple[str, str, str], list[Unknown]] = {}
    for one in unknowns:
        prompt = of_any_part.get(one.question, one.prompt) if one.part else one.prompt
        groups.setdefault((prompt, one.who, one.ask), []).append(one)
    return [
        OpenQuestion(
            *key,
            rows=tuple(dict.fromkeys(one.interaction for one in alike if one.interaction)),
            parts=tuple(dict.fromkeys(one.part for one in alike if one.part)),
        )
        for key, alike in groups.items()
    ]
