"""Answers into the text of an answers file: comments, order and hand-made layout stay as they are.

Edits are gathered into one tree of changes, the tree is laid over the outline of the text, and each change
becomes a patch at its place. What comes out is read again and must be the old values with the edits, or
nothing is changed and an error says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from archadvisor.answers.editing.changes import Data, Path, Step, free_names, gathered, steps_of
from archadvisor.answers.editing.edits import Edit, SetName, UneditableError
from archadvisor.answers.editing.file_data import by_id, data_of_node, data_of_span, merged, removed
from archadvisor.answers.editing.insertion import Placing
from archadvisor.answers.editing.outline import BLOCKS
from archadvisor.answers.editing.removal import Removing
from archadvisor.answers.editing.widening import Opening, widened_lines
from archadvisor.answers.types import VERSION
from archadvisor.errors import AnswersError, Faults, Place
from archadvisor.source import parse


def new_file(name: str) -> str:
    """Return the smallest valid answers file."""
    schema = "# yaml-language-server: $schema=./answers.schema.json\n"
    return edited(f"{schema}version: {VERSION}\n\nsystem:\n  name: System\n", [SetName(name)])


def edited(
    text: str, edits: Sequence[Edit], file: str = "answers.yaml", order: Sequence[str] = (), check: bool = True
) -> str:
    """Return the text of an answers file with some edits; `file` is what errors call it.

    `order` are questions and parts: new ones come where it puts them among those that are there, others last.
    Without `check` the caller reads the text again itself and compares.
    AnswersError where the text is not what `source.parse` reads, UneditableError where an edit does not fit it
    (an interaction that is not there or there already, a blank name) or cannot be made without harm.
    """
    mark = "\ufeff" * text.startswith("\ufeff")
    text = text[len(mark) :]
    steps = [step for edit in edits for step in steps_of(edit)]
    ranks = {name: rank for rank, name in enumerate(order)}
    for removing, some in groupby(steps, key=lambda step: step.put is None):
        if removing:
            for step in some:
                text = _without(text, step.path, file, check)
        else:
            text = _with(text, some, file, ranks, check)
    return mark + text


def _with(text: str, steps: Iterable[Step], file: str, ranks: Mapping[str, int], check: bool) -> str:
    """Return the text with some values put."""
    page = Placing(text, file, ranks)
    some = sorted(steps, key=lambda step: [ranks.get(name, len(ranks)) for name in free_names(step.path)])
    changes = gathered(some)
    page.place_rows(changes, {step.path[1]: step.after for step in some if step.after != ""})
    page.change(page.root, changes, ())
    new = page.patched()
    if new == page.text:
        return text
    expected = merged(by_id(data_of_span(page.root)), changes) if check else None
    new = _checked(text, new, expected, file)
    while page.root.style in BLOCKS and (wide := widened_lines(text, new)):
        opening = Opening(new, file)
        opening.open_wide(opening.root, changes, wide)
        opened = opening.patched()
        if opened == new:
            break
        new = _checked(text, opened, expected, file)
    return new


def _without(text: str, path: Path, file: str, check: bool) -> str:
    """Return the text without what stands at a path."""
    page = Removing(text, file)
    page.remove(path)
    new = page.patched()
    if new == page.text:
        return text
    return _checked(text, new, removed(by_id(data_of_span(page.root)), path) if check else None, file)


def _checked(old: str, new: str, expected: Data, file: str) -> str:
    """Return the new text if it reads as expected; None: whatever it reads as."""
    if expected is None:
        return new
    faults = Faults()
    node = parse(new.encode("utf-8", "surrogatepass"), file, faults)
    if not faults and by_id(data_of_node(node)) == expected:
        return new
    before = Faults()
    parse(old.encode("utf-8", "surrogatepass"), file, before)
    if before:
        raise AnswersError(before)
    raise UneditableError(Place(file), "this file cannot be edited without changing other content", "simpler YAML")
