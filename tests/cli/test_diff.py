"""`archadvisor diff` as a team runs it: two files, a file and its past, and what other answers would change."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import msgspec
import pytest
from checking import changed as in_row
from markdown_it import MarkdownIt
from program import Ended, run, snapshot
from test_cli_hostile import HOSTILE, PLAIN, _structure, answers, inert

from archadvisor.packaged import folder as shipped
from archadvisor.review.comparison.types import SCHEMA, Comparison
from conftest import ROOT

sys.path.insert(0, str(ROOT / "tests" / "review"))

from shop import LATER, SHOP, changed

GOLDEN = ROOT / "tests" / "review" / "golden"
FORMATS = {"terminal": "diff.txt", "markdown": "diff.md", "json": "diff.json", "comment": "comment.md"}
FILE = shipped("schemas") / "comparison.schema.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the shop, and the shop some months later."""
    (tmp_path / "answers.yaml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "later.yaml").write_text(LATER, encoding="utf-8")
    return tmp_path


def git(where: Path, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=where, check=True, capture_output=True)


@pytest.fixture
def kept(folder: Path) -> Path:
    """Return the same folder below a repository, in which the shop is committed and tagged."""
    work = folder / "docs"
    work.mkdir()
    (folder / "answers.yaml").rename(work / "answers.yaml")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "docs")
    git(folder, "commit", "-q", "-m", "first")
    git(folder, "tag", "v1")
    return folder


def diff(where: Path, *words: str, stdin: str = "") -> Ended:
    return run("diff", *words, cwd=where, stdin=stdin.encode())


# --- what it says ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_name", FORMATS)
def test_each_format_is_what_is_checked_in(format_name: str, folder: Path, golden: Callable[[Path, str], None]) -> None:
    done = diff(folder, "answers.yaml", "later.yaml", "--format", format_name)
    assert (done.code, done.errors) == (0, [])
    golden(GOLDEN / FORMATS[format_name], done.out)


def test_why_a_row_turned_is_told_with_the_answer(folder: Path) -> None:
    found = json.loads(diff(folder, "answers.yaml", "later.yaml", "--format", "json").out)
    why = {row["row"]["id"]: [one["key"] for one in row["why"]["answers"]] for row in found["rows"] if row["why"]}
    assert why == {"order-to-mail": ["needs"], "order-to-fraud": ["needs"]}
    assert [row["row"]["id"] for row in found["rows_added"]] == ["order-to-loyalty"]
    assert [row["row"]["id"] for row in found["rows_removed"]] == ["order-to-analytics"]


@pytest.mark.slow
def test_nothing_is_said_where_nothing_changed(folder: Path) -> None:
    head, rows = SHOP.split("interactions:\n")
    rows, flows = rows.split("# What one user action")
    first, *others = rows.split("  - id: ")
    moved = "".join(f"  - id: {row.rstrip()}\n\n" for row in reversed(others))
    text = f"# another comment\n{head}interactions:\n{first}{moved}# What one user action{flows}"
    (folder / "moved.yaml").write_text(text, encoding="utf-8")
    for name in ("terminal", "markdown", "comment"):
        done = diff(folder, "answers.yaml", "moved.yaml", "--format", name, "--exit-code")
        assert (done.code, done.out, done.errors) == (0, "", [])
    done = diff(folder, "answers.yaml", "moved.yaml", "--format", "json", "--exit-code")
    assert (done.code, json.loads(done.out)["changed"]) == (0, False)


def test_the_code_tells_whether_anything_changed_only_where_it_is_asked_to(folder: Path) -> None:
    assert diff(folder, "answers.yaml", "later.yaml").code == 0
    done = diff(folder, "answers.yaml", "later.yaml", "--exit-code")
    assert done.code == 1
    assert done.out.startswith("Web shop: answers.yaml → later.yaml\n")


def test_what_if_leaves_the_file_as_it_is(folder: Path) -> None:
    before = snapshot(folder)
    done = diff(folder, "answers.yaml", "--set", "order-to-fraud.needs=accepted", "--set", "order-to-mail.needs=result")
    assert done.code == 0
    assert "order-to-fraud" in done.out
    assert "order-to-mail" in done.out
    assert snapshot(folder) == before


def test_other_answers_are_those_of_the_second_file(folder: Path) -> None:
    """What differs between the files is taken back by settings: only what else differs is left."""
    done = diff(folder, "answers.yaml", "later.yaml", "--set", "order-to-mail.needs=nothing", "--format", "json")
    assert [row["row"]["id"] for row in json.loads(done.out)["rows"] if row["why"]] == ["order-to-fraud"]


def test_standard_input_is_either_of_the_two(folder: Path) -> None:
    there = diff(folder, "answers.yaml", "later.yaml", "--format", "markdown").out.replace("later.yaml", "-")
    here = diff(folder, "answers.yaml", "-", "--format", "markdown", stdin=LATER).out
    assert here.replace("standard input", "-") == there
    assert diff(folder, "-", "answers.yaml", stdin=SHOP).out == ""


@pytest.mark.slow
def test_several_files_are_written_in_one_run(folder: Path) -> None:
    done = diff(folder, "answers.yaml", "later.yaml", "-o", "d.md", "-o", "d.json", "-o", "d.txt")
    assert done.errors == ["wrote d.md", "wrote d.json", "wrote d.txt"]
    assert (folder / "d.md").read_text("utf-8") == diff(
        folder, *("answers.yaml", "later.yaml", "--format", "markdown")
    ).out
    diff(folder, "answers.yaml", "answers.yaml", "-o", "d.md")
    assert (folder / "d.md").read_text("utf-8") == "", "an old comment must not stay"


@pytest.fixture
def decided(folder: Path) -> Path:
    """Return the folder after the advice for all rows was accepted."""
    assert run("--date", "2026-03-02", "decide", "*", "--as", "advice", cwd=folder).code == 0
    return folder


@pytest.mark.parametrize("format_name", ["terminal", "markdown", "comment"])
def test_a_decision_that_falls_is_told_first(format_name: str, decided: Path) -> None:
    done = diff(decided, "answers.yaml", "--set", "order-to-mail.needs=result", "--format", format_name)
    text = " ".join(done.out.replace("\\", "").replace("*", "").split())
    assert "1 decision no longer holds, advice changed for 1 row" in text
    told = (
        "Row 5 (Order → Mail) was decided on 2026-03-02 as event: publish; the advice is now request: call. "
        'What turned it: "needs before it continues" was "nothing", is now "the result".'
    )
    assert text.index("Decisions that no longer hold") < text.index(told) < text.index("Rows that changed")


@pytest.mark.slow
def test_only_decisions_that_fall_by_the_change_are_told(decided: Path) -> None:
    def fallen(*words: str) -> list[str]:
        return [one["row"]["id"] for one in json.loads(diff(decided, *words, "--format", "json").out)["fallen"]]

    assert fallen("answers.yaml", "--set", "order-to-mail.needs=result") == ["order-to-mail"]
    assert fallen("answers.yaml", "--set", "order-to-mail.needs=unknown") == []
    text = (decided / "answers.yaml").read_text("utf-8")
    late = in_row(text, "needs: nothing", "needs: result", "order-to-mail")
    (decided / "late.yaml").write_text(late, encoding="utf-8")
    assert fallen("late.yaml", "--set", "order-to-mail.takes=hours") == [], "it did not hold before"
    (decided / "again.yaml").write_text(late, encoding="utf-8")
    run("decide", "order-to-mail", "again.yaml", "--as", "advice", cwd=decided)
    assert fallen("answers.yaml", "again.yaml") == [], "it was decided again"
    (decided / "moved.yaml").write_text(in_row(text, "to: [Mail]", "to: [Post]", "order-to-mail"), encoding="utf-8")
    (one,) = json.loads(diff(decided, "answers.yaml", "moved.yaml", "--format", "json").out)["fallen"]
    assert one["message"] == "Row 5 (Order → Post) was decided for Order → Mail."
    assert one["decision"]["form_name"] == "publish"


@pytest.mark.slow
@pytest.mark.parametrize("format_name", ["markdown", "comment"])
def test_tickets_on_the_web_are_links(format_name: str, decided: Path) -> None:
    old, new = (f"https://tickets.example.org/browse/SHOP-{number}_a" for number in (1, 2))
    for name, ticket in (("old.yaml", old), ("new.yaml", new)):
        shutil.copy(decided / "answers.yaml", decided / name)
        done = run("decide", "order-to-mail", name, "--as", "advice", "--ticket", ticket, cwd=decided)
        assert done.code == 0
    told = run("diff", "answers.yaml", "new.yaml", "--format", format_name, cwd=decided).out
    assert f"<{new}>" in told
    told = run("diff", "old.yaml", "new.yaml", "--format", format_name, cwd=decided).out
    assert f"ticket: <{old}> → <{new}>" in told


@pytest.mark.slow
def test_waits_are_those_of_what_was_decided(folder: Path) -> None:
    """Mail is decided against the advice: the action waits for it once built, whatever is advised."""
    shutil.copy(folder / "answers.yaml", folder / "decided.yaml")
    told = ("--as", "request", "--because", "the page shows it")
    assert run("decide", "order-to-mail", "decided.yaml", *told, cwd=folder).code == 0
    printed = diff(folder, "answers.yaml", "decided.yaml").out
    assert " Buy now\n once built       Order, Payment → Order, Payment, Mail\n" in printed
    assert "Rows that changed" in printed
    assert "as advised" not in printed
    assert "the advice)" not in printed
    shown = diff(folder, "decided.yaml", "--set", "order-to-mail.needs=result").out
    assert "once built" not in shown.split("What user actions wait for")[-1], "the decision stands"


@pytest.mark.slow
def test_what_was_decided_for_a_row_that_comes_or_goes_is_told(decided: Path) -> None:
    text = (decided / "answers.yaml").read_text("utf-8")
    start = text.index("  - id: order-to-analytics")
    gone = text[:start] + text[text.index("  - id: order-to-fraud") :]
    (decided / "gone.yaml").write_text(gone.replace("[order-to-analytics]", "[]"), encoding="utf-8")
    for pair, label in ((("answers.yaml", "gone.yaml"), "removed"), (("gone.yaml", "answers.yaml"), "added")):
        printed = " ".join(diff(decided, *pair).out.split())
        assert (
            f"{label} 6. Order → Analytics: figures (order-to-analytics), event: publish; decided as event: publish"
            in printed
        )


@pytest.mark.slow
def test_a_comment_is_marked_and_has_at_most_thirty_lines(folder: Path) -> None:
    def many(needs: str, owner: str, last: str, step: str) -> str:
        by_hand = {"style": "event", "advised": "event", "because": "b", "grounds": {"needs": "nothing"}}
        held = {"from": "A", "to": ["B"], "purpose": "p", "answers": {"needs": "nothing"}, "decision": by_hand}
        held["answers"] = {"needs": "result" if needs == "nothing" else "nothing"}
        rows = [{**held, "id": f"h{number}"} for number in range(3)]
        rows += [
            {
                "id": f"r{number}",
                "from": f"P{number}",
                "to": [f"Q{number}", "R"],
                "purpose": "p",
                "answers": {"needs": needs},
                "decision": {"style": "event", "because": needs},
            }
            for number in range(60)
        ]
        rows.append({"id": last, "from": "A", "to": [last], "purpose": "p"})
        parts = {"R": {"owner": owner}}
        flows = [{"name": "f", "steps": [step]}]
        system = {"name": "Many"}
        return json.dumps({"version": 1, "system": system, "parts": parts, "interactions": rows, "flows": flows})

    old, new = many("result", "outside", "a", "r0"), many("nothing", "same-team", "b", "r1")
    (folder / "old.yaml").write_text(old)
    (folder / "new.yaml").write_text(new)
    for pair in (("answers.yaml", "later.yaml"), ("old.yaml", "new.yaml")):
        lines = diff(folder, *pair, "--format", "comment").out.splitlines()
        assert lines[0] == "<!-- archadvisor-diff -->"
        assert len(lines) <= 30
    assert sum(line.endswith(" more") for line in lines) >= 2
    assert "  - h0: Row 1 (A → B) was decided as event; " in "\n".join(lines)


# --- a file and its past --------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("revision", ["main", "v1", "HEAD", "refs/heads/main", "HEAD~0"])
def test_a_file_is_compared_with_what_it_was(revision: str, kept: Path) -> None:
    assert diff(kept, "docs/answers.yaml", "--base", revision, "--exit-code").code == 0
    (kept / "docs" / "answers.yaml").write_text(LATER, encoding="utf-8")
    for where, name in ((kept, "docs/answers.yaml"), (kept / "docs", "answers.yaml")):
        done = diff(where, name, "--base", revision, "--exit-code")
        assert done.code == 1
        assert done.out.startswith(f"Web shop: answers.yaml at {revision} → answers.yaml\n")


def test_a_file_that_was_not_there_is_all_new(kept: Path) -> None:
    (kept / "docs" / "new.yaml").write_text(SHOP, encoding="utf-8")
    found = json.loads(diff(kept, "docs/new.yaml", "--base", "main", "--format", "json").out)
    assert (found["old"]["system"], found["new"]["system"]) == ("", "Web shop")
    assert (len(found["rows_added"]), found["rows_removed"], found["rows"]) == (8, [], [])


def test_settings_go_with_a_base(kept: Path) -> None:
    done = diff(kept, "docs/answers.yaml", "--base", "main", "--set", "order-to-mail.needs=result")
    assert done.out.startswith("Web shop: answers.yaml at main → answers.yaml with order-to-mail.needs=result")


def test_faults_of_the_past_are_told_with_the_revision(kept: Path) -> None:
    (kept / "docs" / "wrong.yaml").write_text("version: 1\nsystem: {name: S, nane: T}\n")
    git(kept, "add", ".")
    git(kept, "commit", "-q", "-m", "second")
    (kept / "docs" / "wrong.yaml").write_text(SHOP)
    done = diff(kept, "docs/wrong.yaml", "--base", "main")
    assert done.code == 3
    assert done.errors[0].startswith("wrong.yaml at main:2:")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("docs/answers.yaml", "--base", "nowhere"), 2, "--base 'nowhere': git knows no such revision"),
        (("docs/answers.yaml", "--base", "HEAD~9"), 2, "--base 'HEAD~9': git knows no such revision"),
        (("docs/answers.yaml", "--base", "--output=x"), 2, "--base '--output=x' cannot name a revision"),
        (("docs/answers.yaml", "--base", "main:docs"), 2, "--base 'main:docs' cannot name a revision"),
        (("docs/answers.yaml", "--base", "main\n"), 2, "--base 'main\\n' cannot name a revision"),
        (("docs/answers.yaml", "--base", ""), 2, "--base '' cannot name a revision"),
        (("docs/answers.yaml", "--base", "$(touch x)"), 2, "--base '$(touch x)' cannot name a revision"),
        (("docs", "--base", "main"), 5, "'docs': not a plain file at 'main'"),
        (("gone/answers.yaml", "--base", "main"), 5, "'gone/answers.yaml': No such file or directory"),
        (("docs/gone.yaml", "--base", "main"), 5, "'docs/gone.yaml': No such file or directory"),
        (("later.yaml", "docs/answers.yaml", "--base", "main"), 2, "--base and 'docs/answers.yaml': expected one"),
        (("later.yaml",), 2, "nothing to compare 'later.yaml' with; expected a second file, --base or --set"),
        (("-", "-"), 2, "standard input can be one of the two files, and has no --base"),
        (("-", "--base", "main"), 2, "standard input can be one of the two files, and has no --base"),
        (("later.yaml", "--set", "nedes=x"), 2, "--set: no question 'nedes'; did you mean 'needs'?"),
        (
            ("later.yaml", "later.yaml", "--format", "html"),
            2,
            "--format 'html': expected terminal, markdown, json, comm",
        ),
        (
            ("later.yaml", "docs/answers.yaml", "--format", "json", "-o", "docs/answers.yaml"),
            2,
            "--output 'docs/answers.yaml': the answers",
        ),
        (
            ("later.yaml", "docs/answers.yaml", "--format", "json", "-o", "later.yaml"),
            2,
            "--output 'later.yaml': the ans",
        ),
        (("later.yaml", "docs/answers.yaml", "-o", "x.html"), 2, "--output 'x.html': unknown suffix; expected one of"),
    ],
)
def test_what_does_not_go_is_one_clear_line(words: tuple[str, ...], code: int, said: str, kept: Path) -> None:
    before = snapshot(kept)
    done = diff(kept, *words)
    assert (done.code, len(done.errors)) == (code, 1)
    assert done.errors[0].startswith(said)
    assert snapshot(kept) == before


def test_outside_a_repository_git_says_so(folder: Path) -> None:
    done = run(
        "diff", "answers.yaml", "--base", "main", cwd=folder, env={"GIT_CEILING_DIRECTORIES": str(folder.parent)}
    )
    assert done.code == 5
    assert done.errors[0].startswith("'answers.yaml': not a git repository")


def test_without_git_it_says_what_it_needs(kept: Path) -> None:
    done = run("diff", "docs/answers.yaml", "--base", "main", cwd=kept, env={"PATH": str(kept)})
    assert (done.code, done.errors) == (5, ["'docs/answers.yaml': --base needs git, which is not installed"])


def test_a_link_in_the_past_is_not_followed(kept: Path) -> None:
    (kept / "docs" / "link.yaml").symlink_to("answers.yaml")
    git(kept, "add", ".")
    git(kept, "commit", "-q", "-m", "second")
    done = diff(kept, "docs/link.yaml", "--base", "main")
    assert (done.code, done.errors) == (5, ["'docs/link.yaml': not a plain file at 'main'"])


# --- for programs, and for names that want to be more ------------------------------------------------------------


def test_schema_is_the_one_that_the_types_make(golden: Callable[[Path, str], None]) -> None:
    made = msgspec.json.schema(Comparison)
    made["$defs"]["Comparison"]["properties"]["schema"] = {"const": SCHEMA}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "archadvisor comparison",
        "description": "What `archadvisor diff --format json` prints. Keys may be added, never renamed or taken out.",
        **made,
    }
    golden(FILE, json.dumps(whole, indent=2, ensure_ascii=False) + "\n")


def test_what_is_printed_keeps_the_schema(folder: Path) -> None:
    schema = json.loads(FILE.read_text("utf-8"))
    jsonschema_rs.meta.validate(schema)
    for old, new in (("answers.yaml", "later.yaml"), ("later.yaml", "answers.yaml"), ("later.yaml", "later.yaml")):
        jsonschema_rs.validate(schema, json.loads(diff(folder, old, new, "--format", "json").out))


def renamed(name: str) -> str:
    """Return what hostile answers say later: another answer, another decision, a row more, another end."""
    data = json.loads(answers(name))
    first, second = data["interactions"]
    first["answers"]["needs"] = "result"
    first["decision"]["style"] = "request"
    second["to"] = ["new"]
    data["interactions"].append({"id": "three", "from": name, "to": ["more", f"{name} 3"], "purpose": name})
    data["flows"][0]["steps"] = ["two", "three"]
    data["parts"][f"{name} two"]["team"] = "ours"
    data["system"]["answers"]["busiest"] = "same"
    return json.dumps(data)


def compared(where: Path, name: str, format_name: str) -> str:
    (where / "a.yaml").write_text(answers(name), encoding="utf-8")
    (where / "b.yaml").write_text(renamed(name), encoding="utf-8")
    done = run("diff", "a.yaml", "b.yaml", "--format", format_name, cwd=where, env={"COLUMNS": "80"})
    assert done.code == 0, done.errors
    return done.out


@pytest.mark.parametrize(
    "kind", [name if number < 1 else pytest.param(name, marks=pytest.mark.slow) for number, name in enumerate(HOSTILE)]
)
def test_names_of_strangers_stay_text(kind: str, tmp_path: Path) -> None:
    assert inert(compared(tmp_path, HOSTILE[kind], "terminal"))
    assert json.loads(compared(tmp_path, HOSTILE[kind], "json"))["new"]["system"] == HOSTILE[kind]
    for name in ("markdown", "comment"):
        text = compared(tmp_path, HOSTILE[kind], name)
        assert _structure(text) == _structure(compared(tmp_path, PLAIN, name))
        assert not any(c in text for c in "\x1b\x07\x08\x00\r\u202e\u2066")


def test_markdown_is_markdown(folder: Path) -> None:
    text = diff(folder, "answers.yaml", "later.yaml", "--format", "markdown").out
    kinds = [token.type for token in MarkdownIt("commonmark").parse(text)]
    assert kinds.count("heading_open") > 4
    assert "html_block" not in kinds


def test_on_an_ascii_terminal_it_is_ascii(folder: Path) -> None:
    done = run("diff", "answers.yaml", "later.yaml", cwd=folder, env={"LC_ALL": "C", "PYTHONUTF8": "1"})
    assert done.out.isascii()
    assert changed(done.out.splitlines()[0], (" > ", " ")) == "Web shop: answers.yaml later.yaml"
