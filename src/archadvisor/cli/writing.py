"""Files out: all or none, nothing half-written, owner, mode and links as they were.

Every text is first written in full to a file beside its target and then takes its name. Where that name cannot be
given (a file that is mounted, a folder in which we may not rename, an owner or a link that a rename would lose), the
target is written in place, last of all, and gets its old content back if that fails.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from archadvisor.cli.files import STDIO, encode, refusals, tell, write_stdout

_STAGED = re.compile(r"\.archadvisor-(\d+)-")
_STALE = 3600
"""Seconds after which a staged file of a process that is gone is removed; another machine may write here too."""


def write_reports(reports: Sequence[tuple[str, str | Iterable[bytes]]], quiet: bool) -> None:
    """Write the reports that go to files, all or none, then print the others; `quiet`: do not say what was written."""
    write_all([(output, report) for output, report in reports if output != STDIO])
    for output, report in reports:
        if output == STDIO:
            write_stdout(report)
        elif not quiet:
            tell(f"wrote {output}")


class _Staged(Struct):
    """A text that is ready to take the name of its target; `old` is a second name of what the target was before.

    in_place: whether the target keeps its identity and only gets the content
    """

    name: str
    target: Path
    ready: Path
    in_place: bool
    old: Path | None = None


def write_all(outputs: Iterable[tuple[str, str | Iterable[bytes]]]) -> None:
    """Write all files or none: first every text beside its target, then devices and pipes, then the targets.

    FileError names the first file that the system refused; then every target is what it was.
    """
    staged: list[_Staged] = []
    devices: list[tuple[str, Iterable[bytes]]] = []
    try:
        for name, text in outputs:
            data = encode(text)
            with refusals(name):
                found = _existing(name)
                if found is None or stat.S_ISREG(found.st_mode):
                    staged.append(_stage(name, data, found))
                else:
                    devices.append((name, data))
        for name, data in devices:
            with refusals(name), suppress(BrokenPipeError), Path(name).open("wb") as device:
                device.writelines(data)
        _put_all(sorted(staged, key=lambda one: one.in_place))  # what can still fail half-way comes last
    finally:
        for one in staged:
            one.ready.unlink(missing_ok=True)


def _existing(name: str) -> os.stat_result | None:
    """Return what stands under a name, None for nothing; a folder and a file we may not write are errors."""
    try:
        found = Path(name).stat()
    except FileNotFoundError:
        if name.endswith(os.sep):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)) from None
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(name, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return found


def _stage(name: str, data: Iterable[bytes], existing: os.stat_result | None) -> _Staged:
    """Write a text in full, beside its target if possible, with the owner and mode that the target has."""
    target = Path(os.path.realpath(name))
    _remove_stale(target.parent)
    prefix = f".archadvisor-{os.getpid()}-"
    in_place = existing is not None and existing.st_nlink > 1
    try:
        handle, ready = tempfile.mkstemp(prefix=prefix, dir=target.parent)
    except OSError as error:
        if existing is None or error.errno != errno.EROFS:  # else only the file itself is mounted to be written
            raise
        handle, ready = tempfile.mkstemp(prefix=prefix)
        in_place = True
    one = _Staged(name, target, Path(ready), in_place)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(data)
            file.flush()
            os.fsync(handle)
            if existing is None:
                os.fchmod(handle, 0o666 & ~_umask())
            else:
                one.in_place = in_place or not _own(handle, existing)
                os.fchmod(handle, stat.S_IMODE(existing.st_mode))
    except BaseException:
        one.ready.unlink(missing_ok=True)
        raise
    return one


def _own(handle: int, existing: os.stat_result) -> bool:
    """Give a new file the owner and group of the one that it replaces; tell whether that is allowed."""
    made = os.fstat(handle)
    if (made.st_uid, made.st_gid) == (existing.st_uid, existing.st_gid):
        return True
    try:
        os.fchown(handle, existing.st_uid, existing.st_gid)
    except OSError:
        return False
    return True


def _put_all(staged: Sequence[_Staged]) -> None:
    """Give every staged text the place of its target; where one is refused, every target is what it was."""
    done: list[_Staged] = []
    try:
        for one in staged:
            with refusals(one.name):
                done.append(one)
                if len(staged) > 1:
                    _keep_old(one)
                _put(one)
    except BaseException:
        for one in reversed(done):
            _undo(one)
        raise
    finally:
        for one in done:
            if one.old is not None:
                one.old.unlink(missing_ok=True)


def _put(one: _Staged) -> None:
    if not one.in_place:
        try:
            one.ready.replace(one.target)
        except OSError:  # it is mounted, or stands in a folder in which only its owner may rename
            if not one.target.exists():
                raise
        else:
            return
    _keep_old(one)
    _copy(one.ready, one.target)


def _keep_old(one: _Staged) -> None:
    """Keep what the target is now, once, for the case that it has to be what it was."""
    if one.old is None and one.target.exists():
        kept = one.ready.with_name(f"{one.ready.name}-old")
        try:
            shutil.copyfile(one.target, kept)
        except BaseException:
            kept.unlink(missing_ok=True)
            raise
        one.old = kept


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("r+b") as write:
        shutil.copyfileobj(read, write)
        write.truncate()
        write.flush()
        os.fsync(write.fileno())


def _undo(one: _Staged) -> None:
    with suppress(OSError):
        if one.old is not None:
            _copy(one.old, one.target)
        elif not one.ready.exists():  # it took the target's name
            one.target.unlink()


def _remove_stale(folder: Path) -> None:
    """Remove what killed processes left staged in a folder."""
    for path in _staged_in(folder):
        with suppress(OSError, OverflowError):
            found = _STAGED.match(path.name)
            if found and time.time() - path.stat().st_mtime > _STALE and not _runs(int(found[1])):
                path.unlink()


def _staged_in(folder: Path) -> Iterator[Path]:
    with suppress(OSError), os.scandir(folder) as entries:
        yield from [Path(entry.path) for entry in entries if entry.name.startswith(".archadvisor-")]


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
