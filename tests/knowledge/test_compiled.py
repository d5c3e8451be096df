"""The rules that a wheel carries are those of the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from archadvisor import knowledge
from archadvisor.knowledge import build, check_files, load, read_files
from archadvisor.knowledge.compiled import FILE, encode_rules
from archadvisor.packaged import folder

FILES = read_files(folder("rules"))


def test_compiled_rules_are_those_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed program finds nothing but them."""
    (tmp_path / FILE).write_bytes(encode_rules(check_files(FILES)))
    monkeypatch.setattr(knowledge, "folder", lambda _: tmp_path)
    assert load() == build(FILES)


def test_the_same_rules_make_the_same_bytes() -> None:
    assert encode_rules(check_files(FILES)) == encode_rules(check_files(dict(reversed(FILES.items()))))
