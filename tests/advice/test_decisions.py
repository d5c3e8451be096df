"""How a decision tells the answers that lead to its ways."""

from __future__ import annotations

import re

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Assessment

KNOWLEDGE = load_knowledge()
ROW = """version: 1
system: {{name: Shop, answers: {{{system}}}}}
interactions:
- id: row
  from: A
  to: [B]
  purpose: hand over
  answers: {{{own}}}
"""


def scored(system: dict[str, str], own: dict[str, str]) -> Assessment:
    told = {name: ", ".join(f"{key}: {value}" for key, value in answers.items())
            for name, answers in (("system", system), ("own", own))}  # fmt: skip
    return assess(KNOWLEDGE, read(ROW.format(**told).encode(), "a.yaml", KNOWLEDGE))


def ways(system: dict[str, str], own: dict[str, str]) -> dict[str, tuple[str, ...]]:
    (decision,) = scored(system, own).decisions
    found: dict[str, tuple[str, ...]] = {}
    for way in decision.ways:
        found[way.style] = (*found.get(way.style, ()), *way.short)
    return found


def test_a_drafted_tick_that_decides_is_kept_or_taken_back() -> None:
    own = {"stands-still": "no-one", "by-when": "seconds", "ten-minutes": "unnoticed", "outage": "catch-up"}
    found = ways({"messaging": "elsewhere"}, own | {"also": "{value: [peaks], from: import}"})
    assert "peaks" in found["event"]
    assert "no longer peaks" in found["request"]
    assert not any("also peaks" in texts for texts in found.values())


def test_a_tick_that_nobody_knows_is_one_more() -> None:
    own = {"wants": "action", "needs": "accepted", "stands-still": "person", "takes": "seconds", "outage": "catch-up"}
    found = ways({"house-way": "calls", "messaging": "shipped"}, own | {"also": "unknown"})
    assert "also history" in found["event"]
    assert not any(text.startswith("no longer") for texts in found.values() for text in texts)


@pytest.mark.parametrize(
    ("system", "own", "settles"),
    [
        (
            {"on-call": "someone", "house-way": "calls"},
            {"takes": "person", "stands-still": "program", "outage": "worthless", "wants": "flow",
             "ten-minutes": "unnoticed"},
            "by-when",
        ),
        ({"first-use": "undated"}, {"stands-still": "person", "needs": "accepted"}, "house-way"),
    ],
    ids=["one that is asked later", "one about the whole system"],
)  # fmt: skip
def test_what_settles_a_row_is_the_answer_that_moves_it_most(
    system: dict[str, str], own: dict[str, str], settles: str
) -> None:
    before = scored(system, own)
    (row,), (decision,) = before.interactions, before.decisions
    moved: dict[str, float] = {}
    for unknown in before.unknowns:
        for option in KNOWLEDGE.questions[unknown.question].options:
            answer = {unknown.question: option.value}
            more = scored(system | answer, own) if unknown.interaction is None else scored(system, own | answer)
            (other,) = more.interactions
            if other.style != row.style:
                moved[unknown.question] = max(abs(other.score - row.score), moved.get(unknown.question, 0))
    assert len(moved) > 1
    assert decision.question == settles
    assert moved[settles] == max(moved.values())


OWNED = """version: 1
system: {name: Shop}
parts: {A: {owner: OWNER}, B: {owner: other-team, can-change: CAN}}
interactions:
- id: row
  from: A
  to: [B]
  purpose: book it
  answers: {wants: action, needs: result, by-when: seconds, takes: instant, damage: [half-done, differs]}
"""


@pytest.mark.parametrize(("owner", "can"), [(o, c) for o in ("other-team", "same-team") for c in ("freely", "not")])
def test_a_decision_has_ways_that_differ(owner: str, can: str) -> None:
    text = OWNED.replace("OWNER", owner).replace("CAN", can)
    made = assess(KNOWLEDGE, read(text.encode(), "a.yaml", KNOWLEDGE))
    assert [dispute.id for dispute in made.disputes] == ["one-transaction-of-two-owners"]
    assert len(made.decisions) == sum(1 for row in made.interactions if row.undecided) == (can == "freely")
    assert all(len({(way.style, way.form) for way in one.ways}) > 1 for one in made.decisions)


def test_in_a_tie_an_answered_question_is_asked_as_such_and_no_answer_is_promised_to_decide_that_does_not() -> None:
    system = {"busiest": "tenfold", "messaging": "elsewhere", "hurt": "[failed-together]", "who-moves": "several"}
    own = {"wants": "action", "needs": "accepted", "stands-still": "person", "by-when": "seconds", "takes": "instant"}
    (decision,) = scored(system, own).decisions
    assert decision.state == "close"
    assert decision.ask_text.startswith("The answers are nearly even. Look again at this one: ")
    question = KNOWLEDGE.questions[decision.question]
    given = system if question.scope == "system" else own
    (now,) = [option.label for option in question.options if option.value == given[question.id]]
    assert f"(Now: {now}.)" in decision.ask_text
    for way in decision.ways:  # what an answer really leads to
        (value,) = [option.value for option in question.options if option.label == way.answers[0]]
        more = {question.id: value}
        (row,) = scored(system | more, own).interactions if given is system else scored(system, own | more).interactions
        assert row.undecided == (way.others == "The answers are still nearly even.")


@pytest.mark.parametrize(
    "more",
    [{}, {"also": "[unknown-listeners, may-object]"}, {"stands-still": "unknown"}, {"wants": "answer"}],
)
def test_where_decisive_facts_contradict_each_other_one_of_them_is_asked(more: dict[str, str]) -> None:
    own = {"wants": "action", "needs": "result", "stands-still": "no-one", "also": "[unknown-listeners]"} | more
    assessment = scored({}, own)
    (row,), (decision,) = assessment.interactions, assessment.decisions
    assert (decision.state, row.style) == ("close", "event")
    assert decision.question in ("wants", "needs")
    assert decision.ask_text.startswith("Two decisive facts contradict each other. Look again at this one: ")
    assert decision.because == row.because
    assert re.search(r"does not know all .*; but .*(needs the result|reads data)", decision.because)
    question = KNOWLEDGE.questions[decision.question]
    assert len(decision.ways) > 1
    for way in decision.ways:  # what an answer really leads to
        for label in way.answers:
            (value,) = [option.value for option in question.options if option.label == label]
            (found,) = scored({}, own | {question.id: value}).interactions
            assert (found.style, found.form) == (way.style, way.form)
            assert found.undecided == (way.others == "The decisive facts still contradict each other.")
