"""Files in and out: nothing is half-written, and every refusal of the system is one clear line."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from archadvisor.errors import FileError, UsageError, shown
from archadvisor.source import MAX_BYTES

STDIO = "-"


def read_input(name: str) -> bytes:
    """Return the bytes of a file, or of standard input for "-"; at most one more than the size limit."""
    try:
        if name == STDIO:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileError(f"{shown(name)}: {_why(error)}") from error
    except ValueError as error:  # a NUL in the name
        raise FileError(f"{shown(name)}: not a file name") from error


def write_all(outputs: Sequence[tuple[Path, str]]) -> None:
    """Write all files or none: first every temporary file beside its target, then every rename."""
    written: list[tuple[str, str]] = []
    try:
        for path, text in outputs:
            target = os.path.realpath(path)
            if (temporary := _written(target, text, path)) is not None:
                written.append((temporary, target))
        while written:
            temporary, target = written[0]
            try:
                os.replace(temporary, target)
            except OSError as error:
                raise FileError(f"{shown(target)}: {_why(error)}") from error
            written.pop(0)
    finally:
        for temporary, _ in written:
            Path(temporary).unlink(missing_ok=True)


def _written(target: str, text: str, path: Path) -> str | None:
    """Write a temporary file beside the target and return its name; None where the target is no regular file."""
    temporary = None
    try:
        mode = _mode(target)
        if mode is not None and not stat.S_ISREG(mode):
            Path(target).write_bytes(text.encode())
            return None
        handle, temporary = tempfile.mkstemp(prefix=".archadvisor-", dir=os.path.dirname(target))
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise FileError(f"{shown(str(path))}: {_why(error)}") from error
    return temporary


def _mode(target: str) -> int | None:
    """Return the target's mode, None where there is no such file yet; a folder and a file we may not write are errors."""
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(21, "Is a directory")
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied")
    return mode


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _why(error: OSError) -> str:
    return error.strerror or str(error)


def write_stdout(text: str) -> None:
    """Write a result to standard output in UTF-8; a closed pipe is no fault, a full disk is one."""
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has seen enough. Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise FileError(f"standard output: {_why(error)}") from error


def distinct_targets(names: Sequence[str], answers: str) -> None:
    """Refuse outputs that would overwrite each other or the answers."""
    seen = {} if answers == STDIO else {os.path.realpath(answers): "the answers file"}
    for name in names:
        if name == STDIO:
            key, what = STDIO, "standard output"
        else:
            key, what = os.path.realpath(name), "another output"
        if key in seen:
            raise UsageError(f"--output {shown(name)}: {seen[key]} already")
        seen[key] = what
