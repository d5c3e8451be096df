"""Bytes to values that know where they stand: the one reader for rules and for answers.

YAML is read as events, so that every value keeps its line and column, and so that what has no
place in data (duplicate keys, aliases, tags, several documents, endless depth or size) is refused
before anything is built. Scalars stay text: `no`, `on` and `012` arrive as written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, NoReturn, TypeAlias

import yaml
from msgspec import Struct

from archadvisor.errors import Faults, Place, listed, shown

MAX_BYTES = 64 * 1024 * 1024
MAX_SCALAR = 10_000
MAX_DEPTH = 20
MAX_VALUES = 6_000_000
_HOPELESS_DEPTH = 200
_MAX_TAG_DIRECTIVES = 100  # libyaml compares each with all before it

# libyaml where the wheel has it (it does on all common platforms), else the same in Python.
_LIBYAML = hasattr(yaml, "CSafeLoader")
_Loader: Any = yaml.CSafeLoader if _LIBYAML else yaml.SafeLoader
_SCALAR, _ALIAS, _SEQUENCE_END = yaml.ScalarEvent, yaml.AliasEvent, yaml.SequenceEndEvent
_MAPPING, _MAPPING_END, _STREAM_END = yaml.MappingStartEvent, yaml.MappingEndEvent, yaml.StreamEndEvent
_STARTS = (yaml.SequenceStartEvent, _MAPPING)
_ENDS = (_SEQUENCE_END, _MAPPING_END)
_RESOLVERS: dict[str, list[tuple[str, Any]]] = yaml.SafeLoader.yaml_implicit_resolvers
_STRING = "tag:yaml.org,2002:str"


class Scalar(Struct, frozen=True, gc=False):
    """A single value as written; `plain` tells that it stood without quotes."""

    text: str
    plain: bool
    line: int
    column: int

    @property
    def blank(self) -> bool:
        """Nothing was written, or YAML's word for nothing."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")

    def reads_as(self) -> str:
        """Return what other YAML readers would take the unquoted text for, `str` where that is text."""
        if self.plain:
            for tag, pattern in _RESOLVERS.get(self.text[:1], ()):
                if pattern.match(self.text):
                    return str(tag.rpartition(":")[2])
        return "str"


class Sequence(Struct, frozen=True):
    """A list of values."""

    items: tuple[Node, ...]
    line: int
    column: int


class Entry(Struct, frozen=True):
    """One key of a mapping with its value."""

    key: Scalar
    value: Node


class Mapping(Struct, frozen=True):
    """Keys and values in the order of the file; keys are unique."""

    entries: tuple[Entry, ...]
    line: int
    column: int


class Broken(Struct, frozen=True, gc=False):
    """A value that was refused; the fault is noted already, so readers pass over it."""

    line: int
    column: int


Node: TypeAlias = Scalar | Sequence | Mapping | Broken

KINDS = {Scalar: "a single value", Sequence: "a list", Mapping: "keys with values"}


def parse(data: bytes, file: str, faults: Faults) -> Node | None:
    """Read one YAML document; all faults of its form go to `faults`.

    Returns None where there is nothing to go on with (empty, not UTF-8, not YAML).
    """
    if len(data) > MAX_BYTES:
        faults.add(Place(file), f"the file is larger than {MAX_BYTES // (1024 * 1024)} MB")
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.add(_end(data[: error.start], file), "not UTF-8", "a text file in UTF-8")
        return None
    if data.count(b"%TAG") > _MAX_TAG_DIRECTIVES:
        faults.add(Place(file), "more than 100 '%TAG' directives", "none")
        return None
    try:
        return _Builder(data, file, faults).document()
    except yaml.reader.ReaderError as error:
        before = data[: error.position] if _LIBYAML else data.decode()[: error.position].encode()
        faults.add(_end(before, file), "a control character", "text")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        tab = mark and data.decode().removeprefix("\ufeff")[mark.index : mark.index + 1] == "\t"
        faults.add(place, f"not YAML: {_told(error)}", "spaces instead of the tab" if tab else "")
    except (OverflowError, ValueError):  # of PyYAML without libyaml, for an escape like \UFFFFFFFF
        faults.add(Place(file), "not YAML: an invalid character escape")
    except _HopelessError:
        pass
    return None


def _told(error: yaml.MarkedYAMLError) -> str:
    start = f"from line {error.context_mark.line + 1}" if error.context and error.context_mark else None
    return " ".join(filter(None, (error.problem, error.context, start)))


def _end(before: bytes, file: str) -> Place:
    """Return the place that follows these bytes."""
    line = before[before.rfind(b"\n") + 1 :].decode().removeprefix("\ufeff")
    return Place(file, before.count(b"\n") + 1, len(line) + 1)


class _HopelessError(Exception):
    """What is wrong is noted already, and reading on would only take time."""


class _Builder:
    """Builds values from libyaml's events."""

    def __init__(self, data: bytes, file: str, faults: Faults) -> None:
        self._next = _Loader(data).get_event
        self._file = file
        self._faults = faults
        self._values = 0

    def document(self) -> Node | None:
        self._next()  # start of stream
        event = self._next()
        if type(event) is _STREAM_END:
            self._faults.add(Place(self._file), "the file is empty", KINDS[Mapping])
            return None
        root = self._node(self._next(), 0)
        self._next()  # end of document
        event = self._next()
        if type(event) is not _STREAM_END:
            self._refuse(event, "a second document in the file", "one document only")
        return root

    def _node(self, event: Any, depth: int) -> Node:
        self._values += 1
        if self._values > MAX_VALUES:
            self._give_up(event)
        kind = type(event)
        if kind is _SCALAR:
            return self._scalar(event)
        if kind is _ALIAS:
            return self._refuse(event, f"an alias ({shown('*' + event.anchor)})", "the value itself")
        if depth >= MAX_DEPTH:
            refused = self._refuse(event, f"nested deeper than {MAX_DEPTH} levels")
            self._skip()
            return refused
        node = self._sequence(event, depth) if kind is not _MAPPING else self._mapping(event, depth)
        return node if event.tag is None else self._refuse(event, f"a tag ({shown(event.tag)})", "a plain value")

    def _scalar(self, event: Any) -> Scalar | Broken:
        if event.tag is not None:
            return self._refuse(event, f"a tag ({shown(event.tag)})", "a plain value")
        text = event.value
        if len(text) > MAX_SCALAR:
            return self._refuse(event, f"a text of {len(text):,} characters", f"at most {MAX_SCALAR:,}")
        if not _LIBYAML and not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
            return self._refuse(event, "an incomplete character (lone surrogate)", "complete characters")
        mark = event.start_mark
        return Scalar(text, not event.style, mark.line + 1, mark.column + 1)

    def _sequence(self, event: Any, depth: int) -> Sequence:
        items = []
        following = self._next
        while type(inner := following()) is not _SEQUENCE_END:
            items.append(self._node(inner, depth + 1))
        mark = event.start_mark
        return Sequence(tuple(items), mark.line + 1, mark.column + 1)

    def _mapping(self, event: Any, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        following = self._next
        while type(inner := following()) is not _MAPPING_END:
            key = self._node(inner, depth + 1)
            value = self._node(following(), depth + 1)
            if type(key) is Scalar:
                if key.text in entries:
                    first = entries[key.text].key.line
                    what = f"the key {shown(key.text)} is repeated (first on line {first})"
                    self._faults.add(Place(self._file, key.line, key.column), what, "each key once")
                else:
                    entries[key.text] = Entry(key, value)
            elif type(key) is not Broken:
                self._refuse(inner, f"{KINDS[type(key)]} as a key", "a word")
        mark = event.start_mark
        return Mapping(tuple(entries.values()), mark.line + 1, mark.column + 1)

    def _skip(self) -> None:
        """Pass over the rest of a collection without building anything."""
        open_ = 1
        while open_:
            event = self._next()
            self._values += 1
            if self._values > MAX_VALUES:
                self._give_up(event)
            if type(event) in _STARTS:
                open_ += 1
                if open_ > _HOPELESS_DEPTH:
                    raise _HopelessError
            elif type(event) in _ENDS:
                open_ -= 1

    def _give_up(self, event: Any) -> NoReturn:
        self._refuse(event, f"more than {MAX_VALUES:,} values")
        raise _HopelessError

    def _refuse(self, event: Any, what: str, expected: str = "") -> Broken:
        mark = event.start_mark
        self._faults.add(Place(self._file, mark.line + 1, mark.column + 1), what, expected)
        return Broken(mark.line + 1, mark.column + 1)


class Span(Struct, gc=False):
    """Where a value stands in a text: its characters from `start` up to `end`.

    `style` is empty for a plain scalar, else its quote, `|` or `>`; of a collection its bracket, or in block
    style `-` for a list and `:` for keys with values. `inner` are its items, or its keys and values in turn.
    The end of a block scalar includes blank lines after it; a block collection ends with its last value.
    """

    start: int
    end: int
    style: str
    text: str = ""
    inner: tuple[Span, ...] = ()


def outline(text: str) -> Span | None:
    """Return where the values of a text stand; None for some texts that `parse` refuses.

    The text is without a byte order mark.
    """
    top: list[Span] = []
    open_: list[tuple[Span, list[Span]]] = []
    within = top
    try:
        following = _Loader(text).get_event
        while (kind := type(event := following())) is not _STREAM_END:
            if kind is _SCALAR:
                within.append(Span(event.start_mark.index, event.end_mark.index, event.style or "", event.value))
            elif kind in _STARTS:
                if len(open_) == MAX_DEPTH:
                    return None
                style = ("[-", "{:")[kind is _MAPPING][not event.flow_style]
                within.append(Span(event.start_mark.index, event.end_mark.index, style))
                open_.append((within[-1], within))
                within = []
            elif kind in _ENDS:
                inner = tuple(within)
                span, within = open_.pop()
                span.inner = inner
                span.end = inner[-1].end if span.style in "-:" else event.end_mark.index
            elif kind is _ALIAS:
                return None
    except (yaml.YAMLError, ValueError, OverflowError):  # the last two of PyYAML without libyaml
        return None
    return top[0] if top else None


_COMMENT = re.compile(r"(?:^|(?<=[\s]))#[^\n\r]*", re.MULTILINE)


def comments(text: str) -> list[str]:
    """Return the comments of a text, in order; a "#" within a value is none."""
    text = text.removeprefix("\ufeff")
    found: list[str] = []
    start = 0
    for value in _values(outline(text)):
        found += [comment[0].rstrip() for comment in _COMMENT.finditer(text, start, value.start)]
        start = value.end
    return found + [comment[0].rstrip() for comment in _COMMENT.finditer(text, start)]


def _values(span: Span | None) -> Iterator[Span]:
    """Yield the scalars of an outline in order."""
    if span is not None and (span.inner or span.style in ("[", "{")):
        for inner in span.inner:
            yield from _values(inner)
    elif span is not None:
        yield span


class Reader:
    """Takes typed values out of nodes; what does not fit is noted as a fault and comes out as nothing."""

    def __init__(self, file: str, faults: Faults) -> None:
        self.file = file
        self.faults = faults

    def place(self, node: Node) -> Place:
        """Return where a value stands."""
        return Place(self.file, node.line, node.column)

    def fault(self, node: Node, what: str, expected: str = "", got: str = "", names: Collection[str] = ()) -> None:
        """Note what is wrong with a value."""
        self.faults.add(Place(self.file, node.line, node.column), what, expected, got, names)

    def keys(self, node: Node, of: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Node]:
        """Return the values of a mapping by key; unknown and missing keys are faults."""
        if type(node) is not Mapping:
            self._unfit(node, of, f"keys with values: {listed((*required, *optional))}")
            return {}
        found: dict[str, Node] = {}
        for entry in node.entries:
            name = entry.key.text
            if name in required or name in optional:
                found[name] = entry.value
            else:
                self.fault(entry.key, f"unknown key {shown(name)} in {of}", "", name, (*required, *optional))
        for name in required:
            if name not in found:
                self.fault(node, f"{of} has no {shown(name)}")
        return found

    def pairs(self, node: Node, of: str) -> Iterator[Entry]:
        """Yield key and value of a mapping whose keys are free; a blank value is an empty mapping."""
        if type(node) is Mapping:
            yield from node.entries
        elif not (type(node) is Scalar and node.blank):
            self._unfit(node, of, "keys with values")

    def items(self, node: Node, of: str) -> tuple[Node, ...]:
        """Return the items of a list; a blank value is an empty list."""
        if type(node) is Sequence:
            return node.items
        if not (type(node) is Scalar and node.blank):
            self._unfit(node, of, "a list")
        return ()

    def text(self, node: Node, of: str) -> str:
        """Return a text that is not blank and that no YAML reader takes for anything else."""
        if type(node) is not Scalar:
            self._unfit(node, of, "a text")
            return ""
        if node.blank or not node.text.strip():
            self.fault(node, f"{of} is blank", "a text")
            return ""
        reads_as = node.reads_as()
        if reads_as != "str":
            self.fault(
                node,
                f"YAML reads {shown(node.text)} as {_ARTICLES.get(reads_as, reads_as)}",
                f'quotes, because {of} is a text: "{node.text[:20]}"',
            )
        return node.text

    def word(self, node: Node, of: str, allowed: Collection[str]) -> str:
        """Return one of the allowed words, or an empty text and a fault."""
        if type(node) is not Scalar:
            self._unfit(node, of, "one word")
            return ""
        if node.text in allowed:
            return node.text
        self.unknown(node, of, allowed)
        return ""

    def unknown(self, node: Scalar, of: str, allowed: Collection[str]) -> None:
        """Note a word that is not among the allowed ones, which come in the order to name them in."""
        what = f"{of} is blank" if node.blank else f"{shown(node.text)} is not a value of {of}"
        self.fault(node, what, "", node.text, allowed)

    def texts(self, node: Node, of: str) -> tuple[str, ...]:
        """Return a list of texts; one text alone counts as a list of one."""
        nodes = (node,) if type(node) is Scalar and not node.blank else self.items(node, of)
        return tuple(self.text(item, of) for item in nodes)

    def words(self, node: Node, of: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return a list of allowed words; one word alone counts as a list of one."""
        nodes = (node,) if type(node) is Scalar and not node.blank else self.items(node, of)
        return tuple(word for item in nodes if (word := self.word(item, of, allowed)))

    def whole(self, node: Node, of: str) -> int:
        """Return a whole number from 0 up."""
        if type(node) is Scalar and node.text.isascii() and node.text.isdigit() and len(node.text) < 10:
            return int(node.text)
        self._unfit(node, of, "a whole number")
        return 0

    def _unfit(self, node: Node, of: str, expected: str) -> None:
        if type(node) is Scalar:
            self.fault(node, f"{of} is {shown(node.text) if not node.blank else 'blank'}", expected)
        elif type(node) is not Broken:
            self.fault(node, f"{of} is {KINDS[type(node)]}", expected)


_ARTICLES = {
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "null": "nothing",
    "timestamp": "a date",
    "merge": "a merge key",
    "value": "a default value",
}
