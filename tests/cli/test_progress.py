"""Whoever waits at a terminal is told how far it is; a short run, and a quiet one, say nothing."""

from __future__ import annotations

import io
import sys
import time
from itertools import count

import pytest

from archadvisor.cli.score import progress


class Terminal(io.StringIO):
    """A stream at which somebody looks."""

    def isatty(self) -> bool:
        return True


def told(monkeypatch: pytest.MonkeyPatch, seconds_each: float, rows: int = 1000) -> str:
    """Return what is told over so many rows, each of which takes so long by the clock."""
    clock = count(0.0, seconds_each)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    watch = progress()
    assert watch is not None
    for done in range(1, rows + 1):
        watch(done, rows)
    return terminal.getvalue()


def test_long_run_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    text = told(monkeypatch, seconds_each=1.0)
    assert text.startswith("\rarchadvisor: ")
    assert text.endswith("\rarchadvisor: 1,000 of 1,000 interactions\n")


def test_short_run_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, seconds_each=0.001) == ""


def test_where_nobody_looks_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert progress() is None
