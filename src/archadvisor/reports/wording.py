"""Words that several documents have for the same thing."""

from __future__ import annotations

from archadvisor.assessment import Row, TippingPoint


def advised(row: Row) -> str:
    """Return style and form in a few words; a row that is still to decide leans to a style, in no form yet."""
    return f"leans to {row.style}" if row.undecided and row.style != "neither" else advised_in_full(row)


def advised_in_full(row: Row) -> str:
    """Return style and form, also of a row that is still to decide."""
    if row.style == "neither":
        return row.form_name
    return f"{'leans to ' if row.undecided else ''}{row.style}: {row.form_name}"


def turned(point: TippingPoint) -> str:
    """Return what a row becomes at a tipping point, in a few words."""
    return "not a question of style" if point.style == "neither" else point.style
