"""The comment on a pull request and the sheet of questions: short, whole, and Markdown whatever a system is like."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import assessments as made
import pytest
from examples import NAMES, example
from markdown_it import MarkdownIt
from msgspec.structs import replace

from archadvisor.assessment import Assessment
from archadvisor.reports.report.rendering import render

READER = MarkdownIt("commonmark")


def full() -> Assessment:
    """Return a system that has more of everything than a comment tells."""
    large = made.many(300)
    system = replace(large.system, assumed=True)
    return replace(large, system=system, findings=made.shop().findings * 5, team=("Mail",))


KINDS: dict[str, Callable[[], Assessment]] = {
    "shop": made.shop,
    "undecided": made.undecided,
    "assumed": made.assumed,
    "nothing": made.nothing,
    "large": lambda: made.many(300),
    "full": full,
    **{name: partial(example, name) for name in NAMES},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_comment_has_at_most_thirty_lines_and_a_mark(kind: str) -> None:
    lines = render(KINDS[kind](), "comment").splitlines()
    assert lines[0] == "<!-- archadvisor -->"
    assert len(lines) <= 30


def test_a_comment_tells_what_changes_row_by_row() -> None:
    told = advice(example("web-shop"))
    assert told[0].startswith("- 7? Order → Fraud: planned → **to decide**: Can Order continue")
    assert told[1:] == [
        "- 4 Order → Stock, Shipping: call → **event**: publish",
        "- 5 Order → Mail: call → **event**: publish",
        "- 6 Order → Analytics: file → **event**: publish",
        "- 1, 2, 3 and 8 stay as today",
    ]


@pytest.mark.parametrize("format_name", ["comment", "markdown", "html", "terminal"])
def test_nobody_takes_a_trouble_for_solved_before_it_is_built(format_name: str) -> None:
    told = render(example("web-shop"), format_name)
    if format_name == "terminal":
        assert "Problems between rows, once this is built" in told
    else:
        words = re.findall(r"(\w+) once this is built(?=[<;)])", told)
        assert "new" in words
        assert ("solved" in words) == (format_name != "comment")
        assert not re.search(r"[>(](solved|reduced|new)[<;)]", told)


def test_a_comment_counts_the_rows_that_it_does_not_tell() -> None:
    told = advice(full())
    assert [line.startswith("- ") and "?" in line.split()[1] for line in told] == [*[True] * 8, False, False]
    rows = [row for row in full().interactions if row.undecided or row.move != "keep"]
    assert told[8:] == [f"- {len(rows) - 8} more in the whole report", f"- {300 - len(rows)} rows stay as today"]


def advice(assessment: Assessment) -> list[str]:
    """Return the lines about rows."""
    return render(assessment, "comment").partition("Advice:\n")[2].partition("\n\n")[0].splitlines()


def test_without_a_sentence_about_the_system_nothing_empty_is_bold() -> None:
    shop = made.shop()
    told = render(replace(shop, system=replace(shop.system, summary="")), "comment")
    assert "****" not in told
    assert f"\n{shop.system.headline[0].text}" in told


def test_a_comment_says_that_rows_are_assumed() -> None:
    assert "not yet yours" in render(made.assumed(), "comment")
    assert "not yet yours" not in render(made.shop(), "comment")


def test_answers_belong_to_their_question_on_a_sheet_of_more_than_nine() -> None:
    opened = made.undecided()
    decisions = tuple(replace(opened.decisions[0], question=f"question-{n}") for n in range(12))
    tokens = READER.parse(render(replace(opened, decisions=decisions), "questions"))
    depths = [token.level for token in tokens if token.type == "bullet_list_open"]
    assert len([depth for depth in depths if depth > 1]) == 12
    assert not [token for token in tokens if token.type == "code_block"]


@pytest.mark.parametrize("format_name", ["markdown", "html"])
def test_what_consumers_do_has_a_heading_only_over_something(format_name: str) -> None:
    shop = made.shop()
    said = "What each consumer does"
    assert said in render(example("web-shop"), format_name)
    events = tuple(replace(event, handling=()) for event in shop.events)
    assert events
    assert said not in render(replace(shop, events=events), format_name)
