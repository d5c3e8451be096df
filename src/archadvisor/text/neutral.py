"""Texts of strangers, made harmless: what is typed, what is shown in a report, what is quoted in a message.

One rule for each use: `one_line` for what enters (a name, a note), `neutralise` for what a report shows,
`escape` for what a message quotes, so that its reader sees which character was meant.
"""

from __future__ import annotations

import re

_JOINERS = "\u200c\u200d"
"""The two joiners are no more printable than controls, but scripts need them."""
_BREAKS = re.compile("[\t-\r\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    # Controls, direction marks and what else has no shape of its own; not the joiners.
    "[\0-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def one_line(text: str) -> str:
    """Return typed or pasted text on one line, without what no name or note may hold."""
    return " ".join("".join(c if c.isprintable() or c in _JOINERS else " " for c in text).split())


def neutralise(text: str) -> str:
    """Return text in one line, with a visible stand-in for whatever would act instead of being seen."""
    return text if text.isprintable() else _UNSEEN.sub("\ufffd", _BREAKS.sub(" ", text))


def escape(text: str) -> str:
    """Return text on one line, with everything that a terminal obeys written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
