"""The rows of a workbook's table as entries of a catalogue; nothing is dropped without a reported reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from giis._errors import CatalogError
from giis._text import Text
from giis.catalogs._cells import CellError, cell_text, key_text, reader_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from giis.catalogs._book import Row
    from giis.catalogs._declarations import Declaration
    from giis.catalogs._model import Value
    from giis.catalogs._sheets import Headings, Table

_FAULTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A row of the workbook that made no entry, and why."""

    row: int
    reason: Text


@dataclass(slots=True)
class Entries:
    """What the rows of the tables hold; `rows` counts them, `repeated` those that only say again what stands above."""

    entries: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    dropped: list[DroppedRow] = field(default_factory=list)
    rows: int = 0
    repeated: int = 0


def read_tables(declared: Declaration, tables: Sequence[Table], *, formulas: bool) -> Entries:
    """Return the entries in `tables`, of one sheet or of several.

    Raises
    ------
    CatalogError
        If a key is malformed or stands twice with different values, or a value is not one of its column.
    """
    found = Entries()
    for table in tables:
        found.rows += len(table.rows)
        faults: list[Text] = []
        row_reader = _RowReader(declared, table.headings, found)
        for number, row in table.rows:
            try:
                row_reader.read(number, row)
            except CellError as error:
                faults.append(Text(es=f"renglón {number}: {error.text.es}", en=f"row {number}: {error.text.en}"))
        if faults:
            raise _refusal(table.headings, faults, formulas=formulas)
    if not found.entries:
        no_key = Text(es="no tiene ninguna clave", en="it holds no key")
        raise _refusal(tables[0].headings, [no_key], formulas=formulas)
    return found


class _RowReader:
    """Makes an entry of each row below one line of headings."""

    def __init__(self, declared: Declaration, headings: Headings, found: Entries) -> None:
        self._declared = declared
        self._found = found
        keys = len(declared.key.columns)
        self._keys = [place for place in headings.places[:keys] if place is not None]
        self._label = headings.places[keys] if declared.label else None
        self._values = (_matrix_reader if declared.matrix else _column_reader)(declared, headings)

    def read(self, number: int, row: Row) -> None:
        declared, found = self._declared, self._found
        key = self._key(number, row)
        if not key:
            return
        values = self._values(row)
        if declared.key.alone:
            widths = [column.width for column in declared.key.columns[: declared.key.alone]]
            found.entries.setdefault(key[: sum(widths)], values)
        known = found.entries.get(key)
        if known is None:
            found.entries[key] = values
            label = cell_text(row[self._label]) if self._label is not None else ""
            if label:
                found.labels[key] = label
        elif known != values:
            raise CellError(
                f"la clave {key} ya está en otro renglón con otros valores",
                f"the key {key} stands in another row with other values",
            )
        elif declared.repeats:
            found.repeated += 1
        else:
            self._drop(
                number, f"repite la clave {key} con los mismos valores", f"repeats the key {key} with the same values"
            )

    def _key(self, number: int, row: Row) -> str:
        """Return the key in `row`, or `""` where the row was dropped."""
        filled = [value for value in row if value is not None and str(value).strip()]
        if len(filled) == 1 and isinstance(filled[0], str) and " " in filled[0].strip():
            self._drop(number, "nota, sin clave", "a note, without a key")
            return ""
        cells = [row[place] for place in self._keys]
        if self._ignored(cells):
            self._drop(number, f"{shown(cells[-1])} no es una clave", f"{shown(cells[-1])} is no key")
            return ""
        key = key_text(self._declared.key, cells)
        if not key:
            if filled:
                raise CellError("no tiene clave", "it has no key")
            self._drop(number, "vacío", "empty")
        return key

    def _ignored(self, cells: list[object]) -> bool:
        ignore = self._declared.key.ignore
        return ignore is not None and ignore.fullmatch(cell_text(cells[-1])) is not None

    def _drop(self, number: int, es: str, en: str) -> None:
        self._found.dropped.append(DroppedRow(number, Text(es=es, en=en)))


def _column_reader(declared: Declaration, headings: Headings) -> Callable[[Row], tuple[Value, ...]]:
    own = len(headings.places) - len(declared.columns)
    columns = [
        (rule.column.heading, reader_of(rule), place)
        for rule, place in zip(declared.columns, headings.places[own:], strict=True)
    ]

    def values_of(row: Row) -> tuple[Value, ...]:
        values: list[Value] = []
        for heading, read, place in columns:
            try:
                values.append(None if place is None else read(row[place]))
            except CellError as error:
                es, en = error.text
                raise CellError(f"{heading}: {es}", f"{heading}: {en}") from error
        return tuple(values)

    return values_of


def _matrix_reader(declared: Declaration, headings: Headings) -> Callable[[Row], tuple[Value, ...]]:
    matrix = declared.matrix
    if matrix is None:
        raise ValueError(declared.name)
    members: dict[int, int] = {}
    for place, heading in enumerate(headings.names):
        if not heading or place in headings.places:
            continue
        match = matrix.heading.fullmatch(heading)
        if match is None or int(match[1]) in members.values():
            text = Text(
                es=f"la columna {shown(heading)} no es de la matriz o está repetida",
                en=f"the column {shown(heading)} is not one of the matrix or stands twice",
            )
            raise _refusal(headings, [text], formulas=False)
        members[place] = int(match[1])

    def values_of(row: Row) -> tuple[Value, ...]:
        marked: list[int] = []
        for place, member in members.items():
            text = cell_text(row[place])
            if text.upper() == matrix.mark:
                marked.append(member)
            elif text:
                es, en = f"se esperaba {matrix.mark} o vacío", f"expected {matrix.mark} or nothing"
                raise CellError(f"{es}: {shown(text)}", f"{en}: {shown(text)}")
        return (tuple(sorted(marked)),)

    return values_of


def _refusal(headings: Headings, faults: list[Text], *, formulas: bool) -> CatalogError:
    es = "; ".join(fault.es for fault in faults[:_FAULTS_SHOWN])
    en = "; ".join(fault.en for fault in faults[:_FAULTS_SHOWN])
    more = len(faults) - _FAULTS_SHOWN
    if more > 0:
        es, en = f"{es}; y {more} más", f"{en}; and {more} more"
    if formulas:
        es += " (el libro tiene fórmulas, que no se calculan: guárdelo con sus valores)"
        en += " (the workbook has formulas, which are not evaluated: save it with their values)"
    title = headings.sheet.title
    return CatalogError(Text(es=f"hoja {title!r}: {es}; nada cambió", en=f"sheet {title!r}: {en}; nothing was changed"))
