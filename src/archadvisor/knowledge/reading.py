"""Rule files to knowledge: one function for each kind of entry, all faults in one run.

Only the form of each entry is looked at here; whether entries fit together is `checks`' business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from archadvisor.errors import Faults, shown
from archadvisor.knowledge.conditions import ALWAYS, AllOf, AnyOf, Condition, Is, Not
from archadvisor.knowledge.entries import Entries
from archadvisor.knowledge.types import (
    CURRENT,
    ROLES,
    RULING,
    SETTLES,
    STAGES,
    THEMES,
    Archetype,
    Claim,
    Cost,
    Dispute,
    Domain,
    Done,
    Draft,
    Example,
    Gate,
    Measured,
    Method,
    Option,
    Pattern,
    Precedent,
    Question,
    Reason,
    Rule,
    Scope,
    Source,
    Stage,
    Step,
    Style,
    Term,
)
from archadvisor.source import Entry, Node, Reader, Scalar, Sequence, parse

STYLES = tuple(Style)
WHERE = ("from", "to", "both", "between")
FAVOURS = ("request", "event", "hybrid", "both")
DONE = tuple(Done)


def read(files: Mapping[str, bytes], faults: Faults) -> Entries:
    """Read rule files (name → bytes) into entries; what is wrong with their form goes to `faults`."""
    entries = Entries()
    roots = []
    for name in sorted(files):
        root = parse(files[name], name, faults)
        if root is not None:
            roots.append((_Reading(name, faults), root))
    allowed = (*_KINDS, "method", "measured", "rules")
    tables = [(reading, reading.keys(root, "a rule file", (), allowed)) for reading, root in roots]
    for reading, table in tables:
        if "method" in table:
            entries.methods.append(reading.method(table["method"]))
        if "measured" in table:
            entries.measured.append(reading.measured(table["measured"]))
    steps = {step.name: step.tenths for method in entries.methods for step in method.steps}
    for reading, table in tables:
        for kind, (attribute, one) in _KINDS.items():
            if kind in table:
                getattr(entries, attribute).extend(one(reading, item) for item in reading.items(table[kind], kind))
        if "rules" in table:
            entries.rules.extend(reading.rule(item, steps) for item in reading.items(table["rules"], "rules"))
    return entries


class _Reading(Reader):
    """Reads the entries of one file."""

    def style(self, node: Node, of: str) -> Style:
        word = self.word(node, of, STYLES)
        return Style(word) if word else Style.NEITHER

    def claims(self, found: dict[str, Node], key: str = "claims") -> tuple[str, ...]:
        return self.texts(found[key], key) if key in found else ()

    def optional(self, found: dict[str, Node], key: str) -> str:
        return self.text(found[key], key) if key in found else ""

    def required(self, found: dict[str, Node], key: str) -> str:
        return self.text(found[key], key) if key in found else ""

    def whether(self, found: dict[str, Node], key: str) -> bool:
        return key in found and self.word(found[key], key, ("true", "false")) == "true"

    def condition(self, found: dict[str, Node], key: str) -> Condition:
        return self._condition(found[key], key) if key in found else ALWAYS

    def _condition(self, node: Node, of: str) -> Condition:
        parts = tuple(self._comparison(entry) for entry in self.pairs(node, of))
        return parts[0] if len(parts) == 1 else AllOf(parts)

    def _comparison(self, entry: Entry) -> Condition:
        key, node = entry.key.text, entry.value
        if key == "not":
            return Not(self._condition(node, key))
        if key in ("any", "all"):
            inner = tuple(self._condition(item, key) for item in self.items(node, key))
            return AnyOf(inner) if key == "any" else AllOf(inner)
        return Is(key, frozenset(self.texts(node, f"the condition on {shown(key)}")))

    def method(self, node: Node) -> Method:
        names = ("scale", "ceiling", "close_below", "clear_from", "argument_from")
        required = ("version", "steps", "conflict_way_out", "close_way_out", *names)
        found = self.keys(node, "method", required, ("selection",))
        values: dict[str, float] = {}
        reasons = {}
        for name in names:
            if name in found:
                inner = self.keys(found[name], name, ("value", "reason"))
                reasons[name] = self.required(inner, "reason")
                values[name] = self._number(inner["value"], name) if "value" in inner else 0.0
        steps = tuple(self._step(item) for item in self.items(found["steps"], "steps")) if "steps" in found else ()
        return Method(
            version=self.required(found, "version"),
            steps=steps,
            scale=values.get("scale", 1.0),
            ceiling=values.get("ceiling", 1.0),
            close_below=int(values.get("close_below", 0)),
            clear_from=values.get("clear_from", 1.0),
            argument_from=int(values.get("argument_from", 0)),
            reasons=MappingProxyType(reasons),
            conflict_way_out=self.required(found, "conflict_way_out"),
            close_way_out=self.required(found, "close_way_out"),
            place=self.place(node),
            selection=self.optional(found, "selection"),
        )

    def measured(self, node: Node) -> Measured:
        counts = ("interactions", "systems")
        shares = ("agreement", "settled")
        bounds = [f"{name}_{end}" for name in shares for end in ("low", "high")]
        found = self.keys(node, "measured", (*counts, *shares, *bounds, "settled_share"))
        whole = {name: self.whole(found[name], name) if name in found else 0 for name in counts}
        share = {
            name: self._number(found[name], name) if name in found else 0.0
            for name in (*shares, *bounds, "settled_share")
        }
        return Measured(
            interactions=whole["interactions"],
            systems=whole["systems"],
            agreement=share["agreement"],
            agreement_low=share["agreement_low"],
            agreement_high=share["agreement_high"],
            settled_share=share["settled_share"],
            settled=share["settled"],
            settled_low=share["settled_low"],
            settled_high=share["settled_high"],
            place=self.place(node),
        )

    def _number(self, node: Node, of: str) -> float:
        try:
            value = float(node.text) if isinstance(node, Scalar) else -1.0
        except ValueError:
            value = -1.0
        if not 0 < value < 1000:
            self.fault(node, f"{of} is not a number above 0 and below 1000")
            return 1.0
        return value

    def _step(self, node: Node) -> Step:
        found = self.keys(node, "a step", ("name", "tenths", "reason"))
        tenths = self.whole(found["tenths"], "tenths") if "tenths" in found else 0
        return Step(self.required(found, "name"), tenths, self.required(found, "reason"))

    def question(self, node: Node) -> Question:
        found = self.keys(
            node,
            "a question",
            ("id", "theme", "scope", "kind", "ask", "settles", "short", "prompt", "why", "options"),
            ("limit", "never_prefilled", "never_varied", "in_full", "decide", "more", "ask_when", "worth_when"),
        )
        theme = self.word(found["theme"], "theme", THEMES) if "theme" in found else ""
        prompt = self.required(found, "prompt")
        scope = self.word(found["scope"], "scope", tuple(Scope)) if "scope" in found else ""
        listed = self.items(found["options"], "options") if "options" in found else ()
        options = tuple(self._option(option, theme) for option in listed)
        return Question(
            id=self.required(found, "id"),
            theme=theme,
            scope=Scope(scope or Scope.SYSTEM),
            ticks="kind" in found and self.word(found["kind"], "kind", ("choice", "ticks")) == "ticks",
            prompt=prompt,
            decide=self.optional(found, "decide") or prompt,
            short=self.required(found, "short"),
            why=self.required(found, "why"),
            more=self.optional(found, "more"),
            ask=self.words(found["ask"], "ask", ROLES) if "ask" in found else (),
            settles=self.words(found["settles"], "settles", SETTLES) if "settles" in found else (),
            options=options,
            place=self.place(node),
            ask_when=self.condition(found, "ask_when"),
            never_prefilled=self.whether(found, "never_prefilled"),
            never_varied=self.whether(found, "never_varied"),
            in_full=self.whether(found, "in_full"),
            worth_when=self.condition(found, "worth_when"),
            limit=self.whole(found["limit"], "limit") if "limit" in found else None,
            partial=any(option.ask_when is not ALWAYS for option in options),
        )

    def _option(self, node: Node, theme: str) -> Option:
        found = self.keys(node, "an option", ("value", "label", "short", "example"), _OF_OPTION)
        return Option(
            value=self.required(found, "value"),
            label=self.required(found, "label"),
            short=self.required(found, "short"),
            example=self.required(found, "example"),
            theme=self.word(found["theme"], "theme", THEMES) if "theme" in found else theme,
            place=self.place(found.get("value", node)),
            ask_when=self.condition(found, "ask_when"),
            alone=self.whether(found, "alone"),
            closed=self.whether(found, "closed"),
        )

    def rule(self, node: Node, steps: Mapping[str, int]) -> Rule:
        found = self.keys(
            node,
            "a rule",
            ("id", "when", "favours", "step", "because", "reason", "claims"),
            ("given", "theme"),
        )
        key = value = ""
        if "when" in found:
            pairs = list(self.pairs(found["when"], "when"))
            if len(pairs) == 1 and isinstance(pairs[0].value, Scalar):
                key, value = pairs[0].key.text, self.text(pairs[0].value, "when")
            else:
                self.fault(found["when"], "'when' of a rule names one question and one option", "{needs: result}")
        step = self.word(found["step"], "step", steps) if "step" in found and steps else ""  # no method: said once
        return Rule(
            id=self.required(found, "id"),
            order=0,
            key=key,
            value=value,
            favours=Style(self.word(found["favours"], "favours", STYLES[:2]) or Style.REQUEST)
            if "favours" in found
            else Style.REQUEST,
            step=steps.get(step, 0),
            step_name=step,
            theme=self.word(found["theme"], "theme", THEMES) if "theme" in found else "",
            because=self.required(found, "because"),
            reason=self.required(found, "reason"),
            claims=self.claims(found),
            place=self.place(node),
            ruling=step == RULING,
            given=self.condition(found, "given"),
        )

    def gate(self, node: Node) -> Gate:
        found = self.keys(node, "a gate", ("id", "form", "when", "because", "against", "otherwise", "claims"))
        return Gate(
            id=self.required(found, "id"),
            form=self.required(found, "form"),
            when=self.condition(found, "when"),
            because=self.required(found, "because"),
            against=self.required(found, "against"),
            otherwise=self.required(found, "otherwise"),
            claims=self.claims(found),
            place=self.place(node),
        )

    def pattern(self, node: Node) -> Pattern:
        common = ("id", "role", "name", "because", "price", "checks", "claims")
        optional = ("when", "build", "in", "mitigates", "not_with")
        form = ("style", "means", "gain")
        found = self.keys(node, "a pattern", common, (*optional, *form, "front", "keeps", "styles", "forms"))
        role = self.word(found["role"], "role", ("form", "safeguard")) if "role" in found else ""
        for name in form if role == "form" else ("build", "in"):
            if name not in found:
                self.fault(node, f"a {role or 'pattern'} has no {shown(name)}")
        for name in ("styles", "forms") if role == "form" else (*form, "front", "keeps"):
            if name in found:
                self.fault(found[name], f"{shown(name)} has no meaning for a {role or 'pattern'}")
        if "style" in found:
            styles: tuple[Style, ...] = (self.style(found["style"], "style"),)
        else:
            styles = self._styles(found)
        return Pattern(
            id=self.required(found, "id"),
            role=role,
            name=self.required(found, "name"),
            styles=styles,
            forms=self.texts(found["forms"], "forms") if "forms" in found else (),
            when=self.condition(found, "when"),
            not_with=self.texts(found["not_with"], "not_with") if "not_with" in found else (),
            because=self.required(found, "because"),
            means=self.optional(found, "means"),
            gain=self.optional(found, "gain"),
            price=self.required(found, "price"),
            build=self.optional(found, "build"),
            where=self.word(found["in"], "in", WHERE) if "in" in found else "",
            mitigates=self.claims(found, "mitigates"),
            checks=self.texts(found["checks"], "checks") if "checks" in found else (),
            claims=self.claims(found),
            place=self.place(node),
            front=self.style(found["front"], "front") if "front" in found else None,
            keeps=self.words(found["keeps"], "keeps", CURRENT) if "keeps" in found else (),
        )

    def _styles(self, found: dict[str, Node]) -> tuple[Style, ...]:
        return tuple(Style(s) for s in self.words(found["styles"], "styles", STYLES)) if "styles" in found else ()

    def cost(self, node: Node) -> Cost:
        found = self.keys(
            node,
            "a cost",
            ("id", "claim", "title", "because", "mitigations"),
            ("styles", "forms", "when", "not_with", "claims"),
        )
        return Cost(
            id=self.required(found, "id"),
            claim=self.required(found, "claim"),
            title=self.required(found, "title"),
            styles=self._styles(found),
            forms=self.texts(found["forms"], "forms") if "forms" in found else (),
            when=self.condition(found, "when"),
            not_with=self.texts(found["not_with"], "not_with") if "not_with" in found else (),
            because=self.required(found, "because"),
            mitigations=self.texts(found["mitigations"], "mitigations") if "mitigations" in found else (),
            claims=self.claims(found),
            place=self.place(node),
        )

    def dispute(self, node: Node) -> Dispute:
        found = self.keys(node, "a dispute", ("id", "when", "questions", "because"))
        return Dispute(
            id=self.required(found, "id"),
            when=self.condition(found, "when"),
            questions=self.texts(found["questions"], "questions") if "questions" in found else (),
            because=self.required(found, "because"),
            place=self.place(node),
        )

    def archetype(self, node: Node) -> Archetype:
        found = self.keys(
            node,
            "an archetype",
            ("id", "name", "from", "to", "purpose", "answers", "typical", "expect", "examples", "claims"),
            ("standard_when",),
        )
        return Archetype(
            id=self.required(found, "id"),
            name=self.required(found, "name"),
            sender=self.required(found, "from"),
            receivers=self.texts(found["to"], "to") if "to" in found else (),
            purpose=self.required(found, "purpose"),
            answers=self._drafts(found, "answers"),
            typical=self._drafts(found, "typical"),
            expect=self.style(found["expect"], "expect") if "expect" in found else Style.NEITHER,
            examples=tuple(self._example(item) for item in self.items(found["examples"], "examples"))
            if "examples" in found
            else (),
            claims=self.claims(found),
            place=self.place(node),
            standard_when=self.condition(found, "standard_when") if "standard_when" in found else None,
        )

    def _drafts(self, found: dict[str, Node], key: str) -> tuple[Draft, ...]:
        if key not in found:
            return ()
        drafts = []
        for entry in self.pairs(found[key], key):
            values: tuple[str, ...]
            if isinstance(entry.value, Sequence):
                values = self.texts(entry.value, entry.key.text)
            else:
                values = (self.text(entry.value, entry.key.text),)
            drafts.append(Draft(entry.key.text, values))
        return tuple(drafts)

    def _example(self, node: Node) -> Example:
        found = self.keys(node, "an example", ("system", "what"), ("corpus", "address"))
        return Example(
            system=self.required(found, "system"),
            what=self.required(found, "what"),
            corpus=self.optional(found, "corpus"),
            address=self.optional(found, "address"),
        )

    def source(self, node: Node) -> Source:
        found = self.keys(node, "a source", ("id", "title"), ("address",))
        return Source(
            id=self.required(found, "id"),
            title=self.required(found, "title"),
            place=self.place(node),
            address=self.optional(found, "address"),
        )

    def claim(self, node: Node) -> Claim:
        found = self.keys(node, "a claim", ("id", "source", "text"), ("section", "theme", "favours"))
        return Claim(
            id=self.required(found, "id"),
            source=self.required(found, "source"),
            text=self.required(found, "text"),
            place=self.place(node),
            section=self.optional(found, "section"),
            theme=self.word(found["theme"], "theme", THEMES) if "theme" in found else "",
            favours=self.word(found["favours"], "favours", FAVOURS) if "favours" in found else "",
        )

    def stage(self, node: Node) -> Stage:
        found = self.keys(node, "a stage", ("id", "kind", "what", "why"), ("when", "forms"))
        return Stage(
            id=self.required(found, "id"),
            kind=self.word(found["kind"], "kind", STAGES) if "kind" in found else "",
            when=self.condition(found, "when"),
            forms=self.texts(found["forms"], "forms") if "forms" in found else (),
            what=self.required(found, "what"),
            why=self.required(found, "why"),
            place=self.place(node),
        )

    def domain(self, node: Node) -> Domain:
        found = self.keys(node, "a domain", ("id", "words"))
        return Domain(
            id=self.required(found, "id"),
            words=self.texts(found["words"], "words") if "words" in found else (),
            place=self.place(node),
        )

    def precedent(self, node: Node) -> Precedent:
        found = self.keys(
            node,
            "a precedent",
            ("id", "address", "domain", "from", "to", "does", "style", "answers"),
            ("year", "gave_up", "reasons"),
        )
        gave_up = self.word(found["gave_up"], "gave_up", STYLES[:2]) if "gave_up" in found else ""
        return Precedent(
            id=self.required(found, "id"),
            address=self.required(found, "address"),
            domain=self.required(found, "domain"),
            sender=self.required(found, "from"),
            receivers=self.texts(found["to"], "to") if "to" in found else (),
            does=self.required(found, "does"),
            style=Done(self.word(found["style"], "style", DONE) or Done.BOTH) if "style" in found else Done.BOTH,
            answers=self._ticked(found["answers"]) if "answers" in found else MappingProxyType({}),
            place=self.place(node),
            year=self.whole(found["year"], "year") if "year" in found else None,
            gave_up=Style(gave_up) if gave_up else None,
            reasons=self._reasons(found["reasons"]) if "reasons" in found else (),
        )

    def _ticked(self, node: Node) -> Mapping[str, frozenset[str]]:
        """Return the answers of a list of QUESTION.VALUE."""
        answers: dict[str, frozenset[str]] = {}
        for text in self.texts(node, "answers"):
            key, _, value = text.rpartition(".")
            answers[key] = answers.get(key, frozenset()) | {value}
        return MappingProxyType(answers)

    def _reasons(self, node: Node) -> tuple[Reason, ...]:
        return tuple(
            Reason(Done(word), reason.key.text, self.text(reason.value, "a reason"))
            for side in self.pairs(node, "reasons")
            if (word := self.word(side.key, "reasons", DONE))
            for reason in self.pairs(side.value, f"reasons for {shown(side.key.text)}")
        )

    def term(self, node: Node) -> Term:
        found = self.keys(node, "a term", ("id", "term", "meaning", "claims"))
        return Term(
            id=self.required(found, "id"),
            term=self.required(found, "term"),
            meaning=self.required(found, "meaning"),
            claims=self.claims(found),
            place=self.place(node),
        )


_OF_OPTION = ("theme", "ask_when", "alone", "closed")
_KINDS: dict[str, tuple[str, Callable[[_Reading, Node], Any]]] = {
    "questions": ("questions", _Reading.question),
    "gates": ("gates", _Reading.gate),
    "patterns": ("patterns", _Reading.pattern),
    "costs": ("costs", _Reading.cost),
    "disputes": ("disputes", _Reading.dispute),
    "archetypes": ("archetypes", _Reading.archetype),
    "sources": ("sources", _Reading.source),
    "claims": ("claims", _Reading.claim),
    "terms": ("terms", _Reading.term),
    "stages": ("stages", _Reading.stage),
    "precedents": ("precedents", _Reading.precedent),
    "domains": ("domains", _Reading.domain),
}
