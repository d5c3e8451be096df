"""Words that several documents have for the same thing."""

from __future__ import annotations

from archadvisor.assessment import TippingPoint


def turned(point: TippingPoint) -> str:
    """Return what a row becomes at a tipping point, in a few words."""
    return "not a question of style" if point.style == "neither" else point.style
