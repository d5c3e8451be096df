"""Real systems beside the advice, in every report: two each way, with a link to the place, texts as texts."""

from __future__ import annotations

from functools import cache

import assessments as made
import pytest
from hostile import TEXTS
from msgspec.structs import replace
from pages import Page
from test_markdown import READER, tables, words

from archadvisor.assessment import Assessment, Precedent, PrecedentCount, PrecedentReason, RowPrecedents
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import render

COUNT = PrecedentCount(("first.result",), 7, 5, 1, 1, True, "5 of only 7 are requests: a small sample")
NAMES = {"request": ("back", "code"), "event": ("first", "told")}


def precedent(name: str, text: str = "{}", **changes: object) -> Precedent:
    plain = Precedent(
        id=name,
        kind="code",
        sender=text.format("Till"),
        receivers=(text.format("Bank"),),
        does=text.format(f"does {name}"),
        style="request",
        domain="shop",
        repository=f"owner/{name}",
        path="a.py",
        commit="1234567",
        address=f"https://github.com/owner/{name}/blob/1234567/a.py",
        year=None,
        gave_up=None,
        reasons=(),
        why=(),
    )
    return replace(plain, **changes)


def compared(text: str = "{}") -> Assessment:
    """Return the web shop with two real systems each way beside every row and way; told accepts first."""
    reasons = (PrecedentReason("request", "delay", text.format("it waited")),)
    back = precedent("back", text, kind="decision", gave_up="event", year=2023, reasons=reasons, why=(reasons[0].text,))
    events = (precedent("first", text, style="event"), precedent("told", text, style="both"))
    listed = (back, precedent("code", text), *events)
    shop = made.shop()
    count = replace(COUNT, words=text.format(COUNT.words))
    beside = RowPrecedents(count, NAMES["request"], NAMES["event"])
    decisions = [
        replace(d, ways=tuple(replace(w, count=count, precedents=NAMES.get(w.style, ())) for w in d.ways))
        for d in shop.decisions
    ]
    return replace(
        shop,
        interactions=tuple(replace(row, precedents=beside) for row in shop.interactions),
        decisions=tuple(decisions),
        precedents=listed,
        selection=text.format("Public systems only."),
    )


BACK = "owner/back: went back from events: does back (why: it waited)"
TOLD = 'owner/told: answers "accepted" first: does told'


def test_markdown_puts_them_beside_the_ways_and_with_the_other_rows_once_each() -> None:
    text = render(compared(), "markdown")
    table = next(t for t in tables(text) if t[0][1:] == ["benefit", "cost", "public systems with this answer"])
    assert [row[3] for row in table[1:]] == [
        f'5 requests, 1 event, 1 "accepted" first; {BACK}; owner/code: does code',
        f'5 requests, 1 event, 1 "accepted" first; owner/first: does first; {TOLD}',
    ]
    assert "[owner/back](<https://github.com/owner/back/blob/1234567/a.py>)" in text
    similar = [words(token) for token in READER.parse(text) if token.type == "inline"]
    for said in (BACK, TOLD, "owner/code: does code", "owner/first: does first"):
        assert similar.count(f"Similar: {said}") == 7
    assert text.count("Public systems only.") == 1


def test_page_puts_them_beside_the_ways_and_into_the_other_cards_once_each() -> None:
    page = Page(render(compared(), "html"))
    rows = [row for row in page.rows if row[0] in ("request: call", "event: queue")]
    assert [row[3] for row in rows] == [
        f'5 requests, 1 event, 1 "accepted" first; {BACK}; owner/code: does code',
        f'5 requests, 1 event, 1 "accepted" first; owner/first: does first; {TOLD}',
    ]
    for said in (BACK, TOLD, "owner/code: does code", "owner/first: does first"):
        assert page.text.count(said) == 1 + 7
    assert page.links.count("https://github.com/owner/back/blob/1234567/a.py") == 1 + 7
    assert page.text.count("Public systems only.") == 1


def test_screen_tells_them_with_each_row() -> None:
    text = render(compared(), "terminal", Options(width=120))
    assert text.count("public systems   5 of only 7 are requests: a small sample") == 8
    assert text.count("similar system   back: went back from events: does back (why: it waited)") == 8
    assert text.count('similar system   told: answers "accepted" first: does told') == 8
    assert "owner" not in text


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_brief_reports_name_none(name: str) -> None:
    brief = render(compared(), name, Options(brief=True))
    for said in ("owner", "does back", COUNT.words, "Public systems only."):
        assert said not in brief


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_how_they_were_selected_is_said_once_where_nothing_is_to_decide(name: str) -> None:
    settled = render(replace(compared(), decisions=()), name)
    assert settled.count("Public systems only.") == 1
    assert "Public systems only." not in render(replace(made.shop(), selection="Public systems only."), name)


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_ways_without_a_count_begin_with_the_first_system(name: str) -> None:
    shop = compared()
    bare = [replace(d, ways=tuple(replace(w, count=None) for w in d.ways)) for d in shop.decisions]
    text = render(replace(shop, decisions=tuple(bare)), name)
    found = Page(text).rows if name == "html" else [row for table in tables(text) for row in table]
    cells = [row[3] for row in found if row[0] in ("request: call", "event: queue")]
    assert cells == [f"{BACK}; owner/code: does code", f"owner/first: does first; {TOLD}"]


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_without_any_nothing_is_said(name: str) -> None:
    assert "real systems" not in render(made.shop(), name).lower()


@cache
def tame() -> frozenset[tuple[str, frozenset[str]]]:
    return frozenset(Page(render(compared(), "html")).elements)


@pytest.mark.parametrize("text", TEXTS)
def test_whatever_they_say_stays_text(text: str) -> None:
    assessment = compared(text.replace("{", "{{").replace("}", "}}") + " {}")
    page = Page(render(assessment, "html"))
    assert page.elements <= tame()
    assert page.comments == []
    assert all(link.startswith(("#", "https://github.com/owner/", "https://example.org/")) for link in page.links)
    tokens = READER.parse(render(assessment, "markdown"))
    links = [child.attrs["href"] for token in tokens for child in token.children or () if child.type == "link_open"]
    assert all(str(link).startswith(("https://github.com/owner/", "https://example.org/")) for link in links)
    for token in tokens:
        words(token)
    screen = render(assessment, "terminal")
    assert "\x1b" not in screen
    assert "\u202e" not in screen


def test_only_addresses_on_the_web_become_links() -> None:
    shop = compared()
    bad = replace(shop, precedents=tuple(replace(p, address="javascript:alert(1)") for p in shop.precedents))
    assert not any("javascript" in link for link in Page(render(bad, "html")).links)
    assert "](<javascript" not in render(bad, "markdown")
