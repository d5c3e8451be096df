"""What README and docs/ show is what the program prints: `--update-golden` rewrites the blocks, a run compares them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archadvisor.api import load_knowledge

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PAGES = [page for page in (README, *sorted((ROOT / "docs").glob("*.md"))) if CONSOLE.search(page.read_text("utf-8"))]
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
        cwd=folder, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode in ((0, 1) if "check" in arguments else (0,)), (command, done.stderr)
    return done.stdout + done.stderr


def _printed(block: str, folder: Path) -> str:
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "\n".join(f"$ {command}\n{_ran(command, folder)}".rstrip() for command in commands) + "\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_console_blocks_are_what_the_program_prints(page: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    text = page.read_text(encoding="utf-8")
    for path, line in re.findall(r"--source (\S+):(\d+)", text):  # the code of a team, in which somebody reads
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("\n" * int(line), encoding="utf-8")

    shown = CONSOLE.sub(lambda match: f"```console\n{_printed(match[1], tmp_path)}```", text)

    if request.config.getoption("--update-golden"):
        page.write_text(shown, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == shown


def test_commands_on_rows_know_the_file_that_the_page_has_made(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    text = README.read_text(encoding="utf-8")
    made = re.findall(r"^\$ (archadvisor new .*)$|`(archadvisor explain \S+ \S+)`", text, re.MULTILINE)
    assert [bool(new) for new, _ in made] == [True, False]
    for new, explain in made:
        assert _ran(new or explain, tmp_path)


def test_pages_have_console_blocks() -> None:
    assert len(CONSOLE.findall(README.read_text(encoding="utf-8"))) > 3
    assert {"README.md", "formats.md", "index.md", "method.md"} <= {page.name for page in PAGES}


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


def test_contributing_has_a_place_for_each_package() -> None:
    tree = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## ")[1]
    listed = re.findall(r"^ +(?:src/)?(\w+)/ ?", tree, re.MULTILINE)
    packages = [path.parent for path in (ROOT / "src").rglob("__init__.py")]
    assert {path.name for path in packages} - set(listed) == {"terminal"}  # one format of reports/report


def test_the_method_page_has_the_numbers_of_the_rules() -> None:
    text = " ".join((ROOT / "docs" / "method.md").read_text(encoding="utf-8").split())
    method = load_knowledge().method
    assert f"*clear* from {method.clear_from:.2f} on" in text
    assert f"the score is below {method.close_below / 10} either way" in text
    weights = re.findall(r"\| (\w+) \| ([\d.]+) \| (?:×|the other)", text)
    assert weights == [(step.name, f"{step.tenths / 10:.1f}") for step in method.steps]


def test_the_sum_by_hand_is_what_the_program_comes_to() -> None:
    text = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    by_hand, printed = text.split("### By hand")[1].split("```console")[:2]

    (confidence,) = re.findall(r"Confidence .* = 0\.(\d\d)", by_hand)

    assert f"({confidence} in 100)" in printed
