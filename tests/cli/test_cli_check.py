"""`check` from the outside: each kind of finding there and gone, its id and place, closing, days and exit codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from checking import TODAY, changed, check, decide, decided, document, found, run, write
from program import ROOT, obeying_permissions, snapshot

from archadvisor.review.findings import KINDS, KINDS_OF_ROW, RULES


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    write(tmp_path, decided())
    return tmp_path


def edit(folder: Path, before: str, after: str, row: str = "") -> None:
    path = folder / "answers.yaml"
    write(folder, changed(path.read_text(encoding="utf-8"), before, after, row))


def close(folder: Path, finding: str, until: str, because: str = "under way") -> None:
    path = folder / "answers.yaml"
    entry = f'- {{finding: {finding}, because: "{because}", until: {until}, by: Ada}}\n'
    text = path.read_text(encoding="utf-8")
    write(folder, text + entry if "\nclosed:\n" in text else f"{text}\nclosed:\n{entry}")


def test_where_nothing_changed_it_says_nothing_and_writes_nothing(shop: Path) -> None:
    before = snapshot(shop)
    ran = check(shop)
    assert (ran.code, ran.out, ran.err) == (0, "", [])
    assert check(shop, "--strict").code == 0
    assert snapshot(shop) == before


def test_no_record_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, (ROOT / "examples/web-shop/answers.yaml").read_text(encoding="utf-8"))
    assert found(tmp_path) == {"decisions/no-record": "No decision is on record."}
    assert decide(tmp_path, "*", "--as", "advice").code == 0
    assert list(found(tmp_path)) == ["order-to-fraud/undecided"]  # nobody can accept advice that there is not
    assert decide(tmp_path, "order-to-fraud", "--as", "event", "--because", "so").code == 0
    assert found(tmp_path) == {}


def test_a_system_without_interactions_has_nothing_to_decide(tmp_path: Path) -> None:
    write(tmp_path, "version: 1\nsystem: {name: Shop}\n")
    assert check(tmp_path).code == 0


NEW = """
  - id: order-to-ledger
    from: Order
    to: [Ledger]
    purpose: book it
    answers: {wants: action, needs: nothing, by-when: minutes, takes: seconds, outage: catch-up, damage: [lost]}
"""


def test_a_new_row_is_undecided(shop: Path) -> None:
    text = decided()
    write(shop, text.replace("\nflows:", f"{NEW}\nflows:"))
    (message,) = found(shop).values()
    assert message == "Row 9 (Order → Ledger) is not decided; the advice is event: publish."
    assert decide(shop, "order-to-ledger", "--as", "advice").code == 0
    assert found(shop) == {}


@pytest.mark.parametrize(
    ("row", "before", "after", "told"),
    [
        (
            "order-to-mail",
            "needs: nothing",
            "needs: result",
            '"needs before it continues" was "nothing", is now "the result"',
        ),
        (
            "order-to-mail",
            "outage: catch-up",
            "takes: hours\n      outage: catch-up",
            '"slowest case" was "seconds", is now "hours"',
        ),
        ("order-to-stock", "also: [peaks]", "also: [may-object]", '"also counts" was "peaks", is now "any may object"'),
        ("shop-to-order", "needs: result", "needs: nothing", "is now"),
    ],
)
def test_the_answer_that_turned_a_row_is_named(shop: Path, row: str, before: str, after: str, told: str) -> None:
    edit(shop, before, after, row)
    message = found(shop)[f"{row}/turned"]
    assert "was decided on 2026-03-02 as" in message
    assert told in message.split("What turned it: ")[1]
    edit(shop, after, before, row)
    assert found(shop) == {}


def test_an_answer_that_was_given_since_is_named(shop: Path) -> None:
    edit(shop, "looks-next: no-one", "looks-next: no-one\n      also: [may-object]", "order-to-mail")
    assert (
        'What turned it: "also counts" was not answered, is now "any may object".'
        in found(shop)["order-to-mail/turned"]
    )


def test_an_answer_that_was_taken_away_is_named(tmp_path: Path) -> None:
    write(tmp_path, (ROOT / "examples/crud/answers.yaml").read_text(encoding="utf-8"))
    assert decide(tmp_path, "*", "--as", "advice").code == 0
    path = tmp_path / "answers.yaml"
    text = path.read_text(encoding="utf-8")
    (line,) = re.findall(r"^  Mail: \{.*\n", text, re.MULTILINE)
    assert "speaks: calls" in line or "speaks: [calls]" in line
    edit(tmp_path, line, re.sub(r"speaks: \[?calls\]?", "speaks: [messages]", line))
    (message,) = [text for name, text in found(tmp_path).items() if name.endswith("/turned")]
    assert re.search(r'" of Mail was ".*", is now ".*"', message), message


def test_an_answer_about_a_part_is_named_with_the_part(shop: Path) -> None:
    edit(shop, "Mail: {owner: same-team, can-change: freely}", "Mail: {owner: same-team, can-change: not}")
    message = found(shop)["order-to-mail/turned"]
    assert re.search(r'What turned it: "[^"]+" of Mail was "[^"]+", is now "[^"]+"', message), message


def test_an_answer_about_the_system_is_named(tmp_path: Path) -> None:
    write(tmp_path, (ROOT / "examples/iot/answers.yaml").read_text(encoding="utf-8"))
    assert decide(tmp_path, "*", "--as", "advice").code == 0
    path = tmp_path / "answers.yaml"
    write(tmp_path, re.sub(r"^    busiest: \S+", "    busiest: same", path.read_text(encoding="utf-8"), flags=re.M))
    (message,) = [text for name, text in found(tmp_path).items() if name.endswith("/turned")]
    assert re.search(r'What turned it: "[^"]+" .*is now "', message), message
    assert " of " not in message.split("What turned it: ")[1]


def test_answers_that_turned_a_row_only_together_are_named_together(shop: Path) -> None:
    edit(shop, "outage: catch-up", "takes: hours\n      outage: catch-up", "order-to-mail")
    edit(shop, "needs: nothing", "needs: result", "order-to-mail")
    edit(shop, "busiest: tenfold", "busiest: same")  # has nothing to do with it
    told = found(shop)["order-to-mail/turned"].split("What turned it: ")[1]
    assert told.count("is now") == 2
    assert "slowest case" in told
    assert "needs before it continues" in told


def test_a_decision_against_the_advice_holds_while_the_advice_stays(shop: Path) -> None:
    assert decide(shop, "order-to-mail", "--as", "request", "--because", "we want to").code == 0
    assert found(shop) == {}
    edit(shop, "needs: nothing", "needs: result", "order-to-mail")
    assert found(shop) == {}  # now the advice is what was decided
    edit(shop, "needs: result", "needs: nothing", "order-to-mail")
    assert decide(shop, "order-to-mail", "--as", "stream", "--because", "theirs").code == 0
    edit(shop, "outage: catch-up", "takes: hours\n      outage: catch-up", "order-to-mail")
    assert list(found(shop)) == ["order-to-mail/turned"]  # a form was decided, and another one is advised now


@pytest.mark.parametrize("to", ["[Payment]", "[SMS]", "[Mail, SMS]"])
def test_a_decision_does_not_follow_a_row_to_other_parts(to: str, shop: Path) -> None:
    edit(shop, "to: [Mail]", f"to: {to}", "order-to-mail")
    assert found(shop)["order-to-mail/moved"].endswith("was decided for Order → Mail.")
    decide(shop, "order-to-mail", "--as", "event", "--because", "there too")
    assert not any(name.startswith("order-to-mail/") for name in found(shop))


def test_an_unknown_answer_leaves_a_decision_alone(shop: Path) -> None:
    edit(shop, "needs: nothing", "needs: unknown", "order-to-mail")
    assert found(shop) == {}


SAID = "{{value: unknown, said: [{{value: {0}, who: Ines}}, {{value: {1}, who: [Tom, Eva]}}]}}"


def dispute(folder: Path, name: str, before: str, after: str, row: str = "") -> None:
    edit(folder, f"{name}: {before}", f"{name}: {SAID.format(before, after)}", row)


def test_a_disputed_ground_is_an_error_where_the_decision_would_not_hold(shop: Path) -> None:
    dispute(shop, "needs", "nothing", "result", "order-to-mail")
    (finding,) = document(shop)["findings"]
    assert (finding["id"], finding["rule"], finding["level"]) == ("order-to-mail/disputed", "disputed", "error")
    assert finding["message"] == (
        "Row 5 (Order → Mail) was decided as event: publish. "
        'The decision rests on "needs before it continues" = "nothing", which people dispute now: '
        'Ines says "nothing" and Tom and Eva say "the result". '
        'With "the result" it would not hold: the advice is then request: call.'
    )
    line = (shop / "answers.yaml").read_text(encoding="utf-8").splitlines()[finding["line"] - 1]
    assert line[finding["column"] - 1 :].startswith("needs: {value: unknown")
    close(shop, "order-to-mail/disputed", "2026-12")
    assert check(shop).code == 0


def test_a_disputed_ground_is_a_note_while_the_decision_holds_with_each_answer(shop: Path) -> None:
    dispute(shop, "looks-next", "no-one", "others", "order-to-mail")
    (message,) = found(shop).values()
    assert message.startswith("(Row 5 (Order → Mail) was decided as event: publish. The decision rests on ")
    assert message.endswith("It holds with each of these answers.)")
    assert (check(shop).code, check(shop, "--strict").code) == (0, 1)
    shown = " ".join(run(shop, "score", "answers.yaml").out.split())
    assert re.search(r'disputed The decision rests on "[^"]+" = "[^"]+", which people dispute now: Ines says', shown)


def test_a_disputed_ground_of_a_part_names_it(shop: Path) -> None:
    dispute(shop, "can-change", "freely", "not")
    (message,) = [text for name, text in found(shop).items() if name == "order-to-mail/disputed"]
    assert re.search(r'rests on "[^"]+" of \w+ = "[^"]+", which people dispute now: Ines says ', message), message


def test_answers_that_turn_a_row_only_together_are_tried_together(shop: Path) -> None:
    dispute(shop, "needs", "result", "accepted", "order-to-payment")
    assert found(shop)["order-to-payment/disputed"].startswith("(")
    dispute(shop, "stands-still", "person", "no-one", "order-to-payment")
    message = found(shop)["order-to-payment/disputed"]
    assert message.count("people dispute now") == 2
    assert re.search(r'With "[^"]+" and "[^"]+" it would not hold: the advice is then event', message)


def test_a_dispute_that_is_settled_for_another_way_has_turned_the_decision(shop: Path) -> None:
    edit(shop, "needs: result", f"needs: {SAID.format('accepted', 'nothing')}", "order-to-invoice")
    message = found(shop)["order-to-invoice/turned"]
    assert '"needs before it continues" was "the result", is now disputed ("an \'accepted\'" or "nothing")' in message


def test_a_disputed_answer_on_which_no_decision_rests_is_no_finding(shop: Path) -> None:
    text = (shop / "answers.yaml").read_text(encoding="utf-8")
    start = text.index("    decision:", text.index("- id: order-to-mail"))
    end = text.index("\n\n", start)
    write(shop, f"{text[:start]}    decision: {{style: event, because: so}}{text[end:]}")
    dispute(shop, "needs", "nothing", "result", "order-to-mail")
    assert found(shop) == {}


def test_rules_that_changed_alone_are_a_note(shop: Path) -> None:
    edit(shop, 'rules: "1"', 'rules: "0"', "order-to-mail")
    edit(shop, "advised: event", "advised: request", "order-to-mail")
    edit(shop, "style: event", "style: request", "order-to-mail")
    edit(shop, "form: publish", "form: call", "order-to-mail")
    edit(shop, "advised-form: publish", "advised-form: call", "order-to-mail")
    (message,) = found(shop).values()
    assert message.startswith(
        "(Row 5 (Order → Mail) was decided on 2026-03-02 as request: call; the advice is now event"
    )
    assert "The rules changed (0 → 1), and no changed answer explains it." in message
    assert (check(shop).code, check(shop, "--strict").code) == (0, 1)
    assert check(shop).out.endswith("1 note.\n")
    edit(shop, "looks-next: no-one", "looks-next: others", "order-to-mail")  # does not explain it
    assert list(found(shop)) == ["order-to-mail/rules-changed"]


def test_a_contradiction_is_a_finding_until_one_of_its_answers_is_corrected(shop: Path) -> None:
    edit(shop, "outage: catch-up", "outage: stop", "order-to-mail")
    message = found(shop)["order-to-mail/nothing-needed-yet-stops"]
    assert message.startswith("Row 5 (Order → Mail): Order needs no answer from Mail, but cannot continue")
    edit(shop, "outage: stop", "outage: catch-up", "order-to-mail")
    assert found(shop) == {}


def test_a_contradiction_that_only_new_rules_see_is_a_note(shop: Path) -> None:
    edit(shop, "outage: catch-up", "outage: stop", "order-to-mail")
    decide(shop, "order-to-mail", "--as", "event", "--because", "so")
    assert list(found(shop)) == ["order-to-mail/nothing-needed-yet-stops"]
    edit(shop, 'rules: "1"', 'rules: "0"', "order-to-mail")
    assert "The rules changed (0 → 1)" in found(shop)["order-to-mail/nothing-needed-yet-stops"]
    assert (check(shop).code, check(shop, "--strict").code) == (0, 1)
    edit(shop, "takes: seconds", "takes: minutes", "order-to-mail")  # an answer of it changed: it is the team's again
    assert check(shop).code == 1


@pytest.mark.parametrize(
    ("before", "after", "name", "place"),
    [
        ("busiest: tenfold", "busiest: {value: tenfold, confirm-by: 2026-06}", "system/confirm-busiest", "confirm-by"),
        (
            "Mail: {owner: same-team",
            "Mail: {owner: {value: same-team, confirm-by: 2026-06}",
            "Mail/confirm-owner",
            "confirm-by",
        ),
        (
            "needs: nothing",
            "needs: {value: nothing, who: Grace, confirm-by: 2026-06}",
            "order-to-stock/confirm-needs",
            "confirm-by",
        ),
    ],
)
def test_an_answer_that_had_to_be_confirmed(shop: Path, before: str, after: str, name: str, place: str) -> None:
    edit(shop, before, after)
    assert found(shop, today="2026-06-30") == {}  # a month is its last day
    findings = document(shop, today="2026-07-01")["findings"]
    assert [one["id"] for one in findings] == [name]
    line = (shop / "answers.yaml").read_text(encoding="utf-8").splitlines()[findings[0]["line"] - 1]
    assert line[findings[0]["column"] - 1 :].startswith(place)
    assert findings[0]["action"].startswith("Ask Grace: " if "Grace" in after else "Ask ")


def test_a_review_is_due_when_its_day_is_over(shop: Path) -> None:
    decide(shop, "order-to-mail", "--as", "event", "--because", "so", "--review", "2026-04")
    assert found(shop, today="2026-04-30") == {}
    assert list(found(shop, today="2026-05-01")) == ["order-to-mail/review"]
    decide(shop, "order-to-mail", "--as", "event", "--because", "so", "--review", "2028-02-29")
    assert found(shop, today="2028-02-29") == {}
    assert list(found(shop, today="2028-03-01")) == ["order-to-mail/review"]


def test_a_decision_by_hand_says_nothing_of_its_grounds(shop: Path) -> None:
    by_hand = "decision: {style: event, because: everybody does}"
    text = decided()
    start = text.index("    decision:", text.index("- id: order-to-mail"))
    end = text.index("\n\n", start)
    write(shop, f"{text[:start]}    {by_hand}{text[end:]}")
    assert found(shop) == {}  # it is what is advised
    edit(shop, "style: event, because: everybody", "style: request, because: everybody")
    (name, message), *_ = found(shop).items()
    assert name == "order-to-mail/unrecorded"
    assert "does not say what it rests on" in message
    edit(shop, 'rules: "1"\n', "") if re.match(r'rules: "1"', decided()) else None
    assert decide(shop, "order-to-mail", "--as", "request", "--because", "everybody does").code == 0
    assert found(shop) == {}


@pytest.mark.parametrize("finding", KINDS.values())
def test_explain_knows_each_kind_of_finding(finding: str, tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", finding)
    assert (ran.code, ran.err) == (0, [])
    assert " ".join(ran.out.split()).partition(": ")[0].endswith("A finding of archadvisor check")
    assert "what to do" in ran.out


def test_the_page_lists_each_kind_of_finding_and_each_rule() -> None:
    page = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `ROW/([a-z-]+)` \|", page, re.MULTILINE)
    assert sorted(listed) == sorted(KINDS_OF_ROW)
    (rules,) = re.findall(r"also the rule in SARIF: (.*) \|", page)
    assert re.findall(r"`([a-z-]+)`", rules) == list(RULES)


def test_explain_knows_each_finding_as_it_is_printed(shop: Path) -> None:
    write(shop, decided().replace("\nflows:", f"{NEW}\nflows:"))
    edit(shop, "outage: catch-up", "outage: stop", "order-to-mail")
    edit(shop, "busiest: tenfold", "busiest: {value: tenfold, confirm-by: 2026-06}")
    edit(shop, "needs: result", "needs: nothing", "order-to-payment")
    close(shop, "nowhere/moved", "2027-01")
    told = {name: run(shop, "explain", name).out.split()[0] for name in found(shop, today="2026-07-01")}
    assert told == {
        "system/confirm-busiest": "confirm",
        "order-to-payment/turned": "turned",
        "order-to-mail/nothing-needed-yet-stops": "contradiction",
        "order-to-ledger/undecided": "undecided",
        "nowhere/moved": "moved",
    }
    assert (
        run(shop, "explain", "order-to-mail/nothing-such")
        .err[0]
        .startswith("no entry and no row has the name 'order-to-mail/nothing-such'")
    )


# --- ids, places and closing ------------------------------------------------------------------------------


def test_ids_stay_when_lines_and_rows_move_and_places_move_with_them(shop: Path) -> None:
    edit(shop, "needs: nothing", "needs: result", "order-to-mail")
    edit(shop, "outage: catch-up", "outage: stop", "order-to-stock")
    before = document(shop)["findings"]
    text = (shop / "answers.yaml").read_text(encoding="utf-8")
    head, *rows = re.split(r"(?m)^(?=  - id: )", text.split("\nflows:")[0] + "\n")
    write(shop, "# one\n# two\n" + head + "".join(reversed(rows)) + "\nflows:" + text.split("\nflows:")[1])
    after = document(shop)["findings"]
    assert {one["id"] for one in before} == {one["id"] for one in after}
    assert {one["line"] for one in before}.isdisjoint({one["line"] for one in after})
    lines = (shop / "answers.yaml").read_text(encoding="utf-8").splitlines()
    for one in after:
        assert lines[one["line"] - 1][one["column"] - 1 :].startswith(("decision:", "needs:"))


def test_a_finding_can_be_closed_until_a_day(shop: Path) -> None:
    edit(shop, "needs: nothing", "needs: result", "order-to-mail")
    assert check(shop).code == 1
    close(shop, "order-to-mail/turned", "2026-06")
    ran = check(shop, today="2026-06-30")
    assert (ran.code, ran.out) == (0, "")
    (closed,) = document(shop, today="2026-06-30")["closed"]
    assert closed["closed"] == {"because": "under way", "until": "2026-06", "by": "Ada"}
    message = found(shop, today="2026-07-01")["order-to-mail/turned"]
    assert message.endswith("It was closed until 2026-06 (under way), which has passed.")


def test_the_closing_that_lasts_longest_counts_wherever_it_stands(shop: Path) -> None:
    edit(shop, "needs: nothing", "needs: result", "order-to-mail")
    close(shop, "order-to-mail/turned", "2026-12")
    close(shop, "order-to-mail/turned", "2026-01")
    assert check(shop).code == 0
    assert check(shop, today="2027-01-01").code == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("way", "needs", "holds"),
    [
        ("request", "result", True),
        ("request", "nothing", False),
        ("event", "nothing", True),
        ("event", "accepted", True),
        ("event", "result", False),
        ("neither", "nothing", False),
    ],
)
def test_a_decision_on_an_open_row_holds_until_the_answers_close_it_another_way(
    shop: Path, way: str, needs: str, holds: bool
) -> None:
    assert decide(shop, "order-to-fraud", "--as", way, "--because", "we had to begin").code == 0
    assert found(shop) == {}
    (row,) = [line for line in (shop / "answers.yaml").read_text("utf-8").splitlines() if "May a buyer leave" in line]
    edit(shop, row.strip(), f"needs: {needs}")
    assert set(found(shop)) == (set() if holds else {"order-to-fraud/turned"})
    if not holds:
        assert (
            'What turned it: "needs before it continues" was not answered, is now'
            in found(shop)["order-to-fraud/turned"]
        )


@pytest.mark.slow
def test_what_comes_to_stand_in_the_way_of_a_decision_ends_it(shop: Path) -> None:
    assert decide(shop, "order-to-mail", "--as", "neither", "--because", "one team, one release").code == 0
    assert found(shop) == {}
    edit(shop, "Mail: {owner: same-team", "Mail: {owner: outside")
    assert "cannot share a service: one of them is run by another company." in found(shop)["order-to-mail/turned"]
    assert decide(shop, "order-to-mail", "--as", "neither", "--because", "we buy the company").code == 0
    assert found(shop) == {}, "it was told, and decided all the same"


@pytest.mark.slow
def test_a_team_that_decides_row_by_row_closes_a_kind_for_every_row(shop: Path) -> None:
    edit(shop, "needs: nothing", "needs: result", "order-to-mail")
    text = (shop / "answers.yaml").read_text(encoding="utf-8")
    row = text.index("  - id: order-to-analytics")
    start, end = text.index("    decision:", row), text.index("  - id: order-to-fraud", row)
    write(shop, text[:start] + text[end:])
    assert set(found(shop)) == {"order-to-mail/turned", "order-to-analytics/undecided"}
    close(shop, '"*/undecided"', "2026-06")
    assert set(found(shop, today="2026-06-30")) == {"order-to-mail/turned"}
    assert "which has passed" in found(shop, today="2026-07-01")["order-to-analytics/undecided"]
    run(shop, "decide", "order-to-mail,order-to-analytics", "--as", "advice")
    assert found(shop, today="2026-06-30") == {}, "a new row may come at any time"


def test_a_note_that_was_closed_for_a_time_is_never_green_after_it(shop: Path) -> None:
    edit(shop, 'rules: "1"', 'rules: "0"', "order-to-mail")
    edit(shop, "advised: event", "advised: request", "order-to-mail")
    edit(shop, "advised-form: publish", "advised-form: call", "order-to-mail")
    edit(shop, "style: event\n      form: publish", "style: request\n      form: call", "order-to-mail")
    close(shop, "order-to-mail/rules-changed", "2026-01")
    assert check(shop).code == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("finding", "why"),
    [
        ("order-to-mail/turned", "there is no such finding now."),
        ("order-to-mail/confirm-needs", "there is no such finding now."),
        ("order-to-mail/nothing-needed-yet-stops", "there is no such finding now."),
        ("Mail/confirm-owner", "there is no such finding now."),
        ("Analytcs/confirm-owner", "there is no row or part 'Analytcs'; did you mean 'Analytics'?"),
        ("system/confirm-busiest", "there is no such finding now."),
        ("decisions/no-record", "there is no such finding now."),
        ("gone/turned", "there is no row 'gone'."),
        ("order-to-mial/turned", "there is no row 'order-to-mial'; did you mean 'order-to-mail'?"),
        ("Order-to-Mail/turned", "there is no row 'Order-to-Mail'; did you mean 'order-to-mail'?"),
        ("order-to-mail/trned", "there is no kind of finding 'trned'; did you mean 'turned'?"),
        ("order-to-mail/confirm-neds", "there is no kind of finding 'confirm-neds'; did you mean 'confirm-needs'?"),
        ("Billing/EU/confirm-owner", "there is no row or part 'Billing/EU'."),
        ("order-to-mail", "there is no such finding; expected ROW/KIND."),
        ('"*/undecded"', "there is no kind of finding 'undecded'; did you mean 'undecided'?"),
        ("whatever", "there is no such finding; expected ROW/KIND."),
    ],
)
def test_a_closing_of_nothing_is_a_note(shop: Path, finding: str, why: str) -> None:
    close(shop, finding, "2026-01")
    finding = finding.strip('"')
    assert found(shop) == {finding: f"({finding} is closed, but {why})"}
    assert check(shop, "--strict").code == 0


def test_the_date_of_all_commands_is_the_day_to_check_for(shop: Path) -> None:
    decide(shop, "order-to-mail", "--as", "event", "--because", "so", "--review", "2026-04")
    assert run(shop, "check", "--date", "2026-04-30").code == 0
    late = run(shop, "--date", "2026-05-01", "check")
    assert (late.code, late.out) == (1, check(shop, today="2026-05-01").out)
    assert check(shop, "--date", "2026-05-01", today="2026-05-01").code == 1
    both = check(shop, "--date", "2026-05-02", today="2026-05-01")
    assert (both.code, both.out, both.err) == (
        2,
        "",
        ["--today '2026-05-01': --date says 2026-05-02; expected one of them"],
    )


def test_the_same_day_gives_the_same_bytes(shop: Path) -> None:
    edit(shop, "needs: nothing", "needs: result", "order-to-mail")
    edit(shop, "outage: catch-up", "outage: stop", "order-to-stock")
    for fmt in ("terminal", "json", "github", "sarif", "junit"):
        assert check(shop, "--format", fmt) == check(shop, "--format", fmt)


def test_the_action_names_the_file_where_it_is_not_the_usual_one(shop: Path) -> None:
    (shop / "answers.yaml").rename(shop / "our shop.yaml")
    edit_text = changed((shop / "our shop.yaml").read_text(), "needs: nothing", "needs: result", "order-to-mail")
    (shop / "our shop.yaml").write_text(edit_text)
    out = check(shop, "our shop.yaml").out
    assert "our shop.yaml:1" in out
    assert "archadvisor decide order-to-mail 'our shop.yaml' --as … --because …" in " ".join(out.split())


# --- exit codes, and that it never writes ------------------------------------------------------------------


def test_exit_codes(shop: Path) -> None:
    assert check(shop).code == 0
    assert check(shop, "--format", "html").code == 2
    assert run(shop, "check", "--today", "2026-06").code == 2
    assert run(shop, "check", "--today", "20260601").code == 2
    assert run(shop, "check", "--today", "tomorrow").err == ["--today 'tomorrow' is not a date; expected YYYY-MM-DD"]
    assert check(shop, "gone.yaml").code == 5
    (shop / "wrong.yaml").write_text("version: 1\nsystem: {name: A}\ninteractions: [{id: a}]\n")
    assert check(shop, "wrong.yaml").code == 3
    assert check(shop, "-o", "answers.yaml", "--format", "json").code == 2
    edit(shop, "needs: nothing", "needs: result", "order-to-mail")
    assert check(shop).code == 1


def test_findings_go_to_files_and_the_answers_stay(shop: Path) -> None:
    edit(shop, "needs: nothing", "needs: result", "order-to-mail")
    before = snapshot(shop)
    names = ("c.json", "c.sarif", "c.sarif.json", "c.xml", "c.txt")
    ran = check(shop, *(word for name in names for word in ("-o", name)), "-o", "-")
    assert ran.code == 1
    assert "order-to-mail/turned" in ran.out
    assert ran.err == [f"wrote {name}" for name in names]
    assert {name: kept for name, kept in snapshot(shop).items() if name in before} == before
    assert set(snapshot(shop)) == {*before, *names}
    for name in names:
        assert "order-to-mail/turned" in (shop / name).read_text(encoding="utf-8")


def test_it_works_where_nothing_may_be_written(shop: Path) -> None:
    prefix = tuple(obeying_permissions())
    edit(shop, "needs: nothing", "needs: result", "order-to-mail")
    (shop / "answers.yaml").chmod(0o444)
    shop.chmod(0o555)
    before = snapshot(shop)
    try:
        ran = run(shop, "check", "--today", TODAY, prefix=prefix)
        assert (ran.code, snapshot(shop)) == (1, before)
    finally:
        shop.chmod(0o755)


def test_answers_may_come_from_standard_input(shop: Path) -> None:
    text = changed(decided(), "needs: nothing", "needs: result", "order-to-mail").encode()
    ran = run(shop, "check", "-", "--today", TODAY, stdin=text)
    assert ran.code == 1
    assert ran.out.startswith("<stdin>:")


def test_several_files_are_checked_in_one_run(shop: Path) -> None:
    (shop / "answers-b.yaml").write_text(changed(decided(), "needs: nothing", "needs: result", "order-to-mail"))
    assert check(shop, "answers.yaml").code == 0
    assert check(shop, "answers.yaml", "answers-b.yaml", "answers.yaml").out.count("order-to-mail/turned") == 1
    edit(shop, "needs: nothing", "needs: result", "order-to-mail")
    ran = check(shop, "answers.yaml", "answers-b.yaml", "-o", "c.json", "-o", "c.xml", "-o", "c.sarif")
    assert ran.code == 1
    assert (shop / "c.xml").read_text().count('name="order-to-mail/turned (answers-b.yaml)"') == 1
    assert len(set(re.findall(r'"primaryLocationLineHash": (\S+)', (shop / "c.sarif").read_text()))) == 2
    assert check(shop, "answers.yaml", "gone.yaml").code == 5


def test_a_name_that_is_not_utf_8_is_told(shop: Path) -> None:
    name = b"caf\xe9.yaml"
    text = changed(decided(), "needs: nothing", "needs: result", "order-to-mail")
    Path(bytes(shop.absolute()).decode(), "x").parent.joinpath(name.decode("utf-8", "surrogateescape")).write_text(text)
    for fmt in ("terminal", "json", "github", "sarif", "junit"):
        ran = check(shop, name.decode("utf-8", "surrogateescape"), "--format", fmt)
        assert ran.code == 1
        assert "caf" in ran.out
