"""What a rule file may contain, and the knowledge base made of all files."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from msgspec import Struct

from archadvisor.figures.quantities import KINDS
from archadvisor.knowledge.fields import Key, Scope
from archadvisor.knowledge.types.evidence import Gate, Measured, Method, MethodEntry, Rule
from archadvisor.knowledge.types.examples import Archetype, Domain, Precedent
from archadvisor.knowledge.types.findings import ActionRule, EventRule, FigureSaid, Finding, PartRole
from archadvisor.knowledge.types.patterns import Cost, Crossing, Pattern, Stage
from archadvisor.knowledge.types.questions import Dispute, Joined, Question, Turn
from archadvisor.knowledge.types.register import Claim, Source, Term, Word
from archadvisor.knowledge.types.vocabulary import (
    ENDS,
    LOAD,
    RECEIVERS,
    SENDER,
    SERVED_IN,
    SOUNDS,
    STEP,
    Carrier,
    CurrentWay,
    Running,
    Sign,
    Style,
)


class RuleFile(Struct, frozen=True, omit_defaults=True):
    """The entries of a rule file, or of all files in order."""

    questions: Annotated[
        tuple[Question, ...], Key("the questions: options, examples, when to ask them, and who can answer")
    ] = ()
    joined: Annotated[tuple[Joined, ...], Key("questions that an interview asks instead of several")] = ()
    interview: Annotated[
        tuple[Turn, ...],
        Key(
            "the order in which people are asked; questions without a turn: about the system last, others with `--full`"
        ),
    ] = ()
    rules: Annotated[
        tuple[Rule, ...], Key("evidence: one option of one question supports a style with a named step")
    ] = ()
    gates: Annotated[tuple[Gate, ...], Key("conditions under which request or event is not the question")] = ()
    patterns: Annotated[tuple[Pattern, ...], Key("forms and safeguards, and how to verify them")] = ()
    costs: Annotated[tuple[Cost, ...], Key("the costs and duties of the advice")] = ()
    disputes: Annotated[tuple[Dispute, ...], Key("answers that contradict each other")] = ()
    findings: Annotated[tuple[Finding, ...], Key("problems between interactions, the worst first")] = ()
    archetypes: Annotated[
        tuple[Archetype, ...], Key("typical interactions with guesses to confirm and real examples")
    ] = ()
    stages: Annotated[tuple[Stage, ...], Key("texts of the road map")] = ()
    sources: Annotated[tuple[Source, ...], Key("the publications that contain the claims")] = ()
    claims: Annotated[
        tuple[Claim, ...],
        Key("the register of guidance; each claim must be cited by at least one entry"),
    ] = ()
    terms: Annotated[tuple[Term, ...], Key("the glossary")] = ()
    words: Annotated[tuple[Word, ...], Key("the words of this program, and what its check finds")] = ()
    domains: Annotated[tuple[Domain, ...], Key("kinds of systems, and the words that identify them")] = ()
    precedents: Annotated[
        tuple[Precedent, ...], Key("real interactions: what code does, what teams decided and why")
    ] = ()
    themes: Annotated[tuple[str, ...], Key("the themes of questions and rules", safe=True)] = ()
    roles: Annotated[tuple[str, ...], Key("who can answer", safe=True)] = ()
    current: Annotated[tuple[CurrentWay, ...], Key("the ways in which an interaction can work today")] = ()
    carriers: Annotated[
        tuple[Carrier, ...], Key("the carriers of forms, and what a part must support to use them")
    ] = ()
    families: Annotated[
        tuple[str, ...], Key("the families of forms by which public systems are compared", safe=True)
    ] = ()
    actions: Annotated[tuple[ActionRule, ...], Key("how rows are grouped into actions", single=True)] = ()
    events: Annotated[tuple[EventRule, ...], Key("how rows are grouped into events", single=True)] = ()
    figures: Annotated[tuple[FigureSaid, ...], Key("the sentences about stated figures")] = ()
    running: Annotated[tuple[Running, ...], Key("what must be operated and monitored, and how it is counted")] = ()
    crossings: Annotated[tuple[Crossing, ...], Key("how to migrate an interaction from today's way")] = ()
    part_roles: Annotated[tuple[PartRole, ...], Key("the roles of a part: application, outside, infrastructure")] = ()
    signs: Annotated[tuple[Sign, ...], Key("words in names and purposes that need attention")] = ()
    methods: Annotated[
        tuple[MethodEntry, ...], Key("the parameters of the method: steps, scale, ceiling", name="method", single=True)
    ] = ()
    measured: Annotated[
        tuple[Measured, ...],
        Key("how often the advice agrees with real systems; written by `benchmarks/publish.py`", single=True),
    ] = ()
    files: Annotated[tuple[str, ...], Key("the order in which the files are read", one_of="files")] = ()


class KnowledgeBase(Struct, frozen=True, omit_defaults=True):
    """Everything in `rules/`, checked as a whole; the mappings are by id and in the order of the files."""

    method: Method
    questions: Mapping[str, Question]
    joined: Mapping[str, Joined]
    interview: tuple[str, ...]
    rules: tuple[Rule, ...]
    gates: tuple[Gate, ...]
    forms: Mapping[str, Pattern]
    safeguards: tuple[Pattern, ...]
    costs: tuple[Cost, ...]
    disputes: tuple[Dispute, ...]
    findings: tuple[Finding, ...]
    archetypes: Mapping[str, Archetype]
    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    terms: tuple[Term, ...]
    words: tuple[Word, ...]
    stages: tuple[Stage, ...]
    precedents: tuple[Precedent, ...]
    """By id, so that the order of files and entries does not matter."""
    domains: tuple[Domain, ...]
    """By id, for the same reason."""
    evidence: Mapping[str, Mapping[str, tuple[Rule, ...]]]
    """The rules by key and value."""
    conditional: tuple[Question, ...]
    """The questions of system and interaction that are not always asked, or have options that are not, in order."""
    themes: tuple[str, ...]
    roles: tuple[str, ...]
    current: Mapping[str, CurrentWay]
    """The ways of today by name, in the order to choose from."""
    carriers: Mapping[str, Carrier]
    families: tuple[str, ...]
    part_roles: Mapping[str, PartRole]
    signs: tuple[Sign, ...]
    closed: frozenset[tuple[str, str]]
    """The answers (question, option) by which nothing can be built into a part."""
    running: tuple[Running, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    actions: ActionRule | None = None
    events: EventRule | None = None
    figures: Mapping[str, FigureSaid] = MappingProxyType({})
    """By what is worked out."""
    measured: Measured | None = None

    def of_scope(self, scope: Scope) -> tuple[Question, ...]:
        """Return the questions of a scope in the order of the files."""
        return tuple(q for q in self.questions.values() if q.scope is scope)

    def in_order_of_asking(self, scope: Scope) -> tuple[Question, ...]:
        """Return the questions of a scope in the order of an interview, those that it leaves out last."""
        joined = self.joined
        names = [n for name in self.interview for n in (joined[name].questions() if name in joined else (name,))]
        return tuple([q for n in dict.fromkeys((*names, *self.questions)) if (q := self.questions[n]).scope is scope])

    def waits_today(self, way: str) -> bool:
        """Tell whether the sender waits where an interaction travels this way; not where the way is not known."""
        return way in self.current and self.current[way].waits

    @property
    def derived(self) -> Mapping[str, tuple[str, ...]]:
        """The values of the facts that are worked out instead of asked, as conditions name them."""
        return derived_values(tuple(self.current), self.signs)


def on_map(forms: tuple[str, ...], roles: tuple[PartRole, ...]) -> dict[str, tuple[str, ...]]:
    """Return the values of each fact that a map adds to those of an interaction, for conditions of findings."""
    of_parts = tuple(dict.fromkeys([word for role in roles for word in (role.name, role.kind)]))
    return {
        "sender": SENDER,
        "style": tuple(Style),
        "form": forms,
        "step": STEP,
        "figures": tuple(KINDS),
        **{f"{end}.role": of_parts for end in ENDS},
    }


def derived_values(current: tuple[str, ...], signs: tuple[Sign, ...]) -> dict[str, tuple[str, ...]]:
    """Return the values of each fact that is worked out: of the interaction, and (`to.sounds`) of its ends."""
    of_names = tuple([sign.id for sign in signs if sign.of == "name"])
    return {
        "receivers": RECEIVERS,
        "load": LOAD,
        "served-in": SERVED_IN,
        "current": current,
        SOUNDS: tuple([sign.id for sign in signs if sign.of != "name"]),
        **{f"{end}.{SOUNDS}": of_names for end in ENDS},
    }
