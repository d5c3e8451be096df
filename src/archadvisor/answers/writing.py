"""Answers into the text of an answers file: comments, order and hand-made layout stay as they are.

Edits are gathered into one tree of changes, the tree is laid over the outline of the text, and each change
becomes a patch at its place. What comes out is read again and must be the old values with the edits, or
nothing is changed and an error says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NoReturn, TypeAlias

from msgspec import Struct

from archadvisor.answers.types import UNKNOWN, VERSION, Answer, Origin
from archadvisor.errors import AnswersError, Faults, Place, shown
from archadvisor.source import MAX_SCALAR, Mapping, Node, Scalar, Span, outline, parse
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
    SetName
    | SetSystem
    | SetPart
    | SetInteraction
    | AddInteraction
    | ChangeInteraction
    | RemoveInteraction
    | RemovePart
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


def edited(text: str, edits: Sequence[Edit], file: str = "answers.yaml") -> str:
    """Return the text of an answers file with some edits; `file` is what errors call it.

    AnswersError where the text is not what `source.parse` reads, UneditableError where an edit does not fit it
    (an interaction that is not there or there already, a blank name) or cannot be made without harm.
    """
    mark = "\ufeff" * text.startswith("\ufeff")
    text = text[len(mark) :]
    steps = [step for edit in edits for step in _steps(edit)]
    for removing, some in groupby(steps, key=lambda step: step.put is None):
        if removing:
            for step in some:
                text = _without(text, step.path, file)
        else:
            text = _with(text, some, file)
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
            found = inner.setdefault(name, {})
            assert isinstance(found, dict)
            inner = found
        assert step.put is not None
        inner[step.path[-1]] = step.put
    return changes


def _rank(path: Path, name: str) -> int:
    """Return where a key belongs among its siblings; keys that are free belong at the end."""
    free = path[:1] == ("parts",) or path == _INTERACTIONS
    order = () if free else _ORDER.get(len(path), ())
    return order.index(name) if name in order else len(order)


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
    if isinstance(node, Mapping):
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
    return old == new


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
_REST = re.compile(rf"[ \t]*(,?)[ \t]*(#[^{_BREAKS}]*)?(?=[{_BREAKS}]|$)")
_HEADER = re.compile(f"[|>][^{_BREAKS}]*")
_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|0o[0-7]+")
_WORDS = frozenset("yYnN")  # true and false for the letter of YAML 1.1
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_JOINERS = "\u200c\u200d"


def _entries(span: Span) -> list[tuple[Span, Span]]:
    return list(zip(span.inner[::2], span.inner[1::2], strict=True))


def _blank(span: Span) -> bool:
    return not span.style and Scalar(span.text, True, 0, 0).blank


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

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        root = outline(text)
        if root is None:
            faults = Faults()
            parse(text.encode("utf-8", "surrogateescape"), file, faults)
            raise AnswersError(faults) if faults else self.refusal("no YAML that can be edited", None)
        breaks = _BREAK.search(text)
        self.newline = breaks[0] if breaks and breaks[0] in ("\r\n", "\r") else "\n"
        self.root = root
        self.text = text if root.style == "{" or text[-1] in _BREAKS else _ended(text, root) + self.newline
        self._starts = [0, *(m.end() for m in _BREAK.finditer(self.text))]
        self._patches: list[tuple[int, int, str]] = []
        self._after: dict[str, str] = {}
        self._json = root.style == "{" and bool(root.inner) and root.inner[0].style == '"'

    def refusal(self, what: str, span: Span | None, expected: str = "") -> UneditableError:
        """Return the error that says why nothing was edited."""
        place = Place(self.file)
        if span is not None:
            place = Place(self.file, self._line(span.start) + 1, self._column(span.start) + 1)
        return UneditableError(place, what, expected)

    def patched(self) -> str:
        """Return the text with all patches made."""
        if not self._patches:
            return self.text
        pieces = []
        at = 0
        for start, end, new in sorted(self._patches, key=lambda patch: patch[:2]):
            pieces += [self.text[at:start], new]
            if self.text[end : end + 1] == "#" and new[-1:] not in ("", " ", *_BREAKS):
                pieces.append(" ")
            at = end
        return "".join((*pieces, self.text[at:]))

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

    def _above(self, span: Span, before: Span) -> int:
        """Return the line above a key (or item) and above the comments that head it."""
        line = self._line(span.start)
        lowest = self._below(before, len(self.text))
        while line > lowest and 0 <= self._comment_column(line - 1) <= self._column(span.start):
            line -= 1
        return line

    def _kept(self, start: int, end: int, leaves: Iterable[Span]) -> str:
        """Return the comments of a stretch of text; those of its first line stay there, others get lines."""
        kept = ""
        first = self._line(start)
        for leaf in (*leaves, None):
            upto = end if leaf is None else leaf.start
            if leaf is not None and leaf.style in ("|", ">"):
                header = _HEADER.search(self.text, leaf.start)
                upto = header.end() if header else upto
            for comment in _COMMENT.finditer(self.text, start, max(start, upto)):
                line = self._line(comment.start(2))
                inline = line == first or any(c in _BREAKS for c in comment[1])
                kept += (comment[1] if inline else self.newline + self._indent(line)) + comment[2]
            start = start if leaf is None else leaf.end
        return kept

    def _with_break(self, kept: str, end: int) -> str:
        """Return kept comments, and a new line where something follows on theirs."""
        rest = _REST.match(self.text, end)
        return kept + self.newline + self._indent(self._line(end)) if kept and not (rest and rest[0].isspace()) else kept

    # --- values ----------------------------------------------------------------------------------------

    def _scalar(self, text: str) -> str:
        if not text.strip():
            raise self.refusal("a name or text is blank", None, "a text")
        if len(text) > MAX_SCALAR:
            raise self.refusal(f"a text of {len(text):,} characters", None, f"at most {MAX_SCALAR:,}")
        return _quoted(text) if self._json or _needs_quotes(text) else text

    def _flow(self, data: Data) -> str:
        if isinstance(data, str):
            return self._scalar(data)
        if isinstance(data, dict):
            return f"{{{', '.join(f'{self._scalar(key)}: {self._flow(value)}' for key, value in data.items())}}}"
        return f"[{', '.join(self._flow(item) for item in (sorted(data, key=str) if isinstance(data, frozenset) else data))}]"

    def _compact(self, path: Path) -> bool:
        """Tell whether new keys with values at a path go into braces, as those beside them do."""
        inner = dict((key.text, value) for key, value in _entries(self.root)).get(path[0])
        if inner is None or not inner.inner or len(path) == 1:
            return path[0] == "parts" and len(path) == 2
        ...
