"""Each finding of the rules, planted in a small system of daily life, and near misses in which it is not there.

What is planted and expected is data (planted.yaml).
"""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Finding

Data = dict[str, Any]
KNOWLEDGE = load_knowledge()
FILE: Data = yaml.safe_load((Path(__file__).parent / "planted.yaml").read_text(encoding="utf-8"))
SYSTEMS: list[Data] = FILE["systems"]
NEAR = [(system, near) for system in SYSTEMS for near in system["near"]]
WRONG = pytest.mark.xfail(strict=True, reason="found twice, once for each sender")
PLANTED = [pytest.param(s, id=s["planted"], marks=WRONG if s["planted"] == "same-fact-by-two" else ()) for s in SYSTEMS]
PLACES = {"today": (True, False), "advised": (False, True), "both": (True, True)}


def file_of(system: Data) -> Data:
    """Return a planted system as an answers file."""
    rows = []
    for row in system["rows"]:
        kind = FILE["kinds"][row["is"]]
        answers = {**kind["answers"], **row.get("with", {})}
        own = {key: value for key, value in row.items() if key not in ("is", "with")}
        rows.append({"current": kind["current"], **own, "answers": answers})
    found = {"version": 1, "system": {"name": system["planted"], "answers": system.get("system", {})}}
    return found | {"parts": system.get("parts", {}), "interactions": rows, "flows": system.get("flows", [])}


def changed(system: Data, near: Data) -> Data:
    """Return a planted system with one thing changed."""
    new = deepcopy(system)
    rows = {row["id"]: row for row in new["rows"] if row["id"] not in near.get("gone", ())}
    for id_, change in near.get("rows", {}).items():
        rows[id_] = rows.get(id_, {}) | change
    parts = new.get("parts", {})
    for name, change in near.get("parts", {}).items():
        parts[name] = parts.get(name, {}) | change
    answers = new.get("system", {}) | near.get("system", {})
    flows = near.get("flows", new.get("flows", []))
    return new | {"rows": [*rows.values()], "parts": parts, "system": answers, "flows": flows}


def findings(system: Data) -> tuple[Finding, ...]:
    data = json.dumps(file_of(system)).encode()
    return assess(KNOWLEDGE, read(data, "planted.yaml", KNOWLEDGE)).findings


@pytest.mark.parametrize("system", PLANTED)
def test_what_is_planted_is_found_and_nothing_else(system: Data) -> None:
    found = [(one.id, set(one.interactions), (one.today, one.advised)) for one in findings(system)]
    expected = [(id_, set(rows), PLACES[where]) for id_, rows, where in system["found"]]
    assert sorted(found, key=lambda one: one[0]) == sorted(expected, key=lambda one: one[0])
    assert system["planted"] in {id_ for id_, _, _ in expected}


@pytest.mark.parametrize(("system", "near"), NEAR, ids=[f"{s['planted']}: {n['but']}" for s, n in NEAR])
def test_a_near_miss_is_none(system: Data, near: Data) -> None:
    found = [one.id for one in findings(changed(system, near))]
    assert system["planted"] not in found
    assert sorted(found) == sorted(near.get("left", []))


def test_every_finding_is_planted_and_nearly_missed() -> None:
    assert {entry.id for entry in KNOWLEDGE.findings} == {system["planted"] for system in SYSTEMS}
    assert all(system["near"] for system in SYSTEMS)
    assert all(2 <= len(system["rows"]) <= 8 for system in SYSTEMS)


@pytest.mark.parametrize("system", SYSTEMS, ids=[system["planted"] for system in SYSTEMS])
def test_what_is_found_is_told_with_names_and_a_way_out(system: Data) -> None:
    rows = {row["id"]: row for row in system["rows"]}
    for one in findings(system):
        ends = {name for id_ in one.interactions for name in (rows[id_]["from"], *rows[id_]["to"])}
        assert set(one.parts) <= ends
        assert one.ways_out
        told = " ".join((one.title, one.because, one.price, *one.ways_out, *one.checks))
        assert "{" not in told
        assert "  " not in told
