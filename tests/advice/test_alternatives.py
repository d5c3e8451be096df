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


WAITING = """version: 1
system: {name: Shop, answers: {messaging: elsewhere, busiest: tenfold}}
interactions:
- id: row
  from: A
  to: [B]
  purpose: rate the risk
  answers: {wants: action, needs: unknown, by-when: hours, takes: person, damage: [half-done]}
"""


def test_what_would_change_a_row_is_first_what_decides_and_nothing_that_contradicts() -> None:
    (row,) = assess(KNOWLEDGE, read(WAITING.encode(), "a.yaml", KNOWLEDGE)).interactions
    assert [(one.question, one.value) for one in row.would_change[0].set] == [("needs", "result")]
    assert all(one.value not in ("instant", "seconds") for point in row.would_change for one in point.set)
    assert any(one.value in ("instant", "seconds") for point in row.tipping_points for one in point.set)


LETTER = """version: 1
system: {name: Shop}
parts: {Letters: {owner: outside, can-change: not, speaks: [files], reach: only-to-them}}
interactions:
- id: row
  from: Messages
  to: [Letters]
  purpose: print a letter
  current: file
  answers: {wants: action, needs: nothing, by-when: hours, takes: hours, outage: catch-up, damage: [twice]}
"""


def test_no_way_at_all_is_no_alternative_to_a_file() -> None:
    (row,) = assess(KNOWLEDGE, read(LETTER.encode(), "a.yaml", KNOWLEDGE)).interactions
    assert row.form == "batch-file"
    assert row.against.endswith("ask for an interface between Messages and Letters, or change the requirement.")
    assert "event:" not in row.against


NIGHTLY = """version: 1
system: {name: Club}
interactions:
- id: row
  from: Register
  to: [Bookkeeper]
  purpose: bookings
  current: file
  answers: {wants: flow, needs: nothing, by-when: hours, outage: catch-up, damage: [lost, twice], also: [large]}
"""


def test_what_would_change_a_row_is_an_answer_near_to_the_one_of_today() -> None:
    """A nightly file has at most minutes, never less than a second; the missing tick is told as a clause of its own."""
    (row,) = assess(KNOWLEDGE, read(NIGHTLY.encode(), "a.yaml", KNOWLEDGE)).interactions
    supposed = {(one.question, one.value) for point in row.would_change for one in point.set}
    assert supposed == {("by-when", "minutes"), ("also", ())}
    assert ("by-when", "instant") in {(one.question, one.value) for point in row.tipping_points for one in point.set}
    assert "the data sent did not exceed 200 kB" in {point.words for point in row.would_change}
