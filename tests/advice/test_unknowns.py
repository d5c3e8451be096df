"""Open questions of parts: those that an interview puts, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Assessment
from conftest import ROOT

Run: TypeAlias = Callable[..., str]
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


def test_who_knows_the_answer_gets_what_changes_first_steps_and_safeguards(tmp_path: Path, archadvisor: Run) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(SENT, encoding="utf-8")
    people = by_person(archadvisor("score", "--questions", file))
    assert next(iter(people)) == "Ops Anna"
    before, _, also = people["Ops Anna"].partition("Also open:\n\n")
    assert before.index("**Can A continue") < before.index("- What experience do you have")
    assert also.startswith("- Who notices")
    assert "Who owns this part? (B)" in people["development"].partition("Also open:")[2]


def test_what_changes_nothing_is_not_sent(archadvisor: Run) -> None:
    people = by_person(archadvisor("score", "--questions", ROOT / "examples/blank/answers.yaml"))
    assert {*people} == {"development", "operations", "business"}
    assert people["business"].strip() == "- When must users have the first version?"


def by_person(sheet: str) -> dict[str, str]:
    """Return what each person is asked."""
    _, *told = re.split(r"^## (.*)\n", sheet, flags=re.MULTILINE)
    return dict(zip(told[::2], told[1::2], strict=True))


SENT = """version: 1
system:
  name: Shop
  answers: {messaging: {value: unknown, who: Ops Anna}, on-call: {value: unknown, who: Ops Anna}}
parts:
  B: {owner: unknown}
interactions:
- id: row
  from: A
  to: [B]
  purpose: hand over
  answers: {wants: action, needs: {value: unknown, who: Ops Anna}}
"""
