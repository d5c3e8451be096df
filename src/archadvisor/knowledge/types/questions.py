"""What is asked, and what does not go together among the answers."""

from collections.abc import Collection
from typing import Annotated, Literal, NamedTuple

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.figures.quantities import read_figure
from archadvisor.knowledge.conditions import ALWAYS, Condition
from archadvisor.knowledge.fields import ID, INTERACTION, NOTHING, OF_SCOPE, THEME, Key, Scope


class Option(Struct, frozen=True, omit_defaults=True):
    """One answer that a question offers."""

    value: Annotated[str, Key("the word of the answers file", safe=True)]
    label: Annotated[str, Key("the answer as it is offered", fills=OF_SCOPE)]
    short: Annotated[str, Key("the same in a word or two, for a table cell", fills=NOTHING)]
    example: Annotated[str, Key("a case that everybody knows", fills=OF_SCOPE)]
    place: Place
    answer: Annotated[str, Key("the answer to `decide`, as somebody gives it", fills=OF_SCOPE)] = ""
    supposed: Annotated[str, Key('the answer as a supposition, after "would change if"', fills=OF_SCOPE)] = ""
    theme: Annotated[str, THEME] = ""
    ask_when: Annotated[Condition, Key("where the option is offered", looks_at="own")] = ALWAYS
    alone: Annotated[bool, Key("in a tick list: says that none of the others holds")] = False
    at_most: Annotated[str, Key("the longest time that the answer means, such as `10 s`", fills=NOTHING)] = ""
    closed: Annotated[bool, Key("of a part: nothing can be built into it")] = False

    @property
    def longest(self) -> float | None:
        """Return the longest time that the answer means, in seconds."""
        return read_figure("time-limit", self.at_most) if self.at_most else None


class Problem(NamedTuple):
    """What is wrong with the answer to a question, and what is expected instead."""

    what: str
    expected: str


class Question(Struct, frozen=True, omit_defaults=True):
    """A fact to ask for."""

    id: Annotated[str, ID]
    theme: Annotated[str, THEME]
    scope: Annotated[Scope, Key("what it is asked about; a part's question is asked of each end")]
    kind: Annotated[Literal["choice", "ticks"], Key("one option, or any number of them")]
    ask: Annotated[tuple[str, ...], Key("who can answer", one_of="roles")]
    settles: Annotated[tuple[Literal["style", "form", "safeguards"], ...], Key("what an answer may change")]
    short: Annotated[str, Key("the question in a word or two, for a table", fills=NOTHING)]
    prompt: Annotated[str, Key("the question", fills=OF_SCOPE)]
    why: Annotated[str, Key("what the answer is used for", fills=OF_SCOPE)]
    options: Annotated[tuple[Option, ...], Key("the answers to choose from, in order")]
    place: Place
    limit: Annotated[int | None, Key("in a tick list: the most that may be ticked")] = None
    never_prefilled: Annotated[bool, Key("no archetype may bring an answer along")] = False
    never_varied: Annotated[
        bool, Key("no range and no tipping point turns it: what is passed between two parts is no knob")
    ] = False
    in_full: Annotated[bool, Key("`ask` asks it only with `--full`; it keeps to seven questions without")] = False
    decide: Annotated[str, Key("the question as a decision to take; else `prompt`", fills=OF_SCOPE)] = ""
    more: Annotated[str, Key("what helps with the answer, shown on demand", fills=OF_SCOPE)] = ""
    ask_when: Annotated[Condition, Key("where it is asked; elsewhere an answer does not count", looks_at="own")] = (
        ALWAYS
    )
    worth_when: Annotated[
        Condition, Key("where an interview asks it by itself; an answer counts all the same", looks_at="own")
    ] = ALWAYS
    doubt_when: Annotated[
        Condition | None,
        Key("of a part: where the form counts as open on it while nobody has answered it", looks_at="own"),
    ] = None
    counted_alone: Annotated[
        bool,
        Key("where no answer that weighs was coded, real systems are counted by this one; of several by the last"),
    ] = False
    allows: Annotated[bool, Key("its answer says how late it may be done: the delay that a backlog may cause")] = False
    partial: bool = False
    """Some of its options are not always offered."""

    @property
    def ticks(self) -> bool:
        """Whether several options may hold at once."""
        return self.kind == "ticks"

    def option(self, value: str) -> Option:
        """Return the option with this value; KeyError where there is none."""
        for option in self.options:
            if option.value == value:
                return option
        raise KeyError(value)

    @property
    def alone(self) -> frozenset[str]:
        """The ticks that say that none of the others holds."""
        return frozenset([option.value for option in self.options if option.alone])

    def toggled(self, ticks: frozenset[str], tick: str) -> frozenset[str]:
        """Return a tick list with one tick more or less; a tick that stands alone and the others oust each other."""
        if tick in ticks:
            return ticks - {tick}
        alone = self.alone
        return frozenset((tick,)) if tick in alone else (ticks - alone) | {tick}

    def problems(self, ticks: Collection[str]) -> list[Problem]:
        """Return what is wrong with ticks that are set together."""
        found = []
        if self.limit is not None and len(ticks) > self.limit:
            found.append(Problem(f"has {len(ticks)} ticks", f"at most {self.limit}"))
        first = next((option.value for option in self.options if option.alone and option.value in ticks), None)
        if first and len(ticks) > 1:
            found.append(Problem(f"says {first} beside other ticks", f"{first} alone, or the others"))
        return found


class Dispute(Struct, frozen=True, omit_defaults=True):
    """Two answers that do not go together."""

    id: Annotated[str, ID]
    when: Annotated[Condition, Key("the answers that do not go together", looks_at=Scope.INTERACTION)]
    questions: Annotated[tuple[str, ...], Key("the questions to look at again", refers="questions")]
    because: Annotated[str, Key("why not", fills=INTERACTION)]
    place: Place
    undecides: Annotated[
        bool, Key("true: the row stays open until the first of the questions has been looked at again")
    ] = False
