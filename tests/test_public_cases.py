"""Real public cases: each agrees with its outcome, is open where it should be, or is said to be outside.

What is expected is data (public_cases.yaml). The program is asked as a user asks it: a file, scored to JSON.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import UNDECIDED
from archadvisor.packaged import folder
from conftest import ROOT

Data = dict[str, Any]
CASES: list[Data] = yaml.safe_load((ROOT / "tests" / "public_cases.yaml").read_text(encoding="utf-8"))["cases"]
METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")


def file_of(case: Data, added: bool) -> Data:
    """Return a case as an answers file, with or without what is added to it."""
    more = case.get("added", {}).get("parts", {}) if added else {}
    known = case.get("parts", {})
    parts = {name: {**known.get(name, {}), **more.get(name, {})} for name in {**known, **more}}
    rows = []
    for row in case["rows"]:
        answers = dict(row["answers"])
        for question, value in (row.get("added", {}) if added else {}).items():
            answers[question] = [*answers.get(question, []), *value] if isinstance(value, list) else value
        rows.append({**row["row"], "answers": answers})
    system = {"name": case["id"], "answers": case.get("system", {})}
    return {"version": 1, "system": system, "parts": parts, "interactions": rows}


def scored(case: Data, added: bool, tmp_path: Path, run: Callable[..., str]) -> Data:
    path = tmp_path / "answers.yaml"
    path.write_text(yaml.safe_dump(file_of(case, added), sort_keys=False, allow_unicode=True), encoding="utf-8")
    report: Data = json.loads(run("score", path, "--format", "json"))
    return report


def asked(report: Data, row: Data) -> set[str]:
    """Return the questions that a row ends in."""
    found = {open_["question"] for open_ in row["form_open"]}
    found |= {decision["question"] for decision in report["decisions"] if decision["interaction"] == row["id"]}
    return found | {q for d in report["disputes"] if d["interaction"] == row["id"] for q in d["questions"]}


def differences(report: Data, row: Data, expect: Data) -> list[str]:
    """Return in what a row is not what is expected."""
    states = [*UNDECIDED] if expect.get("state") == ["undecided"] else expect.get("state", [row["state"]])
    found = [key for key in ("style", "form", "carrier") if row[key] not in expect.get(key, [row[key]])]
    found += ["state"] if row["state"] not in states else []
    safeguards = {pattern["id"] for pattern in row["patterns"]}
    found += [f"has no {name}" for name in expect.get("has", ()) if name not in safeguards]
    found += [f"has {name}" for name in expect.get("lacks", ()) if name in safeguards]
    told = {dispute["id"] for dispute in report["disputes"] if dispute["interaction"] == row["id"]}
    found += [f"no contradiction {name}" for name in expect.get("contradiction", ()) if name not in told]
    wanted = set(expect.get("asks", ()))
    found += ["asks something else"] if wanted and not wanted & asked(report, row) else []
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case_comes_out_as_it_should(case: Data, tmp_path: Path, archadvisor: Callable[..., str]) -> None:
    report = scored(case, True, tmp_path, archadvisor)
    for written, row in zip(case["rows"], report["interactions"], strict=True):
        assert differences(report, row, written.get("expect", {})) == [], row["id"]
        if row["state"] in UNDECIDED:
            assert asked(report, row), f"{row['id']} ends in no question"
    assert [finding["id"] for finding in report["findings"]] == case.get("findings", [])


@pytest.mark.parametrize("case", [c for c in CASES if any("expect-without" in row for row in c["rows"])])
def test_unanswered_is_less_and_not_wrong(case: Data, tmp_path: Path, archadvisor: Callable[..., str]) -> None:
    report = scored(case, False, tmp_path, archadvisor)
    for written, row in zip(case["rows"], report["interactions"], strict=True):
        assert differences(report, row, written.get("expect-without", {})) == [], row["id"]


@pytest.mark.parametrize("case", [case for case in CASES if "outside" in case])
def test_what_is_outside_is_said_to_be(case: Data) -> None:
    """The page on the method names it, under the name that the case gives."""
    said = re.search(rf'<a id="{case["outside"]["said_in"]}"></a>(.*)', METHOD)
    assert said
    assert len(said[1].split()) > 10


def test_no_rule_names_a_case() -> None:
    """Neither by its id nor, but as a registered source, by its address."""
    names = [case["id"] for case in CASES]
    addresses = [case["source"] for case in CASES if "source" in case]
    for path in folder("rules").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)] == [], path.name
        for address in addresses:
            lines = [line for line in text.splitlines() if address in line]
            assert all("address:" in line for line in lines), path.name


def test_the_published_numbers_are_those_of_the_cases() -> None:
    counts: Counter[str] = Counter()
    knowledge = load_knowledge()
    for case in CASES:
        answers = read(json.dumps(file_of(case, True)).encode(), "answers.yaml", knowledge)
        undecided = any(row.undecided for row in assess(knowledge, answers).interactions)
        counts["outside" if "outside" in case else "open" if undecided else "agree"] += 1
    told = f"{counts['agree']} agree, {counts['open']} have an open row that ends in the question to ask"
    text = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    assert f"Of {len(CASES)} public cases {told}, and {counts['outside']} turns on something outside" in text
