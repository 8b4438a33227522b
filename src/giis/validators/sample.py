"""Which findings to show when there are more than a person can read.

Totals stay exact. Shown are the first findings of every rule before the next ones of any, so that a fault in
each record does not hide the others; which they are depends neither on batches nor on threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import polars as pl


@dataclass(frozen=True, slots=True)
class Place:
    """One finding to show: the rule by its order, its rank among the rule's findings, and where it stands.

    `position` is the sub-record, counted from 1; 0 is the record itself.
    """

    rank: int
    order: int
    record: int
    line: int
    position: int = 0


@dataclass(frozen=True)
class Found:
    """Where a batch breaks a rule: the mask of its rows, and the sub-records, if it is these that break it."""

    mask: pl.Series
    inside: pl.DataFrame | None = None

    @property
    def count(self) -> int:
        """The number of findings."""
        return int(self.mask.sum()) if self.inside is None else self.inside.height

    def first(self, number: int | None) -> Iterator[tuple[int, int]]:
        """Yield the row and the sub-record of the first findings, or of all."""
        if self.inside is not None:
            inside = self.inside if number is None else self.inside.head(number)
            yield from inside.iter_rows()
            return
        rows = self.mask.arg_true()
        for row in rows if number is None else rows.head(number):
            yield row, 0


class Sample:
    """The findings of records to show, at most `cap` of them, with the texts of their records.

    Parameters
    ----------
    cap : int or None
        How many to keep; None for all.
    """

    def __init__(self, cap: int | None) -> None:
        self.cap = cap
        self.places: list[Place] = []
        self.texts: dict[int, tuple[str, ...]] = {}

    def offer(
        self,
        broken: Mapping[int, Found],
        before: Mapping[int, int],
        frame: pl.DataFrame,
        records: pl.Series,
        lines: pl.Series,
    ) -> None:
        """Take up what a batch adds.

        Parameters
        ----------
        broken : Mapping
            Where each rule is broken, by the rule's order.
        before : Mapping
            How many findings each rule had in earlier batches.
        frame, records, lines
            The texts of the batch, and the numbers of its records and lines.
        """
        rows: dict[int, int] = {}
        numbers = {order: (before[order], found.count) for order, found in broken.items()}
        end = self._end(list(numbers.values()))
        for order, found in broken.items():
            start = before[order]
            if end is not None and start >= end:
                continue
            number = None if end is None else end - start
            for rank, (row, position) in enumerate(found.first(number), start):
                rows[records[row]] = row
                self.places.append(Place(rank, order, records[row], lines[row], position))
        self._prune()
        wanted = {place.record for place in self.places}
        fresh = [row for record, row in rows.items() if record in wanted and record not in self.texts]
        for row, texts in zip(fresh, frame[fresh].iter_rows(), strict=True):
            self.texts[records[row]] = tuple(map(str, texts))
        for record in [record for record in self.texts if record not in wanted]:
            del self.texts[record]

    def _end(self, numbers: list[tuple[int, int]]) -> int | None:
        """Return the rank from which on no finding is needed, None where all are.

        `numbers` are, for each rule of a batch, the findings before it and in it.
        """
        if self.cap is None:
            return None
        held = [place.rank for place in self.places]
        low, high = 0, self.cap
        while low < high:
            middle = (low + high) // 2
            there = sum(rank < middle for rank in held)
            there += sum(max(0, min(start + number, middle) - start) for start, number in numbers)
            low, high = (middle + 1, high) if there < self.cap else (low, middle)
        return low

    def _prune(self) -> None:
        self.places.sort(key=lambda place: (place.rank, place.order, place.record))
        if self.cap is not None:
            del self.places[self.cap :]

    def chosen(self, others: Iterable[tuple[int, int]]) -> tuple[list[Place], set[tuple[int, int]]]:
        """Return what to show of the records' findings and of `others`, each (rank, order)."""
        ranked: list[tuple[int, int, Place | None]] = [(item.rank, item.order, item) for item in self.places]
        ranked += [(rank, order, None) for rank, order in others]
        ranked.sort(key=lambda item: item[:2])
        kept = ranked if self.cap is None else ranked[: self.cap]
        return (
            [item[2] for item in kept if item[2] is not None],
            {(item[0], item[1]) for item in kept if item[2] is None},
        )
