"""Precedents: the data are well-formed, the counts can be counted by hand, and the nearest are the nearest."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from amounts import THOROUGH
from archadvisor.advice.precedents import Precedents, domain_of
from archadvisor.advice.precedents.counts import SMALL
from archadvisor.advice.precedents.nearest import BACK_WITHIN, SHARED
from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Assessment, Row
from archadvisor.knowledge import build
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Precedent, Scope
from archadvisor.packaged import folder
from archadvisor.scoring.facts import asked
from archadvisor.scoring.score import outcome
from conftest import ROOT

KNOWLEDGE = load_knowledge()
RULES = {path.name: path.read_bytes() for path in folder("rules").glob("*.yaml")}
FILES = ("precedents-code.yaml", "precedents-decisions.yaml")
OTHERS = {name: data for name, data in RULES.items() if name not in (*FILES, "order.yaml")}
"""The rules without precedents, and without the order that names their files."""
CODE = [p for p in KNOWLEDGE.precedents if not p.reasons]
DECIDED = [p for p in KNOWLEDGE.precedents if p.reasons]
CORPUS = ROOT.parent / "shared" / "corpus" / "interactions.yaml"
WAYS = {"request": ("request",), "event": ("event", "both")}


@cache
def written(file: str) -> list[dict[str, Any]]:
    """Return a file's entries as they stand, read without the program."""
    entries: list[dict[str, Any]] = yaml.safe_load(RULES[file])["precedents"]
    return entries


def case(data: dict[str, Any], knowledge: KnowledgeBase = KNOWLEDGE) -> Assessment:
    return assess(knowledge, read(msgspec.json.encode(data), "answers.yaml", knowledge))


def row_like(precedent: Precedent) -> dict[str, Any]:
    """Return an answers file with one row that answers as a precedent does."""
    questions = KNOWLEDGE.questions
    given: dict[Scope, dict[str, Any]] = {scope: {} for scope in Scope}
    parts: dict[str, dict[str, Any]] = {}
    for key, values in precedent.answers.items():
        end, _, name = key.rpartition(".")
        value = sorted(values) if questions[name].ticks else min(values)
        if end:
            parts.setdefault("There" if end == "to" else "Here", {})[name] = value
        else:
            given[questions[name].scope][name] = value
    row = {"id": "row", "from": "Here", "to": ["There"], "purpose": precedent.does}
    return {
        "version": 1,
        "system": {"name": "Like it", "answers": given[Scope.SYSTEM]},
        "parts": parts,
        "interactions": [row | {"answers": given[Scope.INTERACTION]}],
    }


def pulls(facts: Facts) -> Counter[str]:
    """Return what the lines of some facts pull, by key; worked out from the rules, one by one."""
    asked = outcome(KNOWLEDGE, facts).facts
    total: Counter[str] = Counter()
    for rule in KNOWLEDGE.rules:
        if rule.value in asked.get(rule.key, ()) and rule.given.holds(asked):
            total[rule.key] += rule.step if rule.favours == "event" else -rule.step
    return total


KEYS = {key for p in CODE for key, pull in pulls(p.answers).items() if pull}


def apart(one: Facts, other: Facts) -> int:
    return sum(abs(pulls(one)[key] - pulls(other)[key]) for key in KEYS)


# --- the data --------------------------------------------------------------------------------------------


def test_all_that_was_read_is_there() -> None:
    assert len(CODE) == 194
    assert len({p.address for p in DECIDED}) == len({p.id.removesuffix("-also") for p in DECIDED}) == 62


def test_a_precedent_says_where_it_is_read_and_what_is_wanted() -> None:
    for p in KNOWLEDGE.precedents:
        assert p.address == f"https://github.com/{p.repository}/blob/{p.commit}/{p.path}"
        assert len(p.does) > 10, p.id
        assert "wants" in p.answers, p.id


@pytest.mark.slow
def test_no_rule_names_an_entry() -> None:
    """Neither by its id nor by its system; only archetypes name examples."""
    names = {p.id for p in KNOWLEDGE.precedents} | {p.repository for p in CODE}
    for file, data in RULES.items():
        if file not in (*FILES, "archetypes.yaml"):
            text = data.decode()
            assert not [name for name in names if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)], file


def test_only_records_go_back_and_say_why_they_did() -> None:
    back = [p for p in KNOWLEDGE.precedents if p.gave_up]
    assert back
    assert all(any(reason.style == p.style for reason in p.reasons) for p in back)


# --- the counts ------------------------------------------------------------------------------------------


def answers_asked(entry: dict[str, Any]) -> set[str]:
    (precedent,) = [p for p in CODE if p.id == entry["id"]]
    facts = asked(KNOWLEDGE, precedent.answers)
    return {f"{key}.{value}" for key, values in facts.items() for value in values}


def test_counts_can_be_counted_by_hand() -> None:
    """Over the code that was asked: a look-up is not asked what it needs, whatever was noted of it."""
    entries = [(entry["style"], answers_asked(entry)) for entry in written(FILES[0])]
    precedents = Precedents(KNOWLEDGE)
    for answer in sorted({a for _, answers in entries for a in answers}):
        key, _, value = answer.rpartition(".")
        found = precedents.count({key: frozenset((value,))})
        styles = [style for style, answers in entries if answer in answers]
        assert found, answer
        assert found.answers == (answer,)
        assert (found.of, found.request) == (len(styles), styles.count("request")), answer
        assert (found.event, found.both) == (styles.count("event"), styles.count("both")), answer
        assert found.small == ("small sample" in found.words) == (found.of < SMALL), answer


def test_an_outcome_that_is_needed_is_mostly_asked_for() -> None:
    found = Precedents(KNOWLEDGE).count({"needs": frozenset(("result",))})
    assert found
    assert found.words == (
        "28 of 33 public interactions with this answer (needs before it continues: the result) use requests"
    )


def test_nothing_is_counted_where_nobody_was_asked() -> None:
    precedents = Precedents(KNOWLEDGE)
    assert precedents.count({"ten-minutes": frozenset(("cannot",))}) is None
    assert precedents.count({}) is None


def test_a_row_counts_those_that_answer_as_it_does() -> None:
    for precedent in CODE[::7]:
        row = case(row_like(precedent)).interactions[0]
        if row.style == "neither":
            continue
        assert row.precedents.count, precedent.id
        answers = set(row.precedents.count.answers)
        alike = [entry for entry in written(FILES[0]) if answers <= answers_asked(entry)]
        assert row.precedents.count.of == len(alike), precedent.id
        assert precedent.id in {entry["id"] for entry in alike}
        counted = [line for line in row.evidence if line.counted]
        lines = {f"{when.question}.{when.answer}" for line in counted for when in line.when}
        assert not counted or answers & lines or any(a.startswith(("needs.", "wants.")) for a in answers), precedent.id


# --- the nearest -----------------------------------------------------------------------------------------


def beside(row: Row, way: str) -> list[Precedent]:
    names = row.precedents.request if way == "request" else row.precedents.event
    found = {p.id: p for p in KNOWLEDGE.precedents}
    return [found[name] for name in names]


def beside_names(assessment: Assessment) -> set[str]:
    return {precedent.id for precedent in assessment.precedents}


def words_of_all(precedent: Precedent) -> set[str]:
    text = f"{precedent.does} {precedent.sender} {' '.join(precedent.receivers)}".lower()
    return {word.removesuffix("s") for word in re.findall("[a-z]{4,}", text)}


def test_what_is_shown_is_about_the_same_thing() -> None:
    """At most one, of the style, and it shares words with the purpose and the parts."""
    shown = 0
    some = CODE if THOROUGH else CODE[::3]
    for precedent in some:
        row = case(row_like(precedent)).interactions[0]
        for way, styles in WAYS.items():
            found = beside(row, way)
            assert len(found) <= 1
            for other in found:
                shown += 1
                assert other.style in styles
                assert len(words_of_all(other) & words_of_all(precedent)) >= SHARED
    assert shown > len(some) / 4


def test_what_is_shown_went_the_way_that_is_advised() -> None:
    shown = 0
    for precedent in CODE if THOROUGH else CODE[1::3]:
        row = case(row_like(precedent)).interactions[0]
        if not row.undecided:
            found = [other for way in WAYS for other in beside(row, way)]
            shown += len(found)
            assert all(other.style in WAYS.get(row.style, ()) for other in found)
            assert all(other.family == KNOWLEDGE.forms[row.form].family for other in found)
    assert shown > 10


def test_every_entry_says_how_it_is_sent() -> None:
    assert all(p.family for p in KNOWLEDGE.precedents)
    assert {p.family for p in KNOWLEDGE.precedents if p.style == "request"} == {"call"}


def test_what_is_about_nothing_known_has_no_system_beside_it() -> None:
    data = row_like(CODE[0])
    data["interactions"][0] |= {"from": "Qx", "to": ["Zy"], "purpose": "flim the flam"}
    data.pop("parts")
    row = case(data).interactions[0]
    assert (row.precedents.request, row.precedents.event) == ((), ())
    assert row.precedents.count


def test_a_word_that_only_the_name_of_a_part_shares_is_no_likeness() -> None:
    """A part "Register" is no reason to show a system that registers something, though it is a typical example."""
    example = next(p for p in CODE if p.id == "snuba-alert-rule-create")
    data = row_like(example)
    data["interactions"][0] |= {"archetype": "record-saved", "from": "Screen", "to": ["Register"]}
    data.pop("parts")
    for purpose, shown in (("save a member", False), ("register a query", True)):
        data["interactions"][0]["purpose"] = purpose
        assert (example.id in {p.id for p in beside(case(data).interactions[0], "request")}) is shown


def test_a_system_stands_beside_one_row_of_a_report() -> None:
    files = [*sorted((ROOT / "examples").glob("*/answers.yaml"))]
    for file in files:
        found = assess(KNOWLEDGE, read(file.read_bytes(), file.name, KNOWLEDGE))
        places: dict[str, set[str]] = {}
        named = {p.id: p.repository for p in found.precedents}
        for row in found.interactions:
            for name in (*row.precedents.request, *row.precedents.event):
                places.setdefault(named[name], set()).add(row.id)
        assert all(len(rows) == 1 for rows in places.values()), file


@pytest.mark.parametrize(
    ("about", "domain"),
    [
        ("Cart, Checkout and a buyer", "shop"),
        ("A cart alone", ""),
        ("Carts and a patient, a product and a clinic", ""),
        ("", ""),
        ("Web shop: Orders, stock, the cart; one card", "shop"),
    ],
)
def test_two_words_more_than_of_any_other_kind_tell_a_kind_of_system(about: str, domain: str) -> None:
    assert domain_of(KNOWLEDGE.domains, about) == domain


def test_an_example_of_the_archetype_goes_first_among_equals() -> None:
    data = row_like(next(p for p in CODE if p.id == "robot-web-login"))
    data["interactions"][0] |= {"archetype": "login", "purpose": "sign in with a credential"}
    shown = beside(case(data).interactions[0], "request")
    examples = {example.corpus for example in KNOWLEDGE.archetypes["login"].examples}
    assert examples & {p.id for p in shown}


def test_who_went_back_is_shown_only_where_the_answers_are_alike() -> None:
    shown = 0
    for like in [p for p in DECIDED if p.gave_up]:
        row = case(row_like(like)).interactions[0]
        for precedent in [p for p in beside(row, like.style) if p.gave_up]:
            shown += 1
            assert apart(precedent.answers, like.answers) <= BACK_WITHIN
    assert shown


def test_a_decision_shows_the_real_systems_of_each_way() -> None:
    like = row_like(next(p for p in CODE if "takes" in p.answers and "needs" in p.answers))
    like["interactions"][0]["answers"] = {"wants": "action", "by-when": "minutes"}
    assessment = case(like)
    named = {p.id: p for p in KNOWLEDGE.precedents}
    (decision,) = assessment.decisions
    for way in decision.ways:
        assert len(way.precedents) <= 1
        assert all(named[name].style in WAYS[way.style] for name in way.precedents)
        assert all(named[name].family == KNOWLEDGE.forms[way.form].family for name in way.precedents)
        if decision.question == "needs":
            assert way.count
            assert all(answer.startswith("needs.") for answer in way.count.answers)


def test_what_is_named_is_told_and_nothing_else() -> None:
    assessment = case(row_like(CODE[0]))
    rows = [row.precedents for row in assessment.interactions]
    named = {name for row in rows for name in (*row.request, *row.event)}
    named |= {name for decision in assessment.decisions for way in decision.ways for name in way.precedents}
    assert {p.id for p in assessment.precedents} == named
    assert assessment.selection


@pytest.mark.slow
def test_order_of_files_and_entries_changes_nothing() -> None:
    dice = random.Random(7)
    files = dict(OTHERS)
    shuffled = [dict(entry) for file in FILES for entry in written(file)]
    dice.shuffle(shuffled)
    files["a.yaml"] = yaml.safe_dump({"precedents": shuffled[::2]}, sort_keys=False).encode()
    files["z.yaml"] = yaml.safe_dump({"precedents": shuffled[1::2]}, sort_keys=False).encode()
    other = build(files)
    for precedent in dice.sample(KNOWLEDGE.precedents, 25):
        assert case(row_like(precedent), other) == case(row_like(precedent))


def test_rules_without_precedents_show_none() -> None:
    bare = build(dict(OTHERS))
    assessment = case(row_like(CODE[0]), bare)
    assert assessment.precedents == ()
    assert assessment.interactions[0].precedents.count is None


def test_records_without_answers_do_no_harm() -> None:
    record = {**written(FILES[1])[0], "answers": []}
    files = dict(OTHERS)
    files["a.yaml"] = yaml.safe_dump({"precedents": [record]}, sort_keys=False).encode()
    precedent = build(files).precedents[0]
    assert beside_names(case(row_like(precedent), build(files))) <= {precedent.id}
    assert beside_names(case(row_like(CODE[0]), build(files))) <= {precedent.id}


# --- where the answers come from -------------------------------------------------------------------------


@pytest.mark.skipif(not CORPUS.is_file(), reason="the corpus is not part of the repository")
def test_answers_of_code_are_those_of_the_reviewed_mapping(tmp_path: Path) -> None:
    copy = tmp_path / "rules"
    shutil.copytree(folder("rules"), copy)
    path = copy / FILES[0]
    path.write_text(path.read_text(encoding="utf-8").replace("needs.result, ", ""), encoding="utf-8")
    program = f"import recode; recode.folder = lambda _: __import__('pathlib').Path({str(copy)!r}); recode.main()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "benchmarks")))}
    subprocess.run([sys.executable, "-c", program, str(CORPUS)], check=True, env=environment)
    assert path.read_bytes() == RULES[FILES[0]]
