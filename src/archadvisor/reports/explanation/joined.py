"""What is said of a question that an interview asks instead of several, and of one of its options."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.advice.precedents import Precedents
from archadvisor.knowledge.types import Joined, JoinedOption, KnowledgeBase, Scope
from archadvisor.reports.explanation.lines import Line, by_id
from archadvisor.text.names import UNNAMED


def explain_joined(knowledge: KnowledgeBase, joined: Joined) -> Iterator[Line]:
    """Yield what such a question is about, its options with what each stores, and real systems with these answers."""
    yield Line("question", UNNAMED.fill(joined.prompt))
    yield Line("used for", UNNAMED.fill(joined.why))
    if joined.more:
        yield Line("", UNNAMED.fill(joined.more))
    for option in joined.options:
        yield Line(option.value, UNNAMED.fill(f"{option.label} ({option.example})"))
        yield _stored(option)
    names = joined.questions()
    yield Line("stores", f"answers to {', '.join(names)}", by_id(names))
    asked = [knowledge.questions[name] for name in names]
    yield Line("who can answer", ", ".join(dict.fromkeys(role for question in asked for role in question.ask)))
    yield Line("can change", ", ".join(dict.fromkeys(what for question in asked for what in question.settles)))
    for option in joined.options:
        yield from _count(knowledge, joined, option)


def explain_joined_option(knowledge: KnowledgeBase, joined: Joined, option: JoinedOption) -> Iterator[Line]:
    """Yield what one option of such a question means, what it stores, and how many real systems have these answers."""
    yield Line("answer", UNNAMED.fill(f"{joined.prompt} {option.label} ({option.example})"))
    yield _stored(option)
    for name in _names(option):
        yield Line("details", f"archadvisor explain {name}", ((name, name),))
    yield from _count(knowledge, joined, option)


def _stored(option: JoinedOption) -> Line:
    """Say which answers an option writes."""
    said = [(f"{d.question}: {' '.join(d.values)}", f"{d.question}.{d.values[0]}") for d in option.answers]
    return Line("", f"stores {', '.join(words for words, _ in said)}", tuple(said))


def _names(option: JoinedOption) -> list[str]:
    return [f"{draft.question}.{value}" for draft in option.answers for value in draft.values]


def _count(knowledge: KnowledgeBase, joined: Joined, option: JoinedOption) -> Iterator[Line]:
    """Tell how many real systems have all answers that an option stores; of a part's, those about the receiver."""
    end = "to." if joined.scope is Scope.PART else ""
    count = Precedents(knowledge).count({f"{end}{d.question}": frozenset(d.values) for d in option.answers})
    if count:
        yield Line("real systems", count.words)
