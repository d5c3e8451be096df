"""What parts are, what an action waits for, what hangs on what is open, and which rows are one event."""

from __future__ import annotations

import json

import pytest
import yaml
from systems import KNOWLEDGE, Data, assessed, copied, tells, undecided, waits

from archadvisor.answers.reading import read
from archadvisor.api import assess, render
from archadvisor.assessment import Assessment, Event, Flow
from conftest import ROOT

GUEST = [waits("order", "Guest", "Desk"), waits("cook", "Desk", "Kitchen"), waits("shop", "Kitchen", "Market")]
GUEST += [waits("pour", "Desk", "Cellar")]

# --- roles


def role(name: str, *rows: Data, said: Data | None = None) -> tuple[str, str, str]:
    """Return the role of a part that the assessment tells, its kind, and what tells it."""
    found = assessed(*(rows or [waits("row", "Post office", name)]), parts={name: said} if said is not None else {})
    return next(((part.role, part.kind, part.told_by) for part in found.parts if part.name == name), ("", "", ""))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Stripe", ("outside", "outside", "name")),
        ("the mail server", ("outside", "outside", "name")),
        ("Shopper", ("person", "outside", "name")),
        ("Shopper list", ("", "", "")),  # a person's word counts only alone
        ("Eureka", ("registry", "infrastructure", "name")),
        ("ConfigServer", ("configuration", "infrastructure", "name")),
        ("config-server", ("configuration", "infrastructure", "name")),
        ("reconfigure", ("", "", "")),  # a part of a word is none
        ("RabbitMQ", ("broker", "infrastructure", "name")),
        ("Orders DB", ("database", "infrastructure", "name")),
        ("auth_service", ("sign-in", "infrastructure", "name")),
        ("Zipkin", ("monitoring", "infrastructure", "name")),
        ("Members spreadsheet", ("file", "infrastructure", "name")),
        ("File service", ("", "", "")),
        ("Catalogue", ("", "", "")),
    ],
)
def test_a_name_tells_what_a_part_is(name: str, expected: tuple[str, str, str]) -> None:
    assert role(name) == expected


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("Courier", {"owner": "outside"}, ("outside", "outside", "answers")),
        ("Kafka", {"owner": "outside"}, ("outside", "outside", "answers")),
        ("Courier", {"owner": "other-team"}, ("application", "application", "default")),
        ("Courier", {"owner": "unknown"}, ("application", "application", "default")),
        ("Stripe", {"owner": "same-team"}, ("application", "application", "default")),
        ("Shopper", {"owner": "other-team"}, ("application", "application", "default")),
        ("Kafka", {"owner": "same-team"}, ("broker", "infrastructure", "name")),
    ],
)
def test_whose_a_part_is_tells_more_than_its_name(name: str, said: Data, expected: tuple[str, str, str]) -> None:
    assert role(name, said=said) == expected


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("Ledger", {"role": "database"}, ("database", "infrastructure", "team")),
        ("Ledger", {"role": "person"}, ("person", "outside", "team")),
        ("Ledger", {"role": "outside"}, ("outside", "outside", "team")),
        ("Kafka", {"role": "application"}, ("application", "application", "team")),
        ("Stripe", {"role": "application", "owner": "outside"}, ("application", "application", "team")),
    ],
)
def test_what_the_team_says_wins_over_all_else(name: str, said: Data, expected: tuple[str, str, str]) -> None:
    assert role(name, said=said) == expected


def test_the_team_may_say_a_kind_of_which_there_are_several() -> None:
    _, kind, told_by = role("Ledger", said={"role": "infrastructure"})
    assert (kind, told_by) == ("infrastructure", "team")


def test_a_gateway_is_called_and_calls_on() -> None:
    called, calls = waits("called", "Web page", "Gateway"), waits("calls", "Gateway", "Bakery")
    assert role("Gateway", called, calls) == ("gateway", "infrastructure", "name")
    assert role("Gateway", called) == role("Gateway", calls) == ("", "", "")
    assert role("Gateway", called, said={"role": "gateway"}) == ("gateway", "infrastructure", "team")


def test_a_database_sends_nothing() -> None:
    called, calls = waits("called", "Bakery", "Recipe database"), waits("calls", "Recipe database", "Oven")
    assert role("Recipe database", called) == ("database", "infrastructure", "name")
    assert role("Recipe database", called, calls) == ("", "", "")


def test_parts_that_are_listed_come_first_and_plain_ones_only_if_listed() -> None:
    found = assessed(waits("a", "Bakery", "Kafka"), waits("b", "Oven", "Mill"), parts={"Mill": {"team": "Grain"}})
    assert [(part.name, part.team) for part in found.parts] == [("Mill", "Grain"), ("Kafka", "")]


# --- flows


def actions(found: Assessment) -> list[tuple[str, ...]]:
    return [flow.interactions for flow in found.flows]


def only_flow(*rows: Data, parts: Data | None = None, flow: Data | None = None) -> Flow:
    found = assessed(*rows, parts=parts, flows=[{"name": "Eat"} | flow] if flow else None)
    assert len(found.flows) == 1
    return found.flows[0]


def test_steps_may_go_on_at_once_be_optional_and_be_refused() -> None:
    last = {"step": "shop", "optional": True, "may-refuse": True}
    flow = only_flow(*GUEST, flow={"waits": "program", "steps": ["order", ["cook", "pour"], last]})
    assert [step.interactions for step in flow.steps] == [("order",), ("cook", "pour"), ("shop",)]
    assert [(step.optional, step.may_refuse) for step in flow.steps] == [(False, False), (False, False), (True, True)]
    assert (flow.name, flow.waits, flow.derived) == ("Eat", "program", False)
    assert flow.interactions == ("order", "cook", "pour", "shop")
    assert flow.today == flow.advised == ("Desk", "Kitchen", "Cellar", "Market")
    assert flow.optional == ("Market",)
    assert flow.who_waits == "a program"


def test_optional_parts_count_for_no_availability() -> None:
    parts = {name: {"figures": {"availability": "99%"}} for name in ("Guest", "Desk", "Market", "Kitchen", "Cellar")}
    parts["Market"] = {"figures": {"availability": "50%"}}
    sure = {"steps": ["order", "cook", {"step": "shop", "optional": True}, "pour"]}
    texts = [figure.text for figure in only_flow(*GUEST, parts=parts, flow=sure).figures]
    assert texts
    assert not any("50" in text for text in texts)


def test_a_row_with_too_long_timeouts_hangs_on_nothing() -> None:
    slow = [waits("order", "Guest", "Desk"), {**waits("cook", "Desk", "Kitchen"), "figures": {"time-limit": "60s"}}]
    found = assessed(*slow)
    assert "limits-exceed-patience" in [one.id for one in found.findings]
    assert [row.hangs_on for row in found.interactions] == [(), ()]


def test_nobody_is_said_to_wait_where_nobody_said_so() -> None:
    flow = only_flow(*GUEST, flow={"steps": [{"step": "order"}]})
    assert (flow.waits, flow.steps[0].optional, flow.steps[0].may_refuse) == ("", False, False)


def test_an_action_is_derived_where_none_is_listed() -> None:
    flow = only_flow(*GUEST)
    assert flow.derived
    assert flow.name == "Do it"
    assert flow.interactions == ("order", "cook", "pour", "shop")
    assert (flow.waits_today, flow.waits_advised) == (4, 4)
    listed = assessed(*GUEST, flows=[{"name": "Drink", "steps": ["pour"]}])
    assert [(flow.name, flow.derived) for flow in listed.flows] == [("Drink", False)]


def test_a_single_row_is_no_action() -> None:
    assert actions(assessed(GUEST[0])) == []
    assert actions(assessed(waits("order", "Guest", "Desk"), waits("cook", "Cook", "Kitchen"))) == []


def test_what_is_told_begins_no_action() -> None:
    assert actions(assessed(tells("order", "Guest", "Desk"), waits("cook", "Desk", "Kitchen"))) == []
    assert actions(assessed(waits("order", "Guest", "Desk"), tells("cook", "Desk", "Kitchen"))) == []


def test_a_part_that_is_called_from_two_places_begins_an_action_of_its_own() -> None:
    found = assessed(*GUEST, waits("weigh", "Market", "Scales"), waits("snack", "Bar", "Kitchen"))
    assert sorted(actions(found)) == [("order", "cook", "pour"), ("shop", "weigh")]


def test_what_a_clock_sets_off_belongs_to_no_other_action() -> None:
    found = assessed(*GUEST, waits("clean", "Desk", "Cleaner", also=["on-a-clock"]))
    assert actions(found) == [("order", "cook", "pour", "shop")]


def test_the_worst_action_comes_first() -> None:
    flows = [{"name": name, "steps": steps} for name, steps in FLOWS.items()]
    rows = [*GUEST, tells("tip", "Guest", "Jar"), tells("note", "Desk", "Jar") | {"current": "call"}]
    found = assessed(*rows, flows=flows)
    told = [(flow.name, flow.waits_advised, flow.waits_today) for flow in found.flows]
    assert told == [("Eat", 4, 4), ("Drink and note", 2, 3), ("Drink", 2, 2), ("Note", 0, 1), ("Tip", 0, 0)]


FLOWS = {"Tip": ["tip"], "Note": ["note"], "Drink": ["order", "pour"], "Drink and note": ["order", "pour", "note"]}
FLOWS |= {"Eat": ["order", "cook", "pour", "shop"]}


def test_a_part_is_waited_for_once() -> None:
    again = waits("again", "Desk", "Kitchen", "Waiter")
    flow = only_flow(*GUEST, again, flow={"steps": ["order", "cook", "again"]})
    assert flow.today == flow.advised == ("Desk", "Kitchen", "Waiter")


def test_an_outside_part_that_calls_in_later_is_no_wait() -> None:
    rows = [waits("buy", "Reader", "Bookshop"), waits("pay", "Bookshop", "Bank"), waits("paid", "Bank", "Accounts")]
    bought = {"steps": ["buy", "pay", "paid"]}
    outside = only_flow(*rows, parts={"Bank": {"owner": "outside"}}, flow=bought)
    assert outside.today == outside.advised == ("Bookshop", "Bank")
    inside = only_flow(*rows, parts={"Bank": {"owner": "same-team"}}, flow=bought)
    assert inside.today == inside.advised == ("Bookshop", "Bank", "Accounts")
    first = only_flow(*rows, parts={"Bank": {"owner": "outside"}}, flow={"steps": ["paid"]})
    assert first.today == ("Accounts",)


def test_a_client_that_calls_twice_waits_for_both() -> None:
    rows = [waits("quote", "App", "Prices"), waits("book", "App", "Trips")]
    assert only_flow(*rows, flow={"steps": ["quote", "book"]}).today == ("Prices", "Trips")


def test_what_is_processed_behind_an_accepted_is_not_waited_for() -> None:
    accepted = waits("book", "App", "Trips")
    accepted["answers"] |= {"needs": "accepted", "takes": "minutes", "stands-still": "no-one", "outage": "catch-up"}
    found = only_flow(accepted, waits("hold", "Trips", "Bank"), flow={"steps": ["book", "hold"]})
    assert found.today == ("Trips", "Bank")
    assert found.advised == ("Trips",)


# --- what hangs on what is open


def test_the_order_of_the_web_shop_hangs_on_its_risk_rating() -> None:
    path = ROOT / "examples" / "web-shop" / "answers.yaml"
    found = assess(KNOWLEDGE, read(path.read_bytes(), "answers.yaml", KNOWLEDGE))
    rows = {row.id: row for row in found.interactions}
    assert rows["order-to-fraud"].undecided
    assert rows["shop-to-order"].hangs_on == ("order-to-fraud",)
    assert rows["shop-to-order"].how_sure == "leaning"
    assert {row.id for row in found.interactions if row.hangs_on} == {"shop-to-order"}


def test_a_decided_row_is_clear_only_where_it_hangs_on_nothing_open() -> None:
    order, check = waits("order", "Shopper", "Bookshop"), undecided("check", "Bookshop", "Fraud desk")
    hanging = assessed(order, check).interactions[0]
    assert (hanging.hangs_on, hanging.state, hanging.how_sure) == (("check",), "settled", "leaning")
    elsewhere = assessed(order, undecided("check", "Library", "Fraud desk")).interactions[0]
    assert (elsewhere.hangs_on, elsewhere.state, elsewhere.how_sure) == ((), "settled", "clear")
    apart = [{"name": "Order", "steps": ["order"]}, {"name": "Check", "steps": ["check"]}]
    other = assessed(order, check, flows=apart).interactions[0]
    assert (other.hangs_on, other.how_sure) == ((), "clear")


def test_an_action_names_the_open_row_that_it_might_wait_for() -> None:
    rows = [waits("order", "Shopper", "Bookshop"), undecided("check", "Bookshop", "Fraud desk")]
    flow = only_flow(*rows, flow={"steps": ["order", "check"]})
    assert flow.hangs_on == ("check",)
    assert flow.advised == ("Bookshop",)


CHAIN = """version: 1
system: {name: Chain, answers: {hurt: [failed-together, slow-at-peak]}}
interactions:
  - {id: s1, from: S1, to: [S2], purpose: step 1, ANSWERS}
  - {id: s2, from: S2, to: [S3], purpose: step 2, ANSWERS}
  - {id: s3, from: S3, to: [S4], purpose: step 3, ANSWERS}
  - {id: s4, from: S4, to: [S5], purpose: step 4, ANSWERS}
  - {id: s5, from: S5, to: [S6], purpose: step 5, ANSWERS}
  - {id: s6, from: S6, to: [S7], purpose: step 6, ANSWERS}
  - {id: back, from: S4, to: [S1], purpose: ask again, current: call, answers: {wants: answer, stands-still: person, \
copy-age: a-minute, outage: stop, damage: [none-of-these]}}
flows: [{name: Act, steps: [s1, s2, s3, s4, s5, s6]}]
""".replace(
    "ANSWERS",
    "current: call, answers: {wants: action, needs: result, stands-still: person, by-when: seconds, takes: seconds, "
    "ten-minutes: costly, damage: [none-of-these]}",
)


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_nothing_is_left_to_decide_only_where_no_trouble_is_left(name: str) -> None:
    found = assess(KNOWLEDGE, read(CHAIN.encode(), "chain.yaml", KNOWLEDGE))
    assert not found.decisions
    assert {one.id for one in found.findings if one.advised} == {"circle-of-calls", "call-chain"}
    said = "No style is left to decide"
    assert said not in render(found, name)
    assert "Break it at row" in render(found, name)
    two = yaml.safe_load(CHAIN) | {"flows": []}
    two["interactions"] = two["interactions"][:2]
    untroubled = assess(KNOWLEDGE, read(json.dumps(two).encode(), "chain.yaml", KNOWLEDGE))
    assert not [one for one in untroubled.findings if one.advised]
    assert said in render(untroubled, name)


# --- events


def event(found: Assessment, name: str) -> Event:
    return next(one for one in found.events if one.name == name)


def told(found: Assessment) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.name, one.interactions) for one in found.events]


SOLD = tells("sold", "Gallery", "Framer", purpose="picture sold")


def test_rows_with_one_event_of_one_owner_are_one() -> None:
    pack = tells("pack", "Gallery", "Packers", "Museum", purpose="wrap it up", event="Picture sold")
    found = assessed(SOLD, pack, tells("tax", "Gallery", "Bookkeeper", purpose="that a picture was sold"))
    assert told(found) == [("picture sold", ("sold", "pack", "tax"))]
    one = found.events[0]
    assert (one.owner, one.named) == ("Gallery", True)
    assert one.consumers == ("Framer", "Packers", "Museum", "Bookkeeper")
    assert [(each.consumer, each.interaction) for each in one.handling] == [
        ("Framer", "sold"), ("Packers", "pack"), ("Museum", "pack"), ("Bookkeeper", "tax")
    ]  # fmt: skip


def test_one_name_of_two_owners_is_two_events() -> None:
    found = assessed(SOLD, tells("other", "Auction", "Packers", purpose="picture sold"))
    assert [(one.name, one.owner) for one in found.events] == [("picture sold", "Gallery"), ("picture sold", "Auction")]


@pytest.mark.parametrize(
    ("purpose", "name", "named"),
    [
        ("order placed", "order placed", True),
        ("notify that the order has been paid", "order paid", True),
        ("tell about the letter sent", "letter sent", True),
        ("place the order", "place the order", False),
        ("sold", "sold", False),  # of what?
        ("confirmation", "confirmation", False),
    ],
)
def test_a_purpose_in_the_past_tense_names_the_event(purpose: str, name: str, named: bool) -> None:
    found = assessed(tells("row", "Gallery", "Framer", purpose=purpose))
    assert [(one.name, one.named) for one in found.events] == [(name, named)]


def test_an_unnamed_purpose_joins_the_only_named_event_of_its_owner() -> None:
    unnamed = tells("books", "Gallery", "Bookkeeper", purpose="add it to the books")
    assert told(assessed(SOLD, unnamed)) == [("picture sold", ("sold", "books"))]
    assert told(assessed(unnamed, SOLD)) == [("picture sold", ("books", "sold"))]
    second = tells("paint", "Gallery", "Cleaner", purpose="wall painted")
    apart = [("picture sold", ("sold",)), ("add it to the books", ("books",)), ("wall painted", ("paint",))]
    assert told(assessed(SOLD, unnamed, second)) == apart
    elsewhere = tells("books", "Museum", "Bookkeeper", purpose="add it to the books")
    assert told(assessed(SOLD, elsewhere)) == [("picture sold", ("sold",)), ("add it to the books", ("books",))]


def test_what_is_waited_for_or_still_to_decide_is_no_event() -> None:
    called = waits("call", "Gallery", "Framer") | {"purpose": "picture sold", "event": "Picture sold"}
    assert assessed(called, undecided("open", "Gallery", "Packers", purpose="picture wrapped")).events == ()


def test_a_local_copy_follows_the_events_of_whoever_is_asked() -> None:
    look_up = copied("look-up", "Till", "Prices", purpose="what does it cost")
    found = assessed(look_up, system={"busiest": "tenfold"})
    assert (found.interactions[0].style, found.interactions[0].form) == ("event", "local-copy")
    assert [(one.owner, one.consumers) for one in found.events] == [("Prices", ("Till",))]
    assert [each.consumer for each in found.events[0].handling] == ["Till"]
    named = [
        look_up | {"event": "Price cut"},
        tells("sign", "Prices", "Signboard", purpose="price cut", event="price cut"),
    ]
    joined = assessed(*named, system={"busiest": "tenfold"})
    assert [(one.owner, one.consumers) for one in joined.events] == [("Prices", ("Till", "Signboard"))]


def test_an_event_says_what_its_strictest_row_needs() -> None:
    plain = assessed(SOLD).events[0]
    row = tells("post", "Gallery", "Packers", purpose="picture sold")
    row["answers"] |= {"damage": ["wrong-order", "twice"], "also": ["personal"]}
    strict = assessed(SOLD, row).events[0]
    assert plain.key != strict.key
    assert plain.carries != strict.carries
    assert "order" in strict.key
    handling = {each.consumer: each for each in strict.handling}
    assert handling["Framer"].on_repeat != handling["Packers"].on_repeat
    assert handling["Framer"].out_of_order != handling["Packers"].out_of_order


def test_what_the_list_of_events_chose_is_not_asked_again_and_each_message_has_an_id() -> None:
    told = tells("told", "Order", "Mail", purpose="order placed")
    told["answers"] |= {"damage": ["twice"]}
    made = assessed(told, tells("bill", "Order", "Bill", purpose="order placed"))
    assert all(event.carries for event in made.events)
    rows = {one.name: set(one.interactions) for one in made.build}
    assert "fat or thin event" not in rows
    assert "told" in rows["idempotent consumer"]
    assert rows["message ID"] == {"told", "bill"}
