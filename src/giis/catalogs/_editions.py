"""When an official workbook was published, as its name and its sheets' names tell."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from giis.catalogs._normal import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTHS = ("ENE", "FEB", "MAR", "ABR", "MAY", "JUN", "JUL", "AGO", "SEP", "OCT", "NOV", "DIC")
_NAMED = re.compile(rf"({'|'.join(_MONTHS)})[A-Z]*[ _-]*((?:19|20)[0-9]{{2}})(?![0-9])")
_DIGITS = re.compile(r"(?<![0-9])[0-9]+(?![0-9])")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_SHORT_YEARS = 2000


class Edition(NamedTuple):
    """A date of publication and how much of it is known: 3 the day, 2 the month, 1 only the year."""

    day: date
    precision: int


def edition_of(names: Iterable[str]) -> date | None:
    """Return the date of publication that `names` tell, or `None`.

    A full date is believed before a month, and a month before a year; among equals the earlier name decides.
    So `ESTABLECIMIENTO_DE_SALUD_SIS_202512` with the sheet `clues_20260126` is the edition of 2026-01-26.
    """
    found: list[Edition] = []
    for name in names:
        own = _editions(name)
        if own:
            # Of several dates in one name the last is the revision: `PAIS_2021_Rev_20241101`.
            found.append(max(own, key=lambda edition: (edition.precision, edition.day)))
    return max(found, key=lambda edition: edition.precision).day if found else None


def _editions(name: str) -> list[Edition]:
    found = [edition for digits in _DIGITS.findall(name) if (edition := _from_digits(digits))]
    for month, year in _NAMED.findall(fold(name)):
        edition = _edition(int(year), _MONTHS.index(month) + 1, 1, 2)
        found += [edition] if edition else []
    return found


def _from_digits(digits: str) -> Edition | None:
    if len(digits) == 8:
        return _edition(int(digits[:4]), int(digits[4:6]), int(digits[6:]), 3)
    if len(digits) == 6:  # 202512 or 240424
        return _edition(int(digits[:4]), int(digits[4:]), 1, 2) or _edition(
            _SHORT_YEARS + int(digits[:2]), int(digits[2:4]), int(digits[4:]), 3
        )
    if len(digits) == 4:
        return _edition(int(digits), 1, 1, 1)
    return None


def _edition(year: int, month: int, day: int, precision: int) -> Edition | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return Edition(date(year, month, day), precision)
    except ValueError:
        return None
