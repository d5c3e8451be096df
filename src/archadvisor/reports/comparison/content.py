"""What a reader is told about the differences, in the order of all formats; every text is raw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sized

from msgspec import Struct

from archadvisor.assessment import UNDECIDED, StateName
from archadvisor.reports.wording import CHANGE_SAID
from archadvisor.review.comparison.types import (
    Advised,
    AnswerChange,
    Comparison,
    Decided,
    DecisionChange,
    Ends,
    FindingDifference,
    FlowChange,
    Listed,
    RowChange,
    Said,
    Waits,
    Why,
)
from archadvisor.text.names import joined, row_ends, row_label
from archadvisor.text.prose import plural, sentence

ARROW = "→"
_STATES: Mapping[StateName, str] = {
    "settled": "",
    "open": "open",
    "close": "a tie",
    "given": "fixed",
    "unknown": "not known",
}
BUILT = "once built"
"""What a row is when it is built as it was decided, and as advised where nothing is decided."""


class Fact(Struct, frozen=True):
    """A text behind a label in a word or two, with the tickets that it names."""

    label: str
    text: str
    tickets: tuple[str, ...] = ()


class Entry(Struct, frozen=True):
    """One thing that changed; without a title it is its only fact."""

    facts: tuple[Fact, ...]
    title: str = ""


class Section(Struct, frozen=True):
    """Changes of one kind."""

    title: str
    entries: tuple[Entry, ...]


def heading(comparison: Comparison) -> str:
    """Return what was compared: the system, by its new name, and where both sides come from."""
    system = comparison.new.system or comparison.old.system
    return f"{system}: {comparison.old.source} {ARROW} {comparison.new.source}"


def summary(comparison: Comparison) -> str:
    """Return in one sentence how much changed."""
    one = comparison
    counts = (
        _counted(len(one.fallen), "decision no longer holds", "decisions no longer hold"),
        _of_rows(sum(1 for row in one.rows if row.why)),
        _more_less("rows", one.rows_added, one.rows_removed),
        _more_less("links", one.links.added, one.links.removed),
        _more_less("parts", one.parts.added, one.parts.removed),
        _counted(len(one.answers), "answer changed", "answers changed"),
        _counted(sum(1 for row in one.rows if row.decision), "decision changed", "decisions changed"),
        _counted(sum(1 for finding in one.findings if finding.old is None), "new problem"),
        _counted(sum(1 for finding in one.findings if finding.new is None), "problem gone", "problems gone"),
    )
    said = [count for count in counts if count]
    return sentence(", ".join(said)) if said else ""


def sections(comparison: Comparison) -> list[Section]:
    """Return all changes by kind, without the kinds of which there are none."""
    rows = [(row, tuple(_of_row(row))) for row in comparison.rows]
    found = (
        Section(
            "Decisions that no longer hold",
            tuple([_only(fallen.row.id, fallen.message) for fallen in comparison.fallen]),
        ),
        Section("Rows that changed", tuple([Entry(facts, _title(row.row)) for row, facts in rows if facts])),
        Section("Rows added, removed or between other parts", tuple(_lists(comparison))),
        Section("Parts", tuple(_parts(comparison))),
        Section("Problems between rows", tuple(map(_finding, comparison.findings))),
        Section("What user actions wait for", tuple([_flow(flow) for flow in comparison.flows])),
        Section("Decisions", tuple(_decisions(comparison.rows))),
        Section("Answers", tuple(_answers(comparison))),
    )
    return [section for section in found if section.entries]


def _of_rows(turned: int) -> str:
    return f"advice changed for {plural(turned, 'row')}" if turned else ""


def _counted(number: int, noun: str, many: str = "") -> str:
    return plural(number, noun, many) if number else ""


def _more_less(what: str, added: Sized, removed: Sized) -> str:
    counts = (f"+{len(added)}" if added else "", f"−{len(removed)}" if removed else "")
    said = " ".join([count for count in counts if count])
    return f"{what} {said}" if said else ""


def _title(row: Ends) -> str:
    return f"{row.number}. {row_label(row.sender, row.receivers, row.purpose, ARROW)} ({row.id})"


def advice_in_words(advice: Advised) -> str:
    """Return style and form; a row that is still to decide leans to a style."""
    if advice.style in ("neither", "unknown"):
        return advice.form_name
    leans = "leans to " if advice.state in UNDECIDED else ""
    return f"{leans}{advice.style}: {advice.form_name}"


def _of_row(row: RowChange) -> Iterator[Fact]:
    """Yield what is no longer the same for a row; its ends and decision are told elsewhere."""
    if row.why:
        one, other = advice_in_words(row.old), advice_in_words(row.new)
        before, now = _STATES[row.old.state], _STATES[row.new.state]
        told = f" (now {now})" if now else f" (no longer {before})"
        yield Fact("advice", (_arrow(one, other) if one != other else other) + (told if before != now else ""))
        if because := _because(row.why):
            yield Fact("because", because)
    if row.safeguards_added:
        yield Fact("safeguards new", ", ".join([one.name for one in row.safeguards_added]))
    if row.safeguards_dropped:
        yield Fact("safeguards gone", ", ".join([one.name for one in row.safeguards_dropped]))
    yield from [Fact("new contradiction", because) for because in row.contradictions_new]
    yield from [Fact("no contradiction now", because) for because in row.contradictions_gone]


def _because(why: Why) -> str:
    if why.cause == "rules":
        return f"the rules changed ({_arrow(*why.rules)}); the answers are the same"
    return joined([_changed(change) for change in why.answers])


def _changed(change: AnswerChange) -> str:
    """Return a changed answer in words; one of the row itself needs no name."""
    of = f"{change.of}, " if change.scope == "part" else "the system, " if change.scope == "system" else ""
    return f"{of}{change.label}: {_arrow(*_old_new(change.old, change.new))}"


def _old_new(old: Said, new: Said) -> tuple[str, str]:
    one, other = ", ".join(old.labels), ", ".join(new.labels)
    if one == other:  # only what it rests on has changed
        return f"{one} ({'a guess' if old.guess else 'confirmed'})", "a guess" if new.guess else "confirmed"
    return f"{one} (a guess)" if old.guess else one, f"{other} (a guess)" if new.guess else other


def _arrow(old: str, new: str) -> str:
    return f"{old} {ARROW} {new}"


def _lists(comparison: Comparison) -> Iterator[Entry]:
    for label, rows in (("added", comparison.rows_added), ("removed", comparison.rows_removed)):
        yield from [_only(label, _listed(row)) for row in rows]
    for row in comparison.rows:
        if row.renamed:
            was, now = (row_ends(one.sender, one.receivers, ARROW) for one in (row.was, row.row))
            if was != now:
                yield _only("other ends", f"{row.row.id}: {was}, now {now}")
            if row.was.id != row.row.id:
                yield _only("other id", _arrow(row.was.id, row.row.id))


def _listed(listed: Listed) -> str:
    known = listed.advice.style != "unknown"
    decided = f"; decided as {_way(listed.decision)}" if listed.decision else ""
    return f"{_title(listed.row)}{f', {advice_in_words(listed.advice)}' if known else ''}{decided}"


def _parts(comparison: Comparison) -> Iterator[Entry]:
    parts = comparison.parts
    for label, names in (("added", parts.added), ("removed", parts.removed)):
        if names:
            yield _only(label, ", ".join(names))
    yield from [_only("renamed", _arrow(one.old, one.new)) for one in parts.renamed]


def _finding(finding: FindingDifference) -> Entry:
    if finding.old is None and finding.new is not None:
        return _only("new", f"{finding.title} ({CHANGE_SAID[finding.new]})")
    if finding.old is not None and finding.new is not None:
        return _only("changed", f"{finding.title} ({_arrow(CHANGE_SAID[finding.old], CHANGE_SAID[finding.new])})")
    return _only("gone", finding.title)


def _flow(flow: FlowChange) -> Entry:
    if flow.old is None and flow.new is not None:
        return Entry((Fact("new action", _waits(flow.new)),), flow.name)
    if flow.new is None and flow.old is not None:
        return Entry((Fact("action removed", _waits(flow.old)),), flow.name)
    return Entry(tuple(_both(flow)), flow.name)


def _waits(waits: Waits) -> str:
    return f"today {_waited(waits.today)}, {BUILT} {_waited(waits.advised)}"


def _both(flow: FlowChange) -> Iterator[Fact]:
    old, new = flow.old, flow.new
    if old is None or new is None:
        return
    for label, one, other in (("today", old.today, new.today), (BUILT, old.advised, new.advised)):
        if set(one) != set(other):
            yield Fact(label, _arrow(_waited(one), _waited(other)))
    if [set(step) for step in old.steps] != [set(step) for step in new.steps]:
        yield Fact("steps", _arrow(_steps(old), _steps(new)))


def _waited(names: Iterable[str]) -> str:
    return ", ".join(names) or "nobody"


def _steps(waits: Waits) -> str:
    return ", ".join([" + ".join(step) for step in waits.steps]) or "none"


def _decisions(rows: Iterable[RowChange]) -> Iterator[Entry]:
    for row in rows:
        if row.decision:
            yield Entry((_decision(row.decision),), _title(row.row))


def _decision(change: DecisionChange) -> Fact:
    old, new = change.old, change.new
    if old is None or new is None:
        there = new or old
        label = "decided" if new else "no decision now"
        return Fact(label, _decided(there), (there.ticket,)) if there else Fact(label, "")
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in Decided.__struct_fields__ if name != "form")
    names = {"form_name": "form"}
    told = [
        f"{names.get(name, name)}: {_arrow(one or 'none', other or 'none')}"
        for name, one, other in pairs
        if one != other
    ]
    return Fact("changed", "; ".join(told), (old.ticket, new.ticket) if old.ticket != new.ticket else ())


def _decided(decided: Decided) -> str:
    review = f"review {decided.review}" if decided.review else ""
    beside = ", ".join([text for text in (decided.by, decided.date, decided.ticket, review) if text])
    return f"{_way(decided)}, because {decided.because}{f' ({beside})' if beside else ''}"


def _way(decided: Decided) -> str:
    return f"{decided.style}: {decided.form_name}" if decided.form_name else decided.style


def _answers(comparison: Comparison) -> Iterator[Entry]:
    old, new = comparison.old, comparison.new
    if old.system != new.system:
        yield _only("system", f"name: {_arrow(old.system or 'none', new.system or 'none')}")
    if old.rules != new.rules:
        yield _only(
            "rules", f"answers last confirmed under: {_arrow(old.rules or 'not stated', new.rules or 'not stated')}"
        )
    for change in comparison.answers:
        text = _arrow(*_old_new(change.old, change.new))
        label = change.of if change.scope != "system" else "system"
        yield _only(label, f"{change.label}: {text}")


def _only(label: str, text: str) -> Entry:
    return Entry((Fact(label, text),))
