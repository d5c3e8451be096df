"""`archadvisor questions`: the blank questionnaire by role, to be sent or filled in on paper."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, json

from archadvisor.cli.files import write_stdout
from archadvisor.errors import unknown_format
from archadvisor.knowledge import load
from archadvisor.knowledge.conditions import Condition, Is, in_words
from archadvisor.knowledge.types import ROLES, KnowledgeBase, Option, Question, Scope
from archadvisor.text.names import UNNAMED
from archadvisor.text.prose import clause

FORMATS = ("markdown", "json")
_SCHEMA = 1
_SCOPES = {
    Scope.SYSTEM: "The system, once",
    Scope.PART: "Each part, once",
    Scope.INTERACTION: "Each interaction: one line, from one part to another, for one purpose",
}


class OptionShown(Struct, frozen=True, omit_defaults=True):
    """One option as the questionnaire shows it; `only_if` says under which earlier answers it is offered."""

    value: str
    label: str
    example: str
    only_if: str = ""


class QuestionShown(Struct, frozen=True, omit_defaults=True):
    """One question as the questionnaire shows it."""

    id: str
    scope: str
    ask: tuple[str, ...]
    prompt: str
    used_for: str
    ticks: bool
    options: tuple[OptionShown, ...]
    limit: int | None = None
    only_if: str = ""


class Questionnaire(Struct, frozen=True):
    """All questions in the order of asking; by role the ids of those that the role can answer."""

    schema: int
    rules_version: str
    roles: dict[str, tuple[str, ...]]
    questions: tuple[QuestionShown, ...]


def run_questions(format_name: str) -> None:
    """Print the questionnaire; UsageError where there is no such format."""
    if format_name not in FORMATS:
        raise unknown_format(format_name, FORMATS)
    found = questionnaire(load())
    if format_name == "json":
        write_stdout(json.format(json.encode(found), indent=2).decode() + "\n")
    else:
        write_stdout("\n".join(_markdown(found)) + "\n")


def questionnaire(knowledge: KnowledgeBase) -> Questionnaire:
    """Return the questionnaire of the rules."""
    questions = tuple(knowledge.questions.values())
    return Questionnaire(
        schema=_SCHEMA,
        rules_version=knowledge.method.version,
        roles={role: tuple(q.id for q in questions if role in q.ask) for role in ROLES},
        questions=tuple(_question(knowledge, q) for q in questions),
    )


def _question(knowledge: KnowledgeBase, question: Question) -> QuestionShown:
    return QuestionShown(
        id=question.id,
        scope=question.scope,
        ask=question.ask,
        prompt=UNNAMED.fill(question.prompt),
        used_for=UNNAMED.fill(question.why),
        ticks=question.ticks,
        options=tuple(_option(knowledge, option) for option in question.options),
        limit=question.limit,
        only_if=_said(knowledge, question.ask_when),
    )


def _option(knowledge: KnowledgeBase, option: Option) -> OptionShown:
    only_if = _said(knowledge, option.ask_when)
    return OptionShown(option.value, UNNAMED.fill(option.label), UNNAMED.fill(option.example), only_if)


def _said(knowledge: KnowledgeBase, condition: Condition) -> str:
    """Say a condition in the words of the questions; nothing for one that always holds."""

    def tell(condition: Is, holds: bool) -> str:
        end, _, name = condition.key.rpartition(".")
        question = knowledge.questions[name]
        shorts = " or ".join(option.short for option in question.options if option.value in condition.values)
        whose = {"from": " (of the sender)", "to": " (of the receiver)"}.get(end, "")
        return f"{question.short}{whose}: {'' if holds else 'anything but '}{shorts}"

    return in_words(condition, tell, ", or ")


def _markdown(found: Questionnaire) -> Iterator[str]:
    yield "# Request or event? The questions"
    yield ""
    yield (
        'Facts about today, not wishes. "Don\'t know" is always an answer: say who would know. '
        'What differs from case to case ("it depends") is two interactions.'
    )
    by_id = {question.id: question for question in found.questions}
    for role, ids in found.roles.items():
        yield from ("", f"## {role.capitalize()}")
        scope = ""
        for question in (by_id[name] for name in ids):
            if question.scope != scope:
                scope = question.scope
                yield from ("", f"### {_SCOPES[Scope(scope)]}")
            yield from _asked(question, role)


def _asked(question: QuestionShown, role: str) -> Iterator[str]:
    others = [other for other in question.ask if other != role]
    with_whom = f" (also for {' and '.join(others)})" if others else ""
    yield from ("", f"**{question.prompt}** `{question.id}`{with_whom}", "")
    if question.only_if:
        yield from (f"Only if {question.only_if}.", "")
    for option in question.options:
        only_if = f" Only if {option.only_if}." if option.only_if else ""
        yield f"- [ ] {option.label}: *{option.example}* `{option.value}`{only_if}"
    yield "- [ ] don't know; who would: ____"
    yield from ("", f"Used for: {clause(question.used_for)}")
