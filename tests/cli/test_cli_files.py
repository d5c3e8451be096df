"""Files in and out: what the system refuses is exit 5 and one line, and no output is ever half-written."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from program import (
    INTERACTION,
    MB,
    SMALLEST,
    Ended,
    checked,
    command,
    device,
    environment,
    obeying_permissions,
    run,
    snapshot,
)

from archadvisor.cli.writing import write_all
from archadvisor.errors import FileError
from archadvisor.reports.report import FORMATS

pytestmark = pytest.mark.slow

PRINTING = [
    ["score", "a.yaml"], ["explain", "needs"], ["questions"], ["--version"], ["score", "--help"], ["new", "-"], [],
]  # fmt: skip
OUTPUTS = [f"o{fmt.suffixes[0]}" for fmt in FORMATS.values() if fmt.suffixes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_bytes(INTERACTION)
    return tmp_path


def big(count: int) -> bytes:
    """Return an answers file with many interactions, which gives a large report."""
    rows = (b"- {id: i%d, from: A%d, to: B, purpose: p, answers: {needs: result}}\n" % (n, n) for n in range(count))
    return SMALLEST + b"interactions:\n" + b"".join(rows)


def score(folder: Path, *outputs: str, name: str = "a.yaml", file_size: int | None = None) -> Ended:
    """Score a file to outputs, as JSON whatever their suffix."""
    options = [f"--output={output}" for output in outputs]
    return run("score", name, "--format", "json", *options, cwd=folder, file_size=file_size)


def refused(folder: Path, *outputs: str, name: str = "a.yaml", code: int = 5, file_size: int | None = None) -> str:
    """Return the one line that a refused run gets; nothing in the folder has changed, no temporary file is left."""
    before = snapshot(folder)
    done = score(folder, *outputs, name=name, file_size=file_size)
    assert (done.code, len(done.errors)) == (code, 1), done
    assert snapshot(folder) == before
    return done.errors[0]


# --- what goes in --------------------------------------------------------------------------------------------


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: None, "No such file or directory"),
        (Path.mkdir, "Is a directory"),
        (_loop, "Too many levels of symbolic links"),
        (lambda path: path.symlink_to("nowhere"), "No such file or directory"),
        (_socket, "No such device or address"),
    ],
    ids=["missing", "folder", "link loop", "dangling link", "socket"],
)
def test_input_that_the_system_refuses(
    make: Callable[[Path], None], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make(Path("in.yaml"))
    assert refused(tmp_path, name="in.yaml") == f"'in.yaml': {why}"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.yaml/b.yaml", "Not a directory"),
        ("nowhere/b.yaml", "No such file or directory"),
        ("x" * 300, "File name too long"),
        ("", "Is a directory"),
        ("/proc/self/mem", "Input/output error"),
    ],
)
def test_input_names_that_lead_nowhere(name: str, why: str, folder: Path) -> None:
    assert refused(folder, name=name).endswith(f"': {why}")


def test_input_without_permission(folder: Path) -> None:
    (folder / "a.yaml").chmod(0)
    done = run("score", "a.yaml", cwd=folder, prefix=obeying_permissions())
    assert (done.code, done.errors) == (5, ["'a.yaml': Permission denied"])


def test_hostile_file_names_stay_inert(tmp_path: Path) -> None:
    name = "x\n\x1b[31m\u202e.yaml"
    assert refused(tmp_path, name=name) == "'x\\n\\x1b[31m\\u202e.yaml': No such file or directory"
    (tmp_path / name).write_bytes(b"- a\n")
    done = run("score", name, cwd=tmp_path)
    assert done.code == 3
    assert done.errors[0].startswith("x\\n\\x1b[31m\\u202e.yaml:1:1: ")
    (tmp_path / name).write_bytes(SMALLEST)
    done = run("score", name, "--output", "\x1b[31m\n.json", cwd=tmp_path)
    assert (done.code, done.errors) == (0, ["wrote \\x1b[31m\\n.json"])


def test_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.yaml")
    (tmp_path / name).write_bytes(b"- a\n")
    assert run("score", name, cwd=tmp_path).errors[0].startswith("caf\\udce9.yaml:1:1: ")
    (tmp_path / name).write_bytes(SMALLEST)
    for output in (*OUTPUTS, "-"):
        assert run("score", name, "--output", output, cwd=tmp_path).code == 0


def test_input_through_links_and_pipes(folder: Path) -> None:
    (folder / "link.yaml").symlink_to("a.yaml")
    assert score(folder, name="link.yaml").code == 0
    assert run("score", "/dev/stdin", cwd=folder, stdin=SMALLEST).code == 0
    assert run("score", "-", cwd=folder, stdin=SMALLEST).out.startswith("Shop: ")
    assert run("score", "-", cwd=folder).errors == ["<stdin>: the file is empty; expected keys with values"]


# --- what goes out -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("nowhere/o.json", "No such file or directory"),
        ("a.yaml/o.json", "Not a directory"),
        ("folder", "Is a directory"),
        ("", "Is a directory"),
        ("loop", "Too many levels of symbolic links"),
        ("into-nowhere", "No such file or directory"),
        ("x" * 300, "File name too long"),
        ("full", "No space left on device"),
        ("/proc/o.json", "No such file or directory"),
        ("socket", "No such device or address"),
    ],
)
def test_output_that_the_system_refuses(output: str, why: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "folder").mkdir()
    (folder / "loop").symlink_to("loop")
    (folder / "into-nowhere").symlink_to("nowhere/o.json")
    (folder / "old.json").write_text("old")
    _socket(Path("socket"))
    output = device(folder, "full") if output == "full" else output
    for outputs in ([output], ["old.json", "new.json", output], [output, "old.json", "new.json"]):
        assert refused(folder, *outputs).endswith(f"': {why}")


@pytest.mark.parametrize("what", ["file", "folder", "folder without entry"])
def test_output_without_permission(what: str, folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "o.json").write_text("old")
    (folder / "out" / "o.json").chmod(0o444 if what == "file" else 0o644)
    before = snapshot(folder)
    modes = {"file": 0o755, "folder": 0o555, "folder without entry": 0}
    (folder / "out").chmod(modes[what])
    done = run("score", "a.yaml", "-o", "new.json", "-o", "out/o.json", cwd=folder, prefix=obeying_permissions())
    (folder / "out").chmod(0o755)
    assert (done.code, done.errors) == (5, ["'out/o.json': Permission denied"])
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    "arguments", [["new", "out/x.yaml"], ["score", "out/a.yaml"], ["score", "a.yaml", "-o", "out/x.md"]]
)
def test_folder_that_cannot_be_entered(arguments: list[str], folder: Path) -> None:
    (folder / "out").mkdir(mode=0)
    done = run(*arguments, cwd=folder, prefix=obeying_permissions())
    (folder / "out").chmod(0o755)
    assert (done.code, done.errors) == (5, [f"'{arguments[-1]}': Permission denied"])
    assert list((folder / "out").iterdir()) == []


def test_disk_full(folder: Path) -> None:
    """The limit on file size stands for the disk: nothing half-written, old outputs and their folder as before."""
    (folder / "a.yaml").write_bytes(big(100))
    (folder / "old.json").write_text("old")
    assert refused(folder, "old.json", "new.json", file_size=50_000) == "'old.json': File too large"
    # The first fits, the second does not: the first is not renamed either.
    done = run("score", "a.yaml", "-o", "old.json", "--format", "json", "--brief", cwd=folder)
    size = (folder / "old.json").stat().st_size
    assert done.code == 0
    (folder / "old.json").write_text("old")
    before = snapshot(folder)
    done = run("score", "a.yaml", "-o", "t.txt", "-o", "old.json", cwd=folder, file_size=size)
    assert (done.code, done.errors) == (5, ["'old.json': File too large"])
    assert snapshot(folder) == before


def test_full_disk_behind_standard_output(folder: Path) -> None:
    for arguments in PRINTING:
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                command(*arguments), cwd=folder, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
            )
        ended = checked(done.returncode, b"", done.stderr)
        assert (ended.code, ended.errors) == (5, ["standard output: No space left on device"]), arguments


def test_reader_of_standard_output_who_leaves(folder: Path) -> None:
    (folder / "a.yaml").write_bytes(big(200))
    for arguments in PRINTING:
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            command(*arguments), cwd=folder, env=environment(), stdout=writer, stderr=subprocess.PIPE, check=False
        )
        os.close(writer)
        assert checked(done.returncode, b"", done.stderr).errors == [], arguments
        assert done.returncode == 0, arguments
    head = f"{' '.join(command('score', 'a.yaml', '-o', '/dev/stdout', '--format', 'json'))} | head -c 10"
    piped = subprocess.run(["bash", "-o", "pipefail", "-c", head], cwd=folder, env=environment(), capture_output=True)
    assert (piped.returncode, piped.stdout) == (0, b'{\n"schema"')


@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        ("<&-", "score -", 5),
        (">&-", "score a.yaml", 5),
        (">&-", "score a.yaml -o o.json", 0),
        ("2>&-", "score missing.yaml", 5),
        ("2>&-", "score a.yaml -o o.json", 0),
        ("2>/dev/full", "score missing.yaml", 5),
        ("2>/dev/full", "score a.yaml -o o.json", 0),
        ("2>/dev/full", "bogus", 2),
        ("<&- >&- 2>&-", "score a.yaml -o o.json", 0),
        ("<&- >&- 2>&-", "score missing.yaml", 5),
    ],
)
def test_closed_and_full_standard_streams(closed: str, arguments: str, code: int, folder: Path) -> None:
    line = f"{' '.join(command(*arguments.split()))} {closed}"
    done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment(), capture_output=True, check=False)
    assert checked(done.returncode, done.stdout, done.stderr).code == code if done.stderr else True
    assert (done.returncode, done.stdout) == (code, b"")
    if "o.json" in arguments:
        json.loads((folder / "o.json").read_text())


def test_folder_that_is_gone(folder: Path) -> None:
    line = f"mkdir d && cd d && rmdir ../d && {' '.join(command('score', str(folder / 'a.yaml'), '-o', 'o.json'))}"
    done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment(), capture_output=True, check=False)
    ended = checked(done.returncode, done.stdout, done.stderr)
    assert (ended.code, ended.errors) == (5, ["'o.json': No such file or directory"])


def test_outputs_that_would_overwrite(folder: Path) -> None:
    (folder / "link").symlink_to("a.yaml")
    (folder / "hard").hardlink_to(folder / "a.yaml")
    (folder / "one.json").write_text("old")
    (folder / "two.json").symlink_to("one.json")
    for output in ("a.yaml", "./a.yaml", "link", "hard", str(folder / "a.yaml"), f"../{folder.name}/a.yaml"):
        assert refused(folder, output, code=2) == f"--output '{output}': the answers file already"
    for outputs in (["o", "o"], ["o", "./o"], ["one.json", "two.json"], ["x", "o", "y", str(folder / "o")]):
        assert refused(folder, *outputs, code=2) == f"--output '{outputs[-1]}': another output already"
    assert refused(folder, "-", "-", code=2) == "--output '-': standard output already"
    before = snapshot(folder)
    with (folder / "a.yaml").open("rb") as stdin:
        done = subprocess.run(
            command("score", "-", "-o", "a.yaml", "--format", "json"),
            cwd=folder, env=environment(), stdin=stdin, capture_output=True, check=False,
        )  # fmt: skip
    assert checked(done.returncode, done.stdout, done.stderr).errors == ["--output 'a.yaml': the answers file already"]
    assert (done.returncode, snapshot(folder)) == (2, before)


def test_outputs_are_what_standard_output_would_be(folder: Path) -> None:
    done = run("score", "a.yaml", *(f"--output={name}" for name in (*OUTPUTS, "-")), cwd=folder)
    assert done.code == 0
    assert done.errors == [f"wrote {name}" for name in OUTPUTS]
    named = [name for name, fmt in FORMATS.items() if fmt.suffixes]
    for name, fmt in zip(OUTPUTS, named, strict=True):
        printed = run("score", "a.yaml", "--format", fmt, cwd=folder)
        assert printed.errors == []
        assert (folder / name).read_bytes().decode() == printed.out
    assert done.out == (folder / "o.txt").read_text(encoding="utf-8")
    assert run("score", "a.yaml", "--quiet", "-o", "o.json", cwd=folder).errors == []


def test_output_through_a_link(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "real.json").write_text("old")
    (folder / "link.json").symlink_to("deep/real.json")
    (folder / "dangling.json").symlink_to("deep/new.json")
    assert score(folder, "link.json", "dangling.json").code == 0
    assert (folder / "link.json").readlink() == Path("deep/real.json")
    assert (folder / "dangling.json").readlink() == Path("deep/new.json")
    for name in ("real.json", "new.json"):
        json.loads((folder / "deep" / name).read_text())
    assert sorted(path.name for path in (folder / "deep").iterdir()) == ["new.json", "real.json"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_mode_is_kept(mode: int, folder: Path) -> None:
    (folder / "o.json").write_text("old")
    (folder / "o.json").chmod(mode)
    assert score(folder, "o.json").code == 0
    assert stat.S_IMODE((folder / "o.json").stat().st_mode) == mode


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_mode_of_a_new_file(umask: int, folder: Path) -> None:
    line = f"umask {umask:o}; {' '.join(command('score', 'a.yaml', '-o', 'o.json'))}"
    subprocess.run(["bash", "-c", line], cwd=folder, env=environment(), check=True, stderr=subprocess.DEVNULL)
    assert stat.S_IMODE((folder / "o.json").stat().st_mode) == 0o666 & ~umask


def test_devices_and_pipes(folder: Path) -> None:
    null = device(folder, "null")
    assert score(folder, null, null).code == 0
    assert stat.S_ISCHR((folder / null).stat().st_mode)
    expected = score(folder).out
    assert score(folder, "/dev/stdout").out == expected
    os.mkfifo(folder / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=folder, stdout=subprocess.PIPE, text=True) as reader:
        done = score(folder, "pipe")
        assert (done.code, reader.communicate()[0]) == (0, expected)
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


# --- interrupted and killed ----------------------------------------------------------------------------------


def _start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(*arguments), cwd=folder, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip


def _computed(process: subprocess.Popen[bytes]) -> float:
    """Return the processor time that a process has used so far, in seconds."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("after", [0.5, 1.0, 2.0])
def test_interrupt_is_130_and_changes_nothing(after: float, folder: Path) -> None:
    """After a while of computing, so that the signal does not fall into Python's own start."""
    (folder / "a.yaml").write_bytes(big(40_000))
    (folder / "o.json").write_text("old")
    before = snapshot(folder)
    with _start(folder, "score", "a.yaml", "-o", "o.json") as process:
        while _computed(process) < after:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    ended = checked(process.returncode, out, err)
    assert (ended.code, ended.errors) == (130, [])
    assert snapshot(folder) == before


def test_interrupt_while_waiting_for_input(folder: Path) -> None:
    with _start(folder, "score", "-") as process:
        assert process.stdin is not None
        process.stdin.write(b"#" * MB)  # more than a pipe holds: now it reads
        process.stdin.flush()
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        out, err = process.communicate()
    ended = checked(process.returncode, out, err)
    assert (ended.code, ended.errors) == (130, [])


_KILLED_AT = """
import os, signal, sys
from archadvisor.cli import main, writing as files

whole = files.write_all
left = int(sys.argv.pop(1))
writing = False

def write_all(outputs):
    global writing
    writing = True
    whole(outputs)
    writing = False

def step(event, arguments):
    global left
    if writing and event in ("open", "tempfile.mkstemp", "os.chmod", "os.rename", "os.remove"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

files.write_all = write_all
sys.addaudithook(step)
main()
"""


def test_killed_before_each_step_of_writing(folder: Path) -> None:
    """Whichever step comes last, each output is whole, and the second is new only where the first is."""
    assert score(folder, "new.json").code == 0
    old, new = b"old", (folder / "new.json").read_bytes()
    one, two = folder / "one.json", folder / "two.json"
    seen = []
    for steps in range(60):
        one.write_bytes(old)
        two.write_bytes(old)
        ended = subprocess.run(
            [sys.executable, "-c", _KILLED_AT, str(steps), "score", "a.yaml", "-o", "one.json", "-o", "two.json"],
            cwd=folder, env=environment(), stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        assert (one.read_bytes(), two.read_bytes()) in ((old, old), (new, old), (new, new))
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL
        seen.append((one.read_bytes() == new, two.read_bytes() == new))
    assert (two.read_bytes(), len(seen) > 4) == (new, True)
    assert seen == sorted(seen)
    assert (False, False) in seen
    assert (True, False) in seen


def test_killed_while_writing_much(folder: Path) -> None:
    """The old output stays whole, or the new one is: never something between."""
    (folder / "a.yaml").write_bytes(big(400))
    assert score(folder, "o.json").code == 0
    new = (folder / "o.json").read_bytes()
    assert len(new) > MB
    kept = 0
    for attempt in range(30):
        (folder / "o.json").write_bytes(b"old" * MB)
        with _start(folder, "score", "a.yaml", "-o", "o.json") as process:
            while not list(folder.glob(".archadvisor-*")) and process.poll() is None:
                pass
            time.sleep(attempt % 4 * 0.002)
            process.kill()
            process.wait(timeout=30)
        found = (folder / "o.json").read_bytes()
        assert found in (b"old" * MB, new)
        kept += found != new
        for left in folder.glob(".archadvisor-*"):
            left.unlink()
        if kept == 3:
            break
    assert kept == 3


def test_fault_of_a_report_is_not_taken_for_a_file_name(folder: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("a fault of the program")

    before = snapshot(folder)
    with pytest.raises(ValueError, match="a fault of the program"):
        write_all([(str(folder / "o.json"), broken())])
    assert snapshot(folder) == before
    with pytest.raises(FileError, match=r"'o\\x00': not a file name"):
        write_all([("o\0", "text")])
