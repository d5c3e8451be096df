"""The report: an assessment in full, one module for each format.

A new format is one module here with `render(Assessment, Options) -> Rendered`, and one line in `FORMATS`.
Renderers compute nothing, open no output and print nothing.
"""

from __future__ import annotations

from archadvisor.reports.formats import Format, Formats

FORMATS: Formats = {
    "terminal": Format("archadvisor.reports.report.terminal", (".txt",)),
    "markdown": Format("archadvisor.reports.report.markdown", (".md", ".markdown")),
    "html": Format("archadvisor.reports.report.html", (".html", ".htm")),
    "mermaid": Format("archadvisor.reports.report.mermaid", (".mmd", ".mermaid")),
    "csv": Format("archadvisor.reports.report.csv", (".csv",)),
    "tasks": Format("archadvisor.reports.report.tasks", (".tasks.md",)),
    "json": Format("archadvisor.reports.report.json", (".json",), as_advised=True),
    "comment": Format("archadvisor.reports.report.comment"),
    "questions": Format("archadvisor.reports.report.questions"),
}
