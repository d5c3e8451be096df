"""Which question takes in each reason of the decision records, by reasons.yaml: python benchmarks/reasons.py"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from archadvisor.api import load_knowledge
from archadvisor.knowledge.types import DERIVED, KnowledgeBase, Rule
from corpus import read_yaml

REASONS = Path(__file__).with_name("reasons.yaml")
SHOWN, NONE = "shown", "none"
"""Not a question: told among the consequences, or not taken in at all."""


class Reason(Struct, frozen=True, forbid_unknown_fields=True):
    """A reason of a record: its place there, its topic, the style it speaks for, and what takes it in."""

    place: int
    topic: str
    style: Literal["request", "event", "both"] = field(name="for")
    by: str

    @property
    def question(self) -> str:
        """Return the question that takes it in; empty where none does."""
        return "" if self.by in (SHOWN, NONE) else self.by.partition(".")[0]

    @property
    def option(self) -> str:
        """Return the option that fits; empty where none does."""
        return self.by.partition(".")[2]


class Records(Struct, frozen=True, forbid_unknown_fields=True):
    """The reasons by record."""

    records: Mapping[str, tuple[Reason, ...]]

    def reasons(self) -> list[Reason]:
        """Return the reasons of all records."""
        return [reason for reasons in self.records.values() for reason in reasons]


class Topic(Struct, frozen=True):
    """How often a topic speaks for each style, and which styles the rules on its options favour."""

    request: int
    event: int
    both: int
    favoured: Mapping[str, tuple[str, ...]]
    """The rules that hold where the topic's reasons do, by the style they favour."""
    strongest: int


def read_reasons() -> Records:
    """Read the mapping that stands beside this module."""
    return read_yaml(REASONS, Records)


def covered(reasons: Iterable[Reason]) -> float:
    """Return the share that a question takes in or that is shown among the consequences."""
    found = [reason.by != NONE for reason in reasons]
    return sum(found) / len(found)


def asked(reasons: Iterable[Reason]) -> float:
    """Return the share that a question takes in."""
    found = [bool(reason.question) for reason in reasons]
    return sum(found) / len(found)


def rules_on(knowledge: KnowledgeBase, reason: Reason) -> list[Rule]:
    """Return the rules on what takes a reason in.

    The options of a choice are grades of one thing, so all of them count; in a tick list each is a thing of its own.
    """
    if reason.question in DERIVED or not reason.question:
        return []
    ticks = knowledge.questions[reason.question].ticks
    return [
        rule
        for rule in knowledge.rules
        if rule.question == reason.question and (not ticks or rule.value == reason.option)
    ]


def topics(knowledge: KnowledgeBase, reasons: Iterable[Reason]) -> dict[str, Topic]:
    """Return the topics of the reasons, in alphabetical order."""
    by_topic: dict[str, list[Reason]] = {}
    for reason in reasons:
        by_topic.setdefault(reason.topic, []).append(reason)
    return {topic: _topic(knowledge, found) for topic, found in sorted(by_topic.items())}


def _topic(knowledge: KnowledgeBase, reasons: Iterable[Reason]) -> Topic:
    styles = [reason.style for reason in reasons]
    rules = {rule.id: rule for reason in reasons for rule in rules_on(knowledge, reason)}
    favoured: dict[str, list[str]] = {}
    for rule in rules.values():
        favoured.setdefault(rule.favours.value, []).append(rule.id)
    return Topic(
        request=styles.count("request"),
        event=styles.count("event"),
        both=styles.count("both"),
        favoured={style: tuple(names) for style, names in sorted(favoured.items())},
        strongest=max((rule.step for rule in rules.values()), default=0),
    )


def main() -> None:
    records, knowledge = read_reasons(), load_knowledge()
    reasons = records.reasons()
    print(f"{len(reasons)} reasons of {len(records.records)} records")
    print(f"taken in by a question {asked(reasons):.3f}, by a question or among what is shown {covered(reasons):.3f}")
    print("\ntopic, reasons for request, event, both: rules on what takes them in, for request, event")
    for name, topic in topics(knowledge, reasons).items():
        rules = " ".join(f"{len(topic.favoured.get(style, ())):>3}" for style in ("request", "event"))
        print(f"  {name:<20} {topic.request:>3} {topic.event:>3} {topic.both:>3}: {rules}")


if __name__ == "__main__":
    main()
