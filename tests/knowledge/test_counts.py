"""Numbers that rules, steps and questions quote are those of the precedents today, and none is quoted unrecounted."""

from __future__ import annotations

import math
import re
import sys
from typing import NamedTuple

import pytest

from archadvisor.api import load_knowledge
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Precedent
from archadvisor.scoring.facts import asked
from archadvisor.scoring.score import holding
from conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
from evidence import read_data
from reasons import read_reasons

KNOWLEDGE = load_knowledge()


class Count(NamedTuple):
    """What stands in the text of a rule, a step or a question, and how it is counted.

    of: which interactions count at all: answers as in the precedents, "style.event", or "rule.needs-nothing" where
        that rule holds on what is asked; "a.b,c" is either, "!a.b" is not; all of them must hold
    are: which of these are meant, in the same way; " or " between two ways
    both: whether those that are accepted at once and worked off behind count too, as they do in reports
    """

    id: str
    phrase: str
    of: str
    are: str
    both: bool = True


COUNTS = [
    # --- latency
    Count(
        "wants-an-answer", "50 of 55 public interactions that only read are", "rule.wants-an-answer", "style.request"
    ),
    Count("needs-the-result", "28 of 33 public interactions", "rule.needs-the-result", "style.request"),
    Count("needs-the-result", "4 of 33 events: odds of seven", "rule.needs-the-result", "style.event"),
    Count("needs-accepted", "33 of 49 public interactions", "rule.needs-accepted", "style.event"),
    Count("needs-accepted", "12 of 49 requests", "rule.needs-accepted", "style.request"),
    Count("needs-nothing", "49 of 57 public interactions", "rule.needs-nothing", "style.event"),
    Count("person-waits-for-accepted", "6 of 9 public interactions", "rule.person-waits-for-accepted", "style.request"),
    Count(
        "person-waits-for-accepted",
        "6 of 10 with those whose work is long",
        "needs.accepted stands-still.person",
        "style.request",
    ),
    Count("person-waits", "19 of 22 public interactions", "rule.person-waits rule.needs-the-result", "style.request"),
    Count("person-waits", "43 of 46 reads", "rule.person-waits rule.wants-an-answer", "style.request"),
    Count(
        "program-waits-for-accepted", "3 of 9 public interactions", "rule.program-waits-for-accepted", "style.request"
    ),
    Count(
        "program-waits-for-accepted",
        "3 of 29 where nobody waits",
        "needs.accepted stands-still.no-one",
        "style.request",
    ),
    Count("program-waits", "mostly call (16 of 20)", "rule.program-waits", "style.request"),
    Count("nobody-waits-for-accepted", "24 of 29 public interactions", "rule.nobody-waits-for-accepted", "style.event"),
    Count("at-once", "4 of 4 public interactions", "rule.at-once", "style.request"),
    Count(
        "nothing-needed-yet-within-seconds",
        "4 of 14 with only seconds to spare are requests",
        "rule.nothing-needed-yet-within-seconds",
        "style.request",
    ),
    Count(
        "nothing-needed-yet-within-seconds",
        "3 of 40 with longer",
        "needs.nothing by-when.minutes,hours !wants.flow",
        "style.request",
    ),
    Count(
        "within-seconds",
        "6 of 18 public interactions with seconds to spare",
        "rule.within-seconds needs.accepted",
        "style.request",
    ),
    Count("within-seconds", "6 of 31 with longer", "needs.accepted by-when.minutes,hours", "style.request"),
    Count("within-hours", "12 of 14 public interactions", "rule.within-hours", "style.event"),
    Count("within-minutes", "47 of 58 public interactions", "rule.within-minutes", "style.event"),
    Count(
        "within-minutes",
        "nobody waits in 44 of these 47",
        "rule.within-minutes style.event",
        "stands-still.no-one",
    ),
    Count("a-person-must-act", "7 of 8 public interactions", "rule.a-person-must-act", "style.event"),
    Count("takes-minutes", "11 of 13 public interactions", "rule.takes-minutes", "style.event"),
    Count("takes-hours", "2 of 2 use events", "rule.takes-hours", "style.event"),
    # --- consistency, resilience, volume
    Count("differing-hurts", "5 of 5 public interactions", "rule.differing-hurts", "style.request"),
    Count("differing-hurts", "an accepted is enough, 2 of 2", "damage.differs needs.accepted", "style.event"),
    Count("stops-when-down", "17 of 23 that stop", "rule.stops-when-down needs.accepted", "style.event"),
    Count("stops-when-down", "14 of 22 that catch up", "outage.catch-up needs.accepted", "style.event"),
    Count("catches-up", "46 of 54 public interactions", "rule.catches-up", "style.event"),
    Count("a-steady-flow", "2 of 3 use events", "rule.a-steady-flow", "style.event"),
    Count("peaks-too-high", "27 of 46 public interactions with bursts", "rule.peaks-too-high", "style.event"),
    # --- steps of the method
    Count("strong", "an outcome that may come later (33 of 49 use events", "rule.needs-accepted", "style.event"),
    Count("strong", "12 of 49 requests", "rule.needs-accepted", "style.request"),
    Count("decisive", "an outcome needed at once (28 of 33 use requests", "rule.needs-the-result", "style.request"),
    Count("decisive", "4 of 33 events", "rule.needs-the-result", "style.event"),
    # --- questions
    Count(
        "needs",
        "this alone predicts the style of 160 of 187 real interactions",
        "",
        "needs.result style.request or needs.accepted,nothing style.event",
        both=False,
    ),
    Count("stands-still", "events in 24 of 29 cases", "needs.accepted stands-still.no-one", "style.event"),
    Count("stands-still", "requests in 6 of 10", "needs.accepted stands-still.person", "style.request"),
]
RECORDS = {"house-calls": "32 of 62 decision records", "house-way": "32 of 62 decision records"}
"""Where it is quoted how many decision records give a reason that a question on what exists already takes in."""
THERE_ALREADY = {"house-way", "messaging"}
TEXTS = (
    {rule.id: rule.reason for rule in KNOWLEDGE.rules}
    | {step.name: step.reason for step in KNOWLEDGE.method.steps}
    | {question.id: question.more for question in KNOWLEDGE.questions.values()}
)
QUOTED = re.compile(r"(\d+) of (?:these )?(\d+)")


def facts(precedent: Precedent) -> Facts:
    """Return its answers, its style, and the rules that hold on what is asked."""
    known = asked(KNOWLEDGE, precedent.answers)
    rules = frozenset(rule.id for rule in holding(KNOWLEDGE, known, known))
    return {**precedent.answers, "style": frozenset((precedent.style.value,)), "rule": rules}


CODE = [facts(precedent) for precedent in KNOWLEDGE.precedents if not precedent.reasons]


def hold(conditions: str, found: Facts) -> bool:
    return any(all(holds(one, found) for one in way.split()) for way in conditions.split(" or "))


def holds(condition: str, found: Facts) -> bool:
    key, _, values = condition.removeprefix("!").rpartition(".")
    return found.get(key, frozenset()).isdisjoint(values.split(",")) == condition.startswith("!")


def quoted(phrase: str) -> tuple[int, int]:
    (found,) = QUOTED.findall(phrase)
    return int(found[0]), int(found[1])


def test_counts_are_those_of_the_precedents() -> None:
    for count in COUNTS:
        counted = [found for found in CODE if (count.both or not hold("style.both", found)) and hold(count.of, found)]
        assert quoted(count.phrase) == (sum(hold(count.are, found) for found in counted), len(counted)), count
        assert count.phrase in TEXTS[count.id], count


def test_counts_of_records_are_those_of_their_reasons() -> None:
    records = read_reasons().records.values()
    naming = [reasons for reasons in records if any(reason.question in THERE_ALREADY for reason in reasons)]
    for name, phrase in RECORDS.items():
        assert quoted(phrase) == (len(naming), len(records))
        assert phrase in TEXTS[name]


def test_no_other_number_is_quoted() -> None:
    for name, text in TEXTS.items():
        for phrase in [*(count.phrase for count in COUNTS if count.id == name), RECORDS.get(name, "")]:
            text = text.replace(phrase, "")
        assert not re.search(r"\d", text), f"{name}: recount it in {__name__}"


def test_conditions_name_what_there_is() -> None:
    """A name that nothing has would make a count of none, or of all."""
    names = {f"rule.{rule.id}" for rule in KNOWLEDGE.rules}
    names |= {f"style.{style}" for style in ("request", "event", "both")}
    names |= {f"{question.id}.{o.value}" for question in KNOWLEDGE.questions.values() for o in question.options}
    for count in COUNTS:
        for condition in f"{count.of} {count.are}".replace(" or ", " ").split():
            key, _, values = condition.removeprefix("!").rpartition(".")
            assert {f"{key}.{value}" for value in values.split(",")} <= names, count


@pytest.mark.parametrize("name", ["strong", "decisive"])
def test_a_step_is_of_the_size_that_its_count_shows(name: str) -> None:
    (tenths,) = (step.tenths for step in KNOWLEDGE.method.steps if step.name == name)
    more, less = (quoted(count.phrase)[0] for count in COUNTS if count.id == name)
    assert more / less == pytest.approx(math.exp(tenths / 10), rel=0.1)


def test_the_scale_tells_what_fitting_gives() -> None:
    fit = read_data().held.fit
    scales = [free.scale for free in fit.held_out]
    told = f"comes out at {fit.chosen.scale}, on all but one at {min(scales)} to {max(scales)};"
    assert told in KNOWLEDGE.method.reasons["scale"]
