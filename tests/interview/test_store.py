"""The file of an interview: locked, saved at every step, never over somebody else's work."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archadvisor.answers.reading import read
from archadvisor.answers.types import Answer, Answers
from archadvisor.cli.store import Store
from archadvisor.errors import AnswersError, FileError, UsageError
from archadvisor.interview.machine import Machine
from archadvisor.interview.pages import Kind, Page, Wanted, put
from archadvisor.knowledge import load

KNOWLEDGE = load()
TEXT = """\
# ours
version: 1
system: {name: Shop, answers: {busiest: same}}   # of the shop
interactions:
- id: a
  from: Order
  to: [Mail]
  purpose: news
- {id: b, from: Order, to: [Stock], purpose: placed}
"""


def said(value: str) -> Answer:
    return Answer(frozenset({value}))


def wants(answers: Answers, row: str, value: str) -> Answers:
    return put(answers, Page(Kind.ROWS, "wants"), row, said(value))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "answers.yaml"
    found.write_text(TEXT, encoding="utf-8")
    return found


def opened(path: Path) -> Store:
    return Store(path, KNOWLEDGE, "Shop")


def on_disk(path: Path) -> Answers:
    return read(path.read_bytes(), path.name, KNOWLEDGE)


def test_only_what_changed_is_written(path: Path) -> None:
    with opened(path) as store:
        _, message = store.save(wants(store.answers, "a", "action"))
    assert message == ""
    assert path.read_text() == TEXT.replace("purpose: news\n", "purpose: news\n  answers:\n    wants: action\n")


def test_nothing_is_written_where_nothing_changed(path: Path) -> None:
    before = path.stat()
    with opened(path) as store:
        store.save(store.answers)
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_new_file_gets_its_schema_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    with opened(path) as store:
        assert not path.exists()
        store.save(put(store.answers, Page(Kind.SYSTEM, "busiest"), "", said("same")))
    assert {p.name for p in tmp_path.iterdir()} == {"new.yaml", "answers.schema.json"}
    assert path.read_text().startswith("# yaml-language-server: $schema=./answers.schema.json\n")


def test_two_at_once(path: Path) -> None:
    with opened(path) as store:
        store.save(wants(store.answers, "a", "action"))
        with pytest.raises(FileError, match="another interview has this file open"), opened(path):
            pass
    with opened(path):
        pass
    assert [p.name for p in path.parent.iterdir()] == ["answers.yaml"]


def test_two_names_of_one_file_are_one_file(path: Path) -> None:
    link = path.with_name("link.yaml")
    link.symlink_to(path)
    with opened(path), pytest.raises(FileError), opened(link):
        pass


def test_a_lock_that_was_left_behind_is_no_lock(path: Path) -> None:
    path.with_name(".answers.yaml.lock").touch()
    with opened(path):
        pass
    assert not path.with_name(".answers.yaml.lock").exists()


def test_both_changes_stand(path: Path) -> None:
    with opened(path) as store:
        first, _ = store.save(wants(store.answers, "a", "action"))
        path.write_text(path.read_text().replace("busiest: same", "busiest: flood"), encoding="utf-8")
        answers, message = store.save(wants(first, "b", "flow"))
    assert "another program changed the file" in message
    found = on_disk(path)
    assert found.system["busiest"].values == answers.system["busiest"].values == {"flood"}
    assert [i.answers["wants"].values for i in found.interactions] == [{"action"}, {"flow"}]


def test_a_row_that_is_gone_stays_gone(path: Path) -> None:
    with opened(path) as store:
        path.write_text(TEXT[: TEXT.index("- {id: b")], encoding="utf-8")
        answers, _ = store.save(wants(wants(store.answers, "b", "flow"), "a", "action"))
    assert [i.id for i in answers.interactions] == ["a"]
    assert on_disk(path).interactions[0].answers["wants"].values == {"action"}


def test_a_file_that_is_gone_is_written_again(path: Path) -> None:
    with opened(path) as store:
        path.unlink()
        store.save(wants(store.answers, "a", "action"))
    assert path.read_text().startswith("# ours\n")


def test_left_invalid_the_answers_are_beside_it_and_the_end_says_so(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AnswersError), opened(path) as store:  # noqa: PT012 -- it is the end that raises
        path.write_text("version: [", encoding="utf-8")
        _, message = store.save(wants(store.answers, "a", "action"), patient=True)
        assert "not overwritten; your answers are saved in answers.kept.yaml" in message
        store.save(wants(store.answers, "b", "flow"), patient=True)
    assert path.read_text() == "version: ["
    kept = on_disk(path.with_name("answers.kept.yaml"))
    assert [i.answers["wants"].values for i in kept.interactions] == [{"action"}, {"flow"}]
    assert "answers.kept.yaml" in capsys.readouterr().err


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """Let no file become larger than this."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_said_and_tried_again(path: Path) -> None:
    with opened(path) as store:
        with full_disk(100):
            answers, message = store.save(wants(store.answers, "a", "action"), patient=True)
            assert message.startswith("not saved: 'answers") or "not saved" in message
            assert path.read_text() == TEXT
        answers, message = store.save(answers, patient=True)
        assert message == ""
    assert on_disk(path).interactions[0].answers["wants"].values == {"action"}


def test_a_disk_that_stays_full_ends_with_one_clear_line(path: Path) -> None:
    with full_disk(100), pytest.raises(FileError) as raised, opened(path) as store:
        store.save(wants(store.answers, "a", "action"), patient=True)
    assert raised.value.exit_code == 5
    assert len(raised.value.lines()) == 1
    assert path.read_text() == TEXT
    assert [p.name for p in path.parent.iterdir()] == ["answers.yaml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written_is_refused_before_anybody_answers(path: Path) -> None:
    path.chmod(0o400)
    with pytest.raises(FileError, match="Permission denied"), opened(path):
        pass


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Is a directory"), opened(tmp_path):
        pass
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="not a regular file"), opened(tmp_path / "pipe"):
        pass
    with pytest.raises(FileError, match="No such file"), opened(tmp_path / "none" / "answers.yaml"):
        pass
    with pytest.raises(UsageError), opened(Path("-")):
        pass


def test_an_invalid_file_is_not_opened(path: Path) -> None:
    path.write_text("version: 1\n", encoding="utf-8")
    with pytest.raises(AnswersError), opened(path):
        pass
    assert [p.name for p in path.parent.iterdir()] == ["answers.yaml"]


def test_hand_made_layout_survives_a_whole_interview(path: Path) -> None:
    machine = Machine(KNOWLEDGE)
    with opened(path) as store:
        state = machine.begin(store.answers, Wanted())
        for _ in range(30):
            for key in ("1", "enter"):
                state = machine.press(state, key)
                store.save(state.answers)
                said_now = on_disk(path).interactions
                assert [dict(i.answers) for i in said_now] == [dict(i.answers) for i in state.answers.interactions]
    text = path.read_text()
    assert text.startswith("# ours\nversion: 1\nsystem:")
    assert "# of the shop" in text
    assert "- id: a\n  from: Order\n  to: [Mail]\n  purpose: news\n" in text
