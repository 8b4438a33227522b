"""On which line a record stands, without a number kept for each."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


class Lines:
    """The distance from record to line, noted where it changes: at blank lines and lines left out."""

    def __init__(self) -> None:
        self._records: list[int] = []
        self._distances: list[int] = []

    def add(self, records: pl.Series, lines: pl.Series) -> None:
        """Take up the records of one batch and their lines, in order."""
        if records.is_empty():
            return
        first, last = lines[0] - records[0], lines[-1] - records[-1]
        if self._distances[-1:] == [first] and first == last:
            return
        distances = lines.cast(int) - records.cast(int)
        changes = (distances != distances.shift()).fill_null(True).arg_true()
        for row in changes:
            if self._distances[-1:] != [distances[row]]:
                self._records.append(records[row])
                self._distances.append(distances[row])

    def of(self, record: int) -> int | None:
        """Return the line of a record that was taken up, None before any was."""
        place = bisect_right(self._records, record) - 1
        return record + self._distances[place] if place >= 0 else None
