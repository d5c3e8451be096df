"""The questionnaire as one JSON object."""

from __future__ import annotations

from msgspec import json

from archadvisor.reports.questionnaire.content import Questionnaire


def render(questionnaire: Questionnaire) -> str:
    """Return the questionnaire as it stands, indented."""
    return json.format(json.encode(questionnaire), indent=2).decode() + "\n"
