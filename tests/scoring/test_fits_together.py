"""Over random answers: nothing that is advised contradicts anything else, and no closed end is asked to change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from generating import KNOWLEDGE, read_data, seeded

from amounts import amount
from archadvisor.answers.types import Answers
from archadvisor.api import assess
from archadvisor.assessment import UNDECIDED, Assessment
from archadvisor.knowledge.types import Scope

SEEDS = amount(400)
NEVER_TOGETHER = [
    {"provider-key", "idempotency-key"},
    {"hand-over-after-commit", "outbox"},
    {"set-aside", "dead-letter-queue"},
    {"set-aside", "parked-line"},
    {"time-to-live", "tell-the-asker"},
    {"read-at-source", "short-cache"},
    {"read-at-source", "age-limit"},
]
NEVER_WITH_FORM = {
    "outbox": {"background-job", "scheduled-job", "batch-file", "timed-pull", "webhook-in"},
    "versioned-event": {"background-job", "scheduled-job", "timed-pull", "webhook-in", "call"},
    "idempotent-consumer": {"call", "background-job", "scheduled-job", "timed-pull"},
}
SPOKEN = {carrier.name: carrier.spoken for carrier in KNOWLEDGE.carriers.values() if carrier.spoken is not None}


def reports() -> Iterator[tuple[Answers, Assessment]]:
    for seed in range(SEEDS):
        answers = read_data(seeded(seed, (1, 19)[seed % 2]))
        yield answers, assess(KNOWLEDGE, answers)


@pytest.fixture(scope="module")
def found() -> list[tuple[Answers, Assessment]]:
    return list(reports())


def closed(answers: Answers, name: str) -> bool:
    part = answers.parts.get(name)
    answer = part.answers.get("can-change") if part else None
    return answer is not None and "not" in answer.values


def test_no_two_safeguards_contradict_each_other(found: list[tuple[Answers, Assessment]]) -> None:
    for _, report in found:
        for row in report.interactions:
            names = {pattern.id for pattern in row.patterns}
            assert [pair for pair in NEVER_TOGETHER if pair <= names] == [], row.id
            assert [name for name in names if row.form in NEVER_WITH_FORM.get(name, ())] == [], row.id


def test_nothing_is_built_into_an_end_that_cannot_be_changed(found: list[tuple[Answers, Assessment]]) -> None:
    seen = 0
    for answers, report in found:
        rows = {row.id: row for row in report.interactions}
        for build in report.build:
            for name in build.interactions:
                row = rows[name]
                shut = {end for end in (row.sender, *row.receivers) if closed(answers, end)}
                if not shut or "→" in build.where:  # between the two stands a broker, which is neither's
                    continue
                seen += 1
                at_sender = row.sender in build.parts
                if row.sender in shut:
                    assert row.sender not in build.parts or any(
                        r.sender == row.sender and row.sender not in shut for r in rows.values()
                    ), (build.pattern, row.id)
                elif shut and not at_sender:
                    assert not shut.intersection(build.parts), (build.pattern, row.id)
    assert seen > SEEDS


def test_a_closed_end_speaks_the_carrier_of_the_form(found: list[tuple[Answers, Assessment]]) -> None:
    seen = 0
    for answers, report in found:
        for row in report.interactions:
            form = KNOWLEDGE.forms[row.form]
            spoken = SPOKEN.get(row.carrier)
            for end, names in (("from", (row.sender,)), ("to", row.receivers)):
                if spoken is None or end not in form.ends or row.style in ("neither", "unknown"):
                    continue
                told = [
                    answers.parts[name].answers[spoken.key].values
                    for name in names
                    if name in answers.parts
                    and spoken.key in answers.parts[name].answers
                    and answers.parts[name].answers[spoken.key].known
                ]
                if any(closed(answers, name) for name in names) and told:
                    seen += 1
                    assert spoken.value in frozenset().union(*told), row.id
    assert seen > SEEDS / 5


def test_who_must_not_open_a_connection_is_not_called(found: list[tuple[Answers, Assessment]]) -> None:
    for answers, report in found:
        for row in report.interactions:
            reach = [answers.parts[n].answers.get("reach") for n in row.receivers if n in answers.parts]
            if any(answer and answer.values & {"only-to-us", "neither"} for answer in reach):
                assert row.form not in ("call-with-callback", "background-job", "accept-then-work-off"), row.id


def test_what_is_undecided_ends_in_a_question_of_fact_with_who_knows_it(
    found: list[tuple[Answers, Assessment]],
) -> None:
    for _, report in found:
        decided = {decision.interaction: decision for decision in report.decisions}
        for row in report.interactions:
            assert (row.id in decided) == (row.state in UNDECIDED and row.decision is None)
        for decision in report.decisions:
            assert decision.question in KNOWLEDGE.questions
            assert decision.ask
            assert "weighs more" not in decision.ask_text
            assert "?" in decision.ask_text


def test_what_is_said_against_itself_is_never_clear(found: list[tuple[Answers, Assessment]]) -> None:
    for _, report in found:
        told = {dispute.interaction for dispute in report.disputes}
        for row in report.interactions:
            assert not (row.id in told and row.how_sure == "clear"), row.id


def test_a_row_of_which_nothing_is_known_has_no_lean_and_no_vote(found: list[tuple[Answers, Assessment]]) -> None:
    questions = {question.id for question in KNOWLEDGE.of_scope(Scope.INTERACTION)}
    for answers, report in found:
        own = {i.id: any(a.values for q, a in i.answers.items() if q in questions) for i in answers.interactions}
        for row in report.interactions:
            if not own.get(row.id, True):
                assert (row.style, row.score, row.patterns[1:], row.tipping_points) == ("unknown", 0, (), ())
        if report.interactions and all(row.style == "unknown" for row in report.interactions):
            assert (report.system.verdict, report.system.confidence) == ("unknown", None)


def test_the_form_hangs_on_a_question_only_where_some_answer_changes_it(
    found: list[tuple[Answers, Assessment]],
) -> None:
    seen = 0
    for _, report in found:
        unknown = {(u.interaction, u.question): u for u in report.unknowns}
        for row in report.interactions:
            for open_ in row.form_open:
                assert row.state not in UNDECIDED
                told = unknown.get((row.id, open_.question)) or unknown.get((None, open_.question))
                if told is not None and told.part is None and told.consequences:
                    seen += 1
                    assert any(way.form != row.form and way.style == row.style for way in told.consequences), row.id
    assert seen > SEEDS / 10
