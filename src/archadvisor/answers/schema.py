"""The JSON Schema of an answers file, made from the knowledge: editors complete and check from it."""

from __future__ import annotations

from typing import Any

from archadvisor.answers.reading import waiting
from archadvisor.answers.types import UNKNOWN, VERSION, Origin
from archadvisor.figures.quantities import KINDS, OTHER_NAMES
from archadvisor.knowledge.types import DECIDABLE, KnowledgeBase, Question, Scope

_TEXT = {"type": "string", "minLength": 1}


def schema_text(knowledge: KnowledgeBase) -> str:
    """Return the schema as indented JSON (draft 2020-12)."""
    import json

    return json.dumps(schema(knowledge), indent=2, ensure_ascii=False) + "\n"


def schema(knowledge: KnowledgeBase) -> dict[str, Any]:
    """Return the schema as plain data."""
    answers = {scope: _answers(knowledge.of_scope(scope)) for scope in Scope}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "archadvisor answers",
        "type": "object",
        "additionalProperties": False,
        "required": ["version", "system"],
        "properties": {
            "version": {"const": VERSION},
            "system": _object({"name": _TEXT, "answers": answers[Scope.SYSTEM]}, ["name"]),
            "parts": {"type": ["object", "null"], "additionalProperties": _part(knowledge, answers[Scope.PART])},
            "interactions": {
                "type": ["array", "null"],
                "items": _interaction(knowledge, answers[Scope.INTERACTION]),
            },
            "flows": {
                "type": ["array", "null"],
                "items": _flow(knowledge),
            },
        },
        "$defs": {"origin": {"enum": [str(origin) for origin in Origin]}},
    }


def _interaction(knowledge: KnowledgeBase, answers: dict[str, Any]) -> dict[str, Any]:
    archetypes = [{"const": a.id, "description": a.name} for a in knowledge.archetypes.values()]
    return {
        **_object(
            {
                "id": {"type": "string", "minLength": 1, "maxLength": 100},
                "from": _TEXT,
                "to": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True}]},
                "purpose": _TEXT,
                "current": {"enum": list(knowledge.current), "description": "How the interaction works today."},
                "archetype": {
                    "oneOf": archetypes,
                    "description": "A typical interaction; it provides guesses to confirm.",
                },
                "answers": answers,
                "figures": _figures(),
                "event": {
                    **_TEXT,
                    "description": "The event that it publishes; rows that publish the same event have the same text.",
                },
                "decision": _object(
                    {
                        "style": {"enum": [str(style) for style in DECIDABLE]},
                        "because": _TEXT,
                        **{key: {"type": "string"} for key in ("by", "date", "ticket", "review")},
                    },
                    ["style", "because"],
                ),
            },
            ["id"],
        ),
        "anyOf": [{"required": ["from", "to", "purpose"]}, {"required": ["archetype"]}],
    }


def _part(knowledge: KnowledgeBase, answers: dict[str, Any]) -> dict[str, Any]:
    roles = knowledge.part_roles.values()
    words = [{"const": role.name, "description": role.label} for role in roles]
    kinds = dict.fromkeys(role.kind for role in roles if role.kind not in knowledge.part_roles)
    beside = {
        "role": {
            "oneOf": [*words, *({"const": kind} for kind in kinds)],
            "description": "The role of the part in the system.",
        },
        "team": {**_TEXT, "description": "The name of the team that owns it."},
        "figures": _figures(),
    }
    return {**answers, "properties": {**answers["properties"], **beside}}


def _figures() -> dict[str, Any]:
    value = {"type": ["string", "number"]}
    known = {name: {**value, "description": f"for example {kind.example}"} for name, kind in KINDS.items()}
    return {
        "type": ["object", "null"],
        "properties": {**known, **{other: known[name] for other, name in OTHER_NAMES.items()}},
        "additionalProperties": value,
    }


def _flow(knowledge: KnowledgeBase) -> dict[str, Any]:
    rows = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
    flag = {"type": "boolean"}
    step = _object({"step": rows, "optional": flag, "may-refuse": flag}, ["step"])
    steps = {"type": "array", "items": {"anyOf": [*rows["anyOf"], step]}}
    return _object({"name": _TEXT, "steps": steps, "waits": {"enum": list(waiting(knowledge))}}, ["name", "steps"])


def _answers(questions: tuple[Question, ...]) -> dict[str, Any]:
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {question.id: _answer(question) for question in questions},
    }


def _answer(question: Question) -> dict[str, Any]:
    options: list[dict[str, Any]] = [
        {"const": option.value, "description": f"{option.label} ({option.example})"} for option in question.options
    ]
    options.append({"const": UNKNOWN, "description": "nobody knows yet"})
    value: dict[str, Any] = {"oneOf": [*options, {"type": "null"}]}
    if question.ticks:
        ticks: dict[str, Any] = {
            "type": "array",
            "items": {"enum": [o.value for o in question.options]},
            "uniqueItems": True,
        }
        if question.limit:
            ticks["maxItems"] = question.limit
        value = {"oneOf": [*options, {"type": "null"}, ticks]}
    detailed = _object({"value": value, "from": {"$ref": "#/$defs/origin"}, "who": _TEXT, "note": _TEXT}, [])
    return {"description": f"{question.prompt} {question.why}", "anyOf": [value, detailed]}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required}
