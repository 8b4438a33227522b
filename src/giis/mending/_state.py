"""What rows of a batch break, as numbers that can be compared before and after a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from giis.mending._put import filled
from giis.validators.columns import ROW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from giis.validators.batch import Judged


@dataclass
class State:
    """The findings of each row.

    `counts` holds for each rule that some row breaks how often each row does; `doubts` for each rule that some row
    could not be asked whether each could not.
    """

    counts: dict[str, pl.Series]
    doubts: dict[str, pl.Series]
    height: int

    @classmethod
    def of(cls, judged: Judged) -> State:
        """Return the state that was judged."""
        counts = {}
        for name, mask in judged.broken.items():
            inside = judged.inside.get(name)
            counts[name] = mask.cast(pl.UInt32) if inside is None else _per_row(inside.get_column(ROW), judged.height)
        return cls(counts, dict(judged.undecided), judged.height)

    def gather(self, rows: pl.Series) -> State:
        """Return the state of some rows, in their order."""
        return State(
            {name: item.gather(rows) for name, item in self.counts.items()},
            {name: item.gather(rows) for name, item in self.doubts.items()},
            len(rows),
        )

    def put(self, rows: pl.Series, other: State) -> None:
        """Take over `other` as the state of `rows`."""
        for mine, theirs, dtype in ((self.counts, other.counts, pl.UInt32), (self.doubts, other.doubts, pl.Boolean)):
            for name in {*mine, *theirs}:
                old = mine.get(name, _zeros(self.height, dtype))
                mine[name] = old.clone().scatter(rows, theirs.get(name, _zeros(other.height, dtype)))

    def number(self, rules: Iterable[str]) -> pl.Series:
        """Return how many findings each row has of `rules`."""
        total = _zeros(self.height, pl.UInt32)
        for name in rules:
            if name in self.counts:
                total = total + self.counts[name]
        return total

    def breaks(self, rules: Iterable[str]) -> pl.Series:
        """Return whether each row breaks one of `rules`."""
        return self.number(rules) > 0

    def doubted(self, rules: Iterable[str]) -> pl.Series:
        """Return whether one of `rules` could not be asked of each row."""
        found = _zeros(self.height, pl.Boolean)
        for name in rules:
            if name in self.doubts:
                found = found | self.doubts[name]
        return found

    def better(self, after: State) -> pl.Series:
        """Return which rows have fewer findings afterwards, none of them new, and nothing newly in doubt."""
        worse = _zeros(self.height, pl.Boolean)
        for name, count in after.counts.items():
            worse = worse | (count > self.counts.get(name, _zeros(self.height, pl.UInt32)))
        for name, doubt in after.doubts.items():
            worse = worse | (doubt & ~self.doubts.get(name, _zeros(self.height, pl.Boolean)))
        return (after.number(after.counts) < self.number(self.counts)) & ~worse


def _zeros(height: int, dtype: type[pl.DataType]) -> pl.Series:
    return filled(False if dtype == pl.Boolean else 0, height, dtype)


def _per_row(rows: pl.Series, height: int) -> pl.Series:
    counted = rows.value_counts(name="count")
    return _zeros(height, pl.UInt32).scatter(counted.get_column(rows.name), counted.get_column("count").cast(pl.UInt32))
