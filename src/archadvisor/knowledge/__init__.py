"""The knowledge that the advice rests on: questions, evidence, patterns, costs, sources, from `rules/`."""

from __future__ import annotations

from pathlib import Path

from archadvisor.errors import Faults, FileError, RulesError, shown
from archadvisor.knowledge import compiled
from archadvisor.knowledge.entries import assemble, complete
from archadvisor.knowledge.types import KnowledgeBase, RuleFile
from archadvisor.packaged import folder


def load(rules: str | Path | None = None) -> KnowledgeBase:
    """Read and check all `*.yaml` in and below a folder (default: the rules that come with the program).

    Faults name a file by its path below the folder. A wheel carries its own rules checked and compiled.
    Raises FileError where the folder or a file cannot be read, RulesError with all faults where
    the rules are wrong.
    """
    if rules is None and (made := folder("rules") / compiled.FILE).is_file():
        return assemble(compiled.decode_rules(made.read_bytes()))
    return build(read_files(Path(rules or folder("rules"))))


def read_files(rules: Path) -> dict[str, bytes]:
    """Return the rule files in and below a folder (path → bytes); FileError where there are none to read."""
    try:
        files = {path.relative_to(rules).as_posix(): path.read_bytes() for path in rules.rglob("*.yaml")}
    except OSError as error:
        raise FileError(f"{shown(str(rules))}: {error.strerror}") from error
    if not files:
        raise FileError(f"{shown(str(rules))}: no rule files (*.yaml) here")
    return files


def build(files: dict[str, bytes]) -> KnowledgeBase:
    """Make a knowledge base of rule files (path → bytes); RulesError with all faults where they are wrong."""
    return assemble(check_files(files))


def check_files(files: dict[str, bytes]) -> RuleFile:
    """Return the entries of all rule files (path → bytes); RulesError with all faults where they are wrong."""
    from archadvisor.knowledge.checks import check
    from archadvisor.knowledge.reading import read

    faults = Faults()
    entries = complete(read(files, faults))
    check(entries, faults)
    if faults:
        raise RulesError(faults)
    return entries
