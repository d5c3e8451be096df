"""The differences as GitHub reads Markdown; nothing where there are none."""

from __future__ import annotations

from collections.abc import Iterator

from archadvisor.reports.comparison.content import Entry, Section, heading, sections, summary
from archadvisor.reports.report.markdown import code, escape, ticketed
from archadvisor.reports.report.options import Options
from archadvisor.review.comparison import Comparison

_LISTED = 200
"""So many changes of one kind are told."""


def render(comparison: Comparison, options: Options) -> str:
    """Return the whole difference."""
    if not comparison.changed:
        return ""
    lines = [f"# {escape(heading(comparison))}", ""]
    lines += [escape(summary(comparison)), ""] if summary(comparison) else []
    for section in sections(comparison):
        lines += [*_section(section), ""]
    rules = f"{comparison.version}, rules {comparison.rules_version}"
    return "\n".join([*lines, f"{code(options.command)} ({escape(rules)})"]) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {section.title}"
    yield ""
    for entry in section.entries[:_LISTED]:
        yield from _entry(entry)
    if len(section.entries) > _LISTED:
        yield f"- {len(section.entries) - _LISTED} more"


def _entry(entry: Entry) -> Iterator[str]:
    indent = ""
    if entry.title:
        yield f"- {escape(entry.title)}"
        indent = "  "
    for fact in entry.facts:
        yield f"{indent}- **{escape(fact.label)}:** {ticketed(fact.text, *fact.tickets)}"
