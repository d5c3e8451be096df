"""What can go wrong because of the user, as one small tree.

    ArchadvisorError          exit code
      UsageError              2   an option or argument is invalid
      AnswersError            3   the bytes of an answers file came and are wrong
      RulesError              4   the rules are wrong
      FileError               5   the system refused to read or write a file

Anything else that is raised is a fault of this program. That a check found a difference (1) is no error: the commands
`check` and `diff` end so themselves, and `cli` knows 130. Plain Python, since every command imports it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple

from archadvisor.text.neutral import escape
from archadvisor.text.prose import plural

SHOWN_FAULTS = 10
_KEPT_FAULTS = 1000
_MOST_NAMES = 100_000
_COMPARED = 200


def listed(names: Collection[str]) -> str:
    """Return names as a message offers them to choose from; of many the first eight."""
    first = [_short(name) for name in islice(names, 13)]
    if len(names) > 13:
        return f"{', '.join(first[:8])} or another of {len(names)}"
    *most, last = first or ["nothing"]
    return f"{', '.join(most)} or {last}" if most else last


def shown(text: str, limit: int = 60) -> str:
    """Return text from a file as it may stand in a message: quoted, escaped, at most `limit` characters."""
    return f"'{_short(text, limit)}'"


def _short(text: str, limit: int = 60) -> str:
    return escape(text if len(text) <= limit else text[: limit - 1] + "…")


def nearest(got: str, names: Collection[str], likeness: float = 0.6) -> str:
    """Return the name that was probably meant, whatever its case, or an empty text; likeness is from 0 to 1."""
    return next(iter(_likest(got, names, likeness, 1)), "")


def _likest(got: str, names: Collection[str], likeness: float, most: int) -> list[str]:
    """Return at most so many names that may have been meant, the likeliest first."""
    if not got or len(got) > 60 or len(names) > _MOST_NAMES:
        return []
    import difflib  # only for a message that somebody will read
    from heapq import nlargest

    meant = got.lower()
    folded = {name.lower(): name for name in names}

    def shared(name: str) -> int:
        return _agreeing(meant, name) + _agreeing(meant[::-1], name[::-1])

    # Comparing in full is slow; what was mistyped still begins or ends as it was meant.
    likely = folded if len(folded) <= _COMPARED else nlargest(_COMPARED, folded, key=shared)
    return [folded[name] for name in difflib.get_close_matches(meant, likely, n=most, cutoff=likeness)]


def _agreeing(one: str, other: str) -> int:
    """Return with how many characters two names begin alike."""
    number = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        number += 1
    return number


def did_you_mean(got: str, names: Collection[str], most: int = 1) -> str:
    """Return the end of a message that offers the nearest name, or up to so many, or an empty text."""
    found = [shown(name) for name in _likest(got, names, 0.6, most)]
    return f"; did you mean {listed(found)}?" if found else ""


class Place(NamedTuple):
    """A place in a file; line and column count from 1, 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        name = escape(self.file)
        return f"{name}:{self.line}:{self.column}" if self.line else name

    @property
    def order(self) -> tuple[bool, str, int, int]:
        """What places are sorted by: what is about no line in particular comes first."""
        return self.line > 0, self.file, self.line, self.column


class Fault(NamedTuple):
    """One thing that is wrong at one place.

    `names` are the valid names, in the order to list them in: they are what is expected where nothing else
    is said, and the one nearest to `got` is offered.
    """

    place: Place
    what: str
    expected: str = ""
    got: str = ""
    names: Collection[str] = ()

    def __str__(self) -> str:
        parts = [f"{self.place}: {self.what}"]
        if self.expected or self.names:
            parts.append(f"expected {self.expected or listed(self.names)}")
        return "; ".join(parts) + did_you_mean(self.got, self.names)


class Faults:
    """Collects the faults of a file; keeps the first thousand by their place and counts the rest."""

    def __init__(self) -> None:
        self._kept: list[Fault] = []
        self._count = 0

    def add(self, place: Place, what: str, expected: str = "", got: str = "", names: Collection[str] = ()) -> None:
        """Note one fault; see `Fault`."""
        self._count += 1
        self._kept.append(Fault(place, what, expected, got, names))
        if len(self._kept) >= 2 * _KEPT_FAULTS:
            self._kept = list(self)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(self._kept, key=lambda fault: fault.place.order)[:_KEPT_FAULTS])


class ArchadvisorError(Exception):
    """A fault of the user's; `exit_code` is what the program ends with."""

    exit_code = 1

    def lines(self) -> list[str]:
        """Return the lines for stderr."""
        return [str(self)]


class UsageError(ArchadvisorError):
    """An option or argument is invalid."""

    exit_code = 2


class FileError(ArchadvisorError):
    """The system refused to read or write a file."""

    exit_code = 5


class _FaultyFileError(ArchadvisorError):
    """A file whose bytes came and are wrong; carries all faults that were found."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        super().__init__(faults)

    def __str__(self) -> str:
        return "; ".join(self.lines())

    def lines(self) -> list[str]:
        """Return a line for each of the first ten faults, and one that counts the rest."""
        lines = [str(fault) for fault, _ in zip(self.faults, range(SHOWN_FAULTS), strict=False)]
        rest = len(self.faults) - len(lines)
        return [*lines, f"... and {plural(rest, 'more fault')}"] if rest else lines


class AnswersError(_FaultyFileError):
    """An answers file that is wrong."""

    exit_code = 3


class RulesError(_FaultyFileError):
    """Rules that are wrong."""

    exit_code = 4
