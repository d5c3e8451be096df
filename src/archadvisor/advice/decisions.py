"""What is still to decide: the fact that settles it, who knows it, and what either way means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archadvisor.advice.case import Case, other_style
from archadvisor.advice.evidence import tell_reason
from archadvisor.advice.precedents import Precedents
from archadvisor.answers.types import Answers
from archadvisor.assessment import Decision, Way
from archadvisor.knowledge.types import KnowledgeBase, Option, Pattern, Rule, Scope, Style
from archadvisor.scoring.finding import Varied
from archadvisor.scoring.form import first_form
from archadvisor.scoring.score import counted
from archadvisor.scoring.variation import Change
from archadvisor.text.names import joined
from archadvisor.text.prose import sentence

_REASONS = 2


def decisions(
    knowledge: KnowledgeBase, answers: Answers, cases: Sequence[Case], precedents: Precedents
) -> tuple[Decision, ...]:
    """Return a decision for each interaction that is open or close, in the order of the file."""
    return tuple(_decision(knowledge, answers, case, precedents) for case in cases if case.undecided)


def _decision(knowledge: KnowledgeBase, answers: Answers, case: Case, precedents: Precedents) -> Decision:
    turning = [v for v in case.varied if v.turns(case.outcome.style)]
    if case.state == "open":
        return _open(knowledge, answers, case, turning, precedents)
    return _close(knowledge, case, turning, precedents)


def _open(
    knowledge: KnowledgeBase, answers: Answers, case: Case, turning: Sequence[Varied], precedents: Precedents
) -> Decision:
    first = _strongest(knowledge, case, turning)
    question = first.question
    answer = (answers.system if question.scope is Scope.SYSTEM else case.interaction.answers).get(question.id)
    groups: dict[tuple[Style, str], tuple[list[_Said], Sequence[Rule], Pattern]] = {}
    variants = [(_said(first, v.change), v.style, v.lines, v.form) for v in first.variants]
    if first.draft:
        now = case.outcome
        values = [option for option in question.options if option.value in now.facts[question.id]]
        variants = [(_Said("", option), now.style, now.lines, case.form) for option in values] + variants
    for said, style, lines, form in variants:
        groups.setdefault((style, form.id), ([], lines, form))[0].append(said)
    ways = tuple(_way(case, first, *group, style, precedents) for (style, _), group in groups.items())
    return Decision(
        interaction=case.interaction.id,
        state=case.state,
        because=tell_reason(knowledge.method, case.outcome, case.names),
        question=question.id,
        ask_text=case.names.fill(question.decide),
        note=answer.note if answer else "",
        ask=question.ask,
        who=answer.who if answer else "",
        draft=joined([case.names.fill(o.label) for o in question.options if o.value in case.facts[question.id]])
        if first.draft
        else "",
        ways=ways,
        way_out="",
        others=tuple(case.names.fill(v.question.decide) for v in turning if v is not first),
    )


def _strongest(knowledge: KnowledgeBase, case: Case, turning: Sequence[Varied]) -> Varied:
    """Return the question whose turning answers move the score most; of equals the one that is asked first."""
    asking = {name: place for place, name in enumerate(knowledge.questions)}
    style, score = case.outcome.style, case.outcome.score

    def place(varied: Varied) -> tuple[int, int]:
        moved = [abs(variant.score - score) for variant in varied.variants if variant.style is not style]
        return -max(moved), asking[varied.question.id]

    return min(turning, key=place)


def _close(knowledge: KnowledgeBase, case: Case, turning: Sequence[Varied], precedents: Precedents) -> Decision:
    style = case.outcome.style
    forms = {style: case.form, other_style(style): first_form(knowledge, other_style(style), case.facts)}
    ways = tuple(_way(case, None, (), case.outcome.lines, form, side, precedents) for side, form in forms.items())
    reasons = [way.reasons[0] for way in ways if way.reasons]
    method = knowledge.method
    weighs = [line for side in forms if (line := _best(case.outcome.lines, side))]
    roles = dict.fromkeys(role for line in weighs for role in knowledge.questions[line.question].ask)
    return Decision(
        interaction=case.interaction.id,
        state=case.state,
        because=tell_reason(knowledge.method, case.outcome, case.names),
        question="",
        ask_text="Which of the two weighs more here?" if len(reasons) > 1 else "What else speaks for one of the two?",
        note="",
        ask=tuple(roles),
        who="",
        draft="",
        ways=ways,
        way_out=sentence(case.names.fill(method.conflict_way_out if case.finding.conflict else method.close_way_out)),
        others=tuple(case.names.fill(v.question.decide) for v in turning),
    )


class _Said(NamedTuple):
    """An answer as a way tells it: an option, and for a tick whether it is one more or one less."""

    lead: str
    option: Option


def _said(varied: Varied, change: Change) -> _Said:
    option = varied.question.option(change.value)
    if not varied.question.ticks:
        return _Said("", option)
    return _Said("also " if option.value in change.values else "no longer ", option)


def _way(
    case: Case,
    varied: Varied | None,
    said: Sequence[_Said],
    lines: Sequence[Rule],
    form: Pattern,
    style: Style,
    precedents: Precedents,
) -> Way:
    fill = case.names.fill
    values = frozenset([option.value for _, option in said])
    answered = {varied.question.id: values} if varied and not varied.question.ticks else {}
    return Way(
        answers=tuple(lead + fill(option.label) for lead, option in said),
        short=tuple(lead + fill(option.short) for lead, option in said),
        style=style.value,
        form=form.id,
        form_name=form.name,
        means=fill(form.means),
        gain=fill(form.gain),
        price=fill(form.price),
        reasons=tuple(fill(line.because) for line in _reasons(lines, style)),
        precedents=precedents.near(case.interaction, lines, style),
        count=precedents.count(answered),
    )


def _reasons(lines: Sequence[Rule], style: Style) -> list[Rule]:
    counting = counted(lines)
    own = [line for line in lines if line.favours is style and line.order in counting]
    return sorted(own, key=lambda line: (-line.step, line.order))[:_REASONS]


def _best(lines: Sequence[Rule], style: Style) -> Rule | None:
    return next(iter(_reasons(lines, style)), None)
