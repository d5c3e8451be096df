"""The verdict on a system: what its interactions add up to, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from archadvisor.assessment import Row, VerdictName


class Verdict(Struct, frozen=True):
    """The word for the whole system, and a probability (None where there is nothing to be sure of)."""

    word: VerdictName
    confidence: float | None


def verdict(rows: Sequence[Row]) -> Verdict:
    """Return the verdict: all request, all event, else hybrid; one with a front counts on both sides.

    Its confidence is that of the least sure row; of a hybrid, the less sure of the surest on each side.
    """
    requests = [row.confidence for row in rows if "request" in (row.style, row.front)]
    events = [row.confidence for row in rows if row.style == "event"]
    if requests and events:
        return Verdict("hybrid", min(max(requests), max(events)))
    if requests:
        return Verdict("request", min(requests))
    if events:
        return Verdict("event", min(events))
    return Verdict("neither", None)
