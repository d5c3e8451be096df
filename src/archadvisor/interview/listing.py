"""The list of interactions in an interview: how rows work today, a row taken off, a row found."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from archadvisor.answers.types import Interaction
from archadvisor.interview.state import Interview
from archadvisor.text.neutral import neutralise
from archadvisor.text.prose import plural


def removed(state: Interview, row: Interaction) -> Interview:
    """Return the interview without a row; one of which somebody wrote something is only removed in the file."""
    if _has_been_said(row):
        said = "this row has answers, figures or a decision of your team; remove it in the file"
        return replace(state, message=said)
    if any(row.id in flow.steps for flow in state.answers.flows):
        return replace(state, message="a flow uses this row; first remove it from the flow in the file")
    left = tuple(i for i in state.answers.interactions if i is not row)
    return replace(
        state,
        answers=replace(state.answers, interactions=left),
        undo=(state.answers, state.wanted),
        message="removed from the list; u takes it back",
    )


def _has_been_said(row: Interaction) -> bool:
    """Tell whether a row holds what somebody wrote: an answer, a note, figures or a decision."""
    said = any(not answer.origin.draft or answer.note or answer.who for answer in row.answers.values())
    return said or bool(row.figures) or row.decision is not None


def marked(state: Interview, row: Interaction, mark: str) -> Interview:
    """Say how a row works today; where none was chosen, how all work of which that is not said."""
    rows = state.answers.interactions
    if state.picked:
        new = [replace(one, current=mark) if one is row else one for one in rows]
        return replace(state, answers=replace(state.answers, interactions=tuple(new)))
    new = [one if one.current else replace(one, current=mark) for one in rows]
    number = sum(1 for one in rows if not one.current)
    return replace(
        state,
        answers=replace(state.answers, interactions=tuple(new)),
        undo=(state.answers, state.wanted),
        message=f"{plural(number, 'row')} marked: {mark}; u takes it back",
    )


def found(state: Interview, labels: Sequence[str], text: str) -> Interview:
    """Go to the next row with some text in its label, from the cursor on and around."""
    names = [neutralise(label).casefold() for label in labels]
    order = [*range(state.cursor + 1, len(names)), *range(state.cursor + 1)]
    there = next((n for n in order if text and text.casefold() in names[n]), None)
    if there is None:
        return replace(state, message=f"no row with {text!r}") if text else state
    return replace(state, cursor=there, picked=True)
