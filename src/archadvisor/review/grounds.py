"""The grounds of a decision: the answers on which the advice of that day rested, and which of them turned it since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from archadvisor.answers.types import Decision, Interaction
from archadvisor.knowledge.conditions import leaves
from archadvisor.knowledge.types import ENDS, KnowledgeBase, Scope, Style
from archadvisor.scoring.facts import known_facts
from archadvisor.scoring.form import form_of
from archadvisor.scoring.judgement import Judgement, Judgements
from archadvisor.scoring.score import counted, outcome

_NONE: frozenset[str] = frozenset()


class Changed(Struct, frozen=True):
    """An answer that is another one than it was; no values where it was or is not known, None where nobody wrote it."""

    question: str
    before: frozenset[str] | None
    now: frozenset[str]


class Turned(Struct, frozen=True):
    """Why the advice is no longer what it was: the answers that turned it, none where they do not explain it."""

    answers: tuple[Changed, ...]


def grounds_of(knowledge: KnowledgeBase, judgements: Judgements, row: Interaction) -> Mapping[str, frozenset[str]]:
    """Return the answers that an advice rests on, by fact: about row and ends, of the system those that count.

    Whether they are asked for or not: another answer may ask for them. What is missing of row and ends had no answer.
    """
    facts = known_facts(judgements.around, row, judgements.tables.ticks)
    keys = [*_of_row(knowledge), *_of_system(knowledge, judgements.of(row))]
    return {key: facts[key] for key in dict.fromkeys(keys) if facts.get(key)}


def _of_row(knowledge: KnowledgeBase) -> list[str]:
    """Return the facts that people answer about a row and its ends."""
    own = [question.id for question in knowledge.of_scope(Scope.INTERACTION)]
    return [*own, *(f"{end}.{question.id}" for end in ENDS for question in knowledge.of_scope(Scope.PART))]


def _of_system(knowledge: KnowledgeBase, advice: Judgement) -> list[str]:
    """Return the answers about the system that count in a style: it has many, and few count for one row."""
    result = advice.outcome
    if result.gate is not None:
        keys = [leaf.key for leaf in leaves(result.gate.when)]
    else:
        counting = counted(result.lines)
        lines = [line for line in result.lines if line.order in counting]
        keys = [key for line in lines for key in (line.key, *(leaf.key for leaf in leaves(line.given)))]
    asked_of_system = {question.id for question in knowledge.of_scope(Scope.SYSTEM)}
    return [key for key in keys if key in asked_of_system]


def turned(knowledge: KnowledgeBase, judgements: Judgements, interaction: Interaction, decision: Decision) -> Turned:
    """Return which answers turned the advice since a decision: the fewest that, put back, give the advice of that day.

    Those are single ones where one alone does it, else what is needed of all that changed. None: no answer explains it.
    """
    facts = known_facts(judgements.around, interaction, judgements.tables.ticks)
    found = changed(knowledge, judgements, interaction, decision)
    if decision.advised == Style.UNKNOWN:  # no answer gives the advice of that day back: there was none
        return Turned(tuple(found))

    def restored(others: Iterable[Changed]) -> bool:
        """Tell whether putting answers back gives the style that was advised, and the form if that was decided."""
        put_back = {one.question: one.before or _NONE for one in others}
        tried = {key: values for key, values in facts.items() if key not in put_back}
        blank = judgements.tables.ticks
        tried.update({key: values for key, values in put_back.items() if values or key in blank})
        result = outcome(knowledge, tried)
        any_form = not decision.form or decision.style != decision.advised
        return result.style == decision.advised and (any_form or form_of(knowledge, result).id == decision.advised_form)

    alone = [one for one in found if restored((one,))]
    if alone:
        return Turned(tuple(alone))
    if not restored(found):
        return Turned(())
    needed = found
    for one in found:
        fewer = [other for other in needed if other is not one]
        if restored(fewer):
            needed = fewer
    return Turned(tuple(needed))


def changed(
    knowledge: KnowledgeBase, judgements: Judgements, interaction: Interaction, decision: Decision
) -> list[Changed]:
    """Return the answers that are other ones than a decision rests on."""
    now = known_facts(judgements.around, interaction, judgements.tables.ticks)
    advice = judgements.of(interaction)
    recorded = dict.fromkeys([*_of_row(knowledge), *decision.grounds])
    found = [Changed(key, decision.grounds.get(key, _NONE), now.get(key, _NONE)) for key in recorded]
    # An answer about the system that did not count on that day was not written down.
    found += [
        Changed(key, None, now[key])
        for key in dict.fromkeys(_of_system(knowledge, advice))
        if key in now and key not in recorded
    ]
    return [one for one in found if one.before != one.now]
