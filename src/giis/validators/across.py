"""Rules on the files of several guides together: what each file holds is kept small, and compared at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from giis.validators.findings import Breach
from giis.validators.folds import Fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from giis.specs import FileRule

_DIGEST, _RECORD, _VALUE, _FILE, _FIRST, _OTHER = "digest", "record", "value", "file", "first", "other"


class AcrossFold(Fold):
    """What one file holds of a rule across files: a digest of the key and the number of each record that takes part."""

    def __init__(self, item: FileRule) -> None:
        super().__init__(item)
        self._parts: list[pl.DataFrame] = []
        self._found: list[Breach] = []
        self._asked = 0

    @classmethod
    def of(cls, item: FileRule, rows: pl.DataFrame) -> AcrossFold:
        """Return the fold of a file whose records that take part are `rows`, as `rows()` gave them."""
        fold = cls(item)
        if rows.width:
            fold._parts.append(rows)
        return fold

    def add(self, extra: pl.DataFrame, records: pl.Series, digests: pl.Series) -> None:
        keys = extra.select(f"{self.base}.by{index}" for index in range(len(self.item.by)))
        complete = keys.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
        columns = {_DIGEST: keys.hash_rows(seed=1).reinterpret(signed=True), _RECORD: records}
        if self.item.value is not None:
            columns[_VALUE] = extra.get_column(f"{self.base}.value").cast(pl.String)
            complete = complete & columns[_VALUE].is_not_null()
        wanted = self._wanted(extra)
        self._parts.append(pl.DataFrame(columns).filter(complete if wanted is None else complete & wanted))

    def breaches(self) -> Iterator[Breach]:
        yield from self._found

    @property
    def asked(self) -> int:
        return self._asked

    def rows(self) -> pl.DataFrame:
        """Return the records that take part."""
        return pl.concat(self._parts) if self._parts else pl.DataFrame()

    def conclude(self, found: list[Breach]) -> None:
        """Take up what the comparison with the other files found, in the order of the records."""
        self._asked = sum(part.height for part in self._parts)
        self._found = found


def compare(folds: Sequence[tuple[str, AcrossFold]]) -> None:
    """Compare what the files hold of one rule; a rule that only one file knows of is asked of nothing.

    Parameters
    ----------
    folds : sequence of (str, AcrossFold)
        The path and the fold of each file, in the order of the run.
    """
    held = [(path, fold) for path, fold in folds if fold.item.holds]
    asking = [(path, fold) for path, fold in folds if not fold.item.holds]
    if asking and asking[0][1].item.kind == "reference":
        if held:
            _references(asking, held)
    elif len(asking) > 1:
        _conflicts(asking)


def _references(asking: Sequence[tuple[str, AcrossFold]], held: Sequence[tuple[str, AcrossFold]]) -> None:
    known = [rows.get_column(_DIGEST) for _, fold in held if (rows := fold.rows()).width]
    keys = pl.concat(known).unique() if known else pl.Series(dtype=pl.Int64)
    where = ", ".join(path for path, _ in held)
    for _, fold in asking:
        rows = fold.rows()
        lacking = rows.filter(~pl.col(_DIGEST).is_in(keys.implode())) if rows.width else rows
        fold.conclude(
            [Breach(record, where=where) for record in lacking.get_column(_RECORD).sort()] if rows.width else []
        )


def _conflicts(asking: Sequence[tuple[str, AcrossFold]]) -> None:
    """Find the records that repeat, or contradict, one of an earlier file; within one file others look."""
    parts = [
        fold.rows().with_columns(pl.lit(index, dtype=pl.UInt32).alias(_FILE)) for index, (_, fold) in enumerate(asking)
    ]
    rows = pl.concat([part for part in parts if part.width > 1])
    firsts = rows.sort(_FILE, _RECORD).group_by(_DIGEST, maintain_order=True).first()
    names = {name: f"first {name}" for name in firsts.columns if name != _DIGEST}
    repeated = rows.join(firsts.rename(names), on=_DIGEST).filter(pl.col(_FILE) > pl.col(names[_FILE]))
    if _VALUE in rows.columns:
        repeated = repeated.filter(pl.col(_VALUE) != pl.col(names[_VALUE]))
    for index, (_, fold) in enumerate(asking):
        own = repeated.filter(pl.col(_FILE) == index).sort(_RECORD)
        fold.conclude(
            [
                Breach(record, other, where=asking[first][0])
                for record, other, first in own.select(_RECORD, names[_RECORD], names[_FILE]).iter_rows()
            ]
        )
