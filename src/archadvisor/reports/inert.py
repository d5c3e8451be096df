"""Texts of strangers: what would act instead of being seen gets a visible stand-in."""

from __future__ import annotations

import re

_BREAKS = re.compile("[\t-\r\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    # Controls, direction marks and what else has no shape of its own. The two joiners stay: scripts need them.
    "[\0-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def inert(text: str) -> str:
    """Return text in one line, with a visible stand-in for whatever would act instead of being seen."""
    return text if text.isprintable() else _UNSEEN.sub("\ufffd", _BREAKS.sub(" ", text))
