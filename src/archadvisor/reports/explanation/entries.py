"""What is said of each kind of entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from archadvisor.knowledge.conditions import ALWAYS
from archadvisor.knowledge.types import (
    FIGURE_VALUES,
    FILLED,
    Archetype,
    Claim,
    Cost,
    Crossing,
    Dispute,
    Done,
    FigureSaid,
    Finding,
    Gate,
    Joined,
    KnowledgeBase,
    Pattern,
    Precedent,
    Question,
    Rule,
    Source,
    Stage,
    Term,
    Word,
)
from archadvisor.reports.explanation.joined import explain_joined
from archadvisor.reports.explanation.lines import ACCEPTED, Line, asked, by_id, cite, say_condition, say_source, section
from archadvisor.reports.explanation.questions import explain_question
from archadvisor.text.names import UNNAMED, fill, row_label

Entry: TypeAlias = (
    Question | Joined | Rule | Gate | Pattern | Cost | Dispute | Finding | FigureSaid | Crossing
    | Archetype | Claim | Source | Term | Word | Precedent
)  # fmt: skip


PLAIN = {
    **{name: f"[{name}]" for name in FIGURE_VALUES},
    **dict.fromkeys(FILLED, "…"),
    "part": "the part",
    "parts": "the parts",
    "second": "the others",
    "one": "the one row",
    "other": "the other row",
    "rows": "the rows",
    "to": UNNAMED.receivers,
}
"""What fills a text that is about no system in particular."""
PREDICATES_SAID = {
    "chain": "rows in a chain: the receiver of one is the sender of the next",
    "circle": "parts that depend on each other in a circle",
    "hub": "a part that several others depend on",
    "through": "a part that sends or receives most rows",
    "fan-out": "a part that reaches several others in one action",
    "rows": "rows that meet the condition",
    "pair": "two related rows",
    "group": "rows with the same sender or receiver",
    "same-event": "one event that several rows send",
    "before": "a row that comes before another in a flow",
    "behind": "a row that waits for a slow row, directly or through others",
    "hangs": "an undecided row that can change the advice for rows that wait for it",
    "unread": "a part that receives data that nobody reads",
    "cluster": "parts that are connected by rows",
    "share": "a share of all rows",
    "limits": "a timeout that is shorter than the timeouts behind it",
    "exceeds": "timeouts that are longer than the caller can wait",
    "tries": "rows in a chain that all retry",
    "load": "a part whose stated load exceeds its capacity",
}


def _rule(knowledge: KnowledgeBase, rule: Rule) -> Iterator[Line]:
    guard = "" if rule.given is ALWAYS else f", only if {say_condition(rule.given)}"
    weight = f"{rule.favours} {rule.step / 10:.1f} ({rule.step_name}), {rule.theme}"
    answer = f"{rule.key} is {rule.value}"
    about = ((answer, f"{rule.question}.{rule.value}"), *asked(rule.given))
    yield Line("rule", f"{answer}{guard}: {weight}", about)
    yield Line("because", UNNAMED.fill(rule.because))
    yield Line("why this step", UNNAMED.fill(rule.reason))
    yield from cite(knowledge, rule.claims)


def _gate(knowledge: KnowledgeBase, gate: Gate) -> Iterator[Line]:
    yield Line("gate", gate.id)
    yield Line("when", say_condition(gate.when), asked(gate.when))
    form = knowledge.forms[gate.form].name
    yield Line("then", f"{form}: {UNNAMED.fill(gate.because)}", ((form, gate.form),))
    yield Line("against", UNNAMED.fill(gate.against))
    yield Line("otherwise", f"{UNNAMED.fill(gate.otherwise)}, the evidence decides")
    yield from cite(knowledge, gate.claims)


def _pattern(knowledge: KnowledgeBase, pattern: Pattern) -> Iterator[Line]:
    yield Line(pattern.role, pattern.name)
    if pattern.also_known_as:
        yield Line("also known as", ", ".join(pattern.also_known_as))
    limits = " / ".join([*(str(style) for style in pattern.styles), *pattern.forms])
    condition = "" if pattern.when is ALWAYS else f"; {say_condition(pattern.when)}"
    yield Line("when", f"{limits}{condition}", (*by_id(pattern.forms), *asked(pattern.when)))
    if pattern.carrier:
        ends = " and ".join([{"from": "the sender", "to": "the receiver"}[end] for end in pattern.ends])
        spoken = f"; {ends} must support it, if unchangeable" if ends else ""
        yield Line("carrier", f"{knowledge.carriers[pattern.carrier].label}{spoken}")
    for end, instead in (("receiver", pattern.to_closed), ("sender", pattern.from_closed)):
        if instead is not None:
            yield Line(f"fixed {end}", UNNAMED.fill(instead.build))
    yield Line("because", UNNAMED.fill(pattern.because))
    for label, key in (("means", "means"), ("gain", "gain"), ("cost", "price"), ("build", "build")):
        if text := getattr(pattern, key):
            yield Line(label, UNNAMED.fill(text))
    yield from (Line("check", UNNAMED.fill(check)) for check in pattern.checks)
    yield from cite(knowledge, (*pattern.claims, *pattern.mitigates))


def _cost(knowledge: KnowledgeBase, cost: Cost) -> Iterator[Line]:
    yield Line("cost", UNNAMED.fill(cost.title))
    yield Line("when", say_condition(cost.when), asked(cost.when))
    yield Line("because", UNNAMED.fill(cost.because))
    yield from (Line("reduced by", UNNAMED.fill(text)) for text in cost.mitigations)
    yield from cite(knowledge, (cost.claim, *cost.claims))


def _dispute(_: KnowledgeBase, dispute: Dispute) -> Iterator[Line]:
    yield Line("contradiction", UNNAMED.fill(dispute.because))
    yield Line("when", say_condition(dispute.when), asked(dispute.when))


def _finding(knowledge: KnowledgeBase, finding: Finding) -> Iterator[Line]:
    yield Line("finding", f"{finding.name} ({finding.kind})")
    if finding.also_known_as:
        yield Line("also known as", ", ".join(finding.also_known_as))
    yield Line("looks for", PREDICATES_SAID[finding.predicate])
    for label in ("rows", "one", "other", "some", "system"):
        condition = getattr(finding, label)
        if condition is not ALWAYS:
            yield Line(label, say_condition(condition), asked(condition))
    if finding.parts:
        yield Line("parts", ", ".join(finding.parts))
    if finding.related:
        yield Line("related", ", ".join(finding.related))
    if finding.share < 1:
        yield Line("share", f"{finding.share:g} of the rows")
    if finding.at_least > 1:
        yield Line("at least", str(finding.at_least))
    if finding.maps:
        maps = ["the map of today" if name == "today" else "the advised map" for name in finding.maps]
        yield Line("on", " and ".join(maps))
    yield Line("because", fill(finding.because, PLAIN))
    yield from (Line("way out", fill(text, PLAIN)) for text in finding.ways_out)
    yield Line("cost", fill(finding.price, PLAIN))
    yield from (Line("check", fill(text, PLAIN)) for text in finding.checks)
    yield from cite(knowledge, finding.claims)


def _figure(knowledge: KnowledgeBase, figure: FigureSaid) -> Iterator[Line]:
    yield Line("figure", fill(figure.text, PLAIN))
    yield from cite(knowledge, figure.claims)


def _crossing(knowledge: KnowledgeBase, crossing: Crossing) -> Iterator[Line]:
    yield Line("migration", UNNAMED.fill(crossing.how))
    yield Line("when", say_condition(crossing.when), asked(crossing.when))
    yield Line("watch", UNNAMED.fill(crossing.watched))
    yield Line("rollback", UNNAMED.fill(crossing.back))
    yield from cite(knowledge, crossing.claims)


def _archetype(knowledge: KnowledgeBase, archetype: Archetype) -> Iterator[Line]:
    yield Line("archetype", archetype.name)
    yield Line("usually", row_label(archetype.sender, archetype.receivers, archetype.purpose))
    for label, drafts in (("drafts", archetype.answers), ("typical", archetype.typical)):
        about = tuple([(f"{d.question}: {value}", f"{d.question}.{value}") for d in drafts for value in d.values[:1]])
        yield Line(label, ", ".join(f"{d.question}: {' '.join(d.values)}" for d in drafts) or "none", about)
    yield Line("gives", str(archetype.expect))
    for example in archetype.examples:
        about = ((example.system, example.corpus),) if example.corpus else ()
        yield Line("in real life", f"{example.system}: {example.what} {example.address}".strip(), about)
    yield from cite(knowledge, archetype.claims)


def _claim(knowledge: KnowledgeBase, claim: Claim) -> Iterator[Line]:
    source = knowledge.sources[claim.source]
    yield Line("claim", claim.text)
    yield Line("source", f"{say_source(source)}{section(claim)}", ((say_source(source), source.id),))
    if source.address:
        yield Line("address", source.address)
    citing = list(_citing(knowledge, claim.id))
    yield Line("cited by", ", ".join(citing), by_id(citing))


def _citing(knowledge: KnowledgeBase, claim: str) -> Iterator[str]:
    """Yield the ids of what cites a claim."""
    plain: tuple[Rule | Gate | Term | Archetype, ...] = (
        *knowledge.rules, *knowledge.gates, *knowledge.terms, *knowledge.archetypes.values(),
    )  # fmt: skip
    patterns = (*knowledge.forms.values(), *knowledge.safeguards)
    yield from (entry.id for entry in plain if claim in entry.claims)
    yield from (pattern.id for pattern in patterns if claim in (*pattern.claims, *pattern.mitigates))
    yield from (cost.id for cost in knowledge.costs if claim in (cost.claim, *cost.claims))
    further: tuple[Finding | FigureSaid | Crossing | Stage, ...] = (
        *knowledge.findings,
        *knowledge.figures.values(),
        *knowledge.crossings,
        *knowledge.stages,
    )
    yield from (entry.id for entry in further if claim in entry.claims)
    if knowledge.events is not None and claim in knowledge.events.claims:
        yield "the list of events"


def _source(knowledge: KnowledgeBase, source: Source) -> Iterator[Line]:
    yield Line("source", say_source(source))
    yield Line("address", source.address or "the text that the rules were drawn from")
    claims = [claim.id for claim in knowledge.claims.values() if claim.source == source.id]
    yield Line("claims", ", ".join(claims), by_id(claims))


def _term(knowledge: KnowledgeBase, term: Term) -> Iterator[Line]:
    yield Line(term.term, term.meaning)
    if term.also_known_as:
        yield Line("also known as", ", ".join(term.also_known_as))
    yield from cite(knowledge, term.claims)


def _word(_: KnowledgeBase, word: Word) -> Iterator[Line]:
    yield Line(word.written or word.id, word.meaning)
    if word.remedy:
        yield Line("what to do", word.remedy)
    if word.also_known_as:
        yield Line("also known as", ", ".join(word.also_known_as))


def _precedent(_: KnowledgeBase, precedent: Precedent) -> Iterator[Line]:
    kind = "decision" if precedent.reasons else "code"
    year = f", {precedent.year}" if precedent.year else ""
    yield Line(kind, row_label(precedent.sender, precedent.receivers, precedent.does))
    yield Line("by", ACCEPTED if precedent.style is Done.BOTH else precedent.style.value)
    if precedent.gave_up:
        yield Line("gave up", f"{precedent.gave_up}s")
    yield from (Line(f"for {reason.style}", f"{reason.topic}: {reason.text}") for reason in precedent.reasons)
    yield Line("system", f"{precedent.repository} ({precedent.domain}{year})")
    yield Line("to read", precedent.address)
    answers = [f"{key}.{value}" for key, values in precedent.answers.items() for value in sorted(values)]
    yield Line("answers", ", ".join(answers), tuple([(one, one.removeprefix("to.")) for one in answers]))


EXPLAIN: Mapping[type[Entry], Callable[..., Iterator[Line]]] = {
    Question: explain_question,
    Joined: explain_joined,
    Rule: _rule,
    Gate: _gate,
    Pattern: _pattern,
    Cost: _cost,
    Dispute: _dispute,
    Finding: _finding,
    FigureSaid: _figure,
    Crossing: _crossing,
    Archetype: _archetype,
    Claim: _claim,
    Source: _source,
    Term: _term,
    Word: _word,
    Precedent: _precedent,
}
"""What explains an entry of each kind: (knowledge, entry) → lines."""
