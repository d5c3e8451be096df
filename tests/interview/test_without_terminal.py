"""In a pipe, in CI, with --no-input: nothing hangs, and what is given is taken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from driver import command, environment

from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers, Origin
from archadvisor.knowledge import load
from archadvisor.knowledge.types import Scope

KNOWLEDGE = load()
ASK = "Order -> Mail: confirmation"


class Ended:
    """How a run ended."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out = done.returncode, done.stdout
        self.errors = [line.removeprefix("archadvisor: ") for line in done.stderr.splitlines()]
        assert "Traceback" not in done.stderr, done.stderr


def run(folder: Path, *arguments: str, stdin: str = "", **env: str) -> Ended:
    done = subprocess.run(
        command(*arguments),
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(env),
        timeout=30,
    )
    return Ended(done)


def answers(folder: Path, name: str = "answers.yaml") -> Answers:
    return read((folder / name).read_bytes(), name, KNOWLEDGE)


def test_ask_gives_advice_with_what_is_given(tmp_path: Path) -> None:
    unknown = run(tmp_path, "ask", "Order -> Mail: something new")
    given = run(tmp_path, "ask", ASK, "--set", "wants=action", "--set", "needs=nothing", "--set", "damage=lost,twice")
    assert (unknown.code, given.code) == (0, 0)
    assert "  not known yet" in unknown.out
    assert "settle   Can Order continue without the result from Mail?" in unknown.out
    lines = given.out.splitlines()
    assert lines[0] == ASK
    assert lines[1].startswith("  event: ")
    labels = [label for line in lines[2:] if (label := line[2:10].strip()) and not line.startswith("To save")]
    assert labels == ["because", "against", "build", "check", "form"]
    again = "--set wants=action --set needs=nothing --set damage=lost,twice"
    assert lines[-1] == f'To save it: archadvisor ask "{ASK}" {again} --add answers.yaml'
    assert [*tmp_path.iterdir()] == []


def test_ask_sets_the_parts_at_the_ends(tmp_path: Path) -> None:
    ended = run(tmp_path, "ask", ASK, "--add", "a.yaml", "--set", "to.owner=outside", "--set", "from.owner=same-team")
    assert (ended.code, ended.errors) == (0, ["saved in a.yaml"])
    parts = answers(tmp_path, "a.yaml").parts
    assert {name: part.answers["owner"].values for name, part in parts.items()} == {
        "Mail": {"outside"},
        "Order": {"same-team"},
    }


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("needs", "expected QUESTION=VALUE"),
        ("nedds=result", "did you mean 'needs'?"),
        ("needs=resullt", "did you mean 'result'?"),
        ("needs=result,nothing", "expected one value"),
        ("needs=", "expected one value"),
        ("kind=fact", "'fact' is not a value; expected facts, result, accepted,"),
        ("kind=fact", "did you mean 'facts'"),
        ("kind=facts,result", "expected one value"),
        ("kidn=facts", "did you mean 'kind'?"),
        ("order-to-male.kind=facts", "did you mean 'order-to-mail'?"),
        ("whose=ours", "no part 'order-to-mail'"),
        ("hurt=swamped,two-truths,stuck-nowhere,slow-at-peak", "at most 3"),
        ("damage=lost,none-of-these", "expected only none-of-these"),
        ("order-to-male.needs=result", "did you mean 'order-to-mail'?"),
        ("owner=outside", "no part 'order-to-mail'"),
        ("happens=paymnt:call", "did you mean 'payment'?"),
        ("happens=payment:pigeon", "expected call, message"),
    ],
)
def test_what_cannot_be_set_says_so_in_one_line(tmp_path: Path, setting: str, said: str) -> None:
    ended = run(tmp_path, "ask", ASK, "--set", setting)
    assert ended.code == 2
    assert len(ended.errors) == 1
    assert said in ended.errors[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "stored"),
    [
        (f"{joined.id}={option.value}", {d.question: set(d.values) for d in option.answers})
        for joined in KNOWLEDGE.joined.values()
        for option in joined.options
    ],
)
def test_a_question_for_several_is_set_as_what_its_option_stores(
    tmp_path: Path, setting: str, stored: dict[str, set[str]]
) -> None:
    of_part = KNOWLEDGE.joined[setting.partition("=")[0]].scope is Scope.PART
    ended = run(tmp_path, "ask", ASK, "--add", "a.yaml", "--set", f"to.{setting}" if of_part else setting)
    assert (ended.code, ended.errors) == (0, ["saved in a.yaml"])
    found = answers(tmp_path, "a.yaml")
    row = found.interactions[0]
    said = found.parts["Mail"].answers if of_part else row.answers
    assert {name: answer.values for name, answer in said.items() if not answer.origin.draft} == stored
    again = f"Mail.{setting}" if of_part else f"{row.id}.{setting}"
    before = (tmp_path / "a.yaml").read_bytes()
    assert run(tmp_path, "interview", "a.yaml", "--set", again).code == 0
    assert (tmp_path / "a.yaml").read_bytes() == before


def test_another_kind_takes_back_what_the_one_before_stored_and_keeps_the_ticks(tmp_path: Path) -> None:
    def also(*settings: str) -> dict[str, set[str]]:
        ended = run(tmp_path, "ask", ASK, "--add", "a.yaml", *(w for text in settings for w in ("--set", text)))
        assert ended.code == 0
        row = answers(tmp_path, "a.yaml").interactions[0]
        return {name: set(a.values) for name, a in row.answers.items() if not a.origin.draft and a.known}

    batch = {"wants": {"flow"}, "needs": {"nothing"}, "by-when": {"hours"}, "also": {"large", "personal"}}
    assert also("also=personal", "kind=batch") == batch
    assert also("kind=facts") == {"wants": {"answer"}, "also": {"personal"}}
    assert not answers(tmp_path, "a.yaml").interactions[0].answers.get("needs")
    assert also("kind=unknown") == {"also": {"personal"}}


def test_a_draft_of_a_question_for_several_replaces_no_word_of_the_team(tmp_path: Path) -> None:
    assert run(tmp_path, "ask", ASK, "--add", "a.yaml", "--set", "needs=nothing").code == 0
    (tmp_path / "order.py").write_text("\n" * 12)
    draft = ("interview", "a.yaml", "--set", "order-to-mail.kind=result", "--source", "order.py:12")
    before = (tmp_path / "a.yaml").read_bytes()
    refused = run(tmp_path, *draft)
    assert refused.code == 2
    assert refused.errors == [
        "order-to-mail.needs: somebody in the team said something already; a draft cannot replace it"
    ]
    assert (tmp_path / "a.yaml").read_bytes() == before
    draft = ("interview", "a.yaml", "--set", "Mail.whose=fixed", "--source", "order.py:12")
    assert run(tmp_path, *draft).code == 0
    said = answers(tmp_path, "a.yaml").parts["Mail"].answers
    assert {name: (a.origin, a.source) for name, a in said.items()} == dict.fromkeys(
        ("owner", "can-change"), (Origin.IMPORT, "order.py:12")
    )


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("src/order.py:12", "--source 'src/order.py:12': there is no file 'src/order.py' in the working folder"),
        ("src:1", "--source 'src:1': there is no file 'src' in the working folder"),
        ("src/mail.py:3", "--source 'src/mail.py:3': the file has 2 lines"),
        ("src/mail.py", "--source 'src/mail.py': expected PATH:LINE, such as src/order.py:120"),
        ("src/mail.py:0", "--source 'src/mail.py:0': expected PATH:LINE, such as src/order.py:120"),
    ],
)
def test_a_draft_names_a_line_that_is_there(tmp_path: Path, source: str, said: str) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "mail.py").write_text("one\ntwo")
    assert run(tmp_path, "ask", ASK, "--add", "a.yaml").code == 0
    before = (tmp_path / "a.yaml").read_bytes()
    refused = run(tmp_path, "interview", "a.yaml", "--set", "Mail.speaks=calls", "--source", source)
    assert (refused.code, len(refused.errors)) == (2, 1)
    assert refused.errors[0].startswith(said)
    assert (tmp_path / "a.yaml").read_bytes() == before
    draft = ("interview", "a.yaml", "--set", "Mail.speaks=calls", "--set", "busiest=same", "--source", "src/mail.py:2")
    done = run(tmp_path, *draft)
    assert (done.code, done.errors) == (
        0,
        ["wrote a.yaml: Mail.speaks=calls, busiest=same, as a draft from src/mail.py:2"],
    )
    assert (run(tmp_path, *draft, "--quiet").errors, run(tmp_path, *draft).out) == ([], done.out)
    assert answers(tmp_path, "a.yaml").parts["Mail"].answers["speaks"].source == "src/mail.py:2"


def test_interview_takes_settings_of_every_kind(tmp_path: Path) -> None:
    settings = (
        "happens=payment:call,data-sync:message,login",
        "busiest=tenfold",
        "hurt=slow-at-peak,two-truths",
        "on-call=unknown",
        "payment.needs=result",
        "payment.damage=twice,half-done",
        "data-sync.also=",
        "Payment.owner=outside",
    )
    ended = run(tmp_path, "interview", *(part for text in settings for part in ("--set", text)))
    assert ended.code == 0
    assert "Your answers are in answers.yaml. Next: archadvisor score answers.yaml" in ended.out
    found = answers(tmp_path)
    rows = {i.id: i for i in found.interactions}
    assert {name: row.current for name, row in rows.items()} == {
        "payment": "call",
        "data-sync": "message",
        "login": "",
    }
    assert found.system["hurt"].values == {"slow-at-peak", "two-truths"}
    assert not found.system["on-call"].known
    assert rows["payment"].answers["damage"].values == {"twice", "half-done"}
    assert found.parts["Payment"].answers["owner"].values == {"outside"}
    again = run(tmp_path, "interview", "--set", "happens=payment:message")
    assert again.code == 0
    assert {i.current for i in answers(tmp_path).interactions} == {"message", ""}


def test_nothing_to_go_on_is_one_line(tmp_path: Path) -> None:
    for arguments in ([], ["--no-input"], ["--plain"], ["--quick"]):
        ended = run(tmp_path, "interview", *arguments)
        assert ended.code == 2
        assert len(ended.errors) == 1
        assert "no answers were given" in ended.errors[0]
    assert [*tmp_path.iterdir()] == []


def test_no_input_asks_nobody(tmp_path: Path) -> None:
    assert run(tmp_path, "ask").code == 2
    assert run(tmp_path, "ask", ASK, "--no-input").code == 0


LINES = "- Order -> Mail: confirmation\n1. Order → Stock, Shipping: placed\n\nA => B\nnonsense\n"
CSV = 'from,to,purpose,current\nOrder,Mail,confirmation,call\nOrder,"Stock, Shipping","placed, in a hurry",message\n'
MARKDOWN = "| For | From | To | Now |\n|---|:--|---|---|\n| news | Order | Mail | call |\n| b | A | C; D | file |\n"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            LINES,
            [
                ("Order", ("Mail",), "confirmation", ""),
                ("Order", ("Stock", "Shipping"), "placed", ""),
                ("A", ("B",), "A to B", ""),
            ],
        ),
        (
            CSV,
            [
                ("Order", ("Mail",), "confirmation", "call"),
                ("Order", ("Stock", "Shipping"), "placed, in a hurry", "message"),
            ],
        ),
        (MARKDOWN, [("Order", ("Mail",), "news", "call"), ("A", ("C", "D"), "b", "file")]),
        ("Order\tMail\tnews\r\nA\tB\tc\r\n", [("Order", ("Mail",), "news", ""), ("A", ("B",), "c", "")]),
    ],
)
def test_rows_from_a_file(tmp_path: Path, text: str, rows: list[tuple[object, ...]]) -> None:
    (tmp_path / "rows").write_text(text, encoding="utf-8", newline="")
    first = run(tmp_path, "interview", "--from", "rows")
    second = run(tmp_path, "interview", "other.yaml", "--from", "-", stdin=text)
    assert (first.code, second.code) == (0, 0)
    for name in ("answers.yaml", "other.yaml"):
        found = answers(tmp_path, name).interactions
        assert [(i.sender, i.receivers, i.purpose, i.current) for i in found] == rows


def test_what_is_not_understood_is_said(tmp_path: Path) -> None:
    ended = run(tmp_path, "interview", "--from", "-", stdin=LINES)
    assert "3 rows added; 1 not understood: 'nonsense' (line 5)" in ended.errors


def test_rows_that_are_read_can_be_set_in_the_same_command(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("#,Sender,Receiver,What,Today\n1,Shop,Mail,news,Kafka\n2,Shop,Bank,pay,pigeon\n")
    settings = ("Shop.owner=outside", "shop-to-bank.needs=result", "happens=login:call")
    words = [part for text in settings for part in ("--set", text)]
    ended = run(tmp_path, "interview", "a.yaml", "--from", "rows.csv", *words)
    assert (ended.code, ended.errors) == (0, ["2 rows added; today's way not understood: 'pigeon' (line 3)"])
    found = answers(tmp_path, "a.yaml")
    assert [(i.id, i.current) for i in found.interactions] == [
        ("shop-to-mail", "message"),
        ("shop-to-bank", ""),
        ("login", "call"),
    ]
    assert found.parts["Shop"].answers["owner"].values == {"outside"}
    assert found.interactions[1].answers["needs"].values == {"result"}


def test_a_setting_that_is_wrong_keeps_no_rows(tmp_path: Path) -> None:
    ended = run(
        tmp_path, "interview", "a.yaml", "--from", "-", "--set", "Shp.owner=outside", stdin="Shop -> Mail: news"
    )
    assert (ended.code, len(ended.errors)) == (2, 1)
    assert "did you mean 'Shop'?" in ended.errors[0]
    assert not (tmp_path / "a.yaml").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "latin-1"])
def test_rows_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    text = "From\tTo\tWhat\r\nBüro\tMüller\tgrüßen\r\n"
    (tmp_path / "rows").write_bytes((f"\ufeff{text}" if encoding == "utf-16-be" else text).encode(encoding))
    ended = run(tmp_path, "interview", "--from", "rows")
    assert (ended.code, ended.errors) == (0, ["1 row added"])
    (row,) = answers(tmp_path).interactions
    assert (row.sender, row.receivers, row.purpose) == ("Büro", ("Müller",), "grüßen")


def test_like_an_example(tmp_path: Path) -> None:
    assert run(tmp_path, "interview", "--like", "web-shop").code == 0
    assert len(answers(tmp_path).interactions) == 8
    again = run(tmp_path, "interview", "--like", "web-shop")
    assert (again.code, again.errors) == (5, ["'answers.yaml' already exists; nothing was written"])
    assert run(tmp_path, "interview", "x.yaml", "--like", "webshop").code == 2


def test_open_questions_by_who_can_answer(tmp_path: Path) -> None:
    ended = run(tmp_path, "interview", "--like", "web-shop")
    assert "To ask: business\n- Order > Fraud: rate the risk - " in ended.out
    assert "(Head of sales)" in ended.out


def test_quick_counts_and_keeps_only_what_is_said(tmp_path: Path) -> None:
    happens = ("--set", "happens=payment:call,notification:call")
    asked = run(tmp_path, "interview", "other.yaml", "--quick", *happens)
    assert "Two decisions are open." in " ".join(asked.out.split()), "what the sender must get is never assumed"
    said = [f"{row}={value}" for row, value in (("payment.needs", "result"), ("notification.needs", "nothing"))]
    settings = [
        part for text in (*said, "payment.wants=action", "notification.wants=action") for part in ("--set", text)
    ]
    ended = run(tmp_path, "interview", "--quick", *happens, *settings)
    assert "1 request, 1 event." in ended.out
    assert "answers that are usual here were not confirmed, and not counted. To see them: " in ended.out
    assert "To see them: archadvisor interview answers.yaml\n" in ended.out
    assert "Next: archadvisor interview answers.yaml" in ended.out
    text = (tmp_path / "answers.yaml").read_text()
    assert not [word for word in ("takes", "damage", "owner", "from: archetype") if word in text]


def test_an_unknown_role(tmp_path: Path) -> None:
    ended = run(tmp_path, "interview", "--for", "bosses", "--set", "busiest=same")
    assert (ended.code, ended.errors) == (2, ["--for 'bosses': expected business, development, operations"])


# --- the blank questionnaire ---------------------------------------------------------------------------------------


def test_the_questionnaire_has_every_question_by_role(tmp_path: Path) -> None:
    text = run(tmp_path, "questions").out
    found = json.loads(run(tmp_path, "questions", "--format", "json").out)
    assert [q["id"] for q in found["questions"]] == [*KNOWLEDGE.questions]
    assert set(found["roles"]) == set(load().roles)
    for question in KNOWLEDGE.questions.values():
        assert text.count(f"`{question.id}`") == len(question.ask)
        assert [o["value"] for o in next(q for q in found["questions"] if q["id"] == question.id)["options"]] == [
            o.value for o in question.options
        ]
    assert "{" not in text
    for role in load().roles:
        assert f"\n## {role.capitalize()}\n" in text


def test_the_questionnaire_has_two_formats(tmp_path: Path) -> None:
    ended = run(tmp_path, "questions", "--format", "jsn")
    assert (ended.code, ended.errors) == (2, ["--format 'jsn': expected markdown, json; did you mean json?"])


# --- completion ------------------------------------------------------------------------------------------------------


def completed(folder: Path, *words: str, shell: str = "bash") -> list[str]:
    env = {"_ARCHADVISOR_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        env |= {"COMP_WORDS": "\n".join(("archadvisor", *words)), "COMP_CWORD": str(len(words))}
    else:
        env |= {"_TYPER_COMPLETE_ARGS": " ".join(("archadvisor", *words)), "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    return [line.partition("\t")[0] for line in run(folder, **env).out.split()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("score", "a"), ["answers.yaml"]),
        (("score", "answers.yaml", "--format", "h"), ["html"]),
        (("questions", "--format", "j"), ["json"]),
        (("diff", "answers.yaml", "a"), ["answers.yaml"]),
        (("diff", "answers.yaml", "--format", "com"), ["comment"]),
        (("diff", "answers.yaml", "--set", "needs", "=", "re"), ["result"]),
        (("interview", "--for", "dev"), ["development"]),
        (("interview", "--like", "web"), ["web-shop"]),
        (("interview", "--set", "need"), ["needs="]),
        (("interview", "--set", "order-to-fr"), None),
        (("interview", "--set", "needs", "=", "re"), ["result"]),
        (("interview", "--set", "order-to-mail.needs", "=", "acc"), ["accepted"]),
        (("interview", "--set", "happens", "=", "pay"), ["payment:"]),
        (("interview", "--set", "happens", "=", "payment", ":", "ca"), ["call"]),
        (("ask", "x", "--add", "ans"), ["answers.yaml"]),
        (("explain", "needs.acc"), ["needs.accepted"]),
    ],
)
def test_completion_in_bash(tmp_path: Path, words: tuple[str, ...], expected: list[str] | None) -> None:
    (tmp_path / "answers.yaml").write_bytes(
        b"version: 1\nsystem: {name: x}\ninteractions:\n- {id: order-to-fraud, from: Order, to: [Fraud], purpose: p}\n"
        b"- {id: order-to-mail, from: Order, to: [Mail], purpose: p}\n"
    )
    (tmp_path / "notes.txt").touch()
    found = completed(tmp_path, *words)
    if expected is None:
        assert "order-to-fraud.needs=" in found
        assert not [name for name in found if not name.startswith("order-to-fr")]
    else:
        assert found == expected


def test_completion_in_other_shells_completes_the_whole_word(tmp_path: Path) -> None:
    assert completed(tmp_path, "interview", "--set", "needs=re", shell="fish") == ["needs=result"]


def test_completion_never_speaks_of_faults(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("version: [", encoding="utf-8")
    assert completed(tmp_path, "interview", "--set", "needs=re", shell="fish") == ["needs=result"]


# --- start-up --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("score", "answers.yaml"), ("ask", ASK)])
def test_no_terminal_toolkit_where_nobody_is_asked(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "answers.yaml").write_text("version: 1\nsystem: {name: x}\n", encoding="utf-8")
    code = (
        f"import sys; sys.argv = ['archadvisor', *{list(arguments)!r}]\n"
        "from archadvisor.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "assert 'prompt_toolkit' not in sys.modules\n"
        "assert 'archadvisor.cli.completion' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, env=environment(), stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["answers.yaml"]


PARTS_FIRST = """version: 1
system: {name: Shop}
parts:
  Order: {owner: outside}   # asked Ann
  Mail: {owner: other-team}
"""


@pytest.mark.parametrize(
    "words",
    [
        ["ask", "A -> B: c", "--add", "a.yaml", "--no-input"],
        ["interview", "a.yaml", "--no-input", "--set", "happens=login:call"],
        ["interview", "a.yaml", "--no-input", "--from", "rows"],
    ],
    ids=["ask", "set", "from"],
)
def test_parts_that_no_row_names_yet_stay_and_the_file_can_be_read(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "a.yaml").write_text(PARTS_FIRST)
    (tmp_path / "rows").write_text("A -> B: c\n")
    assert run(tmp_path, *words).code == 0
    assert PARTS_FIRST.rstrip() in (tmp_path / "a.yaml").read_text()
    assert set(answers(tmp_path, "a.yaml").parts) >= {"Order", "Mail"}
    assert run(tmp_path, "score", "a.yaml", "--brief").code == 0


@pytest.mark.parametrize(
    "text",
    ["A" + " " * 60_000 + "-> B: c", "A " + "-" * 80_000, 'A,B,"' + "x" * 140_000 + '"', "|" * 60_000],
    ids=["blanks", "dashes", "cell", "bars"],
)
def test_a_line_that_is_no_row_takes_no_time(tmp_path: Path, text: str) -> None:
    done = run(tmp_path, "interview", "a.yaml", "--no-input", "--from", "-", stdin=f"{text}\nC -> D: e\n")
    assert done.code == 0
    assert [row.sender for row in answers(tmp_path, "a.yaml").interactions] == ["C"]
    assert done.errors[0].startswith("1 row added; 1 not understood")


@pytest.mark.slow
def test_thousands_of_rows_with_the_same_ends(tmp_path: Path) -> None:
    rows = "".join(f"A -> B: c{number}\n" for number in range(3000))
    assert run(tmp_path, "interview", "a.yaml", "--no-input", "--from", "-", stdin=rows).code == 0
    assert [row.id for row in answers(tmp_path, "a.yaml").interactions][:3] == ["a-to-b", "a-to-b-2", "a-to-b-3"]
