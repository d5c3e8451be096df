"""Whoever waits at a terminal is told how far it is; a short run, and a quiet one, say nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect
import pytest

from archadvisor.packaged import folder

ROW = "- {id: row-%d, from: A, to: [B], purpose: p, answers: {wants: action, needs: nothing, damage: [lost, twice]}}\n"


def said(where: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src"), "TERM": "xterm"}
    command = ["-m", "archadvisor", *arguments]
    child = pexpect.spawn(sys.executable, command, cwd=str(where), env=environment, encoding="utf-8", timeout=120)
    text: str = child.read()
    child.close()
    assert child.exitstatus == 0
    return text


@pytest.fixture
def large(tmp_path: Path) -> Path:
    rows = "".join(ROW % number for number in range(25_000))
    (tmp_path / "a.yaml").write_text(f"version: 1\nsystem: {{name: X}}\ninteractions:\n{rows}", encoding="utf-8")
    return tmp_path


def test_long_run_tells_how_far_it_is(large: Path) -> None:
    assert "25,000 of 25,000 interactions" in said(large, "score", "a.yaml", "-o", "o.json")


def test_quiet_run_says_nothing(large: Path) -> None:
    assert said(large, "--quiet", "score", "a.yaml", "-o", "o.json") == ""


def test_short_run_says_only_what_it_wrote(tmp_path: Path) -> None:
    example = folder("examples") / "web-shop" / "answers.yaml"
    assert said(tmp_path, "score", str(example), "-o", "o.json") == "archadvisor: wrote o.json\r\n"
