"""What a finding of a rule file must have for its predicate, and what it cannot have."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from archadvisor.api import load_knowledge
from archadvisor.errors import RulesError
from archadvisor.knowledge.types.findings import FILLS, USES
from archadvisor.packaged import folder
from conftest import ROOT

SOUND = {
    "id": "zz-trouble",
    "kind": "circle",
    "predicate": "circle",
    "rows": "{sender: waits}",
    "name": "n",
    "title": '"{parts} in {path}"',
    "because": "b",
    "ways_out": "[w]",
    "price": "p",
    "checks": "[c]",
    "claims": "[sy-circle-smell]",
}


WRONG: tuple[tuple[dict[str, str | None], str], ...] = (
    ({"related": "[same-sender]"}, "'related' of ID is not used by the predicate circle"),
    ({"at_least": "3"}, "'at_least' of ID is not used by the predicate circle"),
    ({"rows": None}, "ID has no 'rows', which the predicate circle needs"),
    ({"predicate": "hub", "title": "t"}, "ID has no 'at_least', which the predicate hub needs"),
    ({"predicate": "pair", "rows": None, "title": "t"}, "ID has no 'one', which the predicate pair needs"),
    (
        {"predicate": "share", "share": "2", "title": "t"},
        "share or at_least of ID; expected a share from 0 to 1, and at_least from 1",
    ),
    ({"title": '"{repeats} calls"'}, "title of ID: the predicate circle does not fill {repeats}"),
)


def faults(tmp_path: Path, *findings: dict[str, str | None]) -> str:
    """Return the faults of the shipped rules with more findings: sound ones, but for the changes."""
    rules = tmp_path / "rules"
    shutil.copytree(folder("rules"), rules)
    lines = ["findings:"]
    for number, changes in enumerate(findings):
        entry = {key: value for key, value in (SOUND | {"id": f"zz-{number}"} | changes).items() if value is not None}
        lines += ["  -", *[f"    {key}: {value}" for key, value in entry.items()]]
    (rules / "zz.yaml").write_text("\n".join(lines) + "\n")
    try:
        load_knowledge(rules)
    except RulesError as error:
        return "\n".join(error.lines())
    return ""


def test_a_sound_one_loads(tmp_path: Path) -> None:
    assert faults(tmp_path, {}) == ""


def test_the_page_tells_of_each_predicate_what_it_uses_and_fills() -> None:
    table = (
        (ROOT / "docs" / "rules.md").read_text(encoding="utf-8").partition("| predicate | finds | uses | fills |")[2]
    )
    told = {}
    for line in table.partition("\n\n")[0].splitlines()[2:]:
        name, _, uses, fills = (re.findall(r"`([\w-]+)`", cell) for cell in line.strip("|").split("|"))
        told[name[0]] = (tuple(uses), tuple(fills))
    assert told == {name: (USES[name], FILLS[name]) for name in USES}


def test_what_a_predicate_has_no_use_for_or_lacks_is_told_all_in_one_run(tmp_path: Path) -> None:
    told = faults(tmp_path, *[changes for changes, _ in WRONG])
    assert [what for number, (_, what) in enumerate(WRONG) if what.replace("ID", f"zz-{number}") not in told] == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ways_out": '["{prats}"]'}, "no value for the placeholder {prats}"),
        ({"predicate": "circl"}, "did you mean 'circle'?"),
        ({"parts": "[applicaton]"}, "did you mean 'application'?"),
    ],
)
def test_a_slip_is_told_with_what_was_meant(tmp_path: Path, changes: dict[str, str | None], told: str) -> None:
    assert told in faults(tmp_path, changes)
