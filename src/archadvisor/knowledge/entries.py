"""What the rule files hold, by kind, and how it is put together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from archadvisor.errors import Place
from archadvisor.knowledge.conditions import ALWAYS
from archadvisor.knowledge.types import (
    Archetype,
    Claim,
    Cost,
    Dispute,
    Domain,
    Gate,
    KnowledgeBase,
    Measured,
    Method,
    Pattern,
    Precedent,
    Question,
    Rule,
    Scope,
    Source,
    Stage,
    Style,
    Term,
)


class Entries:
    """What the rule files hold, by kind, before it is put together."""

    def __init__(self) -> None:
        self.methods: list[Method] = []
        self.measured: list[Measured] = []
        self.questions: list[Question] = []
        self.rules: list[Rule] = []
        self.gates: list[Gate] = []
        self.patterns: list[Pattern] = []
        self.costs: list[Cost] = []
        self.disputes: list[Dispute] = []
        self.archetypes: list[Archetype] = []
        self.sources: list[Source] = []
        self.claims: list[Claim] = []
        self.terms: list[Term] = []
        self.stages: list[Stage] = []
        self.precedents: list[Precedent] = []
        self.domains: list[Domain] = []


_NO_METHOD = Method("0", (), 1.0, 1.0, 0, 1.0, 0, MappingProxyType({}), "", "", Place("rules"))


def assemble(entries: Entries) -> KnowledgeBase:
    """Put entries together; expects that `checks` has found nothing wrong with them."""
    questions = {q.id: q for q in entries.questions}
    positions = {
        (q.id, option.value): (index, place)
        for index, q in enumerate(entries.questions)
        for place, option in enumerate(q.options)
    }
    ordered = sorted(entries.rules, key=lambda r: (positions.get((r.question, r.value), (0, 0)), r.key, r.id))
    rules = _ranked([_placed(rule, number, questions) for number, rule in enumerate(ordered)])
    evidence: dict[str, dict[str, tuple[Rule, ...]]] = {}
    for rule in rules:
        values = evidence.setdefault(rule.key, {})
        values[rule.value] = (*values.get(rule.value, ()), rule)
    return KnowledgeBase(
        method=entries.methods[0] if entries.methods else _NO_METHOD,
        questions=MappingProxyType(questions),
        rules=rules,
        gates=tuple(entries.gates),
        forms=MappingProxyType({p.id: p for p in entries.patterns if p.role == "form"}),
        safeguards=tuple(p for p in entries.patterns if p.role == "safeguard"),
        costs=tuple(entries.costs),
        disputes=tuple(entries.disputes),
        archetypes=MappingProxyType({a.id: a for a in entries.archetypes}),
        sources=MappingProxyType({s.id: s for s in entries.sources}),
        claims=MappingProxyType({c.id: c for c in entries.claims}),
        terms=tuple(entries.terms),
        stages=tuple(entries.stages),
        precedents=tuple(sorted(entries.precedents, key=lambda p: p.id)),
        domains=tuple(sorted(entries.domains, key=lambda d: d.id)),
        evidence=evidence,
        conditional=tuple(
            q for q in entries.questions if q.scope is not Scope.PART and (q.ask_when is not ALWAYS or q.partial)
        ),
        measured=entries.measured[0] if entries.measured else None,
    )


def _placed(rule: Rule, order: int, questions: Mapping[str, Question]) -> Rule:
    """Give a rule its place in the order, its option's theme where it names none, and what follows from both."""
    theme = rule.theme
    if not theme and rule.question in questions:
        question = questions[rule.question]
        theme = next((o.theme for o in question.options if o.value == rule.value), question.theme)
    return replace(
        rule,
        order=order,
        theme=theme,
        criterion=rule.id if rule.ruling else f"{theme} {rule.favours}",
        pull=rule.step if rule.favours is Style.EVENT else -rule.step,
    )


def _ranked(rules: list[Rule]) -> tuple[Rule, ...]:
    """Give each rule its rank; they stay in the order of asking."""
    by_strength = sorted(rules, key=lambda rule: (rule.step, -rule.order))
    rank = {rule.order: number for number, rule in enumerate(by_strength)}
    return tuple(replace(rule, rank=rank[rule.order]) for rule in rules)
