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
    """Evidence: if the option in `when` is chosen and `given` holds, `step` counts for the style in `favours`."""

    id: Annotated[str, ID]
    when: Annotated[Choice, Key("one question and one option: `{needs: result}`")]
    favours: Annotated[Style, Key("the style that it supports", but=(Style.NEITHER, Style.UNKNOWN))]
    step_name: Annotated[str, Key("how strong it is, see Steps", name="step", one_of="steps")]
    because: Annotated[str, Key("the reason, as a clause about these parts", fills=INTERACTION)]
    reason: Annotated[
        str, Key('why the step has this size: a count of real systems, or "judgement"', fills=INTERACTION)
    ]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    given: Annotated[
        Condition,
        Key("a further condition; if two rules use the same option, at least one needs it", looks_at=Scope.INTERACTION),
    ] = ALWAYS
    theme: Annotated[str, Key("the theme, if it differs from that of the option or question", one_of="themes")] = ""
    objection: Annotated[
        bool, Key("`because` is worded as a disadvantage of the other style; records list it there")
    ] = False
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
    """A condition under which request or event is not the question, and the form to use instead."""

    id: Annotated[str, ID]
    form: Annotated[str, Key("the form to use; its style is neither", refers="forms")]
    when: Annotated[
        Condition, Key("the condition under which request or event is not the question", looks_at=Scope.INTERACTION)
    ]
    because: Annotated[str, Key("the reason", fills=INTERACTION)]
    against: Annotated[str, Key("the drawback of the form", fills=INTERACTION)]
    otherwise: Annotated[
        str, Key("a clause: when the form is not possible, and the evidence decides instead", fills=INTERACTION)
    ]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    objection: Annotated[
        bool, Key("`because` is worded as a disadvantage of request and event; records list it there too")
    ] = False


class Step(Struct, frozen=True, omit_defaults=True):
    """A named weight."""

    name: Annotated[str, Key("the name that rules use", safe=True)]
    tenths: Annotated[int, Key("the weight, in tenths of log-odds")]
    reason: Annotated[str, Key("why it has this size")]


class Parameter(Struct, frozen=True, omit_defaults=True):
    """A number of the method, and why it has this size."""

    value: Annotated[float, Key("the number, above 0")]
    reason: Annotated[str, Key("why it has this size")]


class MethodEntry(Struct, frozen=True, omit_defaults=True):
    """The parameters and texts of the method."""

    version: Annotated[str, Key("the version of the rules, shown in every report")]
    steps: Annotated[tuple[Step, ...], Key("the named weights")]
    scale: Annotated[Parameter, Key("the log-odds for one unit of the sum")]
    ceiling: Annotated[Parameter, Key("the highest confidence, a probability")]
    close_below: Annotated[Parameter, Key("below this sum (in tenths), a row is a tie")]
    clear_from: Annotated[Parameter, Key("from this confidence on, a row is clear")]
    argument_from: Annotated[
        Parameter, Key("from this weight (in tenths) on, a line is shown as an argument; below it is a small factor")
    ]
    conflict_way_out: Annotated[str, Key("what to do if decisive lines contradict each other", fills=INTERACTION)]
    close_way_out: Annotated[str, Key("what to do in a tie", fills=INTERACTION)]
    place: Place
    conflict_asks: Annotated[
        str,
        Key("where decisive lines contradict each other, what stands before the answered question to look at again"),
    ] = ""
    close_asks: Annotated[str, Key("in a tie, what stands before the answered question to look at again")] = ""
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
    conflict_asks: str = ""
    close_asks: str = ""
    place: Place = Place("rules")
    selection: str = ""
    """How the precedents were selected, and what that means for their numbers."""

    def is_close(self, score: int) -> bool:
        """Tell whether a score (in tenths) leaves the two sides nearly even: `close` here, "tie" for readers."""
        return abs(score) < self.close_below

    @property
    def decisive(self) -> int:
        """The step, in tenths, that makes a conflict where one stands on each side."""
        return next(step.tenths for step in self.steps if step.name == "decisive")


class Measured(Struct, frozen=True, omit_defaults=True):
    """How often the advice agreed with real systems, with 95 % intervals; written by benchmarks/publish.py."""

    interactions: Annotated[int, Key("the number of measured interactions")]
    systems: Annotated[int, Key("the number of systems")]
    agreement: Annotated[float, Key("the share of interactions in which the advice agreed with the code")]
    agreement_low: Annotated[float, Key("its lower bound")]
    agreement_high: Annotated[float, Key("its upper bound")]
    settled_share: Annotated[float, Key("the share of interactions that the method calls settled")]
    settled: Annotated[float, Key("the agreement among the settled interactions")]
    settled_low: Annotated[float, Key("its lower bound")]
    settled_high: Annotated[float, Key("its upper bound")]
    place: Place
