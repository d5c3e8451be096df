"""The folder of decision records: where it is, and what lies in it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from archadvisor.cli.files import refusals
from archadvisor.errors import UsageError, shown
from archadvisor.review.records import Record, records_of
from archadvisor.text.neutral import neutralise

_POINTER = ".adr-dir"
_GIT = ".git"
_DEFAULT = "docs/adr"
_OF_ADR_TOOLS = "doc/adr"
_MAX_POINTER = 4096
_MAX_BYTES = 16 * 1024 * 1024
"""A longer file is no record."""
_MOST = 20_000


class Folder(Struct, frozen=True):
    """What lies in a folder: all names, and the texts of its Markdown files; bytes that are no UTF-8 are kept in them.

    Links and what is no regular file have a name and no text, so nothing is written through them.
    """

    path: str
    names: tuple[str, ...] = ()
    texts: dict[str, str] = {}


def default_folder() -> str:
    """Return where records lie by the habit of their tools: `.adr-dir` names it, else `doc/adr` or `docs/adr`.

    The file is looked for upwards as far as the repository goes. UsageError where it leads out of that.
    """
    here = Path()
    for _ in Path.cwd().parts:
        pointer = here / _POINTER
        if pointer.is_file():
            return str(_pointed(pointer))
        if (here / _GIT).exists():
            break
        here = here / ".."
    return _OF_ADR_TOOLS if Path(_OF_ADR_TOOLS).is_dir() else _DEFAULT


def is_default(path: str) -> bool:
    """Tell whether a folder is the one where records are looked for by themselves."""
    try:
        return Path(path).resolve() == Path(default_folder()).resolve()
    except UsageError:
        return False


def _pointed(pointer: Path) -> Path:
    with refusals(str(pointer)), pointer.open("rb") as file:
        text = os.fsdecode(file.read(_MAX_POINTER)).strip()
    own = Path(os.path.normpath(Path.cwd() / pointer.parent))  # not resolved: a folder may be a link
    root = next((folder for folder in (own, *own.parents) if (folder / _GIT).exists()), own)
    if not text or not text.isprintable() or root not in Path(os.path.normpath(own / text), "x").parents:
        raise UsageError(f"{pointer}: {shown(text)}; expected a folder of this repository")
    return pointer.parent / text


def read_folder(path: str) -> Folder:
    """Return what lies in a folder; one that there is not is empty. FileError for what the system refuses."""
    texts: dict[str, str] = {}
    with refusals(path):
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except FileNotFoundError:
            return Folder(path)
    if len(entries) > _MOST:
        raise UsageError(f"{shown(path)}: more than {_MOST:,} files; is this the folder of the records?")
    for entry in entries:
        if entry.name.lower().endswith(".md") and entry.is_file(follow_symlinks=False):
            with refusals(entry.path):
                if entry.stat(follow_symlinks=False).st_size <= _MAX_BYTES:
                    texts[entry.name] = Path(entry.path).read_bytes().decode("utf-8", "surrogateescape")
    return Folder(path, tuple([entry.name for entry in entries]), texts)


def found_records(system: str, directory: str | None) -> list[Record]:
    """Return our records about a system; FileError where the folder is named and there is none."""
    path = directory or default_folder()
    if directory is not None:
        with refusals(path):
            Path(path).stat()
    return records_of(neutralise(system), read_folder(path).texts, path)


@contextmanager
def locked(path: str) -> Iterator[None]:
    """Make a folder where there is none, and keep other runs of this program out of it."""
    with refusals(path):
        Path(path).mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with refusals(path):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
