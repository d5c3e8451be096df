"""How far several people agree on a system, and what depends on where they do not; one module for each format."""

from __future__ import annotations

from archadvisor.reports.formats import Format, Formats

FORMATS: Formats = {
    "terminal": Format("archadvisor.reports.merging.terminal", (".txt",)),
    "markdown": Format("archadvisor.reports.merging.markdown", (".md", ".markdown")),
    "json": Format("archadvisor.reports.merging.json", (".json",)),
}
