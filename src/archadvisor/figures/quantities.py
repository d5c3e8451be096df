"""Figures as people write them, `40/s`, `120ms`, `99.9%`, `10min`: to numbers in base units, and back for a reader.

Times are in seconds, rates per second, shares from 0 to 1.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from archadvisor.figures.formulas import two_digits

Unit = Literal["rate", "time", "share", "whole", "number"]


class Kind(NamedTuple):
    """What a figure measures, and how it is written."""

    unit: Unit
    example: str


KINDS: dict[str, Kind] = {
    "rate": Kind("rate", "40/s"),
    "peak": Kind("rate", "400/s"),
    "peak-lasts": Kind("time", "10min"),
    "service-time": Kind("time", "120ms"),
    "spread": Kind("number", "1"),
    "instances": Kind("whole", "4"),
    "availability": Kind("share", "99.9%"),
    "time-limit": Kind("time", "2s"),
    "tries": Kind("whole", "3"),
}
"""The figures that are understood. spread: standard deviation of the service time over its mean; 1 where it is
exponential, 0 where it never varies. tries: the first one counts."""
OTHER_NAMES = {
    "limit": "time-limit",
    "timeout": "time-limit",
    "attempts": "tries",
    "servers": "instances",
    "consumers": "instances",
    "workers": "instances",
    "duration": "service-time",
}
_SECONDS = {
    **dict.fromkeys(("ms",), 0.001),
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hour", "hours"), 3600.0),
    **dict.fromkeys(("d", "day", "days"), 86400.0),
}
_QUANTITY = re.compile(r"([0-9]{1,3}(?:[,_' ][0-9]{3})+|[0-9]{1,18})?(\.[0-9]{1,18})?\s?([^0-9\s.].{0,20})?", re.ASCII)
"""A number, thousands apart where they are, and a unit. A comma is never a decimal point: that is told, not guessed."""
_MOST = 1e12


def read_figure(name: str, text: str) -> float | None:
    """Return the value of a figure of this name as written; None where it is not one."""
    match = _QUANTITY.fullmatch(text.strip())
    if match is None or not (match[1] or match[2]):
        return None
    number = float(re.sub(r"[,_' ]", "", match[1] or "") + (match[2] or ""))
    if number > _MOST:
        return None
    return _in_base_units(KINDS[name].unit, number, (match[3] or "").strip().casefold())


def _in_base_units(unit: Unit, number: float, written: str) -> float | None:
    match unit:
        case "rate" if written.startswith(("/", "per ")):
            seconds = _SECONDS.get(written.removeprefix("/").removeprefix("per ").strip())
            return number / seconds if seconds and number else None
        case "time" if written in _SECONDS and number:
            return number * _SECONDS[written]
        case "share" if written in ("", "%"):
            share = number / 100 if written else number
            return share if 0 < share <= 1 else None
        case "whole" if not written and number == int(number) and 1 <= number <= 100_000:
            return number
        case "number" if not written and number <= 100:
            return number
    return None


_TIMES = ((0.9995, 0.001, "ms"), (60.0, 1.0, "s"), (3600.0, 60.0, "min"), (172_800.0, 3600.0, "h"))
"""Up to which time a unit is used, and its size, in seconds."""


def say_time(seconds: float) -> str:
    """Return a time for a reader, to two significant digits: "840 ms", "30 min", "61 h"."""
    for limit, size, unit in _TIMES:
        if seconds < limit:
            return f"{_plain(seconds / size)} {unit}"
    return f"{_plain(seconds / 86400.0)} days"


def say_share(share: float) -> str:
    """Return a share for a reader: "99.3 %"; of one near 1 the two digits that it falls short by."""
    missing = 100 * (1 - share)
    if 0 < missing < 10:
        places = max(0, 1 - _exponent(missing))
        told = f"{100 - missing:.{places}f}"
        return f"{told.rstrip('0').rstrip('.') if '.' in told else told} %"
    return f"{two_digits(100 * share)} %"


def say_rate(rate: float) -> str:
    """Return a rate for a reader: "40/s", "12/min"."""
    for size, unit in ((1.0, "s"), (60.0, "min"), (3600.0, "h")):
        if rate * size >= 1:
            return f"{_plain(rate * size)}/{unit}"
    return f"{_plain(rate * 86400.0)}/day"


def _plain(value: float) -> str:
    """Return a number to two significant digits, a whole one without a decimal point."""
    return two_digits(value).removesuffix(".0")


def _exponent(value: float) -> int:
    return int(f"{abs(value):.1e}".partition("e")[2])
