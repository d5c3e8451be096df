"""Rules: what they look at, one unguarded rule an option, and how strong those on the whole system may be."""

from __future__ import annotations

from archadvisor.errors import shown
from archadvisor.knowledge.checks.base import Base
from archadvisor.knowledge.conditions import ALWAYS
from archadvisor.knowledge.entries import theme_of
from archadvisor.knowledge.types import DERIVED, Rule, Scope, Style

SYSTEM_RULE_AT_MOST = "clear"
SYSTEM_SUM_BELOW = "decisive"


def check(base: Base) -> None:
    """Check each rule, and all of them together."""
    unguarded: dict[tuple[str, str], Rule] = {}
    for rule in base.entries.rules:
        if rule.key:
            _check_choice(base, rule)
        if rule.given is ALWAYS:
            first = unguarded.setdefault((rule.key, rule.value), rule)
            if first is not rule:
                what = f"the rules {first.id} and {rule.id} both apply to {rule.key}: {rule.value}"
                base.faults.add(rule.place, what, "one of them, or a guard ('given') on one")
    _check_system_rules(base)


def _check_choice(base: Base, rule: Rule) -> None:
    values = base.values(rule.key, Scope.INTERACTION) if rule.key not in DERIVED else None
    if values is None:
        what = f"the rule {rule.id} uses {shown(rule.key)}"
        base.faults.add(rule.place, what, "a question", rule.key, base.question_keys())
    elif rule.value not in values:
        what = f"the rule {rule.id} uses {shown(rule.value)}, which is not a value of {rule.key}"
        base.faults.add(rule.place, what, ", ".join(values), rule.value, values)


def _check_system_rules(base: Base) -> None:
    """System-wide rules tilt: each is at most clear, the strongest of all themes together less than decisive."""
    most, limit = base.steps.get(SYSTEM_RULE_AT_MOST, 0), base.steps.get(SYSTEM_SUM_BELOW, 0)
    strongest: dict[tuple[Style, str], Rule] = {}
    for rule in base.entries.rules:
        question = base.questions.get(rule.question)
        if question is None or question.scope is not Scope.SYSTEM:
            continue
        if rule.step > most:
            what = f"the system rule {rule.id} is {rule.step_name}"
            base.faults.add(rule.place, what, f"at most {SYSTEM_RULE_AT_MOST}")
        side = (rule.favours, theme_of(rule, base.questions))
        if rule.step > strongest.setdefault(side, rule).step:
            strongest[side] = rule
    for style in (Style.REQUEST, Style.EVENT):
        rules = [rule for (favours, _), rule in strongest.items() if favours is style]
        total = sum(rule.step for rule in rules)
        if rules and total >= limit:
            what = f"the strongest system rules for {style} add up to {total / 10:g} over all themes"
            base.faults.add(max(rules, key=lambda r: r.step).place, what, f"less than {limit / 10:g}")
