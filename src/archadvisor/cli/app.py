"""The commands: each parses, calls and prints."""

from __future__ import annotations

from typing import Annotated

import typer

from archadvisor import __version__
from archadvisor.cli.options import Globals
from archadvisor.errors import listed
from archadvisor.reports import check as findings
from archadvisor.reports import comparison, merging, questionnaire, report
from archadvisor.reports import next as next_
from archadvisor.reports.formats import default_format


def _ending(*examples: str) -> str:
    """Return the end of a command's help: examples to paste, which no width wraps."""
    return "\n".join(["\b", "Examples:", *(f"  {example}" for example in examples)])


app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Request or event? Advice for each interaction of a system, from answers that a team can check.",
    epilog=_ending('archadvisor ask "Order -> Mail: confirmation"', "archadvisor interview answers.yaml"),
)


def _files(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import files

    return files(incomplete)


def _answers_files(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import answers_files

    return answers_files(incomplete)


def _formats(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import formats

    return formats(incomplete)


def _question_formats(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import question_formats

    return question_formats(incomplete)


def _merge_formats(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import merge_formats

    return merge_formats(incomplete)


def _check_formats(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import check_formats

    return check_formats(incomplete)


def _folders(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import folders

    return folders(incomplete)


def _decided(context: typer.Context, incomplete: str) -> list[str]:
    from archadvisor.cli.completion import decided

    return decided(context, incomplete)


def _diff_formats(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import diff_formats

    return diff_formats(incomplete)


def _revisions(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import revisions

    return revisions(incomplete)


def _next_formats(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import next_formats

    return next_formats(incomplete)


def _examples(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import examples

    return examples(incomplete)


def _roles(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import roles

    return roles(incomplete)


def _ids(incomplete: str) -> list[str]:
    from archadvisor.cli.completion import ids

    return ids(incomplete)


def _settings(context: typer.Context, incomplete: str) -> list[str]:
    from archadvisor.cli.completion import settings

    return settings(context, incomplete)


_FLAGS = ("--quiet", "--verbose", "--version")
_VALUES = ("--date",)


def hoisted(arguments: list[str]) -> list[str]:
    """Return the arguments with the global options in front, so that they may stand after the command too."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest.extend((argument, *waiting))
        elif argument in _FLAGS or argument.startswith(tuple(f"{name}=" for name in _VALUES)):
            front.append(argument)
        elif argument in _VALUES:
            front.append(f"{argument}={next(waiting, '')}")
        else:
            rest.append(argument)
    return front + rest


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    date: Annotated[
        str | None,
        typer.Option(help="Day of a report (default: none), decision, record or check (default: today), YYYY-MM-DD."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only errors on stderr.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Print more on stderr.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Read the options of all commands; without a command, print what to do next."""
    if version:
        from archadvisor.cli.files import write_stdout

        write_stdout(f"archadvisor {__version__}\n")
        raise typer.Exit
    context.obj = Globals(_date(date), quiet, verbose)
    if context.invoked_subcommand is None:
        from archadvisor.cli.start import next_step

        next_step(context.obj)


@app.command(
    epilog=_ending(
        "archadvisor score answers.yaml --brief",
        "archadvisor score answers.yaml --output report.html --output report.md",
    )
)
def score(
    context: typer.Context,
    answers: Annotated[
        str,
        typer.Argument(
            metavar="ANSWERS", help="The answers file; - for standard input.", autocompletion=_answers_files
        ),
    ],
    format: Annotated[
        str | None,
        typer.Option("--format", help=f"{listed(report.FORMATS)}; overrides the file suffix.", autocompletion=_formats),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the report to this file; repeatable; - for standard output.",
            autocompletion=_files,
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


@app.command(epilog=_ending("archadvisor new --like web-shop", "archadvisor new orders.yaml"))
def new(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Where to write it; - for standard output.")
    ] = "answers.yaml",
    like: Annotated[str, typer.Option(help="web-shop, iot, crud or blank.", autocompletion=_examples)] = "blank",
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
        autocompletion=_settings,
    ),
]
_NoInput = Annotated[bool, typer.Option("--no-input", help="Ask no questions; missing answers stay unknown.")]
_Plain = Annotated[bool, typer.Option("--plain", help="Numbered lines without cursor movement, for screen readers.")]
_Full = Annotated[bool, typer.Option("--full", help="Ask all questions, even if they cannot change a style or form.")]


@app.command(
    epilog=_ending(
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
        typer.Option(metavar="ANSWERS", help="Save it in this answers file.", autocompletion=_answers_files),
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
    epilog=_ending(
        "archadvisor interview answers.yaml",
        "archadvisor interview answers.yaml --from rows.csv --set main-button=mixed",
    )
)
def interview(
    context: typer.Context,
    answers: Annotated[
        str,
        typer.Argument(metavar="[ANSWERS]", help="The answers file, new or existing.", autocompletion=_answers_files),
    ] = "answers.yaml",
    quick: Annotated[
        bool, typer.Option("--quick", help="Ask only about the five themes and the list of interactions.")
    ] = False,
    full: _Full = False,
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--for",
            metavar="ROLE",
            help="Ask only what this role can answer; repeatable.",
            autocompletion=_roles,
        ),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(help="Start a new file from web-shop, iot, crud or blank.", autocompletion=_examples),
    ] = None,
    rows: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Read rows (lines, CSV or a Markdown table); - for standard input.",
            autocompletion=_files,
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


@app.command(
    epilog=_ending(
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
            autocompletion=_answers_files,
        ),
    ],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help=f"{listed(merging.FORMATS)}; overrides the file suffix.",
            autocompletion=_merge_formats,
        ),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the report to this file; repeatable; - for standard output.",
            autocompletion=_files,
        ),
    ] = None,
    into: Annotated[
        str | None,
        typer.Option(
            "--into",
            metavar="FILE",
            help="Write the merged answers: a new file, or the first one.",
            autocompletion=_answers_files,
        ),
    ] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Counts only: no names, no file names.")] = False,
) -> None:
    """Merge the answers of several people; tell where they agree, and which disagreements change the advice."""
    from archadvisor.cli.merge import run_merge

    run_merge(answers, format, output or [], into, anonymous, context.obj)


_Answers = Annotated[
    str,
    typer.Argument(metavar="[ANSWERS]", help="The answers file.", autocompletion=_answers_files),
]


@app.command(
    epilog=_ending(
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


@app.command(epilog=_ending("archadvisor check", "archadvisor check answers.yaml --strict"))
def check(
    context: typer.Context,
    answers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ANSWERS]...", help="The answers files; default: answers.yaml.", autocompletion=_answers_files
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
            autocompletion=_folders,
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option("--format", help=f"{listed(findings.FORMATS)}.", autocompletion=_check_formats),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the findings to this file.", autocompletion=_files),
    ] = None,
) -> None:
    """Check that the decisions on record still hold; print nothing and exit 0 where they do, else exit 1."""
    from archadvisor.cli.check import run_check

    run_check(answers or ["answers.yaml"], today, strict, records, format, output or [], context.obj)


@app.command(epilog=_ending("archadvisor adr", "archadvisor adr order-to-mail --dir docs/decisions"))
def adr(
    context: typer.Context,
    rows: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ROW]...",
            help="The interactions, by id or number; * and ? fit several ids. Default: all that are decided.",
            autocompletion=_decided,
        ),
    ] = None,
    dir: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="The folder of the records; default: what .adr-dir says, else doc/adr if it exists, else docs/adr.",
            show_default=False,
            autocompletion=_folders,
        ),
    ] = None,
    answers: Annotated[
        str, typer.Option(metavar="ANSWERS", help="The answers file.", autocompletion=_answers_files)
    ] = "answers.yaml",
) -> None:
    """Write a decision record (MADR) for each decision that has none yet, as the folder names and numbers them."""
    from archadvisor.cli.adr import run_adr

    run_adr(rows or [], dir, answers, context.obj)


@app.command(
    epilog=_ending(
        "archadvisor diff answers.yaml --set order-to-fraud.needs=nothing",
        "archadvisor diff answers.yaml --base main --format comment",
    )
)
def diff(
    context: typer.Context,
    answers: Annotated[
        str,
        typer.Argument(
            metavar="A", help="The answers file before; - for standard input.", autocompletion=_answers_files
        ),
    ],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="[B]", help="The answers file after; without it A itself.", autocompletion=_answers_files
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            metavar="REF",
            help="Compare A with what it was at this branch, tag or commit of its git repository.",
            autocompletion=_revisions,
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="ID=VALUE",
            help="Give another answer in B, to see what it would change; ROW.ID=VALUE for one row; repeatable.",
            autocompletion=_settings,
        ),
    ] = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format", help=f"{listed(comparison.FORMATS)}; overrides the file suffix.", autocompletion=_diff_formats
        ),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the differences to this file; repeatable; - for standard output.",
            autocompletion=_files,
        ),
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 1 if anything changed.")] = False,
) -> None:
    """Tell what changed between two answers files, or would: answers, advice, problems, and why each row turned."""
    from archadvisor.cli.diff import Asked, run_diff

    changed = run_diff(Asked(answers, new, base, settings or []), format_name, output or [], context.obj)
    if changed and exit_code:
        raise typer.Exit(1)


@app.command(epilog=_ending("archadvisor mcp answers.yaml"))
def mcp(answers: _Answers = "answers.yaml") -> None:
    """Serve an answers file to agents by the Model Context Protocol, over standard input and output."""
    from archadvisor.cli.mcp import run_mcp

    run_mcp(answers)


@app.command("next", epilog=_ending("archadvisor next", "archadvisor next answers.yaml --unsaid --format json"))
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
        str, typer.Option("--format", help=f"{listed(next_.FORMATS)}.", autocompletion=_next_formats)
    ] = default_format(next_.FORMATS),
) -> None:
    """Print the one open question whose answer changes most, with what each answer leads to."""
    from archadvisor.cli.next import run_next

    run_next(answers, unsaid, skip or [], format_name)


@app.command(epilog=_ending("archadvisor questions", "archadvisor questions --format json"))
def questions(
    format_name: Annotated[
        str, typer.Option("--format", help=f"{listed(questionnaire.FORMATS)}.", autocompletion=_question_formats)
    ] = default_format(questionnaire.FORMATS),
) -> None:
    """Print the blank questionnaire, grouped by role."""
    from archadvisor.cli.questions import run_questions

    run_questions(format_name)


@app.command(epilog=_ending("archadvisor explain needs", "archadvisor explain order-to-mail"))
def explain(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A question, rule, pattern, claim, gate …; QUESTION.VALUE for an option; or a row of ANSWERS by id "
            "or number. Without it: what there is.",
            autocompletion=_ids,
        ),
    ] = None,
    answers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ANSWERS]",
            help="The answers file of a row: every line of its sum. Without it, a name that is no entry is looked for "
            "in answers.yaml.",
            autocompletion=_answers_files,
        ),
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="Of a question or an option, also what each rule weighs.")
    ] = False,
) -> None:
    """Explain a question, rule, pattern or other entry with its source, or a row of an answers file with its sum."""
    from archadvisor.cli.explain import run_explain

    run_explain([*([] if name is None else [name]), *(answers or [])], rules)


def _date(text: str | None) -> str | None:
    import contextlib
    import datetime

    from archadvisor.errors import UsageError, shown

    if text is None:
        return None
    with contextlib.suppress(ValueError):
        if datetime.date.fromisoformat(text).isoformat() == text:
            return text
    raise UsageError(f"--date {shown(text)} is not a date; expected YYYY-MM-DD")
