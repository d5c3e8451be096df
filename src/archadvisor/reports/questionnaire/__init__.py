"""The questionnaire: all questions by role, blank, to be sent or filled in on paper; one module for each format."""

from __future__ import annotations

from archadvisor.reports.formats import Format, Formats

FORMATS: Formats = {
    "markdown": Format("archadvisor.reports.questionnaire.markdown"),
    "json": Format("archadvisor.reports.questionnaire.json"),
}
