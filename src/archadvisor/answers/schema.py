"""The JSON Schema of an answers file, made from the knowledge: editors complete and check from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archadvisor.answers.reading import waiting
from archadvisor.answers.types import UNKNOWN, VERSION, Origin
from archadvisor.figures.quantities import KINDS, OTHER_NAMES
from archadvisor.knowledge.naming import by_name
from archadvisor.knowledge.types import DECIDABLE, KnowledgeBase, Pattern, Question, Scope, Style

_TEXT = {"type": "string", "minLength": 1}
_WORDING = {"type": ["string", "number"]}
_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"}


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
            "rules": {**_WORDING, "description": "The version of the rules under which the answers were confirmed."},
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
            "closed": {
                "type": ["array", "null"],
                "items": _object(
                    {"finding": _TEXT, "because": _TEXT, "until": _DAY, "by": {"type": "string"}},
                    ["finding", "because", "until"],
                ),
                "description": "Findings of `archadvisor check` that the team closed for a time.",
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
                "built": _built(knowledge),
                "waived": {
                    "type": ["object", "null"],
                    "properties": {
                        name: {**_TEXT, "description": f"{pattern.name}: why the team does without it"}
                        for name, pattern in by_name(knowledge.safeguards).items()
                    },
                    "additionalProperties": False,
                    "description": "Safeguards that the team decided to do without, each with the reason.",
                },
                "decision": _decision(knowledge),
            },
            ["id"],
        ),
        "anyOf": [{"required": ["from", "to", "purpose"]}, {"required": ["archetype"]}],
    }


def _decision(knowledge: KnowledgeBase) -> dict[str, Any]:
    """Return the schema of what was decided; the keys from `rules` on are written by `archadvisor decide`."""
    forms = [{"const": form.id, "description": form.name} for form in knowledge.forms.values()]
    return _object(
        {
            "style": {"enum": [str(style) for style in DECIDABLE]},
            "form": {"oneOf": forms},
            "because": _TEXT,
            **dict.fromkeys(("by", "ticket"), _WORDING),
            "date": {**_DAY, "description": "The day of the decision."},
            "review": {**_DAY, "description": "The day or month until which to look at it again."},
            "rules": {**_WORDING, "description": "The version of the rules at the time."},
            "from": {**_TEXT, "description": "The sender for which it was decided."},
            "to": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}], "description": "The receivers, too."},
            "advised": {
                "enum": [str(style) for style in Style],
                "description": "The style advised at the time; unknown if the answers left it open.",
            },
            "advised-form": {**_WORDING, "description": "The form advised at the time."},
            "grounds": {
                "type": ["object", "null"],
                "additionalProperties": {"anyOf": [_WORDING, {"type": "array", "items": _TEXT}]},
                "description": "The answers on which that advice rested.",
            },
            "other-decisions": {
                "type": ["array", "null"],
                "description": "What others decided, until it is decided again; written by `archadvisor merge`.",
                "items": _object(
                    {
                        "style": {"enum": [str(style) for style in DECIDABLE]},
                        "form": {"oneOf": forms},
                        "because": _TEXT,
                        "by": _WORDING,
                        "date": {**_DAY, "description": "The day of the decision."},
                    },
                    ["style", "because"],
                ),
            },
        },
        ["style", "because"],
    )


def _built(knowledge: KnowledgeBase) -> dict[str, Any]:
    names = {"anyOf": _named((*knowledge.forms.values(), *knowledge.safeguards))}
    return {
        "anyOf": [*names["anyOf"], {"type": "array", "items": names}, {"type": "null"}],
        "description": "Forms and safeguards that stand already.",
    }


def _named(patterns: Iterable[Pattern]) -> list[dict[str, Any]]:
    """Return the names by which patterns may go: the ids, each with its name, and any other in any letters."""
    known = by_name(patterns)
    ids = {pattern.id: pattern for pattern in known.values()}
    others = [name for name in known if name not in ids]
    return [*({"const": one.id, "description": one.name} for one in ids.values()), {"enum": others}]


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
        "built": _built(knowledge),
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
    said = {
        "type": "array",
        "minItems": 2,
        "items": {
            **_object(
                {
                    "value": value,
                    "who": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]},
                    "count": {"type": "integer", "minimum": 1},
                },
                ["value"],
            ),
            "anyOf": [{"required": ["who"]}, {"required": ["count"]}],
        },
        "description": "What people said who do not agree, until one value is chosen.",
    }
    beside = {"from": {"$ref": "#/$defs/origin"}, "who": _TEXT, "note": _TEXT, "confirm-by": _DAY, "said": said}
    beside["source"] = {**_TEXT, "description": "Where a draft was read, as PATH:LINE."}
    detailed = _object({"value": value, **beside}, [])
    return {"description": f"{question.prompt} {question.why}", "anyOf": [value, detailed]}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required}
