"""All questions in the words of a reader who knows no system yet."""

from __future__ import annotations

from msgspec import Struct

from archadvisor.knowledge.conditions import Condition, Is, in_words
from archadvisor.knowledge.types import KnowledgeBase, Option, Question
from archadvisor.text.names import UNNAMED

_SCHEMA = 1


class OptionAsked(Struct, frozen=True, omit_defaults=True):
    """One option as the questionnaire asks it; `only_if` says under which earlier answers it is offered."""

    value: str
    label: str
    example: str
    only_if: str = ""


class QuestionAsked(Struct, frozen=True, omit_defaults=True):
    """One question as the questionnaire asks it."""

    id: str
    scope: str
    ask: tuple[str, ...]
    prompt: str
    used_for: str
    ticks: bool
    options: tuple[OptionAsked, ...]
    limit: int | None = None
    only_if: str = ""


class Questionnaire(Struct, frozen=True):
    """All questions in the order of the files; by role the ids of those that the role can answer."""

    schema: int
    rules_version: str
    roles: dict[str, tuple[str, ...]]
    questions: tuple[QuestionAsked, ...]


def blank_questionnaire(knowledge: KnowledgeBase) -> Questionnaire:
    """Return the questionnaire of the rules."""
    questions = tuple(knowledge.questions.values())
    return Questionnaire(
        schema=_SCHEMA,
        rules_version=knowledge.method.version,
        roles={role: tuple(q.id for q in questions if role in q.ask) for role in knowledge.roles},
        questions=tuple(_question(knowledge, q) for q in questions),
    )


def _question(knowledge: KnowledgeBase, question: Question) -> QuestionAsked:
    return QuestionAsked(
        id=question.id,
        scope=question.scope,
        ask=question.ask,
        prompt=UNNAMED.fill(question.prompt),
        used_for=UNNAMED.fill(question.why),
        ticks=question.ticks,
        options=tuple(_option(knowledge, option) for option in question.options),
        limit=question.limit,
        only_if=_say_condition(knowledge, question.ask_when),
    )


def _option(knowledge: KnowledgeBase, option: Option) -> OptionAsked:
    only_if = _say_condition(knowledge, option.ask_when)
    return OptionAsked(option.value, UNNAMED.fill(option.label), UNNAMED.fill(option.example), only_if)


def _say_condition(knowledge: KnowledgeBase, condition: Condition) -> str:
    """Say a condition in the words of the questions; nothing for one that always holds."""

    def tell(condition: Is, holds: bool) -> str:
        end, _, name = condition.key.rpartition(".")
        question = knowledge.questions[name]
        shorts = " or ".join(option.short for option in question.options if option.value in condition.values)
        whose = {"from": " (of the sender)", "to": " (of the receiver)"}.get(end, "")
        return f"{question.short}{whose}: {'' if holds else 'other than '}{shorts}"

    return in_words(condition, tell, ", or ")
