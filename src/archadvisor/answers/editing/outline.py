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


WIDTH = 110
"""A line that an edit makes longer than this is opened: keys in braces get a line each."""


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
    """Return where keys with values go into braces, by section and depth: as the last ones do that are there.

    A part that stands open because it would be too wide in braces says nothing about the others.
    """
    parts = child(root, "parts")
    telling = [v for k, v in entries_of(parts) if v.style != ":" or _in_braces(k, v) <= WIDTH] if parts else []
    rows = child(root, "interactions")
    some = [row for row in rows.inner if row.style in MAPPINGS] if rows else []
    answers = [found.style for row in some if (found := child(row, "answers")) and found.inner]
    return {
        ("parts", 2): not telling or telling[-1].style != ":",
        ("interactions", 2): bool(some) and some[-1].style == "{",
        ("interactions", 3): answers[-1:] == ["{"],
    }


def _in_braces(key: Span, value: Span) -> int:
    """Return how wide a part's line is with all that it has in braces."""
    return 2 + len(key.text) + 2 + _flow_width(value)


def _flow_width(span: Span) -> int:
    """Return how wide a value is in braces and brackets."""
    if span.style in MAPPINGS:
        inner = [len(key.text) + 2 + _flow_width(value) for key, value in entries_of(span)]
    elif span.style in LISTS:
        inner = [_flow_width(one) for one in span.inner]
    else:
        return len(span.text) + 2 * (span.style in ("'", '"'))
    return 2 + sum(inner) + 2 * max(0, len(inner) - 1)
