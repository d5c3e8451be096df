"""What to do next, and `archadvisor new`: an answers file to start from."""

from __future__ import annotations

import shlex
from pathlib import Path

from archadvisor.cli.files import STDIO, file_shown, refusals, tell, write_stdout
from archadvisor.cli.options import Globals
from archadvisor.cli.writing import write_all
from archadvisor.errors import FileError, UsageError, shown
from archadvisor.packaged import folder

DEFAULT = "answers.yaml"
SCHEMA = "answers.schema.json"


def next_step() -> None:
    """Say what to do next, by what lies in this folder."""
    if Path(DEFAULT).is_file():
        lead = f"{DEFAULT} is here. Next:"
        steps = {
            f"archadvisor score {DEFAULT}": "the advice on screen",
            f"archadvisor score {DEFAULT} --output report.html": "the report for a meeting",
            f"archadvisor interview {DEFAULT}": "continue the interview",
        }
    else:
        lead = "Request or event? Advice for each interaction of a system. Start with one of:"
        steps = {
            'archadvisor ask "Order -> Mail: confirmation"': "one interaction, in a minute",
            "archadvisor interview": f"a whole system; saves the answers in {DEFAULT}",
            "archadvisor new --like web-shop": "an example to edit (also iot, crud, blank)",
            "archadvisor explain needs": "what a question means, and why it is asked",
        }
    width = max(map(len, steps))
    lines = [lead, *(f"  {command.ljust(width)}  {what}" for command, what in steps.items())]
    write_stdout("\n".join([*lines, "All commands: archadvisor --help"]) + "\n")


def run_new(file: str, like: str, options: Globals, next_step: bool = True) -> None:
    """Write the example of that name as a new answers file, and the schema for editors beside it."""
    names = sorted(path.parent.name for path in folder("examples").glob(f"*/{DEFAULT}"))
    if like not in names:
        raise UsageError(f"--like {shown(like)}: expected {', '.join(names)}")
    text = (folder("examples") / like / DEFAULT).read_text(encoding="utf-8")
    if file == STDIO:
        write_stdout(text)
        return
    target = Path(file)
    with refusals(file):
        if target.exists() or target.is_symlink():
            raise FileError(f"{file_shown(file)} already exists; nothing was written")
    schema = target.with_name(SCHEMA)
    if schema == target:
        raise UsageError(f"{SCHEMA} is the name of the schema; choose another name for the answers")
    outputs = [(file, text)]
    if not schema.exists():
        from archadvisor.answers.schema import schema_text
        from archadvisor.knowledge import load

        outputs.append((str(schema), schema_text(load())))
    write_all(outputs)
    if not options.quiet:
        for name, _ in outputs:
            tell(f"wrote {name}")
        if next_step:
            tell(f"next: archadvisor score {shlex.quote(file)}")
