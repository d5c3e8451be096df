"""What differs between two answers files: only what does, the same seen from either side, and why rows turned."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from comparing import KNOWLEDGE, compared, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from shop import SHOP

from amounts import amount
from archadvisor.answers.reading import read
from archadvisor.answers.settings import apply
from archadvisor.answers.types import Answers, Decision
from archadvisor.knowledge.types import Scope
from archadvisor.scoring.judgement import Judgements, tables
from conftest import ROOT

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scoring"))

from generating import Data, data_strategy, random_data, read_data

TRAIN_TICKET = ROOT / "tests" / "review" / "train-ticket.yaml"
SLOW = settings(max_examples=amount(150), deadline=None, suppress_health_check=list(HealthCheck))


def read_text(text: str) -> Answers:
    return read(text.encode(), "answers.yaml", KNOWLEDGE)


def edited(data: Data, dice: Random) -> Data:
    """Return the data with a few edits such as people make."""
    rows: list[dict[str, Any]] = [dict(row) for row in data.get("interactions", ())]
    other = random_data(dice, max(len(rows), 1))
    for row, instead in zip(rows, other["interactions"], strict=False):
        for key in ("answers", "current", "purpose", "from", "to", "decision"):
            if key in instead and dice.random() < 0.15:
                row[key] = instead[key]
        for question in [*row["answers"]]:
            if dice.random() < 0.1 and question in instead["answers"]:
                row["answers"] = {**row["answers"], question: instead["answers"][question]}
    if rows and dice.random() < 0.3:
        rows.pop(dice.randrange(len(rows)))
    if dice.random() < 0.3:
        rows.append({**other["interactions"][0], "id": "another"})
    made: Data = {key: value for key, value in data.items() if key not in ("flows", "interactions", "parts")}
    if dice.random() < 0.3:
        made["system"] = other["system"]
    ends = {end for row in rows for end in (row.get("from"), *row.get("to", ()))}
    parts = {**data.get("parts", {}), **(other.get("parts", {}) if dice.random() < 0.3 else {})}
    if parts := {name: answers for name, answers in parts.items() if name in ends}:
        made["parts"] = parts
    if rows:
        made["interactions"] = rows
    ids = {row["id"] for row in rows}
    flows = [{**flow, "steps": [step for step in flow["steps"] if step in ids]} for flow in data.get("flows", ())]
    if flows := [flow for flow in flows if flow["steps"]]:
        made["flows"] = flows
    return made


@pytest.mark.slow
@SLOW
@given(data_strategy(), st.randoms(use_true_random=False))
def test_nothing_differs_between_a_file_and_itself_with_rows_moved_and_notes(data: Data, dice: Random) -> None:
    answers = read_data(data)
    assert not compared(answers, answers).changed
    rows = list(answers.interactions)
    dice.shuffle(rows)
    noted = {question: replace(answer, note="since then") for question, answer in answers.system.items()}
    moved = compared(answers, replace(answers, interactions=tuple(rows), system=noted))
    assert plain(moved) == plain(compared(answers, answers))
    assert not moved.changed


@pytest.mark.slow
@SLOW
@given(data_strategy(), st.randoms(use_true_random=False))
def test_the_other_way_round_the_same_is_said(data: Data, dice: Random) -> None:
    for new in (edited(data, dice), random_data(dice)):
        before, after = read_data(data), read_data(new)
        assert plain(compared(before, after)) == plain(compared(after, before), mirrored=True)


@pytest.mark.slow
@SLOW
@given(data_strategy(), st.randoms(use_true_random=False))
def test_what_is_said_to_have_turned_a_row_turns_it(data: Data, dice: Random) -> None:
    """Answers of the row itself that are named are put into the old file: they alone turn the row."""
    before, after = read_data(data), read_data(edited(data, dice))
    known = tables(KNOWLEDGE)
    for change in compared(before, after).rows:
        causes = change.why.answers if change.why else ()
        if not causes or any(one.scope != "interaction" or one.key not in KNOWLEDGE.questions for one in causes):
            continue
        was = next(row for row in before.interactions if row.id == change.was.id)
        now = next(row for row in after.interactions if row.id == change.row.id)
        names = {one.key for one in causes}
        answers = {name: one for name, one in was.answers.items() if name not in names}
        answers |= {name: one for name, one in now.answers.items() if name in names}
        made = replace(was, answers=answers)
        rows = tuple([made if row is was else row for row in before.interactions])
        found = Judgements(known, replace(before, interactions=rows)).of(made)
        if change.old.style != change.new.style:
            assert found.outcome.style == change.new.style
        elif change.old.form != change.new.form:
            assert (found.outcome.style, found.form.id) == (change.new.style, change.new.form)
        else:
            assert found.state == change.new.state


def release(number: int) -> Answers:
    """Return a release of the public system as an answers file: its links are rows without answers."""
    releases = yaml.safe_load(TRAIN_TICKET.read_text(encoding="utf-8"))
    rows = [
        {"id": f"{sender}-to-{receiver}", "from": sender, "to": [receiver], "purpose": "use", "current": "call"}
        for sender, receiver in releases[number]["links"]
    ]
    return read_data({"version": 1, "system": {"name": "Train ticket"}, "interactions": rows})


CHANGES = [(6, 17, 2, 3), (0, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0), (0, 2, 0, 0), (14, 18, 3, 5)]


@pytest.mark.parametrize(("number", "counts"), [*enumerate(CHANGES)])
def test_between_releases_of_a_public_system_links_and_parts_change_and_nothing_else(
    number: int, counts: tuple[int, int, int, int]
) -> None:
    found = compared(release(number), release(number + 1))
    links, parts = found.links, found.parts
    assert (len(links.added), len(links.removed), len(parts.added), len(parts.removed)) == counts
    assert (len(found.rows_added), len(found.rows_removed)) == counts[:2]
    assert not any((found.rows, found.answers, found.findings, found.flows, parts.renamed))
    assert found.changed == any(counts)


@pytest.mark.parametrize(
    ("row", "said", "causes"),
    [
        # Neither alone: the buyer has to stop waiting, and the shop has to be content with less.
        ("order-to-payment", {"stands-still": "no-one", "needs": "accepted"}, ["needs", "stands-still"]),
        # One of them alone; how it gets there hangs on the other.
        ("shop-to-order", {"takes": "minute", "needs": "nothing"}, ["needs"]),
        # One of them has no part in it.
        ("order-to-mail", {"outage": "stop", "needs": "result"}, ["needs"]),
        # An answer about the system may matter, and does not here.
        ("order-to-mail", {"needs": "result", "busiest": "same"}, ["needs"]),
    ],
)
def test_the_answers_that_turned_a_row_are_named_and_no_others(
    row: str, said: dict[str, str], causes: list[str]
) -> None:
    shop = read_text(SHOP)
    scopes = {name: question.scope for name, question in KNOWLEDGE.questions.items()}
    given_ = [("" if scopes[name] is Scope.SYSTEM else row, name, value) for name, value in said.items()]
    turned = {one.row.id: one.why for one in compared(shop, apply(KNOWLEDGE, shop, given_)).rows if one.why}
    why = turned[row]
    assert [one.key for one in why.answers] == causes


def test_an_answer_about_an_end_is_named_with_the_end() -> None:
    text = SHOP.replace(
        "Payment: {owner: outside, can-change: not, speaks: [calls, notices]",
        "Payment: {owner: outside, can-change: not, speaks: [notices]",
    )
    found = compared(read_text(SHOP), read_text(text))
    turned = {row.row.id: row.why for row in found.rows if row.why}
    assert {one.of for why in turned.values() for one in why.answers} <= {"Payment"}
    assert [(one.scope, one.of, one.key) for one in found.answers] == [("part", "Payment", "speaks")]


def test_a_part_with_another_name_is_one_change() -> None:
    found = compared(read_text(SHOP), read_text(SHOP.replace("Mail", "Post office")))
    assert [(one.old, one.new) for one in found.parts.renamed] == [("Mail", "Post office")]
    assert not any((found.parts.added, found.parts.removed, found.links.added, found.links.removed, found.rows))
    assert not any((found.answers, found.findings, found.flows))


def test_a_row_with_another_id_is_the_same_row() -> None:
    found = compared(read_text(SHOP), read_text(SHOP.replace("order-to-mail", "confirmation")))
    (row,) = found.rows
    assert (row.was.id, row.row.id, row.renamed, row.why) == ("order-to-mail", "confirmation", True, None)
    assert not any((found.rows_added, found.rows_removed, found.flows, found.findings))


def test_an_unknown_answer_is_like_a_missing_one() -> None:
    text = SHOP.replace("outage: unknown           # nobody here knows what they do about a missing night\n      ", "")
    assert text != SHOP
    assert not compared(read_text(SHOP), read_text(text)).changed


def decided(answers: Answers, rules: str, **changes: str) -> Answers:
    """Return the shop with a decision about its mail, of that time, confirmed under these rules."""
    made = Decision("request", "it is old", rules="0.9", advised="request", advised_form="call")
    rows = [
        replace(row, decision=replace(made, **changes)) if row.id == "order-to-mail" else row
        for row in answers.interactions
    ]
    return replace(answers, interactions=tuple(rows), rules=rules)


def test_other_rules_are_told_as_such_where_the_answers_are_the_same() -> None:
    shop, version = read_text(SHOP), KNOWLEDGE.method.version
    found = compared(decided(shop, "0.9"), decided(shop, version))
    (row,) = found.rows
    assert (row.old.style, row.new.style) == ("request", "event")
    assert row.why
    assert (row.why.cause, row.why.rules) == ("rules", ("0.9", version))
    assert row.decision is None
    assert not compared(decided(shop, "0.9"), decided(shop, "0.9")).changed
    assert not compared(decided(shop, version), decided(shop, version)).changed


def test_answers_that_were_changed_since_a_decision_are_not_blamed_on_rules() -> None:
    """Both files have the same answers, which are not those on which the decision rested."""
    shop, version = read_text(SHOP), KNOWLEDGE.method.version
    (mail,) = [row for row in shop.interactions if row.id == "order-to-mail"]
    rested = {name: answer.values for name, answer in mail.answers.items() if answer.values}
    for needs, changes in (("nothing", 1), ("result", 0)):
        grounds = {**rested, "needs": frozenset((needs,))}
        files = []
        for rules in ("0.9", version):
            rows = [
                replace(row, decision=replace(row.decision, grounds=grounds)) if row.decision else row
                for row in decided(shop, rules).interactions
            ]
            files.append(replace(shop, interactions=tuple(rows), rules=rules))
        assert len(compared(*files).rows) == changes


def test_other_answers_are_not_blamed_on_rules() -> None:
    version = KNOWLEDGE.method.version
    other = read_text(SHOP.replace("needs: nothing            # an order counts", "needs: accepted  #"))
    found = compared(decided(read_text(SHOP), "0.9"), decided(other, version))
    assert {row.why.cause for row in found.rows if row.why} <= {"answers"}


def test_decisions_are_told_with_what_changed() -> None:
    shop = read_text(SHOP)
    found = compared(shop, decided(shop, ""))
    assert [(row.row.id, row.decision and row.decision.old) for row in found.rows] == [("order-to-mail", None)]
    (row,) = compared(decided(shop, ""), decided(shop, "", review="2027-06")).rows
    assert row.decision
    assert row.decision.old
    assert row.decision.new
    assert (row.decision.old.review, row.decision.new.review) == ("", "2027-06")


def test_safeguards_are_those_of_what_was_decided() -> None:
    """A decision against the advice needs others than the advice does."""
    shop = read_text(SHOP)
    (row,) = compared(shop, decided(shop, "")).rows
    assert row.why is None
    assert row.safeguards_added
    assert row.safeguards_dropped
