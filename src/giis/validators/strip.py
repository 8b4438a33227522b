"""Where in a file its records with errors are, counted over stretches of equal length."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import polars as pl

from giis.validators.findings import Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 120
"""Stretches, at most."""


class Gaps:
    """The numbers of the records that could not be judged, for they have no columns: those that no batch brought."""

    def __init__(self) -> None:
        self._last = 0
        self._found: list[pl.Series] = []

    def add(self, records: pl.Series) -> None:
        """Take up the numbers of the records of one batch, in order."""
        if records.is_empty():
            return
        first, self._last = self._last + 1, records[-1]
        if self._last - first + 1 != len(records):
            numbers = pl.int_range(first, self._last + 1, dtype=pl.UInt32, eager=True)
            self._found.append(numbers.filter(~numbers.is_in(records.cast(pl.UInt32).implode())))

    def numbers(self, records: int) -> list[pl.Series]:
        """Return the numbers of all that are missing of `records`."""
        rest = pl.int_range(self._last + 1, records + 1, dtype=pl.UInt32, eager=True)
        return [*self._found, rest] if len(rest) else self._found


def stretches(records: int, faulty: Sequence[pl.Series], undecided: pl.Series) -> Strip | None:
    """Return where the `faulty` and the `undecided` of `records` are; their numbers are those of the file, from 1."""
    if not records:
        return None
    size = next(step * 10**power for power in count() for step in (1, 2, 5) if records <= step * 10**power * _MOST)
    wide = -(-records // size)
    return Strip(
        size, _counted(pl.concat(faulty).unique() if faulty else None, size, wide), _counted(undecided, size, wide)
    )


def _counted(numbers: pl.Series | None, size: int, wide: int) -> tuple[int, ...]:
    found = [0] * wide
    if numbers is not None and len(numbers):
        places = ((numbers.cast(pl.Int64) - 1) // size).alias("place")
        for place, number in places.value_counts(name="number").iter_rows():
            found[place] = number
    return tuple(found)
