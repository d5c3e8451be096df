"""What is said of a question, and of one of its options."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.advice.precedents import Precedents
from archadvisor.knowledge.conditions import leaves
from archadvisor.knowledge.types import Cost, Dispute, Done, Gate, KnowledgeBase, Option, Pattern, Question, Rule, Scope
from archadvisor.reports.explanation.lines import ACCEPTED, Line, asked, by_id, cite, say_condition, say_weight
from archadvisor.text.names import UNNAMED

_NOT_ASKED = "no data from real systems"


def explain_question(knowledge: KnowledgeBase, question: Question, rules: bool = True) -> Iterator[Line]:
    """Yield what a question is about, its options, and real systems that were asked it; `rules`: with the weights."""
    yield Line("question", UNNAMED.fill(question.prompt))
    yield Line("used for", UNNAMED.fill(question.why))
    if question.more:
        yield Line("", UNNAMED.fill(question.more))
    for option in question.options:
        yield Line(option.value, UNNAMED.fill(f"{option.label} ({option.example})"))
        weighing = _rules(knowledge, question, option) if rules else []
        yield from (Line("", f"- {say_weight(rule)}", _about(rule)) for rule in weighing)
    yield Line("asked when", say_condition(question.ask_when), asked(question.ask_when))
    yield Line("who can answer", ", ".join(question.ask))
    yield Line("can change", ", ".join(question.settles))
    if not rules and any(_rules(knowledge, question, option) for option in question.options):
        yield _pointer(question.id)
    precedents = Precedents(knowledge)
    for option in question.options:
        yield from _count(precedents, question, option)
    answered = _answered(knowledge, question)
    first = next((option.value for option in question.options if option.value in answered), None)
    if first is None:
        yield Line("real systems", _NOT_ASKED)
        return
    nearest = f"{question.id}.{first}"
    yield Line("real systems", f"examples by name: archadvisor explain {nearest}", by_id([nearest]))
    yield Line("", knowledge.method.selection)


def explain_option(knowledge: KnowledgeBase, question: Question, option: Option, rules: bool = True) -> Iterator[Line]:
    """Yield what one option of a question means, what it does, and real systems that have it; see explain_question."""
    yield Line("answer", UNNAMED.fill(f"{question.prompt} {option.label} ({option.example})"))
    weighing = _rules(knowledge, question, option)
    if rules:
        yield from (Line("evidence", say_weight(rule), _about(rule)) for rule in weighing)
    elif weighing:
        yield _pointer(f"{question.id}.{option.value}")
    used = _looking_at(knowledge, question.id, option.value)
    yield Line("used in", ", ".join(used) or "no pattern, gate or cost", by_id(used))
    yield from _in_real_systems(knowledge, question, option)
    yield from cite(knowledge, dict.fromkeys(claim for rule in weighing for claim in rule.claims))


def _pointer(name: str) -> Line:
    """Say where the weights are: who answers shall think of facts, not of sums."""
    return Line("weights", f"archadvisor explain {name} --rules")


def _about(rule: Rule) -> tuple[tuple[str, str], ...]:
    return (*asked(rule.given), *by_id([rule.id]))


def _rules(knowledge: KnowledgeBase, question: Question, option: Option) -> list[Rule]:
    return [r for r in knowledge.rules if r.question == question.id and r.value == option.value]


def _looking_at(knowledge: KnowledgeBase, question: str, value: str) -> list[str]:
    """Return the ids of what has a condition on an answer."""
    patterns = (*knowledge.forms.values(), *knowledge.safeguards)
    kinds: tuple[Gate | Pattern | Cost | Dispute, ...] = (
        *knowledge.gates, *patterns, *knowledge.costs, *knowledge.disputes,
    )  # fmt: skip
    return [
        entry.id
        for entry in kinds
        if any(leaf.key.rpartition(".")[2] == question and value in leaf.values for leaf in leaves(entry.when))
    ]


def _in_real_systems(knowledge: KnowledgeBase, question: Question, option: Option) -> Iterator[Line]:
    answered = _answered(knowledge, question)
    if option.value not in answered:
        yield Line("real systems", "none of the recorded systems has this answer" if answered else _NOT_ASKED)
        return
    precedents = Precedents(knowledge)
    yield from _count(precedents, question, option)
    found = {precedent.id: precedent for precedent in knowledge.precedents}
    named = precedents.with_answer(_key(question), option.value)
    for style, names in zip(("by request", "by event"), named, strict=True):
        for each in (found[name] for name in names):
            first = f"{ACCEPTED}: " if each.style is Done.BOTH else ""
            yield Line(style, f"{first}{each.does} ({each.id}, {each.address})", by_id([each.id]))
    if any(named):
        yield Line("", knowledge.method.selection)


def _count(precedents: Precedents, question: Question, option: Option) -> Iterator[Line]:
    count = precedents.count({_key(question): frozenset((option.value,))})
    if count:
        yield Line("real systems", count.words)


def _answered(knowledge: KnowledgeBase, question: Question) -> frozenset[str]:
    """Return the options that real systems are known to have."""
    key = _key(question)
    return frozenset().union(*(p.answers.get(key, frozenset()) for p in knowledge.precedents))


def _key(question: Question) -> str:
    """Return the key under which a question's answers are counted: of a part's, those about the receiver."""
    return f"to.{question.id}" if question.scope is Scope.PART else question.id
