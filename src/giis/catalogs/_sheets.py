"""The sheets of a workbook as plain rows, and the table among them that a declaration describes."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from giis._errors import CatalogError
from giis._text import Text
from giis.catalogs._normal import clean, column_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from giis.catalogs._declarations import Declaration

MAX_ROWS = 200_000  # of a sheet, that hold anything
MAX_READ = 3_000_000  # of all sheets, empty ones too
LAST_ROW = 1_048_576
MAX_COLUMNS = 256
HEADING_ROWS = 20  # the headings stand somewhere in the first rows

Row: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows that hold anything, with their numbers in the workbook."""

    title: str
    visible: bool
    rows: tuple[tuple[int, Row], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below a line of headings, and the place of each column that is needed."""

    sheet: Sheet
    heading_row: int
    headings: tuple[str, ...]
    places: tuple[int, ...]  # of `Declaration.headings`, in that order
    rows: tuple[tuple[int, Row], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a workbook shows of a declared catalogue: its table, or the headings that are missing."""

    declaration: Declaration
    table: Table | None
    missing: tuple[str, ...]


def read_sheets(path: Path, content: bytes) -> tuple[Sheet, ...]:
    """Read all sheets of a workbook: the `content` of the file `path`, which was looked over.

    Raises
    ------
    CatalogError
        If it cannot be read, is too large, or openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise CatalogError(
            Text(
                es="para leer libros de Excel falta openpyxl: pip install 'giis[xlsx]'",
                en="openpyxl is needed to read workbooks: pip install 'giis[xlsx]'",
            )
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # these tell of features that are not kept; only values matter here
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            counter = _Counter(path)
            return tuple(
                Sheet(clean(sheet.title), sheet.sheet_state == "visible", counter.kept(sheet))
                for sheet in book.worksheets
            )
    except CatalogError:
        raise
    except Exception as error:  # openpyxl lets any error of its parts through
        raise CatalogError(
            Text(
                es=f"{path}: el libro está dañado ({error}); nada cambió",
                en=f"{path}: the workbook is damaged ({error}); nothing was changed",
            )
        ) from error


class _Counter:
    """Keeps the rows that hold anything, and sees to it that they end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read = 0

    def kept(self, sheet: Any) -> tuple[tuple[int, Row], ...]:
        sheet.reset_dimensions()  # what the file claims about its size is not to be trusted
        rows: Iterator[Row] = sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS, values_only=True)
        kept: list[tuple[int, Row]] = []
        width = MAX_COLUMNS
        for number, row in enumerate(rows, start=1):
            if row.count(None) < len(row):
                kept.append((number, row[:width]))
                if len(kept) == HEADING_ROWS:  # the headings stand above: what is right of them is not needed
                    width = max(place for _, seen in kept for place, value in enumerate(seen, 1) if value is not None)
            self.read += 1
            if len(kept) > MAX_ROWS or self.read > MAX_READ:
                raise CatalogError(
                    Text(
                        es=f"{self.path}: el libro tiene demasiados renglones; nada cambió",
                        en=f"{self.path}: the workbook has too many rows; nothing was changed",
                    )
                )
        return tuple(kept)


def look_for(declaration: Declaration, sheets: tuple[Sheet, ...]) -> Look:
    """Find the sheet and the line of headings that fit `declaration`.

    Of several sheets that fit, a visible one is taken before a hidden one, and a longer before a shorter.
    """
    best = Look(declaration, None, declaration.headings)
    tables: list[Table] = []
    for sheet in sheets:
        for index, (number, row) in enumerate(sheet.rows[:HEADING_ROWS]):
            headings = tuple(clean(value) if isinstance(value, str) else "" for value in row)
            names = [column_name(heading) for heading in headings]
            wanted = [column_name(heading) for heading in declaration.headings]
            missing = tuple(
                heading for heading, name in zip(declaration.headings, wanted, strict=True) if name not in names
            )
            if declaration.matrix and not any(declaration.matrix.heading.fullmatch(text) for text in headings):
                missing += (declaration.matrix.heading.pattern,)
            if not missing:
                _check_once(wanted, names, sheet)
                places = tuple(names.index(name) for name in wanted)
                tables.append(Table(sheet, number, headings, places, sheet.rows[index + 1 :]))
                break
            if len(missing) < len(best.missing):
                best = Look(declaration, None, missing)
    if not tables:
        return best
    chosen = max(tables, key=lambda table: (table.sheet.visible, len(table.rows)))
    return Look(declaration, chosen, ())


def _check_once(wanted: list[str], names: list[str], sheet: Sheet) -> None:
    for name in wanted:
        if names.count(name) > 1:
            raise CatalogError(
                Text(
                    es=f"la hoja {sheet.title!r} tiene dos veces la columna {name}; nada cambió",
                    en=f"the sheet {sheet.title!r} has the column {name} twice; nothing was changed",
                )
            )
