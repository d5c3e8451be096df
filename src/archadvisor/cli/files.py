"""Files in, standard output and error: every refusal of the system is one clear line. `writing` has files out."""

from __future__ import annotations

import codecs
import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from archadvisor.errors import FileError, UsageError, shown
from archadvisor.text.neutral import escape

STDIO = "-"
_LONGEST_NAME = 300


@contextmanager
def refusals(name: str) -> Iterator[None]:
    """Turn what the system refuses to do with a file into one clear line."""
    try:
        yield
    except OSError as error:
        raise FileError(f"{file_shown(name)}: {error.strerror or error}") from error
    except ValueError as error:
        if "\0" not in name:  # then a report went wrong while it was written
            raise
        raise FileError(f"{file_shown(name)}: not a file name") from error


def file_shown(name: str) -> str:
    """Return a file's name as it may stand in a message; unlike other texts hardly ever cut."""
    return "standard input" if name == STDIO else shown(name, _LONGEST_NAME)


def read_input(name: str) -> bytes:
    """Return the bytes of a file, or of standard input for "-"; at most one more than the size limit."""
    from archadvisor.source import MAX_BYTES

    with refusals(name):
        if name == STDIO:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # it begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_rows(name: str) -> str:
    """Return the text of a file that another program may have written: spreadsheets save UTF-16 and cp1252 too."""
    from archadvisor.source import MAX_BYTES

    data = read_input(name)
    if len(data) > MAX_BYTES:
        raise FileError(f"{file_shown(name)}: the file is larger than {MAX_BYTES // (1024 * 1024)} MB")
    return _decoded(data)


def _decoded(data: bytes) -> str:
    """Return text by its byte order mark; without one it is UTF-8, or cp1252 where it cannot be that."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def encode(text: str | Iterable[bytes]) -> Iterable[bytes]:
    """Return the bytes of a text, in UTF-8."""
    return (text.encode("utf-8", "surrogateescape"),) if isinstance(text, str) else text


def write_stdout(text: str | Iterable[bytes]) -> None:
    """Write a result to standard output in UTF-8; a closed pipe is no fault, a full disk is one."""
    try:
        for piece in encode(text):
            _write_whole(sys.stdout.buffer, piece)
        sys.stdout.buffer.flush()
    except OSError as error:
        silence(sys.stdout)
        if not isinstance(error, BrokenPipeError):  # then the reader has seen enough
            raise FileError(f"standard output: {error.strerror or error}") from error


def _write_whole(stream: IO[bytes], piece: bytes) -> None:
    """Write all of a piece: an unbuffered stream takes as much as there is room for, and says so in silence."""
    rest = memoryview(piece)
    while rest:
        written: int | None = stream.write(rest)
        if written is None:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        rest = rest[written:]


def tell(line: str) -> None:
    """Say a line on standard error, if anybody still listens there."""
    try:
        print(f"archadvisor: {escape(line)}", file=sys.stderr, flush=True)
    except OSError:
        silence(sys.stderr)


def silence(stream: IO[str]) -> None:
    """Let a stream that takes nothing any more end nowhere: Python would complain again when it closes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def distinct_targets(names: Sequence[str], answers: str) -> None:
    """Refuse outputs that would overwrite each other or the answers."""
    seen = {_identity(answers): "the answers file"}
    for name in names:
        key, what = (STDIO, "standard output") if name == STDIO else (_identity(name), "another output")
        if key in seen:
            raise UsageError(f"--output {shown(name, _LONGEST_NAME)}: {seen[key]} already")
        seen[key] = what


def same_file(one: str, other: str) -> bool:
    """Tell whether two names are of the same regular file; standard input is itself."""
    return one == other or _identity(one) == _identity(other)


def _identity(name: str) -> object:
    """Return what tells a regular file from others, by whatever name; the answers' may be standard input."""
    with refusals(name):
        try:
            found = os.fstat(0) if name == STDIO else Path(name).stat()
        except FileNotFoundError:
            return os.path.realpath(name)
        return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else object()
