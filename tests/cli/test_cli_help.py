"""The help: each ends with examples, and each example does what it says in a folder with the files that it names."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from program import run

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = [
    *("", "score", "new", "ask", "interview", "merge", "decide", "check", "adr", "diff", "mcp", "next", "questions"),
    "explain",
]


def help_of(command: str, columns: int, cwd: Path) -> str:
    done = run(*command.split(), "--help", cwd=cwd, env={"COLUMNS": str(columns)})
    assert (done.code, done.errors) == (0, [])
    return done.out


def examples_in(text: str) -> list[str]:
    """Return the examples at the end of a help."""
    _, ending = text.split("\n  Examples:\n")
    return [line.strip() for line in ending.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the files that examples read, kept by git."""
    shutil.copy(ROOT / "examples" / "web-shop" / "answers.yaml", tmp_path)
    for name in ("ines.yaml", "tom.yaml"):
        shutil.copy(ROOT / "examples" / "web-shop" / "answers.yaml", tmp_path / name)
    (tmp_path / "rows.csv").write_text("from,to,purpose\nOrder,Loyalty,points\n", encoding="utf-8")
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init", "-q", "-b", "main"), ("add", "answers.yaml"), (*who, "commit", "-q", "-m", "first")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


@pytest.mark.parametrize(("command", "lead"), [("new", ""), ("interview", "Start a new file from ")])
def test_the_help_names_every_example_to_start_from(command: str, lead: str, tmp_path: Path) -> None:
    named = re.search(rf"--like +<str> +{lead}([^.]+)\.", " ".join(help_of(command, 200, tmp_path).split()))
    assert named
    there = {path.parent.name for path in (ROOT / "examples").glob("*/answers.yaml")}
    assert sorted(re.split(r", | or ", named[1])) == sorted(there)


def test_the_help_lists_no_other_commands(tmp_path: Path) -> None:
    listed = help_of("", 80, tmp_path).split("\nCommands:\n")[1].split("\n\n")[0]
    assert re.findall(r"^  (\w+) ", listed, re.MULTILINE) == COMMANDS[1:]


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_help_ends_with_examples_that_run(command: str, folder: Path) -> None:
    text = help_of(command, 80, folder)
    examples = examples_in(text)
    assert 1 <= len(examples) <= 2
    assert max(map(len, text.splitlines())) < 80
    assert examples_in(help_of(command, 40, folder)) == examples
    if command == "new":  # it replaces nothing
        (folder / "answers.yaml").unlink()
    if command == "check":  # it finds rows that nobody has decided
        assert run("decide", "*", "--as", "advice", cwd=folder).code == 0
        assert run("decide", "order-to-fraud", "--as", "event", "--because", "Sales agrees", cwd=folder).code == 0
    if command == "adr":
        assert run("decide", "order-to-mail", "--as", "advice", cwd=folder).code == 0
    for example in examples:
        program, *arguments = shlex.split(example)
        assert program == "archadvisor"
        assert command in ("", arguments[0])
        done = run(*arguments, cwd=folder)
        assert done.code == 0, (example, done)
        named = [argument for argument in arguments if re.search(r"\.(yaml|html|md)$", argument)]
        assert all((folder / name).is_file() for name in named), example


@pytest.mark.parametrize("command", ["ask", "interview"])
def test_set_says_where_ids_are_found(command: str, tmp_path: Path) -> None:
    told = " ".join(help_of(command, 80, tmp_path).split())
    assert "Ids and values: archadvisor questions." in told
    printed = run("questions", cwd=tmp_path).out
    assert "`needs`" in printed
    assert "`result`" in printed
