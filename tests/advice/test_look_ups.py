"""What protects a look-up: data that is too old, and what stands for an answer that does not come."""

from __future__ import annotations

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge

KNOWLEDGE = load_knowledge()
FILE = """version: 1
system: {{name: Shop}}
interactions:
- id: row
  from: Shop
  to: [Catalogue]
  purpose: show a product
  answers: {{wants: answer, stands-still: person, copy-age: a-minute, outage: without, damage: [{damage}]}}
"""


@pytest.mark.parametrize(("damage", "invents"), [("stale", False), ("none-of-these", True)])
def test_a_fallback_invents_no_value_where_stale_data_does_damage(damage: str, invents: bool) -> None:
    made = assess(KNOWLEDGE, read(FILE.format(damage=damage).encode(), "a.yaml", KNOWLEDGE))
    (fallback,) = [one for one in made.build if one.name.startswith("fallback")]
    assert ("or a default value" in fallback.build) is invents
    assert ("never use a default value" in fallback.build) is not invents


def test_what_is_too_old_counts_as_missing() -> None:
    made = assess(KNOWLEDGE, read(FILE.format(damage="stale").encode(), "a.yaml", KNOWLEDGE))
    (limit,) = [one for one in made.build if one.name == "maximum age"]
    assert "as missing" in limit.build
    assert "act on" not in limit.build
