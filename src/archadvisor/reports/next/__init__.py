"""The next question, for people and for programs; one module for each format."""

from __future__ import annotations

from archadvisor.reports.formats import Format, Formats

FORMATS: Formats = {
    "terminal": Format("archadvisor.reports.next.terminal"),
    "json": Format("archadvisor.reports.next.json"),
}
