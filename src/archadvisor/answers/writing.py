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


def _placed(ids: Sequence[str], new: Iterable[str], after: dict[str, str]) -> list[str]:
    """Return all interactions in order, with new ones last or behind the one they follow."""
    placed = list(ids)
    for id_ in new:
        at = placed.index(after[id_]) + 1 if after.get(id_) in placed else len(placed)
        placed.insert(at, id_)
    return placed


# --- values without places: what must come out --------------------------------------------------------


def _data(change: _Put | _Changes, path: Path) -> Data:
    """Return what changes make where nothing was."""
    if isinstance(change, _Put):
        return change.data
    inner = {name: _data(change[name], (*path, name)) for name in _in_order(change, path)}
    return tuple(inner.values()) if path == _INTERACTIONS else inner


def _of_span(span: Span) -> Data:
    if span.style in ("{", ":"):
        return {key.text: _of_span(value) for key, value in _entries(span)} or None
    if span.style in ("[", "-"):
        return tuple(_of_span(item) for item in span.inner) or None
    return None if _blank(span) else span.text


def _of_node(node: Node) -> Data:
    if isinstance(node, Mapping):
        return {entry.key.text: _of_node(entry.value) for entry in node.entries} or None
    if isinstance(node, List):
        return tuple(_of_node(item) for item in node.items) or None
    return node.text if isinstance(node, Scalar) and not node.blank else None


def _plain(data: Data) -> Data:
    """Return data as it is read back."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()} or None
    return tuple(sorted(data)) or None if isinstance(data, frozenset) else data or None


def _same(old: Data, new: Data) -> bool:
    """Tell whether a file says it already; the order of ticks is the team's own."""
    if isinstance(new, frozenset):
        return (isinstance(old, tuple) and frozenset(old) == new) or (old is None and not new)
    if isinstance(new, dict):
        return isinstance(old, dict) and old.keys() == new.keys() and all(_same(old[key], new[key]) for key in new)
    return old == new


def _merged(old: Data, change: _Put | _Changes, path: Path, after: dict[str, str]) -> Data:
    if isinstance(change, _Put):
        return old if _same(old, change.data) else _plain(change.data)
    if path == _INTERACTIONS:
        assert old is None or isinstance(old, tuple)
        items = {_id(item): item for item in old or ()}
        order = _placed(list(items), (id_ for id_ in change if id_ not in items), after)
        none: _Changes = {}
        return tuple(_merged(items.get(id_), change.get(id_, none), (*path, id_), after) for id_ in order)
    assert old is None or isinstance(old, dict)
    return {**(old or {}), **{n: _merged((old or {}).get(n), c, (*path, n), after) for n, c in change.items()}} or None


def _removed(old: Data, path: Path) -> Data:
    name, *rest = path
    if isinstance(old, tuple):
        items = ((item, _removed(item, tuple(rest)) if rest else None) if _id(item) == name else (item, item) for item in old)
        return tuple(new for item, new in items if new is not None or item is None) or None
    assert isinstance(old, dict)
    new = {key: _removed(value, tuple(rest)) if key == name else value for key, value in old.items() if rest or key != name}
    return new or None


def _id(item: Data) -> str:
    found = item.get("id") if isinstance(item, dict) else None
    return found if isinstance(found, str) else ""
