"""From clean lines to columns of text."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """Split well-formed UTF-8 lines into columns of text, in the order of the layout.

    The lines must have been proved to have the right number of columns: Polars would fill up a short line in
    silence.
    """
    names = [column_name(column) for column in order]
    # Polars drops a byte order mark before the first value, which is text like any other there.
    frame = pl.read_csv(
        _BOM + data if data.startswith(_BOM) else data,
        has_header=False,
        separator=layout.separator,
        quote_char=None,
        schema=dict.fromkeys(names, pl.String),
        **_KEEP_EMPTY,
    )
    in_order = [column_name(column) for column in range(len(names))]
    return frame if names == in_order else frame.select(in_order)
