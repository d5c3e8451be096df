"""The reference of the documentation: a page for each entry, where `page_of` says, and texts that are only texts."""

from __future__ import annotations

import re

import pytest

from archadvisor.api import load_knowledge
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.explanation import explain, page_of, sorts
from archadvisor.reports.explanation.lines import Line
from entry_pages import escaped, linked, pages

WHERE = {"call-chain": "findings", "needs": "questions"}


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return load_knowledge()


@pytest.fixture(scope="module")
def made(knowledge: KnowledgeBase) -> dict[str, str]:
    return dict(pages(knowledge))


def test_every_entry_has_a_page_where_it_is_looked_for(knowledge: KnowledgeBase, made: dict[str, str]) -> None:
    entries = [entry.id for each in sorts(knowledge).values() for entry in each]

    looked_for = {page_of(knowledge, name).rstrip("/") + ".md" for name in entries}

    assert len(looked_for) == len(entries)
    assert looked_for == {path for path in made if not path.endswith("/index.md")}
    assert page_of(knowledge, "call-chain") == "reference/findings/call-chain/"
    assert page_of(knowledge, "needs.result") == "reference/questions/needs/#result"
    assert page_of(knowledge, "kind.facts") == "reference/joined/kind/#facts"
    assert not page_of(knowledge, "needs.nonsense")
    assert not page_of(knowledge, "kind.nonsense")
    assert not page_of(knowledge, "nonsense")


def test_what_a_line_is_about_stands_in_its_text(knowledge: KnowledgeBase) -> None:
    for name in (
        "needs",
        "needs.result",
        "kind",
        "kind.batch",
        "needs-the-result",
        "one-transaction",
        "outbox",
        "call-chain",
        "src-basics",
    ):
        lines = explain(knowledge, name)
        assert any(line.about for line in lines)
        assert all(words in line.text for line in lines for words, _ in line.about)


def test_links_between_entries_lead_to_pages(made: dict[str, str]) -> None:
    for path, text in made.items():
        for target in re.findall(r"\]\(\.\./([\w/-]+\.md)", text):
            assert f"reference/{target}" in made, path
    rule = made["reference/rules/needs-the-result.md"]
    assert "(../questions/needs.md#result)" in rule
    assert "(../claims/ch-immediate.md)" in rule
    assert "(../sources/src-basics.md)" in made["reference/claims/ch-immediate.md"]
    assert "\n## result\n" in made["reference/questions/needs.md"]
    kind = made["reference/joined/kind.md"]
    assert "\n## batch\n" in kind
    assert "(../questions/by-when.md#hours)" in kind


@pytest.mark.parametrize(
    "text",
    [
        "<b>alert</b>", "[a](javascript:x)", "![a](b)", "# a", "- a", "1. a", "12) a", "> a", "*a* _b_ `c`",
        "a | b", "&lt;", "\\*", "    code", "a\n\n# b", ": a", "{: .a}", "~~~",
    ],
)  # fmt: skip
def test_a_text_is_shown_as_it_is(text: str) -> None:
    shown = escaped(text)

    assert not re.search(r"[<>`*_\[\]{}\\|!\n]|&(?!#\d+;)|^[#:=+-]|^\d+[.)]|^ {2}", shown)
    assert re.sub(r"&#(\d+);", lambda sign: chr(int(sign[1])), shown) == re.sub(r"\s+", " ", text)


def test_a_link_leads_only_to_entries_and_addresses_of_the_web() -> None:
    line = Line(
        "",
        "call-chain, not call-chains; javascript:x (https://a.example/b_(c)?d=1&e).",
        (("call-chain", "call-chain"),),
    )

    assert re.findall(r"\]\((\S+)\)", linked(line, WHERE, "needs")) == [
        "../findings/call-chain.md",
        "https://a.example/b_%28c%29?d=1&e",
    ]
    assert "](../" not in linked(line, WHERE, "call-chain")
