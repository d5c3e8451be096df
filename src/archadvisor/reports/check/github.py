"""Annotations for GitHub Actions: a workflow command for each finding, which marks its line in a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
"""

from __future__ import annotations

from archadvisor.reports.report.options import Options
from archadvisor.review.findings import Check, Found
from archadvisor.text.neutral import neutralise

_COMMANDS = {"error": "error", "note": "notice"}


def render(found: Check, options: Options) -> str:  # noqa: ARG001 - as every format
    """Return a line for each finding; nothing where nothing was found."""
    return "".join([f"{_command(one)}\n" for one in found.findings])


def _command(one: Found) -> str:
    properties = {"file": one.file, "line": str(one.line), "col": str(one.column), "title": one.id}
    said = ",".join([f"{name}={_property(text)}" for name, text in properties.items()])
    return f"::{_COMMANDS[one.level]} {said}::{_data(f'{one.message} {one.action}')}"


def _data(text: str) -> str:
    """Escape a message as the runner reads it back."""
    return neutralise(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape the value of a property, which two more signs would end."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
