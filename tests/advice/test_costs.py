"""What the advice costs, told with nothing that nobody answered."""

from __future__ import annotations

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge

KNOWLEDGE = load_knowledge()
FILE = """version: 1
system: {{name: Shop, answers: {{{system}}}}}
interactions:
- id: row
  from: A
  to: [B]
  purpose: confirmation
  current: call
  answers: {{wants: action, needs: nothing, stands-still: no-one, by-when: minutes{own}}}
"""
ALLOWED = "you allow old values for a few seconds at most"
HARM = "a difference of seconds already does damage"


@pytest.mark.parametrize(
    ("system", "own", "told"),
    [
        ("old-value: others-seconds", "", [ALLOWED]),
        ("", ", damage: [differs]", [HARM]),
        ("old-value: others-seconds", ", damage: [differs]", [HARM]),
        ("old-value: tomorrow", "", []),
    ],
)
def test_why_a_later_agreement_costs_is_what_was_answered(system: str, own: str, told: list[str]) -> None:
    found = assess(KNOWLEDGE, read(FILE.format(system=system, own=own).encode(), "a.yaml", KNOWLEDGE))
    assert [row.style for row in found.interactions] == ["event"]
    said = [cost.because for cost in found.costs if cost.title == "Eventual consistency"]
    assert [words for words in (ALLOWED, HARM) for text in said if words in text] == told
    assert len(said) == len(told)
