"""The report as GitHub reads Markdown: names and texts of strangers stay text, wherever they stand."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from jinja2 import Environment
from markupsafe import Markup

from archadvisor.assessment import Assessment, Precedent, Source
from archadvisor.reports.diagram.flowchart import flowchart
from archadvisor.reports.diagram.sequence import sequences
from archadvisor.reports.report.options import FOLD_ABOVE, Options
from archadvisor.reports.report.templates import View, environment, linked_ticket, web_address
from archadvisor.text.neutral import neutralise

_ACTIVE = re.compile(r"[\\`*\[\]|~#$_<&@:]|^[-+=> ]|^\d+[.)]|www\.", re.IGNORECASE)
"""What might mean something to a reader of Markdown; most texts have nothing of it."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SPECIAL = re.compile(r"[\\`*\[\]|~#$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_START = re.compile(r"^(?=[-+=>])|^(\d+)(?=[.)](?:\s|$))")
_INDENT = re.compile(r"^ ")
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
_MENTION = re.compile(r"(?<=@)(?=\w)")
_SEPARATOR = " ,;"
"""What a template puts between texts keeps its blank."""
_BLANK = re.compile(r"\n{3,}")


def render(assessment: Assessment, options: Options) -> str:
    """Return the whole report; the first screen alone where `options.brief`."""
    return fill("markdown/report.md.j2", assessment, options)


def fill(template: str, assessment: Assessment, options: Options) -> str:
    """Return what a template of Markdown makes of an assessment, without blank lines that say nothing."""
    view = MarkdownView(assessment, options.brief)
    text = _environment().get_template(template).render(a=assessment, v=view, options=options)
    return _BLANK.sub("\n\n", text).strip("\n") + "\n"


class MarkdownView(View):
    """An assessment as Markdown shows it, with the diagrams that code hosts draw."""

    def flowchart(self) -> Markup:
        """Return the map as a diagram."""
        return Markup(flowchart(self._assessment).rstrip("\n"))  # noqa: S704 - its labels are escaped for Mermaid

    def sequences(self, most: int) -> list[Markup]:
        """Return the diagrams of the first flows."""
        drawn = islice(sequences(self._assessment), most)
        return [Markup(text.rstrip("\n")) for _, text in drawn]  # noqa: S704 - its labels are escaped for Mermaid


@cache
def _environment() -> Environment:
    made = environment(lambda value: escape(value) if type(value) is str else value)
    made.filters.update(code=code, linked=linked, located=located, ticketed=ticketed)
    made.globals.update(limit=FOLD_ABOVE)
    return made


def escape(text: str) -> Markup:
    """Return text that Markdown shows as it is: in a table, a heading, a list or a paragraph."""
    text = neutralise(text)
    if text.endswith(" ") and text.strip(_SEPARATOR):
        text = text.rstrip()  # a blank before ** would leave what is bold open
    if _ACTIVE.search(text):
        text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
        text = _SPECIAL.sub(r"\\\g<0>", text)
        text = _START.sub(r"\1\\", text)
        text = _INDENT.sub("&#32;", text)
        text = _ADDRESS.sub(r"\\", text)
        text = _MENTION.sub("<!-- -->", text)
    return Markup(text)  # noqa: S704 - escaped for Markdown


def code(text: str) -> Markup:
    """Return text as code, fenced by more backticks than it has in a row."""
    text = neutralise(text)
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in text else ""
    return Markup(f"{fence}{pad}{text}{pad}{fence}")  # noqa: S704


def linked(source: Source) -> Markup:
    """Return a source's title, as a link where it has an address on the web."""
    return _link(source.title, source.address)


def ticketed(text: str, *tickets: str) -> Markup:
    """Return text in which each ticket with an address on the web is a link."""
    told = escape(text)
    for ticket in tickets:
        told = linked_ticket(told, ticket, escape(ticket), Markup(f"<{ticket}>"))  # noqa: S704 - used if it can be
    return told


def located(precedent: Precedent) -> Markup:
    """Return a real system's repository, as a link to the file that shows what it does."""
    return _link(precedent.repository, precedent.address)


def _link(text: str, address: str) -> Markup:
    title = escape(text)
    if web_address(address):
        return Markup(f"[{title}](<{address}>)")  # noqa: S704
    return title
