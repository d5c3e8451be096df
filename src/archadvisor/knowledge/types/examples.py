"""Typical and real interactions."""

import re
from typing import Annotated

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.conditions import Condition, Facts
from archadvisor.knowledge.fields import CLAIMS, ID, NOTHING, Key, Scope
from archadvisor.knowledge.types.questions import Draft
from archadvisor.knowledge.types.vocabulary import Done, Style


class Example(Struct, frozen=True, omit_defaults=True):
    """A real system that has the archetype."""

    system: Annotated[str, Key("the system")]
    what: Annotated[str, Key("what it does there, in your own words")]
    corpus: Annotated[str, Key("the precedent that describes it")] = ""
    address: Annotated[str, Key("the address of the text")] = ""


class Archetype(Struct, frozen=True, omit_defaults=True):
    """A typical interaction; `answers` are guesses to confirm, `typical` completes them in assumed rows."""

    id: Annotated[str, ID]
    name: Annotated[str, Key("what happens, in plain words", fills=NOTHING)]
    sender: Annotated[str, Key("a usual name of the sender", name="from", fills=NOTHING)]
    receivers: Annotated[tuple[str, ...], Key("usual names of the receivers", name="to", fills=NOTHING)]
    purpose: Annotated[str, Key("what it is for", fills=NOTHING)]
    answers: Annotated[tuple[Draft, ...], Key("answers that nearly always hold: guesses to confirm, QUESTION: VALUE")]
    typical: Annotated[tuple[Draft, ...], Key("further typical answers, for assumed rows and the quick interview")]
    expect: Annotated[Style, Key("the style that results from all these answers")]
    examples: Annotated[tuple[Example, ...], Key("at least two real systems that have it")]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    also_known_as: Annotated[
        tuple[str, ...], Key("other words for the purpose, used to recognise a row", fills=NOTHING)
    ] = ()
    standard_when: Annotated[
        Condition | None, Key("the condition under which it is assumed if nobody names a row", looks_at=Scope.SYSTEM)
    ] = None


class Domain(Struct, frozen=True, omit_defaults=True):
    """A kind of system, and the words (as `words_of` returns them) that identify it."""

    id: Annotated[str, ID]
    words: Annotated[tuple[str, ...], Key("the words that identify it: singular, lower case, at least four letters")]
    place: Place


class Reason(Struct, frozen=True, omit_defaults=True):
    """What a decision record says for a style, by topic."""

    style: Done
    topic: str
    text: str


class Precedent(Struct, frozen=True, omit_defaults=True):
    """A real interaction: what a public system's code does, or, where there are reasons, what a team decided."""

    id: Annotated[str, ID]
    address: Annotated[str, Key("a file at a commit, with the hash: `https://github.com/OWNER/REPO/blob/COMMIT/PATH`")]
    domain: Annotated[str, Key("the kind of system", refers="domains")]
    sender: Annotated[str, Key("the sender", name="from")]
    receivers: Annotated[tuple[str, ...], Key("the receivers", name="to")]
    does: Annotated[str, Key("what happens, in your own words, at most 120 characters")]
    style: Annotated[Done, Key("request, event, or both (accepted at once, processed in the background)")]
    answers: Annotated[Facts, Key("the known answers, as QUESTION.VALUE")]
    place: Place
    year: Annotated[int | None, Key("for a decision: the year")] = None
    family: Annotated[
        str, Key("how it is sent: the family of forms; default: never beside a row", one_of="families")
    ] = ""
    gave_up: Annotated[
        Style | None, Key("for a decision: the style that the team abandoned", but=(Style.NEITHER, Style.UNKNOWN))
    ] = None
    reasons: Annotated[
        tuple[Reason, ...], Key("for a decision: STYLE: {TOPIC: the argument for it, at most 90 characters}")
    ] = ()

    @property
    def repository(self) -> str:
        """Return OWNER/REPO."""
        return _part(self.address, "repository")

    @property
    def commit(self) -> str:
        """Return the commit at which it was read."""
        return _part(self.address, "commit")

    @property
    def path(self) -> str:
        """Return the file, as an address writes it."""
        return _part(self.address, "path")


ADDRESS = re.compile(
    r"https://github\.com/(?P<repository>[\w.-]+/[\w.-]+)/blob/(?P<commit>[0-9a-f]{7,40})/(?P<path>[\w./%~+@,-]+)",
    re.ASCII,
)
"""Where a precedent can be read: a file at a commit."""


def _part(address: str, name: str) -> str:
    found = ADDRESS.fullmatch(address)
    return found[name] if found else ""
