"""How entries are completed by what follows from others, and put together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from archadvisor.knowledge.conditions import ALWAYS
from archadvisor.knowledge.types import (
    RULING,
    KnowledgeBase,
    Method,
    MethodEntry,
    Question,
    Rule,
    RuleFile,
    Scope,
    Style,
)


def complete(entries: RuleFile) -> RuleFile:
    """Fill in what an entry takes from another, or from another of its keys, where it does not say it itself."""
    steps = {step.name: step.tenths for method in entries.methods for step in method.steps}
    return replace(
        entries,
        questions=tuple([_question(question) for question in entries.questions]),
        rules=tuple([_rule(rule, steps) for rule in entries.rules]),
        patterns=tuple([replace(p, styles=p.style) if p.style else p for p in entries.patterns]),
    )


def _question(question: Question) -> Question:
    return replace(
        question,
        decide=question.decide or question.prompt,
        options=tuple([o if o.theme else replace(o, theme=question.theme) for o in question.options]),
        partial=any(option.ask_when is not ALWAYS for option in question.options),
    )


def _rule(rule: Rule, steps: Mapping[str, int]) -> Rule:
    return replace(
        rule,
        key=rule.when.key,
        value=rule.when.value,
        step=steps.get(rule.step_name, 0),
        ruling=rule.step_name == RULING,
    )


def assemble(entries: RuleFile) -> KnowledgeBase:
    """Put completed entries together; expects that `checks` has found nothing wrong with them."""
    questions = {q.id: q for q in entries.questions}
    rules = _ordered(entries.rules, questions)
    return KnowledgeBase(
        method=_method(entries.methods[0]) if entries.methods else Method(),
        questions=MappingProxyType(questions),
        joined=MappingProxyType({j.id: j for j in entries.joined}),
        interview=tuple([turn.question for turn in entries.interview]),
        rules=rules,
        gates=entries.gates,
        forms=MappingProxyType({p.id: p for p in entries.patterns if p.role == "form"}),
        safeguards=tuple(p for p in entries.patterns if p.role == "safeguard"),
        costs=entries.costs,
        disputes=entries.disputes,
        findings=entries.findings,
        archetypes=MappingProxyType({a.id: a for a in entries.archetypes}),
        sources=MappingProxyType({s.id: s for s in entries.sources}),
        claims=MappingProxyType({c.id: c for c in entries.claims}),
        terms=entries.terms,
        words=entries.words,
        stages=entries.stages,
        precedents=tuple(sorted(entries.precedents, key=lambda p: p.id)),
        domains=tuple(sorted(entries.domains, key=lambda d: d.id)),
        evidence=_by_answer(rules),
        conditional=tuple(
            q for q in entries.questions if q.scope is not Scope.PART and (q.ask_when is not ALWAYS or q.partial)
        ),
        themes=entries.themes,
        roles=entries.roles,
        current=MappingProxyType({way.name: way for way in entries.current}),
        carriers=MappingProxyType({c.name: c for c in entries.carriers}),
        families=entries.families,
        part_roles=MappingProxyType({role.name: role for role in entries.part_roles}),
        signs=entries.signs,
        closed=frozenset([(q.id, o.value) for q in entries.questions for o in q.options if o.closed]),
        actions=entries.actions[0] if entries.actions else None,
        events=entries.events[0] if entries.events else None,
        running=entries.running,
        crossings=entries.crossings,
        figures=MappingProxyType({said.says: said for said in entries.figures}),
        measured=entries.measured[0] if entries.measured else None,
    )


def _method(entry: MethodEntry) -> Method:
    names = ("scale", "ceiling", "close_below", "clear_from", "argument_from")
    return Method(
        version=entry.version,
        steps=entry.steps,
        scale=entry.scale.value,
        ceiling=entry.ceiling.value,
        close_below=int(entry.close_below.value),
        clear_from=entry.clear_from.value,
        argument_from=int(entry.argument_from.value),
        reasons=MappingProxyType({name: getattr(entry, name).reason for name in names}),
        conflict_way_out=entry.conflict_way_out,
        close_way_out=entry.close_way_out,
        conflict_asks=entry.conflict_asks,
        close_asks=entry.close_asks,
        place=entry.place,
        selection=entry.selection,
    )


def _by_answer(rules: tuple[Rule, ...]) -> dict[str, dict[str, tuple[Rule, ...]]]:
    found: dict[str, dict[str, tuple[Rule, ...]]] = {}
    for rule in rules:
        values = found.setdefault(rule.key, {})
        values[rule.value] = (*values.get(rule.value, ()), rule)
    return found


def _ordered(rules: tuple[Rule, ...], questions: Mapping[str, Question]) -> tuple[Rule, ...]:
    """Return the rules in the order of the options that they look at, each with its rank."""
    positions = {
        (q.id, option.value): (index, place)
        for index, q in enumerate(questions.values())
        for place, option in enumerate(q.options)
    }
    ordered = sorted(rules, key=lambda r: (positions.get((r.question, r.value), (0, 0)), r.key, r.id))
    return _ranked([_placed(rule, number, questions) for number, rule in enumerate(ordered)])


def _placed(rule: Rule, order: int, questions: Mapping[str, Question]) -> Rule:
    """Give a rule its place in the order, its option's theme where it names none, and what follows from both."""
    theme = theme_of(rule, questions)
    return replace(
        rule,
        order=order,
        theme=theme,
        criterion=rule.id if rule.ruling else f"{theme} {rule.favours}",
        pull=rule.step if rule.favours is Style.EVENT else -rule.step,
    )


def theme_of(rule: Rule, questions: Mapping[str, Question]) -> str:
    """Return the theme of a rule: its own, else that of its option."""
    question = questions.get(rule.question)
    if rule.theme or question is None:
        return rule.theme
    return next((option.theme for option in question.options if option.value == rule.value), question.theme)


def _ranked(rules: list[Rule]) -> tuple[Rule, ...]:
    """Give each rule its rank; they stay in their order."""
    by_strength = sorted(rules, key=lambda rule: (rule.step, -rule.order))
    rank = {rule.order: number for number, rule in enumerate(by_strength)}
    return tuple(replace(rule, rank=rank[rule.order]) for rule in rules)
