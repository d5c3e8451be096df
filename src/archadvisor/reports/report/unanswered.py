"""What nobody has answered yet, as people are asked it: the same question once, whoever and whatever it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from archadvisor.assessment import Assessment, Decision, Unknown


class OpenQuestion(Struct, frozen=True):
    """A question that nobody has answered, with the parts or the rows that it is asked for and who knows.

    matters: whether some answer turns a style or form, in one of the rows at least
    """

    prompt: str
    who: str
    ask: str
    rows: tuple[str, ...]
    parts: tuple[str, ...]
    matters: bool


class Asking(Struct, frozen=True):
    """Somebody who can answer something, and what to ask; `also` turns no style and no form as far as is known."""

    name: str
    decisions: tuple[Decision, ...]
    questions: tuple[OpenQuestion, ...]
    also: tuple[OpenQuestion, ...]


def open_questions(assessment: Assessment) -> list[OpenQuestion]:
    """Return the questions that no decision puts."""
    return _grouped(assessment, _left(assessment))


def sheet(assessment: Assessment) -> list[Asking]:
    """Return who can answer something that is open, with the decisions and the other questions that change something.

    Those who can settle most come first: a decision, then a question that turns something, then the others.
    """
    decisions: dict[str, list[Decision]] = {}
    for one in assessment.decisions:
        decisions.setdefault(one.who or " or ".join(one.ask), []).append(one)
    told = [one for one in _left(assessment) if one.matters or one.also]
    questions: dict[str, list[OpenQuestion]] = {}
    for question in _grouped(assessment, told):
        questions.setdefault(question.who or question.ask, []).append(question)
    return [
        Asking(
            who,
            tuple(decisions.get(who, ())),
            tuple([one for one in questions.get(who, ()) if one.matters]),
            tuple([one for one in questions.get(who, ()) if not one.matters]),
        )
        for who in sorted({**decisions, **questions}, key=lambda who: _place(decisions, questions, who))
    ]


def _place(
    decisions: Mapping[str, Sequence[Decision]], questions: Mapping[str, Sequence[OpenQuestion]], who: str
) -> tuple[bool, bool]:
    """Return what somebody is sorted by: a decision, a question that turns something, any other."""
    return who not in decisions, not any(one.matters for one in questions.get(who, ()))


def _left(assessment: Assessment) -> list[Unknown]:
    """Return what no decision puts; one of the whole system that a row's decision puts is put by that."""
    decided = {(one.interaction, one.question) for one in assessment.decisions}
    anywhere = {one.question for one in assessment.decisions}
    return [
        one
        for one in assessment.unknowns
        if (one.interaction, one.question) not in decided
        and not (one.interaction is None and one.part is None and one.question in anywhere)
    ]


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
            matters=any(one.matters for one in alike),
        )
        for key, alike in groups.items()
    ]
