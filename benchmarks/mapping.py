"""From the facts of a corpus entry to answers of the product, by the lines of agreement-mapping.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from archadvisor.knowledge.types import ENDS, KnowledgeBase
from corpus import Entry, read_yaml

MAPPING = Path(__file__).with_name("agreement-mapping.yaml")
HOUSE_WAY = "house-way"

_SENDER = "Sender"

When = Mapping[str, tuple[str, ...]]


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """Facts, and the one answer or tick that they amount to."""

    when: When
    reason: str
    answer: Mapping[str, str] = {}
    tick: Mapping[str, str] = {}


class HouseWay(Struct, frozen=True, forbid_unknown_fields=True):
    """Which of a system's other entries tell the way of the house, and what their labels answer."""

    among: When
    answers: Mapping[str, str]
    reason: str


class LeftOut(Struct, frozen=True, forbid_unknown_fields=True):
    """Values of a fact that answer nothing."""

    fact: str
    values: tuple[str, ...]
    reason: str


class Unanswered(Struct, frozen=True, forbid_unknown_fields=True):
    """Questions that no fact answers."""

    questions: tuple[str, ...]
    reason: str


class FactMapping(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole reviewed mapping."""

    lines: tuple[Line, ...]
    house_way: HouseWay
    left_out: tuple[LeftOut, ...]
    unanswered: tuple[Unanswered, ...]


def read_mapping() -> FactMapping:
    """Read the mapping that stands beside this module."""
    return read_yaml(MAPPING, FactMapping)


def answers_file(mapping: FactMapping, knowledge: KnowledgeBase, entry: Entry, house: str | None) -> dict[str, Any]:
    """Return the content of an answers file with this one interaction; `house` is the answer on the house's way.

    Names and purposes sway no advice, so they stay out, whatever is written there.
    """
    system: dict[str, Any] = {"name": "The system"}
    if house is not None:
        system["answers"] = {HOUSE_WAY: house}
    choices, ticks = _choices(mapping, entry), _ticks(mapping, knowledge, entry)
    own = {key: value for key, value in choices.items() if "." not in key}
    return {
        "version": 1,
        "system": system,
        "parts": dict(_parts(entry, choices)),
        "interactions": [
            {
                "id": "row",
                "from": _SENDER,
                "to": _receivers(entry),
                "purpose": "what is measured",
                "answers": {**own, **ticks},
            }
        ],
    }


def house_way(way: HouseWay, entry: Entry, entries: Iterable[Entry]) -> str | None:
    """Return how the house does it by the majority of the system's other entries; None where there is none."""
    others = [e for e in entries if e.system == entry.system and e is not entry and _holds(way.among, e)]
    counts = Counter(way.answers[e.label] for e in others if e.label in way.answers)
    first, second = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] > second[1] else None


def unmapped(mapping: FactMapping, entries: Iterable[Entry]) -> list[str]:
    """Return the values of facts, as "fact: value", that the mapping neither uses nor leaves out."""
    known = {(fact, value) for line in mapping.lines for fact, values in line.when.items() for value in values}
    known |= {(left.fact, value) for left in mapping.left_out for value in left.values}
    found = {(fact, value) for entry in entries for fact, value in entry.facts.items() if value != "unknown"}
    return [f"{fact}: {value}" for fact, value in sorted(found - known)]


def _holds(when: When, entry: Entry) -> bool:
    return all(entry.facts.get(fact) in values for fact, values in when.items())


def _holding(mapping: FactMapping, entry: Entry) -> Iterator[Line]:
    return (line for line in mapping.lines if _holds(line.when, entry))


def _choices(mapping: FactMapping, entry: Entry) -> dict[str, str]:
    choices: dict[str, str] = {}
    for line in _holding(mapping, entry):
        for question, value in line.answer.items():
            if choices.setdefault(question, value) != value:
                raise ValueError(f"{entry.id}: two lines of the mapping answer {question}")
    return choices


def _ticks(mapping: FactMapping, knowledge: KnowledgeBase, entry: Entry) -> dict[str, Sequence[str]]:
    ticks: dict[str, list[str]] = {}
    for line in _holding(mapping, entry):
        for question, value in line.tick.items():
            ticks.setdefault(question, []).append(value)
    return {question: values[: knowledge.questions[question].limit] for question, values in ticks.items()}


def _receivers(entry: Entry) -> list[str]:
    """Return a name for each different receiver; at least one."""
    return [f"Receiver {number}" for number, _ in enumerate(dict.fromkeys(entry.receivers) or [""], start=1)]


def _parts(entry: Entry, choices: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    for end, names in zip(ENDS, ((_SENDER,), _receivers(entry)), strict=True):
        answers = {key.removeprefix(f"{end}."): value for key, value in choices.items() if key.startswith(f"{end}.")}
        if answers:
            yield from ((name, answers) for name in names)
