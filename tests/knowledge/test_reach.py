"""Whether an option can be reached is found as trying every answer finds it, and in time for many questions."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amounts import amount
from archadvisor.errors import RulesError
from archadvisor.knowledge import build
from archadvisor.packaged import folder

RULES = {path.name: path.read_bytes() for path in folder("rules").glob("*.yaml")}
NAMES = ("zz-a", "zz-b", "zz-c")
VALUES = ("one", "two", "three")
Condition = dict[str, Any]


def question(name: str, ask_when: Condition | None = None, tied: Condition | None = None) -> dict[str, Any]:
    options: list[dict[str, Any]] = [{"value": v, "label": v, "short": v, "example": v} for v in VALUES]
    entry: dict[str, Any] = {
        "id": name,
        "theme": "security",
        "scope": "interaction",
        "kind": "choice",
        "ask": "business",
    }
    entry |= {"settles": "form", "short": name, "prompt": name, "why": name, "options": options}
    if ask_when:
        entry["ask_when"] = ask_when
    if tied:
        options[0] = {**options[0], "ask_when": tied}
    return entry


def told(*questions: dict[str, Any]) -> list[str]:
    try:
        build({**RULES, "zz.yaml": json.dumps({"questions": questions}).encode()})
    except RulesError as error:
        return error.lines()
    return []


def holds(condition: Condition, facts: dict[str, str]) -> bool:
    """Work a condition out by the book."""

    def one(key: str, value: Any) -> bool:
        if key == "not":
            return not holds(value, facts)
        if key in ("any", "all"):
            return (any if key == "any" else all)(holds(inner, facts) for inner in value)
        return facts.get(key) in ([value] if isinstance(value, str) else value)

    return all(one(key, value) for key, value in condition.items())


def conditions(names: tuple[str, ...]) -> st.SearchStrategy[Condition]:
    values = st.sampled_from(VALUES) | st.lists(st.sampled_from(VALUES), min_size=1, max_size=2, unique=True)
    leaf = st.builds(lambda name, value: {name: value}, st.sampled_from(names), values)
    return st.recursive(
        leaf,
        lambda inner: (
            st.builds(lambda c: {"not": c}, inner)
            | st.builds(
                lambda word, cs: {word: cs}, st.sampled_from(("any", "all")), st.lists(inner, min_size=1, max_size=3)
            )
        ),
        max_leaves=7,
    )


@pytest.mark.slow
@settings(max_examples=amount(60), deadline=None)
@given(conditions(NAMES), st.none() | conditions(NAMES[:1]), st.none() | conditions(NAMES[:2]))
def test_what_is_reached_is_what_trying_all_answers_reaches(
    last: Condition, asked: Condition | None, tied: Condition | None
) -> None:
    found = told(question("zz-a"), question("zz-b", asked), question("zz-c", tied=tied), question("zz-d", last))
    ways = []
    for a, b, c in itertools.product(("", *VALUES), repeat=3):
        facts = {"zz-a": a}
        facts["zz-b"] = b if asked is None or holds(asked, facts) else ""
        facts["zz-c"] = c if c != "one" or tied is None or holds(tied, facts) else ""
        ways.append(holds(last, facts))
    assert any("zz-d can never be asked" in line for line in found) == (not any(ways))


def test_a_condition_on_many_questions_is_looked_at_in_time() -> None:
    names = [f"zz-{letter}" for letter in "abcdefghijklmnopqrst"]
    asked = [question(names[0])] + [question(b, {a: ["one", "two"]}) for a, b in itertools.pairwise(names)]
    everything = {"all": [{name: ["one", "two"]} for name in names]}
    never = {"all": [everything, {names[0]: "one"}, {names[0]: "two"}]}
    assert told(*asked, question("zz-last", everything)) == []
    (line,) = told(*asked, question("zz-last", never))
    assert line.endswith("zz-last can never be asked")


@pytest.mark.parametrize("kind", ["choice", "ticks"])
def test_of_ticks_two_may_hold_at_once(kind: str) -> None:
    both = {"all": [{"zz-a": "one"}, {"zz-a": "two"}]}
    found = told(question("zz-a") | {"kind": kind}, question("zz-b", both))
    assert bool(found) == (kind == "choice")
