"""Rules on all records together: small aggregates folded batch by batch, decided at the end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import polars as pl

from giis.validators.findings import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.specs import FileRule

_PART = 100_000
"""Digests looked through at once: repeats are sought part by part, so that memory stays small."""


class Fold(ABC):
    """The state of one file rule over the batches of a file."""

    def __init__(self, item: FileRule) -> None:
        self.item = item
        self.base = f"f.{item.rule.id}"

    @abstractmethod
    def add(self, extra: pl.DataFrame, records: pl.Series, digests: pl.Series) -> None:
        """Take up one batch: what the plan folded of it, its record numbers, and a digest of each record."""

    @abstractmethod
    def breaches(self) -> Iterator[Breach]:
        """Yield the violations, in the order of the records."""

    @property
    @abstractmethod
    def asked(self) -> int:
        """The number of records that took part."""

    def _wanted(self, extra: pl.DataFrame) -> pl.Series | None:
        """Return which rows take part; None for all of them."""
        if self.item.when is None:
            return None
        return extra.get_column(f"{self.base}.when").fill_null(False)


class ShareFold(Fold):
    """At most so many per cent of the records."""

    def __init__(self, item: FileRule) -> None:
        super().__init__(item)
        self.total = self.count = 0

    def add(self, extra: pl.DataFrame, records: pl.Series, digests: pl.Series) -> None:
        wanted = self._wanted(extra)
        counted = extra.get_column(f"{self.base}.of").fill_null(False)
        self.total += len(records) if wanted is None else int(wanted.sum())
        self.count += int((counted if wanted is None else counted & wanted).sum())

    def breaches(self) -> Iterator[Breach]:
        if self.count * 100 > (self.item.max_percent or 0) * self.total:
            yield Breach(None, None, (self.count, self.total))

    @property
    def asked(self) -> int:
        return self.total


class ConstantFold(Fold):
    """Records that agree on some values agree on another."""

    def __init__(self, item: FileRule) -> None:
        super().__init__(item)
        self.seen: pl.DataFrame | None = None
        self.count = 0

    def add(self, extra: pl.DataFrame, records: pl.Series, digests: pl.Series) -> None:
        keys = [f"{self.base}.by{index}" for index in range(len(self.item.by))]
        rows = extra.select(*keys, f"{self.base}.value").with_columns(records.alias("record"))
        wanted = self._wanted(extra)
        if wanted is not None:
            rows = rows.filter(wanted)
        rows = rows.drop_nulls()
        self.count += rows.height
        parts = [rows] if self.seen is None else [self.seen, rows]
        self.seen = pl.concat(parts).group_by(*keys, f"{self.base}.value").agg(pl.col("record").min())

    def breaches(self) -> Iterator[Breach]:
        if self.seen is None:
            return
        keys = [f"{self.base}.by{index}" for index in range(len(self.item.by))]
        first = pl.col("record").min().over(keys)
        conflicts = self.seen.with_columns(first.alias("first")).filter(pl.col("record") != pl.col("first"))
        for record, other in conflicts.sort("record").select("record", "first").iter_rows():
            yield Breach(record, other)

    @property
    def asked(self) -> int:
        return self.count


class UniqueFold(Fold):
    """No two records agree on some values, or on all of them.

    Only a 64-bit digest of the values and the record's number are kept: 12 bytes a record.
    """

    def __init__(self, item: FileRule) -> None:
        super().__init__(item)
        self.parts: list[pl.DataFrame] = []
        self.count = 0

    def add(self, extra: pl.DataFrame, records: pl.Series, digests: pl.Series) -> None:
        if self.item.by:
            keys = extra.select(f"{self.base}.by{index}" for index in range(len(self.item.by)))
            complete = keys.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
            digests = keys.hash_rows(seed=1).reinterpret(signed=True)
        else:
            complete = None
        wanted = self._wanted(extra)
        rows = pl.DataFrame({"digest": digests, "record": records})
        for mask in (complete, wanted):
            if mask is not None:
                rows = rows.with_columns(pl.when(mask).then("digest").alias("digest"))
        rows = rows.drop_nulls()
        self.count += rows.height
        self.parts.append(rows)

    def breaches(self) -> Iterator[Breach]:
        found: list[pl.DataFrame] = []
        parts = -(-self.count // _PART)
        for part in range(parts):
            chosen = pl.col("digest") % parts == part
            rows = pl.concat([item.filter(chosen) for item in self.parts] if parts > 1 else self.parts)
            if not rows.get_column("digest").is_duplicated().any():
                continue
            repeated = rows.filter(pl.col("digest").is_duplicated())
            first = pl.col("record").min().over("digest")
            found.append(repeated.with_columns(first.alias("first")).filter(pl.col("record") != pl.col("first")))
        if found:
            for record, other in pl.concat(found).sort("record").select("record", "first").iter_rows():
                yield Breach(record, other)

    @property
    def asked(self) -> int:
        return self.count


FOLDS: dict[str, type[Fold]] = {"share": ShareFold, "constant": ConstantFold, "unique": UniqueFold}
"""The folds of rules on one file, by kind."""
