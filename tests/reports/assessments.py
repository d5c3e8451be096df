"""Assessments made by hand: the web shop, and what differs from it in one respect each.

Nothing here comes from the rules: a report has to show whatever an assessment says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from msgspec import convert, to_builtins
from msgspec.structs import replace

from archadvisor.assessment import (
    Advice,
    AnswerCount,
    Asked,
    Assessment,
    Build,
    Cited,
    Constraint,
    Contradiction,
    Cost,
    Count,
    Decision,
    Event,
    Evidence,
    Figure,
    Finding,
    Flow,
    FlowStep,
    Handling,
    KnownAnswer,
    KnownPart,
    Method,
    Mix,
    Moves,
    Range,
    Row,
    Running,
    Set,
    Source,
    Stage,
    States,
    Step,
    StyleName,
    System,
    TippingPoint,
    Unknown,
    Way,
    When,
)

STAGES: tuple[Literal["keep", "build", "decide", "later"], ...] = ("keep", "build", "decide", "later")
METHOD = Method((Step("slight", 0.2), Step("clear", 0.5), Step("decisive", 2.0)), 1.0, 0.95, 0.5, 0.8)
QUESTIONS = (
    Asked("peak", "system", "busiest hour", "How busy is your busiest hour?"),
    Asked("night", "system", "at night", "Who notices at night?"),
    Asked("whose", "part", "whose it is", "Whose is this part?"),
    Asked("first", "interaction", "needs first", "What must the other have said?"),
    Asked("later", "interaction", "ten minutes later", "What if it came ten minutes later?"),
    Asked("broken", "interaction", "real damage if", "What would cost money or trust?"),
)


def line(theme: str, weight: float, because: str, counted: bool = True, origin: str = "team") -> Evidence:
    """Return a line of a sum: a weight above 0 speaks for event."""
    when = (When("first", "result", "interaction", origin),)
    side: StyleName = "event" if weight > 0 else "request"
    return Evidence(f"{theme}-rule", theme, when, side, abs(weight), counted, because, ("a-claim",))


def row(number: int, sender: str, receivers: Sequence[str], purpose: str, **changes: Any) -> Row:
    """Return a settled request, or what `changes` make of it."""
    plain = Row(
        id=f"row-{number}",
        sender=sender,
        receivers=tuple(receivers),
        purpose=purpose,
        current="call",
        style="request",
        form="call",
        front=None,
        state="settled",
        move="keep",
        assumed=False,
        confidence=0.93,
        too_close=False,
        score=-2.3,
        range=Range(-2.3, -2.3),
        decided_by="evidence",
        constraints=(),
        evidence=(
            line("volume", 0.2, "the busiest hour is tenfold"),
            line("latency", -0.5, f"somebody waits for {sender}", counted=False),
            line("latency", -2.0, f"{sender} cannot go on without the answer"),
            line("consistency", -0.5, "ten minutes later would cost customers", origin="archetype"),
        ),
        patterns=(
            Advice("call", "form", "it can come back at once", (), ("let it refuse",), "call", "as slow as the other"),
            Advice(
                "limit",
                "safeguard",
                f"{sender} must not hang",
                (),
                ("let it hang",),
                "time limit",
                "a few are given up",
            ),
        ),
        tipping_points=(TippingPoint((Set("interaction", "first", "nothing"),), "event", "needs first: nothing"),),
        would_change=(TippingPoint((Set("interaction", "first", "nothing"),), "event", "needs first: nothing"),),
        against=f"While it is slow, {sender} is slow.",
        number=number,
        form_name="call",
        how_sure="clear",
        because=f"{sender} cannot go on without the answer",
        given=(
            KnownAnswer("first", ("result",), ("the result",), "team"),
            KnownAnswer("broken", ("twice", "lost"), ("done twice", "lost"), "archetype", note="ask again in May"),
        ),
        unknown=(),
    )
    made = replace(plain, **changes)
    return replace(made, now={"shared-table": "table"}.get(made.current or "", made.current or ""))


EVENT: dict[str, Any] = {
    "style": "event",
    "form": "publish",
    "form_name": "publish",
    "move": "change",
    "confidence": 0.85,
    "score": 1.7,
    "range": Range(1.5, 2.0),
    "evidence": (
        line("latency", 2.0, "nothing is needed back"),
        line("expertise", -0.3, "nothing carries messages here"),
    ),
    "because": "nothing is needed back",
    "against": "Nothing runs here yet that carries events.",
}
OPEN: dict[str, Any] = {
    **EVENT,
    "form": "accept",
    "form_name": "accept, then work off",
    "front": "request",
    "state": "open",
    "move": "new",
    "current": "planned",
    "how_sure": "open",
    "confidence": 0.62,
    "score": 0.5,
    "range": Range(-1.5, 2.0),
    "unknown": ("first",),
    "given": (KnownAnswer("broken", ("lost",), ("lost",), "team"),),
}
TOGETHER: dict[str, Any] = {
    "style": "neither",
    "form": "together",
    "form_name": "keep together",
    "current": "shared-table",
    "score": 0.0,
    "range": Range(0.0, 0.0),
    "evidence": (),
    "decided_by": "gate",
    "constraints": (Constraint("gate", "only one transaction gives both", ()),),
}


def decision(about: Row, **changes: Any) -> Decision:
    """Return the open question about a row, with a way for either answer."""
    plain = Decision(
        interaction=about.id,
        state=about.state,
        because=about.because,
        question="first",
        ask_text="What must the other have said?",
        note="",
        ask=("business", "operations"),
        who="",
        draft="",
        ways=(
            Way(
                ("the result",),
                ("result",),
                "request",
                "call",
                "call",
                "one waits",
                "one outcome",
                "hours",
                ("a reason",),
            ),
            Way(
                ("nothing",),
                ("nothing",),
                "event",
                "queue",
                "queue",
                "nobody waits",
                "an even pace",
                "a state more",
                (),
            ),
        ),
        way_out="",
        others=(),
    )
    return replace(plain, **changes)


def build(name: str, where: str, served: Sequence[Row], *checks: str) -> Build:
    """Return a thing to build at one place."""
    return Build(
        parts=(where,),
        where=where,
        pattern=name,
        name=name,
        build=f"what {name} needs",
        because="it would be lost",
        checks=checks,
        interactions=_ids(served),
        claims=(),
    )


def assessment(name: str, rows: Iterable[Row], **changes: Any) -> Assessment:
    """Return the assessment of a system whose counts follow from its rows."""
    rows = tuple(rows)
    undecided = [r for r in rows if r.state in ("open", "close")]
    decided = [r for r in rows if r not in undecided]
    styles = [r.style for r in decided]
    counts = [
        Count("request", styles.count("request"), f"{styles.count('request')} requests"),
        Count("event", styles.count("event"), f"{styles.count('event')} events"),
        Count("decide", len(undecided), f"{len(undecided)} to decide"),
        Count("neither", styles.count("neither"), f"{styles.count('neither')} to keep together"),
    ]
    mixed = {"request", "event"} <= set(styles)
    plain = Assessment(
        schema=1,
        version="0.1.0",
        rules_version="1",
        system=System(
            name=name,
            verdict="hybrid" if mixed else styles[0] if styles else "neither",
            confidence=0.87,
            summary="Shop calls, Order tells.",
            mix=Mix(1, 2, 3, 4),
            states=States(1, 2, 3, 4),
            answers=AnswerCount(52, 41, 9, 2),
            moves=Moves(4, 3, 1),
            headline=tuple(count for count in counts if count.count),
            assumed=False,
            worth_most="Buy now waits for 4 parts today, for 1 with this advice",
            draft_decides=0,
            given=(KnownAnswer("peak", ("tenfold",), ("tenfold",), "team", note="on sale days"),),
        ),
        interactions=rows,
        costs=(
            Cost(
                "a-claim",
                "nobody runs one yet",
                ("start with a managed one",),
                tuple(r.id for r in rows),
                "c",
                "A broker",
                ("b-claim",),
            ),
        ),
        roadmap=tuple(
            Stage(number, f"Step {r.number}", "That is why.", (r.id,), kind, "M", "ends a wait")
            for number, (r, kind) in enumerate(zip(rows, STAGES, strict=False), start=1)
        ),
        unknowns=(
            Unknown(None, "night", "operations", False, (), "Who notices?", "", ("operations",), None, ()),
            *(
                Unknown(r.id, q, "business", True, (), "What?", "Head of sales", (), None, (r.id,))
                for r in rows
                for q in r.unknown
            ),
        ),
        disputes=(),
        decisions=tuple(decision(r) for r in undecided),
        build=(
            build("outbox", "Order", rows, "kill it: it comes", "a second check"),
            build("inbox", "Mail", rows[:1]),
            build("versions", "Order", rows[:2], "read an old one"),
        ),
        flows=(
            Flow(
                *("Buy now", _ids(rows[1:3]), 4, 1),
                steps=tuple([FlowStep((r.id,)) for r in rows[1:3]]),
                today=("Order", "Payment", "Stock", "Mail"),
                advised=("Order",),
                hangs_on=_ids(undecided[:1]),
                figures=(Figure("flow-up", "Two parts have to be up at once."),),
            ),
            Flow("Look it up", _ids(rows[:1]), 1, 1, derived=True, today=("Catalogue",), advised=("Catalogue",)),
        ),
        findings=(
            finding("circle-of-calls", "Order and Stock wait for each other.", rows[:2], "stays"),
            finding("two-ways-home", "It comes back twice.", rows[:1], "brought in"),
            finding("calls-without-limit", "No call has a limit.", rows, "removed"),
        ),
        events=(
            Event(
                *("order placed", "Order", "the order's id", "the facts", ("Mail", "Stock"), _ids(rows[:2]), True),
                (Handling("Mail", rows[0].id, "does it once", "drops it", "its own team"),) if rows else (),
            ),
        ),
        running=(Running("broker", "message brokers", 0, 1, 0, 1),),
        parts=(
            KnownPart(
                "Payment", (KnownAnswer("whose", ("outside",), ("outside",), "team"),), "outside", "outside", "answers"
            ),
        ),
        questions=QUESTIONS,
        sources=(
            Source("s1", "Saga", "https://example.org/saga?a=1&b=2", (Cited("a-claim", "Undoing is work."),)),
            Source("s2", "The basics", "", (Cited("b-claim", "A part waits."),)),
        ),
        method=METHOD,
        date=None,
    )
    return replace(plain, **changes)


def finding(
    name: str, title: str, rows: Sequence[Row], change: Literal["removed", "stays", "smaller", "brought in"]
) -> Finding:
    """Return trouble between rows."""
    return Finding(
        id=name,
        kind="circle",
        title=title,
        interactions=_ids(rows),
        parts=("Order", "Stock"),
        today=change != "brought in",
        advised=change != "removed",
        because="Each waits for the other.",
        ways_out=("Cut it here.", "Or there."),
        checks=("Stop one of them.",),
        claims=("a-claim",),
        name="Cyclic dependency",
        price="A larger message.",
        change=change,
        also_known_as=("circular dependency",),
    )


def _ids(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(r.id for r in rows)


def shop() -> Assessment:
    """Return the web shop: three requests, three events, one open, one to keep together."""
    return assessment(
        "Web shop",
        (
            row(1, "Shop", ["Catalogue"], "show a product"),
            row(2, "Shop", ["Order"], "place the order"),
            row(3, "Order", ["Payment"], "authorise the card"),
            row(4, "Order", ["Stock", "Shipping"], "order placed", **EVENT),
            row(5, "Order", ["Mail"], "confirmation", **EVENT),
            row(6, "Order", ["Analytics"], "figures", **EVENT | {"how_sure": "leaning", "current": "file"}),
            row(7, "Order", ["Fraud"], "rate the risk", **OPEN),
            row(8, "Order", ["Invoice"], "book the order", **TOGETHER),
        ),
    )


def requests_only() -> Assessment:
    """Return a system all by request, with nothing to decide."""
    return assessment("Small office", (row(n, "Screen", [f"Part {n}"], f"look up {n}") for n in range(1, 5)))


def events_only() -> Assessment:
    """Return a system all by event."""
    return assessment(
        "Greenhouse", (row(n, f"Sensor {n}", ["Store", "Alarm"], "reading", **EVENT) for n in range(1, 4))
    )


def one() -> Assessment:
    """Return a system of one interaction."""
    return replace(assessment("One", (row(1, "A", ["B"], "ask"),)), flows=(), parts=(), costs=(), build=())


def nothing() -> Assessment:
    """Return a system about which nothing is known yet."""
    bare = assessment("Blank", ())
    system = replace(bare.system, summary="", worth_most="", given=(), headline=())
    empty = ("costs", "roadmap", "unknowns", "build", "flows", "parts", "sources", "findings", "events", "running")
    return replace(bare, system=system, **dict.fromkeys(empty, ()))


def undecided() -> Assessment:
    """Return a system with an open, a close, a given and a disputed row, and a draft that decides."""
    open_ = row(1, "Shop", ["Fraud"], "rate the risk", **OPEN)
    close = row(
        2,
        "Shop",
        ["Search"],
        "index",
        **EVENT | {"state": "close", "how_sure": "close", "score": 0.3, "too_close": True},
    )
    fixed = (Constraint("fixed", "Bank cannot be changed", ()),)
    given = row(3, "Shop", ["Bank"], "pay out", state="given", how_sure="given", decided_by="given", constraints=fixed)
    draft = row(4, "Shop", ["Mail"], "confirm", **EVENT | {"state": "open", "how_sure": "open"})
    made = assessment("Undecided", (open_, close, given, draft))
    return replace(
        made,
        decisions=(
            decision(open_, note="may a buyer leave before the check is done?", who="Head of sales"),
            decision(
                close,
                question="",
                ask_text="What weighs more here?",
                way_out="Split it in two.",
                others=("Who waits?",),
            ),
            decision(draft, draft="nothing, once it is on its way", ways=_many_ways()),
        ),
        disputes=(Contradiction("row-1", ("first", "later"), "nothing is needed, but it cannot go on without", "d"),),
        system=replace(made.system, draft_decides=1, draft_rows=(9,)),
    )


def _many_ways() -> tuple[Way, ...]:
    styles: tuple[Any, ...] = ("request", "event", "neither", "request", "event")
    return tuple(Way((), (f"answer {n}",), s, "f", f"form {n}", "m", "g", "p", ()) for n, s in enumerate(styles))


def assumed() -> Assessment:
    """Return kinds of interaction that were assumed from the five themes."""
    rows = [row(n, "Front", [f"Back {n}"], "typical", assumed=True, current=None, move=None) for n in (1, 2, 3)]
    made = assessment("Not yet yours", rows)
    return replace(made, system=replace(made.system, assumed=True))


def many(number: int) -> Assessment:
    """Return a large system with rows as full as real ones: of twenty one is open, one changes."""
    changes: list[dict[str, Any]] = [{} for _ in range(18)] + [EVENT, OPEN]
    rows = (
        row(n, f"Part {n % 97}", [f"Part {n % 89 + 100}"], f"purpose {n}", **changes[n % 20])
        for n in range(1, number + 1)
    )
    return assessment("Large", (replace(r, evidence=r.evidence * 3, patterns=r.patterns * 3) for r in rows))


_KEPT = {
    *("id", "interaction", "interactions", "question", "questions", "style", "state", "kind", "verdict", "how_sure"),
    *("front", "move", "favours", "scope", "role", "decided_by", "schema", "turns", "unknown", "claim", "claims"),
    *("size", "change", "told_by", "hangs_on", "topic", "about"),
}


def rewritten(made: Assessment, change: Callable[[str], str]) -> Assessment:
    """Return an assessment with every text changed that may come from a file of strangers."""

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: each if key in _KEPT and _plain(each) else walk(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [walk(each) for each in value]
        return change(value) if isinstance(value, str) else value

    return convert(walk(to_builtins(made)), Assessment)


def _plain(value: Any) -> bool:
    return not any(isinstance(each, dict) for each in (value if isinstance(value, list | tuple) else [value]))
