"""What to build: each thing once, at its place, for the rows that ask for it, and nothing that stands already."""

from __future__ import annotations

from itertools import groupby

import pytest
from drawn import Drawn, drawn_systems, some
from hypothesis import given
from hypothesis import strategies as st
from systems import Data, assessed, tells

from archadvisor.assessment import Assessment, Build

Pair = tuple[str, str]
"""A row and something that it asks for, by id."""


def asked_for(made: Assessment) -> list[Pair]:
    """Return the safeguards of all rows."""
    return [(row.id, one.id) for row in made.interactions for one in row.patterns if one.role == "safeguard"]


def to_build(made: Assessment) -> list[Pair]:
    return [(row, thing.pattern) for thing in made.build for row in thing.interactions]


def event(id_: str, *ends: str, damage: str = "twice") -> Data:
    row = tells(id_, *ends, purpose=f"work for {id_}") | {"current": "call"}
    row["answers"] |= {"damage": [damage]}
    return row


def things(pattern: str, made: Assessment) -> list[Build]:
    return [thing for thing in made.build if thing.pattern == pattern]


# --- what the rows ask for, and nothing else


@some
@given(drawn_systems())
def test_each_thing_names_the_rows_that_ask_for_it_and_each_row_finds_its_things_once(drawn: Drawn) -> None:
    made = drawn.assessed()
    forms = {(row.id, row.form) for row in made.interactions}
    pairs = to_build(made)
    assert len(pairs) == len(set(pairs))
    assert {pair for pair in pairs if pair not in forms} == set(asked_for(made))
    assert all(thing.interactions and thing.build and thing.because for thing in made.build)


@some
@given(drawn_systems(), st.data())
def test_what_is_built_or_waived_is_left_out_for_its_row_alone(drawn: Drawn, data: st.DataObject) -> None:
    before = drawn.assessed()
    done = data.draw(st.sets(st.sampled_from(asked_for(before) or [("", "")])), label="done")
    waived = data.draw(st.booleans(), label="waived")
    for row in drawn.rows:
        names = [name for id_, name in sorted(done) if id_ == row["id"]]
        row |= {"waived": dict.fromkeys(names, "the team said so")} if waived else {"built": names}
    after = drawn.assessed()
    assert asked_for(after) == asked_for(before)
    assert set(to_build(after)) == set(to_build(before)) - done


def test_what_stands_at_a_sender_is_built_for_all_that_it_sends() -> None:
    rows = [event("mail", "Order", "Mail"), event("ship", "Order", "Ship"), event("bill", "Till", "Bill")]
    for row in rows:
        row["answers"] |= {"damage": ["lost"]}
    assert [thing.where for thing in things("outbox", assessed(*rows))] == ["Order", "Till"]
    (left,) = things("outbox", assessed(*rows, parts={"Order": {"built": ["outbox"]}}))
    assert (left.where, left.interactions) == ("Till", ("bill",))


@pytest.mark.parametrize(("parts", "left"), [(("Mail",), ["mail"]), (("Mail", "Ship"), [])])
def test_what_stands_at_one_of_two_receivers_is_missing_at_the_other(parts: tuple[str, ...], left: list[str]) -> None:
    made = assessed(
        event("mail", "Order", "Mail", "Ship"), parts={name: {"built": ["idempotent-consumer"]} for name in parts}
    )
    assert [*dict.fromkeys(row for thing in things("idempotent-consumer", made) for row in thing.interactions)] == left


# --- where it is built


def test_a_consumers_safeguard_is_told_once_for_all_consumers_and_a_senders_for_each() -> None:
    rows = [event("mail", "Order", "Mail", damage="lost"), event("ship", "Till", "Ship", "Bill", damage="lost")]
    for row in rows:
        row["answers"] |= {"damage": ["lost", "twice", "wrong-order"]}
    made = assessed(*rows)
    (consumer,) = things("idempotent-consumer", made)
    assert (consumer.where, consumer.parts) == ("Mail, Ship and Bill", ("Mail", "Ship", "Bill"))
    assert [(one.where, one.parts) for one in things("outbox", made)] == [("Order", ("Order",)), ("Till", ("Till",))]
    assert [one.where for one in things("ordering-key", made)] == ["Order → Mail", "Till → Ship, Bill"]
    cheap = [thing for thing in made.build if thing.cheap]
    assert cheap
    assert len({thing.pattern for thing in cheap}) == len(cheap)


def test_workers_are_counted() -> None:
    rows = [event("mail", "Order", "Mail", damage="lost"), event("ship", "Till", "Mail", damage="lost")]
    for row in rows:
        row["answers"] |= {"also": ["on-a-clock"]}
    alone, both = [{thing.where for thing in assessed(*rows[:n]).build if "worker" in thing.where} for n in (1, 2)]
    assert alone == {"worker of Order"}
    assert both == {"workers of Order and Till", "worker of Order", "worker of Till"}


@some
@given(drawn_systems())
def test_the_things_of_a_place_stand_together_and_what_serves_most_rows_comes_first(drawn: Drawn) -> None:
    told = drawn.assessed().build
    places = [where for where, _ in groupby(told, key=lambda thing: thing.where)]
    assert len(places) == len(set(places))
    most = [max(len(thing.interactions) for thing in told if thing.where == where) for where in places]
    assert most == sorted(most, reverse=True)


# --- in sentences


def test_a_sentence_about_several_pairs_does_not_mix_up_who_belongs_to_whom() -> None:
    rows = [event("mail", "Order", "Mail"), event("ship", "Till", "Ship")]
    (alone,), (both,) = [things("hand-over-after-commit", assessed(*rows[:n])) for n in (1, 2)]
    assert "Order" in alone.because
    assert "Mail" in alone.because
    assert "the sender" in both.because
    assert not any(name in both.because for name in ("Order", "Till", "Mail", "Ship"))


def test_a_check_is_made_at_any_one_of_the_parts() -> None:
    rows = [event("mail", "Order", "Mail"), event("ship", "Order", "Ship")]
    (thing,) = things("idempotent-consumer", assessed(*rows))
    assert thing.where == "Mail and Ship"
    assert any("kill Mail or Ship" in check for check in thing.checks)
