"""Whether decisions still hold: what `archadvisor check` finds in an answers file on a day.

Each finding is a reason to fail, unless the team closed it for a time that is not over. Where the rules changed and no
answer did, that is a note, and a reason to fail only where it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.dates import has_passed
from archadvisor.answers.places import Path, Places
from archadvisor.answers.types import Answer, Answers, Decision, Interaction
from archadvisor.assessment import UNDECIDED
from archadvisor.errors import Place
from archadvisor.knowledge.types import KnowledgeBase, Question, Style
from archadvisor.review.findings import SCHEMA, Check, Closing, Found, Level
from archadvisor.review.grounds import Changed, turned
from archadvisor.review.records import Record, recorded
from archadvisor.scoring.judgement import Judgement, Judgements, tables
from archadvisor.text.names import joined, names_of, names_of_part, row_ends
from archadvisor.text.prose import sentence

_NO_RECORD = "no-record"
_LISTED = 3
"""So many answers are told that turned a decision."""


class _Raised(Struct, frozen=True):
    """A finding before it has a place: `path` leads to what it is about in the answers, if it is not about a record."""

    owner: str
    kind: str
    message: str
    action: str
    path: Path
    row: str = ""
    level: Level = "error"
    place: Place | None = None

    @property
    def id(self) -> str:
        """Return what it goes by: whom it is about and its kind, never a place."""
        return f"{self.owner}/{self.kind}"


def check(
    knowledge: KnowledgeBase,
    answers: Answers,
    places: Places,
    today: date,
    version: str,
    strict: bool = False,
    records: Sequence[Record] = (),
) -> Check:
    """Return what is found on a day; `strict`: what the rules changed alone is a reason to fail too.

    records: the team's decision records about this system, as they were written
    """
    raised = [*_raised(knowledge, answers, today, strict), *_of_records(records, answers, today)]
    closings = {one.finding: (number, one) for number, one in enumerate(answers.closed)}
    found: list[Found] = []
    closed: list[Found] = []
    for one in raised:
        told = _placed(one, places)
        if one.id not in closings:
            found.append(told)
            continue
        _, closing = closings[one.id]
        if has_passed(closing.until, today):
            over = f"It was closed until {closing.until} ({closing.because}), which has passed."
            found.append(replace(told, message=f"{told.message} {over}", level="error"))
        else:
            closed.append(replace(told, closed=Closing(closing.because, closing.until, closing.by)))
    ids = {one.id for one in raised}
    found += [
        _placed(_needless(closing.finding, number), places)
        for name, (number, closing) in closings.items()
        if name not in ids
    ]
    ok = all(one.level != "error" for one in found)
    return Check(SCHEMA, version, knowledge.method.version, today.isoformat(), ok, tuple(found), tuple(closed))


def _placed(raised: _Raised, places: Places) -> Found:
    place = raised.place or places.of(raised.path)
    return Found(
        raised.id,
        raised.kind,
        raised.level,
        raised.row,
        raised.message,
        raised.action,
        place.file,
        place.line or 1,
        place.column or 1,
    )


def _needless(finding: str, number: int) -> _Raised:
    """Return the note on a closing of something that is not found any more."""
    owner, _, kind = finding.partition("/")
    return _Raised(
        owner,
        kind or "closed",
        f"{finding} is closed, but is not found any more.",
        "Remove it from `closed`.",
        ("closed", str(number)),
        level="note",
    )


def _of_records(records: Sequence[Record], answers: Answers, today: date) -> Iterator[_Raised]:
    for one in recorded(records, answers, today):
        yield _Raised(one.row, one.kind, one.message, one.action, (), one.row, one.level, one.place)


def _raised(knowledge: KnowledgeBase, answers: Answers, today: date, strict: bool) -> Iterator[_Raised]:
    recorded = any(row.decision for row in answers.interactions)
    if answers.interactions and not recorded:
        yield _Raised(
            "decisions",
            _NO_RECORD,
            "No decision is on record.",
            "Accept what is advised: archadvisor decide '*' --as advice",
            ("interactions",),
        )
    judgements = Judgements(tables(knowledge), answers)
    yield from _unconfirmed(knowledge, answers, today)
    for number, row in enumerate(answers.interactions, start=1):
        about = _About(knowledge, judgements, row, number, today, strict)
        yield from about.contradictions()
        if row.decision is not None:
            yield from about.decision(row.decision)
        elif recorded:
            yield about.undecided()


def _unconfirmed(knowledge: KnowledgeBase, answers: Answers, today: date) -> Iterator[_Raised]:
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
            raised = _to_confirm(knowledge, row.id, _label(number, row), name, row.answers[name], asked, path)
            yield replace(raised, row=row.id)


def _overdue(answers: Mapping[str, Answer], today: date) -> list[str]:
    return [name for name, one in answers.items() if one.confirm_by and has_passed(one.confirm_by, today)]


def _to_confirm(
    knowledge: KnowledgeBase, owner: str, label: str, name: str, answer: Answer, asked: str, path: Path
) -> _Raised:
    question = knowledge.questions[name]
    return _Raised(
        owner,
        f"confirm-{name}",
        f'{label}: the answer to "{question.short}" had to be confirmed by {answer.confirm_by}.',
        f"Ask {answer.who or joined(question.ask, 'or')}: {asked}",
        path,
    )


def _label(number: int, row: Interaction) -> str:
    return f"Row {number} ({row_ends(row.sender, row.receivers, '→')})"


class _About:
    """The findings about one interaction."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        judgements: Judgements,
        row: Interaction,
        number: int,
        today: date,
        strict: bool,
    ) -> None:
        self._knowledge = knowledge
        self._judgements = judgements
        self._row = row
        self._today = today
        self._strict = strict
        self._advice = judgements.of(row)
        self._names = names_of(row.sender, row.receivers, row.purpose)
        self._label = _label(number, row)

    def contradictions(self) -> Iterator[_Raised]:
        """Yield the answers that do not go together."""
        for rule in self._advice.contradictions:
            yield self._raise(
                rule.id,
                f"{self._label}: {self._names.fill(rule.because)}.",
                f"Check again: {', '.join(rule.questions)}.",
                ("answers", rule.questions[0]),
            )

    def undecided(self) -> _Raised:
        """Return that the row is not decided, while others are."""
        if self._advice.state in UNDECIDED:
            todo = f"Decide it: archadvisor decide {self._row.id} --as … --because …"
            return self._raise("undecided", f"{self._label} is not decided, and its answers leave it open.", todo)
        todo = f"Accept it: archadvisor decide {self._row.id} --as advice"
        return self._raise("undecided", f"{self._label} is not decided; the advice is {_way(self._advice)}.", todo)

    def decision(self, decision: Decision) -> Iterator[_Raised]:
        """Yield that a decision is not supported any more, or has to be looked at again."""
        if decision.review and has_passed(decision.review, self._today):
            yield self._raise(
                "review",
                f"{self._label}: the decision had to be looked at again by {decision.review}.",
                "Decide it again, with a later --review.",
                ("decision", "review"),
            )
        if not self._holds(decision):
            yield self._turned(decision) if decision.advised else self._unrecorded(decision)

    def _holds(self, decision: Decision) -> bool:
        """Tell whether it is today's advice, or was decided against just that, or the answers leave the row open."""
        style, form = self._advice.outcome.style, self._advice.form.id
        if self._advice.state in UNDECIDED or (decision.style == style and decision.form in ("", form)):
            return True
        return decision.advised == style and (not decision.form or decision.advised_form == form)

    def _unrecorded(self, decision: Decision) -> _Raised:
        decided = decision.form or decision.style
        return self._raise(
            "unrecorded",
            f"{self._label}: the decision ({decided}) is not what is advised ({_way(self._advice)}), and it does not "
            "say what it rests on.",
            f"Record it: archadvisor decide {self._row.id} --as {decided} --because …",
            ("decision",),
        )

    def _turned(self, decision: Decision) -> _Raised:
        """Return that the advice is another one than on the day of the decision, and which answers turned it."""
        found = turned(self._knowledge, self._judgements, self._row, decision)
        when = f" on {decision.date}" if decision.date else ""
        decided = decision.form or decision.style
        said = f"{self._label} was decided{when} as {decided}; the advice is now {_way(self._advice)}"
        again = f"Decide it again: archadvisor decide {self._row.id} --as … --because …"
        rules = self._knowledge.method.version
        if found.answers:
            why = "; ".join([self._told(one) for one in found.answers[:_LISTED]])
            more = len(found.answers) - _LISTED
            why += f" and {more} more" if more > 0 else ""
            return self._raise("turned", f"{said}. What turned it: {why}.", again, ("decision",))
        if decision.rules and decision.rules != rules:
            level: Level = "error" if self._strict else "note"
            why = f"The rules changed ({decision.rules} → {rules}), none of its answers did."
            return replace(self._raise("rules-changed", f"{said}. {why}", again, ("decision",)), level=level)
        return self._raise("turned", f"{said}. Answers about the system or its parts turned it.", again, ("decision",))

    def _told(self, changed: Changed) -> str:
        """Tell a changed answer in words; one about an end names the part."""
        end, _, name = changed.question.rpartition(".")
        question = self._knowledge.questions.get(name)
        part = {"from": self._row.sender, "to": joined(self._row.receivers)}.get(end, "")
        of = f" of {part}" if part else ""
        if question is None:
            return f"{changed.question}{of}"
        before, now = (self._labels(question, values) for values in (changed.before, changed.now))
        return f'"{question.short}"{of} was {before}, is {now}'

    def _labels(self, question: Question, values: frozenset[str]) -> str:
        labels = [self._names.fill(option.short) for option in question.options if option.value in values]
        gone = sorted(values - {option.value for option in question.options})
        return f'"{joined([*labels, *gone])}"' if values else "not answered"

    def _raise(self, kind: str, message: str, action: str, path: Path = ()) -> _Raised:
        own = ("interactions", self._row.id, *path)
        return _Raised(self._row.id, kind, sentence(message, self._row.receivers), action, own, self._row.id)


def _way(advice: Judgement) -> str:
    style = advice.outcome.style
    return advice.form.name if style not in (Style.REQUEST, Style.EVENT) else f"{style}: {advice.form.name}"
