"""Which decision records have to be written, and which of those that lie in a folder are superseded by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from archadvisor.answers.dates import last_day
from archadvisor.answers.types import Answers, Decision, Interaction
from archadvisor.review.conventions import Target
from archadvisor.review.records import Record, current, mark_of, rejected


class Draft(Struct, frozen=True):
    """A record to write: rows by id that were decided together.

    supersedes: records that hold for no row any more once it is written
    amends: records of which it takes over some rows, and which another one supersedes or none
    day: its date: that of the decision, of a month the last; where the decision says none, when it is written
    """

    rows: tuple[str, ...]
    decision: Decision
    mark: str
    day: date
    supersedes: tuple[Target, ...] = ()
    amends: tuple[Target, ...] = ()


class Plan(Struct, frozen=True):
    """What to do with a folder.

    superseded: by the name of a record's file a row of it; the record that holds for that row then takes its place
    holding: of the rows that were asked for, the records that hold already
    refused: of the rows that were asked for, the records that somebody rejected, though the decision stands
    """

    drafts: tuple[Draft, ...]
    superseded: Mapping[str, str]
    holding: tuple[Target, ...]
    refused: Mapping[str, Record]


def plan(answers: Answers, rows: Collection[str], records: Sequence[Record], today: date) -> Plan:
    """Return what to write so that each of these decided rows has a record that says what was decided.

    rows: ids; those that were decided together with one of them count too
    today: the day of a record about a decision that says none
    """
    held = current(records)
    drafts: list[Draft] = []
    holding: dict[str, Target] = {}
    over = rejected(records, answers)
    refused: dict[str, Record] = {}
    for mark, group in _together(answers.interactions).items():
        if not any(row in rows for row in group):
            continue
        refused.update({row: over[row] for row in group if row in over})
        missing = tuple([row for row in group if row not in over and (row not in held or held[row].decision != mark)])
        holding.update(
            {held[row].target.name: held[row].target for row in group if row not in missing and row not in over}
        )
        if missing:
            decision = group[missing[0]]
            drafts.append(Draft(missing, decision, mark, last_day(decision.date) or today))
    superseded = _superseded(answers, drafts, records, held)
    linked = tuple([_linked(draft, held, superseded) for draft in drafts])
    return Plan(linked, superseded, tuple(holding.values()), refused)


def _together(interactions: Iterable[Interaction]) -> dict[str, dict[str, Decision]]:
    """Return the decisions by row, those that say the same together."""
    groups: dict[str, dict[str, Decision]] = {}
    for row in interactions:
        if row.decision is not None:
            groups.setdefault(mark_of(row.decision), {})[row.id] = row.decision
    return groups


def _superseded(
    answers: Answers, drafts: Sequence[Draft], records: Sequence[Record], held: Mapping[str, Record]
) -> dict[str, str]:
    """Return the records that will hold for no row of the answers, each with a row that another one holds for."""
    alive = {row.id for row in answers.interactions}
    drafted = {row for draft in drafts for row in draft.rows}
    found: dict[str, str] = {}
    for record in records:
        rows = [row for row in record.rows if row in alive and not record.over]
        if rows and all(row in drafted or held[row] is not record for row in rows):
            found[record.target.name] = next((row for row in rows if row in drafted), rows[-1])
    return found


def _linked(draft: Draft, held: Mapping[str, Record], superseded: Mapping[str, str]) -> Draft:
    """Return a draft with what it takes over from which records."""
    before = {held[row].target.name: held[row].target for row in draft.rows if row in held}
    own = set(draft.rows)
    whole = {name for name in before if superseded.get(name) in own}
    return replace(
        draft,
        supersedes=tuple([target for name, target in before.items() if name in whole]),
        amends=tuple([target for name, target in before.items() if name not in whole]),
    )
