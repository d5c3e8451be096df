"""What a finding of a rule file must have for its predicate, and what it cannot have."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archadvisor.api import load_knowledge
from archadvisor.errors import RulesError
from archadvisor.packaged import folder

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


def faults(tmp_path: Path, **changes: str | None) -> list[str]:
    """Return the faults of the shipped rules with one more finding: a sound one, but for the changes."""
    rules = tmp_path / "rules"
    shutil.copytree(folder("rules"), rules)
    entry = {key: value for key, value in (SOUND | changes).items() if value is not None}
    lines = [f"    {key}: {value}" for key, value in entry.items()]
    (rules / "zz.yaml").write_text("\n".join(["findings:", "  -", *lines]) + "\n")
    try:
        load_knowledge(rules)
    except RulesError as error:
        return error.lines()
    return []


def test_a_sound_one_loads(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"related": "[same-sender]"}, "'related' of zz-trouble has no meaning for the predicate circle"),
        ({"at_least": "3"}, "'at_least' of zz-trouble has no meaning for the predicate circle"),
        ({"rows": None}, "the predicate circle of zz-trouble has no 'rows'"),
        ({"predicate": "hub", "title": "t"}, "the predicate hub of zz-trouble has no 'at_least'"),
        ({"predicate": "pair", "rows": None, "title": "t"}, "the predicate pair of zz-trouble has no 'one'"),
        (
            {"predicate": "share", "share": "2", "title": "t"},
            "share or at_least of zz-trouble; expected a share up to 1",
        ),
        ({"title": '"{repeats} calls"'}, "title of zz-trouble: the predicate circle does not fill {repeats}"),
        ({"ways_out": '["{prats}"]'}, "nothing fills the placeholder {prats}"),
        ({"predicate": "circl"}, "did you mean 'circle'?"),
        ({"rows": "{sender: wait}"}, "'wait' is not a value of sender"),
        ({"parts": "[applicaton]"}, "did you mean 'application'?"),
        ({"covers": "[hubb]"}, "did you mean 'hub'?"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, changes: dict[str, str | None], told: str) -> None:
    assert any(told in line for line in faults(tmp_path, **changes))
