"""JSON: the next question as it stands, null where there is none."""

from __future__ import annotations

import msgspec

from archadvisor.reports.report.options import Options
from archadvisor.review.asking import Next


def render(found: Next, options: Options) -> str:  # noqa: ARG001 - as every format
    """Return one JSON object."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"
