"""Whether the entries of a rule base fit together: one module for each kind, every fault in one run.

Looked at as a whole: ids that are not there or there twice, options that nothing can reach, two
unguarded rules on one option, system rules that are too strong, claims that dangle, texts with
placeholders that nothing fills.
"""

from __future__ import annotations

from archadvisor.errors import Faults
from archadvisor.knowledge.checks import archetypes, declared, findings, method, patterns, precedents, questions, rules
from archadvisor.knowledge.checks.base import Base
from archadvisor.knowledge.types import RuleFile

_KINDS = (declared, method, questions, rules, patterns, findings, archetypes, precedents)


def check(entries: RuleFile, faults: Faults) -> None:
    """Note everything that does not fit together."""
    base = Base(entries, faults)
    for kind in _KINDS:
        kind.check(base)
