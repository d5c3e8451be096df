"""The way over from today: how each row changes, in which order, and what it all takes to run."""

from __future__ import annotations

import pytest

from archadvisor.answers.reading import read
from archadvisor.api import assess, load_knowledge
from archadvisor.assessment import Assessment, Crossing, Stage

KNOWLEDGE = load_knowledge()
Line = tuple[str, str, str, str, str]
"""Id, which is the purpose too; sender, receiver, today's way, answers."""

TOLD = "wants: action, needs: nothing, outage: catch-up, by-when: minutes, final-failure: us, looks-next: others"
HARMLESS = f"{TOLD}, damage: [none-of-these], also: []"
TWICE = f"{TOLD}, damage: [twice], also: []"
RESULT = "wants: action, needs: result, stands-still: person, by-when: seconds, takes: instant, ten-minutes: cannot"
LOOK_UP = "wants: answer, stands-still: no-one, copy-age: a-day, outage: without, looks-next: others, damage: []"
COPIED = f"{LOOK_UP}, also: [peaks]"
TOGETHER = f"{RESULT}, damage: [half-done, differs]"
OPEN = "wants: action, by-when: seconds, takes: minutes, damage: []"
BETWEEN = "wants: action, takes: instant, damage: []"


def scored(*lines: Line, messaging: str = "shipped", on_call: str = "someone") -> Assessment:
    system = f"messaging: {messaging}, house-way: calls, busiest: same, on-call: {on_call}, first-use: live"
    text = f"version: 1\nsystem: {{name: Shop, answers: {{{system}}}}}\n"
    text += "parts: {Order: {owner: same-team}, Stock: {owner: same-team}, Shelf: {owner: same-team}}\n"
    text += "interactions:\n"
    for name, sender, receiver, current, answers in lines:
        text += f"- {{id: {name}, from: {sender}, to: [{receiver}], purpose: {name}, current: {current}, "
        text += f"answers: {{{answers}}}}}\n"
    return assess(KNOWLEDGE, read(text.encode(), "a.yaml", KNOWLEDGE))


# --- how a row comes over ---


def crossing(current: str, answers: str, name: str = "hand-over") -> Crossing | None:
    (row,) = scored((name, "Order", "Stock", current, answers)).interactions
    return row.crossing


def way(current: str, answers: str, name: str = "hand-over") -> str:
    """Return how a row comes over; it also says what to watch, and how to go back."""
    found = crossing(current, answers, name)
    assert found is not None
    assert found.watched.endswith(".")
    assert found.back.endswith(".")
    return found.how


@pytest.mark.parametrize("damage", ["twice", "half-done", "wrong-order", "lost, twice"])
def test_what_must_not_be_done_twice_is_switched_by_share(damage: str) -> None:
    how = way("call", f"{TOLD}, damage: [{damage}], also: []")
    assert "Canary release" in how
    assert "one way only" in how
    assert "parallel run" not in how.lower()


def test_what_cannot_be_undone_is_switched_by_share_too() -> None:
    assert "Canary release" in way("call", HARMLESS, name="send-it")


def test_what_does_no_harm_runs_both_ways_side_by_side() -> None:
    how = way("call", HARMLESS)
    assert "Parallel run" in how
    assert "Canary release" not in how


def test_what_becomes_a_call_first_drains_what_waits() -> None:
    how = way("message", RESULT)
    assert how.startswith("Stop sending")
    assert "then call" in how
    assert way("job", RESULT).startswith("Let the worker finish")


def test_nobody_sends_both_ways_before_it_is_known_what_a_repeat_does() -> None:
    assert "Canary release" in way("call", f"{TOLD}, damage: unknown, also: []")


def test_a_look_up_that_becomes_a_copy_is_compared_first() -> None:
    how = way("call", COPIED)
    assert how.index("Fill the copy") < how.index("compare") < how.index("then read from it")


def test_what_comes_into_one_place_moves_in_one_release() -> None:
    assert "one release" in way("call", TOGETHER)


def test_any_other_change_is_put_behind_a_switch() -> None:
    assert "behind a feature flag" in way("file", RESULT)


@pytest.mark.parametrize("damage", ["none-of-these", "lost", "twice", "lost, half-done"])
def test_a_file_stays_until_counts_and_sums_agree(damage: str) -> None:
    how = way("file", f"{TOLD}, damage: [{damage}], also: []")
    assert how.startswith("Parallel run: send the events and keep the file")
    assert "counts and sums agree" in how
    assert "canary" not in how.lower()


@pytest.mark.parametrize(
    ("current", "answers", "move", "state"),
    [
        ("call", RESULT, "keep", "settled"),
        ("message", HARMLESS, "keep", "settled"),
        ("planned", TWICE, "new", "settled"),
        ("message", BETWEEN.replace("takes: instant", "takes: minutes"), "keep", "open"),
        ("shared-table", BETWEEN, "change", "open"),
    ],
)
def test_nothing_comes_over_where_nothing_changes_or_it_is_still_open(
    current: str, answers: str, move: str, state: str
) -> None:
    (row,) = scored(("hand-over", "Order", "Stock", current, answers)).interactions
    assert (row.move, row.state) == (move, state)
    assert row.crossing is None


def test_every_row_that_changes_and_is_decided_has_a_way_over_and_no_other() -> None:
    for row in scored(*SHOP).interactions:
        assert (row.crossing is not None) == (row.move == "change" and not row.undecided)


# --- in which order ---


SHOP: tuple[Line, ...] = (
    ("buy", "Web", "Order", "call", RESULT),
    ("check", "Order", "Fraud", "call", OPEN),
    ("ask-back", "Fraud", "Order", "call", RESULT),
    ("tell-ship", "Order", "Ship", "call", TWICE),
    ("tell-mail", "Order", "Mail", "call", HARMLESS),
    ("tell-search", "Stock", "Search", "call", HARMLESS),
    ("pay", "Order", "Bank", "message", RESULT),
    ("maybe", "Web", "Ads", "call", BETWEEN),
)
"""`buy` and `ask-back` hang on `check`; Order and Fraud call each other; nobody waits for what is told."""


def steps(*lines: Line, messaging: str = "shipped", on_call: str = "someone") -> tuple[Stage, ...]:
    return scored(*lines, messaging=messaging, on_call=on_call).roadmap


def place(found: tuple[Stage, ...], words: str) -> int:
    """Return the place of the only step that begins with these words."""
    (step,) = [step for step in found if step.what.startswith(words)]
    return step.step


def test_a_decision_on_which_others_hang_comes_first_and_then_where_to_cut() -> None:
    found = steps(*SHOP)
    assert [step.step for step in found] == list(range(1, len(found) + 1))
    assert (found[0].kind, found[0].interactions) == ("decide", ("check",))
    assert found[1].what.startswith("Cyclic dependency: break it at row")
    assert set(found[1].interactions) == {"check", "ask-back"}
    assert (found[-1].kind, found[-1].interactions) == ("decide", ("maybe",))


def test_without_anything_that_hangs_on_it_a_decision_comes_last() -> None:
    found = steps(("tell-mail", "Order", "Mail", "call", HARMLESS), ("maybe", "Web", "Ads", "call", BETWEEN))
    assert [step.kind for step in found].index("decide") == len(found) - 1


def test_the_transport_and_an_alert_come_before_the_first_event() -> None:
    found = steps(*SHOP)
    transport, alerts = place(found, "Set up the queues or topics"), place(found, "Set two alerts")
    told = {"tell-ship", "tell-mail", "tell-search"}
    events = [step.step for step in found if "no longer wait" in step.gain]
    assert transport < alerts < min(events)
    assert set(found[transport - 1].interactions) == set(found[alerts - 1].interactions) == told
    assert len(events) == 3


def test_a_system_without_events_sets_up_no_transport_and_no_alerts_for_them() -> None:
    text = " ".join([step.what for step in steps(("buy", "Web", "Order", "call", RESULT))])
    assert "Set up" not in text
    assert "alert" not in text


@pytest.mark.parametrize(("messaging", "size"), [("shipped", "S"), ("runs-new", "S"), ("first", "L")])
def test_the_first_transport_is_large_and_a_further_queue_is_small(messaging: str, size: str) -> None:
    found = steps(*SHOP, messaging=messaging)
    (step,) = [step for step in found if step.what.startswith("Set up")]
    assert step.size == size


def test_somebody_is_named_where_nobody_is_called_at_night() -> None:
    assert place(steps(*SHOP, on_call="customers"), "Name a person on call, and set two alerts")
    assert place(steps(*SHOP, on_call="someone"), "Set two alerts for the person on call")


def test_only_what_is_built_has_a_size() -> None:
    found = steps(*SHOP, ("moved", "Stock", "Shelf", "shared-table", TOGETHER))
    assert all(step.size in ("S", "M", "L") for step in found if step.kind == "build")
    assert {"S", "M"} <= {step.size for step in found}
    unsized = [step for step in found if not step.size]
    assert {step.kind for step in unsized} >= {"keep", "decide"}
    assert all(step.kind != "build" for step in unsized)
    assert not any(step.size for step in found if step.what.startswith("Leave"))
    assert not any(step.size for step in found if step.what.endswith("once it is decided."))


def test_one_thing_to_build_is_small() -> None:
    found = steps(("look-up", "Order", "Stock", "call", COPIED))
    step = found[place(found, "Use events first for") - 1]
    assert (step.size, step.gain) == ("S", "Order no longer waits for Stock")


def test_a_gain_names_the_parts_that_are_no_longer_waited_for() -> None:
    gains = {step.interactions: step.gain for step in steps(*SHOP) if "no longer wait" in step.gain}
    assert gains == {
        ("tell-ship",): "Order no longer waits for Ship",
        ("tell-mail",): "Order no longer waits for Mail",
        ("tell-search",): "Stock no longer waits for Search",
    }


def test_what_nobody_waited_for_is_no_gain() -> None:
    found = steps(("tell-mail", "Order", "Mail", "shared-table", HARMLESS))
    assert [step.gain for step in found if "tell-mail" in step.interactions] == [""] * len(found)


def test_leaving_what_is_in_trouble_has_a_price() -> None:
    (kept,) = [step for step in steps(*SHOP) if step.what.startswith("Keep today's style")]
    assert kept.gain.startswith("known problems that stay: ")
    assert "cyclic dependency" in kept.gain
    (quiet,) = [s for s in steps(("buy", "Web", "Order", "call", RESULT)) if s.what.startswith("Keep today's style")]
    assert not quiet.gain


def test_a_second_reader_needs_only_what_the_first_did_not() -> None:
    found = steps(*SHOP)
    first = place(found, "Use events first for Order → Mail")
    then = place(found, "Then use events for the other interactions of Order: Order → Ship")
    assert first < then
    assert found[first - 1].size == "M"
    assert found[then - 1].size == "S"


# --- what it takes to run ---


FOUR: tuple[Line, ...] = (
    ("buy", "Web", "Order", "call", RESULT),
    ("tell-mail", "Order", "Mail", "call", HARMLESS),
    ("tell-mail-again", "Order", "Mail", "message", TWICE),
    ("look-up", "Web", "Stock", "call", COPIED),
)


def runs(*lines: Line) -> dict[str, tuple[int, int, int, int]]:
    found = scored(*lines).running
    return {one.name: (one.today, one.advised, one.all_request, one.all_event) for one in found}


def test_the_four_rows_take_the_forms_that_are_counted_by_hand() -> None:
    assert [row.form for row in scored(*FOUR).interactions] == ["call", "publish", "publish", "local-copy"]


def test_what_it_takes_to_run_is_counted_by_hand() -> None:
    assert runs(*FOUR) == {
        # Today three rows are calls. As advised `buy` stays one; by events it is accepted, then worked off.
        "waiting-call": (3, 1, 4, 0),
        "broker": (1, 1, 0, 1),
        # Each consumer has one queue: Mail for two rows, Web for the copy; by events Order works off what it accepted.
        "queue": (1, 2, 0, 3),
        # Mail is one consumer of two rows; Web reads what Stock tells for the copy.
        "consumer": (1, 2, 0, 2),
        # Order tells both of its events from one outbox, Stock its changes from another.
        "outbox": (0, 2, 0, 2),
        "background-worker": (0, 0, 0, 1),
        "copy": (0, 1, 0, 1),
    }


def test_a_row_where_style_is_not_the_question_counts_alike_in_all_ways() -> None:
    moved = ("moved", "Stock", "Shelf", "planned", TOGETHER)
    assert scored(moved).interactions[0].style == "neither"
    assert not runs(moved)
    assert runs(*FOUR, moved) == runs(*FOUR)


def test_a_second_sender_needs_an_outbox_of_its_own_and_no_second_broker() -> None:
    one = ("one", "Order", "Mail", "call", HARMLESS)
    two = runs(one, ("two", "Stock", "Search", "call", HARMLESS))
    assert (runs(one)["outbox"][1], two["outbox"][1]) == (1, 2)
    assert (runs(one)["broker"][1], two["broker"][1]) == (1, 1)


def test_what_is_planned_does_not_run_today() -> None:
    assert all(today == 0 for today, *_ in runs(("one", "Order", "Mail", "planned", HARMLESS)).values())


def test_what_no_way_needs_is_left_out() -> None:
    assert runs(*FOUR).keys().isdisjoint({"timed-job", "endpoint"})
    assert all(any(counts) for counts in runs(*FOUR).values())


def test_what_is_counted_adds_up_with_the_rows() -> None:
    maybe = ("maybe", "Order", "Desk", "planned", OPEN)
    assert scored(maybe).interactions[0].undecided
    found = scored(*FOUR, maybe)
    requests = [row for row in found.interactions if row.style == "request" and not row.undecided]
    assert runs(*FOUR, maybe)["waiting-call"][1] == len(requests)
    for name, (_, advised, *_) in runs(*FOUR).items():
        assert runs(*FOUR, maybe)[name][1] == advised, name
    assert any(one.open for one in found.running)
    assert not any(one.open for one in scored(*FOUR).running)
