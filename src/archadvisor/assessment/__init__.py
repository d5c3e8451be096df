"""The result: plain immutable values that hold all that a report shows. Renderers compute nothing.

Encoded as it stands it is the JSON of contract 1 (`archadvisor score --format json`): keys may be
added, never renamed. Weights and scores are in units of log-odds (a step of 20 tenths is 2.0); above
0 leans to event, below 0 to request. Confidences are probabilities. All prose has the system's own
names filled in and is raw text: each report escapes it for its format. Nothing here can be part of a
cycle, so the garbage collector need not look at it (`gc=False`).
"""

from __future__ import annotations

from msgspec import Struct

from archadvisor.assessment.between import Event, Finding, Flow, FlowStep, Handling, Running
from archadvisor.assessment.evidence import (
    Advice,
    Constraint,
    Evidence,
    Otherwise,
    Precedent,
    PrecedentCount,
    PrecedentReason,
    Range,
    RowPrecedents,
    Set,
    TippingPoint,
    When,
)
from archadvisor.assessment.method import Cited, Explained, Measured, Method, Source, Step
from archadvisor.assessment.row import Backlog, Crossing, Decided, Figure, FormQuestion, Row, Waived
from archadvisor.assessment.system import AnswerCount, Asked, Count, KnownAnswer, KnownPart, Mix, Moves, States, System
from archadvisor.assessment.words import (
    UNDECIDED,
    AlsoName,
    DecidedBy,
    DoneName,
    FindingChange,
    MoveName,
    ScopeName,
    StateName,
    StepTopic,
    StyleName,
    SureWord,
    VerdictName,
)
from archadvisor.assessment.work import Build, Consequence, Contradiction, Cost, Decision, Stage, Unknown, Way

__all__ = [
    "SCHEMA",
    "UNDECIDED",
    "Advice",
    "AlsoName",
    "AnswerCount",
    "Asked",
    "Assessment",
    "Backlog",
    "Build",
    "Cited",
    "Consequence",
    "Constraint",
    "Contradiction",
    "Cost",
    "Count",
    "Crossing",
    "Decided",
    "DecidedBy",
    "Decision",
    "DoneName",
    "Event",
    "Evidence",
    "Explained",
    "Figure",
    "Finding",
    "FindingChange",
    "Flow",
    "FlowStep",
    "FormQuestion",
    "Handling",
    "KnownAnswer",
    "KnownPart",
    "Measured",
    "Method",
    "Mix",
    "MoveName",
    "Moves",
    "Otherwise",
    "Precedent",
    "PrecedentCount",
    "PrecedentReason",
    "Range",
    "Row",
    "RowPrecedents",
    "Running",
    "ScopeName",
    "Set",
    "Source",
    "Stage",
    "StateName",
    "States",
    "Step",
    "StepTopic",
    "StyleName",
    "SureWord",
    "System",
    "TippingPoint",
    "Unknown",
    "VerdictName",
    "Waived",
    "Way",
    "When",
]

SCHEMA = 1


class Assessment(Struct, frozen=True, gc=False):
    """Everything that is advised about one system."""

    schema: int
    version: str
    rules_version: str
    system: System
    interactions: tuple[Row, ...]
    costs: tuple[Cost, ...]
    roadmap: tuple[Stage, ...]
    unknowns: tuple[Unknown, ...]
    disputes: tuple[Contradiction, ...]
    decisions: tuple[Decision, ...]
    build: tuple[Build, ...]
    flows: tuple[Flow, ...]
    parts: tuple[KnownPart, ...]
    questions: tuple[Asked, ...]
    sources: tuple[Source, ...]
    method: Method
    date: str | None
    precedents: tuple[Precedent, ...] = ()
    """The real systems that rows name."""
    findings: tuple[Finding, ...] = ()
    """Problems between interactions."""
    events: tuple[Event, ...] = ()
    event_terms: str = ""
    """What standards for event contracts call what the list of events says."""
    running: tuple[Running, ...] = ()
    """What has to be run and watched."""
    terms: tuple[Explained, ...] = ()
    team: tuple[str, ...] = ()
    """The parts to which the assessment is cut; none where it is whole."""
    selection: str = ""
    """How they were selected, and what that means for the counts."""
