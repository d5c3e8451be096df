"""The differences as one JSON object, keys in the order of the types; also where there are none."""

from __future__ import annotations

import msgspec

from archadvisor.reports.report.options import Options
from archadvisor.review.comparison import Comparison


def render(comparison: Comparison, options: Options) -> str:  # noqa: ARG001 - every format is given options
    """Return the comparison as it stands."""
    return msgspec.json.format(msgspec.json.encode(comparison), indent=2).decode() + "\n"
