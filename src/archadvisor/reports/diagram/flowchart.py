"""The advice as a flowchart: who talks to whom, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from archadvisor.assessment import Assessment, Event, Row
from archadvisor.reports.diagram.labels import MAX_TEXT, label, numbers
from archadvisor.reports.diagram.traffic import Kind, deliveries, kind_of, told
from archadvisor.text.neutral import neutralise

PURPOSES = 25
"""Up to so many interactions each has an arrow with its purpose; above, numbers share one between the same ends."""
ARROWS = 480
"""Mermaid draws 500 at most, unless whoever runs it allows more; what is over is told in a note."""

_LEGEND = (
    "Solid arrow: request. Dashed arrow: event (a hexagon shows its name). Dotted arrow with a question mark: "
    "not decided yet. Thick line: kept in one service. Thin line with a circle: another way, such as a batch file. "
    "Rounded part: not yours. Cylinder: infrastructure. The numbers are those of the report."
)
_SHAPES = {"application": ('["', '"]'), "outside": ('(["', '"])'), "infrastructure": ('[("', '")]')}
_EVENT_SHAPE = ('{{"', '"}}')
_STROKES: dict[Kind, str] = {
    "request": "-->",
    "accept": "-.->",
    "event": "-.->",
    "open": "-.->",
    "inside": "===",
    "other": "---o",
}
_PATTERNS: dict[Kind, str] = {
    "accept": "stroke-dasharray:8 4",
    "event": "stroke-dasharray:8 4",
    "open": "stroke-dasharray:2 4,stroke-width:3px",
}


class _Arrow(Struct):
    """One arrow between two nodes, for one row or for several."""

    source: str
    target: str
    kind: Kind
    rows: list[Row]
    purpose: str


def flowchart(assessment: Assessment, purposes: bool = True) -> str:
    """Return the flowchart of an assessment; `purposes` tells whether arrows may say what they are for."""
    drawing = _Drawing(assessment, purposes and len(assessment.interactions) <= PURPOSES)
    limit = ARROWS
    while len(text := drawing.text(limit)) > MAX_TEXT and limit:
        limit //= 2
    return text


class _Drawing:
    """The nodes and arrows of a flowchart, in the order of the rows."""

    def __init__(self, assessment: Assessment, apart: bool) -> None:
        self._apart = apart
        self._parts = {part.name: part for part in assessment.parts}
        self._ids: dict[str, str] = {}
        self._event_ids: dict[tuple[str, str], str] = {}
        self._arrows: dict[tuple[str, str, str, int], _Arrow] = {}
        self._heading = f"Only what concerns {', '.join(assessment.team)}." if assessment.team else ""
        events = told(assessment)
        for row in assessment.interactions:
            self._add(row, events.get(row.id, []))

    def text(self, limit: int) -> str:
        """Return the drawing with so many arrows at most."""
        arrows = list(self._arrows.values())
        shown, left = arrows[:limit], len(arrows) - limit
        ends = {end for arrow in shown for end in (arrow.source, arrow.target)}
        lines = [
            "flowchart LR",
            f"  accDescr: {_LEGEND}",
            *([f"  %% {_comment(self._heading)}"] if self._heading else []),
        ]
        lines += self._nodes(ends)
        if left > 0:
            lines.append(f'  more["and {left} more arrows"]')
        if not arrows:
            lines.append('  none["no interactions yet"]')
        lines += [f"  {self._drawn(arrow)}" for arrow in shown]
        lines += _patterns(shown)
        return "\n".join(lines) + "\n"

    def _add(self, row: Row, events: Sequence[Event]) -> None:
        named = [event for event in events if event.named]
        kind = kind_of(row)
        for source, target in deliveries(row, [*events]):
            event = next((event for event in named if event.owner == source), None)
            if event is None:
                self._join(self._id(source), self._id(target), kind, row, row.purpose)
                continue
            owner = self._id(source)
            node = self._event_ids.setdefault((event.owner, event.name), f"e{len(self._event_ids) + 1}")
            self._join(owner, node, kind, row, None)
            self._join(node, self._id(target), kind, row, "" if row.purpose == event.name else row.purpose)

    def _join(self, source: str, target: str, kind: Kind, row: Row, purpose: str | None) -> None:
        """Note an arrow; one with a purpose of its own stays apart while there is room for it."""
        apart = self._apart and purpose is not None
        arrow = self._arrows.setdefault(
            (source, target, kind, row.number if apart else 0),
            _Arrow(source, target, kind, [], (purpose or "") if apart else ""),
        )
        if row not in arrow.rows:
            arrow.rows.append(row)

    def _id(self, part: str) -> str:
        return self._ids.setdefault(part, f"p{len(self._ids) + 1}")

    def _nodes(self, ends: set[str]) -> Iterator[str]:
        """Yield the nodes, those of a team in a box of its own; an event stands with its owner."""
        by_team: dict[str, list[str]] = {}
        for name, node in self._ids.items():
            if node in ends:
                part = self._parts.get(name)
                opening, closing = _SHAPES[part.kind if part else "application"]
                by_team.setdefault(part.team if part else "", []).append(f"{node}{opening}{label(name)}{closing}")
        opening, closing = _EVENT_SHAPE
        for (owner, name), node in self._event_ids.items():
            if node in ends:
                part = self._parts.get(owner)
                by_team.setdefault(part.team if part else "", []).append(f"{node}{opening}{label(name)}{closing}")
        yield from (f"  {node}" for node in by_team.pop("", []))
        for number, (team, nodes) in enumerate(by_team.items(), start=1):
            yield f'  subgraph t{number}["{label(team)}"]'
            yield from (f"    {node}" for node in nodes)
            yield "  end"

    def _drawn(self, arrow: _Arrow) -> str:
        said = numbers([(row.number, arrow.kind == "open") for row in arrow.rows])
        if arrow.purpose:
            said += f" {label(arrow.purpose)}"
        if arrow.kind == "accept" and self._apart:
            said += ", accepted first"
        return f'{arrow.source} {_STROKES[arrow.kind]}|"{said}"| {arrow.target}'


def _patterns(arrows: Sequence[_Arrow]) -> Iterator[str]:
    """Yield how the lines are broken that Mermaid would else draw alike."""
    for pattern in dict.fromkeys(_PATTERNS.values()):
        places = [str(n) for n, arrow in enumerate(arrows) if _PATTERNS.get(arrow.kind) == pattern]
        if places:
            yield f"  linkStyle {','.join(places)} {pattern}"


def _comment(text: str) -> str:
    """Return a text for a comment; Mermaid reads nothing in it but directives, which begin with a brace."""
    return neutralise(text).replace("{", "(")
