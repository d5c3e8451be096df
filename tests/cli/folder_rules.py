"""The rules by which other tools read a folder of decision records, written down from their documents and sources.

- adr-tools 3 (npryce/adr-tools): `src/adr-new` (number, slug, head), `src/adr-list` (which files), `src/_adr_title`
  (first line), `src/_adr_status`, `src/_adr_add_link` (section `## Status`).
- MADR 4.0 (adr/madr): `template/adr-template.md` (front matter, headings, statuses), its decisions 0005 (dashes and
  lower case in names), 0008 and 0013 (status in the front matter).
- adrs (joshrotenberg/adrs): `crates/adrs-core/src/parse.rs` and `types.rs` (what can be parsed at all), `doctor.rs`
  (numbers, names, status, links), and ADR001 to ADR017 of mdbook-lint, which it runs. ADR007 knows no status of more
  than a word; MADR's own `superseded by …` is let through.
- log4brains (thomvaill/log4brains): `AdrSlug.ts` (names), `MarkdownBody.ts` (list below the title), `Adr.ts` (status).

Each returns what it would complain about, none where all is well.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

WORDS = ("proposed", "accepted", "deprecated", "superseded", "rejected", "draft")


def texts(folder: Path, pattern: str) -> dict[str, str]:
    """Return the records of a folder by name."""
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir()) if re.match(pattern, path.name)}


def adr_tools(folder: Path) -> Iterator[str]:
    records = texts(folder, r"[0-9]+-[^/]*\.md$")
    titles = {name: text.split("\n")[0][2:] for name, text in records.items()}
    yield from _numbers(records)
    for name, text in records.items():
        number = int(re.match(r"\d+", name)[0])  # type: ignore[index]
        lines = text.split("\n")
        if not re.fullmatch(r"[0-9]{4}-[a-z0-9]+(-[a-z0-9]+)*\.md", name):
            yield f"{name}: not as adr-new names it"
        if not lines[0].startswith(f"# {number}. "):
            yield f"{name}: the first line is not its number and title"
        if not re.fullmatch(r"Date: \d{4}-\d{2}-\d{2}", lines[2]):
            yield f"{name}: no date"
        if lines.count("## Status") != 1:
            yield f"{name}: no section of its status"
            continue
        status = [line for line in text.split("\n## Status\n")[1].split("\n#")[0].split("\n") if line.strip()]
        if not status or not re.match(rf"({'|'.join(WORDS)})\b", status[0], re.IGNORECASE):
            yield f"{name}: status {status}"
        for line in status:
            found = re.fullmatch(r"([A-Z][a-z ]+) \[(.*)\]\((.*)\)", line)
            if found and titles.get(found[3]) != found[2]:
                yield f"{name}: {line} leads nowhere"


def madr(folder: Path) -> Iterator[str]:
    records = texts(folder, r"[0-9]{4}-.*\.md$")
    yield from _numbers(records)
    for name, text in records.items():
        if not re.fullmatch(r"[0-9]{4}-[a-z0-9]+(-[a-z0-9]+)*\.md", name):
            yield f"{name}: not NNNN-title-with-dashes.md"
        front, body = _front(text)
        if not {"status", "date", "decision-makers", "consulted", "informed"} <= set(front):
            yield f"{name}: front matter {sorted(front)}"
        if not isinstance(front.get("date"), datetime.date):
            yield f"{name}: date {front.get('date')}"
        yield from (
            f"{name}: {key} is no list of names"
            for key in ("decision-makers", "consulted", "informed")
            if not (isinstance(front[key], list) and all(isinstance(one, str) for one in front[key]))  # type: ignore[attr-defined]
        )
        status = str(front.get("status"))
        link = re.fullmatch(r"superseded by \[ADR-(\d{4})\]\((\d{4})-(.*)\)", status)
        if status not in ("proposed", "rejected", "accepted", "deprecated") and not (
            link and link[1] == link[2] and f"{link[2]}-{link[3]}" in records
        ):
            yield f"{name}: status {status}"
        wanted = ["Context and Problem Statement", "Decision Drivers", "Considered Options", "Decision Outcome"]
        wanted += ["Pros and Cons of the Options", "More Information"]
        if re.findall(r"^## (.*)$", body, re.MULTILINE) != wanted:
            yield f"{name}: headings"
        if re.findall(r"^### (.*)$", body.split("## Decision Outcome")[1].split("\n## ")[0], re.MULTILINE) != [
            "Consequences",
            "Confirmation",
        ]:
            yield f"{name}: parts of the outcome"
        options = re.findall(r"^\* (.*)$", body.split("## Considered Options")[1].split("\n## ")[0], re.MULTILINE)
        weighed = re.findall(r"^### (.*)$", body.split("## Pros and Cons of the Options")[1], re.MULTILINE)
        if options != weighed or f'Chosen option: "{options[0]}", because ' not in body:
            yield f"{name}: options {options}, weighed {weighed}"


def adrs(folder: Path) -> Iterator[str]:
    records = texts(folder, r"[0-9].*\.md$")
    yield from _numbers(records)
    for name, text in records.items():
        if not re.fullmatch(r"\d{4}-.*\.md", name):
            yield f"{name}: no number of four digits"
            continue
        title = next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), "")
        if text.startswith("---\n"):
            _, front, _ = text.split("---\n", 2)
            found = yaml.load(front, yaml.BaseLoader)
            number, status = int(found["number"]), found["status"]
            datetime.date.fromisoformat(found["date"])
        else:
            number, status = int((re.match(r"(\d+)\. ", title) or ["", "0"])[1]), _section(text, "Status")[0]
            yield from _legacy(name, text, records)
        if not title or number != int(name[:4]):
            yield f"{name}: number {number}, title {title}"
        yield from _status_and_links(name, text, status, records)
        yield from _sections(name, text)


def _legacy(name: str, text: str, records: dict[str, str]) -> Iterator[str]:
    if not re.search(r"^Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE):
        yield f"{name}: ADR003"
    for line in _section(text, "Status"):
        found = re.fullmatch(r"([\w\s]+)\s+\[(\d+)\.\s+[^\]]+\]\((\d{4})-[^)]+\.md\)", line)
        if "](" in line and not (found and any(one.startswith(f"{int(found[2]):04}-") for one in records)):
            yield f"{name}: link {line}"


def _status_and_links(name: str, text: str, status: str, records: dict[str, str]) -> Iterator[str]:
    in_front = text.startswith("---\n") and re.match(r"superseded by \[ADR-", status)
    if re.sub(r"\[.*\]\(.*\)", "", status).strip().lower() not in WORDS and not in_front:
        yield f"{name}: ADR007 {status}"
    if status.lower().startswith("superseded") and not re.search(r"\[.*?\]\(\d{4}-[^)]*\.md\)", text):
        yield f"{name}: ADR010"
    for link in re.findall(r"\[[^\]]*\]\(([^)/]+\.md)\)", text):
        if link not in records:
            yield f"{name}: ADR013 {link}"


def _sections(name: str, text: str) -> Iterator[str]:
    for wanted in ("Context and Problem Statement", "Decision Outcome"):
        if not _section(text, wanted):
            yield f"{name}: ADR004, ADR005"
    if sum(line.startswith(("* ", "- ")) for line in _section(text, "Considered Options")) < 2:
        yield f"{name}: ADR016"
    if not re.search(r"^\* (Good|Bad|Neutral), ", text.split("### Consequences")[1], re.MULTILINE):
        yield f"{name}: ADR017"


def _section(text: str, heading: str) -> list[str]:
    """Return the lines of a section that are not blank."""
    found = text.partition(f"\n## {heading}\n")[2].split("\n## ")[0]
    return [line.strip() for line in found.split("\n") if line.strip()]


def log4brains(folder: Path) -> Iterator[str]:
    records = texts(folder, r"\d{8}-.*\.md$")
    for name, text in records.items():
        if not re.fullmatch(r"\d{8}-[a-z0-9]+(-[a-z0-9]+)*\.md", name):
            yield f"{name}: not YYYYMMDD-slug.md"
        datetime.date.fromisoformat(f"{name[:4]}-{name[4:6]}-{name[6:8]}")
        head = text.split("\n## ")[0].strip().split("\n")
        told = dict(line[2:].split(": ", 1) for line in head[2:])
        if not head[0].startswith("# ") or head[1] or not all(line.startswith("- ") for line in head[2:]):
            yield f"{name}: no list below the title"
        link = re.fullmatch(r"superseded by \[(.*)\]\((.*)\.md\)", told["Status"])
        if told["Status"] not in WORDS and not (link and link[1] == link[2] and f"{link[2]}.md" in records):
            yield f"{name}: status {told['Status']}"
        datetime.date.fromisoformat(told["Date"])
        for target in re.findall(r"^- Supersedes \[.*\]\((.*)\)$", text, re.MULTILINE):
            if f"- Status: superseded by [{name[:-3]}]({name})" not in records[target]:
                yield f"{name}: supersedes {target}, which does not say it"


def _numbers(records: dict[str, str]) -> Iterator[str]:
    """Yield numbers that are there twice, and gaps."""
    numbers = [int(re.match(r"\d+", name)[0]) for name in records]  # type: ignore[index]
    yield from (f"{number} is there {times} times" for number, times in Counter(numbers).items() if times > 1)
    if sorted(set(numbers)) != list(range(min(numbers, default=1), max(numbers, default=0) + 1)):
        yield f"gaps in {sorted(numbers)}"


def _front(text: str) -> tuple[dict[str, object], str]:
    begin, front, body = text.split("---\n", 2)
    assert begin == ""
    return yaml.safe_load(front), body
