"""The page: one file that needs nothing else, for a screen of any width, light or dark, and for paper."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from archadvisor.assessment import UNDECIDED, Assessment, Range
from archadvisor.reports.report.map import draw
from archadvisor.reports.report.options import FOLD_ABOVE, Options
from archadvisor.reports.report.templates import CONFIRMED, View, environment
from archadvisor.reports.wording import CHANGES
from archadvisor.text.neutral import neutralise

AXIS = 3
"""How far bars reach to either side, on every card, so that cards compare."""


def render(assessment: Assessment, options: Options) -> str:
    """Return the whole page; the first screen alone where `options.brief`."""
    template = _environment().get_template("html/report.html.j2")
    drawing = draw(assessment.interactions, UNDECIDED)
    return template.render(a=assessment, v=View(assessment, options.brief), options=options, map=drawing)


@cache
def _environment() -> Environment:
    made = environment(lambda value: neutralise(value) if type(value) is str else value)
    made.filters.update(bar=bar, spread=spread)
    made.globals.update(axis=AXIS, limit=FOLD_ABOVE, confirmed=CONFIRMED, changes=CHANGES)
    return made


def bar(value: float) -> Markup:
    """Return a bar from the axis in the middle: request to the left, event to the right; one too long is broken."""
    at = _at(value)
    kind = "event" if value > 0 else "request"
    if abs(value) <= AXIS:
        end = f'<circle cx="{at}%" cy="50%" r="5"/>'
    else:
        end = _line((at + 1.5) * 0.95, (at + 3.5) * 0.95, "gap")
    return Markup(f'<svg class="{kind}" aria-hidden="true">{_line(50, at, "reach")}{end}</svg>')  # noqa: S704 - numbers


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
