"""`archadvisor mcp`: an answers file for agents, by the Model Context Protocol over standard input and output.

The official SDK is an optional extra and is imported here alone. What an agent answers is a draft with its source; it
confirms nothing, and it takes the place of nothing that somebody in the team said (`answers.settings`). The SDK runs
calls in threads, several at once; here they wait for each other.
"""

from __future__ import annotations

import datetime
import gc
import os
import shlex
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, wraps
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from archadvisor import __version__
from archadvisor.answers.places import Places
from archadvisor.answers.reading import read
from archadvisor.answers.row_edits import answer_to
from archadvisor.answers.settings import SettingError, apply
from archadvisor.answers.types import Answers
from archadvisor.assess import assess
from archadvisor.cli import INTERRUPTED
from archadvisor.cli.explain import explain_name
from archadvisor.cli.files import STDIO, read_input, silence
from archadvisor.cli.sources import check_source
from archadvisor.cli.store import Store
from archadvisor.errors import ArchadvisorError, FileError, UsageError, shown
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports import check as findings
from archadvisor.reports import next as next_
from archadvisor.reports import questionnaire
from archadvisor.reports.explanation.lines import Line
from archadvisor.reports.explanation.rows import explain_row
from archadvisor.reports.formats import Rendered, renderer
from archadvisor.reports.questionnaire.content import blank_questionnaire
from archadvisor.reports.report.options import Options
from archadvisor.reports.report.rendering import render
from archadvisor.review.asking import next_question
from archadvisor.review.check import check
from archadvisor.text.neutral import neutralise

if TYPE_CHECKING:
    from mcp.server import MCPServer

_INSTRUCTIONS = """archadvisor advises request or event for each interaction of a system, from answers that a team
confirms. Call `next` for the question whose answer changes most, look for the fact in the code, and put it on record
with `set_answer` and the file and line where you read it. It stays a draft until a person confirms it. Never guess:
where the code does not say, leave the question to the people that `next` names, and call `next` with it in `skip`.
`explain` gives reasons and sources."""
_REPORTS = ("markdown", "json", "comment", "tasks", "questions", "mermaid", "csv")
"""The formats of a report that an agent can read."""
_Tool = TypeVar("_Tool", bound=Callable[..., str])


def run_mcp(file: str) -> None:
    """Serve a file until standard input ends or its reader leaves; UsageError where the SDK is not installed.

    FileError where there is no such file, or none that can be read; what is wrong in it every call tells anew, as
    somebody may put it right meanwhile.
    """
    if file == STDIO:
        raise UsageError("standard input has the protocol; expected a file for the answers")
    read_input(file)
    desk = Desk(file)
    try:
        server = _server(desk)
    except ImportError:
        raise UsageError("mcp needs the official SDK, version 2.3 or later: pip install 'mcp>=2.3,<3'") from None
    gc.enable()  # a server goes on and makes cycles; `main` turned it off for short runs
    signal.signal(signal.SIGINT, lambda *_: desk.leave())  # the SDK would wait for one more line on standard input
    try:
        server.run("stdio")
    except* BrokenPipeError:
        silence(sys.stdout)


class Desk:
    """What an agent can do with one answers file; every call reads it anew."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._busy = RLock()

    def tools(self) -> tuple[Callable[..., str], ...]:
        """Return what an agent can call; of several calls one runs at a time."""
        offered = (self.questions, self.next, self.set_answer, self.score, self.explain, self.check)
        return tuple([self._in_turn(tool) for tool in offered])

    def leave(self) -> None:
        """End the process, after the call that runs."""
        with self._busy:
            os._exit(INTERRUPTED)

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        """Return the rules, read once."""
        return load()

    def questions(self) -> str:
        """All questions with their options, as JSON."""
        return _text(renderer(questionnaire.FORMATS, "json")(blank_questionnaire(self.knowledge)))

    def next(self, skip: tuple[str, ...] = ()) -> str:
        """The one question whose answer changes most, of those about which nobody has said or noted anything, as JSON.

        With its options and what each leads to; `set` is what `set_answer` calls it. `question` is null where nothing
        is left to look up; what only people can answer is in `score` with the format questions. skip: questions to
        leave out, each as `set` had it, because the code does not answer them.
        """
        found = next_question(self.knowledge, self._answers(), __version__, unsaid=True, skip=skip)
        return _text(renderer(next_.FORMATS, "json")(found, Options()))

    def set_answer(self, question: str, value: str, path: str, line: int) -> str:
        """Put a draft answer into the file, with the place where you read the fact: a path and a line that are there.

        question: ROW.QUESTION, PART.QUESTION, or QUESTION of the system; value: one option, or ticks with commas
        between them; path: as seen from the folder of the server. A person confirms it later. Refused where somebody
        in the team has answered or noted something.
        """
        if not Path(self._file).exists():
            raise FileError(f"{shown(self._file)}: No such file or directory")
        owner, _, name = question.rpartition(".")
        source = f"{path}:{line}"
        check_source(source, f"path {shown(path)}, line {line}", "the path of a file, and a line from 1 on")
        with Store(Path(self._file), self.knowledge, "") as store:
            try:
                intended = apply(self.knowledge, store.answers, [(owner, name, value)], source=source)
            except SettingError as error:
                raise UsageError(error.plain) from None
            kept, _ = store.save(intended)
        several = self.knowledge.joined.get(name)
        asked = [self.knowledge.questions[one] for one in (several.questions() if several else (name,))]
        if any(answer_to(kept, q.scope, owner, q.id) != answer_to(intended, q.scope, owner, q.id) for q in asked):
            raise UsageError(f"{question}: somebody in the team has just said something; a draft cannot replace it")
        return f"{question} = {value}, as a draft from {source}"

    def score(self, format: str = "markdown", brief: bool = True) -> str:
        """The advice for every interaction: the first page, or the whole report where `brief` is false.

        format: markdown, json, comment, tasks, questions, mermaid or csv
        """
        if format not in _REPORTS:
            raise UsageError(f"format {shown(format)}: expected {', '.join(_REPORTS)}")
        name = shlex.quote(self._file)
        options = Options(brief=brief, command=f"archadvisor score {name}", answers=name)
        return render(assess(self.knowledge, self._answers(), __version__), format, options)

    def explain(self, name: str) -> str:
        """An interaction of the file by id or number with its whole sum, or a question, rule, pattern or term."""
        ids: list[str] = []
        if Path(self._file).exists():
            answers = self._answers()
            ids = [row.id for row in answers.interactions]
            if name in ids or name in [str(number) for number, _ in enumerate(ids, start=1)]:
                return _lines(explain_row(assess(self.knowledge, answers, __version__), name))
        return _lines(explain_name(self.knowledge, name, rows=ids))

    def check(self) -> str:
        """Whether the team's decisions still hold today, as JSON: `ok`, and each finding with its place."""
        data = read_input(self._file)
        answers = read(data, self._file, self.knowledge)
        found = check(self.knowledge, answers, Places(data, self._file), datetime.date.today(), __version__)
        return _text(renderer(findings.FORMATS, "json")(found, Options()))

    def _in_turn(self, tool: _Tool) -> _Tool:
        @wraps(tool)
        def alone(*args: object, **named: object) -> str:
            with self._busy:
                return tool(*args, **named)

        return alone  # type: ignore[return-value]

    def _answers(self) -> Answers:
        return read(read_input(self._file), self._file, self.knowledge)


def _server(desk: Desk) -> MCPServer:
    """Return the SDK's server with the tools of a desk; what goes wrong is told as people are told it."""
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from pydantic import ValidationError

    class Server(MCPServer):
        async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
            try:
                return await super().call_tool(name, arguments, context)
            except ToolError as error:
                match error.__cause__:
                    case ArchadvisorError() as fault:
                        raise ToolError("\n".join(fault.lines())) from None
                    case ValidationError() as fault:
                        raise ToolError(_misfits(name, fault.errors())) from None
                raise

    server = Server("archadvisor", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING")
    for tool in desk.tools():
        server.tool(structured_output=False)(tool)
    return server


def _misfits(tool: str, errors: Iterable[Mapping[str, Any]]) -> str:
    """Say in a line which arguments a tool does not take, and why."""
    told = [f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in errors]
    return f"{tool}: {'; '.join(told)}"


def _text(document: Rendered) -> str:
    return document if isinstance(document, str) else b"".join(document).decode()


def _lines(lines: Iterable[Line]) -> str:
    return "\n".join([neutralise(f"{line.label}: {line.text}" if line.label else line.text) for line in lines])
