"""What differs between two answers files, one module for each format: `render(Comparison, Options)`."""

from __future__ import annotations

from archadvisor.reports.formats import Format, Formats

FORMATS: Formats = {
    "terminal": Format("archadvisor.reports.comparison.terminal", (".txt",)),
    "markdown": Format("archadvisor.reports.comparison.markdown", (".md", ".markdown")),
    "json": Format("archadvisor.reports.comparison.json", (".json",)),
    "comment": Format("archadvisor.reports.comparison.comment"),
}
