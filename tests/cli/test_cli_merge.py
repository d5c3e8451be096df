"""`archadvisor merge` on real files: what it tells, what it writes, and what it leaves alone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import msgspec
import pytest
import yaml
from program import SMALLEST, run

from archadvisor.answers.schema import schema
from archadvisor.knowledge import load
from archadvisor.packaged import folder as shipped
from archadvisor.review import merging
from archadvisor.source import comments

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "several-people"
GOLDENS = Path(__file__).parent / "merged"
SCHEMA = shipped("schemas") / "merge.schema.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("ines.yaml", "tom.yaml"):
        shutil.copy(EXAMPLE / name, tmp_path)
    return tmp_path


def merge(folder: Path, *arguments: str, code: int = 0) -> str:
    done = run("merge", *arguments, cwd=folder)
    assert done.code == code, done
    return done.out if code == 0 else "\n".join(done.errors)


@pytest.mark.parametrize("anonymous", [False, True], ids=["named", "anonymous"])
@pytest.mark.parametrize(("name", "suffix"), [("terminal", "txt"), ("markdown", "md"), ("json", "json")])
def test_reports(name: str, suffix: str, anonymous: bool, folder: Path, golden: Callable[[Path, str], None]) -> None:
    more = ["--anonymous"] if anonymous else []
    printed = merge(folder, "ines.yaml", "tom.yaml", "--format", name, *more)
    golden(GOLDENS / f"{'anonymous' if anonymous else 'named'}.{suffix}", printed)
    if anonymous:
        assert not any(word in printed.lower() for word in ("ines", "tom", "yaml"))
    merge(folder, "ines.yaml", "tom.yaml", "--output", f"report.{suffix}", *more)
    assert (folder / f"report.{suffix}").read_text("utf-8") == printed


def decide(folder: Path, name: str, row: str, way: str, day: str, because: str, by: str) -> None:
    told = ("--because", because, "--by", by)
    assert run("--date", day, "decide", row, name, "--as", way, *told, cwd=folder).code == 0


@pytest.fixture
def decided(folder: Path) -> Path:
    """Return the folder after Ines and Tom decided one row differently, and one of them another row alone."""
    decide(folder, "ines.yaml", "order-to-mail", "call", "2026-03-12", "the page waits for it", "I. Sommer")
    decide(folder, "tom.yaml", "order-to-mail", "publish", "2026-03-14", "a mail may be late.", "T. Winter")
    decide(folder, "tom.yaml", "order-to-stock", "event", "2026-03-15", "Stock is slow", "T. Winter")
    return folder


def test_conflicting_decisions_come_first_with_who_when_and_why(decided: Path) -> None:
    printed = " ".join(merge(decided, "ines.yaml", "tom.yaml").split())
    assert "1 row was decided differently. " in printed
    conflict = (
        "2 Order > Mail: confirmation: decided differently "
        "ines.yaml: request: call, decided by I. Sommer on 2026-03-12 because the page waits for it. "
        "tom.yaml: event: publish, decided by T. Winter on 2026-03-14 because a mail may be late. "
        "Kept: request: call."
    )
    alone = (
        "3 Order > Stock: take from the shelf: taken over from tom.yaml: "
        "event: publish, decided by T. Winter on 2026-03-15 because Stock is slow."
    )
    assert printed.index(conflict) < printed.index("Can Order continue") < printed.index(alone)
    markdown = merge(decided, "ines.yaml", "tom.yaml", "--format", "markdown")
    assert markdown.index("## Decided differently") < markdown.index("## To settle") < markdown.index("taken over from")
    found = json.loads(merge(decided, "ines.yaml", "tom.yaml", "--format", "json", "--into", "both.yaml"))
    assert [(one["interaction"], one["conflict"]) for one in found["decisions"]] == [
        ("order-to-mail", True),
        ("order-to-stock", False),
    ]
    assert [(one["form_name"], one["kept"]) for one in found["decisions"][0]["said"]] == [
        ("call", True),
        ("publish", False),
    ]
    told = run("explain", "order-to-stock", "both.yaml", cwd=decided).out
    assert "Stock is slow" in told


def test_of_conflicting_decisions_none_is_taken_over_where_the_first_file_has_none(decided: Path) -> None:
    (decided / "eva.yaml").write_bytes((EXAMPLE / "ines.yaml").read_bytes())
    printed = merge(decided, "eva.yaml", "ines.yaml", "tom.yaml", "--into", "all.yaml")
    assert "None was taken over." in printed
    assert "the page waits for it" not in (decided / "all.yaml").read_text("utf-8")


def test_a_conflicting_decision_stays_in_the_file_until_somebody_decides_again(decided: Path) -> None:
    merge(decided, "ines.yaml", "tom.yaml", "--into", "both.yaml")
    (other,) = yaml.safe_load((decided / "both.yaml").read_text())["interactions"][1]["decision"]["other-decisions"]
    assert (other["style"], other["by"], other["because"]) == ("event", "T. Winter", "a mail may be late.")
    found = run("check", "both.yaml", "--format", "json", cwd=decided)
    assert found.code == 1
    (told,) = [one for one in json.loads(found.out)["findings"] if one["kind"] == "decided-differently"]
    assert (told["id"], told["level"]) == ("order-to-mail/decided-differently", "error")
    assert "T. Winter, 2026-03-14" in told["message"]
    assert "a mail may be late" in told["message"]
    assert re.search(r"^ 2 .* disputed$", run("score", "both.yaml", "--brief", cwd=decided).out, re.MULTILINE)
    again = ("decide", "order-to-mail", "both.yaml", "--as", "request", "--because", "agreed")
    assert run(*again, cwd=decided).code == 0
    assert "decided-differently" not in run("check", "both.yaml", cwd=decided).out


def test_a_decision_of_the_first_file_alone_is_told_too(decided: Path) -> None:
    printed = " ".join(merge(decided, "tom.yaml", "ines.yaml").split())
    assert (
        "taken over from tom.yaml: event: publish, decided by T. Winter on 2026-03-15 because Stock is slow." in printed
    )


@pytest.mark.parametrize("format_name", ["terminal", "markdown", "json"])
def test_anonymous_decisions_name_nobody(format_name: str, decided: Path) -> None:
    printed = merge(decided, "ines.yaml", "tom.yaml", "--anonymous", "--format", format_name)
    assert "the page waits for it" in printed.replace("\n", " ")
    assert not any(word in printed for word in ("Sommer", "Winter", "yaml"))


def test_an_anonymous_file_names_nobody_whom_the_first_does_not(decided: Path) -> None:
    merge(decided, "ines.yaml", "tom.yaml", "--anonymous", "--into", "both.yaml")
    text = (decided / "both.yaml").read_text("utf-8")
    assert "other-decisions" in text
    assert ("Sommer" in text, "Winter" in text) == (True, False)


def test_the_merged_file(folder: Path, golden: Callable[[Path, str], None]) -> None:
    before = {name: (folder / name).read_bytes() for name in ("ines.yaml", "tom.yaml")}
    done = run("merge", "ines.yaml", "tom.yaml", "--into", "both.yaml", cwd=folder)
    assert done.errors == ["wrote both.yaml", "next: archadvisor interview both.yaml"]
    text = (folder / "both.yaml").read_text("utf-8")
    golden(GOLDENS / "both.yaml", text)
    assert not set(comments((EXAMPLE / "ines.yaml").read_text("utf-8"))) - set(comments(text))
    assert before == {name: (folder / name).read_bytes() for name in before}
    assert 'ines.yaml says "the result" and tom.yaml says "nothing".' in run("score", "both.yaml", cwd=folder).out
    for name in ("markdown", "html", "questions", "comment"):
        printed = run("score", "both.yaml", "--format", name, cwd=folder).out
        assert "ines.yaml says" in printed.replace("&#8203;", ""), name


def test_the_merged_file_keeps_the_schema(folder: Path) -> None:
    yaml = pytest.importorskip("yaml")
    validator = jsonschema_rs.validator_for(schema(load()))
    for number, more in enumerate(([], ["--anonymous"])):
        merge(folder, "ines.yaml", "tom.yaml", "--into", f"{number}.yaml", *more)
        data = yaml.safe_load((folder / f"{number}.yaml").read_text("utf-8"))
        validator.validate(data)
        said = data["interactions"][1]["answers"]["needs"]["said"]
        assert [sorted(one) for one in said] == [["count" if more else "value", "value" if more else "who"]] * 2
        said[0].pop("count" if more else "who")
        assert not validator.is_valid(data)


def test_the_first_file_may_be_the_target_and_no_other(folder: Path) -> None:
    merge(folder, "ines.yaml", "tom.yaml", "--into", "./ines.yaml")
    assert "said:" in (folder / "ines.yaml").read_text("utf-8")
    told = merge(folder, "ines.yaml", "tom.yaml", "--into", "tom.yaml", code=2)
    assert "only the first may be written over" in told
    (folder / "old.yaml").write_text("mine", encoding="utf-8")
    assert "already exists" in merge(folder, "ines.yaml", "tom.yaml", "--into", "old.yaml", code=5)
    assert (folder / "old.yaml").read_text("utf-8") == "mine"
    assert "already" in merge(folder, "ines.yaml", "tom.yaml", "-o", "x.md", "--into", "x.md", code=2)
    assert "already" in merge(folder, "ines.yaml", "tom.yaml", "-o", "tom.yaml", "--format", "json", code=2)
    assert "--into -" in merge(folder, "ines.yaml", "tom.yaml", "--into", "-", code=2)


def test_a_copy_changes_no_byte(folder: Path) -> None:
    shutil.copy(folder / "ines.yaml", folder / "copy.yaml")
    printed = merge(folder, "ines.yaml", "copy.yaml", "--into", "both.yaml")
    assert "agree on all 17 answers" in printed
    assert (folder / "both.yaml").read_bytes() == (folder / "ines.yaml").read_bytes()


def test_schema_is_the_one_that_the_types_make(golden: Callable[[Path, str], None]) -> None:
    made = msgspec.json.schema(merging.Merge)
    made["$defs"]["Merge"]["properties"]["schema"] = {"const": merging.SCHEMA}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "archadvisor merge",
        "description": "What `archadvisor merge --format json` prints. Keys may be added, never renamed or taken out.",
        **made,
    }
    golden(SCHEMA, json.dumps(whole, indent=2, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("more", [[], ["--anonymous"]], ids=["named", "anonymous"])
def test_json_keeps_its_schema(more: list[str], decided: Path) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema_rs.meta.validate(schema)
    found = json.loads(merge(decided, "ines.yaml", "tom.yaml", "--format", "json", *more))
    assert all(found[key] for key in ("decisions", "disagreements", "differences", "only_in"))
    jsonschema_rs.validate(schema, found)
    shutil.copy(decided / "ines.yaml", decided / "copy.yaml")
    jsonschema_rs.validate(schema, json.loads(merge(decided, "ines.yaml", "copy.yaml", "--format", "json", *more)))
    assert not jsonschema_rs.is_valid(schema, {key: found[key] for key in found if key != "decisions"})


def test_questions_on_which_all_agree_are_one_line(folder: Path) -> None:
    agreement = json.loads(merge(folder, "ines.yaml", "tom.yaml", "--format", "json"))["agreement"]
    full = [one["question"] for one in agreement if one["agreed"] == one["of"]]
    assert len(full) > 1
    printed = merge(folder, "ines.yaml", "tom.yaml").split("Agreement by question\n")[1].splitlines()
    assert [line.split()[0] for line in printed[:-1]] == ["owner", "can-change", "needs", "by-when", "damage"]
    assert printed[-1].split() == [str(len(full)), "questions", "100", "%"]
    assert merge(folder, "ines.yaml", "tom.yaml", "--format", "markdown").endswith(
        f"| {len(full)} questions | 100 % | |\n"
    )
    shutil.copy(folder / "ines.yaml", folder / "copy.yaml")
    printed = merge(folder, "ines.yaml", "copy.yaml").split("Agreement by question\n")[1].splitlines()
    assert [line.split()[1:] for line in printed] == [["questions", "100", "%"]]


def test_two_different_files_at_least(folder: Path) -> None:
    assert "expected at least 2" in merge(folder, "ines.yaml", code=2)
    (folder / "link.yaml").symlink_to("ines.yaml")
    assert "given twice" in merge(folder, "ines.yaml", "tom.yaml", "link.yaml", code=2)


def test_the_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    for name in ("ines.yaml", "tom.yaml"):
        (folder / name).write_bytes(SMALLEST + b"oops: 1\n")
    told = merge(folder, "ines.yaml", "tom.yaml", "--into", "both.yaml", code=3)
    assert [line.split(":")[0] for line in told.splitlines()] == ["ines.yaml", "tom.yaml"]
    assert not (folder / "both.yaml").exists()


def test_files_of_one_name_are_told_apart(folder: Path) -> None:
    (folder / "other").mkdir()
    shutil.copy(folder / "tom.yaml", folder / "other" / "ines.yaml")
    found = json.loads(merge(folder, "ines.yaml", "other/ines.yaml", "--format", "json"))
    assert found["files"] == ["ines.yaml", "other/ines.yaml"]


def test_names_do_not_act_on_a_terminal_or_in_markdown(folder: Path) -> None:
    name = "\x1b[31m<b>*x*.yaml"
    shutil.copy(folder / "tom.yaml", folder / name)
    assert "\x1b" not in merge(folder, "ines.yaml", f"./{name}")
    assert "<b>" not in merge(folder, "ines.yaml", f"./{name}", "--format", "markdown")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("[{value: result, who: Ines}]", "'said' has 1 answer; expected at least 2"),
        ("[{value: result, who: Ines}, {value: result, who: Tom}]", "'said' has 'result' twice"),
        ("[{value: result, who: Ines}, {value: nothing}]", "has no 'who' and no 'count'"),
        ("[{value: result, who: Ines}, {value: unknown, who: Tom}]", "has an answer that is unknown"),
        ("[{value: result, who: Ines}, {value: reslt, who: Tom}]", "did you mean 'result'"),
        ("all", "said is 'all'; expected a list"),
    ],
)
def test_faults_of_what_was_said(said: str, told: str, tmp_path: Path) -> None:
    row = f"- {{id: a, from: A, to: B, purpose: p, answers: {{needs: {{value: unknown, said: {said}}}}}}}\n"
    (tmp_path / "answers.yaml").write_text(f"version: 1\nsystem: {{name: S}}\ninteractions:\n{row}", encoding="utf-8")
    done = run("score", "answers.yaml", cwd=tmp_path)
    assert done.code == 3
    assert told in done.errors[0]


def test_choosing_a_value_ends_it(folder: Path) -> None:
    merge(folder, "ines.yaml", "tom.yaml", "--into", "both.yaml")
    text = (folder / "both.yaml").read_text("utf-8")
    assert "{value: result, who: ines.yaml}, {value: nothing, who: tom.yaml}" in text
    run("interview", "both.yaml", "--no-input", "--set", "order-to-mail.needs=nothing", cwd=folder)
    text = (folder / "both.yaml").read_text("utf-8")
    assert "{value: result, who: ines.yaml}" not in text
    assert "{value: unknown, said: [{value: seconds" in text


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, "utf-8")


@pytest.fixture
def asking(folder: Path) -> Path:
    """Return the folder where Tom leaves a question open, to ask somebody, and Ines answers it."""
    shutil.copy(folder / "ines.yaml", folder / "tom.yaml")
    text = (folder / "tom.yaml").read_text("utf-8")
    start = text.index("by-when:", text.index("id: order-to-mail"))
    end = text.index("\n", start)
    open_ = "by-when: {value: unknown, who: Head of sales, note: she comes back in May}"
    (folder / "tom.yaml").write_text(text[:start] + open_ + text[end:], "utf-8")
    return folder


@pytest.mark.parametrize("order", [("ines.yaml", "tom.yaml"), ("tom.yaml", "ines.yaml")], ids=str)
def test_whom_one_file_asks_is_told_where_another_answers(order: tuple[str, str], asking: Path) -> None:
    told = (
        '2 Order > Mail: confirmation: "deadline" is answered by ines.yaml, while tom.yaml asks Head of sales '
        "(she comes back in May)."
    )
    assert told in " ".join(merge(asking, *order, "--into", "both.yaml").split())
    assert '"deadline" is answered by ines.yaml' in merge(asking, *order, "--format", "markdown").replace("\\", "")
    (one,) = json.loads(merge(asking, *order, "--format", "json"))["asked"]
    assert (one["interaction"], one["question"], one["who"]) == ("order-to-mail", "by-when", ["ines.yaml"])
    assert one["asks"] == [{"file": "tom.yaml", "who": "Head of sales", "note": "she comes back in May"}]
    rows = pytest.importorskip("yaml").safe_load((asking / "both.yaml").read_text("utf-8"))["interactions"]
    answer = rows[1]["answers"]["by-when"]
    assert answer == {"value": "seconds", "note": "tom.yaml asks Head of sales: she comes back in May"}


def test_whom_somebody_asks_is_not_named_where_nobody_is(asking: Path) -> None:
    printed = merge(asking, "ines.yaml", "tom.yaml", "--anonymous", "--into", "both.yaml")
    assert '"deadline" is answered by 1 file, while 1 file asks somebody.' in " ".join(printed.split())
    assert "Head of sales" not in printed + (asking / "both.yaml").read_text("utf-8")


def test_files_without_a_common_interaction_are_warned_about(folder: Path) -> None:
    edit(folder / "tom.yaml", ("id: order-", "id: o-"))
    done = run("--quiet", "merge", "ines.yaml", "tom.yaml", cwd=folder)
    assert done.code == 0
    assert done.errors == ["no interaction is in more than one of these files; interactions are matched by id"]
    first = "Bookshop: no interaction is in more than one of the 2 files."
    assert done.out.startswith(first)
    assert first in merge(folder, "ines.yaml", "tom.yaml", "--format", "markdown").split("\n\n")[1]
    assert json.loads(merge(folder, "ines.yaml", "tom.yaml", "--format", "json"))["shared"] == 0
    shutil.copy(EXAMPLE / "tom.yaml", folder)
    assert run("--quiet", "merge", "ines.yaml", "tom.yaml", cwd=folder).errors == []


def test_flows_and_closed_findings_that_differ_are_told_by_name_and_in_words(folder: Path) -> None:
    (folder / "a.yaml").write_bytes((folder / "ines.yaml").read_bytes())
    (folder / "b.yaml").write_bytes((folder / "ines.yaml").read_bytes())
    with (folder / "a.yaml").open("a", encoding="utf-8") as file:
        file.write("flows:\n  - {name: Buy, steps: [order-to-payment, [order-to-mail, order-to-stock]]}\n")
        file.write("  - {name: Same, steps: [order-to-mail]}\n")
        file.write("closed: [{finding: order-to-mail/review, because: a holiday, until: 2026-10}]\n")
    with (folder / "b.yaml").open("a", encoding="utf-8") as file:
        file.write("flows:\n  - {name: Buy, steps: [order-to-payment, {step: order-to-mail, optional: true}]}\n")
        file.write("  - {name: Same, steps: [order-to-mail]}\n  - {name: Look, steps: [order-to-stock]}\n")
        file.write("closed: [{finding: order-to-mail/review, because: a strike, until: 2026-11, by: Tom}]\n")
    found = json.loads(merge(folder, "a.yaml", "b.yaml", "--format", "json", "--into", "c.yaml"))
    told = [(one["what"], [said["text"] for said in one["said"]], one["kept"]) for one in found["differences"]]
    buy = "order-to-payment, then order-to-mail and order-to-stock"
    holiday = "a holiday, until 2026-10"
    assert told == [
        ("flow Buy", [buy, "order-to-payment, then order-to-mail (optional)"], buy),
        ("flow Look", ["not listed", "order-to-stock"], ""),
        ("closed order-to-mail/review", [holiday, "a strike, until 2026-11, Tom"], holiday),
    ]
    printed = " ".join(merge(folder, "a.yaml", "b.yaml").split())
    assert 'The system: flow Look: "not listed" (a.yaml); "order-to-stock" (b.yaml). None was taken over.' in printed
    assert (folder / "c.yaml").read_bytes() == (folder / "a.yaml").read_bytes()
