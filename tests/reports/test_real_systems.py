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
from archadvisor.reports import Options, render

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
    """Return the web shop with two real systems each way beside every row and way."""
    reasons = (PrecedentReason("request", "delay", text.format("it waited")),)
    back = precedent("back", text, kind="decision", gave_up="event", year=2023, reasons=reasons, why=(reasons[0].text,))
    listed = (back, *(precedent(name, text) for name in ("code", "first", "told")))
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
    assert "[owner/back](<https://github.com/owner/back/blob/1234567/a.py>)" in text
    assert text.count("- by request:") == text.count("- by event:") == 2 * 8
    assert text.count("Public systems only.") == 1


def test_page_puts_them_into_the_panel_and_the_cards() -> None:
    page = Page(render(compared(), "html"))
    assert page.text.count("owner/back (2023), Till → Bank: went back from events; does back. Why: it waited") == 1 + 8
    assert page.text.count("owner/told, Till → Bank: does told") == 1 + 8
    assert page.links.count("https://github.com/owner/back/blob/1234567/a.py") == 1 + 8
    assert page.text.count("Public systems only.") == 1


def test_screen_tells_them_whole_where_something_is_to_decide() -> None:
    text = render(compared(), "terminal", Options(width=120))
    assert "real systems     5 of only 7 are requests: a small sample" in text
    assert text.count("  by request     back: went back from events: does back (why: it waited)") == 8
    assert "Public systems only." in text
    assert "owner" not in render(compared(), "terminal", Options(brief=True))


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
