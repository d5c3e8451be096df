"""What a value in a rule file may look like, and how it is read.

The shape of a field follows from its type and its `Key`, so a field is declared once.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Literal, Protocol, Union, get_args, get_origin

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from archadvisor.errors import Faults, shown
from archadvisor.knowledge.conditions import ALWAYS, AllOf, AnyOf, Condition, Facts, Is, Not
from archadvisor.knowledge.fields import Key
from archadvisor.knowledge.types.evidence import Choice
from archadvisor.knowledge.types.examples import Draft, Reason
from archadvisor.knowledge.types.vocabulary import Done
from archadvisor.source import Entry, Node, Reader, Scalar, Sequence

SAFE = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
SAFE_SAID = "lower-case words joined by hyphens, such as 'it-does', never yes, no, on, off, null or a number"

_SAFE = re.compile(SAFE)

Words = Mapping[str, tuple[str, ...]]
"""The allowed words of each vocabulary."""


class RuleReader(Reader):
    """Reads the entries of one file; words of a vocabulary wait until all files are read."""

    def __init__(self, file: str, faults: Faults) -> None:
        super().__init__(file, faults)
        self._waiting: list[tuple[Scalar, str, str]] = []

    def entry(self, node: Node, kind: type[Struct]) -> Any:
        """Return an entry of a kind; a missing key is a fault and comes out as nothing."""
        declared, required, optional, placed = _plan(kind)
        found = self.keys(node, title(kind), required, optional)
        if type(role := found.get("role")) is Scalar:
            self._fit_role(node, role.text, found, declared)
        values: dict[str, Any] = {"place": self.place(node)} if placed else {}
        for field in declared:
            if field.name in found:
                values[field.attribute] = field.shape.read(self, found[field.name], field.name)
            elif field.required:
                values[field.attribute] = field.shape.missing
        return kind(**values)

    def _fit_role(self, node: Node, role: str, found: dict[str, Node], declared: tuple[Field, ...]) -> None:
        """Note the keys that an entry of this role has to have and has not, and those that it cannot have."""
        for field in declared if any(field.key.needed_for == role for field in declared) else ():
            if field.key.needed_for == role and field.name not in found:
                self.fault(node, f"a {role} has no {shown(field.name)}")
            if field.key.only_for not in ("", role) and field.name in found:
                self.fault(found[field.name], f"{shown(field.name)} has no meaning for a {role}")

    def wait(self, node: Scalar, of: str, vocabulary: str) -> None:
        """Note that a word has to be one of a vocabulary."""
        self._waiting.append((node, of, vocabulary))

    def check_words(self, words: Words) -> None:
        """Note the words that are in no vocabulary; a vocabulary that is empty is a fault of its own."""
        for node, of, vocabulary in self._waiting:
            if words[vocabulary] and node.text not in words[vocabulary]:
                self.unknown(node, of, words[vocabulary])


class Shape(Protocol):
    """How a value is read; `missing` stands for one that is not there or wrong."""

    @property
    def missing(self) -> Any:
        """Return what stands for a value that is missing or wrong."""

    def read(self, reader: RuleReader, node: Node, of: str, /) -> Any:
        """Return the value, which messages call `of`; what is wrong with it is noted as a fault."""


class Text(Struct, frozen=True):
    """A text that is not blank."""

    missing: str = ""

    def read(self, reader: RuleReader, node: Node, of: str) -> str:
        """Read a text."""
        return reader.text(node, of)


class SafeWord(Struct, frozen=True):
    """An id or another word that no YAML reader takes for anything else, in quotes or bare."""

    missing: str = ""

    def read(self, reader: RuleReader, node: Node, of: str) -> str:
        """Read a safe word."""
        if type(node) is not Scalar or node.blank or not node.text.strip():
            return reader.text(node, of)
        if Scalar(node.text, True, 0, 0).reads_as() != "str" or not is_safe(node.text):
            reader.fault(node, f"{shown(node.text)} is not a safe word", SAFE_SAID)
        return node.text


class Word(Struct, frozen=True):
    """One of a closed set of words."""

    values: tuple[Any, ...]

    @property
    def missing(self) -> Any:
        """Return the first."""
        return "" if type(self.values[0]) is str else self.values[0]

    def read(self, reader: RuleReader, node: Node, of: str) -> Any:
        """Read one of the words as the value that it stands for."""
        word = reader.word(node, of, self.values)
        return next((value for value in self.values if value == word), self.missing)


class VocabularyWord(Struct, frozen=True):
    """A word that the rules bring along."""

    vocabulary: str
    missing: str = ""

    def read(self, reader: RuleReader, node: Node, of: str) -> str:
        """Read a word; whether the rules have it is looked at when all of them are read."""
        if type(node) is not Scalar:
            return reader.word(node, of, ())
        reader.wait(node, of, self.vocabulary)
        return node.text


class Flag(Struct, frozen=True):
    """True or false."""

    missing: bool = False

    def read(self, reader: RuleReader, node: Node, of: str) -> bool:
        """Read true or false."""
        return reader.word(node, of, ("true", "false")) == "true"


class Whole(Struct, frozen=True):
    """A whole number from 0 up."""

    missing: int = 0

    def read(self, reader: RuleReader, node: Node, of: str) -> int:
        """Read a whole number."""
        return reader.whole(node, of)


class Number(Struct, frozen=True):
    """A number above 0 and below 1000, which may stand in quotes."""

    missing: float = 1.0

    def read(self, reader: RuleReader, node: Node, of: str) -> float:
        """Read a number."""
        try:
            value = float(node.text) if isinstance(node, Scalar) else -1.0
        except ValueError:
            value = -1.0
        if not 0 < value < 1000:
            reader.fault(node, f"{of} is not a number above 0 and below 1000")
            return self.missing
        return value


class Several(Struct, frozen=True):
    """A list; one single value alone counts as a list of one."""

    inner: Shape
    some: bool = False
    missing: tuple[Any, ...] = ()

    def read(self, reader: RuleReader, node: Node, of: str) -> tuple[Any, ...]:
        """Read each item."""
        alone = type(node) is Scalar and not node.blank and not isinstance(self.inner, Nested)
        items = (node,) if alone else reader.items(node, of)
        if self.some and type(node) is Sequence and not items:
            reader.fault(node, f"{of} is empty", "at least one")
        read = self.inner.read
        return tuple([read(reader, item, of) for item in items])


class Nested(Struct, frozen=True):
    """An entry of a kind."""

    kind: Any

    @property
    def missing(self) -> Any:
        """Return an entry of which nothing is known."""
        return self.kind(**{f.attribute: f.shape.missing for f in declared_fields(self.kind) if f.required})

    def read(self, reader: RuleReader, node: Node, _: str) -> Any:
        """Read an entry."""
        return reader.entry(node, self.kind)


class Single(Struct, frozen=True):
    """One entry, which is read as a list of one."""

    inner: Nested
    missing: tuple[Any, ...] = ()

    def read(self, reader: RuleReader, node: Node, of: str) -> tuple[Any, ...]:
        """Read the entry."""
        return (self.inner.read(reader, node, of),)


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


_BY_TYPE: Mapping[Any, Shape] = {
    bool: Flag(),
    int: Whole(),
    float: Number(),
    Choice: ChoiceShape(),
    Condition: ConditionShape(),
    Facts: Known(),
    tuple[Draft, ...]: Drafts(),
    tuple[Reason, ...]: Reasons(),
}


class Field(Struct, frozen=True):
    """A field of an entry that stands in the file under a name."""

    attribute: str
    name: str
    key: Key
    shape: Shape
    required: bool


@functools.cache
def declared_fields(kind: type[Struct]) -> tuple[Field, ...]:
    """Return the fields of a kind of entry that stand in files, the required ones first."""
    found = []
    for info in fields(kind):
        if get_origin(info.type) is Annotated:
            type_, key = get_args(info.type)[:2]
            required = info.default is NODEFAULT
            found.append(Field(info.name, key.name or info.name, key, _shape(type_, key), required))
    return tuple(sorted(found, key=lambda field: not field.required))


@functools.cache
def _plan(kind: type[Struct]) -> tuple[tuple[Field, ...], tuple[str, ...], tuple[str, ...], bool]:
    """Return the fields of a kind, the required and the optional keys, and whether an entry knows its place."""
    declared = declared_fields(kind)
    required = tuple([field.name for field in declared if field.required])
    optional = tuple([field.name for field in declared if not field.required])
    return declared, required, optional, "place" in kind.__struct_fields__


def _shape(type_: Any, key: Key) -> Shape:
    if type_ in _BY_TYPE:
        return _BY_TYPE[type_]
    if get_origin(type_) in (Union, UnionType):
        return _shape(functools.reduce(operator.or_, [one for one in get_args(type_) if one is not type(None)]), key)
    if get_origin(type_) is tuple:
        inner = _shape(get_args(type_)[0], key)
        return Single(inner) if key.single and isinstance(inner, Nested) else Several(inner, key.some)
    if get_origin(type_) is Literal:
        return Word(tuple([value for value in get_args(type_) if value != ""]))
    if type_ is str:
        return VocabularyWord(key.one_of) if key.one_of else SafeWord() if key.safe else Text()
    return Word(tuple([word for word in type_ if word != key.but])) if issubclass(type_, Enum) else Nested(type_)


@functools.cache
def title(kind: type[Struct]) -> str:
    """Return what a message calls an entry of a kind: "a rule file"."""
    name = "".join([f" {c.lower()}" if c.isupper() else c for c in kind.__name__]).strip()
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def is_safe(text: str) -> bool:
    """Tell whether a text consists of lower-case words joined by hyphens."""
    return _SAFE.fullmatch(text) is not None
