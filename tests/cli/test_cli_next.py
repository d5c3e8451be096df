"""The next question: the one that changes most, and none where nothing changes anything."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from program import run

from archadvisor.packaged import folder as shipped
from archadvisor.review import asking

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden"
SCHEMA = shipped("schemas") / "next.schema.json"
EXAMPLES = ("web-shop", "iot", "crud")


def asked(folder: Path, *arguments: str) -> dict[str, Any] | None:
    done = run("next", *arguments, "--format", "json", cwd=folder)
    assert done.code == 0, done
    found = json.loads(done.out)
    jsonschema_rs.validate(json.loads(SCHEMA.read_text("utf-8")), found)
    question: dict[str, Any] | None = found["question"]
    return question


def styles(folder: Path) -> dict[str, tuple[str, str, list[str]]]:
    rows = json.loads(run("score", "answers.yaml", "--format", "json", cwd=folder).out)["interactions"]
    return {row["id"]: (row["style"], row["form"], [one["id"] for one in row["patterns"]]) for row in rows}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "examples" / "web-shop" / "answers.yaml", tmp_path)
    return tmp_path


def test_schema_is_the_one_that_the_types_make(golden: Callable[[Path, str], None]) -> None:
    made = msgspec.json.schema(asking.Next)
    made["$defs"]["Next"]["properties"]["schema"] = {"const": asking.SCHEMA}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "archadvisor next",
        "description": "What `archadvisor next --format json` prints. Keys may be added, never renamed or taken out.",
        **made,
    }
    golden(SCHEMA, json.dumps(whole, indent=2, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(("format_name", "suffix"), [("terminal", "txt"), ("json", "json")])
def test_examples_ask_what_is_checked_in(
    name: str, format_name: str, suffix: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    shutil.copy(ROOT / "examples" / name / "answers.yaml", tmp_path)
    done = run("next", "--format", format_name, cwd=tmp_path, env={"COLUMNS": "80"})
    assert done.code == 0
    golden(GOLDEN / f"next-{name}.{suffix}", done.out)


@pytest.mark.slow
def test_each_answer_leads_where_it_says(folder: Path) -> None:
    question = asked(folder)
    assert question is not None
    assert question["changes"] == "style"
    text = (folder / "answers.yaml").read_text("utf-8")
    found = set()
    for option in question["options"]:
        (folder / "answers.yaml").write_text(text, encoding="utf-8")
        setting = f"{question['set']}={option['value']}"
        assert run("interview", "--no-input", "--set", setting, cwd=folder).code == 0
        for lead in option["leads_to"]:
            style, form, _ = styles(folder)[lead["interaction"]]
            assert (style, form) == (lead["style"], lead["form"])
            found.add(style)
    assert len(found) > 1


@pytest.mark.slow
def test_answering_on_ends_in_nothing_to_ask(folder: Path) -> None:
    seen = []
    while (question := asked(folder)) is not None:
        seen.append((question["changes"], question["set"]))
        assert len(seen) < 60
        before = styles(folder)
        given = [one["value"] for one in question["options"] if one["chosen"]] or [question["options"][-1]["value"]]
        assert run("interview", "--no-input", "--set", f"{question['set']}={','.join(given)}", cwd=folder).code == 0
        if question["changes"] == "safeguards":
            assert {row: way[:2] for row, way in styles(folder).items()} == {
                row: way[:2] for row, way in before.items()
            }
    assert len({name for _, name in seen}) == len(seen), "nothing is asked twice"
    assert seen[0] == ("style", "order-to-fraud.needs")
    done = run("next", cwd=folder)
    assert (done.code, done.out.split(":")[0]) == (0, "Nothing is left to ask")


@pytest.mark.slow
def test_a_row_that_is_decided_is_asked_about_last_and_only_what_can_end_its_decision(folder: Path) -> None:
    answers = folder / "answers.yaml"
    assert run("decide", "order-to-fraud", "--as", "event", "--because", "Sales agrees", cwd=folder).code == 0
    found: list[dict[str, Any]] = []
    skipped: list[str] = []
    while (question := asked(folder, *(f"--skip={name}" for name in skipped))) is not None:
        found.append(question)
        skipped.append(question["set"])
    assert [one["set"] for one in found if one["ends"]] == ["order-to-fraud.needs"]
    assert found[-1]["ends"] == ["order-to-fraud"]
    text = answers.read_text("utf-8")
    ending = set()
    for option in found[-1]["options"]:
        answers.write_text(text, encoding="utf-8")
        assert run("interview", "--no-input", "--set", f"order-to-fraud.needs={option['value']}", cwd=folder).code == 0
        done = run("check", "--format", "json", cwd=folder)
        if "order-to-fraud/turned" in done.out:
            ending.add(option["value"])
    assert ending == {"result"}, "nothing leads to another form of the same style"
    answers.write_text(text, encoding="utf-8")
    assert run("decide", "*", "--as", "advice", cwd=folder).code == 0
    told = run("next", cwd=folder)
    assert told.code == 0
    assert "It can end the decision on order-to-fraud." in " ".join(told.out.replace("-\n", "-").split())


def test_nothing_is_asked_of_no_interactions(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("version: 1\nsystem: {name: Shop}\n", encoding="utf-8")
    assert asked(tmp_path) is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nowhere.yaml",), 5),
        (("--format", "xml"), 2),
        (("answers.yaml", "--format", "jsn"), 2),
        (("--skip", "order-to-fraud.neds"), 2),
        (("--skip", "needs"), 2),
    ],
)
def test_faults_are_told_in_a_line(arguments: tuple[str, ...], code: int, folder: Path) -> None:
    done = run("next", *arguments, cwd=folder)
    assert (done.code, done.out, len(done.errors)) == (code, "", 1)


def test_a_decided_row_is_asked_about_only_where_people_do_not_agree(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text(_DECIDED.replace("NEEDS", "result"), encoding="utf-8")
    assert "Nothing is left to ask" in run("next", cwd=tmp_path).out
    said = "{value: unknown, said: [{value: result, who: Ana}, {value: nothing, who: Ben}]}"
    (tmp_path / "answers.yaml").write_text(_DECIDED.replace("NEEDS", said), encoding="utf-8")
    asked = json.loads(run("next", "--format", "json", cwd=tmp_path).out)["question"]
    assert (asked["set"], asked["changes"], asked["turns"]) == ("a.needs", "style", ["a"])


@pytest.mark.slow
def test_rows_in_a_tie_are_named_though_no_open_answer_settles_them(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text(_TIE, encoding="utf-8")
    skipped: list[str] = []
    while (question := asked(tmp_path, *(f"--skip={name}" for name in skipped))) is not None:
        skipped.append(question["set"])
    done = run("next", *(f"--skip={name}" for name in skipped), cwd=tmp_path, env={"COLUMNS": "200"})
    assert done.out.splitlines() == [
        "Nothing is left to ask: no open answer changes a row that is not decided, or ends a decision.",
        "a is still to decide: archadvisor score answers.yaml says which answer to look at again.",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("system", "own"),
    [
        ("{old-value: others-seconds, house-way: files}", "{needs: accepted, copy-age: a-day, outage: catch-up}"),
        ("{}", "{by-when: minutes, ten-minutes: cannot, outage: stop, damage: [], also: [history]}"),
    ],
)
def test_what_a_report_says_to_decide_is_asked_first(system: str, own: str, tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text(_OPEN.replace("SYSTEM", system).replace("OWN", own), encoding="utf-8")
    (decision,) = json.loads(run("score", "answers.yaml", "--format", "json", cwd=tmp_path).out)["decisions"]
    question = asked(tmp_path)
    assert question is not None
    assert decision["others"], "other answers turn it too"
    assert question["question"] == decision["question"]


@pytest.mark.slow
def test_a_question_about_an_end_on_which_a_form_hangs_is_asked(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text(_FORM_OPEN, encoding="utf-8")
    (row,) = json.loads(run("score", "answers.yaml", "--format", "json", cwd=tmp_path).out)["interactions"]
    (open_,) = row["form_open"]
    question = asked(tmp_path)
    assert question is not None
    assert (question["part"], question["question"], question["changes"]) == ("SMS", open_["question"], "form")
    assert run("decide", "a", "--as", "advice", cwd=tmp_path).code == 0
    question = asked(tmp_path)
    assert question is not None
    assert (question["set"], question["ends"]) == (f"SMS.{open_['question']}", ["a"])
    leads = {lead["form"]: one["value"] for one in question["options"] for lead in one["leads_to"]}
    assert run("interview", "--no-input", "--set", f"{question['set']}={leads['publish']}", cwd=tmp_path).code == 0
    assert "a/turned" in run("check", "--format", "json", cwd=tmp_path).out


_FORM_OPEN = """version: 1
system: {name: Sms}
parts: {SMS: {owner: outside, can-change: "not", reach: either}}
interactions:
- id: a
  from: Order
  to: [SMS]
  purpose: tell the courier
  answers: {wants: action, needs: nothing, by-when: minutes, outage: catch-up, damage: [lost, twice]}
"""
_OPEN = """version: 1
system: {name: Shop, answers: SYSTEM}
interactions:
- id: a
  from: Order
  to: [Mail]
  purpose: confirmation
  answers: OWN
"""
_TIE = """version: 1
system: {name: Shop}
interactions:
- id: a
  from: Order
  to: [Listeners]
  purpose: price changed
  answers: {wants: action, needs: result, stands-still: no-one, also: [unknown-listeners]}
"""
_DECIDED = """version: 1
system: {name: Shop}
interactions:
- id: a
  from: Order
  to: [Mail]
  purpose: confirmation
  answers: {wants: action, needs: NEEDS, stands-still: person}
  decision: {style: request, because: we said so, advised: request, grounds: {needs: result}}
"""
