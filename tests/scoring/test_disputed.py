"""An answer on which people do not agree: unknown, but only what they said is tried."""

from __future__ import annotations

import json
from random import Random

from generating import KNOWLEDGE, Data, random_data, read_data
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amounts import amount
from archadvisor.api import assess, render
from archadvisor.assessment import UNDECIDED, Assessment
from archadvisor.knowledge.types import Scope


def of(answers: Data, parts: Data | None = None, current: str = "planned") -> Assessment:
    row = {"id": "a", "from": "Order", "to": "Mail", "purpose": "confirmation", "current": current, "answers": answers}
    return assess(
        KNOWLEDGE,
        read_data({"version": 1, "system": {"name": "Shop"}, "parts": parts or {}, "interactions": [row]}),
    )


def said(*values: object) -> Data:
    return {"value": "unknown", "said": [{"value": value, "who": f"P{n}"} for n, value in enumerate(values)]}


KNOWN = {"wants": "action", "by-when": "minutes", "takes": "seconds", "stands-still": "no-one"}


def test_only_what_was_said_is_tried_and_the_decision_names_it() -> None:
    found = of({**KNOWN, "needs": said("result", "nothing")})
    (row,), (decision,) = found.interactions, found.decisions
    assert row.state == "open"
    assert decision.said == 'P0 says "the result" and P1 says "nothing".'
    assert {answer for way in decision.ways for answer in way.short} == {"the result", "nothing"}
    (unknown,) = [one for one in found.unknowns if one.question == "needs"]
    assert [one.value for one in unknown.consequences] == ["result", "nothing"]
    ends = [of({**KNOWN, "needs": value}).interactions[0].score for value in ("result", "nothing")]
    assert row.range.low <= min(ends) <= max(ends) <= row.range.high
    assert "needs" not in {one.question for one in row.given}


def test_what_turns_nothing_leaves_a_row_settled() -> None:
    found = of({**KNOWN, "needs": said("accepted", "nothing"), "damage": said(["lost"], ["lost", "twice"], [])})
    (row,) = found.interactions
    assert row.state == "settled"
    assert row.style == "event"
    assert "needs" in row.unknown
    assert of({**KNOWN, "needs": "unknown"}).interactions[0].state == "open"


def test_a_gate_that_one_of_the_answers_does_not_pass_is_open() -> None:
    """A file stays for what is due in hours; a question has no deadline, so nobody knows."""
    for wants, state in (("action", "settled"), (said("answer", "action"), "open")):
        (row,) = of({"by-when": "hours", "wants": wants}, current="file").interactions
        assert (row.form, row.state) == ("batch-file", state)


def test_what_all_have_ticked_is_certain() -> None:
    """People who differ in one tick keep the safeguards that all of them need."""
    own = {**KNOWN, "needs": "nothing"}

    def guards(damage: object) -> set[str]:
        (row,) = of({**own, "damage": damage}).interactions
        return {pattern.id for pattern in row.patterns}

    both = guards(["lost", "twice"]) & guards(["lost", "twice", "half-done"])
    assert guards(["lost", "twice"]) - guards([])
    assert guards(said(["lost", "twice", "half-done"], ["lost", "twice"])) >= both
    assert guards(said(["lost"], ["half-done"])) == guards("unknown")


def test_a_form_that_hangs_on_a_disagreement_says_so() -> None:
    parts = {"Mail": {"owner": "outside", "can-change": said("freely", "not")}}
    (row,) = of({**KNOWN, "needs": "nothing"}, parts).interactions
    told = [one.said for one in row.form_open if one.question == "can-change"]
    assert told in ([], ['P0 says "freely" and P1 says "fixed".'])


def test_a_chosen_value_is_the_answer() -> None:
    chosen = {**said("result", "nothing"), "value": "nothing"}
    assert of({**KNOWN, "needs": chosen}).interactions == of({**KNOWN, "needs": "nothing"}).interactions


@settings(max_examples=amount(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_a_row_has_the_style_to_which_all_that_was_said_leads(dice: Random) -> None:
    data = random_data(dice, 2)
    row = data["interactions"][0]
    question = dice.choice(KNOWLEDGE.of_scope(Scope.INTERACTION))
    options = [option.value for option in question.options if not option.alone]
    values = [[one] if question.ticks else one for one in dice.sample(options, 2)]
    chosen = []
    for value in values:
        row["answers"][question.id] = value
        chosen.append(assess(KNOWLEDGE, read_data(data)).interactions[0])
    row["answers"][question.id] = said(*values)
    found = assess(KNOWLEDGE, read_data(data))
    json.loads(render(found, "json"))
    disputed = found.interactions[0]
    if len({one.style for one in chosen}) == 1 and "unknown" not in {one.style for one in chosen}:
        assert disputed.style == chosen[0].style
        if all(one.state == "settled" for one in chosen):
            assert disputed.state == "settled"
    elif question.id in disputed.unknown:
        assert disputed.state in (*UNDECIDED, "given")
    if question.id in disputed.unknown and disputed.style != "unknown":
        assert disputed.range.low <= min(one.score for one in chosen)
        assert max(one.score for one in chosen) <= disputed.range.high
