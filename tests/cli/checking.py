"""Runs of `check` and `decide` as a user types them, on a web shop whose rows are all decided."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from program import ROOT, command, environment

SHOP = (ROOT / "examples" / "web-shop" / "answers.yaml").read_text(encoding="utf-8")
DECIDED_ON = "2026-03-02"
TODAY = "2026-06-15"


class Ran(NamedTuple):
    """How a run ended; `err` without the program's name."""

    code: int
    out: str
    err: list[str]


def run(folder: Path, *arguments: str, stdin: bytes = b"", prefix: tuple[str, ...] = ()) -> Ran:
    done = subprocess.run(
        [*prefix, *command(*arguments)], cwd=folder, input=stdin, capture_output=True, env=environment(), timeout=60
    )
    err = done.stderr.decode()
    assert "Traceback" not in err, err
    return Ran(done.returncode, done.stdout.decode(), [line.removeprefix("archadvisor: ") for line in err.splitlines()])


def decide(folder: Path, *arguments: str, date: str = DECIDED_ON) -> Ran:
    return run(folder, "decide", *arguments, "--date", date)


def check(folder: Path, *arguments: str, today: str = TODAY) -> Ran:
    return run(folder, "check", *arguments, "--today", today)


def document(folder: Path, *arguments: str, today: str = TODAY) -> dict[str, Any]:
    ran = check(folder, "--format", "json", *arguments, today=today)
    found: dict[str, Any] = json.loads(ran.out)
    assert ran.code == (0 if found["ok"] else 1)
    return found


def found(folder: Path, *arguments: str, today: str = TODAY) -> dict[str, str]:
    """Return the findings that are not closed: message by id, a note's in brackets."""
    findings = document(folder, *arguments, today=today)["findings"]
    ids = [one["id"] for one in findings]
    assert len(ids) == len(set(ids)), ids
    return {one["id"]: f"({one['message']})" if one["level"] == "note" else one["message"] for one in findings}


@cache
def decided() -> str:
    """Return the web shop with a decision for every row, none of them against the advice."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "answers.yaml").write_text(SHOP, encoding="utf-8")
        assert decide(folder, "*", "--as", "advice").code == 0
        assert decide(folder, "order-to-fraud", "--as", "event", "--because", "a test").code == 0
        return (folder / "answers.yaml").read_text(encoding="utf-8")


def write(folder: Path, text: str) -> None:
    (folder / "answers.yaml").write_text(text, encoding="utf-8")


def changed(text: str, before: str, after: str, row: str = "") -> str:
    """Return a text with something else in one place, of a row where one is named."""
    start = text.index(f"- id: {row}\n") if row else 0
    at = text.index(before, start)
    return text[:at] + after + text[at + len(before) :]
