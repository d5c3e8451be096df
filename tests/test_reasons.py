"""The reasons of the decision records: what takes each one in, and that no topic was turned into a one-way rule."""

from __future__ import annotations

import sys

import pytest

from archadvisor.api import load_knowledge
from archadvisor.knowledge.types import DERIVED
from conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
from reasons import NONE, SHOWN, asked, covered, read_reasons, rules_on, topics

KNOWLEDGE = load_knowledge()
RECORDS = read_reasons().records
REASONS = read_reasons().reasons()
TOPICS = topics(KNOWLEDGE, REASONS)
EACH_WAY = 2
"""From so many reasons for either style on, a topic has no one direction."""
TILT = next(step.tenths for step in KNOWLEDGE.method.steps if step.name == "slight")
TWO_WAY = [name for name, topic in TOPICS.items() if min(topic.request, topic.event) >= EACH_WAY]


def test_nearly_all_reasons_are_taken_in() -> None:
    assert len(REASONS) == 315
    assert covered(REASONS) >= 0.94
    assert asked(REASONS) >= 0.90


def test_each_place_of_a_record_once_in_order() -> None:
    for record, reasons in RECORDS.items():
        assert [reason.place for reason in reasons] == list(range(1, len(reasons) + 1)), record


def test_what_takes_a_reason_in_exists() -> None:
    for reason in REASONS:
        if reason.by in (SHOWN, NONE):
            continue
        if reason.question in DERIVED:
            assert reason.option in KNOWLEDGE.derived[reason.question], reason
        else:
            values = [option.value for option in KNOWLEDGE.questions[reason.question].options]
            assert not reason.option or reason.option in values, reason


def test_prices_are_shown_and_not_asked() -> None:
    assert {reason.topic for reason in REASONS if reason.by == SHOWN} <= {"cost", "testing", "operations", "other"}
    assert all(reason.by == SHOWN for reason in REASONS if reason.topic == "testing")


def test_records_are_those_that_reports_cite() -> None:
    """A record with several interactions stands there once for each, with a suffix."""
    decided = {precedent.id for precedent in KNOWLEDGE.precedents if precedent.reasons}
    assert set(RECORDS) <= decided
    assert {name for name in decided if not any(name.startswith(record) for record in RECORDS)} == set()


def test_volume_loss_and_security_have_reasons_for_both_styles() -> None:
    assert {"volume", "retry-loss", "security-privacy"} <= set(TWO_WAY)


@pytest.mark.parametrize("name", TWO_WAY)
def test_reasons_for_both_styles_are_no_one_way_rule(name: str) -> None:
    """Rules on what takes the topic in favour either style by direction, or merely tilt."""
    topic = TOPICS[name]
    assert len(topic.favoured) != 1 or topic.strongest <= TILT, topic


@pytest.mark.parametrize("name", ["volume", "retry-loss"])
def test_volume_and_loss_point_both_ways(name: str) -> None:
    assert set(TOPICS[name].favoured) == {"request", "event"}


def test_the_mapped_options_themselves_point_both_ways() -> None:
    """Of high volume and of loss, the very options named, not only others of the same question."""
    for name in ("volume", "retry-loss"):
        named = {
            rule.favours.value
            for reason in REASONS
            if reason.topic == name
            for rule in rules_on(KNOWLEDGE, reason)
            if rule.value == reason.option
        }
        assert named == {"request", "event"}, name
