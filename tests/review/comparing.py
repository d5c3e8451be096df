"""Two states of the answers compared as a user's program does, and the same seen from the other side."""

from __future__ import annotations

from typing import Any

import msgspec

from archadvisor.answers.types import Answers
from archadvisor.api import load_knowledge
from archadvisor.review.comparison import Comparison, compare

KNOWLEDGE = load_knowledge()


def compared(old: Answers, new: Answers) -> Comparison:
    """Return the comparison of two files."""
    return compare(KNOWLEDGE, old, new, "0.1.0", ("old", "new"))


def plain(comparison: Comparison, mirrored: bool = False) -> dict[str, Any]:
    """Return what a comparison says, without an order; `mirrored` with old and new in each other's places.

    Of something that both sides have, its place and sentence are those of the new one: they are left out.
    """
    old, new = ("new", "old") if mirrored else ("old", "new")
    data = msgspec.to_builtins(comparison)

    names = {one["row"]["id"]: one["was"]["id"] for one in data["rows"]} if mirrored else {}
    names |= {one["new"]: one["old"] for one in data["parts"]["renamed"]} if mirrored else {}

    def now(some: list[str]) -> list[str]:
        return sorted([names.get(name, name) for name in some])

    def change(one: dict[str, Any]) -> tuple[Any, ...]:
        return one["scope"], names.get(one["of"], one["of"]), one["key"], one["label"], str(one[old]), str(one[new])

    def row(one: dict[str, Any]) -> tuple[Any, ...]:
        was, now = ("row", "was") if mirrored else ("was", "row")
        more, less = ("dropped", "added") if mirrored else ("added", "dropped")
        come, gone = ("gone", "new") if mirrored else ("new", "gone")
        why = one["why"]
        decision = one["decision"]
        return (
            *(str(one[was]), str(one[now]), str(one[old]), str(one[new]), one["renamed"]),
            why and (why["cause"], sorted(map(change, why["answers"])), why["rules"][:: -1 if mirrored else 1]),
            *(sorted(map(str, one[f"safeguards_{end}"])) for end in (more, less)),
            *(sorted(one[f"contradictions_{end}"]) for end in (come, gone)),
            decision and (str(decision[old]), str(decision[new])),
        )

    def finding(one: dict[str, Any]) -> tuple[Any, ...]:
        both = one["old"] and one["new"]
        about = () if both else (one["title"], sorted(one["interactions"]), sorted(one["parts"]))
        return one["id"], str(one[old]), str(one[new]), *about

    def flow(one: dict[str, Any]) -> tuple[Any, ...]:
        return one["name"], *[
            side and (now(side["today"]), now(side["advised"]), [now(step) for step in side["steps"]])
            for side in (one[old], one[new])
        ]

    more, less = ("removed", "added") if mirrored else ("added", "removed")
    return {
        "changed": data["changed"],
        "sides": [(data[side]["system"], data[side]["rules"]) for side in (old, new)],
        "rows": sorted(map(row, data["rows"]), key=str),
        "listed": [sorted(map(str, data[f"rows_{end}"])) for end in (more, less)],
        "parts": [sorted(data["parts"][end]) for end in (more, less)],
        "renamed": sorted((one[old], one[new]) for one in data["parts"]["renamed"]),
        "links": [sorted(map(tuple, data["links"][end])) for end in (more, less)],
        "answers": sorted(map(change, data["answers"])),
        "findings": sorted(map(finding, data["findings"]), key=str),
        "flows": sorted(map(flow, data["flows"]), key=str),
    }
