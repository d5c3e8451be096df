"""The command line: `main` runs a command, prints a user's fault as plain lines, and knows the exit codes."""

from __future__ import annotations

import gc
import os
import sys

from archadvisor.errors import ArchadvisorError, FileError, UsageError

INTERRUPTED = 130
_REFUSING = (("stdin", os.O_WRONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_RDONLY, "w"))


def main() -> None:
    """Run the program for this process's arguments and leave with its exit code."""
    # A run is short and makes no cycles to speak of; collecting them costs half the time of a large file.
    gc.disable()
    for name, flags, mode in _REFUSING:
        if getattr(sys, name) is None:  # closed by the caller: refuse, and let no other file take its number
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode))
    if os.environ.get("_ARCHADVISOR_COMPLETE", "").startswith("complete_"):  # a shell asks what could come next
        from archadvisor.cli.shells import answer

        sys.exit(answer())
    code = run(sys.argv[1:])
    if code == INTERRUPTED:
        _leave_quietly()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command; return 0 or the exit code of what went wrong, told on stderr."""
    try:
        return _run(arguments)
    except ArchadvisorError as error:
        return _told(error)
    except OSError as error:  # what no command expected: a folder that is gone, the help for a full disk
        name = error.filename or "standard output"
        _silence()
        return _told(FileError(f"{name}: {error.strerror or error}"))
    except MemoryError:
        return _told(FileError("not enough memory"))
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: list[str]) -> int:
    from typer import Abort
    from typer.exceptions import TyperException

    from archadvisor.cli.app import app, hoisted

    try:
        return int(app(hoisted(arguments), prog_name="archadvisor", standalone_mode=False) or 0)
    except TyperException as error:
        raise UsageError(error.format_message()) from error
    except Abort:
        return INTERRUPTED
    except SystemExit as error:
        if isinstance(error.__context__, BrokenPipeError):  # how Typer takes a reader of the help who has left
            _silence()
            return 0
        raise


def _leave_quietly() -> None:
    """Drop what a terminal that is gone does not take any more: Python would end with a code of its own."""
    from archadvisor.cli.files import silence

    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            silence(stream)


def _silence() -> None:
    from archadvisor.cli.files import silence

    silence(sys.__stdout__ or sys.stdout)


def _told(error: ArchadvisorError) -> int:
    from archadvisor.cli.files import tell

    for line in error.lines():
        tell(line)
    return error.exit_code
