"""Names that want to be more than names: in every format they stay text, and what stands around them stays as it is."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from program import run
from rich.cells import cell_len

from archadvisor.answers.reading import read
from archadvisor.api import Options, assess, load_knowledge, render
from archadvisor.knowledge.types import KnowledgeBase

HOSTILE = {
    "terminal": "\x1b[2J\x1b]0;owned\x07\x1b[31mred\r\b\x9b31m",
    "direction": "\u202egnirts\u2066\u200f\u061cx",
    "lines": "one\ntwo\r\nsix\u2028ten\u2029abc\x85def\x0bghi",
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x="',
    "attribute in single quotes": "' onmouseover='alert(1)' x='",
    "comment": "<!-- --><![CDATA[ ]]>",
    "end of what embeds it": "</script></style></title></svg></textarea>",
    "entity": "&lt;script&gt;&#60;b&#62;&amp;",
    "link": "[here](javascript:alert(1)) ![i](http://x/y.png)",
    "address": "http://evil.example/x www.evil.example a@evil.example <http://evil.example>",
    "table": "a | b | c \\| d",
    "code": "`x` ``` ~~~ `",
    "emphasis": "*a* _b_ **c** ~~d~~ __e__",
    "heading": "# head",
    "list": "- item",
    "number": "1. item",
    "rule": "---",
    "quote": "> quoted",
    "template": "{{ 7*7 }}{% raw %}{# x #}${7*7}",
    "backslash": "\\",
    "format": "%s %(x)s {0} {from}",
    "wide": "注文サービス연습",
    "combined": "e" + "\u0301" * 50,
    "right to left": "שירות הזמנות",
    "endless": "long" * 200,
    "endless words": "word " * 200,
    "shell": "$(reboot); `reboot` && ~",
    "spreadsheet": "=1+1",
    "NUL": "a\0b",
    "lone": "\ufffe",
}
PLAIN = "plain"
Report = Callable[..., str]


def answers(name: str) -> str:
    """Return an answers file, in JSON syntax, with a name wherever a name or free text may stand."""
    far = f"{name} two"
    rows = [
        {"id": "one", "from": name, "to": [far, "other"], "purpose": name, "current": "call",
         "answers": {"needs": {"value": "unknown", "who": name, "note": name}, "damage": ["twice"]},
         "figures": {"our own figure": name}, "event": name,
         "decision": {"style": "event", "because": name, "by": name, "ticket": name}},
        {"id": "two", "from": far, "to": name, "purpose": name, "archetype": "payment"},
    ]  # fmt: skip
    return json.dumps(
        {
            "version": 1,
            "system": {"name": name, "answers": {"busiest": {"value": "tenfold", "note": name}}},
            "parts": {
                name: {"owner": "outside"},
                far: {"owner": "unknown", "team": name, "figures": {"also ours": name}},
            },
            "interactions": rows,
            "flows": [{"name": name, "steps": ["one", "two"]}],
        }
    )


def inert(text: str) -> bool:
    """Whether a terminal only draws it: no control, no direction mark."""
    return not any(unicodedata.category(c) in ("Cc", "Cf") for c in text if c not in "\n\u200c\u200d")


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return load_knowledge()


@pytest.fixture(scope="module")
def report(knowledge: KnowledgeBase) -> Report:
    """The report in a format on the system of a name, drawn for so many columns."""

    def drawn(name: str, fmt: str, width: int = 80) -> str:
        data = answers(name).encode()
        return render(assess(knowledge, read(data, "a.yaml", knowledge)), fmt, Options(width=width))

    return drawn


@pytest.mark.parametrize("width", [40, 80, pytest.param(200, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", HOSTILE)
def test_terminal(kind: str, width: int, report: Report) -> None:
    text = report(HOSTILE[kind], "terminal", width)
    assert inert(text)
    assert max(map(cell_len, text.split("\n"))) <= width


@pytest.mark.parametrize("kind", HOSTILE)
def test_json_keeps_the_name(kind: str, report: Report) -> None:
    found = json.loads(report(HOSTILE[kind], "json"))
    assert found["system"]["name"] == found["interactions"][0]["from"] == HOSTILE[kind]


def test_through_the_program(tmp_path: Path) -> None:
    """What the tests here draw is what the program writes."""
    (tmp_path / "a.yaml").write_text(answers("\x1b[31m<blink>|*x*"), encoding="utf-8")
    outputs = [f"o{suffix}" for suffix in (".txt", ".md", ".html", ".json")]
    done = run("score", "a.yaml", *(f"--output={output}" for output in outputs), cwd=tmp_path)
    assert done.code == 0
    text, markdown, page, data = ((tmp_path / output).read_text(encoding="utf-8") for output in outputs)
    assert "\x1b" not in text + markdown + page + data
    assert "<blink>" not in markdown + page


class _Structure(HTMLParser):
    """The tags of a page with the names of their attributes, and the addresses that it points to."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[tuple[str, tuple[str, ...]]] = set()
        self.addresses: set[str] = set()
        self.odd: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add((tag, tuple(name for name, _ in attrs)))
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src", "xlink:href", "action")}

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    def unknown_decl(self, data: str) -> None:
        self.odd.append(data)


@pytest.mark.parametrize("kind", HOSTILE)
def test_html(kind: str, report: Report) -> None:
    """No tag, attribute, comment or address that the same report on harmless names does not have."""
    page = report(HOSTILE[kind], "html")
    found, expected = _Structure(page), _Structure(report(PLAIN, "html"))
    assert found.tags <= expected.tags
    assert found.odd == expected.odd
    assert found.addresses <= expected.addresses
    assert not any(c in page for c in "\x1b\x07\x08\x00\u202e\u2066")


def _tokens(tokens: list[Token] | None) -> Iterator[Token]:
    for token in tokens or []:
        yield token
        yield from _tokens(token.children)


def _structure(text: str) -> tuple[list[str], set[Any]]:
    """Return what a Markdown text is made of (as GitHub reads it), and where its links lead."""
    tokens = list(_tokens(MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"]).parse(text)))
    texts = ("text", "softbreak", "text_special", "hardbreak")
    kinds = [token.type for token in tokens if token.type not in texts and token.content != "<!-- -->"]
    return kinds, {token.attrs.get("href") or token.attrs.get("src") for token in tokens if token.attrs}


@pytest.mark.parametrize("kind", HOSTILE)
def test_markdown(kind: str, report: Report) -> None:
    """Headings, tables, lists, code, links and HTML are the same as with harmless names; empty comments do nothing."""
    text = report(HOSTILE[kind], "markdown")
    assert _structure(text) == _structure(report(PLAIN, "markdown"))
    assert not any(c in text for c in "\x1b\x07\x08\x00\r\u202e\u2066")
