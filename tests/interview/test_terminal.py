"""Whole interviews in a real pseudo-terminal; after each the file on disk is valid and complete."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from pathlib import Path

import pytest
from driver import (
    BACKSPACE,
    CTRL_U,
    CTRL_W,
    DELETE,
    DOWN,
    END,
    ENTER,
    ESC,
    HOME,
    LEFT,
    PAGE_DOWN,
    PAGE_UP,
    RIGHT,
    UP,
    Terminal,
    command,
    environment,
)
from rich.cells import cell_len

from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers, Interaction, Origin
from archadvisor.knowledge import load

pytestmark = pytest.mark.terminal

KNOWLEDGE = load()
ASK = "Order -> Mail: confirmation"
FOUR = (
    "Shop -> Order: place\nOrder -> Payment: authorise\nOrder -> Mail: confirmation\nOrder -> Stock, Shipping: placed\n"
)
FAR = 400
EMPTY = "Paste your interactions here"
LIST = "Are these your interactions?"
KIND = "must it get from the receiver?"
WHOSE = "Who owns this part?"
CLASH = "What should change?"
ONCE_MORE = "everything is answered: Enter shows the advice, b goes back to change an answer"
OPEN = r"\d+ open"


def answers(folder: Path, name: str = "answers.yaml") -> Answers:
    """Return what the file on disk says; it must be valid."""
    path = folder / name
    return read(path.read_bytes(), name, KNOWLEDGE)


def given(folder: Path) -> int:
    """Return how many answers are in the file."""
    found = answers(folder)
    several = [found.system, *(p.answers for p in found.parts.values()), *(i.answers for i in found.interactions)]
    return sum(map(len, several))


def said(row: Interaction) -> set[str]:
    """Return what people have said of a row: a typical one has drafts as well."""
    return {name for name, answer in row.answers.items() if not answer.origin.draft}


def decided(folder: Path) -> list[bool]:
    """Return of which rows the file on disk says what the sender must get."""
    return [not said(row).isdisjoint(("needs", "wants")) for row in answers(folder).interactions]


def with_rows(folder: Path, text: str = FOUR) -> Path:
    path = folder / "rows.txt"
    path.write_text(text, encoding="utf-8")
    return path


def system_answered(folder: Path, rows: str = "") -> None:
    """Write a file in which the system's questions are answered already."""
    values = ("received", "minutes", "same", "shipped", "messages", "someone", "live", "together")
    names = [q.id for q in KNOWLEDGE.questions.values() if q.scope == "system"]
    text = "".join(f"    {name}: {value}\n" for name, value in zip(names, values, strict=False))
    system = f"version: 1\nsystem:\n  name: Shop   # ours\n  answers:\n{text}    hurt: [none-of-these]\n"
    (folder / "answers.yaml").write_text(system + rows, encoding="utf-8")


def asking(text: str) -> bool:
    """Tell whether something is asked on the screen that a key can answer."""
    return "q save and leave" in text or CLASH in text or "Enough answers:" in text


def answer_all(terminal: Terminal, end: str) -> list[str]:
    """Answer whatever is asked, by what stands on the screen; return the questions that were seen."""
    seen: list[str] = []
    for _ in range(FAR):
        text = terminal.text
        if end in text:
            return seen
        if not asking(text):
            terminal.look()
            continue
        if "q save and leave" in text:
            question = next(line for line in terminal.lines[1:6] if line)
            seen += [question] if question not in seen else []
        terminal.changed(next_key(terminal))
    raise AssertionError(f"no {end} after {FAR} keys:\n" + "\n".join(terminal.lines))


def next_key(terminal: Terminal) -> str:
    """Return the key that answers the row under the cursor; Enter where nothing on the screen is open."""
    text = terminal.text
    if any(sign in text for sign in (CLASH, "Enough answers:", LIST, ONCE_MORE)):
        return ENTER
    row = next((line for line in terminal.lines if re.match(r"> ([A-Z]| ) ", line)), "")
    ticked = re.search(r" [1-9xyz] x ", text)
    assert row or not re.search(r"\d+ (open|guessed)", text), f"no row is seen:\n{terminal.lines}"
    if row:
        if not re.search(OPEN, text):
            return ENTER
        return DOWN if ticked else number(row)
    return ENTER if ticked or "a guess: " in text else number(text)


def number(text: str) -> str:
    """Return the number that answers: what the purpose makes likely, or else the second."""
    likely = re.search(r"looks like (\d)", text)
    return likely[1] if likely else "2"


def prompt(terminal: Terminal) -> str:
    """Return the question, where the screen is high enough for an empty line above it."""
    return terminal.lines[2]


# --- ask ---------------------------------------------------------------------------------------------------------


def test_from_the_shell_to_the_advice_and_into_the_file(tmp_path: Path) -> None:
    with Terminal("ask", ASK, cwd=tmp_path) as terminal:
        terminal.wait("Before Order can continue", "looks like 4", "e examples, why", "b back")
        terminal.press("4", WHOSE, "> B Mail", "outside, fixed?")
        terminal.press(ENTER, "Which of these would cost money or trust", "a guess: loss (Enter takes it)")
        seen = answer_all(terminal, "To save it:")
        assert len(seen) <= 2
        terminal.wait("event: ", "because", "against", "Save it in answers.yaml now? [y/N]")
        terminal.send("y\r")
        assert terminal.end() == 0
    row = answers(tmp_path).interactions[0]
    assert (row.sender, row.receivers, row.purpose) == ("Order", ("Mail",), "confirmation")
    assert row.answers["needs"].values == {"nothing"}
    assert (tmp_path / "answers.schema.json").is_file()


def test_ask_adds_to_a_file_and_keeps_its_comments(tmp_path: Path) -> None:
    system_answered(tmp_path)
    for _ in range(2):
        with Terminal("ask", ASK, "--add", "answers.yaml", cwd=tmp_path) as terminal:
            answer_all(terminal, "because")
            assert terminal.end() == 0
            assert "To save it:" not in terminal.text
    assert "name: Shop   # ours" in (tmp_path / "answers.yaml").read_text()
    assert len(answers(tmp_path).interactions) == 1


def printed(terminal: Terminal) -> list[tuple[str, str, str, str]]:
    """Return style, form, how sure they are and the figure of each advice on the screen."""
    found = re.findall(r"(?:leans to )?(\w+): (\S.*?)    (\w+).* \((\d+) in 100\)", "\n".join(terminal.lines))
    return [(style, form, sure, figure) for style, form, sure, figure in found]


def scored(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return the same as `score` gives it."""
    ended = subprocess.run(
        command("score", "answers.yaml", "--format", "json"), cwd=folder, env=environment(), capture_output=True
    )
    rows = json.loads(ended.stdout)["interactions"]
    return [(row["style"], row["form_name"], row["how_sure"], f"{row['confidence'] * 100:.0f}") for row in rows]


@pytest.mark.parametrize(
    ("text", "keys", "there"),
    [
        ("Checkout -> Payment: charge the card", ["2", ENTER], ""),
        ("Checkout -> Payment: charge the card", ["2", "q"], ""),
        ("Claims -> Desk: approve a claim", ["3", ENTER], ""),
        (
            "Checkout -> Payment: charge the card",
            ["2", ENTER],
            "parts: {Payment: {owner: outside, can-change: not}}\n"
            "interactions: [{id: a, from: A, to: [Payment], purpose: p, answers: {wants: action, needs: result}}]\n",
        ),
    ],
    ids=["answered", "left", "open", "a file that says more"],
)
def test_ask_tells_what_score_says_of_the_file_that_it_saves(
    tmp_path: Path, text: str, keys: list[str], there: str
) -> None:
    if there:
        system_answered(tmp_path, there)
    with Terminal("ask", text, cwd=tmp_path, rows=50) as terminal:
        terminal.wait("must it get from")
        for key in keys:
            terminal.changed(key)
        answer_all(terminal, "[y/N]")
        terminal.wait("[y/N]")
        told = printed(terminal)
        assert len(told) == 1
        terminal.send("y\r")
        assert terminal.end() == 0
        if there:
            assert "With what answers.yaml says already:" in terminal.text
            told = printed(terminal)[1:]
    assert told == scored(tmp_path)[-1:]


def test_ask_without_an_argument_asks_for_the_parts(tmp_path: Path) -> None:
    with Terminal("ask", cwd=tmp_path, columns=160) as terminal:
        for question, answer in (("Sender", "Order"), ("Receiver", "Mail"), ("Purpose", "news")):
            terminal.wait(question)
            terminal.send(answer + ENTER)
        terminal.wait("Before Order can continue, what must it get from Mail?")
        terminal.press("q", "Save it in answers.yaml now? [y/N]")


def test_it_depends_gives_advice_for_both(tmp_path: Path) -> None:
    with Terminal("ask", ASK, cwd=tmp_path) as terminal:
        terminal.wait("Before Order can continue")
        terminal.press("d", "Purpose of the second row", "confirmation (2)_")
        terminal.press(CTRL_U, gone="(2)")
        terminal.send("receipt by post")
        terminal.press(
            ENTER, "now there are two rows", "> A Order > Mail confirmation", "B Order > Mail receipt by post"
        )
        terminal.press("u", "taken back", gone="receipt by post")
        terminal.press("d", "confirmation (2)_")
        terminal.press(CTRL_U + "receipt by post" + ENTER, "now there are two rows", "B Order > Mail receipt by post")
        terminal.press("2", "the result", "> B Order > Mail receipt by post", "1 open")
        answer_all(terminal, "To save it:")
        terminal.wait("Order -> Mail: receipt by post", "Order -> Mail: confirmation", "[y/N]")
        terminal.send("n\r")
        assert terminal.end() == 0


def test_a_typical_interaction_is_recognised_by_its_name(tmp_path: Path) -> None:
    with Terminal("ask", "Web -> Accounts: login", cwd=tmp_path) as terminal:
        terminal.wait("Before Web can continue", "looks like 2")
        terminal.press(ENTER, "this is still open", "looks like 2")  # likely is not answered
        terminal.press("2", gone="Before Web can continue")


# --- interview ------------------------------------------------------------------------------------------------------


def test_a_whole_interview(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path) as terminal:
        terminal.wait(KIND, "4 rows added", "> A Shop > Order place")
        seen = answer_all(terminal, "[y/N]")
        assert KIND in seen[0]
        assert any("What went wrong" in question for question in seen[1:])
        terminal.wait("Your answers are in answers.yaml. Next: archadvisor score answers.yaml")
        terminal.send("y\r")
        assert terminal.end() == 0
    assert (tmp_path / "report.html").stat().st_size > 10_000
    found = answers(tmp_path)
    assert len(found.interactions) == 4
    assert found.rules == KNOWLEDGE.method.version  # those by which somebody went through it
    assert all("needs" in i.answers or "answer" in i.answers["wants"].values for i in found.interactions)
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_from_an_empty_list_to_the_advice(tmp_path: Path) -> None:
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait(EMPTY)
        terminal.press(ENTER, "no interaction yet")
        terminal.press("f", "there is no interaction yet")
        terminal.paste(FOUR)
        terminal.wait(LIST, "4 rows added", "> A ", "D ")
        terminal.press("1", "A call Shop > Order: place", "D call Order > Stock, Shipping: placed")
        terminal.press("C", "> C call Order > Mail: confirmation", "this row's way today")
        terminal.press("2", "> C message Order > Mail: confirmation", "A call", "D call")
        terminal.press(UP, "> B call")
        terminal.press("6", "> B file", "A call", "C message")
        terminal.press("1", "> B call")
        terminal.press("A", "> A call")
        terminal.press("r", "Shop -> Order: place_")
        terminal.press(CTRL_W + "order" + ENTER, "> A call Shop > Order: order")
        terminal.press("D", "> D ")
        terminal.press("-", "removed from the list", "3 rows", gone="Shipping")
        terminal.press("u", "taken back", "4 rows", "D call Order > Stock, Shipping: placed")
        terminal.press("D", "> D ")
        terminal.press("-", "removed from the list", "3 rows", gone="Shipping")
        terminal.press(ENTER, KIND, "3 open")
        answer_all(terminal, "[y/N]")
        terminal.send("n\r")
        assert terminal.end() == 0
    found = answers(tmp_path).interactions
    assert [(i.purpose, i.current) for i in found] == [
        ("order", "call"),
        ("authorise", "call"),
        ("confirmation", "message"),
    ]


def test_quick_ends_with_a_first_breakdown(tmp_path: Path) -> None:
    with Terminal("interview", "--quick", cwd=tmp_path) as terminal:
        terminal.wait(EMPTY)
        terminal.press("/", "Which of these interactions", "> · a user signs in")
        terminal.press("1", "call a user signs in (Web > Accounts)", "> · a user signs up", "1 row")
        terminal.press("3", "job a user signs up", "2 rows")
        terminal.press(ENTER, LIST, "A call Web > Accounts", "B job Web > Accounts")
        terminal.press(ENTER, KIND, "2 open")
        terminal.press("2", "1 open")
        terminal.press(
            "2", "2 requests.", "not confirmed, and not counted", "Next: archadvisor interview answers.yaml", "[y/N]"
        )
        terminal.send("n\r")
        assert terminal.end() == 0
    found = answers(tmp_path)
    login = found.interactions[0]
    assert (login.id, login.current) == ("login", "call")
    assert [said(row) for row in found.interactions] == [{"wants", "needs"}] * 2
    assert not any(part.answers for part in found.parts.values())
    assert not found.system


def test_the_result_has_one_screen_with_the_verdict_on_top(tmp_path: Path) -> None:
    rows = "".join(f"Order -> Part {n}: tell it {n}\n" for n in range(20))
    (tmp_path / "many.txt").write_text(rows, encoding="utf-8")
    with Terminal("interview", "--quick", "--from", "many.txt", cwd=tmp_path) as terminal:
        terminal.wait(KIND)
        for _ in range(20):
            terminal.changed("4")
        terminal.wait("more lines: archadvisor score answers.yaml --brief", "[y/N]")
        assert any("20 events" in line for line in terminal.lines[:5])
        terminal.send("n\r")
        assert terminal.end() == 0


def test_full_asks_everything(tmp_path: Path) -> None:
    system_answered(tmp_path)
    with Terminal("interview", "--full", "--from", str(with_rows(tmp_path)), cwd=tmp_path, rows=40) as terminal:
        terminal.wait(KIND)
        seen = " ".join(answer_all(terminal, "Write the report"))
        for part in ("Can you change the interface", "Who can open", "complain", "also apply", "cost money or trust"):
            assert part in seen
        assert "Enough" not in seen


@pytest.mark.parametrize("how", [[], ["--full"]], ids=["usual", "full"])
@pytest.mark.parametrize("size", [(40, 20), (200, 60)])
def test_other_sizes(tmp_path: Path, size: tuple[int, int], how: list[str]) -> None:
    columns, lines = size
    system_answered(tmp_path)
    where = str(with_rows(tmp_path))
    with Terminal("interview", "--from", where, *how, cwd=tmp_path, columns=columns, rows=lines) as terminal:
        terminal.wait(KIND, "> A Shop")
        answer_all(terminal, "[y/N]")
        terminal.send("n\r")
        assert terminal.end() == 0
    assert all(i.answers for i in answers(tmp_path).interactions)


def test_killed_at_every_question_it_goes_on_at_the_same_place(tmp_path: Path) -> None:
    where = str(with_rows(tmp_path))
    arguments = ["interview", "--from", where]
    places: list[str] = []
    for _ in range(40):
        with Terminal(*arguments, cwd=tmp_path, rows=40) as terminal:
            terminal.wait_match(r"save and leave|Write the report")
            if places:
                assert prompt(terminal) == places[-1], "not where it was left"
            if ONCE_MORE in terminal.text:
                break
            before = given(tmp_path)
            _answer_a_page(terminal)
            if "Write the report" in terminal.text:
                break
            places.append(prompt(terminal))
            terminal.kill()
            assert given(tmp_path) > before
    assert len({*places}) >= 7


def _answer_a_page(terminal: Terminal) -> None:
    """Answer until the next question stands on the screen."""
    first = prompt(terminal)
    while prompt(terminal) == first or "q save and leave" not in terminal.text:
        if "Write the report" in terminal.text:
            return
        if asking(terminal.text):
            terminal.changed(next_key(terminal))
        else:
            terminal.look()


def test_a_key_that_the_screen_shows_is_on_the_disk(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path) as terminal:
        terminal.wait(KIND, "4 open")
        for number_, key in enumerate("243", start=1):
            terminal.press(key, f"{4 - number_} open")
            assert sum(decided(tmp_path)) == number_
        terminal.kill()
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait(KIND, "> D Order > Stock +1", "1 open", 'an "accepted"')


def test_enter_on_an_open_row_says_so_before_it_skips(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path) as terminal:
        terminal.wait(KIND, "4 open")
        terminal.press("2", "3 open", "> B Order > Payment")
        terminal.press(ENTER, KIND, "3 rows are still open", "Enter again leaves it open")
        terminal.press(ENTER, WHOSE)
        terminal.kill()
    assert decided(tmp_path) == [True, False, False, False]
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait(KIND, "3 open", "> B Order > Payment")


def test_the_guesses_of_a_page_become_answers_only_by_enter_on_that_page(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path) as terminal:
        terminal.wait(KIND, "4 open")
        for key, left in (("2", "3 open"), ("2", "2 open"), ("4", "1 open"), ("4", "1 open, 5 guessed")):
            terminal.press(key, left)
        terminal.wait(WHOSE, "A Shop our team?", "> C Payment ·", "D Mail outside, fixed?")
        terminal.press("D", "> D Mail outside, fixed?")
        terminal.press("a", "The advice so far")
        terminal.press(" ", WHOSE)
        terminal.press("b", KIND)
        terminal.press("q", "Your answers are in")
    assert not any(part.answers for part in answers(tmp_path).parts.values()), "only looked at"
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait(WHOSE, "1 open, 5 guessed")
        terminal.press("C", "> C Payment ·")
        terminal.press("2", "C Payment another team", "5 guessed", "> D Mail")
        assert owners(tmp_path) == {"Payment": ("other-team", Origin.TEAM)}
        terminal.press(ENTER, gone=WHOSE)
        terminal.kill()
    ours = ("same-team", Origin.BLOCK)
    assert owners(tmp_path) == {
        "Shop": ours,
        "Order": ours,
        "Payment": ("other-team", Origin.TEAM),
        "Mail": ("outside", Origin.BLOCK),
        "Stock": ours,
        "Shipping": ours,
    }
    assert not [a for row in answers(tmp_path).interactions for a in row.answers.values() if a.origin is Origin.BLOCK]


def owners(folder: Path) -> dict[str, tuple[str, Origin]]:
    """Return who owns the parts by the file on disk, and who has said so."""
    found = {name: part.answers["owner"] for name, part in answers(folder).parts.items() if "owner" in part.answers}
    return {name: (next(iter(answer.values)), answer.origin) for name, answer in found.items()}


def test_the_advice_so_far_and_the_end_with_it(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path) as terminal:
        terminal.wait(KIND, "4 open")
        terminal.press("a", "1 Shop > Order: not known yet", "The advice so far", "f finish")
        terminal.press("x", KIND, "4 open")
        terminal.press("2", "3 open")
        terminal.press("a", "1 Shop > Order: request", "4 Order > Stock, Shipping: not known yet")
        terminal.press("f", "Your answers are in answers.yaml", "[y/N]")
        terminal.send("n\r")
        assert terminal.end() == 0
    assert decided(tmp_path) == [True, False, False, False]


@pytest.mark.parametrize(
    ("size", "line"),
    [((120, 24), "So far, partly guessed: "), ((80, 24), "artly guessed: "), ((40, 20), "artly guessed: ")],
)
def test_the_first_breakdown_stands_below_the_pages_after_the_kinds(
    tmp_path: Path, size: tuple[int, int], line: str
) -> None:
    rows = with_rows(tmp_path)
    with Terminal("interview", "--from", str(rows), cwd=tmp_path, columns=size[0], rows=size[1]) as terminal:
        terminal.wait("must it get")
        assert line not in terminal.text
        terminal.press("2244", line, gone="must it get")
        (found,) = [text for text in terminal.lines if line in text]
        counted = re.findall(r"(\d+) ", found.partition(";")[0])
        assert sum(map(int, counted)) == 4
        terminal.press("b", gone=line)


@pytest.mark.parametrize("how", [[], ["--quick"]], ids=["usual", "quick"])
def test_what_is_printed_at_the_end_is_what_score_says_of_the_file(tmp_path: Path, how: list[str]) -> None:
    rows = "Shop -> Order: place\nOrder -> Mail: confirmation\nOrder -> Fraud: rate it\nShop -> Prices: look up\n"
    with_rows(tmp_path, rows)
    with Terminal("interview", "--from", "rows.txt", *how, cwd=tmp_path, columns=120, rows=60) as terminal:
        terminal.wait(KIND, "4 open")
        terminal.send("2431")
        if not how:
            terminal.wait("guessed: ")
            terminal.send("f")
        terminal.wait("[y/N]")
        text = terminal.text
        terminal.send("n\r")
        assert terminal.end() == 0
    done = subprocess.run(
        command("score", "answers.yaml", "--brief"),
        cwd=tmp_path,
        env=environment({"COLUMNS": "120"}),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert " ".join(done.stdout.split()) in " ".join(text.split())


@pytest.mark.parametrize("how", [[], ["--plain"]], ids=["screen", "plain"])
def test_rows_from_a_pipe_are_asked_about_at_the_terminal(tmp_path: Path, how: list[str]) -> None:
    with Terminal("interview", "--from", "-", *how, cwd=tmp_path, piped=with_rows(tmp_path)) as terminal:
        terminal.wait("must it get from")
        if how:
            terminal.send("2\r")
            terminal.wait("authorise")
            terminal.send("q\r")
        else:
            terminal.press("2", "3 open")
            terminal.send("q")
        terminal.wait("Continue with: archadvisor interview answers.yaml")
        assert terminal.end() == 0
    assert decided(tmp_path) == [True, False, False, False]
    with Terminal("interview", "b.yaml", "--from", "-", "--no-input", cwd=tmp_path, piped=with_rows(tmp_path)) as shown:
        shown.wait("Your answers are in b.yaml")
        assert shown.end() == 0


def test_a_way_of_today_is_cleared_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("Order,Mail,confirmation,call\nOrder,Stock,reserve,file\n", encoding="utf-8")
    with Terminal("interview", "--from", "rows.csv", cwd=tmp_path) as terminal:
        terminal.wait(KIND)
        terminal.press("b", LIST, "A call Order > Mail", "B file Order > Stock")
        terminal.press("B", "this row's way today", "0 none")
        terminal.press("0", "B · Order > Stock")
        terminal.press("q", "Continue with")
        assert terminal.end() == 0
    assert [row.current for row in answers(tmp_path).interactions] == ["call", ""]


def test_the_likely_kind_fits_a_narrow_screen(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path, columns=40, rows=20) as terminal:
        terminal.wait("must it get", "open")
        assert [line for line in terminal.lines if re.search(r"· \d\?$", line)]
        assert "…" not in "".join(line for line in terminal.lines if line.startswith(("> A", "  B", "  C", "  D")))


def test_f_finishes_at_any_question(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path) as terminal:
        terminal.wait(KIND, "4 open")
        terminal.press("f", "Your answers are in answers.yaml", "[y/N]")
        terminal.send("n\r")
        assert terminal.end() == 0


@pytest.mark.parametrize("how", [[], ["--plain"]], ids=["screen", "plain"])
@pytest.mark.parametrize("sig", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_signals_lose_nothing_and_leave_the_screen_as_it_was(
    tmp_path: Path, sig: signal.Signals, how: list[str]
) -> None:
    with Terminal("interview", *how, "--from", str(with_rows(tmp_path)), cwd=tmp_path) as terminal:
        terminal.wait("4 open")
        terminal.press("2\r" if how else "2", "3 open")
        terminal.child.kill(sig)
        assert terminal.end() == 130
        assert terminal.raw.count(b"\x1b[?1049h") == terminal.raw.count(b"\x1b[?1049l") == (0 if how else 1)
        assert "your answers are in answers.yaml" in terminal.text
    assert answers(tmp_path).interactions[0].answers["needs"].values == {"result"}
    assert answers(tmp_path).rules == ""


@pytest.mark.parametrize("how", [[], ["--plain"]], ids=["screen", "plain"])
def test_a_window_that_is_really_gone_ends_with_130_and_keeps_the_answers(tmp_path: Path, how: list[str]) -> None:
    """Not the signal alone: nothing can be written to the terminal any more."""
    with Terminal("interview", *how, "--from", str(with_rows(tmp_path)), cwd=tmp_path) as terminal:
        terminal.wait("4 open")
        terminal.press("2\r" if how else "2", "3 open")
        assert terminal.hang_up() == 130
    assert answers(tmp_path).interactions[0].answers["needs"].values == {"result"}


def test_control_c_ends_with_130_and_says_where_the_answers_are(tmp_path: Path) -> None:
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait(EMPTY)
        terminal.paste(FOUR)
        terminal.wait("4 rows added")
        terminal.send("\x03")
        assert terminal.end() == 130
        assert "your answers are in answers.yaml" in terminal.text
    assert len(answers(tmp_path).interactions) == 4


def test_left_before_anything_was_answered(tmp_path: Path) -> None:
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait(EMPTY)
        terminal.press("q", "There are no answers, so nothing was written.")
        assert terminal.end() == 0
    assert [*tmp_path.iterdir()] == []


def test_back_notes_who_and_wrong_keys(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path, FOUR[: FOUR.index("\n")])), cwd=tmp_path) as terminal:
        terminal.wait("Before Shop can continue", "1 row added")
        terminal.press("9", "this key does nothing here")
        terminal.press("x", "this key does nothing here")
        terminal.press("b", LIST)
        terminal.press("b", "this is the first question")
        terminal.press("9", "this key does nothing here")
        terminal.press(ENTER, "Before Shop can continue")
        terminal.press("0", WHOSE)
        terminal.press("b", "Before Shop can continue", "answered: don't know")
        terminal.press("n", "Note:")
        terminal.send("asked on Monday")
        terminal.press(ENTER, "note: asked on Monday")
        terminal.press("w", "Who would know:")
        terminal.send("Ada")
        terminal.press(ENTER, "ask: Ada")
        terminal.press("?", "any key back", "w who would know")
        terminal.press("1", "Before Shop can continue")  # any key but a meaning: it answers nothing
        terminal.press("1", WHOSE)
        terminal.press("b", "> 1 information that Order looks up", "note: asked on Monday")
        terminal.press("b", LIST)
        terminal.press(ENTER, WHOSE)  # where one was, not where one has looked on the way
        terminal.press("b", "> 1 information")
        terminal.press("2", WHOSE)
        terminal.press("h", "any key back", "w who would know")
        terminal.press(ESC, WHOSE)
        terminal.press("e", "archadvisor explain")
        terminal.press(" ", "number choose")
        terminal.press("q", "Continue with: archadvisor interview answers.yaml")
        assert terminal.end() == 0
    found = answers(tmp_path).interactions[0].answers
    assert {name: (*a.values,) for name, a in found.items()} == {"wants": ("action",), "needs": ("result",)}
    assert (found["needs"].note, found["needs"].who) == ("asked on Monday", "Ada")


def test_whoever_first_did_not_know_leaves_nothing_of_it(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path) as terminal:
        terminal.wait(KIND, "4 open")
        terminal.press("0", "don't know", "3 open")
        assert not answers(tmp_path).interactions[0].answers["needs"].known
        terminal.press("A", "> A Shop > Order")
        terminal.press("1", "A Shop > Order place information", "> B Order > Payment")
        terminal.kill()
    assert {*answers(tmp_path).interactions[0].answers} == {"wants"}


def test_the_cursor_of_a_typed_line(tmp_path: Path) -> None:
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait(EMPTY)
        terminal.press("+", "A row, such as", "_")
        terminal.send("der > Mail: newsletter")
        terminal.press(HOME, "_der > Mail")
        terminal.press("Or", "Or_der > Mail")
        terminal.press(RIGHT * 4, "Order _> Mail")
        terminal.press("-", "Order -_> Mail")
        terminal.press(END, "newsletter_")
        terminal.press(ESC + "b", "Mail: _newsletter")  # as Alt-B arrives
        terminal.send(ESC + "x")  # Alt and a key that means nothing
        terminal.press(END, "newsletter_")
        terminal.press(LEFT * 6, "news_letter")
        terminal.press(DELETE * 6, "Mail: news_", gone="letter")
        terminal.press(CTRL_W, "Order -> Mail: _", gone="news")
        terminal.press("recipts", "recipts_")
        terminal.press(BACKSPACE, "recipt_")
        terminal.press(LEFT * 4, "re_cipt")
        terminal.press(RIGHT + "e", "rece_ipt")
        terminal.press(ENTER, "1 row added", "> A · Order > Mail: receipt")
        terminal.press("+", "_")
        terminal.press("not wanted: A -> B: c", "B: c_")
        terminal.press(LEFT * 9, "not wanted: _A -> B: c")
        terminal.press(CTRL_U, "_A -> B: c", gone="not wanted")
        terminal.press(ENTER, "1 row added", "> B · A > B: c")
        terminal.press("+", "_")
        terminal.press("no row", "no row_")
        terminal.press(ENTER, "not understood", "no row_")
        terminal.press(ESC, "2 rows", gone="no row")
        terminal.kill()
    found = answers(tmp_path).interactions
    assert [(i.sender, i.receivers, i.purpose) for i in found] == [("Order", ("Mail",), "receipt"), ("A", ("B",), "c")]


def test_resize_in_the_middle_of_a_question(tmp_path: Path) -> None:
    system_answered(tmp_path, KIND_KNOWN)
    with Terminal("interview", cwd=tmp_path, columns=100, rows=40) as terminal:
        terminal.wait(WHOSE, "you build it, and release it when you like", "> A Shop")
        terminal.press("1", "> B Order")
        terminal.resize(40, 20)
        terminal.wait(WHOSE, "> B Order", gone="you build it")
        assert all(cell_len(line) <= 40 for line in terminal.lines)
        terminal.press("2", "B Order another team", "> C Ledger")
        terminal.resize(120, 50)
        terminal.wait("you build it, and release it when you like", "> C Ledger")
    parts = answers(tmp_path).parts
    assert parts["Shop"].answers["owner"].values == {"same-team"}
    assert parts["Order"].answers["owner"].values == {"other-team"}


KIND_KNOWN = """\
interactions:
- {id: a, from: Shop, to: [Order], purpose: place, answers: {wants: action, needs: result}}
- {id: b, from: Order, to: [Ledger], purpose: authorise, answers: {wants: action, needs: result}}
- {id: c, from: Order, to: [Mail], purpose: confirmation, answers: {wants: action, needs: nothing}}
"""
MANY = [f"Part {n % 17} -> Part {n % 19}b: purpose {n}" for n in range(200)]


def test_a_paste_of_two_hundred_lines(tmp_path: Path) -> None:
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait(EMPTY)
        terminal.paste("\n".join([*MANY, "not a row"]))
        terminal.wait("200 rows added; 1 not understood: 'not a row'", "> A · Part 0 > Part 0b: purpose 0")
        for _ in range(30):
            terminal.send(DOWN)
        terminal.wait("> · Part 13 > Part 11b: purpose 30")
        terminal.press(ENTER, KIND, "200 open")
        terminal.send(UP)
        terminal.press("q", "Your answers are in answers.yaml")
        assert terminal.end() == 0
    assert [i.purpose for i in answers(tmp_path).interactions] == [f"purpose {n}" for n in range(200)]


def test_pages_up_and_down_over_two_hundred_rows(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path, "\n".join(MANY))), cwd=tmp_path) as terminal:
        terminal.wait(KIND, "200 open", "> A Part 0 > Part 0b purpose 0")
        terminal.press(PAGE_DOWN, "> K Part 10 > Part 10b purpose 10")
        terminal.press(PAGE_DOWN * 2, "> Part 13 > Part 11b purpose 30")
        terminal.press("2", "> Part 14 > Part 12b purpose 31", "purpose 30 the result", "199 open")
        terminal.press(PAGE_UP, "> V Part 4 > Part 2b purpose 21")
        terminal.press(END, "> Part 12 > Part 9b purpose 199", gone="purpose 21 ")
        terminal.press(PAGE_DOWN + UP, "> Part 11 > Part 8b purpose 198")
        terminal.press(DOWN, "> Part 12 > Part 9b purpose 199")
        terminal.press("4", "> A Part 0 > Part 0b purpose 0", "198 open")  # below is nothing: on from above
        terminal.press(PAGE_DOWN + PAGE_UP * 2 + DOWN, "> B Part 1 > Part 1b purpose 1")
        terminal.press("Z", "> Z Part 8 > Part 6b purpose 25")
        terminal.press("s", "Search in the rows")
        terminal.press("PURPOSE 15" + ENTER, "> Part 14 > Part 17b purpose 150")
        terminal.press("s", "Search in the rows")
        terminal.press("pigeon" + ENTER, "no row with 'pigeon'", "purpose 150")
        terminal.press(HOME, "> A Part 0 > Part 0b purpose 0")
        terminal.kill()
    found = answers(tmp_path).interactions
    assert [n for n, row in enumerate(found) if row.answers] == [30, 199]


def test_what_is_read_is_scrolled_to_its_end_and_back(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path, "\n".join(MANY))), cwd=tmp_path) as terminal:
        terminal.wait(KIND, "200 open")
        terminal.press("a", "1 Part 0 > Part 0b", "20 Part 2 > Part 0b", gone="21 Part")
        terminal.press(PAGE_DOWN, "11 Part 10 > Part 10b")
        terminal.press(END, "200 Part 12 > Part 9b", "The advice so far")
        terminal.press(UP, "184 Part 13 > Part 12b", gone="The advice so far")
        terminal.press(PAGE_UP, "174 Part 3")
        terminal.press(HOME, "1 Part 0 > Part 0b")
        terminal.press(" ", KIND)
        terminal.press("?" + END, "letter choose a row", "page down move", "any key back")
        terminal.press(ESC, KIND)
        terminal.press("e" + END, "Details: archadvisor explain")
        terminal.press(UP + PAGE_UP * 2, "the price of article 12", gone="Details: ")


CLASHING = """\
interactions:
- id: a
  from: Order
  to: [Mail]
  purpose: news
  answers: {wants: action, needs: nothing, by-when: hours, takes: instant}
parts:
  Order: {owner: same-team}
  Mail: {owner: same-team}
"""


def test_a_contradiction_is_said_at_once_and_either_answer_can_be_changed(tmp_path: Path) -> None:
    system_answered(tmp_path, CLASHING)
    with Terminal("interview", "--full", cwd=tmp_path) as terminal:
        terminal.wait("while Mail cannot be reached")
        terminal.press("1", CLASH, "3 keep both for now")
        terminal.press("1", "Before Order can continue, what must it get from Mail?")
        terminal.press("2", gone="Before Order can continue")
        terminal.press("q", "Your answers are in")
    row = answers(tmp_path).interactions[0].answers
    assert (*row["needs"].values, *row["outage"].values) == ("result", "stop")


def test_both_may_stay_for_now(tmp_path: Path) -> None:
    system_answered(tmp_path, CLASHING)
    with Terminal("interview", "--full", cwd=tmp_path) as terminal:
        terminal.wait("while Mail cannot be reached")
        terminal.press("1", CLASH)
        terminal.press("3", gone=CLASH)
        terminal.press("q", "Your answers are in")
    row = answers(tmp_path).interactions[0].answers
    assert (*row["needs"].values, *row["outage"].values) == ("nothing", "stop")


def test_a_second_interview_on_the_same_file_says_so(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path) as first:
        first.wait(KIND)
        first.press("2", "3 open")
        text = (tmp_path / "answers.yaml").read_bytes()
        with Terminal("interview", cwd=tmp_path) as second:
            assert second.end() == 5
            assert "another interview has this file open" in second.text
        assert (tmp_path / "answers.yaml").read_bytes() == text
        first.press("2", "2 open")
    assert decided(tmp_path) == [True, True, False, False]


def test_an_editors_change_is_noticed_and_kept(tmp_path: Path) -> None:
    system_answered(tmp_path, CLASHING)
    path = tmp_path / "answers.yaml"
    with Terminal("interview", "--full", cwd=tmp_path) as terminal:
        terminal.wait("while Mail cannot be reached")
        path.write_text(path.read_text().replace("busiest: same", "busiest: tenfold # sale"), encoding="utf-8")
        terminal.press("3", "another program changed the file; its changes are kept")
        terminal.kill()
    assert "busiest: tenfold # sale" in path.read_text()
    assert answers(tmp_path).interactions[0].answers["outage"].values == {"catch-up"}


def test_a_file_that_became_invalid_meanwhile_is_left_alone(tmp_path: Path) -> None:
    system_answered(tmp_path, CLASHING)
    path = tmp_path / "answers.yaml"
    good = path.read_text()
    with Terminal("interview", "--full", cwd=tmp_path) as terminal:
        terminal.wait("while Mail cannot be reached")
        path.write_text("version: 1\nsystem: [half", encoding="utf-8")
        terminal.press("3", "not overwritten; your answers are saved in answers.kept.yaml")
        assert path.read_text() == "version: 1\nsystem: [half"
        assert answers(tmp_path, "answers.kept.yaml").interactions[0].answers["outage"].values == {"catch-up"}
        path.write_text(good, encoding="utf-8")
        terminal.press(ENTER, "the file is valid again")
        terminal.kill()
    assert answers(tmp_path).interactions[0].answers["outage"].values == {"catch-up"}
    assert not (tmp_path / "answers.kept.yaml").exists()


def test_all_answered_it_can_be_gone_through_once_more(tmp_path: Path) -> None:
    system_answered(tmp_path)
    where = str(with_rows(tmp_path))
    with Terminal("interview", "--from", where, cwd=tmp_path, rows=40) as terminal:
        answer_all(terminal, "Write the report")
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait(ONCE_MORE)
        terminal.press(ENTER, "Write the report", "[y/N]")


# --- everywhere -----------------------------------------------------------------------------------------------------


def test_no_colour(tmp_path: Path) -> None:
    where = str(with_rows(tmp_path))
    with Terminal("interview", "--from", where, cwd=tmp_path, env={"NO_COLOR": "1"}) as terminal:
        terminal.wait(KIND, "4 open")
        terminal.press("1", "3 open")
        terminal.press(ENTER, "still open")
        terminal.send("q")
        assert terminal.end() == 0
        codes = re.findall(rb"\x1b\[([0-9;]*)m", terminal.raw)
        assert not [c for code in codes for c in code.split(b";") if c and (30 <= int(c) <= 49 or 90 <= int(c) <= 107)]


def test_no_unicode(tmp_path: Path) -> None:
    system_answered(tmp_path)
    env = {"LC_ALL": "C", "LANG": "C"}
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path, env=env) as terminal:
        terminal.wait(KIND)
        answer_all(terminal, "[y/N]")
        terminal.send("n\r")
        assert terminal.end() == 0
        assert terminal.raw.isascii()


@pytest.mark.parametrize("env", [{}, {"TERM": "dumb"}])
def test_plain_lines_move_no_cursor(tmp_path: Path, env: dict[str, str]) -> None:
    arguments = [] if env else ["--plain"]
    with Terminal("ask", ASK, *arguments, cwd=tmp_path, env=env, rows=60) as terminal:
        terminal.wait("Before Order can continue", "looks like 4", "Enter next; b back; q save and leave")
        lines = (
            ("", "this is still open"),
            ("n because", "note: because"),
            ("4", WHOSE),
            ("", "cost money or trust"),
            ("1,2", "To save it:"),
        )
        for line, following in lines:
            terminal.send(line + ENTER)
            terminal.wait(following)
        terminal.wait("because", "To save it:", "[y/N]")
        terminal.send("y\r")
        assert terminal.end() == 0
        assert b"\x1b" not in terminal.raw
    found = answers(tmp_path)
    row = found.interactions[0].answers
    assert (*row["needs"].values, row["needs"].note) == ("nothing", "because")
    assert row["damage"].values == {"lost", "twice"}, "what is typed is ticked, a guess or not"
    assert found.parts["Mail"].answers["owner"].origin is Origin.BLOCK


def test_the_list_in_plain_lines(tmp_path: Path) -> None:
    with Terminal("interview", "--plain", cwd=tmp_path, columns=120, rows=80) as terminal:
        terminal.wait(EMPTY, "To add a row, type it")
        for text, following in (
            ("Order -> Mail: confirmation", "1 Order > Mail: confirmation"),
            ("Order -> Stock: reserve", "2 Order > Stock: reserve"),
            ("Order -> Wrong: placed", "3 Order > Wrong: placed"),
            ("2 call", "2 Order > Stock: reserve = call"),
            ("1 2", "1 Order > Mail: confirmation = message"),
            ("2 0", "2 Order > Stock: reserve"),
            ("2 1", "2 Order > Stock: reserve = call"),
            ("r 2", "now: Order -> Stock: reserve"),
            ("Order -> Stock: reserve it", "2 Order > Stock: reserve it = call"),
            ("- 3", "removed from the list"),
            ("/", "1 a user signs in"),
            ("12 1", "12 a buyer pays = call"),
            ("", "3 Order > Payment: "),
            ("", "Order > Mail: confirmation (3 open"),
            ("4", "Order > Stock: reserve it (2 open"),
            ("q", "Your answers are in"),
        ):
            terminal.press(text + ENTER, following)
        assert terminal.end() == 0
    found = answers(tmp_path).interactions
    assert [(i.receivers, i.current) for i in found[:2]] == [(("Mail",), "message"), (("Stock",), "call")]
    assert [i.id for i in found[2:]] == ["payment"]


def test_a_part_may_be_called_as_a_row_is(tmp_path: Path) -> None:
    system_answered(tmp_path, KIND_KNOWN.replace("id: b, from: Order", "id: Shop, from: Order"))
    with Terminal("interview", "--plain", cwd=tmp_path) as terminal:
        terminal.wait("Shop (4 guessed", "Who owns this part?", "save and leave")
        assert "Order > Ledger" not in terminal.text


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
def test_the_result_has_one_screen_and_the_verdict_stands_on_top(tmp_path: Path, size: tuple[int, int]) -> None:
    rows = "".join(f"Part {n} -> Part {n + 1}: purpose {n}\n" for n in range(9))
    columns, lines = size
    source = str(with_rows(tmp_path, rows))
    with Terminal("interview", "--from", source, cwd=tmp_path, columns=columns, rows=lines) as terminal:
        terminal.wait(KIND)
        for left in range(8, 4, -1):
            terminal.press("2", f"{left} open")
        terminal.press("f", "[y/N]")
        name = next(line for line in terminal.lines if line)
        assert re.match(rf"{tmp_path.name}: "[: columns - 1], name + " ")
        assert "more lines: archadvisor" in terminal.text


def test_a_list_of_the_pages_leads_to_each_in_one_key(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path, columns=40, rows=20) as terminal:
        terminal.wait("4 rows added")
        terminal.press("2", "3 open")
        terminal.press(
            "p", "A your interactions: 4 rows", "> B needs to continue: 3 open", "C owner: 1 open, 5 guessed"
        )
        terminal.press("C", WHOSE)
        terminal.press("p", "> C owner")
        terminal.press("A", LIST)
        terminal.press(ENTER, WHOSE)
        terminal.press("q", "Your answers are in")
    with Terminal("interview", "--plain", cwd=tmp_path, rows=40) as terminal:
        terminal.wait("q save and leave")
        terminal.press("p" + ENTER, "> B needs to continue: 3 open", "Type the letter of a page")
        terminal.press("C" + ENTER, WHOSE)
        terminal.kill()


def test_numbers_beyond_nine_in_plain_lines(tmp_path: Path) -> None:
    system_answered(tmp_path, KIND_KNOWN)
    with Terminal("interview", "--plain", "--full", cwd=tmp_path, columns=120, rows=80) as terminal:
        terminal.wait("Shop (4 guessed")
        for _ in range(FAR):
            if "Which of these also apply" in terminal.text:
                break
            terminal.changed(ENTER)
        terminal.wait("10 several parts keep copies", "11 Shop is offline at times")
        assert terminal.text.count("still open") == 1, "said once, not with each row of the next questions"
        terminal.press("2,10" + ENTER, "Which of these also apply between Order and Ledger")
        terminal.kill()
    assert answers(tmp_path).interactions[0].answers["also"].values == {"peaks", "may-object"}


def test_keys_of_the_options_beyond_nine(tmp_path: Path) -> None:
    system_answered(tmp_path, KIND_KNOWN)
    with Terminal("interview", "--full", cwd=tmp_path, rows=40) as terminal:
        terminal.wait(WHOSE)
        answer_all(terminal, "Which of these also apply")
        terminal.press("x", " x x several parts keep copies", "y _ the sender is offline", "2 guessed")
        terminal.press("z", "8, 9, x, y answer")
        terminal.press("y", CLASH)
        terminal.press(ENTER, " y x the sender is offline")  # keeps both
        terminal.kill()
    assert answers(tmp_path).interactions[0].answers["also"].values == {"may-object", "offline"}


WIDE = """\
订单 -> 支付: 授权信用卡
订单 -> 邮件: 确认
الطلبات -> المخزون: حجز
Shop -> 库存, Mail: placed
"""


def test_names_in_chinese_and_arabic_stand_in_columns(tmp_path: Path) -> None:
    system_answered(tmp_path)
    with Terminal("interview", "--from", str(with_rows(tmp_path, WIDE)), cwd=tmp_path, rows=40) as terminal:
        terminal.wait(KIND, "4 open")
        for left in ("3 open", "2 open", "1 open"):
            terminal.press("2", left)
        terminal.press("2", WHOSE, "订单")
        terminal.press("b", KIND, "Used for: whether the sender must wait")  # below the table: all of it is drawn
        at = []
        for line in terminal.screen.display:
            if re.match(r". [A-D] .* the result *$", line):
                cells = line.index("the result")
                wide = sum(cell_len(c) - 1 for c in line[:cells].replace(" ", "") if cell_len(c) > 1)
                at.append(cells + wide if len(line) < 80 else cells)
        assert len(at) == 4
        assert len(set(at)) == 1, terminal.screen.display
        terminal.send("q")
        assert terminal.end() == 0
    assert answers(tmp_path).interactions[0].id == "订单-to-支付"


@pytest.mark.parametrize("locale", ["C.UTF-8", "en_US.UTF-8"])
def test_bytes_that_are_no_text_end_nothing(tmp_path: Path, locale: str) -> None:
    env = {"LC_ALL": locale, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8:strict"}
    with Terminal("ask", "--plain", cwd=tmp_path, env=env) as terminal:
        terminal.wait("Sender (such")
        terminal.child.send(b"Or\xffder\r")
        terminal.wait("Receiver (such")
        terminal.press("Mail\r", "Purpose")
        terminal.press("news\r", "can continue, what must it get from Mail?")
        terminal.child.send(b"\xfe\r")
        terminal.wait("this key does nothing here")


def test_a_files_own_name_moves_no_cursor(tmp_path: Path) -> None:
    name = "a\x1b[31m\x07.yaml"
    with Terminal("interview", name, cwd=tmp_path) as terminal:
        terminal.wait(EMPTY)
        terminal.paste(FOUR)
        terminal.wait("4 rows added")
        terminal.press("q", "Your answers are in")
        terminal.end()
        assert b"\x1b[31m" not in terminal.raw
        assert b"\x07" not in terminal.raw


def test_what_people_do_not_agree_on_is_shown_until_one_answer_is_chosen(tmp_path: Path) -> None:
    said = "{value: unknown, said: [{value: result, who: Ines}, {value: nothing, who: Tom}]}"
    row = (
        "- {id: a, from: Order, to: Mail, purpose: confirmation, current: call, answers: {wants: action, needs: %s}}\n"
    )
    other = row.replace("id: a", "id: b").replace("confirmation", "invoice") % "result"
    text = f"version: 1\nsystem: {{name: S}}\ninteractions:\n{row % said}{other}"
    (tmp_path / "answers.yaml").write_text(text, encoding="utf-8")
    with Terminal("interview", "answers.yaml", cwd=tmp_path) as terminal:
        terminal.wait(KIND, "the result / nothing")
        terminal.send("0")
        terminal.send("q")
        terminal.wait(gone=KIND)
    assert answers(tmp_path).interactions[0].answers["needs"].disputed
    with Terminal("interview", "answers.yaml", "--plain", cwd=tmp_path) as terminal:
        terminal.wait('Ines says "the result" and Tom says "nothing"')
    with Terminal("interview", "answers.yaml", cwd=tmp_path) as terminal:
        terminal.wait(KIND, "the result / nothing")
        terminal.send("4")
        terminal.send("q")
        terminal.wait(gone=KIND)
    needs = answers(tmp_path).interactions[0].answers["needs"]
    assert needs.values == {"nothing"}
    assert not needs.said
