"""`archadvisor interview` and `archadvisor ask`: who asks, where the answers go, what is shown at the end."""

from __future__ import annotations

import os
import shlex
import sys
import termios
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from archadvisor import __version__
from archadvisor.answers.row_edits import added
from archadvisor.answers.row_text import Pasted, identifier, one
from archadvisor.answers.settings import Setting, apply, parse_settings, spelled
from archadvisor.answers.types import Answers
from archadvisor.assess import assess
from archadvisor.assessment import Assessment
from archadvisor.cli.files import STDIO, read_rows, tell, write_stdout
from archadvisor.cli.options import Globals
from archadvisor.cli.sources import check_source
from archadvisor.cli.store import Store
from archadvisor.cli.terminal import ended_as_interrupted, hear, listen_to_terminal, say, screen
from archadvisor.cli.writing import write_all
from archadvisor.errors import Place, UsageError, shown
from archadvisor.interview.guesses import guessed, guesses
from archadvisor.interview.machine import Machine
from archadvisor.interview.pages import Wanted
from archadvisor.interview.state import Interview, Mode
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.formats import default_format
from archadvisor.reports.note.advice import advise
from archadvisor.reports.note.open_questions import list_open_questions
from archadvisor.reports.report import FORMATS
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import render
from archadvisor.reports.report.unanswered import sheet
from archadvisor.text.columns import fold, in_ascii
from archadvisor.text.neutral import escape, one_line


class Manner(Struct, frozen=True):
    """How to ask: `no_input` asks nobody, `plain` asks in numbered lines."""

    no_input: bool = False
    plain: bool = False

    def asks(self) -> bool:
        """Tell whether there is somebody to ask."""
        return not self.no_input and sys.stdin.isatty() and sys.stdout.isatty()


# --- interview ---------------------------------------------------------------------------------------------


def run_interview(
    name: str,
    wanted: Wanted,
    like: str | None,
    rows: str | None,
    settings: list[str],
    source: str,
    manner: Manner,
    options: Globals,
) -> None:
    """Ask about a system; what is answered is in the file at every moment.

    With a `source` the settings are drafts that were read there, for somebody to confirm.
    """
    given = _given(settings, source)
    knowledge = load()
    _check_roles(knowledge, wanted.roles)
    path = Path(name)
    if not manner.asks() and not given and rows is None and like is None and not path.exists():
        what = "--set QUESTION=VALUE, --from FILE, --like EXAMPLE, or a terminal"
        raise UsageError(f"{shown(name)} does not exist, and no answers were given; expected {what}")
    if like is not None:
        from archadvisor.cli.start import run_new

        run_new(name, like, options, next_step=False)
    machine = Machine(knowledge)
    text = read_rows(rows) if rows is not None else None
    if rows == STDIO and not manner.no_input:
        listen_to_terminal()
    command = f"archadvisor interview {shlex.quote(name)}"
    with Store(path, knowledge, _system_name(path)) as store:
        answers, message = store.answers, ""
        if text is not None:
            read = machine.add_rows(machine.begin(answers, wanted), text)
            answers, message = read.answers, read.message
        answers = apply(knowledge, answers, given, source=source)  # a setting may be about a row just read
        state = machine.begin(answers, wanted)
        if rows is not None:
            unmarked = manner.asks() and not any(row.current for row in state.answers.interactions)
            hint = "; b goes back to mark how they work today" if unmarked else ""
            state = replace(state, message=message + hint)
        store.save(state.answers)
        if manner.asks():
            state = _held(machine, state, store, manner, command)
        elif not options.quiet:
            _tell_done(state.message if rows is not None else "", name, given, source)
        written = store.written
    if state.mode is Mode.LEFT:
        _leave(name, command, written)
    else:
        _finish(knowledge, state, name, manner, options)


def _tell_done(message: str, name: str, given: Sequence[Setting], source: str) -> None:
    """Say on stderr what came of the rows that were read, and which drafts the file has now."""
    if message:
        tell(message)
    if source:
        drafts = [f"{owner}.{question}={value}" if owner else f"{question}={value}" for owner, question, value in given]
        tell(f"wrote {name}: {', '.join(drafts)}, as a draft from {source}")


def _given(texts: Sequence[str], source: str) -> list[Setting]:
    """Return what `--set` says; UsageError also for a source that nobody could look up."""
    if source:
        if not texts:
            raise UsageError("--source says where the answers of --set were read; expected --set beside it")
        check_source(source, f"--source {shown(source)}", "PATH:LINE, such as src/order.py:120")
    return parse_settings(texts)


def _held(machine: Machine, state: Interview, store: Store, manner: Manner, command: str) -> Interview:
    """Hold an interview; of a finished one the rules are recorded, as a person went through all that they ask."""
    try:
        state = held(machine, state, store, manner)
    except KeyboardInterrupt:
        if store.written:
            tell(f"your answers are in {store.path}; continue with: {command}")
        raise
    if state.mode is not Mode.LEFT and store.answers.interactions:
        store.save(replace(store.answers, rules=machine.knowledge.method.version), patient=True)
    return state


def held(machine: Machine, state: Interview, store: Store | None, manner: Manner) -> Interview:
    """Hold the interview on the terminal that is there: on whole screens, or in plain lines."""

    def save(now: Interview) -> Interview:
        if store is None:
            return now
        answers, message = store.save(now.answers, patient=True)
        if answers is not now.answers:
            now = machine.adopted(now, answers)
        return replace(now, message=message) if message else now

    seen = screen()
    if manner.plain or os.environ.get("TERM", "dumb") == "dumb":
        from archadvisor.interview import plain

        try:
            with ended_as_interrupted():
                return plain.run(machine, state, save, say, lambda: hear("> "), lambda: screen().width)
        except EOFError:
            return replace(state, mode=Mode.LEFT)
    from archadvisor.interview import shell

    return shell.run(machine, state, save, seen.colour, seen.unicode)


def _leave(name: str, command: str, written: bool) -> None:
    kept = f"Your answers are in {escape(name)}. Continue with: {escape(command)}"
    _say([kept if written else "There are no answers, so nothing was written."])


def _finish(knowledge: KnowledgeBase, state: Interview, name: str, manner: Manner, options: Globals) -> None:
    """Show the first screen, the open questions by who can answer them, where the answers are, what comes next."""
    quick = state.wanted.quick
    answers = state.answers  # as they are in the file, so that `score` says the same
    left = guesses(guessed(knowledge, answers)) - guesses(answers) if manner.asks() or quick else 0
    assessment = assess(knowledge, answers, __version__, options.date)
    score = f"archadvisor score {shlex.quote(name)}"
    seen = screen()
    text = render(assessment, default_format(FORMATS), Options(True, seen.width, seen.colour, seen.unicode, score))
    if manner.asks():
        number = len(list(sheet(assessment)))
        lines = [f"Open questions, by who can answer them: {score} --questions"] if number else []
    else:
        lines = list(list_open_questions(assessment))
    if left:
        again = f"archadvisor interview {escape(shlex.quote(name))}{' --full' if manner.asks() else ''}"
        what = "answer that is usual here was" if left == 1 else "answers that are usual here were"
        lines += [f"{left} {what} not confirmed, and not counted. To see them: {again}"]
    following = f"archadvisor interview {shlex.quote(name)}" if quick else score
    written = Path(name).exists()
    if written:
        lines.append(f"Your answers are in {escape(name)}. Next: {escape(following)}")
    else:  # nothing was given, so there was nothing to keep
        lines += ["", "There are no answers, so nothing was written."]
    offers = written and manner.asks() and bool(answers.interactions)
    target = str(Path(name).with_name("report.html"))
    question = f"Write the report to {target}?{' It replaces the existing file.' if Path(target).exists() else ''}"
    if manner.asks():  # what somebody looks at has one screen; the verdict stands on top of it
        below = [*lines, *([f"{question} {_EITHER}"] if offers else [])]
        text = f"\n{_fitting(text, seen.height - 1 - _height(below, seen.width), seen.width, score)}"
    write_stdout(text)
    _say(lines)
    if offers:
        _offer_report(assessment, target, question, score)


def _height(lines: Iterable[str], width: int) -> int:
    return sum(max(1, len(fold(line, width))) for line in lines)


def _fitting(text: str, room: int, width: int, score: str) -> str:
    """Return the first lines of a text that a screen has room for, and where the others are."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) <= room:
        return text
    more = f"({len(lines)} more lines: {score} --brief)"
    shown_lines = lines[: max(room - _height([more], width), 1)]
    more = f"({len(lines) - len(shown_lines)} more lines: {score} --brief)"
    return "\n".join([*shown_lines, *fold(more, width)]) + "\n"


def _offer_report(assessment: Assessment, target: str, question: str, command: str) -> None:
    if _yes(question):
        write_all([(target, render(assessment, "html", Options(command=command)))])
        tell(f"wrote {target}")


# --- ask ---------------------------------------------------------------------------------------------------


def run_ask(
    text: str | None, add: str | None, wanted: Wanted, settings: list[str], manner: Manner, options: Globals
) -> None:
    """Ask about one interaction and tell the advice in a few lines; `add` keeps it in an answers file."""
    given = parse_settings(settings)
    text = one_line(text) if text is not None else _ends_from_person(manner)
    row = one(text)
    if row is None:
        raise UsageError(f'{shown(text)} does not name two parts; expected "Order -> Mail: confirmation"')
    knowledge = load()
    machine = Machine(knowledge)
    if add is None:
        answers, name = _with_row(knowledge, _nothing(), row)
        state = _asked_one(machine, answers, name, wanted, given, manner, None)
        said = _advice(knowledge, state.answers, state.wanted.only)
        _tell_advice(said)
        told = next(i for i in state.answers.interactions if i.id == name)
        again = "".join([f" --set {shlex.quote(setting)}" for setting in spelled(state.answers, told)])
        keep = f"archadvisor ask {_quoted(text)}{again} --add answers.yaml"
        _say([f"To save it: {keep}"])
        if manner.asks() and _yes("Save it in answers.yaml now?"):
            kept, names = _keep(machine, state, Path("answers.yaml"), options)
            if (with_others := _advice(knowledge, kept, names)) != said:
                _say(["", "With what answers.yaml says already:"])
                _tell_advice(with_others)
        return
    with Store(Path(add), knowledge, _system_name(Path(add))) as store:
        answers, name = _with_row(knowledge, store.answers, row)
        try:
            state = _asked_one(machine, answers, name, wanted, given, manner, store)
        except KeyboardInterrupt:
            tell(f"your answers are in {add}; run the same command to continue")
            raise
    _tell_advice(_advice(knowledge, state.answers, state.wanted.only))
    if not options.quiet:
        tell(f"saved in {add}")


def _asked_one(
    machine: Machine,
    answers: Answers,
    name: str,
    wanted: Wanted,
    settings: list[Setting],
    manner: Manner,
    store: Store | None,
) -> Interview:
    answers = apply(machine.knowledge, answers, settings, name)
    state = machine.begin(answers, replace(wanted, only=(name,)), again=False)
    if store is not None:
        answers, _ = store.save(answers)
    return held(machine, state, store, manner) if manner.asks() and state.mode is not Mode.DONE else state


def _keep(machine: Machine, state: Interview, path: Path, options: Globals) -> tuple[Answers, list[str]]:
    """Add the rows that were just answered to a file; return what it says then, and their ids in it."""
    names = []
    with Store(path, machine.knowledge, _system_name(path)) as store:
        answers = store.answers
        for row in state.answers.interactions:
            name = identifier(Pasted(row.sender, row.receivers, row.purpose), [i.id for i in answers.interactions])
            answers = replace(answers, interactions=(*answers.interactions, replace(row, id=name)))
            names.append(name)
        parts = {**state.answers.parts, **answers.parts}
        answers, _ = store.save(replace(answers, parts=parts))
    if not options.quiet:
        tell(f"saved in {path}")
    return answers, names


def _with_row(knowledge: KnowledgeBase, answers: Answers, row: Pasted) -> tuple[Answers, str]:
    """Return the answers with this row, and its id: the one that is there, or a new one, of its kind if it says so."""
    there = next((i for i in answers.interactions if _same(i.sender, i.receivers, i.purpose, row)), None)
    if there is not None:
        return answers, there.id
    after = added(knowledge, answers, [row])
    return after, after.interactions[-1].id


def _same(sender: str, receivers: tuple[str, ...], purpose: str, row: Pasted) -> bool:
    one, other = (sender, *receivers, purpose), (row.sender, *row.receivers, row.purpose)
    return [text.casefold() for text in one] == [text.casefold() for text in other]


def _advice(knowledge: KnowledgeBase, answers: Answers, names: Sequence[str]) -> list[str]:
    """Return the advice for some interactions, as `score` gives it for a file with these answers: without guesses."""
    assessment = assess(knowledge, answers, __version__)
    width = screen().width
    rows = [row for row in assessment.interactions if row.id in names]
    return [line for row in rows for line in ("", *advise(assessment, row, width))]


def _tell_advice(lines: list[str]) -> None:
    _say(lines[not sys.stdout.isatty() :], folded=True)


def _ends_from_person(manner: Manner) -> str:
    if not manner.asks():
        raise UsageError('which interaction? archadvisor ask "Order -> Mail: confirmation"')
    try:
        sender = one_line(hear("Sender (such as Order)? "))
        receiver = one_line(hear("Receiver (such as Mail)? "))
        purpose = one_line(hear("Purpose (such as confirmation)? "))
    except EOFError:
        raise UsageError("no interaction was named") from None
    return f"{sender} -> {receiver}: {purpose}"


# --- both --------------------------------------------------------------------------------------------------


def _say(lines: Iterable[str], folded: bool = False) -> None:
    """Print lines that fit the terminal, in signs that it can show."""
    seen = screen()
    width = seen.width if sys.stdout.isatty() else 1000
    text = "\n".join(one for line in lines for one in ([line] if folded else fold(line, width) or [""]))
    write_stdout((text if seen.unicode else in_ascii(text)) + "\n")


_EITHER = "[y/N]"


def _yes(question: str) -> bool:
    """Ask somebody at the terminal; keys that were pressed before the question are no answer to it."""
    termios.tcflush(sys.stdin, termios.TCIFLUSH)
    try:
        return hear(f"{question} {_EITHER} ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _quoted(text: str) -> str:
    """Return text as a shell takes it, in the double quotes that people know where they do."""
    return shlex.quote(text) if any(c in '"$`\\!' for c in text) else f'"{text}"'


def _check_roles(knowledge: KnowledgeBase, roles: tuple[str, ...]) -> None:
    for role in roles:
        if role not in knowledge.roles:
            raise UsageError(f"--for {shown(role)}: expected {', '.join(knowledge.roles)}")


def _system_name(path: Path) -> str:
    return one_line(path.absolute().parent.name) or "My system"


def _nothing() -> Answers:
    return Answers("", MappingProxyType({}), MappingProxyType({}), (), (), Place("ask"))
