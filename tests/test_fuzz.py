"""A few hundred cases of the fuzz; `python benchmarks/fuzz.py --cases 100000` runs as many as wanted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import archadvisor

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]


def test_whatever_comes_ends_with_a_documented_exit_code() -> None:
    path = os.pathsep.join((str(Path(archadvisor.__file__).parents[1]), os.environ.get("PYTHONPATH", "")))
    command = [sys.executable, str(ROOT / "benchmarks" / "fuzz.py"), "--cases", "200", "--seed", "7"]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "200 cases" in done.stdout
