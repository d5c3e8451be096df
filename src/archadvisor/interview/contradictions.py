"""Answers about a row that do not go together: seen when one is given, and where the other one can be changed."""

from __future__ import annotations

from archadvisor.answers.types import Interaction
from archadvisor.interview.pages import Asked, Kind, Page, Wanted
from archadvisor.interview.script import Script
from archadvisor.interview.state import Clash, Interview
from archadvisor.knowledge.conditions import keys
from archadvisor.knowledge.types import Joined


def new_clash(script: Script, before: Interview, after: Interview, question: Asked, row: str) -> Clash | None:
    """Return a contradiction that an answer has just brought about, and that nobody has let stand yet."""
    if after.page.kind is not Kind.ROWS:
        return None
    was, now = (script.facts(state.answers, _row(state, row)) for state in (before, after))
    changed = question.questions() if isinstance(question, Joined) else (question.id,)
    for dispute in script.knowledge.disputes:
        clash = Clash(row, dispute.id)
        new = not keys(dispute.when).isdisjoint(changed) and clash not in after.accepted
        if new and dispute.when.holds(now) and not dispute.when.holds(was):
            return clash
    return None


def page_of(script: Script, question: str, wanted: Wanted) -> Page:
    """Return the page that asks a question about a row: of its own, or for several at once."""
    for page in script.pages(wanted):
        joined = script.knowledge.joined.get(page.question)
        if joined is not None and question in joined.questions():
            return page
    return Page(Kind.ROWS, question)


def _row(state: Interview, name: str) -> Interaction:
    return next(row for row in state.answers.interactions if row.id == name)
