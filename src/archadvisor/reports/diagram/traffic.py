"""What both diagrams show of an interaction: how it goes, from whom to whom, and through which event."""

from __future__ import annotations

from typing import Literal, TypeAlias

from archadvisor.assessment import Assessment, Event, Row

Kind: TypeAlias = Literal["request", "accept", "event", "open", "inside", "other"]
"""accept: taken in at once, processed later; inside: kept in one service; other: neither, such as a batch file."""


def kind_of(row: Row) -> Kind:
    """Return what a row is drawn as."""
    return "open" if row.undecided else leaning(row)


def leaning(row: Row) -> Kind:
    """Return what a row is, or, of one that is still to decide, what it leans to."""
    if row.style == "unknown":
        return "open"
    if row.style == "request":
        return "request"
    if row.style == "event":
        return "event" if row.front is None else "accept"
    return "inside" if row.carrier in ("inside", "") else "other"


def told(assessment: Assessment) -> dict[str, list[Event]]:
    """Return the events that each row sends, by its id."""
    found: dict[str, list[Event]] = {}
    rows = {row.id: row for row in assessment.interactions}
    for event in assessment.events:
        for name in event.interactions:
            row = rows.get(name)
            if row is not None and kind_of(row) == "event" and readers(row, event.owner):
                found.setdefault(name, []).append(event)
    return found


def readers(row: Row, owner: str) -> tuple[str, ...]:
    """Return who gets what the owner tells: the receivers, or who would have asked for it."""
    if owner == row.sender:
        return tuple(dict.fromkeys(row.receivers))
    return (row.sender,) if owner in row.receivers else ()


def deliveries(row: Row, events: list[Event]) -> list[tuple[str, str]]:
    """Return from whom to whom a row goes; an event from its owner to its readers."""
    owners = dict.fromkeys(event.owner for event in events)
    pairs = [(owner, reader) for owner in owners for reader in readers(row, owner)]
    return pairs or [(row.sender, receiver) for receiver in dict.fromkeys(row.receivers)]
