"""XLSX: formulas are read as texts, and nothing is opened before it is looked over."""

from __future__ import annotations

import io
import warnings
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from giis._errors import GiisError, InputError
from giis._text import Text
from giis.catalogs import look_over
from giis.converters import _texts
from giis.converters._flat import assembled
from giis.converters._job import POSITION, RECORD, by_identifier, refuse_existing, refuse_missing, refuse_orphans
from giis.converters._meta import NAME, Meta, loads
from giis.converters._rows import frame_of
from giis.converters._xlsx_write import KEPT, MOST_ROWS, sheet_name, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.converters._job import Job
    from giis.specs import Guide

__all__ = ["check", "read", "write"]

_ROWS = 5_000
_MOST_COLUMNS = 2_000


def check(job: Job) -> None:
    """Refuse what cannot be written before anything is."""
    refuse_existing(Path(job.target), overwrite=job.overwrite)


class _Given:
    total: int | None = None

    def __init__(self, source: str, table: str | None) -> None:
        found = look_over(Path(source))
        if isinstance(found, Text):
            raise InputError(
                Text(f"{source}: no se convierte el libro: {found.es}", f"{source}: no conversion: {found.en}")
            )
        self._source = source
        self._book = _opened(found.content, source)
        names: list[str] = self._book.sheetnames
        main = sheet_name(table) if table else next((name for name in names if name not in (KEPT, NAME)), None)
        if main is None or main not in names:
            raise InputError(Text(f"{source}: no tiene la hoja {main!r}", f"{source}: it has no sheet {main!r}"))
        self._main = main
        self.columns, _ = self._sheet(main)
        self.meta: Meta | None = None
        if NAME in names:
            pieces = [str(row[0]) for row in self._sheet(NAME)[1] if row[0] is not None]
            self.meta = loads("".join(pieces), f"{source} ({NAME})")

    def _sheet(self, name: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """Return the headings of a sheet, and its rows that hold anything."""
        sheet = self._book[name]
        sheet.reset_dimensions()  # what the file claims about its size is not to be trusted
        rows = self._guarded(sheet.iter_rows(max_row=MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True))
        head = list(next(rows, ()))
        while head and head[-1] is None:
            head.pop()
        if any(not isinstance(item, str) for item in head):
            raise InputError(
                Text(
                    f"{self._source}: el primer renglón de la hoja {name!r} debe tener los nombres de las columnas",
                    f"{self._source}: the first row of the sheet {name!r} must have the names of the columns",
                )
            )
        return head, (_fitted(row, len(head)) for row in rows if row.count(None) < len(row))

    def _guarded(self, rows: Iterator[Any]) -> Iterator[Any]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield from rows
        except GiisError:
            raise
        except Exception as error:  # openpyxl lets any error of its parts through
            raise InputError(
                Text(
                    f"{self._source}: el libro está dañado ({type(error).__name__})",
                    f"{self._source}: the workbook is damaged ({type(error).__name__})",
                )
            ) from error

    def batches(self, guide: Guide) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        columns, rows = self._sheet(self._main)
        named = by_identifier(guide, columns, [RECORD])
        numbered = RECORD in columns
        groups = {
            item.identifier: self._whole(sheet_name(item.identifier))
            for item in guide.variables
            if numbered and item.fields and sheet_name(item.identifier) in self._book.sheetnames
        }
        refuse_missing(guide, named, groups)
        kept = self._whole(KEPT) if numbered and KEPT in self._book.sheetnames else None
        seen: list[pl.Series] = []
        while chunk := list(islice(rows, _ROWS)):
            frame = frame_of(columns, chunk)
            wide = frame.select(pl.col(column).alias(name) for name, column in named.items())
            if not numbered:
                yield wide, _texts.empty()
                continue
            numbers = self._numbers(frame)
            seen.append(numbers)
            parts = [
                assembled(guide.by_identifier[name], table, {item: item for item in table.columns}, numbers)
                for name, table in groups.items()
            ]
            texts = _texts.empty() if kept is None else _texts.by_record(kept, RECORD, numbers)
            yield wide.with_columns(parts), texts
        known = pl.concat(seen) if seen else pl.Series([], dtype=pl.Int64)
        for name, table in groups.items():
            refuse_orphans(name, int((~table.get_column(RECORD).is_in(known.implode())).sum()))

    def _numbers(self, frame: pl.DataFrame) -> pl.Series:
        try:
            return frame.get_column(RECORD).cast(pl.Int64, strict=True)
        except pl.exceptions.PolarsError as error:
            raise self._no_numbers() from error

    def _whole(self, name: str) -> pl.DataFrame:
        columns, rows = self._sheet(name)
        frame = frame_of(columns, list(rows))
        wanted = {RECORD: pl.Int64, POSITION: pl.Int64, _texts.VARIABLE: pl.String, _texts.TEXT: pl.String}
        try:
            return frame.cast({column: dtype for column, dtype in wanted.items() if column in columns})
        except pl.exceptions.PolarsError as error:
            raise self._no_numbers() from error

    def _no_numbers(self) -> InputError:
        return InputError(
            Text(
                f"{self._source}: en la columna {RECORD} hay algo que no es un número de registro",
                f"{self._source}: the column {RECORD} holds something that is no number of a record",
            )
        )

    def close(self) -> None:
        """Close the workbook."""
        self._book.close()


def read(source: str, table: str | None) -> _Given:
    """Open what is to be read."""
    return _Given(source, table)


def _fitted(row: tuple[Any, ...], width: int) -> tuple[Any, ...]:
    return row[:width] + (None,) * (width - len(row))


def _opened(content: bytes, source: str) -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise InputError(
            Text(
                "para leer libros de Excel falta openpyxl: pip install 'giis[xlsx]'",
                "openpyxl is needed to read workbooks: pip install 'giis[xlsx]'",
            )
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl lets any error of its parts through
        raise InputError(
            Text(
                f"{source}: el libro está dañado ({type(error).__name__})",
                f"{source}: the workbook is damaged ({type(error).__name__})",
            )
        ) from error
