"""The page: one file that needs nothing else, for a screen of any width, light or dark, and for paper."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from jinja2 import Environment
from markupsafe import Markup, escape

from archadvisor.assessment import UNDECIDED, Assessment, Backlog, Range
from archadvisor.figures.formulas import two_digits
from archadvisor.figures.quantities import say_time
from archadvisor.reports.report.map import draw
from archadvisor.reports.report.options import FOLD_ABOVE, Options
from archadvisor.reports.report.templates import CONFIRMED, View, environment, linked_ticket
from archadvisor.reports.wording import CHANGES
from archadvisor.text.neutral import neutralise

AXIS = 3
"""How far bars reach to either side, on every card, so that cards compare."""


def render(assessment: Assessment, options: Options) -> str:
    """Return the whole page; the first screen alone where `options.brief`."""
    template = _environment().get_template("html/report.html.j2")
    drawing = draw(assessment.interactions, UNDECIDED, assessment.events)
    return template.render(a=assessment, v=HtmlView(assessment, options.brief), options=options, map=drawing)


class HtmlView(View):
    """An assessment as the page shows it: each term of the field is explained where it first stands."""

    def __init__(self, assessment: Assessment, brief: bool) -> None:
        super().__init__(assessment, brief)
        self._meanings = {one.term.casefold(): one.meaning for one in assessment.terms}
        names = sorted(map(re.escape, self._meanings), key=len, reverse=True)
        self._term = re.compile(rf"(?<!\w)({'|'.join(names)})(?!\w)", re.IGNORECASE) if names else None

    def explained(self, text: str) -> Markup:
        """Return text in which terms that were not yet explained are: behind a tooltip."""
        text = neutralise(text)
        if self._term is None or not self._meanings:
            return escape(text)
        return Markup("").join([self._part(part, place % 2 == 1) for place, part in enumerate(self._term.split(text))])

    def _part(self, text: str, term: bool) -> Markup:
        meaning = self._meanings.pop(text.casefold(), "") if term else ""
        return Markup('<abbr title="{}">{}</abbr>').format(meaning, text) if meaning else escape(text)


@cache
def _environment() -> Environment:
    made = environment(lambda value: neutralise(value) if type(value) is str else value)
    made.filters.update(bar=bar, spread=spread, backlog=backlog, code=code, ticketed=ticketed)
    loader = made.loader
    style = loader.get_source(made, "html/report.css")[0] if loader else ""
    script = loader.get_source(made, "html/report.js")[0] if loader else ""
    made.globals.update(stylesheet=Markup(style), style_hash=_hash(style))  # noqa: S704 - our own
    made.globals.update(script=Markup(script), script_hash=_hash(script))  # noqa: S704 - our own
    made.globals.update(axis=AXIS, limit=FOLD_ABOVE, confirmed=CONFIRMED, changes=CHANGES)
    return made


def _hash(text: str) -> str:
    """Return the hash by which a page allows one piece of style and no other."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def code(text: str) -> Markup:
    """Return text as code."""
    return Markup("<code>{}</code>").format(neutralise(text))


def ticketed(text: str, ticket: str) -> Markup:
    """Return text in which a ticket with an address on the web is a link."""
    link = Markup('<a href="{0}">{0}</a>').format(ticket)
    return linked_ticket(escape(neutralise(text)), ticket, escape(ticket), link)


def bar(value: float) -> Markup:
    """Return a bar from the axis in the middle: request to the left, event to the right; one too long is broken."""
    at = _at(value)
    kind = "event" if value > 0 else "request"
    if abs(value) <= AXIS:
        end = f'<circle cx="{at}%" cy="50%" r="5"/>'
    else:
        end = _line((at + 1.5) * 0.95, (at + 3.5) * 0.95, "gap")
    return Markup(f'<svg class="{kind}" aria-hidden="true">{_line(50, at, "reach")}{end}</svg>')  # noqa: S704 - numbers


def backlog(load: Backlog) -> Markup:
    """Return a plot of what waits over time: it grows while the peak lasts, then drains."""
    whole = load.lasts + load.drained_in
    top = round(400 * load.lasts / whole, 1)
    said = f"{two_digits(load.at_end)} waiting after {say_time(load.lasts)}, none after {say_time(whole)}"
    anchor = "start" if top < 200 else "end"
    text = (
        f'<text x="{top}" y="14" text-anchor="{anchor}">{two_digits(load.at_end)}</text>'
        f'<text x="{top}" y="118" text-anchor="middle">{say_time(load.lasts)}</text>'
        f'<text x="400" y="118" text-anchor="end">{say_time(whole)}</text>'
    )
    line = f'<path class="event wire" d="M0 100 {top} 20 400 100"/><path class="axis" d="M0 100H400"/>'
    shape = f'<svg class="load event" viewBox="0 0 400 122" role="img" aria-label="{said}">{line}{text}</svg>'
    return Markup(shape)  # noqa: S704 - numbers


def spread(span: Range) -> Markup:
    """Return a range as a line with an end at either side."""
    low, high = _at(span.low), _at(span.high)
    ends = "".join(f'<line x1="{x}%" x2="{x}%" y1="10%" y2="90%"/>' for x in (low, high))
    return Markup(f'<svg aria-hidden="true">{_line(low, high, "range")}{ends}</svg>')  # noqa: S704 - numbers


def _line(start: float, end: float, name: str) -> str:
    return f'<line class="{name}" x1="{start:g}%" x2="{end:g}%" y1="50%" y2="50%"/>'


def _at(value: float) -> float:
    """Return where a value stands, in hundredths of the width."""
    return round(50 + max(-1.0, min(value / AXIS, 1.0)) * 50, 2)
