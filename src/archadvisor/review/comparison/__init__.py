"""Two answers files compared: what they say, what is advised for each, and why it is not the same."""

from __future__ import annotations

from archadvisor.review.comparison.compare import compare
from archadvisor.review.comparison.types import Comparison

__all__ = ["Comparison", "compare"]
