"""The commands that explain what is asked and advised: each parses, calls and prints."""

from __future__ import annotations

from typing import Annotated

import typer

from archadvisor.cli import late
from archadvisor.cli.root import app, ending
from archadvisor.errors import listed
from archadvisor.reports import questionnaire
from archadvisor.reports.formats import default_format


@app.command(epilog=ending("archadvisor questions", "archadvisor questions --format json"))
def questions(
    format_name: Annotated[
        str, typer.Option("--format", help=f"{listed(questionnaire.FORMATS)}.", autocompletion=late.question_formats)
    ] = default_format(questionnaire.FORMATS),
) -> None:
    """Print the blank questionnaire, grouped by role."""
    from archadvisor.cli.questions import run_questions

    run_questions(format_name)


@app.command(epilog=ending("archadvisor explain needs", "archadvisor explain order-to-mail"))
def explain(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A question, rule, pattern, claim, gate …; QUESTION.VALUE for an option; or a row of ANSWERS by id "
            "or number. Without it: what there is.",
            autocompletion=late.ids,
        ),
    ] = None,
    answers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ANSWERS]",
            help="The answers file of a row: every line of its sum. Without it, a name that is no entry is looked for "
            "in answers.yaml.",
            autocompletion=late.answers_files,
        ),
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="Of a question or an option, also what each rule weighs.")
    ] = False,
) -> None:
    """Explain a question, rule, pattern or other entry with its source, or a row of an answers file with its sum."""
    from archadvisor.cli.explain import run_explain

    run_explain([*([] if name is None else [name]), *(answers or [])], rules)
