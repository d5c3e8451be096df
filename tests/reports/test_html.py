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

from archadvisor.assessment import Assessment, Crossing, Source
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


def section(page: str, heading: str, end: str = "Method, sources") -> str:
    """Return the part of a page between two headings."""
    text = Page(page).text.split("Answers Method ", 1)[-1]
    return text[text.index(heading) : text.rindex(end)]


FIRST_PAGE = ["Web shop: requests or events", "Problems between rows", "To decide", "Advice", "First steps"]
DETAILS = ["Problems in detail", "Decisions in detail", "What to build", "Each interaction"]
DETAILS += ["What each user action waits for", "Events", "Costs and duties", "All steps", "Answers"]


def test_parts_stand_in_order() -> None:
    page = Page(html(made.shop()))
    assert page.headings == [*FIRST_PAGE, *DETAILS, "Method, sources"]
    opening = [
        "Shop calls, Order tells.",
        "3 requests",
        "Map of the parts",
        "Solid: request.",
        "Problems between rows stays",
    ]
    places = [page.text.index(part) for part in opening]
    assert places == sorted(places)


def test_each_thing_stands_once() -> None:
    text = Page(html(made.shop())).text
    for said in (
        "Shop calls, Order tells.",
        "A way out",
        "41 of 52 answers",
        "A broker",
        "one outcome",
        "Method, sources",
    ):
        assert text.count(said) <= 1, said
    title = "Order and Stock wait for each other."
    assert (text.count(title), section(html(made.shop()), "Problems in detail").count(title)) == (1, 0)


@pytest.mark.parametrize("kind", [*KINDS, *(partial(example, name) for name in NAMES)])
def test_links_lead_somewhere_and_ids_are_unique(kind: Callable[[], Assessment]) -> None:
    page = Page(html(kind()))
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        assert link.startswith("https://") or link[1:] in page.ids, link


def test_what_is_empty_is_left_out_with_its_heading_and_its_link() -> None:
    page = Page(html(made.nothing()))
    assert page.headings == ["Blank: requests or events", "Method, sources"]
    assert page.links == ["#method"]
    assert "answers come from your team" not in page.text
    assert "archadvisor explain" not in page.text


def test_headline_counts_and_has_no_percentage() -> None:
    text = Page(html(made.shop())).text
    opening = text[text.index("Shop calls") : text.index("Map of")]
    assert "3 requests 3 events 1 to decide 1 to keep together" in opening
    assert "9 guesses to confirm (none decides a style)" in opening
    assert "in 100" not in opening
    assert "%" not in opening


def test_open_row_reads_less_firmly_than_a_settled_one() -> None:
    rows = {row[0]: row for row in Page(html(made.shop())).rows if len(row) == 6}
    assert rows["6"][4:] == ["event: publish · change", "leaning"]
    assert rows["7"][4:] == ["leans to event: accept, then work off · new", "open"]
    assert rows["8"][3:] == ["table", "keep together", "clear"]


def test_breakdown_without_today_has_no_such_column() -> None:
    rows = Page(html(made.assumed())).rows
    assert rows[0] == ["number", "interaction", "for", "advice", "confidence"]
    assert rows[1] == ["1", "Front → Back 1", "typical", "request: call", "clear"]


def test_assumed_rows_are_named_so() -> None:
    assert "Typical interactions, not yet yours" in Page(html(made.assumed())).text
    assert "not yet yours" not in Page(html(made.shop())).text


def test_decisions_tell_the_fact_whom_to_ask_and_the_ways() -> None:
    page = html(made.undecided())
    text = section(page, "To decide 1", "Contradictions")
    assert "Ask Head of sales. In your words: may a buyer leave before the check is done?" in text
    assert "What must the other have said? Ask" in text
    assert "request: call (a reason). event: queue." in text
    assert "A guess says: nothing, once it is on its way." in text
    assert "request: form 0. event: form 1. form 2. request: form 3. event: form 4." in text
    assert "one outcome" not in text


def test_decisions_in_detail_put_the_ways_beside_each_other() -> None:
    page = html(made.undecided())
    rows = Page(page).rows
    start = rows.index(["way", "benefit", "cost", "public systems with this answer"])
    assert rows[start + 1 : start + 3] == [
        ["request: call", "one outcome", "hours", ""],
        ["event: queue", "an even pace", "a state more", ""],
    ]
    assert [row[0] for row in rows if row[1:3] == ["g", "p"]] == [
        *("request: form 0", "event: form 1", "form 2", "request: form 3", "event: form 4")
    ]
    text = section(page, "Decisions in detail", "What to build")
    assert text.count("A way out: Split it in two.") == 1
    assert text.count("Also counts: Who waits?") == 1


def test_what_to_build_stands_by_place_with_its_name_and_first_check() -> None:
    rows = [row for row in Page(html(made.shop())).rows if len(row) == 4]
    start = rows.index(["in", "build", "rows", "how to verify"]) + 1
    assert rows[start : start + 3] == [
        ["Order", "outbox: what outbox needs", "1 2 3 4 5 6 7 8 ", "kill it: it comes"],
        ["Order", "versions: what versions needs", "1 2 ", "read an old one"],
        ["Mail", "inbox: what inbox needs", "1 ", ""],
    ]


def test_disputes_and_given_rows_say_why() -> None:
    page = html(made.undecided())
    assert "Nothing is needed, but it cannot go on without." in section(page, "Contradictions 1", "First steps")
    assert "settled by Bank cannot be changed." in section(page, "Each interaction 1")
    assert "Contradictions" not in Page(html(made.shop())).text


def test_sum_can_be_worked_out_again() -> None:
    card = section(html(made.one()), "Each interaction 1")
    assert "latency −2.0 A cannot go on without the answer" in card
    assert "latency, not counted −0.5 somebody waits for A" in card
    assert "ten minutes later would cost customers guess" in card
    assert "sum −2.3 below 0: request; confidence 93 in 100" in card
    lines = ["latency −2.0", "latency, not counted", "consistency −0.5", "volume +0.2", "sum −2.3"]
    places = [card.index(line) for line in lines]
    assert places == sorted(places)
    assert "from +1.5 to +2.0" in section(html(made.shop()), "Each interaction 1")
    assert "archadvisor explain row-1 answers.yaml shows every line of a sum." in Page(html(made.one())).text


def test_cards_tell_safeguards_checks_and_what_turns_them() -> None:
    card = section(html(made.one()), "Each interaction 1")
    assert "1 A → B A cannot go on without the answer. request but While it is slow, A is slow." in card
    assert "what would change it Would become an event if needs first: nothing." in card
    assert "safeguards time limit: A must not hang. Cost: a few are given up. let it hang" in card


def test_a_way_over_is_told_once() -> None:
    way = Crossing("Tell it beside the call.", "What is told.", "Stop telling.", "tell")
    shop = made.shop()
    rows = tuple(replace(row, crossing=way) if row.number in (4, 5, 6) else row for row in shop.interactions)
    text = Page(html(replace(shop, interactions=rows))).text
    assert text.count("Tell it beside the call. Watch: What is told. Rollback: Stop telling.") == 1
    assert text.count("migration as row 4") == 2


def test_answers_show_what_is_draft_open_and_noted() -> None:
    text = section(html(made.shop()), "Answers To confirm")
    confirm, answers = text.split("All answers")
    assert "real damage if: done twice, lost 1 2 3 4 5 6 8" in confirm
    assert "What? open" not in confirm  # the decision puts it already
    assert "How busy is your busiest hour? tenfold on sale days" in answers
    assert "Who notices at night? open ask operations" in answers
    assert "part role whose it is Payment outside outside" in answers
    assert "open ask Head of sales" in answers
    assert "real damage if: ask again in May" in answers
    assert '<i class="draft">done twice, lost</i>' in html(made.shop())


def test_sources_stand_once_and_how_to_get_the_report_again() -> None:
    page = html(made.shop(), command="archadvisor score shop.yaml")
    text = Page(page).text
    end = text[text.rindex("Method, sources") :]
    assert "Sources Saga · The basics Again:" in end
    assert "archadvisor score shop.yaml --output report.html" in end
    assert "archadvisor 0.1.0, rules 1." in end
    assert Page(page).links.count("https://example.org/saga?a=1&b=2") == 1


def test_date_only_where_it_is_given() -> None:
    assert "2026-11-24" not in html(made.shop())
    assert "rules 1, 2026-11-24." in html(replace(made.shop(), date="2026-11-24"))


def test_brief_is_the_first_page_only() -> None:
    page = Page(html(made.shop(), brief=True))
    assert page.headings == [*FIRST_PAGE, "Method, sources"]
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert "one outcome" not in page.text
    assert "Each answer that speaks" not in page.text


def test_the_map_explains_its_yellow_where_there_is_any() -> None:
    assert "Dotted, with “?”: to decide. Yellow: its receiver." in Page(html(made.shop())).text
    for plain in (made.requests_only(), made.events_only()):
        assert "The numbers are those of the table." in Page(html(plain)).text
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
    assert f"{number - cards} more interactions: archadvisor score answers.yaml --format json" in page.text
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
