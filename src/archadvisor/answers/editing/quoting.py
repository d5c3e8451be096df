"""Texts as scalars of YAML: which need quotes, and what they are with them."""

from __future__ import annotations

import re
from functools import lru_cache

from archadvisor.source import Scalar

_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|0o[0-7]+")
_WORDS = frozenset("yYnN")  # true and false for the letter of YAML 1.1
_SIGNS = frozenset(":#,[]{}")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_JOINERS = "\u200c\u200d"


def quoted(text: str) -> str:
    """Return a text as a scalar in double quotes."""

    def written(c: str) -> str:
        if c in _ESCAPES:
            return _ESCAPES[c]
        if c.isprintable() or c in _JOINERS:
            return c
        return f"\\u{ord(c):04x}" if c <= "\uffff" else f"\\U{ord(c):08x}"

    return f'"{"".join(map(written, text))}"'


@lru_cache(maxsize=1000)  # a page of answers has few different words
def needs_quotes(text: str) -> bool:
    """Tell whether a text without quotes would read as something else."""
    return (
        not text.isprintable()
        or text != text.strip()
        or text[0] in "-?&*!|>'\"%@`=~<"
        or not _SIGNS.isdisjoint(text)
        or text in _WORDS
        or Scalar(text, True, 0, 0).reads_as() != "str"
        or _NUMBER.fullmatch(text) is not None
    )
