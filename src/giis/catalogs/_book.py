"""A workbook opened for reading: its sheets, the beginning of each, and the rows of one."""

from __future__ import annotations

import io
import warnings
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from giis._errors import CatalogError
from giis._text import Text
from giis.catalogs._normal import clean
from giis.catalogs._slim import large_sheets, slimmed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

MAX_ROWS = 400_000  # of a sheet, that hold anything
MAX_READ = 3_000_000  # of all sheets, empty ones too
LAST_ROW = 1_048_576
MAX_COLUMNS = 256
HEADING_ROWS = 20  # the headings stand somewhere in the first rows

Row: TypeAlias = tuple[object, ...]
Numbered: TypeAlias = "tuple[int, Row]"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its first rows that hold anything, with their numbers in the workbook."""

    index: int
    title: str
    visible: bool
    head: tuple[Numbered, ...]


class Book:
    """The sheets of a workbook: the `content` of the file `path`, which was looked over.

    Raises
    ------
    CatalogError
        If it cannot be read, is too large, or openpyxl is not installed.
    """

    def __init__(self, path: Path, content: bytes) -> None:
        self._path = path
        self._content = content
        self._read = 0
        with self._damage():
            self._large = large_sheets(content)
            self._book = _opened(slimmed(content, {}) if self._large else content)
            self._parts = [sheet._worksheet_path for sheet in self._book.worksheets]
            self.sheets = tuple(
                Sheet(index, clean(sheet.title), sheet.sheet_state == "visible", self._head(sheet))
                for index, sheet in enumerate(self._book.worksheets)
            )

    def rows(self, sheet: Sheet, places: Collection[int]) -> Iterator[Numbered]:
        """Yield the rows of `sheet` that hold anything; of a large sheet only in the columns `places`."""
        with self._damage():
            part = self._parts[sheet.index]
            if part in self._large:  # the same book with another content of its sheets: its texts are read only once
                slim = slimmed(self._content, {part: places})
                self._book._archive = zipfile.ZipFile(io.BytesIO(slim))
            width = MAX_COLUMNS
            for kept, (number, row) in enumerate(self._all(self._book.worksheets[sheet.index]), start=1):
                if kept > MAX_ROWS:
                    raise self._too_long()
                yield number, row[:width]
                if kept == HEADING_ROWS:  # the headings stand above: what is right of them is not needed
                    seen = [place for _, head in sheet.head for place, value in enumerate(head, 1) if value is not None]
                    width = max(seen)

    def _head(self, sheet: Any) -> tuple[Numbered, ...]:
        head: list[Numbered] = []
        for numbered in self._all(sheet):
            head.append(numbered)
            if len(head) == HEADING_ROWS:
                break
        return tuple(head)

    def _all(self, sheet: Any) -> Iterator[Numbered]:
        sheet.reset_dimensions()  # what the file claims about its size is not to be trusted
        rows: Iterator[Row] = sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS, values_only=True)
        for number, row in enumerate(rows, start=1):
            self._read += 1
            if self._read > MAX_READ:
                raise self._too_long()
            if row.count(None) < len(row):
                yield number, row

    def _too_long(self) -> CatalogError:
        return CatalogError(
            Text(
                es=f"{self._path}: el libro tiene demasiados renglones; nada cambió",
                en=f"{self._path}: the workbook has too many rows; nothing was changed",
            )
        )

    @contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # these tell of features that are not kept; only values matter here
                yield
        except CatalogError:
            raise
        except Exception as error:  # openpyxl lets any error of its parts through
            raise CatalogError(
                Text(
                    es=f"{self._path}: el libro está dañado ({error}); nada cambió",
                    en=f"{self._path}: the workbook is damaged ({error}); nothing was changed",
                )
            ) from error


def _opened(content: bytes) -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise CatalogError(
            Text(
                es="para leer libros de Excel falta openpyxl: pip install 'giis[xlsx]'",
                en="openpyxl is needed to read workbooks: pip install 'giis[xlsx]'",
            )
        ) from error
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
