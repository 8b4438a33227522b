"""Rows of Python values, as workbooks and databases give them, as columns."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import polars as pl

from giis.specs.values import as_written

if TYPE_CHECKING:
    from collections.abc import Sequence

_TYPES: dict[frozenset[type], pl.DataType] = {
    frozenset(): pl.String(),
    frozenset({str}): pl.String(),
    frozenset({float}): pl.Float64(),
    frozenset({date}): pl.Date(),
    frozenset({datetime}): pl.Datetime("us"),
    frozenset({time}): pl.Time(),
}
_LARGEST = 2**63


def column(values: Sequence[Any]) -> pl.Series:
    """Return values as a column of one type; of mixed values as texts."""
    kinds = frozenset(map(type, values)) - {type(None)}
    dtype = _TYPES.get(kinds)
    if dtype is not None:
        return pl.Series(values, dtype=dtype)
    if kinds == {int} and all(value is None or -_LARGEST <= value < _LARGEST for value in values):
        return pl.Series(values, dtype=pl.Int64)
    return pl.Series([_text(value) for value in values], dtype=pl.String)


def frame_of(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> pl.DataFrame:
    """Return rows as a table."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return pl.DataFrame([column(values).alias(name) for name, values in zip(names, columns, strict=True)])


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float):
        return as_written(value)
    return str(value)
