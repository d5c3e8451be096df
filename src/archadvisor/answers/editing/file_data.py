"""Values without their places: what a file says, and what it must say after an edit."""

from __future__ import annotations

from archadvisor.answers.editing.changes import Changes, Data, Path, Put
from archadvisor.answers.editing.outline import LISTS, MAPPINGS, entries_of, is_blank
from archadvisor.source import Mapping as Keys
from archadvisor.source import Node, Scalar, Span
from archadvisor.source import Sequence as List


def data_of_span(span: Span) -> Data:
    """Return the data of a value in the outline."""
    if span.style in MAPPINGS:
        return {key.text: data_of_span(value) for key, value in entries_of(span)} or None
    if span.style in LISTS:
        return tuple(data_of_span(item) for item in span.inner) or None
    return None if is_blank(span) else span.text


def data_of_node(node: Node | None) -> Data:
    """Return the data of a value that was read."""
    if isinstance(node, Keys):
        return {entry.key.text: data_of_node(entry.value) for entry in node.entries} or None
    if isinstance(node, List):
        return tuple(data_of_node(item) for item in node.items) or None
    return node.text if isinstance(node, Scalar) and not node.blank else None


def by_id(data: Data) -> Data:
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
    if isinstance(data, tuple):
        return tuple(_plain(item) for item in data) or None
    if isinstance(data, frozenset):
        return tuple(sorted(data, key=str)) or None
    return str(data).lower() if isinstance(data, int) else data or None


def same(old: Data, new: Data) -> bool:
    """Tell whether a file says it already; the order of ticks is the team's own."""
    if isinstance(new, frozenset):
        return (isinstance(old, tuple) and frozenset(old) == new) or (old is None and not new)
    if isinstance(new, dict):
        return isinstance(old, dict) and old.keys() == new.keys() and all(same(old[key], new[key]) for key in new)
    if isinstance(new, int):
        return old == str(new).lower()
    return old in (new, (new,))


def merged(old: Data, change: Put | Changes) -> Data:
    """Return data with changes laid over it."""
    if isinstance(change, Put):
        return old if same(old, change.data) else _plain(change.data)
    base = old if isinstance(old, dict) else {}
    return {**base, **{name: merged(base.get(name), inner) for name, inner in change.items()}}


def removed(old: Data, path: Path) -> Data:
    """Return data without what stands at a path."""
    if not isinstance(old, dict) or path[0] not in old:
        return old
    rest = {key: value for key, value in old.items() if key != path[0]}
    return {**old, path[0]: removed(old[path[0]], path[1:])} if path[1:] else rest or None
