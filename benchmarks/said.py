"""What a row says about two parts that stay apart, as the parts of real systems do.

Where request or event is not the question (style "neither"), the row says what to do if the form behind the
gate cannot be had: that is what can be compared with a system that has cut the two already.
"""

from __future__ import annotations

from archadvisor.assessment import Otherwise, Row


def said(row: Row) -> Row | Otherwise:
    """Return the row itself, or behind a gate its way out."""
    return row.otherwise or row


def event(row: Row) -> float:
    """Return the probability of event that the row gives, 0 to 1."""
    way = said(row)
    return way.confidence if way.style == "event" else 1 - way.confidence
