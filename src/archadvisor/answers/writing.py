"""Answers into the text of an answers file: comments, order and hand-made layout stay as they are.

Edits are gathered into one tree of changes, the tree is laid over the outline of the text, and each change
becomes a patch at its place. What comes out is read again and must be the old values with the edits, or
nothing is changed and an error says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import TypeAlias

from msgspec import Struct

from archadvisor.answers.types import UNKNOWN, VERSION, Answer, Origin
from archadvisor.errors import AnswersError, Faults, Place, shown
from archadvisor.source import MAX_SCALAR, Node, Scalar, Span, outline, parse
from archadvisor.source import Mapping as Keys
from archadvisor.source import Sequence as List

WIDTH = 110
"""A line that an edit makes longer than this is opened: keys in braces get a line each."""


class SetName(Struct, frozen=True):
    """The system's name."""

    name: str


class SetSystem(Struct, frozen=True):
    """An answer about the system; None takes it out. `ticks`: the question has a tick list."""

    question: str
    answer: Answer | None
    ticks: bool = False


class SetPart(Struct, frozen=True):
    """An answer about a part, which gets listed; None takes it out. `ticks` as with SetSystem."""

    part: str
    question: str
    answer: Answer | None
    ticks: bool = False


class SetInteraction(Struct, frozen=True):
    """An answer about an interaction; None takes it out. `ticks` as with SetSystem."""

    id: str
    question: str
    answer: Answer | None
    ticks: bool = False


class AddInteraction(Struct, frozen=True):
    """A new interaction, last or behind the one named by `after`; what is empty is left to the archetype."""

    id: str
    sender: str = ""
    receivers: tuple[str, ...] = ()
    purpose: str = ""
    current: str = ""
    archetype: str = ""
    after: str = ""


class ChangeInteraction(Struct, frozen=True):
    """Other values of an interaction; None leaves one as it is, an empty one takes it out."""

    id: str
    sender: str | None = None
    receivers: tuple[str, ...] | None = None
    purpose: str | None = None
    current: str | None = None
    archetype: str | None = None


class RemoveInteraction(Struct, frozen=True):
    """Takes out an interaction with its answers; parts and flows that name it are left to the caller."""

    id: str


class RemovePart(Struct, frozen=True):
    """Takes a part out of the list of parts."""

    part: str


Edit: TypeAlias = (
    SetName | SetSystem | SetPart | SetInteraction | AddInteraction | ChangeInteraction | RemoveInteraction | RemovePart
)


class UneditableError(AnswersError):
    """An answers file that cannot be edited as asked without harm; nothing was changed."""

    def __init__(self, place: Place, what: str, expected: str = "") -> None:
        faults = Faults()
        faults.add(place, what, expected)
        super().__init__(faults)


def new_file(name: str) -> str:
    """Return the smallest valid answers file."""
    schema = "# yaml-language-server: $schema=./answers.schema.json\n"
    return edited(f"{schema}version: {VERSION}\n\nsystem:\n  name: System\n", [SetName(name)])


def edited(text: str, edits: Sequence[Edit], file: str = "answers.yaml", order: Sequence[str] = ()) -> str:
    """Return the text of an answers file with some edits; `file` is what errors call it.

    `order` are questions and parts: new ones come where it puts them among those that are there, others last.
    AnswersError where the text is not what `source.parse` reads, UneditableError where an edit does not fit it
    (an interaction that is not there or there already, a blank name) or cannot be made without harm.
    """
    mark = "\ufeff" * text.startswith("\ufeff")
    text = text[len(mark) :]
    steps = [step for edit in edits for step in _steps(edit)]
    ranks = {name: rank for rank, name in enumerate(order)}
    for removing, some in groupby(steps, key=lambda step: step.put is None):
        if removing:
            for step in some:
                text = _without(text, step.path, file)
        else:
            text = _with(text, some, file, ranks)
    return mark + text


# --- edits to changes --------------------------------------------------------------------------------

Data: TypeAlias = "str | tuple[Data, ...] | frozenset[str] | dict[str, Data] | None"
"""Values of a file without their places; a set is a tick list, None is what is blank or empty."""

Path: TypeAlias = tuple[str, ...]
"""Keys from the top of the file to a value; an interaction goes by its id."""


class _Put(Struct, frozen=True):
    data: Data


class _Step(Struct, frozen=True):
    """What stands at one path from now on, None: nothing. A new interaction comes behind `after`."""

    path: Path
    put: _Put | None
    after: str = ""


_Changes: TypeAlias = "dict[str, _Put | _Changes]"

_NO_RANKS: Mapping[str, int] = {}

_INTERACTIONS = ("interactions",)
_ORDER: dict[int, Path] = {
    0: ("version", "system", "parts", "interactions", "flows"),
    1: ("name", "answers"),
    2: ("id", "from", "to", "purpose", "current", "archetype", "answers", "figures", "decision"),
}


def _steps(edit: Edit) -> Iterator[_Step]:
    match edit:
        case SetName(name):
            yield _Step(("system", "name"), _Put(name))
        case SetSystem(question, answer, ticks):
            yield _Step(("system", "answers", question), _answer(answer, ticks))
        case SetPart(part, question, answer, ticks):
            yield _Step(("parts", part, question), _answer(answer, ticks))
        case SetInteraction(id_, question, answer, ticks):
            yield _Step(("interactions", id_, "answers", question), _answer(answer, ticks))
        case AddInteraction(id_, sender, receivers, purpose, current, archetype, after):
            yield _Step(("interactions", id_, "id"), _Put(id_), after)
            fields = _fields(sender, receivers, purpose, current, archetype)
            yield from (_Step(("interactions", id_, key), _Put(value)) for key, value in fields if value)
        case ChangeInteraction(id_, sender, receivers, purpose, current, archetype):
            for key, value in _fields(sender, receivers, purpose, current, archetype):
                if value is not None:
                    yield _Step(("interactions", id_, key), _Put(value) if value else None)
        case RemoveInteraction(id_):
            yield _Step(("interactions", id_), None)
        case RemovePart(part):
            yield _Step(("parts", part), None)


def _fields(
    sender: str | None,
    receivers: tuple[str, ...] | None,
    purpose: str | None,
    current: str | None,
    archetype: str | None,
) -> Iterator[tuple[str, str | tuple[str, ...] | None]]:
    yield from (("from", sender), ("to", receivers), ("purpose", purpose))
    yield from (("current", current), ("archetype", archetype))


def _answer(answer: Answer | None, ticks: bool) -> _Put | None:
    if answer is None:
        return None
    data: Data = answer.values if ticks or len(answer.values) != 1 else next(iter(answer.values))
    if not answer.known:
        data = UNKNOWN
    more = {
        "from": str(answer.origin) if answer.origin is not Origin.TEAM else "",
        "who": answer.who,
        "note": answer.note,
    }
    said: dict[str, Data] = {key: text for key, text in more.items() if text.strip()}
    return _Put({"value": data, **said} if said else data)


def _gathered(steps: Iterable[_Step]) -> _Changes:
    changes: _Changes = {}
    for step in steps:
        inner = changes
        for name in step.path[:-1]:
            inner = _within(inner.setdefault(name, {}))
        if step.put is not None:
            inner[step.path[-1]] = step.put
    return changes


def _within(change: _Put | _Changes | None) -> _Changes:
    """Return the changes within a change; none within a value."""
    return change if isinstance(change, dict) else {}


def _rank(path: Path, name: str) -> int:
    """Return where a key belongs among its siblings by the format; keys that are free have no place."""
    order = () if _free(path) or path == _INTERACTIONS else _ORDER.get(len(path), ())
    return order.index(name) if name in order else len(order)


def _free(path: Path) -> bool:
    """Tell whether the keys at a path are questions or parts."""
    return path[:1] == ("parts",) or path == ("system", "answers") or len(path) == 3


def _freely(path: Path) -> list[str]:
    """Return the questions and parts that a path goes through."""
    return [name for number, name in enumerate(path) if _free(path[:number])]


def _in_order(names: Iterable[str], path: Path) -> list[str]:
    return sorted(names, key=lambda name: _rank(path, name))


# --- values without places: what must come out --------------------------------------------------------


def _data(change: _Put | _Changes, path: Path) -> Data:
    """Return what changes make where nothing was."""
    if isinstance(change, _Put):
        return change.data
    inner = {name: _data(change[name], (*path, name)) for name in _in_order(change, path)}
    return tuple(inner.values()) if path == _INTERACTIONS else inner


def _of_span(span: Span) -> Data:
    if span.style in _MAPPINGS:
        return {key.text: _of_span(value) for key, value in _entries(span)} or None
    if span.style in _LISTS:
        return tuple(_of_span(item) for item in span.inner) or None
    return None if _blank(span) else span.text


def _of_node(node: Node | None) -> Data:
    if isinstance(node, Keys):
        return {entry.key.text: _of_node(entry.value) for entry in node.entries} or None
    if isinstance(node, List):
        return tuple(_of_node(item) for item in node.items) or None
    return node.text if isinstance(node, Scalar) and not node.blank else None


def _by_id(data: Data) -> Data:
    """Return a whole file with its interactions by their ids."""
    rows = data.get("interactions") if isinstance(data, dict) else None
    if isinstance(data, dict) and isinstance(rows, tuple):
        ids = (row.get("id") if isinstance(row, dict) else None for row in rows)
        return {**data, "interactions": {str(id_): row for id_, row in zip(ids, rows, strict=True)}}
    return data


def _plain(data: Data) -> Data:
    """Return data as it is read back."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()} or None
    return tuple(sorted(data, key=str)) or None if isinstance(data, frozenset) else data or None


def _same(old: Data, new: Data) -> bool:
    """Tell whether a file says it already; the order of ticks is the team's own."""
    if isinstance(new, frozenset):
        return (isinstance(old, tuple) and frozenset(old) == new) or (old is None and not new)
    if isinstance(new, dict):
        return isinstance(old, dict) and old.keys() == new.keys() and all(_same(old[key], new[key]) for key in new)
    return old in (new, (new,))


def _merged(old: Data, change: _Put | _Changes) -> Data:
    if isinstance(change, _Put):
        return old if _same(old, change.data) else _plain(change.data)
    base = old if isinstance(old, dict) else {}
    return {**base, **{name: _merged(base.get(name), inner) for name, inner in change.items()}}


def _removed(old: Data, path: Path) -> Data:
    if not isinstance(old, dict) or path[0] not in old:
        return old
    rest = {key: value for key, value in old.items() if key != path[0]}
    return {**old, path[0]: _removed(old[path[0]], path[1:])} if path[1:] else rest or None


# --- the text ------------------------------------------------------------------------------------------

_MAPPINGS = ("{", ":")
_LISTS = ("[", "-")
_BLOCKS = ("-", ":")
_BREAKS = "\n\r\x85\u2028\u2029"
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_COMMENT = re.compile(f"([ \t{_BREAKS}]*)(#[^{_BREAKS}]*)")
_COMMENT_LINE = re.compile(r"([ \t]*)#")
_REST = re.compile(rf"[ \t]*(,?)[ \t]*(#[^{_BREAKS}]*)?(?=[{_BREAKS}]|\Z)")
_BLANKS = re.compile(r"[ \t]*")
_TRAILING = re.compile("( +)#")
_CHOMPING = re.compile(r"([|>])[-+]?([1-9]?)[-+]?")
_HEADER = re.compile(f"[|>][^{_BREAKS}]*")
_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|0o[0-7]+")
_WORDS = frozenset("yYnN")  # true and false for the letter of YAML 1.1
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_JOINERS = "\u200c\u200d"


def _entries(span: Span) -> list[tuple[Span, Span]]:
    return list(zip(span.inner[::2], span.inner[1::2], strict=True))


def _blank(span: Span) -> bool:
    return not span.style and Scalar(span.text, True, 0, 0).blank


def _index(span: Span, name: str) -> int:
    """Return which key, or which interaction of a list, goes by a name; -1 for none."""
    names = [_id(row) for row in span.inner] if span.style in _LISTS else [key.text for key, _ in _entries(span)]
    return names.index(name) if name in names else -1


def _child(span: Span, name: str) -> Span | None:
    """Return the value of a key, or the interaction with an id."""
    index = _index(span, name)
    return None if index < 0 else span.inner[index if span.style in _LISTS else 2 * index + 1]


def _id(row: Span) -> str:
    found = _child(row, "id") if row.style in _MAPPINGS else None
    return found.text if found else ""


def _compact(root: Span) -> dict[tuple[str, int], bool]:
    """Return where keys with values go into braces, by section and depth: as the last ones do that are there."""
    parts = _child(root, "parts")
    rows = _child(root, "interactions")
    some = [row for row in rows.inner if row.style in _MAPPINGS] if rows else []
    answers = [found.style for row in some if (found := _child(row, "answers")) and found.inner]
    return {
        ("parts", 2): not (parts and parts.inner) or parts.inner[-1].style != ":",
        ("interactions", 2): bool(some) and some[-1].style == "{",
        ("interactions", 3): answers[-1:] == ["{"],
    }


def _ended(text: str, root: Span) -> str:
    """Return a text whose last block scalar stays the same when a line break follows."""
    last = _last(root)
    if last.style not in ("|", ">") or last.end < len(text):
        return text
    return text[: last.start] + _CHOMPING.sub(r"\1\2-", text[last.start :], count=1)


def _joined(blocks: Iterable[list[str]], spaced: bool) -> list[str]:
    """Return the lines of some blocks, with empty lines between them if wanted."""
    lines = [line for block in blocks for line in (*[""] * spaced, *block)]
    return lines[1:] if spaced else lines


def _wide(text: str) -> set[str]:
    return {line for line in _BREAK.split(text) if len(line) > WIDTH}


def _line_of(text: str, start: int) -> str:
    end = _BREAK.search(text, start)
    return text[start : end.start() if end else len(text)]


def _leaves(span: Span) -> Iterator[Span]:
    if span.inner:
        for inner in span.inner:
            yield from _leaves(inner)
    elif span.style not in (*_MAPPINGS, *_LISTS):
        yield span


def _last(span: Span) -> Span:
    """Return the value that a block collection ends with."""
    while span.style in _BLOCKS:
        span = span.inner[-1]
    return span


def _quoted(text: str) -> str:
    def written(c: str) -> str:
        if c in _ESCAPES:
            return _ESCAPES[c]
        if c.isprintable() or c in _JOINERS:
            return c
        return f"\\u{ord(c):04x}" if c <= "\uffff" else f"\\U{ord(c):08x}"

    return f'"{"".join(map(written, text))}"'


def _needs_quotes(text: str) -> bool:
    return (
        not text.isprintable()
        or text != text.strip()
        or text[0] in "-?&*!|>'\"%@`=~<"
        or any(c in ":#,[]{}" for c in text)
        or text in _WORDS
        or Scalar(text, True, 0, 0).reads_as() != "str"
        or _NUMBER.fullmatch(text) is not None
    )


class _Page:
    """A text with its outline, and the patches to be made."""

    def __init__(self, text: str, file: str, ranks: Mapping[str, int] = _NO_RANKS) -> None:
        self.file = file
        self._ranks = ranks
        root = outline(text)
        if root is None:
            faults = Faults()
            parse(text.encode("utf-8", "surrogatepass"), file, faults)
            raise AnswersError(faults) if faults else self.refusal("no YAML that can be edited", None)
        breaks = _BREAK.search(text)
        self.newline = breaks[0] if breaks and breaks[0] in ("\r\n", "\r") else "\n"
        self.root = root
        self.text = text if root.style == "{" or text[-1] in _BREAKS else _ended(text, root) + self.newline
        self._starts = [0, *(m.end() for m in _BREAK.finditer(self.text))]
        self._patches: list[tuple[int, int, bool, str]] = []
        self.placed: list[str] = []
        self._json = root.style == "{" and bool(root.inner) and root.inner[0].style == '"'
        self._compact = _compact(root)
        first = system.inner[0] if (system := _child(root, "system")) and system.style == ":" else None
        self._step = self._column(first.start) - self._column(root.start) if first else 2

    def refusal(self, what: str, span: Span | None, expected: str = "") -> UneditableError:
        """Return the error that says why nothing was edited."""
        place = Place(self.file)
        if span is not None:
            place = Place(self.file, self._line(span.start) + 1, self._column(span.start) + 1)
        return UneditableError(place, what, expected)

    def place_rows(self, changes: _Changes, after: Mapping[str, str]) -> None:
        """Put changes of interactions in order; refuse those of one that is not there, or there already."""
        rows = _child(self.root, _INTERACTIONS[0])
        ids = {_id(row): row for row in rows.inner} if rows and rows.style in _LISTS else {}
        self.placed = list(ids)
        some = _within(changes.get(_INTERACTIONS[0]))
        for id_ in [*some, *after.values()]:
            new = "id" in _within(some.get(id_))
            if new and id_ in ids:
                raise self.refusal(f"the interaction {shown(id_)} is there already", ids[id_])
            if not new and id_ not in ids:
                raise self.refusal(f"no interaction {shown(id_)}", None)
            if id_ not in self.placed:
                before = after.get(id_)
                self.placed.insert(self.placed.index(before) + 1 if before in self.placed else len(self.placed), id_)
        if some:
            changes[_INTERACTIONS[0]] = {id_: some[id_] for id_ in self.placed if id_ in some}

    def patched(self) -> str:
        """Return the text with all patches made."""
        if not self._patches:
            return self.text
        pieces = []
        at = 0
        for start, end, _, new in sorted(self._patches, key=lambda patch: patch[:3]):
            pieces += [self.text[at:start], new]
            if self.text[end : end + 1] == "#" and new[-1:] not in ("", " ", *_BREAKS):
                pieces.append(" ")
            at = end
        return "".join((*pieces, self.text[at:]))

    def _patch(self, start: int, end: int, new: str, last: bool = False) -> None:
        """Note what to write for a stretch of the text; at one place in the order of the calls, save for `last`."""
        self._patches.append((start, end, last, new))

    # --- places ----------------------------------------------------------------------------------------

    def _line(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def _column(self, at: int) -> int:
        return at - self._starts[self._line(at)]

    def _start(self, line: int) -> int:
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def _indent(self, line: int) -> str:
        text = self.text[self._start(line) : self._start(line + 1)]
        return text[: len(text) - len(text.lstrip(" \t"))]

    def _comment_column(self, line: int) -> int:
        """Return where the comment of a line begins that is nothing else, -1 where it is something else."""
        found = _COMMENT_LINE.match(self.text, self._start(line))
        return len(found[1]) if found else -1

    def _empty(self, first: int, last: int) -> bool:
        """Tell whether there is an empty line between two lines."""
        return any(not self.text[self._start(n) : self._start(n + 1)].strip() for n in range(first + 1, last))

    def _end(self, span: Span) -> int:
        """Return the end of a value, without blank lines that a block scalar may end with."""
        last = _last(span)
        if last.style in ("|", ">"):
            return last.start + len(self.text[last.start : last.end].rstrip(f" \t{_BREAKS}"))
        return last.end

    def _below(self, span: Span, least: int) -> int:
        """Return the line below a value and below the comments that go with it, by their column."""
        last = _last(span)
        header = _HEADER.search(self.text, last.start) if last.style in ("|", ">") else None
        keeps = header is not None and "+" in header[0].partition("#")[0]
        line = self._line(last.end) if keeps else self._line(self._end(span)) + 1
        while self._comment_column(line) >= least:
            line += 1
        return line

    def _above(self, start: int, before: Span | None) -> int:
        """Return the line above a key or item, and above the comments that head it."""
        line = self._line(start)
        lowest = self._below(before, len(self.text)) if before else 0
        while line > lowest and 0 <= self._comment_column(line - 1) <= self._column(start):
            line -= 1
        return line

    def _kept(self, start: int, end: int, leaves: Iterable[Span], own_lines: bool = False) -> str:
        """Return the comments of a stretch of text; those of its first line stay there, others get lines."""
        kept = ""
        first = -1 if own_lines else self._line(start)
        for leaf in (*leaves, None):
            upto = end if leaf is None else leaf.start
            if leaf is not None and leaf.style in ("|", ">"):
                header = _HEADER.search(self.text, leaf.start)
                upto = header.end() if header else upto
            for comment in _COMMENT.finditer(self.text, start, max(start, upto)):
                line = self._line(comment.start(2))
                if line == first:
                    kept += comment[1] + comment[2]
                else:
                    own = _BREAK.search(comment[1])
                    kept += (comment[1][own.start() :] if own else self.newline + self._indent(line)) + comment[2]
            start = start if leaf is None else leaf.end
        return kept

    def _with_break(self, kept: str, end: int) -> str:
        """Return kept comments, and a new line where something follows on theirs."""
        blanks = _BLANKS.match(self.text, end)
        if not kept or blanks is None:
            return kept
        self._patch(end, blanks.end(), "")
        at_end = self.text[blanks.end() : blanks.end() + 1] in ("", *_BREAKS)
        return kept if at_end else kept + self.newline + self._indent(self._line(end))

    # --- values ----------------------------------------------------------------------------------------

    def _scalar(self, text: str) -> str:
        if not text.strip():
            raise self.refusal("a name or text is blank", None, "a text")
        if len(text) > MAX_SCALAR:
            raise self.refusal(f"a text of {len(text):,} characters", None, f"at most {MAX_SCALAR:,}")
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise self.refusal("half a character", None, "whole ones")
        return _quoted(text) if self._json or _needs_quotes(text) else text

    def _flow(self, data: Data) -> str:
        if isinstance(data, str):
            return self._scalar(data)
        if isinstance(data, dict):
            return f"{{{', '.join(self._pair(key, value) for key, value in data.items())}}}"
        items = sorted(data, key=str) if isinstance(data, frozenset) else data or ()
        return f"[{', '.join(map(self._flow, items))}]"

    def _pair(self, key: str, value: Data) -> str:
        return f"{self._scalar(key)}: {self._flow(value)}"

    def _lines(self, name: str, change: _Put | _Changes, column: int, path: Path) -> list[str]:
        """Return the lines of a new key with its value."""
        if isinstance(change, _Put) or self._compact.get((path[0], len(path))):
            return [" " * column + self._pair(name, _data(change, path))]
        head = f"{' ' * column}{self._scalar(name)}:"
        column += self._step
        if path == _INTERACTIONS:
            rows = [self._row(inner, column, 2, (*path, id_)) for id_, inner in change.items()]
            return [head, *_joined(rows, self._spaced())]
        return [head, *self._children(change, column, path)]

    def _children(self, changes: _Changes, column: int, path: Path) -> list[str]:
        names = _in_order(changes, path)
        return [line for name in names for line in self._lines(name, changes[name], column, (*path, name))]

    def _row(self, change: _Put | _Changes, column: int, gap: int, path: Path) -> list[str]:
        """Return the lines of a new interaction, whose dash stands in a column."""
        dash = " " * column + "-".ljust(gap)
        if isinstance(change, _Put) or self._compact.get((path[0], len(path))):
            return [dash + self._flow(_data(change, path))]
        first, *rest = self._children(change, column + gap, path)
        return [dash + first.lstrip(" "), *rest]

    def _spaced(self) -> bool:
        """Tell whether empty lines stand between the sections of the file."""
        entries = _entries(self.root)
        ends = ((self._line(self._end(a)), self._line(b.start)) for (_, a), (b, _) in pairwise(entries))
        return any(self._empty(first, last) for first, last in ends)

    # --- changes ---------------------------------------------------------------------------------------

    def change(self, span: Span, changes: _Changes, path: Path) -> None:
        """Lay changes over keys with values."""
        if span.style not in _MAPPINGS:
            raise self.refusal("a single value or a list", span, "keys with values")
        found = {key.text: (key, value) for key, value in _entries(span)}
        for name, change in changes.items():
            if name in found:
                self._change_value(span, *found[name], change, (*path, name))
        self._insert(span, {name: change for name, change in changes.items() if name not in found}, path)

    def _change_value(self, parent: Span, key: Span, value: Span, change: _Put | _Changes, path: Path) -> None:
        if isinstance(change, _Put):
            if not _same(_of_span(value), change.data):
                self._replace(key, value, self._flow(change.data))
        elif self._hollow(value):
            self._fill(parent, key, value, change, path)
        elif path == _INTERACTIONS:
            self._change_rows(value, change)
        else:
            self.change(value, change, path)

    def _hollow(self, value: Span) -> bool:
        """Tell whether nothing was written, or no more than an empty pair of brackets."""
        empty = value.style in ("{", "[") and not value.inner
        return _blank(value) or (empty and not any(c in f"#{_BREAKS}" for c in self.text[value.start : value.end]))

    def _fill(self, parent: Span, key: Span, value: Span, changes: _Changes, path: Path) -> None:
        """Put values where none were."""
        if parent.style == "{" or self._compact.get((path[0], len(path))):
            self._replace(key, value, self._flow(_data(changes, path)))
            return
        self._cut(value)
        lines = self._lines(key.text, changes, self._column(key.start), path)[1:]
        self._add_lines(self._below(value, self._column(key.start) + 1), lines)

    def _replace(self, key: Span, value: Span, new: str) -> None:
        """Put a value in the place of another; comments within that one stay, each on its line."""
        colon = self._find(":", key.end, value.start)
        if value.style not in _BLOCKS and not _BREAK.search(self.text, value.start, value.end):
            apart = self.text[value.start - 1] in f" \t{_BREAKS}"
            new = (": " if colon < 0 else "" if apart else " ") + new
            self._patch(value.start, value.end, new)
            if blanks := _TRAILING.match(self.text, value.end):  # a comment keeps its column as far as there is room
                room = len(blanks[1]) - len(new) + value.end - value.start
                self._patch(value.end, blanks.end(1), " " * max(room, min(len(blanks[1]), 2)))
        else:
            end = self._end(value)
            kept = self._kept(colon + 1, end, _leaves(value))
            self._patch(colon + 1, end, f" {new}")
            self._patch(end, end, self._with_break(kept, end), last=True)

    def _find(self, sign: str, start: int, end: int) -> int:
        """Return where a sign stands last between two values, outside comments."""
        gap = _COMMENT.sub(lambda comment: " " * len(comment[0]), self.text[start:end])
        return start + gap.rindex(sign) if sign in gap else -1

    def _cut(self, value: Span) -> None:
        """Take out a value and the blanks before it."""
        start = value.start
        while value.end > value.start and self.text[start - 1] in " \t":
            start -= 1
        self._patch(start, value.end, "")

    def _insert(self, span: Span, new: _Changes, path: Path) -> None:
        """Add keys where they belong among those that are there."""
        entries = _entries(span)
        ranks = [self._rank(path, key.text) for key, _ in entries]

        def place(name: str) -> int:
            lower = [index for index, rank in enumerate(ranks) if rank < self._rank(path, name)]
            return lower[-1] + 1 if lower else 0 if _free(path) and name in self._ranks else len(entries)

        for index, names in groupby(_in_order(new, path), key=place):
            if span.style == "{":
                pairs = [self._pair(name, _data(new[name], (*path, name))) for name in names]
                self._insert_flow(span, [(key.start, value.end) for key, value in entries[:index]], pairs)
                continue
            column = self._column(entries[0][0].start)
            blocks = [self._lines(name, new[name], column, (*path, name)) for name in names]
            following = entries[index][0].start if index < len(entries) else None
            before = entries[index - 1][1] if index else None
            self._add_blocks(blocks, before, following, max(column, 1), not path and self._spaced())

    def _rank(self, path: Path, name: str) -> int:
        return self._ranks.get(name, len(self._ranks)) if _free(path) else _rank(path, name)

    def _change_rows(self, span: Span, changes: _Changes) -> None:
        """Lay changes over the list of interactions."""
        if span.style not in _LISTS:
            raise self.refusal("interactions are no list", span, "a list")
        ids = [_id(row) for row in span.inner]
        for id_, row in zip(ids, span.inner, strict=True):
            change = changes.get(id_)
            if isinstance(change, dict):
                self.change(row, change, (*_INTERACTIONS, id_))
        there = 0
        for is_new, some in groupby(self.placed, key=lambda id_: id_ not in ids):
            if is_new:
                self._insert_rows(span, there, {id_: changes[id_] for id_ in some})
            else:
                there += len(list(some))

    def _insert_rows(self, span: Span, index: int, new: _Changes) -> None:
        if span.style == "[":
            rows = [self._flow(_data(change, (*_INTERACTIONS, id_))) for id_, change in new.items()]
            self._insert_flow(span, [(row.start, row.end) for row in span.inner[:index]], rows)
            return
        dash = self._dash(span, len(span.inner) - 1)
        last = span.inner[-1].start
        column = self._column(dash)
        gap = last - dash if self._line(last) == self._line(dash) else 2
        blocks = [self._row(change, column, gap, (*_INTERACTIONS, id_)) for id_, change in new.items()]
        following = self._dash(span, index) if index < len(span.inner) else None
        if len(span.inner) > 1:
            spaced = self._empty(self._line(self._end(span.inner[-2])), self._line(dash))
        else:
            spaced = self._spaced()
        self._add_blocks(blocks, span.inner[index - 1], following, column + 1, spaced)

    def _dash(self, span: Span, index: int) -> int:
        dash = self._find("-", self._end(span.inner[index - 1]) if index else span.start, span.inner[index].start)
        if dash < 0:
            raise self.refusal("an interaction without its dash", span.inner[index])
        return dash

    def _insert_flow(self, span: Span, before: Sequence[tuple[int, int]], new: Sequence[str]) -> None:
        """Add items in brackets behind those before: on lines of their own where these have one."""
        if not before:
            at = self.text.index(span.style, span.start) + 1
            self._patch(at, at, ", ".join([*new, ""] if span.inner else new))
            return
        start, end = before[-1]
        indent = self._indent(self._line(start))
        rest = _REST.match(self.text, end)
        if rest is None or self._column(start) > len(indent):
            self._patch(end, end, "".join(f", {item}" for item in new))
            return
        comma = rest[1]
        lines = ",".join(f"{self.newline}{indent}{item}" for item in new)
        self._patch(end, end, "" if comma else ",")
        self._patch(rest.end(), rest.end(), lines + comma)

    def _add_blocks(
        self, blocks: Sequence[list[str]], before: Span | None, following: int | None, least: int, spaced: bool
    ) -> None:
        """Add keys or items in block style behind a value, or above what follows."""
        empty = [""] * spaced
        if following is None and before is not None:
            self._add_lines(self._below(before, least), [line for block in blocks for line in (*empty, *block)])
        elif following is not None:
            self._add_lines(self._above(following, before), [line for block in blocks for line in (*block, *empty)])

    def _add_lines(self, line: int, lines: Iterable[str]) -> None:
        at = self._start(line)
        self._patch(at, at, "".join(line + self.newline for line in lines))

    # --- taking out --------------------------------------------------------------------------------------

    def remove(self, path: Path) -> None:
        """Take out what stands at a path, if anything does; its comments stay."""
        span: Span | None = self.root
        for name in path[:-1]:
            span = _child(span, name) if span else None
        index = _index(span, path[-1]) if span else -1
        if span is None or index < 0:
            return
        size = 2 if span.style in _MAPPINGS else 1
        items = [span.inner[n : n + size] for n in range(0, len(span.inner), size)]
        leaves = [leaf for value in items[index] for leaf in _leaves(value)]
        start = items[index][0].start
        end = self._end(items[index][-1])
        if span.style in _BLOCKS:
            in_text = index > 0 and _last(items[index - 1][-1]).style in ("|", ">")
            self._remove_lines(start if size == 2 else self._dash(span, index), end, leaves, in_text)
            return
        if index + 1 < len(items):
            end = items[index + 1][0].start
        else:
            start = items[index - 1][-1].end if index else start
            end = max(end, self._find(",", end, span.end - 1) + 1)
        self._patch(start, end, self._with_break(self._kept(start, end, leaves), end))

    def _remove_lines(self, start: int, end: int, leaves: Sequence[Span], in_text: bool) -> None:
        """Take out the lines of a value; `in_text`: what is indented deeper would go on with the text above."""
        line = self._line(start)
        if self._column(start) > len(self._indent(line)):  # the first key of an item
            self._patch(start, end, "")
            return
        below = self._start(self._line(end) + 1)
        comments = self._kept(start, below, leaves, own_lines=True)
        if first := _BREAK.search(comments):
            comments = comments[first.end() :] + self.newline
        following = _COMMENT.match(self.text, below)
        if in_text and (comments or following):
            below = following.start(2) if following and not comments else below
            comments = self._indent(line) + comments.lstrip(f" \t{_BREAKS}")
        self._patch(self._start(line), below, comments)

    # --- lines that got too long -------------------------------------------------------------------------

    def open_wide(self, span: Span, changes: _Changes, wide: Collection[str]) -> None:
        """Give what stands in brackets lines of its own where an edit made the line too wide."""
        is_rows = span.style == "-"
        pairs = [(row, row, _id(row)) for row in span.inner] if is_rows else [(k, v, k.text) for k, v in _entries(span)]
        for key, value, name in pairs:
            change = changes.get(name)
            if not isinstance(change, dict) or not value.inner:
                continue
            line = self._line(value.start)
            if value.style in _BLOCKS:
                self.open_wide(value, change, wide)
            elif self._line(value.end) == line and _line_of(self.text, self._start(line)) in wide:
                self._open(key, value)

    def _open(self, key: Span, value: Span) -> None:
        def written(span: Span) -> str:
            return self.text[span.start : span.end]

        if value.style == "{":
            items = [f"{written(k)}: {written(v)}".rstrip() for k, v in _entries(value)]
        else:
            items = [f"- {written(item)}" for item in value.inner]
        line = self._line(value.end)
        if key is not value and self._line(key.start) == line:
            column = self._column(key.start) + self._step
            self._cut(value)
        else:
            column = self._column(value.start)
            self._patch(value.start, value.end, items.pop(0))
        self._add_lines(line + 1, [" " * column + item for item in items])


def _with(text: str, steps: Iterable[_Step], file: str, ranks: Mapping[str, int]) -> str:
    """Return the text with some values put."""
    page = _Page(text, file, ranks)
    some = sorted(steps, key=lambda step: [ranks.get(name, len(ranks)) for name in _freely(step.path)])
    changes = _gathered(some)
    page.place_rows(changes, {step.path[1]: step.after for step in some if step.after})
    page.change(page.root, changes, ())
    new = page.patched()
    if new == page.text:
        return text
    expected = _merged(_by_id(_of_span(page.root)), changes)
    new = _checked(text, new, expected, file)
    while page.root.style in _BLOCKS and (wide := _wide(new).difference(_BREAK.split(text))):
        page = _Page(new, file)
        page.open_wide(page.root, changes, wide)
        opened = page.patched()
        if opened == new:
            break
        new = _checked(text, opened, expected, file)
    return new


def _without(text: str, path: Path, file: str) -> str:
    """Return the text without what stands at a path."""
    page = _Page(text, file)
    page.remove(path)
    new = page.patched()
    return text if new == page.text else _checked(text, new, _removed(_by_id(_of_span(page.root)), path), file)


def _checked(old: str, new: str, expected: Data, file: str) -> str:
    """Return the new text if it reads as expected."""
    faults = Faults()
    node = parse(new.encode("utf-8", "surrogatepass"), file, faults)
    if not faults and _by_id(_of_node(node)) == expected:
        return new
    before = Faults()
    parse(old.encode("utf-8", "surrogatepass"), file, before)
    if before:
        raise AnswersError(before)
    raise UneditableError(Place(file), "cannot be edited without harm to what stands in it", "plainer YAML")
