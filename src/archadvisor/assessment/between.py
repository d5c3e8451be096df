"""What shows only between interactions: flows, problems, events, and what has to be run."""

from __future__ import annotations

from msgspec import Struct

from archadvisor.assessment.row import Figure
from archadvisor.assessment.words import FindingChange


class FlowStep(Struct, frozen=True, gc=False):
    """One step of a flow: rows by id, several where they go on at once."""

    interactions: tuple[str, ...]
    optional: bool = False
    may_refuse: bool = False


class Flow(Struct, frozen=True, gc=False):
    """One user action: the receivers that its steps wait for, today and as advised.

    derived: whether the program made it from rows that wait for each other, as the team listed none
    waits: who waits for its end, as the team said; `who_waits` in words
    today, advised: the parts that it waits for, each once
    optional: those of them that only an optional step needs
    hangs_on: rows of it that are still to decide and might be waited for as well
    """

    name: str
    interactions: tuple[str, ...]
    waits_today: int
    waits_advised: int
    derived: bool = False
    waits: str = ""
    steps: tuple[FlowStep, ...] = ()
    today: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()
    hangs_on: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    optional: tuple[str, ...] = ()
    who_waits: str = ""


class Finding(Struct, frozen=True, gc=False):
    """A problem that shows only between interactions; the worst first.

    today, advised: whether it is there today, and whether it would be with the advice; `change` says it in a word
    (as advised: it is about the advice alone)
    ways_out: the place to cut first, where there is one
    """

    id: str
    kind: str
    title: str
    interactions: tuple[str, ...]
    parts: tuple[str, ...]
    today: bool
    advised: bool
    because: str
    ways_out: tuple[str, ...]
    checks: tuple[str, ...]
    claims: tuple[str, ...]
    name: str
    price: str
    change: FindingChange
    also_known_as: tuple[str, ...] = ()


class Handling(Struct, frozen=True, gc=False):
    """What one consumer does with an event that comes twice, or out of order; who agrees to a change for it."""

    consumer: str
    interaction: str
    on_repeat: str
    out_of_order: str
    agrees: str


class Event(Struct, frozen=True, gc=False):
    """What happened, told once to all its consumers; `named` where the team or a purpose names it in the past tense."""

    name: str
    owner: str
    key: str
    carries: str
    consumers: tuple[str, ...]
    interactions: tuple[str, ...]
    named: bool
    handling: tuple[Handling, ...]


class Running(Struct, frozen=True, gc=False):
    """How many of something have to be run: today, as advised, and if everything went one way.

    open: how many more, if the rows that are still to decide become what they lean to
    """

    name: str
    label: str
    today: int
    advised: int
    all_request: int
    all_event: int
    open: int = 0
