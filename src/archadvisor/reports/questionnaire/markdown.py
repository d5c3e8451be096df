"""The questionnaire to print or to send: a section for each role, boxes to tick."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.knowledge.types import Scope
from archadvisor.reports.questionnaire.content import QuestionAsked, Questionnaire
from archadvisor.text.prose import clause

_SCOPES = {
    Scope.SYSTEM: "The system, once",
    Scope.PART: "Each part, once",
    Scope.INTERACTION: "Each interaction (from one part to another, for one purpose)",
}


def render(questionnaire: Questionnaire) -> str:
    """Return the questionnaire as Markdown."""
    return "\n".join(_lines(questionnaire)) + "\n"


def _lines(questionnaire: Questionnaire) -> Iterator[str]:
    yield "# Request or event? The questions"
    yield ""
    yield (
        'Answer with facts about today, not with wishes. "Don\'t know" is always allowed: then name who would know. '
        'If the answer differs from case to case ("it depends"), make two interactions.'
    )
    by_id = {question.id: question for question in questionnaire.questions}
    for role, ids in questionnaire.roles.items():
        yield from ("", f"## {role.capitalize()}")
        scope = ""
        for question in (by_id[name] for name in ids):
            if question.scope != scope:
                scope = question.scope
                yield from ("", f"### {_SCOPES[Scope(scope)]}")
            yield from _question(question, role)


def _question(question: QuestionAsked, role: str) -> Iterator[str]:
    others = [other for other in question.ask if other != role]
    with_whom = f" (also for {' and '.join(others)})" if others else ""
    yield from ("", f"**{question.prompt}** `{question.id}`{with_whom}", "")
    if question.only_if:
        yield from (f"Only if {question.only_if}.", "")
    for option in question.options:
        only_if = f" Only if {option.only_if}." if option.only_if else ""
        yield f"- [ ] {option.label}: *{option.example}* `{option.value}`{only_if}"
    yield "- [ ] don't know; ask: ____"
    yield from ("", f"Used for: {clause(question.used_for)}")
