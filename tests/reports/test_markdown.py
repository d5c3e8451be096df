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

from archadvisor.assessment import Assessment, Set, Source, TippingPoint, Way
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


def test_parts_stand_in_order() -> None:
    text = markdown(made.shop())
    expected = ["Web shop: how its parts should talk", "Troubles between rows", "To decide"]
    expected += ["7 · Order → Fraud: rate the risk", "What to build", "Events", "What you take on", "Where to start"]
    assert headings(text)[:8] == expected
    order = [
        "Web shop",
        "## Troubles",
        "| 1 | Shop",
        "## To decide",
        "## Where",
        "One by one",
        "All answers",
        "---\n\nEach",
        "Again:",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_headline_counts_and_has_no_percentage() -> None:
    opening = markdown(made.shop()).split("| |")[0]
    assert "**Hybrid: 3 requests, 3 events, 1 to decide, 1 to keep together.**" in opening
    assert "in 100" not in opening


def test_breakdown_has_all_rows_and_open_ones_only_lean() -> None:
    breakdown = tables(markdown(made.shop()))[0]
    assert breakdown[0] == ["", "interaction", "for", "today", "advice", "how sure"]
    assert breakdown[3] == ["3", "Order → Payment", "authorise the card", "call", "request: call", "clear"]
    assert breakdown[6][3:] == ["file", "event: publish · change", "leaning"]
    assert breakdown[7][4:] == ["leans to event: accept, then work off · new", "open"]
    assert breakdown[8][3:] == ["table", "keep together", "clear"]
    assert "**event**" in markdown(made.shop())
    assert "leans to **" not in markdown(made.shop())


def test_decisions_put_the_ways_side_by_side() -> None:
    text = markdown(made.undecided())
    ways = tables(text)[2]
    assert ways[0] == ["", "if result → request: call", "if nothing → event: queue"]
    assert ways[1:3] == [["it means", "one waits", "nobody waits"], ["for it", "one outcome", "an even pace"]]
    assert ways[3:] == [["price", "hours", "a state more"], ["counts for it", "a reason", "nothing that is known yet"]]
    seen = paragraphs(text)
    assert "Ask Head of sales: May a buyer leave before the check is done?" in seen
    assert "As the questions put it: What must the other have said?" in seen
    assert "A draft answers nothing, once it is on its way. Confirm or change it." in seen
    assert "A way out: Split it in two." in seen
    assert "Could turn it as well: Who waits?" in seen
    assert [len(table[0]) for table in tables(text)[2:5]] == [3, 3, 6]


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_what_is_no_question_of_style_is_never_called_neither(name: str) -> None:
    shop = made.shop()
    points = (TippingPoint((Set("interaction", "broken", "half-done"),), "neither", "real damage if: half done"),)
    ways = (*shop.decisions[0].ways, Way(("both",), ("both",), "neither", "t", "keep together", "m", "g", "p", ()))
    shop = replace(
        shop,
        interactions=tuple(replace(row, tipping_points=points) for row in shop.interactions),
        decisions=(replace(shop.decisions[0], ways=ways),),
    )
    text = render(shop, name)
    seen = Page(text).text if name == "html" else text
    assert "neither" not in seen
    said = "-> not a question of style" if name == "terminal" else "→ style is no longer the question"
    assert seen.count(f"real damage if: half done {said}") == 8
    assert "neither" not in render(shop, "terminal", Options(brief=True))
    asked = advise(shop, shop.interactions[0], 200)
    assert "  turns if real damage if: half done -> not a question of style" in asked


def test_disputes_and_given_rows_say_why() -> None:
    seen = paragraphs(markdown(made.undecided()))
    assert "1 Shop → Fraud: Nothing is needed, but it cannot go on without. (needs first, ten minutes later)" in seen
    assert "Settled by: Bank cannot be changed." in seen


def test_sum_can_be_worked_out_again() -> None:
    evidence = next(table for table in tables(markdown(made.one())) if table[0][0] == "theme")
    assert evidence[1:] == [
        ["latency", "−2.0", "A cannot go on without the answer"],
        ["", "also −0.5", "somebody waits for A"],
        ["consistency", "−0.5", "ten minutes later would cost customers (draft)"],
        ["volume", "+0.2", "the busiest hour is tenfold"],
        ["sum", "−2.3", "below 0: request"],
    ]
    assert "| range | +1.5 … +2.0 |" in markdown(made.shop())
    assert "request: call · clear (93 in 100) · today: call (keep)" in paragraphs(markdown(made.one()))


def test_answers_show_what_is_draft_and_what_is_open() -> None:
    text = markdown(made.shop())
    *_, system, parts, rows = tables(text)
    assert system[1:] == [
        ["How busy is your busiest hour?", "tenfold – on sale days"],
        ["Who notices at night?", "open, ask operations"],
    ]
    assert parts == [["part", "it is", "whose it is"], ["Payment", "outside", "outside"]]
    assert rows[0] == ["", "interaction", "needs first", "real damage if"]
    assert rows[7] == ["7", "Order → Fraud", "open, ask Head of sales", "lost"]
    assert "*done twice, lost*" in text
    assert "1, real damage if: ask again in May" in paragraphs(text)


def test_what_is_empty_is_left_out_with_its_heading() -> None:
    text = markdown(made.nothing())
    assert headings(text) == ["Blank: how its parts should talk"]
    assert "**Nothing to advise on yet.**" in text
    assert "<details>" not in text


def test_assumed_rows_are_named_so() -> None:
    assert "Kinds of interaction, not yet yours" in markdown(made.assumed())
    assert tables(markdown(made.assumed()))[0][0] == ["", "interaction", "for", "advice", "how sure"]


def test_sources_are_links_in_words_and_the_end_tells_how_to_get_it_again() -> None:
    text = markdown(replace(made.shop(), date="2026-11-24"), command="archadvisor score `a b`.yaml")
    links = [c.attrs["href"] for t in READER.parse(text) for c in t.children or () if c.type == "link_open"]
    assert links == ["https://example.org/saga?a=1&b=2"]
    again = "Again: archadvisor score `a b`.yaml --output report.md. archadvisor 0.1.0, rules 1, 2026-11-24."
    assert paragraphs(text)[-1].startswith(again)


def test_brief_is_the_opening_the_breakdown_and_what_is_to_decide() -> None:
    text = markdown(made.shop(), brief=True)
    assert headings(text)[1:] == ["Troubles between rows", "To decide", "7 · Order → Fraud: rate the risk"]
    assert "<details>" not in text


@pytest.mark.slow
@pytest.mark.parametrize(("number", "cards"), [(200, 200), (300, 30), (3000, 200)])
def test_large_systems_keep_table_and_decisions_and_fold_the_rest(number: int, cards: int) -> None:
    text = markdown(made.many(number))
    assert len(tables(text)[0]) == number + 1
    assert sum(1 for heading in headings(text) if heading.startswith(tuple("0123456789"))) == number // 20 + cards
    assert (f"and {number - cards} more interactions: `archadvisor score answers.yaml --format json`" in text) == (
        number > 200
    )


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
        assert shown(headings(report)[0]) == shown(f"{changed.system.name}: how its parts should talk")
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
    assert f"# {name}: how" in markdown(replace(shop, system=replace(shop.system, name=name)))


def test_only_addresses_on_the_web_become_links() -> None:
    addresses = ("javascript:alert(1)", "https://x/> [y](z", "https://x/ y", "https://x/\ny", "https://x/\u202e")
    report = markdown(replace(made.shop(), sources=tuple(Source("s", "T", address, ()) for address in addresses)))
    assert not any(child.type == "link_open" for token in READER.parse(report) for child in token.children or ())
