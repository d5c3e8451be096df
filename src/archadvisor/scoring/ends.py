"""The two ends of an interaction: what cannot be built into them, and what they speak.

Where an end cannot be changed, only what it speaks can carry a form. Nothing else follows from it: whether
the sender waits stays open to the evidence.
"""

from __future__ import annotations

from typing import Literal

from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import ENDS, Carrier, KnowledgeBase, Pattern

End = Literal["from", "to"]


def is_closed(knowledge: KnowledgeBase, end: str, facts: Facts) -> bool:
    """Tell whether nothing can be built into an end."""
    return any(value in facts.get(f"{end}.{question}", ()) for question, value in knowledge.closed)


def closed_ends(knowledge: KnowledgeBase, facts: Facts) -> frozenset[str]:
    """Return the ends into which nothing can be built."""
    return frozenset([end for end in ENDS if is_closed(knowledge, end, facts)])


def gets_across(knowledge: KnowledgeBase, form: Pattern, facts: Facts) -> bool:
    """Tell whether each end that cannot be changed, and that counts for a form, speaks its carrier."""
    if not form.ends:
        return True
    carrier = knowledge.carriers[form.carrier]
    return all(not is_closed(knowledge, end, facts) or speaks(knowledge, end, carrier, facts) for end in form.ends)


def speaks(knowledge: KnowledgeBase, end: End, carrier: Carrier, facts: Facts) -> bool:
    """Tell whether an end speaks a carrier: as answered; else as it does today; else as is usual for it."""
    if carrier.spoken is None:
        return True
    told = facts.get(f"{end}.{carrier.spoken.key}")
    if told is not None:
        return carrier.spoken.value in told
    return end in carrier.assumed or carrier.name in carried_today(knowledge, facts)


def carried_today(knowledge: KnowledgeBase, facts: Facts) -> frozenset[str]:
    """Return the carrier of today's way; none where the way is not known or planned."""
    return frozenset([knowledge.current[way].carrier for way in facts.get("current", ())]) - {""}
