"""Reports: an assessment to text, one module for each format, one table of formats.

A new format is one module with `render(Assessment, Options) -> str`, one template, one line here.
Renderers compute nothing, open no output and print nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from msgspec import Struct

from archadvisor.assessment import Assessment

FOLD_ABOVE = 200
"""Above so many interactions a report keeps table and decisions whole, details only of what is open or changes."""


class Options(Struct, frozen=True):
    """How a report is to be drawn; the terminal alone looks at width, colour and the character set."""

    brief: bool = False
    width: int = 80
    colour: bool = False
    unicode: bool = True
    command: str = "archadvisor score answers.yaml"
    """What a reader types to get this report again."""


class Format(Struct, frozen=True):
    """A format's module and the suffixes of files that ask for it."""

    module: str
    suffixes: tuple[str, ...]


FORMATS = {
    "terminal": Format("terminal", (".txt",)),
    "markdown": Format("markdown", (".md", ".markdown")),
    "html": Format("html", (".html", ".htm")),
    "json": Format("json", (".json",)),
}


def format_of(suffix: str) -> str | None:
    """Return the name of the format that a file with this suffix asks for."""
    return next((name for name, fmt in FORMATS.items() if suffix.lower() in fmt.suffixes), None)


def encoded(assessment: Assessment, name: str, options: Options) -> Iterable[bytes]:
    """Render in UTF-8, in pieces where it may be large."""
    if name == "json":
        from archadvisor.reports.json import pieces

        return pieces(assessment, options)
    return (render(assessment, name, options).encode("utf-8", "surrogateescape"),)


def render(assessment: Assessment, name: str, options: Options | None = None) -> str:
    """Render an assessment in the format of this name; KeyError where there is none."""
    module = import_module(f"archadvisor.reports.{FORMATS[name].module}")
    text: str = module.render(assessment, options or Options())
    return text
