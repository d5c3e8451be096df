"""Words that several documents have for the same thing."""

from __future__ import annotations

from archadvisor.assessment import Advice, Row, Running, Stage, TippingPoint
from archadvisor.text.prose import sentence


def advised(row: Row) -> str:
    """Return style and form in a few words; a row that is still to decide leans to a style, in no form yet."""
    return f"leans to {row.style}" if row.undecided and row.style in ("request", "event") else advised_in_full(row)


def advised_in_full(row: Row) -> str:
    """Return style and form, also of a row that is still to decide."""
    if row.style in ("neither", "unknown"):
        return row.form_name
    return f"{'leans to ' if row.undecided else ''}{row.style}: {row.form_name}"


def sure(row: Row) -> str:
    """Return how sure a row is, in words; of a decided one also that it, or its form, hangs on an open answer."""
    word = "not known" if row.how_sure == "unknown" else row.how_sure
    return f"{word}{', hangs' if row.hangs_on else ''}{', form open' if row.form_open else ''}"


def in_figures(row: Row) -> str:
    """Return the confidence as a figure behind the word; nothing where no evidence was weighed."""
    weighed = row.style in ("request", "event") and row.state != "given"
    return f"{row.confidence * 100:.0f} in 100" if weighed else ""


def split(row: Row) -> tuple[list[Advice], list[Advice]]:
    """Return a row's safeguards: those that an answer asks for, and the cheap ones that go without saying."""
    safeguards = [advice for advice in row.patterns if advice.role == "safeguard"]
    return [one for one in safeguards if not one.cheap], [one for one in safeguards if one.cheap]


def form_questions(row: Row) -> list[str]:
    """Return the open questions on which a row's form hangs, each with who can answer it."""
    return [f"{open_.ask_text} (ask {' or '.join(open_.ask)})" for open_ in row.form_open]


CHANGES = {
    "removed": "today; solved once the advice is built",
    "smaller": "today; reduced by the advice",
    "stays": "today and after the advice",
    "brought in": "new with the advice",
    "as advised": "note on the advice",
}
"""What becomes of a finding."""


def step(stage: Stage) -> str:
    """Return a step of the road map with its size, why it comes then, and what it brings."""
    size = f"[{stage.size}] " if stage.size else ""
    return f"{size}{stage.what} {stage.why}{f' {sentence(stage.gain)}' if stage.gain else ''}"


def counts(one: Running) -> tuple[int, int, int, int]:
    """Return how many there are today, as advised, all by request, all by event."""
    return one.today, one.advised, one.all_request, one.all_event


def told_figures(row: Row) -> list[str]:
    """Return a row's figures: those that were stated in one line, then what follows from each."""
    stated = [f"{figure.name} {figure.text}" for figure in row.figures if figure.stated]
    return [*([", ".join(stated)] if stated else []), *(figure.text for figure in row.figures if not figure.stated)]


def turned(point: TippingPoint) -> str:
    """Return what a row becomes at a tipping point, in a few words."""
    return "not a question of style" if point.style == "neither" else point.style
