"""The browser in which tests look at what people see; where it is meant to be there, its absence is a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


def missing(reason: str) -> None:
    """Skip for want of a tool; fail in CI, where all are meant to be there."""
    if os.environ.get("ARCHADVISOR_REQUIRE_TOOLS") or os.environ.get("ARCHADVISOR_THOROUGH"):
        pytest.fail(reason)
    pytest.skip(reason)
