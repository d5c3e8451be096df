"""What `check` finds, as plain immutable values; encoded as it stands it is the JSON of `archadvisor check`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

SCHEMA = 1

Level: TypeAlias = Literal["error", "note"]
"""note: told, and no reason to fail."""


Rule: TypeAlias = Literal[
    "record",
    "undecided",
    "contradiction",
    "confirm",
    "review",
    "moved",
    "turned",
    "disputed",
    "decided-differently",
    "rules",
    "unrecorded",
    "gone",
    "record-rejected",
    "checks",
    "closing",
]
"""What was looked for."""


class Told(Struct, frozen=True, gc=False):
    """What a rule looks for, and what helps; for who reads a list of rules.

    kind: the last part of the ids of its findings, where that is another word than the rule
    of_row: whether its ids are a row and the kind; otherwise they name the file, an answer or a contradiction too
    """

    title: str
    remedy: str
    level: Level = "error"
    kind: str = ""
    of_row: bool = True


RULES: Mapping[Rule, Told] = {
    "record": Told(
        "No decision is on record.",
        "Accept what is advised: archadvisor decide '*' --as advice",
        kind="no-record",
        of_row=False,
    ),
    "undecided": Told(
        "An interaction is not decided, while others are.", "Decide it: archadvisor decide ROW --as … --because …"
    ),
    "contradiction": Told("Answers do not go together.", "Correct one of the answers.", of_row=False),
    "confirm": Told(
        "An answer had to be confirmed by a date that has passed.",
        "Confirm or correct the answer and remove confirm-by, or give it a later date.",
        of_row=False,
    ),
    "review": Told(
        "A decision had to be looked at again by a date that has passed.",
        "Decide it again, with a later --review.",
    ),
    "moved": Told(
        "A decided interaction goes between other parts now.",
        "Decide it again: archadvisor decide ROW --as … --because …",
    ),
    "turned": Told(
        "Answers changed since the decision, and the advice is another one now.",
        "Decide it again: archadvisor decide ROW --as … --because …",
    ),
    "disputed": Told(
        "People dispute an answer on which a decision rests.",
        "Agree on an answer: archadvisor interview answers.yaml",
        "note",
    ),
    "decided-differently": Told(
        "People decided an interaction differently, in files that were merged.",
        "Agree, and decide it again: archadvisor decide ROW --as … --because …",
    ),
    "rules": Told(
        "The rules of a new version changed the advice, and no answer did.",
        "Decide it again: archadvisor decide ROW --as … --because …",
        "note",
        "rules-changed",
    ),
    "unrecorded": Told(
        "A decision is not what is advised, and does not say what it rests on.",
        "Record it: archadvisor decide ROW --as … --because …",
    ),
    "gone": Told(
        "A decision record is about an interaction that is gone from the answers.",
        "Set the record's status to deprecated, or put the interaction back.",
    ),
    "record-rejected": Told(
        "The record of a decision was rejected or deprecated, but the decision stands.",
        "Decide it again: archadvisor decide ROW --as … --because …",
    ),
    "checks": Told(
        "Checks in a decision record are due and not ticked.",
        "Do them and tick them in the record, or decide again.",
        "note",
        "checks-due",
    ),
    "closing": Told(
        "A finding is closed that is not there, or is misspelt.",
        "Correct it in `closed`, or remove it.",
        "note",
        of_row=False,
    ),
}
"""Every rule, in the order in which they are told."""

KINDS: Mapping[Rule, str] = {rule: told.kind or rule for rule, told in RULES.items()}
"""What the ids of findings end in, by rule; those of a contradiction or of an answer to confirm name that."""

KINDS_OF_ROW = tuple([kind for rule, kind in KINDS.items() if RULES[rule].of_row])
"""The kinds of finding about a row, without those that an answer or a contradiction names."""


class Closing(Struct, frozen=True, gc=False):
    """What the team wrote beside a finding that it closed for a time."""

    because: str
    until: str
    by: str


class Found(Struct, frozen=True, gc=False):
    """One finding, by an id that stays as long as what it is about.

    rule: what was looked for
    kind: the part of the id behind the row: the rule, or where one row can have several of it a word of its own
    row: the interaction by id, "" where it is about the file, the system or a part
    message: what is wrong, in a sentence
    action: what to do about it, in a sentence
    """

    id: str
    rule: Rule
    kind: str
    level: Level
    row: str
    message: str
    action: str
    file: str
    line: int
    column: int
    closed: Closing | None = None
    """Closed for a time; then it is no reason to fail until that is over."""


class Check(Struct, frozen=True, gc=False):
    """All that was found; `ok` where nothing is a reason to fail."""

    schema: int
    version: str
    rules_version: str
    today: str
    ok: bool
    findings: tuple[Found, ...]
    closed: tuple[Found, ...]
