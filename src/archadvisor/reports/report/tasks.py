"""What is left to do as a task list in Markdown: to decide, to build, to switch, to verify, each with an id that stays.

An id is made of what a task is about (a pattern, a finding, a question, an interaction, a part), so that the same task
has the same one in every list, whatever comes before it and to whichever team the list is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from msgspec import Struct

from archadvisor.assessment import Assessment, Build, Decision, Finding, Row, Stage, StepTopic, Unknown
from archadvisor.reports.report.markdown import code, escape
from archadvisor.reports.report.options import Options
from archadvisor.reports.wording import small_names
from archadvisor.text.names import joined, row_label
from archadvisor.text.prose import sentence

_LISTED = 12
_SET_UP: Mapping[StepTopic, str] = {"transport": "set-up.transport", "watch": "set-up.alerts"}
_SWITCH: Mapping[StepTopic, str] = {
    "request": "switch.calls",
    "together": "switch",
    "event": "switch.first",
    "unwaited": "switch.last",
    "more": "switch.others",
}
_BY_SENDER = ("event", "more")
"""Steps of one sender each; those of all further senders are one."""
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_ -]{0,39}")
_BLANKS = re.compile(r"[ _]+")


class _Task(Struct):
    """One task; `details` are what has to be seen to call it done."""

    id: str
    text: str
    owner: str
    rows: Sequence[str] = ()
    stage: Stage | None = None
    details: Sequence[str] = ()


def render(assessment: Assessment, options: Options) -> str:
    """Return the list; without the checks where `options.brief`."""
    made = _Tasks(assessment)
    groups = {
        "Decide": made.decide(),
        "Build": made.build(),
        "Switch": made.switch(),
        "Verify": () if options.brief else made.verify(),
    }
    lines = [f"# {escape(assessment.system.name)}: what to do", ""]
    if assessment.team:
        lines += [f"**Only what concerns {escape(', '.join(assessment.team))}.**", ""]
    found = {title: _distinct(tasks) for title, tasks in groups.items()}
    for title, tasks in found.items():
        if tasks:
            lines += [f"## {title}", "", *(line for task in tasks for line in made.told(task)), ""]
    if not any(found.values()):
        lines += ["Nothing is left to do.", ""]
    lines += made.key([name for tasks in found.values() for task in tasks for name in task.rows])
    lines += [f"Again: {code(f'{options.command} --format tasks')}. A task keeps its id."]
    return "\n".join(lines) + "\n"


class _Tasks:
    """The tasks of an assessment, and how they are told."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._rows = {row.id: row for row in assessment.interactions}
        self._small = small_names(assessment)
        self._teams = {part.name: part.team for part in assessment.parts if part.team}

    def decide(self) -> Iterator[_Task]:
        """Yield what is to decide: rows, other questions that matter, problems that the advice leaves or brings in."""
        asked: set[tuple[str | None, str]] = set()
        for decision in self._assessment.decisions:
            asked.add((decision.interaction, decision.question))
            yield _decision(decision)
        for unknown in self._assessment.unknowns:
            if unknown.matters and (unknown.interaction, unknown.question) not in asked:
                yield _question(unknown)
        for finding in self._assessment.findings:
            stage = self._mending(finding)
            left = finding.advised and finding.change in ("stays", "brought in")
            if (left or stage) and finding.ways_out:
                text = f"{finding.title.rstrip('.')}: {finding.ways_out[0]}"
                owner = stage.who if stage else self._owner(finding.parts)
                yield _Task(_of_finding("cut", finding), text, owner, finding.interactions, stage)

    def build(self) -> Iterator[_Task]:
        """Yield what is to build, in the order of the report: what others build upon first."""
        yield from self._steps(_SET_UP)
        for build in self._assessment.build:
            text = f"{_placed(build)}: {build.build}"
            yield _Task(
                self._of_build("build", build), text, self._owner(build.parts), build.interactions, self._stage(build)
            )

    def switch(self) -> Iterator[_Task]:
        """Yield the rows to bring over from today's way, step by step."""
        yield from self._steps(_SWITCH)

    def _steps(self, topics: Mapping[StepTopic, str]) -> Iterator[_Task]:
        """Yield the steps of the road map of some topics, each under the name that its topic has."""
        for stage in self._assessment.roadmap:
            if stage.topic and stage.topic in topics:
                alone = stage.parts if stage.topic in _BY_SENDER and len(stage.parts) == 1 else ()
                name = ".".join([topics[stage.topic], *filter(None, [stage.about]), *map(_placed_at, alone)])
                yield _Task(name, stage.what, stage.who, stage.interactions, stage)

    def _mending(self, finding: Finding) -> Stage | None:
        """Return the step of the road map that mends a problem."""
        return next(
            (
                one
                for one in self._assessment.roadmap
                if one.topic == "mend" and (one.about, one.interactions) == (finding.id, finding.interactions)
            ),
            None,
        )

    def verify(self) -> Iterator[_Task]:
        """Yield the checks of what is built, then of problems."""
        for build in self._assessment.build:
            if build.checks:
                yield _Task(
                    self._of_build("verify", build),
                    _placed(build),
                    self._owner(build.parts),
                    build.interactions,
                    details=build.checks,
                )
        for finding in self._assessment.findings:
            if finding.checks:
                yield _Task(
                    _of_finding("verify", finding),
                    f"{finding.name}: {finding.title}",
                    self._owner(finding.parts),
                    finding.interactions,
                    details=finding.checks,
                )

    def told(self, task: _Task) -> Iterator[str]:
        """Yield the lines of a task."""
        told = [task.owner] if task.owner else []
        if task.stage:
            told.append(f"step {task.stage.step} of size {task.stage.size}")
        if task.rows:
            told.append(f"row{'s' if len(task.rows) > 1 else ''} {self._numbers(task.rows)}")
        behind = f" ({escape('; '.join(told))})" if told else ""
        yield f"- [ ] {code(task.id)} {escape(sentence(task.text, self._small))}{behind}"
        yield from (f"  - {escape(sentence(detail, self._small))}" for detail in task.details)

    def key(self, names: Iterable[str]) -> list[str]:
        """Return which rows the numbers mean."""
        rows = sorted([self._rows[name] for name in dict.fromkeys(names)], key=_number)
        if not rows:
            return []
        told = [f"- {self._numbers([row.id])}: {escape(_ends(row))}" for row in rows]
        return ["## Rows", "", 'A number with "?" is still to decide.', "", *told, ""]

    def _numbers(self, names: Sequence[str]) -> str:
        rows = [self._rows[name] for name in names]
        shown = ", ".join([f"{row.number}{'?' if row.undecided else ''}" for row in rows[:_LISTED]])
        return shown + (f" and {len(rows) - _LISTED} more" if len(rows) > _LISTED else "")

    def _owner(self, parts: Sequence[str]) -> str:
        return joined(list(dict.fromkeys(self._teams.get(part, part) for part in parts)))

    def _stage(self, build: Build) -> Stage | None:
        """Return the step of the road map that names it, for one of its rows."""
        named = re.compile(rf"(?<!\w){re.escape(build.name)}(?!\w)", re.IGNORECASE)
        rows = {*build.interactions}
        steps = (one for one in self._assessment.roadmap if one.size and not rows.isdisjoint(one.interactions))
        return next((one for one in steps if named.search(f"{one.what} {one.why}")), None)

    def _of_build(self, kind: str, build: Build) -> str:
        """Return the id of what is built once for all parts, at one sender, or between two."""
        own = len(build.parts) == 1 and all(self._rows[name].sender == build.parts[0] for name in build.interactions)
        pooled = build.where == joined(build.parts) and not own
        return f"{kind}.{build.pattern}" if pooled or build.cheap else f"{kind}.{build.pattern}.{_at(build.parts)}"


def _placed(build: Build) -> str:
    """Return what is built, and where if the parts alone do not say it."""
    return build.name if build.where == joined(build.parts) else f"{build.name}, {build.where}"


def _decision(decision: Decision) -> _Task:
    owner = decision.who or " or ".join(decision.ask)
    told = decision.note or decision.ask_text
    return _Task(f"decide.{decision.interaction}", told, f"ask {owner}" if owner else "", (decision.interaction,))


def _question(unknown: Unknown) -> _Task:
    owner = unknown.who or " or ".join(unknown.roles)
    about = unknown.interaction or (_placed_at(unknown.part) if unknown.part else "")
    rows = (unknown.interaction,) if unknown.interaction else unknown.turns
    text = f"{unknown.part}: {unknown.prompt}" if unknown.part else unknown.prompt
    name = f"ask.{unknown.question}{f'.{about}' if about else ''}"
    return _Task(name, text, f"ask {owner}" if owner else "", rows)


def _of_finding(kind: str, finding: Finding) -> str:
    return f"{kind}.{finding.id}.{_at(finding.parts)}"


def _at(parts: Sequence[str]) -> str:
    """Return how an id names a place: one part by its name, several by a checksum."""
    return _placed_at(parts[0]) if len(parts) == 1 else _digest(parts)


def _placed_at(part: str) -> str:
    """Return how an id names a part: in small letters with hyphens; by a checksum where that would lose something."""
    return _BLANKS.sub("-", part).lower() if _PLAIN.fullmatch(part) else _digest([part])


def _digest(names: Sequence[str]) -> str:
    return sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _distinct(tasks: Iterable[_Task]) -> list[_Task]:
    """Return the tasks; of those that are about the same, all but the first get a number behind their id."""
    seen: dict[str, int] = {}
    found = []
    for task in tasks:
        seen[task.id] = number = seen.get(task.id, 0) + 1
        if number > 1:
            task.id += f"-{number}"
        found.append(task)
    return found


def _number(row: Row) -> int:
    return row.number


def _ends(row: Row) -> str:
    return row_label(row.sender, row.receivers, row.purpose, "→")
