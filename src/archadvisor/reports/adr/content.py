"""What a decision record says: the assessment's words about some rows, in the order of a MADR.

A text that is true of all the rows stands alone, one that is true of some names them by their ids.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.dates import last_day
from archadvisor.assessment import UNDECIDED, Advice, Assessment, Decided, Precedent, Row, StyleName
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.wording import ARGUES, told_figures, would_change
from archadvisor.text.names import joined, names_of, row_ends
from archadvisor.text.prose import clause

_MONTHS = 3
"""So many months after a decision its checks are due, where it has no day of its own."""
_CHECKS = 3
"""So many checks are told; of a longer list nobody ticks any."""
_LONGEST = 100
_MOST = 100
"""So many lines of a kind are told; of hundreds of rows that were decided together nobody reads more."""
_BARE: dict[StyleName, str] = {"request": "request (call and wait)", "event": "event (send a message and continue)"}


class Option(Struct, frozen=True):
    """A way that was considered, with what counts for and against it here."""

    label: str
    good: tuple[str, ...]
    bad: tuple[str, ...]


class Content(Struct, frozen=True):
    """What a record says below its heading.

    since: what speaks against the decision since it was taken
    reopens: in words, what would make somebody decide again
    due: the day by which the checks have to pass
    more_checks: how many there are beside those that are told
    """

    title: str
    system: str
    rows: tuple[Row, ...]
    problem: str
    figures: tuple[str, ...]
    drivers: tuple[str, ...]
    options: tuple[Option, ...]
    because: str
    decided: str
    ticket: str
    advice: tuple[str, ...]
    good: tuple[str, ...]
    neutral: tuple[str, ...]
    bad: tuple[str, ...]
    since: tuple[str, ...]
    due: str
    checks: tuple[str, ...]
    more_checks: int
    reopens: tuple[str, ...]
    similar: tuple[Precedent, ...]
    rules: str
    makers: tuple[str, ...]
    consulted: tuple[str, ...]
    informed: tuple[str, ...]


class Told(NamedTuple):
    """A decided row with the answers on which it was decided, their assessment, and what happened to it since."""

    row: Row
    assessment: Assessment
    since: tuple[str, ...]


def content(knowledge: KnowledgeBase, told: Sequence[Told], day: date) -> Content:
    """Return what the record of some decided rows says; `day` is its date."""
    return _Telling(knowledge, told, day).content()


class _Reason(NamedTuple):
    """A gate or rule that speaks for a style, by its id."""

    id: str
    favours: StyleName
    because: str


class _Lines:
    """Texts about rows: each once, with the rows of which it is true unless it is true of all; cut where too many."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._all = len(rows)
        self._rows: dict[str, dict[str, None]] = {}

    def add(self, text: str, row: Row) -> None:
        told = text.strip().rstrip(".")
        if told:
            self._rows.setdefault(told, {})[row.id] = None

    def told(self, most: int | None = None) -> tuple[str, ...]:
        """Return the texts, or the first of them."""
        return tuple([self._told(text, list(names)) for text, names in islice(self._rows.items(), most)])

    def _told(self, text: str, names: Sequence[str]) -> str:
        return text if len(names) == self._all else f"{text} ({joined(names)})"

    def with_rest(self) -> tuple[str, ...]:
        """Return the texts as far as they are told, and how many more there are."""
        left = len(self._rows) - _MOST
        return (*self.told(_MOST), f"{left} more of the kind") if left > 0 else self.told()


class _Telling:
    def __init__(self, knowledge: KnowledgeBase, told: Sequence[Told], day: date) -> None:
        self._forms = knowledge.forms
        self._objections = {rule.id for rule in knowledge.rules if rule.objection}
        self._objections |= {gate.id for gate in knowledge.gates if gate.objection}
        self._told = told
        self._assessment = told[0].assessment
        self._pairs = [(one.row, one.row.decision) for one in told if one.row.decision]
        self._rows = [row for row, _ in self._pairs]
        self._decision = self._pairs[0][1]
        self._day = day

    def content(self) -> Content:
        decision = self._decision
        options = self._options()
        checks = self._collected(self._checks()).told()
        makers = tuple([name.strip() for name in decision.by.split(",") if name.strip()])
        return Content(
            title=self._title(options[0].label),
            system=self._assessment.system.name,
            rows=tuple(self._rows),
            problem=self._problem(),
            figures=self._lines((row, text) for row in self._rows for text in told_figures(row)),
            drivers=self._drivers(),
            options=options,
            because=decision.because.strip().rstrip("."),
            decided=" ".join(self._decided()),
            ticket=decision.ticket,
            advice=self._lines((row, one.advice) for row, one in self._pairs if one.against),
            good=self._lines((row, self._gain(row, form)) for row, one in self._pairs for form in _forms(one.patterns)),
            neutral=self._needed(),
            bad=self._costs(),
            since=self._lines((one.row, text) for one in self._told for text in one.since),
            due=_due(decision.review, self._day),
            checks=checks[:_CHECKS],
            more_checks=len(checks[_CHECKS:]),
            reopens=self._reopens(),
            similar=self._similar(),
            rules=decision.rules or self._assessment.rules_version,
            makers=makers,
            consulted=_others((answer.who for row in self._rows for answer in row.given), makers),
            informed=_others(self._teams(), makers),
        )

    def _lines(self, texts: Iterable[tuple[Row, str]]) -> tuple[str, ...]:
        return self._collected(texts).with_rest()

    def _collected(self, texts: Iterable[tuple[Row, str]]) -> _Lines:
        lines = _Lines(self._rows)
        for row, text in texts:
            lines.add(text, row)
        return lines

    def _title(self, way: str) -> str:
        first = self._rows[0]
        more = f" and {len(self._rows) - 1} more" if len(self._rows) > 1 else ""
        about = f"{first.sender} to {joined(first.receivers)} ({first.purpose}){more}"
        room = _LONGEST - len(way)
        return f"{about if len(about) <= room else f'{about[: room - 1].rstrip()}…'}: {way.replace(': ', ', ')}"

    def _problem(self) -> str:
        first = self._rows[0]
        if len(self._rows) > 1:
            return "Should the sender of each of these call and wait, or send a message and continue?"
        return f"Should {first.sender} call {joined(first.receivers)} and wait, or send a message and continue?"

    def _drivers(self) -> tuple[str, ...]:
        """Return the answers of the rows, and those about the system that count for them."""
        asked = {question.id: question.short for question in self._assessment.questions}
        own = [(row, answer) for row in self._rows for answer in row.given]
        for row, assessment, _ in self._told:
            given = {answer.question: answer for answer in assessment.system.given}
            lines = [line for line in row.evidence if line.counted]
            counting = [when.question for line in lines for when in line.when if when.scope == "system"]
            own += [(row, given[name]) for name in counting if name in given]
        return self._lines((row, f"{asked[one.question]}: {joined(one.labels) or 'none'}") for row, one in own)

    def _options(self) -> tuple[Option, ...]:
        """Return what was chosen, what was advised instead, and the styles that are neither."""
        chosen = self._decision.style
        forms = [(row, form) for row, one in self._pairs for form in _forms(one.patterns)]
        found = [self._option(chosen, forms, self._obstacles())]
        instead: dict[StyleName, list[tuple[Row, Advice]]] = {}
        for row, one in self._pairs:
            if row.state not in UNDECIDED and (row.style, row.form) != (one.style, one.form):
                instead.setdefault(row.style, []).extend((row, form) for form in _forms(row.patterns))
        found += [self._option(style, forms) for style, forms in instead.items()]
        return (*found, *(self._option(style, []) for style in _BARE if style not in (chosen, *instead)))

    def _option(
        self, style: StyleName, forms: Sequence[tuple[Row, Advice]], obstacles: Iterable[tuple[Row, str]] = ()
    ) -> Option:
        names = joined(list(dict.fromkeys([form.name for _, form in forms])))
        label = f"{style}: {names}" if style in _BARE and names else names or _BARE.get(style, style)
        good, bad = _Lines(self._rows), _Lines(self._rows)
        for row in self._rows:
            for one in self._weighed(row):
                objects = one.id in self._objections
                if one.favours == style and not (objects and style in _BARE):
                    good.add(one.because, row)
                elif one.favours != style and objects and style in _BARE:
                    bad.add(one.because, row)
        for row, form in forms:
            good.add(self._gain(row, form), row)
            bad.add(_priced(form), row)
        for row, text in obstacles:
            bad.add(text, row)
        return Option(label, good.with_rest(), bad.with_rest())

    def _weighed(self, row: Row) -> Iterator[_Reason]:
        """Yield what settles a row, then the lines of its sum, the strongest first; of many rows no slight ones."""
        yield from (_Reason(one.id, row.style, one.because) for one in row.constraints)
        least = 0.0 if len(self._rows) == 1 else ARGUES
        lines = [line for line in row.evidence if line.counted and line.weight >= least]
        for line in sorted(lines, key=lambda line: -line.weight):
            yield _Reason(line.rule, line.favours, line.because)

    def _gain(self, row: Row, form: Advice) -> str:
        """Return what a form brings; why it is advised may be what the answers of the row deny."""
        return names_of(row.sender, row.receivers, row.purpose).fill(self._forms[form.id].gain)

    def _decided(self) -> Iterator[str]:
        decision = self._decision
        by = f" by {decision.by}" if decision.by else ""
        if not decision.date:
            yield f"Decided{by}; the day is not recorded. This record is of {self._day.isoformat()}."
        else:
            yield f"Decided{by} {'on' if decision.date == self._day.isoformat() else 'in'} {decision.date}."
        if decision.ticket:
            yield f"Ticket: {decision.ticket}."
        if decision.review:
            yield f"To be looked at again by {decision.review}."

    def _needed(self) -> tuple[str, ...]:
        """Return the safeguards that the decided way needs, with their prices; precautions in one line."""
        needed = [(row, one) for row, decided in self._pairs for one in _safeguards(row, decided)]
        lines = [(row, f"it needs {_standing(row, one)}: {one.because}; its price: {one.price}")
                 for row, one in needed if not one.cheap]  # fmt: skip
        cheap = list(dict.fromkeys([one.name for _, one in needed if one.cheap]))
        return (*self._lines(lines), *([f"it needs small precautions: {', '.join(cheap)}"] if cheap else []))

    def _costs(self) -> tuple[str, ...]:
        """Return the price of the form, what going against the advice costs, and what the team does without."""
        prices = [(row, _priced(form)) for row, one in self._pairs for form in _forms(one.patterns)]
        costs = [
            (row, text) for row, one in self._pairs for text in one.costs[len(one.obstacles) : -1]
        ]  # the price apart
        waived = [(row, f"the team does without {one.name}: {one.because}") for row in self._rows for one in row.waived]
        return self._lines([*prices, *self._obstacles(), *costs, *waived])

    def _obstacles(self) -> list[tuple[Row, str]]:
        return [(row, text) for row, one in self._pairs for text in one.obstacles]

    def _checks(self) -> Iterator[tuple[Row, str]]:
        """Yield how to verify what was decided: the forms first, then the safeguards that are no mere precautions."""
        forms = [(row, form) for row, one in self._pairs for form in _forms(one.patterns)]
        costly = [(row, guard) for row, one in self._pairs for guard in _safeguards(row, one) if not guard.cheap]
        yield from ((row, text) for row, one in (*forms, *costly) for text in one.checks)

    def _reopens(self) -> tuple[str, ...]:
        """Return what would turn the advice away from the decision, never what would turn it to the decision."""
        lines: list[tuple[Row, str]] = []
        for row, decision in self._pairs:
            if row.state in UNDECIDED:
                lines.append(
                    (row, f"An answer that closes the row another way: the answers left it open{_leaning(row)}")
                )
            away = tuple([point for point in row.would_change if point.style != decision.style])
            said = would_change(replace(row, would_change=away))
            lines += [(row, f"The advice: {clause(said)}" if decision.against else said)] if said else []
            stated = ", ".join([f"{figure.name} {figure.text}" for figure in row.figures if figure.stated])
            lines += [(row, f"These figures are no longer true: {stated}")] if stated else []
        return self._lines(lines)

    def _similar(self) -> tuple[Precedent, ...]:
        named = [(one, {*one.row.precedents.request, *one.row.precedents.event}) for one in self._told]
        found = [near for one, names in named for near in one.assessment.precedents if near.id in names]
        return tuple({near.id: near for near in found}.values())

    def _teams(self) -> Iterator[str]:
        ends = {name for row in self._rows for name in (row.sender, *row.receivers)}
        yield from (part.team for part in self._assessment.parts if part.name in ends)


def _forms(patterns: Iterable[Advice]) -> list[Advice]:
    return [one for one in patterns if one.role == "form"]


def _safeguards(row: Row, decision: Decided) -> list[Advice]:
    """Return the safeguards of the decided way, without those that the team does without."""
    waived = {one.id for one in row.waived}
    return [one for one in decision.patterns if one.role != "form" and one.id not in waived]


def _leaning(row: Row) -> str:
    """Return to which way the answers of an open row lean, behind a comma; nothing where they do not."""
    if row.style == "unknown":
        return ""
    return f", leaning to {f'{row.style}: {row.form_name}' if row.style in _BARE else row.form_name}"


def _priced(form: Advice) -> str:
    return f"of its price: {form.price}"


def _standing(row: Row, one: Advice) -> str:
    return f"{one.name} (built already)" if one.id in row.built else one.name


def _others(names: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    return tuple([name for name in dict.fromkeys(names) if name and name not in known])


def _due(review: str, day: date) -> str:
    """Return the day by which the checks have to pass: that of the review, else so many months after the decision."""
    wanted = last_day(review)
    if wanted is None:
        year, month = divmod(day.year * 12 + day.month - 1 + _MONTHS, 12)
        wanted = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return wanted.isoformat()


def today_as(row: Row) -> str:
    """Return an interaction as a record names it, with today's way where it is known."""
    now = f" (today: {row.now})" if row.now else ""
    return f"{row_ends(row.sender, row.receivers, '→')}: {row.purpose}{now}"
