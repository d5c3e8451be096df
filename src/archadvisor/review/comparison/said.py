"""What two files say otherwise: answers, and what stands beside them; each with a way to take it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from archadvisor.answers.types import UNKNOWN, Answer, Answers, Closed, Figure, Interaction, Part
from archadvisor.knowledge.types import ENDS, KnowledgeBase, Question, Scope
from archadvisor.review.comparison.pairing import Pairing, all_parts
from archadvisor.review.comparison.types import AnswerChange, Said

Back = Callable[[Answers], Answers]
"""Makes answers about one row (see `about`) say what the old file says, in one respect."""

_NOTHING = Said((), ("none",))
_LABELS = {"current": "today", "purpose": "purpose", "archetype": "typical interaction", "event": "name of the event"}
_OF_PART = {"role": "role", "team": "team"}


class Difference(NamedTuple):
    """One change of the file; `back` only where advice can depend on it."""

    change: AnswerChange
    back: Back | None


def changes(knowledge: KnowledgeBase, old: Answers, new: Answers, pairing: Pairing) -> Iterator[AnswerChange]:
    """Yield what the files say otherwise of the system, of parts and of rows that both have, and what they closed."""
    found = list(of_system(knowledge, old, new))
    here, was = set(all_parts(new)), {pairing.now(name): name for name in all_parts(old)}
    for name in dict.fromkeys((*new.parts, *[pairing.now(name) for name in old.parts])):
        if name in here and name in was:  # a part that is new is told as such, not answer by answer
            part, other = old.parts.get(was[name]) or Part(name, {}), new.parts.get(name) or Part(name, {})
            found += of_part(knowledge, part, other) if part != other else ()
    for before, after in pairing.rows:
        if before != after:
            found += of_row(knowledge, before, after)
    yield from [one.change for one in found]
    yield from _closed(old.closed, new.closed)


def about(answers: Answers, row: Interaction) -> Answers:
    """Return of the answers what is known of one row: of the system, of its ends, and of itself."""
    ends = dict.fromkeys((row.sender, *row.receivers))
    parts = {name: answers.parts[name] for name in ends if name in answers.parts}
    return replace(answers, parts=parts, interactions=(row,), flows=())


def grounds(knowledge: KnowledgeBase, old: Answers, new: Answers, pairing: Pairing) -> Iterator[Difference]:
    """Yield what answers about one row say otherwise, as far as advice can depend on it; both are made by `about`."""
    (before,), (after,) = old.interactions, new.interactions
    found = list(of_system(knowledge, old, new))
    for name, part in old.parts.items():
        if (now := pairing.now(name)) in _ends(after):
            found += of_part(knowledge, part, new.parts.get(now) or Part(now, {}))
    there = {pairing.now(name) for name in old.parts}
    for name, part in new.parts.items():
        if name not in there and name in {pairing.now(end) for end in _ends(before)}:
            found += of_part(knowledge, Part(name, {}), part)
    found += of_row(knowledge, before, after)
    found += _of_ends(old, before, after)
    return (one for one in found if one.back)


def _ends(row: Interaction) -> tuple[str, ...]:
    return (row.sender, *row.receivers)


def of_system(knowledge: KnowledgeBase, old: Answers, new: Answers) -> Iterator[Difference]:
    """Yield what is answered otherwise about the system."""
    if old.system == new.system:
        return

    def back(question: str) -> Back:
        return lambda answers: replace(answers, system=_put(answers.system, question, old.system.get(question)))

    for question, one, other in _answers(knowledge, Scope.SYSTEM, old.system, new.system):
        change = AnswerChange("system", "", question.id, question.short, one, other)
        yield Difference(change, back(question.id))


def of_part(knowledge: KnowledgeBase, old: Part, new: Part) -> Iterator[Difference]:
    """Yield what is said otherwise about a part, by its name in the new file."""

    def change(key: str, label: str, one: Said, other: Said) -> AnswerChange:
        return AnswerChange("part", new.name, key, label, one, other)

    def back(made: Callable[[Part], Part]) -> Back:
        def whole(answers: Answers) -> Answers:
            part = answers.parts.get(new.name) or Part(new.name, {})
            return replace(answers, parts={**answers.parts, new.name: made(part)})

        return whole

    for question, one, other in _answers(knowledge, Scope.PART, old.answers, new.answers):
        answer = old.answers.get(question.id)
        put = _answer_of_part(question.id, answer)
        yield Difference(change(question.id, question.short, one, other), back(put))
    for key, label in _OF_PART.items():
        one, other = _text(getattr(old, key)), _text(getattr(new, key))
        if one != other:
            yield Difference(change(key, label, one, other), None)
    for name, one, other in _figures(old.figures, new.figures):
        yield Difference(change("figures", name, one, other), back(lambda part: replace(part, figures=old.figures)))
    if set(old.built) != set(new.built):
        yield Difference(change("built", "built", _built(knowledge, old.built), _built(knowledge, new.built)), None)


def _answer_of_part(question: str, answer: Answer | None) -> Callable[[Part], Part]:
    return lambda part: replace(part, answers=_put(part.answers, question, answer))


def of_row(knowledge: KnowledgeBase, old: Interaction, new: Interaction) -> Iterator[Difference]:
    """Yield what is said otherwise about a row, by its id in the new file; not its ends."""

    def change(key: str, label: str, one: Said, other: Said) -> AnswerChange:
        return AnswerChange("interaction", new.id, key, label, one, other)

    def put(question: str) -> Back:
        answer = old.answers.get(question)
        return _row_back(lambda row: replace(row, answers=_put(row.answers, question, answer)))

    for question, one, other in _answers(knowledge, Scope.INTERACTION, old.answers, new.answers):
        yield Difference(change(question.id, question.short, one, other), put(question.id))
    if old.purpose != new.purpose:
        back = _row_back(lambda row: replace(row, purpose=old.purpose))
        yield Difference(change("purpose", _LABELS["purpose"], _text(old.purpose), _text(new.purpose)), back)
    if old.current != new.current:
        back = _row_back(lambda row: replace(row, current=old.current))
        one, other = _way(knowledge, old.current), _way(knowledge, new.current)
        yield Difference(change("current", _LABELS["current"], one, other), back)
    for name, one, other in _figures(old.figures, new.figures):
        back = _row_back(lambda row: replace(row, figures=old.figures))
        yield Difference(change("figures", name, one, other), back)
    for key in ("archetype", "event"):
        one, other = _text(getattr(old, key)), _text(getattr(new, key))
        if one != other:
            yield Difference(change(key, _LABELS[key], one, other), None)
    if set(old.built) != set(new.built):
        yield Difference(change("built", "built", _built(knowledge, old.built), _built(knowledge, new.built)), None)
    for name in dict.fromkeys((*old.waived, *new.waived)):
        one, other = _text(old.waived.get(name, "")), _text(new.waived.get(name, ""))
        if one != other:
            yield Difference(change("waived", f"does without {_pattern(knowledge, name)}", one, other), None)


def _of_ends(old: Answers, before: Interaction, after: Interaction) -> Iterator[Difference]:
    """Yield the ends that have another name, with what is known of the old ones."""

    def back(made: Callable[[Interaction], Interaction], names: Iterable[str]) -> Back:
        def whole(answers: Answers) -> Answers:
            parts = {name: old.parts[name] for name in names if name in old.parts}
            return replace(_row_back(made)(answers), parts={**parts, **answers.parts})

        return whole

    sender, receivers = ENDS
    if before.sender != after.sender:
        change = AnswerChange("interaction", after.id, sender, sender, _text(before.sender), _text(after.sender))
        yield Difference(change, back(lambda row: replace(row, sender=before.sender), (before.sender,)))
    if set(before.receivers) != set(after.receivers):
        one, other = Said(before.receivers, before.receivers), Said(after.receivers, after.receivers)
        change = AnswerChange("interaction", after.id, receivers, receivers, one, other)
        yield Difference(change, back(lambda row: replace(row, receivers=before.receivers), before.receivers))


def _closed(old: Iterable[Closed], new: Iterable[Closed]) -> Iterator[AnswerChange]:
    before, after = ({one.finding: one for one in side} for side in (old, new))
    for finding in dict.fromkeys((*after, *before)):
        one, other = _text(_of_closed(before.get(finding))), _text(_of_closed(after.get(finding)))
        if one != other:
            yield AnswerChange("closed", finding, "closed", "closed", one, other)


def _of_closed(closed: Closed | None) -> str:
    return f"until {closed.until}: {closed.because}" if closed else ""


def _row_back(made: Callable[[Interaction], Interaction]) -> Back:
    return lambda answers: replace(answers, interactions=(made(answers.interactions[0]),))


def _put(answers: Mapping[str, Answer], question: str, answer: Answer | None) -> dict[str, Answer]:
    left = {name: one for name, one in answers.items() if name != question}
    return {**left, question: answer} if answer else left


def _answers(
    knowledge: KnowledgeBase, scope: Scope, old: Mapping[str, Answer], new: Mapping[str, Answer]
) -> Iterator[tuple[Question, Said, Said]]:
    """Yield the questions with another answer; notes beside an answer are no part of it."""
    if old == new:
        return
    for question in knowledge.of_scope(scope):
        before, after = old.get(question.id), new.get(question.id)
        if before != after and (one := _said(question, before)) != (other := _said(question, after)):
            yield question, one, other


def _said(question: Question, answer: Answer | None) -> Said:
    """Return an answer as a reader sees it; one that is missing is one that is unknown, of a row's ticks a blank one.

    So it is wherever answers are counted, see `archadvisor.scoring.facts`.
    """
    blank_counts = question.ticks and question.scope is Scope.INTERACTION
    if answer is None or (answer.known and not answer.values):
        return Said((), ("nothing ticked",) if blank_counts else (UNKNOWN,))
    if not answer.known:
        return Said((), (UNKNOWN,))
    options = [option for option in question.options if option.value in answer.values]
    values, labels = [option.value for option in options], [option.short for option in options]
    return Said(tuple(values), tuple(labels), answer.origin.draft)


def _text(text: str) -> Said:
    return Said((text,), (text,)) if text else _NOTHING


def _way(knowledge: KnowledgeBase, current: str) -> Said:
    return Said((current,), (knowledge.current[current].cell,)) if current else _NOTHING


def _figures(old: Iterable[Figure], new: Iterable[Figure]) -> Iterator[tuple[str, Said, Said]]:
    before, after = ({figure.name: figure.text for figure in side} for side in (old, new))
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield name, _text(before.get(name, "")), _text(after.get(name, ""))


def _built(knowledge: KnowledgeBase, names: Iterable[str]) -> Said:
    values = tuple(sorted(set(names)))
    return Said(values, tuple([_pattern(knowledge, name) for name in values])) if values else _NOTHING


def _pattern(knowledge: KnowledgeBase, name: str) -> str:
    if name in knowledge.forms:
        return knowledge.forms[name].name
    return next((pattern.name for pattern in knowledge.safeguards if pattern.id == name), name)
