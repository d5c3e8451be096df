"""Whether decisions still hold: what `archadvisor check` finds in an answers file on a day.

Each finding is a reason to fail, unless the team closed it for a time that is not over. Where the rules changed and no
answer did, or where people dispute an answer and the decision holds with each that they gave, that is a note, and a
reason to fail only where it is asked for.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from archadvisor.answers.dates import has_passed, last_day
from archadvisor.answers.places import Path, Places
from archadvisor.answers.types import Answer, Answers, Closed
from archadvisor.errors import did_you_mean, shown
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.review.about_row import AboutRow, Context, label
from archadvisor.review.findings import KINDS, KINDS_OF_ROW, SCHEMA, Check, Closing, Found
from archadvisor.review.raised import Raised
from archadvisor.review.records import Record, recorded
from archadvisor.scoring.judgement import Judgements, tables
from archadvisor.text.names import joined, names_of, names_of_part

_ANY = "*"
"""In the id of a closing: every row, such as those that a team has not come to yet."""


def check(
    knowledge: KnowledgeBase,
    answers: Answers,
    places: Places,
    today: date,
    version: str,
    strict: bool = False,
    records: Sequence[Record] = (),
) -> Check:
    """Return what is found on a day; `strict`: what the rules changed alone or people dispute is a reason to fail too.

    records: the team's decision records about this system, as they were written
    """
    argument = _argument(places.of(()).file)
    raised = list(_raised(knowledge, answers, today, strict, argument))
    raised += _of_records(records, answers, today, argument)
    closings = _closings(answers)
    found: list[Found] = []
    closed: list[Found] = []
    for one in raised:
        told = _placed(one, places)
        name = next((name for name in (one.id, f"{_ANY}/{one.kind}") if name in closings), None)
        if name is None:
            found.append(told)
            continue
        _, closing = closings[name]
        if has_passed(closing.until, today):
            over = f"It was closed until {closing.until} ({closing.because}), which has passed."
            found.append(replace(told, message=f"{told.message} {over}", level="error"))
        else:
            closed.append(replace(told, closed=Closing(closing.because, closing.until, closing.by)))
    ids = {name for one in raised for name in (one.id, f"{_ANY}/{one.kind}")}
    known = _Known.of(knowledge, answers, records)
    found += [
        _placed(_needless(known, closing.finding, number), places)
        for name, (number, closing) in closings.items()
        if name not in ids and (not name.startswith(f"{_ANY}/") or known.misspelt(name))
    ]
    ok = all(one.level != "error" for one in found)
    return Check(SCHEMA, version, knowledge.method.version, today.isoformat(), ok, tuple(found), tuple(closed))


def unsupported(knowledge: KnowledgeBase, answers: Answers) -> Mapping[str, str]:
    """Return the decisions that do not hold, on whatever day: by the row's id what `check` says."""
    context = Context(knowledge, answers, Judgements(tables(knowledge), answers), date.min, False, "")
    return {
        row.id: raised.message
        for number, row in enumerate(answers.interactions, start=1)
        for raised in (AboutRow(context, row, number).decision(row.decision) if row.decision else ())
        if raised.rule not in ("disputed", "decided-differently")
    }


def changed_since(knowledge: KnowledgeBase, answers: Answers) -> Mapping[str, str]:
    """Return by the id of a decided row what changed since, where its decision holds all the same."""
    context = Context(knowledge, answers, Judgements(tables(knowledge), answers), date.min, False, "")
    told = {
        row.id: AboutRow(context, row, number).changed_since(row.decision)
        for number, row in enumerate(answers.interactions, start=1)
        if row.decision
    }
    return {row: text for row, text in told.items() if text}


def together(checks: Sequence[Check]) -> Check:
    """Return what is found in several files as one, in their order."""
    first, *_ = checks
    return replace(
        first,
        ok=all(one.ok for one in checks),
        findings=tuple([found for one in checks for found in one.findings]),
        closed=tuple([found for one in checks for found in one.closed]),
    )


def _argument(file: str) -> str:
    """Return the answers file as a command names it, behind a blank; nothing for the one that it takes anyway."""
    return "" if file == "answers.yaml" else f" {shlex.quote(file)}"


def _closings(answers: Answers) -> dict[str, tuple[int, Closed]]:
    """Return what is closed by the finding's id, with its place in the list; of several the one that lasts longest."""
    by_end = sorted(enumerate(answers.closed), key=lambda numbered: last_day(numbered[1].until) or date.min)
    return {one.finding: (number, one) for number, one in by_end}


def _placed(raised: Raised, places: Places) -> Found:
    place = raised.place or places.of(raised.path)
    return Found(
        raised.id,
        raised.rule,
        raised.kind,
        raised.level,
        raised.row,
        raised.message,
        raised.action,
        place.file,
        place.line or 1,
        place.column or 1,
    )


class _Known(NamedTuple):
    """What a finding can be about, each with the kinds of finding that there are of it."""

    kinds: Mapping[str, Collection[str]]

    @classmethod
    def of(cls, knowledge: KnowledgeBase, answers: Answers, records: Sequence[Record]) -> _Known:
        confirm = [f"confirm-{name}" for name in knowledge.questions]
        of_row = [*KINDS_OF_ROW, *(rule.id for rule in knowledge.disputes), *confirm]
        rows = [row.id for row in answers.interactions] + [row for record in records for row in record.rows]
        parts = [*answers.parts, *(end for row in answers.interactions for end in (row.sender, *row.receivers))]
        kinds: dict[str, Collection[str]] = {"decisions": (KINDS["record"],), "system": confirm}
        return cls(kinds | dict.fromkeys(parts, confirm) | dict.fromkeys([*rows, _ANY], of_row))

    def misspelt(self, finding: str) -> str:
        """Return why there is never such a finding, with the name that was probably meant; nothing if there can be."""
        owner, _, kind = finding.rpartition("/")
        if not owner:
            return "there is no such finding; expected ROW/KIND"
        if owner not in self.kinds:
            what = "row or part" if kind.startswith("confirm-") else "row"
            return f"there is no {what} {shown(owner)}{did_you_mean(owner, self.kinds)}"
        if kind not in self.kinds[owner]:
            return f"there is no kind of finding {shown(kind)}{did_you_mean(kind, self.kinds[owner])}"
        return ""


def _needless(known: _Known, finding: str, number: int) -> Raised:
    """Return the note on a closing of something that is not found."""
    owner, _, kind = finding.rpartition("/")
    misspelt = known.misspelt(finding)
    why = f"{finding} is closed, but {misspelt or 'there is no such finding now'}"
    return Raised(
        owner,
        "closing",
        kind,
        why if why.endswith("?") else f"{why}.",
        f"{'Correct it in `closed`, or remove it' if misspelt else 'Remove it from `closed`'}.",
        ("closed", str(number)),
        level="note",
    )


def _of_records(records: Sequence[Record], answers: Answers, today: date, argument: str) -> Iterator[Raised]:
    for one in recorded(records, answers, today, argument):
        yield Raised(one.row, one.rule, one.kind, one.message, one.action, (), one.row, one.level, one.place)


def _raised(knowledge: KnowledgeBase, answers: Answers, today: date, strict: bool, argument: str) -> Iterator[Raised]:
    recorded = any(row.decision for row in answers.interactions)
    if answers.interactions and not recorded:
        yield Raised(
            "decisions",
            "record",
            KINDS["record"],
            "No decision is on record.",
            f"Accept what is advised: archadvisor decide '*'{argument} --as advice",
            ("interactions",),
        )
    judgements = Judgements(tables(knowledge), answers)
    yield from _unconfirmed(knowledge, answers, today)
    for number, row in enumerate(answers.interactions, start=1):
        about = AboutRow(Context(knowledge, answers, judgements, today, strict, argument), row, number)
        yield from about.contradictions()
        if row.decision is not None:
            yield from about.decision(row.decision)
        elif recorded:
            yield about.undecided()


def _unconfirmed(knowledge: KnowledgeBase, answers: Answers, today: date) -> Iterator[Raised]:
    """Yield the answers that somebody had to confirm by a day that has passed."""
    path: Path
    for name in _overdue(answers.system, today):
        asked = knowledge.questions[name].decide
        path = ("system", "answers", name, "confirm-by")
        yield _to_confirm(knowledge, "system", "The system", name, answers.system[name], asked, path)
    for part in answers.parts.values():
        for name in _overdue(part.answers, today):
            asked = names_of_part(part.name).fill(knowledge.questions[name].decide)
            path = ("parts", part.name, name, "confirm-by")
            yield _to_confirm(knowledge, part.name, part.name, name, part.answers[name], asked, path)
    for number, row in enumerate(answers.interactions, start=1):
        for name in _overdue(row.answers, today):
            names = names_of(row.sender, row.receivers, row.purpose)
            asked = names.fill(knowledge.questions[name].decide)
            path = ("interactions", row.id, "answers", name, "confirm-by")
            raised = _to_confirm(knowledge, row.id, label(number, row), name, row.answers[name], asked, path)
            yield replace(raised, row=row.id)


def _overdue(answers: Mapping[str, Answer], today: date) -> list[str]:
    return [name for name, one in answers.items() if one.confirm_by and has_passed(one.confirm_by, today)]


def _to_confirm(
    knowledge: KnowledgeBase, owner: str, label: str, name: str, answer: Answer, asked: str, path: Path
) -> Raised:
    question = knowledge.questions[name]
    return Raised(
        owner,
        "confirm",
        f"confirm-{name}",
        f'{label}: the answer to "{question.short}" had to be confirmed by {answer.confirm_by}.',
        f"Ask {answer.who or joined(question.ask, 'or')}: {asked}",
        path,
    )
