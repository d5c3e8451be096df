"""The JSON Schema of rule files, made from the declared types: editors complete and check from it."""

from __future__ import annotations

import json
from typing import Any

from msgspec import Struct

from archadvisor.knowledge.answer_shapes import ChoiceShape, ConditionShape, Drafts, Known, Reasons
from archadvisor.knowledge.declared import declared_fields
from archadvisor.knowledge.shapes import (
    SAFE,
    Field,
    Flag,
    Nested,
    Number,
    SafeWord,
    Several,
    Shape,
    Single,
    VocabularyWord,
    Whole,
    Word,
)
from archadvisor.knowledge.types import Done, KnowledgeBase, RuleFile

_Schema = dict[str, Any]

_TEXT: _Schema = {"type": "string", "minLength": 1}
_TEXTS: _Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_ANSWERS: _Schema = {"type": ["object", "null"], "additionalProperties": _TEXTS}
_CONDITION_REF: _Schema = {"$ref": "#/$defs/Condition"}
_CONDITION: _Schema = {
    **_ANSWERS,
    "description": "The answer is one of these values; also `all`, `any`, `not`. Several keys must all hold.",
    "properties": {
        "not": _CONDITION_REF,
        "any": {"type": "array", "items": _CONDITION_REF},
        "all": {"type": "array", "items": _CONDITION_REF},
    },
}


def rules_schema(knowledge: KnowledgeBase) -> str:
    """Return the schema as indented JSON (draft 2020-12), with the words that these rules bring along."""
    words = {
        "themes": list(knowledge.themes),
        "roles": list(knowledge.roles),
        "current": list(knowledge.current),
        "carriers": list(knowledge.carriers),
        "families": list(knowledge.families),
        "running": [one.name for one in knowledge.running],
        "part_roles": list(dict.fromkeys(w for role in knowledge.part_roles.values() for w in (role.name, role.kind))),
        "steps": [step.name for step in knowledge.method.steps],
    }
    found: dict[str, _Schema] = {}
    _add(RuleFile, words, found)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "archadvisor rule file",
        **found.pop(RuleFile.__name__),
        "$defs": {"Condition": _CONDITION, **found},
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _add(kind: type[Struct], words: dict[str, list[str]], found: dict[str, _Schema]) -> None:
    """Add the schema of a kind of entry, and those of the entries in it."""
    fields = declared_fields(kind)
    found[kind.__name__] = {
        "type": "object",
        "description": (kind.__doc__ or "").partition("\n")[0],
        "additionalProperties": False,
        "required": [field.name for field in fields if field.required],
        "properties": {field.name: {"description": field.key.doc, **_said(field.shape, words)} for field in fields},
        **_by_role(fields),
    }
    for field in fields:
        inner = getattr(field.shape, "inner", field.shape)
        if isinstance(inner, Nested) and inner.kind.__name__ not in found:
            _add(inner.kind, words, found)


def _by_role(fields: tuple[Field, ...]) -> _Schema:
    """Say which keys an entry of a role must have, and may not have."""
    roles = sorted({role for field in fields for role in (field.key.only_for, field.key.needed_for) if role})
    cases = [
        {
            "if": {"properties": {"role": {"const": role}}},
            "then": {
                "required": [field.name for field in fields if field.key.needed_for == role],
                "properties": {field.name: False for field in fields if field.key.only_for not in ("", role)},
            },
        }
        for role in roles
    ]
    return {"allOf": cases} if cases else {}


def _said(shape: Shape, words: dict[str, list[str]]) -> _Schema:
    match shape:
        case Word(values):
            return {"enum": [str(value) for value in values]}
        case VocabularyWord(vocabulary) if vocabulary in words:
            return {"enum": words[vocabulary]}
        case Several(Nested() as inner, some):
            return {"type": "array", "items": _said(inner, words), "minItems": int(some)}
        case Several(inner, some):
            said = _said(inner, words)
            return {"anyOf": [said, {"type": "array", "items": said, "minItems": int(some)}]}
        case Single(inner):
            return _said(inner, words)
        case Nested(kind):
            return {"$ref": f"#/$defs/{kind.__name__}"}
    return _PLAIN.get(type(shape), _TEXT)


_TOPICS: _Schema = {
    "type": ["object", "null"],
    "propertyNames": {"pattern": f"^{SAFE}$"},
    "additionalProperties": _TEXT,
}
_KNOWN: _Schema = {"type": "string", "pattern": r"^\S+\.\S+$"}
_PLAIN: dict[type, _Schema] = {
    Flag: {"type": "boolean"},
    Whole: {"type": "integer", "minimum": 0},
    Number: {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": r"^[0-9.]+$"}]},
    SafeWord: {"type": "string", "pattern": f"^{SAFE}$"},
    ConditionShape: _CONDITION_REF,
    ChoiceShape: {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": _TEXT},
    Drafts: _ANSWERS,
    Known: {"anyOf": [_KNOWN, {"type": "array", "items": _KNOWN}]},
    Reasons: {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {str(style): _TOPICS for style in Done},
    },
}
