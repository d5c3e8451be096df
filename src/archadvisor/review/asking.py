"""The one open question that changes most: what `archadvisor next` puts, to people and to other programs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from archadvisor.advice.beside import BesideStyle
from archadvisor.advice.case import Case
from archadvisor.advice.decisions import settling
from archadvisor.answers.types import Answer, Answers, Decision
from archadvisor.assessment import ScopeName, StyleName
from archadvisor.knowledge.types import KnowledgeBase, Option, Question, Scope
from archadvisor.scoring.asking import Variant, Varied
from archadvisor.scoring.decided import holds, supported
from archadvisor.scoring.judgement import Judgements, tables
from archadvisor.text.names import UNNAMED, Names, joined, names_of, names_of_part

SCHEMA = 1

Changes: TypeAlias = Literal["style", "form", "safeguards"]


class Leads(Struct, frozen=True, gc=False):
    """What a row becomes with an answer."""

    interaction: str
    style: StyleName
    form: str
    form_name: str


class Choice(Struct, frozen=True, gc=False):
    """One answer to the question: its value, how people say it, an example, and what it leads to.

    chosen: whether it is the guess that nobody has confirmed, or one of its ticks
    """

    value: str
    label: str
    example: str
    chosen: bool
    leads_to: tuple[Leads, ...]


class NextQuestion(Struct, frozen=True, gc=False):
    """A question to ask now.

    interaction, part: whom it is about, "" for none; a question of the system has neither
    set: what `--set` calls it
    ask: who can answer it, by role; `who` is the person whom the file names for it, "" for none
    ticks: whether several answers may hold at once
    draft: whether a guess stands there that nobody has confirmed; `source` is where it was read, "" for nowhere
    changes: the most that an answer changes; `turns` are the rows in which it does
    ends: the decided rows whose decision an answer can end
    """

    scope: ScopeName
    interaction: str
    part: str
    question: str
    set: str
    prompt: str
    why: str
    ask: tuple[str, ...]
    who: str
    note: str
    ticks: bool
    draft: bool
    source: str
    changes: Changes
    turns: tuple[str, ...]
    ends: tuple[str, ...]
    options: tuple[Choice, ...]


class Next(Struct, frozen=True, gc=False):
    """The next question, None where no answer changes anything any more; `more` open ones change something too.

    undecided: the rows without a decision that their answers leave open, also those that no open answer settles
    """

    schema: int
    version: str
    rules_version: str
    question: NextQuestion | None
    more: int
    undecided: tuple[str, ...]


class _Open(Struct):
    """A question that is open, and the rows in which its answer changes style, form, or only safeguards.

    ends: those of them whose decision it can end; late: of these the ones in which people do not dispute it
    settles: so many rows are still to decide, and a report names this question first
    """

    question: Question
    owner: str
    draft: bool
    styles: list[Case]
    forms: list[Case]
    beside: list[Case]
    ends: list[Case]
    late: list[Case]
    variants: list[tuple[Case, Sequence[Variant]]]
    settles: int = 0

    @property
    def name(self) -> str:
        """Return what `--set` calls it."""
        return f"{self.owner}.{self.question.id}" if self.owner else self.question.id

    @property
    def most(self) -> list[Case]:
        """Return the rows in which an answer changes the most that it can change."""
        return self.styles or self.forms or self.beside

    @property
    def can_wait(self) -> bool:
        """Whether every row that it changes is decided already, and nobody disputes it."""
        return all(case in self.late for case in self.most)


def next_question(
    knowledge: KnowledgeBase, answers: Answers, version: str, unsaid: bool = False, skip: Collection[str] = ()
) -> Next:
    """Return the open question that changes most: a style, else a form, else safeguards, and that in most rows.

    What a report names first for a row that is still to decide comes before what else changes it, and what nobody has
    answered before a guess to confirm; of equals first what an interview asks first, then the first row. Rows that the
    team decided ask for what people do not agree on, and last for what can end a decision. With `unsaid` only what
    nobody has said or noted anything about, and for which no draft with a source stands there: what a program may look
    up. `skip` are questions to leave out, by what `--set` calls them: those that it has looked for in vain.
    """
    collected, undecided = _collected(knowledge, answers)
    found = [one for one in collected if one.name not in skip]
    if unsaid:
        found = [one for one in found if _is_unsaid(_about(answers, one, one.most[0])[1])]
    order = {q.id: place for scope in Scope for place, q in enumerate(knowledge.in_order_of_asking(scope))}

    def place(one: _Open) -> tuple[bool, int, int, bool, int, int, int]:
        least = 0 if one.styles else 1 if one.forms else 2
        first = min([case.number for case in one.most])
        return one.can_wait, least, -one.settles, one.draft, -len(one.most), order[one.question.id], first

    ordered = sorted(found, key=place)
    told = _told(answers, ordered[0]) if ordered else None
    return Next(SCHEMA, version, knowledge.method.version, told, max(len(ordered) - 1, 0), undecided)


def _collected(knowledge: KnowledgeBase, answers: Answers) -> tuple[list[_Open], tuple[str, ...]]:
    """Return what is open, and the rows without a decision that their answers leave open."""
    judgements = Judgements(tables(knowledge), answers)
    beside = BesideStyle(knowledge)
    found: dict[tuple[str, str], _Open] = {}
    undecided = []
    for number, row in enumerate(answers.interactions, start=1):
        names = names_of(row.sender, row.receivers, row.purpose)
        case = Case(row, number, names, judgements.of(row))
        if row.decision is None and case.undecided:
            undecided.append(row.id)
        settles = settling(knowledge, case) if case.undecided else None
        for owner, varied in _varied(answers, case):
            ends = row.decision is not None and _may_end(row.decision, case, varied, settles)
            is_disputed = _is_disputed(answers, case, varied.question)
            if row.decision is not None and not (ends or is_disputed):
                continue
            one = found.setdefault(
                (owner, varied.question.id), _Open(varied.question, owner, varied.draft, [], [], [], [], [], [])
            )
            one.settles += varied is settles
            if ends:
                one.ends.append(case)
                if not is_disputed:
                    one.late.append(case)
            one.variants.append((case, varied.variants))
            if varied.turns(case.outcome.style):
                one.styles.append(case)
            elif varied.matters(case.outcome.style, case.form):
                one.forms.append(case)
            elif not ends and "safeguards" in beside.of(varied.question, (case,)):
                one.beside.append(case)
    return [one for one in found.values() if one.most], tuple(undecided)


def _may_end(decision: Decision, case: Case, varied: Varied, settles: Varied | None) -> bool:
    """Tell whether an answer ends a decision that holds today; where the answers leave it open, one that settles it."""
    if not holds(decision, case.judgement) or (case.undecided and varied is not settles):
        return False
    return any(not supported(decision, variant.style, variant.form.id) for variant in varied.variants)


def _is_disputed(answers: Answers, case: Case, question: Question) -> bool:
    """Tell whether people do not agree on an answer about the system or an interaction."""
    of = answers.system if question.scope is Scope.SYSTEM else case.interaction.answers
    given = of.get(question.id)
    return given is not None and given.disputed


def _varied(answers: Answers, case: Case) -> Iterator[tuple[str, Varied]]:
    """Yield the questions of a row that nobody has answered or confirmed, each with whom it is about."""
    own = case.interaction
    for varied in case.judgement.varied:
        yield ("" if varied.question.scope is Scope.SYSTEM else own.id), varied
    pending = case.judgement.pending
    of_parts = [one for doubt in case.judgement.form_open for one in doubt.of_ends]
    if pending is not None and pending.question.scope is Scope.PART:
        of_parts.append(pending)
    ends = {"from": (own.sender,), "to": own.receivers}
    for varied in of_parts:
        for name in dict.fromkeys([name for end in varied.ends for name in ends[end]]):
            part = answers.parts.get(name)
            said = part.answers.get(varied.question.id) if part else None
            if said is None or not said.known:
                yield name, varied


def _told(answers: Answers, one: _Open) -> NextQuestion:
    question = one.question
    names, given = _about(answers, one, one.most[0])
    now = given.values if given is not None and given.known else frozenset()
    of_row = question.scope is Scope.INTERACTION
    return NextQuestion(
        scope=question.scope.value,
        interaction=one.owner if of_row else "",
        part=one.owner if question.scope is Scope.PART else "",
        question=question.id,
        set=one.name,
        prompt=names.fill(question.decide),
        why=names.fill(question.why),
        ask=question.ask,
        who=given.who if given else "",
        note=given.note if given else "",
        ticks=question.ticks,
        draft=one.draft,
        source=given.source if given else "",
        changes="style" if one.styles else "form" if one.forms else "safeguards",
        turns=tuple([case.interaction.id for case in one.most]),
        ends=tuple([case.interaction.id for case in one.ends]),
        options=tuple([_choice(option, names, now, one) for option in question.options]),
    )


def _about(answers: Answers, one: _Open, case: Case) -> tuple[Names, Answer | None]:
    """Return the names in the question's words, and what stands in the file for it."""
    if one.question.scope is Scope.SYSTEM:
        return UNNAMED, answers.system.get(one.question.id)
    if one.question.scope is Scope.PART:
        part = answers.parts.get(one.owner)
        return names_of_part(one.owner), part.answers.get(one.question.id) if part else None
    return case.names, case.interaction.answers.get(one.question.id)


def _is_unsaid(given: Answer | None) -> bool:
    return given is None or not (given.spoken or given.source)


def _choice(option: Option, names: Names, now: frozenset[str], one: _Open) -> Choice:
    leads = []
    for case, variants in one.variants:
        found = next((v for v in variants if v.change.value == option.value), None)
        if found is None:
            continue
        if not one.question.ticks or found.style is not case.outcome.style or found.form is not case.form:
            leads.append(Leads(case.interaction.id, found.style.value, found.form.id, found.form.name))
    return Choice(option.value, names.fill(option.label), names.fill(option.example), option.value in now, tuple(leads))


def whom(question: NextQuestion) -> str:
    """Return who is asked: the person that the file names, else the roles that know."""
    return question.who or joined(question.ask, "or")
