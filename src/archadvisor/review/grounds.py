"""The grounds of a decision: the answers on which the advice of that day rested, and which of them turned it since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from archadvisor.answers.types import Decision, Interaction
from archadvisor.knowledge.conditions import Facts, leaves
from archadvisor.knowledge.types import DERIVED, KnowledgeBase, Scope
from archadvisor.scoring.facts import asked, known_facts
from archadvisor.scoring.form import form_of
from archadvisor.scoring.judgement import Judgement, Judgements
from archadvisor.scoring.score import counted, outcome


class Changed(Struct, frozen=True):
    """An answer that is another one than it was; none where it was or is not known."""

    question: str
    before: frozenset[str]
    now: frozenset[str]


class Turned(Struct, frozen=True):
    """Why the advice is no longer what it was: the answers that turned it, none where they do not explain it."""

    answers: tuple[Changed, ...]


def grounds_of(knowledge: KnowledgeBase, advice: Judgement) -> Mapping[str, frozenset[str]]:
    """Return the answers that an advice rests on, by fact: the row's own, and the others that decide its style."""
    facts = advice.outcome.facts
    own = [question.id for question in knowledge.of_scope(Scope.INTERACTION)]
    return {key: facts[key] for key in dict.fromkeys([*own, *_deciding(advice)]) if facts.get(key)}


def _deciding(advice: Judgement) -> Iterator[str]:
    """Yield the questions about the ends on which the style rests; the system's own answers are small factors."""
    result = advice.outcome
    if result.gate is not None:
        keys = [leaf.key for leaf in leaves(result.gate.when)]
    else:
        counting = counted(result.lines)
        lines = [line for line in result.lines if line.order in counting]
        keys = [key for line in lines for key in (line.key, *(leaf.key for leaf in leaves(line.given)))]
    yield from (key for key in keys if "." in key and key.rpartition(".")[2] not in DERIVED)


def turned(knowledge: KnowledgeBase, judgements: Judgements, interaction: Interaction, decision: Decision) -> Turned:
    """Return which answers turned the advice since a decision: the fewest that, put back, give the advice of that day.

    Those are single ones where one alone does it, else all that changed. None: no answer among the grounds explains it.
    """
    facts = known_facts(judgements.around, interaction, judgements.tables.ticks)
    changed = _changed(knowledge, facts, decision)
    alone = [one for one in changed if _restored(knowledge, facts, (one,), decision)]
    if alone:
        return Turned(tuple(alone))
    return Turned(tuple(changed) if _restored(knowledge, facts, changed, decision) else ())


def _changed(knowledge: KnowledgeBase, facts: Facts, decision: Decision) -> list[Changed]:
    now = asked(knowledge, facts)
    own = [question.id for question in knowledge.of_scope(Scope.INTERACTION)]
    none: frozenset[str] = frozenset()
    pairs = [
        (key, decision.grounds.get(key, none), now.get(key, none)) for key in dict.fromkeys([*own, *decision.grounds])
    ]
    return [Changed(key, before, after) for key, before, after in pairs if before != after]


def _restored(knowledge: KnowledgeBase, facts: Facts, changed: Iterable[Changed], decision: Decision) -> bool:
    """Tell whether putting some answers back gives the style that was advised, and the form if that was decided."""
    tried = {key: values for key, values in facts.items() if key not in {one.question for one in changed}}
    tried.update({one.question: one.before for one in changed if one.before})
    result = outcome(knowledge, tried)
    return result.style == decision.advised and (
        not decision.form or form_of(knowledge, result).id == decision.advised_form
    )
