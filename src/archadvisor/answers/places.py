"""Where things stand in an answers file, for who has to say it after the file was read."""

from __future__ import annotations

from collections.abc import Sequence

from archadvisor.errors import Faults, Place
from archadvisor.source import Mapping, Node, Scalar, parse
from archadvisor.source import Sequence as Items

Path = tuple[str, ...]
"""Keys from the top of the file; an interaction goes by its id, another item of a list by its place from 0."""


class Places:
    """The places of a file that could be read; each is where the last key of a path stands that there is."""

    def __init__(self, data: bytes, file: str) -> None:
        self._file = file
        self._root = parse(data, file, Faults())
        rows = _child(self._root, "interactions")
        items = rows[1].items if rows and isinstance(rows[1], Items) else ()
        self._rows = {_id(item): item for item in reversed(items)}

    def of(self, path: Path) -> Place:
        """Return the place of what stands at a path, else of what is nearest above it."""
        node, at = self._root, self._root
        if path[:1] == ("interactions",) and path[1:2] and path[1] in self._rows:
            node = at = self._rows[path[1]]
            path = path[2:]
        for name in path:
            found = _child(node, name)
            if found is None:
                break
            at, node = found
        return Place(self._file, at.line, at.column) if at else Place(self._file, 1, 1)


def _child(node: Node | None, name: str) -> tuple[Node, Node] | None:
    """Return where an entry stands, a key or an item, and its value."""
    if isinstance(node, Mapping):
        return next(((entry.key, entry.value) for entry in node.entries if entry.key.text == name), None)
    if isinstance(node, Items):
        found = node.items[int(name)] if name.isdigit() and int(name) < len(node.items) else None
        return (found, found) if found is not None else None
    return None


def _id(item: Node) -> str:
    entries: Sequence[tuple[str, Node]] = (
        [(entry.key.text, entry.value) for entry in item.entries] if isinstance(item, Mapping) else ()
    )
    return next((value.text for key, value in entries if key == "id" and isinstance(value, Scalar)), "")
