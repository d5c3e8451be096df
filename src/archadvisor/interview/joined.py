"""Questions that are asked instead of several: their cells on a page."""

from __future__ import annotations

from collections.abc import Mapping

from archadvisor.answers.several import disputed, main_questions, matched
from archadvisor.answers.types import Answer, Origin
from archadvisor.interview.pages import Asked, Cell, State
from archadvisor.knowledge.conditions import Facts
from archadvisor.knowledge.types import Joined, JoinedOption, Option


def options_of(question: Asked) -> tuple[Option | JoinedOption, ...]:
    """Return the options of a question, of either kind."""
    return (*question.options,)


def is_offered(option: Option | JoinedOption, cell: Cell) -> bool:
    """Tell whether a cell offers an option of its question."""
    return isinstance(option, JoinedOption) or option.ask_when.holds(cell.facts)


def joined_cell(
    row: str,
    joined: Joined,
    said: Mapping[str, Answer],
    guesses: Mapping[str, Answer],
    facts: Facts,
    person: bool = False,
) -> Cell:
    """Return a cell of a question for several; where `person`, a guess makes an option likely and is no answer yet."""
    if name := disputed(joined, said):
        return Cell(row, State.OPEN, said[name], facts)
    option = matched(joined, said)
    if option is not None and not any(said[draft.question].origin.draft for draft in option.answers):
        return Cell(row, State.ANSWERED, _as_one(option, said, Origin.TEAM), facts)
    last = said.get(main_questions(joined)[-1])
    if last is not None and not last.known and not last.origin.draft:
        return Cell(row, State.ANSWERED, last, facts)
    beside = last if last is not None and not last.known else None
    likely = matched(joined, guesses)
    if likely is None or person:
        return Cell(row, State.OPEN, beside, facts, likely.value if likely else "")
    return Cell(row, State.DRAFT, _as_one(likely, guesses, Origin.ARCHETYPE), facts)


def _as_one(option: JoinedOption, said: Mapping[str, Answer], origin: Origin) -> Answer:
    """Return the answer to a joined question that an option is, with the note, who would know, where it was read."""
    stored = [said[draft.question] for draft in option.answers]
    texts = ([a.note for a in stored], [a.who for a in stored], [a.source for a in stored])
    note, who, source = (next(filter(None, some), "") for some in texts)
    return Answer(frozenset((option.value,)), origin, note=note, who=who, source=source)
