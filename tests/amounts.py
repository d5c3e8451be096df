"""How many cases are drawn: a sample by default, all with `ARCHADVISOR_THOROUGH=1`, as in CI."""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("ARCHADVISOR_THOROUGH"))


def amount(number: int) -> int:
    """Return so many, or by default a fifth of it, at least five."""
    return number if THOROUGH else min(number, max(5, number // 5))
