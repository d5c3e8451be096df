"""What README shows is what the program prints: `--update-golden` rewrites the blocks, a run compares them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


def _ran(command: str, folder: Path) -> str:
    """Return what a command prints, stderr after stdout, as a reader of 80 columns sees it."""
    program, *arguments = shlex.split(command)
    assert program == "archadvisor", command
    environment = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "archadvisor", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.stdout + done.stderr


def _printed(block: str, folder: Path) -> str:
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "\n".join(f"$ {command}\n{_ran(command, folder)}".rstrip() for command in commands) + "\n"


def test_console_blocks_are_what_the_program_prints(folder: Path, request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")

    shown = CONSOLE.sub(lambda match: f"```console\n{_printed(match[1], folder)}```", text)

    assert len(CONSOLE.findall(text)) > 3
    if request.config.getoption("--update-golden"):
        README.write_text(shown, encoding="utf-8")
    assert README.read_text(encoding="utf-8") == shown


def test_python_block_runs(folder: Path) -> None:
    (block,) = PYTHON.findall(README.read_text(encoding="utf-8"))

    done = subprocess.run(
        [sys.executable, "-c", block],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert "hybrid ['order-to-fraud']" in done.stdout


def test_links_lead_somewhere() -> None:
    for page in (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (page.parent / target).exists(), f"{page.name}: {target}"
