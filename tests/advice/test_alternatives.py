"""The way that a row names beside its argument for the other style."""

from __future__ import annotations

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge

KNOWLEDGE = load_knowledge()
FILE = """version: 1
system: {{name: Shop}}
parts:
  B: {{owner: outside, can-change: not, speaks: [calls], reach: either}}
interactions:
- id: row
  from: A
  to: [B]
  purpose: authorise it
  answers: {{wants: action, needs: {needs}, stands-still: person, by-when: seconds, takes: seconds, ten-minutes: cannot,
             damage: [twice]}}
"""


@pytest.mark.parametrize("takes", ["seconds", "minutes"])
def test_a_job_is_no_alternative_where_the_result_is_needed(takes: str) -> None:
    text = FILE.format(needs="result").replace("takes: seconds", f"takes: {takes}")
    (row,) = assess(KNOWLEDGE, read(text.encode(), "a.yaml", KNOWLEDGE)).interactions
    assert row.style == "request"
    assert "job" not in row.against
    assert "alternative" not in row.against
