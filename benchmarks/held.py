"""The real interactions that the project itself holds (rules/precedents-code.yaml), put to the product."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from archadvisor.api import assess, load_answers
from archadvisor.assessment import Row
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Precedent
from mapping import HOUSE_WAY, HouseWay
from said import said

_URGENT = "result"
"""What is needed of a hand-over that has to be waited for; the others tell the way of the house."""


def held(knowledge: KnowledgeBase) -> list[Precedent]:
    """Return what the code of public systems does, by id; decisions are left out."""
    return [precedent for precedent in knowledge.precedents if not precedent.reasons]


def rows(
    knowledge: KnowledgeBase, precedents: Sequence[Precedent], ways: Mapping[str, str] | None = None
) -> dict[str, Row]:
    """Return what the product says about each, by id; `ways` are the answers on the way of the house, by id."""
    by_way: dict[str, list[Precedent]] = {}
    for precedent in precedents:
        by_way.setdefault((ways or {}).get(precedent.id, ""), []).append(precedent)
    found: dict[str, Row] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.yaml"
        for way, group in by_way.items():
            file.write_text(json.dumps(_file(knowledge, group, way), ensure_ascii=False), encoding="utf-8")
            assessment = assess(knowledge, load_answers(file, knowledge))
            found.update({row.id: row for row in assessment.interactions})
    return found


def house_ways(way: HouseWay, precedents: Sequence[Precedent]) -> dict[str, str]:
    """Return how each one's house hands over what is not urgent: the majority of its other interactions."""
    found = {}
    for one in precedents:
        others = [p for p in precedents if p.repository == one.repository and p.id != one.id and not_urgent(p)]
        counts = Counter(way.answers[p.style.value] for p in others if p.style.value in way.answers)
        first, second = [*counts.most_common(2), ("", 0), ("", 0)][:2]
        if first[1] > second[1]:
            found[one.id] = first[0]
    return found


def not_urgent(precedent: Precedent) -> bool:
    """Tell whether something else than the result is needed back."""
    needs = precedent.answers.get("needs")
    return needs is not None and _URGENT not in needs


def agrees(precedent: Precedent, row: Row) -> bool:
    """Tell whether the advice is what the code does."""
    return said(row).style == precedent.style.value


def counted(precedents: Iterable[Precedent]) -> list[Precedent]:
    """Return those whose code does the one or the other; "both" counts nowhere."""
    return [p for p in precedents if p.style.value != "both"]


def only(answers: Facts, questions: frozenset[str]) -> Facts:
    """Return the answers to these questions alone."""
    return {key: values for key, values in answers.items() if key.rpartition(".")[2] in questions}


def _file(knowledge: KnowledgeBase, precedents: Sequence[Precedent], way: str) -> dict[str, Any]:
    """Return an answers file with all of these; each has parts of its own, so that none learns of another."""
    parts: dict[str, dict[str, str]] = {}
    interactions = []
    for number, precedent in enumerate(precedents):
        sender = f"{precedent.sender} ({number}, from)"
        receivers = [f"{name} ({number}, to)" for name in precedent.receivers]
        own: dict[str, str | list[str]] = {}
        for key, values in precedent.answers.items():
            end, _, question = key.rpartition(".")
            if end:
                for name in [sender] if end == "from" else receivers:
                    parts.setdefault(name, {})[question] = next(iter(values))
            else:
                ticks = knowledge.questions[question].ticks
                own[question] = sorted(values) if ticks else next(iter(values))
        interactions.append(
            {"id": precedent.id, "from": sender, "to": receivers, "purpose": precedent.does, "answers": own}
        )
    system: dict[str, Any] = {"name": "Held"}
    if way:
        system["answers"] = {HOUSE_WAY: way}
    return {"version": 1, "system": system, "parts": parts, "interactions": interactions}


def archetype_rows(knowledge: KnowledgeBase) -> dict[str, Row]:
    """Return what the product says about each archetype with its drafts and its typical answers, by id."""
    interactions = [
        {
            "id": archetype.id,
            "from": archetype.sender,
            "to": list(archetype.receivers),
            "purpose": archetype.purpose,
            "answers": {
                draft.question: list(draft.values) if knowledge.questions[draft.question].ticks else draft.values[0]
                for draft in (*archetype.answers, *archetype.typical)
            },
        }
        for archetype in knowledge.archetypes.values()
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.yaml"
        content = {"version": 1, "system": {"name": "Archetypes"}, "interactions": interactions}
        file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return {row.id: row for row in assess(knowledge, load_answers(file, knowledge)).interactions}
