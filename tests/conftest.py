"""What tests share: the program as a user runs it, and results that are checked in.

`pytest --update-golden` rewrites the checked-in results (tests/cases/*/expected.yaml, examples/*/report.* and
screen.txt) instead of comparing with them; read the difference before you commit it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from packed import program

ROOT = Path(__file__).resolve().parents[1]

# A job in the background ignores SIGINT, one under nohup SIGHUP, and hands that on; the programs under test must not.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the checked-in results")


@pytest.fixture
def archadvisor() -> Callable[..., str]:
    """Run `python -m archadvisor ARGUMENTS` as a user does and return what it prints."""

    def run(*arguments: str | Path) -> str:
        path = os.pathsep.join(filter(None, (str(program()), os.environ.get("PYTHONPATH"))))
        environment = {**os.environ, "PYTHONPATH": path, "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-m", "archadvisor", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a result with the file where it is checked in, or rewrite that file (--update-golden)."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing: pytest --update-golden"
        assert text == path.read_text(encoding="utf-8")

    return compare
