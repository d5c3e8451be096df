"""Values taken out of the text of an answers file; their comments stay."""

from __future__ import annotations

from collections.abc import Sequence

from archadvisor.answers.editing.changes import Path
from archadvisor.answers.editing.outline import BLOCKS, MAPPINGS, child, index_of, last_of, leaves_of
from archadvisor.answers.editing.page import BREAK, BREAKS, COMMENT, Page
from archadvisor.source import Span


class Removing(Page):
    """A page from which a value is taken out."""

    def remove(self, path: Path) -> None:
        """Take out what stands at a path, if anything does; its comments stay."""
        span: Span | None = self.root
        for name in path[:-1]:
            span = child(span, name) if span else None
        index = index_of(span, path[-1]) if span else -1
        if span is None or index < 0:
            return
        size = 2 if span.style in MAPPINGS else 1
        items = [span.inner[n : n + size] for n in range(0, len(span.inner), size)]
        leaves = [leaf for value in items[index] for leaf in leaves_of(value)]
        start = items[index][0].start
        end = self.end_of(items[index][-1])
        if span.style in BLOCKS:
            in_text = index > 0 and last_of(items[index - 1][-1]).style in ("|", ">")
            self._remove_lines(start if size == 2 else self.dash_of(span, index), end, leaves, in_text)
            return
        if index + 1 < len(items):
            end = items[index + 1][0].start
        else:
            start = items[index - 1][-1].end if index else start
            end = max(end, self.find(",", end, span.end - 1) + 1)
        self.patch(start, end, self.with_break(self.kept(start, end, leaves), end))

    def _remove_lines(self, start: int, end: int, leaves: Sequence[Span], in_text: bool) -> None:
        """Take out the lines of a value; `in_text`: what is indented deeper would go on with the text above."""
        line = self.line_at(start)
        if self.column_at(start) > len(self.indent_of(line)):  # the first key of an item
            self.patch(start, end, "")
            return
        below = self.start_of(self.line_at(end) + 1)
        comments = self.kept(start, below, leaves, own_lines=True)
        if first := BREAK.search(comments):
            comments = comments[first.end() :] + self.newline
        following = COMMENT.match(self.text, below)
        if in_text and (comments or following):
            below = following.start(2) if following and not comments else below
            comments = self.indent_of(line) + comments.lstrip(f" \t{BREAKS}")
        self.patch(self.start_of(line), below, comments)
