"""A part that its owner writes with a small letter has it at the beginning of a sentence too."""

from __future__ import annotations

import re

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.reports.report import FORMATS
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import render
from archadvisor.text.prose import sentence

FILE = """version: 1
system: {name: nc, answers: {hurt: [failed-together], on-call: customers}}
parts:
  billing: {owner: same-team}
interactions:
- {id: a, from: app, to: [billing], purpose: start, current: call,
   answers: {wants: action, needs: result, stands-still: person, takes: seconds, damage: [half-done]}}
- {id: b, from: billing, to: [mail], purpose: send invoice, current: call,
   answers: {wants: action, needs: nothing, by-when: minutes}}
- {id: c, from: billing, to: [bank], purpose: charge, current: call,
   answers: {wants: action, needs: result, stands-still: program, damage: [twice, half-done]}}
- {id: d, from: app, to: [search], purpose: find, current: call, answers: {wants: answer, stands-still: person}}
"""
KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "json"])
def test_no_format_makes_a_capital_of_it(name: str) -> None:
    assessment = assess(KNOWLEDGE, read(FILE.encode(), "a.yaml", KNOWLEDGE))
    told = render(assessment, name, Options(width=200))
    assert not re.findall(r"\b(?:App|Billing|Mail|Bank|Search)\b(?! API)", told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("billing must be up", "billing must be up."),
        ("billing's worker waits", "billing's worker waits."),
        ("billings are late", "Billings are late."),
        ("waits for billing", "Waits for billing."),
        ("is it up?", "Is it up?"),
    ],
)
def test_a_sentence_begins_with_a_capital_or_a_name(text: str, told: str) -> None:
    assert sentence(text, ["", "billing"]) == told
