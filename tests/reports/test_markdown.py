"""The Markdown report, read as GitHub reads it: tables, headings and paragraphs, with a stranger's text as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

import assessments as made
import pytest
from examples import NAMES, example
from hostile import TEXTS
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace
from pages import Page

from archadvisor.assessment import Assessment, Crossing, Set, Source, TippingPoint, Way
from archadvisor.reports.note.advice import advise
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import render

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OWN_HTML = re.compile(r"</?details>|<details><summary>[A-Z][A-Za-z0-9: ]*</summary>")
KINDS = [made.shop, made.requests_only, made.events_only, made.one, made.nothing, made.undecided, made.assumed]


def markdown(assessment: Assessment, **options: object) -> str:
    return render(assessment, "markdown", replace(Options(), **options))


def words(token: Token) -> str:
    """Return what is seen of a line."""
    seen = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            seen.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            seen.append("\n")
        elif child.type == "html_inline":
            assert child.content == "<!-- -->"
    return "".join(seen)


def headings(text: str) -> list[str]:
    tokens = READER.parse(text)
    return [words(tokens[i + 1]) for i, token in enumerate(tokens) if token.type == "heading_open"]


def tables(text: str) -> list[list[list[str]]]:
    """Return all tables: rows of cells, as they are seen."""
    found: list[list[list[str]]] = []
    tokens = READER.parse(text)
    for i, token in enumerate(tokens):
        if token.type == "table_open":
            found.append([])
        if token.type == "tr_open":
            found[-1].append([])
        if token.type in ("td_open", "th_open"):
            found[-1][-1].append(words(tokens[i + 1]))
    return found


def paragraphs(text: str) -> list[str]:
    return [words(token) for token in READER.parse(text) if token.type == "inline"]


def under(text: str, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


FIRST_PAGE = ["Web shop: requests or events", "Problems between rows", "To decide", "Advice", "First steps"]
DETAILS = ["Details: problems between rows", "Details: decisions", "What to build", "Each interaction"]
DETAILS += [
    "What each user action waits for",
    "Events",
    "Costs and duties",
    "All steps",
    "Answers to confirm",
    "Method",
]


def test_parts_stand_in_order() -> None:
    text = markdown(made.shop())
    assert headings(text) == [*FIRST_PAGE, *DETAILS]
    order = ["# Web shop", "**Shop calls", "3 requests,", "```mermaid", "## Problems", "## Method", "---\n\n<details>"]
    places = [text.index(part) for part in [*order, "Again:"]]
    assert places == sorted(places)


def test_each_thing_stands_once() -> None:
    text = markdown(made.shop())
    for said in ("Shop calls, Order tells.", "41 of 52 answers", "one outcome", "Order and Stock wait for each other."):
        assert text.count(said) == 1, said
    first = under(text, "First steps")
    assert first.split() == ["1.", "Step", "2", "(size", "M).", "2.", "Step", "3", "(size", "M)."]
    assert under(text, "All steps").count('*(under "First steps")*') == 2
    assert text.count("Step 2 (size M)") == 1


def test_headline_counts_and_has_no_percentage() -> None:
    opening = markdown(made.shop()).split("```mermaid")[0]
    assert "\n3 requests, 3 events, 1 to decide, 1 to keep together. 41 of 52 answers come from your team" in opening
    assert "in 100" not in opening
    assert "%" not in opening


def test_table_has_all_rows_and_open_ones_only_lean() -> None:
    text = markdown(made.shop())
    advice = tables(text)[0]
    assert advice[0] == ["", "interaction", "for", "today", "advice", "confidence"]
    assert [row[0] for row in advice[1:]] == [str(number) for number in range(1, 9)]
    assert advice[3] == ["3", "Order → Payment", "authorise the card", "call", "request: call", "clear"]
    assert advice[6][3:] == ["file", "event: publish · change", "leaning"]
    assert advice[7][4:] == ["leans to event: accept, then work off · new", "open"]
    assert advice[8][3:] == ["table", "keep together", "clear"]
    assert "**event**" in text
    assert "leans to **" not in text


def test_decisions_tell_whom_to_ask_and_what_each_answer_leads_to() -> None:
    seen = paragraphs(under(markdown(made.undecided()), "To decide"))
    assert seen[0] == (
        "1 · Shop → Fraud: What must the other have said? Ask Head of sales. "
        "In your words: may a buyer leave before the check is done?"
    )
    assert seen[1:3] == ["request: call (a reason).", "event: queue."]
    assert seen[3] == "2 · Shop → Search: What weighs more here? Ask business or operations."
    assert seen[6].endswith("Ask business or operations. A guess says: nothing, once it is on its way.")
    assert seen[7:] == ["request: form 0.", "event: form 1.", "form 2.", "request: form 3.", "event: form 4."]


def test_decisions_in_detail_put_the_ways_beside_each_other() -> None:
    text = under(markdown(made.undecided()), "Details: decisions")
    first, _, last = tables(text)
    assert first == [
        ["way", "benefit", "cost", "public systems with this answer"],
        ["request: call", "one outcome", "hours", ""],
        ["event: queue", "an even pace", "a state more", ""],
    ]
    assert len(last) == 6
    assert "2 · Shop → Search A way out: Split it in two." in paragraphs(text)
    assert "Also counts: Who waits?" in paragraphs(text)


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_what_is_no_question_of_style_is_never_called_neither(name: str) -> None:
    shop = made.shop()
    points = (TippingPoint((Set("interaction", "broken", "half-done"),), "neither", "real damage if: half done"),)
    ways = (*shop.decisions[0].ways, Way(("both",), ("both",), "neither", "t", "keep together", "m", "g", "p", ()))
    shop = replace(
        shop,
        interactions=tuple(replace(row, would_change=points) for row in shop.interactions),
        decisions=(replace(shop.decisions[0], ways=ways),),
    )
    text = render(shop, name)
    seen = Page(text).text if name == "html" else text
    assert "neither" not in seen
    said = "The style would no longer matter if real damage if: half done."
    assert " ".join(seen.split()).count(said) == 8
    assert "neither" not in render(shop, "terminal", Options(brief=True))
    asked = advise(shop, shop.interactions[0], 200)
    assert f"  change   {said}" in asked


def test_disputes_and_given_rows_say_why() -> None:
    text = markdown(made.undecided())
    said = "1 Shop → Fraud: Nothing is needed, but it cannot go on without. (needs first, ten minutes later)"
    assert paragraphs(under(text, "Contradictions")) == [said]
    assert "Settled by: Bank cannot be changed." in paragraphs(text)
    assert "## Contradictions" not in markdown(made.shop())


def test_sum_is_told_in_a_line_and_where_all_its_lines_are() -> None:
    seen = paragraphs(markdown(made.one()))
    parts = "the reason above -2.0; ten minutes later would cost customers -0.5; 1 small factor +0.2"
    assert f"Sum: request -2.3: {parts}." in seen
    assert any("archadvisor explain row-1 answers.yaml shows every line of a sum." in each for each in seen)


def test_a_way_over_is_told_once_and_after_that_by_its_row() -> None:
    way = Crossing("Tell it beside the call.", "What is told.", "Stop telling.", "tell")
    shop = made.shop()
    rows = tuple(replace(row, crossing=way) if row.number in (4, 5, 6) else row for row in shop.interactions)
    seen = paragraphs(markdown(replace(shop, interactions=rows)))
    assert seen.count("Migration: Tell it beside the call. Watch: What is told. Rollback: Stop telling.") == 1
    assert seen.count("Migration: as row 4.") == 2


def test_answers_that_are_open_or_guessed_are_named_with_their_rows() -> None:
    text = under(markdown(made.shop()), "Answers to confirm")
    assert "- real damage if: *done twice, lost* (guess; 1, 2, 3, 4, 5, 6, 8)" in text
    assert paragraphs(text) == [
        "real damage if: done twice, lost (guess; 1, 2, 3, 4, 5, 6, 8)",
        "Who notices? open, ask operations",
        "Roles, corrected by role:: Payment is outside.",
    ]


def test_what_is_empty_is_left_out_with_its_heading() -> None:
    text = markdown(made.nothing())
    assert headings(text) == ["Blank: requests or events", "Method"]
    assert "answers come from your team" not in text
    assert "archadvisor explain" not in text
    assert "****" not in text
    assert "<details>" not in text


def test_assumed_rows_are_named_so() -> None:
    text = markdown(made.assumed())
    assert "Typical interactions, not yet yours" in text
    assert "not yet yours" not in markdown(made.shop())
    assert tables(text)[0][0] == ["", "interaction", "for", "advice", "confidence"]


def test_sources_are_links_in_words_and_the_end_tells_how_to_get_it_again() -> None:
    text = markdown(replace(made.shop(), date="2026-11-24"), command="archadvisor score `a b`.yaml")
    links = [c.attrs["href"] for t in READER.parse(text) for c in t.children or () if c.type == "link_open"]
    assert links == ["https://example.org/saga?a=1&b=2"]
    again = "Again: archadvisor score `a b`.yaml --output report.md. archadvisor 0.1.0, rules 1, 2026-11-24."
    assert paragraphs(text)[-1].startswith(again)


def test_brief_is_the_first_page_only() -> None:
    whole = markdown(made.shop())
    text = markdown(made.shop(), brief=True)
    assert headings(text) == FIRST_PAGE
    assert "<details>" not in text
    assert whole.startswith(text.split("\n---\n")[0])


@pytest.mark.slow
@pytest.mark.parametrize(("number", "cards"), [(200, 200), (300, 30), (3000, 200)])
def test_large_systems_keep_table_and_decisions_and_fold_the_rest(number: int, cards: int) -> None:
    text = markdown(made.many(number))
    assert len(tables(text)[0]) == number + 1
    start, end = text.index("\n## Each interaction"), text.index("\n## What each user action")
    each = [seen for seen in paragraphs(text[start:end]) if re.match(r"\d+ · ", seen)]
    assert len(each) == cards
    assert len([seen for seen in paragraphs(under(text, "To decide")) if re.match(r"\d+ · ", seen)]) == number // 20
    more = f"{number - cards} more interactions: `archadvisor score answers.yaml --format json`"
    assert (more in text) == (number > 200)


@pytest.mark.parametrize("kind", [*KINDS, *(partial(example, name) for name in NAMES)])
def test_every_table_is_one(kind: Callable[[], Assessment]) -> None:
    text = markdown(kind())
    assert text.startswith("# ")
    assert text.endswith(".\n")
    assert "\n\n\n" not in text
    assert not any(line.startswith("|") for seen in paragraphs(text) for line in seen.splitlines())
    for table in tables(text):
        assert len({len(cells) for cells in table}) == 1


# --- texts of strangers ----------------------------------------------------------------------------------


UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """Return a text as it is to be seen: in one line, with a stand-in for what would act."""
    return " ".join(UNSEEN.sub("\ufffd", re.sub("[\r\n\t]+", " ", text)).split())


@cache
def structure(kind: Callable[[], Assessment]) -> list[str]:
    """Return the structure of a report with a plain word in all texts."""
    return [token.type for token in READER.parse(markdown(made.rewritten(kind(), lambda text: f"x {text}")))]


@pytest.mark.parametrize("text", [pytest.param(t, marks=pytest.mark.slow) if n % 3 else t for n, t in enumerate(TEXTS)])
@pytest.mark.parametrize("kind", [made.shop, pytest.param(made.undecided, marks=pytest.mark.slow)])
def test_a_strangers_text_stays_text(text: str, kind: Callable[[], Assessment]) -> None:
    for before, after in ((f"{text} ", ""), ("", f" {text}")):
        changed = made.rewritten(kind(), lambda plain: before + plain + after)  # noqa: B023 - called at once
        report = markdown(changed, command=f"{before}score{after}")
        tokens = READER.parse(report)
        assert [token.type for token in tokens] == structure(kind)
        assert all(OWN_HTML.fullmatch(t.content.strip()) for t in tokens if t.type == "html_block")
        kinds = {child.type for token in tokens for child in token.children or ()}
        assert kinds <= {"text", "code_inline", "html_inline", *("strong_open", "strong_close", "em_open", "em_close")}
        for row, cells in zip(changed.interactions, tables(report)[0][1:], strict=True):
            to = ", ".join(row.receivers)
            assert [shown(cell) for cell in cells[1:3]] == [shown(f"{row.sender} → {to}"), shown(row.purpose)]
        assert shown(headings(report)[0]) == shown(f"{changed.system.name}: requests or events")
        assert paragraphs(report)[0] == headings(report)[0]


@pytest.mark.parametrize(
    "text", ["https://evil.example", "HTTP://evil.example", "www.evil.example", "WWW.evil.example"]
)
def test_no_address_becomes_a_link_by_itself(text: str) -> None:
    shop = made.shop()
    report = markdown(replace(shop, system=replace(shop.system, name=text)))
    assert not re.search(r"(?i)(?<!<)https?://|www\.", report)
    assert headings(report)[0].startswith(text)


def test_nobody_is_mentioned() -> None:
    shop = made.shop()
    report = markdown(replace(shop, system=replace(shop.system, name="@octocat and me@evil.example")))
    assert not re.search(r"@\w", report)
    assert headings(report)[0].startswith("@octocat and me@evil.example:")


def test_plain_names_stay_readable() -> None:
    shop = made.shop()
    name = "R&D's order_placed (v1.2), 3 - 4 = -1 + 2 > 0"
    assert f"# {name}: requests" in markdown(replace(shop, system=replace(shop.system, name=name)))


def test_only_addresses_on_the_web_become_links() -> None:
    addresses = ("javascript:alert(1)", "https://x/> [y](z", "https://x/ y", "https://x/\ny", "https://x/\u202e")
    report = markdown(replace(made.shop(), sources=tuple(Source("s", "T", address, ()) for address in addresses)))
    assert not any(child.type == "link_open" for token in READER.parse(report) for child in token.children or ())
