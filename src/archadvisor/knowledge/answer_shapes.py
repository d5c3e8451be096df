"""Shapes that speak of questions and answers: conditions, drafts, what is known of a real system."""

from __future__ import annotations

from types import MappingProxyType

from msgspec import Struct

from archadvisor.errors import shown
from archadvisor.knowledge.conditions import ALWAYS, AllOf, AnyOf, Condition, Facts, Is, Not
from archadvisor.knowledge.shapes import RuleReader
from archadvisor.knowledge.types import Choice, Done, Draft, Reason
from archadvisor.source import Entry, Node, Scalar, Sequence


class ConditionShape(Struct, frozen=True):
    """A condition: see `conditions`."""

    missing: Condition = ALWAYS

    def read(self, reader: RuleReader, node: Node, of: str) -> Condition:
        """Read a condition; several keys all have to hold."""
        parts = tuple([self._comparison(reader, entry) for entry in reader.pairs(node, of)])
        return parts[0] if len(parts) == 1 else AllOf(parts)

    def _comparison(self, reader: RuleReader, entry: Entry) -> Condition:
        key, node = entry.key.text, entry.value
        if key == "not":
            return Not(self.read(reader, node, key))
        if key in ("any", "all"):
            inner = tuple([self.read(reader, item, key) for item in reader.items(node, key)])
            return AnyOf(inner) if key == "any" else AllOf(inner)
        return Is(key, frozenset(reader.texts(node, f"the condition on {shown(key)}")))


class ChoiceShape(Struct, frozen=True):
    """One question and one option."""

    missing: Choice = Choice("", "")

    def read(self, reader: RuleReader, node: Node, of: str) -> Choice:
        """Read the question and the option."""
        pairs = list(reader.pairs(node, of))
        if len(pairs) == 1 and isinstance(pairs[0].value, Scalar):
            return Choice(pairs[0].key.text, reader.text(pairs[0].value, of))
        reader.fault(node, f"{shown(of)} of a rule names one question and one option", "{needs: result}")
        return self.missing


class Drafts(Struct, frozen=True):
    """Answers by question."""

    missing: tuple[Draft, ...] = ()

    def read(self, reader: RuleReader, node: Node, of: str) -> tuple[Draft, ...]:
        """Read the answers."""
        return tuple([Draft(e.key.text, self._values(reader, e)) for e in reader.pairs(node, of)])

    def _values(self, reader: RuleReader, entry: Entry) -> tuple[str, ...]:
        if isinstance(entry.value, Sequence):
            return reader.texts(entry.value, entry.key.text)
        return (reader.text(entry.value, entry.key.text),)


class Known(Struct, frozen=True):
    """A list of QUESTION.VALUE."""

    missing: Facts = MappingProxyType({})

    def read(self, reader: RuleReader, node: Node, of: str) -> Facts:
        """Read the values by question, in the order of their names."""
        answers: dict[str, frozenset[str]] = {}
        for text in reader.texts(node, of):
            key, _, value = text.rpartition(".")
            answers[key] = answers.get(key, frozenset()) | {value}
        return MappingProxyType(dict(sorted(answers.items())))


class Reasons(Struct, frozen=True):
    """What is said for each style, by topic."""

    missing: tuple[Reason, ...] = ()

    def read(self, reader: RuleReader, node: Node, of: str) -> tuple[Reason, ...]:
        """Read the reasons."""
        return tuple(
            [
                Reason(Done(word), reason.key.text, reader.text(reason.value, "a reason"))
                for side in reader.pairs(node, of)
                if (word := reader.word(side.key, of, tuple(Done)))
                for reason in reader.pairs(side.value, f"{of} for {shown(side.key.text)}")
            ]
        )
