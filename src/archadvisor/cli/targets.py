"""Where a document goes and in which format: as asked for, else by the suffix of its file."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from archadvisor.cli.files import STDIO
from archadvisor.cli.terminal import screen
from archadvisor.errors import UsageError, shown
from archadvisor.reports.formats import Formats, check_format, default_format, format_of
from archadvisor.reports.report.options import Options


def target_format(formats: Formats, output: str, wanted: str | None) -> str:
    """Return the format for an output; UsageError for one that there is not, or a suffix that says none."""
    if wanted is not None:
        check_format(formats, wanted)
        return wanted
    if output == STDIO:
        return default_format(formats)
    found = format_of(formats, Path(output).name)
    if found is None:
        suffixes = ", ".join(suffix for fmt in formats.values() for suffix in fmt.suffixes)
        raise UsageError(f"--output {shown(output)}: unknown suffix; expected one of {suffixes}, or --format")
    return found


def seen(options: Options) -> Options:
    """Return the options for this terminal."""
    now = screen()
    return replace(options, width=now.width, colour=now.colour, unicode=now.unicode)
