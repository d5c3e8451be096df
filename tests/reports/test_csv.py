"""The table for spreadsheets, read back: one line for each interaction, no cell a formula."""

from __future__ import annotations

import csv
import io

import assessments as made
import pytest
from hostile import TEXTS
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from archadvisor.assessment import Assessment, Event
from archadvisor.reports.report.csv import HEADER
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import encoded, render
from archadvisor.text.neutral import neutralise

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '=HYPERLINK("x")', "＝1", "-", "=")


def table(assessment: Assessment) -> list[dict[str, str]]:
    text = b"".join(encoded(assessment, "csv", Options())).decode("utf-8")
    lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert tuple(lines[0]) == HEADER
    assert all(len(line) == len(HEADER) for line in lines)
    return [dict(zip(HEADER, line, strict=True)) for line in lines[1:]]


def test_each_interaction_is_a_line() -> None:
    rows = table(made.shop())
    assert [row["number"] for row in rows] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert rows[0] == {
        "number": "1",
        "id": "row-1",
        "from": "Shop",
        "to": "Catalogue",
        "purpose": "show a product",
        "today": "call",
        "advice": "request",
        "form": "call",
        "how_sure": "clear",
        "why": "Shop cannot go on without the answer",
        "decide": "",
        "ask": "",
        "safeguards": "time limit",
        "findings": "circle-of-calls; two-ways-home; calls-without-limit",
        "event": "order placed",
        "advised": "",
    }
    assert rows[3]["to"] == "Stock; Shipping"
    assert rows[6]["advice"] == "leans to event"
    assert rows[6]["decide"] == "What must the other have said?"
    assert rows[6]["ask"] == "business or operations"
    assert rows[7]["advice"] == "neither"


def test_who_and_the_teams_own_words_come_first() -> None:
    row = table(made.undecided())[0]
    assert (row["decide"], row["ask"]) == ("may a buyer leave before the check is done?", "Head of sales")


def test_header_stands_alone_where_nothing_is_known() -> None:
    assert render(made.nothing(), "csv") == ",".join(HEADER) + "\r\n"


def test_large_systems_come_in_pieces() -> None:
    pieces = list(encoded(made.many(1200), "csv", Options()))
    assert len(pieces) == 4
    assert b"".join(pieces).count(b"\r\n") == 1201


def test_line_ends_are_those_of_the_standard() -> None:
    text = render(made.shop(), "csv")
    assert text.count("\r\n") == text.count("\n") == 9


@pytest.mark.parametrize("text", [*FORMULAS, *TEXTS])
def test_no_cell_is_a_formula(text: str) -> None:
    changed = made.rewritten(made.undecided(), lambda plain: text + plain)
    changed = replace(changed, events=(Event(text, text, "", "", (), ("row-1",), True, ()),))
    for row, plain in zip(table(changed), table(made.undecided()), strict=True):
        assert not any(cell.strip().startswith(("=", "+", "-", "@", "＝")) for cell in row.values())
        shown = neutralise(text + plain["purpose"])
        assert row["purpose"] in (shown, f"'{shown}")


@given(text=st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@\t\r\n\"',; "), max_size=20))
def test_whatever_a_purpose_it_comes_back(text: str) -> None:
    (row,) = table(made.assessment("One", [made.row(1, "A", ["B"], text)]))
    shown = neutralise(text)
    assert row["purpose"] in (shown, f"'{shown}")
    assert (row["purpose"] != shown) == shown.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
