"""The command line itself: usage errors are one line and exit 2, explain and new, what the environment changes."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from subprocess import PIPE

import pytest
from program import INTERACTION, MB, SMALLEST, Ended, command, environment, run, snapshot
from typer import Abort

from archadvisor import __version__, cli
from archadvisor.cli import app
from archadvisor.errors import UsageError
from archadvisor.knowledge import load
from archadvisor.knowledge.conditions import AllOf, AnyOf, Is, Not
from archadvisor.knowledge.types import Done
from archadvisor.reports.explanation import sorts
from archadvisor.reports.explanation.lines import say_condition
from archadvisor.reports.report import FORMATS
from archadvisor.text.names import UNNAMED, joined

ROOT = Path(__file__).resolve().parents[2]
SUFFIXES = ", ".join(suffix for fmt in FORMATS.values() for suffix in fmt.suffixes)
EXAMPLE = ROOT / "examples" / "web-shop" / "answers.yaml"
KINDS = f" There are {joined(list(sorts(load())), 'and')}; explain one of these to list its entries"


def refused(*arguments: str, cwd: Path, code: int = 2) -> str:
    """Return the one line that a refused command line gets; nothing is written."""
    before = snapshot(cwd)
    done = run(*arguments, cwd=cwd)
    assert (done.code, len(done.errors)) == (code, 1), done
    assert snapshot(cwd) == before
    return done.errors[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_bytes(INTERACTION)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["scor", "a.yaml"], "No such command 'scor'. Did you mean 'score'?"),
        (["score"], "Missing argument 'ANSWERS'."),
        (["score", "a.yaml", "b.yaml"], "Got unexpected extra argument(s) (b.yaml)"),
        (["score", "a.yaml", "--formt", "json"], "No such option: --formt (Possible options: --format)"),
        (["--bogus"], "No such option: --bogus (Possible options: --verbose)"),
        (["score", "a.yaml", "--format"], "Option '--format' requires an argument."),
        (["score", "a.yaml", "--output"], "Option '--output' requires an argument."),
        (
            ["score", "a.yaml", "--format", "jsn"],
            f"--format 'jsn': expected {', '.join(FORMATS)}; did you mean json?",
        ),
        (["score", "a.yaml", "--format", ""], f"--format '': expected {', '.join(FORMATS)}"),
        (
            ["score", "a.yaml", "-o", "x.pdf"],
            f"--output 'x.pdf': unknown suffix; expected one of {SUFFIXES}, or --format",
        ),
        (
            ["score", "a.yaml", "-o", ""],
            f"--output '': unknown suffix; expected one of {SUFFIXES}, or --format",
        ),
        (["score", "a.yaml", "--date", "2024-13-01"], "--date '2024-13-01' is not a date; expected YYYY-MM-DD"),
        (["score", "a.yaml", "--date", "20240101"], "--date '20240101' is not a date; expected YYYY-MM-DD"),
        (["score", "a.yaml", "--date", "1.1.2024"], "--date '1.1.2024' is not a date; expected YYYY-MM-DD"),
        (["score", "a.yaml", "--date"], "--date '' is not a date; expected YYYY-MM-DD"),
        (["--date"], "--date '' is not a date; expected YYYY-MM-DD"),
        (["score", "a.yaml", "--date", "--quiet"], "--date '--quiet' is not a date; expected YYYY-MM-DD"),
        (["new", "x.yaml", "--like", "webshop"], "--like 'webshop': expected blank, crud, iot, web-shop"),
        (["explain", "neds"], f"no entry has the name 'neds'; did you mean 'needs'?{KINDS}"),
        (
            ["explain", "call-chan"],
            f"no entry has the name 'call-chan'; did you mean 'call-chain', 'term-call-chain' or 'can-change'?{KINDS}",
        ),
        (
            ["explain", "question"],
            f"no entry has the name 'question'; did you mean 'questions', 'decision' or 'fu-compensation'?{KINDS}",
        ),
        (
            ["explain", "needs.reslt"],
            "no entry has the name 'needs.reslt'; did you mean 'needs.result' or 'needs.accepted'?",
        ),
        (
            ["explain", "needs.zz"],
            "no entry has the name 'needs.zz'; did you mean 'needs.result'?",
        ),
        (
            ["explain", "owner.0123456789"],
            "no entry has the name 'owner.0123456789'; expected owner.same-team, owner.other-team or owner.outside",
        ),
        (["explain", "grouns"], f"no entry has the name 'grouns'; did you mean 'grounds' or 'gone'?{KINDS}"),
        (["explain", ""], f"no entry has the name ''.{KINDS}"),
        (
            ["explain", "\x1b[31m\nneeds"],
            f"no entry has the name '\\x1b[31m\\nneeds'; did you mean 'needs'?{KINDS}",
        ),
        (["explain", "x" * 5000], f"no entry has the name '{'x' * 59}…'.{KINDS}"),
        (
            ["new", "answers.schema.json"],
            "answers.schema.json is the name of the schema; choose another name for the answers",
        ),
    ],
)
def test_usage_errors_are_one_line(arguments: list[str], said: str, folder: Path) -> None:
    assert refused(*arguments, cwd=folder) == said


@pytest.mark.parametrize("arguments", [["sc\x1b[31m\nx"], ["--o\x1b[31m\n"], ["score", "a", "\x1b]0;x\x07\nb"]])
def test_hostile_arguments_stay_inert(arguments: list[str], folder: Path) -> None:
    assert "31m" in (line := refused(*arguments, cwd=folder)) or "]0;x" in line


def test_version_and_help(folder: Path) -> None:
    assert run("--version", cwd=folder).out == f"archadvisor {__version__}\n"
    assert run("score", "--version", cwd=folder).out == f"archadvisor {__version__}\n"
    for arguments in (["--help"], ["-h"], ["score", "--help"], ["new", "-h"], ["explain", "--help"]):
        done = run(*arguments, cwd=folder)
        assert (done.code, done.errors) == (0, [])
        assert done.out.startswith("Usage: archadvisor")


def test_global_options_may_stand_anywhere(folder: Path) -> None:
    first = run("--date", "2024-02-29", "--quiet", "score", "a.yaml", "--format", "json", cwd=folder)
    after = run("score", "a.yaml", "--quiet", "--format", "json", "--date=2024-02-29", cwd=folder)
    assert first.code == 0
    assert first.out == after.out
    assert json.loads(first.out)["date"] == "2024-02-29"


def test_a_file_named_like_an_option(tmp_path: Path) -> None:
    (tmp_path / "--date").write_bytes(SMALLEST)
    assert run("score", "--", "--date", cwd=tmp_path).code == 0


# --- the program alone -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 80])
def test_alone_in_an_empty_folder_says_what_it_is_for_and_how_to_begin(columns: int, tmp_path: Path) -> None:
    done = run(cwd=tmp_path, env={"COLUMNS": str(columns)})
    lines = done.out.splitlines()
    assert (done.code, done.errors) == (0, [])
    assert len(lines) <= 12
    assert max(map(len, lines)) <= columns
    said = " ".join(lines)
    for word in ("request", "event", "archadvisor interview", "archadvisor new --like web-shop"):
        assert word in said
    assert not [*tmp_path.iterdir()]


@pytest.mark.slow
@pytest.mark.parametrize("columns", [40, 80])
def test_alone_names_commands_that_can_be_pasted(columns: int, tmp_path: Path) -> None:
    joined_lines = run(cwd=tmp_path, env={"COLUMNS": str(columns)}).out.replace("\\\n", " ").splitlines()
    ask, interview, new = (shlex.split(line)[1:] for line in joined_lines if line.startswith("  "))
    assert ask == ["ask", "Order -> Mail: confirmation"]
    assert run(*ask, cwd=tmp_path).code == 0
    assert run(*new, cwd=tmp_path).code == 0
    assert run(*interview, cwd=tmp_path).code == 0


@pytest.mark.parametrize("columns", [40, 80])
def test_alone_beside_answers_shows_their_advice_and_what_goes_on(columns: int, tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "web-shop" / "answers.yaml", tmp_path)
    env = {"COLUMNS": str(columns)}
    done, brief = run(cwd=tmp_path, env=env), run("score", "answers.yaml", "--brief", cwd=tmp_path, env=env)
    assert (done.code, done.errors) == (0, [])
    assert done.out.startswith(brief.out)
    more = done.out.removeprefix(brief.out).splitlines()
    assert max(map(len, more)) <= columns
    assert " ".join(more[:-2]) == "1 open question and 7 guesses to confirm. Continue with:"
    assert more[-2:] == ["  archadvisor interview answers.yaml", "All commands: archadvisor --help"]


def test_alone_beside_answers_without_a_row_goes_on_with_the_interview(tmp_path: Path) -> None:
    run("new", cwd=tmp_path)
    assert run(cwd=tmp_path).out.splitlines()[-3:] == [
        "No interaction yet. Continue with:",
        "  archadvisor interview answers.yaml",
        "All commands: archadvisor --help",
    ]


def test_alone_where_nothing_is_open_names_no_interview(tmp_path: Path) -> None:
    ask = ["ask", "A -> B: p", "--add", "answers.yaml", "--no-input", "--set", "wants=answer", "--set", "needs=result"]
    assert run(*ask, cwd=tmp_path).code == 0
    done = run(cwd=tmp_path)
    assert (done.code, done.out.splitlines()[-1]) == (0, "All commands: archadvisor --help")
    assert "archadvisor interview" not in done.out


def test_alone_beside_wrong_answers_tells_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("version: [", encoding="utf-8")
    assert refused(cwd=tmp_path, code=3) == refused("score", "answers.yaml", cwd=tmp_path, code=3)


def test_alone_waits_for_nobody(tmp_path: Path) -> None:
    """Standard input is a pipe that stays open."""
    waiting = subprocess.Popen(command(), cwd=tmp_path, env=environment(), stdin=PIPE, stdout=PIPE, stderr=PIPE)
    assert waiting.wait(timeout=20) == 0
    waiting.communicate()


# --- explain -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("name", ["needs", "needs.result", "payment"])
def test_explain_fits(name: str, columns: int, folder: Path) -> None:
    done = run("explain", name, cwd=folder, env={"COLUMNS": str(columns)})
    assert done.code == 0
    words = max(len(word) for word in done.out.split())
    assert max(len(line) for line in done.out.splitlines()) <= max(columns, words + 20)


def explain(*names: str, folder: Path) -> list[str]:
    return run("explain", *names, cwd=folder, env={"COLUMNS": "100"}).out.splitlines()


def labelled(lines: list[str], label: str) -> list[str]:
    return [line.removeprefix(label).strip() for line in lines if line.startswith(label)]


def test_explain_a_question_ends_with_where_to_see_real_systems_and_their_bias(folder: Path) -> None:
    selection = load().method.selection
    for name in ("needs", "takes", "owner"):
        said = " ".join(" ".join(explain(name, folder=folder)).split())
        assert re.search(rf"examples by name: archadvisor explain {name}\.[\w-]+ {re.escape(selection)}$", said)
    assert labelled(explain("can-change", folder=folder), "real systems") == ["no data from real systems"]


@pytest.mark.parametrize("name", ["ten-minutes.cannot", "can-change.not"])
def test_explain_an_answer_that_no_real_system_was_asked_for_says_so(name: str, folder: Path) -> None:
    assert labelled(explain(name, folder=folder), "real systems") == ["no data from real systems"]
    assert "no real system was asked" not in "\n".join(explain("needs.result", folder=folder))


@pytest.mark.slow
@pytest.mark.parametrize("columns", [40, 80])
def test_explain_alone_says_what_there_is(columns: int, folder: Path) -> None:
    done = run("explain", cwd=folder, env={"COLUMNS": str(columns)})
    assert (done.code, done.errors) == (0, [])
    assert max(map(len, done.out.splitlines())) <= columns
    said = " ".join(done.out.split())
    for kind, entries in sorts(load()).items():
        assert re.search(rf"\b{kind} .*\({len(entries)}, such as {min((e.id for e in entries), key=len)}\)", said)
    for shown in re.findall(r"archadvisor explain ([a-z.-]+)", said):
        assert explain(shown, folder=folder)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("decision", "decision What the team chose for an interaction"),
        ("decided otherwise", "decision What the team chose"),
        ("Grounds", "grounds The answers on which a decision rests"),
        ("draft", "draft An answer that nobody in the team has confirmed"),
        ("guess", "draft An answer that nobody in the team has confirmed"),
        ("ADR", "ADR Architecture decision record: "),
        ("decision records", "ADR Architecture decision record: "),
        ("MADR", "MADR Markdown Architectural Decision Records: "),
    ],
)
def test_explain_knows_the_words_of_the_program(name: str, said: str, folder: Path) -> None:
    assert " ".join(" ".join(explain(name, folder=folder)).split()).startswith(said)


def test_explain_looks_a_row_up_in_the_answers_of_the_folder(tmp_path: Path) -> None:
    assert refused("explain", "order-to-mail", cwd=tmp_path).startswith("no entry has the name 'order-to-mail'; did")
    shutil.copy(EXAMPLE, tmp_path)
    for name in ("order-to-mail", "5"):
        told = explain(name, folder=tmp_path)
        assert told == explain(name, "answers.yaml", folder=tmp_path)
        assert told[0].startswith("interaction ")
    assert explain("needs", folder=tmp_path)[0].startswith("question ")
    said = refused("explain", "order-to-mial", cwd=tmp_path)
    assert said.startswith("no entry and no row has the name 'order-to-mial'; did you mean 'order-to-mail'")
    assert refused("explain", "9", cwd=tmp_path).startswith("no entry and no row has the name '9'")


def test_explain_tells_of_answers_in_which_no_row_can_be_looked_up(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text("version: 1\nsystem: {}\n", encoding="utf-8")
    said = refused("explain", "order-to-mail", cwd=tmp_path)
    assert said.startswith("no entry has the name 'order-to-mail'")
    assert ". No row could be looked up: answers.yaml:2:9: " in said
    assert explain("needs", folder=tmp_path)[0].startswith("question ")


def test_an_entry_comes_before_a_row_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_bytes(INTERACTION.replace(b"id: a\n", b"id: payment\n"))
    assert explain("payment", folder=tmp_path)[0].startswith("archetype ")
    assert explain("payment", "answers.yaml", folder=tmp_path)[0].startswith("interaction ")


@pytest.mark.parametrize("kind", ["questions", "joined", "gates", "findings"])
def test_explain_a_kind_lists_its_entries(kind: str, folder: Path) -> None:
    listed = [line for line in explain(kind, folder=folder) if not line.startswith(" ")]
    assert listed == [entry.id for entry in sorts(load())[kind]]


@pytest.mark.parametrize(
    "name",
    [q if n % 6 == 0 else pytest.param(q, marks=pytest.mark.slow) for n, q in enumerate(load().questions)],
)
def test_explain_a_question_shows_weights_only_when_asked(name: str, folder: Path) -> None:
    question, rules = load().questions[name], [rule.id for rule in load().rules if rule.question == name]
    told, told_with = explain(name, folder=folder), explain(name, "--rules", folder=folder)
    assert all(labelled(told, option.value) for option in question.options)
    assert not re.search(r"\d \((slight|clear|strong|decisive|ruling)\)", "\n".join(told))
    assert labelled(told, "weights") == ([f"archadvisor explain {name} --rules"] if rules else [])
    assert not labelled(told_with, "weights")
    assert all(f": {rule}" in " ".join(" ".join(told_with).split()) for rule in rules)


def test_explain_an_option_shows_weights_only_when_asked(folder: Path) -> None:
    assert labelled(explain("needs.result", folder=folder), "weights") == ["archadvisor explain needs.result --rules"]
    assert not labelled(explain("needs.result", folder=folder), "evidence")
    assert labelled(explain("needs.result", "--rules", folder=folder), "evidence") == [
        "request 2.0 (decisive): needs-the-result"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", [*load().joined])
def test_explain_a_question_for_several_tells_what_each_option_stores(name: str, folder: Path) -> None:
    told = " ".join(" ".join(explain(name, folder=folder)).split())
    for option in load().joined[name].options:
        stored = "stores " + ", ".join(f"{d.question}: {' '.join(d.values)}" for d in option.answers)
        example = UNNAMED.fill(option.example)
        assert f"{option.value} {UNNAMED.fill(option.label)} ({example}) {stored}" in told
        alone = explain(f"{name}.{option.value}", folder=folder)
        assert stored in " ".join(" ".join(alone).split())
        assert labelled(alone, "details") == [
            f"archadvisor explain {d.question}.{value}" for d in option.answers for value in d.values
        ]
    assert run("explain", f"{name}.zz", cwd=folder).errors[0].startswith(f"no entry has the name '{name}.zz'")


def test_explain_tells_which_rule_holds_when(folder: Path) -> None:
    shown_rules = explain("can-change", "--rules", folder=folder)
    told = [line.strip().removeprefix("- ") for line in shown_rules if " (ruling) " in line]
    assert told[0].startswith("request 10.0 (ruling) of the sender if from.speaks is calls and needs is result")
    assert len(labelled(explain("can-change.not", "--rules", folder=folder), "evidence")) == len(told) == 2
    rules = [rule for rule in load().rules if rule.question == "stands-still"]
    shown = " ".join(" ".join(explain("stands-still", "--rules", folder=folder)).split())
    assert len(rules) > 3
    for rule in rules:
        assert re.search(rf"- {rule.favours} [\d.]+ \({rule.step_name}\)( if [^:]+)?: {rule.id}\b", shown)


def test_explain_marks_what_is_accepted_first(folder: Path) -> None:
    both = {p.id for p in load().precedents if p.style is Done.BOTH}
    parts = " ".join(" ".join(explain("takes.minutes", folder=folder)).split()).split("by event ")[1:]
    named = {part.partition("(")[2].partition(",")[0]: part for part in parts}
    assert named.keys() & both
    for name, part in named.items():
        assert part.startswith("accepted first, processed in the background: ") == (name in both)


def test_explain_a_gate_tells_what_holds_otherwise(folder: Path) -> None:
    for gate in load().gates:
        (otherwise,) = labelled(explain(gate.id, folder=folder), "otherwise")
        assert otherwise == f"{gate.otherwise}, the evidence decides"


def test_conditions_are_told_so_that_they_read_one_way() -> None:
    needs, takes = Is("needs", frozenset({"accepted"})), Is("takes", frozenset({"hours", "minutes"}))
    assert say_condition(AllOf((needs, Not(takes)))) == "needs is accepted and takes is neither hours nor minutes"
    assert say_condition(Not(AllOf((needs, Not(takes))))) == "needs is not accepted or takes is hours/minutes"
    assert say_condition(AllOf((takes, Not(AllOf((needs, takes)))))) == (
        "takes is hours/minutes and (needs is not accepted or takes is neither hours nor minutes)"
    )
    assert say_condition(Not(AnyOf((needs, takes)))) == "not (needs is accepted or takes is hours/minutes)"
    assert say_condition(Not(Is("to.can-change", frozenset({"not"})))) == 'to.can-change is not "not"'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "first"),
    [
        *(("tie", "tie"), ("confidence", "confidence"), ("saga", "saga"), ("leaning", "leaning"), ("open", "open")),
        *(("thin event", "form +thin event"), ("kept in one service", "form +kept in one service")),
        *(("Dead letter QUEUE", "safeguard +dead-letter queue"), ("dead-letter-queue", "safeguard +dead-letter queue")),
        *(("outbox", "safeguard +transactional outbox"), ("new", "change or new"), ("leans to", "leaning")),
        *(("Synchronous fan-out", "finding +Synchronous fan-out"), ("TERM SAGA", "saga"), ("Needs", "question")),
    ],
)
def test_explain_knows_the_words_that_a_report_prints(words: str, first: str, folder: Path) -> None:
    told = explain(words, folder=folder)
    assert re.match(rf"{first}\b", told[0])
    assert explain(*words.split(), folder=folder) == told


@pytest.mark.slow
def test_every_word_in_the_table_and_beside_a_trouble_is_explained(folder: Path) -> None:
    report = json.loads(run("score", str(EXAMPLE), "--format", "json", cwd=ROOT).out)
    shown = {row["form_name"] for row in report["interactions"]} | {one["name"] for one in report["findings"]}
    shown |= {"clear", "leaning", "tie", "open", "fixed", "not known", "request", "event", "change", "new", "note"}
    shown |= {"solved", "reduced", "stays"}
    for word in shown - {"Calls without a timeout or circuit breaker"}:  # two findings have that name
        assert run("explain", *word.split(), cwd=folder).code == 0, word


def test_a_word_is_an_answers_file_only_where_it_is_one(folder: Path) -> None:
    assert (
        "no entry has the name 'order-to-mail event'." in run("explain", "order-to-mail", "event", cwd=folder).errors[0]
    )
    for name in ("event.yaml", "event.yml", "event.json", "./event"):
        assert "No such file" in run("explain", "order-to-mail", name, cwd=folder).errors[0]
    (folder / "event").write_bytes(EXAMPLE.read_bytes())
    assert explain("order-to-mail", "event", folder=folder)[0].startswith("interaction")


def test_explain_is_ascii_where_stdout_is(folder: Path) -> None:
    done = run("explain", "payment", cwd=folder, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert done.code == 0
    assert done.out.isascii()


# --- new -----------------------------------------------------------------------------------------------------

LIKE = ["blank", "crud", "iot", "web-shop"]


@pytest.mark.parametrize("like", LIKE)
def test_new_scores_at_once(like: str, tmp_path: Path) -> None:
    done = run("new", "--like", like, cwd=tmp_path)
    assert done.code == 0
    assert done.errors == [
        "wrote answers.yaml",
        "wrote answers.schema.json",
        "next: archadvisor score answers.yaml",
    ]
    assert run("score", "answers.yaml", cwd=tmp_path).code == 0
    printed = run("new", "-", "--like", like, cwd=tmp_path)
    assert printed.out == (tmp_path / "answers.yaml").read_text(encoding="utf-8")
    assert printed.errors == []


@pytest.mark.parametrize("kind", ["file", "folder", "link to nothing", "link to itself"])
def test_new_overwrites_nothing(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "x.yaml"
    if kind == "file":
        target.write_text("mine")
    elif kind == "folder":
        target.mkdir()
    else:
        target.symlink_to("nowhere" if kind == "link to nothing" else "x.yaml")
    said = refused("new", "x.yaml", cwd=tmp_path, code=5)
    assert said == "'x.yaml' already exists; nothing was written"


def test_new_leaves_a_schema_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "answers.schema.json").write_text("mine")
    done = run("new", cwd=tmp_path)
    assert done.errors == ["wrote answers.yaml", "next: archadvisor score answers.yaml"]
    assert (tmp_path / "answers.schema.json").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere/x.yaml", "No such file or directory"),
        ("file/x.yaml", "Not a directory"),
        ("x" * 300, "File name too long"),
    ],
)
def test_new_where_nothing_can_be_written(name: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert refused("new", name, cwd=tmp_path, code=5).endswith(f": {why}")


def test_new_says_a_command_that_can_be_pasted(tmp_path: Path) -> None:
    done = run("new", "my answers; rm -rf x.yaml", cwd=tmp_path)
    assert done.errors[-1] == "next: archadvisor score 'my answers; rm -rf x.yaml'"
    assert run("new", "quiet.yaml", "--quiet", cwd=tmp_path).errors == []


def test_report_says_a_command_that_can_be_pasted(tmp_path: Path) -> None:
    (tmp_path / "my answers; reboot.yaml").write_bytes(INTERACTION)
    done = run("score", "my answers; reboot.yaml", cwd=tmp_path, env={"COLUMNS": "200"})
    assert "archadvisor score 'my answers; reboot.yaml'" in done.out


# --- what the environment changes ----------------------------------------------------------------------------


def scored(folder: Path, **env: str) -> Ended:
    done = run("score", "a.yaml", cwd=folder, env=env)
    assert (done.code, done.errors) == (0, [])
    return done


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_width(columns: int, folder: Path) -> None:
    text = scored(folder, COLUMNS=str(columns)).out
    assert max(len(line) for line in text.splitlines()) <= columns


@pytest.mark.parametrize("columns", ["", "0", "-5", "wide", "1", "100000000"])
def test_nonsense_widths(columns: str, folder: Path) -> None:
    assert scored(folder, COLUMNS=columns).out.startswith("Shop: ")


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"LANG": "C"}, {"PYTHONUTF8": "0", "LC_ALL": "POSIX"}, {}])
def test_ascii_output(env: dict[str, str], folder: Path) -> None:
    (folder / "a.yaml").write_bytes(INTERACTION.replace(b"from: A", "from: Größe 注文".encode()))
    done = run("score", "a.yaml", cwd=folder, env={**env, "PYTHONIOENCODING": "ascii"})
    assert (done.code, done.errors) == (0, [])
    assert done.out.isascii()
    wide = run("score", "a.yaml", "--format", "json", cwd=folder, env={**env, "PYTHONIOENCODING": "ascii"})
    assert json.loads(wide.out)["interactions"][0]["from"] == "Größe 注文"


def test_faults_on_an_ascii_terminal(folder: Path) -> None:
    (folder / "größe.yaml").write_bytes("version: 1\nsystem: {name: x, ü: 1}\n".encode())
    done = run("score", "größe.yaml", cwd=folder, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert done.code == 3
    assert done.errors[0].startswith("gr\\xf6\\xdfe.yaml:2:19: unknown key '\\xfc' in system")


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": "xterm-256color"}])
def test_no_colour_where_nobody_looks(env: dict[str, str], folder: Path) -> None:
    assert "\x1b" not in scored(folder, **env).out


def test_nothing_in_the_environment(folder: Path) -> None:
    """Not even a home, a terminal or a language; the same text all the same."""
    assert scored(folder).out == scored(folder, HOME="/nowhere", LANG="xx_YY.bogus", TERM="").out


# --- what no command expects ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (Abort(), 130, ""),
        (MemoryError(), 5, "archadvisor: not enough memory\n"),
        (PermissionError(13, "Permission denied", "x\x1b"), 5, "archadvisor: x\\x1b: Permission denied\n"),
        (UsageError("one\ntwo"), 2, "archadvisor: one\\ntwo\n"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_anything_that_a_command_may_run_into(
    raised: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def command(*arguments: object, **options: object) -> int:
        raise raised

    monkeypatch.setattr(app, "app", command)
    monkeypatch.setattr(cli, "_silence", lambda: None)  # it would silence pytest
    assert cli.run([]) == code
    assert capfd.readouterr() == ("", said)


def test_fault_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def command(*arguments: object, **options: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(app, "app", command)
    with pytest.raises(ZeroDivisionError):
        cli.run([])


def test_too_little_memory(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(SMALLEST + b"#" * (60 * MB))
    done = run("score", "a.yaml", cwd=tmp_path, memory=120 * MB)
    assert (done.code, done.errors) == (5, ["not enough memory"])


@pytest.mark.parametrize("columns", ["1", "0", "-5", "99999999999999999999999999", "x"])
@pytest.mark.parametrize("words", [["score", "a.yaml"], ["explain", "needs"], ["questions"]], ids=lambda w: w[0])
def test_any_width_is_a_width(tmp_path: Path, columns: str, words: list[str]) -> None:
    (tmp_path / "a.yaml").write_bytes(INTERACTION)
    assert run(*words, cwd=tmp_path, env={"COLUMNS": columns}).code == 0


@pytest.mark.parametrize(
    "words", [["score", "a.yaml"], ["explain", "call"], ["ask", "A -> B: p", "--no-input"]], ids=lambda w: w[0]
)
def test_a_terminal_that_shows_ascii_alone_gets_ascii_in_every_command(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "a.yaml").write_bytes(INTERACTION)
    assert run(*words, cwd=tmp_path, env={"LC_ALL": "C", "PYTHONUTF8": "1"}).out.isascii()
