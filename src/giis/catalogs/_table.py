"""The rows of a workbook's table as entries of a catalogue; nothing is dropped without a reported reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from giis._errors import CatalogError
from giis._text import Text
from giis.catalogs._cells import CellError, attribute_value, cell_text, key_text, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from giis.catalogs._declarations import ColumnRule, Declaration
    from giis.catalogs._model import Value
    from giis.catalogs._sheets import Row, Table

_FAULTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A row of the workbook that made no entry, and why."""

    row: int
    reason: Text


@dataclass(slots=True)
class Entries:
    """What the rows of a table hold."""

    entries: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    dropped: list[DroppedRow] = field(default_factory=list)
    faults: list[Text] = field(default_factory=list)


def read_table(declared: Declaration, table: Table, *, formulas: bool) -> Entries:
    """Return the entries in `table`.

    Raises
    ------
    CatalogError
        If a key is malformed or stands twice with different values, or a value is not one of its column.
    """
    found = Entries()
    values_of = _matrix_reader(declared, table) if declared.matrix else _column_reader(declared, table)
    for number, row in table.rows:
        try:
            _read_row(declared, table, number, row, values_of, found)
        except CellError as error:
            found.faults.append(Text(es=f"renglón {number}: {error.text.es}", en=f"row {number}: {error.text.en}"))
    if found.faults:
        raise _refusal(table, found.faults, formulas=formulas)
    if not found.entries:
        raise _refusal(table, [Text(es="no tiene ninguna clave", en="it holds no key")], formulas=formulas)
    return found


def _read_row(
    declared: Declaration,
    table: Table,
    number: int,
    row: Row,
    values_of: Callable[[Row], tuple[Value, ...]],
    found: Entries,
) -> None:
    filled = [value for value in row if value is not None and str(value).strip()]
    if len(filled) == 1 and isinstance(filled[0], str) and " " in filled[0].strip():
        found.dropped.append(DroppedRow(number, Text(es="nota, sin clave", en="a note, without a key")))
        return
    key = key_text(declared, row[table.places[0]])
    if not key:
        if filled:
            raise CellError("no tiene clave", "it has no key")
        found.dropped.append(DroppedRow(number, Text(es="vacío", en="empty")))
        return
    values = values_of(row)
    known = found.entries.get(key)
    if known is None:
        found.entries[key] = values
        if declared.label:
            label = cell_text(row[table.places[1]])
            if label:
                found.labels[key] = label
    elif known == values:
        es, en = (
            f"repite la clave {key} con los mismos valores",
            f"repeats the key {key} with the same values",
        )
        found.dropped.append(DroppedRow(number, Text(es=es, en=en)))
    else:
        raise CellError(
            f"la clave {key} ya está en otro renglón con otros valores",
            f"the key {key} stands in another row with other values",
        )


def _column_reader(declared: Declaration, table: Table) -> Callable[[Row], tuple[Value, ...]]:
    own = len(table.places) - len(declared.columns)
    columns: list[tuple[ColumnRule, int]] = list(zip(declared.columns, table.places[own:], strict=True))

    def values_of(row: Row) -> tuple[Value, ...]:
        values: list[Value] = []
        for rule, place in columns:
            try:
                values.append(attribute_value(rule, row[place]))
            except CellError as error:
                es, en = error.text
                raise CellError(f"{rule.heading}: {es}", f"{rule.heading}: {en}") from error
        return tuple(values)

    return values_of


def _matrix_reader(declared: Declaration, table: Table) -> Callable[[Row], tuple[Value, ...]]:
    matrix = declared.matrix
    if matrix is None:
        raise ValueError(declared.name)
    members: dict[int, int] = {}
    for place, heading in enumerate(table.headings):
        if not heading or place in table.places:
            continue
        match = matrix.heading.fullmatch(heading)
        if match is None or int(match[1]) in members.values():
            text = Text(
                es=f"la columna {shown(heading)} no es de la matriz o está repetida",
                en=f"the column {shown(heading)} is not one of the matrix or stands twice",
            )
            raise _refusal(table, [text], formulas=False)
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


def _refusal(table: Table, faults: list[Text], *, formulas: bool) -> CatalogError:
    es = "; ".join(fault.es for fault in faults[:_FAULTS_SHOWN])
    en = "; ".join(fault.en for fault in faults[:_FAULTS_SHOWN])
    more = len(faults) - _FAULTS_SHOWN
    if more > 0:
        es, en = f"{es}; y {more} más", f"{en}; and {more} more"
    if formulas:
        es += " (el libro tiene fórmulas, que no se calculan: guárdelo con sus valores)"
        en += " (the workbook has formulas, which are not evaluated: save it with their values)"
    title = table.sheet.title
    return CatalogError(Text(es=f"hoja {title!r}: {es}; nada cambió", en=f"sheet {title!r}: {en}; nothing was changed"))
