"""Functions on dates, and the age limits of the diagnosis catalogue, on single values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from giis.validators.functions._nulls import propagates_null

if TYPE_CHECKING:
    from datetime import date

_TIME = re.compile(r"([0-9]{2}):([0-5][0-9])")
_LIMIT = re.compile(r"([0-9]{3})([AMDH])")


@propagates_null
def year(moment: date) -> int:
    """Return the calendar year."""
    return moment.year


@propagates_null
def years(first: date, second: date) -> int | None:
    """Return the completed years from `first` to `second`; `None` when `first` is the later date.

    Who was born on 29 February completes the year on 1 March when the year has no such day.
    """
    if first > second:
        return None
    return second.year - first.year - ((second.month, second.day) < (first.month, first.day))


@propagates_null
def months(first: date, second: date) -> int | None:
    """Return the completed months from `first` to `second`; `None` when `first` is the later date.

    A month without the day of `first` is completed on the first day of the month after it.
    """
    if first > second:
        return None
    return (second.year - first.year) * 12 + second.month - first.month - (second.day < first.day)


@propagates_null
def days(first: date, second: date) -> int | None:
    """Return the days from `first` to `second`; `None` when `first` is the later date."""
    return None if first > second else (second - first).days


@propagates_null
def year_month(moment: date) -> str:
    """Return the last two digits of the year and the two of the month, as folios begin: `2411`."""
    return f"{moment.year % 100:02}{moment.month:02}"


@propagates_null
def minutes(time: str) -> int | None:
    """Return the minutes of a time or duration `HH:MM`; `None` where it is none, such as `99:99`."""
    read = _TIME.fullmatch(time)
    return int(read[1]) * 60 + int(read[2]) if read else None


@propagates_null
def meets_lower(limit: str, birth: date, at: date) -> bool | None:
    """Tell whether the age at a date reaches a lower limit such as `010A` (GIIS-B015-04-11, LINF).

    The age counts completed in the unit of the limit (A years, M months, D days, H hours), and the limit
    itself is still met. Records bear no hour of birth: a limit in hours is read in whole days of 24 hours.
    `NO` sets no limit. The answer is `None` when the limit cannot be read or the birth comes after the date.
    """
    return _compare(limit, birth, at, lower=True)


@propagates_null
def meets_upper(limit: str, birth: date, at: date) -> bool | None:
    """Tell whether the age at a date stays within an upper limit such as `120A` (GIIS-B015-04-11, LSUP).

    See `meets_lower` for how a limit is read.
    """
    return _compare(limit, birth, at, lower=False)


def _compare(limit: str, birth: date, at: date, *, lower: bool) -> bool | None:
    if birth > at:
        return None
    if limit == "NO":
        return True
    read = _LIMIT.fullmatch(limit)
    if read is None:
        return None
    amount, unit = int(read[1]), read[2]
    if unit == "A":
        age = years(birth, at)
    elif unit == "M":
        age = months(birth, at)
    else:
        age = days(birth, at)
        amount = amount // 24 if unit == "H" else amount
    if age is None:
        return None
    return age >= amount if lower else age <= amount
