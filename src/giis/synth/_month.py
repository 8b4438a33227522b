"""The month of synthetic records: as asked, else the first whole month in which the guide was in force."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text

if TYPE_CHECKING:
    from giis.specs import Guide


@dataclass(frozen=True, order=True)
class Month:
    """A month, of which the records of a file are."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])


def month_of(text: str) -> Month:
    """Return the month that `AAAA-MM` names.

    Raises
    ------
    InputError
        If it names none from 2000 on.
    """
    match = re.fullmatch(r"(20[0-9]{2})-([0-9]{2})", text)
    if match is None or not 1 <= int(match[2]) <= 12:
        raise InputError(
            Text(
                f"{text!r} no es un mes; escriba año y mes como 2024-11",
                f"{text!r} is no month; write year and month as 2024-11",
            )
        )
    return Month(int(match[1]), int(match[2]))


def default_month(guide: Guide) -> Month:
    """Return the first whole month in which the guide was in force: the same on any day that it is asked."""
    since = guide.published
    if since.day == 1:
        return Month(since.year, since.month)
    return Month(since.year + since.month // 12, since.month % 12 + 1)
