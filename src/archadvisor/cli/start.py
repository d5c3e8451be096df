"""What to do next, and `archadvisor new`: an answers file to start from."""

from __future__ import annotations

import shlex
import textwrap
from pathlib import Path

from archadvisor.cli.files import STDIO, file_shown, refusals, tell, write_stdout
from archadvisor.cli.options import Globals
from archadvisor.cli.writing import write_all
from archadvisor.errors import FileError, UsageError, shown
from archadvisor.packaged import folder

DEFAULT = "answers.yaml"
SCHEMA = "answers.schema.json"


_LEAD = "Call and wait (a request), or send a message and continue (an event)? Advice for each interaction of a system."
_WAYS = {
    "One interaction, in a minute:": ("archadvisor ask", '"Order -> Mail: confirmation"'),
    f"A whole system; saved in {DEFAULT}:": ("archadvisor interview",),
    "An example to edit:": ("archadvisor new", "--like web-shop"),
}
_HELP = "All commands: archadvisor --help"


def next_step(options: Globals) -> None:
    """Say what to do next: where there are answers their advice in brief and what goes on, else how to begin."""
    if Path(DEFAULT).is_file():
        from archadvisor.cli.score import run_brief

        run_brief(DEFAULT, options, _HELP)
        return
    from archadvisor.cli.terminal import screen

    width = screen().width
    lines = textwrap.wrap(_LEAD, width)
    for what, words in _WAYS.items():
        lines += [what, *_command(words, width)]
    write_stdout("\n".join([*lines, _HELP]) + "\n")


def _command(words: tuple[str, ...], width: int) -> list[str]:
    """Return a command to paste: in one line, or where that does not fit as a shell reads it from several."""
    whole = f"  {' '.join(words)}"
    return [whole] if len(whole) <= width else (" \\\n    ".join([f"  {words[0]}", *words[1:]])).split("\n")


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
