"""JSON by contract 1: the assessment as it stands, keys in the order of the contract."""

from __future__ import annotations

import msgspec

from archadvisor.assessment import Assessment
from archadvisor.reports import Options


def render(assessment: Assessment, options: Options) -> str:
    """Return the assessment as one JSON object; one line where `options.brief`, else indented."""
    data = msgspec.json.encode(assessment)
    return (data if options.brief else msgspec.json.format(data, indent=2)).decode() + "\n"
