"""The JSON Schema that ships is made from the types, and whatever is printed keeps it.

`pytest tests/scoring/test_schema.py --update-golden` writes schemas/assessment.schema.json anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from generating import KNOWLEDGE, Data, data_strategy, read_data
from hypothesis import HealthCheck, given, settings

from amounts import amount
from archadvisor.api import Options, assess, load_answers, render
from archadvisor.assessment import SCHEMA, Assessment
from archadvisor.packaged import folder

FILE = folder("schemas") / "assessment.schema.json"
EXAMPLES = sorted(folder("examples").glob("*/answers.yaml"))


def generated() -> dict[str, Any]:
    made = msgspec.json.schema(Assessment)
    made["$defs"]["Assessment"]["properties"]["schema"] = {"const": SCHEMA}
    about = "What `archadvisor score --format json` prints. Keys may be added, never renamed or taken out."
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "archadvisor assessment",
        "description": about,
        **made,
    }


def test_schema_is_the_one_that_the_types_make(golden: Callable[[Path, str], None]) -> None:
    golden(FILE, json.dumps(generated(), indent=2, ensure_ascii=False) + "\n")


def test_schema_is_one() -> None:
    jsonschema_rs.meta.validate(shipped())


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.parent.name for path in EXAMPLES])
def test_examples_keep_the_schema(path: Path) -> None:
    text = render(assess(KNOWLEDGE, load_answers(path, KNOWLEDGE), date="2026-05-01"), "json")
    jsonschema_rs.validate(shipped(), json.loads(text))


@settings(max_examples=amount(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data_strategy())
def test_whatever_is_printed_keeps_the_schema(data: Data) -> None:
    assessment = assess(KNOWLEDGE, read_data(data))
    printed = json.loads(render(assessment, "json"))
    assert (
        printed
        == json.loads(render(assessment, "json", Options(brief=True)))
        == json.loads(msgspec.json.encode(assessment))
    )
    VALIDATOR.validate(printed)


def test_schema_refuses_what_is_not_an_assessment() -> None:
    printed = json.loads(render(assess(KNOWLEDGE, load_answers(EXAMPLES[0], KNOWLEDGE)), "json"))
    assert VALIDATOR.is_valid(printed)
    for key in ("system", "interactions", "method"):
        assert not VALIDATOR.is_valid({name: value for name, value in printed.items() if name != key})
    assert not VALIDATOR.is_valid(printed | {"schema": SCHEMA + 1})


def shipped() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return schema


VALIDATOR = jsonschema_rs.validator_for(generated())
