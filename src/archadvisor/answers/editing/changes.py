"""Edits gathered into one tree of changes, by the keys from the top of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct

from archadvisor.answers.editing.edits import (
    AddInteraction,
    ChangeInteraction,
    Edit,
    RemoveInteraction,
    RemovePart,
    SetClosed,
    SetDecision,
    SetDetail,
    SetFlows,
    SetInteraction,
    SetName,
    SetPart,
    SetRules,
    SetSystem,
)
from archadvisor.answers.types import UNKNOWN, Answer, Closed, Decision, Flow, FlowStep, Origin, OtherDecision, Said

Data: TypeAlias = "str | int | tuple[Data, ...] | frozenset[str] | dict[str, Data] | None"
"""Values of a file without their places; a set is a tick list, None is what is blank or empty."""

Path: TypeAlias = tuple[str, ...]
"""Keys from the top of the file to a value; an interaction goes by its id."""


class Put(Struct, frozen=True):
    """A value to be put."""

    data: Data


class Step(Struct, frozen=True):
    """What stands at one path from now on, None: nothing. A new interaction comes behind `after`, as in its edit."""

    path: Path
    put: Put | None
    after: str | None = ""


Changes: TypeAlias = "dict[str, Put | Changes]"
"""Changes by their keys, down to the values to be put."""

INTERACTIONS = ("interactions",)
"""The path of the list of interactions."""

_ORDER: dict[int, Path] = {
    0: ("version", "system", "parts", "interactions", "flows", "rules", "closed"),
    1: ("name", "answers"),
    2: (
        *("id", "from", "to", "purpose", "current", "archetype", "event"),
        *("answers", "figures", "built", "waived", "decision"),
    ),
    3: (
        *("style", "form", "because", "by", "date", "ticket", "review"),
        *("rules", "from", "to", "advised", "advised-form", "grounds", "other-decisions"),
    ),
}


def steps_of(edit: Edit) -> Iterator[Step]:
    """Return what an edit puts and takes out, path by path."""
    match edit:
        case SetName() | SetRules() | SetFlows() | SetClosed():
            yield _of_file(edit)
        case SetDetail(detail, value):
            yield Step(detail, None if value is None else Put(value))
        case SetDecision(id_, decision, old):
            yield from _decided(("interactions", id_, "decision"), decision, old)
        case SetSystem(question, answer, ticks):
            yield Step(("system", "answers", question), _answer(answer, ticks))
        case SetPart(part, question, answer, ticks):
            yield Step(("parts", part, question), _answer(answer, ticks))
        case SetInteraction(id_, question, answer, ticks):
            yield Step(("interactions", id_, "answers", question), _answer(answer, ticks))
        case AddInteraction(id_, sender, receivers, purpose, current, archetype, after):
            yield Step(("interactions", id_, "id"), Put(id_), after)
            fields = _fields(sender, receivers, purpose, current, archetype)
            yield from (Step(("interactions", id_, key), Put(value)) for key, value in fields if value)
        case ChangeInteraction(id_, sender, receivers, purpose, current, archetype):
            fields = _fields(sender, receivers, purpose, current, archetype)
            changed = ((key, value) for key, value in fields if value is not None)
            yield from (Step(("interactions", id_, key), Put(value) if value else None) for key, value in changed)
        case RemoveInteraction(id_):
            yield Step(("interactions", id_), None)
        case RemovePart(part):
            yield Step(("parts", part), None)


def _of_file(edit: SetName | SetRules | SetFlows | SetClosed) -> Step:
    match edit:
        case SetName(name):
            return Step(("system", "name"), Put(name))
        case SetRules(version):
            return Step(("rules",), Put(version))
        case SetFlows(flows):
            return Step(("flows",), Put(tuple([_flow(flow) for flow in flows])) if flows else None)
        case SetClosed(closed):
            return Step(("closed",), Put(tuple([_closed(one) for one in closed])) if closed else None)


def _fields(
    sender: str | None,
    receivers: tuple[str, ...] | None,
    purpose: str | None,
    current: str | None,
    archetype: str | None,
) -> Iterator[tuple[str, str | tuple[str, ...] | None]]:
    yield from (("from", sender), ("to", receivers), ("purpose", purpose))
    yield from (("current", current), ("archetype", archetype))


def _answer(answer: Answer | None, ticks: bool) -> Put | None:
    if answer is None:
        return None
    data = _values(answer.values, ticks) if answer.known else UNKNOWN
    more = {
        "from": str(answer.origin) if answer.origin is not Origin.TEAM else "",
        "who": answer.who,
        "note": answer.note,
        "confirm-by": answer.confirm_by,
        "source": answer.source,
    }
    beside: dict[str, Data] = {key: text for key, text in more.items() if text.strip()}
    if answer.said:
        beside["said"] = tuple([_said(said, ticks) for said in answer.said])
    return Put({"value": data, **beside} if beside else data)


def _said(said: Said, ticks: bool) -> Data:
    by: Data = said.who[0] if len(said.who) == 1 else said.who
    who: dict[str, Data] = {"who": by} if said.who else {}
    count: dict[str, Data] = {"count": said.count} if said.count else {}
    return {"value": _values(said.values, ticks), **who, **count}


def _values(values: frozenset[str], ticks: bool) -> Data:
    return values if ticks or len(values) != 1 else next(iter(values))


def _flow(flow: Flow) -> Data:
    waits: dict[str, Data] = {"waits": flow.waits} if flow.waits else {}
    return {"name": flow.name, "steps": tuple([_stage(stage) for stage in flow.stages]), **waits}


def _stage(stage: FlowStep) -> Data:
    rows: Data = stage.rows[0] if len(stage.rows) == 1 else stage.rows
    said: dict[str, Data] = {"optional": stage.optional, "may-refuse": stage.may_refuse}
    flags = {key: flag for key, flag in said.items() if flag}
    return {"step": rows, **flags} if flags else rows


def _closed(closed: Closed) -> Data:
    said: dict[str, Data] = {"finding": closed.finding, "because": closed.because, "until": closed.until}
    return {**said, **({"by": closed.by} if closed.by else {})}


def _decided(path: Path, decision: Decision | None, old: Decision | None) -> Iterator[Step]:
    """Yield what changes from one decision to another, key by key, so that comments beside the others stay."""
    if decision is None:
        yield Step(path, None)
        return
    before = _decision(old) if old else {}
    said = _decision(decision)
    yield from (Step((*path, key), None) for key in before if key not in said)
    yield from (Step((*path, key), Put(data)) for key, data in said.items() if before.get(key) != data)


def _decision(decision: Decision) -> dict[str, Data]:
    grounds: Data = {
        key: values if len(values) != 1 else next(iter(values)) for key, values in decision.grounds.items() if values
    }
    said: dict[str, Data] = {
        "style": decision.style,
        "form": decision.form,
        "because": decision.because,
        "by": decision.by,
        "date": decision.date,
        "ticket": decision.ticket,
        "review": decision.review,
        "rules": decision.rules,
        "from": decision.sender,
        "to": decision.receivers,
        "advised": decision.advised,
        "advised-form": decision.advised_form,
        "grounds": grounds,
        "other-decisions": tuple([_other(other) for other in decision.others]),
    }
    return {key: data for key, data in said.items() if data}


def _other(other: OtherDecision) -> Data:
    said = {"style": other.style, "form": other.form, "because": other.because, "by": other.by, "date": other.date}
    return {key: text for key, text in said.items() if text}


def gathered(steps: Iterable[Step]) -> Changes:
    """Return the values that steps put as one tree of changes."""
    changes: Changes = {}
    for step in steps:
        inner = changes
        for name in step.path[:-1]:
            inner = within(inner.setdefault(name, {}))
        if step.put is not None:
            inner[step.path[-1]] = step.put
    return changes


def within(change: Put | Changes | None) -> Changes:
    """Return the changes within a change; none within a value."""
    return change if isinstance(change, dict) else {}


def rank_of(path: Path, name: str) -> int:
    """Return where a key belongs among its siblings by the format; keys that are free have no place."""
    order = () if is_free(path) or path == INTERACTIONS else _ORDER.get(len(path), ())
    return order.index(name) if name in order else len(order)


def is_free(path: Path) -> bool:
    """Tell whether the keys at a path are questions or parts."""
    of_row = len(path) == 3 and path[2] != "decision"
    return path[:1] == ("parts",) or path == ("system", "answers") or of_row


def free_names(path: Path) -> list[str]:
    """Return the questions and parts that a path goes through."""
    return [name for number, name in enumerate(path) if is_free(path[:number])]


def in_order(names: Iterable[str], path: Path) -> list[str]:
    """Return keys in the order of the format."""
    return sorted(names, key=lambda name: rank_of(path, name))


def data_made(change: Put | Changes, path: Path) -> Data:
    """Return what changes make where nothing was."""
    if isinstance(change, Put):
        return change.data
    inner = {name: data_made(change[name], (*path, name)) for name in in_order(change, path)}
    return tuple(inner.values()) if path == INTERACTIONS else inner
