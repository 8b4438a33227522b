"""Names of exchange files: `TTT-EEIII-AAMM.TXT` (section "Nomenclatura de archivos" of each guide)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from giis.files.layout import Issue

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FILE_TYPES = ("CEX", "CSB", "CSM", "CPF", "CDT", "DET", "LES", "URG", "EGR")
"""The types of information that a name may begin with."""

STATES = frozenset(re.findall("..", "ASBCBSCCCLCMCSCHDFDGGTGRHGJCMCMNMSNTNLOCPLQTQRSPSLSRTCTSTLVZYNZS"))
"""The two letters with which a CLUES names its state."""

PATTERN = "TTT-EEIII-AAMM.TXT"
_K = TypeVar("_K")
_EXAMPLE = "{}-DFSSA-2410.TXT"
_FORM = re.compile(r"([A-Z]{3})-([A-Z]{2})([A-Z0-9]{3})-([0-9]{2})([0-9]{2})\.TXT", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class FileName:
    """The parts of an official file name.

    Parameters
    ----------
    kind : str
        The type of information, such as `CEX`.
    state : str
        Two letters.
    institution : str
        Three letters.
    year, month : int
        The period: the records of `year` up to `month`.
    """

    kind: str
    state: str
    institution: str
    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.prefix}-{self.year % 100:02}{self.month:02}.TXT"

    @property
    def prefix(self) -> str:
        """State and institution: the first five characters of the CLUES."""
        return self.state + self.institution

    @property
    def period(self) -> str:
        """Year and month, as 2024-10."""
        return f"{self.year}-{self.month:02}"


def parse_file_name(name: str) -> FileName | None:
    """Return the parts of a file name, or None if it does not follow the nomenclature.

    Capitals and small letters count alike; folders before the name are passed over. Years are those from 2000
    on.
    """
    found = _FORM.fullmatch(_base(name))
    if found is None:
        return None
    kind, state, institution, year, month = (part.upper() for part in found.groups())
    if state not in STATES or not 1 <= int(month) <= 12:
        return None
    return FileName(kind, state, institution, 2000 + int(year), int(month))


def name_issue(name: str, kinds: Collection[str] = FILE_TYPES) -> Issue | None:
    """Check the name of a file against the nomenclature (ARC-nombre).

    Parameters
    ----------
    name : str
        The name, with or without folders.
    kinds : collection of str
        The types that the guide admits, the preferred one first.

    Returns
    -------
    Issue or None
        None if the name is right.
    """
    base = _base(name)
    example = _EXAMPLE.format(next(iter(kinds), "CEX"))
    found = _FORM.fullmatch(base)
    if found is None:
        return _name_issue(base, "forma", example=example)
    kind, state, _, _, month = (part.upper() for part in found.groups())
    if kind not in kinds:
        return _name_issue(base, "tipo", found=kind, expected=", ".join(kinds))
    if state not in STATES:
        return _name_issue(base, "entidad", found=state)
    if not 1 <= int(month) <= 12:
        return _name_issue(base, "mes", found=month)
    if base != base.upper():
        return _name_issue(base, "mayusculas", example=base.upper())
    return None


def month_issue(name: FileName, months: Mapping[tuple[int, int], int]) -> Issue | None:
    """Check the dates of the records against the period in the name (ARC-nombre-mes).

    A file holds what was accumulated in the year up to the month of its name, so earlier months of that year
    fit.

    Parameters
    ----------
    name : FileName
        The name of the file.
    months : mapping of (year, month) to int
        How many records are dated in each month.

    Returns
    -------
    Issue or None
        None if every record fits.
    """
    outside = {
        when: count for when, count in months.items() if count and (when[0] != name.year or when[1] > name.month)
    }
    if not outside:
        return None
    year, month = min(outside)
    params: dict[str, str | int] = {"period": name.period, "other": f"{year:04}-{month:02}"}
    return Issue("ARC-nombre-mes", value=str(name), params=params | _shares(outside, months))


def institution_issue(name: FileName, prefixes: Mapping[str, int]) -> Issue | None:
    """Check the CLUES of the records against the institution in the name (ARC-nombre-institucion).

    Parameters
    ----------
    name : FileName
        The name of the file.
    prefixes : mapping of str to int
        How many records have each first five characters of the CLUES.

    Returns
    -------
    Issue or None
        None if every record fits.
    """
    outside = {prefix: count for prefix, count in prefixes.items() if count and prefix != name.prefix}
    if not outside:
        return None
    other = min(outside, key=lambda prefix: (-outside[prefix], prefix))
    params: dict[str, str | int] = {"expected": name.prefix, "other": other}
    return Issue("ARC-nombre-institucion", value=str(name), params=params | _shares(outside, prefixes))


def _base(name: str) -> str:
    return PurePath(name.replace("\\", "/")).name


def _name_issue(name: str, hint: str, **params: str | int) -> Issue:
    return Issue("ARC-nombre", value=name, params={"hint": hint, "pattern": PATTERN, **params})


def _shares(outside: Mapping[_K, int], every: Mapping[_K, int]) -> dict[str, str | int]:
    return {"outside": sum(outside.values()), "total": sum(every.values())}
