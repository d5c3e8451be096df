"""The sentences that terminal and Markdown share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archadvisor.advice.disagreement import people, quoted
from archadvisor.review.merging import (
    Agreed,
    Asked,
    Asks,
    DecidedSo,
    Decisions,
    Different,
    Disagreement,
    Lead,
    Merge,
    OnlyIn,
    Opinion,
    RowNamed,
)
from archadvisor.text.names import joined, row_label
from archadvisor.text.prose import clause, plural, sentence

_NUMBERED = 8
"""Up to so many rows are named by their numbers."""


def headline(merge: Merge) -> str:
    """Say how far the files agree; before it, that they have no interaction in common."""
    files = plural(merge.count, "file")
    if merge.apart:
        return f"{merge.system}: no interaction is in more than one of the {files}. {_agreed(merge)}".rstrip()
    if not merge.of:
        return f"{merge.system}: no question was answered in more than one of the {files}."
    if merge.agreed == merge.of:
        return f"{merge.system}: {files} agree on {_all(merge.of)} that at least two of them gave."
    return f"{merge.system}: {files} agree on {merge.agreed} of {plural(merge.of, 'answer')} that at least two gave."


def _agreed(merge: Merge) -> str:
    return f"They agree on {merge.agreed} of {plural(merge.of, 'answer')} that at least two gave." if merge.of else ""


def _all(number: int) -> str:
    return "the one answer" if number == 1 else f"all {number} answers"


def counted(merge: Merge) -> str:
    """Say for how many rows decisions conflict, how many disagreements change what is advised, and how many do not."""
    conflicting = sum(1 for one in merge.decisions if one.conflict)
    decided = f"{plural(conflicting, 'row was', 'rows were')} decided differently." if conflicting else ""
    return f"{decided} {_disagreements(merge)}".strip()


def _disagreements(merge: Merge) -> str:
    number = len(merge.disagreements)
    if not number and not merge.other:
        return ""
    if not number:
        one = merge.other == 1
        return f"{plural(merge.other, 'disagreement')} {'changes' if one else 'change'} nothing that is advised."
    told = f"{plural(number, 'disagreement')} {'changes' if number == 1 else 'change'} what is advised"
    others = f"; {plural(merge.other, 'other')} {'does' if merge.other == 1 else 'do'} not" if merge.other else ""
    return f"{told}{others}."


def where(one: Asked | Disagreement | Different | OnlyIn, rows: Mapping[str, RowNamed]) -> str:
    """Return what it is about: a row with its number and ends, a part, or the system."""
    if one.interaction:
        return row_named(rows[one.interaction])
    return one.part or "The system"


def row_named(row: RowNamed) -> str:
    """Return a row with its number and ends."""
    return f"{row.number} {row_label(row.sender, row.receivers, row.purpose)}"


def changes(one: Disagreement) -> str:
    """Return what depends on a disagreement; of a part or the system also of how many rows."""
    number = len(one.said[0].leads)
    of = "" if one.interaction else f" of {plural(number, 'row')}"
    return f"{joined(one.changes)}{of}"


def by(opinion: Opinion) -> str:
    """Return who gave an answer, or how many did."""
    return people(opinion.who, opinion.count - len(opinion.who))


def files(who: Sequence[str], count: int) -> str:
    """Return the names of files, or how many there are."""
    return joined(who) if who else plural(count, "file")


def leads(opinion: Opinion, one: Disagreement, rows: Mapping[str, RowNamed]) -> list[str]:
    """Return what an answer leads to: for a row in a phrase, for several rows a phrase for those that are alike."""
    if one.interaction:
        return [_lead(opinion.leads[0])]
    alike: dict[str, list[int]] = {}
    for lead in opinion.leads:
        alike.setdefault(_lead(lead), []).append(rows[lead.interaction].number)
    return [f"{_numbered(numbers)}: {told}" for told, numbers in alike.items()]


def _numbered(numbers: Sequence[int]) -> str:
    if len(numbers) > _NUMBERED:
        return plural(len(numbers), "row")
    return f"{'row' if len(numbers) == 1 else 'rows'} {joined([str(number) for number in numbers])}"


def _lead(lead: Lead) -> str:
    style = f"{lead.style}: {lead.form_name}" if lead.style in ("request", "event") else lead.form_name
    told = [style if not lead.undecided else f"leans to {style}"]
    told += [f"with {joined(lead.safeguards)}"] if lead.safeguards else []
    told += [f"problem: {joined(lead.findings)}"] if lead.findings else []
    return "; ".join(told)


def decided_so(one: DecidedSo) -> str:
    """Say what was decided, by whom, when and why."""
    told = f"{f' by {one.by}' if one.by else ''}{f' on {one.date}' if one.date else ''}"
    return clause(sentence(f"{_way(one)}, decided{told} because {one.because}"))


def _way(one: DecidedSo) -> str:
    if one.form and one.style == "neither":
        return one.form_name
    return f"{one.style}: {one.form_name}" if one.form else one.style


def kept(one: Decisions) -> str:
    """Say which of the conflicting decisions the merged answers have."""
    said = next((said for said in one.said if said.kept), None)
    return f"Kept: {_way(said)}." if said else "None was taken over."


def taken_over(one: Decisions) -> str:
    """Say what was decided where not all files have the decision, and which one has it."""
    said = next(said for said in one.said if said.kept)
    return f"taken over from {files(said.who, said.count)}: {decided_so(said)}"


def different(one: Different) -> str:
    """Say who says what of something beside the answers, and what stands in the merged answers."""
    told = "; ".join([f"{quoted(said.text)} ({files(said.who, said.count)})" for said in one.said])
    kept = f"Kept: {quoted(one.kept)}" if one.kept else "None was taken over"
    return f"{one.what}: {told}. {kept}."


def asked(one: Asked) -> str:
    """Say who answers a question that others leave open, and whom these ask."""
    return (
        f"{quoted(one.short)} is answered by {files(one.who, one.count)}, while {joined(list(map(_asks, one.asks)))}."
    )


def _asks(one: Asks) -> str:
    who = f"asks {one.who}" if one.who else "leaves it open" if one.file else "asks somebody"
    return f"{one.file or '1 file'} {who}{f' ({one.note})' if one.note else ''}"


def only_in(one: OnlyIn) -> str:
    """Say which files have a row or part, and that a part which no row names was left out."""
    left_out = "; no row names it, so it was not taken over" if one.part else ""
    return f"only in {files(one.who, one.count)}{left_out}"


def share(one: Agreed) -> str:
    """Return the share of agreement in per cent; all and none are said only where it is all or none."""
    return f"{_per_cent(one.agreed, one.of)} %"


def _per_cent(part: int, whole: int) -> int:
    rounded = round(100 * part / whole)
    return rounded if part in (0, whole) else min(max(rounded, 1), 99)


def by_agreement(agreement: Iterable[Agreed]) -> list[Agreed]:
    """Return the questions on which not all agree, with the least agreement first."""
    return sorted([one for one in agreement if one.agreed < one.of], key=lambda one: one.agreed / one.of)


def unanimous(agreement: Iterable[Agreed]) -> str:
    """Return on how many questions all agree; nothing where there is none."""
    number = sum(1 for one in agreement if one.agreed == one.of)
    return plural(number, "question") if number else ""
