"""The answers file of an interview: saved after every answer, never by two at once, never over an editor's work."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from archadvisor.answers.reading import read
from archadvisor.answers.types import Answers
from archadvisor.answers.writing import edited, new_file
from archadvisor.cli.files import read_input, write_all
from archadvisor.errors import FileError, shown
from archadvisor.interview.difference import difference
from archadvisor.knowledge.types import KnowledgeBase


class Store:
    """An answers file that is open for an interview; a context manager that holds its lock."""

    def __init__(self, path: Path, knowledge: KnowledgeBase, name: str) -> None:
        self.path = path
        self._knowledge = knowledge
        self._lock: int | None = None
        self._fresh = not path.exists()
        self._text = new_file(name) if self._fresh else read_input(str(path)).decode("utf-8", "surrogateescape")
        self.answers = self._read(self._text)

    def __enter__(self) -> Store:
        lock = self._lock_path()
        try:
            self._lock = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock or 0)
            self._lock = None
            raise FileError(
                f"{shown(str(self.path))}: another interview has this file open; nothing was changed"
            ) from None
        except OSError as error:
            raise FileError(f"{shown(str(lock))}: {error.strerror}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            self._lock_path().unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def save(self, answers: Answers) -> str:
        """Write what has changed; return a message where somebody else had changed the file meanwhile.

        Their changes are kept: this interview's are laid over the file as it is now.
        """
        if answers is self.answers:
            return ""
        edits = difference(self._knowledge, self.answers, answers)
        self.answers = answers
        if not edits:
            return ""
        message = ""
        if not self._fresh:
            now = read_input(str(self.path)).decode("utf-8", "surrogateescape")
            if now != self._text:
                self._read(now)
                self._text, message = now, "the file was changed by another program meanwhile; its changes are kept"
        text = edited(self._text, edits, str(self.path))
        write_all([(self.path, text)])
        self._text, self._fresh = text, False
        return message

    def _read(self, text: str) -> Answers:
        return read(text.encode("utf-8", "surrogateescape"), str(self.path), self._knowledge)

    def _lock_path(self) -> Path:
        target = Path(os.path.realpath(self.path))
        return target.with_name(f".{target.name}.lock")
