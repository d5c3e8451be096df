"""The examples as a user's program assesses them: real texts at their real lengths."""

from __future__ import annotations

from archadvisor import api
from archadvisor.assessment import Assessment
from archadvisor.packaged import folder

NAMES = sorted(path.parent.name for path in folder("examples").glob("*/answers.yaml"))


def example(name: str) -> Assessment:
    """Return the assessment of an example."""
    knowledge = api.load_knowledge()
    return api.assess(knowledge, api.load_answers(folder("examples") / name / "answers.yaml", knowledge))
