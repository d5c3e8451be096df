"""What people said who do not agree, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from archadvisor.advice.case import Case
from archadvisor.answers.types import Answer, Answers, Said
from archadvisor.knowledge.types import Question, Scope
from archadvisor.text.names import Names, joined, names_of_part
from archadvisor.text.prose import plural


def disagreement(answers: Answers, case: Case, question: Question, ends: Sequence[str]) -> str:
    """Say who said what, where people do not agree on a question of a row, of its ends (`ends`) or of the system."""
    row = case.interaction
    if question.scope is not Scope.PART:
        of = answers.system if question.scope is Scope.SYSTEM else row.answers
        return tell_disagreement(question, of.get(question.id), case.names)
    at = {"from": (row.sender,), "to": row.receivers}
    names = dict.fromkeys([name for end in ends for name in at[end] if name in answers.parts])
    told = [
        (name, tell_disagreement(question, answers.parts[name].answers.get(question.id), names_of_part(name)))
        for name in names
    ]
    return " ".join([f"{name}: {text}" if len(names) > 1 else text for name, text in told if text])


def tell_disagreement(question: Question, answer: Answer | None, names: Names) -> str:
    """Return who said what, as long as nobody has chosen; an empty text where people agree or one has chosen."""
    if answer is None or not answer.disputed:
        return ""
    told = [f"{_who_says(said)} {quoted(in_short(question, said.values, names))}" for said in answer.said]
    return f"{joined(told)}."


def in_short(question: Question, values: frozenset[str], names: Names) -> str:
    """Return an answer in a few words, of a tick list all that is ticked."""
    options = [names.fill(option.short) for option in question.options if option.value in values]
    return joined(options) if options else "none of them"


def quoted(text: str) -> str:
    """Return words in quotes; quotes within them become single ones."""
    inner = text.replace('"', "'")
    return f'"{inner}"'


def people(who: Sequence[str], unnamed: int) -> str:
    """Return names, and how many are not named."""
    if not who:
        return plural(unnamed, "person", "people")
    return joined([*who, *([f"{unnamed} more"] if unnamed else [])])


def _who_says(said: Said) -> str:
    return f"{people(said.who, said.count)} {'says' if len(said.who) + said.count == 1 else 'say'}"
