"""The comment on a pull request: at most 30 lines of Markdown, the first a mark by which tools replace it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archadvisor.reports.comparison.content import Entry, Section, heading, sections, summary
from archadvisor.reports.report.markdown import code, escape, ticketed
from archadvisor.reports.report.options import Options
from archadvisor.review.comparison import Comparison

MARK = "<!-- archadvisor-diff -->"
MOST_LINES = 30
_AT_LEAST = 2
"""Lines that each kind of change gets, however many kinds there are."""


def render(comparison: Comparison, options: Options) -> str:
    """Return the comment; nothing where nothing changed."""
    if not comparison.changed:
        return ""
    head = [MARK, f"### {escape(heading(comparison))}", ""]
    head += [escape(summary(comparison)), ""] if summary(comparison) else []
    rules = f"{comparison.version}, rules {comparison.rules_version}"
    tail = ["", f"All of it: {code(options.command)} ({escape(rules)})"]
    kinds = sections(comparison)
    room = MOST_LINES - len(head) - len(tail)
    return "\n".join([*head, *_listed(kinds, room), *tail]) + "\n"


def _listed(kinds: Sequence[Section], room: int) -> Iterator[str]:
    """Yield the kinds with their changes, in so many lines: the first get what others leave, the last lack first."""
    mine = [min(_AT_LEAST, len(kind.entries)) for kind in kinds]
    left = room - sum(1 + lines for lines in mine)
    for place in reversed(range(len(kinds))):
        if left < 0 and mine[place] > 1:
            mine[place] -= 1
            left += 1
    for kind, lines in zip(kinds, mine, strict=True):
        more = min(left, len(kind.entries) - lines)
        left -= more
        yield f"- **{escape(kind.title)}**"
        yield from _entries(kind.entries, lines + more)


def _entries(entries: Sequence[Entry], room: int) -> Iterator[str]:
    shown = entries if len(entries) <= room else entries[: room - 1]
    for entry in shown:
        told = [f"{escape(fact.label)}: {ticketed(fact.text, *fact.tickets)}" for fact in entry.facts]
        title = [f"{escape(entry.title)}: "] if entry.title else []
        yield f"  - {''.join(title)}{'; '.join(told)}"
    if len(shown) < len(entries):
        yield f"  - {len(entries) - len(shown)} more"
