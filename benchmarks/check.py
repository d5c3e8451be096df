"""What `check` costs beside `score`, both from one run: python benchmarks/check.py [--rounds N] [--rows N]

    check / score    the whole commands on the examples' rows over and over, each row decided, to JSON

The target is 1.3. Measured as in speed.py: each run a process of its own, in turn, medians of CPU time.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from generate import write
from speed import compare, tell

TARGET = 1.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is run")
    parser.add_argument("--rows", type=int, default=5000)
    given = parser.parse_args()
    program = [sys.executable, "-m", "archadvisor"]
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "answers.yaml"
        write(file, given.rows)
        for way in (["advice"], ["event", "--because", "measured"]):  # the second is for rows without advice
            subprocess.run([*program, "--quiet", "decide", "*", str(file), "--as", *way], check=True)
        text = file.read_text(encoding="utf-8")
        other = Path(name) / "turned.yaml"
        other.write_text(text.replace("      needs: nothing", "      needs: result"), encoding="utf-8")
        for what, answers in (("nothing changed", file), ("an answer of many rows changed", other)):
            used = compare(
                {
                    "score": [*program, "score", str(answers), "--format", "json"],
                    "check": [
                        "sh",
                        "-c",
                        '"$@" || [ $? = 1 ]',
                        "sh",
                        *program,
                        "check",
                        str(answers),
                        "--format",
                        "json",
                    ],
                },
                given.rounds,
            )
            seconds = f"{used['check'].seconds:.2f} s against {used['score'].seconds:.2f} s"
            ratio = used["check"].seconds / used["score"].seconds
            tell(f"{given.rows:,} rows, {what}: check / score", ratio, TARGET, seconds)


if __name__ == "__main__":
    main()
