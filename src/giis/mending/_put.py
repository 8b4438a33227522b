"""Putting values into some rows of a column."""

from __future__ import annotations

import polars as pl


def filled(value: object, height: int, dtype: type[pl.DataType]) -> pl.Series:
    """Return a column with the same value in every row."""
    return pl.Series([value], dtype=dtype).new_from_index(0, height)


def put(column: pl.Series, rows: pl.Series, texts: pl.Series) -> pl.Series:
    """Return `column` with `texts` at `rows`."""
    place = filled(None, len(column), pl.UInt32)
    place = place.scatter(rows, pl.Series(range(len(rows)), dtype=pl.UInt32))
    return texts.gather(place).zip_with(place.is_not_null(), column).rename(column.name)
