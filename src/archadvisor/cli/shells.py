"""What goes to a shell that completes: names out of files are data to it, whatever they hold.

Typer's own answers are taken apart by the shells once too often: zsh evaluates what it is given, and what bash puts on
the command line is read again when the line is run. Here each name is quoted for its shell so that it comes out as the
one word that it is. The scripts that Typer installs stay as they are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from typer._click.shell_completion import CompletionItem, ShellComplete
from typer._completion_classes import BashComplete, FishComplete, ZshComplete
from typer.main import get_command

VARIABLE = "_ARCHADVISOR_COMPLETE"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=@%+")
_UNFINISHED = ("/", "=", ":", ",")
"""What a word goes on behind: no blank follows."""
BREAKS = ("=", ":")
"""Where bash breaks words: it completes what stands behind the last of these alone."""


def in_bash() -> bool:
    """Tell whether it is bash that asks."""
    return os.environ.get(VARIABLE, "").endswith("bash")


def answer() -> int:
    """Print what could come next for the shell that asks, and return the exit code that it expects."""
    from archadvisor.cli.app import app

    shell = os.environ[VARIABLE].rpartition("_")[2]
    answers: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}
    if shell not in answers or not os.environ[VARIABLE].startswith("complete_"):
        return 1
    print(answers[shell](get_command(app), {}, "archadvisor", VARIABLE).complete())
    return 0


def _shown(items: Iterable[CompletionItem]) -> list[CompletionItem]:
    """Return the items that stand in one line; no shell takes others for one word."""
    return [item for item in items if str(item.value).isprintable()]


class _Bash(BashComplete):
    def get_completion_args(self) -> tuple[list[str], str]:
        words, at = _joined(os.environ.get("COMP_WORDS", "").split("\n"), _number(os.environ.get("COMP_CWORD", "")))
        plain = [_unquoted(word) for word in words]
        return plain[1:at], plain[at] if at < len(plain) else ""

    def complete(self) -> str:
        return "\n".join(
            _escaped(str(item.value)) for item in _shown(self.get_completions(*self.get_completion_args()))
        )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _joined(words: list[str], cursor: int) -> tuple[list[str], int]:
    """Put together again what bash has broken at `=` and `:`; return the words, and the number of the typed one."""
    found: list[str] = []
    at, glue = 0, False
    for number, word in enumerate(words):
        if found and (glue or word in BREAKS) and not found[-1].startswith("--"):
            found[-1] += word
        else:
            found.append(word)
        glue = word in BREAKS
        if number == cursor:
            at = len(found) - 1
    return found, at


def _unquoted(word: str) -> str:
    """Return a word as the shell would hand it over, as far as it is typed."""
    from typer._click.shell_completion import split_arg_string

    return " ".join(split_arg_string(word)) if word else ""


def _escaped(text: str) -> str:
    """Return a word as bash reads it: a backslash before each sign that could mean something else."""
    return "".join(c if c in _PLAIN or not c.isascii() else f"\\{c}" for c in text)


class _Zsh(ZshComplete):
    def complete(self) -> str:
        """Return what zsh evaluates once: each word in `$'…'`, all but letters and digits as numbers of bytes."""
        items = _shown(self.get_completions(*self.get_completion_args()))
        if not items:
            return "_files"
        calls = []
        for ending in (False, True):
            some = [item for item in items if str(item.value).endswith(_UNFINISHED) is ending]
            if some:
                words = " ".join(_numbered(str(item.value)) for item in some)
                told = " ".join(
                    _numbered(f"{item.value}  {item.help}" if item.help else str(item.value)) for item in some
                )
                blank = "-S $'' " if ending else ""
                calls.append(f"local -a shown=({told}); compadd -d shown {blank}-- {words}")
        return "; ".join(calls)


def _numbered(text: str) -> str:
    return "$'" + "".join(chr(b) if chr(b).isalnum() and b < 128 else f"\\x{b:02x}" for b in text.encode("utf-8")) + "'"


class _Fish(FishComplete):
    def complete(self) -> str:
        """Return lines of words, which fish quotes itself where it puts them; or leave by whether there are any."""
        items = _shown(self.get_completions(*self.get_completion_args()))
        if os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
            sys.exit(0 if items else 1)
        return "\n".join(self.format_completion(item) for item in items)
