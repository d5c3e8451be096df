"""How an interaction comes over from today's way: only where the way changes."""

from __future__ import annotations

from archadvisor.assessment import Crossing
from archadvisor.graph.hops import Hop
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.text.names import names_of


def tell_crossing(knowledge: KnowledgeBase, hop: Hop) -> Crossing | None:
    """Return how a row comes over; None where nothing changes, or it is still to decide."""
    if hop.judgement.move != "change" or hop.undecided:
        return None
    found = next((one for one in knowledge.crossings if one.when.holds(hop.facts)), None)
    if found is None:
        return None
    told = names_of(hop.sender, hop.receivers, hop.row.purpose).sentence
    return Crossing(told(found.how), told(found.watched), told(found.back), found.id)
