"""How to do it well, what it costs, and how the road map says it."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Struct

from archadvisor.errors import Place
from archadvisor.knowledge.conditions import ALWAYS, Condition
from archadvisor.knowledge.fields import CLAIMS, ID, INTERACTION, MAP, NOTHING, WHEN, Key, Scope
from archadvisor.knowledge.types.vocabulary import Style

_FORMS = Key("only with these forms; default: all", refers="forms")


_WHERE = Key("where to build it; worker: in a background worker of the sender", name="in")


class Adapted(Struct, frozen=True, omit_defaults=True):
    """What to build instead if the code of the sender or receiver cannot be changed."""

    where: Annotated[Literal["from", "to", "worker"], _WHERE]
    build: Annotated[str, Key("what to build", fills=INTERACTION)]
    checks: Annotated[tuple[str, ...], Key("how to verify it; default: the same checks", fills=INTERACTION)] = ()
    forms: Annotated[tuple[str, ...], Key("only with these forms; default: all", refers="forms")] = ()


class Obstacle(Struct, frozen=True, omit_defaults=True):
    """What stands in the way of a form under a condition; a team may decide for it all the same."""

    when: Annotated[Condition, Key("the condition", looks_at=Scope.INTERACTION)]
    because: Annotated[str, Key("what stands in the way", fills=INTERACTION)]


class Pattern(Struct, frozen=True, omit_defaults=True):
    """How to build an interaction: a form (one for each interaction) or a safeguard (any number)."""

    id: Annotated[str, ID]
    role: Annotated[Literal["form", "safeguard"], Key("each interaction gets one form and any number of safeguards")]
    name: Annotated[str, Key("its name", fills=NOTHING)]
    because: Annotated[str, Key("why it is needed", fills=INTERACTION)]
    price: Annotated[str, Key("its cost or drawback", fills=INTERACTION)]
    checks: Annotated[tuple[str, ...], Key("how to verify it", fills=INTERACTION)]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    also_known_as: Annotated[tuple[str, ...], Key("other names, used for searching", fills=NOTHING)] = ()
    style: Annotated[tuple[Style, ...], Key("the style or styles of the form", only_for="form", needed_for="form")] = ()
    carrier: Annotated[str, Key("the carrier: how it is transported", one_of="carriers", only_for="form")] = ""
    family: Annotated[
        str, Key("the family of forms; default: no public system is compared", one_of="families", only_for="form")
    ] = ""
    ends: Annotated[
        tuple[Literal["from", "to"], ...],
        Key(
            "the ends that must support the carrier, or the form is excluded; an end that can be changed may lack it",
            only_for="form",
        ),
    ] = ()
    asks: Annotated[
        str,
        Key(
            "the question to answer first; until then a row with this form is open", refers="questions", only_for="form"
        ),
    ] = ""
    asks_when: Annotated[
        Condition,
        Key("the condition under which that question comes first", looks_at=Scope.INTERACTION, only_for="form"),
    ] = ALWAYS
    checks_when: Annotated[
        Condition,
        Key(
            "the condition under which its checks can be done; default: always",
            looks_at=Scope.INTERACTION,
            only_for="form",
        ),
    ] = ALWAYS
    cheap: Annotated[
        bool,
        Key(
            "always needed at little cost, so the report shows it in one line; outages were caused by its absence",
            only_for="safeguard",
        ),
    ] = False
    means: Annotated[str, Key("what happens", fills=INTERACTION, only_for="form", needed_for="form")] = ""
    gain: Annotated[str, Key("its benefit", fills=INTERACTION, only_for="form", needed_for="form")] = ""
    runs: Annotated[tuple[str, ...], Key("what must be operated for it", one_of="running", only_for="form")] = ()
    publishes: Annotated[
        Literal["", "from", "to"], Key("the end that owns the event, if the form publishes one", only_for="form")
    ] = ""
    front: Annotated[Style | None, Key("the style of its first step, if it differs", only_for="form")] = None
    offered: Annotated[
        Condition,
        Key("when it is named as an alternative; default: always", looks_at=Scope.INTERACTION, only_for="form"),
    ] = ALWAYS
    obstacles: Annotated[
        tuple[Obstacle, ...],
        Key("what stands in its way, told to a team that decides for it against the advice", only_for="form"),
    ] = ()
    keeps: Annotated[
        tuple[str, ...], Key("the current ways that already have this form", one_of="current", only_for="form")
    ] = ()
    styles: Annotated[tuple[Style, ...], Key("only with these styles; default: all", only_for="safeguard")] = ()
    forms: Annotated[
        tuple[str, ...], Key("only with these forms; default: all", refers="forms", only_for="safeguard")
    ] = ()
    when: Annotated[Condition, WHEN] = ALWAYS
    not_with: Annotated[tuple[str, ...], Key("patterns that make it unnecessary", refers="patterns")] = ()
    build: Annotated[str, Key("what to build", fills=INTERACTION, needed_for="safeguard")] = ""
    where: Annotated[
        Literal["", "from", "to", "both", "between", "worker"],
        Key("where to build it; worker: in a background worker of the sender", name="in", needed_for="safeguard"),
    ] = ""
    to_closed: Annotated[
        Adapted | None, Key("what to build if the code of the receiver cannot be changed; default: nothing")
    ] = None
    from_closed: Annotated[
        Adapted | None, Key("what to build if the code of the sender cannot be changed; default: nothing")
    ] = None
    mitigates: Annotated[tuple[str, ...], Key("the claims about drawbacks that it removes", refers="claims")] = ()


class Cost(Struct, frozen=True, omit_defaults=True):
    """A cost or duty that the advice brings to the system; listed once."""

    id: Annotated[str, ID]
    claim: Annotated[str, Key("the claim that names the drawback", refers="claims")]
    title: Annotated[str, Key("the cost in a few words", fills=("from", "to"))]
    because: Annotated[str, Key("why it applies here", fills=("from", "to"))]
    mitigations: Annotated[tuple[str, ...], Key("how to reduce it", fills=("from", "to"))]
    place: Place
    at_peak: Annotated[
        str,
        Key(
            "why it applies where figures show a backlog of a minute or more; {late}: behind whom, {wait}: how long",
            fills=("from", "to", "late", "wait"),
        ),
    ] = ""
    styles: Annotated[tuple[Style, ...], Key("only with these styles; default: all")] = ()
    forms: Annotated[tuple[str, ...], _FORMS] = ()
    when: Annotated[Condition, WHEN] = ALWAYS
    not_with: Annotated[tuple[str, ...], Key("costs that already include it", refers="costs")] = ()
    claims: Annotated[tuple[str, ...], Key("further claims that support it", refers="claims")] = ()


class Crossing(Struct, frozen=True, omit_defaults=True):
    """How to migrate an interaction from today's way; the first entry whose condition holds is used."""

    id: Annotated[str, ID]
    how: Annotated[str, Key("how to migrate", fills=INTERACTION)]
    watched: Annotated[str, Key("what to monitor during the migration", fills=INTERACTION)]
    back: Annotated[str, Key("how to roll back", fills=INTERACTION)]
    claims: Annotated[tuple[str, ...], CLAIMS]
    place: Place
    when: Annotated[Condition, Key("the condition under which it is used; default: always", looks_at=MAP)] = ALWAYS


StageKind: TypeAlias = Literal[
    "keep", "mend", "safe", "apart", "request", "transport", "watch", "event", "more", "unwaited", "together", "decide"
]
_STAGE = ("from", "to", "at", "build", "rows", "new", "gain", "left")


class Stage(Struct, frozen=True, omit_defaults=True):
    """Texts for one kind of step of the road map; the first entry of a kind whose condition holds is used."""

    id: Annotated[str, ID]
    kind: Annotated[
        StageKind,
        Key("the kind of step; apart: style is not the question, now or later; together: move into one service"),
    ]
    what: Annotated[str, Key("what to do", fills=_STAGE)]
    why: Annotated[str, Key("why at this point", fills=_STAGE)]
    place: Place
    when: Annotated[
        Condition, Key("the condition on the answers about the system; default: always", looks_at=Scope.SYSTEM)
    ] = ALWAYS
    forms: Annotated[tuple[str, ...], _FORMS] = ()
    some: Annotated[
        Condition, Key("the condition that one of its interactions must meet", looks_at=Scope.INTERACTION)
    ] = ALWAYS
    who: Annotated[str, Key("who takes part beside the owners of the parts", fills=NOTHING)] = ""
    runs: Annotated[
        tuple[str, ...], Key("only where one of these is operated today already; default: always", one_of="running")
    ] = ()
    one_consumer: Annotated[bool, Key("only where each event of the advice has one consumer")] = False
    claims: Annotated[tuple[str, ...], Key("the claims that support it", refers="claims")] = ()
    size: Annotated[
        Literal["", "S", "M", "L"], Key("the amount of work; default: calculated from what must be built")
    ] = ""
