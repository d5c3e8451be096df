"""Each finding of the rules, planted in a small system of daily life, and near misses in which it is not there.

What is planted and expected is data (planted.yaml).
"""

from __future__ import annotations

import json
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Finding

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))
from program import run

Data = dict[str, Any]
KNOWLEDGE = load_knowledge()
FILE: Data = yaml.safe_load((Path(__file__).parent / "planted.yaml").read_text(encoding="utf-8"))
SYSTEMS: list[Data] = FILE["systems"]
PLACES = {"today": (True, False), "advised": (False, True), "both": (True, True)}


def cases(key: str) -> list[Any]:
    """Return the planted systems, each with what a key says of it."""
    return [
        pytest.param(system, one, id=f"{system['planted']}: {one['but']}")
        for system in SYSTEMS
        for one in system.get(key, ())
    ]


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


def found_in(system: Data) -> list[tuple[str, list[str], tuple[bool, bool]]]:
    return sorted([(one.id, sorted(one.interactions), (one.today, one.advised)) for one in findings(system)])


def said(found: list[tuple[str, list[str], str]]) -> list[tuple[str, list[str], tuple[bool, bool]]]:
    return sorted([(id_, sorted(rows), PLACES[where]) for id_, rows, where in found])


@pytest.mark.parametrize("system", [pytest.param(s, id=s["planted"]) for s in SYSTEMS])
def test_what_is_planted_is_found_and_nothing_else(system: Data) -> None:
    assert found_in(system) == said(system["found"])
    assert system["planted"] in {id_ for id_, _, _ in system["found"]}


@pytest.mark.parametrize(("system", "still"), cases("still"))
def test_what_is_planted_is_found_in_other_forms(system: Data, still: Data) -> None:
    assert found_in(changed(system, still)) == said((system | still)["found"])


@pytest.mark.parametrize(("system", "near"), cases("near"))
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


@pytest.mark.slow
def test_what_is_found_comes_in_the_same_order_in_every_process(tmp_path: Path) -> None:
    ends = [("Ann", "Xylo"), ("Bob", "Xylo"), *[("Xylo", "Yoga")] * 4, ("Cid", "Yoga"), ("Yoga", "Dan")]
    rows = [{"id": f"r{n}", "from": a, "to": [b], "purpose": "do it", "is": "waits"} for n, (a, b) in enumerate(ends)]
    (tmp_path / "a.yaml").write_text(json.dumps(file_of({"planted": "two", "rows": rows})), encoding="utf-8")
    seeds = [{"PYTHONHASHSEED": str(seed)} for seed in range(1, 5)]
    told = {run("score", "a.yaml", "--format", "json", cwd=tmp_path, env=seed).out for seed in seeds}
    assert len(told) == 1
