"""The advice as a flowchart that Mermaid draws: one file, one diagram."""

from __future__ import annotations

from archadvisor.assessment import Assessment
from archadvisor.reports.diagram.flowchart import flowchart
from archadvisor.reports.report.options import Options


def render(assessment: Assessment, options: Options) -> str:
    """Return the flowchart; numbers without purposes where `options.brief`."""
    return flowchart(assessment, purposes=not options.brief)
