"""What the declarations of all kinds promise: ids, references, conditions, placeholders."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, TypeAlias

from msgspec import Struct

from archadvisor.errors import Place, shown
from archadvisor.knowledge.checks.base import Base
from archadvisor.knowledge.declared import declared_fields
from archadvisor.knowledge.fields import OF_SCOPE, PLACEHOLDERS, Key, Scope
from archadvisor.knowledge.shapes import Field, Nested
from archadvisor.knowledge.types import Joined, Question, RuleFile

_Names: TypeAlias = dict[str, Collection[str]]
"""The ids by kind."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check(base: Base) -> None:
    """Check every field of every entry against what it declares, and that every claim is cited."""
    names = _names(base)
    cited: set[str] = set()
    for field in _entries(RuleFile):
        for entry in getattr(base.entries, field.attribute):
            scope = entry.scope if isinstance(entry, Question | Joined) else Scope.INTERACTION
            for place, key, value in _values(entry, entry.place):
                _check_value(base, place, key, value, scope, names)
                if key.refers == "claims":
                    cited.update((value,) if isinstance(value, str) else value)
    for claim in base.entries.claims:
        if claim.id not in cited:
            base.faults.add(claim.place, f"nothing cites the claim {claim.id}")


def _check_value(base: Base, place: Place, key: Key, value: Any, scope: Scope, names: _Names) -> None:
    """Check a value against the key that declares it; `scope` is that of the question that it belongs to."""
    texts = (value,) if isinstance(value, str) else value
    if key.refers:
        for name in texts:
            if name and name not in names[key.refers]:
                what = f"no {key.refers.removesuffix('s')} {shown(name)}"
                base.faults.add(place, what, "", name, names[key.refers])
    elif key.fills is not None:
        for text in texts:
            _check_text(base, place, text, PLACEHOLDERS[scope] if key.fills is OF_SCOPE else key.fills)
    elif value is not None:
        base.check_condition(value, place, scope if key.looks_at == "own" else key.looks_at)


@cache
def _entries(kind: type[Struct]) -> tuple[Field, ...]:
    """Return the fields that hold entries."""
    return tuple([field for field in declared_fields(kind) if isinstance(getattr(field.shape, "inner", None), Nested)])


@cache
def _promising(kind: type[Struct]) -> tuple[Field, ...]:
    """Return the fields that promise something of their value."""
    fields = declared_fields(kind)
    return tuple([f for f in fields if f.key.refers or f.key.looks_at or f.key.fills is not None])


def _names(base: Base) -> _Names:
    """Return the ids by kind, and note those that stand twice."""
    seen: dict[str, Place] = {}
    names: _Names = {"forms": base.forms}
    for field in _entries(RuleFile):
        found = [entry for entry in getattr(base.entries, field.attribute) if getattr(entry, "id", "")]
        names[field.name] = {entry.id: None for entry in found}
        for entry in found:
            if entry.id in seen:
                base.faults.add(entry.place, f"the id {shown(entry.id)} is already used at {seen[entry.id]}")
            seen.setdefault(entry.id, entry.place)
    return names


def _values(entry: Struct, place: Place) -> Iterator[tuple[Place, Key, Any]]:
    """Yield what is promised of an entry's fields, and of the entries in it."""
    for field in _promising(type(entry)):
        yield place, field.key, getattr(entry, field.attribute)
    for field in _entries(type(entry)):
        for inner in getattr(entry, field.attribute):
            yield from _values(inner, getattr(inner, "place", place))


def _check_text(base: Base, place: Place, text: str, allowed: tuple[str, ...]) -> None:
    if "{" not in text and "}" not in text:
        return
    names = _PLACEHOLDER.findall(text)
    if max(text.count("{"), text.count("}")) > len(names):
        base.faults.add(place, "a brace without a placeholder", "{" + (allowed or ("name",))[0] + "}")
    for name in names:
        if name not in allowed:
            expected = ", ".join("{" + a + "}" for a in allowed) or "no placeholder here"
            base.faults.add(place, f"no value for the placeholder {{{name}}}", expected, name, allowed)
