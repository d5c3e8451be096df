"""The explanation: one entry of the knowledge with its source, as labelled lines.

`questions` has what is said of a question and its options, `entries` of all other kinds, `lines` what they share;
`kinds` lists what there is to explain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from archadvisor.errors import UsageError, did_you_mean, listed, shown
from archadvisor.knowledge.types import Joined, KnowledgeBase, Question
from archadvisor.reports.explanation.entries import EXPLAIN, Entry
from archadvisor.reports.explanation.joined import explain_joined_option
from archadvisor.reports.explanation.lines import Line
from archadvisor.reports.explanation.naming import called
from archadvisor.reports.explanation.questions import explain_option, explain_question
from archadvisor.text.names import joined


def explain(knowledge: KnowledgeBase, name: str, rules: bool = True, rows: Collection[str] = ()) -> list[Line]:
    """Return the lines for an id, for QUESTION.VALUE, or for a name by which a term, pattern or finding is known.

    A finding of `check` is understood as it is printed: OWNER/KIND, and WORD-QUESTION where the kind has a question.

    rules: of a question or an option, also what its rules weigh
    rows: interactions that may have been meant, by id

    Raises UsageError with the nearest ids where there is none, and where several are known by that name.
    """
    question, dot, value = name.partition(".")
    if question in knowledge.joined:
        several = {o.value: o for o in knowledge.joined[question].options}
        if dot and value in several:
            return list(explain_joined_option(knowledge, knowledge.joined[question], several[value]))
    elif question in knowledge.questions:
        options = {o.value: o for o in knowledge.questions[question].options}
        if dot and value in options:
            return list(explain_option(knowledge, knowledge.questions[question], options[value], rules))
    found = _meant(knowledge, name)
    if len(found) == 1:
        return _told(knowledge, found[0], rules)
    if found:
        raise UsageError(
            f"{shown(name)} is another name for {joined([one.id for one in found], 'or')}; explain one of them"
        )
    names = [f"{question}.{value}" for value in options_of(knowledge, question)] if dot else []
    what = "entry and no row" if rows else "entry"
    raise UsageError(f"no {what} has the name {shown(name)}{_instead(knowledge, name, names, rows)}")


def _meant(knowledge: KnowledgeBase, name: str) -> list[Entry]:
    """Return the entries that a name means."""
    entries = _entries(knowledge)
    found = [entries[name]] if name in entries else called(knowledge, entries.values(), name)
    if found:
        return found
    owner, _, kind = name.rpartition("/")
    word, _, question = kind.partition("-")
    return [one for one in knowledge.words if one.id == word and question in knowledge.questions] or (
        _meant(knowledge, kind) if owner else []
    )


def _told(knowledge: KnowledgeBase, entry: Entry, rules: bool) -> list[Line]:
    if isinstance(entry, Question):
        return list(explain_question(knowledge, entry, rules))
    return list(EXPLAIN[type(entry)](knowledge, entry))


def _instead(knowledge: KnowledgeBase, name: str, options: Collection[str], rows: Collection[str]) -> str:
    """Return what to say to a name that there is not: the nearest ones, and the kinds of entries or the options."""
    if options:
        return did_you_mean(name, options, most=3) or f"; expected {listed(options)}"
    kinds = list(sorts(knowledge))
    found = did_you_mean(name, [*kinds, *_entries(knowledge), *rows], most=3)
    return f"{found or '.'} There are {joined(kinds, 'and')}; explain one of these to list its entries"


def sorts(knowledge: KnowledgeBase) -> dict[str, tuple[Entry, ...]]:
    """Return what can be explained, by the name of its sort."""
    kinds: dict[str, Iterable[Entry]] = {
        "questions": knowledge.questions.values(),
        "joined": knowledge.joined.values(),
        "rules": knowledge.rules,
        "gates": knowledge.gates,
        "forms": knowledge.forms.values(),
        "safeguards": knowledge.safeguards,
        "costs": knowledge.costs,
        "disputes": knowledge.disputes,
        "findings": knowledge.findings,
        "figures": knowledge.figures.values(),
        "crossings": knowledge.crossings,
        "archetypes": knowledge.archetypes.values(),
        "claims": knowledge.claims.values(),
        "sources": knowledge.sources.values(),
        "terms": knowledge.terms,
        "words": knowledge.words,
        "precedents": knowledge.precedents,
    }
    return {name: tuple(entries) for name, entries in kinds.items()}


def options_of(knowledge: KnowledgeBase, name: str) -> tuple[str, ...]:
    """Return the values of a question, or of one that is asked instead of several; none where it is neither."""
    question: Question | Joined | None = knowledge.joined.get(name) or knowledge.questions.get(name)
    return tuple([option.value for option in question.options]) if question else ()


def page_of(knowledge: KnowledgeBase, name: str) -> str:
    """Return where in the documentation an id or QUESTION.VALUE has its page; nothing where neither is known."""
    entry, dot, value = name.partition(".")
    if dot and value not in options_of(knowledge, entry):
        return ""
    sort = next((sort for sort, entries in sorts(knowledge).items() if any(entry == e.id for e in entries)), "")
    return f"reference/{sort}/{entry}/{dot and '#'}{value}" if sort else ""


def _entries(knowledge: KnowledgeBase) -> dict[str, Entry]:
    return {entry.id: entry for entries in sorts(knowledge).values() for entry in entries}
