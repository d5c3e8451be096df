"""How far a row is decided, by what, and what becomes of today's way."""

from __future__ import annotations

from archadvisor.assessment import DecidedBy, MoveName, StateName, SureWord
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import KnowledgeBase, Method, Pattern, Style
from archadvisor.scoring.score import Outcome


def is_too_close(method: Method, result: Outcome, in_conflict: bool) -> bool:
    """Tell whether a row is a tie: the sides are nearly even, or a decisive line stands on each."""
    return result.gate is None and (in_conflict or method.is_close(result.score))


def state_of(result: Outcome, in_conflict: bool, may_turn: bool, first_asked: bool, too_close: bool) -> StateName:
    """Return the first state that holds.

    `may_turn`: some answer to an open or draft question turns the style; `first_asked`: something has to be
    asked before this form can be advised.
    """
    if result.style is Style.UNKNOWN:
        return "unknown"
    if first_asked:
        return "open"
    if result.gate is not None:
        return "settled"
    if any(line.ruling and "." in line.key for line in result.lines):  # a key with a dot is about an end
        return "given"
    if in_conflict:
        return "close"
    if may_turn:
        return "open"
    return "close" if too_close else "settled"


def decided_by(result: Outcome, state: StateName) -> DecidedBy:
    """Return what decides the style."""
    if result.gate is not None:
        return "gate"
    if state == "given":
        return "given"
    return "constraint" if any(line.ruling for line in result.lines) else "evidence"


def move_of(knowledge: KnowledgeBase, facts: Facts, form: Pattern, state: StateName) -> MoveName | None:
    """Return what becomes of today's way; None where it is not known."""
    current = next(iter(facts.get("current", ())), "")
    if not current or state == "unknown":
        return None
    if knowledge.current[current].planned:
        return "new"
    return "keep" if state == "given" or current in form.keeps else "change"


def how_sure(method: Method, state: StateName, confidence: float, contradicted: bool) -> SureWord:
    """Return the word for how sure a row is: settled ones are clear or leaning, the others go by their state.

    A row with answers that do not go together is never clear.
    """
    if state != "settled":
        return state
    return "clear" if confidence >= method.clear_from and not contradicted else "leaning"
