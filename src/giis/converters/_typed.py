"""Batches of records: from the texts of an exchange file to typed columns, and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from giis.converters import _texts
from giis.converters._kinds import STRANGE, dtype_of, typed, written
from giis.specs import Kind
from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR

if TYPE_CHECKING:
    from giis.specs import Guide, Variable

_FILLED = f"[^{FIELD_SEPARATOR}{LIST_SEPARATOR}]+"


@dataclass(frozen=True, slots=True)
class Records:
    """Some records in order.

    Parameters
    ----------
    first : int
        The number of the first, counted from 1 over the whole file.
    frame : polars.DataFrame
        A column for each variable, by identifier.
    kept : polars.DataFrame
        The texts that the typed values do not tell: `fila` (from 0), `variable`, `texto` (escaped).
    """

    first: int
    frame: pl.DataFrame
    kept: pl.DataFrame


@dataclass(slots=True)
class Tally:
    """How many values were kept as texts, by variable."""

    untyped: dict[str, int] = field(default_factory=dict)
    """Those that have no value of the variable's type."""
    rewritten: dict[str, int] = field(default_factory=dict)
    """Those that are written otherwise than their value would be."""


def type_records(guide: Guide, texts: pl.DataFrame, first: int, tally: Tally) -> Records:
    """Return the typed values of records.

    Parameters
    ----------
    guide : Guide
        Whose columns they are.
    texts : polars.DataFrame
        What is written, a column for each variable in order; integers where they are plain.
    first : int
        The number of the first record.
    tally : Tally
        Counts what was kept as text.
    """
    texts = texts.rename(dict(zip(texts.columns, _names(guide), strict=True)))
    frame = texts.select(_typed(variable, texts.schema[variable.identifier]) for variable in guide.variables)
    odd = pl.concat([texts.select(pl.all().name.prefix("r.")), frame], how="horizontal").select(
        _odd(variable).alias(variable.identifier)
        for variable in guide.variables
        if texts.schema[variable.identifier] == pl.String
    )
    kept = []
    for mask in odd:
        if not mask.any():
            continue
        rows, name = mask.arg_true(), mask.name
        raw = texts.get_column(name).gather(rows)
        _count(guide.by_identifier[name], raw, frame.get_column(name).gather(rows), tally)
        kept.append(
            pl.DataFrame({_texts.ROW: rows, _texts.TEXT: _texts.escape(raw)}).select(
                _texts.ROW, pl.lit(name).alias(_texts.VARIABLE), _texts.TEXT
            )
        )
    return Records(first, frame, _texts.gather(kept))


def text_records(guide: Guide, frame: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """Return what an exchange file says: columns of text in the guide's order.

    A kept text counts only where its reading is still what the cell holds: who changes a cell is heeded.

    Parameters
    ----------
    guide : Guide
        Whose columns they are.
    frame : polars.DataFrame
        A column for each variable, by identifier, of any type that can be written.
    kept : polars.DataFrame
        The kept texts, as in `Records`.
    """
    texts = frame.select(
        written(variable, pl.col(name), frame.schema[name], name).alias(name)
        for variable, name in zip(guide.variables, _names(guide), strict=True)
    )
    if not kept.height:
        return texts
    replaced = []
    for (name,), group in kept.group_by(_texts.VARIABLE, maintain_order=True):
        variable = guide.by_identifier.get(str(name))
        if variable is None or variable.group is not None:
            continue
        rows, raw = group.get_column(_texts.ROW), _texts.unescape(group.get_column(_texts.TEXT).fill_null(""))
        meant = raw.to_frame("x").select(_canonical(variable, pl.col("x"))).to_series()
        column = texts.get_column(variable.identifier)
        right = meant == column.gather(rows)
        replaced.append(column.scatter(rows.filter(right), raw.filter(right)))
    return texts.with_columns(replaced)


def _names(guide: Guide) -> list[str]:
    return [variable.identifier for variable in guide.variables]


def _typed(variable: Variable, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(variable.identifier)
    if dtype != pl.String:
        return column.cast(dtype_of(variable))
    return typed(variable, column).cast(dtype_of(variable)).alias(variable.identifier)


def _odd(variable: Variable) -> pl.Expr:
    raw, name = pl.col(f"r.{variable.identifier}"), variable.identifier
    if variable.kind is Kind.TEXT and dtype_of(variable) == pl.String:
        return raw.str.contains(STRANGE)
    return written(variable, pl.col(name), dtype_of(variable), name) != raw


def _canonical(variable: Variable, raw: pl.Expr) -> pl.Expr:
    dtype = dtype_of(variable)
    return written(variable, typed(variable, raw).cast(dtype), dtype, variable.name)


def _count(variable: Variable, raw: pl.Series, values: pl.Series, tally: Tally) -> None:
    """Count kept texts; one that the guide itself prescribes (99:99) is no value that could not be typed."""
    special = raw.is_in([str(item) for item in variable.specials]) if variable.kind is Kind.TEXT else None
    null = values.is_null()
    if variable.kind is Kind.RECORDS:
        told = raw.to_frame("x").select(_canonical(variable, pl.col("x"))).to_series()
        null = null | (told.str.count_matches(_FILLED) < raw.str.count_matches(_FILLED))
    untyped = int((null if special is None else null & ~special).sum())
    for counts, number in ((tally.untyped, untyped), (tally.rewritten, len(raw) - untyped)):
        if number:
            counts[variable.identifier] = counts.get(variable.identifier, 0) + number
