"""The text of an answers file with its outline: where things stand, which comments go with them, and patches."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from archadvisor.answers.editing.edits import UneditableError
from archadvisor.answers.editing.outline import child, last_of
from archadvisor.errors import AnswersError, Faults, Place
from archadvisor.source import Span, outline, parse

BREAKS = "\n\r\x85\u2028\u2029"
"""What ends a line."""

BREAK = re.compile(f"\r\n|[{BREAKS}]")
"""One line break."""

COMMENT = re.compile(f"([ \t{BREAKS}]*)(#[^{BREAKS}]*)")
"""A comment with the blanks and line breaks before it."""

_COMMENT_LINE = re.compile(r"([ \t]*)#")
_BLANKS = re.compile(r"[ \t]*")
_CHOMPING = re.compile(r"([|>])[-+]?([1-9]?)[-+]?")
_HEADER = re.compile(f"[|>][^{BREAKS}]*")


class Page:
    """A text with its outline, and the patches to be made."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        root = outline(text)
        if root is None:
            faults = Faults()
            parse(text.encode("utf-8", "surrogatepass"), file, faults)
            raise AnswersError(faults) if faults else self.refusal("not YAML that can be edited", None)
        breaks = BREAK.search(text)
        self.newline = breaks[0] if breaks and breaks[0] in ("\r\n", "\r") else "\n"
        self.root = root
        self.text = text if root.style == "{" or text[-1] in BREAKS else _ended(text, root) + self.newline
        self._starts = [0, *(m.end() for m in BREAK.finditer(self.text))]
        self._patches: list[tuple[int, int, bool, str]] = []
        first = system.inner[0] if (system := child(root, "system")) and system.style == ":" else None
        self.step = self.column_at(first.start) - self.column_at(root.start) if first else 2

    def refusal(self, what: str, span: Span | None, expected: str = "") -> UneditableError:
        """Return the error that says why nothing was edited."""
        place = Place(self.file)
        if span is not None:
            place = Place(self.file, self.line_at(span.start) + 1, self.column_at(span.start) + 1)
        return UneditableError(place, what, expected)

    def patched(self) -> str:
        """Return the text with all patches made."""
        if not self._patches:
            return self.text
        pieces = []
        at = 0
        for start, end, _, new in sorted(self._patches, key=lambda patch: patch[:3]):
            pieces += [self.text[at:start], new]
            if self.text[end : end + 1] == "#" and new[-1:] not in ("", " ", *BREAKS):
                pieces.append(" ")
            at = end
        return "".join((*pieces, self.text[at:]))

    def patch(self, start: int, end: int, new: str, last: bool = False) -> None:
        """Note what to write for a stretch of the text; at one place in the order of the calls, save for `last`."""
        self._patches.append((start, end, last, new))

    def add_lines(self, line: int, lines: Iterable[str]) -> None:
        """Add lines above a line."""
        at = self.start_of(line)
        self.patch(at, at, "".join(line + self.newline for line in lines))

    def cut(self, value: Span) -> None:
        """Take out a value and the blanks before it."""
        start = value.start
        while value.end > value.start and self.text[start - 1] in " \t":
            start -= 1
        self.patch(start, value.end, "")

    # --- places ---------------------------------------------------------------------------------------

    def line_at(self, at: int) -> int:
        """Return the line of a place in the text."""
        return bisect_right(self._starts, at) - 1

    def column_at(self, at: int) -> int:
        """Return the column of a place in the text."""
        return at - self._starts[self.line_at(at)]

    def start_of(self, line: int) -> int:
        """Return where a line starts; behind the last one, the end of the text."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def indent_of(self, line: int) -> str:
        """Return the blanks that a line begins with."""
        text = self.text[self.start_of(line) : self.start_of(line + 1)]
        return text[: len(text) - len(text.lstrip(" \t"))]

    def end_of(self, span: Span) -> int:
        """Return the end of a value, without blank lines that a block scalar may end with."""
        last = last_of(span)
        if last.style in ("|", ">"):
            return last.start + len(self.text[last.start : last.end].rstrip(f" \t{BREAKS}"))
        return last.end

    def below(self, span: Span, least: int) -> int:
        """Return the line below a value and below the comments that go with it, by their column."""
        last = last_of(span)
        header = _HEADER.search(self.text, last.start) if last.style in ("|", ">") else None
        keeps = header is not None and "+" in header[0].partition("#")[0]
        line = self.line_at(last.end) if keeps else self.line_at(self.end_of(span)) + 1
        while self._comment_column(line) >= least:
            line += 1
        return line

    def above(self, start: int, before: Span | None) -> int:
        """Return the line above a key or item, and above the comments that head it."""
        line = self.line_at(start)
        lowest = self.below(before, len(self.text)) if before else 0
        while line > lowest and 0 <= self._comment_column(line - 1) <= self.column_at(start):
            line -= 1
        return line

    def _comment_column(self, line: int) -> int:
        """Return where the comment of a line begins that is nothing else, -1 where it is something else."""
        found = _COMMENT_LINE.match(self.text, self.start_of(line))
        return len(found[1]) if found else -1

    def find(self, sign: str, start: int, end: int) -> int:
        """Return where a sign stands last between two values, outside comments."""
        gap = COMMENT.sub(lambda comment: " " * len(comment[0]), self.text[start:end])
        return start + gap.rindex(sign) if sign in gap else -1

    def dash_of(self, span: Span, index: int) -> int:
        """Return where the dash of an item stands."""
        dash = self.find("-", self.end_of(span.inner[index - 1]) if index else span.start, span.inner[index].start)
        if dash < 0:
            raise self.refusal("an interaction without its dash", span.inner[index])
        return dash

    # --- comments -------------------------------------------------------------------------------------

    def kept(self, start: int, end: int, leaves: Iterable[Span], own_lines: bool = False) -> str:
        """Return the comments of a stretch of text; those of its first line stay there, others get lines."""
        kept = ""
        first = -1 if own_lines else self.line_at(start)
        for leaf in (*leaves, None):
            upto = end if leaf is None else leaf.start
            if leaf is not None and leaf.style in ("|", ">"):
                header = _HEADER.search(self.text, leaf.start)
                upto = header.end() if header else upto
            for comment in COMMENT.finditer(self.text, start, max(start, upto)):
                line = self.line_at(comment.start(2))
                if line == first:
                    kept += comment[1] + comment[2]
                else:
                    own = BREAK.search(comment[1])
                    kept += (comment[1][own.start() :] if own else self.newline + self.indent_of(line)) + comment[2]
            start = start if leaf is None else leaf.end
        return kept

    def with_break(self, kept: str, end: int) -> str:
        """Return kept comments, and a new line where something follows on theirs."""
        blanks = _BLANKS.match(self.text, end)
        if not kept or blanks is None:
            return kept
        self.patch(end, blanks.end(), "")
        at_end = self.text[blanks.end() : blanks.end() + 1] in ("", *BREAKS)
        return kept if at_end else kept + self.newline + self.indent_of(self.line_at(end))


def _ended(text: str, root: Span) -> str:
    """Return a text whose last block scalar stays the same when a line break follows."""
    last = last_of(root)
    if last.style not in ("|", ">") or last.end < len(text):
        return text
    return text[: last.start] + _CHOMPING.sub(r"\1\2-", text[last.start :], count=1)
