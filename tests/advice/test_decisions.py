"""How a decision tells the answers that lead to its ways."""

from __future__ import annotations

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge

KNOWLEDGE = load_knowledge()
ROW = """version: 1
system: {name: Shop}
interactions:
- id: row
  from: A
  to: [B]
  purpose: hand over
  answers: {wants: action, needs: accepted, stands-still: person, takes: seconds, outage: catch-up, also: ALSO}
"""


def ways(also: str) -> dict[str, tuple[str, ...]]:
    assessment = assess(KNOWLEDGE, read(ROW.replace("ALSO", also).encode(), "a.yaml", KNOWLEDGE))
    (decision,) = assessment.decisions
    return {way.style: way.short for way in decision.ways}


def test_a_drafted_tick_that_decides_is_kept_or_taken_back() -> None:
    found = ways("{value: [history], from: import}")
    assert "history" in found["event"]
    assert "no longer history" in found["request"]
    assert "also history" not in found["request"]


def test_a_tick_that_nobody_knows_is_one_more() -> None:
    found = ways("unknown")
    assert "also history" in found["event"]
    assert not any(text.startswith("no longer") for texts in found.values() for text in texts)
