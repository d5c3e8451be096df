"""What a value in a rule file may look like, and how it is read.

The shape of a field follows from its type and its `Key` (see `declared`), so a field is declared once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct

from archadvisor.errors import Faults, shown
from archadvisor.knowledge.fields import Key
from archadvisor.source import Node, Reader, Scalar, Sequence

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
            reader.fault(node, f"{shown(node.text)} is not an allowed word", SAFE_SAID)
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


class Field(Struct, frozen=True):
    """A field of an entry that stands in the file under a name."""

    attribute: str
    name: str
    key: Key
    shape: Shape
    required: bool


class Nested(Struct, frozen=True):
    """An entry of a kind, which messages call `title`; `placed` where it knows its place."""

    kind: Any
    title: str
    fields: tuple[Field, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    placed: bool
    missing: None = None

    def read(self, reader: RuleReader, node: Node, _: str) -> Any:
        """Read an entry; a missing key is a fault and comes out as nothing."""
        found = reader.keys(node, self.title, self.required, self.optional)
        if type(role := found.get("role")) is Scalar:
            self._fit_role(reader, node, role.text, found)
        values: dict[str, Any] = {"place": reader.place(node)} if self.placed else {}
        for field in self.fields:
            if field.name in found:
                values[field.attribute] = field.shape.read(reader, found[field.name], field.name)
            elif field.required:
                values[field.attribute] = field.shape.missing
        return self.kind(**values)

    def _fit_role(self, reader: RuleReader, node: Node, role: str, found: dict[str, Node]) -> None:
        """Note the keys that an entry of this role has to have and has not, and those that it cannot have."""
        for field in self.fields if any(field.key.needed_for == role for field in self.fields) else ():
            if field.key.needed_for == role and field.name not in found:
                reader.fault(node, f"a {role} has no {shown(field.name)}")
            if field.key.only_for not in ("", role) and field.name in found:
                reader.fault(found[field.name], f"{shown(field.name)} is not allowed for a {role}")


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


class Single(Struct, frozen=True):
    """One entry, which is read as a list of one."""

    inner: Nested
    missing: tuple[Any, ...] = ()

    def read(self, reader: RuleReader, node: Node, of: str) -> tuple[Any, ...]:
        """Read the entry."""
        return (self.inner.read(reader, node, of),)


def is_safe(text: str) -> bool:
    """Tell whether a text consists of lower-case words joined by hyphens."""
    return _SAFE.fullmatch(text) is not None
