"""The command line as a whole: its help, the options of all commands, and where these may stand."""

from __future__ import annotations

from typing import Annotated

import typer

from archadvisor import __version__
from archadvisor.cli.options import Globals


def ending(*examples: str) -> str:
    """Return the end of a command's help: examples to paste, which no width wraps."""
    return "\n".join(["\b", "Examples:", *(f"  {example}" for example in examples)])


app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Request or event? Advice for each interaction of a system, from answers that a team can check.",
    epilog=ending('archadvisor ask "Order -> Mail: confirmation"', "archadvisor interview answers.yaml"),
)


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
