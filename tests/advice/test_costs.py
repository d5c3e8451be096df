"""What the advice costs, told with nothing that nobody answered."""

from __future__ import annotations

import pytest
from drawn import Drawn, drawn_systems, some
from hypothesis import given
from systems import Data, assessed, tells, waits

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Assessment, Cost

KNOWLEDGE = load_knowledge()
FILE = """version: 1
system: {{name: Shop, answers: {{{system}}}}}
interactions:
- id: row
  from: A
  to: [B]
  purpose: confirmation
  current: call
  answers: {{wants: action, needs: nothing, stands-still: no-one, by-when: minutes{own}}}
"""
ALLOWED = "you allow old values for a few seconds at most"
HARM = "a difference of seconds already does damage"


@pytest.mark.parametrize(
    ("system", "own", "told"),
    [
        ("old-value: others-seconds", "", [ALLOWED]),
        ("", ", damage: [differs]", [HARM]),
        ("old-value: others-seconds", ", damage: [differs]", [HARM]),
        ("old-value: tomorrow", "", []),
    ],
)
def test_why_a_later_agreement_costs_is_what_was_answered(system: str, own: str, told: list[str]) -> None:
    found = assess(KNOWLEDGE, read(FILE.format(system=system, own=own).encode(), "a.yaml", KNOWLEDGE))
    assert [row.style for row in found.interactions] == ["event"]
    said = [cost.because for cost in found.costs if cost.title == "Eventual consistency"]
    assert [words for words in (ALLOWED, HARM) for text in said if words in text] == told
    assert len(said) == len(told)


# --- of whom it is told


def called(id_: str, *ends: str) -> Data:
    """Return a row that is a call today and an event with the advice."""
    return tells(id_, *ends, purpose=f"work for {id_}") | {"current": "call"}


def titled(title: str, made: Assessment) -> list[Cost]:
    return [cost for cost in made.costs if cost.title == title]


@some
@given(drawn_systems())
def test_what_stays_as_it_is_costs_nothing_and_each_cost_is_told_once(drawn: Drawn) -> None:
    made = drawn.assessed()
    rows = {row.id: row for row in made.interactions}
    assert len({cost.title for cost in made.costs}) == len(made.costs)
    for cost in made.costs:
        assert cost.interactions
        assert [name for name in cost.interactions if rows[name].move == "keep"] == []
        assert [*cost.interactions] == sorted(cost.interactions, key=lambda name: rows[name].number)


def test_a_system_in_which_nothing_changes_has_no_costs() -> None:
    row = called("told", "Order", "Mail")
    row["answers"] |= {"also": ["personal"]}
    assert assessed(row).costs
    assert not assessed(row | {"current": "message"}).costs


def test_a_cost_names_the_rows_that_bring_it_and_their_parts_alone() -> None:
    """Of four rows with personal data or none, one is a call, and one sends none of it."""
    rows = [called("told", "Order", "Mail"), called("sent", "Till", "Ship"), called("plain", "Bill", "Stock")]
    asked = waits("asked", "Desk", "Card") | {"current": "message"}
    for row in (*rows[:2], asked):
        row["answers"] |= {"also": ["personal"]}
    made = assessed(*rows, asked)
    assert [row.style for row in made.interactions] == ["event", "event", "event", "request"]
    (cost,) = titled("Personal data in more places", made)
    assert cost.interactions == ("told", "sent")
    assert not any(name in cost.because for name in ("Bill", "Stock", "Desk", "Card"))
    (of_one_sender,) = titled("Personal data in more places", assessed(rows[0], rows[1] | {"from": "Order"}, rows[2]))
    assert "data of Order is" in of_one_sender.because
    assert of_one_sender.because.endswith("not only at Mail and Ship")


def test_who_cannot_answer_while_another_is_down_is_told_of_calls_alone() -> None:
    asked = waits("asked", "Desk", "Card") | {"current": "message"}
    parts: Data = {"Card": {"owner": "outside"}, "Mail": {"owner": "outside"}}
    made = assessed(asked, called("told", "Order", "Mail"), parts=parts)
    assert [cost.interactions for cost in titled("Availability chain", made)] == [("asked",)]


@pytest.mark.parametrize(("first_use", "told"), [("weeks", "learning-against-the-date"), ("months", "learning-curve")])
def test_of_two_costs_that_say_the_same_the_graver_is_told(first_use: str, told: str) -> None:
    made = assessed(called("told", "Order", "Mail"), system={"messaging": "runs-new", "first-use": first_use})
    assert [cost.id for cost in made.costs if cost.id.startswith("learning")] == [told]


# --- the wait behind a peak


def peak(instances: int) -> Data:
    """Return figures by which 40/s come for ten minutes, and each instance serves 10/s."""
    return {"rate": "4/s", "peak": "40/s", "peak-lasts": "10min", "service-time": "100ms", "instances": instances}


@pytest.mark.parametrize("turned", [False, True])
def test_the_longest_wait_is_told_and_only_who_is_that_late(turned: bool) -> None:
    """One instance works off 18000 messages in half an hour, two 12000 in ten minutes, five have nothing to wait."""
    rows = [
        called(to.lower(), "Order", to) | {"figures": peak(instances)}
        for to, instances in (("Stock", 1), ("Mail", 2), ("Ship", 5))
    ]
    made = assessed(*(reversed(rows) if turned else rows), system={"old-value": "no-one"})
    assert [row.backlog.oldest for row in made.interactions if row.backlog] == ([600, 1800] if turned else [1800, 600])
    (cost,) = titled("Eventual consistency", made)
    assert len(cost.interactions) == 3
    late = "Mail and Stock" if turned else "Stock and Mail"
    assert f" later, {late} by up to 30 min at the stated peak" in cost.because
