"""The steps of the road map, told by what the team answered."""

from __future__ import annotations

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge

KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize(
    ("on_call", "begins"),
    [
        ("someone", "Set two alerts for the person on call: "),
        ("next-morning", "Name a person on call, and "),
        ("customers", "Name a person on call, and "),
        ("unknown", "Find out who is on call, and set two alerts: "),
    ],
)
def test_nobody_is_said_to_be_on_call_unless_somebody_said_so(on_call: str, begins: str) -> None:
    told = f"""version: 1
system: {{name: Shop, answers: {{on-call: {on_call}}}}}
interactions:
- id: row
  from: A
  to: [B]
  purpose: confirmation
  current: call
  answers: {{wants: action, needs: nothing, stands-still: no-one, by-when: hours, ten-minutes: unnoticed}}
"""
    found = assess(KNOWLEDGE, read(told.encode(), "a.yaml", KNOWLEDGE))
    (step,) = (stage for stage in found.roadmap if stage.topic == "watch")
    assert step.what.startswith(begins)
