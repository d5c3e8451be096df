"""The machine on its own: whatever keys are pressed, it ends, asks nothing moot, and loses nothing."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from amounts import amount
from archadvisor.answers.difference import difference, order
from archadvisor.answers.editing.door import rewrite
from archadvisor.answers.editing.text import edited, new_file
from archadvisor.answers.reading import read
from archadvisor.answers.types import Answer, Answers, Origin
from archadvisor.assess import assess
from archadvisor.errors import Place
from archadvisor.interview.guesses import guessed
from archadvisor.interview.machine import NUMBERS, Machine
from archadvisor.interview.pages import LISTS, PASSED_OVER, UNFINISHED, Kind, Page, State, Wanted, put
from archadvisor.interview.phrases import Phrases
from archadvisor.interview.screen import View
from archadvisor.interview.state import Interview, Mode
from archadvisor.knowledge import load
from archadvisor.knowledge.types import Scope

KNOWLEDGE = load()
NOTHING = Answers("Shop", MappingProxyType({}), MappingProxyType({}), (), (), Place("test"))
ROWS = "Order -> Mail: confirmation\nOrder -> Stock, Shipping: order placed\nShop -> Order: place\nA -> B: c\nB -> A: d"
FAR = 500
KEYS = [
    *"0123456789",
    *"bdehnwqarfxyzp?+-/ABCG",
    "enter",
    "escape",
    "backspace",
    "up",
    "down",
    "left",
    " ",
    "é",
    ">",
    "-",
]
USUAL = [
    *"1234",
    "1",
    "2",
    "3",
    "A",
    "B",
    "enter",
    "enter",
    "enter",
    "b",
    "d",
    "0",
    "?",
    "up",
    "down",
    "n",
    "w",
    "h",
    "e",
    "5",
    "x",
]

wanted = st.builds(
    Wanted,
    full=st.booleans(),
    quick=st.booleans(),
    roles=st.lists(st.sampled_from(KNOWLEDGE.roles), unique=True, max_size=2).map(tuple),
)
quickly = settings(
    max_examples=amount(60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def started(machine: Machine, what: Wanted, rows: str = ROWS) -> Interview:
    """Return an interview whose list of interactions is made already; without rows it begins with nothing."""
    state = machine.begin(NOTHING, what)
    return machine.begin(machine.add_rows(state, rows).answers, what) if rows else state


def after(machine: Machine, state: Interview, keys: Sequence[str]) -> Interview:
    for key in keys:
        state = machine.press(state, key)
    return state


def obliging(machine: Machine, state: Interview) -> str:
    """Return a key that a person presses who answers what is asked and goes on."""
    if state.mode is not Mode.ASK:
        return "enter"
    if state.page.kind is Kind.LIST:
        return "enter" if state.answers.interactions else "/"
    if state.page.kind is Kind.TYPICAL:
        return "enter" if state.answers.interactions else "1"
    found = machine.script.cells(state.answers, state.page, state.wanted)
    open_ = [n for n, cell in enumerate(found) if cell.state is State.OPEN]
    if not open_ or found[state.cursor].state is State.OPEN:
        return "1" if open_ else "enter"
    return "down" if open_[0] > state.cursor else "up"


def said(answers: Answers) -> dict[object, object]:
    """Return what a file says, whatever the order of its keys."""
    rows = {i.id: (i.sender, i.receivers, i.purpose, i.current, dict(i.answers)) for i in answers.interactions}
    parts = {name: dict(part.answers) for name, part in answers.parts.items() if part.answers}
    return {"system": dict(answers.system), "rows": rows, "parts": parts, "ids": [*rows]}


@quickly
@given(wanted, st.lists(st.sampled_from(USUAL), max_size=60), st.booleans())
def test_it_ends(what: Wanted, keys: list[str], listed: bool) -> None:
    machine = Machine(KNOWLEDGE)
    state = after(machine, started(machine, what, ROWS if listed else ""), keys)
    for _ in range(1000):
        if state.mode in (Mode.DONE, Mode.LEFT):
            return
        state = machine.press(state, obliging(machine, state))
    pytest.fail(f"not done after a thousand answers: {state.page}, {state.mode}")


@quickly
@given(wanted, st.lists(st.sampled_from(USUAL), max_size=80))
def test_nothing_is_asked_that_is_moot(what: Wanted, keys: list[str]) -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, what)
    for key in keys:
        before, state = state, machine.press(state, key)
        moved = (state.page, state.cursor) != (before.page, before.cursor)
        cell = machine.current(state)
        wandered = key in ("up", "down", "d") or key.isupper()
        if not moved or cell is None or wandered or state.mode is not Mode.ASK or before.ahead:
            continue
        assert machine.script.asks(state.answers, state.page, state.wanted)
        if key in "0123456789" or (key == "enter" and before.mode is Mode.ASK):
            assert cell.state not in PASSED_OVER, (state.page, cell.state)


@quickly
@given(wanted, st.lists(st.sampled_from(USUAL), max_size=80))
def test_what_is_moot_is_never_answered(what: Wanted, keys: list[str]) -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, what)
    for key in keys:
        cell = machine.current(state)
        before, state = state, machine.press(state, key)
        if cell is not None and cell.state is State.MOOT and before.mode is Mode.ASK and key in "0123456789nwd":
            assert state.answers is before.answers


@quickly
@given(wanted, st.lists(st.sampled_from(USUAL), max_size=60), st.integers(1, 4))
def test_back_and_forth_is_the_identity(what: Wanted, keys: list[str], far: int) -> None:
    machine = Machine(KNOWLEDGE)
    state = after(machine, started(machine, what), keys)
    assume(state.mode is Mode.ASK and not state.returns and state.page.kind is not Kind.TYPICAL and not state.ahead)
    there = state
    for _ in range(far):
        there = machine.press(there, "b")
    assume(there.page != state.page)
    assume(State.DRAFT not in {c.state for c in machine.script.cells(there.answers, there.page, there.wanted)})
    there = machine.press(there, "enter")
    if there.page != state.page:
        there = machine.press(there, "enter")  # something is open there: the second Enter leaves it open
    assert (there.page, there.answers) == (state.page, state.answers)
    assert there.cursor == state.cursor
    assert there.ahead == state.ahead


@quickly
@given(st.lists(st.one_of(st.sampled_from(KEYS), st.text(string.printable, min_size=1, max_size=1)), max_size=120))
@example(["-", "u"])  # the first row comes back to its place
def test_any_keys_leave_a_valid_file(keys: list[str]) -> None:
    machine = Machine(KNOWLEDGE)
    text = new_file("Shop")
    first = read(text.encode(), "answers.yaml", KNOWLEDGE)
    state = machine.add_rows(machine.begin(first, Wanted()), ROWS)
    text = edited(text, difference(KNOWLEDGE, first, state.answers))
    for key in keys:
        before, state = state, machine.press(state, key)
        edits = difference(KNOWLEDGE, before.answers, state.answers)
        text = edited(text, edits) if edits else text
    assert said(read(text.encode(), "answers.yaml", KNOWLEDGE)) == said(state.answers)


@st.composite
def cells(draw: st.DrawFn) -> tuple[Page, str, Answer]:
    """Draw one answer to one question of the system, of a part or of a row."""
    question = draw(st.sampled_from([*KNOWLEDGE.questions.values()]))
    values = [o.value for o in question.options if not o.alone]
    ticked = draw(st.sets(st.sampled_from(values), min_size=1, max_size=min(question.limit or 3, len(values))))
    answer = Answer(
        frozenset(ticked if question.ticks else sorted(ticked)[:1]), note=draw(st.sampled_from(["", "n: 1"]))
    )
    kind = {Scope.SYSTEM: Kind.SYSTEM, Scope.PART: Kind.PARTS, Scope.INTERACTION: Kind.ROWS}[question.scope]
    row = {
        Scope.SYSTEM: st.just(""),
        Scope.PART: st.sampled_from(["Order", "Mail", "A"]),
        Scope.INTERACTION: st.sampled_from(["order-to-mail", "shop-to-order", "a-to-b"]),
    }[question.scope]
    return Page(kind, question.id), draw(row), answer


@quickly
@given(st.lists(cells(), max_size=12, unique_by=lambda cell: cell[:2]), st.randoms())
def test_any_order_of_answers_gives_the_same_file(some: list[tuple[Page, str, Answer]], random: object) -> None:
    machine = Machine(KNOWLEDGE)
    shuffled = list(some)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    files = []
    for sequence in (some, shuffled):
        text = new_file("Shop")
        first = read(text.encode(), "answers.yaml", KNOWLEDGE)
        answers = machine.add_rows(machine.begin(first, Wanted()), ROWS).answers
        text = saved(text, first, answers)
        for page, row, answer in sequence:
            new = put(answers, page, row, answer)
            text, answers = saved(text, answers, new), new
        files.append(text)
    assert files[0] == files[1]


def saved(text: str, old: Answers, new: Answers) -> str:
    return edited(text, difference(KNOWLEDGE, old, new), order=order(KNOWLEDGE, new))


@quickly
@given(st.lists(st.sampled_from(USUAL), max_size=60))
def test_the_same_place_again(keys: list[str]) -> None:
    """A session that ends anywhere goes on where an answer was due."""
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted())
    for _ in keys:
        state = machine.press(state, obliging(machine, state))
    assume(state.mode is Mode.ASK and state.page.kind not in LISTS)
    cell = machine.current(state)
    assume(cell is not None and cell.state is State.OPEN)
    again = Machine(KNOWLEDGE).begin(state.answers, state.wanted)
    assert (again.page, again.cursor) == (state.page, state.cursor)


# --- drafts ----------------------------------------------------------------------------------------------------


def marked(machine: Machine, *names: str) -> Interview:
    """Return an interview in which typical interactions are marked as calls."""
    state = machine.begin(NOTHING, Wanted())
    state = replace(state, page=Page(Kind.TYPICAL))
    for name in names:
        at = [*KNOWLEDGE.archetypes].index(name)
        state = machine.press(replace(state, cursor=at), "1")
    return state


def test_guesses_of_a_page_are_confirmed_by_enter_and_recorded_as_a_block() -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(), "X -> Y: foo\nY -> Z: bar")
    kind = replace(state, page=Page(Kind.ROWS, "kind"), cursor=0)
    state = replace(after(machine, kind, "24"), page=Page(Kind.ROWS, "damage"), cursor=0)
    assert [c.state for c in machine.script.cells(state.answers, state.page, state.wanted)] == [State.DRAFT] * 2
    assert not any("damage" in i.answers for i in state.answers.interactions), "a guess is in no file"
    one = machine.press(state, "1").answers.interactions
    assert [("damage" in i.answers) for i in one] == [True, False], "the others stay guesses"
    confirmed = machine.press(state, "enter")
    assert {i.answers["damage"].origin for i in confirmed.answers.interactions} == {Origin.BLOCK}


@pytest.mark.parametrize("archetype", list(KNOWLEDGE.archetypes))
def test_the_deciding_answer_is_never_prefilled(archetype: str) -> None:
    machine = Machine(KNOWLEDGE)
    state = marked(machine, archetype)
    (cell,) = machine.script.cells(state.answers, Page(Kind.ROWS, "kind"), state.wanted)
    assert (cell.state, cell.answer) == (State.OPEN, None)
    assert cell.likely or archetype == "nothing is likely"
    asked = replace(state, page=Page(Kind.ROWS, "kind"), cursor=0)
    once = machine.press(asked, "enter")
    assert (once.page, once.answers) == (asked.page, asked.answers), "Enter skips nothing silently"
    assert "still open" in once.message
    assert machine.press(once, "enter").answers == asked.answers, "and answers nothing"


def test_a_number_over_a_guess_is_the_teams_own_answer() -> None:
    machine = Machine(KNOWLEDGE)
    state = replace(marked(machine, "payment"), page=Page(Kind.ROWS, "takes"))
    answer = machine.press(state, "1").answers.interactions[0].answers["takes"]
    assert (answer.values, answer.origin) == (frozenset({"person"}), Origin.TEAM)


def test_one_number_answers_what_is_wanted_and_what_is_needed_and_another_takes_it_back() -> None:
    machine = Machine(KNOWLEDGE)
    state = replace(started(machine, Wanted()), page=Page(Kind.ROWS, "kind"), cursor=0)

    def of_first(now: Interview) -> dict[str, frozenset[str]]:
        return {name: a.values for name, a in now.answers.interactions[0].answers.items() if not a.origin.draft}

    batch = replace(machine.press(state, "6"), cursor=0, page=state.page)
    assert of_first(batch) == {
        "wants": frozenset({"flow"}),
        "needs": frozenset({"nothing"}),
        "by-when": frozenset({"hours"}),
        "also": frozenset({"large"}),
    }
    told = machine.press(batch, "4")
    assert of_first(told) == {"wants": frozenset({"action"}), "needs": frozenset({"nothing"})}
    unknown = machine.press(replace(told, cursor=0, page=state.page), "0").answers.interactions[0].answers
    assert not unknown["needs"].known


# --- contradictions ---------------------------------------------------------------------------------------------


def contradiction(machine: Machine) -> Interview:
    """Return an interview in which one row says: nothing needed, yet it stops when the other is down."""
    state = started(machine, Wanted())
    answers = state.answers
    for name, value in (("wants", "action"), ("needs", "nothing"), ("by-when", "hours"), ("takes", "seconds")):
        answers = put(answers, Page(Kind.ROWS, name), "order-to-mail", Answer(frozenset({value})))
    state = replace(state, answers=answers, page=Page(Kind.ROWS, "outage"), told_enough=True)
    return machine.press(state, "1")


def test_a_contradiction_is_said_at_once_and_may_stand() -> None:
    machine = Machine(KNOWLEDGE)
    state = contradiction(machine)
    assert state.mode is Mode.CLASH
    state = machine.press(state, "3")
    assert state.mode is Mode.ASK
    row = state.answers.interactions[0]
    assert (*row.answers["needs"].values, *row.answers["outage"].values) == ("nothing", "stop")
    again = machine.press(replace(state, page=Page(Kind.ROWS, "outage"), cursor=0), "1")
    assert again.mode is Mode.ASK, "what was left to stand is not asked about again"


def test_the_other_answer_can_be_changed_and_one_is_back() -> None:
    machine = Machine(KNOWLEDGE)
    state = machine.press(contradiction(machine), "1")
    assert (state.mode, state.page.question, state.cursor) == (Mode.ASK, "kind", 0)
    state = machine.press(state, "2")
    assert state.page.question != "kind"
    assert state.answers.interactions[0].answers["needs"].values == {"result"}
    assert not state.ahead


def test_back_from_a_contradiction_leaves_it() -> None:
    machine = Machine(KNOWLEDGE)
    state = machine.press(machine.press(contradiction(machine), "1"), "b")
    assert (state.page.question, state.cursor, state.ahead) == ("outage", 0, ())


# --- it depends, notes, enough ------------------------------------------------------------------------------------


def test_it_depends_makes_two_rows_of_one() -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted())
    answers = put(state.answers, Page(Kind.ROWS, "wants"), "order-to-mail", Answer(frozenset({"action"})))
    state = replace(state, answers=answers, page=Page(Kind.ROWS, "needs"), cursor=0)
    state = machine.press(machine.press(state, "d"), "enter")
    first, second = state.answers.interactions[:2]
    assert (first.purpose, second.purpose, second.id) == ("confirmation", "confirmation (2)", "order-to-mail-2")
    assert second.answers["wants"].values == {"action"}
    assert machine.press(state, "1").cursor == 1


def test_it_depends_in_a_single_interaction_asks_about_both() -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(), "Order -> Mail: confirmation")
    state = machine.begin(ours(state.answers), Wanted(only=("order-to-mail",)))
    assert state.page.question == "kind"
    state = after(machine, state, ["d", "enter", "2", "4"])
    assert [dict(i.answers)["needs"].values for i in state.answers.interactions] == [{"result"}, {"nothing"}]
    assert state.wanted.only == ("order-to-mail", "order-to-mail-2")


def test_a_note_stays_with_the_answer_that_follows() -> None:
    machine = Machine(KNOWLEDGE)
    state = after(machine, started(machine, Wanted(full=True)), [])
    state = replace(state, page=Page(Kind.ROWS, "wants"), cursor=0)
    state = after(machine, state, ["n", *"why", "enter", "w", *"CTO", "enter", "2"])
    assert state.answers.interactions[0].answers["wants"] == Answer(frozenset({"action"}), note="why", who="CTO")


def told_all(machine: Machine, what: Wanted) -> Interview:
    """Return an interview at the last page about rows, with nothing about them left to find out."""
    state = machine.press(started(machine, what, "Web -> Accounts: sign in\nOrder -> Payment: pay"), "enter")
    for _ in range(60):
        if state.page.question == "hurt" or state.mode is not Mode.ASK:
            break
        state = machine.press(state, "2" if state.page.question == "kind" else obliging(machine, state))
    return state


def test_enough_is_said_where_nothing_to_come_changes_style_or_form() -> None:
    machine = Machine(KNOWLEDGE)
    state = told_all(machine, Wanted())
    assert state.page.question == "hurt"
    for key in ("1", "enter"):
        state = machine.press(state, key)
    while state.mode is Mode.ASK:
        assert machine.script.matters(state.answers, state.wanted, machine.script.pages(state.wanted)[-7:]), (
            "a question that decides nothing is asked before enough is said"
        )
        state = machine.press(state, "1")
    assert state.mode is Mode.ENOUGH
    assert machine.press(state, "f").mode is Mode.DONE
    on = machine.press(state, "enter")
    assert on.page.kind is Kind.SYSTEM
    assert machine.press(on, "1").mode is not Mode.ENOUGH, "it is said once"


@pytest.mark.parametrize("leaves", [True, False])
def test_enough_names_what_was_left_open(leaves: bool) -> None:
    machine = Machine(KNOWLEDGE)
    rows = "Shop -> Prices: look up\nShop -> Order: place\nOrder -> Mail: confirmation\nOrder -> Fraud: rate the risk"
    state = after(machine, started(machine, Wanted(), rows), "1243")
    pages = 0
    while state.mode is Mode.ASK:
        by_page = {"stands-still": ["enter", "enter"] if leaves else ["3"], "hurt": ["8", "enter"]}  # 8: none of these
        state = after(machine, state, by_page.get(state.page.question, [obliging(machine, state)]))
        pages += 1
        assert pages < FAR
    assert state.mode is Mode.ENOUGH
    told = " ".join(line.text for line in View(machine).lines(state, 80, 24))
    assert ("Enough answers: apart from 1 answer that you left open, no other answer" in told) == leaves
    assert ("Enough answers: no other answer" in told) != leaves


def test_with_full_nobody_hears_of_enough() -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(full=True), "Web -> Accounts: sign in")
    while state.mode is not Mode.DONE:
        assert state.mode is not Mode.ENOUGH
        state = machine.press(state, obliging(machine, state))


# --- what is left out ---------------------------------------------------------------------------------------------


def questions_of(machine: Machine, what: Wanted) -> list[str]:
    return [page.question for page in machine.script.pages(what) if page.question]


def test_only_what_a_role_can_answer() -> None:
    machine = Machine(KNOWLEDGE)
    for role in KNOWLEDGE.roles:
        names = questions_of(machine, Wanted(roles=(role,)))
        assert names
        for name in names:
            joined = KNOWLEDGE.joined.get(name)
            asked = joined.questions() if joined else (name,)
            assert any(role in KNOWLEDGE.questions[one].ask for one in asked)


@pytest.mark.parametrize("first", "123456")
def test_one_interaction_is_at_most_four_screens(first: str) -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(), "Order -> Mail: confirmation")
    now = machine.begin(ours(state.answers), Wanted(only=("order-to-mail",)))
    assert now.page.question == "kind"
    now = machine.press(now, first)
    asked = {"kind"}
    while now.mode is not Mode.DONE:
        if now.mode is Mode.ASK:
            asked.add(now.page.question)
        now = machine.press(now, obliging(machine, now))
    assert not {"also", "outcome-by", "whose"} & asked
    assert len(asked) <= 4, asked


@pytest.mark.parametrize("row", ["Order -> Mail: confirmation", "Bank -> SMS provider: tell", "Payment -> Hotel: pay"])
@pytest.mark.parametrize("first", "123456")
def test_one_interaction_with_ends_of_others_is_at_most_four_screens_and_six_keys(first: str, row: str) -> None:
    machine = Machine(KNOWLEDGE)
    name = started(machine, Wanted(), row).answers.interactions[0].id
    state = machine.begin(started(machine, Wanted(), row).answers, Wanted(only=(name,)))
    state = machine.press(state, first)
    screens, keys = {"kind"}, 1
    while state.mode is not Mode.DONE:
        screens |= {state.page.question} if state.mode is Mode.ASK else set()
        state = machine.press(state, obliging(machine, state))
        keys += 1
    assert "whose" in screens
    assert len(screens) <= 4, screens
    assert keys <= 6


def ours(answers: Answers) -> Answers:
    return put(answers, Page(Kind.PARTS, "owner"), "Mail", Answer(frozenset({"same-team"})))


def test_whose_a_part_is_is_asked_where_it_looks_like_somebody_elses() -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(), "Order -> SMS provider: tell the courier\nOrder -> Stock: take it out")
    known = [row.id for row in state.answers.interactions]
    outside, inside = (machine.begin(state.answers, Wanted(only=(name,))) for name in known[-2:])
    assert machine.press(inside, "4").page.question != "whose"
    asked = machine.press(outside, "4")
    assert asked.page.question == "whose"
    closed = machine.press(asked, "enter")
    assert closed.page.question != "whose"
    assert closed.answers.parts["SMS provider"].answers["can-change"].values == {"not"}


@pytest.mark.parametrize("name", ["Payment", "Payments", "Hotel"])
def test_of_a_part_that_may_well_be_somebody_elses_nobody_guesses_that_it_is_ours(name: str) -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(), f"Trip -> {name}: book\nTrip -> Stock: take it out")
    whose = after(machine, state, "22")
    assert whose.page.question == "whose"
    cells = machine.script.cells(whose.answers, whose.page, whose.wanted)
    assert [(cell.row, cell.state) for cell in cells] == [
        ("Trip", State.DRAFT),
        (name, State.OPEN),
        ("Stock", State.DRAFT),
    ]
    assert after(machine, whose, ["enter"]).page.question == "whose"  # said to be open first
    left = after(machine, whose, ["enter", "enter"])
    assert name not in left.answers.parts
    alone = machine.begin(state.answers, Wanted(only=(state.answers.interactions[0].id,)))
    assert machine.press(alone, "2").page.question == "whose"


def test_options_of_a_page_are_numbered_without_gaps_and_alike_on_all_rows() -> None:
    machine = Machine(KNOWLEDGE)
    for rows, kinds in (("A -> B: c", "2"), ("A -> B: c\nA -> C: d", "14"), (ROWS, "12345")):
        state = after(machine, started(machine, Wanted(full=True), rows), kinds)
        phrases = Phrases(machine)
        seen = 0
        for page in machine.script.pages(state.wanted)[1:]:
            by_number: dict[str, set[str]] = {}
            for at, cell in enumerate(machine.script.cells(state.answers, page, state.wanted)):
                here = replace(state, page=page, cursor=at, mode=Mode.ASK)
                if cell.state in PASSED_OVER:
                    continue
                shown = phrases.options(here)
                assert "".join(one.number for one in shown) == NUMBERS[: len(shown)]
                offered = machine.offered(here, cell)
                assert [one.number for one in shown if one.here] == [*offered]
                assert all(one.here or "not for this row" in one.label for one in shown)
                for number, value in offered.items():
                    by_number.setdefault(number, set()).add(value)
                seen += 1
            assert all(len(values) == 1 for values in by_number.values())
        assert seen


def test_in_full_only_parts_of_others_are_asked_whether_they_can_be_changed() -> None:
    machine = Machine(KNOWLEDGE)
    answers = started(machine, Wanted()).answers
    for name, value in (("Order", "same-team"), ("Mail", "outside")):
        answers = put(answers, Page(Kind.PARTS, "owner"), name, Answer(frozenset({value})))
    for full, asked in ((False, set()), (True, {"Mail"})):
        found = machine.script.cells(answers, Page(Kind.PARTS, "can-change"), Wanted(full=full))
        there = Page(Kind.PARTS, "can-change") in machine.script.pages(Wanted(full=full))
        assert {cell.row for cell in found if there and cell.state in UNFINISHED} >= asked


def test_a_ruled_row_is_not_asked_what_settles_only_the_style_but_ten_minutes_is_not_lost() -> None:
    machine = Machine(KNOWLEDGE)
    answers = started(machine, Wanted()).answers
    page = Page(Kind.ROWS, "needs")
    values = {"wants": "action", "by-when": "minutes", "takes": "instant", "outage": "catch-up", "damage": "lost"}
    for name, value in values.items():
        answers = put(answers, Page(Kind.ROWS, name), "order-to-mail", Answer(frozenset({value})))
    answers = put(answers, Page(Kind.ROWS, "also"), "order-to-mail", Answer(frozenset({"unknown-listeners"})))
    state = machine.script.cells(answers, page, Wanted())[0].state
    outlook = machine.script.cells(answers, page, Wanted(full=True))[0].state
    assert outlook is State.OPEN
    assert state in (State.OPEN, State.SETTLED)
    assert KNOWLEDGE.questions["ten-minutes"].settles != ("style",)


# --- the list -------------------------------------------------------------------------------------------------------


def test_renaming_a_part_takes_along_what_is_said_of_it() -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(), "Order -> Mail: confirmation")
    answers = put(state.answers, Page(Kind.PARTS, "owner"), "Mail", Answer(frozenset({"outside"})))
    state = replace(state, answers=answers, page=Page(Kind.LIST), cursor=0)
    state = machine.press(state, "r")
    state = machine.press(replace(state, text="Order -> Mailer: confirmation"), "enter")
    assert [*state.answers.parts] == ["Mailer"]
    assert state.answers.interactions[0].receivers == ("Mailer",)


def test_a_row_with_answers_is_not_unmarked() -> None:
    machine = Machine(KNOWLEDGE)
    state = marked(machine, "payment")
    answers = put(state.answers, Page(Kind.ROWS, "needs"), "payment", Answer(frozenset({"result"})))
    at = [*KNOWLEDGE.archetypes].index("payment")
    kept = machine.press(replace(state, answers=answers, cursor=at), "0")
    assert kept.answers is answers
    assert machine.press(replace(state, cursor=at), "0").answers.interactions == ()


def test_what_is_pasted_twice_is_there_once() -> None:
    machine = Machine(KNOWLEDGE)
    state = machine.begin(NOTHING, Wanted())
    state = machine.paste(machine.paste(state, ROWS), f"{ROWS}\nnonsense\n")
    assert len(state.answers.interactions) == 5
    assert state.message == "0 rows added; 5 already in the list; 1 not understood: 'nonsense' (line 6)"


def test_rows_that_are_pasted_anywhere_are_added_and_asked_about() -> None:
    machine = Machine(KNOWLEDGE)
    state = replace(started(machine, Wanted()), page=Page(Kind.ROWS, "kind"))
    assert [*machine.paste(state, "X -> Y: z").answers.interactions[-1].receivers] == ["Y"]


def test_a_number_without_a_row_marks_all_that_have_no_mark_and_then_one() -> None:
    machine = Machine(KNOWLEDGE)
    state = machine.paste(machine.begin(NOTHING, Wanted()), f"{ROWS}\nC -> D: e, file")
    ways = [*KNOWLEDGE.current]
    state = after(machine, state, ["1", "B", "3"])
    assert [row.current for row in state.answers.interactions][:3] == [ways[0], ways[2], ways[0]]


def test_how_a_row_works_today_is_cleared_by_0_and_a_mark_on_all_is_taken_back() -> None:
    machine = Machine(KNOWLEDGE)
    state = machine.paste(machine.begin(NOTHING, Wanted()), f"{ROWS}\nC -> D: e, file")
    state = machine.press(state, "0")
    assert "first a letter" in state.message
    marked = machine.press(state, "1")
    assert "u takes it back" in marked.message
    assert machine.press(marked, "u").answers == state.answers
    state = after(machine, marked, ["B", "0"])
    assert [row.current for row in state.answers.interactions[:3]] == ["call", "", "call"]


def test_a_page_is_chosen_from_a_list_in_one_key_and_enter_returns() -> None:
    machine = Machine(KNOWLEDGE)
    phrases = Phrases(machine)
    state = after(machine, started(machine, Wanted(), "A -> B: c\nA -> C: d"), ["2", "2", "enter"])
    here = state.page
    told = [*phrases.pages(machine.press(state, "p"))]
    assert told[0] == "  A your interactions: 2 rows"
    assert [machine.lettered(state)[line[2]] for line in told if line.startswith(">")] == [here]
    assert after(machine, state, ["p", "enter"]) == replace(state, message="")
    kinds = after(machine, state, "pB")
    assert (kinds.page.question, kinds.mode) == ("kind", Mode.ASK)
    assert after(machine, kinds, ["A", "4", "enter"]).page == here  # one row was put right
    assert after(machine, kinds, ["A", "4", "enter"]).answers.interactions[0].answers["needs"].values == {"nothing"}
    last = after(machine, kinds, ["p", told[-1][2]])
    assert last.page == machine.lettered(state)[told[-1][2]]
    assert machine.press(last, "enter").mode is not Mode.DONE  # what was passed over is asked all the same


def test_what_is_still_to_come_never_goes_up() -> None:
    machine = Machine(KNOWLEDGE)
    phrases = Phrases(machine)
    state = started(machine, Wanted())
    least = 1000
    while state.mode is Mode.ASK:
        found = re.search(r"about (\d+) question", phrases.progress(state))
        now = int(found[1]) if found else 0
        assert now <= least
        least = now
        state = machine.press(state, obliging(machine, state))


def test_a_page_that_a_later_answer_opens_again_is_asked_in_the_same_interview() -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(full=True), "Shop -> Prices: look up\nA -> B: c\nA -> C: d\nShop -> Mail: tell")
    state = after(machine, state, "1014")
    seen: list[str] = []
    while state.mode is not Mode.DONE:
        new = not seen or seen[-1] != state.page.question
        seen += [state.page.question] if new else []
        if new and state.page.question == "outage" and seen.count("outage") == 1:
            state = after(machine, state, "A3")  # it catches up: no option of the page on age and fallback says this
        else:
            state = machine.press(state, obliging(machine, state))
        assert len(seen) < FAR
    assert seen.count("facts") == 2
    assert seen.index("outage") < len(seen) - 1 - seen[::-1].index("facts")
    assert machine.begin(state.answers, Wanted(full=True), again=False).mode is Mode.DONE


def test_what_was_left_open_on_purpose_is_asked_only_the_next_time() -> None:
    machine = Machine(KNOWLEDGE)
    state = after(machine, started(machine, Wanted(), "A -> B: c\nShop -> Order: place"), ["2", "enter", "enter"])
    pages = 0
    while state.mode is not Mode.DONE:
        assert state.page.question != "kind"
        state = machine.press(state, obliging(machine, state) if state.mode is Mode.ASK else "enter")
        pages += 1
        assert pages < FAR
    assert machine.begin(state.answers, Wanted(), again=False).page.question == "kind"


# --- nothing that somebody wrote is lost -------------------------------------------------------------------

OWN = """version: 1
system: {name: Shop}
parts: {Order: {owner: outside}}
interactions:
- {id: login, archetype: login}
- {id: a, from: A, to: [B], purpose: p, figures: {rate: 40/s}, answers: {needs: {value: unknown, note: asked Ann}}}
- {id: b, from: A, to: [B], purpose: q, decision: {style: event, because: we like it}}
- {id: c, from: A, to: [C], purpose: r}
"""


def written(old: str, state: Interview) -> str:
    """Return the file after an interview, proved at the door to say what the state says."""
    before = read(old.encode(), "a", KNOWLEDGE)
    edits = difference(KNOWLEDGE, before, state.answers)
    return rewrite(KNOWLEDGE, old, edits, state.answers, "a", order(KNOWLEDGE, state.answers))


def at_row(machine: Machine, name: str) -> Interview:
    """Return the list of interactions, with the cursor on a row."""
    answers = read(OWN.encode(), "a", KNOWLEDGE)
    state = replace(machine.begin(answers, Wanted()), page=Page(Kind.LIST), mode=Mode.ASK)
    return replace(state, cursor=[row.id for row in answers.interactions].index(name))


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_row_of_which_something_was_written_is_not_taken_off_the_list(name: str) -> None:
    machine = Machine(KNOWLEDGE)
    state = machine.press(at_row(machine, name), "-")
    assert "remove it in the file" in state.message
    assert name in [row.id for row in state.answers.interactions]


def test_a_row_without_a_word_goes_and_what_was_said_of_parts_stays() -> None:
    machine = Machine(KNOWLEDGE)
    text = written(OWN, machine.press(at_row(machine, "c"), "-"))
    assert "id: c" not in text
    assert "parts: {Order: {owner: outside}}" in text


def test_a_note_beside_a_draft_is_kept_and_the_draft_stays_one() -> None:
    machine = Machine(KNOWLEDGE)
    answers = read(OWN.encode(), "a", KNOWLEDGE)
    question = next(iter(answers.interactions[0].answers))
    state = replace(machine.begin(answers, Wanted(full=True)), page=Page(Kind.ROWS, question), cursor=0, mode=Mode.ASK)
    state = after(machine, state, ["n", *"why", "enter"])
    kept = read(written(OWN, state).encode(), "a", KNOWLEDGE).interactions[0].answers[question]
    assert (kept.note, kept.origin) == ("why", Origin.ARCHETYPE)


def test_a_row_that_is_split_shows_what_the_file_drafts() -> None:
    machine = Machine(KNOWLEDGE)
    answers = read(OWN.encode(), "a", KNOWLEDGE)
    question = next(iter(answers.interactions[0].answers))
    state = replace(machine.begin(answers, Wanted(full=True)), page=Page(Kind.ROWS, question), cursor=0, mode=Mode.ASK)
    state = after(machine, state, ["d", "enter"])
    assert len(state.answers.interactions) == 5
    assert read(written(OWN, state).encode(), "a", KNOWLEDGE).interactions == state.answers.interactions


def test_the_advice_so_far_says_nothing_of_rows_that_nobody_has_answered_and_what_would_settle_the_others() -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(), "Order -> Mail: confirmation\nOrder -> Fraud: rate it")
    told = [*Phrases(machine).advice(state)]
    assert [line.endswith("not known yet") for line in told[:2]] == [True, True]
    state = after(machine, replace(state, page=Page(Kind.ROWS, "kind"), cursor=0), "40")
    told = [*Phrases(machine).advice(state)]
    assert "event" in told[0]
    assert "not known yet" not in told[0]
    assert any("would settle 1 row" in line and "Fraud" in line for line in told)


@pytest.mark.parametrize("kinds", ["1234", "2345", "4161", "0432", "2222"])
def test_the_first_breakdown_counts_what_the_advice_so_far_says(kinds: str) -> None:
    machine = Machine(KNOWLEDGE)
    phrases = Phrases(machine)
    rows = "Shop -> Prices: look up\nOrder -> Payment: authorise\nOrder -> Mail: confirmation\nOrder -> Fraud: rate it"
    state = started(machine, Wanted(), rows)
    assert state.page.question == "kind"
    assert not phrases.so_far(state, 200)
    state = after(machine, state, kinds)
    if state.page.question == "kind":
        state = after(machine, state, ["enter", "enter"])
    assert state.page.question != "kind"
    line = phrases.so_far(state, 200)
    assert line.startswith("So far, partly guessed: ")
    assessment = assess(KNOWLEDGE, guessed(KNOWLEDGE, state.answers), "")
    known = [row for row in assessment.interactions if row.how_sure != "unknown"]
    counted = {int(number) for number in re.findall(r"(\d+) (?:request|event|accept|to decide|batch|not known)", line)}
    assert sum(map(int, re.findall(r"(?:: |, )(\d+) ", line.partition(";")[0]))) == 4
    assert counted
    if len(known) == 4:
        assert ", ".join(count.text for count in assessment.system.headline) in line
    else:
        assert f"{4 - len(known)} not known yet" in line
    questions, rows_ = {one.ask_text for one in assessment.decisions}, len(assessment.decisions)
    settle = re.search(r"; (\d+) answers? would settle (\d+) rows?$", line)
    assert (settle and (int(settle[1]), int(settle[2]))) == ((len(questions), rows_) if rows_ else None)
    assert all(cell_len(phrases.so_far(state, width)) <= width for width in (200, 120, 80))


@given(st.lists(st.sampled_from([*"1234", "enter", "enter", "enter", "A", "B2", "b"]), min_size=60, max_size=120))
@settings(max_examples=amount(12), deadline=None)
def test_at_each_page_the_first_breakdown_is_what_an_assessment_counts(keys: list[str]) -> None:
    machine = Machine(KNOWLEDGE)
    state = after(machine, started(machine, Wanted(), ROWS), "12421")
    pages: set[Page] = set()
    for key in keys:
        state = after(machine, state, [*key] if len(key) == 2 else [key])
        if state.mode is not Mode.ASK or state.so_far is None or state.page in pages:
            continue
        pages.add(state.page)
        said = {row.id for row in state.answers.interactions if machine.script.kind_is_said(row)}
        assessment = assess(KNOWLEDGE, guessed(KNOWLEDGE, state.answers), "")
        found = state.so_far.found
        assert found.undecided == len(assessment.decisions)
        assert found.questions == len({one.ask_text for one in assessment.decisions})
        if len(said) == len(assessment.interactions) and all(row.state != "unknown" for row in assessment.interactions):
            assert found.counts == assessment.system.headline


@given(
    st.booleans(),
    st.lists(
        st.sampled_from([*"123450", *["enter"] * 5, *"ABC", "n!", "w!", "r!", "d!", "u", "b"]), min_size=5, max_size=60
    ),
)
@settings(max_examples=amount(40), deadline=None)
def test_what_is_remembered_of_rows_is_what_one_who_sees_the_answers_first_works_out(
    full: bool, keys: list[str]
) -> None:
    machine, what = Machine(KNOWLEDGE), Wanted(full=full)
    state = after(machine, started(machine, what), "1242")
    for key in keys:
        state = after(machine, state, [key[0], "x", "enter"] if key.endswith("!") else [key])
    new = Machine(KNOWLEDGE)
    for page in machine.script.pages(what)[1:]:
        cells = new.script.cells(state.answers, page, what)
        assert machine.script.is_finished(state.answers, page, what) == all(c.state not in UNFINISHED for c in cells)
        assert machine.script.cells(state.answers, page, what) == cells
    then, now = (one.script.so_far(state.answers, state.page, what) for one in (new, machine))
    assert now == then


def test_the_first_breakdown_is_counted_anew_at_each_page_and_not_asked_about_one_row() -> None:
    machine = Machine(KNOWLEDGE)
    state = after(machine, started(machine, Wanted(), "Order -> Mail: confirmation\nA -> B: c"), "44")
    first = state.so_far
    assert first is not None
    assert machine.press(state, "2").so_far is first
    second = after(machine, state, ["enter"])
    assert second.page != state.page
    assert second.so_far is not first
    assert after(machine, state, ["b"]).so_far is None
    only = machine.begin(state.answers, Wanted(only=(state.answers.interactions[0].id,)))
    assert only.so_far is None


def test_who_goes_back_corrects_several_rows_before_enter_leads_on() -> None:
    machine = Machine(KNOWLEDGE)
    state = after(machine, started(machine, Wanted(), ROWS), "12421")
    here = state.page
    state = after(machine, state, ["b", "A", "2"])
    assert state.page.question == "kind"
    state = after(machine, state, ["B", "1"])
    assert state.page.question == "kind"
    kinds = [one.answers["needs"].values for one in state.answers.interactions[:1]]
    assert kinds == [{"result"}]
    assert state.answers.interactions[1].answers["wants"].values == {"answer"}
    assert after(machine, state, ["enter"]).page == here


@pytest.mark.parametrize(("height", "count"), [(24, 14), (24, 4), (20, 30), (40, 30)])
def test_a_page_tells_how_many_rows_it_does_not_show(height: int, count: int) -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(), "\n".join(f"Part {n} -> Other {n}: purpose {n}" for n in range(count)))
    lines = [line.text for line in View(machine).lines(state, 80, height)]
    seen = sum("purpose" in line for line in lines)
    told = [int(line.split()[1]) for line in lines if re.fullmatch(r" +… \d+ more", line)]
    assert sum(told) == count - seen
    assert bool(told) == (seen < count)


NAMED_KEYS = {
    **dict.fromkeys(["up", "down"], "arrows"),
    **{key: key.replace("-", " ") for key in ("page-up", "page-down", "home", "end", "left")},
    **dict.fromkeys("ABC", "letter"),
    **dict.fromkeys("123456789xyz", "number"),
    "enter": "Enter",
}


def named(machine: Machine, state: Interview) -> str:
    """Return the keys that the help of a state names, as it stands on the screen."""
    help_ = replace(state, mode=Mode.KEYS, message="")
    lines = [line.text for line in View(machine).lines(help_, 160, 60)][2:]
    return " | ".join(lines)


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        *(("", what) for what in (Wanted(), Wanted(full=True))),
        *((rows, what) for rows in ("A -> B: c", ROWS) for what in (Wanted(), Wanted(full=True))),
        ("A -> B: c", Wanted(only=("a-to-b",))),
    ],
)
@pytest.mark.parametrize("changed", [False, True])
def test_the_help_names_every_key_that_does_something_on_its_page(rows: str, what: Wanted, changed: bool) -> None:
    machine = Machine(KNOWLEDGE)
    answers = machine.add_rows(machine.begin(NOTHING, Wanted()), rows).answers if rows else NOTHING
    begun = replace(machine.begin(answers, what), mode=Mode.ASK, undo=(NOTHING, what) if changed else None, message="")
    pages = [page for page in machine.script.pages(what) if machine.script.asks(answers, page, what)]
    for page in [*pages, *([] if what.only else [Page(Kind.TYPICAL)])]:
        first = replace(begun, page=page, cursor=0)
        state = replace(first, cursor=min(1, max(0, machine.length(first) - 1)))
        told = named(machine, state)
        for key in dict.fromkeys([*KEYS, *NAMED_KEYS, *string.ascii_letters, *string.digits]):
            then = machine.press(state, key)
            if (then.mode, then.page, then.cursor, then.answers) != (state.mode, page, state.cursor, state.answers):
                words = NAMED_KEYS.get(key, "letter" if key in string.ascii_uppercase else key)
                assert re.search(rf"(?:^|[ |,]){re.escape(words)}(?:$|[ ,|:])", told), (page, key, told)
