"""The findings of check in the formats of others, read as those read them."""

from __future__ import annotations

import json
import os
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import msgspec
import pytest
from program import Ended, run

from archadvisor.packaged import folder as shipped
from archadvisor.review import findings
from archadvisor.review.findings import Check

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "tests/npm/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
OWN = shipped("schemas") / "check.schema.json"
HOSTILE = "a b:c,50%é.yaml"
TODAY = ("--today", "2026-11-28")
CLOSED = """
closed:
  - {finding: order-to-fraud/undecided, because: "sales decides <soon> & surely", until: 2027-01}
  - {finding: order-to-gone/review, because: it went, until: 2027-01}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a file of which a decision is overdue, one row closed and one closing needless."""
    folder = tmp_path_factory.mktemp("check")
    file = folder / HOSTILE
    shutil.copy(ROOT / "examples" / "web-shop" / "answers.yaml", file)
    for words in (("order-to-mail", "--as", "advice", "--review", "2026-06"), ("*", "--as", "advice")):
        row, *more = words
        assert run("--date", "2026-03-12", "decide", row, HOSTILE, *more, cwd=folder).code == 0
    file.write_text(file.read_text(encoding="utf-8") + CLOSED, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a file in which nothing is found."""
    folder = tmp_path_factory.mktemp("nothing")
    (folder / "answers.yaml").write_text("version: 1\nsystem: {name: Shop}\n", encoding="utf-8")
    return folder


def checked(folder: Path, name: str, file: str = HOSTILE) -> Ended:
    return run("check", file, *TODAY, "--format", name, cwd=folder)


def test_github_marks_the_line_of_each_finding(folder: Path) -> None:
    done = checked(folder, "github")
    assert done.code == 1
    found = [re.fullmatch(r"::(error|notice) ([^:]*)::(.*)", line) for line in done.out.splitlines()]
    assert all(found)
    told = [(one[1], dict(pair.split("=", 1) for pair in one[2].split(","))) for one in found if one]
    assert [(level, unquote(said["title"])) for level, said in told] == [
        ("error", "order-to-mail/review"),
        ("notice", "order-to-gone/review"),
    ]
    assert {unquote(said["file"]) for _, said in told} == {HOSTILE}
    lines = (folder / HOSTILE).read_text(encoding="utf-8").splitlines()
    assert "review: " in lines[int(told[0][1]["line"]) - 1]
    assert "order-to-gone" in lines[int(told[1][1]["line"]) - 1]


def test_schema_is_the_one_that_the_types_make(golden: Callable[[Path, str], None]) -> None:
    made = msgspec.json.schema(Check)
    made["$defs"]["Check"]["properties"]["schema"] = {"const": findings.SCHEMA}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "archadvisor check",
        "description": "What `archadvisor check --format json` prints. Keys may be added, never renamed or taken out.",
        **made,
    }
    golden(OWN, json.dumps(whole, indent=2, ensure_ascii=False) + "\n")


def test_json_keeps_its_schema(folder: Path, nothing: Path) -> None:
    schema = json.loads(OWN.read_text("utf-8"))
    jsonschema_rs.meta.validate(schema)
    found = json.loads(checked(folder, "json").out)
    jsonschema_rs.validate(schema, found)
    assert [one["id"] for one in found["findings"]] == ["order-to-mail/review", "order-to-gone/review"]
    assert [(one["id"], one["closed"]["until"]) for one in found["closed"]] == [("order-to-fraud/undecided", "2027-01")]
    none = json.loads(checked(nothing, "json", "answers.yaml").out)
    jsonschema_rs.validate(schema, none)
    assert (none["ok"], none["findings"], none["closed"]) == (True, [], [])


def test_sarif_is_valid_by_the_schema_of_the_standard(folder: Path, nothing: Path) -> None:
    if not SCHEMA.is_file():
        if os.environ.get("ARCHADVISOR_REQUIRE_TOOLS"):
            pytest.fail(f"{SCHEMA} is missing")
        pytest.skip("the schema is not installed: npm ci --prefix tests/npm")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for name in ("run", "toolComponent"):  # no regular expression: it has a bracket too many
        del schema["definitions"][name]["properties"]["language"]["pattern"]
    validator = jsonschema_rs.validator_for(schema)
    for log in (json.loads(checked(folder, "sarif").out), json.loads(checked(nothing, "sarif", "answers.yaml").out)):
        assert list(validator.iter_errors(log)) == []
    assert list(validator.iter_errors({"version": "2.1.0", "runs": [{"results": []}]}))  # it would find a fault


def test_sarif_tells_each_finding_once_and_suppresses_what_is_closed(folder: Path) -> None:
    log = json.loads(checked(folder, "sarif").out)
    (run_,) = log["runs"]
    results: list[dict[str, Any]] = run_["results"]
    rules = [rule["id"] for rule in run_["tool"]["driver"]["rules"]]
    assert [(one["partialFingerprints"]["archadvisorFinding/v1"], one["level"]) for one in results] == [
        ("order-to-mail/review", "error"),
        ("order-to-gone/review", "note"),
        ("order-to-fraud/undecided", "error"),
    ]
    assert [rules[one["ruleIndex"]] for one in results] == [one["ruleId"] for one in results]
    assert [bool(one.get("suppressions")) for one in results] == [False, False, True]
    assert "sales decides <soon> & surely" in results[2]["suppressions"][0]["justification"]
    uris = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}
    assert uris == {"a%20b%3Ac%2C50%25%C3%A9.yaml"}


def test_junit_fails_skips_and_passes_by_what_was_found(folder: Path, nothing: Path) -> None:
    suites = ET.fromstring(checked(folder, "junit").out)
    (suite,) = suites
    said = {case.get("name"): [inner.tag for inner in case] for case in suite}
    assert said == {
        "order-to-mail/review": ["failure"],
        "order-to-gone/review": ["system-out"],
        "order-to-fraud/undecided": ["skipped"],
    }
    assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["3", "1", "0", "1"]
    assert [suites.get(name) for name in ("tests", "failures", "errors")] == ["3", "1", "0"]
    assert {case.get("file") for case in suite} == {HOSTILE}
    passed = ET.fromstring(checked(nothing, "junit", "answers.yaml").out)
    assert [[inner.tag for inner in case] for case in passed[0]] == [[]]


def test_no_character_breaks_a_format(tmp_path: Path) -> None:
    purpose = "a\\u0001b\\ufffe\\u202e]]>::error::<x> & \\u2028"
    text = f"""version: 1
system: {{name: S}}
interactions:
  - {{id: a, from: "{purpose}", to: B, purpose: p}}
  - {{id: b, from: A, to: B, purpose: q, decision: {{style: event, because: "{purpose}"}}}}
"""
    (tmp_path / "answers.yaml").write_text(text, encoding="utf-8")
    ET.fromstring(checked(tmp_path, "junit", "answers.yaml").out)
    json.loads(checked(tmp_path, "sarif", "answers.yaml").out)
    lines = checked(tmp_path, "github", "answers.yaml").out.splitlines()
    assert len(lines) == 1
    assert "\x01" not in lines[0]
    assert "\u202e" not in lines[0]
