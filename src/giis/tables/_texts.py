"""Values of workbooks and databases as texts, the same for a type whatever the other rows hold."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

_ISO, _ISO_TIME = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"


def text_series(name: str, values: Sequence[Any]) -> pl.Series:
    """Return values as texts: whole numbers without a point, dates as yyyy-mm-dd, nothing as null."""
    try:
        series = pl.Series(name, values, strict=True)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        return pl.Series(name, [text_of(value) for value in values], dtype=pl.String)
    if series.dtype == pl.String:
        return series
    if series.dtype in (pl.Object, pl.Binary) or series.dtype.is_nested():
        return pl.Series(name, [text_of(value) for value in values], dtype=pl.String)
    return pl.DataFrame([series]).select(as_text(pl.col(name), series.dtype)).to_series()


def as_text(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that writes values of a Polars type as texts."""
    if dtype == pl.String:
        return value
    if dtype == pl.Date:
        return value.dt.strftime(_ISO)
    if dtype == pl.Datetime:
        midnight = value == value.dt.truncate("1d")
        return pl.when(midnight).then(value.dt.strftime(_ISO)).otherwise(value.dt.strftime(_ISO_TIME))
    if dtype == pl.Time:
        return value.dt.strftime("%H:%M")
    if dtype == pl.Boolean:
        return value.cast(pl.Int8).cast(pl.String)
    if dtype.is_float():
        whole = value.cast(pl.Int64, strict=False)
        return pl.when(whole == value).then(whole.cast(pl.String)).otherwise(value.cast(pl.String))
    return value.cast(pl.String)


def text_of(value: Any) -> str | None:
    """Return one value as a text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.strftime(_ISO_TIME if value.time() != time() else _ISO)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", errors="replace")
    return str(value)
