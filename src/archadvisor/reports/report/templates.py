"""What the two page-like reports share: their look-ups into an assessment, and their templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from archadvisor.assessment import (
    Asked,
    Assessment,
    Build,
    Decision,
    Evidence,
    Finding,
    KnownAnswer,
    KnownPart,
    Precedent,
    Row,
    Source,
    Stage,
    Unknown,
)
from archadvisor.packaged import folder
from archadvisor.reports.report.options import FOLD_ABOVE
from archadvisor.reports.report.unanswered import Asking, OpenQuestion, open_questions, sheet
from archadvisor.reports.wording import (
    ARGUES,
    CHANGE_SAID,
    FIRST_STEPS,
    concerned,
    counted_advised,
    counted_answers,
    counted_decisions,
    decided,
    first_words,
    form_questions,
    in_sum,
    numbered,
    outcome_of,
    real_system,
    small_names,
    split,
    standing,
    sure,
    told_figures,
    waited,
    would_change,
)
from archadvisor.text.names import joined, row_label
from archadvisor.text.prose import plural, sentence

CHANGING = ("change", "new")
CONFIRMED = ("team", "block")
_SIFTED = 10
"""From so many rows on a script filters and sorts their table."""
_NUMBERED = 12
"""Up to so many rows that stay are named by their numbers."""


def signed(value: float) -> Markup:
    """Return a score or weight with its sign, as it stands in a sum."""
    return Markup(f"{value:+.1f}".replace("-", "−"))  # noqa: S704 - a number


def leaning(line: Evidence) -> float:
    """Return the weight of a line with the sign of the side that it speaks for."""
    return line.weight if line.favours == "event" else -line.weight


def hundred(share: float) -> str:
    """Return a probability as so many in a hundred."""
    return f"{share * 100:.0f}"


_WEB_ADDRESS = re.compile(r"https://[^\s<>\\]+")
_TICKET = re.compile(r"https?://[^\s<>\\|`]+")


def web_address(address: str) -> bool:
    """Return whether a source's address can be a link: the web's, in one piece, with nothing that would end it."""
    return _WEB_ADDRESS.fullmatch(address) is not None and address.isprintable()


def linked_ticket(text: Markup, ticket: str, escaped: Markup, link: Markup) -> Markup:
    """Return text with its ticket as a link, where that is an address on the web in one piece; both as escaped."""
    if _TICKET.fullmatch(ticket) is None or not ticket.isprintable():
        return text
    return Markup(str(text).replace(escaped, link, 1))  # noqa: S704 - all of it is escaped


def environment(finalize: Callable[[object], object]) -> Environment:
    """Return the templates' environment: all that is filled in goes through `finalize`, then is escaped as HTML."""
    made = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,  # in Markdown too: `finalize` has already marked as safe what it escaped
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.tests.update(web_address=web_address)
    made.filters.update(
        form_questions=form_questions,
        split=split,
        told_figures=told_figures,
        concerned=concerned,
        counted_advised=counted_advised,
        counted_answers=counted_answers,
        counted_decisions=counted_decisions,
        in_sum=in_sum,
        outcome_of=outcome_of,
        real_system=real_system,
        waited=waited,
        first_words=first_words,
        would_change=would_change,
        decided=decided,
        standing=standing,
        signed=signed,
        sentence=_sentence,
        plural=plural,
        leaning=leaning,
        hundred=hundred,
    )
    return made


@pass_context
def _sentence(context: Context, text: str) -> str:
    """Return a clause as a sentence; the names of the assessment's parts stay as they are written."""
    return sentence(text, context["v"].small)


class Guess(Struct, frozen=True):
    """A guessed answer that several rows share, as it is to be confirmed."""

    question: str
    label: str
    rows: tuple[str, ...]


class Sender(Struct, frozen=True):
    """A part with the rows that it sends."""

    name: str
    rows: list[Row]


class Owned(Struct, frozen=True):
    """The parts of one owner."""

    owner: str
    parts: list[Sender]


class Shelf(Struct, frozen=True):
    """Sources of one publication or site, their titles without its name; those that stand alone have none."""

    name: str
    sources: list[Source]


class Handled(Struct, frozen=True):
    """What several consumers of an event do with it in the same way."""

    name: str
    consumers: tuple[str, ...]
    on_repeat: str
    out_of_order: str


class Cell(Struct, frozen=True):
    """One question about one interaction or part: answered, open, or (neither) not asked."""

    asked: Asked
    given: KnownAnswer | None
    open: bool
    ask: str


class View:
    """An assessment as a page shows it: looked up, put in order, and cut."""

    def __init__(self, assessment: Assessment, brief: bool) -> None:
        rows = assessment.interactions
        self._assessment = assessment
        self._rows = {row.id: row for row in rows}
        self._asked = {asked.id: asked for asked in assessment.questions}
        self._precedents = {precedent.id: precedent for precedent in assessment.precedents}
        self._told = {
            one.interaction: frozenset(name for way in one.ways for name in way.precedents)
            for one in assessment.decisions
        }
        self._unknown = {(u.interaction, u.part, u.question): u for u in assessment.unknowns}
        self._open: dict[str | None, list[Unknown]] = {None: []}
        for unknown in assessment.unknowns:
            if unknown.interaction is None:
                self._open.setdefault(unknown.part, []).append(unknown)
        self._telling = _claims(assessment)
        self.folded = len(rows) > FOLD_ABOVE
        chosen = [r for r in rows if r.undecided or r.move in CHANGING] if self.folded else rows
        self.detailed = tuple(chosen[:FOLD_ABOVE])
        self.cut = len(chosen) > len(self.detailed)
        self.cards = frozenset(() if brief else (row.number for row in self.detailed))
        self.small = small_names(assessment)
        self.sifted = len(rows) >= _SIFTED
        self.dated = any(row.current for row in rows)
        self.places = self._places()
        self.columns = self._columns((row.given, row.unknown) for row in self.detailed)
        self.part_columns = self._columns((part.given, self._open_of_part(part)) for part in assessment.parts)
        self.answered = bool(assessment.system.given or self.open() or assessment.parts or self.columns)

    def teams(self) -> bool:
        """Tell whether a part names its team."""
        return any(part.team for part in self._assessment.parts)

    def has_problems(self) -> bool:
        """Tell whether a problem between rows is left with the advice."""
        return any(finding.advised for finding in self._assessment.findings)

    def row(self, name: str) -> Row:
        """Return the interaction of this id."""
        return self._rows[name]

    def rows(self, names: Iterable[str]) -> list[Row]:
        """Return the interactions of these ids."""
        return [self._rows[name] for name in names]

    def asked(self, name: str) -> Asked:
        """Return the question of this id."""
        return self._asked[name]

    def precedents(self, names: Iterable[str]) -> list[Precedent]:
        """Return the real systems of these ids."""
        return [self._precedents[name] for name in names]

    def similar(self, row: Row) -> list[Precedent]:
        """Return the real systems beside a row, but those that already stand beside the ways of its decision."""
        told = self._told.get(row.id, frozenset())
        return self.precedents(n for n in (*row.precedents.request, *row.precedents.event) if n not in told)

    def numbers(self, names: Iterable[str]) -> str:
        """Return the numbers of rows, those that are not decided yet with a question mark."""
        return numbered(names, self._rows)

    def sure(self, row: Row) -> str:
        """Return how sure a row is, in words."""
        return sure(row, self._rows)

    def change(self, finding: Finding) -> str:
        """Return what the advice makes of a finding, in a few words."""
        return CHANGE_SAID[finding.change]

    def changing(self) -> list[Row]:
        """Return the rows that are to decide, then those that change, are new, or of which today's way is not known."""
        rows = [row for row in self._rows.values() if row.undecided or row.move != "keep"]
        return sorted(rows, key=lambda row: not row.undecided)

    def staying(self) -> str:
        """Return the decided rows of which today's way stays: their numbers, or how many where these are too many."""
        rows = [row for row in self._rows.values() if not row.undecided and row.move == "keep"]
        if len(rows) > _NUMBERED:
            return f"{len(rows)} rows stay"
        return f"{joined([str(row.number) for row in rows])} {'stays' if len(rows) == 1 else 'stay'}" if rows else ""

    def decision(self, row: Row) -> Decision | None:
        """Return what is to decide about a row."""
        return next((one for one in self._assessment.decisions if one.interaction == row.id), None)

    def undecided(self) -> bool:
        """Tell whether a row is still to decide."""
        return any(row.undecided for row in self._rows.values())

    def first_steps(self) -> list[Stage]:
        """Return the first steps that somebody has to do."""
        return [stage for stage in self._assessment.roadmap if stage.kind in ("build", "decide")][:FIRST_STEPS]

    def weighed(self) -> list[Decision]:
        """Return the decisions of which the ways have something to weigh."""
        return [decision for decision in self._assessment.decisions if decision.ways]

    def handling(self) -> list[Handled]:
        """Return what consumers do with each event, those that do the same together."""
        groups: dict[tuple[str, str, str], list[str]] = {}
        for event in self._assessment.events:
            for one in event.handling:
                groups.setdefault((event.name, one.on_repeat, one.out_of_order), []).append(one.consumer)
        return [Handled(name, tuple(who), *rest) for (name, *rest), who in groups.items()]

    def agreements(self) -> list[tuple[str, str]]:
        """Return each consumer once with who must agree before an event that it reads changes."""
        return list(
            dict.fromkeys((one.consumer, one.agrees) for event in self._assessment.events for one in event.handling)
        )

    def guesses(self) -> list[Guess]:
        """Return the guessed answers of rows, the same ones together."""
        groups: dict[tuple[str, str], list[str]] = {}
        for row in self._assessment.interactions:
            for given in row.given:
                if not self.confirmed(given):
                    asked = self._asked[given.question].short
                    groups.setdefault((asked, ", ".join(given.labels)), []).append(row.id)
        return [Guess(question, label, tuple(rows)) for (question, label), rows in groups.items()]

    def open_questions(self) -> list[OpenQuestion]:
        """Return the questions that nobody has answered and no decision puts."""
        return open_questions(self._assessment)

    def sheet(self) -> list[Asking]:
        """Return who can answer something that is open, and what to ask."""
        return sheet(self._assessment)

    def labels(self, names: Iterable[str]) -> str:
        """Return rows by their ends and purpose."""
        rows = [self._rows[name] for name in names]
        return "; ".join([row_label(row.sender, row.receivers, row.purpose) for row in rows])

    def crossed_before(self, row: Row) -> Row | None:
        """Return the first shown row that comes over in the same way as a later one."""
        first = next(
            (r for r in self.detailed if r.crossing and row.crossing and r.crossing.id == row.crossing.id), None
        )
        return None if first is row else first

    def groups(self) -> list[Owned]:
        """Return the parts by owner, each with the rows that it sends."""
        teams = {part.name: part.team for part in self._assessment.parts}
        sent: dict[str, dict[str, list[Row]]] = {}
        for row in self._rows.values():
            for name in (row.sender, *row.receivers):
                sent.setdefault(teams.get(name, ""), {}).setdefault(name, [])
            sent[teams.get(row.sender, "")][row.sender].append(row)
        return [Owned(owner, [Sender(name, rows) for name, rows in parts.items()]) for owner, parts in sent.items()]

    def built_before(self, build: Build) -> Build | None:
        """Return the same thing in an earlier place."""
        first = next((b for place in self.places for b in place if b.pattern == build.pattern), None)
        return None if first is build else first

    def shelves(self) -> list[Shelf]:
        """Return the sources of what is told in words, those of one publication or site together under its name."""
        groups: dict[str, list[Source]] = {}
        sources = [
            source for source in self._assessment.sources if self._telling & {claim.id for claim in source.claims}
        ]
        for source in sources:
            short = source.title.removeprefix(f"{_shelf(source)}: ")
            groups.setdefault(_shelf(source), []).append(replace(source, title=short))
        shared = [Shelf(name, group) for name, group in groups.items() if name and len(group) > 1]
        alone = [source for source in sources if len(groups[_shelf(source)]) == 1 or not _shelf(source)]
        return [*shared, *([Shelf("", alone)] if alone else [])]

    def apart(self) -> list[KnownPart]:
        """Return the parts that are taken for something else than an application."""
        return [part for part in self._assessment.parts if part.kind != "application"]

    def kind(self, row: Row) -> str:
        """Return what a row is shown as: open, request, event or neither."""
        return "open" if row.undecided else row.style

    def forms(self, kind: str) -> list[str]:
        """Return the forms of the rows of one kind, each once."""
        return list(dict.fromkeys(r.form_name for r in self._rows.values() if self.kind(r) == kind))

    def confirmed(self, given: KnownAnswer) -> bool:
        """Tell whether an answer is the team's own; all others are drafts."""
        return given.origin in CONFIRMED

    def sum(self, row: Row) -> list[Evidence]:
        """Return the lines of a sum, the weightiest first, each followed by those that stand beneath it."""
        groups: dict[tuple[str, str], list[Evidence]] = {}
        for line in row.evidence:
            groups.setdefault((line.theme, line.favours), []).append(line)
        for group in groups.values():
            group.sort(key=_uncounted)
        ordered = sorted(groups.values(), key=lambda group: -group[0].weight)
        return [line for group in ordered for line in group]

    def cells(self, row: Row) -> list[Cell]:
        """Return an interaction's answers, one for each column of the matrix."""
        asks = {name: self._unknown.get((row.id, None, name)) for name in row.unknown}
        return self._cells(self.columns, row.given, asks)

    def part_cells(self, part: KnownPart) -> list[Cell]:
        """Return what is true of a part, one answer for each column of the parts' matrix."""
        asks = {name: self._unknown.get((None, part.name, name)) for name in self._open_of_part(part)}
        return self._cells(self.part_columns, part.given, asks)

    def notes(self) -> list[tuple[Row, KnownAnswer]]:
        """Return the answers of interactions that carry a note, or say where a draft was read."""
        return [(row, given) for row in self.detailed for given in row.given if given.note or given.source]

    def part_sources(self) -> list[tuple[KnownPart, KnownAnswer]]:
        """Return the answers of parts that say where a draft was read."""
        return [(part, given) for part in self._assessment.parts for given in part.given if given.source]

    def open(self) -> list[Unknown]:
        """Return the open questions about the system."""
        return self._open[None]

    def always(self) -> list[Build]:
        """Return the cheap precautions, each once for all places."""
        return [build for build in self._assessment.build if build.cheap]

    def _places(self) -> list[list[Build]]:
        """Return what is to be built, by place, in the order in which places come first."""
        groups: dict[str, list[Build]] = {}
        for build in self._assessment.build:
            if build.cheap:
                continue
            groups.setdefault(build.where, []).append(build)
        return list(groups.values())

    def _open_of_part(self, part: KnownPart) -> list[str]:
        return [unknown.question for unknown in self._open.get(part.name, ())]

    def _columns(self, answers: Iterable[tuple[Iterable[KnownAnswer], Iterable[str]]]) -> list[Asked]:
        """Return the questions that are answered or open anywhere."""
        used: set[str] = set()
        for given, unknown in answers:
            used.update(answer.question for answer in given)
            used.update(unknown)
        return [asked for asked in self._assessment.questions if asked.id in used]

    def _cells(
        self, columns: Iterable[Asked], answers: Iterable[KnownAnswer], asks: Mapping[str, Unknown | None]
    ) -> list[Cell]:
        given = {answer.question: answer for answer in answers}
        return [Cell(q, given.get(q.id), q.id in asks, _whom(asks.get(q.id))) for q in columns]


def _claims(assessment: Assessment) -> set[str]:
    """Return the claims behind the advice: findings, costs, forms, deciding lines; safeguards have theirs in JSON."""
    found = {claim for finding in assessment.findings for claim in finding.claims}
    found.update(claim for cost in assessment.costs for claim in (cost.claim, *cost.claims))
    for row in assessment.interactions:
        lines = [line for line in row.evidence if line.counted and line.weight >= ARGUES]
        patterns = [pattern for pattern in row.patterns if pattern.role == "form"]
        for claims in (
            *(line.claims for line in lines),
            *(p.claims for p in patterns),
            *(c.claims for c in row.constraints),
        ):
            found.update(claims)
    return found


def _shelf(source: Source) -> str:
    """Return the publication or site that a title begins with; "" where it names none."""
    name, found, _ = source.title.partition(": ")
    return name if found else ""


def _uncounted(line: Evidence) -> tuple[bool, float]:
    return not line.counted, -line.weight


def _whom(unknown: Unknown | None) -> str:
    return "" if unknown is None else unknown.who or unknown.ask
