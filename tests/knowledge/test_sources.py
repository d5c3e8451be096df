"""Where the knowledge comes from: the owner's text, and beside it what the field itself reads."""

from __future__ import annotations

import re

from archadvisor.api import load_knowledge

KNOWLEDGE = load_knowledge()
OWN_TEXT = "src-basics"
FIELD = {claim.id for claim in KNOWLEDGE.claims.values() if claim.source != OWN_TEXT}


def test_whatever_moves_a_style_or_builds_something_cites_the_field() -> None:
    """Not the introductory article alone."""
    cited = {entry.id: entry.claims for entry in (*KNOWLEDGE.forms.values(), *KNOWLEDGE.safeguards)}
    cited |= {rule.id: rule.claims for rule in KNOWLEDGE.rules} | {gate.id: gate.claims for gate in KNOWLEDGE.gates}
    assert [name for name, claims in cited.items() if not FIELD.intersection(claims)] == []


def test_a_source_says_who_wrote_it_and_where_it_can_be_read() -> None:
    for source in KNOWLEDGE.sources.values():
        if source.id != OWN_TEXT:
            assert source.author, source.id
            assert source.address.startswith(("https://", "http://")), source.id
            assert source.year is None or 1960 < source.year <= 2026, source.id


def test_the_owners_text_has_its_full_title_and_says_what_it_is() -> None:
    title = KNOWLEDGE.sources[OWN_TEXT].title
    assert title.startswith("System Design Basics: Event-Driven vs Request-Driven Architecture")
    assert "introductory article" in title


def test_forms_are_known_by_the_names_of_the_field() -> None:
    for form in KNOWLEDGE.forms.values():
        if form.id not in ("unknown",):
            assert form.also_known_as, form.id
    names = {name.casefold() for pattern in KNOWLEDGE.safeguards for name in (pattern.name, *pattern.also_known_as)}
    names |= {name.casefold() for form in KNOWLEDGE.forms.values() for name in (form.name, *form.also_known_as)}
    wanted = "webhook|change data capture|scatter-gather|claim check|competing consumers|job queue|dead letter|bulkhead"
    for name in wanted.split("|"):
        assert any(re.search(rf"\b{re.escape(name)}", known) for known in names), name
