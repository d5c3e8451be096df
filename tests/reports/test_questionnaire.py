"""The questionnaire says of a question under which answers it is asked, so that it reads one way."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from archadvisor.knowledge import load
from archadvisor.knowledge.conditions import AllOf, AnyOf, Condition, Is, Not
from archadvisor.reports.questionnaire.content import blank_questionnaire
from archadvisor.reports.questionnaire.markdown import render

NEEDS = Is("needs", frozenset({"result"}))
OUTSIDE = Is("to.owner", frozenset({"outside"}))


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (NEEDS, "needs before it continues: the result"),
        (Not(NEEDS), "needs before it continues: other than the result"),
        (
            AnyOf((Not(NEEDS), OUTSIDE)),
            "needs before it continues: other than the result, or owner (of the receiver): outside",
        ),
        (
            AllOf((Not(NEEDS), OUTSIDE)),
            "needs before it continues: other than the result and owner (of the receiver): outside",
        ),
        (
            Not(AnyOf((NEEDS, OUTSIDE))),
            "not (needs before it continues: the result, or owner (of the receiver): outside)",
        ),
    ],
)
def test_a_denial_ends_where_it_ends(condition: Condition, said: str) -> None:
    knowledge = load()
    first, *others = knowledge.questions.values()
    questions = {q.id: q for q in (replace(first, ask_when=condition), *others)}
    text = render(blank_questionnaire(replace(knowledge, questions=questions)))
    section = text[text.index(f"`{first.id}`") :]
    assert section.splitlines()[2] == f"Only if {said}."
