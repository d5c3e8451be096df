"""How to do it well, what it costs, and how the road map says it."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.conditions import ALWAYS, Condition
from archadvisor.knowledge.fields import CLAIMS, ID, INTERACTION, MAP, NOTHING, WHEN, Key, Scope
from archadvisor.knowledge.types.vocabulary import Style

_FORMS = Key("only with these forms; without it, with all", refers="forms")


_WHERE = Key("where it is built; worker: in a worker of the sender", name="in")


class Adapted(Struct, frozen=True, omit_defaults=True):
    """What is built instead where nothing can be built into an end."""

    where: Annotated[Literal["from", "to", "worker"], _WHERE]
    build: Annotated[str, Key("what has to be built", fills=INTERACTION)]
    checks: Annotated[
        tuple[str, ...], Key("what to try when it is built; without it, the same", fills=INTERACTION)
    ] = ()
    forms: Annotated[tuple[str, ...], Key("only with these forms; without it, with all", refers="forms")] = ()


class Pattern(Struct, frozen=True, omit_defaults=True):
    """How to do it well: a form (one for each interaction) or a safeguard (none to several)."""

    id: Annotated[str, ID]
    role: Annotated[Literal["form", "safeguard"], Key("one form is taken for each interaction, and any safeguards")]
    name: Annotated[str, Key("what it is called", fills=NOTHING)]
    because: Annotated[str, Key("why it is wanted where it applies", fills=INTERACTION)]
    price: Annotated[str, Key("what has to be paid for it", fills=INTERACTION)]
    checks: Annotated[tuple[str, ...], Key("what to try when it is built", fills=INTERACTION)]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    also_known_as: Annotated[tuple[str, ...], Key("other names of it, to search for", fills=NOTHING)] = ()
    style: Annotated[
        tuple[Style, ...], Key("the style whose form it is, or both", only_for="form", needed_for="form")
    ] = ()
    carrier: Annotated[str, Key("how it gets across", one_of="carriers", only_for="form")] = ""
    ends: Annotated[
        tuple[Literal["from", "to"], ...],
        Key("where an end cannot be changed and does not speak the carrier, the form is out", only_for="form"),
    ] = ()
    asks: Annotated[
        str,
        Key("the question that comes first: a row with this form is open on it", refers="questions", only_for="form"),
    ] = ""
    asks_when: Annotated[
        Condition, Key("where that question comes first", looks_at=Scope.INTERACTION, only_for="form")
    ] = ALWAYS
    cheap: Annotated[
        bool, Key("its lack has taken systems down, and it costs little: told in one line", only_for="safeguard")
    ] = False
    means: Annotated[str, Key("what happens", fills=INTERACTION, only_for="form", needed_for="form")] = ""
    gain: Annotated[str, Key("what it brings", fills=INTERACTION, only_for="form", needed_for="form")] = ""
    runs: Annotated[tuple[str, ...], Key("what has to be run for it", one_of="running", only_for="form")] = ()
    publishes: Annotated[
        Literal["", "from", "to"], Key("the end that owns the event, where the form hands one over", only_for="form")
    ] = ""
    front: Annotated[Style | None, Key("the style of its first step, where it is another", only_for="form")] = None
    keeps: Annotated[
        tuple[str, ...], Key("the ways of today that are this form already", one_of="current", only_for="form")
    ] = ()
    styles: Annotated[tuple[Style, ...], Key("only with these styles; without it, with all", only_for="safeguard")] = ()
    forms: Annotated[
        tuple[str, ...], Key("only with these forms; without it, with all", refers="forms", only_for="safeguard")
    ] = ()
    when: Annotated[Condition, WHEN] = ALWAYS
    not_with: Annotated[tuple[str, ...], Key("patterns beside which it is not wanted", refers="patterns")] = ()
    build: Annotated[str, Key("what has to be built", fills=INTERACTION, needed_for="safeguard")] = ""
    where: Annotated[
        Literal["", "from", "to", "both", "between", "worker"],
        Key("where it is built; worker: in a worker of the sender", name="in", needed_for="safeguard"),
    ] = ""
    to_closed: Annotated[
        Adapted | None, Key("what is built where nothing can be built into the receiver; without it, nothing")
    ] = None
    from_closed: Annotated[
        Adapted | None, Key("what is built where nothing can be built into the sender; without it, nothing")
    ] = None
    mitigates: Annotated[tuple[str, ...], Key("the claims whose drawback it takes away", refers="claims")] = ()


class Cost(Struct, frozen=True, omit_defaults=True):
    """What the advice costs the system, once, where it applies to an interaction."""

    id: Annotated[str, ID]
    claim: Annotated[str, Key("the claim that names the drawback", refers="claims")]
    title: Annotated[str, Key("the cost in a few words", fills=("from", "to"))]
    because: Annotated[str, Key("why it is due here", fills=("from", "to"))]
    mitigations: Annotated[tuple[str, ...], Key("what makes it smaller", fills=("from", "to"))]
    place: Place
    styles: Annotated[tuple[Style, ...], Key("only with these styles; without it, with all")] = ()
    forms: Annotated[tuple[str, ...], _FORMS] = ()
    when: Annotated[Condition, WHEN] = ALWAYS
    not_with: Annotated[tuple[str, ...], Key("costs beside which it is not told", refers="costs")] = ()
    claims: Annotated[tuple[str, ...], Key("further claims that it rests on", refers="claims")] = ()


class Crossing(Struct, frozen=True, omit_defaults=True):
    """How an interaction comes over from today's way; the first whose condition holds is taken."""

    id: Annotated[str, ID]
    how: Annotated[str, Key("how to come over", fills=INTERACTION)]
    watched: Annotated[str, Key("what to watch meanwhile", fills=INTERACTION)]
    back: Annotated[str, Key("how to go back", fills=INTERACTION)]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    when: Annotated[Condition, Key("where it is the way; without it, always", looks_at=MAP)] = ALWAYS


StageKind: TypeAlias = Literal[
    "keep", "mend", "safe", "apart", "request", "transport", "watch", "event", "more", "together", "decide"
]
_STAGE = ("from", "to", "at", "build", "rows", "new")


class Stage(Struct, frozen=True, omit_defaults=True):
    """Wording for one kind of step of the road map; of a kind, the first whose condition holds is taken."""

    id: Annotated[str, ID]
    kind: Annotated[
        StageKind,
        Key("the step of the road map; apart is kept out of the question and stays so, together is to become so"),
    ]
    what: Annotated[str, Key("what to do", fills=_STAGE)]
    why: Annotated[str, Key("why then", fills=_STAGE)]
    place: Place
    when: Annotated[
        Condition, Key("where it is said, by the system's answers; without it, always", looks_at=Scope.SYSTEM)
    ] = ALWAYS
    forms: Annotated[tuple[str, ...], _FORMS] = ()
    claims: Annotated[tuple[str, ...], Key("the claims that it rests on", refers="claims")] = ()
    size: Annotated[
        Literal["", "S", "M", "L"], Key("how much work it is; without it, by what has to be built in it")
    ] = ""
