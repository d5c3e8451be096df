"""The fields of each kind of entry, and how their values are read: it follows from their type and `Key`."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from archadvisor.knowledge.answer_shapes import ChoiceShape, ConditionShape, Drafts, Known, Reasons
from archadvisor.knowledge.conditions import Condition, Facts
from archadvisor.knowledge.fields import Key
from archadvisor.knowledge.shapes import (
    Field,
    Flag,
    Nested,
    Number,
    SafeWord,
    Several,
    Shape,
    Single,
    Text,
    VocabularyWord,
    Whole,
    Word,
)
from archadvisor.knowledge.types import Choice, Draft, Reason

_BY_TYPE: Mapping[Any, Shape] = {
    bool: Flag(),
    int: Whole(),
    float: Number(),
    Choice: ChoiceShape(),
    Condition: ConditionShape(),
    Facts: Known(),
    tuple[Draft, ...]: Drafts(),
    tuple[Reason, ...]: Reasons(),
}


@functools.cache
def declared_fields(kind: type[Struct]) -> tuple[Field, ...]:
    """Return the fields of a kind of entry that stand in files, the required ones first."""
    found = []
    for info in fields(kind):
        if get_origin(info.type) is Annotated:
            type_, key = get_args(info.type)[:2]
            required = info.default is NODEFAULT
            found.append(Field(info.name, key.name or info.name, key, _shape(type_, key), required))
    return tuple(sorted(found, key=lambda field: not field.required))


@functools.cache
def entry_of(kind: type[Struct]) -> Nested:
    """Return how an entry of a kind is read."""
    declared = declared_fields(kind)
    name = "".join([f" {c.lower()}" if c.isupper() else c for c in kind.__name__]).strip()
    return Nested(
        kind=kind,
        title=f"an {name}" if name[0] in "aeiou" else f"a {name}",
        fields=declared,
        required=tuple([field.name for field in declared if field.required]),
        optional=tuple([field.name for field in declared if not field.required]),
        placed="place" in kind.__struct_fields__,
    )


def _shape(type_: Any, key: Key) -> Shape:
    """Return how a value of a type is read; the key says what kind of text it is."""
    if type_ in _BY_TYPE:
        return _BY_TYPE[type_]
    if get_origin(type_) in (Union, UnionType):
        return _shape(functools.reduce(operator.or_, [one for one in get_args(type_) if one is not type(None)]), key)
    if get_origin(type_) is tuple:
        inner = _shape(get_args(type_)[0], key)
        return Single(inner) if key.single and isinstance(inner, Nested) else Several(inner, key.some)
    if get_origin(type_) is Literal:  # of a key that may be left out, "" is one of them
        return Word(tuple([value for value in get_args(type_) if value != ""]))
    if type_ is str:
        return VocabularyWord(key.one_of) if key.one_of else SafeWord() if key.safe else Text()
    return Word(tuple([word for word in type_ if word not in key.but])) if issubclass(type_, Enum) else entry_of(type_)
