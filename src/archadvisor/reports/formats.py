"""A document's formats: each is one module with a `render`, found by its name in the document's own table.

Plain Python that imports nothing heavy: the help text of every command lists formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import NamedTuple, TypeAlias

from archadvisor.errors import UsageError, nearest, shown


class Format(NamedTuple):
    """The module that renders a format, and the suffixes of files that ask for it.

    as_advised: whether it shows the advice and a team's decisions apart, as a program wants them
    """

    module: str
    suffixes: tuple[str, ...] = ()
    as_advised: bool = False


Formats: TypeAlias = Mapping[str, Format]
"""By name; the first is what somebody gets who asks for none."""

Rendered: TypeAlias = str | Iterable[bytes]
"""A document as text, or in UTF-8 in pieces where it may be large."""


def default_format(formats: Formats) -> str:
    """Return the name of the format that somebody gets who asks for none."""
    return next(iter(formats))


def check_format(formats: Formats, name: str) -> None:
    """Refuse a format that there is not."""
    if name not in formats:
        meant = nearest(name, formats)
        hint = f"; did you mean {meant}?" if meant else ""
        raise UsageError(f"--format {shown(name)}: expected {', '.join(formats)}{hint}")


def format_of(formats: Formats, file: str) -> str | None:
    """Return the name of the format that a file asks for by its suffix, the longest that there is."""
    found = [(len(end), name) for name, fmt in formats.items() for end in fmt.suffixes if _ends(file.lower(), end)]
    return max(found, default=(0, None))[1]


def _ends(file: str, suffix: str) -> bool:
    return file.endswith(suffix) and len(file) > len(suffix)


def renderer(formats: Formats, name: str) -> Callable[..., Rendered]:
    """Return what renders a document in this format; KeyError where there is none."""
    found: Callable[..., Rendered] = import_module(formats[name].module).render
    return found
