"""`archadvisor adr` on real folders: what it writes, what it leaves alone, and what other tools make of it."""

from __future__ import annotations

import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import folder_rules
import pytest
import yaml
from program import Ended, command, environment, run, snapshot

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "adr"
NYGARD = b"# 1. Record architecture decisions\n\nDate: 2025-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nc\n"
NYGARD += b"\n## Decision\n\nd\n\n## Consequences\n\ne\n\n## Considered Options\n\n* a\n* b\n"
MADR = b"---\nstatus: accepted\ndate: 2025-01-01\n---\n# Use MADR\n\n\xff not UTF-8\r\n"
DATED = b"# Use log4brains\n\n- Status: accepted\n- Date: 2025-01-01\n\n## Context and Problem Statement\n\nc\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a folder with the web shop's answers, of which one row is decided."""
    shutil.copy(ROOT / "examples" / "web-shop" / "answers.yaml", tmp_path)
    decide(tmp_path, "order-to-mail", "event", "2026-03-12")
    return tmp_path


def decide(folder: Path, rows: str, way: str, day: str, *more: str) -> None:
    arguments = ("--date", day, "decide", rows, "--as", way, "--because", f"as of {day}", *more)
    assert run(*arguments, cwd=folder).code == 0


def adr(folder: Path, *arguments: str) -> Ended:
    done = run("--date", "2026-12-24", "adr", *arguments, cwd=folder)
    elsewhere = f"check finds these records with: archadvisor check --records {arguments[-1]}" if arguments else ""
    assert (done.code, done.errors) == (0, [elsewhere] if "--dir" in arguments else []), done
    return done


def records(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if re.match(r"\d", path.name))


def many(number: int, decided: Callable[[int], str]) -> str:
    """Return answers with so many rows, each with its decision."""
    rows = [
        f"- id: row-{one}\n  from: A{one}\n  to: [B{one}]\n  purpose: p\n  answers: {{wants: action, needs: nothing}}\n"
        f"  decision: {{style: {decided(one)}, because: reason {one}, by: Ines, date: '2026-03-12'}}\n"
        for one in range(number)
    ]
    return f"version: 1\nsystem: {{name: Shop}}\ninteractions:\n{''.join(rows)}"


RULES = {
    "madr": (folder_rules.madr, folder_rules.adrs),
    "adr-tools": (folder_rules.adr_tools, folder_rules.adrs),
    "log4brains": (folder_rules.log4brains,),
}
FIRST = {"madr": None, "adr-tools": ("0001-a.md", NYGARD), "log4brains": ("20250101-a.md", DATED)}


@pytest.mark.slow
@pytest.mark.parametrize("convention", RULES)
def test_a_folder_of_a_hundred_passes_the_rules_of_other_tools(convention: str, tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "adr"
    folder.mkdir(parents=True)
    first = FIRST[convention]
    if first:
        (folder / first[0]).write_bytes(
            first[1].replace(b"## Context\n", b"## Context and Problem Statement\n")
            .replace(b"## Decision\n", b"## Decision Outcome\n")
            .replace(b"## Consequences\n\ne", b"### Consequences\n\n* Good, e")
        )  # fmt: skip
    changed = 12
    answers = tmp_path / "answers.yaml"
    answers.write_text(many(100 - changed, lambda _: "event"))
    adr(tmp_path)
    answers.write_text(many(100 - changed, lambda one: "request" if one < changed else "event"))
    adr(tmp_path)
    assert len(records(folder)) == 100 + bool(first)
    for rules in RULES[convention]:
        assert list(rules(folder)) == []
    over = [path for path in records(folder) if re.search(r"superseded by \[", path.read_text(), re.IGNORECASE)]
    assert len(over) == changed


def test_rules_of_other_tools_complain_about_what_is_wrong(shop: Path) -> None:
    adr(shop)
    (path,) = records(shop / "docs" / "adr")
    text = path.read_text()
    path.write_text(text.replace("status: accepted", "status: approved"))
    assert list(folder_rules.madr(path.parent))
    assert list(folder_rules.adrs(path.parent))
    path.write_text(text)
    path.with_name("0001-other.md").write_text(text)
    assert list(folder_rules.madr(path.parent))
    assert list(folder_rules.adrs(path.parent))
    assert list(folder_rules.adr_tools(path.parent))


@pytest.mark.parametrize("name", ["order-to-mail", "order-to-payment", "together", "order-to-invoice"])
def test_the_web_shops_records(name: str, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    shutil.copy(ROOT / "examples" / "web-shop" / "answers.yaml", tmp_path)
    standing = (
        "built: [outbox]\n    waived: {correlation-id: 'one log, \"grep\" finds it'}\n    from: Order\n    to: [Mail]"
    )
    answers = tmp_path / "answers.yaml"
    answers.write_text(answers.read_text().replace("from: Order\n    to: [Mail]", standing))
    decide(tmp_path, "order-to-mail", "advice", "2026-03-12", "--by", "Ines, Tom", "--review", "2026-09")
    decide(tmp_path, "order-to-payment", "webhook", "2026-03-12", "--ticket", "SHOP-12")
    decide(tmp_path, "order-to-stock,order-to-analytics", "publish", "2026-03-13", "--by", "Ines")
    decide(tmp_path, "order-to-invoice", "advice", "2026-03-14")
    adr(tmp_path, {"together": "order-to-stock"}.get(name, name))
    (path,) = records(tmp_path / "docs" / "adr")
    golden(GOLDEN / f"{name}.md", path.read_text())


def option(record: str, label: str) -> list[str]:
    """Return what a record says for and against an option."""
    told = record.split(f"\n### {label}\n")[1].split("\n#")[0]
    return [line for line in told.split("\n") if line]


def test_an_option_is_told_only_what_is_true_of_it(shop: Path) -> None:
    decide(shop, "shop-to-catalogue", "kept in one service", "2026-03-12")
    adr(shop, "shop-to-catalogue")
    (path,) = records(shop / "docs" / "adr")
    text = path.read_text()
    together = [
        "* Good, because no compensation, no reconciliation, no moment of inconsistency",
        "* Bad, because of its price: Shop and Catalogue are released together",
    ]
    assert option(text, "kept in one service") == together
    assert [line for line in text.split("### Confirmation")[0].split("### Consequences")[1].split("\n") if line][
        :1
    ] == (together[:1])
    reads = "Shop reads data from Catalogue, and nothing changes there"
    assert f"* Good, because {reads}" in option(text, "request: call")
    assert f"Bad, because {reads}" not in text
    event = option(text, "event (send a message and continue)")
    assert "* Bad, because no broker runs here, though some team members have used one elsewhere" in event
    assert "- [ ] " not in text  # what a transaction keeps together cannot be tried where nothing is changed


def reopening(path: Path) -> list[str]:
    """Return what a record says would reopen its decision, without what every record says."""
    told = path.read_text().split("What would reopen this decision:\n\n")[1].split("\n\n")[0]
    return told.split("\n")[:-1]


def test_what_reopens_a_decision_turns_away_from_it(shop: Path) -> None:
    decide(shop, "order-to-mail", "request", "2026-03-13")
    decide(shop, "order-to-fraud", "request", "2026-03-14")
    decide(shop, "order-to-stock", "publish", "2026-03-15")
    adr(shop)
    found = {path.name.split("-")[3]: path for path in records(shop / "docs" / "adr")}
    assert reopening(found["mail"]) == []
    open_one = reopening(found["fraud"])
    assert open_one[0].startswith("* An answer that closes the row another way: the answers left it open, leaning to")
    assert not any("would become a request" in line.lower() for line in open_one)
    assert reopening(found["stock"])[0].startswith("* Would become a request if Order needed the result")
    for path in found.values():
        consequences = path.read_text().split("### Consequences")[1].split("###")[0]
        assert "* Bad, because of its price: " in consequences


def test_a_second_run_writes_nothing_and_says_so(shop: Path) -> None:
    assert adr(shop).out == "wrote docs/adr/0001-order-to-mail-confirmation-event-publish.md\n"
    before = snapshot(shop)
    assert adr(shop).out == "nothing to write: what is decided stands in docs/adr (1 record)\n"
    assert adr(shop, "order-to-mail").out.startswith("nothing to write")
    assert snapshot(shop) == before


@pytest.mark.parametrize("convention", RULES)
def test_a_decision_without_a_day_gets_no_invented_one(convention: str, shop: Path) -> None:
    folder = shop / "docs" / "adr"
    folder.mkdir(parents=True)
    first = FIRST[convention]
    if first:
        (folder / first[0]).write_bytes(first[1])
    answers = shop / "answers.yaml"
    text = answers.read_text()
    assert text.count('date: "2026-03-12"\n') == 1
    answers.write_text(text.replace('      date: "2026-03-12"\n', "      by: Ines\n"))
    assert run("--date", "2026-11-28", "adr", cwd=shop).code == 0
    record = records(folder)[-1]
    said = record.read_text()
    assert "\nDecided by Ines; the day is not recorded. This record is of 2026-11-28.\n" in said
    assert re.search(r"^(- )?date: 2026-11-28$", said, re.MULTILINE | re.IGNORECASE)
    assert "- [ ] by 2027-02-28: " in said
    for rules in RULES[convention]:
        if first is None or rules is not folder_rules.adrs:  # which asks more of the record that is there already
            assert list(rules(folder)) == []
    before = snapshot(shop)
    assert run("--date", "2026-12-24", "adr", cwd=shop).out.startswith("nothing to write")
    assert snapshot(shop) == before


def test_a_decision_of_a_month_gets_no_invented_day(shop: Path) -> None:
    answers = shop / "answers.yaml"
    answers.write_text(answers.read_text().replace('date: "2026-03-12"', "date: 2026-03"))
    adr(shop)
    (record,) = records(shop / "docs" / "adr")
    assert "\nDecided in 2026-03.\n" in record.read_text()
    assert "\ndate: 2026-03-31\n" in record.read_text()


def test_a_record_is_found_again_after_an_edit_by_hand(shop: Path) -> None:
    adr(shop)
    (path,) = records(shop / "docs" / "adr")
    text = path.read_text().replace("# Order to Mail", "# We publish for Mail")
    path.unlink()
    edited = path.with_name("0003-mail.md")
    edited.write_text(text.replace("### Confirmation", "Somebody's words.\n\n### Confirmation"))
    assert adr(shop).out.startswith("nothing to write")
    decide(shop, "order-to-mail", "request", "2026-06-01")
    assert adr(shop).out.splitlines() == [
        "wrote docs/adr/0004-order-to-mail-confirmation-request-call.md",
        "superseded docs/adr/0003-mail.md",
    ]
    assert "Somebody's words." in edited.read_text()


SUPERSEDED = {
    "madr": 'status: "superseded by [ADR-0002](0002-order-to-mail-confirmation-request-call.md)"',
    "adr-tools": (
        "Superseded\n\nSuperseded by [3. Order to Mail (confirmation): request, call]"
        "(0003-order-to-mail-confirmation-request-call.md)"
    ),
    "log4brains": (
        "- Status: superseded by [20260601-order-to-mail-confirmation-request-call]"
        "(20260601-order-to-mail-confirmation-request-call.md)"
    ),
}
SUPERSEDES = {
    "madr": "Supersedes [ADR-0001](0001-order-to-mail-confirmation-event-publish.md).",
    "adr-tools": (
        "Supersedes [2. Order to Mail (confirmation): event, publish](0002-order-to-mail-confirmation-event-publish.md)"
    ),
    "log4brains": (
        "- Supersedes [20260312-order-to-mail-confirmation-event-publish]"
        "(20260312-order-to-mail-confirmation-event-publish.md)"
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("convention", RULES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_changed_decision_supersedes_and_changes_the_status_alone(convention: str, ends: str, shop: Path) -> None:
    folder = shop / "records"
    folder.mkdir()
    first = FIRST[convention]
    if first:
        (folder / first[0]).write_bytes(first[1])
    adr(shop, "--dir", "records")
    old = records(folder)[-1]
    old.write_bytes(old.read_bytes().replace(b"\n", ends.encode()))
    before = old.read_bytes().decode()
    decide(shop, "order-to-mail", "request", "2026-06-01")
    adr(shop, "--dir", "records")
    new = records(folder)[-1]
    assert new != old
    assert SUPERSEDES[convention] in new.read_text().split("\n")
    accepted = {"madr": "status: accepted", "adr-tools": "Accepted", "log4brains": "- Status: accepted"}[convention]
    assert before.count(f"{ends}{accepted}{ends}") == 1
    over = SUPERSEDED[convention].replace("\n", ends)
    assert old.read_bytes().decode() == before.replace(f"{ends}{accepted}{ends}", f"{ends}{over}{ends}")
    if first:
        assert (folder / first[0]).read_bytes() == first[1]
    assert adr(shop, "--dir", "records").out.startswith("nothing to write")


def test_each_place_that_says_the_status_is_changed(shop: Path) -> None:
    """A record of MADR 2 has a list, some teams have a section beside it."""
    adr(shop)
    (path,) = records(shop / "docs" / "adr")
    both = (
        "\n\n* Status: accepted <!-- x -->\n* Date: 2026-03-12\n\n## Status\n\n- Accepted\n\nWords.\n\n## Context and"
    )
    path.write_text(
        path.read_text().replace("status: accepted\n", "status:   'accepted'\n").replace("\n\n## Context and", both)
    )
    decide(shop, "order-to-mail", "request", "2026-06-01")
    adr(shop)
    text = path.read_text()
    new = "0002-order-to-mail-confirmation-request-call.md"
    assert f'\nstatus:   "superseded by [ADR-0002]({new})"\n' in text
    assert f"\n* Status: superseded by [ADR-0002]({new})\n* Date: 2026-03-12\n" in text
    assert f"\n- Superseded by [2. Order to Mail (confirmation): request, call]({new})\n\nWords.\n" in text


def handed_over(folder: Path, ticket: str) -> tuple[str, str, str]:
    """Return a record and two reports about a decision with a ticket."""
    decide(folder, "order-to-mail", "request", "2026-03-12", "--by", "Ines, Tom", "--ticket", ticket)
    adr(folder, "order-to-mail")
    outputs = ("--output", "report.md", "--output", "report.html")
    assert run("score", "answers.yaml", *outputs, cwd=folder).code == 0
    (record,) = records(folder / "docs" / "adr")
    return record.read_text(), (folder / "report.md").read_text(), (folder / "report.html").read_text()


@pytest.mark.parametrize("ticket", ["https://jira.example.org/browse/SHOP_12_?a=1&b=*x*", "http://tickets/7"])
def test_a_ticket_on_the_web_is_a_link(ticket: str, shop: Path) -> None:
    record, report, page = handed_over(shop, ticket)
    assert f"Decided by Ines, Tom on 2026-03-12. Ticket: <{ticket}>.\n" in record
    assert f"- Decided: Ines, Tom, 2026-03-12, <{ticket}>\n" in report
    address = ticket.replace("&", "&amp;")
    assert f'Ines, Tom, 2026-03-12, <a href="{address}">{address}</a></dd>' in page


@pytest.mark.slow
@pytest.mark.parametrize(
    "ticket",
    [
        *("javascript:alert(1)", "ftp://files.example.org/x", "https://", "https://a b", "x https://a"),
        *("https://a><script>alert(1)</script>", 'https://a"onclick="x\\', "https://a|b`c", "https://a\u202eb"),
    ],
)
def test_a_ticket_that_is_no_plain_address_stays_text(ticket: str, shop: Path) -> None:
    told = [
        line
        for text in handed_over(shop, ticket)
        for line in text.split("\n")
        if "Ines, Tom" in line and "2026-03-12" in line
    ]
    assert len(told) == 3
    for line in told:
        at = line.index("2026-03-12")
        assert not re.match(r"[^<]*<(?!/dd>)", line[at : at + 60]), line


@pytest.mark.slow
@pytest.mark.parametrize("status", ["rejected", "deprecated"])
def test_a_record_that_somebody_rejected_is_not_written_again(status: str, shop: Path) -> None:
    decide(shop, "order-to-stock", "publish", "2026-03-13")
    adr(shop)
    _, path = records(shop / "docs" / "adr")
    path.write_text(path.read_text().replace("status: accepted", f"status: {status}"))
    before = snapshot(shop)
    done = run("--date", "2026-12-24", "adr", "order-to-mail", cwd=shop)
    assert (done.code, done.out) == (0, "")
    assert done.errors == [
        f"order-to-mail: its record ADR-0002 was {status}, but the decision stands; nothing written; "
        "archadvisor decide order-to-mail --as … --because … decides it again"
    ]
    assert "stands in docs/adr (1 record)" in run("adr", cwd=shop).out
    assert snapshot(shop) == before
    place = f"docs/adr/{path.name}:{path.read_text().count(chr(10))}:1"
    assert f"{place}: order-to-mail/record-rejected" in found(shop, "--today", "2026-03-14")
    said = " ".join(run("check", "--today", "2026-03-14", cwd=shop).out.split())
    assert f"The record ADR-0002 was {status}, but the decision on order-to-mail stands." in said
    decide(shop, "order-to-mail", "request", "2026-06-01")
    assert adr(shop).out == "wrote docs/adr/0003-order-to-mail-confirmation-request-call.md\n"
    assert f"status: {status}" in path.read_text()
    assert not any("rejected" in line for line in found(shop, "--today", "2026-06-02"))


def test_rows_that_are_decided_are_completed(shop: Path) -> None:
    for words, offered in (("archadvisor adr ", "order-to-mail"), ("archadvisor adr --dir ex", "exported/")):
        (shop / "exported").mkdir(exist_ok=True)
        env = {"_ARCHADVISOR_COMPLETE": "complete_bash", "COMP_WORDS": words.replace(" ", "\n")}
        env["COMP_CWORD"] = str(words.count(" "))
        done = subprocess.run(command(), cwd=shop, env=environment(env), capture_output=True, text=True, check=False)
        assert done.stdout.split() == [offered]


@pytest.mark.slow
def test_rows_decided_together_are_one_record_which_holds_until_none_is_left(shop: Path) -> None:
    decide(shop, "order-to-stock,order-to-analytics", "publish", "2026-03-13")
    adr(shop)
    folder = shop / "docs" / "adr"
    together, mail = (path.name for path in records(folder))
    assert '"rows":["order-to-stock","order-to-analytics"]' in (folder / together).read_text()
    assert "order-to-mail" in (folder / mail).read_text()

    decide(shop, "order-to-stock", "request", "2026-04-01")
    adr(shop)
    third = records(folder)[-1]
    assert f"Takes over order-to-stock from [ADR-0001]({together})." in third.read_text()
    assert "status: accepted" in (folder / together).read_text()

    decide(shop, "order-to-analytics", "request", "2026-04-02")
    adr(shop)
    fourth = records(folder)[-1].name
    assert f"superseded by [ADR-0004]({fourth})" in (folder / together).read_text()
    assert len(records(folder)) == 4


@pytest.mark.slow
def test_a_thousand_rows_in_one_record_are_found_again(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(re.sub(r"reason \d+", "all at once", many(1000, lambda _: "event")))
    assert adr(tmp_path).out.count("\n") == 1
    assert adr(tmp_path).out.startswith("nothing to write")
    (path,) = records(tmp_path / "docs" / "adr")
    text = path.read_text()
    assert len(text) < 256 * 1024
    assert text.count("\n* row-") == 1000
    assert text.count("\n- [ ] by ") == 3
    assert any("checks-due" in line for line in found(tmp_path, "--today", "2027-01-01"))


def test_rows_that_are_named_alone_are_recorded(shop: Path) -> None:
    decide(shop, "order-to-stock", "publish", "2026-03-13")
    adr(shop, "order-to-st*")
    (path,) = records(shop / "docs" / "adr")
    assert "order-to-stock" in path.name


def test_an_undecided_row_is_an_error_with_the_command_that_decides_it(shop: Path) -> None:
    before = snapshot(shop)
    done = run("adr", "order-to-fraud", cwd=shop)
    assert done.code == 2
    assert done.errors == [
        "'order-to-fraud' is not decided; archadvisor decide order-to-fraud --as … --because … decides it"
    ]
    assert run("adr", "order-to-fruad", cwd=shop).errors == [
        "no interaction is called 'order-to-fruad'; did you mean 'order-to-fraud'?"
    ]
    assert snapshot(shop) == before


def test_without_a_decision_there_is_nothing_to_record(tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "web-shop" / "answers.yaml", tmp_path)
    assert adr(tmp_path).out == "no decision to record; archadvisor decide '*' --as advice\n"
    assert not (tmp_path / "docs").exists()


def test_the_folder_is_that_of_the_tools(shop: Path) -> None:
    (shop / "doc" / "adr").mkdir(parents=True)
    assert adr(shop).out.startswith("wrote doc/adr/0001-")
    (shop / ".adr-dir").write_text("design/decisions\n")
    assert adr(shop).out.startswith("wrote design/decisions/0001-")
    (shop / "below").mkdir()
    assert adr(shop / "below", "--answers", "../answers.yaml").out.endswith(
        "stands in ../design/decisions (1 record)\n"
    )
    assert adr(shop, "--dir", "mine").out.startswith("wrote mine/0001-")


@pytest.mark.slow
def test_where_check_does_not_look_by_itself_is_told(shop: Path) -> None:
    adr(shop, "--dir", "decisions")  # which looks at what is told
    assert not any("checks-due" in line for line in found(shop, "--today", "2027-01-01"))
    assert any("checks-due" in line for line in found(shop, "--today", "2027-01-01", "--records", "decisions"))
    shutil.copy(shop / "answers.yaml", shop / "my answers.yaml")
    done = run("adr", "--answers", "my answers.yaml", "--dir", "my decisions", cwd=shop)
    assert done.errors == [
        "check finds these records with: archadvisor check 'my answers.yaml' --records 'my decisions'"
    ]
    assert run("--quiet", "adr", "--dir", "decisions", cwd=shop).errors == []
    for folder in ("docs/adr", "./docs/adr/", str(shop / "docs" / "adr"), "doc/adr"):
        assert run("adr", "--dir", folder, cwd=shop).errors == []
    assert run("adr", "--dir", "docs/adr", cwd=shop).errors != []
    (shop / ".adr-dir").write_text("decisions\n")
    assert run("adr", "--dir", "decisions", cwd=shop).errors == []


@pytest.mark.parametrize("text", ["../elsewhere", "/tmp", "a/../../b", "", "a\nb", "\0"])
def test_a_pointer_that_leads_out_of_its_folder_is_refused(text: str, shop: Path) -> None:
    (shop / ".adr-dir").write_text(text)
    before = snapshot(shop)
    done = run("adr", cwd=shop)
    assert done.code == 2
    assert done.errors[0].endswith("; expected a folder of this repository")
    assert run("check", cwd=shop).code == 2
    assert snapshot(shop) == before


def test_a_pointer_may_lead_anywhere_in_its_repository(shop: Path) -> None:
    (shop / ".git").mkdir()
    below = shop / "services" / "mail"
    below.mkdir(parents=True)
    (below / ".adr-dir").write_text("../../design/adr\n")
    adr(below, "--answers", "../../answers.yaml")
    assert len(records(shop / "design" / "adr")) == 1
    (below / ".adr-dir").write_text("../../../elsewhere\n")
    assert run("adr", "--answers", "../../answers.yaml", cwd=below).code == 2


def test_numbers_go_on_behind_all_that_lies_there(shop: Path) -> None:
    folder = shop / "docs" / "adr"
    (folder / "0041-a-folder").mkdir(parents=True)
    (folder / "007-old.md").write_bytes(MADR)
    (folder / "20200101-dated.md").write_bytes(DATED)
    (folder / "0012-other.md").write_bytes(MADR)
    assert adr(shop).out == "wrote docs/adr/0042-order-to-mail-confirmation-event-publish.md\n"


def test_what_others_wrote_stays_byte_for_byte(shop: Path) -> None:
    folder = shop / "docs" / "adr"
    folder.mkdir(parents=True)
    foreign = {
        "0001-a.md": MADR,
        "0002-b.md": NYGARD.replace(b"\n", b"\r\n"),
        "README.md": b"no record\0",
        "0003-c.md": b'<!-- archadvisor: {"system": 1} -->\n<!-- archadvisor: {} -->\n',
        "0004-d.md": (
            b"---\nstatus: accepted\n---\n# d\n\n"
            b'<!-- archadvisor: {"system":"Another","rows":["order-to-mail"],"decision":"x"} -->\n'
        ),
        "0005-large.md": b"# 5. x" * (3 * 1024 * 1024),
    }
    for name, data in foreign.items():
        (folder / name).write_bytes(data)
    outside = shop / "outside.md"
    adr(shop)
    mine = records(folder)[-1]
    outside.write_bytes(mine.read_bytes())
    mine.unlink()
    mine.symlink_to(outside)
    os.mkfifo(folder / "0099-pipe.md")
    kept = outside.read_bytes()
    decide(shop, "order-to-mail", "request", "2026-06-01")
    assert adr(shop).out.startswith("wrote docs/adr/0100-")
    assert {name: (folder / name).read_bytes() for name in foreign} == foreign
    assert outside.read_bytes() == kept


def test_a_folder_behind_a_link_is_written(shop: Path) -> None:
    (shop / "real").mkdir()
    (shop / "adr").symlink_to("real")
    adr(shop, "--dir", "adr")
    assert len(records(shop / "real")) == 1


HOSTILE = (
    *("../../../etc/passwd", "a/b\\c", "é ü ß Ωmega 魚", "魚", "]( http://x )[", "<script>", "--- #", "con.md"),
    *('"quoted" \\ {x: y}', "-->", "%2e%2e", "x" * 300, "@team", "{{ 7 * 7 }}", "* list", ": |", "`", "$(touch x)"),
    *("&amp; www.x.org", "- [ ] by 2020-01-01: x", "# head", "status: accepted", "<!-- archadvisor: {} -->"),
)


def hostile(style: str) -> str:
    """Return answers with a row for each hostile text, which stands wherever a text may stand."""
    rows = [
        {"id": f"row-{number}", "from": text, "to": [f"{text} b"], "purpose": text,
         "decision": {"style": style, "because": text, "by": text, "date": "2026-03-12", "ticket": text}}
        for number, text in enumerate(HOSTILE)
    ]  # fmt: skip
    answers = {"version": 1, "system": {"name": "<!-- --> \\ x"}, "interactions": rows}
    return yaml.safe_dump(answers, allow_unicode=True, width=10_000)


@pytest.mark.parametrize("convention", RULES)
def test_hostile_names_stay_text_in_a_plain_file_name(convention: str, tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "adr"
    folder.mkdir(parents=True)
    first = FIRST[convention]
    if first:
        (folder / first[0]).write_bytes(first[1])
    answers = tmp_path / "answers.yaml"
    answers.write_text(hostile("event"))
    adr(tmp_path)
    assert adr(tmp_path).out.startswith("nothing to write")
    answers.write_text(hostile("request"))
    adr(tmp_path)
    written = [path for path in records(folder) if first is None or path.name != first[0]]
    assert len(written) == 2 * len(HOSTILE)
    for path in written:
        assert re.fullmatch(r"\d+(-[a-z0-9]+)+\.md", path.name)
        assert len(path.name) <= 9 + 60 + 3 + 3
        *body, end = path.read_text().split("\n---\n")[-1].rstrip("\n").split("\n")
        assert end.startswith('<!-- archadvisor: {"system":')
        assert end.count("-->") == 1
        assert sum(line.startswith("# ") for line in body) == 1
        assert not any("<script" in line or ("{{" not in line and "49" in line) or "<!-- arch" in line for line in body)
        assert not any(line.startswith("- [ ] by 2020") for line in body)
    for rules in RULES[convention]:
        if first is None or rules is not folder_rules.adrs:  # which asks more of the record that is there already
            assert list(rules(folder)) == []
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["answers.yaml", "docs"]


def test_the_excerpts_in_the_documentation_are_from_records(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "records.md").read_text("utf-8")
    commands = re.findall(r"^\$ archadvisor (.*)$", page, re.MULTILINE)
    assert [run(*shlex.split(one), cwd=tmp_path).code for one in commands] == [0] * len(commands)
    written = "\n".join(path.read_text() for path in records(tmp_path / "docs" / "adr"))
    excerpts = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
    assert len(excerpts) == 2
    assert all(excerpt in written for excerpt in excerpts)


@pytest.mark.slow
def test_a_killed_process_leaves_the_old_files_or_the_new(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    folder = tmp_path / "docs" / "adr"
    answers.write_text(many(40, lambda _: "event"))
    adr(tmp_path)
    before = {path.name: path.read_bytes() for path in records(folder)}
    answers.write_text(many(40, lambda _: "request"))
    shutil.copytree(folder, tmp_path / "whole")
    adr(tmp_path, "--dir", "whole")
    after = {path.name: path.read_bytes() for path in records(tmp_path / "whole")}
    drawn = random.Random(4)
    for _ in range(5):
        process = subprocess.Popen(command("--date", "2026-12-24", "adr"), cwd=tmp_path, env=environment(),
                                   stdout=subprocess.DEVNULL)  # fmt: skip
        started = time.monotonic()
        while len(records(folder)) == len(before) and process.poll() is None and time.monotonic() - started < 30:
            time.sleep(0.0005)
        time.sleep(drawn.random() * 0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path in records(folder):
            assert path.read_bytes() in (before.get(path.name), after[path.name]), path.name
        for path in records(folder):
            if path.name in before:
                path.write_bytes(before[path.name])
            else:
                path.unlink()
    process = subprocess.Popen(command("--date", "2026-12-24", "adr"), cwd=tmp_path, env=environment(),
                               stdout=subprocess.DEVNULL)  # fmt: skip
    while len(records(folder)) < len(before) + 5 and process.poll() is None:
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    adr(tmp_path)
    accepted = [path for path in records(folder) if "\nstatus: accepted\n" in path.read_text()]
    assert len(accepted) == 40
    assert adr(tmp_path).out.startswith("nothing to write")


def test_two_at_once_take_different_numbers(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text(many(20, lambda _: "event"))
    both = [
        subprocess.Popen([sys.executable, "-m", "archadvisor", "adr", f"row-{number}*"], cwd=tmp_path,
                         env=environment(), stdout=subprocess.DEVNULL)
        for number in (0, 1)
    ]  # fmt: skip
    assert [one.wait() for one in both] == [0, 0]
    names = [path.name for path in records(tmp_path / "docs" / "adr")]
    assert len({name[:4] for name in names}) == len(names) == 12


def found(folder: Path, *arguments: str) -> list[str]:
    """Return what `check` prints, a finding a line."""
    done = subprocess.run(command("check", *arguments), cwd=folder, env=environment({"COLUMNS": "400"}),
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if not line.startswith("  ")]


def test_check_reminds_of_predictions_that_are_due_and_not_ticked(shop: Path) -> None:
    adr(shop)
    (path,) = records(shop / "docs" / "adr")
    lines = path.read_text().split("\n")
    due = [number for number, line in enumerate(lines, start=1) if line.startswith("- [ ] by 2026-06-12: ")]
    assert len(due) == 3
    assert re.search(
        r"\n\n[0-9]+ more are in the report: `archadvisor score answers.yaml --output report.html`\n", path.read_text()
    )
    said = run("check", "--today", "2026-06-13", cwd=shop).out
    assert " ".join(said.split("checks-due (note)\n")[1].split("\n1 finding")[0].split()).startswith(
        "A check of the decision on order-to-mail was due by 2026-06-12. Stop one consumer for an hour: Order and the "
        "others continue; it catches up. 2 more checks of it are due too. Do them and tick them in the record, or "
        "decide again."
    )
    assert not any("checks-due" in line for line in found(shop, "--today", "2026-06-12"))
    told = [line for line in found(shop, "--today", "2026-06-13") if "checks-due" in line]
    assert told == [f"docs/adr/{path.name}:{due[0]}:1: order-to-mail/checks-due (note)"]
    path.write_text(path.read_text().replace("- [ ] by", "- [x] by", 2))
    told = [line for line in found(shop, "--today", "2026-06-13") if "checks-due" in line]
    assert told == [f"docs/adr/{path.name}:{due[2]}:1: order-to-mail/checks-due (note)"]
    moved = shop / "elsewhere"
    (shop / "docs" / "adr").rename(moved)
    assert not any("checks-due" in line for line in found(shop, "--today", "2026-06-13"))
    assert any("checks-due" in line for line in found(shop, "--today", "2026-06-13", "--records", "elsewhere"))
    for path in records(moved):
        path.write_text(path.read_text().replace("- [ ] by", "- [x] by"))
    assert not any("checks-due" in line for line in found(shop, "--today", "2026-06-13", "--records", "elsewhere"))


def test_check_reports_a_record_about_a_row_that_is_gone(shop: Path) -> None:
    adr(shop)
    (path,) = records(shop / "docs" / "adr")
    rename(shop, "order-to-mail", "order-to-post")
    rename(shop, "purpose: confirmation", "purpose: thanks")
    line = path.read_text().count("\n")
    assert f"docs/adr/{path.name}:{line}:1: order-to-mail/gone" in found(shop, "--today", "2026-06-13")
    path.write_text(path.read_text().replace("status: accepted", "status: deprecated"))
    assert not any("gone" in one for one in found(shop, "--today", "2026-06-13"))


def rename(folder: Path, before: str, after: str) -> None:
    answers = folder / "answers.yaml"
    answers.write_text(answers.read_text().replace(before, after))


@pytest.mark.slow
@pytest.mark.parametrize("convention", RULES)
def test_a_record_follows_a_row_with_a_new_id(convention: str, shop: Path) -> None:
    folder = shop / "docs" / "adr"
    folder.mkdir(parents=True)
    first = FIRST[convention]
    if first:
        (folder / first[0]).write_bytes(first[1])
    adr(shop)
    path = records(folder)[-1]
    before = path.read_text()
    rename(shop, "order-to-mail", "confirm-order")
    said = " ".join(run("check", "--today", "2026-03-13", cwd=shop).out.split())
    name = "ADR-0002" if convention == "adr-tools" else "ADR-0001" if convention == "madr" else path.stem
    assert f"The record {name} decides about order-to-mail, and its row is now called confirm-order." in said
    assert "archadvisor adr confirm-order" in said
    assert adr(shop).out == f"docs/adr/{path.name}: order-to-mail is now called confirm-order\n"
    assert path.read_text() == before.replace('"rows":["order-to-mail"]', '"rows":["confirm-order"]')
    assert adr(shop).out.startswith("nothing to write")
    assert not any("gone" in line for line in found(shop, "--today", "2026-03-13"))


def test_a_renamed_row_that_is_decided_again_supersedes_its_record(shop: Path) -> None:
    adr(shop)
    (path,) = records(shop / "docs" / "adr")
    rename(shop, "order-to-mail", "confirm-order")
    decide(shop, "confirm-order", "request", "2026-06-01")
    assert adr(shop).out.splitlines() == [
        "wrote docs/adr/0002-order-to-mail-confirmation-request-call.md",
        f"superseded docs/adr/{path.name}",
    ]
    assert not any("gone" in line for line in found(shop, "--today", "2026-06-02"))


def test_one_row_of_several_is_renamed_in_their_record(shop: Path) -> None:
    decide(shop, "order-to-stock,order-to-analytics", "publish", "2026-03-13")
    adr(shop)
    rename(shop, "order-to-analytics", "count-orders")
    assert adr(shop, "order-to-mail").out.startswith("nothing to write")
    assert "order-to-analytics is now called count-orders" in adr(shop, "order-to-stock", "count-orders").out
    together, _ = records(shop / "docs" / "adr")
    assert '"rows":["order-to-stock","count-orders"]' in together.read_text()
    assert not any("gone" in line for line in found(shop, "--today", "2026-03-14"))


def test_a_finding_about_a_record_can_be_closed(shop: Path) -> None:
    adr(shop)
    answers = shop / "answers.yaml"
    assert any("checks-due" in line for line in found(shop, "--today", "2026-06-13"))
    closed = "closed:\n- {finding: order-to-mail/checks-due, because: later, until: 2027-01}\n"
    answers.write_text(answers.read_text() + closed)
    assert not any("checks-due" in line for line in found(shop, "--today", "2026-06-13"))
    assert any("checks-due" in line for line in found(shop, "--today", "2027-02-01"))


def test_check_refuses_a_folder_that_there_is_not(shop: Path) -> None:
    done = run("check", "--records", "nowhere", cwd=shop)
    assert (done.code, done.errors) == (5, ["'nowhere': No such file or directory"])


def test_a_record_tells_the_answers_on_which_the_decision_was_taken_whatever_changed_since(shop: Path) -> None:
    adr(shop, "--dir", "then")
    (then,) = records(shop / "then")
    answers = shop / "answers.yaml"
    text = answers.read_text()
    row = text.index("- id: order-to-mail")
    answers.write_text(text[:row] + text[row:].replace("needs: nothing", "needs: result", 1))
    done = run("adr", cwd=shop)
    assert done.code == 0
    (warning,) = done.errors
    assert re.match(
        r"order-to-mail: Row 5 .* was decided on 2026-03-12 as event: .*; the advice is now request", warning
    )
    assert warning.endswith("The record says so.")
    (record,) = records(shop / "docs" / "adr")
    told = record.read_text()
    assert told.index("Since it was decided, or said by others:") < told.index("What would reopen")
    since = re.search(r"Since it was decided, or said by others:\n\n\* Row 5 .*\n\n", told)
    assert since
    assert 'What turned it: "needs before it continues" was "nothing", is now "the result"' in since[0]
    assert told.replace(since[0], "") == then.read_text()
    assert run("adr", cwd=shop).errors == []  # nothing is written any more


def test_a_record_tells_the_system_and_the_parts_as_they_were(shop: Path) -> None:
    adr(shop, "--dir", "then")
    (then,) = records(shop / "then")
    answers = shop / "answers.yaml"
    text = answers.read_text()
    now = text.replace("messaging: elsewhere", "messaging: shipped", 1).replace(
        "Mail: {owner: same-team", "Mail: {owner: outside"
    )
    now = now.replace("[failed-together, slow-at-peak, stuck-nowhere]", "[slow-at-peak]", 1)
    assert len(set(now.splitlines()) - set(text.splitlines())) == 3
    answers.write_text(now)
    assert run("adr", cwd=shop).code == 0
    (record,) = records(shop / "docs" / "adr")
    told = record.read_text()
    since = re.search(r"Since it was decided, or said by others:\n\n\* Row 5 .*\n\n", told)
    assert since
    assert '"owner" of Mail was "our team", is now "outside"' in since[0]
    assert told.replace(since[0], "") == then.read_text()


@pytest.mark.slow
def test_a_record_tells_what_changed_though_the_decision_holds(shop: Path) -> None:
    answers = shop / "answers.yaml"
    text = answers.read_text()
    answers.write_text(text.replace("messaging: elsewhere", "messaging: shipped", 1))
    done = run("adr", cwd=shop)
    told = 'It still holds, though answers changed: "messaging experience" was "used elsewhere", is now "in use'
    assert done.errors[0].startswith(f"order-to-mail: {told}")
    (record,) = records(shop / "docs" / "adr")
    assert f"Since it was decided, or said by others:\n\n* {told}" in record.read_text()
    assert "messaging experience: none run here, but" in record.read_text(), "a driver is what it was"


@pytest.mark.slow
def test_a_record_names_what_others_decided(shop: Path) -> None:
    other = shop.with_name("other.yaml")
    shutil.copy(shop / "answers.yaml", other)
    again = ("order-to-mail", str(other), "--as", "request", "--because", "we want to see it fail", "--by", "Ben")
    assert run("--date", "2026-04-01", "decide", *again, cwd=shop).code == 0
    assert run("merge", "answers.yaml", str(other), "--into", "both.yaml", cwd=shop).code == 0
    done = run("adr", "--answers", "both.yaml", cwd=shop)
    assert done.code == 0
    (warning,) = done.errors
    assert re.match(r"order-to-mail: Others decided .*, because .*\. The record says so\.$", warning)
    (record,) = records(shop / "docs" / "adr")
    assert re.search(
        r"Since it was decided, or said by others:\n\n\* Others decided (request|event): .*, because ",
        record.read_text(),
    )
