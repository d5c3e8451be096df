"""Findings: the keys that their predicate has a use for, what it fills, and shares between 0 and 1."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import fields

from archadvisor.errors import shown
from archadvisor.knowledge.checks.base import Base
from archadvisor.knowledge.types import Finding
from archadvisor.knowledge.types.findings import FILLED, FILLS, NEEDS, USES

_TEXTS = ("title", "because", "ways_out", "price", "checks")
_LOOKED_FOR = ("rows", "some", "one", "other", "related", "parts", "at_least", "share", "same", "carries")
_DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Finding)}


def check(base: Base) -> None:
    """Check each finding against what its predicate looks for and fills."""
    for entry in base.entries.findings:
        if entry.predicate not in USES:
            continue  # that it is none has been told
        said = [key for key in _LOOKED_FOR if getattr(entry, key) != _DEFAULTS[key]]
        for key in said:
            if key not in USES[entry.predicate]:
                what = f"{shown(key)} of {entry.id} is not used by the predicate {entry.predicate}"
                base.faults.add(entry.place, what, ", ".join(USES[entry.predicate]))
        for key in NEEDS[entry.predicate]:
            if key not in said:
                base.faults.add(
                    entry.place, f"{entry.id} has no {shown(key)}, which the predicate {entry.predicate} needs"
                )
        if not 0 < entry.share <= 1 or entry.at_least < 1:
            base.faults.add(entry.place, f"share or at_least of {entry.id}", "a share from 0 to 1, and at_least from 1")
        _check_texts(base, entry)


def _check_texts(base: Base, entry: Finding) -> None:
    for name in _TEXTS:
        value = getattr(entry, name)
        for text in (value,) if isinstance(value, str) else value:
            for filled in re.findall(r"\{(\w+)\}", text):
                if filled in FILLED and filled not in FILLS[entry.predicate]:
                    what = f"{name} of {entry.id}: the predicate {entry.predicate} does not fill {{{filled}}}"
                    base.faults.add(entry.place, what, ", ".join(FILLS[entry.predicate]))
