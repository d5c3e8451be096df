"""Decisions put on record: what a team decided for some interactions, with the advice and the grounds of that day."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.advice.evidence import tell_reason
from archadvisor.answers.dates import has_passed, last_day
from archadvisor.answers.types import Answers, Decision, Interaction
from archadvisor.assessment import UNDECIDED
from archadvisor.errors import UsageError, did_you_mean, shown
from archadvisor.knowledge.naming import by_name
from archadvisor.knowledge.types import DECIDABLE, KnowledgeBase, Pattern, Style
from archadvisor.review.grounds import grounds_of
from archadvisor.scoring.decided import form_for
from archadvisor.scoring.judgement import Judgements, tables
from archadvisor.text.names import joined, names_of

ADVICE = "advice"
"""The way that accepts what is advised."""


class Wanted(Struct, frozen=True):
    """What is to be put on record; `way` is a style, a form by one of its names, or `ADVICE`.

    because: why; "" only for what is advised, whose own reason is taken then
    """

    way: str
    because: str = ""
    by: str = ""
    date: str = ""
    ticket: str = ""
    review: str = ""


class Decided(Struct, frozen=True):
    """The answers with their decisions, and the rows by id.

    rows: those that got a decision
    open: those that no advice decides yet
    kept: those that a wildcard fits and that were decided before
    """

    answers: Answers
    rows: tuple[str, ...]
    open: tuple[str, ...]
    kept: tuple[str, ...]


def decide(knowledge: KnowledgeBase, answers: Answers, patterns: Sequence[str], wanted: Wanted) -> Decided:
    """Return the answers with a decision for every interaction whose id fits a pattern (`*`, `?`), or by its number.

    A wildcard never changes a decision that is there. UsageError where nothing fits, where there is no such way, or
    where none of the rows has an advice to accept.
    """
    picked = chosen(answers.interactions, patterns)
    rows = [row for row, named in picked if named or row.decision is None]
    kept = [row.id for row, named in picked if not named and row.decision]
    way = None if wanted.way == ADVICE else _way(knowledge, wanted.way)
    judgements = Judgements(tables(knowledge), answers)
    decided: dict[str, Interaction] = {}
    for row in rows:
        advice = judgements.of(row)
        if way is not None or advice.state not in UNDECIDED:
            decided[row.id] = replace(row, decision=_decision(knowledge, judgements, row, way, wanted))
    if not decided and rows:
        which = f"{shown(rows[0].id)} is" if len(rows) == 1 else "these interactions are"
        said = dict.fromkeys([name for row in rows for name, answer in row.answers.items() if answer.disputed])
        why = f" (people do not agree on {joined(list(said))})" if said else ""
        raise UsageError(f"--as {ADVICE}: {which} still to decide{why}; expected the style or form that you decided")
    return Decided(
        replace(
            answers,
            interactions=tuple([decided.get(row.id, row) for row in answers.interactions]),
            rules=knowledge.method.version,
        ),
        tuple(decided),
        tuple([row.id for row in rows if row.id not in decided]),
        tuple(kept),
    )


def chosen(interactions: Sequence[Interaction], patterns: Sequence[str]) -> list[tuple[Interaction, bool]]:
    """Return the interactions that patterns name, in the order of the file, and whether by their own id or number.

    UsageError for a pattern that names none, or where there is no pattern.
    """
    if not patterns:
        raise UsageError("ROW: expected an interaction by id or number, or a wildcard such as '*'")
    numbers = {str(number): row.id for number, row in enumerate(interactions, start=1)}
    ids = [row.id for row in interactions]
    named: set[str] = set()
    fitting: set[str] = set()
    for pattern in patterns:
        own = pattern if pattern in set(ids) else numbers.get(pattern)
        fits = [own] if own else [name for name in ids if fnmatchcase(name, pattern)]
        if not fits:
            raise UsageError(f"no interaction is called {shown(pattern)}{did_you_mean(pattern, ids)}")
        (named if own else fitting).update(fits)
    return [(row, row.id in named) for row in interactions if row.id in named | fitting]


def _way(knowledge: KnowledgeBase, word: str) -> tuple[Style, ...] | Pattern:
    """Return the style or form that a word means."""
    if word in DECIDABLE:
        return (Style(word),)
    forms = by_name(_decidable(knowledge))
    if word.casefold() in forms:
        return forms[word.casefold()]
    names = (ADVICE, *DECIDABLE, *(form.id for form in _decidable(knowledge)))
    raise UsageError(
        f"--as {shown(word)}: no such style or form; expected {ADVICE}, {', '.join(DECIDABLE)} or a form"
        f"{did_you_mean(word, (*names, *forms))}"
    )


def _decidable(knowledge: KnowledgeBase) -> list[Pattern]:
    """Return the forms that somebody can decide for: not what stands for an interaction that nobody knows."""
    return [form for form in knowledge.forms.values() if any(style in DECIDABLE for style in form.styles)]


def _decision(
    knowledge: KnowledgeBase,
    judgements: Judgements,
    row: Interaction,
    way: tuple[Style, ...] | Pattern | None,
    wanted: Wanted,
) -> Decision:
    advice = judgements.of(row)
    advised, form, before = advice.outcome.style, "", row.decision
    if way is None:
        style, form = advised, advice.form.id
    elif isinstance(way, Pattern):
        style, form = advised if advised in way.styles else next(iter(way.styles)), way.id
    else:  # the form too: it must not follow other answers unseen
        style = way[0]
        form = form_for(knowledge, advice, style).id
    is_open = advice.state in UNDECIDED  # a lean is no advice
    same = before if before and (before.style, before.form) == (style.value, form) else None
    names = names_of(row.sender, row.receivers, row.purpose)
    return Decision(
        style=style.value,
        because=wanted.because or tell_reason(knowledge.method, advice.outcome, names),
        by=wanted.by,
        date=wanted.date,
        ticket=wanted.ticket or (same.ticket if same else ""),
        review=wanted.review or _still_ahead(same, wanted.date),
        form=form,
        rules=knowledge.method.version,
        advised=Style.UNKNOWN.value if is_open else advised.value,
        advised_form="" if is_open else advice.form.id,
        grounds=grounds_of(knowledge, judgements, row),
        sender=row.sender,
        receivers=row.receivers,
    )


def _still_ahead(before: Decision | None, day: str) -> str:
    """Return until when the decision before had to be looked at again, where that is still to come on a day."""
    today = last_day(day)
    return before.review if before and today and not has_passed(before.review, today) else ""
