"""Parquet: typed and nested columns; the metadata stand in the file's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from giis._text import Text
from giis.converters import _texts
from giis.converters._job import ROWS, by_identifier, draft, refuse_existing, refuse_missing, unreadable
from giis.converters._labels import labelled, schema_of
from giis.converters._meta import NAME, Meta, loads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from giis.converters._job import Job
    from giis.converters._typed import Records
    from giis.specs import Guide

_GROUP = 100_000


def check(job: Job) -> None:
    """Refuse what cannot be written before anything is."""
    refuse_existing(Path(job.target), overwrite=job.overwrite)


def write(batches: Iterable[Records], job: Job) -> None:
    """Write all records, or nothing."""
    from polars.io.plugins import register_io_source

    schema = schema_of(job.guide, labels=job.labels) | {_texts.COLUMN: _texts.DTYPE}

    def made(*_: Any) -> Iterator[pl.DataFrame]:
        for batch in batches:
            frame = labelled(job.guide, batch.frame) if job.labels else batch.frame
            yield frame.with_columns(_texts.beside(batch.kept, frame.height)).cast(schema)  # type: ignore[arg-type]

    with draft(Path(job.target)) as path:
        register_io_source(made, schema=schema).sink_parquet(
            path, metadata={NAME: job.meta.dumps()}, row_group_size=_GROUP, maintain_order=True
        )


class _Given:
    def __init__(self, source: str) -> None:
        path = Path(source)
        try:
            self._lazy = pl.scan_parquet(path, glob=False)
            self.columns = list(self._lazy.collect_schema())
            found = pl.read_parquet_metadata(path).get(NAME)
            self.total: int | None = self._lazy.select(pl.len()).collect().item()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise unreadable(source, _first(error)) from error
        self._source = source
        self.meta: Meta | None = loads(found, source) if found is not None else None

    def batches(self, guide: Guide) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        named = by_identifier(guide, self.columns, [_texts.COLUMN])
        refuse_missing(guide, named)
        kept = _texts.COLUMN in self.columns
        wanted = [pl.col(column).alias(name) for name, column in named.items()]
        lazy = self._lazy.select(*wanted, *([_texts.COLUMN] if kept else []))
        try:
            for frame in lazy.collect_batches(chunk_size=ROWS, maintain_order=True):
                texts = _texts.apart(frame.get_column(_texts.COLUMN)) if kept else _texts.empty()
                yield frame, texts
        except pl.exceptions.PolarsError as error:
            raise unreadable(self._source, _first(error)) from error

    def close(self) -> None:
        """Nothing stays open."""


def read(source: str, table: str | None) -> _Given:
    """Open what is to be read."""
    return _Given(source)


def _first(error: Exception) -> Text:
    """Return what is wrong: of an error of Polars its kind alone, as its text may hold values."""
    if isinstance(error, OSError) and error.strerror:
        return Text(error.strerror, error.strerror)
    kind = type(error).__name__
    return Text(f"está dañado o no es Parquet ({kind})", f"it is damaged or no Parquet ({kind})")
