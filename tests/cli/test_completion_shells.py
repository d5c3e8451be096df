"""Completion in the real shells: names out of files are data, and an accepted name reaches the program as it is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
import yaml
from program import INTERACTION, environment

pytestmark = pytest.mark.terminal

HOSTILE = [
    "$(touch PWNED)",
    "`touch PWNED`",
    "'; touch PWNED; '",
    '"; touch PWNED; "',
    "a\\b",
    "x y",
    "a*b",
    "#c",
    "é$(touch PWNED)",
]
_WRAPPER = """#!/bin/sh
if [ -n "$_ARCHADVISOR_COMPLETE" ]; then exec {python} -m archadvisor "$@"; fi
printf '%s\\0' "$@" > "$PWD/arguments"
"""


def shell(name: str) -> str:
    """Return where a shell is; skip without it, unless it is meant to be there."""
    found = shutil.which(name)
    if found is None and os.environ.get("ARCHADVISOR_REQUIRE_TOOLS"):
        pytest.fail(f"no {name}")
    if found is None:
        pytest.skip(f"no {name}")
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the program on the path, and hostile names in files."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "archadvisor"
    program.write_text(_WRAPPER.format(python=sys.executable))
    program.chmod(0o755)
    work = tmp_path / "work"
    work.mkdir()
    rows = [{"id": f"row{n}", "from": f"P{n}{name}", "to": ["B"], "purpose": name} for n, name in enumerate(HOSTILE)]
    (work / "answers.yaml").write_text(
        yaml.safe_dump({"version": 1, "system": {"name": "S"}, "interactions": rows}, allow_unicode=True), "utf-8"
    )
    for number, name in enumerate(HOSTILE):
        (work / f"f{number}{name.replace('/', '')}.yaml").write_text("")
    return work


def environment_of(folder: Path) -> dict[str, str]:
    base = environment({"TERM": "xterm", "HOME": str(folder.parent), "ARCHADVISOR": "x"})
    return {**base, "PATH": f"{folder.parent / 'bin'}:{base['PATH']}:/usr/local/bin"}


def script(name: str, folder: Path) -> str:
    """Return what the shell is to source, as the program gives it."""
    env = {**environment_of(folder), "_ARCHADVISOR_COMPLETE": f"source_{name}"}
    done = subprocess.run(["archadvisor"], env=env, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return done.stdout


class Shell:
    """An interactive shell with the completion sourced."""

    def __init__(self, name: str, folder: Path) -> None:
        path = folder.parent / f"script.{name}"
        path.write_text(script(name, folder))
        start = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"]}[name]
        self.folder = folder
        self.child = pexpect.spawn(
            shell(name), start, cwd=str(folder), env=environment_of(folder), encoding="utf-8", timeout=20,
            dimensions=(50, 200),
        )  # fmt: skip
        setup = {
            "bash": ["PS1='READY> '", "bind 'set enable-bracketed-paste off'", "bind 'set show-all-if-ambiguous on'"],
            "zsh": [
                "PS1='READY> '",
                "unsetopt zle_bracketed_paste",
                "autoload -Uz compinit",
                f"compinit -u -d {path}.d",
            ],
        }[name]
        for line in [*setup, f"source {path}", "echo SET''UP"]:
            self.child.send(f"{line}\r")
        self.child.expect("SETUP\r")
        self.child.expect("READY> ")

    def completed(self, line: str) -> list[str]:
        """Complete a line, run it, and return what arrived at the program."""
        arguments = self.folder / "arguments"
        arguments.unlink(missing_ok=True)
        self.child.send(f"{line}\t")
        self.child.expect(pexpect.TIMEOUT, timeout=2.5)
        self.child.send("\rREADY=1; echo DO''NE\r")
        self.child.expect("DONE\r")
        return arguments.read_text("utf-8").split("\0")[:-1] if arguments.exists() else []

    def offered(self, line: str) -> set[str]:
        """Return the words on the screen after a line is completed, and clear the line."""
        self.child.send(f"{line}\t")
        self.child.expect(pexpect.TIMEOUT, timeout=2.5)
        seen = str(self.child.before)
        self.child.send("\x15\recho DO''NE\r")
        self.child.expect("DONE\r")
        self.child.expect("READY> ")
        return {word.rpartition("=")[2] for word in re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", " ", seen).split()}


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_a_hostile_file_name_is_completed_to_itself_and_runs_nothing(name: str, folder: Path) -> None:
    with_completion = Shell(name, folder)
    for number, hostile in enumerate(HOSTILE):
        assert with_completion.completed(f"archadvisor score f{number}") == ["score", f"f{number}{hostile}.yaml"]
    assert not (folder / "PWNED").exists()


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_hostile_names_in_an_answers_file_run_nothing(name: str, folder: Path) -> None:
    with_completion = Shell(name, folder)
    for number, hostile in enumerate(HOSTILE):
        arguments = with_completion.completed(f"archadvisor interview --set P{number}")
        assert arguments[:2] == ["interview", "--set"]
        assert arguments[2].startswith(f"P{number}{hostile}."), arguments
    assert not (folder / "PWNED").exists()


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_commands_and_files_are_offered_where_they_belong(name: str, folder: Path) -> None:
    with_completion = Shell(name, folder)
    assert with_completion.completed("archadvisor sco") == ["score"]
    assert with_completion.completed("archadvisor score ans") == ["score", "answers.yaml"]


def offered_by_fish(folder: Path, line: str) -> set[str]:
    """Return what fish would offer behind a line."""
    path = folder.parent / "script.fish"
    path.write_text(script("fish", folder))
    done = subprocess.run(
        [shell("fish"), "--no-config", "-c", f"source {path}; complete -C '{line}'"],
        cwd=folder, env=environment_of(folder), capture_output=True, encoding="utf-8",
    )  # fmt: skip
    return {text.split("\t")[0] for text in done.stdout.splitlines()}


def test_fish_lists_names_and_runs_nothing(folder: Path) -> None:
    assert {f"f{n}{name}.yaml" for n, name in enumerate(HOSTILE)} <= offered_by_fish(folder, "archadvisor score f")
    names = offered_by_fish(folder, "archadvisor interview --set P")
    assert {f"P{n}{name}.owner=" for n, name in enumerate(HOSTILE)} <= names
    assert not (folder / "PWNED").exists()


# --- where nothing is typed yet --------------------------------------------------------------------------------

COMMANDS = {"score", "new", "ask", "interview", "questions", "explain"}
EMPTY = [
    ("", COMMANDS, {"answers.yaml", "notes.txt", "needs"}),
    ("explain ", {"needs", "wants", "busiest"}, {*COMMANDS, "answers.yaml", "notes.txt", "needs-the-result"}),
    ("explain decis", {"decision"}, {"needs", "answers.yaml"}),
    ("explain zeb", {"zebra-to-b"}, {"needs", "answers.yaml"}),
    ("explain unre", {"unrecorded"}, {"needs", "answers.yaml"}),
    ("interview --for ", {"business", "development", "operations"}, {*COMMANDS, "answers.yaml"}),
    ("interview --like ", {"web-shop", "iot", "crud", "blank"}, {*COMMANDS, "answers.yaml"}),
    ("score answers.yaml --format ", {"html", "json"}, {"score", "ask", "answers.yaml"}),
    ("interview --set needs=", {"result", "accepted", "nothing"}, {*COMMANDS, "answers.yaml"}),
]
"""What is typed behind the program's name, what is offered then, and what is not."""
TAKING_ANSWERS = ("score", "interview", "explain needs", "ask x --add")


@pytest.fixture
def plain(folder: Path) -> Path:
    """Return the folder with one answers file and a file that is none."""
    for path in folder.iterdir():
        path.unlink()
    (folder / "answers.yaml").write_bytes(INTERACTION.replace(b"id: a\n", b"id: zebra-to-b\n"))
    (folder / "notes.txt").touch()
    return folder


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_an_empty_word_is_completed_by_what_belongs_there(name: str, plain: Path) -> None:
    with_completion = Shell(name, plain)
    for typed, expected, not_here in EMPTY:
        words = with_completion.offered(f"archadvisor {typed}")
        assert expected <= words, (typed, words)
        assert not (words - {*typed.split()}) & not_here, (typed, words)


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_an_empty_word_becomes_the_one_answers_file(name: str, plain: Path) -> None:
    with_completion = Shell(name, plain)
    for command in TAKING_ANSWERS:
        assert with_completion.completed(f"archadvisor {command} ") == [*command.split(), "answers.yaml"]


def test_an_empty_word_in_fish(plain: Path) -> None:
    for typed, expected, not_here in EMPTY:
        found = offered_by_fish(plain, f"archadvisor {typed}")
        assert {word.rpartition("=")[2] for word in found} >= expected, (typed, found)
        assert not found & not_here, (typed, found)
    for command in TAKING_ANSWERS:
        assert offered_by_fish(plain, f"archadvisor {command} ") == {"answers.yaml"}


@pytest.mark.parametrize("cursor", ["x", "-1", "99999999999999999999", ""])
def test_any_cursor_is_an_answer_without_a_traceback(cursor: str, folder: Path) -> None:
    env = {**environment_of(folder), "_ARCHADVISOR_COMPLETE": "complete_bash", "COMP_WORDS": "archadvisor\nscore\n"}
    done = subprocess.run(["archadvisor"], env={**env, "COMP_CWORD": cursor}, cwd=folder, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_names_that_are_no_text_are_left_out(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xb0\xa1.yaml")).write_text("")
    env = {**environment_of(folder), "_ARCHADVISOR_COMPLETE": "complete_bash", "COMP_WORDS": "archadvisor\nscore\n"}
    done = subprocess.run(["archadvisor"], env={**env, "COMP_CWORD": "2"}, cwd=folder, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"answers.yaml" in done.stdout
