"""The map: drawn only where no line crosses a box and nothing lies on top of anything else."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import Any

from assessments import EVENT, OPEN, TOGETHER, events_only, requests_only, row, shop
from hypothesis import example, given, settings
from hypothesis import strategies as st

from amounts import amount
from archadvisor.assessment import Event, Row
from archadvisor.reports.report.map import Box, Drawing, draw

Point = tuple[float, float]
UNDECIDED = ("open", "close")
KINDS: tuple[dict[str, Any], ...] = ({}, EVENT, OPEN, TOGETHER, EVENT | {"front": "request"})


def path(text: str) -> list[Point]:
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", text)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def lines(drawing: Drawing) -> list[list[Point]]:
    return [path(line.path) for line in drawing.lines]


def crosses(start: Point, end: Point, box: Box) -> bool:
    """Tell whether a level or upright stroke runs through the inside of a box."""
    (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    across = left < box.x + box.width - 0.5 and right > box.x + 0.5
    return across and top < box.y + box.height - 0.5 and bottom > box.y + 0.5


def overlap(one: Box, other: Box) -> bool:
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.y + one.height <= other.y or other.y + other.height <= one.y)


def on_top(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Tell whether two strokes share more than a point."""
    for axis in (0, 1):
        fixed = {one[0][axis], one[1][axis], other[0][axis], other[1][axis]}
        low = max(min(p[1 - axis] for p in one), min(p[1 - axis] for p in other))
        high = min(max(p[1 - axis] for p in one), max(p[1 - axis] for p in other))
        if len(fixed) == 1 and high - low > 0.5:
            return True
    return False


def check(drawing: Drawing, rows: list[Row]) -> None:
    for one, other in combinations(drawing.boxes, 2):
        assert not overlap(one, other)
    for box in drawing.boxes:
        assert drawing.x <= box.x
        assert box.x + box.width <= drawing.x + drawing.width
        assert box.y >= 0
        assert box.y + box.height <= drawing.height
    if drawing.bar:
        assert all(
            drawing.bar.y + drawing.bar.height <= box.y or box.y + box.height <= drawing.bar.y for box in drawing.boxes
        )
    strokes = [list(pairwise(points)) for points in lines(drawing)]
    for stroke in (stroke for each in strokes for stroke in each):
        assert stroke[0][0] == stroke[1][0] or stroke[0][1] == stroke[1][1]
        assert not any(crosses(*stroke, box) for box in drawing.boxes)
    for one_line, other_line in combinations(strokes, 2):
        assert not any(on_top(a, b) for a in one_line for b in other_line)
    assert {box.name for box in drawing.boxes} == {name for r in rows for name in (r.sender, *r.receivers)}
    shown = {word for line in drawing.lines for label in line.labels for word in label.text.split()}
    assert "…" in shown or {str(r.number) for r in rows} <= shown


ends = st.lists(st.integers(0, 9), min_size=2, max_size=4, unique=True)


@given(st.lists(st.tuples(ends, st.sampled_from(range(len(KINDS)))), min_size=2, max_size=12))
@settings(max_examples=amount(300), deadline=None)
@example([([0, 1], 0), ([1, 2], 0), ([2, 0], 0), ([0, 3], 1), ([2, 3], 1)])
def test_what_is_drawn_is_clean(system: list[tuple[list[int], int]]) -> None:
    rows = [
        row(number, f"P{parts[0]}", [f"P{part}" for part in parts[1:]], "x", **KINDS[kind])
        for number, (parts, kind) in enumerate(system, start=1)
    ]
    drawing = draw(rows, UNDECIDED)
    if drawing:
        check(drawing, rows)


def test_usual_systems_are_drawn() -> None:
    for made in (shop(), requests_only(), events_only()):
        drawing = draw(made.interactions, UNDECIDED)
        assert drawing, made.system.name
        check(drawing, list(made.interactions))


def test_who_asks_stands_above_or_beside_and_readers_hang_beneath_the_bar() -> None:
    drawing = draw(shop().interactions, UNDECIDED)
    assert drawing
    assert drawing.bar is not None
    at = {box.name: box for box in drawing.boxes}
    assert at["Shop"].y < at["Order"].y < drawing.bar.y < at["Mail"].y
    assert at["Catalogue"].level == at["Shop"].level
    assert at["Payment"].x > at["Order"].x
    assert at["Fraud"].marked
    assert not at["Payment"].marked


def test_a_part_that_asks_no_one_else_stands_left_of_the_one_that_it_asks() -> None:
    rows = [row(1, "Web", ["Core"], "x"), row(2, "Phone", ["Core"], "x"), row(3, "Core", ["Store"], "x")]
    drawing = draw(rows, UNDECIDED)
    assert drawing
    at = {box.name: box.x for box in drawing.boxes}
    assert at["Web"] == at["Phone"] < at["Core"] < at["Store"]


def test_left_out_where_the_table_says_it_better() -> None:
    assert draw([row(1, "A", ["B"], "x")], UNDECIDED) is None
    assert draw([row(n, f"A{n}", [f"B{n}"], "x") for n in range(9)], UNDECIDED) is None
    mesh = [
        row(n, f"P{n % 7}", [f"P{(n * 3 + 1) % 7}"], "x", **KINDS[n % 4]) for n in range(40) if n % 7 != (n * 3 + 1) % 7
    ]
    assert draw(mesh, UNDECIDED) is None
    assert draw([row(1, "A", ["A", "B"], "x"), row(2, "A", ["C"], "x")], UNDECIDED) is None


def test_long_words_are_written_smaller() -> None:
    rows = [row(1, "Customer service", ["W" * 500], "x"), row(2, "Customer service", ["B"], "x")]
    drawing = draw(rows, UNDECIDED)
    assert drawing
    at = {box.name: box.size for box in drawing.boxes}
    assert at["W" * 500] < at["Customer service"] < at["B"]


def event(name: str, *rows: str) -> Event:
    return Event(name, "A", "", "", ("B",), rows, True, ())


def test_events_are_named_on_the_bar_with_their_rows() -> None:
    rows = [row(n, "A", [part], "order placed", **EVENT) for n, part in enumerate("BCD", start=1)]
    named = [event("order placed", rows[0].id, rows[1].id), event("order paid", rows[2].id)]
    drawing = draw(rows, UNDECIDED, named)
    assert drawing
    assert drawing.topics == ("order placed (1, 2)", "order paid (3)")
    check(drawing, rows)
    alone = draw(rows, UNDECIDED)
    assert alone
    assert alone.topics == ("events",)
    assert alone.height < drawing.height


def test_what_a_background_job_does_is_no_event_that_goes_through_the_bar() -> None:
    rows = [row(1, "A", ["B"], "order placed", **EVENT), row(2, "A", ["C"], "send a mail", **EVENT)]
    rows.append(row(3, "A", ["D"], "order placed", **EVENT))
    drawing = draw(rows, UNDECIDED, [event("order placed", rows[0].id, rows[2].id)])
    assert drawing
    check(drawing, rows)
    assert drawing.topics == ("order placed (1, 3)",)
    assert sorted([label.text for line in drawing.lines for label in line.labels]) == ["1", "1 3", "2", "3"]


def test_of_many_events_the_last_are_counted() -> None:
    rows = [row(n, "A", [part], f"told {part}", **EVENT) for n, part in enumerate("BCDEFGH", start=1)]
    drawing = draw(rows, UNDECIDED, [event(one.purpose, one.id) for one in rows])
    assert drawing
    assert drawing.topics[-1] == "2 more events"
