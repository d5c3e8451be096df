"""An answers file to typed answers; every fault of the file in one run, with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from types import MappingProxyType

from archadvisor.answers.reading_answers import AnswersReader
from archadvisor.answers.types import (
    UNKNOWN,
    VERSION,
    Answer,
    Answers,
    Closed,
    Decision,
    Figure,
    Flow,
    FlowStep,
    Interaction,
    Origin,
    OtherDecision,
    Part,
)
from archadvisor.errors import AnswersError, Faults, Place, nearest, shown
from archadvisor.figures.quantities import KINDS, OTHER_NAMES, read_figure
from archadvisor.knowledge.naming import by_name
from archadvisor.knowledge.types import DECIDABLE, Archetype, KnowledgeBase, Pattern, Scope, Style
from archadvisor.source import Entry, Node, Scalar, Sequence, parse
from archadvisor.source import Mapping as MappingNode

_KEYS, _OPTIONAL_KEYS = ("version", "system"), ("parts", "interactions", "flows", "rules", "closed")
_ROW_KEYS = (
    *("from", "to", "purpose", "current", "archetype", "answers", "figures", "event"),
    *("built", "waived", "decision"),
)
_SAID_OF_DECISION = (
    *(
        "by",
        "date",
        "ticket",
        "review",
        "form",
        "rules",
        "from",
        "to",
        "advised",
        "advised-form",
        "grounds",
        "other-decisions",
    ),
)
_SAID_OF_OTHER = ("by", "date", "form")
_NEARLY = 0.85
"""From this likeness on the name of a figure is a slip, and not one of the team's own."""
_PART_KEYS = ("role", "team", "figures", "built")
_STEP_KEYS = ("optional", "may-refuse")
_MAX_ID = 100
MAX_INTERACTIONS = 100_000
"""What an assessment of takes a laptop's memory; no team decides on more."""
MAX_PARTS_AHEAD = 1000
"""So many parts may be listed before an interaction names them."""
_REPORT = {"schema", "rules_version"}
"""What stands in a report and not in an answers file."""


def read(data: bytes, file: str, knowledge: KnowledgeBase) -> Answers:
    """Read the bytes of an answers file; AnswersError with all faults where they are wrong."""
    faults = Faults()
    root = parse(data, file, faults)
    answers = _Reading(file, faults, knowledge).answers(root) if root is not None else None
    if faults or answers is None:
        raise AnswersError(faults)
    return answers


class _Reading(AnswersReader):
    def __init__(self, file: str, faults: Faults, knowledge: KnowledgeBase) -> None:
        super().__init__(file, faults, knowledge)
        self._archetypes = knowledge.archetypes
        self._ways = knowledge.current
        self._forms = knowledge.forms
        self._patterns = by_name((*knowledge.forms.values(), *knowledge.safeguards))
        self._safeguards = by_name(knowledge.safeguards)
        self._part_roles = _role_words(knowledge)
        self._waiting = waiting(knowledge)
        self._drafts = {a.id: _prefill(a) for a in knowledge.archetypes.values()}

    def answers(self, root: Node) -> Answers | None:
        if not isinstance(root, MappingNode):
            self.keys(root, "the whole file", _KEYS, _OPTIONAL_KEYS)
            return None
        if not self._version(root):
            return None
        found = self.keys(root, "an answers file", _KEYS, _OPTIONAL_KEYS)
        name, system = self._system(found["system"]) if "system" in found else ("", {})
        interactions = self._interactions(found["interactions"]) if "interactions" in found else ()
        ends = dict.fromkeys(end for i in interactions for end in (i.sender, *i.receivers))
        parts = self._parts(found["parts"], ends) if "parts" in found else {}
        ids = dict.fromkeys(i.id for i in interactions)
        flows = self._flows(found["flows"], ids) if "flows" in found else ()
        return Answers(
            name=name,
            system=MappingProxyType(system),
            parts=MappingProxyType(parts),
            interactions=interactions,
            flows=flows,
            place=Place(self.file),
            rules=self.free(found["rules"], "rules") if "rules" in found else "",
            closed=self._closed(found["closed"]) if "closed" in found else (),
        )

    def _version(self, root: MappingNode) -> bool:
        """Tell whether the version is one that can be read; a missing one is noted with the other keys."""
        if {entry.key.text for entry in root.entries} >= _REPORT:
            self.fault(root, "this is a report", "an answers file")
            return False
        node = next((entry.value for entry in root.entries if entry.key.text == "version"), None)
        if node is None:
            return True
        text = node.text if isinstance(node, Scalar) else ""
        if isinstance(node, Scalar) and text == str(VERSION):
            if not node.plain:
                self.fault(node, f"version is the text {shown(text)}", f"{VERSION} without quotes")
            return True
        if text.isascii() and text.isdigit() and len(text) < 10 and int(text) > VERSION:
            self.fault(node, f"version {text} is newer than this program can read", str(VERSION))
        else:
            self._unfit(node, "version", str(VERSION))
        return False

    def _system(self, node: Node) -> tuple[str, dict[str, Answer]]:
        found = self.keys(node, "system", ("name",), ("answers",))
        name = self.text(found["name"], "the system's name") if "name" in found else ""
        answers = self.answers_to(found["answers"], Scope.SYSTEM, {}) if "answers" in found else {}
        return name, answers

    def _parts(self, node: Node, ends: Mapping[str, None]) -> dict[str, Part]:
        """Read what is said of parts; one that no row names yet may stay, unless it looks like a slip of an end."""
        parts: dict[str, Part] = {}
        entries = list(self.pairs(node, "parts"))
        ahead = [entry for entry in entries if entry.key.text not in ends]
        if len(ahead) > MAX_PARTS_AHEAD:
            what = f"{len(ahead):,} parts are in no interaction; this is the first"
            self.fault(ahead[0].key, what, f"at most {MAX_PARTS_AHEAD:,} such parts")
            return {}
        unlisted = ends.keys() - {entry.key.text for entry in entries} if ahead else ()
        for entry in entries:
            name = self.text(entry.key, "a part's name")
            if name and name not in ends and nearest(name, unlisted):
                self.fault(entry.key, f"no interaction has the sender or receiver {shown(name)}", "", name, ends)
            parts[name] = self._part(name, entry.value)
        return parts

    def _part(self, name: str, node: Node) -> Part:
        """Read what is said of a part: answers, and beside them what it is, whose it is, and its figures."""
        said = (
            {e.key.text: e.value for e in node.entries if e.key.text in _PART_KEYS} if type(node) is MappingNode else {}
        )
        return Part(
            name,
            MappingProxyType(self.answers_to(node, Scope.PART, {}, _PART_KEYS)),
            role=self.word(said["role"], "role", self._part_roles) if "role" in said else "",
            team=self.text(said["team"], "team") if "team" in said else "",
            figures=self._figures(said["figures"]) if "figures" in said else (),
            built=self._built(said["built"]) if "built" in said else (),
        )

    def _interactions(self, node: Node) -> tuple[Interaction, ...]:
        interactions = []
        seen: dict[str, Node] = {}
        items = self.items(node, "interactions")
        if len(items) > MAX_INTERACTIONS:
            what = f"{len(items):,} interactions; this is the first above the limit"
            self.fault(items[MAX_INTERACTIONS], what, f"at most {MAX_INTERACTIONS:,}")
            return ()
        for item in items:
            interaction = self._interaction(item)
            if interaction is None:
                continue
            first = seen.setdefault(interaction.id, item)
            if interaction.id and first is not item:
                self.fault(
                    item,
                    f"the id {shown(interaction.id)} is already used by the interaction on line {first.line}",
                    "another id",
                )
            interactions.append(interaction)
        return tuple(interactions)

    def _interaction(self, node: Node) -> Interaction | None:
        found = self.keys(node, "an interaction", ("id",), _ROW_KEYS)
        if not found:
            return None
        archetype = None
        if "archetype" in found:
            word = self.word(found["archetype"], "archetype", self._archetypes)
            archetype = self._archetypes.get(word)
        elif missing := [shown(key) for key in ("from", "to", "purpose") if key not in found]:
            self.fault(
                node, f"an interaction has no {', no '.join(missing)}", "these keys, or an archetype that provides them"
            )
        drafts = self._drafts[archetype.id] if archetype else {}
        return Interaction(
            id=self._id(found["id"]) if "id" in found else "",
            sender=self.text(found["from"], "from") if "from" in found else archetype.sender if archetype else "",
            receivers=self._receivers(found, archetype),
            purpose=self.text(found["purpose"], "purpose")
            if "purpose" in found
            else archetype.purpose
            if archetype
            else "",
            current=self.word(found["current"], "current", self._ways) if "current" in found else "",
            archetype=archetype.id if archetype else "",
            answers=MappingProxyType(
                self.answers_to(found["answers"], Scope.INTERACTION, drafts) if "answers" in found else dict(drafts)
            ),
            figures=self._figures(found["figures"]) if "figures" in found else (),
            decision=self._decision(found["decision"]) if "decision" in found else None,
            event=self.text(found["event"], "event") if "event" in found else "",
            built=self._built(found["built"]) if "built" in found else (),
            waived=MappingProxyType(self._waived(found["waived"]) if "waived" in found else {}),
        )

    def _id(self, node: Node) -> str:
        text = self.text(node, "id")
        if text and (len(text) > _MAX_ID or not all(c.isalnum() or c in "-_" for c in text)):
            self.fault(node, f"the id {shown(text)}", f"letters, digits, '-' and '_', at most {_MAX_ID}")
        return text

    def _receivers(self, found: dict[str, Node], archetype: Archetype | None) -> tuple[str, ...]:
        if "to" not in found:
            return archetype.receivers if archetype else ()
        receivers = self.texts(found["to"], "to")
        if not receivers and isinstance(found["to"], Scalar | Sequence):
            self.fault(found["to"], "'to' names no receiver", "at least one part")
        for name, times in Counter(receivers).items():
            if name and times > 1:
                self.fault(found["to"], f"'to' names {shown(name)} twice", "each name once")
        return receivers

    def _figures(self, node: Node) -> tuple[Figure, ...]:
        figures = [self._figure(entry) for entry in self.pairs(node, "figures")]
        for name, times in Counter([figure.name for figure in figures]).items():
            if times > 1:
                self.fault(node, f"the figure {shown(name)} is given twice, under two names", "one of them")
        return tuple(figures)

    def _figure(self, entry: Entry) -> Figure:
        """Read a figure; one with a name of the team's own is kept as it is, unless it looks like a slip."""
        written = entry.key.text.strip().replace("_", "-").replace(" ", "-")
        name = OTHER_NAMES.get(written, written if written in KINDS else entry.key.text)
        text = self.free(entry.value, f"the figure {shown(entry.key.text)}")
        single = isinstance(entry.value, Scalar)
        if name not in KINDS:
            if meant := nearest(name, (*KINDS, *OTHER_NAMES), _NEARLY):
                self.fault(entry.key, f"unknown figure {shown(name)}", "", name, dict.fromkeys((*KINDS, meant)))
            elif single and not text.strip():
                self.fault(entry.value, f"the figure {shown(name)} is blank", "a text")
            return Figure(name, text)
        if text == UNKNOWN:
            return Figure(name, text)
        value = read_figure(name, text)
        if single and value is None:
            said = shown(text) if text.strip() else "blank"
            self.fault(entry.value, f"{name} is {said}", f"a figure such as {KINDS[name].example}")
        return Figure(name, text, value)

    def _decision(self, node: Node) -> Decision:
        found = self.keys(node, "a decision", ("style", "because"), _SAID_OF_DECISION)
        free = {key: self.free(found[key], key) for key in ("by", "ticket", "rules") if key in found}
        style, form = self._way(found)
        return Decision(
            style=style,
            because=self.text(found["because"], "because") if "because" in found else "",
            date=self.day(found["date"], "date") if "date" in found else "",
            review=self.day(found["review"], "review") if "review" in found else "",
            form=form,
            advised=self.word(found["advised"], "advised", tuple(Style)) if "advised" in found else "",
            advised_form=self.free(found["advised-form"], "advised-form") if "advised-form" in found else "",
            grounds=MappingProxyType(self._grounds(found["grounds"]) if "grounds" in found else {}),
            sender=self.free(found["from"], "from") if "from" in found else "",
            receivers=self.texts(found["to"], "to") if "to" in found else (),
            others=tuple(map(self._other, self.items(found["other-decisions"], "other-decisions")))
            if "other-decisions" in found
            else (),
            **free,
        )

    def _other(self, node: Node) -> OtherDecision:
        found = self.keys(node, "another decision", ("style", "because"), _SAID_OF_OTHER)
        style, form = self._way(found)
        return OtherDecision(
            style=style,
            because=self.text(found["because"], "because") if "because" in found else "",
            form=form,
            by=self.free(found["by"], "by") if "by" in found else "",
            date=self.day(found["date"], "date") if "date" in found else "",
        )

    def _way(self, found: Mapping[str, Node]) -> tuple[str, str]:
        """Return the style and the form of a decision, "" where it names none."""
        style = self.word(found["style"], "style", DECIDABLE) if "style" in found else ""
        form = self.word(found["form"], "form", self._forms) if "form" in found else ""
        if form and style and style not in self._forms[form].styles:
            fitting = ", ".join(self._forms[form].styles)
            self.fault(found["form"], f"the form {shown(form)} goes with {fitting}", f"a form for {style}")
        return style, form

    def _grounds(self, node: Node) -> dict[str, frozenset[str]]:
        """Read the answers of that time; names of questions and values are those of the rules of that time."""
        grounds = {}
        for entry in self.pairs(node, "grounds"):
            of = f"the ground {shown(entry.key.text)}"
            several = isinstance(entry.value, Sequence)
            values = self.texts(entry.value, of) if several else (self.free(entry.value, of),)
            grounds[entry.key.text] = frozenset([value for value in values if value])
        return grounds

    def _built(self, node: Node) -> tuple[str, ...]:
        nodes = (node,) if isinstance(node, Scalar) and not node.blank else self.items(node, "built")
        return tuple(dict.fromkeys([name for item in nodes if (name := self._pattern(item, "built", self._patterns))]))

    def _waived(self, node: Node) -> dict[str, str]:
        waived = {}
        for entry in self.pairs(node, "waived"):
            name = self._pattern(entry.key, "waived", self._safeguards)
            reason = self.text(entry.value, f"the reason to do without {shown(entry.key.text)}")
            if name:
                waived[name] = reason
        return waived

    def _pattern(self, node: Node, of: str, known: Mapping[str, Pattern]) -> str:
        """Return the id of a pattern that goes by any of its names."""
        found = known.get(node.text.casefold()) if isinstance(node, Scalar) else None
        return found.id if found else self.word(node, of, known)

    def _closed(self, node: Node) -> tuple[Closed, ...]:
        closed = []
        for item in self.items(node, "closed"):
            found = self.keys(item, "a closed finding", ("finding", "because", "until"), ("by",))
            closed.append(
                Closed(
                    finding=self.text(found["finding"], "finding") if "finding" in found else "",
                    because=self.text(found["because"], "because") if "because" in found else "",
                    until=self.day(found["until"], "until") if "until" in found else "",
                    by=self.free(found["by"], "by") if "by" in found else "",
                )
            )
        return tuple(closed)

    def _flows(self, node: Node, ids: Collection[str]) -> tuple[Flow, ...]:
        flows = []
        for item in self.items(node, "flows"):
            found = self.keys(item, "a flow", ("name", "steps"), ("waits",))
            name = self.text(found["name"], "a flow's name") if "name" in found else ""
            steps = self._steps(found["steps"], ids) if "steps" in found else ()
            waits = self.word(found["waits"], "waits", self._waiting) if "waits" in found else ""
            flows.append(Flow(name, steps, waits))
        return tuple(flows)

    def _steps(self, node: Node, ids: Collection[str]) -> tuple[FlowStep, ...]:
        """Read the steps of a flow: an id, several that go on at once, or a mapping that says more of them."""
        steps = []
        of = "the steps of a flow"
        alone = isinstance(node, Scalar) and not node.blank
        for item in (node,) if alone else self.items(node, of):
            if not isinstance(item, MappingNode):
                single = isinstance(item, Scalar)
                rows = (self.word(item, of, ids),) if single else self.words(item, of, ids)
                if isinstance(item, Sequence) and not item.items:
                    self.fault(item, "a step names no interaction", "at least one")
                steps.append(FlowStep(tuple([row for row in rows if row])))
                continue
            found = self.keys(item, "a step", ("step",), _STEP_KEYS)
            said = {key: self.word(found[key], key, ("true", "false")) == "true" for key in _STEP_KEYS if key in found}
            if "step" in found:
                rows = self.words(found["step"], "a step", ids)
                steps.append(FlowStep(rows, said.get("optional", False), said.get("may-refuse", False)))
        return tuple(steps)


def _role_words(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Return what `role:` of a part may say: a role, or the kind of several."""
    return tuple(dict.fromkeys([word for role in knowledge.part_roles.values() for word in (role.name, role.kind)]))


def waiting(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Return who may wait for the end of a flow."""
    if knowledge.actions is None:
        return ()
    return tuple([option.value for option in knowledge.questions[knowledge.actions.waits].options])


def _prefill(archetype: Archetype) -> dict[str, Answer]:
    return {d.question: Answer(frozenset(d.values), Origin.ARCHETYPE) for d in archetype.answers}
