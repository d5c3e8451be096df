"""The benchmark of agreement: its mapping fits the questions, and its figures are what can be counted by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from archadvisor.api import load_knowledge
from conftest import ROOT

pytestmark = pytest.mark.slow

BENCHMARK = ROOT / "benchmarks" / "agreement.py"
MAPPING = ROOT / "benchmarks" / "agreement-mapping.yaml"
KEYS = {
    *("n", "agreement", "agreement_house", "plain", "debatable", "brier", "ece", "auroc_right"),
    *("settled_share", "settled_agreement", "debatable_open", "plain_open", "baselines"),
    "agreement_neither_wrong",
}
LOOK_UP = {"passed": "question", "needs_outcome": "now", "who_waits": "user"}
MAIL = {"passed": "command", "needs_outcome": "never", "who_waits": "nobody", "delay_ok": "minutes"}
CLAIM = {"passed": "command", "needs_outcome": "soon", "who_waits": "nobody", "delay_ok": "hours"}


def entry(number: int, system: str, facts: dict[str, str], label: str, difficulty: str = "plain") -> dict[str, Any]:
    return {
        "id": f"entry-{number}",
        "system": system,
        "from": "Order",
        "to": ["Mail"],
        "purpose": "an invented interaction",
        "facts": facts,
        "gut": "either",
        "label": label,
        "difficulty": difficulty,
        "evidence": {"path": "order.py", "commit": "1234567", "what": "invented"},
    }


ENTRIES = [
    entry(1, "a", LOOK_UP, "request"),
    entry(2, "a", MAIL, "event"),
    entry(3, "b", LOOK_UP, "request"),
    entry(4, "b", MAIL, "request", "debatable"),
    entry(5, "b", CLAIM, "both", "debatable"),
]


def run_on(tmp_path: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("sklearn", reason="the bench extra is not installed")
    corpus = tmp_path / "corpus.yaml"
    corpus.write_text(text, encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, str(BENCHMARK), str(corpus), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": path})


def run(tmp_path: Path, entries: list[dict[str, Any]], *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_on(tmp_path, yaml.safe_dump(entries), *arguments)


def test_figures_can_be_counted_by_hand(tmp_path: Path) -> None:
    done = run(tmp_path, ENTRIES, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) == KEYS
    assert found["n"] == 4
    assert found["agreement"]["value"] == 0.75
    assert found["plain"]["value"] == 1
    assert found["debatable"] == {"value": 0, "low": 0, "high": 0}
    assert found["baselines"]["always_request"]["value"] == 0.75
    assert set(found["baselines"]) == {"always_request", "best_question", "regression", "gut"}


def test_what_is_to_be_kept_together_counts_by_what_is_said_of_two_that_stay_apart(tmp_path: Path) -> None:
    paired = {
        "passed": "command",
        "needs_outcome": "now",
        "who_waits": "user",
        "work_takes": "instant",
        "all_or_nothing": "yes",
        "agree_at_once": "yes",
    }
    found = json.loads(run(tmp_path, [entry(1, "a", paired, "request"), ENTRIES[1]], "--json").stdout)
    assert found["agreement"]["value"] == 1
    assert found["agreement_neither_wrong"]["value"] == 0.5
    assert "1 are taken out of the question" in run(tmp_path, [entry(1, "a", paired, "request"), ENTRIES[1]]).stdout


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "a/b: c"),
        ("id", ""),
        ("to", []),
        ("to", [""]),
        ("to", ["Mail", "Mail"]),
        ("to", ["Order"]),
        ("from", " "),
        ("purpose", "x" * 20_000),
        ("system", ""),
    ],
)
def test_names_and_texts_of_any_kind_are_measured(tmp_path: Path, key: str, value: Any) -> None:
    plain, odd = (run(tmp_path, [first, *ENTRIES[1:]], "--json") for first in (ENTRIES[0], {**ENTRIES[0], key: value}))
    assert (odd.returncode, odd.stderr) == (0, "")
    figures = [
        {k: v["value"] for k, v in json.loads(done.stdout).items() if k in KEYS - {"n", "baselines"}}
        for done in (plain, odd)
    ]
    assert figures[0] == figures[1]


def test_one_entry_is_a_corpus(tmp_path: Path) -> None:
    assert json.loads(run(tmp_path, ENTRIES[:1], "--json").stdout)["agreement"]["value"] == 1


def test_same_corpus_same_bytes(tmp_path: Path) -> None:
    assert run(tmp_path, ENTRIES).stdout == run(tmp_path, ENTRIES).stdout


def test_disagreements_and_both_are_listed_with_their_evidence(tmp_path: Path) -> None:
    text = run(tmp_path, ENTRIES).stdout
    listed = text[text.index("Labelled both") :]
    assert "entry-5 (debatable)" in listed
    assert "entry-4 (debatable)" in listed
    assert "b@1234567 order.py" in listed
    assert "entry-1" not in listed


def test_the_label_changes_no_advice_of_its_own(tmp_path: Path) -> None:
    """With the other label each of a system's only entries is advised the same: the way of the house leaves it out."""
    turned = {"request": "event", "event": "request"}
    alone = [entry(1, "a", MAIL, "event"), entry(2, "b", CLAIM, "event"), entry(3, "c", LOOK_UP, "request")]
    other = [{**e, "label": turned[e["label"]]} for e in alone]
    right = json.loads(run(tmp_path, alone, "--json").stdout)
    wrong = json.loads(run(tmp_path, other, "--json").stdout)
    for key in ("agreement", "agreement_house"):
        assert right[key]["value"] == 1
        assert wrong[key]["value"] == 0


@pytest.mark.parametrize("text", ["{}", "- {id: x}", "a: [", "[]"])
def test_what_is_no_corpus_is_refused_in_a_line(tmp_path: Path, text: str) -> None:
    done = run_on(tmp_path, text)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_mapping_names_questions_and_each_once() -> None:
    mapping = yaml.safe_load(MAPPING.read_text(encoding="utf-8"))
    knowledge = load_knowledge()
    given = [pair for line in mapping["lines"] for pair in (line.get("answer") or line["tick"]).items()]
    for key, value in given:
        assert knowledge.questions[key.rpartition(".")[2]].option(value).value == value
    answered = {key.rpartition(".")[2] for key, _ in given}
    unanswered = {name for group in mapping["unanswered"] for name in group["questions"]}
    assert answered | unanswered <= set(knowledge.questions)
    assert not answered & unanswered


def test_mapping_gives_a_reason_for_each_line() -> None:
    mapping = yaml.safe_load(MAPPING.read_text(encoding="utf-8"))
    for line in (*mapping["lines"], mapping["house_way"], *mapping["left_out"], *mapping["unanswered"]):
        assert line["reason"]
