"""What speaks for a style, when style is not the question, and how much a step weighs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.conditions import ALWAYS, Condition
from archadvisor.knowledge.fields import CLAIMS, ID, INTERACTION, Key, Scope
from archadvisor.knowledge.types.vocabulary import Choice, Style

RULING = "ruling"
"""The step of a line beside which the other style is impossible, rather than worse."""


class Rule(Struct, frozen=True, omit_defaults=True):
    """Evidence: where one option of one question holds, and `given`, `step` tenths for the style `favours`."""

    id: Annotated[str, ID]
    when: Annotated[Choice, Key("one question and one option: `{needs: result}`")]
    favours: Annotated[Style, Key("the style that it speaks for", but=(Style.NEITHER, Style.UNKNOWN))]
    step_name: Annotated[str, Key("how strongly, see Steps", name="step", one_of="steps")]
    because: Annotated[str, Key("why, as a clause about these parts", fills=INTERACTION)]
    reason: Annotated[
        str, Key('why the step has its size: a count over real systems, or "judgement"', fills=INTERACTION)
    ]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    given: Annotated[
        Condition, Key("a guard; two rules on one option need one on at least one of them", looks_at=Scope.INTERACTION)
    ] = ALWAYS
    theme: Annotated[str, Key("the theme, where it is not the option's or question's", one_of="themes")] = ""
    key: str = ""
    value: str = ""
    step: int = 0
    ruling: bool = False
    order: int = 0
    criterion: str = ""
    """What is counted once: a theme on one side; a ruling line counts for itself."""
    pull: int = 0
    """The step towards event: below 0 where it favours request."""
    rank: int = 0
    """Its place by strength, the weakest first; of equals the one that is asked for first is the stronger."""

    @property
    def question(self) -> str:
        """The question's id, without the end that a part's question is asked of."""
        return self.key.rpartition(".")[2]


class Gate(Struct, frozen=True, omit_defaults=True):
    """Conditions under which style is not the question, and the form to take instead."""

    id: Annotated[str, ID]
    form: Annotated[str, Key("the form to take, of the style neither", refers="forms")]
    when: Annotated[Condition, Key("where style is not the question", looks_at=Scope.INTERACTION)]
    because: Annotated[str, Key("why", fills=INTERACTION)]
    against: Annotated[str, Key("what speaks against the form", fills=INTERACTION)]
    otherwise: Annotated[
        str, Key("a clause: when the form cannot be had, so that the evidence decides", fills=INTERACTION)
    ]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place


class Step(Struct, frozen=True, omit_defaults=True):
    """A named weight."""

    name: Annotated[str, Key("the word that rules use", safe=True)]
    tenths: Annotated[int, Key("the weight, in tenths of log-odds")]
    reason: Annotated[str, Key("why it has its size")]


class Parameter(Struct, frozen=True, omit_defaults=True):
    """A number of the method and why it has its size."""

    value: Annotated[float, Key("the number, above 0")]
    reason: Annotated[str, Key("why it has its size")]


class MethodEntry(Struct, frozen=True, omit_defaults=True):
    """The method as it is written."""

    version: Annotated[str, Key("the version of the rules, told in every report")]
    steps: Annotated[tuple[Step, ...], Key("the named weights")]
    scale: Annotated[Parameter, Key("what a unit of the sum is in log-odds")]
    ceiling: Annotated[Parameter, Key("the highest confidence, a probability")]
    close_below: Annotated[Parameter, Key("below so many tenths a row is close")]
    clear_from: Annotated[Parameter, Key("from this confidence on a row is clear")]
    argument_from: Annotated[Parameter, Key("from so many tenths on a line is an argument to tell; below it tilts")]
    conflict_way_out: Annotated[str, Key("what to do where decisive lines meet", fills=INTERACTION)]
    close_way_out: Annotated[str, Key("what to do where it is nearly even", fills=INTERACTION)]
    place: Place
    selection: Annotated[str, Key("how the precedents were selected, and what that means for their numbers")] = ""


class Method(Struct, frozen=True, omit_defaults=True):
    """The free parameters of the method; `scale` per unit of score, `ceiling` a probability."""

    version: str = "0"
    steps: tuple[Step, ...] = ()
    scale: float = 1.0
    ceiling: float = 1.0
    close_below: int = 0
    clear_from: float = 1.0
    argument_from: int = 0
    """From this step on (in tenths) a line is an argument that a reader should hear; below it tilts."""
    reasons: Mapping[str, str] = MappingProxyType({})
    conflict_way_out: str = ""
    close_way_out: str = ""
    place: Place = Place("rules")
    selection: str = ""
    """How the precedents were selected, and what that means for their numbers."""

    @property
    def decisive(self) -> int:
        """The step, in tenths, that makes a conflict where one stands on each side."""
        return next(step.tenths for step in self.steps if step.name == "decisive")


class Measured(Struct, frozen=True, omit_defaults=True):
    """How often the advice was what real systems do, with 95 % intervals; written by benchmarks/publish.py."""

    interactions: Annotated[int, Key("how many interactions were measured")]
    systems: Annotated[int, Key("in how many systems")]
    agreement: Annotated[float, Key("the share in which the advice was what the code does")]
    agreement_low: Annotated[float, Key("its lower bound")]
    agreement_high: Annotated[float, Key("its upper bound")]
    settled_share: Annotated[float, Key("the share that is called settled")]
    settled: Annotated[float, Key("agreement among what is called settled")]
    settled_low: Annotated[float, Key("its lower bound")]
    settled_high: Annotated[float, Key("its upper bound")]
    place: Place
