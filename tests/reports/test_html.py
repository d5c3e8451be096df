"""The page: what stands on it, in which order, and that a stranger's text stays text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

import assessments as made
import pytest
from examples import NAMES, example
from hostile import TEXTS
from msgspec.structs import replace
from pages import Page

from archadvisor.assessment import Assessment, Source
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import render

KINDS: list[Callable[[], Assessment]] = [
    made.shop,
    made.requests_only,
    made.events_only,
    made.one,
    made.nothing,
    made.undecided,
    made.assumed,
]


def html(assessment: Assessment, **options: object) -> str:
    return render(assessment, "html", replace(Options(), **options))


def section(page: str, heading: str) -> str:
    """Return the part of a page under a heading."""
    return Page(page).text.split(heading, 1)[1]


def test_parts_stand_in_order() -> None:
    expected = ["Web shop: how its parts should talk", "Troubles between rows", "Breakdown", "To decide"]
    expected += [
        "What to build",
        "Events",
        "What you take on",
        "Where to start",
        "One by one",
        "Answers",
        "Method, sources",
    ]
    assert Page(html(made.shop())).headings == expected


@pytest.mark.parametrize("kind", [*KINDS, *(partial(example, name) for name in NAMES)])
def test_links_lead_somewhere_and_ids_are_unique(kind: Callable[[], Assessment]) -> None:
    page = Page(html(kind()))
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        assert link.startswith("https://") or link[1:] in page.ids, link


def test_what_is_empty_is_left_out_with_its_heading_and_its_link() -> None:
    page = Page(html(made.nothing()))
    assert page.headings == ["Blank: how its parts should talk", "Method, sources"]
    assert page.links == ["#method"]
    assert "Nothing to advise on yet" in page.text


def test_headline_counts_and_has_no_percentage() -> None:
    text = Page(html(made.shop())).text
    opening = text[text.index("Hybrid") : text.index("Breakdown 4")]
    assert "Hybrid: 3 requests, 3 events, 1 to decide, 1 to keep together" in opening
    assert "in 100" not in opening
    assert "%" not in opening


def test_open_row_reads_less_firmly_than_a_settled_one() -> None:
    rows = {row[0]: row for row in Page(html(made.shop())).rows if len(row) == 6}
    assert rows["6"][4:] == ["event: publish · change", "leaning"]
    assert rows["7"][4:] == ["leans to event: accept, then work off · new", "open"]
    assert rows["8"][3:] == ["table", "keep together", "clear"]


def test_breakdown_without_today_has_no_such_column() -> None:
    rows = Page(html(made.assumed())).rows
    assert rows[0] == ["number", "interaction", "for", "advice", "how sure"]
    assert rows[1] == ["1", "Front → Back 1", "typical", "request: call", "clear"]


def test_assumed_rows_are_named_so() -> None:
    assert "Kinds of interaction, not yet yours" in Page(html(made.assumed())).text
    assert "not yet yours" not in Page(html(made.shop())).text


def test_decisions_tell_the_fact_whom_to_ask_and_the_ways() -> None:
    text = section(html(made.undecided()), "To decide 3 interactions are not settled.")
    assert "Ask Head of sales May a buyer leave before the check is done?" in text
    assert "As the questions put it: What must the other have said?" in text
    assert "if result call it means one waits for it one outcome price hours counts for it a reason" in text
    assert "if nothing queue it means nobody waits" in text
    assert "Both sides weigh about the same: " in text
    assert "A way out: Split it in two." in text
    assert "Could turn it as well: Who waits?" in text
    assert "A draft answers nothing, once it is on its way. Confirm or change it." in text
    assert all(f"if answer {n} form {n}" in text for n in range(5))


def test_what_to_build_stands_by_place_with_its_name_and_first_check() -> None:
    rows = [row for row in Page(html(made.shop())).rows if len(row) == 4]
    start = rows.index(["in", "build", "for", "shows that it works"]) + 1
    assert rows[start : start + 3] == [
        ["Order", "outbox: what outbox needs", "1 2 3 4 5 6 7 8 ", "kill it: it comes"],
        ["Order", "versions: what versions needs", "1 2 ", "read an old one"],
        ["Mail", "inbox: what inbox needs", "1 ", ""],
    ]


def test_disputes_and_given_rows_say_why() -> None:
    page = html(made.undecided())
    assert "Nothing is needed, but it cannot go on without." in section(page, "Contradictions Answers")
    assert "settled by Bank cannot be changed." in section(page, "One by one What")
    assert "Contradictions" not in Page(html(made.shop())).text


def test_sum_can_be_worked_out_again() -> None:
    card = section(html(made.one()), "One by one What")
    assert "latency −2.0 A cannot go on without the answer" in card
    assert "latency, also −0.5 somebody waits for A" in card
    assert "ten minutes later would cost customers draft" in card
    assert "sum −2.3 below 0: request" in card
    assert card.index("latency −2.0") < card.index("latency, also") < card.index("consistency") < card.index("volume")
    assert "from +1.5 to +2.0" in section(html(made.shop()), "One by one What")


def test_cards_tell_confidence_safeguards_checks_and_what_turns_them() -> None:
    card = section(html(made.one()), "One by one What")
    assert "request: call · clear, 93 in 100" in card
    assert "turns if needs first: nothing → event" in card
    assert "safeguards time limit: A must not hang. Price: a few are given up. let it hang" in card


def test_answers_show_what_is_draft_open_and_noted() -> None:
    answers = section(html(made.shop()), "All answers")
    assert "How busy is your busiest hour? tenfold on sale days" in answers
    assert "Who notices at night? open ask operations" in answers
    assert "part it is whose it is Payment outside outside" in answers
    assert "open ask Head of sales" in answers
    assert "real damage if: ask again in May" in answers
    assert '<i class="draft">done twice, lost</i>' in html(made.shop())


def test_sources_are_told_in_words_and_how_to_get_the_report_again() -> None:
    page = html(made.shop(), command="archadvisor score shop.yaml")
    end = section(page, "Method, sources")
    assert "Saga Undoing is work. a-claim The basics A part waits. b-claim" in end
    assert "archadvisor score shop.yaml --output report.html" in end
    assert "archadvisor 0.1.0, rules 1." in end
    assert "https://example.org/saga?a=1&b=2" in Page(page).links


def test_date_only_where_it_is_given() -> None:
    assert "2026-11-24" not in html(made.shop())
    assert "rules 1, 2026-11-24." in html(replace(made.shop(), date="2026-11-24"))


def test_brief_is_the_opening_the_breakdown_and_what_is_to_decide() -> None:
    page = Page(html(made.shop(), brief=True))
    assert page.headings[1:] == ["Troubles between rows", "Breakdown", "To decide", "Method, sources"]
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_the_map_explains_its_yellow_where_there_is_any() -> None:
    assert "Dotted, with “?”: to decide. Yellow: where such a line ends." in Page(html(made.shop())).text
    for plain in (made.requests_only(), made.events_only()):
        assert "Numbers are those of the breakdown." in Page(html(plain)).text
        assert "Yellow" not in Page(html(plain)).text


def test_page_needs_nothing_but_itself() -> None:
    page = Page(html(made.shop()))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert page.comments == []
    assert "default-src 'none'" in html(made.shop())
    assert "url(" not in html(made.shop())
    assert "@import" not in html(made.shop())


def test_same_assessment_same_bytes() -> None:
    assert html(made.shop()) == html(made.shop())


# --- large systems ---------------------------------------------------------------------------------------


def test_small_systems_are_not_folded() -> None:
    page = Page(html(made.many(200)))
    assert {f"i{n}" for n in range(1, 201)} <= set(page.ids)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "cards"), [(300, 30), (3000, 200)])
def test_large_systems_keep_table_and_decisions_and_fold_the_rest(number: int, cards: int) -> None:
    page = Page(html(made.many(number)))
    ids = set(page.ids)
    assert {f"r{n}" for n in range(1, number + 1)} <= ids
    assert sum(1 for name in ids if re.fullmatch(r"d\d+", name)) == number // 20
    assert sum(1 for name in ids if re.fullmatch(r"i\d+", name)) == cards
    assert f"and {number - cards} more interactions: archadvisor score answers.yaml --format json" in page.text
    assert all(link.startswith("https://") or link[1:] in ids for link in page.links)
    assert sum(1 for row in page.rows if row[1:2] and row[1].startswith("Part ")) == number


# --- texts of strangers ----------------------------------------------------------------------------------


UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u202a-\u202e\u2066-\u2069]")


@cache
def tame() -> set[tuple[str, frozenset[str]]]:
    return set().union(*(Page(html(kind())).elements for kind in KINDS))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", [made.shop, pytest.param(made.undecided, marks=pytest.mark.slow)])
def test_a_strangers_text_stays_text(text: str, kind: Callable[[], Assessment]) -> None:
    known = tame()
    for before, after in ((f"{text} ", ""), ("", f" {text}")):
        assessment = made.rewritten(kind(), lambda plain: before + plain + after)  # noqa: B023 - called at once
        page = Page(html(assessment, command=f"{before}score{after}"))
        assert page.elements <= known
        assert page.comments == []
        assert all(link[1:] in page.ids for link in page.links if not link.startswith("https://"))
        seen = " ".join(re.sub(r"[\r\n\t]+", " ", assessment.system.name).split())
        assert UNSEEN.sub("\ufffd", seen) in page.text
        html(assessment).encode("utf-8")


def test_names_cannot_turn_the_direction_of_what_stands_beside_them() -> None:
    page = html(made.rewritten(made.shop(), lambda text: f"\u0645\u0631\u062d\u0628\u0627 {text}"))
    assert "<bdi>\u0645\u0631\u062d\u0628\u0627 Order</bdi> → <bdi>\u0645\u0631\u062d\u0628\u0627 Payment</bdi>" in page


def test_joiners_that_scripts_need_stay_and_lone_surrogates_go() -> None:
    assert "\u0646\u200c\u0627" in html(made.rewritten(made.shop(), lambda _: "\u0646\u200c\u0627"))
    shop = made.shop()
    page = html(replace(shop, system=replace(shop.system, name="a\ud800b")))
    assert "a\ufffdb" in page


def test_only_addresses_on_the_web_become_links() -> None:
    sources = tuple(Source("s", "T", f"{scheme}:alert(1)", ()) for scheme in ("javascript", "data", "http", "file"))
    page = Page(html(replace(made.shop(), sources=sources)))
    assert all(link.startswith("#") for link in page.links)
