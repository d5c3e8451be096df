"""Files out as the system has them: owners, links, mounts, sticky folders, full disks, processes that were killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from program import INTERACTION, Ended, checked, command, environment, run, snapshot

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root has files of others")
NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_bytes(INTERACTION)
    return tmp_path


def in_shell(script: str, folder: Path) -> Ended:
    """Run a shell script in a mount namespace of its own; `$RUN` is the program."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-m", "true"], capture_output=True).returncode:
        pytest.skip("no mounts of one's own here")
    env = environment({"RUN": " ".join(command())})
    started = time.monotonic()
    done = subprocess.run([unshare, "-m", "sh", "-ec", script], cwd=folder, env=env, capture_output=True)
    return checked(done.returncode, done.stdout, done.stderr, time.monotonic() - started)


@ROOT_ONLY
def test_a_file_keeps_its_owner_group_and_mode(folder: Path) -> None:
    target = folder / "o.md"
    target.write_text("old")
    os.chown(target, NOBODY, NOBODY)
    target.chmod(0o640)
    assert run("score", "a.yaml", "-o", "o.md", cwd=folder).code == 0
    found = target.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (NOBODY, NOBODY, 0o640)
    assert target.read_text() != "old"


def test_a_file_keeps_its_other_names(folder: Path) -> None:
    (folder / "o.md").write_text("old")
    os.link(folder / "o.md", folder / "other.md")
    assert run("score", "a.yaml", "-o", "o.md", cwd=folder).code == 0
    assert (folder / "other.md").read_text() == (folder / "o.md").read_text() != "old"


@ROOT_ONLY
def test_a_file_that_is_mounted_is_written_and_the_other_outputs_too(folder: Path) -> None:
    (folder / "outside.md").write_text("old")
    (folder / "o.md").write_text("")
    done = in_shell("mount --bind outside.md o.md; $RUN --quiet score a.yaml -o o.md -o o.json", folder)
    assert (done.code, done.errors) == (0, [])
    assert (folder / "outside.md").read_text().startswith("# ")
    assert (folder / "o.json").read_text().startswith("{")


@ROOT_ONLY
def test_an_interview_saves_a_file_that_is_mounted(folder: Path) -> None:
    (folder / "outside.yaml").write_bytes(INTERACTION)
    (folder / "b.yaml").write_text("")
    script = "mount --bind outside.yaml b.yaml; $RUN --quiet interview b.yaml --no-input --set busiest=same >/dev/null"
    assert in_shell(script, folder).code == 0
    assert "busiest: same" in (folder / "outside.yaml").read_text()


@ROOT_ONLY
def test_where_the_last_output_is_refused_all_are_what_they_were(folder: Path) -> None:
    (folder / "small").mkdir()
    (folder / "o.md").write_text("old")
    script = """
        mount -t tmpfs -o size=64k none small; echo old > small/o.json; ln small/o.json small/other
        dd if=/dev/zero of=small/rest bs=1k count=40 2>/dev/null
        $RUN score a.yaml -o o.md -o small/o.json && exit 1 || code=$?
        test "$(cat small/o.json)" = old; exit $code"""
    done = in_shell(script, folder)
    assert (done.code, done.errors) == (5, ["'small/o.json': No space left on device"])
    assert (folder / "o.md").read_text() == "old"
    assert sorted(path.name for path in folder.iterdir()) == ["a.yaml", "o.md", "small"]


def test_a_name_that_ends_as_a_folder_is_no_file(folder: Path) -> None:
    before = snapshot(folder)
    done = run("score", "a.yaml", "--format", "json", "-o", "nofile/", cwd=folder)
    assert (done.code, done.errors) == (5, ["'nofile/': Is a directory"])
    assert snapshot(folder) == before


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_report_that_does_not_fit_is_an_error_and_never_cut_off_in_silence(folder: Path, unbuffered: str) -> None:
    compiled = {"PYTHONDONTWRITEBYTECODE": "1"}  # the limit would cut what Python keeps of its modules off, too
    env = environment({"PYTHONUNBUFFERED": unbuffered, **compiled})
    script = f"ulimit -f 8; exec {' '.join(command('score', 'a.yaml', '--format', 'html'))} > out"
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=env, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (5, "archadvisor: standard output: File too large\n")


def test_what_killed_processes_left_is_removed_and_nothing_else(folder: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    names = {
        f".archadvisor-{gone.pid}-left": True,
        f".archadvisor-{os.getpid()}-lives": False,
        ".archadvisor-my": False,
    }
    for name in names:
        (folder / name).write_text("x")
        os.utime(folder / name, (0, 0))
    (folder / f".archadvisor-{gone.pid}-new").write_text("x")
    assert run("score", "a.yaml", "-o", "o.md", cwd=folder).code == 0
    assert {name: not (folder / name).exists() for name in names} == names
    assert (folder / f".archadvisor-{gone.pid}-new").exists()
