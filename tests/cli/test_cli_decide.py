"""`decide` from the outside: what it writes, and that every other line of the file stays as it is."""

from __future__ import annotations

import difflib
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from random import Random

import pytest
from checking import SHOP, changed, check, decide, decided, found, run, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from program import ROOT, command, environment, snapshot

from amounts import amount
from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers, Decision
from archadvisor.knowledge import load
from archadvisor.knowledge.types import DECIDABLE
from archadvisor.review.deciding import Wanted
from archadvisor.review.deciding import decide as put_on_record
from archadvisor.source import comments

KNOWLEDGE = load()
EXAMPLES = sorted(path for path in ROOT.glob("examples/*/answers.yaml") if path.parent.name != "blank")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    write(tmp_path, SHOP)
    return tmp_path


def answers(folder: Path) -> Answers:
    return read((folder / "answers.yaml").read_bytes(), "answers.yaml", KNOWLEDGE)


def decisions(folder: Path) -> dict[str, Decision | None]:
    return {row.id: row.decision for row in answers(folder).interactions}


def of(folder: Path, row: str) -> Decision:
    decision = decisions(folder)[row]
    assert decision is not None
    return decision


def test_a_decision_is_written_with_its_grounds(shop: Path) -> None:
    more = ("--by", "Ada", "--ticket", "SHOP-12: mail", "--review", "2027-06")
    ran = decide(shop, "order-to-mail", "--as", "event", "--because", 'Mail "may" be down: #1', *more)
    assert (ran.code, ran.err) == (0, [])
    assert ran.out == "5 Order > Mail: confirmation: event: publish\nwrote answers.yaml\n"
    decision = of(shop, "order-to-mail")
    assert (decision.style, decision.form, decision.because) == ("event", "publish", 'Mail "may" be down: #1')
    assert (decision.by, decision.ticket, decision.review) == ("Ada", "SHOP-12: mail", "2027-06")
    assert (decision.date, decision.rules) == ("2026-03-02", KNOWLEDGE.method.version)
    assert (decision.advised, decision.advised_form) == ("event", "publish")
    assert decision.grounds["needs"] == {"nothing"}
    assert decision.grounds["to.owner"] == {"same-team"}
    assert answers(shop).rules == KNOWLEDGE.method.version
    assert _added(SHOP, (shop / "answers.yaml").read_text()) >= {"    decision:"}


def test_the_date_is_today_where_none_is_asked_for(shop: Path) -> None:
    before = time.strftime("%Y-%m-%d")
    assert run(shop, "decide", "order-to-mail", "--as", "advice").code == 0
    assert of(shop, "order-to-mail").date in (before, time.strftime("%Y-%m-%d"))


def test_wildcards_numbers_and_lists(shop: Path) -> None:
    assert decide(shop, "order-to-m*,3", "--as", "advice").code == 0
    assert {row for row, one in decisions(shop).items() if one} == {"order-to-mail", "order-to-payment"}
    assert decide(shop, "shop-to-????? , 1", "--as", "advice").code == 0
    assert {row for row, one in decisions(shop).items() if one} >= {"shop-to-order", "shop-to-catalogue"}


def test_rows_in_several_arguments_are_told_how_they_are_written(shop: Path) -> None:
    ran = decide(shop, "order-to-mail", "order-to-stock", "--as", "advice")
    (line,) = ran.err
    assert (ran.code, line) == (
        5,
        "'order-to-stock': No such file or directory; several rows are one argument: order-to-mail,order-to-stock",
    )


def test_a_wildcard_leaves_what_is_decided_and_a_name_does_not(shop: Path) -> None:
    decide(shop, "order-to-mail", "--as", "request", "--because", "first")
    ran = decide(shop, "order-to-*", "--as", "event", "--because", "second")
    kept = "Decided before, not changed: order-to-mail. To decide one again, name it without a wildcard."
    assert kept in " ".join(ran.out.split())
    assert of(shop, "order-to-mail").because == "first"
    assert of(shop, "order-to-stock").because == "second"
    decide(shop, "order-to-mail", "--as", "event", "--because", "third")
    assert (of(shop, "order-to-mail").because, of(shop, "order-to-mail").style) == ("third", "event")


def test_nothing_is_written_where_all_is_decided(shop: Path) -> None:
    write(shop, decided())
    before = snapshot(shop)
    ran = decide(shop, "*", "--as", "advice")
    assert (ran.code, snapshot(shop)) == (0, before)
    assert "wrote" not in ran.out


def test_a_form_goes_by_any_of_its_names(shop: Path) -> None:
    system = answers(shop)
    own: dict[str, str] = {}
    for names in (lambda form: (form.id,), lambda form: (form.name,), lambda form: form.also_known_as):
        for form in KNOWLEDGE.forms.values():
            for name in names(form):
                own.setdefault(name.casefold(), form.id)
    for name, expected in own.items():
        if name in DECIDABLE or expected == "unknown":
            continue
        rows = put_on_record(KNOWLEDGE, system, ["order-to-mail"], Wanted(name.upper(), "so")).answers.interactions
        (decision,) = [row.decision for row in rows if row.id == "order-to-mail"]
        assert decision is not None
        assert decision.form == expected
        assert decision.style in KNOWLEDGE.forms[expected].styles


def test_a_form_from_the_command_line(shop: Path) -> None:
    form = KNOWLEDGE.forms["publish"]
    assert decide(shop, "order-to-mail", "--as", form.name.upper(), "--because", "so").code == 0
    assert (of(shop, "order-to-mail").form, of(shop, "order-to-mail").style) == ("publish", "event")


@pytest.mark.slow
def test_what_cannot_be_done_is_said_and_nothing_is_written(shop: Path) -> None:
    before = snapshot(shop)
    for arguments, said in (
        (("order-to-fraud", "--as", "advice"), "--as advice: 'order-to-fraud' is still to decide"),
        (("order-to-mial", "--as", "advice"), "no interaction is called 'order-to-mial'; did you mean"),
        (("x*", "--as", "advice"), "no interaction is called 'x*'"),
        (("9", "--as", "advice"), "no interaction is called '9'"),
        (("order-to-mail", "--as", "evnt", "--because", "so"), "--as 'evnt': no such style or form"),
        (("order-to-mial", "--as", "evnt"), "no interaction is called 'order-to-mial'; did you mean"),
        (("order-to-mail", "--as", "evnt"), "--as 'evnt': no such style or form"),
        (("order-to-mail", "--as", "evnt", "--review", "2027-13"), "--as 'evnt': no such style or form"),
        (("order-to-mail", "--as", "event"), "--because: why was it decided?"),
        (("order-to-mail", "--as", "event", "--because", "so", "--review", "2025"), "--review '2025': expected a"),
        (("order-to-mail", "--as", "advice", "--review", "2025-01"), "--review 2025-01: over on the day of the"),
        (("order-to-mail", "--as", "event", "--because", " "), "--because: why was it decided?"),
        (("order-to-mail", "--as", "advice", "--review", "2027-13"), "--review '2027-13': expected a date such as"),
        (("order-to-mail", "--as", "advice", "--review", "2027-02-29"), "--review '2027-02-29': expected"),
        ((",", "--as", "advice"), "ROW: expected an interaction by id or number"),
        (("order-to-mail", "--as", "unknown", "--because", "so"), "--as 'unknown': no such style or form"),
    ):
        ran = decide(shop, *arguments)
        assert ran.code == 2, arguments
        assert (ran.out, len(ran.err)) == ("", 1), arguments
        assert ran.err[0].startswith(said)
    assert decide(shop, "*", "gone.yaml", "--as", "advice").code == 5
    (shop / "wrong.yaml").write_text("version: 1\n")
    assert decide(shop, "*", "wrong.yaml", "--as", "advice").code == 3
    (shop / "wrong.yaml").unlink()
    assert snapshot(shop) == before


def test_rows_without_advice_are_told_and_the_others_decided(shop: Path) -> None:
    ran = decide(shop, "*", "--as", "advice")
    assert "7 Order > Fraud: rate the risk: its answers leave it open, no advice to accept" in " ".join(ran.out.split())
    assert [row for row, one in decisions(shop).items() if one is None] == ["order-to-fraud"]


def test_a_decision_against_the_advice_is_told_with_its_price(shop: Path) -> None:
    out = " ".join(decide(shop, "order-to-mail", "--as", "request", "--because", "so").out.split())
    assert "5 Order > Mail: confirmation: request: call; the advice is event: publish" in out
    assert "costs: " in out


def test_accepting_after_the_answers_changed_makes_check_green(shop: Path) -> None:
    write(shop, changed(decided(), "needs: nothing", "needs: result", "order-to-mail"))
    assert list(found(shop)) == ["order-to-mail/turned"]
    assert decide(shop, "order-to-mail", "--as", "advice").code == 0
    assert check(shop).code == 0


# --- what stays ------------------------------------------------------------------------------------------


def _kept(before: str, after: str, rows: set[str]) -> None:
    """Check that nothing is gone but decisions of some rows and the version of the rules, and no comment at all."""
    assert comments(after) == comments(before)
    row = ""
    for line in difflib.ndiff(before.splitlines(True), after.splitlines(True)):
        sign, text = line[0], line[2:]
        if sign in " +-" and (found_id := re.match(r"\s*- id: (\S+)", text)):
            row = found_id[1]
        if sign == "-":
            assert row in rows or text.startswith("rules:"), line


def _added(before: str, after: str) -> set[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return {line[2:] for line in lines if line.startswith("+ ")}


def _only_added(before: str, after: str) -> None:
    """Check that every line of a file is still there, in its order, byte for byte."""
    lines = iter(after.splitlines(True))
    for line in before.splitlines(True):
        assert any(line == other for other in lines), line


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_comments_and_layout_stay(path: Path, ends: str, tmp_path: Path) -> None:
    before = path.read_text(encoding="utf-8").replace("\n", ends)
    target = tmp_path / "answers.yaml"
    target.write_bytes(before.encode())
    assert decide(tmp_path, "*", "--as", "advice").code == 0
    after = target.read_bytes().decode()
    _only_added(before, after)
    assert after.count("\r\n") == (after.count("\n") if ends == "\r\n" else 0)


@pytest.mark.slow
@settings(
    max_examples=amount(12),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 2**32).map(Random), st.sampled_from(EXAMPLES))
def test_random_decisions_leave_every_other_line(tmp_path: Path, dice: Random, path: Path) -> None:
    write(tmp_path, path.read_text(encoding="utf-8"))
    edits(tmp_path, dice, 3)


def edits(folder: Path, dice: Random, number: int) -> None:
    """Do random edits by `decide` and `interview --set`, and check after each that the other lines are as they were."""
    path = folder / "answers.yaml"
    ways = ["request", "event", "advice", *KNOWLEDGE.forms]
    ids = [row.id for row in answers(folder).interactions]
    own = [question for question in KNOWLEDGE.questions.values() if question.id in ("needs", "takes", "outage")]
    for _ in range(number):
        before = path.read_text(encoding="utf-8")
        if dice.random() < 0.7:
            row = dice.choice(ids)
            because = "".join(dice.choice("ab #:'\"\\-é{]") for _ in range(9)) + "x"
            ran = decide(folder, row, "--as", dice.choice(ways), "--because", because, "--by", dice.choice("AB"))
            rows = {row}
        else:
            row, question = dice.choice(ids), dice.choice(own)
            setting = f"{row}.{question.id}={dice.choice(question.options).value}"
            ran = run(folder, "interview", "answers.yaml", "--no-input", "--set", setting)
            rows = {row}
        assert ran.code in (0, 2), ran
        after = path.read_text(encoding="utf-8")
        assert ran.code == 0 or after == before
        _kept(before, after, rows)


@pytest.mark.slow
def test_two_hundred_random_edits_leave_every_comment_and_other_line(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    edits(tmp_path, Random(7), 200)
    assert comments((tmp_path / "answers.yaml").read_text(encoding="utf-8")) == comments(SHOP)


def test_a_process_that_is_killed_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    assert decide(tmp_path, "*", "--as", "advice").code == 0
    new = (tmp_path / "answers.yaml").read_text(encoding="utf-8")
    started = time.monotonic()
    write(tmp_path, SHOP)
    assert decide(tmp_path, "*", "--as", "advice").code == 0
    whole = time.monotonic() - started
    for number in range(amount(16)):
        write(tmp_path, SHOP)
        arguments = command("decide", "*", "--as", "advice", "--date", "2026-03-02")
        process = subprocess.Popen(
            arguments, cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(whole * (0.5 + 0.7 * number / amount(16)))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        text = (tmp_path / "answers.yaml").read_text(encoding="utf-8")
        assert text in (SHOP, new)
    write(tmp_path, SHOP)
    assert decide(tmp_path, "*", "--as", "advice").code == 0  # no lock of a dead process is in the way
    assert (tmp_path / "answers.yaml").read_text(encoding="utf-8") == new


def test_a_style_is_decided_with_its_form_which_follows_no_other_answer(shop: Path) -> None:
    assert decide(shop, "order-to-fraud", "--as", "request", "--because", "no late rejection").code == 0
    assert of(shop, "order-to-fraud").form == "call"
    path = shop / "answers.yaml"
    text = path.read_text(encoding="utf-8")
    row = text.index("- id: order-to-fraud")
    path.write_text(text[:row] + re.sub(r"needs: .*", "needs: result", text[row:], count=1), encoding="utf-8")
    assert "order-to-fraud/turned" not in found(shop)  # its style is what the answers say now
    row = json.loads(run(shop, "score", "answers.yaml", "--format", "json").out)["interactions"][6]
    assert (row["form"], row["decision"]["form"], row["decision"]["against"]) == ("call-with-callback", "call", True)


def test_ticket_and_review_belong_to_a_way_and_are_dropped_with_it(shop: Path) -> None:
    more = ("--ticket", "SHOP-12", "--review", "2099-06")
    assert decide(shop, "order-to-mail", "--as", "event", "--because", "may be down", *more).code == 0
    assert decide(shop, "order-to-mail", "--as", "event", "--because", "still so").code == 0
    assert (of(shop, "order-to-mail").ticket, of(shop, "order-to-mail").review) == ("SHOP-12", "2099-06")
    assert decide(shop, "order-to-mail", "--as", "request", "--because", "we want to").code == 0
    assert (of(shop, "order-to-mail").ticket, of(shop, "order-to-mail").review) == ("", "")


def test_a_decision_tells_what_it_costs_and_which_troubles_it_brings_also_where_the_answers_leave_the_row_open(
    shop: Path,
) -> None:
    told = decide(shop, "order-to-fraud", "--as", "request", "--because", "no late rejection").out
    assert "  costs: The deadline is hours away." in told
    assert "  brings: A user who waits for row 2 (Shop → Order) also waits for row 7" in told
    again = decide(shop, "order-to-fraud", "--as", "request", "--because", "still so").out
    assert "  brings: A user who waits for row 2" in again  # compared with the advice, not with the decision before
    assert "costs" not in decide(shop, "order-to-mail", "--as", "advice").out


def test_a_third_way_is_not_charged_with_what_speaks_for_a_request(shop: Path) -> None:
    told = decide(shop, "shop-to-catalogue", "--as", "neither", "--because", "one process").out
    assert "costs: Shop and Catalogue are released together." in told
    assert "nothing changes there" not in told


@pytest.mark.slow
def test_what_stands_in_the_way_of_a_decision_is_said_and_recorded(shop: Path) -> None:
    told = decide(shop, "order-to-payment", "--as", "neither", "--because", "one process").out
    outside = "Order and Payment cannot share a service: one of them is run by another company"
    assert f"costs: {outside}." in " ".join(told.split())
    assert run(shop, "adr").code == 0
    (record,) = (shop / "docs" / "adr").iterdir()
    assert record.read_text(encoding="utf-8").count(f"* Bad, because {outside}") == 2
    told = decide(shop, "order-to-stock", "--as", "neither", "--because", "one process").out
    assert "one of the two teams must give up its data" in " ".join(told.split())
    assert "owners" not in decide(shop, "order-to-invoice", "--as", "advice").out


@pytest.mark.slow
def test_people_who_disagree_on_a_decision_are_counted_in_the_first_lines(shop: Path) -> None:
    assert decide(shop, "order-to-mail", "--as", "event", "--because", "may be down").code == 0
    path = shop / "answers.yaml"
    text = path.read_text(encoding="utf-8")
    row = text.index("- id: order-to-mail")
    said = "needs: {value: unknown, said: [{value: result, who: Ana}, {value: nothing, who: Ben}]}"
    path.write_text(text[:row] + text[row:].replace("needs: nothing", said, 1), encoding="utf-8")
    assert "decided 1 of 8 rows, 1 disputed." in " ".join(run(shop, "score", "answers.yaml").out.split())


def test_the_first_lines_name_what_was_decided_otherwise_what_no_longer_holds_and_who_waits_by_decision(
    shop: Path,
) -> None:
    assert decide(shop, "order-to-fraud", "--as", "request", "--because", "no late rejection").code == 0
    assert decide(shop, "order-to-payment", "--as", "event", "--because", "in the background").code == 0
    assert decide(shop, "order-to-mail", "--as", "event", "--because", "may be down").code == 0
    path = shop / "answers.yaml"
    text = path.read_text(encoding="utf-8")
    row = text.index("- id: order-to-mail")
    path.write_text(text[:row] + text[row:].replace("needs: nothing", "needs: result", 1), encoding="utf-8")
    lead = " ".join(run(shop, "score", "answers.yaml").out.partition("\n\n")[0].split())
    assert "Decided otherwise than the answers advise: row 3. The decision no longer holds for row 5." in lead
    assert "By your decisions, Order will wait for Fraud." in lead
    assert "decided 3 of 8 rows, 1 otherwise than advised, 1 no longer holds." in lead
