"""What is said of answers that nobody has confirmed."""

from __future__ import annotations

import re

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Assessment
from archadvisor.reports.wording import counted_answers

KNOWLEDGE = load_knowledge()
FILE = """version: 1
system: {{name: Shop}}
parts:
  C: {{owner: same-team, speaks: {speaks}}}
interactions:
- id: reads
  from: A
  to: [B]
  purpose: show a product
  answers: {{wants: {wants}, stands-still: person, copy-age: a-minute, damage: [none-of-these]}}
- id: tells
  from: A
  to: [C]
  purpose: note it
  answers: {{wants: action, needs: nothing, by-when: hours, takes: {takes}, outage: catch-up, damage: [none-of-these]}}
"""


def told(wants: str = "answer", takes: str = "seconds", speaks: str = "[calls]") -> Assessment:
    text = FILE.format(wants=wants, takes=takes, speaks=speaks)
    return assess(KNOWLEDGE, read(text.encode(), "a.yaml", KNOWLEDGE))


def guess(value: str) -> str:
    return f"{{value: {value}, from: import}}"


def test_a_guess_that_is_never_varied_decides_all_the_same() -> None:
    styles = {told(wants=value).interactions[0].style for value in ("answer", "action", "flow")}
    assert len(styles) > 1
    made = told(wants=guess("answer"), takes=guess("seconds"))
    assert (made.system.draft_decides, made.system.draft_rows) == (1, (1,))
    assert "2 guesses to confirm (the style of row 1 depends on one)" in counted_answers(made.system)


def test_a_guess_that_changes_no_style_decides_none() -> None:
    assert len({told(takes=option.value).interactions[1].style for option in KNOWLEDGE.questions["takes"].options}) == 1
    assert "1 guess to confirm (none decides a style)" in counted_answers(told(takes=guess("seconds")).system)


def test_the_numbers_of_answers_add_up() -> None:
    system = told(takes=guess("seconds")).system
    own, asked, drafts, left = map(int, re.findall(r"\d+", counted_answers(system)))
    assert asked == own + drafts + left
    assert left == system.answers.unknown > 0
