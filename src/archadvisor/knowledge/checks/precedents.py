"""Precedents and the kinds of systems that they are of."""

from __future__ import annotations

from archadvisor.errors import shown
from archadvisor.knowledge.checks.base import Base
from archadvisor.knowledge.shapes import is_safe
from archadvisor.knowledge.types import ADDRESS, DERIVED, Domain, Precedent, Scope
from archadvisor.knowledge.words import words_of

_LONGEST = 120
_LONGEST_REASON = 90


def check(base: Base) -> None:
    """Check that precedents say where and what in few words, and answer what is asked."""
    for domain in base.entries.domains:
        _check_words(base, domain)
    for precedent in base.entries.precedents:
        _check_texts(base, precedent)
        if precedent.gave_up is not None and precedent.gave_up.value == precedent.style.value:
            base.faults.add(precedent.place, f"{precedent.id}: 'gave_up' is the same as 'style'")
        for key, values in precedent.answers.items():
            _check_answer(base, precedent, key, values)


def _check_words(base: Base, domain: Domain) -> None:
    for word in domain.words:
        if words_of(word) != {word}:
            expected = "one word in lower case, of four letters or more, in the singular"
            base.faults.add(domain.place, f"{shown(word)} of the domain {domain.id} is not a valid word", expected)
        elif domain.words.count(word) > 1:
            base.faults.add(domain.place, f"{shown(word)} is listed twice in the domain {domain.id}")


def _check_texts(base: Base, precedent: Precedent) -> None:
    place, add = precedent.place, base.faults.add
    if precedent.address and not ADDRESS.fullmatch(precedent.address):
        expected = "https://github.com/OWNER/REPO/blob/COMMIT/PATH, with the hash of a commit"
        add(place, f"{shown(precedent.address)} is not a file at a commit", expected)
    if precedent.year is not None and not 2000 < precedent.year < 2100:
        add(place, f"the year of {precedent.id} is {precedent.year}", "a year of this century")
    texts = [(precedent.does, _LONGEST), *((reason.text, _LONGEST_REASON) for reason in precedent.reasons)]
    for text, longest in texts:
        if len(text) > longest or text.endswith("."):
            add(place, f"{shown(text)} is {len(text)} characters long", f"at most {longest}, without a full stop")
    for reason in precedent.reasons:
        if reason.topic and not is_safe(reason.topic):
            add(place, f"{shown(reason.topic)} is not a word", "lower-case words joined by hyphens")


def _check_answer(base: Base, precedent: Precedent, key: str, values: frozenset[str]) -> None:
    question = base.question_of(key)
    options = base.values(key, Scope.INTERACTION) if key not in DERIVED else None
    if options is None or question is None:
        what = f"{precedent.id} answers {shown(key)}, which is not a question"
        base.faults.add(precedent.place, what, "", key, base.question_keys())
        return
    for value in sorted(values.difference(options)):
        what = f"{precedent.id} answers {shown(value)}, which is not a value of {key}"
        base.faults.add(precedent.place, what, ", ".join(options), value, options)
    if len(values) > (1 if not question.ticks else question.limit or len(values)):
        base.faults.add(precedent.place, f"{precedent.id} has more answers to {key} than allowed")
