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

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.advice.disputed import Ground, disputed_grounds, readings
from archadvisor.answers.dates import has_passed, last_day
from archadvisor.answers.places import Path, Places
from archadvisor.answers.types import Answer, Answers, Closed, Decision, Interaction
from archadvisor.assessment import UNDECIDED
from archadvisor.errors import Place, did_you_mean, shown
from archadvisor.knowledge.types import KnowledgeBase, Question, Scope, Style
from archadvisor.review.findings import SCHEMA, Check, Closing, Found, Level, Rule
from archadvisor.review.grounds import Changed, changed, turned
from archadvisor.review.records import Record, recorded
from archadvisor.scoring.judgement import Judgement, Judgements, tables
from archadvisor.text.names import joined, names_of, names_of_part, row_ends
from archadvisor.text.prose import sentence

_NO_RECORD = "no-record"
_OF_ROW = ("undecided", "review", "moved", "turned", "disputed", "rules-changed", "unrecorded", "gone", "checks-due")
"""The kinds of finding about a row, without those that an answer or a contradiction names."""
_LISTED = 3
"""So many answers are told that turned a decision."""


class _Raised(Struct, frozen=True):
    """A finding before it has a place: `path` leads to what it is about in the answers, if it is not about a record."""

    owner: str
    rule: Rule
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
        return f"{self.owner}/{self.kind}" if self.owner else self.kind


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
    raised = list(_raised(knowledge, answers, today, strict, _argument(places.of(()).file)))
    raised += _of_records(records, answers, today)
    closings = _closings(answers)
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
    known = _Known.of(knowledge, answers, records)
    found += [
        _placed(_needless(known, closing.finding, number), places)
        for name, (number, closing) in closings.items()
        if name not in ids
    ]
    ok = all(one.level != "error" for one in found)
    return Check(SCHEMA, version, knowledge.method.version, today.isoformat(), ok, tuple(found), tuple(closed))


def unsupported(knowledge: KnowledgeBase, answers: Answers) -> Mapping[str, str]:
    """Return the decisions that do not hold, on whatever day: by the row's id what `check` says."""
    context = _Context(knowledge, answers, Judgements(tables(knowledge), answers), date.min, False, "")
    return {
        row.id: raised.message
        for number, row in enumerate(answers.interactions, start=1)
        for raised in (_About(context, row, number).decision(row.decision) if row.decision else ())
        if raised.rule != "disputed"
    }


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


def _placed(raised: _Raised, places: Places) -> Found:
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
        of_row = [*_OF_ROW, *(rule.id for rule in knowledge.disputes), *confirm]
        rows = [row.id for row in answers.interactions] + [row for record in records for row in record.rows]
        parts = [*answers.parts, *(end for row in answers.interactions for end in (row.sender, *row.receivers))]
        kinds: dict[str, Collection[str]] = {"decisions": (_NO_RECORD,), "system": confirm}
        return cls(kinds | dict.fromkeys(parts, confirm) | dict.fromkeys(rows, of_row))

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


def _needless(known: _Known, finding: str, number: int) -> _Raised:
    """Return the note on a closing of something that is not found any more, or never was."""
    owner, _, kind = finding.rpartition("/")
    misspelt = known.misspelt(finding)
    why = f"{finding} is closed, but {misspelt or 'is not found any more'}"
    return _Raised(
        owner,
        "closing",
        kind,
        why if why.endswith("?") else f"{why}.",
        f"{'Correct it in `closed`, or remove it' if misspelt else 'Remove it from `closed`'}.",
        ("closed", str(number)),
        level="note",
    )


def _of_records(records: Sequence[Record], answers: Answers, today: date) -> Iterator[_Raised]:
    for one in recorded(records, answers, today):
        yield _Raised(one.row, one.rule, one.kind, one.message, one.action, (), one.row, one.level, one.place)


def _raised(knowledge: KnowledgeBase, answers: Answers, today: date, strict: bool, argument: str) -> Iterator[_Raised]:
    recorded = any(row.decision for row in answers.interactions)
    if answers.interactions and not recorded:
        yield _Raised(
            "decisions",
            "record",
            _NO_RECORD,
            "No decision is on record.",
            f"Accept what is advised: archadvisor decide '*'{argument} --as advice",
            ("interactions",),
        )
    judgements = Judgements(tables(knowledge), answers)
    yield from _unconfirmed(knowledge, answers, today)
    for number, row in enumerate(answers.interactions, start=1):
        about = _About(_Context(knowledge, answers, judgements, today, strict, argument), row, number)
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
        "confirm",
        f"confirm-{name}",
        f'{label}: the answer to "{question.short}" had to be confirmed by {answer.confirm_by}.',
        f"Ask {answer.who or joined(question.ask, 'or')}: {asked}",
        path,
    )


def _label(number: int, row: Interaction) -> str:
    return f"Row {number} ({row_ends(row.sender, row.receivers, '→')})"


class _Context(NamedTuple):
    """What the findings about all interactions share; `argument` is the answers file as a command names it."""

    knowledge: KnowledgeBase
    answers: Answers
    judgements: Judgements
    today: date
    strict: bool
    argument: str


class _About:
    """The findings about one interaction."""

    def __init__(self, context: _Context, row: Interaction, number: int) -> None:
        self._knowledge = context.knowledge
        self._context = context
        self._row = row
        self._advice = context.judgements.of(row)
        self._names = names_of(row.sender, row.receivers, row.purpose)
        self._label = _label(number, row)

    def contradictions(self) -> Iterator[_Raised]:
        """Yield the answers that do not go together."""
        by_rules = bool(self._advice.contradictions) and self._only_rules_changed()
        for rule in self._advice.contradictions:
            raised = self._raise(
                "contradiction",
                rule.id,
                f"{self._label}: {self._names.fill(rule.because)}.",
                f"Check again: {', '.join(rule.questions)}.",
                ("answers", rule.questions[0]),
            )
            yield self._by_rules(raised) if by_rules else raised

    def _only_rules_changed(self) -> bool:
        """Tell whether the row was decided under other rules, and nobody changed an answer of its grounds since."""
        decision = self._row.decision
        if decision is None or decision.rules in ("", self._knowledge.method.version):
            return False
        return not changed(self._knowledge, self._context.judgements, self._row, decision)

    def _by_rules(self, raised: _Raised) -> _Raised:
        """Return a finding as one that a new version of the rules brought: no reason to fail by itself."""
        level: Level = "error" if self._context.strict else "note"
        before = (self._row.decision.rules if self._row.decision else "") or self._context.answers.rules
        why = f"The rules changed ({before} → {self._knowledge.method.version}), and no changed answer explains it."
        return replace(raised, message=f"{raised.message} {why}", level=level)

    def undecided(self) -> _Raised:
        """Return that the row is not decided, while others are."""
        if self._advice.state in UNDECIDED:
            todo = f"Decide it: archadvisor decide {self._row.id}{self._context.argument} --as … --because …"
            return self._raise(
                "undecided", "undecided", f"{self._label} is not decided, and its answers leave it open.", todo
            )
        todo = f"Accept it: archadvisor decide {self._row.id}{self._context.argument} --as advice"
        return self._raise(
            "undecided", "undecided", f"{self._label} is not decided; the advice is {_way(self._advice)}.", todo
        )

    def decision(self, decision: Decision) -> Iterator[_Raised]:
        """Yield that a decision is not supported any more, or has to be looked at again."""
        if decision.review and has_passed(decision.review, self._context.today):
            yield self._raise(
                "review",
                "review",
                f"{self._label}: the decision had to be looked at again by {decision.review}.",
                "Decide it again, with a later --review.",
                ("decision", "review"),
            )
        if decision.sender and (decision.sender, decision.receivers) != (self._row.sender, self._row.receivers):
            yield self._raise(
                "moved",
                "moved",
                f"{self._label} was decided for {row_ends(decision.sender, decision.receivers, '→')}.",
                f"Decide it again: archadvisor decide {self._row.id}{self._context.argument} --as … --because …",
                ("decision",),
            )
        elif not _holds(decision, self._advice):
            yield self._turned(decision) if decision.advised else self._unrecorded(decision)
        elif disputed := disputed_grounds(self._knowledge, self._context.answers, self._row):
            yield self._disputed(decision, disputed)

    def _disputed(self, decision: Decision, grounds: Sequence[Ground]) -> _Raised:
        """Return that people dispute answers on which a decision rests, and whether it holds with each of these."""
        told = [ground.tell(self._row) for ground in grounds]
        level: Level = "error" if self._context.strict else "note"
        last = "It holds with each of these answers."
        for reading, advice in readings(self._context.judgements, self._context.answers, self._row, grounds):
            if not _holds(decision, advice):
                level = "error"
                meant = joined([ground.words(values, self._row) for ground, values in reading])
                last = f"With {meant} it would not hold: the advice is then {_way(advice)}."
                break
        raised = self._raise(
            "disputed",
            "disputed",
            f"{self._label} was decided as {self._decided(decision)}. {' '.join([*told, last])}",
            f"Agree on an answer: archadvisor interview{self._context.argument or ' answers.yaml'}",
        )
        return replace(raised, path=_path(grounds[0]), level=level)

    def _unrecorded(self, decision: Decision) -> _Raised:
        decided, way = self._decided(decision), f"--as {decision.form or decision.style}"
        raised = self._raise(
            "unrecorded",
            "unrecorded",
            f"{self._label}: the decision ({decided}) is not what is advised ({_way(self._advice)}), and it does not "
            "say what it rests on.",
            f"Record it: archadvisor decide {self._row.id}{self._context.argument} {way} --because …",
            ("decision",),
        )
        before = decision.rules or self._context.answers.rules
        return raised if before in ("", self._knowledge.method.version) else self._by_rules(raised)

    def _turned(self, decision: Decision) -> _Raised:
        """Return that the advice is another one than on the day of the decision, and which answers turned it."""
        found = turned(self._knowledge, self._context.judgements, self._row, decision)
        when = f" on {decision.date}" if decision.date else ""
        decided = self._decided(decision)
        said = f"{self._label} was decided{when} as {decided}; the advice is now {_way(self._advice)}"
        again = f"Decide it again: archadvisor decide {self._row.id}{self._context.argument} --as … --because …"
        if found.answers:
            why = "; ".join([self._told(one) for one in found.answers[:_LISTED]])
            more = len(found.answers) - _LISTED
            why += f" and {more} more" if more > 0 else ""
            return self._raise("turned", "turned", f"{said}. What turned it: {why}.", again, ("decision",))
        if decision.rules not in ("", self._knowledge.method.version):
            return self._by_rules(self._raise("rules", "rules-changed", f"{said}.", again, ("decision",)))
        why = "No changed answer explains it alone: look at its ends, its figures and how it travels today."
        return self._raise("turned", "turned", f"{said}. {why}", again, ("decision",))

    def _decided(self, decision: Decision) -> str:
        """Return what was decided, in the words of a report."""
        if not decision.form:
            return decision.style
        name = self._knowledge.forms[decision.form].name
        return name if decision.style == Style.NEITHER else f"{decision.style}: {name}"

    def _told(self, one: Changed) -> str:
        """Tell a changed answer in words; one about an end names the part."""
        end, _, name = one.question.rpartition(".")
        question = self._knowledge.questions.get(name)
        part = {"from": self._row.sender, "to": joined(self._row.receivers)}.get(end, "")
        of = f" of {part}" if part else ""
        if question is None:
            return f"{one.question}{of}"
        was = "" if one.before is None else f" was {self._labels(question, one.before)},"
        now = f"is now {self._labels(question, one.now)}"
        for ground in disputed_grounds(self._knowledge, self._context.answers, self._row):
            if ground.key == one.question:
                said = [ground.words(said.values, self._row) for said in ground.answer.said]
                now = f"is now disputed ({joined(said, 'or')})"
        return f'"{question.short}"{of}{was} {now}'

    def _labels(self, question: Question, values: frozenset[str]) -> str:
        labels = [self._names.fill(option.short) for option in question.options if option.value in values]
        gone = sorted(values - {option.value for option in question.options})
        return f'"{joined([*labels, *gone])}"' if values else "not answered"

    def _raise(self, rule: Rule, kind: str, message: str, action: str, path: Path = ()) -> _Raised:
        own = ("interactions", self._row.id, *path)
        return _Raised(self._row.id, rule, kind, sentence(message, self._row.receivers), action, own, self._row.id)


def _holds(decision: Decision, advice: Judgement) -> bool:
    """Tell whether a decision is the advice, or was decided against just that, or the answers leave the row open."""
    style, form = advice.outcome.style, advice.form.id
    if advice.state in UNDECIDED or (decision.style == style and decision.form in ("", form)):
        return True
    return decision.advised == style and (not decision.form or decision.advised_form == form)


def _path(ground: Ground) -> Path:
    """Return where the answer of a ground stands."""
    scope, name, question = ground.spot
    if scope is Scope.SYSTEM:
        return ("system", "answers", question)
    return ("parts", name, question) if scope is Scope.PART else ("interactions", name, "answers", question)


def _way(advice: Judgement) -> str:
    style = advice.outcome.style
    return advice.form.name if style not in (Style.REQUEST, Style.EVENT) else f"{style}: {advice.form.name}"
