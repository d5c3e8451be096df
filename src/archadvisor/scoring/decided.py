"""What a team's decision makes of a judgement: the style and form that it names, with the safeguards these need."""

from __future__ import annotations

from msgspec.structs import replace

from archadvisor.answers.types import Decision
from archadvisor.assessment import UNDECIDED
from archadvisor.knowledge.types import KnowledgeBase, Pattern, Style
from archadvisor.scoring import state
from archadvisor.scoring.ends import closed_ends
from archadvisor.scoring.form import first_form
from archadvisor.scoring.judgement import Judgement, Tables
from archadvisor.scoring.safeguards import adapted, safeguards


def as_decided(tables: Tables, advice: Judgement, decision: Decision) -> Judgement:
    """Return the judgement of an interaction as the team decided it: settled, whatever other answers would turn."""
    knowledge = tables.knowledge
    style = Style(decision.style)
    facts, same = advice.outcome.facts, style is advice.outcome.style
    form = decided_form(knowledge, advice, decision)
    if not form.checks_when.holds(facts):
        form = replace(form, checks=())
    closed = closed_ends(knowledge, facts)
    result = advice.outcome if same else replace(advice.outcome, style=style, gate=None)
    return replace(
        advice,
        outcome=result,
        form=form,
        built=adapted(form, form, closed) or replace(form, build="", where=""),
        safeguards=tuple(safeguards(tables.fitting[form.id, style], form, closed, facts)),
        way_out=advice.way_out if same else None,
        conflict=False,
        too_close=False,
        state="settled",
        move=state.move_of(knowledge, facts, form, "settled"),
        turns=(),
        pending=None,
        form_open=(),
        guess_turns=False,
    )


def decided_form(knowledge: KnowledgeBase, advice: Judgement, decision: Decision) -> Pattern:
    """Return the form that was decided; where only a style was, the advised one of this style, or its first."""
    return knowledge.forms[decision.form] if decision.form else form_for(knowledge, advice, Style(decision.style))


def form_for(knowledge: KnowledgeBase, advice: Judgement, style: Style) -> Pattern:
    """Return the form for a style: the advised one of this style, or its first that fits."""
    if style is advice.outcome.style:
        return advice.form
    if style is Style.NEITHER:
        return next(form for form in knowledge.forms.values() if style in form.styles)
    return first_form(knowledge, style, advice.outcome.facts)


def goes_against(advice: Judgement, decision: Decision) -> bool:
    """Tell whether a decision is another one than the advice for a row that the answers decide."""
    if advice.state in UNDECIDED:
        return False
    return decision.style != advice.outcome.style or decision.form not in ("", advice.form.id)


def holds(decision: Decision, advice: Judgement) -> bool:
    """Tell whether a decision is the advice, or was decided against just that, or the answers leave the row open."""
    return advice.state in UNDECIDED or supported(decision, advice.outcome.style, advice.form.id)


def supported(decision: Decision, style: Style, form: str) -> bool:
    """Tell whether a decision is this advice, or was decided against just that.

    One that was taken while the answers left the row open is supported by its style.
    """
    if decision.style == style and (decision.form in ("", form) or decision.advised == Style.UNKNOWN):
        return True
    same_form = not decision.form or decision.style != decision.advised or decision.advised_form == form
    return decision.advised == style and same_form


def turned(decision: Decision, advice: Judgement) -> bool:
    """Tell whether the advice is another one than on the day of a decision, which no longer holds."""
    return bool(decision.advised) and not holds(decision, advice)
