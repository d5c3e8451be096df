"""The full report on the terminal: whatever it lists, it lists whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

MANY = 100


def test_a_full_report_of_many_rows_cuts_no_list(archadvisor: Callable[..., str], tmp_path: Path) -> None:
    rows = "".join(
        f"- {{id: row-{n}, from: Sender {n}, to: [Receiver {n}], purpose: purpose {n}, current: planned,"
        " answers: {wants: action, needs: nothing, damage: [lost, twice]}}\n"
        for n in range(MANY)
    )
    file = tmp_path / "answers.yaml"
    file.write_text(f"version: 1\nsystem: {{name: Many}}\ninteractions:\n{rows}", encoding="utf-8")
    told = archadvisor("score", file)
    behind_the_table = told[told.index("\nWhat to build") :]
    assert not re.search(r"\.\.\.|…| more:", behind_the_table)
    built = " ".join(behind_the_table[: behind_the_table.index("\nAlways")].split())
    assert not re.search(r"\d others", built)
    assert all(f"Sender {n} " in built for n in range(MANY))
    assert all(f"Receiver {n}" in built for n in range(MANY))
    steps = " ".join(told[told.index("\nAll steps") :].split())
    assert f"The {MANY} interactions: rows {', '.join(str(n + 1) for n in range(MANY))}." in steps
