"""The verdict on a system: what its interactions add up to, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from archadvisor.assessment import VerdictName
from archadvisor.knowledge.types import Style
from archadvisor.scoring.judgement import Judgement


class Verdict(Struct, frozen=True):
    """The word for the whole system, and a probability (None where there is nothing to be sure of)."""

    word: VerdictName
    confidence: float | None


def verdict(judgements: Sequence[Judgement]) -> Verdict:
    """Return the verdict: all request, all event, else hybrid, by the rows of which something is known.

    One with a front counts on both sides.

    Its confidence is that of the least sure row; of a hybrid, the less sure of the surest on each side.
    """
    requests = [found.confidence for found in judgements if Style.REQUEST in (found.outcome.style, found.form.front)]
    events = [found.confidence for found in judgements if found.outcome.style is Style.EVENT]
    if requests and events:
        return Verdict("hybrid", min(max(requests), max(events)))
    if requests:
        return Verdict("request", min(requests))
    if events:
        return Verdict("event", min(events))
    if any(found.outcome.style is Style.NEITHER for found in judgements):
        return Verdict("neither", None)
    return Verdict("unknown", None)
