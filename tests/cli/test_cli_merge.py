"""`archadvisor merge` on real files: what it tells, what it writes, and what it leaves alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest
from program import SMALLEST, run

from archadvisor.answers.schema import schema
from archadvisor.knowledge import load
from archadvisor.source import comments

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "several-people"
GOLDENS = Path(__file__).parent / "merged"


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
