"""Writing a workbook: a sheet of records, one for each column of sub-records, kept texts and metadata."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.converters import _texts
from giis.converters._flat import elements, flat
from giis.converters._job import POSITION, RECORD, draft
from giis.converters._labels import schema_of
from giis.converters._meta import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from giis.converters._job import Job
    from giis.converters._typed import Records

KEPT = "giis_texto"
MOST_ROWS = 1_048_576
LONGEST_NAME = 31
_LONGEST = 32_767
_PIECE = 30_000
_FIRST_DAY = date(1900, 3, 1)
"""Before it, workbooks count a day that never was."""
_EXACT = 10**15
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}


def write(batches: Iterable[Records], job: Job) -> None:
    """Write all records, or nothing."""
    library = _library()
    with draft(Path(job.target)) as path:
        book = library.Workbook(str(path), _OPTIONS)
        try:
            sheets = _sheets(book, job)
            for batch in batches:
                _write_batch(sheets, batch, job)
        finally:
            book.close()


class _Sheet:
    """A sheet that grows downwards."""

    def __init__(self, book: Any, name: str, columns: Iterable[str], time_format: Any) -> None:
        self._sheet = book.add_worksheet(name)
        self._name, self._next, self._time = name, 1, time_format
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            self._sheet.write_string(0, place, column)

    def add(self, frame: pl.DataFrame) -> None:
        """Write rows, each value as what it is; a text is never taken for a formula."""
        if self._next + frame.height > MOST_ROWS:
            raise InputError(
                Text(
                    f"una hoja de XLSX admite {MOST_ROWS - 1:,} renglones y {self._name} tendría más; "
                    "use otro formato, como Parquet",
                    f"a sheet of XLSX has room for {MOST_ROWS - 1:,} rows, and {self._name} would have more; use "
                    "another format, such as Parquet",
                )
            )
        _check_lengths(frame)
        writers = [self._writer(dtype) for dtype in frame.dtypes]
        for row, values in enumerate(frame.iter_rows(), self._next):
            for place, value in enumerate(values):
                if value is not None:
                    writers[place](row, place, value)
        self._next += frame.height

    def _writer(self, dtype: pl.DataType) -> Callable[[int, int, Any], Any]:
        sheet, text = self._sheet, self._sheet.write_string

        def number(row: int, place: int, value: int) -> Any:
            exact = -_EXACT < value < _EXACT
            return sheet.write_number(row, place, value) if exact else text(row, place, str(value))

        def day(row: int, place: int, value: date) -> Any:
            late = value >= _FIRST_DAY
            return sheet.write_datetime(row, place, value) if late else text(row, place, value.isoformat())

        def hour(row: int, place: int, value: Any) -> Any:
            return sheet.write_datetime(row, place, value, self._time)

        if dtype.is_integer():
            return number
        if dtype.is_float():
            write: Callable[[int, int, Any], Any] = sheet.write_number
            return write
        if dtype == pl.Date:
            return day
        if dtype == pl.Time:
            return hour
        return text  # type: ignore[no-any-return]


def _sheets(book: Any, job: Job) -> dict[str, _Sheet]:
    guide, hours = job.guide, book.add_format({"num_format": "hh:mm"})
    schema = schema_of(guide, labels=job.labels)
    groups = {item.identifier for item in guide.variables if item.fields}
    made = {"": (sheet_name(job.table), [RECORD, *(column for column in schema if column not in groups)])}
    for name in schema:
        if name in groups:
            inner: Any = schema[name]
            made[name] = (sheet_name(name), [RECORD, POSITION, *(field.name for field in inner.inner.fields)])
    made[KEPT] = (KEPT, [RECORD, _texts.VARIABLE, _texts.TEXT])
    made[NAME] = (NAME, [NAME])
    names = [name.casefold() for name, _ in made.values()]
    if len(set(names)) != len(names):
        raise InputError(
            Text(
                f"dos hojas se llamarían igual ({job.table}); dé otro nombre con --table",
                f"two sheets would have the same name ({job.table}); give another with --table",
            )
        )
    sheets = {key: _Sheet(book, name, columns, hours) for key, (name, columns) in made.items()}
    text = job.meta.dumps()
    sheets[NAME].add(pl.DataFrame({NAME: [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]}))
    return sheets


def sheet_name(name: str) -> str:
    """Return what a sheet may be called."""
    return "".join("_" if letter in "[]:*?/\\'" else letter for letter in name)[:LONGEST_NAME] or "registros"


def _write_batch(sheets: dict[str, _Sheet], batch: Records, job: Job) -> None:
    main = flat(job.guide, batch.frame, labels=job.labels, as_texts=False)
    numbers = pl.int_range(batch.first, batch.first + main.height, dtype=pl.Int64, eager=True).alias(RECORD)
    sheets[""].add(main.insert_column(0, numbers))
    for variable in job.guide.variables:
        if variable.fields:
            rows = elements(job.guide, variable, batch, labels=job.labels)
            sheets[variable.identifier].add(rows)
    kept = batch.kept.select(
        (pl.col(_texts.ROW).cast(pl.Int64) + batch.first).alias(RECORD), _texts.VARIABLE, _texts.TEXT
    )
    sheets[KEPT].add(kept)


def _check_lengths(frame: pl.DataFrame) -> None:
    """Refuse texts that a cell has no room for."""
    texts = frame.select(pl.col(pl.String).str.len_chars().max())
    if texts.width and any((longest or 0) > _LONGEST for longest in texts.row(0)):
        raise InputError(
            Text(
                f"hay un texto de más de {_LONGEST:,} caracteres, que no cabe en una celda de XLSX; use otro formato",
                f"there is a text of more than {_LONGEST:,} characters, too long for a cell of XLSX; use another "
                "format",
            )
        )


def _library() -> Any:
    try:
        import xlsxwriter
    except ImportError as error:
        raise InputError(
            Text(
                "para escribir libros de Excel falta XlsxWriter: pip install 'giis[xlsx]'",
                "XlsxWriter is needed to write workbooks: pip install 'giis[xlsx]'",
            )
        ) from error
    return xlsxwriter
