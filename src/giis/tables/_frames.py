"""Tables that Polars reads itself: Parquet, JSON, JSON Lines, and frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from giis.tables._model import MAX_COLUMNS, reading, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

MAX_JSON = 256 << 20
"""Bytes of a JSON document, which is read whole; JSON Lines have no limit."""


class FrameTable:
    """A table that Polars can scan.

    Parameters
    ----------
    name : str
        What messages call it.
    lazy : polars.LazyFrame
        The rows.
    """

    def __init__(self, name: str, lazy: pl.LazyFrame) -> None:
        self.name, self._lazy = name, lazy
        with reading(name):
            self.schema: Mapping[str, pl.DataType] = dict(lazy.collect_schema())
        if len(self.schema) > MAX_COLUMNS:
            raise unreadable(name, f"tiene más de {MAX_COLUMNS} columnas", f"it has more than {MAX_COLUMNS} columns")
        if not self.schema:
            raise unreadable(name, "no tiene columnas", "it has no columns")

    @property
    def total(self) -> int | None:
        """The number of rows."""
        with reading(self.name):
            return int(self._lazy.select(pl.len()).collect(engine="streaming").item())

    def batches(self, rows: int, columns: Collection[str] | None = None) -> Iterator[pl.DataFrame]:
        """Yield the rows in their order."""
        lazy = self._lazy if columns is None else self._lazy.select(columns)
        with reading(self.name):
            for frame in lazy.collect_batches(chunk_size=rows, maintain_order=True, engine="streaming"):
                yield from frame.iter_slices(rows)


def parquet_table(path: Path) -> FrameTable:
    """Return the Parquet file `path`."""
    with reading(str(path)):
        return FrameTable(str(path), pl.scan_parquet(path, glob=False))


def jsonl_table(path: Path) -> FrameTable:
    """Return the JSON Lines file `path`: one object a line."""
    with reading(str(path)):
        return FrameTable(str(path), pl.scan_ndjson(path, infer_schema_length=None))


def json_table(path: Path) -> FrameTable:
    """Return the JSON file `path`: a list of objects."""
    if path.stat().st_size > MAX_JSON:
        raise unreadable(
            str(path),
            f"un JSON de más de {MAX_JSON >> 20} MB se lee como JSON Lines (un objeto por renglón)",
            f"a JSON of more than {MAX_JSON >> 20} MB is read as JSON Lines (one object a line)",
        )
    with reading(str(path)):
        return FrameTable(str(path), pl.read_json(path, infer_schema_length=None).lazy())
