"""`archadvisor explain`: one entry of the knowledge with its source, in plain lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from shutil import get_terminal_size

from archadvisor.advice.precedents import Precedents
from archadvisor.cli.files import write_stdout
from archadvisor.errors import UsageError, did_you_mean, shown
from archadvisor.knowledge import load
from archadvisor.knowledge.conditions import ALWAYS, Condition, Is, in_words, leaves
from archadvisor.knowledge.types import (
    Archetype,
    Claim,
    Cost,
    Dispute,
    Done,
    Gate,
    KnowledgeBase,
    Option,
    Pattern,
    Precedent,
    Question,
    Rule,
    Scope,
    Source,
    Term,
)
from archadvisor.text.names import UNNAMED, row_label

_Entry = Question | Rule | Gate | Pattern | Cost | Dispute | Archetype | Claim | Source | Term | Precedent
_ACCEPTED = "accepted first, worked off behind"
_NOT_ASKED = "no real system was asked this"
_ENDS = {"from.": " of the sender", "to.": " of the receiver"}


def run_explain(name: str) -> None:
    """Print the entry with this id; UsageError with the nearest id where there is none."""
    knowledge = load()
    width = max(40, min(100, get_terminal_size((80, 24)).columns))
    write_stdout("\n".join(_wrapped(explained(knowledge, name), width)) + "\n")


def explained(knowledge: KnowledgeBase, name: str) -> list[tuple[str, str]]:
    """Return (label, text) lines for an id, or for QUESTION.VALUE."""
    entries = _entries(knowledge)
    question, dot, value = name.partition(".")
    options = {o.value: o for o in knowledge.questions[question].options} if question in knowledge.questions else {}
    if dot and value in options:
        return list(_Explain(knowledge).option(knowledge.questions[question], options[value]))
    if name in entries:
        return list(_Explain(knowledge).entry(entries[name]))
    names = [f"{question}.{v}" for v in options] if dot and options else list(entries)
    raise UsageError(f"nothing is called {shown(name)}{did_you_mean(name, names)}")


def _entries(knowledge: KnowledgeBase) -> dict[str, _Entry]:
    kinds: tuple[Iterable[_Entry], ...] = (
        knowledge.questions.values(),
        knowledge.rules,
        knowledge.gates,
        knowledge.forms.values(),
        knowledge.safeguards,
        knowledge.costs,
        knowledge.disputes,
        knowledge.archetypes.values(),
        knowledge.claims.values(),
        knowledge.sources.values(),
        knowledge.terms,
        knowledge.precedents,
    )
    return {entry.id: entry for kind in kinds for entry in kind}


class _Explain:
    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    def entry(self, entry: _Entry) -> Iterator[tuple[str, str]]:
        match entry:
            case Question():
                yield from self._question(entry)
            case Rule():
                yield from self._rule(entry)
            case Gate():
                yield "gate", entry.id
                yield "when", said(entry.when)
                yield "then", f"{self._knowledge.forms[entry.form].name}: {UNNAMED.fill(entry.because)}"
                yield "against", UNNAMED.fill(entry.against)
                yield "otherwise", f"{UNNAMED.fill(entry.otherwise)}, the evidence decides"
                yield from self._cited(entry.claims)
            case Pattern():
                yield from self._pattern(entry)
            case Cost():
                yield "cost", UNNAMED.fill(entry.title)
                yield "when", said(entry.when)
                yield "because", UNNAMED.fill(entry.because)
                yield from (("softened by", UNNAMED.fill(text)) for text in entry.mitigations)
                yield from self._cited((entry.claim, *entry.claims))
            case Dispute():
                yield "contradiction", UNNAMED.fill(entry.because)
                yield "when", said(entry.when)
            case Archetype():
                yield from self._archetype(entry)
            case Claim():
                yield "claim", entry.text
                yield from self._source(entry)
                yield from self._citing(entry.id)
            case Source():
                yield "source", entry.title
                yield "address", entry.address or "the text that the rules were drawn from"
                claims = [c for c in self._knowledge.claims.values() if c.source == entry.id]
                yield "claims", ", ".join(c.id for c in claims)
            case Term():
                yield entry.term, entry.meaning
                yield from self._cited(entry.claims)
            case Precedent():
                yield from self._precedent(entry)

    def option(self, question: Question, option: Option) -> Iterator[tuple[str, str]]:
        """Say what one option of a question means and what it does."""
        yield "answer", f"{UNNAMED.fill(question.prompt)} {UNNAMED.fill(option.label)} ({UNNAMED.fill(option.example)})"
        rules = self._rules(question, option)
        yield from (("evidence", _weighs(rule)) for rule in rules)
        yield "used in", ", ".join(self._looking_at(question.id, option.value)) or "no pattern, gate or cost"
        yield from self._in_real_systems(question, option)
        yield from self._cited(dict.fromkeys(claim for rule in rules for claim in rule.claims))

    def _question(self, question: Question) -> Iterator[tuple[str, str]]:
        yield "question", UNNAMED.fill(question.prompt)
        yield "used for", UNNAMED.fill(question.why)
        if question.more:
            yield "", UNNAMED.fill(question.more)
        for option in question.options:
            yield option.value, f"{UNNAMED.fill(option.label)} ({UNNAMED.fill(option.example)})"
            yield from (("", f"- {_weighs(rule)}") for rule in self._rules(question, option))
        yield "asked when", said(question.ask_when)
        yield "who knows", ", ".join(question.ask)
        yield "settles", ", ".join(question.settles)
        precedents = Precedents(self._knowledge)
        for option in question.options:
            count = precedents.count({_key(question): frozenset((option.value,))})
            if count:
                yield "in real life", count.words
        answered = self._answered(question)
        first = next((option.value for option in question.options if option.value in answered), None)
        if first is None:
            yield "in real life", _NOT_ASKED
            return
        yield "in real life", f"the nearest by name: archadvisor explain {question.id}.{first}"
        yield "", self._knowledge.method.selection

    def _rules(self, question: Question, option: Option) -> list[Rule]:
        return [r for r in self._knowledge.rules if r.question == question.id and r.value == option.value]

    def _answered(self, question: Question) -> frozenset[str]:
        """Return the options that real systems are known to have."""
        key = _key(question)
        return frozenset().union(*(p.answers.get(key, frozenset()) for p in self._knowledge.precedents))

    def _in_real_systems(self, question: Question, option: Option) -> Iterator[tuple[str, str]]:
        answered = self._answered(question)
        if option.value not in answered:
            yield "in real life", "no real system here has this answer" if answered else _NOT_ASKED
            return
        precedents = Precedents(self._knowledge)
        count = precedents.count({_key(question): frozenset((option.value,))})
        if count:
            yield "in real life", count.words
        found = {precedent.id: precedent for precedent in self._knowledge.precedents}
        named = precedents.with_answer(_key(question), option.value)
        for style, names in zip(("by request", "by event"), named, strict=True):
            for each in (found[name] for name in names):
                first = f"{_ACCEPTED}: " if each.style is Done.BOTH else ""
                yield style, f"{first}{each.does} ({each.id}, {each.address})"
        if any(named):
            yield "", self._knowledge.method.selection

    def _precedent(self, precedent: Precedent) -> Iterator[tuple[str, str]]:
        kind = "decision" if precedent.reasons else "code"
        year = f", {precedent.year}" if precedent.year else ""
        yield kind, row_label(precedent.sender, precedent.receivers, precedent.does)
        yield "by", _ACCEPTED if precedent.style is Done.BOTH else precedent.style.value
        if precedent.gave_up:
            yield "gave up", f"{precedent.gave_up}s"
        yield from ((f"for {reason.style}", f"{reason.topic}: {reason.text}") for reason in precedent.reasons)
        yield "system", f"{precedent.repository} ({precedent.domain}{year})"
        yield "to read", precedent.address
        answers = [f"{key}.{value}" for key, values in precedent.answers.items() for value in sorted(values)]
        yield "answers", ", ".join(answers)

    def _rule(self, rule: Rule) -> Iterator[tuple[str, str]]:
        guard = "" if rule.given is ALWAYS else f", given that {said(rule.given)}"
        yield (
            "rule",
            f"{rule.key} is {rule.value}{guard}: {rule.favours} {rule.step / 10:.1f} ({rule.step_name}), {rule.theme}",
        )
        yield "because", UNNAMED.fill(rule.because)
        yield "this much", UNNAMED.fill(rule.reason)
        yield from self._cited(rule.claims)

    def _pattern(self, pattern: Pattern) -> Iterator[tuple[str, str]]:
        yield pattern.role, pattern.name
        limits = [*(str(s) for s in pattern.styles), *pattern.forms]
        yield "when", " / ".join(limits) + ("" if pattern.when is ALWAYS else f"; {said(pattern.when)}")
        yield "because", UNNAMED.fill(pattern.because)
        for label, text in (
            ("means", pattern.means),
            ("gain", pattern.gain),
            ("price", pattern.price),
            ("build", pattern.build),
        ):
            if text:
                yield label, UNNAMED.fill(text)
        yield from (("check", UNNAMED.fill(check)) for check in pattern.checks)
        yield from self._cited((*pattern.claims, *pattern.mitigates))

    def _archetype(self, archetype: Archetype) -> Iterator[tuple[str, str]]:
        yield "archetype", archetype.name
        yield "usually", row_label(archetype.sender, archetype.receivers, archetype.purpose)
        for label, drafts in (("drafts", archetype.answers), ("typical", archetype.typical)):
            yield label, ", ".join(f"{d.question}: {' '.join(d.values)}" for d in drafts) or "none"
        yield "gives", str(archetype.expect)
        for example in archetype.examples:
            yield "in real life", f"{example.system}: {example.what} {example.address}".strip()
        yield from self._cited(archetype.claims)

    def _looking_at(self, question: str, value: str) -> list[str]:
        base = self._knowledge
        patterns = (*base.forms.values(), *base.safeguards)
        kinds: tuple[Gate | Pattern | Cost | Dispute, ...] = (*base.gates, *patterns, *base.costs, *base.disputes)
        return [
            entry.id
            for entry in kinds
            if any(leaf.key.rpartition(".")[2] == question and value in leaf.values for leaf in leaves(entry.when))
        ]

    def _citing(self, claim: str) -> Iterator[tuple[str, str]]:
        base = self._knowledge
        plain: tuple[Rule | Gate | Term | Archetype, ...] = (
            *base.rules, *base.gates, *base.terms, *base.archetypes.values(),
        )  # fmt: skip
        citing = [entry.id for entry in plain if claim in entry.claims]
        citing += [p.id for p in (*base.forms.values(), *base.safeguards) if claim in (*p.claims, *p.mitigates)]
        citing += [c.id for c in base.costs if claim in (c.claim, *c.claims)]
        yield "cited by", ", ".join(citing)

    def _cited(self, claims: Iterable[str]) -> Iterator[tuple[str, str]]:
        for name in claims:
            claim = self._knowledge.claims[name]
            source = self._knowledge.sources[claim.source]
            place = f", {claim.section}" if claim.section else ""
            yield (
                "source",
                f"{claim.text} ({source.title}{place}{', ' + source.address if source.address else ''})",
            )

    def _source(self, claim: Claim) -> Iterator[tuple[str, str]]:
        source = self._knowledge.sources[claim.source]
        yield "source", f"{source.title}{', ' + claim.section if claim.section else ''}"
        if source.address:
            yield "address", source.address


def _key(question: Question) -> str:
    """Return the key under which a question's answers are counted: of a part's, those about the receiver."""
    return f"to.{question.id}" if question.scope is Scope.PART else question.id


def _weighs(rule: Rule) -> str:
    """Say what a rule gives, and under which condition beside the answer itself."""
    end = next((words for start, words in _ENDS.items() if rule.key.startswith(start)), "")
    guard = "" if rule.given is ALWAYS else f" if {said(rule.given)}"
    return f"{rule.favours} {rule.step / 10:.1f} ({rule.step_name}){end}{guard}: {rule.id}"


def said(condition: Condition) -> str:
    """Say a condition by the ids of its questions and values."""
    return in_words(condition, _told) or "always"


def _told(condition: Is, holds: bool) -> str:
    values = ['"not"' if value == "not" else value for value in sorted(condition.values)]
    if holds:
        return f"{condition.key} is {'/'.join(values)}"
    return f"{condition.key} is {'neither' if len(values) > 1 else 'not'} {' nor '.join(values)}"


def _wrapped(lines: list[tuple[str, str]], width: int) -> Iterator[str]:
    indent = max(len(label) for label, _ in lines) + 2
    for label, text in lines:
        yield from textwrap.wrap(
            text,
            width,
            initial_indent=label.ljust(indent),
            subsequent_indent=" " * indent,
            break_on_hyphens=False,
            break_long_words=False,
        )
