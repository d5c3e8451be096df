"""What is different between two answers files, as plain values; encoded as they stand they are the JSON of `diff`.

Keys may be added, never renamed. All texts are raw: each report escapes them for its format.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct, field

from archadvisor.assessment import FindingChange, ScopeName, StateName, StyleName

SCHEMA = 1

Scope: TypeAlias = ScopeName | Literal["closed"]
"""What a change of the file is about; closed: a finding of a check that the team closed for a time."""


class Side(Struct, frozen=True, gc=False):
    """One of the two: where it comes from in words, the system's name, the rules it was last confirmed under."""

    source: str
    system: str
    rules: str


class Said(Struct, frozen=True, gc=False):
    """What a file says at one place; `labels` are for readers, also where it says nothing; guess: nobody confirmed."""

    values: tuple[str, ...]
    labels: tuple[str, ...]
    guess: bool = False


class AnswerChange(Struct, frozen=True, gc=False):
    """One thing that a file says otherwise than the other: an answer, or what stands beside the answers.

    of: the part or the interaction, by the name that it has in the new file; "" for the system
    key: the question's id, or the key of the file; `label` in a few words
    """

    scope: Scope
    of: str
    key: str
    label: str
    old: Said
    new: Said


class Ends(Struct, frozen=True, gc=False):
    """A row as somebody recognises it; `number` is its place in its file, from 1."""

    id: str
    number: int
    sender: str = field(name="from")
    receivers: tuple[str, ...] = field(name="to")
    purpose: str


class Advised(Struct, frozen=True, gc=False):
    """What is advised for a row, and how far it is decided."""

    style: StyleName
    form: str
    form_name: str
    state: StateName


class Decided(Struct, frozen=True, gc=False):
    """What a team decided, as it stands in the file."""

    style: str
    form: str
    form_name: str
    because: str
    by: str
    date: str
    ticket: str
    review: str
    rules: str


class Listed(Struct, frozen=True, gc=False):
    """A row that only one of the files has, and what was decided for it."""

    row: Ends
    advice: Advised
    decision: Decided | None


class Named(Struct, frozen=True, gc=False):
    """A safeguard."""

    id: str
    name: str


class Why(Struct, frozen=True, gc=False):
    """What turned a row: changed answers, all of which it took, or other rules (`rules`: theirs, then and now)."""

    cause: Literal["answers", "rules"]
    answers: tuple[AnswerChange, ...] = ()
    rules: tuple[str, ...] = ()


class DecisionChange(Struct, frozen=True, gc=False):
    """A decision that was added (no `old`), removed (no `new`) or changed."""

    old: Decided | None
    new: Decided | None


class RowChange(Struct, frozen=True, gc=False):
    """A row that both files have, and of which something is not the same.

    why: only where style, form or state differ
    renamed: whether its ends or its id differ, beyond parts that have another name everywhere
    """

    was: Ends
    row: Ends
    old: Advised
    new: Advised
    why: Why | None
    renamed: bool
    safeguards_added: tuple[Named, ...]
    safeguards_dropped: tuple[Named, ...]
    contradictions_new: tuple[str, ...]
    contradictions_gone: tuple[str, ...]
    decision: DecisionChange | None


class Fallen(Struct, frozen=True, gc=False):
    """A decision that holds for the old side and no longer for the new one; `message` says why."""

    row: Ends
    decision: Decided
    message: str


class PartRenamed(Struct, frozen=True, gc=False):
    """A part that has another name wherever it stood."""

    old: str
    new: str


class Parts(Struct, frozen=True, gc=False):
    """The parts that only one of the files has."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[PartRenamed, ...]


class Links(Struct, frozen=True, gc=False):
    """Who passes something to whom, as pairs of sender and receiver, where only one of the files has it."""

    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]


class FindingDifference(Struct, frozen=True, gc=False):
    """A problem between rows that only one side has, or of which something else becomes now.

    old, new: what becomes of it once all is built as decided, or as advised where nothing is; None: it is not there
    """

    id: str
    name: str
    title: str
    interactions: tuple[str, ...]
    parts: tuple[str, ...]
    old: FindingChange | None
    new: FindingChange | None


class Waits(Struct, frozen=True, gc=False):
    """The parts that a user action waits for, today and once built (`advised`: a decision counts); `steps` its rows."""

    today: tuple[str, ...]
    advised: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]


class FlowChange(Struct, frozen=True, gc=False):
    """A user action that waits for other parts, or goes another way; one side is None where it has no such action."""

    name: str
    old: Waits | None
    new: Waits | None


class Comparison(Struct, frozen=True, gc=False):
    """All that differs between two answers files, scored by the same rules."""

    schema: int
    version: str
    rules_version: str
    changed: bool
    old: Side
    new: Side
    fallen: tuple[Fallen, ...]
    rows: tuple[RowChange, ...]
    rows_added: tuple[Listed, ...]
    rows_removed: tuple[Listed, ...]
    parts: Parts
    links: Links
    answers: tuple[AnswerChange, ...]
    findings: tuple[FindingDifference, ...]
    flows: tuple[FlowChange, ...]
