"""An answers file for agents: the real server spoken to by the SDK's own client, in both protocols that it speaks."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from program import run

from amounts import amount
from archadvisor.answers.types import Answer, Answers, Interaction
from archadvisor.api import load_answers, load_knowledge
from archadvisor.cli.mcp import Desk
from archadvisor.cli.store import Store
from archadvisor.errors import ArchadvisorError, UsageError
from archadvisor.interview.machine import Machine
from archadvisor.interview.pages import Kind, Page, Wanted
from archadvisor.interview.phrases import Phrases

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scoring"))

from generating import data_strategy

ROOT = Path(__file__).resolve().parents[2]

KNOWLEDGE = load_knowledge()
MODES = ("legacy", "2026-07-28")
"""The handshake of the protocol up to 2025-11-25, and the protocol without one."""
WEB_SHOP = ROOT / "examples" / "web-shop" / "answers.yaml"
DRAFTED = """version: 1
system: {name: Shop}
interactions:
  - id: order-to-mail
    from: Order
    to: Mail
    purpose: confirmation
    answers:
      wants: action
      needs: {value: nothing, from: import, source: "a.py:1"}
"""


def spoken(folder: Path, mode: str, calls: Callable[[Any], Awaitable[None]]) -> None:
    """Start the server on the file of a folder and let a client make some calls."""
    mcp = pytest.importorskip("mcp")

    async def hold() -> None:
        command = mcp.StdioServerParameters(
            command=sys.executable, args=["-m", "archadvisor", "mcp", "answers.yaml"], cwd=folder, env=dict(os.environ)
        )
        async with mcp.Client(command, mode=mode, read_timeout_seconds=30) as client:
            await calls(client)

    asyncio.run(hold())


def said(result: Any) -> str:
    (content,) = result.content
    text: str = content.text
    return text


CODE = ("src/order.py", "a.py", "é b.py", "load.md", "mail.py")
"""What an agent reads: twelve lines each."""


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working folder, in which there is code."""
    (tmp_path / "src").mkdir()
    for name in CODE:
        (tmp_path / name).write_text("\n" * 12, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def folder(code: Path) -> Path:
    """Return the working folder with the web shop's answers beside the code."""
    shutil.copy(WEB_SHOP, code)
    return code


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_an_agent_works_with_the_file_in_both_protocols(mode: str, folder: Path) -> None:
    async def calls(client: Any) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"questions", "next", "set_answer", "score", "explain", "check"}
        assert all(tool.description for tool in tools.values())
        questions = json.loads(said(await client.call_tool("questions", {})))
        assert questions
        question = json.loads(said(await client.call_tool("next", {})))["question"]
        value = question["options"][0]["value"]
        done = await client.call_tool(
            "set_answer", {"question": question["set"], "value": value, "path": "src/order.py", "line": 12}
        )
        assert (done.is_error, said(done)) == (False, f"{question['set']} = {value}, as a draft from src/order.py:12")
        again = json.loads(said(await client.call_tool("next", {})))["question"]
        assert again is None or again["set"] != question["set"]
        assert said(await client.call_tool("score", {})).startswith("# Web shop")
        whole = json.loads(said(await client.call_tool("score", {"format": "json", "brief": False})))
        assert len(whole["interactions"]) == 8
        assert "order-to-mail" in said(await client.call_tool("explain", {"name": "order-to-mail"}))
        assert "question: " in said(await client.call_tool("explain", {"name": question["question"]}))
        found = json.loads(said(await client.call_tool("check", {})))
        assert "decisions/no-record" in [one["id"] for one in found["findings"]]

    spoken(folder, mode, calls)
    text = (folder / "answers.yaml").read_text("utf-8")
    assert 'from: import, source: "src/order.py:12"' in text


@pytest.mark.parametrize("mode", [MODES[0], pytest.param(MODES[1], marks=pytest.mark.slow)])
def test_faults_are_told_in_a_line_and_write_nothing(mode: str, folder: Path) -> None:
    before = (folder / "answers.yaml").read_bytes()
    read = {"path": "a.py", "line": 1}
    faults: dict[str, tuple[str, str, dict[str, Any]]] = {
        "somebody in the team said something already (Head of sales)": ("order-to-fraud.needs", "result", read),
        "somebody in the team said something already": ("order-to-mail.needs", "result", read),
        "did you mean 'order-to-mail'?": ("order-to-mial.outage", "catch-up", read),
        "did you mean 'outage'?": ("order-to-mail.outrage", "catch-up", read),
        "did you mean 'catch-up'?": ("order-to-mail.outage", "catchup", read),
        "path '', line 1: expected the path": ("order-to-mail.outage", "catch-up", {"path": "", "line": 1}),
        "path 'a.py', line 0: expected the path": ("order-to-mail.outage", "catch-up", {"path": "a.py", "line": 0}),
        "no interaction 'Mail'": ("Mail.needs", "result", read),
        "speaks: which part? Expected PART.speaks": ("speaks", "calls", read),
        "path 'gone.py', line 1: there is no file 'gone.py'": ("Mail.speaks", "calls", {"path": "gone.py", "line": 1}),
        "path 'a.py', line 13: the file has 12 lines": ("Mail.speaks", "calls", {"path": "a.py", "line": 13}),
        "busiest: expected one value": ("busiest", "same,tenfold", read),
        "expected calls, messages": ("Mail.speaks", "calls,call", read),
        "no draft of an answer": ("happens", "order-placing:call", read),
        "hurt: nothing was read; leave": ("hurt", "", read),
        "leave the question open": ("Mail.speaks", "unknown", read),
        "path 'a\\x1b[31m.py', line 1: expected the path": (
            "Mail.speaks",
            "calls",
            {"path": "a\x1b[31m.py", "line": 1},
        ),
        "set_answer: line: Field required": ("Mail.speaks", "calls", {"path": "a.py"}),
        "set_answer: line: Input should be": ("Mail.speaks", "calls", {"path": "a.py", "line": "twelve"}),
    }

    async def calls(client: Any) -> None:
        for told, (question, value, where) in faults.items():
            done = await client.call_tool("set_answer", {"question": question, "value": value, **where})
            assert done.is_error
            assert told in said(done)
            assert len(said(done).splitlines()) == 1
            assert not said(done).startswith("Error executing")
            assert not re.search(r"--\w|=VALUE|archadvisor ", said(done)), "an agent has arguments, not options"
        for tool, arguments in (
            ("explain", {"name": "nothing-such"}), ("score", {"format": "pdf"}), ("score", {"brief": "perhaps"}),
            ("nothing-such", {}), ("next", {"skip": 3}),
        ):  # fmt: skip
            done = await client.call_tool(tool, arguments)
            assert done.is_error
            assert len(said(done).splitlines()) == 1
            assert not re.search(r"--\w|archadvisor ", said(done))

    spoken(folder, mode, calls)
    assert (folder / "answers.yaml").read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_a_file_that_is_wrong_or_not_there_is_told_by_every_tool(mode: str, code: Path) -> None:
    where = {"question": "busiest", "value": "same", "path": "a.py", "line": 1}
    tools: dict[str, dict[str, object]] = {
        "next": {},
        "score": {},
        "check": {},
        "set_answer": where,
        "explain": {"name": "a"},
    }

    file = code / "answers.yaml"
    shutil.copy(WEB_SHOP, file)

    async def calls(client: Any) -> None:
        await client.call_tool("questions", {})
        file.unlink()  # only now: a server starts on no file that is not there
        for tool in ("next", "score", "check", "set_answer"):
            done = await client.call_tool(tool, tools[tool])
            assert (done.is_error, said(done)) == (True, "'answers.yaml': No such file or directory")
        assert "question: " in said(await client.call_tool("explain", {"name": "needs"}))
        file.write_text("version: 1\nsystem: {}\n", encoding="utf-8")
        for tool, arguments in tools.items():
            done = await client.call_tool(tool, arguments)
            assert done.is_error
            assert said(done).startswith("answers.yaml:2:9: ")

    spoken(code, mode, calls)
    assert {path.name for path in code.iterdir()} - {"src", *CODE} == {"answers.yaml"}


def test_calls_at_once_wait_for_each_other(folder: Path) -> None:
    parts = ("Mail", "Order", "Stock", "Shop")

    async def calls(client: Any) -> None:
        given = [{"question": f"{part}.speaks", "value": "calls", "path": "a.py", "line": 1} for part in parts]
        done = await asyncio.gather(*[client.call_tool("set_answer", one) for one in given])
        assert [one.is_error for one in done] == [False] * len(parts), [said(one) for one in done]

    spoken(folder, MODES[0], calls)
    answers = load_answers(folder / "answers.yaml", KNOWLEDGE)
    assert all(answers.parts[part].answers["speaks"].source == "a.py:1" for part in parts)


def test_what_the_code_does_not_say_is_left_out_until_nothing_is_left(folder: Path) -> None:
    desk = Desk(str(folder / "answers.yaml"))
    found = json.loads(desk.next())
    skip: list[str] = []
    while found["question"] is not None:
        assert found["question"]["set"] not in skip
        skip.append(found["question"]["set"])
        assert len(skip) < 60
        found = json.loads(desk.next(tuple(skip)))
    assert skip
    assert run("next", "--unsaid", *[f"--skip={name}" for name in skip], cwd=folder).out.startswith("Nothing is left")


def test_a_word_that_somebody_says_meanwhile_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "answers.yaml"
    desk = Desk(str(file))
    save = Store.save

    def late(store: Store, answers: Answers) -> tuple[Answers, str]:
        text = file.read_text("utf-8")
        assert text.count("Mail: {owner") == 1
        file.write_text(text.replace("Mail: {owner", "Mail: {speaks: [files], owner"), encoding="utf-8")
        return save(store, answers)

    monkeypatch.setattr(Store, "save", late)
    with pytest.raises(UsageError, match="somebody in the team has just said something"):
        desk.set_answer("Mail.speaks", "calls", "a.py", 1)
    assert load_answers(file, KNOWLEDGE).parts["Mail"].answers["speaks"] == Answer(frozenset({"files"}))
    assert {path.name for path in folder.iterdir() if path.is_file()} - {*CODE} == {"answers.yaml"}


def test_a_question_for_several_is_drafted_as_what_its_option_stores(code: Path) -> None:
    file = code / "answers.yaml"
    file.write_text(DRAFTED.partition("    answers:")[0], encoding="utf-8")
    desk = Desk(str(file))
    assert desk.set_answer("order-to-mail.kind", "result", "a.py", 1) == (
        "order-to-mail.kind = result, as a draft from a.py:1"
    )
    (row,) = load_answers(file, KNOWLEDGE).interactions
    assert {name: answer.source for name, answer in row.answers.items()} == {"wants": "a.py:1", "needs": "a.py:1"}


def test_nothing_but_the_protocol_is_printed(folder: Path) -> None:
    pytest.importorskip("mcp")
    where = {"question": "Mail.speaks", "value": "calls", "path": "a.py", "line": 1}
    lines = [
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "set_answer", "arguments": where}},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "score", "arguments": {"format": "x"}}},
    ]
    with serving(folder) as server:
        greeted(server)
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write("".join([json.dumps(line) + "\n" for line in lines]) + "this is no JSON\n")
        server.stdin.flush()
        answers = [json.loads(server.stdout.readline()) for _ in range(2)]
        rest, errors = server.communicate()
    assert sorted(one["id"] for one in answers) == [2, 3]
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())
    assert (server.returncode, "Traceback" in errors) == (0, False)


@contextmanager
def serving(folder: Path) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "archadvisor", "mcp"]
    server = subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    try:
        yield server
    finally:
        server.kill()
        server.wait()
        for stream in (server.stdin, server.stdout, server.stderr):
            assert stream is not None
            stream.close()


def greeted(server: subprocess.Popen[str]) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}) + "\n")
    server.stdin.flush()
    assert json.loads(server.stdout.readline())["id"] == 1


def test_an_interrupt_ends_it_at_once_and_a_reader_may_leave(folder: Path) -> None:
    pytest.importorskip("mcp")
    with serving(folder) as server:
        greeted(server)
        server.send_signal(signal.SIGINT)
        assert server.wait(10) == 130
        assert server.stderr is not None
        assert server.stderr.read() == ""
    with serving(folder) as server:
        greeted(server)
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stderr is not None
        server.stdout.close()
        server.stdin.write('{"jsonrpc": "2.0", "id": 2, "method": "ping"}\n')
        server.stdin.close()
        assert server.wait(10) == 0
        assert server.stderr.read() == ""


def test_standard_input_is_no_file_for_the_answers(folder: Path) -> None:
    done = run("mcp", "-", cwd=folder)
    assert (done.code, done.out, len(done.errors)) == (2, "", 1)


def test_a_file_that_is_not_there_is_told_at_once(folder: Path) -> None:
    before = sorted(folder.iterdir())
    assert (done := run("mcp", "nofile.yaml", cwd=folder)).errors == ["'nofile.yaml': No such file or directory"]
    assert (done.code, done.out) == (5, "")
    assert run("mcp", ".", cwd=folder).errors == ["'.': Is a directory"]
    assert sorted(folder.iterdir()) == before


def test_without_the_sdk_one_line_says_what_to_install(folder: Path, tmp_path: Path) -> None:
    shim = tmp_path / "shim" / "mcp"
    shim.mkdir(parents=True)
    (shim / "__init__.py").write_text("raise ImportError('not here')\n")
    done = run("mcp", cwd=folder, env={"PYTHONPATH": str(shim.parent)})
    assert (done.code, done.out, done.errors) == (
        2,
        "",
        ["mcp needs the official SDK, version 2.3 or later: pip install 'mcp>=2.3,<3'"],
    )


WORDS = st.sampled_from(["order-to-mail", "order-to-fraud", "Order", "Mail", "nowhere", ""])


@pytest.mark.slow
@settings(max_examples=amount(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_agent_never_confirms_and_never_overwrites_what_a_person_said(data: st.DataObject, code: Path) -> None:
    file = code / "answers.yaml"
    drawn = data_strategy().map(lambda one: f"# ours\n{yaml.safe_dump(one, sort_keys=False)}# to the end\n")
    text = data.draw(st.one_of(st.sampled_from([WEB_SHOP.read_text("utf-8"), DRAFTED]), drawn))
    file.write_text(text, encoding="utf-8")
    before = load_answers(file, KNOWLEDGE)
    owners = [name for row in before.interactions for name in (row.id, row.sender, *row.receivers)]
    desk = Desk(str(file))
    for _ in range(data.draw(st.integers(1, 6))):
        question = data.draw(st.sampled_from([*KNOWLEDGE.questions, "happens"]))
        owner = data.draw(st.one_of(WORDS, st.sampled_from(owners)) if owners else WORDS)
        options = KNOWLEDGE.questions[question].options if question in KNOWLEDGE.questions else ()
        typical = f"{next(iter(KNOWLEDGE.archetypes))}:call"
        value = data.draw(st.sampled_from([*(o.value for o in options), "unknown", "", "nonsense", typical]))
        name = f"{owner}.{question}" if owner else question
        try:
            desk.set_answer(name, value, data.draw(st.sampled_from(["a.py", "", "x\ny", "é b.py"])), 3)
        except ArchadvisorError:
            continue
    after = load_answers(file, KNOWLEDGE)
    old, new = everything(before), everything(after)
    assert confirmed(new) <= confirmed(old)
    for place, answer in old.items():
        if answer.spoken:
            assert new[place] == answer
    for place, answer in new.items():
        assert answer == old.get(place) or (answer.origin.draft and answer.known and answer.source)
    bare = [replace(answers, system={}, parts={}, interactions=unanswered(answers)) for answers in (before, after)]
    assert bare[0] == bare[1], "nothing but answers changes"
    assert file.read_text("utf-8").count("# ") == text.count("# "), "comments stay"


def unanswered(answers: Answers) -> tuple[Interaction, ...]:
    return tuple([replace(row, answers={}) for row in answers.interactions])


def everything(answers: Answers) -> dict[tuple[str, str], Answer]:
    found = {("", name): one for name, one in answers.system.items()}
    found |= {(f"part {part.name}", name): one for part in answers.parts.values() for name, one in part.answers.items()}
    return found | {(row.id, name): one for row in answers.interactions for name, one in row.answers.items()}


def confirmed(answers: dict[tuple[str, str], Answer]) -> set[tuple[str, str]]:
    return {place for place, one in answers.items() if one.known and not one.origin.draft}


def test_people_see_where_a_draft_was_read(code: Path) -> None:
    (code / "answers.yaml").write_text(DRAFTED, encoding="utf-8")
    desk = Desk(str(code / "answers.yaml"))
    desk.set_answer("busiest", "same", "load.md", 2)
    desk.set_answer("Mail.speaks", "calls", "mail.py", 3)
    assert run("score", "answers.yaml", "--output", "report.html", cwd=code).code == 0
    report = (code / "report.html").read_text("utf-8")
    assert [f"read in {place}" in report for place in ("a.py:1", "load.md:2", "mail.py:3")] == [True] * 3
    assert "The guess was read in a.py:1" in run("next", cwd=code).out
    machine = Machine(KNOWLEDGE)
    state = machine.begin(load_answers(code / "answers.yaml", KNOWLEDGE), Wanted())
    for page, row, place in (
        (Page(Kind.ROWS, "needs"), "order-to-mail", "a.py:1"),
        (Page(Kind.PARTS, "speaks"), "Mail", "mail.py:3"),
    ):
        cells = machine.script.cells(state.answers, page, Wanted())
        cursor = [cell.row for cell in cells].index(row)
        assert f"read in {place}" in Phrases(machine).remarks(replace(state, page=page, cursor=cursor))


def test_other_commands_do_not_import_the_sdk(folder: Path) -> None:
    code = (
        "import sys; from archadvisor.cli import run; code = run(['score', 'answers.yaml', '--brief']);"
        "run(['--version']); run(['next']);"
        "sys.exit(code or any(name.split('.')[0] in ('mcp', 'pydantic') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done


SKILL = Path(".agents/skills/archadvisor/SKILL.md")


def test_the_skill_says_commands_that_run(tmp_path: Path) -> None:
    skill = (ROOT / "src" / "archadvisor" / SKILL).read_text("utf-8")
    opening = yaml.safe_load(skill.split("---")[1])
    assert set(opening) == {"name", "description"}
    assert opening["name"] == SKILL.parent.name, "as the convention has it"
    assert len(opening["description"]) <= 1024
    commands = [line.strip()[2:] for line in skill.splitlines() if line.strip().startswith("$ ")]
    assert len(commands) == 8
    (tmp_path / "src" / "order").mkdir(parents=True)
    (tmp_path / "src" / "order" / "mail.py").write_text("\n" * 42)
    (tmp_path / "rows.txt").write_text("Order -> Mail: confirmation\nOrder -> Payment: charge\n", encoding="utf-8")
    for number, command in enumerate(commands):
        program, *arguments = command.split()
        assert program == "archadvisor"
        done = run(*arguments, cwd=tmp_path)
        assert done.code == (1 if arguments[0] == "check" else 0), (command, done)
        if number == 2:
            assert 'source: "src/order/mail.py:42"' in (tmp_path / "answers.yaml").read_text("utf-8")


def test_the_page_copies_the_skill_to_where_agents_look(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "tools.md").read_text("utf-8")
    (command,) = re.findall(r"^python -c \"(.*)\"$", page, re.MULTILINE)
    for _ in range(2):
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        subprocess.run([sys.executable, "-c", command], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / SKILL).read_bytes() == (ROOT / "src" / "archadvisor" / SKILL).read_bytes()
