"""The page in a real browser: wide and narrow, light and dark, on paper, and with hostile texts."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

import assessments as made
import pytest
from chromium import chromium, installed, packaged
from examples import NAMES, example
from hostile import TEXTS

from archadvisor.assessment import Assessment
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import render

pytestmark = pytest.mark.browser

KINDS: dict[str, Callable[[], Assessment]] = {
    "shop": made.shop,
    "one style": made.events_only,
    "undecided": made.undecided,
    "assumed": made.assumed,
    "nothing": made.nothing,
    "large": lambda: made.many(300),
    **{name: partial(example, name) for name in NAMES},
}
OVERFLOWING = """
() => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.sr, svg, nav'))
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.outerHTML.slice(0, 120))
"""

# Words that stand on two lines; a name as long as a line may, and so may what only a screen reader has.
BROKEN = r"""
() => {
  const broken = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const node = walk.currentNode, inside = node.parentElement
    if (inside.closest('.sr, code, svg') || !inside.checkVisibility()) continue
    if ((inside.closest('thead')?.getBoundingClientRect().width ?? 2) <= 1) continue
    for (const word of node.data.matchAll(/[\p{L}\p{N}]{2,24}/gu)) {
      const range = document.createRange()
      range.setStart(node, word.index)
      range.setEnd(node, word.index + word[0].length)
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)))
      if (lines.size > 1) broken.push(`${word[0]} in ${inside.closest('[class]').className}`)
    }
  }
  return broken
}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from chromium()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open a report and watch what happens."""
    contexts = []
    happened: list[str] = []

    def refuse(dialog: Any) -> None:
        happened.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def open_(assessment: Assessment, width: int = 1440, scheme: Literal["light", "dark"] = "light") -> Any:
        file = tmp_path / "report.html"
        file.write_text(render(assessment, "html", Options()), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: happened.append(message.text))
        page.on("pageerror", lambda error: happened.append(str(error)))
        page.on("dialog", refuse)
        page.on("request", lambda asked: happened.append(asked.url) if asked.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert happened == []


def unfold(page: Any) -> None:
    for fold in page.query_selector_all("details"):
        fold.evaluate("fold => { fold.open = true }")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "light"), (360, "dark")])
def test_nothing_runs_over_the_edge(opened: Callable[..., Any], kind: str, width: int, scheme: str) -> None:
    page = opened(KINDS[kind](), width, scheme)
    unfold(page)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [1440, 1024, 768, 360, "paper"])
def test_no_word_is_broken_in_two(opened: Callable[..., Any], kind: str, width: int | str) -> None:
    page = opened(KINDS[kind](), 718 if width == "paper" else width)
    if width == "paper":
        page.emulate_media(media="print")
    unfold(page)
    assert page.evaluate(BROKEN) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_axe_finds_nothing(opened: Callable[..., Any], kind: str, width: int, scheme: str) -> None:
    page = opened(KINDS[kind](), width, scheme)
    unfold(page)
    page.evaluate(packaged("axe-core", "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes[0].html])")
    assert found == []


def test_the_validator_of_the_w3c_finds_no_error(tmp_path: Path) -> None:
    java, validator = installed("java"), packaged("vnu-jar", "build", "dist", "vnu.jar")
    for name, kind in KINDS.items():
        (tmp_path / f"{name}.html").write_text(render(kind(), "html", Options()), encoding="utf-8")
    (tmp_path / "brief.html").write_text(render(made.shop(), "html", Options(brief=True)), encoding="utf-8")
    for number, text in enumerate(TEXTS):
        strange = made.rewritten(made.undecided(), lambda plain: f"{text} {plain}")  # noqa: B023 - at once
        (tmp_path / f"hostile {number}.html").write_text(render(strange, "html", Options()), encoding="utf-8")
    command = [java, "-jar", str(validator), "--errors-only", *map(str, sorted(tmp_path.glob("*.html")))]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_of_paper_is_empty_and_the_first_stands_alone(
    opened: Callable[..., Any], kind: str, tmp_path: Path
) -> None:
    reader, file = installed("pdftotext"), tmp_path / "report.pdf"
    file.write_bytes(opened(KINDS[kind]()).pdf(prefer_css_page_size=True))
    text = subprocess.run([reader, "-layout", str(file), "-"], capture_output=True, encoding="utf-8", check=True).stdout
    pages = text.split("\f")
    assert pages.pop() == ""
    assert [n for n, page in enumerate(pages, 1) if len(page.split()) < 12] == []
    assert "Requests or events" in pages[0] or "requests or events" in pages[0]


def test_a_narrow_screen_keeps_the_tables_for_those_who_listen(opened: Callable[..., Any]) -> None:
    page = opened(made.shop(), 360)
    unfold(page)
    for table in page.locator("table").all():
        lines = [line.strip(" -'") for line in table.aria_snapshot().splitlines()]
        assert sum(line.startswith("columnheader") for line in lines) > 1
        assert sum(line.startswith("row ") for line in lines) > 1
        assert any(line.startswith("cell ") for line in lines)


@pytest.mark.parametrize("width", [1440, 360])
def test_hostile_texts_do_nothing_and_fit(opened: Callable[..., Any], width: int) -> None:
    for number in range(0, len(TEXTS), 3):
        texts = [*TEXTS[number : number + 3]]
        changed = made.rewritten(made.undecided(), lambda plain: f"{' '.join(texts)} {plain}")  # noqa: B023 - at once
        page = opened(changed, width)
        unfold(page)
        assert page.evaluate(OVERFLOWING) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("img, script, h1 h1").count() == 0


def test_colours_follow_the_scheme_and_paper_is_white(opened: Callable[..., Any]) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    assert opened(made.shop()).evaluate(ground) == "rgb(255, 255, 255)"
    dark = opened(made.shop(), scheme="dark")
    assert dark.evaluate(ground) != "rgb(255, 255, 255)"
    dark.emulate_media(media="print", color_scheme="dark")
    assert dark.evaluate(ground) == "rgb(255, 255, 255)"


def test_a_number_opens_its_card_and_an_open_row_leads_to_its_decision(opened: Callable[..., Any]) -> None:
    page = opened(made.shop())
    assert not page.locator("#i3").is_visible()
    page.locator("tr#r3 a.n").click()
    assert page.locator("#i3").is_visible()
    page.locator("tr#r7 .sure a").click()
    assert page.url.endswith("#d7")


def test_paper_shows_what_is_folded_but_sums_and_answers(opened: Callable[..., Any]) -> None:
    page = opened(made.shop())
    page.emulate_media(media="print")
    assert page.locator("#i3 > .notes").is_visible()
    assert page.locator(".sources ul").is_visible()
    for left_out in ("#i3 .evidence", "#of-rows", "nav"):
        assert page.locator(left_out).is_hidden(), left_out
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_sum_unfolds_in_its_card(opened: Callable[..., Any]) -> None:
    page = opened(made.shop())
    page.locator("tr#r3 a.n").click()
    assert not page.locator("#i3 .evidence").is_visible()
    page.locator("#i3 .more-of > summary").click()
    assert page.locator("#i3 .evidence tfoot").first.is_visible()


def test_a_phone_keeps_the_ways_through_the_page_in_sight(opened: Callable[..., Any]) -> None:
    page = opened(made.shop(), 360)
    method = page.locator("nav a[href='#method']")
    for _ in range(2):
        method.click()  # scrolls the line of links, then the page
        assert page.locator("nav").bounding_box()["y"] < 10
        assert page.locator("h2#method").bounding_box()["y"] > page.locator("header").bounding_box()["height"]
    assert page.evaluate("scrollY") > 5000


@pytest.mark.parametrize("kind", KINDS)
def test_no_level_of_headings_is_left_out(opened: Callable[..., Any], kind: str) -> None:
    levels = opened(KINDS[kind]()).evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_text_in_the_map_stays_in_its_box(opened: Callable[..., Any]) -> None:
    names = (
        "WWWWWWWWW",
        "Benachrichtigungen",
        "Order service",
        "\u65e5\u672c\u8a9e\u306e\u540d\u524d\u3067\u3059",
        "iiiiiiiiiiiiiiiiiiiiiii",
    )
    page = opened(made.assessment("Names", (made.row(n, "Hub", [name], "x") for n, name in enumerate(names, start=1))))
    outside = """() => [...document.querySelectorAll('.map g:has(foreignObject)')].filter(group => {
      const box = group.querySelector('rect').getBoundingClientRect()
      return [...group.querySelectorAll('span')].map(text => text.getBoundingClientRect()).some(text =>
        text.left < box.left || text.right > box.right || text.top < box.top - 1 || text.bottom > box.bottom + 1)
    }).map(group => group.textContent)"""
    assert page.evaluate(outside) == []
    assert page.locator(".map g:has(foreignObject)").count() == 6


def test_five_thousand_rows_open(opened: Callable[..., Any]) -> None:
    page = opened(made.many(5000), 360)
    assert page.locator("tr[id^=r]").count() == 5000
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def told(page: Any) -> list[str]:
    """Return the numbers of the rows that are shown, in order."""
    return [
        name[1:] for name in page.locator("table.breakdown tbody tr:visible").evaluate_all("all => all.map(r => r.id)")
    ]


@pytest.mark.parametrize("width", [1440, 360])
def test_a_long_table_is_filtered_and_sorted_and_paper_keeps_all_of_it(opened: Callable[..., Any], width: int) -> None:
    page = opened(made.many(40), width)
    every = [str(number) for number in range(1, 41)]
    assert told(page) == every
    show = page.get_by_role("group", name="Show")
    decide = show.get_by_role("button", name="to decide")
    decide.click()
    assert decide.get_attribute("aria-pressed") == "true"
    assert told(page) == ["19", "39"]
    assert page.get_by_role("status").inner_text() == "2 of 40 rows"
    page.evaluate("location.hash = '#r5'")
    page.wait_for_function("document.querySelector('output').textContent === '3 of 40 rows'")
    assert told(page) == ["5", "19", "39"]
    page.emulate_media(media="print")
    assert sorted(told(page), key=int) == every
    assert page.locator(".sift").is_hidden()
    page.emulate_media(media="screen")
    decide.click()
    for style in ("request", "event"):
        show.get_by_role("button", name=style, exact=True).click()
    assert len(told(page)) == 38
    show.get_by_role("combobox", name="part").select_option("Part 7")
    assert told(page) == ["7"]
    show.get_by_role("combobox", name="part").select_option("")
    number = page.get_by_role("group", name="Sort by").get_by_role("button", name="number")
    for sort, first in (("ascending", "1"), ("descending", "40")):
        number.focus()
        page.keyboard.press("Enter")
        assert page.locator("table.breakdown thead th").first.get_attribute("aria-sort") == sort
        assert told(page)[0] == first
    page.evaluate(packaged("axe-core", "axe.min.js").read_text(encoding="utf-8"))
    assert page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes[0].html])") == []
    assert page.evaluate(OVERFLOWING) == []


def test_a_short_table_has_no_script_and_a_long_one_is_whole_without(browser: Any, tmp_path: Path) -> None:
    assert "<script" not in render(made.many(9), "html", Options())
    file = tmp_path / "report.html"
    file.write_text(render(made.many(40), "html", Options()), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("table.breakdown tbody tr").count() == 40
    assert page.locator("button").count() == 0
    context.close()
