"""A file as it stood at a revision of its git repository; every refusal of git is one clear line."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from archadvisor.cli.files import file_shown, refusals
from archadvisor.errors import FileError, UsageError, shown
from archadvisor.source import MAX_BYTES

_FILE_MODES = ("100644", "100755")


def read_at(name: str, revision: str) -> bytes | None:
    """Return the bytes of a file at a revision, as git keeps them; None where the revision has no such file.

    UsageError where there is no such revision, FileError where git is missing or refuses, or it is no plain file.
    """
    path = Path(name)
    folder, file = str(path.parent), path.name
    if not _may_name_a_revision(revision):
        raise UsageError(f"--base {shown(revision)} cannot name a revision; expected a branch, a tag or a commit")
    _git(name, folder, "rev-parse", "--git-dir")
    commit = _revision(name, folder, revision)
    found = _git(name, folder, "ls-tree", "-z", "-l", commit, "--", f"./{file}").stdout.split(b"\0")[0]
    if not found:
        return None
    mode, _, blob, size = found.partition(b"\t")[0].decode("ascii").split()
    if mode not in _FILE_MODES:
        raise FileError(f"{file_shown(name)}: not a plain file at {shown(revision)}")
    if int(size) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise FileError(f"{file_shown(name)}: the file at {shown(revision)} is larger than {limit} MB")
    return _git(name, folder, "cat-file", "blob", blob).stdout


def names() -> list[str]:
    """Return the branches and tags of the repository around the current folder; none where git knows of none."""
    try:
        done = _run(".", ".", ("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags"))
    except FileError:
        return []
    return done.stdout.decode("utf-8", "replace").splitlines()


def _may_name_a_revision(text: str) -> bool:
    """Tell whether git may be asked for it: nothing that it would take for an option, a range or a path."""
    return bool(text) and text.isprintable() and not text.startswith(("-", "^")) and not set(text) & {":", " "}


def _revision(name: str, folder: str, revision: str) -> str:
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    done = _run(name, folder, asked)
    commit = done.stdout.decode("ascii", "replace").strip()
    if done.returncode or not commit.isalnum():
        raise UsageError(f"--base {shown(revision)}: git knows no such revision; expected a branch, a tag or a commit")
    return commit


def _git(name: str, folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    done = _run(name, folder, arguments)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"git ended with {done.returncode}"]
        raise FileError(f"{file_shown(name)}: {said[0].removeprefix('fatal: ')}")
    return done


def _run(name: str, folder: str, arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    """Run git, in English and without a question to anybody; it gets no shell, and paths are no patterns to it."""
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
    with refusals(name):
        Path(folder).stat()  # else a missing folder would look like a missing git
    try:
        return subprocess.run(  # noqa: S603 - no shell, and the revision has been looked at
            ["git", *arguments],  # noqa: S607 - git as the user has it
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise FileError(f"{file_shown(name)}: --base needs git, which is not installed") from error
    except OSError as error:
        raise FileError(f"git: {error.strerror or error}") from error
