"""The outline of an answers file: its keys, interactions and scalars, and the styles they are written in."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.source import Scalar, Span

MAPPINGS = ("{", ":")
"""The styles of keys with values: in braces, in block style."""

LISTS = ("[", "-")
"""The styles of lists: in brackets, in block style."""

BLOCKS = ("-", ":")
"""The styles without brackets."""


def entries_of(span: Span) -> list[tuple[Span, Span]]:
    """Return the keys of a mapping with their values."""
    return list(zip(span.inner[::2], span.inner[1::2], strict=True))


def is_blank(span: Span) -> bool:
    """Tell whether nothing is written for a value."""
    return not span.style and Scalar(span.text, True, 0, 0).blank


def index_of(span: Span, name: str) -> int:
    """Return which key, or which interaction of a list, goes by a name; -1 for none."""
    names = [id_of(row) for row in span.inner] if span.style in LISTS else [key.text for key, _ in entries_of(span)]
    return names.index(name) if name in names else -1


def child(span: Span, name: str) -> Span | None:
    """Return the value of a key, or the interaction with an id."""
    index = index_of(span, name)
    return None if index < 0 else span.inner[index if span.style in LISTS else 2 * index + 1]


def id_of(row: Span) -> str:
    """Return the id of an interaction, "" where it has none."""
    found = child(row, "id") if row.style in MAPPINGS else None
    return found.text if found else ""


def leaves_of(span: Span) -> Iterator[Span]:
    """Return the scalars of a value, in their order."""
    if span.inner:
        for inner in span.inner:
            yield from leaves_of(inner)
    elif span.style not in (*MAPPINGS, *LISTS):
        yield span


def last_of(span: Span) -> Span:
    """Return the value that a block collection ends with."""
    while span.style in BLOCKS:
        span = span.inner[-1]
    return span


def compact_places(root: Span) -> dict[tuple[str, int], bool]:
    """Return where keys with values go into braces, by section and depth: as the last ones do that are there."""
    parts = child(root, "parts")
    rows = child(root, "interactions")
    some = [row for row in rows.inner if row.style in MAPPINGS] if rows else []
    answers = [found.style for row in some if (found := child(row, "answers")) and found.inner]
    return {
        ("parts", 2): not (parts and parts.inner) or parts.inner[-1].style != ":",
        ("interactions", 2): bool(some) and some[-1].style == "{",
        ("interactions", 3): answers[-1:] == ["{"],
    }
