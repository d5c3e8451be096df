"""The answers file of an interview: saved after every answer, never by two at once, never over an editor's work."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import tempfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from archadvisor.answers.difference import difference, order
from archadvisor.answers.editing.door import rewrite
from archadvisor.answers.editing.edits import (
    ChangeInteraction,
    Edit,
    RemoveInteraction,
    SetInteraction,
    SetPart,
    SetSystem,
    UneditableError,
)
from archadvisor.answers.editing.text import edited, new_file
from archadvisor.answers.reading import read
from archadvisor.answers.row_edits import answer_to
from archadvisor.answers.types import Answer, Answers
from archadvisor.cli.files import STDIO, read_input, refusals, tell
from archadvisor.cli.start import SCHEMA
from archadvisor.cli.writing import write_all
from archadvisor.errors import AnswersError, ArchadvisorError, FileError, UsageError, shown
from archadvisor.knowledge.types import KnowledgeBase, Scope

_CHANGED = "another program changed the file; its changes are kept"


class Store:
    """An answers file that is open for an interview; a context manager that holds its lock.

    What is in the file when it is opened stays there; only what an interview changes is written. An editor's
    changes meanwhile are kept: those of the interview are laid over them. Where that does not go, because the
    file is invalid now or cannot be written, the interview goes on; its answers are kept beside the file, and every
    further answer tries again.
    """

    def __init__(self, path: Path, knowledge: KnowledgeBase, name: str) -> None:
        self.path = path
        self._knowledge = knowledge
        self._name = name
        self._lock: int | None = None
        self._fresh = False
        self._text = ""
        self._stamp: tuple[int, ...] | None = None
        self._trouble: ArchadvisorError | None = None
        self._beside: Path | None = None

    def __enter__(self) -> Store:
        self._check()
        self._take_lock()
        try:
            self._fresh = not self.path.exists()
            self._stamp = self._stamped()
            self._text = new_file(self._name) if self._fresh else self._on_disk()
            self.answers = self._synced = self._read(self._text)
        except BaseException:
            self._leave_lock()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._trouble is not None:
                self._last_resort(kind is None)
        finally:
            self._leave_lock()

    def save(self, answers: Answers, patient: bool = False) -> tuple[Answers, str]:
        """Write what has changed; return the answers to go on with, and what a person should be told.

        They differ from those given where an editor has changed the file. With `patient` a failure is told and
        tried again with the next answer; else it is raised.
        """
        edits = difference(self._knowledge, self.answers, answers) if answers is not self.answers else []
        if not edits and self._trouble is None:
            self.answers = answers
            return answers, ""
        troubled = self._trouble
        try:
            if edits:
                self._text = self._edited(edits, answers)
            self.answers = answers
            return self._written(answers)
        except ArchadvisorError as error:
            self._trouble = error
            if not patient:
                raise
            if isinstance(error, AnswersError):
                self._keep_beside()
            return answers, "" if troubled and self._beside else self._told(error)

    def _edited(self, edits: list[Edit], answers: Answers) -> str:
        try:
            return self._rewritten(self._text, edits, answers)
        except UneditableError:  # a layout that no edit fits: then never over it
            self._stamp = ()
            empty = Answers(answers.name, {}, {}, (), (), answers.place)
            edits = difference(self._knowledge, empty, answers)
            return self._rewritten(new_file(answers.name), edits, answers)

    def _rewritten(self, text: str, edits: list[Edit], answers: Answers) -> str:
        return rewrite(self._knowledge, text, edits, answers, str(self.path), order(self._knowledge, answers))

    def _written(self, answers: Answers) -> tuple[Answers, str]:
        """Write our text, or lay our changes over a text that is not the one we know."""
        message = ""
        if self._stamp != self._stamped() and self.path.exists():
            theirs = self._on_disk()
            there = self._read(theirs)
            known = _ids(there) | (_ids(answers) - _ids(self._synced))
            ours = difference(self._knowledge, self._synced, answers)
            edits = [edit for edit in ours if _fits(edit, known) and not _overrules(edit, there)]
            self._text = edited(theirs, edits, str(self.path), order(self._knowledge, answers))
            answers, message = self._read(self._text), _CHANGED
        outputs = [(str(self.path), self._text)]
        schema = self.path.with_name(SCHEMA)
        if self._fresh and schema != self.path and not schema.exists():
            from archadvisor.answers.schema import schema_text

            outputs.append((str(schema), schema_text(self._knowledge)))
        write_all(outputs)
        self._stamp, self._fresh, self._trouble = self._stamped(), False, None
        self.answers = self._synced = answers
        if self._beside is not None:
            self._beside.unlink(missing_ok=True)
            self._beside, message = None, "the file is valid again and contains your answers"
        return answers, message

    @property
    def written(self) -> bool:
        """Whether there is a file."""
        return not self._fresh

    # --- trouble -----------------------------------------------------------------------------------------

    def _told(self, error: ArchadvisorError) -> str:
        first = error.lines()[0]
        if self._beside is not None:
            return f"{first}. The file is not overwritten; your answers are saved in {self._beside.name}"
        return f"not saved: {first}. The program tries again after the next answer"

    def _keep_beside(self, folder: Path | None = None) -> None:
        """Keep our version beside a file that we leave alone."""
        if self._beside is None:
            stem = (folder or self.path.parent) / f"{self.path.stem}.kept"
            names = (stem.with_name(f"{stem.name}{number or ''}.yaml") for number in range(1000))
            self._beside = next((name for name in names if not name.exists()), None)
        if self._beside is not None:
            with suppress(FileError):
                write_all([(str(self._beside), self._text)])
                return
            self._beside = None

    def _last_resort(self, raising: bool) -> None:
        """Try once more; where that fails keep the answers elsewhere, say where, and end with the fault."""
        with suppress(ArchadvisorError):
            self._written(self.answers)
            return
        self._keep_beside()
        if self._beside is None:
            self._keep_beside(Path(tempfile.gettempdir()))
        if self._beside is not None:
            tell(f"your answers are saved in {self._beside}")
        if raising and self._trouble is not None:
            raise self._trouble

    # --- the file ----------------------------------------------------------------------------------------

    def _check(self) -> None:
        """Refuse what cannot be an interview's file before anybody has answered anything."""
        if str(self.path) == STDIO:
            raise UsageError("expected a file for the answers, not standard input")
        with refusals(str(self.path)):
            if self.path.exists():
                mode = self.path.stat().st_mode
                if stat.S_ISDIR(mode):
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
                if not stat.S_ISREG(mode):
                    raise FileError(f"{shown(str(self.path))}: not a regular file")
            target = self.path if self.path.exists() else Path(os.path.realpath(self.path)).parent
            if target.exists() and not os.access(target, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def _on_disk(self) -> str:
        return read_input(str(self.path)).decode("utf-8", "surrogateescape")

    def _stamped(self) -> tuple[int, ...] | None:
        """Return what tells one version of the file from another."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

    def _read(self, text: str) -> Answers:
        return read(text.encode("utf-8", "surrogateescape"), str(self.path), self._knowledge)

    def _take_lock(self) -> None:
        lock = self._lock_path()
        with refusals(str(self.path)):
            while True:
                handle = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    if _same_file(handle, lock):
                        self._lock = handle
                        return
                except BlockingIOError:
                    os.close(handle)
                    what = "another interview has this file open; nothing was changed"
                    raise FileError(f"{shown(str(self.path))}: {what}") from None
                os.close(handle)  # its holder has just left and taken the file away

    def _leave_lock(self) -> None:
        if self._lock is not None:
            self._lock_path().unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def _lock_path(self) -> Path:
        target = Path(os.path.realpath(self.path))
        return target.with_name(f".{target.name}.lock")


def _same_file(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _ids(answers: Answers) -> set[str]:
    return {row.id for row in answers.interactions}


def _fits(edit: Edit, known: Collection[str]) -> bool:
    """Tell whether an edit has something to change: not where another program took the interaction out."""
    return not isinstance(edit, SetInteraction | ChangeInteraction | RemoveInteraction) or edit.id in known


def _overrules(edit: Edit, there: Answers) -> bool:
    """Tell whether an edit would put a draft that was read somewhere over what somebody in the team says by now."""
    match edit:
        case SetSystem(question, Answer() as answer):
            said = answer_to(there, Scope.SYSTEM, "", question)
        case SetPart(name, question, Answer() as answer):
            said = answer_to(there, Scope.PART, name, question)
        case SetInteraction(name, question, Answer() as answer):
            said = answer_to(there, Scope.INTERACTION, name, question)
        case _:
            return False
    return answer.origin.draft and bool(answer.source) and said is not None and said.spoken
