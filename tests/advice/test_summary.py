"""The first words about a system: what they count is what the rows say, and nothing open is called settled."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from drawn import Drawn, drawn_systems, some
from hypothesis import given
from hypothesis import strategies as st
from systems import Data, assessed, tells, undecided, waits

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Assessment


def called(id_: str, *ends: str) -> Data:
    """Return a row that is a call today and an event with the advice."""
    return tells(id_, *ends) | {"current": "call"}


def planned(row: Data) -> Data:
    """Return a row that does not exist yet."""
    return row | {"current": "planned"}


def otherwise(row: Data) -> Data:
    """Return a row that the team decided against what its answers advise."""
    return row | {"decision": {"style": "event", "because": "so we said"}}


# --- counts


def counted(made: Assessment) -> Counter[str]:
    """Return how many rows are of each kind, as their lines in the report have it."""
    kinds: Counter[str] = Counter()
    for row in made.interactions:
        style, front = (row.decision.style, row.decision.front) if row.decision else (row.style, row.front)
        kinds["decide" if row.undecided else "accept" if front else style] += 1
    return kinds


@some
@given(drawn_systems(), st.sets(st.integers(0, 6)))
def test_the_headline_counts_each_row_once_as_it_stands_in_the_report(drawn: Drawn, decided: set[int]) -> None:
    for number, row in enumerate(drawn.rows):
        if number in decided:
            row["decision"] = {"style": "request" if number % 2 else "event", "because": "so we said"}
    made = drawn.assessed()
    told: Counter[str] = Counter()
    for count in made.system.headline:
        told[count.kind] += count.count
        assert count.text.startswith(f"{count.count} ")
        assert count.text.endswith(("request", "event")) <= (count.count == 1)
    assert told == counted(made)


@some
@given(drawn_systems())
def test_states_moves_and_mix_are_those_of_the_rows(drawn: Drawn) -> None:
    made = drawn.assessed()
    system, rows = made.system, made.interactions
    assert {name: getattr(system.states, name) for name in system.states.__struct_fields__} == {
        name: sum(1 for row in rows if row.state == name) for name in system.states.__struct_fields__
    }
    assert (system.moves.keep, system.moves.change) == tuple(
        sum(1 for row in rows if row.move == move) for move in ("keep", "change")
    )
    assert system.mix.request + system.mix.event + system.mix.accept + system.mix.neither == len(rows)
    assert system.mix.accept == sum(1 for row in rows if row.front)


@some
@given(drawn_systems())
def test_the_open_decisions_are_counted_and_a_single_one_is_named(drawn: Drawn) -> None:
    made = drawn.assessed()
    open_ = [row for row in made.interactions if row.undecided]
    words = re.search(r"(\w+) decisions? (?:is|are) open(?: \(row (\d+)\))?", made.system.summary)
    if not open_:
        assert words is None
        return
    assert words is not None
    assert words[1].lower() == ("one", "two", "three", "four", "five", "six", "seven")[len(open_) - 1]
    assert words[2] == (str(open_[0].number) if len(open_) == 1 else None)
    numbers = re.search(r"The answers decide (all )?(\d+)", made.system.summary)
    if numbers:
        assert int(numbers[2]) == len(made.interactions) - len(open_)
        assert not numbers[1]
    assert "No interaction needs another style" not in made.system.summary


# --- the first sentence


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([planned(waits("a", "Till", "Card"))], "Till → Card: a request (call)."),
        ([planned(tells("a", "Till", "Card"))], "Till → Card: an event (publish)."),
        ([planned(waits("a", "Till", "Card")), planned(waits("b", "Till", "Stock"))],
         "The answers decide all 2 interactions."),
        ([planned(waits("a", "Till", "Card")), undecided("b", "Till", "Stock")],
         "The answers decide 1 of 2 interactions. One decision is open (row 2)."),
        ([undecided("a", "Till", "Card")], "The answers decide no interaction yet. One decision is open (row 1)."),
        ([undecided("a", "Till", "Card") | {"current": "message"}],
         "The answers decide no interaction yet. One decision is open (row 1)."),
        ([waits("a", "Till", "Card")], "No interaction needs another style."),
        ([waits("a", "Till", "Card"), undecided("b", "Till", "Stock")],
         "1 of 2 interactions can stay as it is. One decision is open (row 2)."),
        ([waits("a", "Till", "Card"), waits("b", "Till", "Stock"), undecided("c", "Till", "Desk")],
         "2 of 3 interactions can stay as they are. One decision is open (row 3)."),
        ([waits("a", "Till", "Card") | {"current": "message"}, waits("b", "Till", "Stock")],
         "1 of 2 interactions should get another style."),
        ([called("a", "Till", "Card"), called("b", "Till", "Stock")],
         "Once built, Till no longer waits for Card and Stock."),
        ([called("a", "Till", "Card"), called("b", "Shop", "Stock")],
         "Once built, Till no longer waits for Card, and Shop no longer waits for Stock."),
        ([called("a", "Till", "Card"), called("b", "Shop", "Stock"), called("c", "Desk", "Mail"),
          waits("d", "Web", "Page")],
         "Once built, the sender no longer waits in 3 of 4 interactions."),
    ],
)  # fmt: skip
def test_the_first_sentence_says_what_matters_most_in_the_number_of_its_rows(rows: list[Data], said: str) -> None:
    assert assessed(*rows).system.summary == said


def test_rows_that_are_decided_by_no_style_are_called_and_counted_by_their_form() -> None:
    parts: Data = {name: {"owner": "same-team"} for name in ("Office", "Seats", "Rooms")}
    seat, room = [planned(waits(to, "Office", to, damage=["half-done", "differs"])) for to in ("Seats", "Rooms")]
    nightly = planned(tells("nightly", "Office", "Books"))
    nightly["answers"] |= {"wants": "flow", "by-when": "hours", "also": ["large"]}
    made = assessed(seat, nightly, room, parts=parts)
    together, file, again = [row.form_name for row in made.interactions]
    assert together == again != file
    assert [(count.kind, count.text) for count in made.system.headline] == [
        ("neither", f"2 {together}"),
        ("neither", f"1 {file}"),
    ]
    assert assessed(seat, parts=parts).system.summary == f"Office → Seats: {together}."


# --- what is left, and what was decided otherwise


@pytest.mark.parametrize(
    ("turned", "said"), [((), ""), ((1,), "row 2"), ((0, 2), "rows 1 and 3"), ((0, 1, 2), "rows 1, 2 and 3")]
)
def test_rows_that_were_decided_otherwise_than_advised_are_named(turned: tuple[int, ...], said: str) -> None:
    rows = [waits("a", "Till", "Card"), waits("b", "Till", "Stock"), waits("c", "Till", "Desk")]
    made = assessed(*[otherwise(row) if number in turned else row for number, row in enumerate(rows)])
    told = re.search(r"Decided otherwise than the answers advise: (.*?)\.", made.system.summary)
    assert (told[1] if told else "") == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([otherwise(waits("a", "Till", "Card"))], "Decided otherwise than the answers advise: row 1."),
        ([called("a", "Till", "Card") | {"decision": {"style": "request", "because": "so we said"}}],
         "Decided otherwise than the answers advise: row 1."),
        ([otherwise(waits("a", "Till", "Card")), waits("b", "Till", "Stock")],
         "1 of 2 interactions can stay as it is. Decided otherwise than the answers advise: row 1."),
        ([otherwise(planned(waits("a", "Till", "Card"))), planned(waits("b", "Till", "Stock"))],
         "The answers decide 1 of 2 interactions. Decided otherwise than the answers advise: row 1."),
    ],
)  # fmt: skip
def test_what_was_decided_otherwise_is_not_said_to_be_advised(rows: list[Data], said: str) -> None:
    assert assessed(*rows).system.summary == said


def test_what_the_team_decided_as_advised_is_not_called_otherwise() -> None:
    row = waits("a", "Till", "Card") | {"decision": {"style": "request", "because": "as advised"}}
    assert assessed(row).system.summary == "No interaction needs another style."


@pytest.mark.parametrize(("number", "said"), [(1, "row 2 depends on it"), (2, "rows 2 and 3 depend on it")])
def test_the_rows_that_depend_on_the_open_decision_are_named(number: int, said: str) -> None:
    rows = [waits(f"r{n}", f"Office{n}", "Card", takes="seconds") for n in range(number)]
    made = assessed(undecided("check", "Card", "Fraud"), *rows)
    assert made.system.summary.endswith(f"One decision is open (row 1); {said}.")


def test_what_is_open_or_decided_otherwise_is_not_promised() -> None:
    """Nobody is said to wait no longer by a row that may still become, or is kept as, a call."""
    open_ = undecided("b", "Shop", "Fraud") | {"current": "call"}
    kept = called("c", "Desk", "Page") | {"decision": {"style": "request", "because": "so we said"}}
    made = assessed(called("a", "Till", "Mail"), open_, kept)
    first, _, _ = made.system.summary.partition(".")
    assert first == "Once built, Till no longer waits for Mail"


# --- answers


@some
@given(drawn_systems(), st.data())
def test_an_answer_that_becomes_a_guess_is_one_to_confirm_and_no_more_the_teams_own(
    drawn: Drawn, data: st.DataObject
) -> None:
    before = drawn.assessed().system.answers
    row = data.draw(st.sampled_from(drawn.rows), label="row")
    asked = [name for name, value in row["answers"].items() if isinstance(value, str) and value != "unknown"]
    name = data.draw(st.sampled_from(sorted({"wants", *asked})), label="question")
    row["answers"] |= {name: {"value": row["answers"][name], "from": "import"}}
    after = drawn.assessed().system.answers
    assert before.asked == before.confirmed + before.drafts + before.unknown
    assert after.asked == before.asked
    assert after.unknown == before.unknown
    assert (after.confirmed, after.drafts) in ((before.confirmed - 1, 1), (before.confirmed, 0))
    assert name != "wants" or after.drafts == 1


def test_rows_that_are_merely_assumed_are_no_verdict() -> None:
    text = b"version: 1\nsystem: {name: Bank, answers: {main-button: finished, messaging: shipped}}\n"
    knowledge = load_knowledge()
    made = assess(knowledge, read(text, "bank.yaml", knowledge))
    assert made.interactions
    assert made.system.assumed
    assert made.system.summary.startswith("No interaction is listed, so this is no verdict")


def test_a_system_without_rows_says_what_to_do() -> None:
    assert assessed().system.summary.startswith("No interaction is named")
