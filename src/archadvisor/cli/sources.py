"""The place where a draft was read: a line of a file, which somebody who confirms it can look at."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from archadvisor.cli.files import refusals
from archadvisor.errors import UsageError, shown
from archadvisor.text.prose import plural

_FORM = re.compile(r"([^\s:].{0,298}):([1-9][0-9]{0,8})")


def check_source(source: str, given: str, expected: str) -> None:
    """Raise UsageError unless a source is PATH:LINE, of a file that is there, as seen from the working folder.

    given, expected: for the message, what the caller gave, and in which form it gives it
    """
    found = _FORM.fullmatch(source)
    if found is None or not source.isprintable():
        raise UsageError(f"{given}: expected {expected}")
    path, line = found[1], int(found[2])
    if not Path(path).is_file():
        raise UsageError(f"{given}: there is no file {shown(path)} in the working folder")
    with refusals(path), Path(path).open("rb") as file:
        there = sum(1 for _ in islice(file, line))
    if there < line:
        raise UsageError(f"{given}: the file has {plural(there, 'line')}")
