"""Words that several documents have for the same thing."""

from __future__ import annotations

from archadvisor.assessment import Advice, Row, TippingPoint


def advised(row: Row) -> str:
    """Return style and form in a few words; a row that is still to decide leans to a style, in no form yet."""
    return f"leans to {row.style}" if row.undecided and row.style in ("request", "event") else advised_in_full(row)


def advised_in_full(row: Row) -> str:
    """Return style and form, also of a row that is still to decide."""
    if row.style in ("neither", "unknown"):
        return row.form_name
    return f"{'leans to ' if row.undecided else ''}{row.style}: {row.form_name}"


def sure(row: Row) -> str:
    """Return how sure a row is, in words; of a decided one also that its form hangs on an open answer."""
    return f"{'not known' if row.how_sure == 'unknown' else row.how_sure}{', form open' if row.form_open else ''}"


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


def turned(point: TippingPoint) -> str:
    """Return what a row becomes at a tipping point, in a few words."""
    return "not a question of style" if point.style == "neither" else point.style
