"""Answers given on the command line: `--set QUESTION=VALUE`, `--set ROW.QUESTION=VALUE`, `--set happens=...`.

A question that an interview asks instead of several is set as any other; it writes what its option stores.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from archadvisor.answers.row_edits import ends_of, from_archetype, part_of, put_answer
from archadvisor.answers.several import put_joined, said_of, touched
from archadvisor.answers.types import UNKNOWN, Answer, Answers, Interaction, Origin
from archadvisor.errors import UsageError, did_you_mean, shown
from archadvisor.knowledge.types import ENDS, Joined, KnowledgeBase, Question, Scope
from archadvisor.text.neutral import one_line

Setting: TypeAlias = tuple[str, str, str]
"""Row (or ""), question, value."""

HAPPENS = "happens"


class SettingError(UsageError):
    """A setting that does not go; `plain` says it to a caller that knows no `--set`.

    about: what was set, "" for nothing in particular
    """

    def __init__(self, about: str, what: str) -> None:
        self.plain = f"{about}: {what}" if about else what
        super().__init__(f"--set {self.plain}" if about else f"--set: {what}")


def parse_settings(texts: Iterable[str]) -> list[Setting]:
    """Split settings into row, question and value; UsageError where one is of another form."""
    found = []
    for text in texts:
        name, equals, value = one_line(text).partition("=")
        row, _, question = name.strip().rpartition(".")
        if not equals or not question:
            raise UsageError(f"--set {shown(text)}: expected QUESTION=VALUE or ROW.QUESTION=VALUE")
        found.append((row, question, value.strip()))
    return found


def spelled(answers: Answers, row: Interaction) -> list[str]:
    """Return what people have answered about one interaction and its ends as settings of `ask`, ready to be typed."""
    found = [f"{name}={_spelt(answer)}" for name, answer in row.answers.items() if not answer.origin.draft]
    for end, names in zip(ENDS, ((row.sender,), row.receivers), strict=True):
        said = [part_of(answers, name).answers for name in names]
        if all(one == said[0] for one in said):
            of_end = said[0].items()
            found += [f"{end}.{name}={_spelt(answer)}" for name, answer in of_end if not answer.origin.draft]
    return found


def _spelt(answer: Answer) -> str:
    return ",".join(sorted(answer.values)) if answer.known else UNKNOWN


def apply(
    knowledge: KnowledgeBase, answers: Answers, settings: Sequence[Setting], row: str = "", source: str = ""
) -> Answers:
    """Return the answers with settings applied, rows first; `row` is what a setting without a row is about.

    Where there is one, `from` and `to` name the parts at its ends. With a `source` (PATH:LINE) the answers are drafts
    that were read there; UsageError where one would take the place of what somebody in the team said.
    """
    if source:
        _check_drafts(settings)
    for name, question, value in settings:
        if (name, question) == ("", HAPPENS):
            answers = _marked(knowledge, answers, value)
    for name, question, value in settings:
        if (name, question) != ("", HAPPENS):
            for target in _targets(answers, name, row):
                answers = _set(knowledge, answers, target, question, value, source)
    return answers


def _check_drafts(settings: Sequence[Setting]) -> None:
    """Refuse what is no draft of an answer."""
    for name, question, value in settings:
        if (name, question) == ("", HAPPENS):
            raise SettingError(HAPPENS, "it adds rows and says how they work today, which is no draft of an answer")
        if value == UNKNOWN:
            raise SettingError(question, f"{UNKNOWN} is no draft: nothing was read; leave the question open")


def _targets(answers: Answers, name: str, row: str) -> tuple[str, ...]:
    about = next((i for i in answers.interactions if i.id == row), None)
    if about is not None and name in ENDS:
        return (about.sender,) if name == ENDS[0] else about.receivers
    return (name or row,)


def _set(knowledge: KnowledgeBase, answers: Answers, target: str, question: str, value: str, source: str) -> Answers:
    asked: Question | Joined | None = knowledge.joined.get(question) or knowledge.questions.get(question)
    if asked is None:
        names = (*knowledge.joined, *knowledge.questions, HAPPENS)
        raise SettingError("", f"no question {shown(question)}{did_you_mean(question, names)}")
    if not isinstance(asked, Joined) and asked.scope is Scope.SYSTEM:
        return _put(answers, asked, "", _answer(asked, value, source), source)
    names = ends_of(answers.interactions) if asked.scope is Scope.PART else tuple(i.id for i in answers.interactions)
    if target not in names:
        what = "part" if asked.scope is Scope.PART else "interaction"
        if not target:
            raise SettingError(question, f"which {what}? Expected {what.upper()}.{question}")
        raise SettingError("", f"no {what} {shown(target)}{did_you_mean(target, names)}")
    if isinstance(asked, Joined):
        return _put_several(knowledge, answers, asked, target, value, source)
    return _put(answers, asked, target, _answer(asked, value, source), source)


def _put_several(
    knowledge: KnowledgeBase, answers: Answers, joined: Joined, target: str, value: str, source: str
) -> Answers:
    """Put what an option of a question for several stores; see _put."""
    option = None
    if value != UNKNOWN:
        values = _values(joined, value, source)
        if len(values) != 1:
            raise SettingError(joined.id, "expected one value")
        option = next(one for one in joined.options if one.value == values[0])
    like = Answer(frozenset())
    if source:
        said = said_of(answers, joined.scope, target)
        for name in touched(joined, option, said):
            _check_unspoken(said.get(name), f"{target}.{name}")
        like = replace(like, origin=Origin.IMPORT, source=source)
    return put_joined(knowledge, answers, target, joined, option, like)


def _put(answers: Answers, question: Question, target: str, answer: Answer, source: str) -> Answers:
    """Put an answer; one that was read somewhere is a draft, and takes the place of no word of the team's."""
    if source and not answer.known:
        raise SettingError(question.id, "nothing was read; leave the question open")
    if source:
        there = answers.system if question.scope is Scope.SYSTEM else said_of(answers, question.scope, target)
        _check_unspoken(there.get(question.id), f"{target}.{question.id}" if target else question.id)
        answer = replace(answer, origin=Origin.IMPORT, source=source)
    return put_answer(answers, question.scope, target, question.id, answer)


def _check_unspoken(there: Answer | None, name: str) -> None:
    if there is not None and there.spoken:
        by = f" ({there.who})" if there.who else ""
        raise UsageError(f"{name}: somebody in the team said something already{by}; a draft cannot replace it")


def _answer(question: Question, value: str, source: str) -> Answer:
    if value == UNKNOWN:
        return Answer(frozenset(), known=False)
    values = _values(question, value, source)
    if len(values) != 1 and not question.ticks:
        raise SettingError(question.id, "expected one value")
    if problems := question.problems(values):
        raise SettingError(question.id, f"it {problems[0].what}; expected {problems[0].expected}")
    return Answer(frozenset(values), known=bool(values) or question.scope is Scope.INTERACTION)


def _values(question: Question | Joined, value: str, source: str) -> list[str]:
    """Return the values that a text names; UsageError where one is no option."""
    values = [text.strip() for text in value.split(",") if text.strip()]
    options = [option.value for option in question.options]
    for one in values:
        if one not in options:
            expected = ", ".join(options if source else (*options, UNKNOWN))
            said = f"{shown(one)} is not a value; expected {expected}{did_you_mean(one, options)}"
            raise SettingError(question.id, said)
    return values


def _marked(knowledge: KnowledgeBase, answers: Answers, value: str) -> Answers:
    for text in value.split(","):
        name, _, mark = text.strip().partition(":")
        archetype = knowledge.archetypes.get(name)
        if archetype is None:
            nearest = did_you_mean(name, knowledge.archetypes)
            raise SettingError(HAPPENS, f"no typical interaction {shown(name)}{nearest}")
        if mark and mark not in knowledge.current:
            expected = ", ".join(knowledge.current)
            raise SettingError(HAPPENS, f"{shown(mark)} is not a value of current; expected {expected}")
        there = next((i for i in answers.interactions if i.id == name), None)
        if there is None:
            answers = replace(answers, interactions=(*answers.interactions, from_archetype(archetype, mark)))
        elif mark:
            new = replace(there, current=mark)
            answers = replace(answers, interactions=tuple(new if i is there else i for i in answers.interactions))
    return answers
