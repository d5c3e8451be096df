"""The terminal of this process: what it can show, and how somebody at it is heard."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shutil import get_terminal_size
from types import FrameType

from msgspec import Struct

from archadvisor.text.columns import in_ascii
from archadvisor.text.neutral import neutralise

_NARROWEST, _WIDEST = 40, 1000
_TERMINAL = "/dev/tty"


class Screen(Struct, frozen=True):
    """What standard output can show: cells in a line, lines, colours, signs beyond ASCII."""

    width: int
    height: int
    colour: bool
    unicode: bool


def screen() -> Screen:
    """Return what the terminal of this process can show, by its size and the environment."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "C")
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    columns, lines = get_terminal_size((80, 24))
    return Screen(
        width=min(max(columns, _NARROWEST), _WIDEST),
        height=lines,
        colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb",
        unicode=encoding.startswith("utf") and locale not in ("C", "POSIX"),
    )


def hear(prompt: str) -> str:
    """Return a line that somebody types; bytes that are no text become a stand-in. EOFError at the end."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    seen = screen()
    return input(neutralise(prompt) if seen.unicode else in_ascii(neutralise(prompt)))


def listen_to_terminal() -> None:
    """Take keys from the terminal where standard input was a pipe, read to its end, and somebody sees the output.

    Without a terminal nothing changes: nobody is asked then.
    """
    if sys.stdin.isatty() or not sys.stdout.isatty():
        return
    with suppress(OSError):
        terminal = os.open(_TERMINAL, os.O_RDWR | os.O_CLOEXEC)
        os.dup2(terminal, 0)
        os.close(terminal)
        sys.stdin = open(0, encoding=sys.stdin.encoding, errors="replace", closefd=False)  # noqa: SIM115 - a descriptor


def say(text: str) -> None:
    """Print a line at once, with stand-ins for what the terminal cannot show."""
    encoding = sys.stdout.encoding or "ascii"
    print((text if screen().unicode else in_ascii(text)).encode(encoding, "replace").decode(encoding), flush=True)


@contextmanager
def ended_as_interrupted() -> Iterator[None]:
    """Let a closed window and a request to end be like Ctrl-C, so that what was answered is kept on the way out."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    names = (signal.SIGTERM, signal.SIGHUP)
    before = {name: signal.signal(name, interrupt) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            with suppress(TypeError):  # a handler that was not set from Python
                signal.signal(name, handler)
