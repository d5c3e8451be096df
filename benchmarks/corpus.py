"""The entries of a corpus: real interactions with facts coded blind, and the style that the code uses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import yaml
from msgspec import Struct, field

_Value = TypeVar("_Value")


class Place(Struct, frozen=True):
    """Where the code can be read, and how it does it."""

    path: str
    commit: str
    what: str


class Entry(Struct, frozen=True):
    """One interaction: what is known about it, and what the code does."""

    id: str
    system: str
    sender: str = field(name="from")
    receivers: tuple[str, ...] = field(name="to")
    purpose: str
    facts: Mapping[str, str]
    gut: Literal["request", "event", "either"]
    label: Literal["request", "event", "both"]
    difficulty: Literal["plain", "debatable"]
    evidence: Place


def read_corpus(path: Path) -> tuple[Entry, ...]:
    """Read a corpus file; msgspec.ValidationError where it is not of that form."""
    return read_yaml(path, tuple[Entry, ...])


def read_yaml(path: Path, kind: type[_Value]) -> _Value:
    """Read a YAML file into typed values; every scalar is text, so that no fact turns into a truth value."""
    loaded: Any = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
    return msgspec.convert(loaded, kind, strict=False)  # numbers are text as well
