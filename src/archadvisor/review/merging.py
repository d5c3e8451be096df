"""The answers of several people to one system: how far they agree, and which disagreements change what is advised.

For each value that somebody said the rows are judged again, with what people do not agree on elsewhere still open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct, field

from archadvisor.advice.disagreement import in_short
from archadvisor.answers.merged import Merged, Source
from archadvisor.answers.merging import merge
from archadvisor.answers.spots import Spot, answer_at, with_answer
from archadvisor.answers.types import Answer, Answers, Decision, Interaction
from archadvisor.assessment import UNDECIDED, StyleName
from archadvisor.graph.problems import look_over
from archadvisor.knowledge.types import KnowledgeBase, Scope
from archadvisor.scoring.judgement import Judgement, Judgements, Tables, tables
from archadvisor.text.names import UNNAMED, Names, names_of, names_of_part

SCHEMA = 1

ChangeName: TypeAlias = Literal["style", "form", "safeguards", "findings"]
"""What of a row depends on a disagreement, what weighs most first."""
CHANGES: tuple[ChangeName, ...] = ("style", "form", "safeguards", "findings")


class Agreed(Struct, frozen=True, gc=False):
    """On how many rows or parts, of those that at least two files answered, all agree on a question."""

    question: str
    short: str
    agreed: int
    of: int


class Lead(Struct, frozen=True, gc=False):
    """What an answer leads to in one row; `undecided`: the row stays to decide for another reason."""

    interaction: str
    style: StyleName
    form: str
    form_name: str
    undecided: bool
    safeguards: tuple[str, ...]
    """Of those on which the answers differ the ones that this answer asks for, by name."""
    findings: tuple[str, ...]
    """Of those on which the answers differ the ones that this answer leads to, by name."""


class Opinion(Struct, frozen=True, gc=False):
    """One of the answers that people gave, who gave it (or how many), and what it leads to."""

    values: tuple[str, ...]
    words: str
    who: tuple[str, ...]
    count: int
    leads: tuple[Lead, ...]


class Disagreement(Struct, frozen=True, gc=False):
    """A question on which people do not agree, and what of which rows depends on it."""

    question: str
    ask_text: str
    interaction: str | None
    part: str | None
    changes: tuple[ChangeName, ...]
    said: tuple[Opinion, ...]


class DecidedSo(Struct, frozen=True, gc=False):
    """A decision that some files have; `by` is blank where nobody is to be named; kept: the merged answers have it."""

    style: str
    form: str
    form_name: str
    because: str
    by: str
    date: str
    kept: bool
    who: tuple[str, ...]
    count: int


class Decisions(Struct, frozen=True, gc=False):
    """What was decided for a row, where not all files have a decision; conflict: they decided for different ways."""

    interaction: str
    conflict: bool
    said: tuple[DecidedSo, ...]


class SaidOf(Struct, frozen=True, gc=False):
    """What some files say of something beside the answers."""

    text: str
    who: tuple[str, ...]
    count: int


class Different(Struct, frozen=True, gc=False):
    """Something beside the answers that files say differently; `kept` is what the merged answers say."""

    interaction: str | None
    part: str | None
    what: str
    said: tuple[SaidOf, ...]
    kept: str


class OnlyIn(Struct, frozen=True, gc=False):
    """A row that only some files have, or a part that no row names and that is not among the merged answers."""

    interaction: str | None
    part: str | None
    who: tuple[str, ...]
    count: int


class Asks(Struct, frozen=True, gc=False):
    """A file that leaves a question open, whom it asks and what it notes; all blank where nobody is to be named."""

    file: str
    who: str
    note: str


class Asked(Struct, frozen=True, gc=False):
    """A question that some files answer, while others ask somebody; who: the files that answer it."""

    interaction: str | None
    part: str | None
    question: str
    short: str
    who: tuple[str, ...]
    count: int
    asks: tuple[Asks, ...]


class RowNamed(Struct, frozen=True, gc=False):
    """A row of the merged answers, as a report names it."""

    id: str
    number: int
    sender: str = field(name="from")
    receivers: tuple[str, ...] = field(name="to")
    purpose: str


class Merge(Struct, frozen=True, gc=False):
    """All there is to tell of several answers files for one system.

    files: their names in order, none where nobody is to be named
    other: how many disagreements change nothing that is advised
    shared: how many interactions are in more than one file
    """

    schema: int
    version: str
    rules_version: str
    system: str
    anonymous: bool
    files: tuple[str, ...]
    count: int
    agreed: int
    of: int
    agreement: tuple[Agreed, ...]
    disagreements: tuple[Disagreement, ...]
    other: int
    decisions: tuple[Decisions, ...]
    differences: tuple[Different, ...]
    only_in: tuple[OnlyIn, ...]
    interactions: tuple[RowNamed, ...]
    asked: tuple[Asked, ...] = ()
    shared: int = 0

    @property
    def apart(self) -> bool:
        """Whether there are interactions, and no file shares one with another."""
        return bool(self.interactions) and not self.shared


def review_merge(
    knowledge: KnowledgeBase, sources: Sequence[Source], version: str, anonymous: bool = False
) -> tuple[Answers, Merge]:
    """Return the answers of several files as one, and what there is to tell; the first file is the base."""
    merged = merge(knowledge, sources, anonymous)
    answers = merged.answers
    numbers = {row.id: number for number, row in enumerate(answers.interactions, start=1)}
    order = {name: number for number, name in enumerate(knowledge.questions)}
    told = _Effects(knowledge, answers).of(merged.disputed)
    changing = [one for one in told if one.changes]
    changing.sort(
        key=lambda one: (
            CHANGES.index(one.changes[0]),
            min([numbers[lead.interaction] for lead in one.said[0].leads]),
            order[one.question],
        )
    )
    return answers, Merge(
        schema=SCHEMA,
        version=version,
        rules_version=knowledge.method.version,
        system=answers.name,
        anonymous=anonymous,
        files=() if anonymous else tuple([source.name for source in sources]),
        count=len(sources),
        agreed=sum(one.agreed for one in merged.agreement),
        of=sum(one.of for one in merged.agreement),
        agreement=tuple(
            [
                Agreed(one.question, knowledge.questions[one.question].short, one.agreed, one.of)
                for one in merged.agreement
            ]
        ),
        disagreements=tuple(changing),
        other=len(told) - len(changing),
        decisions=tuple(_decisions(knowledge, merged, anonymous)),
        differences=tuple(_differences(merged)),
        only_in=tuple([OnlyIn(one.row or None, one.part or None, *_by(one.files)) for one in merged.partly]),
        interactions=tuple(
            [RowNamed(row.id, numbers[row.id], row.sender, row.receivers, row.purpose) for row in answers.interactions]
        ),
        asked=tuple(_asked(knowledge, merged)),
        shared=sum(number > 1 for number in Counter(_ids(sources)).values()),
    )


def _decisions(knowledge: KnowledgeBase, merged: Merged, anonymous: bool) -> Iterator[Decisions]:
    def told(one: Decision, files: Sequence[str], kept: bool) -> DecidedSo:
        form = knowledge.forms[one.form].name if one.form else ""
        by = "" if anonymous else one.by
        return DecidedSo(one.style, one.form, form, one.because, by, one.date, kept, *_by(files))

    for row in merged.decisions:
        said = tuple([told(one, files, one == row.kept) for one, files in row.said])
        yield Decisions(row.row, row.conflict, said)


def _ids(sources: Sequence[Source]) -> Iterator[str]:
    for source in sources:
        yield from [row.id for row in source.answers.interactions]


def _asked(knowledge: KnowledgeBase, merged: Merged) -> Iterator[Asked]:
    for one in merged.asked:
        scope, name, question = one.spot
        row, part = name if scope is Scope.INTERACTION else None, name if scope is Scope.PART else None
        asks = tuple([Asks(*asking) for asking in one.asking])
        yield Asked(row, part, question, knowledge.questions[question].short, *_by(one.answered), asks)


def _differences(merged: Merged) -> Iterator[Different]:
    for one in merged.differences:
        said = tuple([SaidOf(text, *_by(files)) for text, files in one.said])
        yield Different(one.row or None, one.part or None, one.what, said, one.kept)


def _by(files: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Return the names of files and their number; those that are not to be named are blank."""
    return tuple([file for file in files if file]), len(files)


class _Outlook(Struct, frozen=True):
    """What comes out for the rows of a system: by id the judgement, and the findings that a row takes part in."""

    judgements: Mapping[str, Judgement]
    findings: Mapping[str, Mapping[tuple[str, tuple[str, ...]], str]]


class _Effects:
    """What each side of a disagreement leads to."""

    def __init__(self, knowledge: KnowledgeBase, answers: Answers) -> None:
        self._knowledge = knowledge
        self._answers = answers
        self._tables: Tables = tables(knowledge)
        self._rows = {row.id: row for row in answers.interactions}
        self._base = Judgements(self._tables, answers)
        self._judged = {name: self._base.of(row) for name, row in self._rows.items()}

    def of(self, spots: Sequence[Spot]) -> list[Disagreement]:
        """Return the disagreements with what they change, those that change nothing too."""
        return [self._disagreement(spot) for spot in spots]

    def _disagreement(self, spot: Spot) -> Disagreement:
        question = self._knowledge.questions[spot.question]
        answer = answer_at(self._answers, spot)
        said = answer.said if answer else ()
        outlooks = [self._outlook(spot, one.values) for one in said]
        touched = [name for name in self._touched(spot) if _changes(name, outlooks)]
        found = {change for name in touched for change in _changes(name, outlooks)}
        names = self._names(spot)
        opinions = [
            Opinion(
                values=tuple([option.value for option in question.options if option.value in one.values]),
                words=in_short(question, one.values, names),
                who=one.who,
                count=len(one.who) + one.count,
                leads=tuple([_lead(name, outlook, outlooks) for name in touched]),
            )
            for one, outlook in zip(said, outlooks, strict=True)
        ]
        return Disagreement(
            question=question.id,
            ask_text=names.fill(question.decide),
            interaction=spot.name if spot.scope is Scope.INTERACTION else None,
            part=spot.name if spot.scope is Scope.PART else None,
            changes=tuple([change for change in CHANGES if change in found]),
            said=tuple(opinions),
        )

    def _names(self, spot: Spot) -> Names:
        if spot.scope is Scope.PART:
            return names_of_part(spot.name)
        if spot.scope is Scope.SYSTEM:
            return UNNAMED
        row = self._rows[spot.name]
        return names_of(row.sender, row.receivers, row.purpose)

    def _touched(self, spot: Spot) -> list[str]:
        """Return the rows that an answer may change: its own, those of the part, or all."""
        if spot.scope is Scope.INTERACTION:
            return [spot.name]
        return [name for name, row in self._rows.items() if spot.scope is Scope.SYSTEM or _has(row, spot.name)]

    def _outlook(self, spot: Spot, values: frozenset[str]) -> _Outlook:
        """Return what comes out with one of the answers that were given."""
        answers = with_answer(self._answers, spot, Answer(values))
        of_row = spot.scope is Scope.INTERACTION
        judgements = Judgements(self._tables, answers, self._base.around if of_row else None)
        touched = {*self._touched(spot)}
        judged = {
            row.id: judgements.of(row) if row.id in touched else self._judged[row.id] for row in answers.interactions
        }
        rows = [(row, judged[row.id]) for row in answers.interactions]
        findings: dict[str, dict[tuple[str, tuple[str, ...]], str]] = {}
        for problem in look_over(self._knowledge, answers, judgements.around.system, rows).problems:
            if problem.advised is not None:
                for hop in problem.advised.hops:
                    key = problem.entry.id, problem.advised.key
                    findings.setdefault(hop.row.id, {})[key] = problem.entry.name
        return _Outlook(judged, findings)


def _has(row: Interaction, part: str) -> bool:
    return part == row.sender or part in row.receivers


def _changes(name: str, outlooks: Sequence[_Outlook]) -> list[ChangeName]:
    """Return what of a row differs between the answers."""
    judged = [outlook.judgements[name] for outlook in outlooks]
    found: dict[ChangeName, int] = {
        "style": len({one.outcome.style for one in judged}),
        "form": len({one.form.id for one in judged}),
        "safeguards": len({frozenset([safeguard.id for safeguard in one.safeguards]) for one in judged}),
        "findings": len({frozenset(outlook.findings.get(name, {})) for outlook in outlooks}),
    }
    return [change for change in CHANGES if found[change] > 1]


def _lead(name: str, outlook: _Outlook, all_: Sequence[_Outlook]) -> Lead:
    judged = outlook.judgements[name]
    asked = [{safeguard.id for safeguard in one.judgements[name].safeguards} for one in all_]
    shared = set.intersection(*asked)
    found = set.intersection(*[{*one.findings.get(name, {})} for one in all_])
    findings = outlook.findings.get(name, {})
    return Lead(
        interaction=name,
        style=judged.outcome.style.value,
        form=judged.form.id,
        form_name=judged.form.name,
        undecided=judged.state in UNDECIDED,
        safeguards=tuple([safeguard.name for safeguard in judged.safeguards if safeguard.id not in shared]),
        findings=tuple(dict.fromkeys([text for key, text in findings.items() if key not in found])),
    )
