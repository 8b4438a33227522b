"""JSON Lines: an object a record, with nested lists; the metadata stand in a file beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.converters import _texts
from giis.converters._job import (
    SIDE,
    by_identifier,
    draft,
    read_side,
    refuse_existing,
    refuse_missing,
    unreadable,
    write_side,
)
from giis.converters._labels import labelled
from giis.specs import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from giis.converters._job import Job
    from giis.converters._typed import Records
    from giis.specs import Guide, Variable

_CHUNK = 16 << 20
_LONGEST = 64 << 20


def check(job: Job) -> None:
    """Refuse what cannot be written before anything is."""
    for path in (job.target, f"{job.target}{SIDE}"):
        refuse_existing(Path(path), overwrite=job.overwrite)


def write(batches: Iterable[Records], job: Job) -> None:
    """Write all records, or nothing."""
    path = Path(job.target)
    with draft(path) as made:
        with made.open("wb") as stream:
            for batch in batches:
                frame = labelled(job.guide, batch.frame) if job.labels else batch.frame
                frame.with_columns(_texts.beside(batch.kept, frame.height)).write_ndjson(stream)
        write_side(path, job.meta)


class _Given:
    total: int | None = None

    def __init__(self, source: str) -> None:
        self._source = source
        self.meta = read_side(Path(source))
        first = next(self._chunks(), b"").split(b"\n", 1)[0]
        try:
            keys = json.loads(first) if first.strip() else {}
        except (ValueError, RecursionError) as error:
            raise _no_json(source) from error
        if not isinstance(keys, dict):
            raise _no_json(source)
        self.columns = list(keys)

    def batches(self, guide: Guide) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        for chunk in self._chunks():
            yield self._frame(chunk, guide)

    def _frame(self, chunk: bytes, guide: Guide) -> tuple[pl.DataFrame, pl.DataFrame]:
        try:
            columns = pl.read_ndjson(chunk, infer_schema_length=None).columns
            named = by_identifier(guide, columns, [_texts.COLUMN])
            refuse_missing(guide, named)
            types = {named[name]: _as_read(guide.by_identifier[name]) for name in named}
            kept = _texts.COLUMN in columns
            frame = pl.read_ndjson(chunk, schema=types | ({_texts.COLUMN: _texts.DTYPE} if kept else {}))
        except pl.exceptions.PolarsError as error:
            raise _no_json(self._source) from error
        texts = _texts.apart(frame.get_column(_texts.COLUMN)) if kept else _texts.empty()
        return frame.select(pl.col(column).alias(name) for name, column in named.items()), texts

    def _chunks(self) -> Iterator[bytes]:
        """Yield whole lines, many together."""
        rest = b""
        try:
            with Path(self._source).open("rb") as stream:
                while data := stream.read(_CHUNK):
                    stop = data.rfind(b"\n") + 1
                    if stop:
                        yield rest + data[:stop]
                        rest = data[stop:]
                    else:
                        rest += data
                    if len(rest) > _LONGEST:
                        raise _no_json(self._source)
        except OSError as error:
            raise unreadable(self._source, error.strerror or str(error)) from error
        if rest.strip():
            yield rest

    def close(self) -> None:
        """Nothing stays open."""


def read(source: str, table: str | None) -> _Given:
    """Open what is to be read."""
    return _Given(source)


def _as_read(variable: Variable) -> pl.DataType:
    """Return the type to read: texts, so that nothing that stands there is lost."""
    if variable.kind is Kind.INTEGERS:
        return pl.List(pl.String())
    if variable.fields:
        return pl.List(pl.Struct({item.identifier: pl.String() for item in variable.fields}))
    return pl.String()


def _no_json(source: str) -> InputError:
    return InputError(
        Text(
            f"{source}: no son objetos JSON, uno por renglón, con las listas como listas",
            f"{source}: these are not JSON objects, one a line, with lists as lists",
        )
    )
