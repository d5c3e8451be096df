"""The commands that ask and advise: each parses, calls and prints."""

from __future__ import annotations

from typing import Annotated

import typer

from archadvisor.cli import late
from archadvisor.cli.root import app, ending
from archadvisor.errors import listed
from archadvisor.reports import report

_EXAMPLES = "web-shop, iot, crud or blank"
"""As the help names them; a test compares them with the folder, which is not read to start up."""


@app.command(
    epilog=ending(
        "archadvisor score answers.yaml --brief",
        "archadvisor score answers.yaml --output report.html --output report.md",
    )
)
def score(
    context: typer.Context,
    answers: Annotated[
        str,
        typer.Argument(
            metavar="ANSWERS", help="The answers file; - for standard input.", autocompletion=late.answers_files
        ),
    ],
    format: Annotated[
        str | None,
        typer.Option(
            "--format", help=f"{listed(report.FORMATS)}; overrides the file suffix.", autocompletion=late.formats
        ),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the report to this file; repeatable; - for standard output.",
            autocompletion=late.files,
        ),
    ] = None,
    brief: Annotated[bool, typer.Option("--brief", help="The first page only; JSON in one line.")] = False,
    questions: Annotated[
        bool, typer.Option("--questions", help="Only the open questions, by who can answer them, ready to send.")
    ] = False,
    team: Annotated[
        str,
        typer.Option(
            metavar="PART[,PART]",
            help="Report only these parts, or the parts of this team.",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Score an answers file and report the advice, on screen or in files."""
    from archadvisor.cli.score import run_score

    run_score(answers, format, output or [], brief, questions, team, context.obj)


@app.command(epilog=ending("archadvisor new --like web-shop", "archadvisor new orders.yaml"))
def new(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Where to write it; - for standard output.")
    ] = "answers.yaml",
    like: Annotated[str, typer.Option(help=f"{_EXAMPLES}.", autocompletion=late.examples)] = "blank",
) -> None:
    """Write a commented answers file that you can score at once, and its schema for editors."""
    from archadvisor.cli.start import run_new

    run_new(file, like, context.obj)


_Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="ID=VALUE",
        help="Give an answer; ROW.ID=VALUE for one row; repeatable. Ids and values: archadvisor questions.",
        autocompletion=late.settings,
    ),
]
_NoInput = Annotated[bool, typer.Option("--no-input", help="Ask no questions; missing answers stay unknown.")]
_Plain = Annotated[bool, typer.Option("--plain", help="Numbered lines without cursor movement, for screen readers.")]
_Full = Annotated[bool, typer.Option("--full", help="Ask all questions, even if they cannot change a style or form.")]


@app.command(
    epilog=ending(
        'archadvisor ask "Order -> Mail: confirmation"',
        'archadvisor ask "Shop -> Bank: charge" --set needs=result --no-input',
    )
)
def ask(
    context: typer.Context,
    interaction: Annotated[
        str | None,
        typer.Argument(metavar='["A -> B: purpose"]', help="The interaction; asked for if missing."),
    ] = None,
    add: Annotated[
        str | None,
        typer.Option(metavar="ANSWERS", help="Save it in this answers file.", autocompletion=late.answers_files),
    ] = None,
    settings: _Set = None,
    full: _Full = False,
    no_input: _NoInput = False,
    plain: _Plain = False,
) -> None:
    """Ask about one interaction on at most four screens, then print short advice."""
    from archadvisor.cli.interview import Manner, run_ask
    from archadvisor.interview.pages import Wanted

    run_ask(interaction, add, Wanted(full=full), settings or [], Manner(no_input, plain), context.obj)


@app.command(
    epilog=ending(
        "archadvisor interview answers.yaml",
        "archadvisor interview answers.yaml --from rows.csv --set main-button=mixed",
    )
)
def interview(
    context: typer.Context,
    answers: Annotated[
        str,
        typer.Argument(
            metavar="[ANSWERS]", help="The answers file, new or existing.", autocompletion=late.answers_files
        ),
    ] = "answers.yaml",
    quick: Annotated[
        bool, typer.Option("--quick", help="Ask only for the interactions and what each sender needs.")
    ] = False,
    full: _Full = False,
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--for",
            metavar="ROLE",
            help="Ask only what this role can answer; repeatable.",
            autocompletion=late.roles,
        ),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(help=f"Start a new file from {_EXAMPLES}.", autocompletion=late.examples),
    ] = None,
    rows: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Read rows (lines, CSV or a Markdown table); - for standard input.",
            autocompletion=late.files,
        ),
    ] = None,
    settings: _Set = None,
    source: Annotated[
        str,
        typer.Option(
            metavar="PATH:LINE", help="Where --set was read, a line of a file: then it is a draft to confirm."
        ),
    ] = "",
    no_input: _NoInput = False,
    plain: _Plain = False,
) -> None:
    """Ask about a system: a page of guesses for all interactions at a time; continues where you stopped."""
    from archadvisor.cli.interview import Manner, run_interview
    from archadvisor.interview.pages import Wanted

    wanted = Wanted(full=full, quick=quick, roles=tuple(roles or ()))
    run_interview(answers, wanted, like, rows, settings or [], source, Manner(no_input, plain), context.obj)
