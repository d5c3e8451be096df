"""Whole interviews in a real pseudo-terminal; after each the file on disk is valid and complete."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from driver import BACKSPACE, DOWN, ENTER, ESC, UP, Terminal
from rich.cells import cell_len

from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers
from archadvisor.knowledge import load

pytestmark = pytest.mark.terminal

KNOWLEDGE = load()
ASK = "Order -> Mail: confirmation"
FOUR = (
    "Shop -> Order: place\nOrder -> Payment: authorise\nOrder -> Mail: confirmation\nOrder -> Stock, Shipping: placed\n"
)
SYSTEM = "22242224"
FAR = 400
ASKING = ("question to come", "questions to come", "the last question")
OPEN = r"\d rows? open"


def answers(folder: Path, name: str = "answers.yaml") -> Answers:
    """Return what the file on disk says; it must be valid."""
    path = folder / name
    return read(path.read_bytes(), name, KNOWLEDGE)


def given(folder: Path) -> int:
    """Return how many answers are in the file."""
    found = answers(folder)
    several = [found.system, *(p.answers for p in found.parts.values()), *(i.answers for i in found.interactions)]
    return sum(map(len, several))


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


def answer_all(terminal: Terminal, end: str, full: bool = False) -> list[str]:
    """Answer whatever is asked, by what stands on the screen; return the questions that were seen."""
    seen: list[str] = []
    for _ in range(FAR):
        text = terminal.text
        if end in text:
            return seen
        if not any(sign in text for sign in (*ASKING, "What should change?", "Enough answers:", "Enter next")):
            terminal.look()
            continue
        heads = [line for line in terminal.lines[1:6] if line]
        if heads and heads[0] not in seen and any(sign in text for sign in ASKING):
            seen.append(heads[0])
        if any(
            sign in text for sign in ("What should change?", "Enough answers:", "all rows answered", "Check the rows")
        ):
            key = ENTER
        elif "Which of these interactions" in text:
            key = "1" if "0 marked" in text else ENTER
        elif "number tick" in text:
            ticked = re.search(r"\d x ", text)
            key = ENTER if "Tick none" in text else "1" if not ticked else DOWN if re.search(OPEN, text) else ENTER
        else:
            key = number(text)
        terminal.changed(key)
    raise AssertionError(f"no {end} after {FAR} keys:\n" + "\n".join(terminal.lines))


def number(text: str) -> str:
    """Return the number that answers: mostly the first, but something is wanted done."""
    return "2" if "to do?" in text else "1"


def prompt(terminal: Terminal) -> str:
    """Return the question, where the screen is high enough for an empty line above it."""
    return terminal.lines[2]


# --- ask ---------------------------------------------------------------------------------------------------------


def test_from_the_shell_to_the_advice_and_into_the_file(tmp_path: Path) -> None:
    with Terminal("ask", ASK, cwd=tmp_path) as terminal:
        terminal.wait("Who owns this part?", "> Mail", "e examples, why", "b back")
        terminal.press("1", "What does Order want Mail to do?", "a guess: something done (c confirms it)")
        terminal.press("2", "before Order can finish its own step")
        terminal.press("3", "When would somebody complain")
        seen = answer_all(terminal, "To save it:")
        assert len(seen) <= 5
        terminal.wait("event: ", "because", "against", "Save it in answers.yaml now?")
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


def test_ask_without_an_argument_asks_for_the_parts(tmp_path: Path) -> None:
    with Terminal("ask", cwd=tmp_path, columns=160) as terminal:
        for question, answer in (("Sender", "Order"), ("Receiver", "Mail"), ("Purpose", "news")):
            terminal.wait(question)
            terminal.send(answer + ENTER)
        terminal.wait("Who owns this part?")
        terminal.press("q", "Save it")


def test_it_depends_gives_advice_for_both(tmp_path: Path) -> None:
    with Terminal("ask", ASK, cwd=tmp_path) as terminal:
        terminal.wait("Who owns this part?")
        terminal.press("1", "What does Order want")
        terminal.press("2", "before Order")
        terminal.press("d", "Purpose of the second row")
        for _ in "confirmation (2)":
            terminal.send(BACKSPACE)
        terminal.send("receipt by post")
        terminal.press(ENTER, "now there are two rows")
        answer_all(terminal, "To save it:")
        terminal.wait("Order -> Mail: receipt by post", "Order -> Mail: confirmation", "[y/N]")
        terminal.send("n\r")
        assert terminal.end() == 0


def test_a_typical_interaction_is_recognised_by_its_name(tmp_path: Path) -> None:
    with Terminal("ask", "Web -> Accounts: login", cwd=tmp_path) as terminal:
        terminal.wait("a guess: something done (c confirms it)")
        terminal.press("c", "before Web can finish its own step")


# --- interview ------------------------------------------------------------------------------------------------------


def test_a_whole_interview(tmp_path: Path) -> None:
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path) as terminal:
        terminal.wait("A user presses the most important button", "4 rows added")
        for key in SYSTEM:
            terminal.changed(key)
        terminal.wait("Tick up to three")
        seen = answer_all(terminal, "[y/N]")
        assert any("before the sender can finish" in question for question in seen)
        terminal.wait("Your answers are in answers.yaml. Next: archadvisor score answers.yaml")
        terminal.send("y\r")
        assert terminal.end() == 0
    assert (tmp_path / "report.html").stat().st_size > 10_000
    found = answers(tmp_path)
    assert len(found.interactions) == 4
    assert all("needs" in i.answers or "answer" in i.answers["wants"].values for i in found.interactions)
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_quick_ends_with_a_first_breakdown(tmp_path: Path) -> None:
    with Terminal("interview", "--quick", cwd=tmp_path) as terminal:
        terminal.wait("A user presses")
        for key in (*SYSTEM, "8", ENTER):
            terminal.changed(key)
        terminal.wait("Which of these interactions", "0 marked")
        terminal.changed("1")
        terminal.changed("3")
        terminal.press(ENTER, "Check the rows", "Web > Accounts")
        terminal.press(ENTER, "First breakdown", "Next: archadvisor interview answers.yaml", "[y/N]")
        terminal.send("n\r")
        assert terminal.end() == 0
    login = answers(tmp_path).interactions[0]
    assert "needs" not in (tmp_path / "answers.yaml").read_text()
    assert (login.id, login.current) == ("login", "call")


def test_full_asks_everything(tmp_path: Path) -> None:
    system_answered(tmp_path)
    with Terminal("interview", "--full", "--from", str(with_rows(tmp_path)), cwd=tmp_path, rows=40) as terminal:
        terminal.wait("Who owns this part?")
        seen = " ".join(answer_all(terminal, "Write the report"))
        for part in ("Can you change the interface", "Who can open", "complain", "also apply", "cost money or trust"):
            assert part in seen
        assert "Enough" not in seen


@pytest.mark.parametrize("size", [(40, 20), (200, 60)])
def test_other_sizes(tmp_path: Path, size: tuple[int, int]) -> None:
    columns, lines = size
    system_answered(tmp_path)
    where = str(with_rows(tmp_path))
    with Terminal("interview", "--from", where, cwd=tmp_path, columns=columns, rows=lines) as terminal:
        terminal.wait("Who owns this part?", "> Shop")
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
            terminal.wait_match(r"to come|the last question|Write the report|everything is answered")
            if places:
                assert prompt(terminal) == places[-1], "not where it was left"
            if "everything is answered" in terminal.text or "Write the report" in terminal.text:
                break
            if "Enough answers:" in terminal.text:
                terminal.changed(ENTER)
            before = given(tmp_path) if (tmp_path / "answers.yaml").exists() else 0
            _answer_a_page(terminal)
            if "Write the report" in terminal.text:
                break
            places.append(prompt(terminal))
            terminal.kill()
            assert given(tmp_path) > before
    assert len({*places}) >= 12


def _answer_a_page(terminal: Terminal) -> None:
    """Answer until the next question stands on the screen."""
    first = prompt(terminal)
    while prompt(terminal) == first or not any(sign in terminal.text for sign in ASKING):
        text = terminal.text
        if "Write the report" in text:
            return
        if "What should change?" in text or "Enough answers:" in text:
            terminal.changed(ENTER)
            continue
        if not any(sign in text for sign in ASKING):
            terminal.look()
            continue
        ticks = "number tick" in text
        if ticks and re.search(r"\d x ", text):
            terminal.changed(DOWN if re.search(OPEN, text) else ENTER)
        elif "all rows answered" in text:
            terminal.changed(ENTER)
        else:
            terminal.changed(number(terminal.text))


def test_a_key_that_the_screen_shows_is_on_the_disk(tmp_path: Path) -> None:
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait("A user presses")
        for number, key in enumerate(SYSTEM, start=1):
            terminal.changed(key)
            assert len(answers(tmp_path).system) == number
        terminal.kill()
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait("Tick up to three")


@pytest.mark.parametrize("how", [[], ["--plain"]], ids=["screen", "plain"])
@pytest.mark.parametrize("sig", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_signals_lose_nothing_and_leave_the_screen_as_it_was(
    tmp_path: Path, sig: signal.Signals, how: list[str]
) -> None:
    with Terminal("interview", *how, cwd=tmp_path) as terminal:
        terminal.wait("A user presses")
        terminal.press("2\r" if how else "2", "Data was changed")
        terminal.child.kill(sig)
        assert terminal.end() == 130
        assert terminal.raw.count(b"\x1b[?1049h") == terminal.raw.count(b"\x1b[?1049l") == (0 if how else 1)
        assert "your answers are in answers.yaml" in terminal.text
    assert answers(tmp_path).system["main-button"].values == {"received"}


@pytest.mark.parametrize("how", [[], ["--plain"]], ids=["screen", "plain"])
def test_a_window_that_is_really_gone_ends_with_130_and_keeps_the_answers(tmp_path: Path, how: list[str]) -> None:
    """Not the signal alone: nothing can be written to the terminal any more."""
    with Terminal("interview", *how, cwd=tmp_path) as terminal:
        terminal.wait("A user presses")
        terminal.press("2\r" if how else "2", "Data was changed")
        assert terminal.hang_up() == 130
    assert answers(tmp_path).system["main-button"].values == {"received"}


def test_control_c_ends_with_130_and_says_where_the_answers_are(tmp_path: Path) -> None:
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait("A user presses")
        terminal.press("2", "Data was changed")
        terminal.send("\x03")
        assert terminal.end() == 130
        assert "your answers are in answers.yaml" in terminal.text


def test_left_before_anything_was_answered(tmp_path: Path) -> None:
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait("A user presses")
        terminal.press("q", "There are no answers, so nothing was written.")
        assert terminal.end() == 0
    assert [*tmp_path.iterdir()] == []


def test_back_notes_who_and_wrong_keys(tmp_path: Path) -> None:
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait("A user presses")
        terminal.press("9", "this key does nothing here")
        terminal.press("x", "this key does nothing here")
        terminal.press("b", "this is the first question")
        terminal.press("n", "Note:")
        terminal.send("asked on Monday")
        terminal.press(ENTER, "note: asked on Monday")
        terminal.press("w", "Who would know:")
        terminal.send("Ada")
        terminal.press(ENTER, "ask: Ada")
        terminal.press("?", "Data was changed")
        terminal.press("1", "How high is the load in your busiest hour")
        terminal.press("b", "Data was changed", "> 1 nobody")
        terminal.press("b", "A user presses")
        terminal.press("3", "Data was changed")
        terminal.press(ENTER, "How high is the load in your busiest hour")
        terminal.press("h", "any key back", "w who would know")
        terminal.press(ESC, "How high is the load")
        terminal.press("e", "Sources:", "archadvisor explain busiest")
        terminal.press(" ", "number choose")
        terminal.press("q", "Continue with: archadvisor interview answers.yaml")
        assert terminal.end() == 0
    found = answers(tmp_path).system["main-button"]
    assert (*found.values, found.note, found.who) == ("mixed", "asked on Monday", "Ada")


def test_resize_in_the_middle_of_a_question(tmp_path: Path) -> None:
    system_answered(tmp_path)
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path, columns=100, rows=40) as terminal:
        terminal.wait("Who owns this part?", "you build it, and release it when you like")
        terminal.changed("1")
        terminal.resize(40, 20)
        terminal.wait("Who owns this part?", "> Order", gone="you build it")
        assert all(cell_len(line) <= 40 for line in terminal.lines)
        terminal.changed("2")
        terminal.resize(120, 50)
        terminal.wait("you build it, and release it when you like", "> Payment")
    parts = answers(tmp_path).parts
    assert parts["Shop"].answers["owner"].values == {"same-team"}
    assert parts["Order"].answers["owner"].values == {"other-team"}


def test_a_paste_of_two_hundred_lines(tmp_path: Path) -> None:
    system_answered(tmp_path)
    lines = [f"Part {n % 17} -> Part {n % 19}b: purpose {n}" for n in range(200)]
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait("Which of these interactions")
        terminal.paste("\n".join([*lines, "not a row"]))
        terminal.wait("200 rows added; 1 not understood: 'not a row'")
        terminal.press(ENTER, "Check the rows", "> Part 0 > Part 0b: purpose 0")
        for _ in range(30):
            terminal.send(DOWN)
        terminal.wait("> Part 13 > Part 11b: purpose 30")
        terminal.press(ENTER, "Who owns this part?", "rows open")
        terminal.send(UP)
        terminal.press("q", "Your answers are in answers.yaml")
        assert terminal.end() == 0
    assert [i.purpose for i in answers(tmp_path).interactions] == [f"purpose {n}" for n in range(200)]


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
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait("while Mail cannot be reached")
        terminal.press("1", "What should change?", "3 keep both for now")
        terminal.press("1", "before Order can finish its own step")
        terminal.press("1", gone="before Order can finish")
        terminal.press("q", "Your answers are in")
    row = answers(tmp_path).interactions[0].answers
    assert (*row["needs"].values, *row["outage"].values) == ("result", "stop")


def test_both_may_stay_for_now(tmp_path: Path) -> None:
    system_answered(tmp_path, CLASHING)
    with Terminal("interview", cwd=tmp_path) as terminal:
        terminal.wait("while Mail cannot be reached")
        terminal.press("1", "What should change?")
        terminal.press("3", gone="What should change?")
        terminal.send("q")
    row = answers(tmp_path).interactions[0].answers
    assert (*row["needs"].values, *row["outage"].values) == ("nothing", "stop")


def test_a_second_interview_on_the_same_file_says_so(tmp_path: Path) -> None:
    with Terminal("interview", cwd=tmp_path) as first:
        first.wait("A user presses")
        first.press("1", "Data was changed")
        text = (tmp_path / "answers.yaml").read_bytes()
        with Terminal("interview", cwd=tmp_path) as second:
            assert second.end() == 5
            assert "another interview has this file open" in second.text
        assert (tmp_path / "answers.yaml").read_bytes() == text
        first.press("2", "How high is the load")
    assert len(answers(tmp_path).system) == 2


def test_an_editors_change_is_noticed_and_kept(tmp_path: Path) -> None:
    system_answered(tmp_path, CLASHING)
    path = tmp_path / "answers.yaml"
    with Terminal("interview", cwd=tmp_path) as terminal:
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
    with Terminal("interview", cwd=tmp_path) as terminal:
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
        terminal.wait("everything is answered: Enter shows the advice, b goes back")
        terminal.press(ENTER, "Write the report")


# --- everywhere -----------------------------------------------------------------------------------------------------


def test_no_colour(tmp_path: Path) -> None:
    with Terminal("interview", cwd=tmp_path, env={"NO_COLOR": "1"}) as terminal:
        terminal.wait("A user presses")
        terminal.press("1", "Data was changed")
        terminal.send("q")
        assert terminal.end() == 0
        codes = re.findall(rb"\x1b\[([0-9;]*)m", terminal.raw)
        assert not [c for code in codes for c in code.split(b";") if c and (30 <= int(c) <= 49 or 90 <= int(c) <= 107)]


def test_no_unicode(tmp_path: Path) -> None:
    system_answered(tmp_path)
    env = {"LC_ALL": "C", "LANG": "C"}
    with Terminal("interview", "--from", str(with_rows(tmp_path)), cwd=tmp_path, env=env) as terminal:
        terminal.wait("Who owns this part?")
        answer_all(terminal, "[y/N]")
        terminal.send("n\r")
        assert terminal.end() == 0
        assert terminal.raw.isascii()


@pytest.mark.parametrize("env", [{}, {"TERM": "dumb"}])
def test_plain_lines_move_no_cursor(tmp_path: Path, env: dict[str, str]) -> None:
    arguments = [] if env else ["--plain"]
    with Terminal("ask", ASK, *arguments, cwd=tmp_path, env=env, rows=60) as terminal:
        terminal.wait("Mail", "Who owns this part?", "Enter next; b back")
        lines = (
            ("1", "What does Order want Mail to do?"),
            ("2", "before Order"),
            ("3", "When would somebody"),
            ("n because", "note: because"),
            ("4", "in the slowest case"),
            ("2", "cannot be reached"),
            ("3", "fails for good"),
            ("2", "cost money or trust"),
            ("1,2", "To save it:"),
        )
        for line, following in lines:
            terminal.send(line + ENTER)
            terminal.wait(following)
        terminal.wait("because", "To save it:")
        assert b"\x1b" not in terminal.raw


WIDE = """\
订单 -> 支付: 授权信用卡
订单 -> 邮件: 确认
الطلبات -> المخزون: حجز
Shop -> 库存, Mail: placed
"""


def test_names_in_chinese_and_arabic_stand_in_columns(tmp_path: Path) -> None:
    system_answered(tmp_path)
    with Terminal("interview", "--from", str(with_rows(tmp_path, WIDE)), cwd=tmp_path, rows=40) as terminal:
        terminal.wait("Who owns this part?")
        for _ in range(8):
            terminal.changed("1")
        terminal.press(ENTER, "What does the sender want")
        for _ in range(4):
            terminal.changed("2")
        at = []
        for line in terminal.screen.display:
            if line.rstrip().endswith("something done"):
                cells = line.index("something done")
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
        terminal.press("news\r", "Who owns")
        terminal.child.send(b"\xfe\r")
        terminal.wait("this key does nothing here")


def test_a_files_own_name_moves_no_cursor(tmp_path: Path) -> None:
    name = "a\x1b[31m\x07.yaml"
    with Terminal("interview", name, cwd=tmp_path) as terminal:
        terminal.wait("A user presses")
        terminal.press("2", "Data was changed")
        terminal.press("q", "Your answers are in")
        terminal.end()
        assert b"\x1b[31m" not in terminal.raw
        assert b"\x07" not in terminal.raw
