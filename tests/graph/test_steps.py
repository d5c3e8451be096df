"""In which order a system is switched to events, and what each step brings."""

from __future__ import annotations

import pytest
from systems import Data, assessed, tells, waits


def parts_of(owner: str, *names: str) -> Data:
    return {name: {"owner": owner} for name in names}


def test_a_receiver_of_the_team_comes_first_and_what_nobody_waits_for_last() -> None:
    rows = [
        tells("figures", "Order", "Figures") | {"current": "file"},
        tells("ship", "Order", "Ship") | {"current": "call"},
        tells("mail", "Order", "Mail") | {"current": "call"},
    ]
    for row in rows:
        row["answers"] |= {"damage": ["lost"]}
    parts = parts_of("same-team", "Order", "Mail", "Figures") | parts_of("other-team", "Ship")
    found = [step for step in assessed(*rows, parts=parts).roadmap if "se events" in step.what]
    assert [step.interactions for step in found] == [("mail",), ("ship",), ("figures",)]
    assert [step.gain for step in found] == ["Order no longer waits for Mail", "Order no longer waits for Ship", ""]
    assert "next file" in found[-1].why
    assert not any("need to wait" in step.why for step in found)


def test_an_outbox_table_alone_is_a_transport_only_where_each_event_has_one_consumer() -> None:
    for messaging in ("elsewhere", "unknown"):
        system: Data = {"messaging": messaging, "first-use": "live"}
        one = tells("paid", "Order", "Mail", purpose="order paid") | {"current": "call"}
        other = tells("again", "Order", "Ship", purpose="order paid") | {"current": "call"}
        both = tells("both", "Order", "Mail", "Ship", purpose="order sent") | {"current": "call"}
        assert "as each event has one consumer" in transport(one, system=system)
        assert "outbox" not in transport(one, other, system=system)
        assert "outbox" not in transport(both, system=system)


def test_no_transport_is_set_up_for_rows_whose_form_is_built_already() -> None:
    mail = tells("paid", "Order", "Mail", purpose="order paid") | {"current": "call"}
    ship = tells("sent", "Order", "Ship", purpose="order sent") | {"current": "call"}
    forms = [row.form_name for row in assessed(mail, ship).interactions]
    one, all_ = [
        [step.what for step in assessed(*rows).roadmap if "transport" in step.what]
        for rows in ((mail | {"built": [forms[0]]}, ship), (mail | {"built": [forms[0]]}, ship | {"built": [forms[1]]}))
    ]
    assert [("Ship" in what, "Mail" in what) for what in one] == [(True, False)]
    assert all_ == []


def transport(*rows: Data, system: Data) -> str:
    (step,) = [step.what for step in assessed(*rows, system=system).roadmap if "transport" in step.what]
    return step


def test_what_becomes_of_a_problem_is_said_in_one_word_everywhere() -> None:
    seat = waits("seat", "Office", "Seats", damage=["half-done", "differs"]) | {"current": "in-process"}
    card = waits("card", "Office", "Card", takes="seconds")
    made = assessed(seat, card)
    (finding,) = [one for one in made.findings if one.id == "call-inside-transaction"]
    assert finding.title.startswith("If Office calls Card inside the transaction that it shares with Seats")
    assert finding.change == "stays"
    assert [step.why for step in made.roadmap if step.what.startswith(finding.name)] == [
        "Once this is built, this problem stays."
    ]
    assert [step.gain for step in made.roadmap if step.gain] == [
        "known problems that stay: remote call inside a transaction"
    ]


def test_a_backlog_of_minutes_is_no_moment() -> None:
    row = tells("told", "Order", "Stock") | {"current": "call"}
    peak: Data = {"rate": "4/s", "peak": "40/s", "peak-lasts": "10min", "service-time": "100ms"}
    system: Data = {"old-value": "no-one"}
    slow, quick, quiet = (
        lag(row | {"figures": peak | more}, system=system)
        for more in ({"instances": 1}, {"instances": 5}, {"peak-lasts": "3s", "instances": 1})
    )
    assert "Stock by up to 30 min at the stated peak" in slow
    assert "moment" not in slow
    assert "a moment later" in quick
    assert "a moment later" in quiet


def lag(row: Data, system: Data) -> str:
    (cost,) = [cost.because for cost in assessed(row, system=system).costs if cost.title == "Eventual consistency"]
    return cost


@pytest.mark.parametrize(("deadline", "size", "manages"), [("minutes", "M", True), ("hours", "S", False)])
def test_who_is_on_call_is_for_the_management_where_a_deadline_would_pass(
    deadline: str, size: str, manages: bool
) -> None:
    row = tells("told", "Order", "Stock") | {"current": "call"}
    row["answers"] |= {"by-when": deadline}
    roadmap = assessed(row, system={"on-call": "next-morning", "messaging": "shipped"}).roadmap
    (step,) = [step for step in roadmap if step.what.startswith("Name a person on call")]
    assert step.size == size
    assert ("management" in step.who) is manages
    assert ("the next morning" in step.why) is manages
