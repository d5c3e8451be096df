"""Runs the real program in a process of its own, with a clean environment and bounds on memory, time and file size."""

from __future__ import annotations

import os
import resource
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from packed import program

ROOT = Path(__file__).resolve().parents[2]
MB = 1024 * 1024
SMALLEST = b"version: 1\nsystem: {name: Shop}\n"
INTERACTION = SMALLEST + b"interactions:\n- id: a\n  from: A\n  to: B\n  purpose: p\n"

_PREFIX = "archadvisor: "


@dataclass(frozen=True)
class Ended:
    """How a run ended; `errors` are the lines on stderr without the program's name."""

    code: int
    out: str
    errors: list[str]
    seconds: float


def command(*arguments: str) -> list[str]:
    """Return what starts the program with these arguments."""
    return [sys.executable, "-m", "archadvisor", *arguments]


def obeying_permissions() -> list[str]:
    """Return what to put before a command so that even root is refused what a file's mode forbids; skip without it."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root, and no setpriv: no permission is ever missing")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def device(folder: Path, name: str) -> str:
    """Return /dev/full or /dev/null; for root one of its own, so that a broken program cannot take the machine's."""
    if os.geteuid() != 0:
        return f"/dev/{name}"
    path = folder / f"own-{name}"
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, Path(f"/dev/{name}").stat().st_rdev)
        path.open("wb").close()
    except PermissionError:
        pytest.skip("root, and no devices of its own: a broken program would take the machine's")
    return path.name


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment that holds nothing of the caller's but where Python finds things."""
    return {"PATH": os.defpath, "PYTHONPATH": str(program()), "LC_ALL": "C.UTF-8", **(extra or {})}


def limit(memory: int, seconds: int, file_size: int | None) -> None:
    """Bound the process that calls it."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if file_size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))


def run(
    *arguments: str,
    cwd: Path,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    memory: int = 1024 * MB,
    seconds: int = 20,
    file_size: int | None = None,
    prefix: Sequence[str] = (),
) -> Ended:
    """Run to the end; whatever happens, no traceback comes out, and where it goes wrong nothing on stdout."""
    started = time.monotonic()
    done = subprocess.run(
        [*prefix, *command(*arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=environment(env),
        timeout=4 * seconds,
        preexec_fn=lambda: limit(memory, seconds, file_size),
        check=False,
    )
    return checked(done.returncode, done.stdout, done.stderr, time.monotonic() - started)


def checked(code: int, out: bytes, err: bytes, seconds: float = 0.0) -> Ended:
    """Check what holds of every run, and return how it ended."""
    lines = err.decode("utf-8").splitlines()
    assert code >= 0, f"killed by signal {-code}: {lines}"
    assert "Traceback" not in err.decode("utf-8"), err.decode("utf-8")
    assert all(line.startswith(_PREFIX) for line in lines), lines
    assert all(line.isprintable() for line in lines), lines
    if code > 1:  # 1 is a difference that was found, and told
        assert out == b"", out[:200]
        assert lines or code == 130, f"exit {code} without a word"
    return Ended(code, out.decode("utf-8"), [line.removeprefix(_PREFIX) for line in lines], seconds)


def snapshot(folder: Path) -> dict[str, tuple[int, str, bytes]]:
    """Return all that lies in a folder: mode, where links lead, and bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        linked = str(path.readlink()) if path.is_symlink() else ""
        regular = path.is_file() and not linked
        found[str(path.relative_to(folder))] = (path.lstat().st_mode, linked, path.read_bytes() if regular else b"")
    return found
