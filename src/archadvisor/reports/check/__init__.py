"""The findings of `check`: for people and for what reads them in CI, one module for each format.

A new format is one module here with `render(Check, Options) -> Rendered`, and one line in `FORMATS`.
"""

from __future__ import annotations

from archadvisor.reports.formats import Format, Formats

FORMATS: Formats = {
    "terminal": Format("archadvisor.reports.check.terminal", (".txt",)),
    "json": Format("archadvisor.reports.check.json", (".json",)),
    "github": Format("archadvisor.reports.check.github"),
    "sarif": Format("archadvisor.reports.check.sarif", (".sarif", ".sarif.json")),
    "junit": Format("archadvisor.reports.check.junit", (".xml",)),
}
