"""The cases that the source text decides itself: each reaches the expected result from its facts alone.

A folder of tests/cases holds case.yaml (what the source decides, in our own words, written by hand), one or two
answers files made of the facts in it alone, and expected.yaml (what the program says now; --update-golden). Where
program and source differ, case.yaml says why under `differs`; then they have to differ.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT

Report = dict[str, Any]
CASES = sorted(path.parent for path in (ROOT / "tests" / "cases").glob("*/case.yaml"))
HEADER = "# What the program says; rewritten by `pytest --update-golden`.\n"


class Case:
    """What the source decides, and the program's reports on it by the name of the answers file."""

    def __init__(self, folder: Path, run: Callable[..., str]) -> None:
        self.folder = folder
        self.source: Report = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
        files = sorted(folder.glob("answers*.yaml"))
        self.reports: dict[str, Report] = {
            file.name: json.loads(run("score", file, "--format", "json")) for file in files
        }

    @property
    def only(self) -> Report:
        """The report of a case with one answers file."""
        (report,) = self.reports.values()
        return report


@pytest.fixture(scope="module")
def known() -> dict[str, Case]:
    """Return the cases that were scored already: several tests look at each."""
    return {}


@pytest.fixture
def case(request: pytest.FixtureRequest, archadvisor: Callable[..., str], known: dict[str, Case]) -> Case:
    if request.param not in known:
        known[request.param] = Case(ROOT / "tests" / "cases" / request.param, archadvisor)
    return known[request.param]


def brief(report: Report, claims: list[str]) -> Report:
    """Return what a case pins down of a report."""
    used = {claim["id"] for source in report["sources"] for claim in source["claims"]}
    return {
        "verdict": report["system"]["verdict"],
        "interactions": {
            row["id"]: {key: row[key] for key in ("style", "form", "front", "state") if row[key]}
            | {"safeguards": [p["id"] for p in row["patterns"] if p["role"] == "safeguard"]}
            for row in report["interactions"]
        },
        "costs": [cost["id"] for cost in report["costs"]],
        "road map": [step["kind"] for step in report["roadmap"]],
        "cites": [claim for claim in claims if claim in used],
    }


def reached(case: Case) -> bool:
    """Tell whether the program says what the source expects."""
    expect = case.source["expect"]
    if case.source["scope"] == "system":
        return bool(case.only["system"]["verdict"] == expect)
    by_file = expect if isinstance(expect, dict) else dict.fromkeys(case.reports, expect)
    return all({row["style"] for row in case.reports[name]["interactions"]} == {by_file[name]} for name in by_file)


def leaning(report: Report) -> dict[str, float]:
    """Return how far each interaction leans to an event."""
    return {row["id"]: row["score"] for row in report["interactions"]}


def every(*names: str) -> pytest.MarkDecorator:
    """Run a test for the cases of these names, else for all."""
    return pytest.mark.parametrize("case", names or [folder.name for folder in CASES], indirect=True)


def test_all_cases_are_there() -> None:
    assert len(CASES) == 24


@every()
def test_case_gives_the_checked_in_result(case: Case, golden: Callable[[Path, str], None]) -> None:
    results = {name: brief(report, case.source["claims"]) for name, report in case.reports.items()}
    text = yaml.safe_dump(results, sort_keys=False, default_flow_style=None, width=120)
    golden(case.folder / "expected.yaml", HEADER + text)


@every(*(folder.name for folder in CASES if folder.name != "team-pull"))
def test_case_is_decided_as_in_the_source(case: Case) -> None:
    assert case.source["id"] == case.folder.name
    assert reached(case) is not bool(case.source.get("differs"))


@every()
def test_case_rests_on_no_prefilled_answer(case: Case) -> None:
    for report in case.reports.values():
        assert report["system"]["answers"]["drafts"] == 0 or report["system"]["assumed"]


@every("booking")
def test_rollback_is_a_saga(case: Case) -> None:
    safeguard = case.source["safeguard"]
    for row in case.only["interactions"]:
        assert any(pattern["id"].startswith(f"{safeguard}-") for pattern in row["patterns"])


@every("growing-start-up")
def test_start_up_begins_with_calls_and_hears_where_and_when_events_come_in(case: Case) -> None:
    style = {row["id"]: row["style"] for row in case.only["interactions"]}
    first, *later = case.only["roadmap"]
    assert {style[name] for name in first["interactions"]} == {"request"}
    assert {style[name] for step in later for name in step["interactions"]} == {"event"}
    assert later[0]["what"].startswith("Once the first version is in use, or a second team owns a reader")
    assert any("in Records" in step["what"] for step in later)


@every("team-pull")
def test_team_new_to_events_leans_less_to_them_and_hears_the_price(case: Case) -> None:
    assert case.source["expect"] == "less-event"
    first, second = (case.reports[case.source[key]] for key in ("first", "second"))
    assert leaning(first).keys() == leaning(second).keys()
    assert all(leaning(first)[name] < score for name, score in leaning(second).items())
    sure = {row["id"]: row["confidence"] for row in second["interactions"]}
    assert all(row["confidence"] <= sure[row["id"]] for row in first["interactions"] if row["style"] == "event")
    assert set(case.source["costs"]) <= {cost["claim"] for cost in first["costs"]}
    assert not set(case.source["costs"]) & {cost["claim"] for cost in second["costs"]}
