"""The machine on its own: whatever keys are pressed, it ends, asks nothing moot, and loses nothing."""

from __future__ import annotations

import string
from collections.abc import Sequence
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from amounts import amount
from archadvisor.answers.difference import difference, order
from archadvisor.answers.editing.door import rewrite
from archadvisor.answers.editing.text import edited, new_file
from archadvisor.answers.reading import read
from archadvisor.answers.types import Answer, Answers, Origin
from archadvisor.errors import Place
from archadvisor.interview.machine import Machine
from archadvisor.interview.script import PASSED_OVER, UNFINISHED, Kind, Page, State, Wanted, put
from archadvisor.interview.state import Interview, Mode
from archadvisor.knowledge import load
from archadvisor.knowledge.types import Scope

KNOWLEDGE = load()
NOTHING = Answers("Shop", MappingProxyType({}), MappingProxyType({}), (), (), Place("test"))
ROWS = "Order -> Mail: confirmation\nOrder -> Stock, Shipping: order placed\nShop -> Order: place\nA -> B: c\nB -> A: d"
KEYS = [*"0123456789", *"bcdehnwqar?x", "enter", "escape", "backspace", "up", "down", "left", " ", "é", ">", "-"]
USUAL = [
    *"1234",
    "1",
    "2",
    "3",
    "enter",
    "enter",
    "enter",
    "b",
    "c",
    "d",
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
quickly = settings(max_examples=amount(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])


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
    if state.page.kind is Kind.HAPPENS:
        return "enter" if state.answers.interactions else "1"
    cell = machine.current(state)
    if cell is None or cell.state not in UNFINISHED:
        open_ = machine.script.unfinished(state.answers, state.page, state.wanted)
        return "down" if open_ and state.cursor < machine.length(state) - 1 else "enter"
    return "1" if cell.state is State.OPEN else "c"


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
        if not moved or cell is None or key in ("up", "down", "d") or state.mode is not Mode.ASK or before.ahead:
            continue
        assert machine.script.asks(state.answers, state.page, state.wanted)
        if key in "123456789?" or (key == "enter" and before.mode is Mode.ASK):
            assert cell.state not in PASSED_OVER, (state.page, cell.state)


@quickly
@given(wanted, st.lists(st.sampled_from(USUAL), max_size=80))
def test_what_is_moot_is_never_answered(what: Wanted, keys: list[str]) -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, what)
    for key in keys:
        cell = machine.current(state)
        before, state = state, machine.press(state, key)
        if cell is not None and cell.state is State.MOOT and before.mode is Mode.ASK and key in "123456789?nwd":
            assert state.answers is before.answers


@quickly
@given(wanted, st.lists(st.sampled_from(USUAL), max_size=60), st.integers(1, 4))
def test_back_and_forth_is_the_identity(what: Wanted, keys: list[str], far: int) -> None:
    machine = Machine(KNOWLEDGE)
    state = after(machine, started(machine, what), keys)
    assume(state.mode is Mode.ASK and not state.returns)
    there, steps = state, 0
    for _ in range(far):
        back = machine.press(there, "b")
        if back.page == there.page:
            break
        there, steps = back, steps + 1
    for _ in range(steps):
        there = machine.press(there, "enter")
    assert (there.page, there.answers) == (state.page, state.answers)
    assert there.cursor == state.cursor
    assert there.ahead == state.ahead


@quickly
@given(st.lists(st.one_of(st.sampled_from(KEYS), st.text(string.printable, min_size=1, max_size=1)), max_size=120))
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
    assume(state.mode is Mode.ASK and state.page.kind is not Kind.ENDS)
    cell = machine.current(state)
    assume(cell is not None and cell.state is State.OPEN)
    again = Machine(KNOWLEDGE).begin(state.answers, state.wanted)
    assert (again.page, again.cursor) == (state.page, state.cursor)


# --- drafts ----------------------------------------------------------------------------------------------------


def marked(machine: Machine, *names: str) -> Interview:
    """Return an interview in which typical interactions are marked as calls."""
    state = machine.begin(NOTHING, Wanted())
    state = replace(state, page=Page(Kind.HAPPENS))
    for name in names:
        at = [*KNOWLEDGE.archetypes].index(name)
        state = machine.press(replace(state, cursor=at), "1")
    return state


def test_drafts_are_confirmed_by_a_key_and_recorded_as_a_block() -> None:
    machine = Machine(KNOWLEDGE)
    state = replace(marked(machine, "payment", "login"), page=Page(Kind.ROWS, "wants"))
    assert [c.state for c in machine.script.cells(state.answers, state.page, state.wanted)] == [State.DRAFT] * 2
    after_ = machine.press(state, "c")
    assert {i.answers["wants"].origin for i in after_.answers.interactions} == {Origin.BLOCK}
    assert "guesses confirmed: 2" in after_.message


@pytest.mark.parametrize("archetype", list(KNOWLEDGE.archetypes))
def test_needs_and_who_stands_still_are_never_prefilled(archetype: str) -> None:
    machine = Machine(KNOWLEDGE)
    state = marked(machine, archetype)
    for question in ("needs", "stands-still"):
        for cell in machine.script.cells(state.answers, Page(Kind.ROWS, question), state.wanted):
            assert cell.state in (State.OPEN, State.MOOT)
            assert cell.answer is None


def test_a_number_over_a_draft_is_the_teams_own_answer() -> None:
    machine = Machine(KNOWLEDGE)
    state = replace(marked(machine, "payment"), page=Page(Kind.ROWS, "wants"))
    answer = machine.press(state, "1").answers.interactions[0].answers["wants"]
    assert (answer.values, answer.origin) == (frozenset({"answer"}), Origin.TEAM)


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
    assert (state.mode, state.page.question, state.cursor) == (Mode.ASK, "needs", 0)
    state = machine.press(state, "1")
    assert state.page.question == "outage"
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
    state = after(machine, state, ["2", "d", "enter", "1", "3"])
    assert [dict(i.answers)["needs"].values for i in state.answers.interactions] == [{"result"}, {"nothing"}]
    assert state.wanted.only == ("order-to-mail", "order-to-mail-2")


def test_a_note_stays_with_the_answer_that_follows() -> None:
    machine = Machine(KNOWLEDGE)
    state = after(machine, started(machine, Wanted(full=True)), [])
    state = replace(state, page=Page(Kind.ROWS, "wants"), cursor=0)
    state = after(machine, state, ["n", *"why", "enter", "w", *"CTO", "enter", "2"])
    assert state.answers.interactions[0].answers["wants"] == Answer(frozenset({"action"}), note="why", who="CTO")


def nearly_done(machine: Machine, what: Wanted) -> Interview:
    """Return an interview in which of two calls only is open when somebody would complain."""
    state = started(machine, what, "Web -> Accounts: sign in\nOrder -> Payment: pay")
    values = {
        "wants": "action",
        "needs": "result",
        "stands-still": "person",
        "takes": "instant",
        "ten-minutes": "cannot",
        "damage": "none-of-these",
        "also": "personal",
    }
    answers = state.answers
    for name, value in values.items():
        for row in answers.interactions:
            answers = put(answers, Page(Kind.ROWS, name), row.id, Answer(frozenset({value})))
    return replace(state, answers=answers, page=Page(Kind.ROWS, "by-when"), cursor=0)


def test_enough_is_said_where_nothing_to_come_changes_style_or_form() -> None:
    machine = Machine(KNOWLEDGE)
    state = machine.press(nearly_done(machine, Wanted()), "2")
    assert state.mode is Mode.ENOUGH
    assert machine.press(state, "q").mode is Mode.DONE
    on = machine.press(state, "enter")
    assert (on.mode, on.page.question, on.cursor) == (Mode.ASK, "by-when", 1)
    assert machine.press(on, "2").mode is Mode.ASK, "it is said once"


def test_with_full_nobody_hears_of_enough() -> None:
    machine = Machine(KNOWLEDGE)
    assert machine.press(nearly_done(machine, Wanted(full=True)), "2").mode is Mode.ASK


# --- what is left out ---------------------------------------------------------------------------------------------


def questions_of(machine: Machine, what: Wanted) -> list[str]:
    return [page.question for page in machine.script.pages(what) if page.question]


def test_only_what_a_role_can_answer() -> None:
    machine = Machine(KNOWLEDGE)
    for role in KNOWLEDGE.roles:
        names = questions_of(machine, Wanted(roles=(role,)))
        assert names
        assert all(role in KNOWLEDGE.questions[name].ask for name in names)


def test_one_interaction_is_at_most_seven_questions() -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(), "Order -> Mail: confirmation")
    most = 0
    for first in "123":
        for second in "123":
            now = machine.begin(ours(state.answers), Wanted(only=("order-to-mail",)))
            asked = []
            for key in (first, second):
                asked.append(now.page.question)
                now = machine.press(now, key)
            while now.mode is not Mode.DONE:
                if now.mode is Mode.ASK and now.page.question not in asked:
                    asked.append(now.page.question)
                now = machine.press(now, obliging(machine, now))
            most = max(most, len(asked))
            assert not {"also", "outcome-by", "owner"} & {*asked}
    assert most <= 7


def ours(answers: Answers) -> Answers:
    return put(answers, Page(Kind.PARTS, "owner"), "Mail", Answer(frozenset({"same-team"})))


def test_whose_a_part_is_is_asked_where_it_looks_like_somebody_elses() -> None:
    """One key, and one more where it is outside; of an end that sounds like one's own, none."""
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted(), "Order -> SMS provider: tell the courier\nOrder -> Stock: take it out")
    known = [row.id for row in state.answers.interactions]
    outside, inside = (machine.begin(state.answers, Wanted(only=(name,))) for name in known[-2:])
    assert inside.page.question == "wants"
    assert outside.page.question == "owner"
    assert machine.press(outside, "1").page.question == "wants"
    assert machine.press(outside, "3").page.question == "can-change"
    closed = machine.press(machine.press(outside, "3"), "3")
    assert closed.page.question == "wants"
    assert closed.answers.parts["SMS provider"].answers["can-change"].values == {"not"}


def test_parts_of_the_own_team_are_not_asked_whether_they_can_be_changed() -> None:
    machine = Machine(KNOWLEDGE)
    answers = started(machine, Wanted()).answers
    for name, value in (("Order", "same-team"), ("Mail", "outside")):
        answers = put(answers, Page(Kind.PARTS, "owner"), name, Answer(frozenset({value})))
    for full, asked in ((False, {"Mail"}), (True, {"Order", "Mail", "Stock", "Shipping", "Shop", "A", "B"})):
        found = machine.script.cells(answers, Page(Kind.PARTS, "can-change"), Wanted(full=full))
        assert {cell.row for cell in found if cell.state is State.OPEN} == asked


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
    state = replace(state, answers=answers, page=Page(Kind.ENDS), cursor=0)
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
    state = replace(machine.begin(NOTHING, Wanted()), page=Page(Kind.HAPPENS))
    state = machine.paste(machine.paste(state, ROWS), f"{ROWS}\nnonsense\n")
    assert len(state.answers.interactions) == 5
    assert state.message == "0 rows added; 5 already in the list; 1 not understood: 'nonsense' (line 6)"


def test_rows_are_not_pasted_into_a_question() -> None:
    machine = Machine(KNOWLEDGE)
    state = started(machine, Wanted())
    assert machine.paste(state, "X -> Y: z").answers is state.answers


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
    """Return the list of what happens, with the cursor on a row."""
    answers = read(OWN.encode(), "a", KNOWLEDGE)
    state = replace(machine.begin(answers, Wanted()), page=Page(Kind.HAPPENS), mode=Mode.ASK)
    return replace(state, cursor=[entry.id for entry in machine.listed(state)].index(name))


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_row_of_which_something_was_written_is_not_taken_off_the_list(name: str) -> None:
    machine = Machine(KNOWLEDGE)
    state = machine.press(at_row(machine, name), "0")
    assert "remove it in the file" in state.message
    assert name in [row.id for row in state.answers.interactions]


def test_a_row_without_a_word_goes_and_what_was_said_of_parts_stays() -> None:
    machine = Machine(KNOWLEDGE)
    text = written(OWN, machine.press(at_row(machine, "c"), "0"))
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
