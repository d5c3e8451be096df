"""A decision record as text, with the head that the convention of its folder asks for."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from archadvisor.assessment import Row
from archadvisor.reports.adr.content import Content, today_as
from archadvisor.reports.report.markdown import code, escape, located, ticketed
from archadvisor.reports.report.templates import environment
from archadvisor.review.conventions import Convention, Target, full_link, number_of, short_link
from archadvisor.review.recording import Draft
from archadvisor.review.records import Hidden, hidden_line, mark_of_row
from archadvisor.text.neutral import neutralise

_BLANK = re.compile(r"\n{3,}")


def heading(convention: Convention, said: Content, name: str) -> str:
    """Return the heading of a record in a file of this name, in Markdown."""
    title = escape(said.title.replace("[", "(").replace("]", ")"))
    return f"{number_of(name)}. {title}" if convention is Convention.ADR_TOOLS else str(title)


def render(convention: Convention, said: Content, draft: Draft, name: str, answers: str) -> str:
    """Return a record as text, for a file of this name; `answers`: the file of the answers, for a command."""
    hidden = Hidden(neutralise(said.system), draft.rows, draft.mark, tuple(map(_mark, said.rows)))
    text = (
        _environment()
        .get_template("adr/record.md.j2")
        .render(
            c=said,
            draft=draft,
            convention=convention.value,
            number=number_of(name),
            score=f"archadvisor score {shlex.quote(answers)} --output report.html",
            heading=Markup(heading(convention, said, name)),  # noqa: S704 - escaped
            hidden=Markup(hidden_line(hidden)),  # noqa: S704 - nothing in it can end a comment
        )
    )
    return _BLANK.sub("\n\n", text).strip("\n") + "\n"


def _mark(row: Row) -> str:
    return mark_of_row(row.sender, row.receivers, row.purpose)


@cache
def _environment() -> Environment:
    made = environment(lambda value: escape(value) if type(value) is str else value)
    made.filters.update(code=code, located=located, ticketed=ticketed, quoted=_quoted, today_as=today_as)
    made.filters.update(short_link=_short, full_link=_full)
    return made


def _quoted(names: Sequence[str]) -> Markup:
    """Return names as a list in YAML, each in quotes."""
    items = ", ".join([json.dumps(neutralise(name), ensure_ascii=False) for name in names])
    return Markup(f"[{items}]")  # noqa: S704 - quoted for YAML


def _short(target: Target) -> Markup:
    return Markup(short_link(target))  # noqa: S704 - of names of files, which hold no more than letters and dashes


def _full(target: Target) -> Markup:
    return Markup(full_link(target))  # noqa: S704 - a heading is Markdown already
