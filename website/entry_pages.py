"""The reference: a page for each entry of the rules, in the words of `archadvisor explain`, and an index of each sort.

Every text of the rules is escaped as a whole, sign by sign: what looks like Markdown or HTML in
it is shown, not obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from urllib.parse import quote

from archadvisor.knowledge.types import (
    Archetype,
    Cost,
    Finding,
    Joined,
    KnowledgeBase,
    Pattern,
    Question,
    Source,
    Term,
    Word,
)
from archadvisor.reports.explanation import explain, sorts
from archadvisor.reports.explanation.entries import Entry
from archadvisor.reports.explanation.kinds import about
from archadvisor.reports.explanation.lines import Line

_SIGN = re.compile(r"[\\`*_{}\[\]<>&#|!~]|^[^\w\s]")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_SPACE = re.compile(r"\s+")
_ADDRESS = r"https?://[^\s<>\"]*[^\s<>\").,;:]"
_KEPT_IN_ADDRESSES = "/:?#@!$&'*+,;=%~._-"
_NAMED = (Question, Joined, Pattern, Cost, Finding, Archetype, Source)
"""The entries whose first line is their name."""


def pages(knowledge: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Yield each page of the reference: its path below docs/, and its Markdown."""
    found = sorts(knowledge)
    where = {entry.id: sort for sort, entries in found.items() for entry in entries}
    yield "reference/index.md", _overview(found)
    for sort, entries in found.items():
        yield f"reference/{sort}/index.md", _index(knowledge, sort, entries)
        for entry in entries:
            yield f"reference/{sort}/{entry.id}.md", _page(knowledge, entry, where)


def _page(knowledge: KnowledgeBase, entry: Entry, where: Mapping[str, str]) -> str:
    first, *more = explain(knowledge, entry.id)
    title, lines = entry.id, [first, *more]
    weights = " --rules" if isinstance(entry, Question) else ""
    if isinstance(entry, Term | Word):
        title = first.label
    elif isinstance(entry, _NAMED):
        title, lines = first.text, more
    parts = [
        f"# {escaped(title)}",
        f"[{where[entry.id].capitalize()}](index.md) · `archadvisor explain {entry.id}{weights}`",
        listed(lines, where, entry.id),
    ]
    for option in entry.options if isinstance(entry, Question | Joined) else ():
        name = f"{entry.id}.{option.value}"
        parts += [f"## {escaped(option.value)}", listed(explain(knowledge, name), where, name)]
    return "\n\n".join(parts) + "\n"


def _index(knowledge: KnowledgeBase, sort: str, entries: Sequence[Entry]) -> str:
    rows = [
        f"[{escaped(entry.id)}]({entry.id}.md)\n:   {escaped(explain(knowledge, entry.id)[0].text)}"
        for entry in entries
    ]
    return "\n\n".join([f"# {sort.capitalize()}", f"{escaped(_about(sort))}.", *rows]) + "\n"


def _overview(found: Mapping[str, Sequence[Entry]]) -> str:
    rows = [
        f"[{sort.capitalize()}]({sort}/index.md) ({len(entries)})\n:   {escaped(_about(sort))}"
        for sort, entries in found.items()
    ]
    told = (
        "Every entry of the rules has a page; `archadvisor explain ID` prints the same in the terminal "
        "(of a question with `--rules`)."
    )
    return "\n\n".join(["# Reference", told, *rows]) + "\n"


def _about(sort: str) -> str:
    doc = about(sort)
    return doc[0].upper() + doc[1:]


def listed(lines: Sequence[Line], where: Mapping[str, str], own: str) -> str:
    """Return lines as a list of labels, with links to what the lines are about but not to the page's own entry."""
    groups: list[list[str]] = []
    for label, same in groupby(lines, key=lambda line: line.label):
        texts = [f":   {linked(line, where, own)}" for line in same]
        if label or not groups:
            groups.append([escaped(label), *texts])
        else:
            groups[-1] += texts
    return "\n\n".join("\n".join(group) for group in groups)


def linked(line: Line, where: Mapping[str, str], own: str) -> str:
    """Return a line's text with links to the entries that it names and to the addresses in it."""
    about = {_SPACE.sub(" ", words): name for words, name in line.about if name.partition(".")[0] in where}
    words = "|".join(re.escape(each) for each in sorted(about, key=len, reverse=True) if about[each] != own)
    found = re.compile(rf"(?<![\w-])(?:({_ADDRESS})" + (rf"|({words})(?![\w-]))" if words else ")"))
    text = _SPACE.sub(" ", line.text)
    made, end = "", 0
    for match in found.finditer(text):
        made += escaped(text[end : match.start()])
        target = quote(match[1], safe=_KEPT_IN_ADDRESSES) if match[1] else _target(about[match[0]], where)
        made += f"[{escaped(match[0])}]({target})"
        end = match.end()
    return made + escaped(text[end:])


def _target(name: str, where: Mapping[str, str]) -> str:
    entry, dot, value = name.partition(".")
    return f"../{where[entry]}/{entry}.md{dot and '#'}{value}"


def escaped(text: str) -> str:
    """Return a text in which no sign means anything to Markdown or HTML, wherever it stands in a line."""
    shown = _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", _SPACE.sub(" ", text))
    return _NUMBERED.sub(lambda number: f"{number[1]}&#{ord(number[2])};", shown)
