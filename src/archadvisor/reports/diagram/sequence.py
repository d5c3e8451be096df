"""An action as a sequence diagram: what waits for what with the advice, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archadvisor.assessment import Assessment, Event, Flow, FlowStep, Row
from archadvisor.reports.diagram.labels import MAX_TEXT, label
from archadvisor.reports.diagram.traffic import Kind, deliveries, leaning, told

STEPS = 100
"""Steps of an action that are drawn at most; what is over is told in a note."""

_WAITING: tuple[Kind, ...] = ("request", "accept")
_ARROWS: dict[Kind, str] = {
    "request": "->>",
    "accept": "->>",
    "event": "-)",
    "open": "-)",
    "inside": "->>",
    "other": "-)",
}
"""Of a row that is still to decide the same, dashed."""


def sequences(assessment: Assessment) -> Iterator[tuple[Flow, str]]:
    """Yield each action that has a step left, with its diagram."""
    rows = {row.id: row for row in assessment.interactions}
    events = told(assessment)
    for flow in assessment.flows:
        if _steps(flow, rows):
            yield flow, _fitted(flow, rows, events)


def sequence(assessment: Assessment, flow: Flow) -> str:
    """Return the diagram of one action."""
    return _fitted(flow, {row.id: row for row in assessment.interactions}, told(assessment))


def _fitted(flow: Flow, rows: dict[str, Row], events: dict[str, list[Event]]) -> str:
    limit = STEPS
    while len(text := _Drawing(flow, rows, events, limit).text()) > MAX_TEXT and limit:
        limit //= 2
    return text


def _steps(flow: Flow, rows: dict[str, Row]) -> list[tuple[FlowStep, list[Row]]]:
    """Return the steps of an action of which a row is left, each with its rows."""
    steps = flow.steps or [FlowStep((name,)) for name in flow.interactions]
    found = [(step, [rows[name] for name in step.interactions if name in rows]) for step in steps]
    return [(step, together) for step, together in found if together]


class _Drawing:
    """The lines of a sequence diagram, and the calls whose reply is still to come."""

    def __init__(self, flow: Flow, rows: dict[str, Row], events: dict[str, list[Event]], limit: int) -> None:
        self._rows = rows
        self._events = events
        self._ids: dict[str, str] = {}
        self._open: list[tuple[str, str, Row]] = []
        self._lines: list[str] = []
        found = _steps(flow, rows)
        for step, together in found[:limit]:
            self._step(step, together)
        self._settle([])
        if len(found) > limit:
            self._lines.append(f"Note over {self._id(found[0][1][0].sender)}: and {len(found) - limit} more steps")

    def text(self) -> str:
        """Return the diagram."""
        who = [f"participant {node} as {label(name)}" for name, node in self._ids.items()] or [
            "participant p1 as no steps"
        ]
        return "\n".join(["sequenceDiagram", *(f"  {line}" for line in (*who, *self._lines))]) + "\n"

    def _step(self, step: FlowStep, rows: Sequence[Row]) -> None:
        self._settle([row.sender for row in rows])
        if step.optional:
            self._lines.append("opt where it is needed")
        if len(rows) == 1:
            self._row(rows[0], step.may_refuse, nested=not step.optional)
        else:
            for number, row in enumerate(rows):
                self._lines.append("and at the same time" if number else "par at the same time")
                self._row(row, step.may_refuse, nested=False)
            self._lines.append("end")
        if step.optional:
            self._lines.append("end")

    def _row(self, row: Row, may_refuse: bool, nested: bool) -> None:
        """Draw one row; `nested` tells whether its reply may wait until what the receiver does next is done."""
        kind = leaning(row)
        dashed = "-" if row.undecided else ""
        pairs = deliveries(row, self._events.get(row.id, []))
        many = len(pairs) > 1 and kind in _WAITING
        for number, (sender, receiver) in enumerate(pairs):
            if many:
                self._lines.append("and at the same time" if number else "par at the same time")
            source, target = self._id(sender), self._id(receiver)
            start = "+" if kind in _WAITING else ""
            self._lines.append(f"{source}{dashed}{_ARROWS[kind]}{start}{target}: {_said(row, kind)}")
            if may_refuse:
                self._lines.append(f"Note over {target}: may refuse")
            if kind in _WAITING:
                self._open.append((sender, receiver, row))
                if not nested or many:
                    self._reply()
        if many:
            self._lines.append("end")

    def _settle(self, senders: Sequence[str]) -> None:
        """Draw the replies that come before these parts go on; all of them where nobody does.

        A part that was called goes on before it replies. One that called gets its reply first. What any other does
        goes on beside the calls that wait.
        """
        if not senders:
            while self._open:
                self._reply()
        for sender in senders:
            while self._open and self._open[-1][1] != sender and self._waits(sender):
                self._reply()

    def _waits(self, part: str) -> bool:
        return any(part in (caller, called) for caller, called, _ in self._open)

    def _reply(self) -> None:
        sender, receiver, row = self._open.pop()
        said = "accepted" if leaning(row) == "accept" else "reply"
        self._lines.append(f"{self._id(receiver)}-->>-{self._id(sender)}: {_number(row)} {said}")

    def _id(self, part: str) -> str:
        return self._ids.setdefault(part, f"p{len(self._ids) + 1}")


def _said(row: Row, kind: Kind) -> str:
    way = f" ({label(row.form_name)})" if kind in ("inside", "other") else ""
    return f"{_number(row)} {label(row.purpose)}{way}"


def _number(row: Row) -> str:
    return f"{row.number}{'?' if row.undecided else ''}"
