"""No Python says by name what stands in the rules: the program could not tell if a rule base had other names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import get_args

from archadvisor.api import load_knowledge
from archadvisor.figures.quantities import KINDS
from archadvisor.knowledge.types import LOAD, RECEIVERS, SERVED_IN, PartKind, Predicate, StageKind, Style
from conftest import ROOT

KNOWLEDGE = load_knowledge()
SOURCE = ROOT / "src" / "archadvisor"
DECLARED = {*Style, *RECEIVERS, *LOAD, *SERVED_IN, *KINDS, *get_args(StageKind)}
DECLARED |= {*get_args(PartKind), *get_args(Predicate)}
"""Words of the program's own, which an option may be called too: styles, what it derives, steps of the road map,
figures, shapes in the graph."""
OTHERWISE = {
    ("errors.py", "nothing"): "an empty list, in words",
    ("figures", "minute"): "a unit of time",
    ("figures", "minutes"): "a unit of time",
    ("figures", "hours"): "a unit of time",
    ("figures", "seconds"): "a unit of time",
    ("source.py", "nothing"): "YAML's null, in words",
    ("answers", "answer"): "what somebody answered, in words",
    ("answers", "flow"): "what a user action goes through",
    ("advice", "person"): "who gave an answer and is not named",
    ("reports", "file"): "a file with answers",
    ("knowledge", "not"): "the condition language",
    ("knowledge", "same"): "a key of findings",
    ("knowledge", "files"): "the key that states the order of the files",
    ("reports", "not"): "a condition in words",
    ("reports", "accepted"): "the reply in a sequence diagram",
    ("review", "accepted"): "the status of a decision record",
    ("reports", "answer"): "the answer to a question, in words",
    ("interview", "answer"): "the same, counted",
    ("reports", "message"): "what a finding says, a key of JUnit and SARIF",
    ("reports", "reach"): "the class of a bar in HTML",
}
"""By room: words that are the rules' by chance, and what they mean there."""


def names() -> set[str]:
    """Return the words that the rules alone may know."""
    questions = KNOWLEDGE.questions.values()
    found = {option.value for question in questions for option in question.options}
    found |= {*KNOWLEDGE.questions, *KNOWLEDGE.forms, *KNOWLEDGE.archetypes, *KNOWLEDGE.current, *KNOWLEDGE.themes}
    found |= {pattern.id for pattern in KNOWLEDGE.safeguards} | set(KNOWLEDGE.roles)
    found |= {*KNOWLEDGE.part_roles, *(one.name for one in KNOWLEDGE.running)}
    for entries in (
        *(KNOWLEDGE.rules, KNOWLEDGE.gates, KNOWLEDGE.costs, KNOWLEDGE.disputes, KNOWLEDGE.stages),
        *(KNOWLEDGE.findings, KNOWLEDGE.crossings, KNOWLEDGE.figures.values()),
    ):
        found |= {entry.id for entry in entries}
    return found - DECLARED


def said() -> Iterator[tuple[str, int, str]]:
    """Yield room, line and text of every string in the program."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.relative_to(SOURCE).parts[0], node.lineno, node.value


def test_no_name_of_the_rules_stands_in_the_program() -> None:
    known = names()
    assert "needs" in known
    assert [(room, line, text) for room, line, text in said() if text in known and (room, text) not in OTHERWISE] == []


def test_each_word_that_is_let_through_is_still_there() -> None:
    there = {(room, text) for room, _, text in said()}
    assert set(OTHERWISE) <= there
