"""`score --team`: what concerns some parts, or those of a team, and nothing about rows of others."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from archadvisor.reports.report import FORMATS
from conftest import ROOT

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))
from program import run

Data = dict[str, Any]

# The web shop, with teams, and with two answers that do not go together.
SHOP: Data = yaml.safe_load((ROOT / "examples" / "web-shop" / "answers.yaml").read_text(encoding="utf-8"))
for name, team in {
    "Stock": "Warehouse",
    "Shipping": "Warehouse",
    "Mail": "Front office",
    "Shop": "Front office",
}.items():
    SHOP["parts"].setdefault(name, {})["team"] = team
next(row for row in SHOP["interactions"] if row["id"] == "order-to-mail")["answers"]["final-failure"] = "asker"
FILE = yaml.safe_dump(SHOP, sort_keys=False)
ENDS = {row["id"]: {row["from"], *row["to"]} for row in SHOP["interactions"]}
NUMBERS = {row["id"]: number for number, row in enumerate(SHOP["interactions"], start=1)}
NAMES = ("Mail", "Payment", "Warehouse", "Front office", "Order", "Fraud,Shop")

# Where rows are named in the JSON, by their ids.
PLACES = ["interactions[].id", "interactions[].hangs_on[]", "costs[].interactions[]", "roadmap[].interactions[]"]
PLACES += ["unknowns[].interaction", "unknowns[].turns[]", "disputes[].interaction", "decisions[].interaction"]
PLACES += ["build[].interactions[]", "flows[].interactions[]", "flows[].steps[].interactions[]"]
PLACES += ["findings[].interactions[]", "events[].interactions[]", "events[].handling[].interaction"]


@cache
def score(folder: Path, *arguments: str) -> str:
    (folder / "answers.yaml").write_text(FILE, encoding="utf-8")
    done = run("score", "answers.yaml", *arguments, cwd=folder)
    assert (done.code, done.errors) == (0, [])
    return done.out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("team")


def cut(folder: Path, names: str) -> Data:
    report: Data = json.loads(score(folder, "--format", "json", *(("--team", names) if names else ())))
    return report


def own(*parts: str) -> list[str]:
    return [id_ for id_, ends in ENDS.items() if not ends.isdisjoint(parts)]


def named(data: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield each row that is named by its id, with the place where it stands."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from named(value, f"{place}.{key}".removeprefix("."))
    elif isinstance(data, list):
        for value in data:
            yield from named(value, f"{place}[]")
    elif isinstance(data, str) and data in ENDS:
        yield place, data


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        ("Mail", ["Mail"]),
        ("Order", ["Order"]),
        ("Warehouse", ["Stock", "Shipping"]),
        ("Front office", ["Shop", "Mail"]),
        ("Mail,Payment", ["Payment", "Mail"]),
        (" Fraud , Warehouse ", ["Stock", "Shipping", "Fraud"]),
    ],
)
def test_only_own_rows_are_left_with_their_numbers(folder: Path, names: str, parts: list[str]) -> None:
    report = cut(folder, names)
    assert report["team"] == parts
    assert [(row["id"], row["number"]) for row in report["interactions"]] == [(i, NUMBERS[i]) for i in own(*parts)]
    assert {part["name"] for part in report["parts"]} <= set(parts)


def test_the_whole_is_cut_to_nobody(folder: Path) -> None:
    report = cut(folder, "")
    assert report["team"] == []
    assert [row["id"] for row in report["interactions"]] == [*ENDS]
    assert cut(folder, "Mail")["system"] == report["system"]


def test_a_row_is_told_as_in_the_whole_report(folder: Path) -> None:
    whole = {row["id"]: row for row in cut(folder, "")["interactions"]}
    for row in cut(folder, "Warehouse")["interactions"]:
        assert row == whole[row["id"]]


def test_rows_are_named_in_these_places(folder: Path) -> None:
    assert {place for place, _ in named(cut(folder, ""))} == set(PLACES)


@pytest.mark.parametrize("place", PLACES)
def test_no_row_of_others_is_named(folder: Path, place: str) -> None:
    for names in NAMES:
        report = cut(folder, names)
        rows = {row["id"] for row in report["interactions"]}
        assert {id_ for where, id_ in named(report) if where == place} <= rows, names


@pytest.mark.parametrize("names", NAMES)
def test_what_is_left_concerns_the_team(folder: Path, names: str) -> None:
    report = cut(folder, names)
    parts = set(report["team"])
    assert all(one["interactions"] for key in ("costs", "roadmap", "build", "flows", "findings") for one in report[key])
    assert all(parts & set(one["parts"]) for one in report["build"])
    assert all(parts & {one["owner"], *one["consumers"]} for one in report["events"])


def test_nothing_that_concerns_the_team_is_left_out(folder: Path) -> None:
    whole, report = cut(folder, ""), cut(folder, "Warehouse")
    rows = set(own("Stock", "Shipping"))
    for key, told in (("costs", "title"), ("roadmap", "what"), ("flows", "name"), ("findings", "title")):
        kept = [one[told] for one in whole[key] if rows & set(one["interactions"])]
        assert kept
        assert [one[told] for one in report[key]] == kept
    assert [one["name"] for one in report["events"]] == ["order placed"]
    assert [one["id"] for one in report["findings"] if "Stock" in one["title"]]


@pytest.mark.slow
@pytest.mark.parametrize("format_name", FORMATS)
def test_all_formats_are_cut(folder: Path, format_name: str) -> None:
    whole, report = score(folder, "--format", format_name), score(folder, "--format", format_name, "--team", "Payment")
    assert len(report) < len(whole)
    if format_name not in ("comment", "questions"):  # these have no table of the interactions
        for purpose in ("show a product", "book the order", "rate the risk"):
            assert purpose in whole.replace("\n", " ")
            assert purpose not in report.replace("\n", " ")
        assert "authorise the card" in report
    if format_name not in ("json", "csv"):
        assert "Only what concerns" in report
        assert "Only what concerns" not in whole


FIRST_FIVE = "'Shop', 'Catalogue', 'Order', 'Payment', 'Stock'"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("Maill", "--team 'Maill' is neither a part nor a team; did you mean 'Mail'?"),
        ("Warehose", "--team 'Warehose' is neither a part nor a team; did you mean 'Warehouse'?"),
        ("Mail,Warehose", "--team 'Warehose' is neither a part nor a team; did you mean 'Warehouse'?"),
        ("Zoo", f"--team 'Zoo' is neither a part nor a team; expected {FIRST_FIVE} or another of 12"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(tmp_path: Path, names: str, said: str) -> None:
    (tmp_path / "answers.yaml").write_text(FILE, encoding="utf-8")
    done = run("score", "answers.yaml", "--team", names, cwd=tmp_path)
    assert (done.code, done.errors) == (2, [said])
