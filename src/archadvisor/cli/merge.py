"""`archadvisor merge`: the answers of several people as one, and what they do not agree on."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from archadvisor import __version__
from archadvisor.answers.difference import difference, order
from archadvisor.answers.editing.door import rewrite
from archadvisor.answers.merged import Source
from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers
from archadvisor.cli.files import STDIO, distinct_targets, file_shown, read_input, same_file, tell, write_stdout
from archadvisor.cli.options import Globals
from archadvisor.cli.targets import seen, target_format
from archadvisor.cli.writing import write_all
from archadvisor.errors import AnswersError, Faults, FileError, UsageError
from archadvisor.knowledge import load
from archadvisor.knowledge.types import KnowledgeBase
from archadvisor.reports.formats import renderer
from archadvisor.reports.merging import FORMATS
from archadvisor.reports.report.options import Options
from archadvisor.review.merging import review_merge


def run_merge(
    names: Sequence[str],
    format_name: str | None,
    outputs: Sequence[str],
    into: str | None,
    anonymous: bool,
    options: Globals,
) -> None:
    """Read all files, tell what they agree on, and write reports and the merged answers: all or none."""
    targets = [(output, target_format(FORMATS, output, format_name)) for output in outputs or [STDIO]]
    _check(names, [output for output, _ in targets], into)
    knowledge = load()
    data = [read_input(name) for name in names]
    answers = _read_all(names, data, knowledge)
    told = [Source(name, one) for name, one in zip(_told(names), answers, strict=True)]
    merged, found = review_merge(knowledge, told, __version__, anonymous)
    looks = {STDIO: seen(Options())}
    reports = [(name, renderer(FORMATS, fmt)(found, looks.get(name, Options()))) for name, fmt in targets]
    files = [(name, report) for name, report in reports if name != STDIO]
    if into is not None:
        files.append((into, _rewritten(knowledge, data[0], answers[0], merged, names[0])))
    write_all(files)
    for name, report in reports:
        if name == STDIO:
            write_stdout(report)
    if found.apart:
        tell("no interaction is in more than one of these files; interactions are matched by id")
    if not options.quiet:
        for name, _ in files:
            tell(f"wrote {name}")
        if into is not None and found.disagreements:
            tell(f"next: archadvisor interview {shlex.quote(into)}")


def _check(names: Sequence[str], outputs: Sequence[str], into: str | None) -> None:
    """Refuse too few files, one file twice, and targets that are inputs; the first file may be written anew."""
    if len(names) < 2:
        raise UsageError("merge: one file; expected at least 2, each with the answers of one person or group")
    for number, name in enumerate(names):
        if any(same_file(name, other) for other in names[:number]):
            raise UsageError(f"merge: {file_shown(name)} is given twice; expected different files")
    for name in names:
        distinct_targets(outputs, name)
    if into is None:
        return
    if into == STDIO:
        raise UsageError("--into -: the merged answers are not printed; expected the name of a file")
    if any(same_file(into, name) for name in names[1:]):
        what = "an input; only the first may be written over"
        raise UsageError(f"--into {file_shown(into)}: {what}; expected that one, or a new file")
    if any(same_file(into, output) for output in outputs):
        raise UsageError(f"--into {file_shown(into)}: a report goes there already; expected another name")
    if not same_file(into, names[0]) and Path(into).exists():
        raise FileError(f"{file_shown(into)} already exists; nothing was written")


def _read_all(names: Sequence[str], data: Sequence[bytes], knowledge: KnowledgeBase) -> list[Answers]:
    """Read all files; AnswersError with the faults of all of them."""
    faults = Faults()
    answers = []
    for name, bytes_ in zip(names, data, strict=True):
        try:
            answers.append(read(bytes_, _place(name), knowledge))
        except AnswersError as error:
            for fault in error.faults:
                faults.add(*fault)
    if faults:
        raise AnswersError(faults)
    return answers


def _place(name: str) -> str:
    return "<stdin>" if name == STDIO else name


def _told(names: Sequence[str]) -> list[str]:
    """Return what people are told of files: the name without folders, unless two files have the same."""
    short = [_place(name) if name == STDIO else Path(name).name for name in names]
    times = Counter(short)
    return [one if times[one] == 1 else name for one, name in zip(short, names, strict=True)]


def _rewritten(knowledge: KnowledgeBase, data: bytes, first: Answers, merged: Answers, name: str) -> str:
    """Return the text of the first file with the merged answers; its layout and comments stay."""
    text = data.decode("utf-8", "surrogateescape")
    edits = difference(knowledge, first, merged)
    return rewrite(knowledge, text, edits, merged, _place(name), order(knowledge, merged)) if edits else text
