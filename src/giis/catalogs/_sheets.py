"""The sheets of a workbook, and the table among them that a declaration describes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis._errors import CatalogError
from giis._text import Text
from giis.catalogs._book import HEADING_ROWS, Book, Row, Sheet
from giis.catalogs._normal import clean, column_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.catalogs._declarations import Column, Declaration


@dataclass(frozen=True, slots=True)
class Headings:
    """A line of headings that fits a declaration: the place of each column of `Declaration.wanted`, if it is there."""

    sheet: Sheet
    row: int
    names: tuple[str, ...]
    places: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below a line of headings."""

    headings: Headings
    rows: tuple[tuple[int, Row], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a workbook shows of a declared catalogue: its headings in each sheet that has them, or what is missing."""

    declaration: Declaration
    found: tuple[Headings, ...]
    missing: tuple[str, ...]

    @property
    def fit(self) -> int:
        """How many columns were found."""
        return max((sum(place is not None for place in each.places) for each in self.found), default=0)


def look_for(declaration: Declaration, sheets: Sequence[Sheet]) -> Look:
    """Find the lines of headings that fit `declaration`."""
    fewest: tuple[str, ...] | None = None
    found: list[Headings] = []
    for sheet in sheets:
        for number, row in sheet.head[:HEADING_ROWS]:
            headings = tuple(clean(value) if isinstance(value, str) else "" for value in row)
            names = [column_name(heading) for heading in headings]
            places = tuple(_place(column, names, sheet) for column in declaration.wanted)
            pairs = zip(declaration.wanted, places, strict=True)
            missing = tuple(column.heading for column, place in pairs if place is None and not column.absent)
            if declaration.matrix and not any(declaration.matrix.heading.fullmatch(text) for text in headings):
                missing += (declaration.matrix.heading.pattern,)
            if not missing:
                _check_once(declaration.wanted, names, sheet)
                found.append(Headings(sheet, number, headings, places))
                break
            if fewest is None or len(missing) < len(fewest):
                fewest = missing
    if fewest is None:
        fewest = tuple(column.heading for column in declaration.wanted if not column.absent)
    return Look(declaration, tuple(found), () if found else fewest)


def read_tables(book: Book, look: Look) -> tuple[Table, ...]:
    """Read the tables that were found: all of them, or of several the one that counts.

    That is a visible sheet before a hidden one, and a longer before a shorter.
    """
    all_sheets = look.declaration.all_sheets
    visible = [each for each in look.found if each.sheet.visible]
    candidates = visible if visible and not all_sheets else look.found
    tables = tuple(Table(each, _rows(book, look.declaration, each)) for each in candidates)
    return tables if all_sheets else (max(tables, key=lambda table: len(table.rows)),)


def _rows(book: Book, declaration: Declaration, headings: Headings) -> tuple[tuple[int, Row], ...]:
    places = [place for place in headings.places if place is not None]
    if declaration.matrix:
        places = list(range(len(headings.names)))
    return tuple((number, row) for number, row in book.rows(headings.sheet, places) if number > headings.row)


def _place(column: Column, names: list[str], sheet: Sheet) -> int | None:
    for name in column.names:
        if name in names:
            return names.index(name)
    return None


def _check_once(wanted: Sequence[Column], names: list[str], sheet: Sheet) -> None:
    for column in wanted:
        for name in column.names:
            if names.count(name) > 1:
                raise CatalogError(
                    Text(
                        es=f"la hoja {sheet.title!r} tiene dos veces la columna {name}; nada cambió",
                        en=f"the sheet {sheet.title!r} has the column {name} twice; nothing was changed",
                    )
                )
