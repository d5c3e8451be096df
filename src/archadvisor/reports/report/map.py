"""The map: which part talks to which, drawn where a drawing says it better than the table.

A column of parts down the middle, the one that asks above the one that is asked. A part that talks to
only one of them stands beside it, joined by a straight line. Events go through one bar; who does nothing
but read them hangs beneath it. All other lines run down the two gutters beside the middle column, so that
no line crosses a box. A system that does not fit into that is not drawn at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from msgspec import Struct

from archadvisor.assessment import Event, Row

PARTS = 16
"""Above this many parts the table says it better."""

WIDTH = 392.0
_COLUMNS = (2.0, 150.0, 298.0)
_LEFT, _MIDDLE, _RIGHT = 0, 1, 2
_BOX, _SMALL, _HIGH = 92.0, 88.0, 38.0
_SLOT, _GAP, _BAR = 50.0, 46.0, 34.0
_TRACKS, _FIRST_TRACK, _TRACK = 3, 14.0, 15.0
_ABREAST, _ABREAST_DOWN, _ABREAST_ACROSS = 3, 28.0, 15.0
_TIP = 11.0
_NUMBERS = 3
_TOPICS, _TOPIC = 6, 17.0
_SMALLEST, _LARGEST, _WIDEST = 9.0, 15.0, 0.72
"""Sizes of names in boxes, and how wide a letter may be on average, in sizes."""


class Box(Struct, frozen=True):
    """One part: its box. The browser lays out the name in it, whatever the font."""

    name: str
    x: float
    y: float
    width: float
    height: float
    marked: bool

    @property
    def size(self) -> float:
        """Return a size of the name at which its longest word fits in one line in the widest fonts that are common."""
        longest = max(map(len, self.name.split()), default=1)
        return round(max(_SMALLEST, min(_LARGEST, (self.width - 6) / (_WIDEST * longest))), 1)

    @property
    def centre(self) -> float:
        """Return the middle, from left to right."""
        return self.x + self.width / 2

    @property
    def level(self) -> float:
        """Return the middle, from top to bottom."""
        return self.y + self.height / 2


class Label(Struct, frozen=True):
    """Numbers of interactions, beside or on a line."""

    x: float
    y: float
    text: str
    anchor: str


class Line(Struct, frozen=True):
    """One line: its path, the path of its tip ("" for none), its labels."""

    kind: str
    path: str
    tip: str
    labels: tuple[Label, ...]


class Drawing(Struct, frozen=True):
    """The map, ready to be written as SVG; the bar of events has one line for each event, with its rows."""

    x: float
    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    bar: Box | None
    topics: tuple[str, ...]


def draw(rows: Sequence[Row], undecided: Sequence[str], events: Sequence[Event] | None = None) -> Drawing | None:
    """Return the map of a system, or None where it would be a mess or say nothing.

    events: those that go through the bar, by name; without a list of them every event does
    """
    parts = dict.fromkeys(name for row in rows for name in (row.sender, *row.receivers))
    if not 2 < len(parts) <= PARTS:
        return None
    try:
        named = {row.id for row in rows if row.front is None} if events is None else _told(events)
        return _Pen(_Plan(list(parts), rows, undecided, named), _topics(rows, events or ())).drawing()
    except _MessError:
        return None


class _MessError(Exception):
    """There is no clean drawing of this system."""


class _Edge(Struct, eq=False):
    """All interactions of one kind from one part to another; "" is the bar."""

    source: str
    target: str
    kind: str
    numbers: list[int]
    gutter: int = _MIDDLE
    track: int = 0


class _Plan:
    """Who stands where, and which lines go by a gutter."""

    def __init__(self, parts: list[str], rows: Sequence[Row], undecided: Sequence[str], told: Collection[str]) -> None:
        self.parts = parts
        self._told = told
        self.topics = False
        self.edges: list[_Edge] = []
        for row in rows:
            self._add(row, "open" if row.state in undecided else row.style)
        self._near: dict[str, dict[str, None]] = {part: {} for part in parts}
        for edge in self.edges:
            if edge.source and edge.target:
                self._near[edge.source][edge.target] = None
                self._near[edge.target][edge.source] = None
        self.publishing = {edge.source for edge in self.edges if not edge.target}
        self._reading = {edge.target for edge in self.edges if not edge.source}
        self.middle = self._order()
        self.beside = self._beside()
        self.levels = {part: level for level, part in enumerate([*self.middle, ""])}
        self.levels |= {p: self.levels[home] for home, sides in self.beside.items() for side in sides for p in side}
        self.by_gutter = self._by_gutter()

    def _add(self, row: Row, kind: str) -> None:
        """Note an interaction; what is no event that consumers are told, such as a background job, goes straight."""
        if row.sender in row.receivers:
            raise _MessError
        by_bar = kind == "event" and row.id in self._told
        if by_bar:
            self.topics = True
            self._join(row.sender, "", kind, row.number)
        for receiver in dict.fromkeys(row.receivers):
            self._join("" if by_bar else row.sender, receiver, kind, row.number)

    def _join(self, source: str, target: str, kind: str, number: int) -> None:
        for edge in self.edges:
            if (edge.source, edge.target, edge.kind) == (source, target, kind):
                edge.numbers.append(number)
                return
        self.edges.append(_Edge(source, target, kind, [number]))

    def _order(self) -> list[str]:
        """Return the middle column from above: who asks before who is asked; in a ring, who is named first."""
        relays = self.publishing & self._reading
        by_bar = self.publishing | self._reading
        middle = {p for p, near in self._near.items() if len(near) > 1 or (near and p in by_bar) or p in relays}
        for edge in self.edges:  # two parts that know only each other
            if edge.source and edge.target and not {edge.source, edge.target} & middle:
                middle.add(edge.source)
        asking = {part: {e.source for e in self.edges if e.target == part and e.source in middle} for part in middle}
        waiting = [part for part in self.parts if part in middle]
        ordered: list[str] = []
        while waiting:
            ordered.append(min(waiting, key=lambda part: len(asking[part].difference(ordered))))
            waiting.remove(ordered[-1])
        return ordered

    def _beside(self) -> dict[str, tuple[list[str], list[str]]]:
        """Return who stands left and right of each part in the middle; who only publishes, beside the last one."""
        sides: dict[str, tuple[list[str], list[str]]] = {part: ([], []) for part in self.middle}
        asked = {edge.target for edge in self.edges if edge.kind != "neither"}
        homes = [(part, home) for part in self.parts if part not in sides for home in self._near[part]]
        alone = [part for part in self.parts if part in self.publishing and part not in sides and not self._near[part]]
        for part, home in [*homes, *((part, home) for home in self.middle[-1:] for part in alone)]:
            left, right = sides[home]
            to_right = len(right) <= len(left) + 1 if part in asked else len(right) + 1 < len(left)
            (right if to_right else left).append(part)
        return sides

    def straight(self, edge: _Edge) -> bool:
        """Tell whether a line is straight: to a part beside, to the next in the column, from or to the bar."""
        ends = (edge.source, edge.target)
        if not all(end in self.levels for end in ends):
            return True
        beside = [end for end in ends if end and end not in self.beside]
        if beside:
            return all(ends) or any(side[-1:] == beside for side in self.beside[self.middle[-1]])
        return abs(self.levels[edge.source] - self.levels[edge.target]) == 1

    def span(self, edge: _Edge) -> tuple[int, int]:
        """Return the upper and the lower level of a line."""
        low, high = sorted((self.levels[edge.source], self.levels[edge.target]))
        return low, high

    def _by_gutter(self) -> list[_Edge]:
        """Return the lines that are not straight, each with its gutter and its track there.

        The shorter ones come next to the middle column, so that no longer one has to cross them.
        """
        found = [edge for edge in self.edges if not self.straight(edge)]
        found.sort(key=lambda edge: (self.span(edge)[1] - self.span(edge)[0], edge.numbers))
        for done, edge in enumerate(found):
            low, high = self.span(edge)
            left, right = self.beside[self.middle[-1]]
            own = [gutter for gutter, side in ((_LEFT, left), (_RIGHT, right)) if edge.source in side]
            for edge.track, edge.gutter in ((t, g) for t in range(_TRACKS) for g in own or (_LEFT, _RIGHT)):
                others = [self.span(o) for o in found[:done] if (o.track, o.gutter) == (edge.track, edge.gutter)]
                if all(high < start or end < low for start, end in others):
                    break
            else:
                raise _MessError
        return found

    def ports(self, part: str, gutter: int) -> tuple[list[_Edge], list[_Edge]]:
        """Return the lines between a part and a gutter, from above: those that go up, those that go down."""
        mine = [edge for edge in self.by_gutter if edge.gutter == gutter and part in (edge.source, edge.target)]
        ups = [edge for edge in mine if self.span(edge)[0] < self.levels[part]]
        return ups, [edge for edge in mine if edge not in ups][::-1]

    def slots(self, part: str) -> int:
        """Return how many boxes high a part in the middle has to be."""
        ports = [len(ups) + len(downs) for ups, downs in (self.ports(part, g) for g in (_LEFT, _RIGHT))]
        return max(1, *map(len, self.beside[part]), *((count + 1) // 2 for count in ports))


class _Pen:
    """Puts a plan on paper; the bar is a box without a name."""

    def __init__(self, plan: _Plan, topics: Sequence[str]) -> None:
        self._plan = plan
        self._topics = tuple(topics) or ("events",)
        self._bar = _BAR + (len(self._topics) - 1) * _TOPIC
        self._boxes: dict[str, Box] = {}
        self._lines: list[Line] = []

    def drawing(self) -> Drawing:
        """Return the whole map."""
        plan = self._plan
        alone = [part for part in plan.parts if part not in plan.levels]
        bottom = self._column() if plan.middle else self._row([p for p in alone if p in plan.publishing], 2.0)
        if plan.topics:
            self._boxes[""] = Box("", 0.0, bottom + _GAP, WIDTH, self._bar, False)
            bottom = self._row([p for p in alone if p not in plan.publishing], bottom + _GAP + self._bar)
        for _, edges in groupby(sorted(filter(plan.straight, plan.edges), key=_pair), key=_pair):
            self._straight(list(edges))
        for edge in plan.by_gutter:
            self._by_gutter(edge)
        bar = self._boxes.pop("", None)
        boxes = tuple(self._boxes[part] for part in plan.parts)
        left = 0.0 if bar else min(box.x for box in boxes) - 2
        right = WIDTH if bar else max(box.x + box.width for box in boxes) + 2
        return Drawing(left, right - left, bottom + 2, boxes, tuple(self._lines), bar, self._topics)

    # --- boxes ---------------------------------------------------------------------------------------

    def _box(self, part: str, x: float, y: float, width: float = _BOX, height: float = _HIGH) -> None:
        marked = any(edge.kind == "open" and edge.target == part for edge in self._plan.edges)
        self._boxes[part] = Box(part, x, y, width, height, marked)

    def _column(self) -> float:
        """Place the middle column and who stands beside it; return where it ends."""
        y = 2.0
        for part in self._plan.middle:
            slots = self._plan.slots(part)
            height = slots * _SLOT - _SLOT + _HIGH
            self._box(part, _COLUMNS[_MIDDLE], y, height=height)
            for column, side in zip((_LEFT, _RIGHT), self._plan.beside[part], strict=True):
                top = y + (slots - len(side)) * _SLOT / 2
                for place, other in enumerate(side):
                    self._box(other, _COLUMNS[column], top + place * _SLOT)
            y += height + _GAP
        return y - _GAP

    def _row(self, parts: Sequence[str], y: float) -> float:
        """Place up to four parts at the bar, and up to three behind the gaps between them; return where they end."""
        if len(parts) > 7:
            raise _MessError
        beneath = "" in self._boxes
        first, second = parts[:4], parts[4:]
        far = _HIGH + _GAP if second else 0.0
        y += _GAP * beneath
        for place, part in enumerate(first):
            self._box(part, WIDTH * (place + 0.5) / len(first) - _SMALL / 2, y if beneath else y + far, _SMALL)
        gaps = ((), (2,), (1, 3), (1, 2, 3))[len(second)]
        for gap, part in zip(gaps, second, strict=True):
            self._box(part, WIDTH * gap / 4 - _SMALL / 2, y + far if beneath else y, _SMALL)
        return y + far + _HIGH if parts else y - _GAP * beneath

    # --- lines ---------------------------------------------------------------------------------------

    def _straight(self, edges: Sequence[_Edge]) -> None:
        """Draw all straight lines between two places, side by side."""
        if len(edges) > _ABREAST:
            raise _MessError
        for place, edge in enumerate(edges):
            source, target = self._boxes[edge.source], self._boxes[edge.target]
            smaller = min(source, target, key=lambda box: box.width * box.height)
            aside = place - (len(edges) - 1) / 2
            if source.y + source.height <= target.y or target.y + target.height <= source.y:
                x = smaller.centre + aside * _ABREAST_DOWN
                down = source.y < target.y
                start, end = (source.y + source.height, target.y) if down else (source.y, target.y + target.height)
                middle = end - 26 if down else end + 30
                self._draw(edge, [(x, start), (x, end)], Label(x + 8, middle, _numbers(edge), "start"))
            else:
                y = smaller.level + aside * _ABREAST_ACROSS
                right = source.x < target.x
                start, end = (source.x + source.width, target.x) if right else (source.x, target.x + target.width)
                middle = (start + end) / 2 - (_TIP if right else -_TIP) / 2
                self._draw(edge, [(start, y), (end, y)], Label(middle, y - 7, _numbers(edge), "middle"))

    def _by_gutter(self, edge: _Edge) -> None:
        """Draw a line that leaves sideways, runs along its track and comes back, or ends at the bar."""
        aside = _FIRST_TRACK + edge.track * _TRACK
        x = _COLUMNS[_MIDDLE] + (-aside if edge.gutter == _LEFT else _BOX + aside)
        start, end = self._port(edge.source, edge, x), self._port(edge.target, edge, x)
        gaps = [*self._plan.middle, ""]
        low, high = self._plan.span(edge)
        gap = low + edge.track % (high - low) if high > low else low
        above, below = self._boxes[gaps[gap]], self._boxes[gaps[gap + 1]]
        numbers = _numbers(edge).split()
        y = (above.y + above.height + below.y) / 2 - 7 * len(numbers) + 10
        labels = (Label(x, y + 14 * place, number, "middle") for place, number in enumerate(numbers))
        self._draw(edge, [*start, *reversed(end)], *labels)

    def _port(self, part: str, edge: _Edge, x: float) -> list[tuple[float, float]]:
        """Return the points from a place to the track at x."""
        box = self._boxes[part]
        if not part:
            return [(x, box.y)]
        y = box.level
        if part in self._plan.beside:
            ups, downs = self._plan.ports(part, edge.gutter)
            places = [box.y + k * _SLOT + d for k in range(self._plan.slots(part)) for d in (7, _HIGH - 7)]
            if len(ups) + len(downs) > 1 or self._plan.beside[part][edge.gutter > _MIDDLE]:
                y = places[ups.index(edge)] if edge in ups else places[downs.index(edge) - len(downs)]
        return [(box.x + box.width if box.centre < x else box.x, y), (x, y)]

    def _draw(self, edge: _Edge, points: Sequence[tuple[float, float]], *labels: Label) -> None:
        """Draw a line through these points, with a tip at its end."""
        *_, (x1, y1), (x, y) = points
        dx, dy = _sign(x - x1), _sign(y - y1)
        tip = ""
        if edge.kind != "neither":
            points = [*points[:-1], (x - dx * _TIP, y - dy * _TIP)]
            (ax, ay), (bx, by) = ((x - dx * _TIP + s * dy * 6, y - dy * _TIP + s * dx * 6) for s in (-1, 1))
            tip = f"M{ax:g} {ay:g} {x:g} {y:g} {bx:g} {by:g}Z"
        path = "M" + "L".join(f"{px:g} {py:g}" for px, py in points)
        self._lines.append(Line(edge.kind, path, tip, labels))


def _pair(edge: _Edge) -> list[str]:
    return sorted((edge.source, edge.target))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _numbers(edge: _Edge) -> str:
    """Return the numbers on a line; a question mark where it is to decide."""
    shown = edge.numbers if len(edge.numbers) <= _NUMBERS else edge.numbers[: _NUMBERS - 1]
    more = ["…"] if len(shown) < len(edge.numbers) else []
    return " ".join([*map(str, shown), *more, *(["?"] if edge.kind == "open" else [])])


def _told(events: Sequence[Event]) -> set[str]:
    """Return the rows, by id, that tell consumers of an event; what a background job does is none."""
    return {name for event in events for name in event.interactions}


def _topics(rows: Sequence[Row], events: Sequence[Event]) -> list[str]:
    """Return a line for each named event that goes through the bar: its name and its rows."""
    numbers = {row.id: row.number for row in rows if row.style == "event" and row.front is None and not row.undecided}
    found = [
        f"{event.name} ({', '.join([str(numbers[name]) for name in event.interactions if name in numbers])})"
        for event in events
        if any(name in numbers for name in event.interactions)
    ]
    return [*found[: _TOPICS - 1], f"{len(found) - _TOPICS + 1} more events"] if len(found) > _TOPICS else found
