"""Changing single columns and sub-records of a table of written texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR
from giis.validators.columns import POSITION, ROW, raw_column
from giis.validators.elements import cut

if TYPE_CHECKING:
    from giis.specs import Variable

NUMBER, PLACE = "s.number", "s.place"
"""Of each record under search: the number that decides what is drawn for it, and its place among the others."""


def put(frame: pl.DataFrame, identifier: str, rows: pl.Series, texts: pl.Series) -> pl.DataFrame:
    """Return `frame` with `texts` in the `rows` of a variable."""
    column = raw_column(identifier)
    return frame.with_columns(frame.get_column(column).scatter(rows, texts).alias(column))


def opened(frame: pl.DataFrame, group: Variable) -> pl.DataFrame:
    """Return the sub-records of a column, one row each, with row (`ROW`), place (`POSITION`) and `r.<field>`."""
    texts = frame.get_column(raw_column(group.identifier))
    return cut(group, texts.set(texts == "", None))


def closed(frame: pl.DataFrame, group: Variable, parts: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with these sub-records in the column; who has none there has nothing.

    `parts` stand in the order of their rows and places; the fields that count them are not looked at.
    """
    fields = [raw_column(field.identifier) for field in group.fields]
    joined = (
        parts.lazy()
        .select(ROW, pl.concat_str(fields, separator=FIELD_SEPARATOR).alias("text"))
        .group_by(ROW, maintain_order=True)
        .agg(pl.col("text").str.join(LIST_SEPARATOR))
    )
    rows = pl.LazyFrame({ROW: pl.int_range(frame.height, dtype=pl.UInt32, eager=True)})
    texts = rows.join(joined, on=ROW, how="left", maintain_order="left").select(pl.col("text").fill_null("")).collect()
    return frame.with_columns(texts.to_series().alias(raw_column(group.identifier)))


def sequenced(group: Variable, parts: pl.DataFrame) -> pl.DataFrame:
    """Return sub-records numbered anew: places, and the field that counts them, from 1."""
    place = (pl.int_range(pl.len(), dtype=pl.Int64).over(ROW) + 1).alias(POSITION)
    numbered = parts.with_columns(place)
    name = group.many.sequence if group.many else None
    return numbered if name is None else numbered.with_columns(pl.col(POSITION).cast(pl.String).alias(raw_column(name)))
