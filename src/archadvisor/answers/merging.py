"""The answers of several people to the same system as one: what they agree on, and what they said who do not agree.

A guess counts only where nobody has answered, and never against a "don't know" that a person said. Rows are matched by
id, parts by name. What stands beside the answers (names, ends, figures, decisions) is filled in where the first file
says nothing and all others agree; where they do not, the first file's stands and the difference is told. A decision is
told too where not all files have one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from archadvisor.answers.merged import Asked, Asking, Decisions, Difference, Merged, Partly, Source, Tally
from archadvisor.answers.spots import Spot
from archadvisor.answers.types import (
    Answer,
    Closed,
    Decision,
    Figure,
    Flow,
    FlowStep,
    Interaction,
    Origin,
    OtherDecision,
    Part,
    Said,
)
from archadvisor.knowledge.types import KnowledgeBase, Question, Scope
from archadvisor.text.names import joined

_Value = TypeVar("_Value", bound=Hashable)
_ORIGINS = tuple(Origin)
_MISSING = "not listed"
"""What is told of a flow or a closed finding that a file does not have."""


def merge(knowledge: KnowledgeBase, sources: Sequence[Source], anonymous: bool = False) -> Merged:
    """Merge the answers of two files at least, over those of the first; `anonymous` leaves out who gave an answer."""
    return _Merging(knowledge, sources, anonymous).merged()


class _Vote(NamedTuple):
    """What one file says to a question, by whom."""

    values: frozenset[str]
    origin: Origin
    who: tuple[str, ...]
    unnamed: int


class _Merging:
    def __init__(self, knowledge: KnowledgeBase, sources: Sequence[Source], anonymous: bool) -> None:
        self._knowledge = knowledge
        self._sources = sources
        self._anonymous = anonymous
        self._tallies: dict[str, tuple[int, int]] = {}
        self._disputed: list[Spot] = []
        self._asked: list[Asked] = []
        self._decisions: list[Decisions] = []
        self._differences: list[Difference] = []
        self._partly: list[Partly] = []

    def merged(self) -> Merged:
        all_ = [(source.name, source.answers) for source in self._sources]
        name = self._one("name", [(file, one.name) for file, one in all_], str)
        rules = self._one("rules", [(file, one.rules) for file, one in all_], str)
        flows = self._listed("flow", [(file, one.flows) for file, one in all_], _flow_named)
        closed = self._listed("closed", [(file, one.closed) for file, one in all_], _closed_named)
        system = self._answers(Scope.SYSTEM, "", [(file, one.system) for file, one in all_])
        rows = self._rows()
        answers = replace(
            self._sources[0].answers,
            name=name or "",
            rules=rules or "",
            flows=flows,
            closed=closed,
            system=system,
            parts=self._parts(rows),
            interactions=rows,
        )
        of = [Tally(name, *self._tallies[name]) for name in self._knowledge.questions if name in self._tallies]
        return Merged(
            answers,
            tuple(of),
            tuple(self._disputed),
            tuple(self._asked),
            tuple(self._decisions),
            tuple(self._differences),
            tuple(self._partly),
        )

    # --- parts and rows -------------------------------------------------------------------------------

    def _parts(self, rows: Sequence[Interaction]) -> Mapping[str, Part]:
        """Return the parts of the first file, and those of the others that a row names and that say something."""
        ends = {end for row in rows for end in (row.sender, *row.receivers)}
        own = self._sources[0].answers.parts
        parts = {}
        for name in _in_order([list(source.answers.parts) for source in self._sources]):
            found = [(s.name, s.answers.parts[name]) for s in self._sources if name in s.answers.parts]
            if all(part == Part(name, {}) for _, part in found) and name not in own:
                continue
            if name in own or name in ends:
                parts[name] = self._part(name, found)
            else:
                self._partly.append(Partly("", name, self._names([file for file, _ in found])))
        return MappingProxyType(parts)

    def _part(self, name: str, found: Sequence[tuple[str, Part]]) -> Part:
        return replace(
            found[0][1],
            answers=self._answers(Scope.PART, name, [(file, part.answers) for file, part in found]),
            role=self._one("role", [(file, part.role) for file, part in found], str, part=name) or "",
            team=self._one("team", [(file, part.team) for file, part in found], str, part=name) or "",
            built=self._one("built", [(file, part.built) for file, part in found], joined, part=name) or (),
            figures=self._figures([(file, part.figures) for file, part in found], part=name),
        )

    def _rows(self) -> tuple[Interaction, ...]:
        of = [{row.id: row for row in source.answers.interactions} for source in self._sources]
        return tuple([self._row(name, [rows.get(name) for rows in of]) for name in _in_order([list(o) for o in of])])

    def _row(self, name: str, rows: Sequence[Interaction | None]) -> Interaction:
        found = [(source.name, row) for source, row in zip(self._sources, rows, strict=True) if row is not None]
        first = found[0][1]
        if len(found) < len(rows):
            self._partly.append(Partly(name, "", self._names([file for file, _ in found])))
        sender = self._one("from", [(file, row.sender) for file, row in found], str, row=name)
        receivers = self._receivers(name, found)
        purpose = self._one("purpose", [(file, row.purpose) for file, row in found], str, row=name)
        current = self._one("current", [(file, row.current) for file, row in found], str, row=name)
        archetype = self._one("archetype", [(file, row.archetype) for file, row in found], str, row=name) or ""
        waived = self._named("waived", [(file, row.waived) for file, row in found], row=name)
        return replace(
            first,
            sender=sender or "",
            receivers=receivers,
            purpose=purpose or "",
            current=current or "",
            archetype=archetype,
            event=self._one("event", [(file, row.event) for file, row in found], str, row=name) or "",
            built=self._one("built", [(file, row.built) for file, row in found], joined, row=name) or (),
            figures=self._figures([(file, row.figures) for file, row in found], row=name),
            waived=MappingProxyType(waived),
            decision=self._decision(name, found),
            answers=self._answers(
                Scope.INTERACTION, name, [(file, self._without_drafts(row, archetype)) for file, row in found]
            ),
        )

    def _receivers(self, name: str, found: Sequence[tuple[str, Interaction]]) -> tuple[str, ...]:
        """Return the receivers; their order makes no difference."""
        first = found[0][1].receivers
        texts = [(file, joined(sorted(row.receivers))) for file, row in found]
        self._one("to", texts, str, row=name)
        return first

    def _decision(self, row: str, found: Sequence[tuple[str, Interaction]]) -> Decision | None:
        """Return the decision that the first file has, or that of the others where they decided for one way."""
        given = [(file, one.decision) for file, one in found if one.decision]
        if not given:
            return None
        by: list[tuple[Decision, list[str]]] = []
        for file, decision in given:
            files = next((files for other, files in by if other == decision), None)
            if files is None:
                by.append((decision, [file]))
            else:
                files.append(file)
        told = Decisions(row, tuple([(one, self._names(files)) for one, files in by]), found[0][1].decision)
        if told.kept is None and not told.conflict:
            told = replace(told, kept=given[0][1])
        if told.conflict or len(given) < len(self._sources):
            self._decisions.append(told)
        if told.kept is None:
            return None
        decision = _beside(told.kept, [one for one, _ in told.said])
        if not self._anonymous:
            return decision
        first = found[0][1].decision  # what the first file says stays as it is written there
        others = [one if first and one in first.others else replace(one, by="") for one in decision.others]
        return replace(decision, by=first.by if first else "", others=tuple(others))

    def _without_drafts(self, row: Interaction, archetype: str) -> Mapping[str, Answer]:
        """Return the answers of a row without those that another archetype than the merged row's brings along."""
        if row.archetype == archetype or not row.archetype:
            return row.answers
        drafts = self._knowledge.archetypes[row.archetype].answers
        brought = {draft.question: Answer(frozenset(draft.values), Origin.ARCHETYPE) for draft in drafts}
        return {name: answer for name, answer in row.answers.items() if answer != brought.get(name)}

    # --- what stands beside answers -------------------------------------------------------------------

    def _one(
        self,
        what: str,
        said: Sequence[tuple[str, _Value]],
        text: Callable[[_Value], str],
        row: str = "",
        part: str = "",
    ) -> _Value | None:
        """Return what the first file says, or what the others say who agree; note where files differ."""
        given = [(file, value) for file, value in said if value]
        values = dict.fromkeys([value for _, value in given])
        first = said[0][1] or None
        if len(values) > 1:
            self._differ(what, [(text(value), file) for file, value in given], text(first) if first else "", row, part)
            return first
        return first or next(iter(values), None)

    def _named(
        self, what: str, said: Sequence[tuple[str, Mapping[str, str]]], row: str = "", part: str = ""
    ) -> dict[str, str]:
        names = dict.fromkeys([name for _, texts in said for name in texts])
        found = {
            name: self._one(f"{what}: {name}", [(file, texts.get(name, "")) for file, texts in said], str, row, part)
            for name in names
        }
        return {name: text for name, text in found.items() if text}

    def _listed(
        self, what: str, said: Sequence[tuple[str, tuple[_Value, ...]]], named: Callable[[_Value], tuple[str, str]]
    ) -> tuple[_Value, ...]:
        """Return the list of the first file, or that of the others who agree; tell the entries that differ, by name."""
        given = {values for _, values in said if values}
        first = said[0][1]
        if len(given) < 2:
            return first or next(iter(given), ())
        texts = [(file, _by_name(map(named, values))) for file, values in said if values]
        for name in dict.fromkeys([name for _, own in texts for name in own]):
            told = [(own.get(name, ""), file) for file, own in texts]
            if len({text for text, _ in told}) > 1:
                kept = texts[0][1].get(name, "") if first else ""
                self._differ(f"{what} {name}", [(text or _MISSING, file) for text, file in told], kept)
        return first

    def _figures(
        self, said: Sequence[tuple[str, tuple[Figure, ...]]], row: str = "", part: str = ""
    ) -> tuple[Figure, ...]:
        texts = [(file, {figure.name: figure.text for figure in figures}) for file, figures in said]
        left = self._named("figure", texts, row, part)
        known = {(figure.name, figure.text): figure for _, figures in said for figure in figures}
        return tuple([known[name, text] for name, text in left.items()])

    def _differ(self, what: str, said: Iterable[tuple[str, str]], kept: str, row: str = "", part: str = "") -> None:
        by: dict[str, list[str]] = {}
        for text, file in said:
            by.setdefault(text, []).append(file)
        told = tuple([(text, self._names(files)) for text, files in by.items()])
        self._differences.append(Difference(row, part, what, told, kept))

    def _names(self, files: Sequence[str]) -> tuple[str, ...]:
        return tuple("" for _ in files) if self._anonymous else tuple(files)

    # --- answers --------------------------------------------------------------------------------------

    def _answers(
        self, scope: Scope, name: str, found: Sequence[tuple[str, Mapping[str, Answer]]]
    ) -> Mapping[str, Answer]:
        merged = {}
        for id_ in _in_order([list(answers) for _, answers in found]):
            said = [(file, answers[id_]) for file, answers in found if id_ in answers]
            merged[id_] = self._answer(Spot(scope, name, id_), said)
        return MappingProxyType(merged)

    def _answer(self, spot: Spot, said: Sequence[tuple[str, Answer]]) -> Answer:
        question = self._knowledge.questions[spot.question]
        votes = list(_votes(said))
        confirmed = [vote for vote in votes if not vote.origin.draft]
        doubted = any(not answer.known and not answer.said and not answer.origin.draft for _, answer in said)
        counting = confirmed or ([] if doubted else votes)
        values = {vote.values for vote in counting}
        files = sum(1 for _, answer in said if (answer.known or answer.said) and not answer.origin.draft)
        if files > 1:
            agreed, of = self._tallies.get(question.id, (0, 0))
            self._tallies[question.id] = agreed + (len(values) == 1), of + 1
        answers = [answer for _, answer in said]
        asking: list[Asking] = []
        if len(values) > 1:
            self._disputed.append(spot)
            return self._dispute(question, answers, counting)
        if not values:
            answers = [answer for answer in answers if not answer.known] or answers
        else:
            (agreed_on,) = values
            own = [answer for answer in answers if answer.known and answer.values == agreed_on]
            answers = [*sorted(own, key=_rank), *[answer for answer in answers if answer not in own]]
            asking = self._while_others_ask(spot, said)
        best = answers[0]
        note = next((answer.note for answer in answers if answer.note), "")
        if not best.note and not self._anonymous:
            note = next((_open_note(one) for one in asking if one.who), note)
        if self._anonymous and best.known:
            return replace(best, who="", note=note, said=())
        return best if note == best.note else replace(best, note=note)

    def _while_others_ask(self, spot: Spot, said: Sequence[tuple[str, Answer]]) -> list[Asking]:
        """Return who asks somebody what others answer, and note it to be told."""
        asking = [Asking(file, one.who, one.note) for file, one in said if not one.known and not one.said]
        asking = [one for one in asking if one.who or one.note]
        if asking:
            told = [Asking("", "", "") if self._anonymous else one for one in asking]
            self._asked.append(Asked(spot, self._names([file for file, one in said if one.known]), tuple(told)))
        return asking

    def _dispute(self, question: Question, answers: Sequence[Answer], votes: Sequence[_Vote]) -> Answer:
        """Return what stands for an answer on which people do not agree: it is unknown, one of what they said."""
        order = [option.value for option in question.options]
        by: dict[frozenset[str], list[_Vote]] = {}
        for vote in votes:
            by.setdefault(vote.values, []).append(vote)
        said = [self._said(values, by[values]) for values in sorted(by, key=lambda v: sorted(map(order.index, v)))]
        notes = dict.fromkeys([answer.note for answer in answers if answer.note])
        asked = [answer.who for answer in answers if answer.who and not answer.known]
        made = Answer(
            frozenset(),
            min([vote.origin for vote in votes if vote.origin.draft], key=_ORIGINS.index)
            if all(vote.origin.draft for vote in votes)
            else Origin.TEAM,
            known=False,
            who=next(iter(asked), ""),
            note="" if self._anonymous else "; ".join(notes),
            said=tuple(said),
        )
        first = answers[0]
        unchanged = first.said and not first.known and {*first.said} == {*made.said} and first.note == made.note
        return first if unchanged else made

    def _said(self, values: frozenset[str], votes: Sequence[_Vote]) -> Said:
        who = tuple(dict.fromkeys([name for vote in votes for name in vote.who]))
        count = sum(vote.unnamed for vote in votes)
        return Said(values, (), len(who) + count) if self._anonymous else Said(values, who, count)


def _open_note(one: Asking) -> str:
    """Return what stays beside an answer of somebody whom another file asks: `who` is who answered, and not that."""
    return f"{one.file} asks {one.who}{f': {one.note}' if one.note else ''}"


def _votes(said: Iterable[tuple[str, Answer]]) -> Iterator[_Vote]:
    """Yield what each file says; the very same disagreement in several files is one of the same people."""
    seen = set()
    for file, answer in said:
        if answer.known:
            yield _Vote(answer.values, answer.origin, (answer.who or file,), 0)
        elif answer.said not in seen:
            seen.add(answer.said)
            yield from [_Vote(one.values, answer.origin, one.who, one.count) for one in answer.said]


def _rank(answer: Answer) -> int:
    """Return how good an answer is: the team's before one that was given for many rows at once, guesses last."""
    return 2 if answer.origin.draft else 1 if answer.origin is Origin.BLOCK else 0


def _in_order(lists: Sequence[Sequence[str]]) -> list[str]:
    """Return all names, each once: as the first list has them, others behind the one before them, or last."""
    merged: list[str] = []
    known: set[str] = set()
    for names in lists:
        before = ""
        for name in names:
            if name not in known:
                merged.insert(merged.index(before) + 1 if before else len(merged), name)
                known.add(name)
            before = name
    return merged


def _beside(kept: Decision, said: Sequence[Decision]) -> Decision:
    """Return a decision with those of others that decided for another way, until somebody decides again."""
    way = (kept.style, kept.form)
    others = [
        OtherDecision(one.style, one.because, one.form, one.by, one.date)
        for one in said
        if (one.style, one.form) != way
    ]
    inner = [other for one in said for other in one.others if (other.style, other.form) != way]
    return replace(kept, others=tuple(dict.fromkeys([*others, *inner])))


def _by_name(entries: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return texts by their names; those of one name together."""
    found: dict[str, list[str]] = {}
    for name, text in entries:
        found.setdefault(name, []).append(text)
    return {name: "; ".join(texts) for name, texts in found.items()}


def _flow_named(flow: Flow) -> tuple[str, str]:
    waits = f"; {flow.waits} waits" if flow.waits else ""
    return flow.name, ", then ".join([_stage(stage) for stage in flow.stages]) + waits


def _stage(stage: FlowStep) -> str:
    marks = [text for text, holds in (("optional", stage.optional), ("may refuse", stage.may_refuse)) if holds]
    return joined(stage.rows) + (f" ({', '.join(marks)})" if marks else "")


def _closed_named(closed: Closed) -> tuple[str, str]:
    by = f", {closed.by}" if closed.by else ""
    return closed.finding, f"{closed.because}, until {closed.until}{by}"
