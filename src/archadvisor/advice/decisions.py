"""What is still to decide: the fact that settles it, who knows it, and what either way means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from archadvisor.advice.case import Case
from archadvisor.advice.disagreement import disagreement
from archadvisor.advice.evidence import tell_reason
from archadvisor.advice.precedents import Precedents
from archadvisor.answers.types import Answers
from archadvisor.assessment import Decision, Way
from archadvisor.knowledge.types import KnowledgeBase, Method, Option, Pattern, Question, Rule, Scope, Style
from archadvisor.scoring.asking import Variant, Varied
from archadvisor.scoring.score import conflict, counted
from archadvisor.scoring.variation import Change
from archadvisor.text.names import joined
from archadvisor.text.prose import sentence

_REASONS = 2


def decisions(
    knowledge: KnowledgeBase,
    answers: Answers,
    cases: Sequence[Case],
    precedents: Precedents,
    dependants: Mapping[str, tuple[str, str]],
) -> tuple[Decision, ...]:
    """Return a decision for each interaction that is still to decide, in the order of the file.

    `dependants` are, by open row, the rows that depend on it and the form that they would get if they waited for it.
    """
    return tuple(_decision(knowledge, answers, case, precedents, dependants) for case in cases if case.undecided)


def _decision(
    knowledge: KnowledgeBase,
    answers: Answers,
    case: Case,
    precedents: Precedents,
    dependants: Mapping[str, tuple[str, str]],
) -> Decision:
    turning = [v for v in case.varied if v.turns(case.outcome.style)]
    first, question = _to_ask(knowledge, case)
    answer = (answers.system if question.scope is Scope.SYSTEM else case.interaction.answers).get(question.id)
    said = disagreement(answers, case, question, first.ends) if first else ""
    method = knowledge.method
    return Decision(
        interaction=case.interaction.id,
        state=case.state,
        because=_because(knowledge, case),
        question=question.id,
        ask_text=ask_text(knowledge, case),
        note=answer.note if answer else "",
        ask=question.ask,
        who=answer.who if answer else "",
        draft=_options(case, question) if first and first.draft else "",
        ways=_ways(case, first, precedents, dependants.get(case.interaction.id), bool(said), method) if first else (),
        way_out=case.names.sentence(method.conflict_way_out if case.judgement.conflict else method.close_way_out)
        if case.state == "close"
        else "",
        others=tuple(case.names.fill(v.question.decide) for v in turning if v is not first),
        said=said,
    )


def ask_text(knowledge: KnowledgeBase, case: Case) -> str:
    """Return the question to ask about an undecided case; in a tie, an answered one to look at again."""
    first, question = _to_ask(knowledge, case)
    asked = case.asked(question, first.ends if first else ())
    if case.state != "close" or first is not case.judgement.pending or question.id not in case.facts:
        return asked
    method = knowledge.method
    lead = method.conflict_asks if case.judgement.conflict else method.close_asks
    return f"{lead} {asked} (Now: {_options(case, question)}.)".lstrip()


def _to_ask(knowledge: KnowledgeBase, case: Case) -> tuple[Varied | None, Question]:
    first = settling(knowledge, case)
    return first, first.question if first else knowledge.of_scope(Scope.INTERACTION)[0]


def settling(knowledge: KnowledgeBase, case: Case) -> Varied | None:
    """Return the question that settles an undecided case, with what its answers would lead to."""
    turning = [v for v in case.varied if v.turns(case.outcome.style)]
    return case.judgement.pending or (_strongest(knowledge, case, turning) if turning else None)


def _because(knowledge: KnowledgeBase, case: Case) -> str:
    """Return why it is still to decide or, where nothing stands in the way, the strongest reason for the style."""
    if case.state == "unknown":
        return case.names.fill(case.form.because)
    again = [rule for rule in case.judgement.contradictions if rule.undecides]
    if again:
        return case.names.fill(again[0].because)
    if case.form.asks and case.judgement.pending and case.judgement.pending.question.id == case.form.asks:
        return case.names.fill(case.form.because)
    return tell_reason(knowledge.method, case.outcome, case.names)


def _options(case: Case, question: Question) -> str:
    known = case.facts.get(question.id, frozenset())
    return joined([case.names.fill(o.label) for o in question.options if o.value in known])


def _ways(
    case: Case,
    varied: Varied,
    precedents: Precedents,
    dependants: tuple[str, str] | None,
    is_disputed: bool,
    method: Method,
) -> tuple[Way, ...]:
    """Return what each answer means, today's among them where there is one; those that mean the same together.

    Where people do not agree on it, these are the answers that they gave.
    """
    question, now = varied.question, case.outcome
    groups: dict[tuple[Style, str, bool], tuple[list[_Said], Sequence[Rule], Pattern]] = {}
    variants = [
        (_said(varied, v.change, is_disputed), v.style, v.lines, v.form, _is_even(v, method)) for v in varied.variants
    ]
    if question.id in now.facts and (varied.draft or not question.ticks) and not is_disputed:
        values = [option for option in question.options if option.value in now.facts[question.id]]
        is_tie = case.state == "close"
        variants = [(_Said("", (option,)), now.style, now.lines, case.form, is_tie) for option in values] + variants
    for said, style, lines, form, even in variants:
        groups.setdefault((style, form.id, even), ([], lines, form))[0].append(said)
    still = _CONTESTED if case.judgement.conflict else _EVEN
    return tuple(
        _way(case, varied, *group, style, precedents, _others(style, dependants) or (still if even else ""))
        for (style, _, even), group in groups.items()
    )


_EVEN = "The answers are still nearly even."
_CONTESTED = "The decisive facts still contradict each other."
"""What is said of a way that an answer leads to, but does not decide."""


def _is_even(one: Variant, method: Method) -> bool:
    """Tell whether an answer leaves the sides nearly even, or decisive lines against each other; not behind a gate."""
    return one.style is not Style.NEITHER and (method.is_close(one.score) or conflict(one.lines, method.decisive))


def _others(style: Style, dependants: tuple[str, str] | None) -> str:
    """Say what a way means for the rows that depend on it."""
    if dependants is None:
        return ""
    rows, form = dependants
    one = rows.startswith("row ")
    if style is Style.REQUEST:
        return sentence(f"{rows} then {'waits' if one else 'wait'} for it too, and would need another form: {form}")
    return sentence(f"{rows} {'does' if one else 'do'} not change")


def _strongest(knowledge: KnowledgeBase, case: Case, turning: Sequence[Varied]) -> Varied:
    """Return the question whose turning answers move the score most; of equals the one that is asked first."""
    asking = {name: place for place, name in enumerate(knowledge.questions)}
    style, score = case.outcome.style, case.outcome.score

    def place(varied: Varied) -> tuple[int, int]:
        moved = [abs(variant.score - score) for variant in varied.variants if variant.style is not style]
        return -max(moved), asking[varied.question.id]

    return min(turning, key=place)


class _Said(NamedTuple):
    """An answer as a way tells it: an option, and for a tick whether it is one more or one less; or a whole list."""

    lead: str
    options: tuple[Option, ...]

    def told(self, words: Callable[[Option], str]) -> str:
        """Return it with each option in these words."""
        return self.lead + joined([words(option) for option in self.options]) if self.options else "none of them"


def _said(varied: Varied, change: Change, whole: bool) -> _Said:
    if whole or not change.value:
        return _Said("", tuple([option for option in varied.question.options if option.value in change.values]))
    option = varied.question.option(change.value)
    if not varied.question.ticks:
        return _Said("", (option,))
    return _Said("also " if option.value in change.values else "no longer ", (option,))


def _way(
    case: Case,
    varied: Varied,
    said: Sequence[_Said],
    lines: Sequence[Rule],
    form: Pattern,
    style: Style,
    precedents: Precedents,
    others: str,
) -> Way:
    fill = case.names.fill
    values = frozenset([option.value for one in said for option in one.options])
    answered = {varied.question.id: values} if not varied.question.ticks else {}
    return Way(
        answers=tuple([one.told(lambda option: fill(option.label)) for one in said]),
        short=tuple([one.told(lambda option: fill(option.short)) for one in said]),
        says=tuple([one.told(lambda option: fill(_in_words(varied.question, option))) for one in said]),
        style=style.value,
        form=form.id,
        form_name=form.name,
        means=fill(form.means),
        gain=fill(form.gain),
        price=fill(form.price),
        reasons=tuple(fill(line.because) for line in _reasons(lines, style)),
        precedents=precedents.near(case.interaction, (style, form.family)),
        count=precedents.count(answered),
        others=others,
    )


def _in_words(question: Question, option: Option) -> str:
    return option.short if question.ticks else option.answer or option.short


def _reasons(lines: Sequence[Rule], style: Style) -> list[Rule]:
    counting = counted(lines)
    own = [line for line in lines if line.favours is style and line.order in counting]
    return sorted(own, key=lambda line: (-line.step, line.order))[:_REASONS]
