"""Texts of the rules that mention names are filled wherever they are shown: with names, or what stands for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from archadvisor.answers.reading import read
from archadvisor.interview.machine import Machine
from archadvisor.interview.numbered import Numbered
from archadvisor.interview.pages import Kind, Page, Wanted
from archadvisor.interview.screen import View
from archadvisor.interview.state import Interview, Mode
from archadvisor.knowledge import load
from archadvisor.packaged import folder

ROOT = folder("rules").parent
TEXTS = ("prompt", "decide", "why", "more", "label", "example")
QUESTION = """\
questions:
  - id: {id}
    theme: coupling
    scope: {scope}
    kind: choice
    ask: [development]
    settles: [style]
    short: {id}
    prompt: "prompt of {mentions}?"
    decide: "decide on {mentions}?"
    why: "Why of {mentions}."
    more: "More of {mentions}."
    options:
      - {{value: one, label: "label of {mentions}", short: one, example: "example of {mentions}"}}
      - {{value: two, label: two, short: two, example: two}}
rules:
  - id: {id}-says
    when: {{{key}: one}}
    favours: event
    step: slight
    because: "because of {{from}} and {{to}} for {{purpose}}"
    reason: "reason of {{from}} and {{to}} for {{purpose}}"
    claims: [{claim}]
"""
ANSWERS = """\
version: 1
system: {name: Shop}
parts: {Stock: {owner: outside}}
interactions:
- {id: a, from: Order, to: [Stock, Mail, Till], purpose: order placed}
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout of this program whose rules have two questions more, with names in all their texts."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("src", "templates", "schemas", "examples"):
        (root / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "rules", root / "rules")
    claim = next(iter(load().claims))
    for name, scope, key, mentions in (
        ("zz-row", "interaction", "zz-row", "{from} and {to} for {purpose}"),
        ("zz-part", "part", "to.zz-part", "{part}"),
    ):
        text = QUESTION.format(id=name, scope=scope, key=key, mentions=mentions, claim=claim)
        (root / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def shown(checkout: Path, *arguments: str) -> str:
    """Return what the program prints with these rules, on one line."""
    command = [sys.executable, "-m", "archadvisor", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src"), "COLUMNS": "100"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=checkout)
    return " ".join(done.stdout.split())


@pytest.mark.parametrize("arguments", [("explain", "zz-row"), ("explain", "zz-row.one"), ("explain", "zz-row-says")])
def test_explain_says_sender_receiver_and_purpose(checkout: Path, arguments: tuple[str, ...]) -> None:
    text = shown(checkout, *arguments)
    assert "of the sender and the receiver for the purpose" in text
    assert "{" not in text


@pytest.mark.parametrize("name", ["zz-part", "zz-part.one"])
def test_explain_says_the_part(checkout: Path, name: str) -> None:
    text = shown(checkout, "explain", name)
    assert "prompt of the part" in text
    assert "{" not in text


@pytest.mark.parametrize("fmt", ["markdown", "json"])
def test_the_questionnaire_names_no_row_and_no_part(checkout: Path, fmt: str) -> None:
    text = shown(checkout, "questions", "--format", fmt)
    for kind in ("prompt", "label", "example"):
        assert f"{kind} of the sender and the receiver for the purpose" in text
        assert f"{kind} of the part" in text
    assert "{from}" not in text
    assert "{part}" not in text


def test_a_report_fills_every_text(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(ANSWERS, encoding="utf-8")
    for fmt in ("json", "markdown"):
        text = shown(checkout, "score", str(tmp_path / "a.yaml"), "--format", fmt)
        assert "decide on Order and Stock, Mail and Till for order placed?" in text
        assert fmt != "json" or "decide on Stock?" in text
        assert not any(name in text for name in ("{from}", "{to}", "{purpose}", "{part}"))


def state_at(machine: Machine, kind: Kind, question: str, wanted: Wanted) -> Interview:
    answers = read(ANSWERS.encode(), "a.yaml", machine.knowledge)
    return replace(machine.begin(answers, wanted), page=Page(kind, question), mode=Mode.ASK, cursor=0)


def texts(machine: Machine, state: Interview) -> Iterator[str]:
    """Yield all that the interview shows of a question: the screen, what `e` opens, and the numbered lines."""
    view, numbered = View(machine), Numbered(machine)
    for mode in (Mode.ASK, Mode.MORE):
        seen = replace(state, mode=mode)
        yield " ".join(" ".join(line.text for line in view.lines(seen, 100, 40)).split())
        yield " ".join(" ".join(numbered.lines(seen)).split())


def test_the_interview_names_the_row_that_it_asks_about(checkout: Path) -> None:
    machine = Machine(load(checkout / "rules"))
    found = list(texts(machine, state_at(machine, Kind.ROWS, "zz-row", Wanted(full=True))))
    for text in found:
        assert "of Order and Stock, Mail and Till for order placed" in text
        assert "{" not in text


def test_the_interview_names_the_part_that_it_asks_about(checkout: Path) -> None:
    machine = Machine(load(checkout / "rules"))
    screen, plain, *more = texts(machine, state_at(machine, Kind.PARTS, "zz-part", Wanted(full=True)))
    assert "prompt of the part?" in screen  # all parts stand on one screen
    assert "prompt of Order?" in plain
    assert not any("{" in text for text in (screen, plain, *more))
