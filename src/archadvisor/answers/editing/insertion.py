"""Changes laid over the text of an answers file: each becomes a patch at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from archadvisor.answers.editing.changes import (
    INTERACTIONS,
    Changes,
    Data,
    Path,
    Put,
    data_made,
    in_order,
    is_free,
    rank_of,
    within,
)
from archadvisor.answers.editing.file_data import data_of_span, same
from archadvisor.answers.editing.outline import (
    BLOCKS,
    LISTS,
    MAPPINGS,
    child,
    compact_places,
    entries_of,
    id_of,
    is_blank,
    leaves_of,
)
from archadvisor.answers.editing.page import BREAK, BREAKS, Page
from archadvisor.answers.editing.quoting import needs_quotes, quoted
from archadvisor.errors import shown
from archadvisor.source import MAX_SCALAR, Span

_REST = re.compile(rf"[ \t]*(,?)[ \t]*(#[^{BREAKS}]*)?(?=[{BREAKS}]|\Z)")
_TRAILING = re.compile("( +)#")


class Placing(Page):
    """A page on which changes are placed; `ranks` are the places of questions and parts in their order."""

    def __init__(self, text: str, file: str, ranks: Mapping[str, int]) -> None:
        super().__init__(text, file)
        self._ranks = ranks
        self.placed: list[str] = []
        self._json = self.root.style == "{" and bool(self.root.inner) and self.root.inner[0].style == '"'
        self._compact = compact_places(self.root)

    def place_rows(self, changes: Changes, after: Mapping[str, str | None]) -> None:
        """Put changes of interactions in order; refuse those of one that is not there, or there already."""
        rows = child(self.root, INTERACTIONS[0])
        ids = {id_of(row): row for row in rows.inner} if rows and rows.style in LISTS else {}
        self.placed = list(ids)
        some = within(changes.get(INTERACTIONS[0]))
        for id_ in [*some, *filter(None, after.values())]:
            new = "id" in within(some.get(id_))
            if new and id_ in ids:
                raise self.refusal(f"the interaction {shown(id_)} exists already", ids[id_])
            if not new and id_ not in ids:
                raise self.refusal(f"no interaction {shown(id_)}", None)
            if id_ not in self.placed:
                before = after.get(id_, "")
                place = self.placed.index(before) + 1 if before in self.placed else len(self.placed)
                self.placed.insert(0 if before is None else place, id_)
        if some:
            changes[INTERACTIONS[0]] = {id_: some[id_] for id_ in self.placed if id_ in some}

    # --- keys with values -----------------------------------------------------------------------------

    def change(self, span: Span, changes: Changes, path: Path) -> None:
        """Lay changes over keys with values."""
        if span.style not in MAPPINGS:
            raise self.refusal("a single value or a list", span, "keys with values")
        found = {key.text: (key, value) for key, value in entries_of(span)}
        for name, change in changes.items():
            if name in found:
                self._change_value(span, *found[name], change, (*path, name))
        self._insert(span, {name: change for name, change in changes.items() if name not in found}, path)

    def _change_value(self, parent: Span, key: Span, value: Span, change: Put | Changes, path: Path) -> None:
        if isinstance(change, Put):
            if not same(data_of_span(value), change.data):
                self._replace(key, value, self._flow(change.data))
        elif self._hollow(value):
            self._fill(parent, key, value, change, path)
        elif path == INTERACTIONS:
            self._change_rows(value, change)
        else:
            self.change(value, change, path)

    def _hollow(self, value: Span) -> bool:
        """Tell whether nothing was written, or no more than an empty pair of brackets."""
        empty = value.style in ("{", "[") and not value.inner
        return is_blank(value) or (empty and not any(c in f"#{BREAKS}" for c in self.text[value.start : value.end]))

    def _fill(self, parent: Span, key: Span, value: Span, changes: Changes, path: Path) -> None:
        """Put values where none were."""
        if parent.style == "{" or self._compact.get((path[0], len(path))):
            self._replace(key, value, self._flow(data_made(changes, path)))
            return
        self.cut(value)
        lines = self._lines(key.text, changes, self.column_at(key.start), path)[1:]
        self.add_lines(self.below(value, self.column_at(key.start) + 1), lines)

    def _replace(self, key: Span, value: Span, new: str) -> None:
        """Put a value in the place of another; comments within that one stay, each on its line."""
        colon = self.find(":", key.end, value.start)
        if value.style not in BLOCKS and not BREAK.search(self.text, value.start, value.end):
            apart = self.text[value.start - 1] in f" \t{BREAKS}"
            new = (": " if colon < 0 else "" if apart else " ") + new
            self.patch(value.start, value.end, new)
            if blanks := _TRAILING.match(self.text, value.end):  # a comment keeps its column as far as there is room
                room = len(blanks[1]) - len(new) + value.end - value.start
                self.patch(value.end, blanks.end(1), " " * max(room, min(len(blanks[1]), 2)))
        else:
            end = self.end_of(value)
            kept = self.kept(colon + 1, end, leaves_of(value))
            self.patch(colon + 1, end, f" {new}")
            self.patch(end, end, self.with_break(kept, end), last=True)

    def _insert(self, span: Span, new: Changes, path: Path) -> None:
        """Add keys where they belong among those that are there."""
        if not new:
            return
        entries = entries_of(span)
        ranks = [self._rank(path, key.text) for key, _ in entries]

        def place(name: str) -> int:
            own = self._rank(path, name)
            lower = [index for index, rank in enumerate(ranks) if rank < own]
            return lower[-1] + 1 if lower else 0 if is_free(path) and name in self._ranks else len(entries)

        for index, names in groupby(in_order(new, path), key=place):
            if span.style == "{":
                pairs = [self._pair(name, data_made(new[name], (*path, name))) for name in names]
                self._insert_flow(span, [(key.start, value.end) for key, value in entries[:index]], pairs)
                continue
            column = self.column_at(entries[0][0].start)
            blocks = [self._lines(name, new[name], column, (*path, name)) for name in names]
            following = entries[index][0].start if index < len(entries) else None
            before = entries[index - 1][1] if index else None
            self._add_blocks(blocks, before, following, max(column, 1), not path and self._spaced())

    def _rank(self, path: Path, name: str) -> int:
        return self._ranks.get(name, len(self._ranks)) if is_free(path) else rank_of(path, name)

    # --- interactions ---------------------------------------------------------------------------------

    def _change_rows(self, span: Span, changes: Changes) -> None:
        """Lay changes over the list of interactions."""
        if span.style not in LISTS:
            raise self.refusal("interactions are not a list", span, "a list")
        ids = [id_of(row) for row in span.inner]
        for id_, row in zip(ids, span.inner, strict=True):
            change = changes.get(id_)
            if isinstance(change, dict):
                self.change(row, change, (*INTERACTIONS, id_))
        there = 0
        for is_new, some in groupby(self.placed, key=lambda id_: id_ not in ids):
            if is_new:
                self._insert_rows(span, there, {id_: changes[id_] for id_ in some})
            else:
                there += len(list(some))

    def _insert_rows(self, span: Span, index: int, new: Changes) -> None:
        if span.style == "[":
            rows = [self._flow(data_made(change, (*INTERACTIONS, id_))) for id_, change in new.items()]
            self._insert_flow(span, [(row.start, row.end) for row in span.inner[:index]], rows)
            return
        dash = self.dash_of(span, len(span.inner) - 1)
        last = span.inner[-1].start
        column = self.column_at(dash)
        gap = last - dash if self.line_at(last) == self.line_at(dash) else 2
        blocks = [self._row(change, column, gap, (*INTERACTIONS, id_)) for id_, change in new.items()]
        following = self.dash_of(span, index) if index < len(span.inner) else None
        if len(span.inner) > 1:
            spaced = self._empty(self.line_at(self.end_of(span.inner[-2])), self.line_at(dash))
        else:
            spaced = self._spaced()
        before = span.inner[index - 1] if index else None
        self._add_blocks(blocks, before, following, column + 1, spaced)

    # --- what is new among what is there --------------------------------------------------------------

    def _insert_flow(self, span: Span, before: Sequence[tuple[int, int]], new: Sequence[str]) -> None:
        """Add items in brackets behind those before: on lines of their own where these have one."""
        if not before:
            at = self.text.index(span.style, span.start) + 1
            self.patch(at, at, ", ".join([*new, ""] if span.inner else new))
            return
        start, end = before[-1]
        indent = self.indent_of(self.line_at(start))
        rest = _REST.match(self.text, end)
        if rest is None or self.column_at(start) > len(indent):
            self.patch(end, end, "".join(f", {item}" for item in new))
            return
        comma = rest[1]
        lines = ",".join(f"{self.newline}{indent}{item}" for item in new)
        self.patch(end, end, "" if comma else ",")
        self.patch(rest.end(), rest.end(), lines + comma)

    def _add_blocks(
        self, blocks: Sequence[list[str]], before: Span | None, following: int | None, least: int, spaced: bool
    ) -> None:
        """Add keys or items in block style behind a value, or above what follows."""
        empty = [""] * spaced
        if following is None and before is not None:
            self.add_lines(self.below(before, least), [line for block in blocks for line in (*empty, *block)])
        elif following is not None:
            self.add_lines(self.above(following, before), [line for block in blocks for line in (*block, *empty)])

    def _spaced(self) -> bool:
        """Tell whether empty lines stand between the sections of the file."""
        entries = entries_of(self.root)
        ends = ((self.line_at(self.end_of(a)), self.line_at(b.start)) for (_, a), (b, _) in pairwise(entries))
        return any(self._empty(first, last) for first, last in ends)

    def _empty(self, first: int, last: int) -> bool:
        """Tell whether there is an empty line between two lines."""
        return any(not self.text[self.start_of(n) : self.start_of(n + 1)].strip() for n in range(first + 1, last))

    # --- what is written ------------------------------------------------------------------------------

    def _scalar(self, text: str) -> str:
        if not text.strip():
            raise self.refusal("a name or text is blank", None, "a text")
        if len(text) > MAX_SCALAR:
            raise self.refusal(f"a text of {len(text):,} characters", None, f"at most {MAX_SCALAR:,}")
        if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
            raise self.refusal("an incomplete character (lone surrogate)", None, "complete characters")
        return quoted(text) if self._json or needs_quotes(text) else text

    def _flow(self, data: Data) -> str:
        if isinstance(data, str):
            return self._scalar(data)
        if isinstance(data, int):
            return str(data).lower()
        if isinstance(data, dict):
            return f"{{{', '.join(self._pair(key, value) for key, value in data.items())}}}"
        items = sorted(data, key=str) if isinstance(data, frozenset) else data or ()
        return f"[{', '.join(map(self._flow, items))}]"

    def _pair(self, key: str, value: Data) -> str:
        return f"{self._scalar(key)}: {self._flow(value)}"

    def _lines(self, name: str, change: Put | Changes, column: int, path: Path) -> list[str]:
        """Return the lines of a new key with its value."""
        if isinstance(change, Put) or self._compact.get((path[0], len(path))):
            return [" " * column + self._pair(name, data_made(change, path))]
        head = f"{' ' * column}{self._scalar(name)}:"
        column += self.step
        if path == INTERACTIONS:
            rows = [self._row(inner, column, 2, (*path, id_)) for id_, inner in change.items()]
            return [head, *_joined(rows, self._spaced())]
        return [head, *self._children(change, column, path)]

    def _children(self, changes: Changes, column: int, path: Path) -> list[str]:
        names = in_order(changes, path)
        return [line for name in names for line in self._lines(name, changes[name], column, (*path, name))]

    def _row(self, change: Put | Changes, column: int, gap: int, path: Path) -> list[str]:
        """Return the lines of a new interaction, whose dash stands in a column."""
        dash = " " * column + "-".ljust(gap)
        if isinstance(change, Put) or self._compact.get((path[0], len(path))):
            return [dash + self._flow(data_made(change, path))]
        first, *rest = self._children(change, column + gap, path)
        return [dash + first.lstrip(" "), *rest]


def _joined(blocks: Iterable[list[str]], spaced: bool) -> list[str]:
    """Return the lines of some blocks, with empty lines between them if wanted."""
    lines = [line for block in blocks for line in (*[""] * spaced, *block)]
    return lines[1:] if spaced else lines
