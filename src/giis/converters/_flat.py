"""Typed records without nesting: lists as they are written, and sub-records in tables of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from giis.converters._job import LABEL, POSITION, RECORD
from giis.converters._kinds import dtype_of, written
from giis.converters._labels import has_label, labelled
from giis.specs import Kind
from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR

if TYPE_CHECKING:
    from giis.converters._typed import Records
    from giis.specs import Guide, Variable

_LABELS = "; "


def flat(guide: Guide, frame: pl.DataFrame, *, labels: bool, as_texts: bool) -> pl.DataFrame:
    """Return typed records with a simple value in each cell.

    Parameters
    ----------
    guide : Guide
        The guide.
    frame : polars.DataFrame
        The typed values.
    labels : bool
        Whether columns of labels are added.
    as_texts : bool
        Whether decimals and sub-records stand as they are written; else sub-records have tables of their own.
    """
    wide = labelled(guide, frame) if labels else frame
    columns = []
    for variable in guide.variables:
        if variable.fields and not as_texts:
            continue
        name = variable.identifier
        value = pl.col(name)
        if variable.kind in (Kind.INTEGERS, Kind.RECORDS) or (as_texts and variable.kind is Kind.NUMBER):
            text = written(variable, value, dtype_of(variable), name).replace("", None).alias(name)
            wide = wide.with_columns(frame.select(text).to_series())
        columns.append(value)
        if labels and has_label(variable):
            caption = pl.col(name + LABEL)
            columns.append(caption.list.join(_LABELS, ignore_nulls=True) if variable.kind is Kind.INTEGERS else caption)
    return wide.select(columns)


def elements(guide: Guide, variable: Variable, records: Records, *, labels: bool) -> pl.DataFrame:
    """Return the sub-records of a column as rows: number of the record, place, and fields."""
    frame = labelled(guide, records.frame) if labels else records.frame
    name = variable.identifier
    return (
        frame.select(
            (pl.int_range(pl.len(), dtype=pl.Int64) + records.first).alias(RECORD),
            pl.int_ranges(1, pl.col(name).list.len().cast(pl.Int64) + 1, dtype=pl.Int64).alias(POSITION),
            name,
        )
        .drop_nulls(name)
        .explode(POSITION, name)
        .unnest(name)
    )


def assembled(variable: Variable, rows: pl.DataFrame, names: dict[str, str], records: pl.Series) -> pl.Series:
    """Undo `elements`: return the texts of the column for the records with these numbers."""
    fields = []
    for item in variable.fields:
        column = names.get(item.identifier)
        text = pl.lit("") if column is None else written(item, pl.col(column), rows.schema[column], column)
        fields.append(text)
    joined = (
        rows.with_columns(pl.concat_str(fields, separator=FIELD_SEPARATOR).alias("one"))
        .sort(RECORD, POSITION, maintain_order=True)
        .group_by(RECORD, maintain_order=True)
        .agg(pl.col("one").str.join(LIST_SEPARATOR).alias(variable.identifier))
    )
    wanted = records.cast(pl.Int64).to_frame(RECORD)
    return (
        wanted.join(joined.with_columns(pl.col(RECORD).cast(pl.Int64)), on=RECORD, how="left", maintain_order="left")
        .get_column(variable.identifier)
        .fill_null("")
    )
