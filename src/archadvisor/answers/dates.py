"""Dates as a team writes them: a day, or a month for the last day of it."""

from __future__ import annotations

import calendar
import re
from datetime import date

EXPECTED = "a date such as 2027-06-30, or a month such as 2027-06"

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")


def last_day(text: str) -> date | None:
    """Return the day that a date names, of a month the last; None where the text is neither."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    if not (year and 1 <= month <= 12):
        return None
    length = calendar.monthrange(year, month)[1]
    day = int(found[3]) if found[3] else length
    return date(year, month, day) if 1 <= day <= length else None


def has_passed(text: str, today: date) -> bool:
    """Tell whether the day that a text names is over; a text that names none never is."""
    day = last_day(text)
    return day is not None and day < today
