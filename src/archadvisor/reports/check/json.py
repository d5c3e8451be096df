"""JSON: the findings as they stand."""

from __future__ import annotations

import msgspec

from archadvisor.reports.report.options import Options
from archadvisor.review.findings import Check


def render(found: Check, options: Options) -> str:  # noqa: ARG001 - as every format
    """Return one JSON object."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"
