"""An answers file for agents: the real server spoken to by the SDK's own client, in both protocols that it speaks."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from program import run

from amounts import amount
from archadvisor.answers.types import Answer, Answers
from archadvisor.api import load_answers, load_knowledge
from archadvisor.cli.mcp import Desk
from archadvisor.errors import ArchadvisorError

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(WEB_SHOP, tmp_path)
    return tmp_path


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


@pytest.mark.parametrize("mode", MODES)
def test_faults_are_told_in_a_line_and_write_nothing(mode: str, folder: Path) -> None:
    before = (folder / "answers.yaml").read_bytes()
    read = {"path": "a.py", "line": 1}
    faults = {
        "somebody in the team said something already (Head of sales)": ("order-to-fraud.needs", "result", read),
        "somebody in the team said something already": ("order-to-mail.needs", "result", read),
        "did you mean 'order-to-mail'?": ("order-to-mial.outage", "catch-up", read),
        "did you mean 'outage'?": ("order-to-mail.outrage", "catch-up", read),
        "did you mean 'catch-up'?": ("order-to-mail.outage", "catchup", read),
        "expected PATH:LINE": ("order-to-mail.outage", "catch-up", {"path": "", "line": 1}),
    }

    async def calls(client: Any) -> None:
        for told, (question, value, where) in faults.items():
            done = await client.call_tool("set_answer", {"question": question, "value": value, **where})
            assert done.is_error
            assert told in said(done)
            assert "Traceback" not in said(done)
        for tool, arguments in (("explain", {"name": "nothing-such"}), ("score", {"format": "pdf"})):
            done = await client.call_tool(tool, arguments)
            assert done.is_error
            assert len(said(done).splitlines()) == 1

    spoken(folder, mode, calls)
    assert (folder / "answers.yaml").read_bytes() == before


def test_without_the_sdk_one_line_says_what_to_install(folder: Path, tmp_path: Path) -> None:
    shim = tmp_path / "shim" / "mcp"
    shim.mkdir(parents=True)
    (shim / "__init__.py").write_text("raise ImportError('not here')\n")
    done = run("mcp", cwd=folder, env={"PYTHONPATH": str(shim.parent)})
    assert (done.code, done.out, done.errors) == (
        2,
        "",
        ["mcp needs the official SDK: pip install 'archadvisor[mcp]'"],
    )


WORDS = st.sampled_from(["order-to-mail", "order-to-fraud", "Order", "Mail", "nowhere", ""])


@settings(max_examples=amount(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_agent_never_confirms_and_never_overwrites_what_a_person_said(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("agent")
    text = data.draw(st.sampled_from([WEB_SHOP.read_text("utf-8"), DRAFTED]))
    file = folder / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    before = load_answers(file, KNOWLEDGE)
    desk = Desk(str(file))
    for _ in range(data.draw(st.integers(1, 6))):
        question = data.draw(st.sampled_from(list(KNOWLEDGE.questions.values())))
        owner = data.draw(st.one_of(WORDS, st.sampled_from([row.id for row in before.interactions])))
        value = data.draw(st.sampled_from([*(o.value for o in question.options), "unknown", "", "nonsense"]))
        name = f"{owner}.{question.id}" if owner else question.id
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
        assert answer == old.get(place) or (answer.origin.draft and answer.source)
    assert [row.decision for row in after.interactions] == [row.decision for row in before.interactions]


def everything(answers: Answers) -> dict[tuple[str, str], Answer]:
    found = {("", name): one for name, one in answers.system.items()}
    found |= {(f"part {part.name}", name): one for part in answers.parts.values() for name, one in part.answers.items()}
    return found | {(row.id, name): one for row in answers.interactions for name, one in row.answers.items()}


def confirmed(answers: dict[tuple[str, str], Answer]) -> set[tuple[str, str]]:
    return {place for place, one in answers.items() if one.known and not one.origin.draft}


def test_other_commands_do_not_import_the_sdk(folder: Path) -> None:
    code = (
        "import sys; from archadvisor.cli import run; code = run(['score', 'answers.yaml', '--brief']);"
        "run(['next']); sys.exit(code or any(name.split('.')[0] in ('mcp', 'pydantic') for name in sys.modules))"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done


def test_the_skill_says_commands_that_run(tmp_path: Path) -> None:
    skill = (ROOT / "src" / "archadvisor" / "skill" / "SKILL.md").read_text("utf-8")
    opening = skill.split("---")[1]
    assert "name: archadvisor" in opening
    assert "description: " in opening
    commands = [line.strip()[2:] for line in skill.splitlines() if line.strip().startswith("$ ")]
    assert len(commands) == 7
    (tmp_path / "rows.txt").write_text("Order -> Mail: confirmation\nOrder -> Payment: charge\n", encoding="utf-8")
    for number, command in enumerate(commands):
        program, *arguments = command.split()
        assert program == "archadvisor"
        done = run(*arguments, cwd=tmp_path)
        assert done.code == (1 if arguments[0] == "check" else 0), (command, done)
        if number == 2:
            assert 'source: "src/order/mail.py:42"' in (tmp_path / "answers.yaml").read_text("utf-8")
