"""CSV in UTF-8: lists as written, dates as in ISO 8601; the metadata stand in a file beside it."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.converters import _texts
from giis.converters._flat import flat
from giis.converters._job import (
    ROWS,
    SIDE,
    by_identifier,
    draft,
    read_side,
    refuse_existing,
    refuse_missing,
    unreadable,
    write_side,
)
from giis.converters._labels import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from giis.converters._job import Job
    from giis.converters._typed import Records
    from giis.specs import Guide

_SEPARATORS = ",;\t|"
_LONGEST = 4 << 20


def check(job: Job) -> None:
    """Refuse what cannot be written before anything is."""
    for path in (job.target, f"{job.target}{SIDE}"):
        refuse_existing(Path(path), overwrite=job.overwrite)


def write(batches: Iterable[Records], job: Job) -> None:
    """Write all records, or nothing."""
    path = Path(job.target)
    schema = schema_of(job.guide, labels=job.labels) | {_texts.COLUMN: pl.String()}
    with draft(path) as made:
        with made.open("wb") as stream:
            pl.DataFrame(schema=dict.fromkeys(schema, pl.String())).write_csv(stream)
            for batch in batches:
                frame = flat(job.guide, batch.frame, labels=job.labels, as_texts=True)
                texts = _texts.to_json(_texts.beside(batch.kept, frame.height))
                frame.with_columns(texts).write_csv(
                    stream, include_header=False, date_format="%Y-%m-%d", time_format="%H:%M"
                )
        write_side(path, job.meta)


class _Given:
    total: int | None = None

    def __init__(self, source: str) -> None:
        self._source = source
        self.meta = read_side(Path(source))
        csv.field_size_limit(_LONGEST)
        try:
            self._stream: TextIO = Path(source).open(encoding="utf-8-sig", newline="")  # noqa: SIM115
        except OSError as error:
            raise unreadable(source, error.strerror or str(error)) from error
        try:
            first = self._stream.readline(_LONGEST)
            separator = max(_SEPARATORS, key=first.count)
            self._stream.seek(0)
            self._rows = csv.reader(self._stream, delimiter=separator, strict=True)
            self.columns: list[str] = next(self._rows, [])
        except (ValueError, csv.Error) as error:
            self.close()
            raise self._damaged(error) from error
        except BaseException:
            self.close()
            raise

    def batches(self, guide: Guide) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        named = by_identifier(guide, self.columns, [_texts.COLUMN])
        refuse_missing(guide, named)
        place = {column: index for index, column in enumerate(self.columns)}
        try:
            while rows := list(islice(self._rows, ROWS)):
                columns = self._columns([row for row in rows if row])
                frame = pl.DataFrame({name: columns[place[column]] for name, column in named.items()})
                if _texts.COLUMN in place:
                    kept = pl.Series(columns[place[_texts.COLUMN]], dtype=pl.String)
                    yield frame, _texts.apart(_texts.from_json(kept))
                else:
                    yield frame, _texts.empty()
        except (ValueError, csv.Error) as error:
            raise self._damaged(error) from error

    def _columns(self, rows: list[list[str]]) -> list[pl.Series]:
        width = len(self.columns)
        widths = set(map(len, rows))
        if widths - {width}:
            wrong = next(index for index, row in enumerate(rows) if len(row) != width)
            line = self._rows.line_num - len(rows) + wrong + 1
            raise InputError(
                Text(
                    f"{self._source}: hacia el renglón {line} hay {len(rows[wrong])} valores en vez de {width}",
                    f"{self._source}: about line {line} there are {len(rows[wrong])} values instead of {width}",
                )
            )
        if not rows:
            return [pl.Series([], dtype=pl.String)] * width
        return [pl.Series(column, dtype=pl.String) for column in zip(*rows, strict=True)]

    def _damaged(self, error: Exception) -> InputError:
        if isinstance(error, UnicodeDecodeError):
            return InputError(
                Text(
                    f"{self._source}: no es UTF-8; guárdelo como «CSV UTF-8»",
                    f"{self._source}: it is not UTF-8; save it as “CSV UTF-8”",
                )
            )
        return InputError(
            Text(
                f"{self._source}: no se entiende como CSV (hacia el renglón {self._line()})",
                f"{self._source}: it cannot be read as CSV (about line {self._line()})",
            )
        )

    def _line(self) -> int:
        return self._rows.line_num if hasattr(self, "_rows") else 1

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def read(source: str, table: str | None) -> _Given:
    """Open what is to be read."""
    return _Given(source)
