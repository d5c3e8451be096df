"""Findings for people: each with its place and id, what is wrong and what to do; nothing where nothing was found."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.reports.report.options import Options
from archadvisor.review.findings import Check, Found
from archadvisor.text.columns import hang, in_ascii
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import plural


def render(found: Check, options: Options) -> str:
    """Return a block of lines for each finding, and a line that counts them."""
    lines = [line for one in found.findings for line in _told(one, options.width)]
    if not lines:
        return ""
    text = "\n".join([*lines, _counted(found)]) + "\n"
    return text if options.unicode else in_ascii(text)


def _told(one: Found, width: int) -> Iterator[str]:
    note = " (note)" if one.level == "note" else ""
    yield neutralise(f"{one.file}:{one.line}:{one.column}: {one.id}{note}")
    yield from hang("  ", neutralise(one.message), width)
    yield from hang("  ", neutralise(one.action), width)


def _counted(found: Check) -> str:
    errors = sum(1 for one in found.findings if one.level == "error")
    notes = len(found.findings) - errors
    counts = [plural(errors, "finding")] if errors else []
    counts += [plural(notes, "note")] if notes else []
    closed = f"; {len(found.closed)} closed for now" if found.closed else ""
    return f"{' and '.join(counts)}{closed}."
