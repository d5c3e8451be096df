"""The differences on screen; nothing where there are none."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.reports.comparison.content import Section, heading, sections, summary
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.terminal.pen import Pen
from archadvisor.review.comparison import Comparison
from archadvisor.text.columns import in_ascii

_LISTED = 200
"""So many changes of one kind are told."""


def render(comparison: Comparison, options: Options) -> str:
    """Return the screen as text, lines no wider than `options.width`."""
    if not comparison.changed:
        return ""
    pen = Pen(options.width, options.colour)
    lines = [*pen.wrapped(heading(comparison), bold=True), *pen.wrapped(summary(comparison))]
    for section in sections(comparison):
        lines += _section(pen, section)
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return text if options.unicode else in_ascii(text).encode("ascii", "replace").decode()


def _section(pen: Pen, section: Section) -> Iterator[str]:
    yield ""
    yield pen.bold(section.title)
    before = ""
    for entry in section.entries[:_LISTED]:
        if entry.title:
            yield from pen.wrapped(entry.title, indent=" ", hang="  ")
        for fact in entry.facts:
            yield from pen.labelled("" if fact.label == before and not entry.title else fact.label, fact.text)
            before = fact.label
    if len(section.entries) > _LISTED:
        yield f" ... and {len(section.entries) - _LISTED} more: --format json"
