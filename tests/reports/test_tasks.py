"""The task list: every task with an owner and an id that stays, whatever comes before it or however it is cut."""

from __future__ import annotations

import re
from pathlib import PurePath

import assessments as made
import pytest
from examples import NAMES, example
from hostile import TEXTS
from markdown_it import MarkdownIt
from msgspec.structs import replace

from archadvisor.assessment import Assessment, KnownPart
from archadvisor.reports.formats import format_of
from archadvisor.reports.report import FORMATS
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import render
from archadvisor.reports.report.team import of_team

READER = MarkdownIt("commonmark")
TASK = re.compile(r"^- \[ \] `([A-Za-z0-9._-]+)` (.+)$", re.MULTILINE)


def tasks(assessment: Assessment, brief: bool = False) -> dict[str, str]:
    """Return the tasks by id; no id may be there twice."""
    text = render(assessment, "tasks", Options(brief=brief))
    found = TASK.findall(text)
    assert len(found) == text.count("- [ ]") == len(dict(found))
    return dict(found)


def moved(assessment: Assessment) -> Assessment:
    """Return the assessment with all in it the other way round, and other numbers."""
    rows = [replace(row, number=100 - row.number) for row in assessment.interactions]
    turned = {name: getattr(assessment, name)[::-1] for name in ("build", "findings", "decisions", "unknowns")}
    return replace(assessment, interactions=tuple(rows[::-1]), **turned)


def test_groups_owners_and_sizes() -> None:
    shop = made.shop()
    shop = replace(shop, parts=(KnownPart("Mail", (), team="Messages"),))
    shop = replace(shop, roadmap=(replace(shop.roadmap[0], what="Build the Outbox."), *shop.roadmap[1:]))
    text = render(shop, "tasks")
    assert re.findall("^## (.*)", text, re.MULTILINE) == ["Decide", "Build", "Verify", "Rows"]
    found = tasks(shop)
    assert found["decide.row-7"] == "What must the other have said? (ask business or operations; row 7?)"
    told = next(told for name, told in found.items() if name.startswith("build.outbox"))
    assert told == "Outbox: what outbox needs. (Order; step 1 of size M; rows 1, 2, 3, 4, 5, 6, 7?, 8)"
    assert "(Messages; row 1)" in next(told for name, told in found.items() if name.startswith("build.inbox"))
    assert "  - Kill it: it comes.\n  - A second check.\n" in text
    assert "- 7?: Order → Fraud: rate the risk\n" in text


def test_an_open_question_is_asked_once() -> None:
    found = tasks(made.undecided())
    assert "decide.row-1" in found
    assert "ask.first.row-1" not in found


@pytest.mark.parametrize("name", NAMES)
def test_ids_stay_wherever_a_task_stands(name: str) -> None:
    assessment = example(name)
    assert {*tasks(moved(assessment))} == {*tasks(assessment)}


def test_a_team_gets_its_tasks_by_the_same_ids() -> None:
    whole = tasks(example("web-shop"))
    cut = tasks(of_team(example("web-shop"), ["Mail"]))
    assert {*cut} < {*whole}
    assert "build.idempotent-consumer" in cut
    assert not any(name.startswith("build.fallback") for name in cut)


def test_every_step_that_is_work_is_a_task_with_owner_and_size() -> None:
    shop = example("web-shop")
    found = tasks(shop)
    assert found["set-up.transport"].endswith("(Order; step 5 of size L; rows 4, 5, 6)")
    assert found["set-up.alerts"].startswith("Name a person on call, and set two alerts")
    assert "(Order; step 2 of size M; rows 3, 8)" in next(
        told for told in found.values() if "transaction begins" in told
    )
    assert found["switch.first.order"].startswith("Use events first for Order → Mail.")
    work = [stage for stage in shop.roadmap if stage.topic not in ("keep", "safe", "apart", "decide")]
    assert len(work) == 6
    for stage in work:
        assert stage.size
        assert any(f"step {stage.step} of size {stage.size}" in told for told in found.values())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        *(("Order", "order"), ("Order desk_2", "order-desk-2"), ("Büro", "[0-9a-f]{8}"), ("-", "[0-9a-f]{8}")),
        *(("a.b", "[0-9a-f]{8}"), ("x" * 41, "[0-9a-f]{8}")),
    ],
)
def test_an_id_names_a_place_of_one_part_in_plain_signs(name: str, told: str) -> None:
    shop = made.shop()
    rows = tuple(replace(row, sender=name) for row in shop.interactions)
    build = replace(shop.build[0], parts=(name,), where=name)
    (id_,) = (id_ for id_ in tasks(replace(shop, interactions=rows, build=(build,))) if id_.startswith("build."))
    assert re.fullmatch(f"build.outbox.{told}", id_)


def test_brief_leaves_the_checks_out_and_nothing_is_said() -> None:
    assert not any(name.startswith("verify.") for name in tasks(made.shop(), brief=True))
    assert "Nothing is left to do." in render(made.nothing(), "tasks")


@pytest.mark.parametrize("text", TEXTS)
def test_a_strangers_text_stays_text(text: str) -> None:
    def structure(before: str) -> list[str]:
        changed = made.rewritten(made.undecided(), f"{before} {{}}".format)
        tokens = READER.parse(render(changed, "tasks"))
        kinds = {child.type for token in tokens for child in token.children or ()}
        assert kinds <= {"text", "code_inline", "softbreak", "html_inline", "strong_open", "strong_close"}
        inline = [child.content for token in tokens for child in token.children or () if child.type == "html_inline"]
        assert {*inline} <= {"<!-- -->"}
        return [token.type for token in tokens]

    assert structure(text.replace("{", "{{").replace("}", "}}")) == structure("x")


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("a.tasks.md", "tasks"),
        ("A.TASKS.MD", "tasks"),
        ("a.md", "markdown"),
        ("tasks.md", "markdown"),
        (".tasks.md", "markdown"),
        ("a.mmd", "mermaid"),
        ("a.csv", "csv"),
        (".csv", None),
        ("csv", None),
    ],
)
def test_the_longest_suffix_tells_the_format(file: str, wanted: str | None) -> None:
    assert format_of(FORMATS, PurePath(file).name) == wanted
