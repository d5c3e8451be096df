"""What a field of an entry declares beside its type: the key in the file, what it says, what its value has to be.

A field without a `Key` stands in no file; it is worked out when the entries are put together.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Scope(StrEnum):
    """What a question is asked about."""

    SYSTEM = "system"
    PART = "part"
    INTERACTION = "interaction"


MAP = "map"
"""What a condition of a finding may look at: all that a condition on an interaction may, and what a map adds to it."""
INTERACTION = ("from", "to", "purpose")
"""The placeholders of a text about one interaction."""
NOTHING: tuple[str, ...] = ()
PLACEHOLDERS = {Scope.SYSTEM: NOTHING, Scope.PART: ("part",), Scope.INTERACTION: INTERACTION}
OF_SCOPE = ("of the question's scope",)


class Key(Struct, frozen=True):
    """A key of a rule file.

    name: the key, where it is not the field's name
    safe: the value is an id or another word that no YAML reader takes for anything else
    one_of: the vocabulary of the rules that holds the allowed words: themes, roles, steps …
    but: words of the type that are not allowed here
    refers: the kind of entries whose ids are meant
    fills: the placeholders that are filled in this text; None where the text is shown nowhere beside others
    looks_at: what a condition may look at; "own" is the scope of the question
    some: an empty list is a fault
    single: the value is one entry instead of a list of them
    only_for, needed_for: the role of the entries that may, or must, have the key
    """

    doc: str
    name: str = ""
    safe: bool = False
    one_of: str = ""
    but: tuple[str, ...] = ()
    refers: str = ""
    fills: tuple[str, ...] | None = None
    looks_at: Scope | str = ""
    some: bool = False
    single: bool = False
    only_for: str = ""
    needed_for: str = ""


ID = Key("the id; unique across all rule files", safe=True)
WHEN = Key("the condition under which it applies; default: always", looks_at=Scope.INTERACTION)
CLAIMS = Key("the claims in the register that support it", refers="claims", some=True)
THEME = Key("the theme in which it counts", one_of="themes")
