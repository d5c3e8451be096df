"""Safeguards that undo each other do not come out together."""

from __future__ import annotations

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge

KNOWLEDGE = load_knowledge()
FILE = """version: 1
system: {name: Shop}
parts: {Mail: {owner: OWNER, can-change: not}}
interactions:
- id: row
  from: Order
  to: [Mail]
  purpose: send
  current: call
  answers:
    {wants: action, needs: accepted, stands-still: no-one, takes: seconds, outage: catch-up, damage: [lost, twice]}
"""


@pytest.mark.parametrize("owner", ["same-team", "other-team", "outside"])
def test_what_must_not_be_repeated_blindly_is_not_asked_again_by_itself(owner: str) -> None:
    assessment = assess(KNOWLEDGE, read(FILE.replace("OWNER", owner).encode(), "a.yaml", KNOWLEDGE))
    advised = {pattern.id for pattern in assessment.interactions[0].patterns}
    assert "ask-before-repeating" in advised
    assert advised.isdisjoint({"kept-request", "idempotency-key"})
