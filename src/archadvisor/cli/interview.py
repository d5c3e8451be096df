"""`archadvisor interview` and `archadvisor ask`: who asks, where the answers go, what is shown at the end."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import get_terminal_size
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from archadvisor import __version__
from archadvisor.answers.types import Answers, Interaction
from archadvisor.assess import assess
from archadvisor.assessment import Assessment, Row
from archadvisor.cli.app import Globals
from archadvisor.cli.files import read_input, write_all, write_stdout
from archadvisor.cli.store import Store
from archadvisor.errors import Place, UsageError, shown
from archadvisor.interview.given import apply, parse_settings
from archadvisor.interview.machine import Interview, Machine, Mode, begin
from archadvisor.interview.pasted import Pasted, identifier, one
from archadvisor.interview.script import Wanted
from archadvisor.knowledge import load
from archadvisor.knowledge.types import ROLES, KnowledgeBase
from archadvisor.reports import Options, render
from archadvisor.reports.text import fold, inert

TABLE_FROM = 4
"""From so many rows on they are asked by column, on one screen."""


class Manner(Struct, frozen=True):
    """How to ask: `no_input` asks nobody, `plain` asks in numbered lines."""

    no_input: bool = False
    plain: bool = False

    def asks(self) -> bool:
        """Tell whether there is somebody to ask."""
        return not self.no_input and sys.stdin.isatty() and sys.stdout.isatty()


def run_interview(
    name: str, wanted: Wanted, like: str | None, rows: str | None, settings: list[str], manner: Manner, options: Globals
) -> None:
    """Ask about a system; what is answered is in the file at every moment."""
    knowledge = load()
    wanted = replace(wanted, roles=_roles(wanted.roles))
    path = Path(name)
    if like is not None and not path.exists():
        from archadvisor.cli.start import run_new

        run_new(name, like, options)
    machine = Machine(knowledge)
    with Store(path, knowledge, _system_name(path)) as store:
        answers = store.answers
        if settings:
            answers = apply(knowledge, answers, parse_settings(settings))
        state = begin(knowledge, answers, wanted)
        if rows is not None:
            state = machine.add_rows(state, read_input(rows).decode("utf-8", "replace"))
            state = begin(knowledge, state.answers, wanted)
        if not manner.asks():
            if not settings and rows is None and not path.exists():
                raise UsageError(
                    "nobody to ask here, and nothing given: --set QUESTION=VALUE, --from FILE or a terminal"
                )
            store.save(state.answers)
        else:
            store.save(state.answers)
            state = _held(machine, state, store, manner)
        _finish(knowledge, state.answers, path, manner, options)


def run_ask(
    text: str | None, add: str | None, wanted: Wanted, settings: list[str], manner: Manner, options: Globals
) -> None:
    """Ask about one interaction and tell the advice in a few lines; `add` keeps it in an answers file."""
    knowledge = load()
    machine = Machine(knowledge)
    row = one(text if text is not None else _ends_from_person(manner))
    if row is None:
        raise UsageError(f'{shown(text or "")} names no two parts; expected "Order -> Mail: confirmation"')
    given = parse_settings(settings)
    if add is None:
        answers = _with_row(_nothing(), _new(_nothing(), row))
        _tell_advice(knowledge, *_asked_one(machine, answers, wanted, given, manner, None), add, text or "")
        return
    with Store(Path(add), knowledge, _system_name(Path(add))) as store:
        there = next(
            (i.id for i in store.answers.interactions if _same(i, row.sender, row.receivers, row.purpose)), None
        )
        answers = store.answers if there else _with_row(store.answers, _new(store.answers, row))
        _tell_advice(knowledge, *_asked_one(machine, answers, wanted, given, manner, store, there), add, text or "")
        if not options.quiet:
            print(f"archadvisor: kept in {add}", file=sys.stderr)


def _asked_one(
    machine: Machine,
    answers: Answers,
    wanted: Wanted,
    settings: list[tuple[str, str, str]],
    manner: Manner,
    store: Store | None,
    there: str | None = None,
) -> tuple[Answers, str]:
    row = there or answers.interactions[-1].id
    answers = apply(machine.knowledge, answers, settings, row)
    state = begin(machine.knowledge, answers, replace(wanted, one=row))
    if store is not None:
        store.save(answers)
    if manner.asks() and state.mode is not Mode.DONE:
        state = _held(machine, state, store, manner)
    return state.answers, row


def _held(machine: Machine, state: Interview, store: Store | None, manner: Manner) -> Interview:
    """Hold the interview on the terminal that is there: by column, or in plain lines for few rows."""

    def save(now: Interview) -> str:
        return store.save(now.answers) if store is not None else ""

    few = bool(state.wanted.one) or (0 < len(state.answers.interactions) < TABLE_FROM)
    if manner.plain or few or os.environ.get("TERM") == "dumb":
        from archadvisor.interview import plain

        try:
            return plain.run(machine, state, save, print, lambda: input("> "), get_terminal_size((80, 24)).columns)
        except EOFError:
            return state
    from archadvisor.interview import shell

    return shell.run(machine, state, save, colour=not os.environ.get("NO_COLOR"))


def _finish(knowledge: KnowledgeBase, answers: Answers, path: Path, manner: Manner, options: Globals) -> None:
    """Show the first screen, the open questions by who can answer them, where the answers are, what comes next."""
    assessment = assess(knowledge, answers, __version__, options.date)
    width = get_terminal_size((80, 24)).columns
    command = f"archadvisor score {path}"
    write_stdout(render(assessment, "terminal", Options(brief=True, width=max(40, width), command=command)))
    lines = [*open_by_role(assessment), "", f"The answers are in {path}. Next: {command}"]
    write_stdout("\n".join(text for line in lines for text in (fold(line, width) or [""])) + "\n")
    if manner.asks() and answers.interactions:
        _offer_report(assessment, path, command)


def open_by_role(assessment: Assessment) -> list[str]:
    """Return the open questions that matter, by who can answer them, ready to be sent."""
    rows = {row.id: row for row in assessment.interactions}
    lines = []
    for role in ROLES:
        asked = [u for u in assessment.unknowns if u.ask == role and u.matters]
        if not asked:
            continue
        lines += ["", f"To ask: {role}"]
        for unknown in asked:
            row = rows.get(unknown.interaction or "")
            ends = f"{inert(row.sender)} > {', '.join(map(inert, row.receivers))}: " if row else ""
            who = f" ({inert(unknown.who)})" if unknown.who else ""
            lines.append(f"- {ends}{inert(unknown.prompt)}{who}")
    return lines


def _offer_report(assessment: Assessment, path: Path, command: str) -> None:
    target = path.with_name("report.html")
    try:
        wish = input(f"Write the report to {target}? [y/N] ").strip().lower()
    except EOFError:
        return
    if wish in ("y", "yes"):
        write_all([(target, render(assessment, "html", Options(command=command)))])
        print(f"archadvisor: wrote {target}", file=sys.stderr)


def _tell_advice(knowledge: KnowledgeBase, answers: Answers, name: str, add: str | None, text: str) -> None:
    """Tell the advice for one interaction in six lines."""
    assessment = assess(knowledge, answers, __version__)
    row = next(row for row in assessment.interactions if row.id == name)
    width = get_terminal_size((80, 24)).columns
    lines = [*advice(row), *([] if add else [f'Keep it: archadvisor ask "{inert(text)}" --add answers.yaml'])]
    write_stdout("\n" + "\n".join(line for label in lines for line in _hung(label, width)) + "\n")


def advice(row: Row) -> list[str]:
    """Return the advice for one interaction as at most six lines, each a label and a text."""
    figure = f"{row.how_sure} ({row.confidence * 100:.0f} in 100)" if row.style != "neither" else row.how_sure
    leans = "leans to " if row.state in ("open", "close") else ""
    style = row.form_name if row.style == "neither" else f"{leans}{row.style}: {row.form_name}"
    safeguards = [pattern for pattern in row.patterns if pattern.role == "safeguard"]
    lines = [
        f"{inert(row.sender)} -> {', '.join(map(inert, row.receivers))}: {inert(row.purpose)}",
        f"  {style}    {figure}",
        f"  because  {inert(row.because)}",
        f"  against  {inert(row.against)}",
    ]
    if safeguards:
        lines.append(f"  build    {', '.join(pattern.name for pattern in safeguards)}")
    checks = [check for pattern in (*safeguards, *row.patterns) for check in pattern.checks][:1]
    lines += [f"  check    {inert(check)}" for check in checks]
    turns = "; ".join(f"{inert(point.words)} -> {point.style}" for point in row.tipping_points[:2])
    if turns:
        lines.append(f"  turns if {turns}")
    return lines


def _hung(line: str, width: int) -> list[str]:
    """Fold a line of advice; what goes on stands under the text, not under the label."""
    lead, indent = ("  ", " " * 11) if line.startswith("  ") else ("", "")
    first, *rest = fold(line.strip(), width - len(indent)) or [""]
    return [lead + first, *(indent + text for text in rest)]


def _ends_from_person(manner: Manner) -> str:
    if not manner.asks():
        raise UsageError('which interaction? archadvisor ask "Order -> Mail: confirmation"')
    sender = input("Who starts it (a part, such as Order)? ").strip()
    receiver = input(f"Whom does {sender} turn to (such as Mail)? ").strip()
    purpose = input("What for (such as confirmation)? ").strip()
    return f"{sender} -> {receiver}: {purpose}"


def _roles(roles: tuple[str, ...]) -> tuple[str, ...]:
    for role in roles:
        if role not in ROLES:
            raise UsageError(f"--for {shown(role)}: expected {', '.join(ROLES)}")
    return roles


def _system_name(path: Path) -> str:
    return path.absolute().parent.name.strip() or "My system"


def _nothing() -> Answers:
    return Answers("", MappingProxyType({}), MappingProxyType({}), (), (), Place("ask"))


def _with_row(answers: Answers, row: Interaction) -> Answers:
    return replace(answers, interactions=(*answers.interactions, row))


def _new(answers: Answers, row: Pasted) -> Interaction:
    name = identifier(row, (i.id for i in answers.interactions))
    return Interaction(name, row.sender, row.receivers, row.purpose, "", "", MappingProxyType({}))


def _same(row: Interaction, sender: str, receivers: tuple[str, ...], purpose: str) -> bool:
    return (row.sender, row.receivers, row.purpose) == (sender, receivers, purpose)
