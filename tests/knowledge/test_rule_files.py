"""Rule files from outside: their order, their names, their words, their schema and their documentation."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from archadvisor.api import assess, load_answers, load_knowledge
from archadvisor.errors import RulesError
from archadvisor.interview.pages import Wanted
from archadvisor.interview.script import Script
from archadvisor.knowledge.schema import rules_schema
from archadvisor.packaged import folder
from conftest import ROOT

SCHEMA = folder("schemas") / "rules.schema.json"
FILES = sorted(folder("rules").glob("*.yaml"))
DOCUMENT = ROOT / "docs" / "rules.md"
QUESTION = """\
questions:
  - id: ID
    theme: security
    scope: interaction
    kind: choice
    ask: [business]
    settles: [style]
    in_full: true
    short: audited
    prompt: "Must {from} prove that {to} has heard of it?"
    why: "To test."
    options:
      - {value: proof, label: a proof, short: proof, example: a registered letter}
      - {value: word, label: a word, short: word, example: a call}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the shipped rules, to change."""
    return Path(shutil.copytree(folder("rules"), tmp_path / "rules"))


def faults(rules: Path) -> list[str]:
    with pytest.raises(RulesError) as caught:
        load_knowledge(rules)
    return caught.value.lines()


# --- order and names -----------------------------------------------------------------------------------------


def test_a_question_of_an_own_file_comes_after_the_shipped_ones(rules: Path) -> None:
    (rules / "zy.yaml").write_text(QUESTION.replace("ID", "audit-first"))
    (rules / "zz.yaml").write_text(QUESTION.replace("ID", "audit-second"))
    assert list(load_knowledge(rules).questions) == [*load_knowledge().questions, "audit-first", "audit-second"]


@pytest.mark.parametrize(("full", "turns"), [(False, ["audit-first"]), (True, ["audit-first", "audit-second"])])
def test_people_are_asked_a_question_that_has_a_turn_and_others_in_full(
    full: bool, turns: list[str], rules: Path
) -> None:
    (rules / "zy.yaml").write_text(f"{QUESTION.replace('ID', 'audit-second')}interview: [{{question: audit-first}}]\n")
    (rules / "zz.yaml").write_text(QUESTION.replace("ID", "audit-first"))
    wanted = Wanted(full=full)
    asked = [page.question for page in Script(load_knowledge(rules)).pages(wanted)]
    shipped = [page.question for page in Script(load_knowledge()).pages(wanted)]
    assert [name for name in asked if name not in shipped] == turns
    assert [name for name in asked if name in shipped] == shipped
    assert asked.index("audit-first") == asked.index(load_knowledge().interview[-1]) + 1


def test_a_folder_is_read_instead_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(QUESTION.replace("ID", "audit"))
    assert "rules: no 'roles'; expected at least one, as in vocabulary.yaml" in faults(tmp_path)


def test_an_own_file_comes_where_the_order_puts_it(rules: Path) -> None:
    (rules / "zy.yaml").write_text(QUESTION.replace("ID", "audit-first"))
    order = rules / "order.yaml"
    order.write_text(order.read_text().replace("  - questions.yaml\n", "  - zy.yaml\n  - questions.yaml\n"))
    assert list(load_knowledge(rules).questions) == ["audit-first", *load_knowledge().questions]


def test_a_file_that_is_not_there_has_no_place_in_the_order(rules: Path) -> None:
    (rules / "latency.yaml").rename(rules / "latencies.yaml")
    (line,) = faults(rules)
    assert re.fullmatch(r"order\.yaml:\d+:5: 'latency.yaml' is not a value of files; .+ mean 'latencies.yaml'\?", line)


def test_files_of_one_name_are_told_apart_by_their_folder(rules: Path) -> None:
    for name in ("one", "two"):
        (rules / name).mkdir()
        (rules / name / "latency.yaml").write_text(QUESTION.replace("ID", "audit"))
    assert faults(rules) == ["two/latency.yaml:2:5: the id 'audit' is already used at one/latency.yaml:2:5"]


# --- words that the rules bring along ------------------------------------------------------------------------


def test_a_theme_a_role_and_a_way_of_today_are_an_edit_of_yaml(rules: Path, tmp_path: Path) -> None:
    own = QUESTION.replace("theme: security", "theme: audit").replace("[business]", "[lawyers]").replace("ID", "zz-own")
    words = "themes: [audit]\nroles: [lawyers]\ncurrent: [{name: pigeon, waits: true}]\n"
    (rules / "own.yaml").write_text(words + own)
    answers = tmp_path / "answers.yaml"
    row = "{id: a, from: A, to: [B], purpose: p, current: pigeon, answers: {wants: action, needs: nothing}}"
    text = f"version: 1\nsystem: {{name: S}}\ninteractions: [{row}]\nflows: [{{name: f, steps: [a]}}]\n"
    answers.write_text(text)
    knowledge = load_knowledge(rules)
    found = assess(knowledge, load_answers(answers, knowledge))
    assert found.interactions[0].current == "pigeon"
    assert found.flows[0].waits_today == 1
    assert {"lawyers"} <= {unknown.ask for unknown in found.unknowns}
    assert knowledge.questions["zz-own"].theme == "audit"


@pytest.mark.parametrize("key", ["themes", "roles", "current"])
def test_rules_without_words_are_refused(key: str, rules: Path) -> None:
    path = rules / "vocabulary.yaml"
    path.write_text(re.sub(rf"(?m)^{key}:.*\n(  .*\n)*", "", path.read_text()))
    assert f"rules: no '{key}'; expected at least one, as in vocabulary.yaml" in faults(rules)


def test_words_twice_are_refused(rules: Path) -> None:
    (rules / "own.yaml").write_text("roles: [business]\n")
    assert faults(rules) == ["rules: 'business' is listed twice in 'roles'"]


def test_a_word_for_two_ways_of_today_is_refused(rules: Path) -> None:
    (rules / "own.yaml").write_text("current:\n- {name: post, also_known_as: [letter, Shared_Table]}\n")
    said = "own.yaml:2:3: 'Shared_Table' also stands for 'shared-table'; expected words for one way only"
    assert faults(rules) == [said]


# --- schema and documentation --------------------------------------------------------------------------------


def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


def test_schema_is_the_one_that_the_types_make(golden: Callable[[Path, str], None]) -> None:
    golden(SCHEMA, rules_schema(load_knowledge()))
    jsonschema_rs.meta.validate(schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_shipped_files_keep_the_schema(path: Path) -> None:
    jsonschema_rs.validate(schema(), yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("latency.yaml", "favours: request", "favours: neither"),
        ("latency.yaml", "step: decisive", "step: decisiv"),
        ("latency.yaml", "because:", "becuase:"),
        ("latency.yaml", "when: {wants: answer}", "when: {wants: answer, needs: result}"),
        (
            "latency.yaml",
            "claims: [rd-def-sync, rd-use-crud, rd-pro-immediate, fu-style-first, fu-composition]",
            "claims: []",
        ),
        ("questions.yaml", "scope: system", "scope: systems"),
        ("questions.yaml", "ask: [", "ask: [lawyers, "),
        ("questions.yaml", "never_prefilled: true", "never_prefilled: maybe"),
        ("patterns.yaml", "role: form\n", "role: safeguard\n"),
        ("patterns.yaml", "    gain: ", "    build: "),
        ("archetypes.yaml", "  - id: login\n", "  - id: Log In\n"),
        ("gates.yaml", "- {damage: half-done}", "- damage"),
        ("precedents-code.yaml", "style: request", "style: neither"),
        ("precedents-code.yaml", "wants.action", "wants"),
        ("method.yaml", "tenths: 2", "tenths: -2"),
        ("roadmap.yaml", "kind: keep", "kind: kept"),
    ],
)
def test_schema_refuses_what_is_broken(file: str, old: str, new: str) -> None:
    text = (folder("rules") / file).read_text(encoding="utf-8")
    assert old in text
    assert not jsonschema_rs.is_valid(schema(), yaml.safe_load(text.replace(old, new, 1)))


def test_the_example_of_the_documentation_loads_and_advises(rules: Path, tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(sources:\n(?:.|\n)+?)```", DOCUMENT.read_text(encoding="utf-8"))
    (rules / "audit.yaml").write_text(example)
    knowledge = load_knowledge(rules)
    answers = tmp_path / "answers.yaml"
    row = "{id: a, from: A, to: [B], purpose: p, answers: {wants: action, needs: nothing, audited: is-audited}}"
    answers.write_text(f"version: 1\nsystem: {{name: S}}\ninteractions: [{row}]\n")
    (found,) = assess(knowledge, load_answers(answers, knowledge)).interactions
    assert "audited-by-a-copy" in {line.rule for line in found.evidence}
    assert "audit-log" in {pattern.id for pattern in found.patterns}


def test_every_key_is_documented(golden: Callable[[Path, str], None]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    start, end = "<!-- keys: written by pytest --update-golden -->\n", "<!-- end of keys -->"
    before, _, rest = text.partition(start)
    _, _, after = rest.partition(end)
    assert after, "no place for the tables"
    golden(DOCUMENT, before + start + tables(schema()) + end + after)


def tables(schema: dict[str, Any]) -> str:
    """Return a table of keys for each kind of entry, the required ones marked."""
    parts = []
    for kind, entry in {"RuleFile": schema, **schema["$defs"]}.items():
        if "required" in entry:
            heading = re.sub(r"(?<=.)[A-Z]", lambda letter: f" {letter[0].lower()}", kind)
            parts.append(f"\n### {heading}\n\n{entry['description']}\n\n| key | | |\n|---|---|---|\n")
            for name, value in entry["properties"].items():
                enum = value.get("enum") or value.get("anyOf", [{}])[0].get("enum")
                words = f": {', '.join(enum)}" if enum else ""
                needed = "required" if name in entry["required"] else ""
                parts.append(f"| `{name}` | {needed} | {value['description'].replace('|', '/')}{words} |\n")
    return "".join(parts) + "\n"
