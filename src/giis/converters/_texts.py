"""The texts that typed values do not tell: kept beside them, each with its row and variable."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import polars as pl

from giis.converters._kinds import STRANGE

if TYPE_CHECKING:
    from collections.abc import Iterable

ROW, VARIABLE, TEXT = "fila", "variable", "texto"
COLUMN = "_giis_texto"
"""The column with the kept texts of a record, where a format has them beside the record."""

SCHEMA = {ROW: pl.UInt32(), VARIABLE: pl.String(), TEXT: pl.String()}
DTYPE = pl.List(pl.Struct({VARIABLE: pl.String(), TEXT: pl.String()}))
_ESCAPED = re.compile(r"\\(?:\\|u([0-9a-f]{4}))")
_TO_ESCAPE = re.compile("[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\\\\]|_(?=x[0-9A-Fa-f]{4}_)")
_LOOK = rf"\\|{STRANGE}"


def empty() -> pl.DataFrame:
    """Return that no text is kept."""
    return pl.DataFrame(schema=SCHEMA)


def gather(kept: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Join the texts kept of several variables, by row."""
    frames = [frame.cast(SCHEMA) for frame in kept if frame.height]  # type: ignore[arg-type]
    return pl.concat(frames).sort(ROW, maintain_order=True) if frames else empty()


def escape(texts: pl.Series) -> pl.Series:
    r"""Return texts that every format holds: control characters as `\u0000`, a backslash twice."""
    return _mapped(texts, _LOOK, lambda text: _TO_ESCAPE.sub(_code, text))


def unescape(texts: pl.Series) -> pl.Series:
    """Undo `escape`."""
    return _mapped(texts, r"\\", lambda text: _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else "\\", text))


def _code(match: re.Match[str]) -> str:
    return "\\\\" if match[0] == "\\" else f"\\u{ord(match[0]):04x}"


def _mapped(texts: pl.Series, look: str, change: object) -> pl.Series:
    rows = texts.str.contains(look).fill_null(value=False).arg_true()
    if not len(rows):
        return texts
    changed = [change(text) for text in texts.gather(rows).to_list()]  # type: ignore[operator]
    return texts.scatter(rows, pl.Series(changed, dtype=pl.String))


def beside(kept: pl.DataFrame, height: int) -> pl.Series:
    """Return the kept texts as a column of lists, null where a row has none."""
    lists = kept.group_by(ROW, maintain_order=True).agg(pl.struct(VARIABLE, TEXT).alias(COLUMN))
    rows = pl.DataFrame({ROW: pl.int_range(height, dtype=pl.UInt32, eager=True)})
    return rows.join(lists, on=ROW, how="left", maintain_order="left").get_column(COLUMN).cast(DTYPE)


def apart(column: pl.Series) -> pl.DataFrame:
    """Undo `beside`."""
    if column.null_count() == len(column):
        return empty()
    return (
        pl.DataFrame({ROW: pl.int_range(len(column), dtype=pl.UInt32, eager=True), COLUMN: column.cast(DTYPE)})
        .drop_nulls(COLUMN)
        .explode(COLUMN)
        .drop_nulls(COLUMN)
        .unnest(COLUMN)
    )


def by_record(kept: pl.DataFrame, number: str, records: pl.Series) -> pl.DataFrame:
    """Return kept texts that stand by the number of their record, by the row that holds it now."""
    if not kept.height:
        return empty()
    rows = pl.DataFrame({number: records.cast(pl.Int64), ROW: pl.int_range(len(records), dtype=pl.UInt32, eager=True)})
    return (
        kept.with_columns(pl.col(number).cast(pl.Int64))
        .join(rows, on=number, how="inner")
        .select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    )


def to_json(column: pl.Series) -> pl.Series:
    """Return the lists of `beside` as JSON texts."""
    items = pl.element().struct.json_encode()
    joined = pl.col(COLUMN).list.eval(items).list.join(",")
    return column.to_frame(COLUMN).select(pl.concat_str(pl.lit("["), joined, pl.lit("]")).alias(COLUMN)).to_series()


def from_json(column: pl.Series) -> pl.Series:
    """Undo `to_json`; an empty text is none.

    Raises
    ------
    ValueError
        If a text is no such JSON.
    """
    try:
        lists = [json.loads(text) if text else None for text in column.to_list()]
        return pl.Series(COLUMN, lists, dtype=DTYPE, strict=True)
    except (ValueError, TypeError, pl.exceptions.PolarsError, RecursionError) as error:
        raise ValueError(str(error)) from error
