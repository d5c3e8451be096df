"""The steps of the road map: in an order that can be followed, each row in its step, told by what the team answered."""

from __future__ import annotations

import pytest
from drawn import Drawn, drawn_systems, some
from hypothesis import given
from systems import Data, assessed, tells, undecided, waits

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Assessment, Stage

KNOWLEDGE = load_knowledge()
ONWARD = ("event", "more", "unwaited")
OWN = ("keep", "apart", "request", "together", *ONWARD)
"""The steps in which a decided row stays, or goes over."""


def called(id_: str, *ends: str, purpose: str = "do it") -> Data:
    """Return a row that is a call today and an event with the advice."""
    return tells(id_, *ends, purpose=purpose) | {"current": "call"}


def of(topic: str, made: Assessment) -> list[Stage]:
    return [step for step in made.roadmap if step.topic == topic]


# --- the order


@some
@given(drawn_systems())
def test_each_row_has_one_step_in_which_it_stays_changes_or_is_decided(drawn: Drawn) -> None:
    made = drawn.assessed()
    assert [step.step for step in made.roadmap] == [*range(1, len(made.roadmap) + 1)]
    for row in made.interactions:
        own = [step.topic for step in made.roadmap if row.id in step.interactions and step.topic in OWN]
        to_decide = [step for step in of("decide", made) if row.id in step.interactions]
        assert (len(own), len(to_decide)) == ((0, 1) if row.undecided else (1, 0))


@some
@given(drawn_systems())
def test_no_step_comes_before_what_it_builds_upon(drawn: Drawn) -> None:
    made = drawn.assessed()
    rows = {row.id: row for row in made.interactions}
    switched = {name: step.step for topic in ONWARD for step in of(topic, made) for name in step.interactions}
    for before in (*of("transport", made), *of("watch", made)):
        assert all(before.step < switched[name] for name in before.interactions)
    for then in of("more", made):
        (first,) = [step for step in of("event", made) if step.step == then.step - 1]
        assert {rows[name].sender for name in then.interactions} == {rows[name].sender for name in first.interactions}
    for last in of("unwaited", made):
        assert all(step.step < last.step for topic in ("event", "more") for step in of(topic, made))


@some
@given(drawn_systems())
def test_no_step_says_that_no_broker_is_known_where_one_is_counted_today(drawn: Drawn) -> None:
    made = drawn.assessed()
    today = any(one.name == "broker" and one.today for one in made.running)
    for step in of("transport", made):
        assert not (today and "none is known to run here" in step.why)


def test_a_decision_on_which_others_depend_is_taken_first() -> None:
    """Row 2 hangs on row 3; row 1 is as open, and nothing hangs on it."""
    rows = [undecided("free", "Till", "Desk"), waits("card", "Office", "Card", takes="seconds")]
    made = assessed(*rows, undecided("check", "Card", "Fraud"))
    assert made.interactions[1].hangs_on == ("check",)
    assert made.roadmap[0].interactions == ("check",)
    assert of("decide", made)[-1].interactions == ("free",)
    assert [step.kind for step in made.roadmap][-1] == "decide"


def first_of(*rows: Data) -> str:
    """Return the row that is switched first."""
    (first,) = of("event", assessed(*rows))[0].interactions
    return first


def test_an_event_whose_work_a_refusal_would_undo_is_switched_last() -> None:
    """What ships may be refused by what reserves: it has least to build, and comes last all the same."""
    rows = [called(to.lower(), "Order", to, purpose=to) for to in ("Ship", "Reserve", "Notes")]
    rows[2]["answers"] |= {"damage": ["lost", "twice"]}
    assert first_of(*rows) == "ship"
    for row in rows[:2]:
        row["answers"] |= {"damage": ["half-done"]}
    made = assessed(*rows)
    assert [one.interactions for one in made.findings if one.id == "acts-before-refusal"] == [("ship", "reserve")]
    assert first_of(*rows) == "notes"


def test_the_sender_that_gets_most_for_its_effort_comes_first() -> None:
    """Both end two waits, and one of them has more to build for it."""
    rows = [called(f"{sender}-{to}", sender, to, purpose=to) for sender in ("Order", "Bill") for to in ("Mail", "Ship")]
    assert first_of(*rows).startswith("Order")
    for row in rows[:2]:
        row["answers"] |= {"damage": ["lost", "twice", "wrong-order"]}
    assert first_of(*rows).startswith("Bill")


def test_a_senders_first_event_brings_what_most_of_the_others_need_too() -> None:
    rows = [called(to.lower(), "Order", to, purpose=to) for to in ("Mail", "Ship", "Bill")]
    for row in rows:
        row["answers"] |= {"final-failure": "no-one"}
    assert first_of(*rows) == "mail"
    for row in rows[1:]:
        row["answers"] |= {"damage": ["lost"]}
    assert first_of(*rows) == "ship"


def test_what_is_in_one_service_today_stays_there_and_is_no_style_to_keep() -> None:
    parts: Data = {name: {"owner": "same-team"} for name in ("Office", "Seats")}
    seat = waits("seat", "Office", "Seats", damage=["half-done", "differs"]) | {"current": "in-process"}
    made = assessed(seat, parts=parts)
    assert [(step.topic, step.what) for step in made.roadmap] == [("apart", "Keep in one service: Office → Seats.")]


@pytest.mark.parametrize(("number", "steps"), [(5, 5), (6, 1)])
def test_a_few_open_rows_have_a_step_each_and_many_share_one(number: int, steps: int) -> None:
    made = assessed(*[undecided(f"r{n}", f"A{n}", f"B{n}") for n in range(number)])
    assert len(of("decide", made)) == steps
    assert sorted(name for step in of("decide", made) for name in step.interactions) == [f"r{n}" for n in range(number)]


def test_beyond_eight_senders_the_rest_share_a_step() -> None:
    made = assessed(*[called(f"r{n}", f"A{n}", f"B{n}") for n in range(11)])
    assert [len(step.parts) for step in of("event", made)] == [1] * 9
    (rest,) = of("more", made)
    assert rest.what.startswith("Then use events for the other interactions of A9 and A10: ")
    assert len({name for topic in ONWARD for step in of(topic, made) for name in step.interactions}) == 11


# --- what a step says


@pytest.mark.parametrize(("number", "named"), [(6, "Till → Mail5"), (7, "7 interactions")])
def test_up_to_six_rows_are_named_and_more_are_counted(number: int, named: str) -> None:
    rows = [waits(f"r{n}", "Till", f"Mail{n}") for n in range(number)]
    (step,) = of("keep", assessed(*rows))
    assert step.what.rstrip(".").endswith(named)
    assert ("Till → Mail0" in step.what) == (number == 6)


def test_rows_with_the_same_ends_are_told_apart_by_their_purpose() -> None:
    rows = [waits("a", "Till", "Card") | {"purpose": "hold"}, waits("b", "Till", "Card") | {"purpose": "charge"}]
    (step,) = of("keep", assessed(*rows, waits("c", "Till", "Stock")))
    assert step.what == "Keep today's style: Till → Card (hold); Till → Card (charge); Till → Stock."


def test_a_second_event_of_a_sender_builds_only_what_the_first_did_not_need() -> None:
    rows = [called("mail", "Order", "Mail", purpose="one"), called("ship", "Order", "Ship", purpose="two")]
    for row in rows:
        row["answers"] |= {"damage": ["lost"]}
    (step,) = of("more", assessed(*rows))
    assert "nothing else has to be built" in step.what
    rows[1]["answers"] |= {"damage": ["lost", "twice", "wrong-order"]}
    (step,) = of("more", assessed(*rows))
    assert step.interactions == ("ship",)
    assert "also build" in step.what


def test_who_does_a_step_is_the_team_of_its_parts_or_whoever_is_asked() -> None:
    open_row = undecided("check", "Desk", "Fraud")
    open_row["answers"]["needs"] = {"value": "unknown", "who": "Eve Hill"}
    parts: Data = {"Order": {"team": "Checkout"}}
    made = assessed(called("mail", "Order", "Mail"), called("note", "Bill", "Mail"), open_row, parts=parts)
    assert [step.who for step in of("event", made)] == ["Checkout", "Bill"]
    assert [step.who for step in of("decide", made)] == ["Eve Hill"]


@pytest.mark.parametrize(
    ("ends", "gain"),
    [
        ([("Order", "Mail")], ["Order no longer waits for Mail"]),
        ([("Order", "Mail"), ("Order", "Ship"), ("Order", "Bill")],
         ["Order no longer waits for Mail", "Order no longer waits for Ship and Bill"]),
    ],
)  # fmt: skip
def test_a_step_gains_that_its_sender_waits_no_longer(ends: list[tuple[str, str]], gain: list[str]) -> None:
    rows = [called(to, sender, to, purpose=f"work at {to}") for sender, to in ends]
    assert [step.gain for step in assessed(*rows).roadmap if step.gain] == gain


# --- what needs no step


@some
@given(drawn_systems())
def test_what_stands_already_is_in_no_step_as_work(drawn: Drawn) -> None:
    for row, found in zip(drawn.rows, drawn.assessed().interactions, strict=True):
        row["built"] = [advice.id for advice in found.patterns if advice.role == "safeguard"]
    again = drawn.assessed()
    assert not of("safe", again)
    assert all("also build" not in step.what for step in again.roadmap)


@pytest.mark.parametrize("word", ["built", "waived"])
def test_a_row_that_stays_asks_only_for_safeguards_that_are_not_there(word: str) -> None:
    row = waits("pay", "Till", "Card", takes="seconds", damage=["twice"])
    found = assessed(row)
    (step,) = of("safe", found)
    assert step.size
    asked_for = [advice.id for advice in found.interactions[0].patterns if advice.role == "safeguard"]

    def left(names: list[str]) -> list[Stage]:
        return of(
            "safe", assessed(row | {word: names if word == "built" else dict.fromkeys(names, "the bank does it")})
        )

    assert left(asked_for[:1])
    assert not left(asked_for)


@pytest.mark.parametrize(
    ("on_call", "begins"),
    [
        ("someone", "Set two alerts for the person on call: "),
        ("next-morning", "Name a person on call, and "),
        ("customers", "Name a person on call, and "),
        ("unknown", "Find out who is on call, and set two alerts: "),
    ],
)
def test_nobody_is_said_to_be_on_call_unless_somebody_said_so(on_call: str, begins: str) -> None:
    told = f"""version: 1
system: {{name: Shop, answers: {{on-call: {on_call}}}}}
interactions:
- id: row
  from: A
  to: [B]
  purpose: confirmation
  current: call
  answers: {{wants: action, needs: nothing, stands-still: no-one, by-when: hours, ten-minutes: unnoticed}}
"""
    found = assess(KNOWLEDGE, read(told.encode(), "a.yaml", KNOWLEDGE))
    (step,) = (stage for stage in found.roadmap if stage.topic == "watch")
    assert step.what.startswith(begins)
