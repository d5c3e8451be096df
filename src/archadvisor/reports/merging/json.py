"""What there is to tell of several answers files as one JSON object."""

from __future__ import annotations

from msgspec import json

from archadvisor.reports.report.options import Options
from archadvisor.review.merging import Merge


def render(merge: Merge, options: Options) -> str:
    """Return it as it stands, indented; in one line where `brief`."""
    data = json.encode(merge)
    return (data if options.brief else json.format(data, indent=2)).decode() + "\n"
