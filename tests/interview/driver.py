"""Drives the real program in a pseudo-terminal, and reads its screen as a person does."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pexpect
import pyte

import archadvisor

_SOURCE = Path(archadvisor.__file__).parents[1]
_PATIENCE = 8.0
_SCREENS = re.compile(rb"(\x1b\[\?1049[hl])")
ENTER = "\r"
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
HOME, END, PAGE_UP, PAGE_DOWN = "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~"
ESC, BACKSPACE, DELETE, CTRL_U, CTRL_W = "\x1b", "\x7f", "\x1b[3~", "\x15", "\x17"


def command(*arguments: str) -> list[str]:
    """Return what starts the program."""
    return [sys.executable, "-m", "archadvisor", *arguments]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment that holds nothing of the caller's but where Python finds things."""
    base = {"PATH": os.defpath, "PYTHONPATH": str(_SOURCE), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
    return {**base, **(extra or {})}


class Terminal:
    """A terminal of some size in which the program runs. It waits for the screen, never for a time."""

    def __init__(
        self,
        *arguments: str,
        cwd: Path,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        piped: Path | None = None,
    ) -> None:
        first, *rest = command(*arguments)
        if piped is not None:  # keys come from the terminal, standard input from a file through a pipe
            first, rest = "/bin/sh", ["-c", 'cat "$0" | "$@"', str(piped), first, *rest]
        self.child = pexpect.spawn(
            first, rest, cwd=str(cwd), env=environment(env), dimensions=(rows, columns), echo=False, timeout=_PATIENCE
        )
        self.child.delaybeforesend = None
        self.child.delayafterclose = 0.01
        self.child.delayafterterminate = 0.01
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""

    def hang_up(self) -> int:
        """Take the terminal away for good, so that nothing can be written to it, and return the exit code."""
        child: Any = self.child
        child.ptyproc.fileobj.close()
        ended, status, before = 0, 0, time.monotonic()
        while not ended and time.monotonic() - before < _PATIENCE:
            ended, status = os.waitpid(child.pid, os.WNOHANG)
            time.sleep(0.02)
        assert ended, "still running"
        for known in (child, child.ptyproc):
            known.closed = known.terminated = True
        return os.waitstatus_to_exitcode(status)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.close(force=True)

    @property
    def lines(self) -> list[str]:
        """The screen, without blanks at the ends of lines."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as text, with folded lines joined: blanks and line ends are one blank."""
        return " ".join(" ".join(self.lines).split())

    def _read(self, seconds: float) -> bool:
        """Take what the program has written; False where it has ended."""
        ready, _, _ = select.select([self.child.child_fd], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self.child.child_fd, 65536)
        except OSError:
            return False
        if not data:
            return False
        self.raw += data
        for piece in _SCREENS.split(data):  # pyte has no second screen: either begins empty
            if _SCREENS.match(piece):
                self.screen.reset()
            else:
                self._stream.feed(piece)
        if b"\x1b[6n" in data:  # it asks where the cursor is; a terminal answers
            self.child.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")
        return True

    def wait(self, *texts: str, gone: str = "") -> None:
        """Wait until all of these stand on the screen, and one does not any more."""
        end = time.monotonic() + _PATIENCE
        while True:
            if all(text in self.text for text in texts) and (not gone or gone not in self.text):
                return
            ended = not self._read(0.2)
            if ended and all(text in self.text for text in texts) and (not gone or gone not in self.text):
                return
            assert not ended, f"ended without {texts}:\n" + "\n".join(self.lines)
            assert time.monotonic() < end, f"no {texts} (gone: {gone}):\n" + "\n".join(self.lines)

    def wait_match(self, pattern: str) -> str:
        """Wait until a pattern matches the screen; return what it matches."""
        end = time.monotonic() + _PATIENCE
        while True:
            found = re.search(pattern, self.text)
            if found:
                return found[0]
            assert self._read(0.2), f"ended without {pattern}:\n" + "\n".join(self.lines)
            assert time.monotonic() < end, f"no {pattern}:\n" + "\n".join(self.lines)

    def look(self) -> None:
        """Wait a moment for the screen to go on."""
        assert self._read(0.2), "ended:\n" + "\n".join(self.lines)

    def send(self, keys: str) -> None:
        """Press keys."""
        self.child.send(keys)

    def press(self, keys: str, *texts: str, gone: str = "") -> None:
        """Press keys and wait for what stands on the screen then."""
        self.send(keys)
        self.wait(*texts, gone=gone)

    def changed(self, keys: str) -> None:
        """Press keys and wait until the screen is another."""
        before = self.lines
        self.send(keys)
        end = time.monotonic() + _PATIENCE
        while self.lines == before:
            assert self._read(0.2), "ended"
            assert time.monotonic() < end, f"{keys!r} changes nothing:\n" + "\n".join(self.lines)
        self._settle()

    def paste(self, text: str) -> None:
        """Paste as terminals do that bracket it."""
        self.child.send(f"\x1b[200~{text}\x1b[201~")

    def _settle(self) -> None:
        """Read on while the program writes on: a screen comes in pieces."""
        while select.select([self.child.child_fd], [], [], 0.03)[0] and self._read(0):
            pass

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal."""
        self.screen.resize(rows, columns)
        self.screen.reset()
        self.child.setwinsize(rows, columns)

    def kill(self, sig: signal.Signals = signal.SIGKILL) -> None:
        """End the program by a signal."""
        self.child.kill(sig)
        while self._read(_PATIENCE):
            pass
        self.child.wait()

    def end(self) -> int:
        """Wait until the program ends; return its exit code, negative for a signal."""
        end = time.monotonic() + _PATIENCE
        while self._read(0.2):
            assert time.monotonic() < end, "does not end:\n" + "\n".join(self.lines)
        self.child.wait()
        if self.child.signalstatus is not None:
            return -int(self.child.signalstatus)
        assert self.child.exitstatus is not None
        return int(self.child.exitstatus)
