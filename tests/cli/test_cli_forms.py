"""The short forms: questions to send, a comment on a pull request, one row of an answers file explained."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from program import run
from test_cli_usage import refused

from conftest import ROOT

SHOP = ROOT / "examples" / "web-shop" / "answers.yaml"
CLAIMS = ROOT / "benchmarks" / "claims.yaml"
SUMMED = sorted([*ROOT.glob("examples/*/answers.yaml"), CLAIMS])
SHOP_ROWS = {
    row["id"]: row for row in json.loads(run("score", str(SHOP), "--format", "json", cwd=ROOT).out)["interactions"]
}


def told(*arguments: str, cwd: Path) -> str:
    """Return what the program prints; it ends well."""
    done = run(*arguments, cwd=cwd)
    assert done.code == 0, done.errors
    return done.out


def sixty(folder: Path) -> Path:
    """Write a system of sixty rows, of many forms and with much that is open, and return its file."""
    rows = []
    for number in range(1, 61):
        needs = ("result", "nothing", "unknown")[number % 3]
        rows.append(
            f"- {{id: r{number}, from: Part {number % 7}, to: Part {number % 11 + 7}, purpose: purpose {number}, "
            f"current: call, answers: {{needs: {needs}}}}}\n"
        )
    file = folder / "sixty.yaml"
    file.write_text("version: 1\nsystem: {name: Sixty}\ninteractions:\n" + "".join(rows), encoding="utf-8")
    return file


# --- questions -------------------------------------------------------------------------------------------------


def test_questions_stand_by_who_can_answer_them(tmp_path: Path) -> None:
    text = told("score", str(sixty(tmp_path)), "--questions", cwd=tmp_path)
    assert text.startswith("# Sixty: open questions\n\n## ")
    groups = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert len(groups) > 1
    assert len(groups) == len(set(groups))
    for group in text.split("\n## ")[1:]:
        assert re.search(r"^(- |1\. )", group, re.MULTILINE), group


def test_a_decision_comes_with_its_answers_to_tick() -> None:
    text = told("score", str(SHOP), "--questions", cwd=ROOT)
    assert "## Head of sales\n\n1. Order → Fraud (rate the risk): **" in text
    assert text.count("   - [ ] ") >= 2


def test_a_question_of_one_row_names_it_and_each_stands_once(tmp_path: Path) -> None:
    text = told("score", str(sixty(tmp_path)), "--questions", cwd=tmp_path)
    asked = [line.partition(" (")[0] for line in text.splitlines() if line.startswith("- ")]
    assert asked
    assert len(asked) == len(set(asked))
    assert re.search(r"^1\. Part \d+ → Part \d+ \(purpose \d+\): \*\*", text, re.MULTILINE)


def test_nothing_open_is_said(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    crud = (ROOT / "examples" / "crud" / "answers.yaml").read_text(encoding="utf-8")
    file.write_text(crud.replace("outcome-by: unknown", "outcome-by: looked-up"), encoding="utf-8")
    text = told("score", str(file), "--questions", cwd=tmp_path)
    assert text == "# Club register: open questions\n\nNo question is open.\n"


@pytest.mark.parametrize("more", [["--format", "html"], ["--format=json"], ["--format", "terminal"]])
def test_questions_are_a_format_of_their_own(more: list[str], tmp_path: Path) -> None:
    said = refused("score", str(SHOP), "--questions", *more, cwd=tmp_path)
    assert said == "--questions and --format: expected one of the two"


# --- comment ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["web-shop", "claims", "sixty", "empty"])
def test_a_comment_begins_with_its_mark_and_is_short(name: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_text("version: 1\nsystem: {name: Empty}\n", encoding="utf-8")
    file = {"web-shop": SHOP, "claims": CLAIMS, "sixty": sixty(tmp_path), "empty": empty}[name]
    lines = told("score", str(file), "--format", "comment", cwd=tmp_path).splitlines()
    assert lines[0] == "<!-- archadvisor -->"
    assert len(lines) <= 30
    assert lines[1].startswith("### ")
    assert lines[-1].startswith("Whole report: `archadvisor score ")
    assert not any(line.endswith(("** .", "- ", ": ")) or "&#32;" in line for line in lines)


# --- one row explained -----------------------------------------------------------------------------------------


def weights(text: str) -> tuple[list[float], float | None]:
    """Return the counted weights of an explained row and the sum that is printed."""
    flat = " ".join(text.split())
    lines = flat.partition(" lines ")[2]
    counted, found, _ = lines.partition(" sum ")
    total = re.search(r" sum ([+-]\d+\.\d): (?:request|event)", flat)
    numbers = re.findall(r"(?<!\()([+-]\d+\.\d) [a-z-]+: ", counted if found else lines)
    return [float(number) for number in numbers], float(total[1]) if total else None


@pytest.mark.parametrize("name", SHOP_ROWS)
def test_counted_weights_add_up_to_the_sum(name: str) -> None:
    text = told("explain", name, str(SHOP), cwd=ROOT)
    assert text == told("explain", str(SHOP_ROWS[name]["number"]), str(SHOP), cwd=ROOT)
    found, total = weights(text)
    evidence = SHOP_ROWS[name]["evidence"]
    assert len(found) == sum(1 for line in evidence if line["counted"])
    assert (total is None) == (not evidence)
    if total is not None:
        assert sum(found) == pytest.approx(total)
    for line in evidence:
        assert f"Rule: {line['rule']}." in " ".join(text.split())


@pytest.mark.parametrize("file", SUMMED, ids=lambda file: file.parent.name)
def test_what_is_printed_adds_up_in_every_row(file: Path) -> None:
    for row in json.loads(told("score", str(file), "--format", "json", cwd=ROOT))["interactions"]:
        counted = [line for line in row["evidence"] if line["counted"]]
        signed = [line["weight"] if line["favours"] == "event" else -line["weight"] for line in counted]
        if counted:
            assert sum(float(f"{weight:.1f}") for weight in signed) == pytest.approx(float(f"{row['score']:.1f}"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("shop-to-ordr", "no interaction is called 'shop-to-ordr'; did you mean 'shop-to-order'?"),
        ("order-to-fraut", "no interaction is called 'order-to-fraut'; did you mean 'order-to-fraud'?"),
        ("nosuch", "no interaction is called 'nosuch'"),
        ("99", "no interaction is called '99'"),
        ("\x1b[31m", "no interaction is called '\\x1b[31m'"),
    ],
)
def test_an_unknown_row_is_one_line_with_the_nearest(name: str, said: str, tmp_path: Path) -> None:
    assert refused("explain", name, str(SHOP), cwd=tmp_path) == said


# --- told once -------------------------------------------------------------------------------------------------


def test_a_row_that_comes_over_like_an_earlier_one_names_it() -> None:
    text = told("score", str(SHOP), "--format", "markdown", cwd=ROOT)
    told_whole: dict[str, str] = {}
    later = 0
    for number, card in re.findall(r"^\*\*(\d+) · [^\n]*\n\n(.*?)(?=\n\n)", text, re.MULTILINE | re.DOTALL):
        for way in re.findall(r"^- Migration: (.*)$", card, re.MULTILINE):
            if as_row := re.fullmatch(r"as row (\d+)\.", way):
                assert as_row[1] in told_whole
                assert int(as_row[1]) < int(number)
                later += 1
            else:
                assert way not in told_whole.values()
                told_whole[number] = way
    assert later >= 1


# --- explain ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["confirmation mail", "confirmation", "sign in", "Log-in", "a confirmation mail is sent"]
)
def test_what_ask_recognises_by_its_purpose_is_explained_by_it(name: str, tmp_path: Path) -> None:
    told("ask", f"A -> B: {name}", "--add", "a.yaml", "--no-input", cwd=tmp_path)
    found = re.search(r"archetype: (\S+)", (tmp_path / "a.yaml").read_text())
    assert found
    assert told("explain", name, cwd=tmp_path) == told("explain", found[1], cwd=tmp_path)
