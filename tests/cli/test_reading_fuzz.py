"""Whatever bytes come, reading them ends with answers or with AnswersError and its lines, never with anything else."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from amounts import amount
from archadvisor import source
from archadvisor.answers.reading import read
from archadvisor.assess import assess
from archadvisor.errors import AnswersError
from archadvisor.knowledge import load
from archadvisor.packaged import folder
from archadvisor.reports.report import FORMATS
from archadvisor.reports.report.rendering import render

pytestmark = pytest.mark.slow

KNOWLEDGE = load()
EXAMPLES = [path.read_bytes() for path in sorted(folder("examples").glob("*/answers.yaml"))]
WORDS = sorted(
    {word for example in EXAMPLES for word in re.findall(rb"[\w-]+", example)}
    | {q.id.encode() for q in KNOWLEDGE.questions.values()}
)
SYNTAX = [
    b"{", b"}", b"[", b"]", b":", b": ", b",", b"- ", b"? ", b"\n", b"\n  ", b"\n    ", b"&a ", b"*a", b"!!str ", b"!<",
    b"|\n", b">\n", b"'", b'"', b"#", b"%", b"%TAG ! a\n", b"---\n", b"...\n", b"~", b"null", b"no", b"012", b"1e9",
    b"<<", b"=", b"@", b"`", b"! ", b"\0", b"\t", b"\r", b"\xff", b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf",
    b"\xed\xa0\x80", b"\\x", b'"\\ud800"', b'"\\UFFFFFFFF"', "注\u202e".encode(), b"version: 1\n", b"version: 2\n",
    b"system: {name: x}\n",
]  # fmt: skip


@pytest.fixture(params=["libyaml", "Python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads with libyaml, or as where PyYAML comes without it."""
    if request.param == "Python":
        monkeypatch.setattr(source, "_Loader", yaml.SafeLoader)
        monkeypatch.setattr(source, "_LIBYAML", False)


def check(data: bytes) -> None:
    """Read bytes; what is refused is told in lines with places that are in the file, what is not gives every report."""
    try:
        answers = read(data, "f", KNOWLEDGE)
    except AnswersError as error:
        told = error.lines()
        assert 1 <= len(told) <= 11
        assert all(line.isprintable() for line in told), told
        for line in told:
            assert (place := re.match(r"f(?::(\d+):(\d+))?: |\.\.\. and \d+ more faults?$", line)), line
            assert int(place[1] or 1) <= len(re.split(rb"\r\n|[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9]", data)) + 1, line
        return
    assessment = assess(KNOWLEDGE, answers, "1")
    for name in FORMATS:
        render(assessment, name).encode("utf-8")


fuzz = settings(max_examples=amount(300), deadline=None)


@pytest.mark.usefixtures("loader")
@fuzz
@given(data=st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    check(data)


@pytest.mark.usefixtures("loader")
@fuzz
@given(text=st.text(max_size=200))
def test_any_text(text: str) -> None:
    check(text.encode("utf-8"))


@pytest.mark.usefixtures("loader")
@fuzz
@given(pieces=st.lists(st.sampled_from(SYNTAX + WORDS), max_size=40))
def test_any_syntax(pieces: list[bytes]) -> None:
    check(b"".join(pieces))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """An example with some of its bytes, words or lines deleted, doubled, swapped or replaced."""
    data = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        unit = draw(st.sampled_from([rb".", rb"[\w-]+", rb".*\n", rb"[^\w\s]+\s*"]))
        found = [match.span() for match in re.finditer(unit, data)]
        if not found:
            break
        start, end = found[draw(st.integers(0, len(found) - 1))]
        other_start, other_end = found[draw(st.integers(0, len(found) - 1))]
        with_ = draw(
            st.one_of(
                st.sampled_from([b"", data[start:end] * 2, data[other_start:other_end]]),
                st.sampled_from(SYNTAX + WORDS),
                st.binary(max_size=3),
            )
        )
        data = data[:start] + with_ + data[end:]
    return data


@pytest.mark.usefixtures("loader")
@fuzz
@given(data=mutated())
def test_mutated_examples(data: bytes) -> None:
    check(data)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(sorted(word.decode() for word in WORDS)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(sorted(word.decode() for word in WORDS)) | st.text(max_size=8), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@fuzz
@given(
    system=values, parts=values, interactions=st.lists(values, max_size=3) | values, flows=values, answers=values,
    decision=values, figures=values, to=values,
)  # fmt: skip
def test_any_value_in_any_place(
    system: object, parts: object, interactions: object, flows: object, answers: object, decision: object,
    figures: object, to: object,
) -> None:  # fmt: skip
    row = {
        "id": "a",
        "from": "A",
        "to": to,
        "purpose": "p",
        "answers": answers,
        "decision": decision,
        "figures": figures,
    }
    file = {"version": 1, "system": system, "parts": parts, "flows": flows, "interactions": [row, interactions]}
    check(yaml.safe_dump(file, allow_unicode=True).encode("utf-8", "surrogatepass"))
    check(yaml.safe_dump({**file, "system": {"name": "S", "answers": system}, "interactions": [row]}).encode())


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    "escape", ["\\ud800", "\\udfff", "\\UFFFFFFFF", "\\U00110000", "\\ud83d\\ude00", "\\0", "\\e", "\\_"]
)
def test_escapes(escape: str) -> None:
    """Half a character never comes out of a file: no report could be written with it."""
    check(f'version: 1\nsystem: {{name: "x{escape}"}}\n'.encode())


def test_both_loaders_say_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """The places of PyYAML without libyaml are the same; its words differ."""
    cases: list[bytes] = [b"a: b: c", b"- a\nb: c", "é: \0".encode(), b"a: *x\n", b"\xef\xbb\xbfa: \0"]
    found: list[list[str]] = []
    for python in (False, True):
        if python:
            monkeypatch.setattr(source, "_Loader", yaml.SafeLoader)
            monkeypatch.setattr(source, "_LIBYAML", False)
        found.append([_refused(data).partition(": ")[0] for data in cases])
    assert found[0] == found[1]


def _refused(data: bytes) -> str:
    with pytest.raises(AnswersError) as caught:
        read(data, "f", KNOWLEDGE)
    return caught.value.lines()[-1]
