"""Annotations of GitHub Actions: a workflow command for each finding, which GitHub shows beside the line."""

from __future__ import annotations

from archadvisor.reports.report.options import Options
from archadvisor.review.findings import Check, Found
from archadvisor.text.neutral import neutralise

_COMMANDS = {"error": "error", "note": "notice"}


def render(found: Check, options: Options) -> str:  # noqa: ARG001 - as every format
    """Return a line for each finding that is not closed; nothing where there is none."""
    return "".join([f"{_command(one)}\n" for one in found.findings])


def _command(one: Found) -> str:
    properties = {
        "file": one.file,
        "line": str(one.line),
        "col": str(one.column),
        "title": neutralise(one.id),
    }
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    told = _data("\n".join([neutralise(one.message), neutralise(one.action)]))
    return f"::{_COMMANDS[one.level]} {written}::{told}"


def _data(text: str) -> str:
    """Return a message with what would end the line escaped, as GitHub's own toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return a property, which a colon or a comma would end, too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
