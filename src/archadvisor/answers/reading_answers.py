"""The answers to questions in an answers file: a value, a list of ticks, or a mapping that says where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from archadvisor.answers.dates import EXPECTED, last_day
from archadvisor.answers.types import UNKNOWN, Answer, Origin, Said
from archadvisor.errors import Faults, shown
from archadvisor.knowledge.types import KnowledgeBase, Question, Scope
from archadvisor.source import Entry, Node, Reader, Scalar, Sequence
from archadvisor.source import Mapping as MappingNode
from archadvisor.text.prose import plural

_ORIGINS = {str(origin): origin for origin in Origin}
_ANSWER_KEYS = ("value", "from", "who", "note", "confirm-by", "said", "source")


class AnswersReader(Reader):
    """Reads the answers to the questions of a knowledge base; faults are collected with their places."""

    def __init__(self, file: str, faults: Faults, knowledge: KnowledgeBase) -> None:
        super().__init__(file, faults)
        self.questions = {scope: {q.id: q for q in knowledge.of_scope(scope)} for scope in Scope}
        self._bare = {
            q.id: {option.value: Answer(frozenset((option.value,))) for option in q.options}
            for q in knowledge.questions.values()
        }

    def answers_to(
        self, node: Node, scope: Scope, drafts: Mapping[str, Answer], beside: Collection[str] = ()
    ) -> dict[str, Answer]:
        """Read answers; keys that stand `beside` them are read elsewhere."""
        answers = dict(drafts)
        questions = self.questions[scope]
        for entry in self.pairs(node, "answers"):
            question = questions.get(entry.key.text)
            if question is None:
                if entry.key.text not in beside:
                    self._unknown_question(entry, scope, beside)
            else:
                answers[question.id] = self._answer(entry.value, question)
        return answers

    def _unknown_question(self, entry: Entry, scope: Scope, beside: Collection[str]) -> None:
        name = entry.key.text
        elsewhere = next((s for s in Scope if name in self.questions[s]), None)
        if elsewhere:
            what = f"{shown(name)} is a question about {_OF[elsewhere]}, not about {_OF[scope]}"
            self.fault(entry.key, what, "", "", self.questions[scope])
        else:
            what = f"no question {shown(name)} about {_OF[scope]}"
            self.fault(entry.key, what, "", name, dict.fromkeys((*self.questions[scope], *beside)))

    def _answer(self, node: Node, question: Question) -> Answer:
        if isinstance(node, Scalar) and (bare := self._bare[question.id].get(node.text)):
            return bare
        if not isinstance(node, MappingNode):
            values = self.values(node, question)
            return Answer(values) if values is not None else _UNKNOWN
        found = self.keys(node, f"the answer to {question.id}", (), _ANSWER_KEYS)
        said = self._said(found["said"], question) if "said" in found else ()
        absent = None if said else _blank(question)
        values = self.values(found["value"], question) if "value" in found else absent
        origin = self.word(found["from"], "from", _ORIGINS) if "from" in found else ""
        return Answer(
            values=values or frozenset(),
            origin=_ORIGINS.get(origin, Origin.TEAM),
            known=values is not None,
            who=self.text(found["who"], "who") if "who" in found else "",
            note=self.text(found["note"], "note") if "note" in found else "",
            confirm_by=self.day(found["confirm-by"], "confirm-by") if "confirm-by" in found else "",
            said=said,
            source=self.text(found["source"], "source") if "source" in found else "",
        )

    def _said(self, node: Node, question: Question) -> tuple[Said, ...]:
        """Read the answers of people who do not agree: two at least, each once, with who gave it or how many."""
        items = self.items(node, "said")
        said = [self._one_said(item, question) for item in items]
        if isinstance(node, Sequence) and len(items) < 2:
            self.fault(node, f"'said' has {plural(len(items), 'answer')}", "at least 2, of people who do not agree")
        for values, times in Counter([one.values for one in said]).items():
            if values and times > 1:
                self.fault(node, f"'said' has {shown(', '.join(sorted(values)))} twice", "each answer once")
        return tuple(said)

    def _one_said(self, node: Node, question: Question) -> Said:
        found = self.keys(node, "an answer that was said", ("value",), ("who", "count"))
        values = self.values(found["value"], question) if "value" in found else frozenset()
        if values is None:
            self.fault(found["value"], "'said' has an answer that is unknown", "what somebody answered")
        who = self.texts(found["who"], "who") if "who" in found else ()
        count = self.whole(found["count"], "count") if "count" in found else 0
        if found and not who and not count:
            self.fault(node, "an answer that was said has no 'who' and no 'count'", "who said it, or how many")
        return Said(values or frozenset(), who, count)

    def values(self, node: Node, question: Question) -> frozenset[str] | None:
        """Return the values of an answer, None where it is blank or unknown."""
        bare = self._bare[question.id]
        if isinstance(node, Scalar):
            if node.text in bare:
                return bare[node.text].values
            if node.blank:
                return _blank(question)
            if node.text == UNKNOWN:
                return None
            self.unknown(node, question.id, bare)
            return frozenset()
        if not question.ticks or not isinstance(node, Sequence):
            self._unfit(node, question.id, "a list of values" if question.ticks else "one value")
            return frozenset()
        return self._ticks(node, question)

    def _ticks(self, node: Sequence, question: Question) -> frozenset[str] | None:
        values = [self.word(item, question.id, self._bare[question.id]) for item in node.items]
        ticked = frozenset(value for value in values if value)
        if len(ticked) < sum(1 for value in values if value):
            self.fault(node, f"{question.id} lists a value twice", "each value once")
        for what, expected in question.problems(ticked):
            self.fault(node, f"{question.id} {what}", expected)
        return ticked if node.items else _blank(question)

    def day(self, node: Node, of: str) -> str:
        """Return a date as it is written, for one that nobody can wait for a fault."""
        text = self.free(node, of)
        if isinstance(node, Scalar) and last_day(text) is None:
            self.fault(node, f"{of} is {shown(text) if text.strip() else 'blank'}", EXPECTED)
        return text

    def free(self, node: Node, of: str) -> str:
        """Return a text that may be blank."""
        if isinstance(node, Scalar):
            return node.text
        self._unfit(node, of, "a single value")
        return ""


def _blank(question: Question) -> frozenset[str] | None:
    """Return what a blank answer means: nothing ticked in a tick list of an interaction, else unknown (None)."""
    return frozenset() if question.ticks and question.scope is Scope.INTERACTION else None


_UNKNOWN = Answer(frozenset(), known=False)
_OF = {Scope.SYSTEM: "the system", Scope.PART: "a part", Scope.INTERACTION: "an interaction"}
