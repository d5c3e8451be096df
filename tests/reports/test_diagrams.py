"""Diagrams: what they show, and (where Mermaid itself reads and draws them) that they hold whatever texts they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import assessments as made
import pytest
from assessments import EVENT, OPEN, TOGETHER, row
from chromium import chromium, packaged
from examples import NAMES, example
from hostile import TEXTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from amounts import amount
from archadvisor.assessment import Assessment, Event, Flow, FlowStep, Handling, KnownPart, Row
from archadvisor.reports.diagram.flowchart import flowchart
from archadvisor.reports.diagram.labels import LONGEST, MAX_TEXT, label
from archadvisor.reports.diagram.sequence import sequence, sequences
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import render
from archadvisor.text.neutral import neutralise

KINDS: dict[str, Callable[[], Assessment]] = {
    "shop": made.shop,
    "one style": made.events_only,
    "one row": made.one,
    "undecided": made.undecided,
    "nothing": made.nothing,
    "hundred": lambda: made.many(100),
    "thousand": lambda: made.many(1000),
    **{name: partial(example, name) for name in NAMES},
}
# What Mermaid, rather than Markdown or a browser, might act upon.
ACTIVE = (
    "end",
    "the end; of it",
    "style a:b#c;",
    'style: "x"',
    'classDef x:y#z; "',
    "subgraph graph",
    "%%{init: {'theme': 'dark'}}%%",
    "%% comment",
    "a --> b",
    "a]b)c}d",
    '"]; click p1 call alert()',
    "#quot; #35; #x;",
    "\ufb02\u00b0\u00b060\u00b6\u00df",
    "$$x^2$$",
    "fa:fa-car",
    "wrap: nowrap:",
    "@{ shape: cyl }",
    "4. item",
    "",
    " ",
)
DRAW = """async text => {
  try { await mermaid.parse(text) } catch (error) { return `not parsed: ${error}` }
  const made = document.createElement('div')
  try { made.innerHTML = (await mermaid.render('drawn', text)).svg } catch (error) { return `not drawn: ${error}` }
  if (made.querySelector('script, img, a, iframe')) return 'an element of a stranger'
  return [...made.querySelectorAll('.nodeLabel, .edgeLabel p, text.actor-box, .messageText')].map(e => e.textContent)
}"""
PARSE = "async text => { try { await mermaid.parse(text); return '' } catch (error) { return String(error) } }"


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """A page with the real Mermaid as it comes, which is as a site that shows Markdown has it."""
    mermaid = packaged("mermaid", "dist", "mermaid.min.js")
    asked: list[str] = []
    for browser in chromium():
        opened = browser.new_page()
        opened.on("request", lambda request: asked.append(request.url))
        opened.set_content("<!doctype html><body></body>")
        opened.add_script_tag(path=mermaid)
        opened.evaluate("mermaid.initialize({startOnLoad: false})")
        yield opened
        assert asked == []


def diagrams(assessment: Assessment) -> list[str]:
    """Return all diagrams of an assessment."""
    return [flowchart(assessment), flowchart(assessment, purposes=False), *(text for _, text in sequences(assessment))]


def seen(text: str) -> str:
    """Return what is seen of a text where white space is one."""
    return " ".join(text.replace("\xa0", " ").split())


def arrows(text: str) -> list[str]:
    """Return the arrows of a flowchart with the names of their ends."""
    names = dict(re.findall(r'^ *(\w+)(?:\[|\(|\{)+"(.*?)"', text, re.MULTILINE))
    found = re.findall(r'^  (\w+) (\S+)\|"(.*?)"\| (\w+)$', text, re.MULTILINE)
    return [f"{names[source]} {stroke} {names[target]}: {said}" for source, stroke, said, target in found]


def named_event() -> Assessment:
    """Return rows of one named event and one that the receiver tells, one in a flow with steps of all kinds."""
    rows = (
        row(1, "Shop", ["Order"], "place the order"),
        row(2, "Order", ["Payment"], "pay"),
        row(3, "Order", ["Stock", "Mail"], "order placed", **EVENT),
        row(4, "Order", ["Books"], "figures", **EVENT),
        row(5, "Shop", ["Prices"], "prices", **EVENT),
        row(6, "Order", ["Fraud"], "rate it", **OPEN),
        row(7, "Order", ["Invoice"], "book it", **TOGETHER),
        row(8, "Payment", ["Bank"], "check", style="event", front="request", form="accept"),
    )
    placed = Event("order placed", "Order", "id", "facts", ("Stock", "Mail", "Books"), ("row-3", "row-4"), True, ())
    told = Event(
        "price changed", "Prices", "id", "facts", ("Shop",), ("row-5",), True, (Handling("Shop", "row-5", "", "", ""),)
    )
    steps = [("row-1",), ("row-2",), ("row-8",), ("row-3", "row-6"), ("row-7",)]
    flow = Flow("Buy", (), 1, 1, steps=tuple([FlowStep(ids, optional=ids == ("row-8",)) for ids in steps]))
    parts = (
        KnownPart("Payment", (), "outside", "outside"),
        KnownPart("Books", (), "database", "infrastructure"),
        KnownPart("Stock", (), team="Warehouse"),
        KnownPart("Order", (), team="Sales"),
    )
    return replace(made.assessment("Named", rows), events=(placed, told), flows=(flow,), parts=parts)


def test_flowchart_shows_how_each_row_goes() -> None:
    assert arrows(flowchart(named_event())) == [
        "Shop --> Order: 1 place the order",
        "Order --> Payment: 2 pay",
        "Order -.-> order placed: 3, 4",
        "order placed -.-> Stock: 3",
        "order placed -.-> Mail: 3",
        "order placed -.-> Books: 4 figures",
        "Prices -.-> price changed: 5",
        "price changed -.-> Shop: 5 prices",
        "Order -.-> Fraud: 6? rate it",
        "Order === Invoice: 7 book it",
        "Payment -.-> Bank: 8 check, accepted first",
    ]


def test_shapes_tell_kinds_and_boxes_teams() -> None:
    text = flowchart(named_event())
    assert '(["Payment"])' in text
    assert '[("Books")]' in text
    boxes = re.findall(r'  subgraph t\d+\["(\w+)"\]\n(.*?)\n  end', text, re.DOTALL)
    found = {team: re.findall(r'"(.*?)"', inside) for team, inside in boxes}
    assert found == {"Sales": ["Order", "order placed"], "Warehouse": ["Stock"]}


def test_lines_are_broken_by_what_they_mean() -> None:
    styles = re.findall(r"linkStyle (\S+) (\S+)", flowchart(named_event()))
    assert styles == [("2,3,4,5,6,7,10", "stroke-dasharray:8"), ("8", "stroke-dasharray:2")]


def test_above_25_rows_numbers_share_an_arrow() -> None:
    def alike(count: int) -> Assessment:
        return made.assessment("Two", [row(n, "A", ["B"], f"call {n}") for n in range(1, count + 1)])

    assert arrows(flowchart(alike(25))) == [f"A --> B: {n} call {n}" for n in range(1, 26)]
    assert arrows(flowchart(alike(26))) == ["A --> B: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 14 more"]
    assert arrows(render(alike(3), "mermaid", Options(brief=True)).strip()) == ["A --> B: 1, 2, 3"]


def test_what_mermaid_would_not_draw_is_left_out_and_told() -> None:
    for count, name in ((1000, "{}"), (600, "{}" + "<" * 100)):
        rows = [row(n, name.format(f"A{n}"), [name.format(f"B{n}")], "x") for n in range(1, count + 1)]
        text = flowchart(made.assessment("Large", rows))
        drawn = len(re.findall(r"-->\|", text))
        assert drawn <= 500
        assert len(text) <= MAX_TEXT
        assert f'more["and {count - drawn} more arrows"]' in text
    steps = tuple([FlowStep((f"row-{n}",)) for n in range(1, 1001)])
    rows = [row(n, "A", ["B"], "x") for n in range(1, 1001)]
    text = sequence(made.assessment("Large", rows), Flow("Long", (), 1, 1, steps=steps))
    assert "and 900 more steps" in text
    assert len(text) <= MAX_TEXT


def test_sequence_nests_what_waits() -> None:
    _, text = next(sequences(named_event()))
    names = dict(re.findall(r"participant (\w+) as (.*)", text))
    lines = [re.sub(r"\bp\d+\b", lambda found: names[found[0]], line.strip()) for line in text.splitlines()]
    assert lines[lines.index("Shop->>+Order: 1 place the order") :] == [
        "Shop->>+Order: 1 place the order",
        "Order->>+Payment: 2 pay",
        "opt where it is needed",
        "Payment->>+Bank: 8 check",
        "Bank-->>-Payment: 8 accepted",
        "end",
        "Payment-->>-Order: 2 reply",
        "par at the same time",
        "Order-)Stock: 3 order placed",
        "Order-)Mail: 3 order placed",
        "and at the same time",
        "Order-->>+Fraud: 6? rate it",
        "Fraud-->>-Order: 6? accepted",
        "end",
        "Order->>Invoice: 7 book it (keep together)",
        "Order-->>-Shop: 1 reply",
    ]


@pytest.mark.parametrize(
    ("leans", "drawn"),
    [
        ({"style": "request"}, ["Shop-->>+Order: 1? place", "Order-->>-Shop: 1? reply"]),
        ({"style": "event"}, ["Shop--)Order: 1? place"]),
        ({"style": "unknown", "state": "unknown"}, ["Shop--)Order: 1? place"]),
    ],
)
def test_what_is_still_to_decide_is_drawn_dashed_as_what_it_leans_to(leans: dict[str, Any], drawn: list[str]) -> None:
    rows = (row(1, "Shop", ["Order"], "place", **{"state": "open", "how_sure": "open", "front": None, **leans}),)
    text = sequence(made.assessment("Open", rows), Flow("Buy", ("row-1",), 1, 1))
    assert [line.strip().replace("p1", "Shop").replace("p2", "Order") for line in text.splitlines()[3:]] == drawn


def test_flow_of_which_nothing_is_left_has_no_diagram() -> None:
    assert list(sequences(replace(named_event(), interactions=()))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_same_assessment_same_diagram(kind: str) -> None:
    assert diagrams(KINDS[kind]()) == diagrams(KINDS[kind]())
    assert render(KINDS[kind](), "mermaid").startswith("flowchart LR\n")


@pytest.mark.parametrize("text", [*TEXTS, *ACTIVE])
def test_no_text_leaves_its_line_or_block(text: str) -> None:
    plain, changed = (made.rewritten(named_event(), partial("{}x{}".format, new)) for new in ("", text))
    for before, after in zip(diagrams(plain), diagrams(changed), strict=True):
        assert len(after.splitlines()) == len(before.splitlines())
        assert not re.search(r"[`<&$;]|%%\{", re.sub(r"#\d+;", "", after))


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_mermaid_draws_every_kind(page: Any, kind: str) -> None:
    for text in diagrams(KINDS[kind]()):
        assert isinstance(found := page.evaluate(DRAW, text), list), found
    for text in diagrams(named_event()):
        assert isinstance(found := page.evaluate(DRAW, text), list), found


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("text", [*TEXTS, *ACTIVE])
def test_mermaid_shows_a_strangers_text_as_it_is(page: Any, text: str) -> None:
    shown = neutralise(text).strip().replace("\ufb02", "fl").replace("\u00b6\u00df", "\u00b6 \u00df")
    shown = seen(shown if len(shown) <= LONGEST else shown[: LONGEST - 1].rstrip() + "…")
    chart = f'flowchart LR\n  p1["{label(text)}"] -->|"4 {label(text)}"| e1{{{{"{label(text)}"}}}}\n'
    chart += f'  subgraph t1["{label(text)}"]\n    p2(["{label(text)}"]) --> p3[("{label(text)}")]\n  end\n'
    found = page.evaluate(DRAW, chart)
    assert sorted(filter(None, map(seen, found))) == sorted(filter(None, [*[shown] * 5, seen(f"4 {shown}")])), found
    flow = f"sequenceDiagram\n  participant p1 as {label(text)}\n  p1->>p1: 4 {label(text)}\n"
    found = page.evaluate(DRAW, flow)
    assert {*filter(None, map(seen, found))} == {*filter(None, [shown, seen(f"4 {shown}")])}, found


STRANGE = st.text(
    st.sampled_from("\"'`#;:%{}[]()<>&|\\/-=.~@$!?*_,\n\t end style\u00e9\ufb02\u65e5") | st.characters(), max_size=30
)
STYLES: list[dict[str, Any]] = [{}, EVENT, OPEN, TOGETHER, {**EVENT, "front": "request"}]
ROWS = st.lists(
    st.tuples(STRANGE, st.lists(STRANGE, min_size=1, max_size=2), STRANGE, st.sampled_from(STYLES)),
    min_size=1,
    max_size=6,
)


def strange(found: list[tuple[str, list[str], str, dict[str, Any]]], team: str, optional: bool) -> Assessment:
    """Return an assessment of strange rows: one event, one flow of steps alone and together, one part of a team."""
    rows: list[Row] = [row(n, one, to, told, **how) for n, (one, to, told, how) in enumerate(found, start=1)]
    ids = tuple([one.id for one in rows])
    first = rows[0]
    steps = (FlowStep(ids[:1]), FlowStep(ids[1:3], optional), *(FlowStep((name,), may_refuse=True) for name in ids[3:]))
    return replace(
        made.assessment(team, rows),
        events=(Event(first.purpose, first.sender, "", "", (), ids, True, ()),),
        flows=(Flow(team, ids, 1, 1, steps=steps),),
        parts=(KnownPart(first.sender, (), team=team), KnownPart(rows[-1].sender, (), "outside", "outside", team=team)),
        team=(first.sender,),
    )


@pytest.mark.slow
@pytest.mark.browser
@settings(max_examples=amount(1000), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, team=STRANGE, optional=st.booleans())
def test_mermaid_reads_whatever_the_names(page: Any, rows: list[Any], team: str, optional: bool) -> None:
    for text in diagrams(strange(rows, team, optional)):
        assert (found := page.evaluate(PARSE, text)) == "", f"{found}\n{text}"
