"""Sentences that are told of one row and of several: their verbs agree with one name and with many."""

from __future__ import annotations

import re

from archadvisor.api import load_knowledge

KNOWLEDGE = load_knowledge()
_OF_ONE = re.compile(r"(?:^|[;:,.] |\b(?:if|when|where) )\{(?:from|to)\} (?:is|has|was|does|\w+[^su\W]s)\b")
"""A subject and a verb that goes with one name alone, such as "{from} separates"."""


def test_what_is_built_and_what_it_costs_is_said_of_any_number_of_parts() -> None:
    texts = [
        text
        for pattern in (*KNOWLEDGE.forms.values(), *KNOWLEDGE.safeguards)
        for end in (pattern, pattern.to_closed, pattern.from_closed)
        if end is not None
        for text in (end.build,)
    ]
    texts += [text for cost in KNOWLEDGE.costs for text in (cost.because, *cost.mitigations)]
    assert len(texts) > 100
    assert not [text for text in texts if _OF_ONE.search(text)]


def test_a_safeguard_does_not_begin_by_repeating_its_name() -> None:
    assert not [p.id for p in KNOWLEDGE.safeguards if p.build.startswith((f"a {p.name}", f"an {p.name}"))]
