"""What the advisor knows, as immutable values.

All of it stands in `rules/`. Each type declares the keys of its entries once: reading, faults, the JSON Schema of
rule files and the tables of docs/rules.md follow from the declarations.
"""

from archadvisor.knowledge.fields import Scope
from archadvisor.knowledge.types.base import KnowledgeBase, RuleFile
from archadvisor.knowledge.types.evidence import (
    RULING,
    Gate,
    Measured,
    Method,
    MethodEntry,
    Parameter,
    Rule,
    Step,
)
from archadvisor.knowledge.types.examples import ADDRESS, Archetype, Domain, Draft, Example, Precedent, Reason
from archadvisor.knowledge.types.patterns import Adapted, Cost, Pattern, Stage, StageKind
from archadvisor.knowledge.types.questions import Dispute, Option, Problem, Question
from archadvisor.knowledge.types.register import Claim, Source, Term
from archadvisor.knowledge.types.vocabulary import (
    DECIDABLE,
    DERIVED,
    ENDS,
    RECEIVERS,
    SOUNDS,
    Carrier,
    Choice,
    CurrentWay,
    Done,
    Sign,
    Style,
)

__all__ = [
    "ADDRESS",
    "DECIDABLE",
    "DERIVED",
    "ENDS",
    "RECEIVERS",
    "RULING",
    "SOUNDS",
    "Adapted",
    "Archetype",
    "Carrier",
    "Choice",
    "Claim",
    "Cost",
    "CurrentWay",
    "Dispute",
    "Domain",
    "Done",
    "Draft",
    "Example",
    "Gate",
    "KnowledgeBase",
    "Measured",
    "Method",
    "MethodEntry",
    "Option",
    "Parameter",
    "Pattern",
    "Precedent",
    "Problem",
    "Question",
    "Reason",
    "Rule",
    "RuleFile",
    "Scope",
    "Sign",
    "Source",
    "Stage",
    "StageKind",
    "Step",
    "Style",
    "Term",
]
