"""The sentences that lead a report."""

from __future__ import annotations

import re

from systems import Data, assessed, tells, undecided, waits

from archadvisor.reports.wording import CHANGE_WORDS


def called(id_: str, *ends: str) -> Data:
    return tells(id_, *ends) | {"current": "call"}


def test_nothing_is_built_yet() -> None:
    made = assessed(waits("buy", "Web", "Order"), called("tell", "Order", "Mail"))
    assert made.system.summary.startswith("Once built, ")
    assert "no longer stops when Mail is down" in made.system.summary


def test_what_is_still_called_does_stop_and_what_is_open_may_be_waited_for() -> None:
    accepted = waits("report", "Portal", "Claims", needs="accepted", takes="seconds")
    accepted["answers"] |= {"ten-minutes": "fine", "damage": ["twice", "lost"]}
    rows = [accepted, waits("covered", "Claims", "Policies"), called("tell", "Claims", "Mail")]
    rows.append(undecided("check", "Claims", "Fraud") | {"current": "call"})
    system: Data = {"messaging": "shipped", "busiest": "tenfold", "hurt": ["failed-together"]}
    flow = {"name": "Report", "steps": [row["id"] for row in rows]}
    made = assessed(*rows, flows=[flow], system=system)
    assert "Policies" in made.flows[0].today
    assert "Policies" not in made.flows[0].advised
    assert 'Once built, "Report" no longer waits for Policies or Mail.' in made.system.summary
    assert "stops" not in made.system.summary


def test_problems_are_counted_in_the_words_of_the_list() -> None:
    seat = waits("seat", "Office", "Seats", damage=["half-done", "differs"]) | {"current": "in-process"}
    parts: Data = {"Office": {"owner": "same-team"}, "Seats": {"owner": "same-team"}}
    made = assessed(
        seat, waits("card", "Office", "Card", takes="seconds"), undecided("check", "Card", "Desk"), parts=parts
    )
    words = [CHANGE_WORDS[one.change] for one in made.findings]
    counts = re.findall(r"(one|two|three) (?:problems? )?(?:is |are )?(stay|reduced|new)", made.system.summary.lower())
    assert {word: ("one", "two", "three").index(number) + 1 for number, word in counts} == {
        word: found for word in ("stay", "reduced", "new") if (found := sum(1 for w in words if w.startswith(word)))
    }
    assert counts
    assert "One decision is open (row 3); row 2 depends on it." in made.system.summary


def test_steps_of_one_action_whose_rates_differ_tenfold_are_named_once() -> None:
    rows = [waits("order", "Shop", "Order"), waits("card", "Order", "Card"), called("mail", "Order", "Mail")]
    for row, rate in zip(rows, ("4/s", "40/s", "5/s"), strict=True):
        row["figures"] = {"rate": rate}
    steps = ["order", "card", "mail"]
    assert doubts(rows, [{"name": "Buy", "steps": steps}]) == [
        "Rows 1 and 2 are steps of one action, once per case, but state 4/s and 40/s: one of the figures may be wrong."
    ]
    assert not doubts(rows, [])
    assert not doubts(rows, [{"name": "Buy", "steps": steps}, {"name": "Pay", "steps": ["card"]}])
    rows[1]["figures"] = {"rate": "39/s"}
    assert not doubts(rows, [{"name": "Buy", "steps": steps}])


def doubts(rows: list[Data], flows: list[Data]) -> list[str]:
    made = assessed(*rows, flows=flows)
    return [figure.text for row in made.interactions for figure in row.figures if figure.name == "unlike-rates"]
