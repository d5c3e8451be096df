"""What several documents say in the same words: read in the reports, and compared with what the assessment holds."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "advice"))

from drawn import Drawn, drawn_systems, some
from systems import Data, assessed, tells, undecided, waits

from archadvisor.api import Options, render
from archadvisor.assessment import Assessment


def called(id_: str, *ends: str) -> Data:
    """Return a row that is a call today and an event with the advice."""
    return tells(id_, *ends) | {"current": "call"}


def decided(row: Data, style: str, **more: str) -> Data:
    return row | {"decision": {"style": style, "because": "so we said", **more}}


def markdown(made: Assessment) -> str:
    return render(made, "markdown")


def about(made: Assessment) -> list[str]:
    """Return what the Markdown report tells of each row."""
    text = markdown(made).partition("## Each interaction")[2]
    return re.split(r"^\*\*\d+ · ", text, flags=re.MULTILINE)[1:]


def confidence(*rows: Data, parts: Data | None = None) -> list[str]:
    """Return the last column of the advice."""
    table = markdown(assessed(*rows, parts=parts)).partition("## Advice")[2].partition("\n## ")[0]
    return [line.strip("| ").split(" | ")[-1] for line in table.splitlines() if re.match(r"\| \d", line)]


def opening(*rows: Data) -> str:
    """Return the paragraph of counts."""
    return markdown(assessed(*rows)).split("\n\n")[2]


# --- counts


@pytest.mark.parametrize(("known", "comes"), [([], "come"), (["wants"], "comes"), (["wants", "needs"], "come")])
def test_answers_are_counted_in_their_number(known: list[str], comes: str) -> None:
    row = waits("a", "Till", "Card")
    row["answers"] = {name: row["answers"][name] for name in known}
    told = re.search(r"(\d+) of (\d+) answers (\w+) from your team, (\d+) open\.", opening(row))
    assert told is not None
    assert (int(told[1]), told[3]) == (len(known), comes)
    assert int(told[1]) + int(told[4]) == int(told[2])


@pytest.mark.parametrize(
    ("guessed", "said"),
    [
        (0, ""),
        (1, "1 guess to confirm (the style of row 1 depends on one)"),
        (2, "2 guesses to confirm (rows 1 and 2 depend on one)"),
        (4, "4 guesses to confirm (4 styles depend on them)"),
    ],
)
def test_guesses_name_the_rows_that_they_decide_and_many_are_counted(guessed: int, said: str) -> None:
    rows = [waits(f"r{n}", "Till", f"Card{n}") for n in range(5)]
    for row in rows[:guessed]:
        row["answers"]["needs"] = {"value": row["answers"]["needs"], "from": "import"}
    text = opening(*rows)
    assert said in text
    assert ("to confirm" in text) == bool(said)


@pytest.mark.parametrize(
    ("styles", "said"),
    [
        ([], ""),
        (["request"], "Your team has decided 1 of 3 rows."),
        (["event", "request"], "Your team has decided 2 of 3 rows, 1 otherwise than advised."),
        (["event", "event", "request"], "Your team has decided 3 of 3 rows, 2 otherwise than advised."),
    ],
)
def test_decisions_are_counted_and_those_against_the_advice_apart(styles: list[str], said: str) -> None:
    rows = [waits(f"r{n}", "Till", f"Card{n}") for n in range(3)]
    rows = [decided(row, style) for row, style in zip(rows, styles, strict=False)] + rows[len(styles) :]
    told = re.search(r"Your team has decided .*?\.", opening(*rows))
    assert (told[0] if told else "") == said


@pytest.mark.parametrize(("number", "said"), [(1, "1 no longer holds."), (2, "2 no longer hold.")])
def test_decisions_that_were_the_advice_once_no_longer_hold(number: int, said: str) -> None:
    rows = [decided(waits(f"r{n}", "Till", f"Card{n}"), "event", advised="event") for n in range(number)]
    assert said in opening(*rows)
    assert "otherwise" not in opening(*rows)


def test_what_rows_to_decide_may_add_is_counted_apart() -> None:
    open_ = undecided("b", "Shop", "Fraud")
    table = markdown(assessed(called("a", "Till", "Mail"), open_))
    line = next(line for line in table.splitlines() if line.startswith("| queues with"))
    assert line.split(" | ")[1:3] == ["0", "1 (+1?)"]


# --- how sure, and what is not decided yet


def test_how_sure_a_row_is_says_what_it_depends_on_and_whether_its_decision_holds() -> None:
    rows = [waits("r0", "Office", "Card", takes="seconds"), undecided("check", "Card", "Fraud")]
    rows += [decided(waits("r2", "Till", "Bank"), style) | {"id": style} for style in ("request", "event")]
    rows.append(decided(waits("r4", "Till", "Bank"), "event", advised="event"))
    told = confidence(*rows)
    assert told[0].endswith(", see 2")
    assert told[1:] == ["open", "decided", "decided otherwise", "no longer holds"]


def test_a_row_of_which_nothing_is_known_or_can_be_changed_says_so() -> None:
    blank = undecided("a", "Till", "Card") | {"answers": {}}
    till: Data = {"Till": {"can-change": "not", "speaks": ["calls"]}}
    assert confidence(blank | {"from": "Shop"}, waits("b", "Till", "Bank"), parts=till) == ["not known", "fixed"]


def test_a_row_that_is_still_to_decide_leans_in_no_form_yet_on_the_screen() -> None:
    rows = undecided("a", "Till", "Card"), called("b", "Shop", "Mail")
    screen = render(assessed(*rows), "terminal", Options(width=200))
    assert re.search(r"^ 1  Till > Card .*  leans to event  open$", screen, re.MULTILINE)
    assert re.search(r"^ 2  Shop > Mail .*  event: publish  ", screen, re.MULTILINE)


@some
@given(drawn_systems())
def test_what_may_not_have_to_be_built_bears_a_question_mark(drawn: Drawn) -> None:
    made = drawn.assessed()
    text = markdown(made).partition("## What to build")[2].partition("\n## ")[0]
    told = {(number, mark) for list_ in re.findall(r"\((\d+\??(?:, \d+\??)*)\)", text)
            for number, mark in re.findall(r"(\d+)(\??)", list_)}  # fmt: skip
    numbers = {row.id: row for row in made.interactions}
    named = [numbers[name] for thing in made.build for name in thing.interactions]
    assert told == {(str(row.number), "?" if row.undecided else "") for row in named}


# --- the sum


@some
@given(drawn_systems())
def test_the_figures_of_a_sum_come_to_what_it_begins_with(drawn: Drawn) -> None:
    """Each weight is a tenth or more of one, so that nothing is lost in rounding."""
    made = drawn.assessed()
    for row, text in zip(made.interactions, about(made), strict=True):
        line = re.search(r"^- Sum: (\w+) ([+-]\d+\.\d): (.*)\.$", text, re.MULTILINE)
        assert (line is not None) == bool(row.evidence)
        if line is not None:
            figures = [round(float(figure) * 10) for figure in re.findall(r" ([+-]\d+\.\d)(?:;|$)", line[3])]
            assert sum(figures) == round(float(line[2]) * 10) == round(row.score * 10)
            assert line[1] == row.style


def test_what_would_change_a_row_is_one_sentence_for_each_outcome() -> None:
    (text,) = about(assessed(undecided("a", "Card", "Fraud")))
    told = re.findall(r"^- (Would become .*)", text, re.MULTILINE)
    assert told == ["Would become a request if Card needed the result from Fraud or if short differences between Card "
                    "and Fraud did harm."]  # fmt: skip


# --- what a row has, and who decided it


def test_what_stands_and_what_is_done_without_is_said_with_its_reason() -> None:
    row = waits("a", "Till", "Card", takes="seconds", damage=["twice"])
    first, second = [one for one in assessed(row).interactions[0].patterns if one.role == "safeguard"][:2]
    (text,) = about(assessed(row | {"built": [first.id], "waived": {second.id: "the bank does it"}}))
    assert f"- Built: {first.name}\n" in text
    assert f"- Waived: {second.name}: the bank does it\n" in text


def test_who_decided_and_when_and_the_advice_beside_it() -> None:
    by = {"by": "Eve Hill", "date": "2026-01-02", "ticket": "T-1", "review": "2027-01-01"}
    rows = [decided(waits("a", "Till", "Card"), style, **by) for style in ("request", "event")]
    as_advised, otherwise = [about(assessed(row))[0] for row in rows]
    for text in (as_advised, otherwise):
        assert "Eve Hill, 2026-01-02, T-1, review by 2027-01-01" in text
    assert "Advice: request: call" in otherwise.replace("*", "")
    assert "Advice:" not in as_advised.replace("*", "")


def test_the_first_page_says_of_a_step_what_who_and_how_much() -> None:
    made = assessed(
        called("a", "Order", "Mail"), undecided("b", "Shop", "Fraud"), parts={"Order": {"team": "Checkout"}}
    )
    steps = first_steps(made)
    assert len(steps) == 3
    assert all(re.fullmatch(r"\d\. .* \(Checkout, size [SML]\)\.", step) for step in steps)
    assert first_steps(assessed(undecided("b", "Shop", "Fraud"), waits("c", "Till", "Card"))) == [
        "1. Decide the style of Shop → Fraud (business or development)."
    ]


def test_the_screen_after_a_run_says_a_step_in_its_first_words() -> None:
    made = assessed(called("a", "Order", "Mail"), parts={"Order": {"team": "Checkout"}}, system={"messaging": "first"})
    screen = render(made, "terminal", Options(brief=True, width=200))
    assert " 1 Set up the transport (Checkout, size L).\n" in screen
    assert re.search(r" 3 Use events first for Order → Mail \(Checkout, size [SML]\)\.\n", screen)


def first_steps(made: Assessment) -> list[str]:
    return markdown(made).partition("## First steps\n\n")[2].partition("\n\n")[0].splitlines()


def test_who_an_action_waits_for_marks_what_an_optional_step_needs() -> None:
    rows = [waits("pay", "Shop", "Card"), waits("gift", "Shop", "Gifts"), called("mail", "Shop", "Mail")]
    steps = ["pay", {"step": "gift", "optional": True}]
    flows: list[Data] = [{"name": "Buy", "steps": steps}, {"name": "Tell", "steps": ["mail"]}]
    text = markdown(assessed(*rows, flows=flows))
    assert "| Card, Gifts (if needed) | Card, Gifts (if needed) |" in text
    assert "| Mail | nobody |" in text
