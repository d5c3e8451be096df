"""Bad answers files: every fault in one run, one line each, at its place; exit 3; bounded in memory and time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from program import INTERACTION, MB, SMALLEST, run, snapshot

from archadvisor import source
from archadvisor.answers.reading import read
from archadvisor.errors import AnswersError
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.report import FORMATS
from archadvisor.source import MAX_BYTES, MAX_DEPTH, MAX_SCALAR

OF_THE_FILE = "version, system, parts, interactions, flows, rules or closed"
OF_AN_INTERACTION = "id, from, to, purpose, current, archetype, answers, figures, event, built, waived or decision"
DAMAGE = "lost, twice, wrong-order, half-done, differs, stale or none-of-these"


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return load()


@pytest.fixture(scope="module")
def faults(knowledge: KnowledgeBase) -> Callable[[bytes], list[str]]:
    """What is said of the bytes of an answers file called f; nothing where they are right."""

    def told(data: bytes) -> list[str]:
        try:
            read(data, "f", knowledge)
        except AnswersError as error:
            return error.lines()
        return []

    return told


@pytest.mark.parametrize("fmt", FORMATS)
def test_smallest_file_is_valid(fmt: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(SMALLEST)
    done = run("score", "a.yaml", "--format", fmt, cwd=tmp_path)
    assert (done.code, done.errors) == (0, [])
    assert done.out.endswith("\n")


# Each is a whole file, and everything that is said of it.
WRONG: dict[str, tuple[bytes, list[str]]] = {
    "empty": (b"", ["f: the file is empty; expected keys with values"]),
    "blank lines": (b" \n\n", ["f: the file is empty; expected keys with values"]),
    "comment only": (b"# nothing yet\n", ["f: the file is empty; expected keys with values"]),
    "byte order mark only": (b"\xef\xbb\xbf", ["f: the file is empty; expected keys with values"]),
    "empty document": (
        b"---\n",
        [f"f:2:1: the whole file is blank; expected keys with values: {OF_THE_FILE}"],
    ),
    "list": (b"- a\n", [f"f:1:1: the whole file is a list; expected keys with values: {OF_THE_FILE}"]),
    "text": (b"hello", [f"f:1:1: the whole file is 'hello'; expected keys with values: {OF_THE_FILE}"]),
    "two documents": (
        SMALLEST + b"---\n" + SMALLEST,
        ["f:3:1: a second document in the file; expected one document only"],
    ),
    "not UTF-8": (
        "version: 1\nsystem: {name: ü".encode() + b"caf\xe9}\n",
        ["f:2:20: not UTF-8; expected a text file in UTF-8"],
    ),
    "UTF-16": ("version: 1".encode("utf-16"), ["f:1:1: not UTF-8; expected a text file in UTF-8"]),
    "NUL": ("version: 1\nüü: \0".encode(), ["f:2:5: a control character; expected text"]),
    "NUL after a byte order mark": (b"\xef\xbb\xbfa: \0", ["f:1:4: a control character; expected text"]),
    "escape": (b"version: \x1b[31m1", ["f:1:10: a control character; expected text"]),
    "DEL": (b"version: 1 # \x7f", ["f:1:14: a control character; expected text"]),
    "missing keys": (
        b"flows: []\n",
        ["f:1:1: an answers file has no 'version'", "f:1:1: an answers file has no 'system'"],
    ),
    "unknown key": (
        SMALLEST + b"interaction: []\n",
        [f"f:3:1: unknown key 'interaction' in an answers file; expected {OF_THE_FILE}; did you mean 'interactions'?"],
    ),
    "key that is a list": (SMALLEST + b"[a]: b\n", ["f:3:1: a list as a key; expected a word"]),
    "blank key": (SMALLEST + b"~: b\n", [f"f:3:1: unknown key '~' in an answers file; expected {OF_THE_FILE}"]),
    "report": (
        b'{"schema": 1, "version": "1.0.0", "rules_version": "1", "interactions": []}',
        ["f:1:1: this is a report; expected an answers file"],
    ),
    "later version": (
        b"version: 2\nsystem: {name: Shop}\nwhat: is new\n",
        ["f:1:10: version 2 is newer than this program can read; expected 1"],
    ),
    "version in quotes": (
        b'version: "1"\nsystem: {nam: Shop}\n',
        [
            "f:1:10: version is the text '1'; expected 1 without quotes",
            "f:2:9: system has no 'name'",
            "f:2:10: unknown key 'nam' in system; expected name or answers; did you mean 'name'?",
        ],
    ),
    "version 01": (b"version: 01\nsystem: {name: Shop}\n", ["f:1:10: version is '01'; expected 1"]),
    "version 1.0": (b"version: 1.0\nsystem: {name: Shop}\n", ["f:1:10: version is '1.0'; expected 1"]),
    "version blank": (b"version:\nsystem: {name: Shop}\n", ["f:1:9: version is blank; expected 1"]),
    "version list": (b"version: [1]\nsystem: {name: Shop}\n", ["f:1:10: version is a list; expected 1"]),
    "version endless": (
        b"version: " + b"9" * 5000 + b"\nsystem: {name: Shop}\n",
        [f"f:1:10: version is '{'9' * 59}…'; expected 1"],
    ),
    "system blank": (
        b"version: 1\nsystem:\n",
        ["f:2:8: system is blank; expected keys with values: name or answers"],
    ),
    "name blank": (b"version: 1\nsystem: {name: '  '}\n", ["f:2:16: the system's name is blank; expected a text"]),
    "name null": (b"version: 1\nsystem: {name: null}\n", ["f:2:16: the system's name is blank; expected a text"]),
    "name keys": (
        b"version: 1\nsystem: {name: {a: b}}\n",
        ["f:2:16: the system's name is keys with values; expected a text"],
    ),
    "duplicate key": (
        SMALLEST + b"version: 1\n",
        ["f:3:1: the key 'version' is repeated (first on line 1); expected each key once"],
    ),
    "duplicate answer": (
        INTERACTION + b"  answers:\n    needs: result\n    needs: nothing\n",
        ["f:10:5: the key 'needs' is repeated (first on line 9); expected each key once"],
    ),
    "no": (
        b"version: 1\nsystem: {name: no}\n",
        ["f:2:16: YAML reads 'no' as true or false; expected quotes, because the system's name is a text: \"no\""],
    ),
    "on": (
        INTERACTION.replace(b"from: A", b"from: on"),
        ["f:5:9: YAML reads 'on' as true or false; expected quotes, because from is a text: \"on\""],
    ),
    "012": (
        INTERACTION.replace(b"id: a", b"id: 012"),
        ["f:4:7: YAML reads '012' as a number; expected quotes, because id is a text: \"012\""],
    ),
    "1:20": (
        INTERACTION.replace(b"to: B", b"to: 1:20"),
        ["f:6:7: YAML reads '1:20' as a number; expected quotes, because to is a text: \"1:20\""],
    ),
    "date": (
        INTERACTION.replace(b"purpose: p", b"purpose: 2024-01-01"),
        ["f:7:12: YAML reads '2024-01-01' as a date; expected quotes, because purpose is a text: \"2024-01-01\""],
    ),
    "no as an answer": (
        INTERACTION + b"  answers: {needs: no}\n",
        ["f:8:20: 'no' is not a value of needs; expected result, accepted or nothing"],
    ),
    "alias": (
        INTERACTION + b"- {id: b, from: A, to: B, purpose: p, answers: &x {needs: result}}\n"
        b"- {id: c, from: A, to: B, purpose: p, answers: *x}\n",
        ["f:9:48: an alias ('*x'); expected the value itself"],
    ),
    "merge key": (
        b"version: 1\nsystem: &s {name: Shop}\n<<: *s\n",
        [
            f"f:3:1: unknown key '<<' in an answers file; expected {OF_THE_FILE}",
            "f:3:5: an alias ('*s'); expected the value itself",
        ],
    ),
    "tag": (
        b'version: 1\nsystem: {name: !!python/object/apply:os.system ["touch harmed"]}\n',
        ["f:2:16: a tag ('tag:yaml.org,2002:python/object/apply:os.system'); expected a plain value"],
    ),
    "harmless tag": (
        b"version: 1\nsystem: {name: !!str 012}\n",
        ["f:2:16: a tag ('tag:yaml.org,2002:str'); expected a plain value"],
    ),
    "tagged file": (b"!!map {version: 2}\n", ["f:1:1: a tag ('tag:yaml.org,2002:map'); expected a plain value"]),
    "too deep": (
        SMALLEST + b"flows: " + b"[" * 30 + b"]" * 30,
        [
            "f:3:9: a flow is a list; expected keys with values: name, steps or waits",
            f"f:3:27: nested deeper than {MAX_DEPTH} levels",
        ],
    ),
    "too long": (
        b"version: 1\nsystem: {name: " + b"x" * (MAX_SCALAR + 1) + b"}\n",
        ["f:2:16: a text of 10,001 characters; expected at most 10,000"],
    ),
    "tab": (
        b"version: 1\nsystem:\n\tname: Shop\n",
        [
            "f:3:1: not YAML: found character that cannot start any token while scanning for the next token "
            "from line 3; expected spaces instead of the tab"
        ],
    ),
    "bracket": (
        b"version: 1\nsystem: {name: a: b}\n",
        ["f:2:17: not YAML: did not find expected ',' or '}' while parsing a flow mapping from line 2"],
    ),
    "quote": (
        b'version: 1\nsystem: {name: "Shop}\n',
        ["f:3:1: not YAML: found unexpected end of stream while scanning a quoted scalar from line 2"],
    ),
    "CRLF": (
        b"version: 1\r\nsystem:\r\n  nam: Shop\r\n",
        [
            "f:3:3: unknown key 'nam' in system; expected name or answers; did you mean 'name'?",
            "f:3:3: system has no 'name'",
        ],
    ),
    "byte order mark": (
        b"\xef\xbb\xbfversoin: 1\nsystem: {name: Shop}\n",
        [
            f"f:1:1: unknown key 'versoin' in an answers file; expected {OF_THE_FILE}; did you mean 'version'?",
            "f:1:1: an answers file has no 'version'",
        ],
    ),
    "question of no scope": (
        b"version: 1\nsystem: {name: Shop, answers: {busyest: same}}\n",
        [
            "f:2:32: no question 'busyest' about the system; expected main-button, old-value, busiest, "
            "messaging, house-way, on-call, first-use, who-moves or hurt; did you mean 'busiest'?"
        ],
    ),
    "question of another scope": (
        INTERACTION + b"parts: {A: {needs: result}}\n",
        [
            "f:8:13: 'needs' is a question about an interaction, not about a part; "
            "expected owner, can-change, speaks or reach"
        ],
    ),
    "value": (
        INTERACTION + b"  answers: {needs: reslt}\n",
        ["f:8:20: 'reslt' is not a value of needs; expected result, accepted or nothing; did you mean 'result'?"],
    ),
    "case of a value": (
        INTERACTION + b"  answers: {needs: Result}\n",
        ["f:8:20: 'Result' is not a value of needs; expected result, accepted or nothing; did you mean 'result'?"],
    ),
    "list for one value": (
        INTERACTION + b"  answers: {needs: [result]}\n",
        ["f:8:20: needs is a list; expected one value"],
    ),
    "tick twice": (
        INTERACTION + b"  answers: {damage: [twice, twice]}\n",
        ["f:8:21: damage lists a value twice; expected each value once"],
    ),
    "ticks over the limit": (
        b"version: 1\nsystem: {name: Shop, answers: {hurt: [swamped, two-truths, stuck-nowhere, slow-at-peak]}}\n",
        ["f:2:38: hurt has 4 values; expected at most 3"],
    ),
    "none and one": (
        INTERACTION + b"  answers: {damage: [none-of-these, twice]}\n",
        [
            "f:8:21: damage has none-of-these together with other values; "
            "expected only none-of-these, or only the others",
        ],
    ),
    "unknown among ticks": (
        INTERACTION + b"  answers: {damage: [lost, unknown]}\n",
        [f"f:8:28: 'unknown' is not a value of damage; expected {DAMAGE}"],
    ),
    "answer in full": (
        INTERACTION + b"  answers: {needs: {value: reslt, form: team, from: teem, note: 7}}\n",
        [
            "f:8:28: 'reslt' is not a value of needs; expected result, accepted or nothing; did you mean 'result'?",
            "f:8:35: unknown key 'form' in the answer to needs; expected value, from, who, note, confirm-by, said or "
            "source; did you mean 'from'?",
            "f:8:53: 'teem' is not a value of from; expected team, block, archetype, import or assumed; "
            "did you mean 'team'?",
            "f:8:65: YAML reads '7' as a number; expected quotes, because note is a text: \"7\"",
        ],
    ),
    "answers in a word": (INTERACTION + b"  answers: all\n", ["f:8:12: answers is 'all'; expected keys with values"]),
    "interactions by name": (
        SMALLEST + b"interactions: {a: {from: A}}\n",
        ["f:3:15: interactions is keys with values; expected a list"],
    ),
    "no interaction": (
        SMALLEST + b"interactions: [a, [b], null]\n",
        [
            f"f:3:16: an interaction is 'a'; expected keys with values: {OF_AN_INTERACTION}",
            f"f:3:19: an interaction is a list; expected keys with values: {OF_AN_INTERACTION}",
            f"f:3:24: an interaction is blank; expected keys with values: {OF_AN_INTERACTION}",
        ],
    ),
    "interaction without": (
        SMALLEST + b"interactions:\n- id: a\n- {from: A, to: B, purpose: p}\n",
        [
            "f:4:3: an interaction has no 'from', no 'to', no 'purpose'; "
            "expected these keys, or an archetype that provides them",
            "f:5:3: an interaction has no 'id'",
        ],
    ),
    "id": (
        INTERACTION.replace(b"id: a", b"id: a b"),
        ["f:4:7: the id 'a b'; expected letters, digits, '-' and '_', at most 100"],
    ),
    "id too long": (
        INTERACTION.replace(b"id: a", b"id: " + b"a" * 101),
        [f"f:4:7: the id '{'a' * 59}…'; expected letters, digits, '-' and '_', at most 100"],
    ),
    "id twice": (
        INTERACTION + b"- {id: a, from: A, to: B, purpose: q}\n",
        ["f:8:3: the id 'a' is already used by the interaction on line 4; expected another id"],
    ),
    "id twice on one line": (
        SMALLEST + b"interactions: [{id: a, from: A, to: B, purpose: p}, {id: a, from: A, to: B, purpose: q}]\n",
        ["f:3:53: the id 'a' is already used by the interaction on line 3; expected another id"],
    ),
    "no receiver": (
        INTERACTION.replace(b"to: B", b"to: []"),
        ["f:6:7: 'to' names no receiver; expected at least one part"],
    ),
    "receiver twice": (
        INTERACTION.replace(b"to: B", b"to: [B, C, B]"),
        ["f:6:7: 'to' names 'B' twice; expected each name once"],
    ),
    "case": (
        INTERACTION + b"  current: CALL\n",
        [
            "f:8:12: 'CALL' is not a value of current; expected call, message, job, in-process, shared-table, file or "
            "planned; did you mean 'call'?"
        ],
    ),
    "current": (
        INTERACTION + b"  current: Call\n",
        [
            "f:8:12: 'Call' is not a value of current; expected call, message, job, in-process, shared-table, file or "
            "planned; did you mean 'call'?"
        ],
    ),
    "slip of a part": (
        INTERACTION.replace(b"B", b"Payment") + b"parts: {Paymnet: {owner: outside}}\n",
        ["f:8:9: no interaction has the sender or receiver 'Paymnet'; expected A or Payment; did you mean 'Payment'?"],
    ),
    "step": (
        INTERACTION + b"flows:\n- {name: Buy, steps: [a, aa]}\n",
        ["f:9:26: 'aa' is not a value of the steps of a flow; expected a; did you mean 'a'?"],
    ),
    "decision": (
        INTERACTION + b"  decision: {style: evnt, because: why, by: [me]}\n",
        [
            "f:8:21: 'evnt' is not a value of style; expected request, event or neither; did you mean 'event'?",
            "f:8:45: by is a list; expected a single value",
        ],
    ),
    "figure": (
        INTERACTION + b"  figures: {rate: [40/s]}\n",
        ["f:8:19: the figure 'rate' is a list; expected a single value"],
    ),
    "hostile key": (
        b'version: 1\nsystem: {name: Shop, "\\e[31m\\n\\u202e": x}\n',
        ["f:2:22: unknown key '\\x1b[31m\\n\\u202e' in system; expected name or answers"],
    ),
    "wide and right-to-left keys": (
        "version: 1\nsystem: {name: Shop, 名前: x, שם: y, z: 1}\n".encode(),
        [
            "f:2:22: unknown key '名前' in system; expected name or answers",
            "f:2:29: unknown key 'שם' in system; expected name or answers",
            "f:2:36: unknown key 'z' in system; expected name or answers",
        ],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_fault_is_told_at_its_place(name: str, faults: Callable[[bytes], list[str]]) -> None:
    data, expected = WRONG[name]
    assert faults(data) == expected


# What the issue names, through the real program: the same lines, exit 3, nothing on stdout, no output written.
@pytest.mark.parametrize(
    "name",
    ["empty", "list", "two documents", "not UTF-8", "NUL", "unknown key", "later version", "no", "tag", "id twice"],
)
def test_program_tells_the_same_and_writes_nothing(name: str, tmp_path: Path) -> None:
    data, expected = WRONG[name]
    (tmp_path / "f").write_bytes(data)
    (tmp_path / "old.json").write_text("old")
    before = snapshot(tmp_path)
    done = run("score", "f", "--output", "old.json", "--output", "new.json", cwd=tmp_path)
    assert (done.code, done.errors) == (3, expected)
    assert snapshot(tmp_path) == before


def test_standard_input_is_named(tmp_path: Path) -> None:
    done = run("score", "-", cwd=tmp_path, stdin=b"- a\n")
    assert done.code == 3
    assert done.errors[0].startswith("<stdin>:1:1: the whole file is a list")


def test_all_faults_in_one_run_sorted_by_place(tmp_path: Path) -> None:
    lines = ["versoin: 1", "system:", "  name: no", "  answers: {busiest: tenfolt}", "interactions:"]
    lines += [f"- {{id: {name}, from: A, to: B, purpse: p}}" for name in ("a", "b", "a")]
    lines += ["flows: [{name: f, steps: [a, z]}]", "system: {name: again}"]
    (tmp_path / "f").write_text("\n".join(lines))
    done = run("score", "f", cwd=tmp_path)
    places = [tuple(map(int, line.split(":")[1:3])) for line in done.errors[:-1]]
    assert done.code == 3
    assert places == sorted(places)
    assert len(places) == 10
    assert done.errors[-1] == "... and 3 more faults"


@pytest.mark.parametrize(
    ("count", "last"), [(9, None), (10, None), (11, "... and 1 more fault"), (12, "... and 2 more faults")]
)
def test_ten_lines_then_one_with_the_rest(count: int, last: str | None, faults: Callable[[bytes], list[str]]) -> None:
    told = faults(SMALLEST + b"".join(b"k%d: v\n" % number for number in range(count)))
    assert len(told) == min(count, 11)
    assert (told[-1] if told[-1].startswith("...") else None) == last


def test_place_deep_in_a_list(faults: Callable[[bytes], list[str]]) -> None:
    many = b"".join(b"- {id: i%d, from: A, to: B, purpose: p}\n" % number for number in range(5000))
    bad = b"-   id: z\n    from: A\n    to: [B, C]\n    purpose: p\n    answers:\n        needs:   reslt\n"
    (told,) = faults(SMALLEST + b"interactions:\n" + many + bad)
    assert told.startswith("f:5009:18: 'reslt' is not a value of needs")


def test_first_faults_by_place_even_of_thousands(faults: Callable[[bytes], list[str]]) -> None:
    """Duplicate keys are found while parsing, all else after it: the first lines are the first in the file even so."""
    first = b"".join(b"k%d: v\n" % number for number in range(3000))
    told = faults(SMALLEST + first + b"k0: v\n" * 3000)
    assert [line.split(" ")[0] for line in told[:10]] == [f"f:{line}:1:" for line in range(3, 13)]
    assert told[-1] == "... and 5990 more faults"


def test_nearest_of_thousands_of_names(faults: Callable[[bytes], list[str]]) -> None:
    many = b"".join(b"- {id: i%d, from: Service%d, to: B, purpose: p}\n" % (number, number) for number in range(5000))
    (told,) = faults(SMALLEST + b"interactions:\n" + many + b"parts: {Servise777: {}}\n")
    assert told == (
        "f:5004:9: no interaction has the sender or receiver 'Servise777'; expected Service0, B, Service1, Service2, "
        "Service3, Service4, Service5, Service6 or another of 5001; did you mean 'Service777'?"
    )


def test_no_hint_where_no_name_is_near(faults: Callable[[bytes], list[str]]) -> None:
    (told,) = faults(SMALLEST + b"qqqqqq: 1\n")
    assert "did you mean" not in told


# --- what stays small and quick, whatever comes ------------------------------------------------------------


def _bomb() -> bytes:
    levels = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 12)]
    return b"\n".join(levels)


HUGE: dict[str, Callable[[], bytes]] = {
    "alias bomb": _bomb,
    "20,000 deep in braces": lambda: b"{a: " * 20_000,
    "20,000 deep in braces, closed": lambda: b"{a: " * 20_000 + b"}" * 20_000,
    "20,000 deep in brackets": lambda: b"[" * 20_000 + b"]" * 20_000,
    "20,000 deep by dashes": lambda: b"- " * 20_000,
    "millions deep": lambda: b"[" * (60 * MB),
    "a scalar of 30 MB": lambda: b"version: 1\nsystem: {name: " + b"x" * (30 * MB) + b"}\n",
    "a key of 30 MB": lambda: b"x" * (30 * MB) + b": 1\n",
    "a quoted scalar of 30 MB": lambda: b'version: 1\nsystem: {name: "' + b"x\\n" * (10 * MB) + b'"}\n',
    "a comment of 60 MB": lambda: b"#" + b"x" * (60 * MB),
    "60 MB of blank lines": lambda: b"\n" * (60 * MB),
    "60 MB of tag directives": lambda: b"".join(b"%%TAG !a%d! tag:x\n" % n for n in range(3_000_000)),
    "15 million empty lists": lambda: b"[" + b"[]," * 15_000_000 + b"]",
    "15 million documents": lambda: b"---\n" * 15_000_000,
    "larger than 64 MB": lambda: SMALLEST + b"#" * (MAX_BYTES + 1),
    "a million unknown keys": lambda: SMALLEST + b"".join(b"k%d: v\n" % n for n in range(1_000_000)),
    "100,001 interactions": lambda: (
        SMALLEST + b"interactions:\n" + b"- {id: i, from: F, to: T, purpose: p}\n" * 100_001
    ),
    "100,000 parts that are no ends": lambda: (
        INTERACTION
        + b"".join(b"- {id: i%d, from: F%d, to: T, purpose: p}\n" % (n, n) for n in range(100_000))
        + b"parts:\n"
        + b"".join(b"  P%d: {}\n" % n for n in range(100_000))
    ),
    "100,000 steps that are no interactions": lambda: (
        INTERACTION
        + b"".join(b"- {id: i%d, from: A, to: B, purpose: p}\n" % n for n in range(100_000))
        + b"flows:\n- name: f\n  steps:\n"
        + b"".join(b"  - s%d\n" % n for n in range(100_000))
    ),
    "300,000 receivers twice": lambda: INTERACTION.replace(
        b"to: B", b"to: [" + b"".join(b"P%d, " % (n // 2) for n in range(600_000)) + b"]"
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HUGE)
def test_huge_input_is_refused_in_bounds(name: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(HUGE[name]())
    memory = 1024 if name == "15 million empty lists" else 600
    done = run("score", "f", cwd=tmp_path, memory=memory * MB, seconds=40)
    assert done.code == 3
    assert 1 <= len(done.errors) <= 11
    assert all(len(line) < 400 for line in done.errors)


@pytest.mark.parametrize("data", [b"[" + b"a," * 2000, b"[" + b"{}," * 2000, b"[" * 25 + b"a," * 2000])
def test_number_of_values_is_bounded(
    data: bytes, faults: Callable[[bytes], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "MAX_VALUES", 1000)
    told = faults(data)
    assert told[-1].endswith(": more than 1,000 values")
    assert len(told) == (2 if data.startswith(b"[[") else 1)


def test_endless_device_is_read_to_the_limit_only(tmp_path: Path) -> None:
    done = run("score", "/dev/zero", cwd=tmp_path, memory=400 * MB)
    assert (done.code, done.errors) == (3, ["/dev/zero: the file is larger than 64 MB"])


# --- what is unusual and right -------------------------------------------------------------------------------

RIGHT: dict[str, bytes] = {
    "JSON": json.dumps(
        {
            "version": 1,
            "system": {"name": 'Shop "1" é', "answers": {"hurt": ["slow-at-peak"]}},
            "interactions": [
                {"id": "a", "from": "A", "to": ["B"], "purpose": "p", "answers": {"needs": None}, "figures": {"n": 4}}
            ],
        },
        indent="\t",
    ).encode(),
    "JSON on one line": b'{"version":1,"system":{"name":"Shop"},"interactions":[]}',
    "CRLF": INTERACTION.replace(b"\n", b"\r\n"),
    "byte order mark": b"\xef\xbb\xbf" + INTERACTION,
    "document marks": b"%YAML 1.1\n---\n" + SMALLEST + b"...\n",
    "no end of line": SMALLEST.rstrip(),
    "blank everywhere": SMALLEST.replace(b"}", b", answers: }") + b"parts:\ninteractions:\nflows:\n",
    "words in quotes": INTERACTION + b'  answers: {needs: \'result\', "takes": "unknown"}\n',
    "one tick without a list": INTERACTION + b"  answers: {damage: twice}\n",
    "names in quotes that look like others": INTERACTION.replace(b"from: A", b'from: "no"').replace(
        b"to: B", b"to: ['012']"
    ),
    "wide, right-to-left and combined names": INTERACTION.replace(b"from: A", "from: 注文サービス".encode()).replace(
        b"to: B", "to: [שירות, 'e\u0301', '👩\u200d💻']".encode()
    ),
    "longest text": SMALLEST.replace(b"Shop", b"x" * MAX_SCALAR),
    "block texts": SMALLEST.replace(b"{name: Shop}", b"\n  name: >\n    My\n    shop"),
    "an anchor that nothing uses": INTERACTION.replace(b"from: A", b"from: &a A"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_unusual_but_right(name: str, faults: Callable[[bytes], list[str]]) -> None:
    assert faults(RIGHT[name]) == []


def test_every_error_of_a_list_says_what_was_expected(faults: Callable[[bytes], list[str]]) -> None:
    """Of all lines above: file, line and column first; then what is wrong and what would be right."""
    for data, _ in WRONG.values():
        for line in faults(data):
            assert re.match(r"f(:\d+:\d+)?: ", line), line
            assert "; expected " in line or re.search(r" has no '|not YAML: |nested deeper than", line), line
