"""The tools with which tests look at what people see; where they are meant to be there, their absence is a failure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

_PATH = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))


def chromium() -> Iterator[Any]:
    """Yield the browser, and close it; skip without it."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        missing(str(error))
    if not _PATH.exists():
        missing(f"no browser at {_PATH}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_PATH, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def packaged(*path: str) -> Path:
    """Return a file of a package from npm; skip without it."""
    modules = Path(__file__).parents[1] / "npm" / "node_modules"
    file = modules.joinpath(*path)
    if not file.is_file():
        missing(f"no {path[0]}: npm ci --ignore-scripts --prefix tests/npm")
    return file


def installed(program: str) -> str:
    """Return where a program is; skip without it."""
    return shutil.which(program) or missing(f"no {program}")


def missing(reason: str) -> NoReturn:
    """Skip for want of a tool; fail in CI, where all are meant to be there."""
    if os.environ.get("ARCHADVISOR_REQUIRE_TOOLS") or os.environ.get("ARCHADVISOR_THOROUGH"):
        pytest.fail(reason)
    pytest.skip(reason)
