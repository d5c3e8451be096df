"""The command line: `main` runs a command, prints a user's fault as plain lines, and knows the exit codes."""

from __future__ import annotations

import gc
import sys

from archadvisor.errors import ArchadvisorError

INTERRUPTED = 130


def main() -> None:
    """Run the program for this process's arguments and leave with its exit code."""
    # A run is short and makes no cycles to speak of; collecting them costs half the time of a large file.
    gc.disable()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; return 0 or the exit code of what went wrong, told on stderr."""
    from typer import Abort
    from typer.exceptions import TyperException

    from archadvisor.cli.app import app, hoisted

    try:
        return int(app(hoisted(arguments), standalone_mode=False) or 0)
    except ArchadvisorError as error:
        _tell(error.lines())
        return error.exit_code
    except TyperException as error:
        _tell([error.format_message()])
        return 2
    except (Abort, KeyboardInterrupt):
        return INTERRUPTED


def _tell(lines: list[str]) -> None:
    for line in lines:
        print(f"archadvisor: {line}", file=sys.stderr)
