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


def test_markdown_puts_them_into_the_table_and_the_details() -> None:
    text = render(compared(), "markdown")
    table = next(t for t in tables(text) if t[0][1].startswith("if "))
    rows = {row[0]: row[1:] for row in table}
    assert rows["in real systems"] == [COUNT.words] * 2
    assert rows["such as"][0] == "owner/back (2023), Till → Bank: went back from events; does back. Why: it waited"
    assert rows["such as"][1] == "owner/first, Till → Bank: does first"
    assert rows[""][1:] == ["owner/told, Till → Bank: accepted first, worked off behind: does told"]
    assert "[owner/back](<https://github.com/owner/back/blob/1234567/a.py>)" in text
    assert text.count("- by request:") == text.count("- by event:") == 2 * 8
    assert text.count("Public systems only.") == 1


def test_page_puts_them_into_the_panel_and_the_cards() -> None:
    page = Page(render(compared(), "html"))
    assert page.text.count("owner/back (2023), Till → Bank: went back from events; does back. Why: it waited") == 1 + 8
    assert page.text.count("owner/first, Till → Bank: does first") == 1 + 8
    assert page.text.count("owner/told, Till → Bank: accepted first, worked off behind: does told") == 1 + 8
    assert page.links.count("https://github.com/owner/back/blob/1234567/a.py") == 1 + 8
    assert page.text.count("Public systems only.") == 1


def test_screen_tells_them_whole_where_something_is_to_decide() -> None:
    text = render(compared(), "terminal", Options(width=120))
    assert "real systems     5 of only 7 are requests: a small sample" in text
    assert text.count("  by request     back: went back from events: does back (why: it waited)") == 8
    assert text.count("  by event       told: accepted first: does told") == 8
    assert text.count("accepted first") == 8
    assert "Public systems only." in text
    assert "owner" not in render(compared(), "terminal", Options(brief=True))


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_brief_reports_say_once_how_they_were_selected_where_one_is_named(name: str) -> None:
    brief = render(compared(), name, Options(brief=True))
    assert "owner/back" in brief
    assert brief.count("Public systems only.") == 1
    settled = replace(compared(), decisions=())
    assert "Public systems only." not in render(settled, name, Options(brief=True))
    assert render(settled, name).count("Public systems only.") == 1


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_no_line_of_counts_where_no_way_has_one(name: str) -> None:
    shop = compared()
    bare = [replace(d, ways=tuple(replace(w, count=None) for w in d.ways)) for d in shop.decisions]
    text = render(replace(shop, decisions=tuple(bare)), name, Options(brief=True))
    assert "owner/back" in text
    assert COUNT.words not in text
    if name == "markdown":
        table = next(t for t in tables(text) if t[0][1].startswith("if "))
        assert "such as" in [row[0] for row in table]
        assert "in real systems" not in [row[0] for row in table]
        assert all(any(row[1:]) for row in table)
    else:
        assert "<p></p>" not in text


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
