"""Edits of the text of an answers file: what they write, and that nothing else changes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from amounts import amount
from archadvisor.answers.editing.door import rewrite
from archadvisor.answers.editing.edits import (
    AddInteraction,
    ChangeInteraction,
    Edit,
    RemoveInteraction,
    RemovePart,
    SetInteraction,
    SetName,
    SetPart,
    SetSystem,
    UneditableError,
)
from archadvisor.answers.editing.text import edited, new_file
from archadvisor.answers.reading import read
from archadvisor.answers.types import Answer, Answers, Flow, FlowStep, Interaction, Origin, Part
from archadvisor.api import load_knowledge
from archadvisor.errors import AnswersError, Place
from archadvisor.knowledge.types import Question, Scope
from archadvisor.source import comments, outline

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE = load_knowledge()
EXAMPLES = sorted(ROOT.glob("examples/*/answers.yaml"))


def said(*values: str, **more: Any) -> Answer:
    return Answer(frozenset(values), **more)


UNKNOWN = said(known=False)
FILES = settings(deadline=None, max_examples=amount(150), suppress_health_check=[HealthCheck.too_slow])
DICE = st.integers(0, 2**64).map(Random)


def answers_of(text: str) -> Answers:
    return read(text.encode(), "a", KNOWLEDGE)


# --- what is written, to the letter ---------------------------------------------------------------------

HEAD = """\
version: 1
system:
  name: Shop  # ours
"""
ROWS = """\
interactions:
  - id: a
    from: Order
    to: [Mail]
    purpose: tell
"""


def test_a_new_file_grows_in_the_order_of_the_format() -> None:
    text = new_file("Web shop")
    assert text == ("# yaml-language-server: $schema=./answers.schema.json\nversion: 1\n\nsystem:\n  name: Web shop\n")
    edits: list[Edit] = [
        AddInteraction("order-to-mail", "Order", ("Mail",), "confirmation", current="call"),
        SetInteraction("order-to-mail", "damage", said("lost"), ticks=True),
        SetInteraction("order-to-mail", "needs", said("nothing")),
        SetPart("Mail", "owner", said("outside", note="since: May")),
        SetPart("Mail", "reach", UNKNOWN),
        AddInteraction("pay", "Order", ("Payment", "Bank"), "", archetype="payment"),
        SetSystem("busiest", said("tenfold", origin=Origin.BLOCK)),
    ]
    grown = """\

system:
  name: Web shop
  answers:
    busiest: {value: tenfold, from: block}

parts:
  Mail: {owner: {value: outside, note: "since: May"}, reach: unknown}

interactions:
  - id: order-to-mail
    from: Order
    to: [Mail]
    purpose: confirmation
    current: call
    answers:
      damage: [lost]
      needs: nothing

  - id: pay
    from: Order
    to: [Payment, Bank]
    archetype: payment
"""
    assert edited(text, edits).partition("version: 1\n")[2] == grown
    for edit in edits:
        text = edited(text, [edit])
    assert text.partition("version: 1\n")[2] == grown


@given(DICE)
@settings(deadline=None, max_examples=20)
def test_a_new_file_is_the_same_in_any_order_of_answers(dice: Random) -> None:
    rows: list[Edit] = [AddInteraction("a", "A", ("B",), "ask"), AddInteraction("b", "C", ("D",), "tell")]
    known = {name: said("same-team") for name in "ABCD"}
    answers: list[Edit] = [SetPart(name, "owner", answer) for name, answer in known.items()]
    for scope in (Scope.SYSTEM, Scope.INTERACTION):
        for question in KNOWLEDGE.of_scope(scope):
            answer = _answer(dice, question)
            if scope is Scope.SYSTEM:
                answers.append(SetSystem(question.id, answer, question.ticks))
            else:
                answers += [SetInteraction(row, question.id, answer, question.ticks) for row in "ab"]
    files = []
    for _ in range(2):
        text = edited(new_file("x"), rows)
        for edit in dice.sample(answers, len(answers)):
            text = edited(text, [edit], order=[*KNOWLEDGE.questions, *"ABCD"])
        files.append(text)
    assert files[0] == files[1]
    assert files[0] == edited(new_file("x"), [*rows, *answers], order=[*KNOWLEDGE.questions, *"ABCD"])


CASES: dict[str, tuple[str, list[Edit], str]] = {
    "in place, the comment keeps its column": (
        "    answers:\n      needs: result     # why\n      wants: action\n",
        [SetInteraction("a", "needs", said("accepted"))],
        "    answers:\n      needs: accepted   # why\n      wants: action\n",
    ),
    "in place, no room for the comment": (
        "    answers:\n      needs: result # why\n",
        [SetInteraction("a", "needs", said("result", who="Ada"))],
        "    answers:\n      needs: {value: result, who: Ada} # why\n",
    ),
    "in a flow mapping": (
        "    answers: {needs: result, wants: action}  # both\n",
        [SetInteraction("a", "needs", UNKNOWN), SetInteraction("a", "damage", said("twice", "lost"))],
        "    answers: {needs: unknown, wants: action, damage: [lost, twice]}  # both\n",
    ),
    "a flow mapping that gets too long": (
        "    answers: {needs: result, wants: action, stands-still: person, by-when: seconds, "
        "'takes': \"seconds\"}  # all\n    current: call\n",
        [SetInteraction("a", "ten-minutes", said("cannot"))],
        "    answers:  # all\n      needs: result\n      wants: action\n      stands-still: person\n"
        "      by-when: seconds\n      'takes': \"seconds\"\n      ten-minutes: cannot\n    current: call\n",
    ),
    "a list in block style": (
        "    answers:\n      damage:   # since May\n        - lost  # once\n        # often\n        - twice # often\n"
        "      needs: result\n",
        [SetInteraction("a", "damage", said("twice"), ticks=True)],
        "    answers:\n      damage: [twice]   # since May\n        # once\n        # often\n        # often\n"
        "      needs: result\n",
    ),
    "a list without indentation": (
        "    answers:\n      damage:\n      - lost\n      - twice\n      needs: result\n",
        [SetInteraction("a", "damage", said("twice"), ticks=True)],
        "    answers:\n      damage: [twice]\n      needs: result\n",
    ),
    "the same ticks in the team's order": (
        "    answers: {damage: [twice, lost]}\n",
        [SetInteraction("a", "damage", said("lost", "twice"))],
        "    answers: {damage: [twice, lost]}\n",
    ),
    "behind the comments that belong to the answers": (
        "    answers:\n      needs: result\n      # by-when: hours\n\n    # numbers\n    figures: {rate: 4/s}\n",
        [SetInteraction("a", "wants", said("action")), ChangeInteraction("a", current="call")],
        "    current: call\n    answers:\n      needs: result\n      # by-when: hours\n      wants: action\n\n"
        "    # numbers\n    figures: {rate: 4/s}\n",
    ),
    "answers with nothing in them": (
        "    answers:   # none yet\n    figures: {}\n",
        [SetInteraction("a", "needs", said("result"))],
        "    answers:   # none yet\n      needs: result\n    figures: {}\n",
    ),
    "answers in empty braces": (
        "    answers: {}  # none yet\n",
        [SetInteraction("a", "needs", said("result"))],
        "    answers:  # none yet\n      needs: result\n",
    ),
    "an answer with nothing in it": (
        "    answers:\n      needs:\n      wants:   # what?\n      takes: ~\n",
        [
            SetInteraction("a", "needs", said("result")),
            SetInteraction("a", "wants", said("action")),
            SetInteraction("a", "takes", said("hours")),
        ],
        "    answers:\n      needs: result\n      wants: action  # what?\n      takes: hours\n",
    ),
    "a note in many lines": (
        "    answers:\n      needs:\n        value: result\n        note: |  # by Ada\n          one # no comment\n\n"
        "      wants: action\n",
        [SetInteraction("a", "needs", said("result"))],
        "    answers:\n      needs: result\n        # by Ada\n\n      wants: action\n",
    ),
    "braces over many lines": (
        "    answers: {\n      needs: result,  # why\n      wants: action   # so\n    }\n",
        [SetInteraction("a", "takes", said("hours")), SetInteraction("a", "damage", said("lost"), ticks=True)],
        "    answers: {\n      needs: result,  # why\n      wants: action,   # so\n      takes: hours,\n"
        "      damage: [lost]\n    }\n",
    ),
    "an answer taken out": (
        "    answers:\n      needs: result  # why\n      wants: action\n",
        [SetInteraction("a", "needs", None)],
        "    answers:\n      # why\n      wants: action\n",
    ),
    "an answer taken out of braces": (
        "    answers: {needs: result, wants: action, takes: hours}\n",
        [SetInteraction("a", "takes", None), SetInteraction("a", "needs", None), SetInteraction("a", "by-when", None)],
        "    answers: {wants: action}\n",
    ),
    "a row like the others": (
        "  - {id: b, from: Order, to: [Mail], purpose: x}   # short\n\n# the end\n",
        [AddInteraction("c", "A", ("B",), "ask"), AddInteraction("a2", "A", ("C",), "z", after="a")],
        "  - {id: a2, from: A, to: [C], purpose: z}\n  - {id: b, from: Order, to: [Mail], purpose: x}   # short\n"
        "  - {id: c, from: A, to: [B], purpose: ask}\n\n# the end\n",
    ),
    "a row behind another": (
        "\n  # b it is\n  - id: b\n    archetype: payment\n",
        [AddInteraction("c", "A", ("B",), "ask", after="a"), AddInteraction("d", "A", ("B",), "z", after="c")],
        "\n  - id: c\n    from: A\n    to: [B]\n    purpose: ask\n\n"
        "  - id: d\n    from: A\n    to: [B]\n    purpose: z\n\n"
        "  # b it is\n  - id: b\n    archetype: payment\n",
    ),
    "a row taken out": (
        "  # b it is\n  - id: b   # really\n    archetype: payment\n  - id: c\n    archetype: payment\n",
        [RemoveInteraction("b")],
        "  # b it is\n  # really\n  - id: c\n    archetype: payment\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_edit(name: str) -> None:
    before, edits, after = CASES[name]
    new = edited(HEAD + ROWS + before, edits)
    assert new == HEAD + ROWS + after
    answers_of(new)


def test_what_an_interaction_says_of_itself_changes_in_place() -> None:
    text = HEAD + ROWS + "    current: call  # today\n    archetype: payment\n"
    new = edited(text, [ChangeInteraction("a", "Sales", ("Post", "Fax"), "no", "message", "")])
    assert (
        new
        == HEAD
        + """\
interactions:
  - id: a
    from: Sales
    to: [Post, Fax]
    purpose: "no"
    current: message  # today
"""
    )


@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        (
            '{"version": 1, "system": {"name": "x"}, "interactions": []}',
            [
                SetSystem("busiest", said("same")),
                AddInteraction("a", "A", ("B",), "ask"),
                SetInteraction("a", "damage", said("lost", "twice")),
            ],
            '{"version": 1, "system": {"name": "x", "answers": {"busiest": "same"}}, "interactions": '
            '[{"id": "a", "from": "A", "to": ["B"], "purpose": "ask", "answers": {"damage": ["lost", "twice"]}}]}',
        ),
        (
            '{\n  "version": 1,\n  "system": {\n    "name": "x"\n  }\n}\n',
            [SetName("\u200fא"), SetSystem("busiest", said("same")), SetPart("A", "owner", UNKNOWN)],
            '{\n  "version": 1,\n  "system": {\n    "name": "\\u200fא",\n    "answers": {"busiest": "same"}\n  },\n'
            '  "parts": {"A": {"owner": "unknown"}}\n}\n',
        ),
    ],
    ids=["in one line", "in many lines"],
)
def test_json_stays_json(before: str, edits: list[Edit], after: str) -> None:
    assert edited(before, edits) == after
    json.loads(after)
    answers_of(after)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_an_answer_changes_one_line_of_an_example(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    answers = answers_of(text)
    for row in answers.interactions:
        other = said("result" if row.answers.get("needs") != said("result") else "nothing")
        there = "needs" in re.split(r"\n  - id: ", text.partition(f"- id: {row.id}\n")[2])[0]
        old = text.splitlines()
        new = edited(text, [SetInteraction(row.id, "needs", other)]).splitlines()
        assert len(new) == len(old) + (not there)
        assert len(set(old) - set(new)) <= 1
    assert edited(text, [SetSystem(key, answer) for key, answer in answers.system.items() if answer.known]) == text


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "edit", "message"),
    [
        (HEAD + ROWS, AddInteraction("a", "A", ("B",), "ask"), "a:5:5: the interaction 'a' exists already"),
        (HEAD + ROWS, SetInteraction("b", "needs", UNKNOWN), "a: no interaction 'b'"),
        (HEAD + ROWS, ChangeInteraction("b", current="call"), "a: no interaction 'b'"),
        (HEAD, SetInteraction("b", "needs", UNKNOWN), "a: no interaction 'b'"),
        (HEAD, SetName(" \n"), "a: a name or text is blank"),
        (HEAD, SetName("\ud800"), "a: an incomplete character"),
        (HEAD, SetName("x" * 10_001), "a: a text of 10,001 characters"),
        (HEAD, SetPart("x" * 2000, "owner", UNKNOWN), "a: this file cannot be edited"),
        (HEAD + "parts: one\n", SetPart("A", "owner", UNKNOWN), "a:4:8: a single value or a list"),
        (HEAD + "interactions: {a: b}\n", AddInteraction("a"), "a:4:15: interactions are not a list"),
        ("? version\n: 1\n? system\n: name: x\n", SetPart("A", "owner", UNKNOWN), "a: this file cannot be edited"),
        ("[1]", SetName("x"), "a:1:1: a single value or a list"),
    ],
)
def test_what_does_not_fit_is_refused(text: str, edit: Edit, message: str) -> None:
    with pytest.raises(UneditableError) as error:
        edited(text, [edit], "a")
    assert str(error.value).startswith(message)
    assert error.value.exit_code == 3


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "a: b: c", "a: &x 1\nb: *x\n", "a: 1\n---\nb: 2\n", "a: !t 1\n", "\ud800", "[" * 500]
)
def test_what_is_no_answers_file_is_refused_with_its_faults(text: str) -> None:
    with pytest.raises(AnswersError) as error:
        edited(text, [SetName("x")])
    assert not isinstance(error.value, UneditableError) or text.startswith("[")


# --- any text ----------------------------------------------------------------------------------------------

NASTY = (
    *("no", "y", "~", "null", "012", "0o17", "1e3", "1.5", "-1", ".5", "2001-01-01", "12:30", "=", "<<", "-", "- a"),
    *("?", "? a", "a: b", "a:", ":a", "a #b", "#a", "a#b", "{a", "a}", "[", "a, b", "&a", "*a", "!a", "|", ">", "%a"),
    *("@a", "`a", "'", '"', 'say "hi"', "don't", "'a'", "\\", "\\n", "C:\\x", "...", "---", "--- a", "Web shop", "R&D"),
    *("a\nb", "\n a", "a\r\nb", "a\tb", " a", "a ", "one # a\ntwo: [\n", "one\n\n two\n\n", "x" * 300, "unknown"),
    *("\x00", "\x07", "\x7f", "\x85", "\xa0", "a\u2028b", "\u200fא", "a\u202eb", "\ufeffa", "\ufffe", "true story"),
    *("é", "e\u0301", "٣", "日本\u3000語", "می\u200cخواهم", "\U0001f4df", "👨\u200d👩\u200d👧"),
)
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))


@given(TEXTS.filter(str.strip))
@settings(deadline=None)
def test_any_text_reads_back(text: str) -> None:
    for start in (new_file("x"), '{"version": 1, "system": {"name": "x"}}'):
        edits: list[Edit] = [
            SetName(text),
            AddInteraction("a", text, ("-" + text, text), text),
            SetInteraction("a", "needs", Answer(frozenset({"result"}), note=text, who=text)),
            SetPart(text, "owner", UNKNOWN),
        ]
        answers = answers_of(edited(start, edits))
        row = answers.interactions[0]
        assert (answers.name, row.sender, row.receivers, row.purpose) == (text, text, ("-" + text, text), text)
        assert row.answers["needs"] == said("result", note=text, who=text)
        assert dict(answers.parts) == {text: Part(text, {"owner": UNKNOWN})}


@pytest.mark.parametrize(
    "text", ["Web shop", "R&D", "don't", 'say "hi"', "3rd party", "Zahlung – Karte", "日本語", "C\\x", "1.2.3", "📟"]
)
def test_what_needs_no_quotes_has_none(text: str) -> None:
    assert new_file(text).endswith(f"  name: {text}\n")


# --- any file ------------------------------------------------------------------------------------------------


class Row(Struct):
    """An interaction of a model: what a file says of it."""

    id: str
    fields: dict[str, Any]
    answers: dict[str, Answer]


class Model(Struct):
    """What a file says, apart from its layout."""

    name: str
    system: dict[str, Answer]
    parts: dict[str, dict[str, Answer]]
    rows: list[Row]
    flows: list[Flow]

    def read(self) -> Answers:
        """Return what reading the file must give."""
        return Answers(
            self.name,
            self.system,
            {name: Part(name, answers) for name, answers in self.parts.items()},
            tuple(map(_interaction, self.rows)),
            tuple(self.flows),
            Place("a"),
        )

    def valid(self) -> bool:
        """Tell whether every part is an end, and every step of a flow a row."""
        ends = {end for row in self.read().interactions for end in (row.sender, *row.receivers)}
        steps = {step for flow in self.flows for step in flow.steps}
        return (not ends or ends >= self.parts.keys()) and steps <= {row.id for row in self.rows}


def _interaction(row: Row) -> Interaction:
    archetype = KNOWLEDGE.archetypes.get(row.fields.get("archetype", ""))
    drafts = {d.question: said(*d.values, origin=Origin.ARCHETYPE) for d in archetype.answers} if archetype else {}
    return Interaction(
        row.id,
        row.fields.get("from", archetype.sender if archetype else ""),
        tuple(row.fields.get("to", archetype.receivers if archetype else ())),
        row.fields.get("purpose", archetype.purpose if archetype else ""),
        row.fields.get("current", ""),
        archetype.id if archetype else "",
        {**drafts, **row.answers},
    )


def _text(dice: Random) -> str:
    if dice.random() < 0.6:
        return dice.choice(("Order", "Mail", "Stock", "Web shop", "R&D", "don't"))
    text = "".join(dice.choice("ab #:'\"\\n\t-é\u200f📟{]") for _ in range(dice.randint(1, 12)))
    return dice.choice([text if text.strip() else "x", *(nasty for nasty in NASTY if nasty.strip())])


def _answer(dice: Random, question: Question) -> Answer:
    who, note = (_text(dice) if dice.random() < 0.15 else "" for _ in range(2))
    origin = dice.choice((*[Origin.TEAM] * 6, *Origin))
    values = [option.value for option in question.options if not option.alone]
    if dice.random() < 0.15:
        return Answer(frozenset(), origin, False, who, note)
    if not question.ticks:
        return Answer(frozenset({dice.choice(values)}), origin, True, who, note)
    least = int(question.scope is not Scope.INTERACTION)
    ticks = dice.sample(values, dice.randint(least, min(question.limit or 3, len(values))))
    return Answer(frozenset(ticks), origin, True, who, note)


def _some_answers(dice: Random, scope: Scope, share: float) -> dict[str, Answer]:
    return {q.id: _answer(dice, q) for q in KNOWLEDGE.of_scope(scope) if dice.random() < share}


def _row(dice: Random, id_: str) -> Row:
    fields: dict[str, Any] = {"archetype": dice.choice(tuple(KNOWLEDGE.archetypes))} if dice.random() < 0.3 else {}
    if not fields or dice.random() < 0.5:
        ends = list(dict.fromkeys(_text(dice) for _ in range(5)))
        fields |= {"from": ends[0], "to": tuple(ends[1 : dice.randint(2, 4)] or ("Else",)), "purpose": _text(dice)}
    if dice.random() < 0.5:
        fields["current"] = dice.choice(tuple(KNOWLEDGE.current))
    return Row(id_, fields, _some_answers(dice, Scope.INTERACTION, dice.choice((0, 0.2, 0.7))))


def random_model(dice: Random) -> Model:
    rows = [_row(dice, f"row-{number}") for number in range(dice.choice((0, 1, 1, 2, 3)))]
    model = Model(_text(dice), _some_answers(dice, Scope.SYSTEM, dice.choice((0, 0.2, 0.8))), {}, rows, [])
    for name in dict.fromkeys(end for row in model.read().interactions for end in (row.sender, *row.receivers)):
        if dice.random() < 0.3:
            model.parts[name] = _some_answers(dice, Scope.PART, 0.6)
    if rows and dice.random() < 0.3:
        model.flows.append(
            Flow("Buy", tuple(FlowStep((row.id,)) for row in dice.sample(rows, dice.randint(1, len(rows)))))
        )
    return model


class Layout:
    """Writes a model in a random hand: flow or block, quotes, comments, blank lines, indentation."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.comments = 0
        self.in_text = False
        self.indent = dice.choice((2, 2, 3, 4))
        self.chatty = dice.choice((0, 0.1, 0.4))
        self.flow = dice.choice((0.1, 0.5, 0.9))
        self.odd = dice.choice((0, 0.1))

    def file(self, model: Model) -> str:
        dice = self.dice
        data: dict[str, Any] = {"version": 1, "system": {"name": model.name}}
        data["system"] |= self.maybe("answers", self.answers(model.system))
        data |= self.maybe("parts", {name: self.answers(answers) for name, answers in model.parts.items()})
        rows = [
            {"id": row.id, **self.shuffled(row.fields), **self.maybe("answers", self.answers(row.answers))}
            for row in model.rows
        ]
        data |= self.maybe("interactions", rows)
        data |= self.maybe("flows", [{"name": flow.name, "steps": list(flow.steps)} for flow in model.flows])
        if dice.random() < 0.2:
            data = self.shuffled(data)
        if dice.random() < 0.1:
            text = f"{self.one_line(data)}\n" if dice.random() < 0.5 else f"{self.many_lines(data, 0)}\n"
        else:
            text = self.block(data, dice.choice((0, 0, 0, 0, 2)))
        if dice.random() < 0.2:
            text = f"{self.own_line(0)}---{dice.choice(('', ' # start'))}\n{text}"
            text = f"{'%YAML 1.1' + chr(10) if dice.random() < 0.3 else ''}{text}"
        if dice.random() < 0.1:
            text += "...\n" + self.own_line(0)
        if dice.random() < 0.1 and ("..." in text or not self.in_text):
            text = text.rstrip("\n")
        return dice.choice(("", "", "", "\ufeff")) + text.replace("\n", dice.choice(("\n", "\n", "\n", "\r\n", "\r")))

    def maybe(self, key: str, value: Any) -> dict[str, Any]:
        blank = self.dice.choice((None, "nothing", "nothing", type(value)()))
        return {key: value} if value else {} if blank == "nothing" else {key: blank}

    def shuffled(self, data: dict[str, Any]) -> dict[str, Any]:
        return {key: data[key] for key in self.dice.sample(list(data), len(data))}

    def comment(self) -> str:
        self.comments += 1
        return f"#{self.comments}# " + self.dice.choice(
            ("why", "a: b", "- x", "[", "{,", '"', "'", "no # yes", "|", "…")
        )

    def own_line(self, column: int) -> str:
        if self.dice.random() >= self.chatty:
            return "\n" if self.dice.random() < self.chatty else ""
        column = max(0, column + self.dice.choice((0, 0, 0, -2, 0 if self.in_text else 2)))
        return " " * column + self.comment() + "\n" + ("\n" if self.dice.random() < self.chatty else "")

    def trailing(self) -> str:
        if self.dice.random() >= self.chatty:
            return " " * (self.dice.random() < 0.05)
        return self.dice.choice((" ", "  ", "\t", "         ")) + self.comment()

    def scalar(self, text: str | int) -> str:
        if isinstance(text, int):
            return str(text)
        ways = [json.dumps(text, ensure_ascii=not text.isprintable()) if text.isascii() else _escaped(text)]
        if text.isprintable() and text == text.strip():
            ways.append("'" + text.replace("'", "''") + "'")
        if re.fullmatch(r"[a-zA-Z][a-z-]+", text) and text not in ("no", "null"):
            ways = [*ways, text, text, text, text]
        anchor = f"&a{self.dice.randint(0, 9)} " * (self.dice.random() < self.odd)
        return anchor + self.dice.choice(ways)

    def answer(self, question: str, answer: Answer) -> Any:
        """Return an answer as the file says it."""
        values: Any = self.dice.sample(sorted(answer.values), len(answer.values))
        asked = KNOWLEDGE.questions[question]
        if not answer.known:
            nothing_ticked = asked.ticks and asked.scope is Scope.INTERACTION
            values = None if self.dice.random() < 0.2 and not nothing_ticked else "unknown"
        elif len(values) == 1 and not (asked.ticks and self.dice.random() < 0.5):
            values = values[0]
        elif not values and self.dice.random() < 0.2:
            values = None
        more = {"who": answer.who, "note": answer.note, "from": str(answer.origin)}
        given = {key: text for key, text in more.items() if text and text != "team"}
        return self.shuffled({"value": values, **given}) if given or self.dice.random() < 0.05 else values

    def answers(self, answers: Mapping[str, Answer]) -> dict[str, Any]:
        return {question: self.answer(question, answer) for question, answer in answers.items()}

    def one_line(self, data: Any) -> str:
        end = self.dice.choice(("", "", "", ",", " "))
        if isinstance(data, dict):
            pairs = [f"{self.scalar(key)}: {self.one_line(value)}" for key, value in data.items()]
            return f"{{{', '.join(pairs)}{end if data else ''}}}"
        if isinstance(data, list | tuple):
            return f"[{self.dice.choice((', ', ' , ')).join(map(self.one_line, data))}{end if data else ''}]"
        return "~" if data is None else self.scalar(data)

    def many_lines(self, data: Any, column: int) -> str:
        if not isinstance(data, dict | list | tuple):
            return self.one_line(data)
        keys = [f"{self.scalar(key)}: " for key in data] if isinstance(data, dict) else [""] * len(data)
        values = list(data.values()) if isinstance(data, dict) else list(data)
        inner = column + self.indent
        lines = self.dice.choice(("{", "{ ")) if isinstance(data, dict) else "["
        lines += self.trailing() + "\n"
        for number, (key, value) in enumerate(zip(keys, values, strict=True)):
            last = number == len(keys) - 1
            written = self.many_lines(value, inner) if self.dice.random() < 0.7 else self.one_line(value)
            comma = "," * (not last or self.dice.random() < 0.3)
            lines += self.own_line(inner) + " " * inner + key + written + comma + self.trailing() + "\n"
        return lines + self.own_line(inner) + " " * column + ("}" if isinstance(data, dict) else "]")

    def block(self, data: dict[str, Any], column: int, first: str | None = None) -> str:
        lines = ""
        for key, value in data.items():
            lines += self.own_line(column) if first is None else ""
            lead, first = " " * column if first is None else first, None
            lines += f"{lead}{self.scalar(key)}{self.dice.choice(('', '', ' '))}:{self.value(value, column)}"
        return lines + self.own_line(column)

    def value(self, value: Any, column: int) -> str:
        dice = self.dice
        inner = column + self.indent
        if isinstance(value, str) and dice.random() < (0.8 if value.endswith("\n") else 0.1):
            lines = value.removesuffix("\n").split("\n")
            ends = len(value) - len(value.rstrip("\n"))
            if all(map(str.isprintable, lines)) and value == value.lstrip() and not (self.chatty and ends > 1):
                self.in_text = True
                header = ("|-", "|", "|+")[min(ends, 2)] if len(lines) > 1 or ends else dice.choice(("|-", ">-"))
                text = "".join(f"{' ' * inner if line else ''}{line}\n" for line in lines)
                return f" {header}{self.trailing().rstrip()}\n{text}"
        self.in_text = False
        if isinstance(value, str) and dice.random() < 0.1:
            return f"{self.trailing()}\n{self.own_line(inner)}{' ' * inner}{self.scalar(value)}{self.trailing()}\n"
        if value is None and dice.random() < 0.7:
            return f"{self.trailing()}\n"
        if isinstance(value, dict | list | tuple) and value and dice.random() >= self.flow:
            head = self.trailing() + "\n"
            if isinstance(value, dict):
                return head + self.own_line(inner) + self.block(value, inner)
            return head + self.items(value, dice.choice((column, inner)))
        if isinstance(value, dict | list | tuple) and dice.random() < 0.3:
            return f" {self.many_lines(value, column)}{self.trailing()}\n"
        return f"{dice.choice((' ', '  '))}{self.one_line(value)}{self.trailing()}\n"

    def items(self, items: Any, column: int) -> str:
        lines = ""
        for item in items:
            lines += self.own_line(column)
            dash = " " * column + "-" + " " * self.dice.choice((1, 1, 3))
            if isinstance(item, dict) and self.dice.random() >= self.flow:
                lines += self.block(item, len(dash), dash)
            else:
                lines += dash + self.one_line(item) + self.trailing() + "\n"
        return lines


def _escaped(text: str) -> str:
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text) + '"'


def random_edit(dice: Random, model: Model) -> Edit:
    """Return an edit that leaves the model valid, and make it there."""
    while True:
        new = deepcopy(model)
        edit = _edit(dice, new)
        if edit is not None and new.valid():
            model.name, model.rows = new.name, new.rows
            model.system, model.parts = new.system, new.parts
            return edit


def _edit(dice: Random, model: Model) -> Edit | None:
    row = dice.choice(model.rows) if model.rows else None
    ends = [end for i in model.read().interactions for end in (i.sender, *i.receivers)] or ["Alone"]
    kind = dice.choice(
        (SetName, SetSystem, SetPart, *[SetInteraction] * 5, AddInteraction, ChangeInteraction, "remove")
    )
    if kind is SetName:
        model.name = _text(dice)
        return SetName(model.name)
    if kind is SetSystem:
        return SetSystem(*_set(dice, Scope.SYSTEM, model.system))
    if kind is SetPart:
        name = dice.choice(ends)
        if name in model.parts:
            return SetPart(name, *_set(dice, Scope.PART, model.parts[name]))
        model.parts[name] = {}
        question = dice.choice(KNOWLEDGE.of_scope(Scope.PART))
        model.parts[name][question.id] = _answer(dice, question)
        return SetPart(name, question.id, model.parts[name][question.id])
    if kind is AddInteraction:
        new = _row(dice, f"new-{len(model.rows)}-{dice.randint(0, 999)}")
        new.answers = {}
        after = dice.choice(["", *(row.id for row in model.rows)])
        at = [row.id for row in model.rows].index(after) + 1 if after else len(model.rows)
        model.rows.insert(at, new)
        sender, purpose, current, archetype = (
            new.fields.get(key, "") for key in ("from", "purpose", "current", "archetype")
        )
        receivers = new.fields.get("to", ())
        return AddInteraction(new.id, sender, receivers, purpose, current, archetype, after)
    if row is None:
        return None
    if kind is SetInteraction:
        return SetInteraction(row.id, *_set(dice, Scope.INTERACTION, row.answers))
    if kind is ChangeInteraction:
        sender, *receivers = dict.fromkeys(_text(dice) for _ in range(9))
        row.fields |= {"from": sender, "to": tuple(receivers[:2]), "purpose": _text(dice)}
        current = dice.choice(("", *KNOWLEDGE.current))
        row.fields = {key: value for key, value in {**row.fields, "current": current}.items() if value}
        return ChangeInteraction(row.id, sender, tuple(receivers[:2]), row.fields["purpose"], current)
    if model.parts and dice.random() < 0.5:
        name = dice.choice(list(model.parts))
        del model.parts[name]
        return RemovePart(name)
    model.rows.remove(row)
    return RemoveInteraction(row.id)


def _set(dice: Random, scope: Scope, answers: dict[str, Answer]) -> tuple[str, Answer | None, bool]:
    question = dice.choice(KNOWLEDGE.of_scope(scope))
    if dice.random() < 0.15:
        answers.pop(question.id, None)
        return question.id, None, question.ticks
    answers[question.id] = _answer(dice, question)
    return question.id, answers[question.id], question.ticks


def _order(dice: Random, model: Model) -> list[str]:
    names = [*KNOWLEDGE.questions, *(end for row in model.read().interactions for end in (row.sender, *row.receivers))]
    return dice.choice(([], names, dice.sample(names, len(names) // 2)))


def comments_of(text: str) -> list[str]:
    """Return the numbers of the comments of a random file, in the order of its text."""
    return re.findall(r"#(\d+)# ", text)


def comment_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if re.match(r"\s*#\d+# ", line)]


@given(DICE)
@FILES
def test_a_file_reads_as_before_with_the_edits(dice: Random) -> None:
    check_edits(dice)


@pytest.mark.slow
@given(DICE)
@settings(FILES, max_examples=2000)
def test_two_thousand_files_read_as_before_with_the_edits(dice: Random) -> None:
    check_edits(dice)


def check_edits(dice: Random) -> None:
    """Check that a random file with random edits, through the one door, says what it should and keeps its comments."""
    model = random_model(dice)
    text = Layout(dice).file(model)
    assert answers_of(text) == model.read()
    edits = [random_edit(dice, model) for _ in range(dice.choice((1, 1, 2, 5)))]
    new = rewrite(KNOWLEDGE, text, edits, model.read(), "a", _order(dice, model))
    assert answers_of(new) == model.read()
    assert comments_of(new) == comments_of(text)
    assert [line for line in comment_lines(new) if line in comment_lines(text)] == comment_lines(text)
    one_by_one = text
    for edit in edits:
        one_by_one = edited(one_by_one, [edit], order=_order(dice, model))
        if not isinstance(edit, AddInteraction):
            assert edited(one_by_one, [edit]) == one_by_one
    assert answers_of(one_by_one) == model.read()


def _concerned(text: str, path: tuple[str, ...]) -> tuple[int, int] | None:
    """Return where an edit may change a text: the answer, or the brackets around it; None where it only adds lines."""
    span = outline(text)
    assert span is not None
    start = span.start
    for name in path:
        if span.style in ("{", "[") or not span.inner:
            break
        if span.style == "-":
            span = next(row for row in span.inner if name in [value.text for value in row.inner])
            start = span.start
            continue
        names = [key.text for key in span.inner[::2]]
        if name not in names:
            return None
        start = span.inner[2 * names.index(name)].start
        span = span.inner[2 * names.index(name) + 1]
    lines = r"[^\r\n]*([\r\n]+[ \t]*(#[^\r\n]*)?)*"
    end = re.compile(lines).match(text, start + len(text[start : span.end].rstrip()))
    return max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1, end.end() if end else len(text)


@given(DICE)
@FILES
def test_other_lines_stay_as_they_are(dice: Random) -> None:
    model = random_model(dice)
    text = Layout(dice).file(model).removeprefix("\ufeff")
    text += "\n" * (text[-1] not in "\r\n")
    edit = random_edit(dice, model)
    if isinstance(edit, SetInteraction):
        path: tuple[str, ...] = ("interactions", edit.id, "answers", edit.question)
    elif isinstance(edit, SetSystem):
        path = ("system", "answers", edit.question)
    elif isinstance(edit, SetPart):
        path = ("parts", edit.part, edit.question)
    else:
        return
    new = edited(text, [edit])
    old_lines, new_lines = (re.split(r"(?<=\n)|(?<=\r)(?!\n)", each) for each in (text, new))
    above = _alike(old_lines, new_lines)
    below = _alike(old_lines[above:][::-1], new_lines[above:][::-1])
    start = len("".join(old_lines[:above]))
    end = len(text) - len("".join(old_lines[len(old_lines) - below :]))
    concerned = _concerned(text, path)
    if concerned is None:
        assert start == end
    elif new != text:
        assert concerned[0] <= start <= end <= concerned[1]


def _alike(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@given(DICE)
@FILES
def test_the_order_of_independent_edits_does_not_matter(dice: Random) -> None:
    model = random_model(dice)
    text = Layout(dice).file(model)
    edits: dict[tuple[str, str], Edit] = {}
    for _ in range(8):
        edit = random_edit(dice, deepcopy(model))
        if isinstance(edit, SetSystem | SetInteraction | SetPart):
            edits[getattr(edit, "id", getattr(edit, "part", "")), edit.question] = edit
    one = edited(text, list(edits.values()))
    other = edited(text, dice.sample(list(edits.values()), len(edits)))
    assert _unordered(answers_of(one)) == _unordered(answers_of(other))


def _unordered(answers: Answers) -> Any:
    return answers.system, dict(answers.parts), {row.id: row for row in answers.interactions}


@given(DICE)
@FILES
def test_the_reverse_edit_restores_the_values(dice: Random) -> None:
    model = random_model(dice)
    text = Layout(dice).file(model)
    before = deepcopy(model)
    edit = random_edit(dice, model)
    reverse = _reverse(edit, before)
    if reverse is not None:
        assert answers_of(edited(edited(text, [edit]), [reverse])) == before.read()


def _reverse(edit: Edit, before: Model) -> Edit | None:
    rows = {row.id: row for row in before.rows}
    match edit:
        case SetName():
            return SetName(before.name)
        case SetSystem(question, _, ticks):
            return SetSystem(question, before.system.get(question), ticks)
        case SetPart(part, question, _, ticks):
            there = before.parts.get(part)
            return RemovePart(part) if there is None else SetPart(part, question, there.get(question), ticks)
        case SetInteraction(id_, question, _, ticks):
            return SetInteraction(id_, question, rows[id_].answers.get(question), ticks)
        case AddInteraction(id_):
            return RemoveInteraction(id_)
        case ChangeInteraction(id_):
            old = [rows[id_].fields.get(key, "") for key in ("from", "to", "purpose", "current")]
            return ChangeInteraction(id_, *old)
        case RemovePart(part):
            return None
    return None


# --- the door ---------------------------------------------------------------------------------------------


TWO = HEAD + ROWS + "  - {id: b, from: Mail, to: [Log], purpose: note}\nflows: [{name: Buy, steps: [a, b]}]\n"


@pytest.mark.parametrize(
    "edit",
    [
        ChangeInteraction("a", receivers=("Mail", "Mail")),
        ChangeInteraction("a", sender=" "),
        RemoveInteraction("b"),
        SetInteraction("a", "needs", said("nobody-knows-this")),
    ],
    ids=["repeated receiver", "blank sender", "step of a flow", "no value"],
)
def test_what_the_reader_would_refuse_is_never_written(edit: Edit) -> None:
    with pytest.raises(UneditableError):
        rewrite(KNOWLEDGE, TWO, [edit], answers_of(TWO), "a")


def test_what_would_not_say_what_was_meant_is_never_written() -> None:
    with pytest.raises(UneditableError, match="would alter other answers"):
        rewrite(KNOWLEDGE, TWO, [SetInteraction("a", "needs", said("result"))], answers_of(TWO), "a")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: b # c\n#d\n", ["# c", "#d"]),
        ("a: 'x # y' # z\nb: \"# no\"\n", ["# z"]),
        ("a: |\n  # text\n  more\n# after\n", ["# after"]),
        ("\ufeff# first\r\na: [b, # two\r\n c]\r\n", ["# first", "# two"]),
        ("a: b#c\n", []),
    ],
)
def test_comments_of_a_text(text: str, found: list[str]) -> None:
    assert comments(text) == found


@pytest.mark.parametrize(
    "rows",
    [
        "interactions:\n# first\n- {id: a, from: A, to: [B], purpose: p}\n- {id: b, from: A, to: [C], purpose: q} # 2\n"
        "# end\n",
        "interactions: [{id: a, from: A, to: [B], purpose: p}, {id: b, from: A, to: [C], purpose: q}]\n",
        "interactions:\n- id: a\n  from: A\n  to: [B]\n  purpose: p\n\n- id: b\n  from: A\n  to: [C]\n  purpose: q\n",
        "interactions:\n- {id: a, from: A, to: [B], purpose: p}\n",
    ],
)
def test_a_row_that_comes_first_is_written_first_and_nothing_else_moves(rows: str) -> None:
    text = HEAD + rows
    new = edited(text, [AddInteraction("z", "Z", ("Y",), "first", after=None)])
    found = [row["id"] for row in yaml.safe_load(new)["interactions"]]
    assert found == ["z", *[row["id"] for row in yaml.safe_load(text)["interactions"]]]
    assert all(comment in new for comment in re.findall(r"#.*", text))
