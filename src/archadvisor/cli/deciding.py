"""The commands about decisions, and for other tools: each parses, calls and prints."""

from __future__ import annotations

from typing import Annotated

import typer

from archadvisor.cli import late
from archadvisor.cli.root import app, ending
from archadvisor.errors import listed
from archadvisor.reports import check as findings
from archadvisor.reports import comparison, merging
from archadvisor.reports import next as next_
from archadvisor.reports.formats import default_format

_Answers = Annotated[
    str,
    typer.Argument(metavar="[ANSWERS]", help="The answers file.", autocompletion=late.answers_files),
]


@app.command(
    epilog=ending(
        "archadvisor merge ines.yaml tom.yaml",
        "archadvisor merge ines.yaml tom.yaml --anonymous --into merged.yaml",
    )
)
def merge(
    context: typer.Context,
    answers: Annotated[
        list[str],
        typer.Argument(
            metavar="ANSWERS...",
            help="The answers files of several people for one system; the first gives layout and comments.",
            autocompletion=late.answers_files,
        ),
    ],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help=f"{listed(merging.FORMATS)}; overrides the file suffix.",
            autocompletion=late.merge_formats,
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
    into: Annotated[
        str | None,
        typer.Option(
            "--into",
            metavar="FILE",
            help="Write the merged answers: a new file, or the first one.",
            autocompletion=late.answers_files,
        ),
    ] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Counts only: no names, no file names.")] = False,
) -> None:
    """Merge the answers of several people; tell where they agree, and which disagreements change the advice."""
    from archadvisor.cli.merge import run_merge

    run_merge(answers, format, output or [], into, anonymous, context.obj)


@app.command(
    epilog=ending(
        "archadvisor decide '*' --as advice",
        'archadvisor decide order-to-mail --as event --because "Mail may be down"',
    )
)
def decide(
    row: Annotated[
        str,
        typer.Argument(metavar="ROW[,ROW]", help="The interactions, by id or number; * and ? fit several ids."),
    ],
    way: Annotated[
        str,
        typer.Option("--as", metavar="WAY", help="request, event, neither, a form, or advice: what is advised."),
    ],
    answers: _Answers = "answers.yaml",
    because: Annotated[str, typer.Option(help="The reason; required, except with --as advice.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decided.")] = "",
    ticket: Annotated[str, typer.Option(help="Where it is discussed.")] = "",
    review: Annotated[str, typer.Option(metavar="DATE", help="Look at it again by this day or month.")] = "",
    *,
    context: typer.Context,
) -> None:
    """Record in the answers file what your team decided for an interaction, and on which grounds."""
    from archadvisor.cli.decide import run_decide
    from archadvisor.review.deciding import Wanted

    names = [one.strip() for one in row.split(",") if one.strip()]
    run_decide(names, Wanted(way, because, by, "", ticket, review), answers, context.obj)


@app.command(epilog=ending("archadvisor check", "archadvisor check answers.yaml --strict"))
def check(
    context: typer.Context,
    answers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ANSWERS]...", help="The answers files; default: answers.yaml.", autocompletion=late.answers_files
        ),
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="The day to check for; default: that of --date, else today."),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Fail too where only new rules changed the advice, or people dispute answers."),
    ] = False,
    records: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="The folder of the decision records; default: where adr writes them.",
            show_default=False,
            autocompletion=late.folders,
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option("--format", help=f"{listed(findings.FORMATS)}.", autocompletion=late.check_formats),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write the findings to this file.", autocompletion=late.files
        ),
    ] = None,
) -> None:
    """Check that the decisions on record still hold; print nothing and exit 0 where they do, else exit 1."""
    from archadvisor.cli.check import run_check

    run_check(answers or ["answers.yaml"], today, strict, records, format, output or [], context.obj)


@app.command(epilog=ending("archadvisor adr", "archadvisor adr order-to-mail --dir docs/decisions"))
def adr(
    context: typer.Context,
    rows: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ROW]...",
            help="The interactions, by id or number; * and ? fit several ids. Default: all that are decided.",
            autocompletion=late.decided,
        ),
    ] = None,
    dir: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="The folder of the records; default: what .adr-dir says, else doc/adr if it exists, else docs/adr.",
            show_default=False,
            autocompletion=late.folders,
        ),
    ] = None,
    answers: Annotated[
        str, typer.Option(metavar="ANSWERS", help="The answers file.", autocompletion=late.answers_files)
    ] = "answers.yaml",
) -> None:
    """Write a decision record (MADR) for each decision that has none yet, as the folder names and numbers them."""
    from archadvisor.cli.adr import run_adr

    run_adr(rows or [], dir, answers, context.obj)


@app.command(
    epilog=ending(
        "archadvisor diff answers.yaml --set order-to-fraud.needs=nothing",
        "archadvisor diff answers.yaml --base main --format comment",
    )
)
def diff(
    context: typer.Context,
    answers: Annotated[
        str,
        typer.Argument(
            metavar="A", help="The answers file before; - for standard input.", autocompletion=late.answers_files
        ),
    ],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="[B]", help="The answers file after; without it A itself.", autocompletion=late.answers_files
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            metavar="REF",
            help="Compare A with what it was at this branch, tag or commit of its git repository.",
            autocompletion=late.revisions,
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="ID=VALUE",
            help="Give another answer in B, to see what it would change; ROW.ID=VALUE for one row; repeatable.",
            autocompletion=late.settings,
        ),
    ] = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format",
            help=f"{listed(comparison.FORMATS)}; overrides the file suffix.",
            autocompletion=late.diff_formats,
        ),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the differences to this file; repeatable; - for standard output.",
            autocompletion=late.files,
        ),
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 1 if anything changed.")] = False,
) -> None:
    """Tell what changed between two answers files, or would: answers, advice, problems, and why each row turned."""
    from archadvisor.cli.diff import Asked, run_diff

    changed = run_diff(Asked(answers, new, base, settings or []), format_name, output or [], context.obj)
    if changed and exit_code:
        raise typer.Exit(1)


@app.command(epilog=ending("archadvisor mcp answers.yaml"))
def mcp(answers: _Answers = "answers.yaml") -> None:
    """Serve an answers file to agents by the Model Context Protocol, over standard input and output."""
    from archadvisor.cli.mcp import run_mcp

    run_mcp(answers)


@app.command("next", epilog=ending("archadvisor next", "archadvisor next answers.yaml --unsaid --format json"))
def next_command(
    answers: _Answers = "answers.yaml",
    unsaid: Annotated[
        bool, typer.Option("--unsaid", help="Only where nobody has said, noted or looked up anything.")
    ] = False,
    skip: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Leave out this question, as ROW.ID for one row; repeatable."),
    ] = None,
    format_name: Annotated[
        str, typer.Option("--format", help=f"{listed(next_.FORMATS)}.", autocompletion=late.next_formats)
    ] = default_format(next_.FORMATS),
) -> None:
    """Print the one open question whose answer changes most, with what each answer leads to."""
    from archadvisor.cli.next import run_next

    run_next(answers, unsaid, skip or [], format_name)
