"""A question is worth its key presses: where it is asked, some answer changes what is advised."""

from __future__ import annotations

from collections import Counter

import pytest
from generating import KNOWLEDGE, Data, read_data, seeded

from amounts import amount
from archadvisor.api import assess
from archadvisor.assessment import Assessment
from archadvisor.knowledge.types import Scope

FILES = amount(150)


def said(report: Assessment, row: str) -> tuple[object, ...]:
    """Return what a row is advised, and where its answers do not go together."""
    (found,) = [one for one in report.interactions if one.id == row]
    told = tuple(dispute.id for dispute in report.disputes if dispute.interaction == row)
    return found.style, found.form, tuple(pattern.id for pattern in found.patterns), told


@pytest.mark.slow
@pytest.mark.parametrize("name", ["final-failure", "looks-next"])
def test_where_it_is_asked_some_answer_changes_what_is_advised(name: str) -> None:
    """By style, form, safeguards or contradictions, in most rows of random answers."""
    question = KNOWLEDGE.questions[name]
    counts: Counter[bool] = Counter()
    for seed in range(FILES):
        data = seeded(seed, 3)
        for number, row in enumerate(assess(KNOWLEDGE, read_data(data)).interactions):
            asked = {*row.unknown, *(answer.question for answer in row.given)}
            if name not in asked or row.style in ("neither", "unknown"):
                continue
            answered = [with_answer(data, number, name, option.value) for option in question.options]
            counts[len({said(assess(KNOWLEDGE, read_data(one)), row.id) for one in answered}) > 1] += 1
    assert counts[True] > FILES / 10
    assert counts[True] >= 0.65 * counts.total()


def with_answer(data: Data, number: int, name: str, value: str) -> Data:
    rows = [dict(row) for row in data["interactions"]]
    rows[number]["answers"] = {**rows[number]["answers"], name: value}
    return {**data, "interactions": rows}


def test_what_a_closed_end_speaks_changes_the_form() -> None:
    """Of a receiver that cannot be changed, calls and messages lead to different forms in most rows by event."""
    counts: Counter[bool] = Counter()
    for seed in range(FILES):
        data = seeded(seed, 1)
        row = data["interactions"][0]
        row |= {"from": "Order", "to": ["Q"], "purpose": "tell"}
        forms = set()
        for spoken in ("calls", "messages"):
            parts = {**data.get("parts", {}), row["to"][0]: {"can-change": "not", "speaks": [spoken]}}
            (found,) = assess(KNOWLEDGE, read_data({**data, "parts": parts})).interactions
            forms.add((found.style, found.form))
        if {style for style, _ in forms} == {"event"}:
            counts[len(forms) > 1] += 1
    assert counts[True] >= 0.5 * counts.total() > 0


def test_every_question_of_an_interaction_says_what_it_settles() -> None:
    for question in KNOWLEDGE.of_scope(Scope.INTERACTION):
        assert question.settles, question.id
