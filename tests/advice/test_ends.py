"""What an end allows: nothing is built into a part that cannot be changed, and nobody is called who must not be."""

from __future__ import annotations

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Assessment

KNOWLEDGE = load_knowledge()
ACCEPTED = (
    "{wants: action, needs: accepted, stands-still: no-one, takes: minutes, outage: catch-up, outcome-by: partner}"
)
NOTHING = "{wants: action, needs: nothing, by-when: minutes, takes: seconds, outage: catch-up, damage: [lost, twice]}"


def advice(parts: str, answers: str, current: str = "planned") -> Assessment:
    text = f"""version: 1
system: {{name: Clinic}}
parts: {parts}
flows: [{{name: Visit, steps: [row]}}]
interactions:
- {{id: row, from: Reminder, to: [Gate], purpose: send, current: {current}, answers: {answers}}}
"""
    return assess(KNOWLEDGE, read(text.encode(), "a.yaml", KNOWLEDGE))


def patterns(assessment: Assessment) -> set[str]:
    return {pattern.id for pattern in assessment.interactions[0].patterns}


def test_nothing_is_built_into_a_receiver_that_cannot_be_changed() -> None:
    found = advice("{Gate: {can-change: not}}", NOTHING)
    places = {build.pattern: build.where for build in found.build}
    assert places["background-job"] == places["dead-letter-queue"] == "worker of Reminder"
    assert not [where for where in places.values() if "Gate" in where]
    assert "idempotent-consumer" not in places
    assert {build.where for build in advice("{Gate: {can-change: freely}}", NOTHING).build} == {"Reminder", "Gate"}


def test_nothing_is_built_into_a_sender_that_cannot_be_changed() -> None:
    found = advice("{Reminder: {can-change: not}}", NOTHING)
    assert "outbox" not in patterns(found)
    assert "store-then-confirm" in patterns(found)
    assert all("Reminder" not in build.where for build in found.build)
    assert all("in Reminder" not in stage.what for stage in found.roadmap)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ("{}", "outcome-to-partner"),
        ("{Reminder: {owner: outside}}", "outcome-to-sender"),
        ("{Reminder: {owner: outside, reach: only-to-us}}", "outcome-asked-for"),
    ],
)
def test_the_outcome_gets_back_to_a_partner_by_the_way_that_is_open(parts: str, expected: str) -> None:
    ways = {"outcome-to-partner", "outcome-to-sender", "outcome-asked-for"}
    found = advice(parts, ACCEPTED)
    assert patterns(found) & ways == {expected}
    place = "Reminder" if expected == "outcome-to-partner" else "Gate"
    assert [build.where for build in found.build if build.pattern == expected] == [place]


def test_who_cannot_be_called_is_not_handed_work_by_a_call() -> None:
    assert advice("{}", ACCEPTED).interactions[0].form == "accept-then-work-off"
    closed = advice("{Gate: {owner: outside, reach: only-to-us}}", ACCEPTED)
    assert (closed.interactions[0].form, closed.interactions[0].front) == ("publish-with-poll", None)


def test_what_is_still_to_decide_is_waited_for_as_it_is_today() -> None:
    undecided = "{wants: action, needs: accepted, stands-still: program, takes: seconds, outage: catch-up}"
    found = advice("{}", undecided, "call")
    assert found.interactions[0].state == "open"
    assert [(flow.waits_today, flow.waits_advised) for flow in found.flows] == [(1, 1)]


def test_two_owners_of_one_transaction_are_a_contradiction() -> None:
    paired = "{wants: action, needs: result, takes: instant, damage: [half-done, differs]}"
    apart = advice("{Gate: {owner: other-team}}", paired)
    assert [dispute.id for dispute in apart.disputes] == ["one-transaction-of-two-owners"]
    assert apart.interactions[0].style == "request"
    assert apart.interactions[0].state == "open"
    assert "Build" not in " ".join(stage.what for stage in apart.roadmap)
    half = advice("{Gate: {owner: same-team}}", paired)
    assert (half.interactions[0].form, half.interactions[0].state) == ("keep-together", "open")
    assert [(d.question, d.ask_text.startswith("Who owns Reminder:")) for d in half.decisions] == [("owner", True)]
    together = advice("{Gate: {owner: same-team}, Reminder: {owner: same-team}}", paired)
    assert not together.disputes
    row = together.interactions[0]
    assert row.otherwise
    assert (row.style, row.otherwise.style, row.otherwise.form) == ("neither", "request", "call")
    assert row.against.endswith(
        "if they need two owners, use a request (call), with saga (orchestration)."
    )  # what is advised where they are apart
    assert "saga" in " ".join(patterns(apart))
    assert row.precedents.count
    assert apart.interactions[0].precedents.count
    shown = apart.interactions[0].precedents.count.words
    assert row.precedents.count.words == f"between separate services, {shown}"


def test_what_is_nearly_even_says_so() -> None:
    even = "{wants: action, needs: accepted, stands-still: person, takes: seconds, outage: stop}"
    row = advice("{}", even).interactions[0]
    assert abs(row.score) < 0.5
    assert row.because.endswith("; but it is nearly even")
    assert "nearly even" not in advice("{}", NOTHING).interactions[0].because


def test_of_pairs_with_no_common_end_no_names_are_pooled() -> None:
    text = """version: 1
system: {name: Clinic}
interactions:
- {id: a, from: Ward, to: [Mail], purpose: tell, current: planned, answers: ANSWERS}
- {id: b, from: FROM, to: [Record], purpose: note, current: planned, answers: ANSWERS}
""".replace("ANSWERS", "{wants: action, needs: nothing, by-when: minutes, takes: seconds, damage: [half-done]}")

    def told(sender: str) -> str:
        found = assess(KNOWLEDGE, read(text.replace("FROM", sender).encode(), "a.yaml", KNOWLEDGE)).costs
        return next(cost.because for cost in found if cost.id == "refused-later")

    assert told("Ward").startswith("Mail and Record may reject after a confirmation by Ward")
    assert told("Desk").startswith("the receiver may reject after a confirmation by the sender")


def test_a_worker_is_named_without_a_possessive_whatever_its_name_ends_in() -> None:
    found = advice("{Gate: {can-change: not}}", NOTHING.replace("damage: [lost, twice]", "damage: [lost, wrong-order]"))
    told = [text for build in found.build for text in (build.where, build.build, *build.checks)]
    assert any("worker of Reminder" in text for text in told)
    assert not [text for text in told if "Reminder's" in text]


@pytest.mark.parametrize("parts", ["{Gate: {can-change: not}}", "{Gate: {can-change: freely}}"])
def test_a_scheduled_job_keeps_its_failed_records_and_has_no_queue(parts: str) -> None:
    answers = NOTHING.replace("damage:", "final-failure: us, also: [on-a-clock], damage:")
    found = advice(parts, answers)
    assert found.interactions[0].form == "scheduled-job"
    assert "failed-records" in patterns(found)
    assert not [text for build in found.build for text in (build.build, *build.checks) if "dead-letter" in text]
