"""Mending records that were judged: what a file's batch and records that are in no file yet have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from giis.mending._put import filled, put
from giis.mending._state import State
from giis.mending._trial import CHANGES, Mender
from giis.mending._ways import Ways
from giis.validators.batch import Judged, judge
from giis.validators.columns import POSITION, ROW, raw_column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from giis.validators.plan import Plan


@dataclass(frozen=True)
class MendedRecords:
    """The records of a batch that were changed.

    Parameters
    ----------
    plan : Plan
        What judges them.
    rows : polars.Series
        Which rows of the batch they are, in order.
    texts : polars.DataFrame
        Their texts after the changes, in the batch's columns.
    log : polars.DataFrame
        The changes (see `CHANGES`), `row` being the row of the batch.
    """

    plan: Plan
    rows: pl.Series
    texts: pl.DataFrame
    log: pl.DataFrame

    def only(self, kept: pl.Series) -> MendedRecords:
        """Return those for which `kept` is true."""
        rows = self.rows.filter(kept)
        log = self.log.filter(pl.col("row").is_in(rows.implode()))
        return MendedRecords(self.plan, rows, self.texts.filter(kept), log)

    def put_into(self, frame: pl.DataFrame, judged: Judged) -> tuple[pl.DataFrame, Judged]:
        """Return the batch with the changes, and what it breaks then."""
        names = [raw_column(name) for name in self.log.get_column("variable").unique(maintain_order=True)]
        columns = [
            put(frame.get_column(name).cast(pl.String), self.rows, self.texts.get_column(name)) for name in names
        ]
        again = judge(self.plan, self.texts, count_applied=frozenset())
        return frame.with_columns(columns).rechunk(), merged(judged, self.rows, again)


@dataclass
class RecordMender:
    """Mends judged records; it is only read, so that batches may be mended side by side.

    Parameters
    ----------
    plan : Plan
        The rules, and what is at hand to decide them.
    errors : frozenset of str
        The rules that are errors in this run.
    unsafe : bool
        Whether to change also what may change a meaning.
    frozen : frozenset of str
        Variables that stay as they are.
    """

    plan: Plan
    errors: frozenset[str]
    unsafe: bool = False
    frozen: frozenset[str] = frozenset()
    _mender: Mender = field(init=False)

    def __post_init__(self) -> None:
        ways = Ways(self.plan.guide, self.plan.setting, self.errors, self.unsafe, self.frozen)
        self._mender = Mender(self.plan, ways)

    def mend(self, frame: pl.DataFrame, judged: Judged, rows: pl.Series) -> MendedRecords:
        """Return those of `rows` that can be mended.

        Parameters
        ----------
        frame : polars.DataFrame
            The written texts of a batch, in columns `r.<identifier>`.
        judged : Judged
            What they break.
        rows : polars.Series
            The rows to look at, in order.
        """
        if not judged.broken or rows.is_empty():
            return MendedRecords(self.plan, rows.head(0), frame.head(0), pl.DataFrame(schema=CHANGES))
        new, log = self._mender.mend(frame[rows].cast(pl.String), State.of(judged).gather(rows))
        places = log.get_column("row").unique().sort()
        told = log.with_columns(rows.gather(log.get_column("row")).cast(pl.UInt32).alias("row"))
        return MendedRecords(self.plan, rows.gather(places), new[places], told)


def failing(judged: Judged) -> pl.Series:
    """Return which rows break something."""
    if not judged.broken:
        return filled(False, judged.height, pl.Boolean)
    return any_of(judged.broken.values())


def any_of(masks: Iterable[pl.Series]) -> pl.Series:
    """Return where one of several masks is true."""
    return pl.select(pl.any_horizontal([pl.lit(mask) for mask in masks])).to_series()


def merged(base: Judged, rows: pl.Series, part: Judged) -> Judged:
    """Return `base` with the outcome of `rows` replaced by that of `part`."""
    inside: dict[str, pl.DataFrame] = {}
    for name in {*base.inside, *part.inside}:
        kept = [
            item.filter(~pl.col(ROW).is_in(rows.implode())) for item in (base.inside.get(name),) if item is not None
        ]
        if name in part.inside:
            own = part.inside[name]
            kept.append(own.with_columns(rows.gather(own.get_column(ROW)).alias(ROW)))
        joined = pl.concat(kept).sort(ROW, POSITION).rechunk()
        if joined.height:
            inside[name] = joined
    return Judged(
        _merged_masks(base.broken, rows, part.broken, base.height),
        inside,
        _merged_masks(base.undecided, rows, part.undecided, base.height),
        base.applied,
        _merged_rows(base.extra, rows, part.extra),
        base.height,
    )


def _merged_masks(
    base: dict[str, pl.Series], rows: pl.Series, part: dict[str, pl.Series], height: int
) -> dict[str, pl.Series]:
    found: dict[str, pl.Series] = {}
    for name in {**base, **part}:
        old = base[name] if name in base else filled(False, height, pl.Boolean)
        new = part[name] if name in part else filled(False, len(rows), pl.Boolean)
        mask = old.clone().scatter(rows, new)
        if mask.any():
            found[name] = mask
    return found


def _merged_rows(base: pl.DataFrame, rows: pl.Series, part: pl.DataFrame) -> pl.DataFrame:
    if not base.width:
        return base
    index = "e.index"
    kept = base.with_row_index(index).filter(~pl.col(index).is_in(rows.implode()))
    own = part.with_columns(rows.alias(index)).select(kept.columns)
    # In one piece: Polars 2.1 fails to format texts of which some piece is empty.
    return pl.concat([kept, own.cast(kept.schema)]).sort(index).drop(index).rechunk()
