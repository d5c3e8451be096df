"""All commands, in the order in which the help lists them."""

from __future__ import annotations

from archadvisor.cli import advising, deciding, explaining
from archadvisor.cli.root import app, hoisted

__all__ = ["advising", "app", "deciding", "explaining", "hoisted"]
