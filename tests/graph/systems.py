"""Small systems of neutral rows, read by the real reader and assessed."""

from __future__ import annotations

import json
from typing import Any

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Assessment

Data = dict[str, Any]
KNOWLEDGE = load_knowledge()

WAITS: Data = {"wants": "action", "needs": "result", "stands-still": "person", "by-when": "seconds", "takes": "instant"}
WAITS |= {"ten-minutes": "cannot", "damage": ["none-of-these"]}
TELLS: Data = {"wants": "action", "needs": "nothing", "by-when": "minutes", "takes": "seconds", "outage": "catch-up"}
TELLS |= {"final-failure": "us", "looks-next": "no-one", "damage": ["none-of-these"]}
OPEN: Data = {"wants": "action", "needs": "unknown", "by-when": "hours", "takes": "person", "damage": ["none-of-these"]}
COPIED: Data = {"wants": "answer", "stands-still": "no-one", "copy-age": "a-day", "outage": "without"}
COPIED |= {"damage": ["none-of-these"]}


def waits(id_: str, sender: str, *receivers: str, **answers: Any) -> Data:
    """Return a row that waits, today and with the advice."""
    return _row(id_, sender, receivers, "do it", "call", WAITS | answers)


def tells(id_: str, sender: str, *receivers: str, purpose: str = "do it", **more: Any) -> Data:
    """Return a row that hands something over, today and with the advice."""
    return _row(id_, sender, receivers, purpose, "message", TELLS) | more


def undecided(id_: str, sender: str, *receivers: str, purpose: str = "do it") -> Data:
    """Return a row that is still to decide."""
    return _row(id_, sender, receivers, purpose, "planned", OPEN)


def copied(id_: str, sender: str, *receivers: str, purpose: str) -> Data:
    """Return a row that is a local copy with the advice, where the system has peaks."""
    return _row(id_, sender, receivers, purpose, "call", COPIED)


def _row(id_: str, sender: str, receivers: tuple[str, ...], purpose: str, current: str, answers: Data) -> Data:
    ends = {"from": sender, "to": [*receivers], "purpose": purpose}
    return {"id": id_, **ends, "current": current, "answers": dict(answers)}


def assessed(
    *rows: Data, parts: Data | None = None, flows: list[Data] | None = None, system: Data | None = None
) -> Assessment:
    """Return the assessment of a system."""
    data: Data = {"version": 1, "system": {"name": "Small", "answers": system or {}}, "interactions": [*rows]}
    data |= {"parts": parts or {}, "flows": flows or []}
    return assess(KNOWLEDGE, read(json.dumps(data).encode(), "small.yaml", KNOWLEDGE))
