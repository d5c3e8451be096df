"""The checks of a rule base: one thing is broken at a time, and the fault is told with its place and what was expected.

Each test copies rules/, adds a small file of sound entries of every kind, and breaks one by replacing some text.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amounts import amount
from archadvisor.errors import FileError, RulesError
from archadvisor.knowledge import build, load
from archadvisor.knowledge.shapes import SAFE_SAID
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.packaged import folder

FILE = "zz.yaml"
SOUND = """\
questions:
  - id: zz-pace
    theme: latency
    scope: interaction
    kind: choice
    ask: [business]
    settles: [style]
    short: pace
    prompt: "How fast, {from}?"
    why: "To test."
    usual: [{values: [slow], when: {needs: nothing}}]
    options:
      - {value: quick, label: quick, short: quick, example: a hare}
      - {value: slow, label: slow, short: slow, example: a snail}
      - {value: still, label: still, short: still, example: a stone, ask_when: {needs: nothing}}
  - id: zz-house
    theme: security
    scope: system
    kind: choice
    ask: [business]
    settles: [style]
    short: house
    prompt: "Which house?"
    why: "To test."
    options:
      - {value: left, label: left, short: left, example: a}
      - {value: right, label: right, short: right, example: b}
      - {value: upper, label: upper, short: upper, example: c}
      - {value: lower, label: lower, short: lower, example: d}
rules:
  - {id: zz-quick, when: {zz-pace: quick}, favours: request, step: strong,
     because: "{from} hurries", reason: r, claims: [zz-said]}
  - {id: zz-slow, when: {zz-pace: slow}, given: {zz-house: left}, favours: event, step: slight,
     because: b, reason: r, claims: [zz-said]}
  - {id: zz-left, when: {zz-house: left}, favours: event, step: slight, because: b, reason: r, claims: [zz-said]}
gates:
  - {id: zz-gate, form: keep-together, when: {zz-pace: still}, because: b, against: a, otherwise: o,
     claims: [zz-said]}
patterns:
  - {id: zz-guard, role: safeguard, name: guard, styles: [event], when: {zz-pace: slow},
     because: b, build: w, in: both, price: p, mitigates: [zz-said], checks: [c], claims: [zz-said]}
costs:
  - {id: zz-cost, claim: zz-said, title: t, forms: [queue], because: b, mitigations: [m]}
disputes:
  - {id: zz-dispute, when: {zz-pace: quick, needs: nothing}, questions: [zz-pace, needs], because: b}
archetypes:
  - id: zz-kind
    name: n
    from: A
    to: [B]
    purpose: p
    answers: {zz-pace: quick}
    typical: {needs: result}
    expect: request
    examples: [{system: one, what: w}, {system: two, what: w}]
    claims: [zz-said]
sources:
  - {id: zz-source, title: t}
claims:
  - {id: zz-said, source: zz-source, text: t}
terms:
  - {id: zz-term, term: t, meaning: m, claims: [zz-said]}
joined:
  - id: zz-both
    scope: interaction
    short: both
    prompt: "Both, {from}?"
    why: "To test."
    options:
      - {value: one, label: one, short: one, example: e, answers: {zz-pace: quick, needs: result}}
      - {value: two, label: two, short: two, example: e, answers: {zz-pace: slow, needs: nothing}}
interview: [{question: zz-both}]
"""


def line_of(text: str) -> int:
    """Return the line of the sound file on which this stands."""
    return SOUND[: SOUND.index(text)].count("\n") + 1


Load = Callable[..., list[str]]


@pytest.fixture
def told(tmp_path: Path) -> Load:
    """What is said of the rules with this text in the sound file replaced, or the copied folder changed."""

    def said(old: str = "", new: str = "", shipped: Callable[[Path], None] | None = None) -> list[str]:
        rules = tmp_path / "rules"
        shutil.copytree(folder("rules"), rules)
        assert old in SOUND
        (rules / FILE).write_text(SOUND.replace(old, new, 1) if old else SOUND, encoding="utf-8")
        if shipped:
            shipped(rules)
        with nullcontext() if not (old or shipped) else pytest.raises(RulesError) as caught:
            load(rules)
        return caught.value.lines() if caught else []

    return said


def test_the_sound_file_is_sound(told: Load) -> None:
    assert told() == []


BROKEN: dict[str, tuple[str, str, str, str]] = {
    # what: (old, new, a text on the line that is told, what is told; {} stands for the rest)
    "question of a rule": (
        "when: {zz-pace: quick}, favours",
        "when: {zz-pce: quick}, favours",
        "id: zz-quick",
        ":5: the rule zz-quick uses 'zz-pce'; expected a question; did you mean 'zz-pace'?",
    ),
    "value of a rule": (
        "when: {zz-pace: quick}, favours",
        "when: {zz-pace: quik}, favours",
        "id: zz-quick",
        ":5: the rule zz-quick uses 'quik', which is not a value of zz-pace; expected quick, slow, still; "
        "did you mean 'quick'?",
    ),
    "two questions of a rule": (
        "when: {zz-pace: quick}, favours",
        "when: {zz-pace: quick, needs: result}, favours",
        "id: zz-quick",
        ":26: 'when' of a rule names one question and one option; expected {needs: result}",
    ),
    "question of a guard": (
        "given: {zz-house: left}",
        "given: {zz-hous: left}",
        "id: zz-slow",
        ":5: no question 'zz-hous' can be used in this condition; expected {}; did you mean 'zz-house'?",
    ),
    "value of a guard": (
        "given: {zz-house: left}",
        "given: {zz-house: [left, rihgt]}",
        "id: zz-slow",
        ":5: 'rihgt' is not a value of zz-house; expected left, right, upper, lower; did you mean 'right'?",
    ),
    "part without an end in a condition": (
        "given: {zz-house: left}",
        "given: {owner: outside}",
        "id: zz-slow",
        ":5: no question 'owner' can be used in this condition; expected {}; did you mean 'to.owner'?",
    ),
    "question asked later": (
        "example: a stone, ask_when: {needs: nothing}",
        "example: a stone, ask_when: {zz-later: x}",
        "value: still",
        ":9: no question 'zz-later' can be used in this condition; expected {}",
    ),
    "question about itself": (
        "ask_when: {needs: nothing}",
        "ask_when: {zz-pace: quick}",
        "value: still",
        ":9: zz-pace is asked later, so 'ask_when' cannot use it",
    ),
    "option never reached": (
        "ask_when: {needs: nothing}",
        "ask_when: {all: [{needs: nothing}, {needs: result}]}",
        "value: still",
        ":9: the option zz-pace.still can never be reached",
    ),
    "question never asked": (
        '    prompt: "How fast',
        '    ask_when: {needs: result, not: {needs: result}}\n    prompt: "How fast',
        "id: zz-pace",
        ":5: zz-pace can never be asked",
    ),
    "system question that looks at a row": (
        '    prompt: "Which',
        '    ask_when: {needs: result}\n    prompt: "Which',
        "id: zz-house",
        ":5: no question 'needs' can be used in this condition; expected {}",
    ),
    "key": (
        "theme: latency\n    scope: interaction",
        "thema: latency\n    scope: interaction",
        "theme: latency",
        ":5: unknown key 'thema' in a question; expected id, theme, scope, kind, ask, settles, short, prompt or "
        "another of {}; did you mean 'theme'?",
    ),
    "missing key": (
        '    why: "To test."\n    usual: [{values',
        "    usual: [{values",
        "id: zz-pace",
        ":5: a question has no 'why'",
    ),
    "kind of file": (
        "disputes:",
        "disputs:",
        "disputes:",
        ":1: unknown key 'disputs' in a rule file; expected {}; did you mean 'disputes'?",
    ),
    "theme": (
        "theme: latency\n    scope: interaction",
        "theme: latencies\n    scope: interaction",
        "theme: latency",
        ":12: 'latencies' is not a value of theme; expected latency, consistency, volume, expertise, coupling, "
        "resilience, debugging, ecosystem, business or security; did you mean 'latency'?",
    ),
    "style": (
        "favours: request",
        "favours: neither",
        "id: zz-quick",
        ":53: 'neither' is not a value of favours; expected request or event",
    ),
    "step": (
        "step: strong",
        "step: stronger",
        "id: zz-quick",
        ":68: 'stronger' is not a value of step; expected slight, clear, strong, decisive or ruling; "
        "did you mean 'strong'?",
    ),
    "two unguarded rules on one option": (
        "when: {zz-pace: slow}, given: {zz-house: left}",
        "when: {zz-pace: quick}",
        "id: zz-slow",
        ":5: the rules zz-quick and zz-slow both apply to zz-pace: quick; expected one of them, "
        "or a guard ('given') on one",
    ),
    "strong system rule": (
        "when: {zz-house: left}, favours: event, step: slight",
        "when: {zz-house: left}, favours: event, step: strong",
        "id: zz-left",
        ":5: the system rule zz-left is strong; expected at most clear",
    ),
    "ruling system rule": (
        "when: {zz-house: left}, favours: event, step: slight",
        "when: {zz-house: left}, favours: event, step: ruling",
        "id: zz-left",
        ":5: the system rule zz-left is ruling; expected at most clear",
    ),
    "claim": (
        "reason: r, claims: [zz-said]",
        "reason: r, claims: [zz-sayd]",
        "id: zz-quick",
        ":5: no claim 'zz-sayd'; expected {}; did you mean 'zz-said'?",
    ),
    "no claim": (
        "reason: r, claims: [zz-said]",
        "reason: r, claims: []",
        '"{from} hurries"',
        ":52: claims is empty; expected at least one",
    ),
    "missing claims": (
        "because: b, reason: r, claims: [zz-said]}\ngates",
        "because: b, reason: r}\ngates",
        "id: zz-left",
        ":5: a rule has no 'claims'",
    ),
    "claim that nothing cites": (
        "claims:\n",
        "claims:\n  - {id: zz-unheard, source: zz-source, text: t}\n",
        "id: zz-said",
        ":5: nothing cites the claim zz-unheard",
    ),
    "claim of no source": (
        "source: zz-source, text",
        "source: zz-sauce, text",
        "id: zz-said",
        ":5: no source 'zz-sauce'; expected {}; did you mean 'zz-source'?",
    ),
    "claim of a cost": (
        "claim: zz-said, title",
        "claim: zz-sad, title",
        "id: zz-cost",
        ":5: no claim 'zz-sad'; expected {}; did you mean 'zz-said'?",
    ),
    "mitigated claim": (
        "mitigates: [zz-said]",
        "mitigates: [zz-siad]",
        "id: zz-guard",
        ":5: no claim 'zz-siad'; expected {}; did you mean 'zz-said'?",
    ),
    "form of a gate": (
        "form: keep-together",
        "form: keep-togeter",
        "id: zz-gate",
        ":5: no form 'keep-togeter'; expected {}; did you mean 'keep-together'?",
    ),
    "gate to a style": (
        "form: keep-together",
        "form: queue",
        "id: zz-gate",
        ":5: the form queue does not have the style 'neither'",
    ),
    "form of a cost": (
        "forms: [queue]",
        "forms: [quue]",
        "id: zz-cost",
        ":5: no form 'quue'; expected {}; did you mean 'queue'?",
    ),
    "excluded pattern": (
        "role: safeguard, name: guard,",
        "role: safeguard, name: guard, not_with: [outbx],",
        "id: zz-guard",
        ":5: no pattern 'outbx'; expected {}; did you mean 'outbox'?",
    ),
    "excluded itself": (
        "role: safeguard, name: guard,",
        "role: safeguard, name: guard, not_with: [zz-guard],",
        "id: zz-guard",
        ":5: zz-guard cannot exclude itself; expected another id",
    ),
    "safeguard with a gain": (
        "role: safeguard, name: guard,",
        "role: safeguard, name: guard, gain: g,",
        "id: zz-guard",
        ":56: 'gain' is not allowed for a safeguard",
    ),
    "form without a gain": (
        "role: safeguard, name: guard, styles: [event],",
        "role: form, name: guard, style: event, means: m,",
        "id: zz-guard",
        ":5: a form has no 'gain'",
    ),
    "last form with a condition": (
        "role: safeguard, name: guard, styles: [event],",
        "role: form, name: guard, style: event, means: m, gain: g,",
        "id: zz-guard",
        ":5: the last form of the style event has a condition, or is missing; expected a form without 'when'",
    ),
    "question of a dispute": (
        "questions: [zz-pace, needs]",
        "questions: [zz-pase, needs]",
        "id: zz-dispute",
        ":5: no question 'zz-pase'; expected {}; did you mean 'zz-pace'?",
    ),
    "archetype that prefills what decides": (
        "answers: {zz-pace: quick}",
        "answers: {zz-pace: quick, needs: result}",
        "id: zz-kind",
        ":5: the archetype zz-kind prefills needs, which is never prefilled",
    ),
    "value of a guess": (
        "values: [slow]",
        "values: [slwo]",
        "usual:",
        ":13: 'slwo' is not a value of zz-pace; expected quick, slow, still; did you mean 'slow'?",
    ),
    "two values of a guess where one is taken": (
        "values: [slow]",
        "values: [slow, quick]",
        "usual:",
        ":13: zz-pace takes one value",
    ),
    "question of an option for several": (
        "answers: {zz-pace: slow, needs: nothing}",
        "answers: {zz-house: left, needs: nothing}",
        "- {value: two",
        ":9: no question 'zz-house' about an interaction; expected {}",
    ),
    "question of the interview": (
        "interview: [{question: zz-both}]",
        "interview: [{question: zz-bth}]",
        "[{question: zz-both}]",
        ":13: no question 'zz-bth'; expected {}; did you mean 'zz-both'?",
    ),
    "value of an archetype": (
        "typical: {needs: result}",
        "typical: {needs: reslt}",
        "id: zz-kind",
        ":5: 'reslt' is not a value of needs; expected result, accepted, nothing; did you mean 'result'?",
    ),
    "question of an archetype": (
        "answers: {zz-pace: quick}",
        "answers: {zz-house: left}",
        "id: zz-kind",
        ":5: no question 'zz-house' about an interaction; expected {}",
    ),
    "two values of one choice": (
        "answers: {zz-pace: quick}",
        "answers: {zz-pace: [quick, slow]}",
        "id: zz-kind",
        ":5: zz-pace takes one value",
    ),
    "one example": (
        "{system: one, what: w}, ",
        "",
        "id: zz-kind",
        ":5: the archetype zz-kind has fewer than two real examples",
    ),
    "standard_when on a row": (
        "    expect: request",
        "    standard_when: {needs: result}\n    expect: request",
        "id: zz-kind",
        ":5: no question 'needs' can be used in this condition; expected {}",
    ),
    "placeholder of a rule": (
        '"{from} hurries"',
        '"{form} hurries"',
        "id: zz-quick",
        ":5: no value for the placeholder {form}; expected {from}, {to}, {purpose}; did you mean 'from'?",
    ),
    "placeholder of a system question": (
        '"Which house?"',
        '"Which house, {from}?"',
        "id: zz-house",
        ":5: no value for the placeholder {from}; expected no placeholder here",
    ),
    "placeholder where nothing is filled": (
        "    name: n",
        '    name: "{from}"',
        "id: zz-kind",
        ":5: no value for the placeholder {from}; expected no placeholder here",
    ),
    "id twice in one kind": (
        "id: zz-slow,",
        "id: zz-quick,",
        "id: zz-slow",
        f":5: the id 'zz-quick' is already used at {FILE}:{line_of('id: zz-quick')}:5",
    ),
    "id twice over kinds": (
        "id: zz-term,",
        "id: zz-said,",
        "id: zz-term",
        f":5: the id 'zz-said' is already used at {FILE}:{line_of('id: zz-said')}:5",
    ),
    "id of the shipped rules": (
        "id: zz-term,",
        "id: payment,",
        "id: zz-term",
        ":5: the id 'payment' is already used at archetypes.yaml:{}",
    ),
    "id that is none": (
        "id: zz-term,",
        "id: ZZ Term,",
        "id: zz-term",
        f":10: 'ZZ Term' is not an allowed word; expected {SAFE_SAID}",
    ),
    "option twice": (
        "{value: slow, label: slow",
        "{value: quick, label: slow",
        "value: slow",
        ":9: the option 'quick' is listed twice in zz-pace",
    ),
    "option called unknown": (
        "{value: lower,",
        "{value: unknown,",
        "value: lower",
        ":9: 'unknown' is reserved, so no option can have this value",
    ),
    "duplicate key": (
        "title: t}",
        "title: t, title: u}",
        "id: zz-source",
        f":31: the key 'title' is repeated (first on line {line_of('id: zz-source')}); expected each key once",
    ),
    "alias": (
        "meaning: m",
        "meaning: *m",
        "id: zz-term",
        ":37: an alias ('*m'); expected the value itself",
    ),
    "not YAML": (
        "  - {id: zz-gate,",
        "  - {id: zz-gate: a,",
        "id: zz-gate",
        ":17: not YAML: did not find expected ',' or '}' while parsing a flow mapping from line {}",
    ),
    "second method": (
        "gates:\n",
        'method: {version: "2"}\ngates:\n',
        "gates:\n",
        ":9: 2 entries 'method'; expected one",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_one_thing_broken(what: str, told: Load) -> None:
    old, new, near, expected = BROKEN[what]
    pattern = re.escape(f"{FILE}:{line_of(near)}{expected}").replace(r"\{\}", ".+")
    lines = told(old, new)
    assert [line for line in lines if re.fullmatch(pattern, line)], lines


# Words that some YAML reader takes for something else, bare or in quotes.
@pytest.mark.parametrize(
    "word", ["no", "on", "012", "2024-01-01", "Yes", "null", "1e3", "~", "0x1F", "1:20", "a_b", "Slow", ".inf"]
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_option_value_that_is_no_safe_word(word: str, quote: str, told: Load) -> None:
    lines = told("{value: slow,", f"{{value: {quote}{word}{quote},")
    place = f"{FILE}:{line_of('value: slow')}:17: "
    if word in ("null", "~") and not quote:
        assert f"{place}value is blank; expected a text" in lines
    else:
        assert [line for line in lines if line.startswith(place)] == [
            f"{place}'{word}' is not an allowed word; expected {SAFE_SAID}"
        ]


def test_system_rules_together_are_less_than_decisive(told: Load) -> None:
    def add(rules: Path) -> None:
        rows = [
            f"  - {{id: zz-{theme}, when: {{zz-house: {option}}}, favours: event, step: clear, theme: {theme},\n"
            "     because: b, reason: r, claims: [zz-said]}\n"
            for option, theme in (("right", "business"), ("upper", "debugging"), ("lower", "resilience"))
        ]
        path = rules / FILE
        text = path.read_text().replace("favours: event, step: slight, because", "favours: event, step: clear, because")
        path.write_text(text.replace("gates:\n", "".join(rows) + "gates:\n"))

    (line,) = told(shipped=add)
    assert re.match(
        r"\w+\.yaml:\d+:5: the strongest system rules for event add up to \d(\.\d)? over all themes; ", line
    )
    assert line.endswith("expected less than 2")


def test_no_method(told: Load) -> None:
    lines = told(shipped=lambda rules: (rules / "method.yaml").unlink())
    assert "rules: 0 entries 'method'; expected one" in lines


def test_method_without_a_step(told: Load) -> None:
    def weaken(rules: Path) -> None:
        path = rules / "method.yaml"
        path.write_text(path.read_text().replace("name: ruling", "name: rulling"))

    assert any(re.match(r"method\.yaml:\d+:3: no step 'ruling'", line) for line in told(shipped=weaken))


@pytest.mark.parametrize("number", ["0", "-1", "nan", "inf", "1e400", "much", "[1]"])
def test_method_numbers(number: str, told: Load) -> None:
    def change(rules: Path) -> None:
        path = rules / "method.yaml"
        text, count = re.subn(r"scale: \{value: [^,]+,", f"scale: {{value: {number},", path.read_text())
        assert count == 1
        path.write_text(text)

    (line,) = told(shipped=change)
    assert re.fullmatch(r"method\.yaml:\d+:18: value is not a number above 0 and below 1000", line)


def test_last_stage_has_no_condition(told: Load) -> None:
    stage = 'stages:\n  - {id: zz-stage, kind: keep, when: {zz-house: left}, what: "{rows}", why: w}\nterms:'
    lines = told("terms:", stage)
    expected = "the last stage of the kind keep has a condition, or is missing; expected a stage without 'when'"
    assert lines == [f"{FILE}:{line_of('terms:') + 1}:5: {expected}"]


def test_all_faults_in_one_run(told: Load) -> None:
    """Over several files, of form and of sense; sorted by file and line, ten and the count of the rest."""

    def break_more(rules: Path) -> None:
        (rules / "aa.yaml").write_text("terms: [{id: aa}]\nbogus: 1\n")
        (rules / "bb.yaml").write_text("- a list\n")
        (rules / "cc.yaml").write_bytes(b"\xff")
        path = rules / FILE
        text = path.read_text()
        for old, new in (
            ("step: strong", "step: strng"),
            ("id: zz-slow", "id: zz-quick"),
            ("form: keep-t", "form: kept-t"),
            ("term: t,", "trem: t,"),
        ):
            text = text.replace(old, new)
        path.write_text(text)

    lines = told("reason: r, claims: [zz-said]", "reason: r, claims: [zz-sayd]", shipped=break_more)
    files = [line.split(":")[0] for line in lines[:-1]]
    assert files == ["aa.yaml"] * 4 + ["bb.yaml", "cc.yaml"] + [FILE] * 4
    assert lines[-1] == "... and 2 more faults"


def test_folder_that_is_no_rule_base(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for rules in (tmp_path, tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(FileError, match=r"no rule files \(\*\.yaml\) here"):
            load(rules)
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(FileError, match="Is a directory"):
        load(tmp_path)


# --- the shipped rules ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> KnowledgeBase:
    return load()


def test_shipped_rules_load(shipped: KnowledgeBase) -> None:
    assert shipped.rules
    assert shipped.method.version
    assert {question.scope for question in shipped.questions.values()} == {"system", "part", "interaction"}


def test_wrong_rules_are_exit_4() -> None:
    assert RulesError.exit_code == 4


def test_every_claim_is_cited_and_cites_a_source(shipped: KnowledgeBase) -> None:
    """Asked once more from the outside, without the checks that load() makes."""
    cited = {claim for rule in shipped.rules for claim in rule.claims}
    cited |= {claim for gate in shipped.gates for claim in gate.claims}
    cited |= {claim for p in (*shipped.forms.values(), *shipped.safeguards) for claim in (*p.claims, *p.mitigates)}
    cited |= {claim for cost in shipped.costs for claim in (cost.claim, *cost.claims)}
    cited |= {claim for archetype in shipped.archetypes.values() for claim in archetype.claims}
    cited |= {claim for term in shipped.terms for claim in term.claims}
    system: tuple[Any, ...] = (*shipped.findings, *shipped.figures.values(), *shipped.crossings, *shipped.stages)
    cited |= {claim for entry in system for claim in entry.claims}
    cited |= set(shipped.events.claims if shipped.events else ())
    assert cited == set(shipped.claims)
    assert {claim.source for claim in shipped.claims.values()} == set(shipped.sources)


def test_claims_are_in_our_own_words(shipped: KnowledgeBase) -> None:
    """One short statement each; nothing in the rules quotes ten words or more."""
    assert [claim.id for claim in shipped.claims.values() if len(claim.text.split()) > 40] == []
    for path in folder("rules").glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace('\\"', "“")
        long = [quoted for quoted in re.findall(r"“([^“\n]+)“", text) if len(quoted.split()) >= 10]
        assert long == []


# --- whatever stands in the files ----------------------------------------------------------------------------

FILES = {path.name: path.read_bytes() for path in folder("rules").glob("*.yaml")}
WORDS = sorted({word for data in FILES.values() for word in re.findall(rb"[\w-]+", data)})
SYNTAX = [
    b"",
    b"{",
    b"}",
    b"[",
    b"]",
    b": ",
    b",",
    b"\n",
    b"- ",
    b"*a",
    b"!!str ",
    b"~",
    b"no",
    b"012",
    b"[]",
    b"{}",
    b"{zz}",
]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, bytes]:
    """The shipped rules with a word, a line or a whole entry deleted, doubled, swapped or replaced."""
    files = dict(FILES)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(files)))
        data = files[name]
        unit = draw(st.sampled_from([rb"[\w-]+", rb".*\n", rb"[^\w\s]+\s*", rb"(?m)^ +- id:(?:.|\n)*?(?=^ +- id:|\Z)"]))
        found = [match.span() for match in re.finditer(unit, data)]
        if found:
            start, end = draw(st.sampled_from(found))
            other = draw(st.sampled_from(found))
            with_ = draw(
                st.sampled_from([b"", data[start:end] * 2, data[slice(*other)]]) | st.sampled_from(WORDS + SYNTAX)
            )
            files[name] = data[:start] + with_ + data[end:]
    return files


@pytest.mark.slow
@settings(max_examples=amount(60), deadline=None)
@given(files=mutated())
def test_mutated_rules_load_or_are_refused(files: dict[str, bytes]) -> None:
    lines: list[str] | None = None
    try:
        build(files)
    except RulesError as error:
        lines = error.lines()
    assert lines is None or 1 <= len(lines) <= 11
