"""Typical and real interactions."""

import re
from typing import Annotated

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.conditions import Condition, Facts
from archadvisor.knowledge.fields import CLAIMS, ID, NOTHING, Key, Scope
from archadvisor.knowledge.types.vocabulary import Done, Style


class Draft(Struct, frozen=True, omit_defaults=True):
    """An answer that an archetype brings along."""

    question: str
    values: tuple[str, ...]


class Example(Struct, frozen=True, omit_defaults=True):
    """A real system in which the archetype occurs."""

    system: Annotated[str, Key("the system")]
    what: Annotated[str, Key("what it does there, in our words")]
    corpus: Annotated[str, Key("the precedent that tells of it")] = ""
    address: Annotated[str, Key("where it can be read")] = ""


class Archetype(Struct, frozen=True, omit_defaults=True):
    """A typical interaction; `answers` are drafts, `typical` completes them in assumed rows."""

    id: Annotated[str, ID]
    name: Annotated[str, Key("what happens, in plain words", fills=NOTHING)]
    sender: Annotated[str, Key("a usual name of the sender", name="from", fills=NOTHING)]
    receivers: Annotated[tuple[str, ...], Key("usual names of the receivers", name="to", fills=NOTHING)]
    purpose: Annotated[str, Key("what it is for", fills=NOTHING)]
    answers: Annotated[tuple[Draft, ...], Key("answers that are nearly always so: drafts, QUESTION: VALUE")]
    typical: Annotated[tuple[Draft, ...], Key("answers that complete them, for assumed rows and the quick interview")]
    expect: Annotated[Style, Key("the style that comes out with all of these answers")]
    examples: Annotated[tuple[Example, ...], Key("two real systems or more in which it occurs")]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    also_known_as: Annotated[
        tuple[str, ...], Key("other words for the purpose, by which a row is recognised", fills=NOTHING)
    ] = ()
    standard_when: Annotated[
        Condition | None, Key("where it is assumed though nobody named a row", looks_at=Scope.SYSTEM)
    ] = None


class Domain(Struct, frozen=True, omit_defaults=True):
    """A kind of systems, and the words (as `words_of` gives them) that tell it."""

    id: Annotated[str, ID]
    words: Annotated[tuple[str, ...], Key("the words that tell it: singular, lower case, four letters or more")]
    place: Place


class Reason(Struct, frozen=True, omit_defaults=True):
    """What a decision record says for a style, by topic."""

    style: Done
    topic: str
    text: str


class Precedent(Struct, frozen=True, omit_defaults=True):
    """A real interaction: what a public system's code does, or, where there are reasons, what a team decided."""

    id: Annotated[str, ID]
    address: Annotated[str, Key("a file at a commit, by its number: `https://github.com/OWNER/REPO/blob/COMMIT/PATH`")]
    domain: Annotated[str, Key("the kind of system", refers="domains")]
    sender: Annotated[str, Key("the sender", name="from")]
    receivers: Annotated[tuple[str, ...], Key("the receivers", name="to")]
    does: Annotated[str, Key("what happens, in our words and up to 120 characters")]
    style: Annotated[Done, Key("request, event, or both: accepted at once, processed in the background")]
    answers: Annotated[Facts, Key("what is known of it, as QUESTION.VALUE")]
    place: Place
    year: Annotated[int | None, Key("of a decision: when")] = None
    gave_up: Annotated[
        Style | None, Key("of a decision: the style that the team left again", but=(Style.NEITHER, Style.UNKNOWN))
    ] = None
    reasons: Annotated[
        tuple[Reason, ...], Key("of a decision: STYLE: {TOPIC: what is said for it, up to 90 characters}")
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
