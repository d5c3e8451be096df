"""Public texts, what they say, and the terms and words that a reader may not know."""

from typing import Annotated, Literal

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.fields import CLAIMS, ID, NOTHING, Key


class Source(Struct, frozen=True, omit_defaults=True):
    """A publication that contains claims."""

    id: Annotated[str, ID]
    title: Annotated[str, Key("its title")]
    place: Place
    author: Annotated[str, Key("who wrote or published it")] = ""
    year: Annotated[int | None, Key("when")] = None
    address: Annotated[str, Key("where it can be read")] = ""


class Claim(Struct, frozen=True, omit_defaults=True):
    """One statement of a source, in our own words."""

    id: Annotated[str, ID]
    source: Annotated[str, Key("the source that contains it", refers="sources")]
    text: Annotated[str, Key("the statement, in our own words", fills=NOTHING)]
    place: Place
    section: Annotated[str, Key("the section of the source")] = ""
    theme: Annotated[str, Key("its theme", one_of="themes")] = ""
    favours: Annotated[Literal["", "request", "event", "hybrid", "both"], Key("the style that it supports")] = ""


class Term(Struct, frozen=True, omit_defaults=True):
    """An entry of the glossary."""

    id: Annotated[str, ID]
    term: Annotated[str, Key("the term", fills=NOTHING)]
    meaning: Annotated[str, Key("what it means, in a sentence or two", fills=NOTHING)]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    also_known_as: Annotated[tuple[str, ...], Key("other words for it, used for searching", fills=NOTHING)] = ()


class Word(Struct, frozen=True, omit_defaults=True):
    """A word of this program, not of the field: only `explain` and the documentation have it."""

    id: Annotated[str, ID]
    meaning: Annotated[str, Key("what it means, in a sentence or two", fills=NOTHING)]
    place: Place
    written: Annotated[str, Key("the word as it is written; default: the id", fills=NOTHING)] = ""
    remedy: Annotated[str, Key("what to do about it, if `check` finds it", fills=NOTHING)] = ""
    also_known_as: Annotated[tuple[str, ...], Key("other words for it, used for searching", fills=NOTHING)] = ()
