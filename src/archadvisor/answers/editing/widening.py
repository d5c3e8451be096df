"""Lines of an answers file that an edit made too wide: what stands in brackets gets lines of its own."""

from __future__ import annotations

from collections.abc import Collection

from archadvisor.answers.editing.changes import Changes
from archadvisor.answers.editing.outline import BLOCKS, WIDTH, entries_of, id_of
from archadvisor.answers.editing.page import BREAK, Page
from archadvisor.source import Span


class Opening(Page):
    """A page on which lines are opened."""

    def open_wide(self, span: Span, changes: Changes, wide: Collection[str]) -> None:
        """Give what stands in brackets lines of its own where an edit made the line too wide."""
        is_rows = span.style == "-"
        pairs = (
            [(row, row, id_of(row)) for row in span.inner] if is_rows else [(k, v, k.text) for k, v in entries_of(span)]
        )
        for key, value, name in pairs:
            change = changes.get(name)
            if not isinstance(change, dict) or not value.inner:
                continue
            line = self.line_at(value.start)
            if value.style in BLOCKS:
                self.open_wide(value, change, wide)
            elif self.line_at(value.end) == line and _line_from(self.text, self.start_of(line)) in wide:
                self._open(key, value)

    def _open(self, key: Span, value: Span) -> None:
        def written(span: Span) -> str:
            return self.text[span.start : span.end]

        if value.style == "{":
            items = [f"{written(k)}: {written(v)}".rstrip() for k, v in entries_of(value)]
        else:
            items = [f"- {written(item)}" for item in value.inner]
        line = self.line_at(value.end)
        if key is not value and self.line_at(key.start) == line:
            column = self.column_at(key.start) + self.step
            self.cut(value)
        else:
            column = self.column_at(value.start)
            self.patch(value.start, value.end, items.pop(0))
        self.add_lines(line + 1, [" " * column + item for item in items])


def widened_lines(old: str, new: str) -> set[str]:
    """Return the lines of a text that are too wide, and were not there before."""
    if all(len(line) <= WIDTH for line in new.split("\n")):  # other breaks only make them shorter
        return set()
    return {line for line in BREAK.split(new) if len(line) > WIDTH}.difference(BREAK.split(old))


def _line_from(text: str, start: int) -> str:
    end = BREAK.search(text, start)
    return text[start : end.start() if end else len(text)]
