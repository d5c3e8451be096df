"""Speed and memory as ratios to yardsticks that are run in turn: python benchmarks/speed.py [--large] [--rounds N]

    start-up   `--version` to a bare Typer program's; `score` of an example to a bare Typer command with an argument
    size       `score` of 5,000 interactions to JSON, the whole command, to merely loading the file with
               yaml.load(CSafeLoader); once the examples' rows over and over, once random answers (generate.py)
    growth     5,000 to 500 interactions; with --large 50,000 to 5,000, and its memory to that of yaml.load
    diff       two files of 5,000 interactions, of which every fiftieth needs something else, to `score` of one
    HTML       the page for 5,000 interactions to json.dumps of the same assessment

Every measurement is a process of its own; those that are compared take turns, in a shuffled order. The
figures are medians of CPU time (user and system), which other work on the machine disturbs least: nearly
all of it is one thread. Memory is the peak of the resident set. Quote the ratios, never the seconds.

Run it in the environment where archadvisor is installed, with byte code on disk (python -m compileall).
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from archadvisor.packaged import folder
from generate import write

BARE = """
import typer

app = typer.Typer(add_completion=False)


def show(value: bool) -> None:
    if value:
        print("bare 0.1.0")
        raise typer.Exit


@app.callback()
def root(version: bool = typer.Option(False, "--version", callback=show, is_eager=True)) -> None: ...


@app.command()
def score(name: str) -> None:
    print(name)


app()
"""

YAML = "import sys, yaml; yaml.load(open(sys.argv[1], 'rb').read(), yaml.CSafeLoader)"

PAGE = """
import gc, json, sys, time
import msgspec
from archadvisor.api import assess, load_answers, load_knowledge, render

gc.disable()
knowledge = load_knowledge()
assessment = assess(knowledge, load_answers(sys.argv[1], knowledge))
plain = msgspec.to_builtins(assessment)
times = []
for work in (lambda: json.dumps(plain), lambda: render(assessment, "html")):
    start = time.process_time()
    size = len(work())
    times += [time.process_time() - start, size]
print(*times)
"""


class Used(NamedTuple):
    """What a process used: seconds of CPU time, and the peak of its memory in MiB."""

    seconds: float
    memory: float


def run(command: Sequence[str]) -> Used:
    """Run a command to its end, its output thrown away, and return what it used."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Used(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Used]:
    """Run commands in turn, in a new order each round, and return the median of what each used."""
    used: dict[str, list[Used]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name in random.sample(list(commands), len(commands)):
            used[name].append(run(commands[name]))
    return {name: Used(median(u.seconds for u in runs), median(u.memory for u in runs)) for name, runs in used.items()}


def tell(what: str, ratio: float, target: float, detail: str = "") -> None:
    """Print one ratio beside its target."""
    print(f"{what:58} {ratio:6.2f}   target {target:5.2f}   {detail}", flush=True)


def start_up(scratch: Path, rounds: int) -> None:
    """Compare start-up with a program that does nothing."""
    bare = scratch / "bare.py"
    bare.write_text(BARE, encoding="utf-8")
    example = str(folder("examples") / "web-shop" / "answers.yaml")
    program = [sys.executable, "-m", "archadvisor"]
    used = compare(
        {
            "bare --version": [sys.executable, str(bare), "--version"],
            "bare score": [sys.executable, str(bare), "score", "x"],
            "--version": [*program, "--version"],
            "score": [*program, "score", example, "--format", "json"],
        },
        rounds,
    )
    tell("--version / bare Typer --version", used["--version"].seconds / used["bare --version"].seconds, 1.15)
    tell("score of an example to JSON / bare Typer score x", used["score"].seconds / used["bare score"].seconds, 1.8)


def size(kind: str, files: Mapping[int, Path], rounds: int) -> None:
    """Compare scoring with loading, and each size but the first with the one before."""
    commands: dict[str, Sequence[str]] = {}
    for count, file in files.items():
        commands[f"score {count}"] = [sys.executable, "-m", "archadvisor", "score", str(file), "--format", "json"]
        commands[f"yaml {count}"] = [sys.executable, "-c", YAML, str(file)]
    used = compare(commands, rounds)
    before = 0
    for count, file in files.items():
        score, yaml = used[f"score {count}"], used[f"yaml {count}"]
        what = f"{count:,} interactions ({kind})"
        if before:
            megabytes = f"{file.stat().st_size / 1e6:.1f} MB, {score.seconds:.2f} s against {yaml.seconds:.2f} s"
            tell(f"{what}: score to JSON / yaml.load", score.seconds / yaml.seconds, 0.6, megabytes)
            memory = f"{score.memory:.0f} MiB against {yaml.memory:.0f} MiB"
            tell(f"{what}: peak memory / yaml.load", score.memory / yaml.memory, 1.0, memory)
            tell(f"{what}: time / time of {before:,}", score.seconds / used[f"score {before}"].seconds, 12.0)
        before = count


def differences(kind: str, file: Path, rounds: int) -> None:
    """Compare a comparison of two files with scoring one of them."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [place for place, line in enumerate(lines) if line.startswith("      needs: ")]
    for place in places[::50]:
        lines[place] = "      needs: result\n" if "nothing" in lines[place] else "      needs: nothing\n"
    changed = file.with_suffix(".changed.yaml")
    changed.write_text("".join(lines), encoding="utf-8")
    program = [sys.executable, "-m", "archadvisor"]
    used = compare(
        {
            "score": [*program, "score", str(file), "--format", "json"],
            "diff": [*program, "diff", str(file), str(changed), "--format", "json"],
        },
        rounds,
    )
    score, diff = used["score"], used["diff"]
    detail = f"{diff.seconds:.2f} s against {score.seconds:.2f} s"
    tell(f"5,000 interactions ({kind}): diff / score", diff.seconds / score.seconds, 2.2, detail)


def page(file: Path, rounds: int) -> None:
    """Compare the page with json.dumps."""
    times, sizes = [], []
    for _ in range(rounds):
        out = subprocess.run([sys.executable, "-c", PAGE, str(file)], check=True, capture_output=True, text=True).stdout
        dumps, dumped, html, drawn = map(float, out.split())
        times.append(html / dumps)
        sizes.append(drawn / dumped)
    tell("5,000 interactions to HTML / json.dumps, time", median(times), 3.0)
    tell("5,000 interactions to HTML / json.dumps, size", median(sizes), 0.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="how often each is run")
    parser.add_argument("--large", action="store_true", help="50,000 interactions as well (some minutes)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        start_up(scratch, 3 * given.rounds)
        for kind, seed in (("the examples' rows", None), ("random answers", 1)):
            files = {count: scratch / f"{count}-{seed}.yaml" for count in (500, 5000)}
            for count, file in files.items():
                write(file, count, seed)
            size(kind, files, given.rounds)
            differences(kind, files[5000], max(1, given.rounds // 3))
            if given.large:
                files = {count: scratch / f"{count}-{seed}.yaml" for count in (5000, 50_000)}
                write(files[50_000], 50_000, seed)
                size(kind, files, max(1, given.rounds // 3))
        page(scratch / "5000-None.yaml", max(1, given.rounds // 3))


if __name__ == "__main__":
    main()
