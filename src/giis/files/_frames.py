"""From clean lines to columns of text."""

from __future__ import annotations

import inspect
import io
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from giis.files.layout import Layout

_BOM = "\ufeff".encode()


def _keep_empty() -> dict[str, Any]:
    """Return the option that reads an empty value as "": its name changed in Polars 2."""
    if "empty_string_is_null" in inspect.signature(pl.read_csv).parameters:
        return {"empty_string_is_null": False}
    return {"missing_utf8_is_empty_string": True}


_KEEP_EMPTY = _keep_empty()


def column_name(column: int) -> str:
    """Return the name under which `column` (counted from 0) stands in a batch."""
    return f"r.{column}"


def to_frame(data: bytes, layout: Layout, order: Sequence[int]) -> pl.DataFrame:
    """Split well-formed UTF-8 lines into columns, in the order of the layout.

    The lines must have been proved to have the right number of columns: Polars would fill up a short line in
    silence. Columns are texts; those of `layout.integers` are integers if that loses nothing.
    """
    if not data:
        return pl.DataFrame(schema={column_name(column): pl.String for column in range(len(order))})
    frame = _typed(data, layout, order) if layout.integers else None
    if frame is None:
        # Polars drops a byte order mark before the first value, which is text like any other there.
        marked = _BOM + data if data.startswith(_BOM) else data
        frame = _read(marked, layout, dict.fromkeys(order, pl.String))
    in_order = [column_name(column) for column in range(len(order))]
    return frame if frame.columns == in_order else frame.select(in_order)


def digests(data: bytes) -> pl.Series:
    """Return a 64-bit digest of each line, equal for equal lines of one run."""
    if not data:
        return pl.Series("digest", dtype=pl.Int64)
    return pl.read_lines(io.BytesIO(data), name="digest").to_series().hash().reinterpret(signed=True)


def _read(data: bytes, layout: Layout, types: Mapping[int, type[pl.DataType]]) -> pl.DataFrame:
    return pl.read_csv(
        data,
        has_header=False,
        separator=layout.separator,
        quote_char=None,
        schema={column_name(column): dtype for column, dtype in types.items()},
        **_KEEP_EMPTY,
    )


def _typed(data: bytes, layout: Layout, order: Sequence[int]) -> pl.DataFrame | None:
    """Return the lines with integer columns, or None if some text is not the only spelling of its number.

    No spelling of a number is shorter than its plain one (no sign +, no leading zeros, no spaces), so the
    plain spellings of all numbers take up as many bytes as the texts just if each text is plain. A number too large
    for 32 bits leaves all columns texts.
    """
    if data.startswith(_BOM):
        return None
    types = {column: pl.Int32 if column in layout.integers else pl.String for column in order}
    try:
        frame = _read(data, layout, types)
    except pl.exceptions.ComputeError:
        return None
    numbers = [column_name(column) for column in order if column in layout.integers]
    if frame.select(pl.any_horizontal(pl.col(numbers).has_nulls())).item():
        return None
    plain = frame.height * (len(numbers) + len(order) - 1) + _longer_numbers(frame.select(numbers))
    others = [column_name(column) for column in order if column not in layout.integers]
    texts = frame.select(pl.sum_horizontal(pl.col(others).str.len_bytes().sum())).item() if others else 0
    ends = data.count(b"\n") + data.count(b"\r")
    return frame if plain + texts + ends == len(data) else None


def _longer_numbers(numbers: pl.DataFrame) -> int:
    """Return how many characters the plain spellings of `numbers` have beyond one each."""
    if not numbers.height:
        return 0
    lowest, highest = numbers.min().row(0), numbers.max().row(0)
    longer: list[pl.Expr] = []
    for name, low, high in zip(numbers.columns, lowest, highest, strict=True):
        column = pl.col(name)
        if low < 0:
            longer.append((column < 0).sum().alias(str(len(longer))))
        ten = 10
        while ten <= max(high, -low):
            beyond = column >= ten if low > -ten else (column >= ten) | (column <= -ten)
            longer.append(beyond.sum().alias(str(len(longer))))
            ten *= 10
    return int(numbers.select(longer).sum_horizontal().item()) if longer else 0
