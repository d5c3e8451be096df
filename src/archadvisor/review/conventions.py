"""How a folder of decision records names its files, and where a record says its status.

Three conventions are known: that of adr-tools (`0001-title.md`, `# 1. Title`, a section `## Status`), of MADR
(`0001-title.md`, status in the front matter) and of log4brains (`20260312-title.md`, a list below the title). Texts are
those of files, with whatever line ends they have; what is not the status stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from archadvisor.answers.dates import last_day

_LONGEST = 60
"""So long may a title be in the name of a file."""
_WIDTH = 4
_NUMBER = re.compile(r"^([0-9]{1,7})(?![0-9])")
_NUMBERED = re.compile(r"^[0-9]{1,7}-.*\.md$", re.IGNORECASE)
_DATED = re.compile(r"^([0-9]{4})([0-9]{2})([0-9]{2})-.*\.md$", re.IGNORECASE)
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^status[ \t]*:[ \t]*([^\r\n]*)", re.MULTILINE)
_SECTIONS = re.compile(r"^## ", re.MULTILINE)
_LISTED = re.compile(r"^[-*+] +status[ \t]*:[ \t]*([^\r\n]*)", re.MULTILINE | re.IGNORECASE)
_SECTION = re.compile(r"^## +status[ \t]*\r?$(.*?)(?=^## |\Z)", re.MULTILINE | re.IGNORECASE | re.DOTALL)
_LINE = re.compile(r"^[ \t]*(?:[-*+] +)?([^\s][^\r\n]*)", re.MULTILINE)
_HEADING = re.compile(r"^# +([^\r\n]*?)[ \t]*\r?$", re.MULTILINE)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)


class Convention(StrEnum):
    """By whose rules a folder names its records."""

    MADR = "madr"
    ADR_TOOLS = "adr-tools"
    LOG4BRAINS = "log4brains"


class Target(Struct, frozen=True):
    """A record as others refer to it: the name of its file, and its heading as it stands there."""

    name: str
    heading: str


def convention_of(texts: Mapping[str, str]) -> Convention:
    """Return the convention of a folder's records, by file name; of an empty one MADR's.

    Where at least half the names begin with a date it is log4brains', else the last numbered record decides.
    """
    dated = [name for name in texts if _day(name)]
    numbered = [name for name in texts if _NUMBERED.match(name)]
    if dated and len(dated) >= len(numbered):
        return Convention.LOG4BRAINS
    if numbered and _SECTION.search(texts[max(numbered, key=_ordered)]):
        return Convention.ADR_TOOLS
    return Convention.MADR


def ordered(names: Collection[str]) -> list[str]:
    """Return the names of records in the order in which they were written."""
    return sorted(names, key=_ordered)


def _ordered(name: str) -> tuple[int, str]:
    found = re.match(r"[0-9]{1,9}", name)
    return int(found[0]) if found else 0, name


def _day(name: str) -> date | None:
    found = _DATED.match(name)
    return last_day("-".join(found.groups())) if found else None


def new_name(convention: Convention, names: Collection[str], title: str, day: date) -> str:
    """Return the name of a new record, which nothing in the folder has: with the next number, or with the day.

    names: of everything in the folder
    """
    slug = _slug(title)
    if convention is not Convention.LOG4BRAINS:
        numbers = [found[1] for name in names if (found := _NUMBER.match(name))]
        last = max(numbers, key=int, default="")
        width = len(last) if last.startswith("0") else max(_WIDTH, len(last))
        return f"{int(last or 0) + 1:0{width}}-{slug}.md"
    taken = {name.casefold() for name in names}
    number, name = 1, f"{day:%Y%m%d}-{slug}.md"
    while name in taken:
        number += 1
        name = f"{day:%Y%m%d}-{slug}-{number}.md"
    return name


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    whole = _NO_SLUG.sub("-", plain).strip("-")
    cut = whole if len(whole) <= _LONGEST else whole[: _LONGEST + 1].rpartition("-")[0] or whole[:_LONGEST]
    return cut or "decision"


def number_of(name: str) -> int:
    """Return the number in the name of a record, 0 where there is none."""
    found = _NUMBER.match(name)
    return int(found[1]) if found else 0


def heading_of(text: str) -> str:
    """Return the first heading of a record, "" where it has none."""
    found = _HEADING.search(text)
    return found[1] if found else ""


def label_of(name: str) -> str:
    """Return what a record in a file of this name is called: its number, or where it has none its name."""
    found = None if _day(name) else _NUMBER.match(name)
    return f"ADR-{found[1]}" if found else name.removesuffix(".md")


def short_link(target: Target) -> str:
    """Return the Markdown link to a record as MADR and log4brains write it: by its number, or by its name."""
    return f"[{label_of(target.name)}]({target.name})"


def full_link(target: Target) -> str:
    """Return the Markdown link to a record as adr-tools writes it: by its whole heading."""
    label = target.heading.replace("[", "(").replace("]", ")")
    return f"[{label}]({target.name})"


def status_of(text: str) -> str:
    """Return the first word of a record's status in small letters, "" where it says none."""
    for start, end, _ in _statuses(text):
        found = _WORD.search(text, start, end)
        if found:
            return found[0].lower()
    return ""


def superseded(text: str, by: Target) -> str:
    """Return a record with its status changed wherever it stands, in the form in which it stands there."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    for start, end, form in reversed(list(_statuses(text))):
        told = form.format(short=short_link(by), full=full_link(by)).replace("\n", line_end)
        text = text[:start] + told + text[end:]
    return text


def _statuses(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a text says its status, in order, and how a superseded one is told there."""
    front = _FRONT.match(text)
    begin = front.end() if front else 0
    key = _KEY.search(text, front.start(1), front.end(1)) if front else None
    if key:
        yield key.start(1), key.end(1), '"superseded by {short}"'
    first = _SECTIONS.search(text, begin)
    listed = _LISTED.search(text, begin, first.start() if first else len(text))
    if listed:
        yield listed.start(1), listed.end(1), "superseded by {short}"
    section = _SECTION.search(text, begin)
    line = _LINE.search(text, section.start(1), section.end(1)) if section else None
    if line:
        alone = line[0].strip() == line[1]  # and not in a list
        word = "Superseded\n\n" if alone else ""  # adrs knows no status of two words
        yield line.start(1), line.end(1), word + "Superseded by {full}"
