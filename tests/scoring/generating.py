"""Random answers files that the real reader accepts: for seeded loops and, drawn from Hypothesis, for properties."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import yaml
from hypothesis import strategies as st

from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers, Origin
from archadvisor.api import load_knowledge
from archadvisor.knowledge import build
from archadvisor.knowledge.types import KnowledgeBase, Question, Scope
from archadvisor.packaged import folder

Data = dict[str, Any]
"""An answers file as plain data."""

KNOWLEDGE = load_knowledge()
RULES = {path.name: path.read_bytes() for path in sorted(folder("rules").glob("*.yaml"))}

PARTS = ("Order", "Stock", "Mail & <b>Post</b>", "Zahlung – Karte", "{from}", "a|b", "Meter 4 \U0001f4df", "Q")
PURPOSES = ("order placed", "look up {to}", 'say "done" *now*', "x" * 90, "Größe melden → weiter")
WHO = ("Head of sales", "the <team> | next door")


def random_data(dice: Random, rows: int | None = None, knowledge: KnowledgeBase = KNOWLEDGE) -> Data:
    """Return the plain data of a random, valid answers file with at most five interactions (or exactly `rows`)."""
    count = dice.choice((0, 1, 1, 2, 3, 5)) if rows is None else rows
    interactions = [_interaction(dice, knowledge, number) for number in range(count)]
    data: Data = {"version": 1, "system": {"name": dice.choice(PARTS)}}
    data["system"]["answers"] = _answers(dice, knowledge.of_scope(Scope.SYSTEM))
    ends = dict.fromkeys(end for i in interactions for end in (i.get("from"), *i.get("to", ())) if end)
    listed = [name for name in ends if dice.random() < 0.5]
    if listed:
        data["parts"] = {name: _answers(dice, knowledge.of_scope(Scope.PART)) for name in listed}
    if interactions:
        data["interactions"] = interactions
        if dice.random() < 0.5:
            steps = [i["id"] for i in dice.sample(interactions, dice.randint(1, count))]
            data["flows"] = [{"name": "Buy now", "steps": steps}]
    return data


def _interaction(dice: Random, knowledge: KnowledgeBase, number: int) -> Data:
    found: Data = {"id": f"row-{number}"}
    prefilled = dice.random() < 0.4
    if prefilled:
        found["archetype"] = dice.choice(tuple(knowledge.archetypes))
    if not prefilled or dice.random() < 0.7:
        sender, *receivers = dice.sample(PARTS, dice.choice((2, 2, 2, 3, 4)))
        found |= {"from": sender, "to": receivers, "purpose": dice.choice(PURPOSES)}
    if dice.random() < 0.7:
        found["current"] = dice.choice(tuple(knowledge.current))
    found["answers"] = _answers(dice, knowledge.of_scope(Scope.INTERACTION), keep_blank=prefilled)
    if dice.random() < 0.1:
        found["figures"] = {"rate": "40/s"}
        found["decision"] = {"style": dice.choice(("request", "event", "neither")), "because": "so it was decided"}
    return found


def _answers(dice: Random, questions: Sequence[Question], keep_blank: bool = False) -> Data:
    """Answer most questions, asked or not; a few are left out, unknown, or blank."""
    answers: Data = {}
    left_out = dice.choice((0.1, 0.2, 0.4)) + (0.3 if keep_blank else 0.0)
    for question in questions:
        if dice.random() < left_out:
            continue
        value: Any = _value(dice, question)
        if dice.random() < 0.08:
            value = "unknown"
        elif not keep_blank and dice.random() < 0.03:
            value = None
        if dice.random() < 0.25:
            value = {"value": value, "from": dice.choice(tuple(Origin)).value}
            if dice.random() < 0.3:
                value |= {"who": dice.choice(WHO), "note": "not sure; see the minutes"}
        answers[question.id] = value
    return answers


def _value(dice: Random, question: Question) -> str | list[str]:
    values = [option.value for option in question.options if not option.alone]
    if not question.ticks:
        return dice.choice(values)
    if dice.random() < 0.1:
        return [option.value for option in question.options if option.alone]
    most = min(question.limit or 3, len(values))
    return dice.sample(values, dice.randint(0, most))


def file_of(data: Data) -> bytes:
    """Return the bytes of an answers file; JSON is YAML."""
    return json.dumps(data, ensure_ascii=False).encode()


def read_data(data: Data, knowledge: KnowledgeBase = KNOWLEDGE) -> Answers:
    """Read the data through the real reader."""
    return read(file_of(data), "answers.yaml", knowledge)


def seeded(seed: int, rows: int | None = None) -> Data:
    """Return the data of the answers file of a seed."""
    return random_data(Random(seed), rows)


def data_strategy(rows: int | None = None) -> st.SearchStrategy[Data]:
    """Return the strategy behind the properties: the same generator, with Hypothesis throwing the dice."""
    return st.randoms(use_true_random=False).map(lambda dice: random_data(dice, rows))


def random_rule(dice: Random, name: str, questions: Sequence[Question], steps: Sequence[str]) -> Data:
    """Return a rule about one of these questions; half of them hold only with some answer to another, or without it."""
    question = dice.choice(questions)
    # A guard without a comparison holds always, yet lets the rule stand beside another one on its option.
    guard = random_condition(dice) if dice.random() < 0.5 else {}
    return {
        "id": name,
        "when": {question.id: dice.choice(question.options).value},
        "given": {"not": guard} if guard and dice.random() < 0.5 else guard,
        "favours": dice.choice(("request", "event")),
        "step": dice.choice(steps),
        "because": "it is so",
        "reason": "a test",
        "claims": [next(iter(KNOWLEDGE.claims))],
    }


def random_condition(dice: Random, comparisons: int = 1) -> Data:
    """Return a condition on some of an interaction's answers."""
    questions = dice.sample(KNOWLEDGE.of_scope(Scope.INTERACTION), comparisons)
    return {q.id: [o.value for o in dice.sample(q.options, dice.randint(1, 2))] for q in questions}


def other_knowledge(seed: int) -> KnowledgeBase:
    """Return a knowledge base with more and harsher rules, other gates, and questions that depend on others."""
    dice = Random(seed)
    own = KNOWLEDGE.of_scope(Scope.INTERACTION)
    steps = ("slight", "clear", "strong", "strong", "decisive", "ruling")
    gates = [
        {
            "id": f"gate-{number}",
            "form": "keep-together",
            "when": random_condition(dice, dice.randint(1, 3)) | {"not": random_condition(dice)},
            "because": "both or none",
            "against": "its price",
            "otherwise": "else",
            "claims": [next(iter(KNOWLEDGE.claims))],
        }
        for number in range(2)
    ]
    questions = {q["id"]: q for q in yaml.load(RULES["questions.yaml"], yaml.BaseLoader)["questions"]}
    questions["house-way"]["ask_when"] = {"messaging": ["shipped", "runs-new", "job-table"]}
    questions["hurt"]["ask_when"] = {"not": {"busiest": "same"}}
    questions["takes"]["options"][-1]["ask_when"] = {"needs": ["accepted", "result"]}
    changed = {
        "gates.yaml": {"gates": gates},
        "questions.yaml": {"questions": list(questions.values())},
        "zz-more.yaml": {"rules": [random_rule(dice, f"more-{number}", own, steps) for number in range(25)]},
    }
    return build(RULES | {name: json.dumps(content).encode() for name, content in changed.items()})


def renamed(data: Data, name: Callable[[str], str]) -> Data:
    """Return a copy with each part, purpose, interaction id and the system called `name(old)`."""
    copy: Data = json.loads(json.dumps(data))
    copy["system"]["name"] = name(copy["system"]["name"])
    if "parts" in copy:
        copy["parts"] = {name(part): answers for part, answers in copy["parts"].items()}
    for interaction in copy.get("interactions", ()):
        interaction["id"] = name(interaction["id"])
        for key in ("from", "purpose"):
            if key in interaction:
                interaction[key] = name(interaction[key])
        if "to" in interaction:
            interaction["to"] = [name(part) for part in interaction["to"]]
    for flow in copy.get("flows", ()):
        flow["steps"] = [name(step) for step in flow["steps"]]
    return copy
