"""Words that several documents have for the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archadvisor.assessment import (
    Advice,
    Assessment,
    Evidence,
    Finding,
    FindingChange,
    Flow,
    Precedent,
    Row,
    Running,
    Stage,
    StyleName,
    SureWord,
    System,
    Way,
)
from archadvisor.text.names import joined
from archadvisor.text.prose import plural, sentence

FIRST_STEPS = 3
"""So many steps stand on the first page."""
ARGUES = 0.5
"""From this weight on a line of the sum is told in words; slighter ones are told together."""
_NUMBERED = 3
"""Up to so many rows are named by their numbers."""
_WOULD = 3
"""So many ways in which a row would change are told."""
_SURE: Mapping[SureWord, str] = {"close": "tie", "given": "fixed", "unknown": "not known"}
_BECOMES: Mapping[StyleName, str] = {
    "request": "would become a request",
    "event": "would become an event",
    "neither": "the style would no longer matter",
    "unknown": "the style would not be known",
}


def advised(row: Row) -> str:
    """Return style and form in a few words; a row that is still to decide leans to a style, in no form yet."""
    return f"leans to {row.style}" if row.undecided and row.style in ("request", "event") else advised_in_full(row)


def advised_in_full(row: Row) -> str:
    """Return style and form, also of a row that is still to decide."""
    if row.style in ("neither", "unknown"):
        return row.form_name
    return f"{'leans to ' if row.undecided else ''}{row.style}: {row.form_name}"


def sure(row: Row, rows: Mapping[str, Row]) -> str:
    """Return how sure a row is, in words; of a decided one also on which rows, or whether its form, depends."""
    word = _SURE.get(row.how_sure, row.how_sure)
    if row.how_sure == "decided" and row.decision and (row.decision.against or row.decision.disputed):
        word = "disputed" if row.decision.disputed else f"{word} otherwise"
        word = "no longer holds" if row.decision.turned else word
    needed = ", ".join([str(rows[name].number) for name in row.hangs_on])
    return f"{word}{f', see {needed}' if needed else ''}{', form open' if row.form_open else ''}"


def numbered(names: Iterable[str], rows: Mapping[str, Row]) -> str:
    """Return the numbers of rows, those that are not decided yet with a question mark."""
    return ", ".join([f"{rows[name].number}{'?' if rows[name].undecided else ''}" for name in names])


def decided(row: Row) -> list[tuple[str, str]]:
    """Return what is told of a row's decision, each with its label: who and when, and the advice beside it.

    The latter only where the row is told as decided, and the advice is another way.
    """
    decision = row.decision
    if decision is None:
        return []
    until = f"review by {decision.review}" if decision.review else ""
    said = [text for text in (decision.by, decision.date, decision.ticket, until) if text]
    told = [("decided", ", ".join(said))] if said else []
    if row.how_sure == "decided" and decision.advice != advised_in_full(row):
        told.append(("advice", decision.advice))
    told += [("disputed", text) for text in decision.disputed]
    if decision.needs:
        told.append(("also needs", ", ".join(decision.needs)))
    return told


def standing(row: Row) -> list[tuple[str, str]]:
    """Return what of a row's form and safeguards stands already, and what the team does without, with the reason."""
    built = [advice.name for advice in row.patterns if advice.id in row.built]
    told = [("built", ", ".join(built))] if built else []
    return [*told, *(("waived", f"{one.name}: {one.because}") for one in row.waived)]


def in_figures(row: Row) -> str:
    """Return the confidence as a figure behind the word; nothing where no evidence was weighed."""
    weighed = row.style in ("request", "event") and row.state != "given" and not row.decision
    own = " by its own answers" if row.hangs_on and not row.undecided else ""
    return f"{row.confidence * 100:.0f} in 100{own}" if weighed else ""


def counted_answers(system: System) -> str:
    """Say how many answers are the team's own, accepted guesses, guesses and open; whether a guess decides anything."""
    answers = system.answers
    chosen = answers.confirmed - answers.block
    counts = [f"{chosen} of {answers.asked} answers {'comes' if chosen == 1 else 'come'} from your team"]
    if answers.block:
        were = "guess was" if answers.block == 1 else "guesses were"
        counts.append(f"{answers.block} {were} accepted for a whole page")
    if answers.drafts:
        counts.append(f"{plural(answers.drafts, 'guess', 'guesses')} to confirm ({_decided_by_guesses(system)})")
    if answers.unknown:
        counts.append(f"{answers.unknown} open")
    return f"{', '.join(counts)}."


def counted_decisions(assessment: Assessment) -> str:
    """Say how many rows the team has decided, and of how many of them what is not well; nothing where none is."""
    decided = [row.decision for row in assessment.interactions if row.decision]
    if not decided:
        return ""
    turned = sum(1 for decision in decided if decision.turned)
    otherwise = sum(1 for decision in decided if decision.against) - turned
    against = f", {otherwise} otherwise than advised" if otherwise else ""
    over = f", {turned} no longer {'holds' if turned == 1 else 'hold'}" if turned else ""
    disputed = sum(1 for decision in decided if decision.disputed)
    people = f", {disputed} disputed" if disputed else ""
    rows = plural(len(assessment.interactions), "row")
    return f"Your team has decided {len(decided)} of {rows}{against}{over}{people}."


def _decided_by_guesses(system: System) -> str:
    if not system.draft_decides:
        return "none decides a style"
    if len(system.draft_rows) > _NUMBERED:
        return f"{system.draft_decides} styles depend on them"
    rows = joined([str(number) for number in system.draft_rows])
    return f"the style of row {rows} depends on one" if system.draft_decides == 1 else f"rows {rows} depend on one"


def split(row: Row) -> tuple[list[Advice], list[Advice]]:
    """Return a row's safeguards: those that an answer asks for, and the cheap ones that go without saying."""
    told = {*row.built, *(one.id for one in row.waived)}
    safeguards = [advice for advice in row.patterns if advice.role == "safeguard" and advice.id not in told]
    return [one for one in safeguards if not one.cheap], [one for one in safeguards if one.cheap]


def form_questions(row: Row) -> list[str]:
    """Return the open questions on which a row's form depends, each with who can answer it."""
    asked = [" ".join(filter(None, (one.ask_text, one.said))) for one in row.form_open]
    return [f"{text} (ask {' or '.join(one.ask)})" for text, one in zip(asked, row.form_open, strict=True)]


CHANGE_WORDS: Mapping[FindingChange, str] = {
    "removed": "solved",
    "smaller": "reduced",
    "stays": "stays",
    "brought in": "new",
    "as advised": "note",
}
"""What becomes of a finding once it is built as decided or advised, in a word, under a heading that says so."""
CHANGE_SAID: Mapping[FindingChange, str] = {
    "removed": "solved once this is built",
    "smaller": "reduced once this is built",
    "stays": "stays",
    "brought in": "new once this is built",
    "as advised": "note",
}
"""The same where no heading says so."""
CHANGES: Mapping[FindingChange, str] = {
    "removed": "today; solved once this is built",
    "smaller": "today; reduced once this is built",
    "stays": "today, and once this is built",
    "brought in": "new once this is built",
    "as advised": "note",
}
"""The same in full."""


def outcome_of(way: Way) -> str:
    """Return what an answer to a decision leads to: the answer, style and form, and what it means for other rows."""
    form = way.form_name if way.style == "neither" else f"{way.style}: {way.form_name}"
    reason = f" ({way.reasons[0]})" if way.reasons and not way.says else ""
    said = f"{' / '.join(way.says)} → {form}" if way.says else f"{form}{reason}"
    return f"{said}. {way.others}" if way.others else f"{said}."


def who_and_size(stage: Stage) -> str:
    """Return who does a step and how large it is, in brackets."""
    known = [part for part in (stage.who, f"size {stage.size}" if stage.size else "") if part]
    return f"({', '.join(known)})" if known else ""


def small_names(assessment: Assessment) -> tuple[str, ...]:
    """Return the names of parts that their owner writes with a small first letter; no sentence makes it a capital."""
    ends = [name for row in assessment.interactions for name in (row.sender, *row.receivers)]
    names = dict.fromkeys([*ends, *(part.name for part in assessment.parts)])
    return tuple([name for name in names if name[:1].islower()])


def step(stage: Stage, names: Iterable[str] = ()) -> str:
    """Return a step of the road map with who and how much, why it comes then, and what it brings.

    names: those of parts, which stay as they are written
    """
    return " ".join([f"{first_words(stage)}.", stage.why, *([sentence(stage.gain, names)] if stage.gain else [])])


_NAMES_ROWS = ("request", "event", "more", "unwaited", "together")
"""The steps of which the first sentence says for which rows they are."""


def first_words(stage: Stage, brief: bool = False) -> str:
    """Return what a step is, with who and how much, without a full stop; its first words where `brief`."""
    end = ". " if stage.topic in _NAMES_ROWS else ":"
    what = stage.what.partition(end)[0] if brief else stage.what
    return " ".join([part for part in (what.rstrip("."), who_and_size(stage)) if part])


def counts(one: Running) -> tuple[str, str, str, str]:
    """Return how many there are today, once built and perhaps more, all by request, all by event."""
    return str(one.today), counted_advised(one), str(one.all_request), str(one.all_event)


def counted_advised(one: Running) -> str:
    """Return how many there are once built, and how many more rows that are still to decide may bring."""
    return f"{one.advised} (+{one.open}?)" if one.open else str(one.advised)


def waited(flow: Flow, parts: tuple[str, ...]) -> str:
    """Return the parts that an action waits for, those of optional steps marked."""
    return ", ".join([f"{name} (if needed)" if name in flow.optional else name for name in parts]) or "nobody"


def told_figures(row: Row) -> list[str]:
    """Return a row's figures: those that were stated in one line, then what follows from each."""
    stated = [f"{figure.name.replace('-', ' ')} {figure.text}" for figure in row.figures if figure.stated]
    return [*([", ".join(stated)] if stated else []), *(figure.text for figure in row.figures if not figure.stated)]


def would_change(row: Row) -> str:
    """Say in a sentence what would change a row; nothing where no single answer would."""
    suppositions: dict[StyleName, list[str]] = {}
    for point in row.would_change[:_WOULD]:
        suppositions.setdefault(point.style, []).append(f"if {point.words}")
    said = [f"{_BECOMES[style]} {joined(words, 'or')}" for style, words in suppositions.items()]
    return sentence("; ".join(said)) if said else ""


def deciding(row: Row) -> list[tuple[float, str]]:
    """Return the lines of a sum that are told in words, each with its weight towards event."""
    return [(_signed(line), line.because) for line in row.evidence if line.counted and line.weight >= ARGUES]


def slight(row: Row) -> tuple[int, float]:
    """Return how many slight lines a sum has, and what they come to together."""
    lines = [line for line in row.evidence if line.counted and line.weight < ARGUES]
    return len(lines), sum(map(_signed, lines))


def in_sum(row: Row) -> str:
    """Return a row's sum in a line: what decides it, the slight factors together, and the result."""
    if not row.evidence:
        return ""
    said = [f"{_told_above(row, because)} {weight:+.1f}" for weight, because in deciding(row)]
    number, together = slight(row)
    if number:
        said.append(f"{plural(number, 'small factor')} {together:+.1f}")
    way = ("event" if row.score > 0 else "request") if row.decision else row.style
    return f"{way} {row.score:+.1f}: {'; '.join(said)}."


def _told_above(row: Row, because: str) -> str:
    """Return a line of a sum, or what it was told as already."""
    if because == row.because:
        return "the reason above"
    return (
        "the objection above"
        if row.against.startswith(sentence(because, (row.sender, joined(row.receivers))).rstrip("."))
        else because
    )


def _signed(line: Evidence) -> float:
    return line.weight if line.favours == "event" else -line.weight


def concerned(finding: Finding, most: int = 24) -> str:
    """Return the parts of a finding, where they are too many for its sentence to name them all."""
    return ", ".join(finding.parts) if len(finding.parts) > most else ""


def real_system(precedent: Precedent) -> str:
    """Return in a sentence what a real system does, and why, where a record says so."""
    back = f"went back from {precedent.gave_up}s: " if precedent.gave_up else ""
    first = 'answers "accepted" first: ' if precedent.style == "both" else ""
    why = f" (why: {'; '.join(precedent.why)})" if precedent.why else ""
    return f"{back}{first}{precedent.does}{why}"
