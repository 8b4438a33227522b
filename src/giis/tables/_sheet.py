"""A sheet of a workbook as a table. Formulas are text: nothing is computed."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import polars as pl

from giis._errors import CatalogError, InputError
from giis._text import Text
from giis.catalogs._guard import inspect_workbook
from giis.tables._model import unreadable
from giis.tables._texts import text_series

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

MAX_COLUMNS = 1_000
LAST_ROW = 1_048_576
_BLANK_ROWS = 10_000
"""So many blank rows one after the other end a sheet: some programs write them to the last one."""


class SheetTable:
    """A sheet whose first row that holds anything has the names of the columns.

    Parameters
    ----------
    path : Path
        The workbook.
    sheet : str, optional
        The name of the sheet; by default the first one that is visible.
    """

    total = None

    def __init__(self, path: Path, sheet: str | None) -> None:
        self.name = str(path)
        try:
            self._content = inspect_workbook(path).content
        except CatalogError as error:
            told = [text.split(": ", 2)[-1].removesuffix("; nada cambió").removesuffix("; nothing was changed")
                    for text in error.text]  # fmt: skip
            raise unreadable(self.name, *told) from None
        self._sheet = sheet
        head = next(self._rows(), None)
        if head is None:
            raise unreadable(self.name, "la hoja está vacía", "the sheet is empty")
        self._places = {str(value).strip(): place for place, value in enumerate(head) if value not in (None, "")}
        if len(self._places) != sum(value not in (None, "") for value in head):
            raise unreadable(self.name, "una columna está dos veces", "a column stands twice")
        self.schema: Mapping[str, pl.DataType] = dict.fromkeys(self._places, pl.String())

    def batches(self, rows: int, columns: Collection[str] | None = None) -> Iterator[pl.DataFrame]:
        """Yield the rows in their order; those that hold nothing are no rows."""
        wanted = {name: place for name, place in self._places.items() if columns is None or name in columns}
        found = self._rows()
        next(found)
        chunk: list[tuple[Any, ...]] = []
        for row in found:
            chunk.append(row)
            if len(chunk) == rows:
                yield self._frame(chunk, wanted)
                chunk = []
        if chunk:
            yield self._frame(chunk, wanted)

    @staticmethod
    def _frame(chunk: list[tuple[Any, ...]], wanted: Mapping[str, int]) -> pl.DataFrame:
        return pl.DataFrame(
            [text_series(name, [row[place] if place < len(row) else None for row in chunk])
             for name, place in wanted.items()]
        )  # fmt: skip

    def _rows(self) -> Iterator[tuple[Any, ...]]:
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
                book = openpyxl.load_workbook(io.BytesIO(self._content), read_only=True, keep_links=False)
                sheet = self._chosen(book)
                sheet.reset_dimensions()  # what the file claims about its size is not to be trusted
                blank = 0
                for row in sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS, values_only=True):
                    if row.count(None) < len(row):
                        blank = 0
                        yield row
                        continue
                    blank += 1
                    if blank == _BLANK_ROWS:
                        return
        except InputError:
            raise
        except Exception as error:  # openpyxl lets any error of its parts through
            kind = type(error).__name__
            raise unreadable(self.name, f"el libro está dañado ({kind})", f"the workbook is damaged ({kind})") from None

    def _chosen(self, book: Any) -> Any:
        if self._sheet is None:
            visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            if not visible:
                raise unreadable(self.name, "no tiene hojas", "it has no sheets")
            return visible[0]
        for sheet in book.worksheets:
            if sheet.title == self._sheet:
                return sheet
        names = ", ".join(sheet.title for sheet in book.worksheets)
        raise unreadable(
            self.name,
            f"no hay una hoja {self._sheet!r}; tiene {names}",
            f"there is no sheet {self._sheet!r}; it has {names}",
        )
