"""`archadvisor mcp`: an answers file for agents, by the Model Context Protocol over standard input and output.

The official SDK is an optional extra and is imported here alone. What an agent answers is a draft with its source; it
confirms nothing, and it takes the place of nothing that somebody in the team said (`answers.settings`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from archadvisor import __version__
from archadvisor.answers.places import Places
from archadvisor.answers.reading import read
from archadvisor.answers.settings import apply, parse_settings
from archadvisor.answers.types import Answers
from archadvisor.assess import assess
from archadvisor.cli.files import read_input
from archadvisor.cli.store import Store
from archadvisor.errors import ArchadvisorError, FileError, UsageError, shown
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports import check as findings
from archadvisor.reports import next as next_
from archadvisor.reports import questionnaire
from archadvisor.reports.explanation import explain
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
where the code does not say, leave the question to the people that `next` names. `explain` gives reasons and sources."""
_REPORTS = ("markdown", "json", "comment", "tasks", "questions", "mermaid", "csv")
"""The formats of a report that an agent can read."""
_Tool = TypeVar("_Tool", bound=Callable[..., str])


def run_mcp(file: str) -> None:
    """Serve a file until standard input ends; UsageError where the SDK is not installed."""
    try:
        from mcp.server import MCPServer
    except ImportError:
        raise UsageError("mcp needs the official SDK: pip install 'archadvisor[mcp]'") from None
    server = MCPServer("archadvisor", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING")
    _serve(server, Desk(file))
    server.run("stdio")


class Desk:
    """What an agent can do with one answers file; every call reads it anew."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._knowledge: KnowledgeBase | None = None

    @property
    def knowledge(self) -> KnowledgeBase:
        """Return the rules, read once."""
        if self._knowledge is None:
            self._knowledge = load()
        return self._knowledge

    def questions(self) -> str:
        """All questions with their options, as JSON."""
        return _text(renderer(questionnaire.FORMATS, "json")(blank_questionnaire(self.knowledge)))

    def next(self) -> str:
        """The one question whose answer changes most, of those about which nobody has said or noted anything, as JSON.

        With its options and what each leads to; `set` is what `set_answer` calls it. `question` is null where nothing
        is left to look up; what only people can answer is in `score` with the format questions.
        """
        found = next_question(self.knowledge, self._answers(), __version__, unsaid=True)
        return _text(renderer(next_.FORMATS, "json")(found, Options()))

    def set_answer(self, question: str, value: str, path: str, line: int) -> str:
        """Put a draft answer into the file, with the file and line where you read the fact.

        question: ROW.QUESTION, PART.QUESTION, or QUESTION of the system; value: one option, or ticks with commas
        between them. A person confirms it later. Refused where somebody in the team has answered or noted something.
        """
        if not Path(self._file).exists():
            raise FileError(f"{shown(self._file)}: No such file or directory")
        with Store(Path(self._file), self.knowledge, "") as store:
            settings = parse_settings([f"{question}={value}"])
            store.save(apply(self.knowledge, store.answers, settings, source=f"{path}:{line}"))
        return f"{question} = {value}, as a draft from {path}:{line}"

    def score(self, format: str = "markdown", brief: bool = True) -> str:
        """The advice for every interaction: the first page, or the whole report where `brief` is false.

        format: markdown, json, comment, tasks, questions, mermaid or csv
        """
        if format not in _REPORTS:
            raise UsageError(f"format {shown(format)}: expected {', '.join(_REPORTS)}")
        options = Options(brief=brief, command=f"archadvisor score {self._file}", answers=self._file)
        return render(assess(self.knowledge, self._answers(), __version__), format, options)

    def explain(self, name: str) -> str:
        """An interaction of the file by id or number with its whole sum, or a question, rule, pattern or term."""
        answers = self._answers()
        numbers = {str(number) for number, _ in enumerate(answers.interactions, start=1)}
        if name in numbers or any(row.id == name for row in answers.interactions):
            return _lines(explain_row(assess(self.knowledge, answers, __version__), name))
        return _lines(explain(self.knowledge, name, False))

    def check(self) -> str:
        """Whether the team's decisions still hold today, as JSON: `ok`, and each finding with its place."""
        data = read_input(self._file)
        answers = read(data, self._file, self.knowledge)
        found = check(self.knowledge, answers, Places(data, self._file), datetime.date.today(), __version__)
        return _text(renderer(findings.FORMATS, "json")(found, Options()))

    def _answers(self) -> Answers:
        return read(read_input(self._file), self._file, self.knowledge)


def _serve(server: MCPServer, desk: Desk) -> None:
    """Offer what the desk can do as tools; what goes wrong is told in a line."""
    for tool in (desk.questions, desk.next, desk.set_answer, desk.score, desk.explain, desk.check):
        server.tool(structured_output=False)(_told(tool))


def _told(tool: _Tool) -> _Tool:
    """Return a tool whose faults are told to the agent as they are told to people."""
    import functools

    from mcp.server.mcpserver.exceptions import ToolError

    @functools.wraps(tool)
    def told(*args: object, **named: object) -> str:
        try:
            return tool(*args, **named)
        except ArchadvisorError as error:
            raise ToolError("\n".join(error.lines())) from error

    return told  # type: ignore[return-value]


def _text(document: Rendered) -> str:
    return document if isinstance(document, str) else b"".join(document).decode()


def _lines(lines: Iterable[Line]) -> str:
    return "\n".join([neutralise(f"{line.label}: {line.text}" if line.label else line.text) for line in lines])
