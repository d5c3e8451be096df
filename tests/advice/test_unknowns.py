"""Open questions of parts: those that an interview puts, and no others."""

from __future__ import annotations

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Assessment

KNOWLEDGE = load_knowledge()
FILE = """version: 1
system: {{name: Shop, answers: {{}}}}
parts:
  Mail: {{{part}}}
interactions:
- {{id: row, from: Order, to: [Mail], purpose: confirmation, answers: {{wants: action}}}}
"""


def scored(part: str) -> Assessment:
    return assess(KNOWLEDGE, read(FILE.format(part=part).encode(), "a.yaml", KNOWLEDGE))


@pytest.mark.parametrize(
    ("part", "left"),
    [
        ("", ["owner"]),
        ("owner: unknown", ["owner"]),
        ("owner: same-team", []),
        ("owner: same-team, speaks: unknown", []),
        ("owner: other-team", ["can-change", "reach"]),
        ("owner: outside, can-change: not, reach: either", ["speaks"]),
    ],
)
def test_only_what_an_interview_asks_of_a_part_is_open(part: str, left: list[str]) -> None:
    found = scored(part)
    assert [one.question for one in found.unknowns if one.part] == left
    known = {given.question for one in found.parts if one.name == "Mail" for given in one.given}
    without = scored("owner: same-team").system.answers
    assert found.system.answers.asked - without.asked == len(known) + len(left) - 1
    assert found.system.answers.unknown - without.unknown == len(left)


def test_an_answer_that_nobody_had_to_give_is_counted() -> None:
    more, less = (scored(f"owner: same-team{own}").system.answers for own in (", can-change: freely", ""))
    assert (more.asked, more.confirmed) == (less.asked + 1, less.confirmed + 1)
