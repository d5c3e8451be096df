"""The private words of the house stand in no text that a reader sees: rules, program, templates, docs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from conftest import ROOT

PRIVATE = (
    "late agreement",
    "a no after the yes",
    "late refusal",
    "work off",
    "works off",
    "worked off",
    "stands still",
    "stand still",
    "needs first",
    "on a bad day",
    "complaint if not done",
    "way of the house",
    "at odds",
    "one by one",
    "what you take on",
    "worth most",
    "true as well",
    "turns if",
    "could turn it",
    "parked line",
    "confirm once stored",
    "ask before repeating",
    "kept request",
    "statement check",
    "shows that it works",
    "set aside",
    "time limit",
    "handed over",
    "hand over",
    "hands over",
    "hand-over",
    "nobody hears of it",
    "said so",
    "whom it concerns",
    "by a hair",
    "counts for it",
)
WORDS = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, PRIVATE))})(?!\w)", re.IGNORECASE)
NO_TEXT = (
    *("also_known_as", "id", "value", "claims", "when", "given", "ask_when", "mitigates", "words"),
    *("address", "path", "repository"),
)
"""Keys of rule files that hold no text of ours."""
RULES = sorted((ROOT / "rules").rglob("*.yaml"))
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.j2"))
DOCS = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


def texts(value: object) -> Iterator[str]:
    """Yield the texts of a rule file."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in NO_TEXT:
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str) and " " in value:
        yield value


def strings(source: str) -> Iterator[str]:
    """Yield the strings of a program, its docstrings among them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def private(found: Iterator[str]) -> list[str]:
    """Return the texts that use a private word, with the word."""
    return [f"{match[0]}: {text[:100]}" for text in found if (match := WORDS.search(text))]


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_rules_speak_the_fields_words(path: Path) -> None:
    assert private(texts(yaml.safe_load(path.read_text(encoding="utf-8")))) == []


def test_the_program_speaks_the_fields_words() -> None:
    assert [told for path in SOURCES for told in private(strings(path.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize("path", [*TEMPLATES, *DOCS], ids=lambda path: path.name)
def test_templates_and_docs_speak_the_fields_words(path: Path) -> None:
    text = re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))
    assert [match[0] for match in WORDS.finditer(text)] == []
