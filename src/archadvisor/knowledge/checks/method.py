"""The method, and the words that the rules bring along."""

from __future__ import annotations

from archadvisor.errors import Place, shown
from archadvisor.knowledge.checks.base import Base
from archadvisor.knowledge.checks.rules import SYSTEM_RULE_AT_MOST, SYSTEM_SUM_BELOW
from archadvisor.knowledge.types import RULING
from archadvisor.text.prose import bare


def check(base: Base) -> None:
    """Check that there is one method with the steps that the program speaks of, and that there are words."""
    entries, faults = base.entries, base.faults
    if len(entries.methods) != 1:
        place = entries.methods[1].place if entries.methods else Place("rules")
        faults.add(place, f"{len(entries.methods)} entries 'method'", "one")
    for second in entries.measured[1:]:
        faults.add(second.place, "a second entry 'measured'", "one")
    for name in (RULING, SYSTEM_RULE_AT_MOST, SYSTEM_SUM_BELOW):
        if entries.methods and name not in base.steps:
            faults.add(entries.methods[0].place, f"no step {shown(name)}")
    for name in ("themes", "roles", "current", "carriers"):
        words = [getattr(word, "name", word) for word in getattr(entries, name)]
        if not words:
            faults.add(Place("rules"), f"no {shown(name)}", "at least one, as in vocabulary.yaml")
        for word in sorted({word for word in words if words.count(word) > 1}):
            faults.add(Place("rules"), f"{shown(word)} is listed twice in {shown(name)}")
    _check_ways(base)


def _check_ways(base: Base) -> None:
    """Check that no word stands for two ways of today: rows that somebody pastes could not tell which."""
    said: dict[str, str] = {}
    for way in base.entries.current:
        for word in way.words:
            other = said.setdefault(bare(word), way.name)
            if other != way.name:
                base.faults.add(way.place, f"{shown(word)} also stands for {shown(other)}", "words for one way only")
