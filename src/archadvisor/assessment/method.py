"""Terms, sources, and what a reader needs to work the sums out again."""

from __future__ import annotations

from msgspec import Struct


class Explained(Struct, frozen=True, gc=False):
    """A term of the field that stands in the assessment, and what it means."""

    term: str
    meaning: str


class Cited(Struct, frozen=True, gc=False):
    """A claim that the assessment rests on."""

    id: str
    text: str


class Source(Struct, frozen=True, gc=False):
    """A public text with the claims of it that the assessment rests on."""

    id: str
    title: str
    address: str
    claims: tuple[Cited, ...]
    author: str = ""
    year: int | None = None


class Step(Struct, frozen=True, gc=False):
    """A named weight of the method."""

    name: str
    weight: float


class Measured(Struct, frozen=True, gc=False):
    """How often the advice was what the code of public systems does, with 95 % intervals; see docs/evidence.md."""

    interactions: int
    systems: int
    agreement: float
    agreement_low: float
    agreement_high: float
    settled_share: float
    settled: float
    """Agreement among what is called settled."""
    settled_low: float
    settled_high: float


class Method(Struct, frozen=True, gc=False):
    """What a reader needs to work the sums out again."""

    steps: tuple[Step, ...]
    scale: float
    ceiling: float
    close_below: float
    clear_from: float
    measured: Measured | None = None
    """None for rules whose advice nobody has compared with real systems."""
