"""What is asked, and what does not go together among the answers."""

from collections.abc import Collection
from typing import Annotated, Literal, NamedTuple

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.figures.quantities import read_figure
from archadvisor.knowledge.conditions import ALWAYS, Condition
from archadvisor.knowledge.fields import ID, INTERACTION, NOTHING, OF_SCOPE, THEME, Key, Scope


class Draft(Struct, frozen=True, omit_defaults=True):
    """An answer that an archetype, or one option of a question for several, provides."""

    question: str
    values: tuple[str, ...]


class Usual(Struct, frozen=True, omit_defaults=True):
    """A usual answer, shown as a guess where nobody has answered."""

    values: Annotated[tuple[str, ...], Key("the value, or the ticks")]
    place: Place
    when: Annotated[Condition, Key("the condition under which it is usual; default: always", looks_at="own")] = ALWAYS


class Option(Struct, frozen=True, omit_defaults=True):
    """One answer that a question offers."""

    value: Annotated[str, Key("the value in the answers file", safe=True)]
    label: Annotated[str, Key("the text of the option", fills=OF_SCOPE)]
    short: Annotated[str, Key("the text in a word or two, for a table cell", fills=NOTHING)]
    example: Annotated[str, Key("a well-known example", fills=OF_SCOPE)]
    place: Place
    answer: Annotated[str, Key("the answer to `decide`, in the words of a person", fills=OF_SCOPE)] = ""
    supposed: Annotated[str, Key('the answer as a clause after "would change if"', fills=OF_SCOPE)] = ""
    supposed_not: Annotated[str, Key('for a tick: its absence as a clause after "would change if"', fills=OF_SCOPE)] = (
        ""
    )
    supposed_when: Annotated[
        Condition, Key('the answers from which "would change if" may suppose it; default: any', looks_at="own")
    ] = ALWAYS
    theme: Annotated[str, THEME] = ""
    ask_when: Annotated[Condition, Key("the condition under which the option is offered", looks_at="own")] = ALWAYS
    alone: Annotated[bool, Key("in a tick list: excludes all other options")] = False
    at_most: Annotated[str, Key("the longest time that the answer means, such as `10 s`", fills=NOTHING)] = ""
    closed: Annotated[bool, Key("for a part: its code cannot be changed")] = False

    @property
    def longest(self) -> float | None:
        """Return the longest time that the answer means, in seconds."""
        return read_figure("time-limit", self.at_most) if self.at_most else None


class Problem(NamedTuple):
    """What is wrong with the answer to a question, and what is expected instead."""

    what: str
    expected: str


class Question(Struct, frozen=True, omit_defaults=True):
    """A question about a fact."""

    id: Annotated[str, ID]
    theme: Annotated[str, THEME]
    scope: Annotated[Scope, Key("what it is about; a question about a part is asked for each end")]
    kind: Annotated[Literal["choice", "ticks"], Key("choice: one option; ticks: any number of options")]
    ask: Annotated[tuple[str, ...], Key("who can answer", one_of="roles")]
    settles: Annotated[tuple[Literal["style", "form", "safeguards"], ...], Key("what an answer may change")]
    short: Annotated[str, Key("the question in a word or two, for a table heading", fills=NOTHING)]
    prompt: Annotated[str, Key("the question", fills=OF_SCOPE)]
    why: Annotated[str, Key("what the answer is used for", fills=OF_SCOPE)]
    options: Annotated[tuple[Option, ...], Key("the options, in order")]
    place: Place
    limit: Annotated[int | None, Key("in a tick list: the maximum number of ticks")] = None
    never_prefilled: Annotated[bool, Key("an archetype must not provide an answer")] = False
    never_varied: Annotated[
        bool, Key('not varied in ranges and "would change if", because the team cannot choose it')
    ] = False
    in_full: Annotated[bool, Key("`ask` asks it only with `--full`, to stay within seven questions otherwise")] = False
    decide: Annotated[str, Key("the question as a decision to make; default: `prompt`", fills=OF_SCOPE)] = ""
    more: Annotated[str, Key("help for the answer, shown on demand", fills=OF_SCOPE)] = ""
    ask_when: Annotated[
        Condition, Key("the condition for asking it; otherwise an answer does not count", looks_at="own")
    ] = ALWAYS
    worth_when: Annotated[
        Condition, Key("the condition under which an interview asks it; an answer counts in any case", looks_at="own")
    ] = ALWAYS
    doubt_when: Annotated[
        Condition | None,
        Key("for a part: the condition under which a missing answer leaves the form open", looks_at="own"),
    ] = None
    counted_alone: Annotated[
        bool,
        Key("real systems are counted by this answer if no weighted answer was coded; of several, by the last"),
    ] = False
    allows: Annotated[bool, Key("its answer is the maximum delay that a backlog may cause")] = False
    usual: Annotated[
        tuple[Usual, ...], Key("what is usual: the first whose condition holds is a guess until somebody confirms it")
    ] = ()
    asked_for: Annotated[
        Literal["", "safeguards", "findings"],
        Key(
            "why an interview asks it even where it can change no style and no form; findings: of several interactions"
        ),
    ] = ""
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
            found.append(Problem(f"has {len(ticks)} values", f"at most {self.limit}"))
        first = next((option.value for option in self.options if option.alone and option.value in ticks), None)
        if first and len(ticks) > 1:
            found.append(Problem(f"has {first} together with other values", f"only {first}, or only the others"))
        return found


class JoinedOption(Struct, frozen=True, omit_defaults=True):
    """One option of a question for several: the answers that it stores."""

    value: Annotated[str, Key("its name", safe=True)]
    label: Annotated[str, Key("the text of the option", fills=OF_SCOPE)]
    short: Annotated[str, Key("the text in a word or two, for a table cell", fills=NOTHING)]
    example: Annotated[str, Key("a well-known example", fills=OF_SCOPE)]
    answers: Annotated[tuple[Draft, ...], Key("the answers that it stores, QUESTION: VALUE")]
    place: Place


class Joined(Struct, frozen=True, omit_defaults=True):
    """A question that an interview asks instead of several; answers files hold only the answers to those."""

    id: Annotated[str, ID]
    scope: Annotated[Scope, Key("what it is about: parts or interactions")]
    short: Annotated[str, Key("the question in a word or two, for a table heading", fills=NOTHING)]
    prompt: Annotated[str, Key("the question", fills=OF_SCOPE)]
    why: Annotated[str, Key("what the answer is used for", fills=OF_SCOPE)]
    options: Annotated[tuple[JoinedOption, ...], Key("the options, in order")]
    place: Place
    more: Annotated[str, Key("help for the answer, shown on demand", fills=OF_SCOPE)] = ""

    def questions(self) -> tuple[str, ...]:
        """Return the ids of the questions that its options answer, in order."""
        return tuple(dict.fromkeys(draft.question for option in self.options for draft in option.answers))


class Turn(Struct, frozen=True, omit_defaults=True):
    """The turn of a question in an interview."""

    question: Annotated[str, Key("the question, or one that is asked instead of several", safe=True)]
    place: Place


class Dispute(Struct, frozen=True, omit_defaults=True):
    """Two answers that contradict each other."""

    id: Annotated[str, ID]
    when: Annotated[Condition, Key("the answers that contradict each other", looks_at=Scope.INTERACTION)]
    questions: Annotated[tuple[str, ...], Key("the questions to check again", refers="questions")]
    because: Annotated[str, Key("why they contradict each other", fills=INTERACTION)]
    place: Place
    undecides: Annotated[
        bool, Key("true: the row stays undecided until the first of the questions has been checked again")
    ] = False
