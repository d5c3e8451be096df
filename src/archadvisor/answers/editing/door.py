"""The one door through which answers get into a file: what is written is proved before it replaces anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from archadvisor.answers.editing.edits import Edit, UneditableError
from archadvisor.answers.editing.text import edited
from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers
from archadvisor.errors import AnswersError, Place
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.source import comments


def rewrite(
    knowledge: KnowledgeBase, text: str, edits: Sequence[Edit], intended: Answers, file: str, order: Sequence[str] = ()
) -> str:
    """Return the text of an answers file with some edits: it reads as exactly the intended answers, no comment is gone.

    UneditableError where that cannot be had; AnswersError where the text is none that can be read.
    """
    new = edited(text, edits, file, order, check=False)
    try:
        found = read(new.encode("utf-8", "surrogateescape"), file, knowledge)
    except AnswersError as error:
        edited(text, edits, file, order)  # says of a text that could not be read before what is wrong with it
        raise UneditableError(Place(file), f"this change would make the file unreadable: {error.lines()[0]}") from error
    if replace(found, place=intended.place) != intended:
        raise UneditableError(Place(file), "this change would alter other answers", "simpler YAML")
    if not _keeps_comments(text, new):
        raise UneditableError(Place(file), "this change would remove a comment", "simpler YAML")
    return new


def _keeps_comments(old: str, new: str) -> bool:
    """Tell whether every comment is still there; only where lines with a "#" have changed a text is looked at whole."""
    gone = Counter(line for line in old.splitlines() if "#" in line) - Counter(new.splitlines())
    return not gone or not Counter(comments(old)) - Counter(comments(new))
