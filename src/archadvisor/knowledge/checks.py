"""Whether the entries of a rule base fit together; every fault in one run.

Looked at as a whole: ids that are not there or there twice, options that nothing can reach, two
unguarded rules on one option, words that YAML readers take for something else, system rules that are
too strong, claims that dangle, texts with placeholders that nothing fills.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from archadvisor.errors import Faults, Place, shown
from archadvisor.knowledge.conditions import ALWAYS, Condition, Facts, keys, leaves
from archadvisor.knowledge.entries import Entries
from archadvisor.knowledge.types import (
    ADDRESS,
    DERIVED,
    ENDS,
    STAGES,
    Draft,
    Option,
    Precedent,
    Question,
    Rule,
    Scope,
    Style,
)
from archadvisor.knowledge.words import words_of
from archadvisor.source import Scalar

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_INTERACTION = ("from", "to", "purpose")
_SYSTEM_RULE_AT_MOST = "clear"
_SYSTEM_SUM_BELOW = "decisive"


def check(entries: Entries, faults: Faults) -> None:
    """Note everything that does not fit together."""
    _Checks(entries, faults).all()


class _Checks:
    def __init__(self, entries: Entries, faults: Faults) -> None:
        self._entries = entries
        self._faults = faults
        self._questions = {q.id: q for q in entries.questions}
        self._claims = {c.id: c for c in entries.claims}
        self._forms = {p.id: p for p in entries.patterns if p.role == "form"}
        self._steps = {s.name: s.tenths for m in entries.methods for s in m.steps}

    def all(self) -> None:
        self._ids()
        self._method()
        for question in self._entries.questions:
            self._question(question)
        for rule in self._entries.rules:
            self._rule(rule)
        self._one_rule_an_option()
        self._system_rules()
        self._forms_and_gates()
        self._safeguards_and_costs()
        self._disputes()
        self._stages()
        self._archetypes()
        self._domains()
        self._precedents()
        self._citations()
        self._texts()

    # --- ids ---------------------------------------------------------------------------------------

    def _ids(self) -> None:
        e = self._entries
        seen: dict[str, Place] = {}
        kinds: tuple[Iterable[tuple[str, Place]], ...] = tuple(
            ((x.id, x.place) for x in kind)
            for kind in (
                e.questions, e.rules, e.gates, e.patterns, e.costs, e.disputes, e.archetypes,
                e.sources, e.claims, e.terms, e.stages, e.precedents, e.domains,
            )
        )  # fmt: skip
        for name, place in itertools.chain(*kinds):
            if not name:
                continue  # missing or blank: said when it was read
            if not _NAME.fullmatch(name):
                self._faults.add(place, f"{shown(name)} is not an id", "lower-case words joined by hyphens")
            elif name in seen:
                self._faults.add(place, f"the id {shown(name)} is taken by {seen[name]}")
            seen.setdefault(name, place)

    def _method(self) -> None:
        methods = self._entries.methods
        if len(methods) != 1:
            place = methods[1].place if methods else Place("rules")
            self._faults.add(place, f"{len(methods)} entries 'method'", "one")
        for second in self._entries.measured[1:]:
            self._faults.add(second.place, "a second entry 'measured'", "one")
        for name in ("ruling", _SYSTEM_RULE_AT_MOST, _SYSTEM_SUM_BELOW):
            if methods and name not in self._steps:
                self._faults.add(methods[0].place, f"no step {shown(name)}")

    # --- questions ---------------------------------------------------------------------------------

    def _question(self, question: Question) -> None:
        values = [option.value for option in question.options]
        for option in question.options:
            if Scalar(option.value, True, 0, 0).reads_as() != "str" or not _NAME.fullmatch(option.value):
                self._faults.add(
                    option.place,
                    f"the option {shown(option.value)} is not a safe word",
                    "lower-case words joined by hyphens, never yes, no, on, off, null or a number",
                )
            elif option.value == "unknown":
                self._faults.add(option.place, "'unknown' is an answer to every question; no option may be called so")
            elif values.count(option.value) > 1 and option is not question.options[values.index(option.value)]:
                self._faults.add(option.place, f"the option {shown(option.value)} stands twice in {question.id}")
        if len(values) < 2 and not question.ticks:
            self._faults.add(question.place, f"{question.id} has fewer than two options")
        earlier = list(itertools.takewhile(lambda q: q is not question, self._entries.questions))
        for condition, place in (
            (question.ask_when, question.place),
            (question.worth_when, question.place),
            *((o.ask_when, o.place) for o in question.options),
        ):
            self._condition(condition, place, question.scope, {q.id for q in earlier})
        if not self._reachable(question.ask_when, question.scope):
            self._faults.add(question.place, f"{question.id} can never be asked")
        for option in question.options:
            if option.ask_when is not ALWAYS and not self._reachable(option.ask_when, question.scope):
                self._faults.add(option.place, f"the option {question.id}.{option.value} can never be reached")

    def _condition(self, condition: Condition, place: Place, scope: Scope, known: set[str] | None = None) -> None:
        """Check that a condition names questions and values that there are, and that may be looked at here."""
        for leaf in leaves(condition):
            options = self._values(leaf.key, scope)
            if options is None:
                names = [
                    n for n in (*self._questions, *DERIVED, *self._end_keys()) if self._values(n, scope) is not None
                ]
                self._faults.add(place, f"no question {shown(leaf.key)} can be looked at here", "", leaf.key, names)
                continue
            bare = leaf.key.rpartition(".")[2]
            if known is not None and bare in self._questions and bare not in known and "." not in leaf.key:
                self._faults.add(place, f"{leaf.key} is asked later, so 'ask_when' cannot look at it")
            for value in sorted(leaf.values - set(options)):
                self._faults.add(
                    place, f"{shown(value)} is not a value of {leaf.key}", ", ".join(options), value, options
                )

    def _end_keys(self) -> list[str]:
        return [f"{end}.{q.id}" for end in ENDS for q in self._entries.questions if q.scope is Scope.PART]

    def _values(self, key: str, scope: Scope) -> tuple[str, ...] | None:
        """Return the values that a key of a condition may have in a scope, None where it has no meaning there."""
        if key in DERIVED:
            return DERIVED[key] if scope is Scope.INTERACTION else None
        end, dot, name = key.rpartition(".")
        question = self._questions.get(name)
        if question is None or (dot and (end not in ENDS or question.scope is not Scope.PART)):
            return None
        if dot:
            allowed = scope is Scope.INTERACTION
        else:
            allowed = question.scope is scope or (scope is Scope.INTERACTION and question.scope is Scope.SYSTEM)
        return tuple(o.value for o in question.options) if allowed else None

    def _reachable(self, condition: Condition, scope: Scope) -> bool:
        """Tell whether some answers make a condition hold, trying all of the questions that it rests on."""
        if condition is ALWAYS:
            return True
        names = self._rests_on(condition)
        choices = [[None, *(self._values(name, scope) or ())] for name in names]
        for answers in itertools.product(*choices):
            facts: dict[str, frozenset[str]] = {}
            for name, value in zip(names, answers, strict=True):
                if value is not None and self._offered(name, value, facts):
                    facts[name] = frozenset((value,))
            if condition.holds(facts):
                return True
        return False

    def _rests_on(self, condition: Condition) -> list[str]:
        names = set(keys(condition))
        while True:
            more = {k for n in names if n in self._questions for k in keys(self._questions[n].ask_when)} - names
            if not more:
                order = list(self._questions)
                return sorted(names, key=lambda n: order.index(n) if n in self._questions else -1)
            names |= more

    def _offered(self, name: str, value: str, facts: Facts) -> bool:
        question = self._questions.get(name)
        if question is None:
            return True
        return question.ask_when.holds(facts) and _option(question, value).ask_when.holds(facts)

    # --- rules -------------------------------------------------------------------------------------

    def _rule(self, rule: Rule) -> None:
        question = self._questions.get(rule.question)
        values = self._values(rule.key, Scope.INTERACTION) if rule.key and rule.key not in DERIVED else None
        if not rule.key:
            return
        if values is None or question is None:
            names = [*self._questions, *self._end_keys()]
            self._faults.add(
                rule.place, f"the rule {rule.id} looks at {shown(rule.key)}", "a question", rule.key, names
            )
        elif rule.value not in values:
            what = f"the rule {rule.id} looks at {shown(rule.value)}, which is no value of {rule.key}"
            self._faults.add(rule.place, what, ", ".join(values), rule.value, values)
        self._condition(rule.given, rule.place, Scope.INTERACTION)

    def _one_rule_an_option(self) -> None:
        unguarded: dict[tuple[str, str], Rule] = {}
        for rule in self._entries.rules:
            if rule.given is ALWAYS:
                first = unguarded.setdefault((rule.key, rule.value), rule)
                if first is not rule:
                    what = f"the rules {first.id} and {rule.id} both hold for {rule.key}: {rule.value}"
                    self._faults.add(rule.place, what, "one of them, or a guard ('given') on one")

    def _system_rules(self) -> None:
        """System-wide rules tilt: each is at most clear, the strongest of all themes together less than decisive."""
        most, limit = self._steps.get(_SYSTEM_RULE_AT_MOST, 0), self._steps.get(_SYSTEM_SUM_BELOW, 0)
        strongest: dict[tuple[Style, str], Rule] = {}
        for rule in self._entries.rules:
            question = self._questions.get(rule.question)
            if question is None or question.scope is not Scope.SYSTEM:
                continue
            if rule.step > most:
                what = f"the system rule {rule.id} is {rule.step_name}"
                self._faults.add(rule.place, what, f"at most {_SYSTEM_RULE_AT_MOST}")
            theme = rule.theme or next((o.theme for o in question.options if o.value == rule.value), question.theme)
            best = strongest.setdefault((rule.favours, theme), rule)
            if rule.step > best.step:
                strongest[rule.favours, theme] = rule
        for style in (Style.REQUEST, Style.EVENT):
            side = [rule for (favours, _), rule in strongest.items() if favours is style]
            total = sum(rule.step for rule in side)
            if side and total >= limit:
                what = f"the strongest system rules for {style} add up to {total / 10:g} over all themes"
                self._faults.add(max(side, key=lambda r: r.step).place, what, f"less than {limit / 10:g}")

    # --- advice ------------------------------------------------------------------------------------

    def _form(self, name: str, place: Place) -> None:
        if name not in self._forms:
            self._faults.add(place, f"no form {shown(name)}", "", name, self._forms)

    def _forms_and_gates(self) -> None:
        for gate in self._entries.gates:
            self._condition(gate.when, gate.place, Scope.INTERACTION)
            self._form(gate.form, gate.place)
            if gate.form in self._forms and self._forms[gate.form].styles != (Style.NEITHER,):
                self._faults.add(gate.place, f"the form {gate.form} is not of the style neither")
        for style in (Style.REQUEST, Style.EVENT):
            forms = [form for form in self._forms.values() if form.styles == (style,)]
            if not forms or forms[-1].when is not ALWAYS:
                place = forms[-1].place if forms else Place("rules")
                self._faults.add(
                    place,
                    f"the last form of the style {style} has a condition, or there is none",
                    "a form without 'when'",
                )
            for form in forms[:-1]:
                if form.when is ALWAYS:
                    self._faults.add(form.place, f"the form {form.id} has no condition, so no later one is reached")

    def _safeguards_and_costs(self) -> None:
        patterns = [p.id for p in self._entries.patterns]
        costs = [c.id for c in self._entries.costs]
        for kind, names in ((self._entries.patterns, patterns), (self._entries.costs, costs)):
            for entry in kind:
                self._condition(entry.when, entry.place, Scope.INTERACTION)
                for form in entry.forms:
                    self._form(form, entry.place)
                for other in entry.not_with:
                    if other not in names or other == entry.id:
                        self._faults.add(entry.place, f"{entry.id} cannot exclude {shown(other)}", "", other, names)

    def _disputes(self) -> None:
        for dispute in self._entries.disputes:
            self._condition(dispute.when, dispute.place, Scope.INTERACTION)
            for name in dispute.questions:
                if name not in self._questions:
                    self._faults.add(dispute.place, f"no question {shown(name)}", "", name, self._questions)

    def _stages(self) -> None:
        stages = self._entries.stages
        for stage in stages:
            self._condition(stage.when, stage.place, Scope.SYSTEM)
            for form in stage.forms:
                self._form(form, stage.place)
        for kind in STAGES:
            last = [stage for stage in stages if stage.kind == kind][-1:]
            if not last or last[0].when is not ALWAYS or last[0].forms:
                place = last[0].place if last else Place("rules")
                self._faults.add(
                    place,
                    f"the last stage of the kind {kind} has a condition, or there is none",
                    "a stage without 'when'",
                )

    def _archetypes(self) -> None:
        for archetype in self._entries.archetypes:
            place = archetype.place
            for draft in archetype.answers:
                self._draft(draft, place)
                if draft.question in self._questions and self._questions[draft.question].never_prefilled:
                    self._faults.add(
                        place,
                        f"the archetype {archetype.id} prefills {draft.question}, which is never prefilled",
                    )
            for draft in archetype.typical:
                self._draft(draft, place)
            if len(archetype.examples) < 2:
                self._faults.add(place, f"the archetype {archetype.id} has fewer than two real examples")
            if archetype.standard_when is not None:
                self._condition(archetype.standard_when, place, Scope.SYSTEM)

    def _draft(self, draft: Draft, place: Place) -> None:
        question = self._questions.get(draft.question)
        if question is None or question.scope is not Scope.INTERACTION:
            names = [q.id for q in self._entries.questions if q.scope is Scope.INTERACTION]
            self._faults.add(place, f"no question {shown(draft.question)} of an interaction", "", draft.question, names)
            return
        options = [o.value for o in question.options]
        for value in draft.values:
            if value not in options:
                self._faults.add(
                    place,
                    f"{shown(value)} is not a value of {question.id}",
                    ", ".join(options),
                    value,
                    options,
                )
        if len(draft.values) > 1 and not question.ticks:
            self._faults.add(place, f"{question.id} takes one value")

    def _domains(self) -> None:
        for domain in self._entries.domains:
            for word in domain.words:
                if words_of(word) != {word}:
                    expected = "one word in lower case, of four letters or more, in the singular"
                    self._faults.add(domain.place, f"{shown(word)} of the domain {domain.id} is no word", expected)
                elif domain.words.count(word) > 1:
                    self._faults.add(domain.place, f"{shown(word)} stands twice in the domain {domain.id}")

    def _precedents(self) -> None:
        domains = [domain.id for domain in self._entries.domains]
        allowed: dict[str, tuple[str, ...] | None] = {}
        for precedent in self._entries.precedents:
            place = precedent.place
            if precedent.address and not ADDRESS.fullmatch(precedent.address):
                expected = "https://github.com/OWNER/REPO/blob/COMMIT/PATH, a commit by its number"
                self._faults.add(place, f"{shown(precedent.address)} is no file at a commit", expected)
            if precedent.domain and precedent.domain not in domains:
                what = f"{precedent.id} is of the domain {shown(precedent.domain)}, which there is not"
                self._faults.add(place, what, "", precedent.domain, domains)
            for name in [reason.topic for reason in precedent.reasons]:
                if name and not _NAME.fullmatch(name):
                    self._faults.add(place, f"{shown(name)} is not a word", "lower-case words joined by hyphens")
            if precedent.gave_up is not None and precedent.gave_up.value == precedent.style.value:
                self._faults.add(place, f"{precedent.id} gave up the style that it has")
            for key, values in precedent.answers.items():
                if key not in allowed:
                    allowed[key] = self._values(key, Scope.INTERACTION) if key not in DERIVED else None
                self._known(precedent, key, values, allowed[key])

    def _known(self, precedent: Precedent, key: str, values: frozenset[str], options: tuple[str, ...] | None) -> None:
        question = self._questions.get(key.rpartition(".")[2])
        if options is None or question is None:
            names = [*self._questions, *self._end_keys()]
            what = f"{precedent.id} answers {shown(key)}, which is no question"
            self._faults.add(precedent.place, what, "", key, names)
            return
        for value in sorted(values.difference(options)):
            what = f"{precedent.id} answers {shown(value)}, which is no value of {key}"
            self._faults.add(precedent.place, what, ", ".join(options), value, options)
        if len(values) > (1 if not question.ticks else question.limit or len(values)):
            self._faults.add(precedent.place, f"{precedent.id} gives {key} more answers than it takes")

    # --- sources and texts -------------------------------------------------------------------------

    def _citations(self) -> None:
        e = self._entries
        cited: set[str] = set()
        sources = [s.id for s in e.sources]
        citing: list[tuple[Place, tuple[str, ...]]] = [
            *((x.place, x.claims) for kind in (e.rules, e.gates, e.archetypes, e.terms) for x in kind),
            *((p.place, (*p.claims, *p.mitigates)) for p in e.patterns),
            *((c.place, (c.claim, *c.claims)) for c in e.costs),
        ]
        for place, claims in citing:
            if not claims:
                self._faults.add(place, "cites no claim", "at least one claim of the guidance register")
            for name in claims:
                if name not in self._claims:
                    self._faults.add(place, f"no claim {shown(name)}", "", name, self._claims)
            cited.update(claims)
        for claim in e.claims:
            if claim.id not in cited:
                self._faults.add(claim.place, f"nothing cites the claim {claim.id}")
            if claim.source not in sources:
                self._faults.add(claim.place, f"no source {shown(claim.source)}", "", claim.source, sources)

    def _texts(self) -> None:
        for place, text, allowed in self._all_texts():
            names = _PLACEHOLDER.findall(text)
            if max(text.count("{"), text.count("}")) > len(names):
                self._faults.add(place, "a brace that encloses no placeholder", "{" + (allowed or ("name",))[0] + "}")
            for name in names:
                if name not in allowed:
                    expected = ", ".join("{" + a + "}" for a in allowed) or "none here"
                    self._faults.add(place, f"nothing fills the placeholder {{{name}}}", expected, name, allowed)

    def _all_texts(self) -> Iterator[tuple[Place, str, tuple[str, ...]]]:
        e = self._entries
        for q in e.questions:
            allowed = _INTERACTION if q.scope is Scope.INTERACTION else ("part",) if q.scope is Scope.PART else ()
            for text in (
                q.prompt,
                q.decide,
                q.why,
                q.more,
                *(t for o in q.options for t in (o.label, o.example)),
            ):
                yield q.place, text, allowed
        for rule in e.rules:
            yield from ((rule.place, text, _INTERACTION) for text in (rule.because, rule.reason))
        for gate in e.gates:
            yield from ((gate.place, text, _INTERACTION) for text in (gate.because, gate.against, gate.otherwise))
        for p in e.patterns:
            for text in (p.because, p.means, p.gain, p.price, p.build, *p.checks):
                yield p.place, text, _INTERACTION
        for c in e.costs:
            yield from ((c.place, text, ("from", "to")) for text in (c.title, c.because, *c.mitigations))
        for s in e.stages:
            yield from ((s.place, text, ("from", "to", "at", "build", "rows", "new")) for text in (s.what, s.why))
        for m in e.methods:
            yield from ((m.place, text, _INTERACTION) for text in (m.conflict_way_out, m.close_way_out))
        for d in e.disputes:
            yield d.place, d.because, _INTERACTION
        yield from ((place, text, ()) for place, text in self._plain_texts())

    def _plain_texts(self) -> Iterator[tuple[Place, str]]:
        e = self._entries
        for q in e.questions:
            yield from ((q.place, text) for text in (q.short, *(o.short for o in q.options)))
        for p in e.patterns:
            yield p.place, p.name
        for a in e.archetypes:
            yield from ((a.place, text) for text in (a.name, a.sender, *a.receivers, a.purpose))
        for c in e.claims:
            yield c.place, c.text
        for t in e.terms:
            yield from ((t.place, text) for text in (t.term, t.meaning))


def _option(question: Question, value: str) -> Option:
    return question.option(value)
