"""The style made concrete: which form, and who is answered first."""

from __future__ import annotations

from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Pattern, Style
from archadvisor.scoring.ends import gets_across
from archadvisor.scoring.score import Outcome


def form_of(knowledge: KnowledgeBase, result: Outcome) -> Pattern:
    """Return the form of an outcome: the gate's, else the first of its style whose condition holds."""
    if result.gate is not None:
        return knowledge.forms[result.gate.form]
    return first_form(knowledge, result.style, result.facts)


def first_form(knowledge: KnowledgeBase, style: Style, facts: Facts) -> Pattern:
    """Return the first form of a style whose condition holds and that gets across; the last always does."""
    for form in knowledge.forms.values():
        if style in form.styles and form.when.holds(facts) and gets_across(knowledge, form, facts):
            return form
    raise LookupError(style)
