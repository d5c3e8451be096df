"""The examples: their checked-in reports are what the program prints, and a new file scores at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from rich.cells import cell_len

from conftest import ROOT

EXAMPLES = ROOT / "examples"
SHOWN = ("web-shop", "iot", "crud")
REPORTS = {"report.md": "markdown", "report.html": "html", "report.json": "json", "screen.txt": "terminal"}


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("file", REPORTS)
def test_report_is_what_is_checked_in(
    name: str, file: str, archadvisor: Callable[..., str], golden: Callable[[Path, str], None]
) -> None:
    text = archadvisor("score", EXAMPLES / name / "answers.yaml", "--format", REPORTS[file])
    golden(EXAMPLES / name / file, text)


def test_flowchart_is_what_is_checked_in(archadvisor: Callable[..., str], golden: Callable[[Path, str], None]) -> None:
    text = archadvisor("score", EXAMPLES / "web-shop" / "answers.yaml", "--format", "mermaid")
    golden(EXAMPLES / "web-shop" / "report.mmd", text)


@pytest.mark.parametrize("name", SHOWN)
def test_first_screen_fits(name: str, archadvisor: Callable[..., str]) -> None:
    lines = archadvisor("score", EXAMPLES / name / "answers.yaml", "--brief").splitlines()
    assert len(lines) <= 24
    assert max(map(cell_len, lines)) <= 80


@pytest.mark.parametrize("name", sorted(path.parent.name for path in EXAMPLES.glob("*/answers.yaml")))
def test_new_file_scores_at_once(name: str, archadvisor: Callable[..., str], tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    archadvisor("new", answers, "--like", name)
    assert answers.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=./answers.schema.json\n")
    assert (tmp_path / "answers.schema.json").is_file()
    assert archadvisor("score", answers)


def test_all_four_are_there() -> None:
    assert {path.parent.name for path in EXAMPLES.glob("*/answers.yaml")} == {*SHOWN, "blank"}


@pytest.mark.parametrize("name", SHOWN)
def test_example_says_how_each_interaction_travels_today(name: str) -> None:
    answers = yaml.safe_load((EXAMPLES / name / "answers.yaml").read_text(encoding="utf-8"))
    assert all(interaction["current"] for interaction in answers["interactions"])


def test_blank_lists_each_question_of_the_system_with_its_options() -> None:
    text = (EXAMPLES / "blank" / "answers.yaml").read_text(encoding="utf-8")
    comments = re.sub(r"\n *# ", " ", text)
    rules = yaml.safe_load((ROOT / "rules" / "questions.yaml").read_text(encoding="utf-8"))
    questions = [question for question in rules["questions"] if question["scope"] == "system"]
    blank = yaml.safe_load(text)["system"]["answers"]
    assert list(blank) == [question["id"] for question in questions]
    assert all(answer in ("unknown", []) for answer in blank.values())
    for question in questions:
        assert question["prompt"] in comments
        for option in question["options"]:
            assert re.search(rf"#   {option['value']} +{re.escape(option['label'])}\n", text)


def test_blank_scores_with_its_commented_lines_too(archadvisor: Callable[..., str], tmp_path: Path) -> None:
    text = (EXAMPLES / "blank" / "answers.yaml").read_text(encoding="utf-8")
    start = text.index("# parts:")
    lines = (re.sub(r"^# (?=parts:|flows:|  )", "", line) for line in text[start:].splitlines())
    answers = tmp_path / "answers.yaml"
    answers.write_text(text[:start] + "\n".join(lines) + "\n", encoding="utf-8")
    assert "Order > Mail" in archadvisor("score", answers, "--brief")
