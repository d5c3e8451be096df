"""What holds for all answers: monotone, blind to order and names, symmetric, and open about its sums."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

import pytest
import yaml
from generating import KNOWLEDGE, RULES, Data, data_strategy, file_of, random_rule, read_data, renamed, seeded
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from amounts import amount
from archadvisor.api import assess, render
from archadvisor.assessment import Assessment, Row, Set
from archadvisor.errors import RulesError
from archadvisor.knowledge import build
from archadvisor.knowledge.types import KnowledgeBase, Scope

TEXTS = {"summary", "worth_most", "because", "against", "what", "why", "where", "name", "text", "ask_text", "words"}
TEXTS |= {"title", "precedents"}  # the words of a purpose choose between real systems that are equally near

some = settings(max_examples=amount(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])


# --- more evidence never moves a score away


@pytest.mark.slow
@some
@given(st.randoms(use_true_random=False), data_strategy(rows=2), st.sampled_from(("request", "event")))
def test_one_more_rule_for_a_style_never_moves_a_score_away_from_it(dice: Random, data: Data, side: str) -> None:
    more = with_one_more_rule(dice, side)
    before = {row.id: row.score for row in assess(KNOWLEDGE, read_data(data)).interactions}
    for row in assess(more, read_data(data, more)).interactions:
        assert row.score >= before[row.id] if side == "event" else row.score <= before[row.id]


def with_one_more_rule(dice: Random, side: str) -> KnowledgeBase:
    system = dice.random() < 0.5
    steps = ("slight", "clear") if system else ("slight", "clear", "strong", "decisive")
    rule = random_rule(dice, "one-more", KNOWLEDGE.of_scope(Scope.SYSTEM if system else Scope.INTERACTION), steps)
    try:
        return build(RULES | {"zz-more.yaml": json.dumps({"rules": [rule | {"favours": side}]}).encode()})
    except RulesError as error:  # the system's rules together may grow too strong, and then are refused
        assume("add up to" not in str(error))
        raise


# --- order and names do not matter


@some
@given(st.randoms(use_true_random=False), data_strategy())
def test_the_order_of_answers_does_not_matter(dice: Random, data: Data) -> None:
    shuffled: Data = json.loads(json.dumps(data))
    for place in (shuffled["system"], *shuffled.get("interactions", ())):
        place["answers"] = shuffled_keys(dice, place["answers"])
    for name, answers in shuffled.get("parts", {}).items():
        shuffled["parts"][name] = shuffled_keys(dice, answers)
    assert as_json(KNOWLEDGE, data) == as_json(KNOWLEDGE, shuffled)


@some
@given(st.randoms(use_true_random=False), data_strategy(rows=4))
def test_the_order_of_interactions_does_not_matter(dice: Random, data: Data) -> None:
    shuffled = data | {"interactions": dice.sample(data["interactions"], len(data["interactions"]))}
    one, two = assess(KNOWLEDGE, read_data(data)), assess(KNOWLEDGE, read_data(shuffled))
    assert by_id(one) == by_id(two)
    for name in ("verdict", "confidence", "mix", "states", "answers", "moves", "draft_decides", "given"):
        assert getattr(one.system, name) == getattr(two.system, name)
    assert [cost.id for cost in one.costs] == [cost.id for cost in two.costs]
    assert {(u.interaction, u.question, u.matters) for u in one.unknowns} == {
        (u.interaction, u.question, u.matters) for u in two.unknowns
    }


@some
@given(data_strategy())
def test_names_do_not_matter(data: Data) -> None:
    """Other names give the same report with them in it, but for what names sound like."""
    names: dict[str, str] = {}
    signs = {word for sign in KNOWLEDGE.signs for word in sign.words}
    signs |= {word for role in KNOWLEDGE.part_roles.values() for words in role.words for word in words.split()}
    happened = (*KNOWLEDGE.events.endings, *KNOWLEDGE.events.words) if KNOWLEDGE.events else ()

    def other(name: str) -> str:
        heard = [
            word
            for word in re.findall("[a-z0-9]+", name.lower())
            if word.removesuffix("s") in signs or word.endswith(happened)
        ]
        words = name.lower().split()
        first = heard[:1] if heard and words and words[0] == heard[0] else []  # the first word says what is done
        if first and len(words) == 1:
            return name  # its only word says something as the first and as the last one
        ends = name.lower().rstrip(' *"').endswith(happened)  # only a last word that says so names an event
        after = [*heard[len(first) :], *(() if ends or not heard else ("zy",))]
        return names.setdefault(name, " ".join([*first, f"Zq{len(names)}x", *after]))

    def back(text: str) -> str:
        for name, new in names.items():
            text = text.replace(new, json.dumps(name, ensure_ascii=False)[1:-1])
        return text

    # Names that archetypes bring are not in the file, so they are written into it first.
    explicit = with_names(data)
    new = json.loads(back(as_json(KNOWLEDGE, renamed(explicit, other))))
    old = json.loads(as_json(KNOWLEDGE, explicit))
    assert without_texts(new) == without_texts(old)  # texts begin with a capital, and names may be prefixes of others


@pytest.mark.slow
def test_the_order_of_rules_and_their_files_does_not_matter() -> None:
    dice = Random(1)
    files = {name: yaml.load(data, yaml.BaseLoader) for name, data in RULES.items() if name != "order.yaml"}
    rules = [rule for content in files.values() for rule in content.pop("rules", ())]
    for round_ in range(3):
        dice.shuffle(rules)
        moved = {name: content for name, content in files.items() if content}
        moved |= {f"a{number}.yaml": {"rules": rules[number::3]} for number in range(3)}
        knowledge = build({name: json.dumps(content).encode() for name, content in moved.items()})
        for seed in range(round_ * 20, round_ * 20 + amount(20)):
            data = seeded(seed)
            assert without(as_json(knowledge, data), "sources") == without(as_json(KNOWLEDGE, data), "sources")


# --- the two styles are treated alike


def test_mirrored_rules_give_the_mirrored_score() -> None:
    def mirror(match: re.Match[bytes]) -> bytes:
        return b"favours: event" if match[1] == b"request" else b"favours: request"

    mirrored = build({name: re.sub(rb"favours: (request|event)\b", mirror, data) for name, data in RULES.items()})
    for seed in range(amount(120)):
        data = seeded(seed)
        one, two = assess(KNOWLEDGE, read_data(data)), assess(mirrored, read_data(data, mirrored))
        for row, other in zip(one.interactions, two.interactions, strict=True):
            assert row.score == -other.score
            assert (row.confidence, row.too_close) == (other.confidence, other.too_close)
            assert [(e.rule, e.weight, e.counted) for e in row.evidence] == [
                (e.rule, e.weight, e.counted) for e in other.evidence
            ]


# --- the sum is open


@some
@given(data_strategy())
def test_counted_evidence_adds_up_to_the_score_and_its_sign_is_the_style(data: Data) -> None:
    for row in assess(KNOWLEDGE, read_data(data)).interactions:
        tenths = {True: 0, False: 0}
        for line in row.evidence:
            assert line.weight > 0
            if line.counted:
                tenths[line.favours == "event"] += round(line.weight * 10)
        assert round(row.score * 10) == tenths[True] - tenths[False]
        if row.style == "unknown":
            assert (row.score, row.evidence, row.confidence) == (0, (), 0.5)
        elif row.style == "neither":
            assert (row.score, row.evidence, row.decided_by, len(row.constraints)) == (0, (), "gate", 1)
        else:
            assert row.style == ("event" if row.score > 0 else "request")
        ruling = {constraint.id for constraint in row.constraints}
        counted = [(e.theme, e.favours) for e in row.evidence if e.counted and e.rule not in ruling]
        assert len(counted) == len(set(counted))
        for line in row.evidence:
            if not line.counted:
                same = (line.theme, line.favours)
                assert any(e.counted and (e.theme, e.favours) == same and e.weight >= line.weight for e in row.evidence)


@some
@given(data_strategy())
def test_each_tipping_point_turns_the_row_when_it_is_written_into_the_file(data: Data) -> None:
    assessment = assess(KNOWLEDGE, read_data(data))
    for row in assessment.interactions:
        assert len({len(point.set) for point in row.tipping_points}) <= 1
        for point in row.tipping_points:
            assert 1 <= len(point.set) <= 2
            if assessment.system.assumed and any(change.scope == "interaction" for change in point.set):
                continue  # the row is not in the file
            again = assess(KNOWLEDGE, read_data(with_changes(data, row.id, point.set))).interactions
            turned = [other.style for other in again if other.id == row.id]
            assert point.style != row.style
            assert turned == [point.style] or (assessment.system.assumed and not turned)


def with_changes(data: Data, row: str, changes: tuple[Set, ...]) -> Data:
    copy: Data = json.loads(json.dumps(data))
    for change in changes:
        rows = [interaction for interaction in copy.get("interactions", ()) if interaction["id"] == row]
        for place in [copy["system"]] if change.scope == "system" else rows:
            place["answers"][change.question] = change.value
    return copy


# --- safeguards


@some
@given(data_strategy())
def test_patterns_that_exclude_each_other_never_come_out_together(data: Data) -> None:
    patterns = {p.id: p for p in (*KNOWLEDGE.forms.values(), *KNOWLEDGE.safeguards)}
    for row in assess(KNOWLEDGE, read_data(data)).interactions:
        ids = [advice.id for advice in row.patterns]
        assert len(ids) == len(set(ids))
        assert [advice.role for advice in row.patterns] == ["form", *["safeguard"] * (len(ids) - 1)]
        assert not any(other in patterns[name].not_with for name in ids for other in ids)


# --- helpers


def as_json(knowledge: KnowledgeBase, data: Data) -> str:
    return render(assess(knowledge, read_data(data, knowledge)), "json")


def by_id(assessment: Assessment) -> dict[str, Any]:
    return {row.id: row_without_number(row) for row in assessment.interactions}


def row_without_number(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__struct_fields__ if name != "number"}


def shuffled_keys(dice: Random, answers: Data) -> Data:
    return {key: answers[key] for key in dice.sample(list(answers), len(answers))}


def with_names(data: Data) -> Data:
    copy: Data = json.loads(file_of(data))
    for interaction in copy.get("interactions", ()):
        if "archetype" in interaction:
            archetype = KNOWLEDGE.archetypes[interaction["archetype"]]
            interaction.setdefault("from", archetype.sender)
            interaction.setdefault("to", list(archetype.receivers))
            interaction.setdefault("purpose", archetype.purpose)
    return copy


def without_texts(value: Any) -> Any:
    """Leave out what is prose for a reader."""
    if isinstance(value, dict):
        return {key: without_texts(inner) for key, inner in value.items() if key not in TEXTS}
    if isinstance(value, list):
        return [without_texts(inner) for inner in value]
    return value


def without(text: str, key: str) -> Any:
    return {name: value for name, value in json.loads(text).items() if name != key}
