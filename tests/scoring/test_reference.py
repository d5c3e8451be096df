"""Every row compared with the method written a second time, where each variation is tried and scored from scratch."""

from __future__ import annotations

import json
from random import Random

import pytest
from generating import KNOWLEDGE, RULES, Data, data_strategy, other_knowledge, random_data, read_data, seeded
from hypothesis import HealthCheck, given, settings
from reference import Expected, Reference

from amounts import amount
from archadvisor.advice.assumed import assumed_interactions
from archadvisor.answers.types import Answers, Interaction
from archadvisor.api import assess
from archadvisor.assessment import Assessment, Row, Unknown
from archadvisor.knowledge import build
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.scoring.facts import surroundings


@pytest.mark.parametrize("block", [pytest.param(n, marks=pytest.mark.slow) if n > 2 else n for n in range(amount(10))])
def test_rows_are_what_the_slow_way_says(block: int) -> None:
    for seed in range(block * 12, block * 12 + 12):
        check(seeded(seed))


def test_rows_near_gates_are_what_the_slow_way_says() -> None:
    """Answers that hold a gate or nearly do, so that turning points lead into one, out of one, or past a second."""
    for seed in range(amount(60)):
        dice = Random(seed)
        data = seeded(seed, rows=1)
        near = {
            "wants": dice.choice(("flow", "flow", "action")),
            "needs": dice.choice(("nothing", "result", "accepted")),
            "by-when": dice.choice(("hours", "hours", "minutes")),
            "takes": dice.choice(("instant", "hours", "unknown")),
            "also": dice.choice((["large"], ["large", "peaks"], ["peaks"])),
            "damage": dice.choice(
                (["half-done", "differs"], ["half-done", "differs", "lost"], ["half-done"], ["differs"])
            ),
        }
        data["interactions"][0]["answers"].update({name: near[name] for name in near if dice.random() < 0.9})
        check(data)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_rows_by_other_rules_are_what_the_slow_way_says(seed: int) -> None:
    """The method holds for any rules: with guards on everything, rulings, other gates, questions that come and go."""
    knowledge = other_knowledge(seed)
    for number in range(12):
        check(random_data(Random(1000 * seed + number), 1, knowledge), knowledge)


@pytest.mark.parametrize(
    ("when", "given", "more", "turn"),
    [
        ({"also": "history"}, {"outage": "without"}, {}, {"also": ("history",), "outage": ("without",)}),
        ({"outage": "without"}, {"also": "history"}, {}, {"also": ("history",), "outage": ("without",)}),
        ({"outage": "without"}, {"outage": ["without", "catch-up"]}, {}, {"outage": ("without",)}),
        (
            {"damage": "stale"},
            {"not": {"damage": "none-of-these"}},
            {"outage": "without", "stands-still": "no-one", "copy-age": "a-minute"},
            {"damage": ("stale",)},
        ),
    ],
    ids=[
        "an earlier answer opens the guard",
        "a later answer opens the guard",
        "the answer opens its own guard",
        "a tick takes another away",
    ],
)
def test_a_guard_may_open_with_the_answer_that_turns(
    when: Data, given: Data, more: Data, turn: dict[str, tuple[str, ...]]
) -> None:
    rule = {"id": "more", "when": when, "given": given, "favours": "event", "step": "decisive"}
    rule |= {"because": "it is so", "reason": "a test", "claims": [next(iter(KNOWLEDGE.claims))]}
    knowledge = build(RULES | {"zz-more.yaml": json.dumps({"rules": [rule]}).encode()})
    answers = {"wants": "answer", "stands-still": "program", "copy-age": "a-minute", "outage": "stop"}
    answers |= {"damage": "none-of-these"} | more
    row = {"id": "a", "from": "A", "to": ["B"], "purpose": "p", "answers": answers}
    data = {"version": 1, "system": {"name": "S"}, "interactions": [row]}
    check(data, knowledge)
    (found,) = assess(knowledge, read_data(data, knowledge)).interactions
    assert [{question: tuple(values) for question, values in point} for point, _ in turns_of(found)] == [turn]


@settings(max_examples=amount(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data_strategy(rows=1))
def test_any_row_is_what_the_slow_way_says(data: Data) -> None:
    check(data)


def check(data: Data, knowledge: KnowledgeBase = KNOWLEDGE) -> None:
    answers = read_data(data, knowledge)
    assessment = assess(knowledge, answers)
    reference = Reference(knowledge)
    unknowns: dict[str | None, list[Unknown]] = {}
    for unknown in assessment.unknowns:
        if unknown.part is None:
            unknowns.setdefault(unknown.interaction, []).append(unknown)
    expected = []
    for row, interaction in zip(assessment.interactions, interactions_of(answers, knowledge), strict=True):
        one = reference.row(answers, interaction)
        expected.append(one)
        check_sum(row, one)
        check_otherwise(row, one, reference)
        check_state(row, one)
        assert turns_of(row) == one.turns, row.id
        check_unknowns(row, one, unknowns.get(row.id, []))
    check_system(assessment, expected, unknowns.get(None, []))


def check_sum(row: Row, expected: Expected) -> None:
    assert (row.score, row.style, row.form) == (expected.result.score / 10, expected.result.style, expected.result.form)
    assert {line.rule for line in row.evidence} == {line.id for line in expected.result.lines}
    assert {line.rule for line in row.evidence if line.counted} == expected.counted
    assert (expected.result.gate is not None) == (row.decided_by == "gate")


def check_otherwise(row: Row, expected: Expected, reference: Reference) -> None:
    """Behind a gate the evidence still says what to do where the gate's form cannot be had."""
    if expected.otherwise is None:
        assert row.otherwise is None
        return
    way = expected.otherwise
    assert row.otherwise is not None
    assert (row.otherwise.style, row.otherwise.form) == (way.style, way.form)
    assert (row.otherwise.score, row.otherwise.confidence) == (way.score / 10, round(reference.confidence(way), 4))


def check_state(row: Row, expected: Expected) -> None:
    assert (row.state, row.too_close) == (expected.state, expected.too_close)
    assert row.confidence == round(expected.confidence, 4)
    assert (row.range.low, row.range.high) == (expected.low / 10, expected.high / 10)


def check_unknowns(row: Row, expected: Expected, unknowns: list[Unknown]) -> None:
    assert row.unknown == expected.unknown
    assert {u.question: [(c.value, c.style, c.form) for c in u.consequences] for u in unknowns} == expected.consequences
    for unknown in unknowns:
        assert unknown.matters == (unknown.question in expected.matters and row.decision is None)


def check_system(assessment: Assessment, expected: list[Expected], unknowns: list[Unknown]) -> None:
    """Compare the verdict and what the system's own unknown answers would change."""
    rows = assessment.interactions
    for unknown in unknowns:
        turned = [
            row.id
            for row, one in zip(rows, expected, strict=True)
            if unknown.question in one.matters and row.decision is None
        ]
        assert list(unknown.turns) == turned
        assert unknown.matters == bool(turned)
    requests = [row.confidence for row in rows if row.style == "request" or row.front == "request"]
    events = [row.confidence for row in rows if row.style == "event"]
    sure: float | None
    if requests and events:
        word, sure = "hybrid", min(max(requests), max(events))
    elif requests or events:
        word, sure = ("request", min(requests)) if requests else ("event", min(events))
    else:
        word, sure = ("neither" if any(row.style == "neither" for row in rows) else "unknown"), None
    system = assessment.system
    assert (system.verdict, system.confidence) == (word, sure)
    styles = [row.style for row in rows]
    fronts = sum(1 for row in rows if row.front)
    mix = system.mix
    assert (mix.request, mix.event + mix.accept, mix.accept) == (
        styles.count("request"),
        styles.count("event"),
        fronts,
    )
    assert mix.request + mix.event + mix.accept + mix.neither == len(rows) - styles.count("unknown")


def turns_of(row: Row) -> frozenset[tuple[frozenset[tuple[str, frozenset[str]]], str]]:
    return frozenset(
        (
            frozenset((s.question, frozenset((s.value,) if isinstance(s.value, str) else s.value)) for s in point.set),
            point.style,
        )
        for point in row.tipping_points
    )


def interactions_of(answers: Answers, knowledge: KnowledgeBase) -> tuple[Interaction, ...]:
    return answers.interactions or assumed_interactions(knowledge, surroundings(knowledge, answers).system)
