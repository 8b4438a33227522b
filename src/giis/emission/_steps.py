"""One value of a mapping: where it is taken from, step by step, and what may go wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from giis._text import Text
from giis.emission._document import CaseDoc, UnknownDoc, ValueDoc
from giis.emission._mapping import fault, near, read_under
from giis.emission._rows import formats_of
from giis.emission._values import parsed_date, part_of, replaced, without_accents, written
from giis.specs.expressions.nodes import Kind
from giis.specs.values import LIST_SEPARATOR, parse_range
from giis.validators.reading import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from giis.emission._rows import Column, Rows
    from giis.specs import Variable
    from giis.specs.assemble import Raw

MESSAGES = {
    "MAP-tipo": Text("el valor del origen no es del tipo declarado de su columna",
                     "the source's value is not of the declared type of its column"),
    "MAP-fecha": Text("la fecha del origen no se puede leer con los formatos del mapeo",
                      "the source's date cannot be read by the mapping's formats"),
    "MAP-codigo": Text("la tabla de códigos del mapeo no tiene el código del origen",
                       "the mapping's code table lacks the source's code"),
    "MAP-busqueda": Text("la segunda tabla no tiene la clave del origen", "the second table lacks the source's key"),
    "MAP-condicion": Text("una condición del mapeo no se puede decidir con los datos del origen",
                          "a condition of the mapping cannot be decided by the source's data"),
}  # fmt: skip
"""What goes wrong with a value before the guide judges it."""


@dataclass(frozen=True)
class Fault:
    """Where a value cannot be made: a mask, and what the source has there."""

    code: str
    mask: pl.Expr
    found: pl.Expr


@dataclass(frozen=True)
class Value:
    """The text of a value (null is nothing), its faults, and the columns of the source that it is made from."""

    text: pl.Expr
    faults: tuple[Fault, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shelf:
    """What values may look up: code tables, and tables of keys and values by their names and columns."""

    codes: Mapping[str, Mapping[str, str]]
    pairs: Callable[[str, str, Raw], tuple[pl.Series, pl.Series]]
    rows: Rows
    position: pl.Expr | None = None
    """The place of a sub-record, where the rows are such."""


def value_of(doc: ValueDoc, raw: Raw, variable: Variable, shelf: Shelf, default: str | None) -> Value:
    """Return how the values of `variable` are made.

    Parameters
    ----------
    doc, raw
        What the mapping says, and where it stands.
    variable : Variable
        The guide's variable, or a field of sub-records.
    shelf : Shelf
        The columns and tables to take from.
    default : str, optional
        The guide's default; None where it has none.

    Raises
    ------
    SpecError
        If it names what there is not, or a value that the variable cannot have.
    """
    begin, listed = _begin(doc, raw, variable, shelf, default)
    made = _steps(doc, raw, variable, shelf, begin) if not listed else _of_list(doc, raw, variable, shelf, begin)
    if doc.if_empty is not None:
        absent = doc.if_empty
        if absent == "default":
            if default is None:
                raise _no_default(raw, variable, "if_empty")
            absent = default
        _check(absent, variable, raw, "if_empty")
        made = replace(made, text=made.text.fill_null(absent))
    return made


def _begin(doc: ValueDoc, raw: Raw, variable: Variable, shelf: Shelf, default: str | None) -> tuple[Value, bool]:
    """Return the value before any step, and whether it is a list whose elements take the steps."""
    rows = shelf.rows
    if doc.constant is not None:
        _check(doc.constant, variable, raw, "constant")
        return Value(pl.lit(doc.constant)), False
    if doc.default:
        if default is None:
            raise _no_default(raw, variable, "default")
        return Value(pl.lit(default)), False
    if doc.position:
        if shelf.position is None:
            raise fault(raw, "sólo un subregistro tiene posición", "only a sub-record has a position", "position")
        return Value(shelf.position.cast(pl.String)), False
    if doc.expression is not None:
        node, read = rows.expression(doc.expression, raw, ("expression",))
        faults = tuple(_type_faults(rows, read))
        return Value(written(rows.compiled(node), node.kind), faults, tuple(item.name for item in read)), False
    if doc.cases:
        return _cases(doc, raw, variable, shelf, default), False
    return _columns(doc, raw, variable, rows)


def _columns(doc: ValueDoc, raw: Raw, variable: Variable, rows: Rows) -> tuple[Value, bool]:
    names = [doc.column] if isinstance(doc.column, str) else list(doc.column or [])
    found = [
        rows.column(name, raw, "column", *([] if isinstance(doc.column, str) else [place]))
        for place, name in enumerate(names)
    ]
    dated = bool(doc.date) or variable.kind is Kind.DATE
    texts = [rows.text(item) if dated and item.kind is Kind.TEXT else rows.written(item) for item in found]
    columns = tuple(item.name for item in found)
    faults = tuple(_type_faults(rows, found))
    if len(found) == 1:
        only = found[0]
        if only.dtype.is_nested() and only.kind is not Kind.INTEGERS:
            if not isinstance(only.dtype, pl.List) or pl.Series(dtype=only.dtype.inner).dtype.is_nested():
                raise fault(raw, f"la columna {only.name!r} no tiene valores sencillos; use `records`",
                            f"the column {only.name!r} has no plain values; use `records`", "column")  # fmt: skip
            return Value(rows.text(only).cast(pl.List(pl.String)), faults, columns), True
        if only.kind is Kind.INTEGERS:
            return Value(rows.text(only).cast(pl.List(pl.String)), faults, columns), True
        if doc.list_ is not None:
            return Value(texts[0].str.split(doc.list_), faults, columns), True
        return Value(texts[0], faults, columns), False
    if any(item.dtype.is_nested() for item in found):
        raise fault(raw, "una lista no se une con otras columnas", "a list is not joined to other columns", "column")
    return Value(_nothing_if_empty(pl.concat_str(texts, separator=doc.join, ignore_nulls=True)), faults, columns), False


def _cases(doc: ValueDoc, raw: Raw, variable: Variable, shelf: Shelf, default: str | None) -> Value:
    """Return what the first case whose condition holds gives."""
    chain: Any = pl
    open_ = pl.lit(value=True)
    faults: list[Fault] = []
    columns: list[str] = []
    undecided = pl.lit(value=False)
    for place in range(len(doc.cases)):
        case, own = read_under(CaseDoc, raw, ("cases", place))
        node, read = shelf.rows.expression(case.when, own, ("when",), condition=True)
        holds = shelf.rows.compiled(node)
        inner = value_of(case, own, variable, shelf, default)
        undecided = undecided | (open_ & holds.is_null())
        faults += [replace(item, mask=item.mask & open_ & holds.fill_null(value=False)) for item in inner.faults]
        faults += _type_faults(shelf.rows, read)
        columns += [item.name for item in read] + list(inner.columns)
        open_ = open_ & ~holds.fill_null(value=False)
        chain = chain.when(holds).then(inner.text)
    last: pl.Expr = pl.lit(None, dtype=pl.String)
    if doc.otherwise is not None:
        other, own = read_under(ValueDoc, raw, ("otherwise",), "constant")
        inner = value_of(other, own, variable, shelf, default)
        faults += [replace(item, mask=item.mask & open_) for item in inner.faults]
        columns += inner.columns
        last = inner.text
    faults.append(Fault("MAP-condicion", undecided, pl.lit("")))
    return Value(chain.otherwise(last), tuple(faults), tuple(dict.fromkeys(columns)))


def _type_faults(rows: Rows, columns: list[Column]) -> list[Fault]:
    found = []
    for column in columns:
        mask = rows.unreadable(column)
        if mask is not None:
            code = "MAP-fecha" if column.kind is Kind.DATE else "MAP-tipo"
            found.append(Fault(code, mask, rows.text(column)))
    return found


def _of_list(doc: ValueDoc, raw: Raw, variable: Variable, shelf: Shelf, begin: Value) -> Value:
    """Return the elements of a list, each after the steps, joined as an exchange file joins them."""
    element = _nothing_if_empty(pl.element().str.strip_chars())
    one = _steps(doc, raw, variable, shelf, Value(element))
    text = begin.text.list.eval(one.text).list.drop_nulls().list.join(LIST_SEPARATOR)
    faults = tuple(
        Fault(item.code, begin.text.list.eval(item.mask).list.any(), begin.text.list.join(LIST_SEPARATOR))
        for item in one.faults
    )
    return Value(_nothing_if_empty(text), (*begin.faults, *faults), begin.columns)


def _steps(doc: ValueDoc, raw: Raw, variable: Variable, shelf: Shelf, value: Value) -> Value:
    """Return the value after the steps that the mapping names, always in this order."""
    text, faults = value.text, list(value.faults)
    if doc.split is not None:
        text = _nothing_if_empty(part_of(text, doc.split.separator, doc.split.part))
    if doc.slice is not None:
        first, last = _places(doc.slice, raw)
        text = _nothing_if_empty(text.str.slice(first - 1, last - first + 1))
    if doc.lookup is not None:
        table = shelf.pairs(doc.lookup.table, doc.lookup.value, raw)
        text = _found(text, table, doc, "MAP-busqueda", faults, variable, raw, codes_follow=doc.codes is not None)
    if doc.codes is not None:
        text = _found(text, _codes(doc, raw, variable, shelf), doc, "MAP-codigo", faults, variable, raw)
    if doc.upper:
        text = text.str.to_uppercase()
    if doc.accents == "remove":
        text = without_accents(text)
    if doc.decimal == ",":
        text = text.str.replace(",", ".", literal=True)
    if doc.pad is not None:
        text = text.str.zfill(doc.pad)
    read = [shelf.rows.columns[name] for name in ([doc.column] if isinstance(doc.column, str) else doc.column or ())]
    if (doc.date or (variable.kind is Kind.DATE and read)) and not any(item.kind is Kind.DATE for item in read):
        text = _date(text, doc, raw, faults)
    elif variable.type in ("time", "duration"):
        text = text.str.replace("^([0-9]{2}:[0-9]{2}):[0-9]{2}(?:[.][0-9]+)?$", "$1")
    return replace(value, text=text, faults=tuple(faults))


def _date(text: pl.Expr, doc: ValueDoc, raw: Raw, faults: list[Fault]) -> pl.Expr:
    day = parsed_date(text, formats_of(doc.date, raw, "date"))
    faults.append(Fault("MAP-fecha", day.is_null() & text.is_not_null(), text))
    return written(day, Kind.DATE).fill_null(text)


def _found(
    text: pl.Expr, table: Any, doc: ValueDoc, code: str, faults: list[Fault], variable: Variable, raw: Raw, *,
    codes_follow: bool = False,
) -> pl.Expr:  # fmt: skip
    """Return what the texts stand for, and see to those that the table lacks as the mapping wants."""
    found = replaced(text, table)
    missing = found.is_null() & text.is_not_null()
    if isinstance(doc.unknown, UnknownDoc):
        _check(doc.unknown.value, variable, raw, "unknown", "value")
        if not codes_follow:
            return pl.when(missing).then(pl.lit(doc.unknown.value)).otherwise(_nothing_if_empty(found))
    if doc.unknown == "empty":
        return _nothing_if_empty(found)
    if doc.unknown == "error":
        faults.append(Fault(code, missing, text))
    return pl.when(missing).then(text).otherwise(_nothing_if_empty(found))


def _codes(doc: ValueDoc, raw: Raw, variable: Variable, shelf: Shelf) -> Mapping[str, str]:
    if isinstance(doc.codes, str):
        table = shelf.codes.get(doc.codes)
        if table is None:
            hint = near(doc.codes, shelf.codes)
            raise fault(raw, f"el mapeo no tiene la tabla de códigos {doc.codes!r}{hint.es}",
                        f"the mapping has no code table {doc.codes!r}{hint.en}", "codes")  # fmt: skip
        for target in table.values():
            _check(target, variable, raw, "codes")
        return table
    for code, target in (doc.codes or {}).items():
        _check(target, variable, raw, "codes", code)
    return doc.codes or {}


def _check(text: str, variable: Variable, raw: Raw, *path: str | int) -> None:
    """Refuse a text of the mapping that the variable cannot have."""
    if text == "" or reader(variable)(text).failed is None:
        return
    es = f"{variable.name} no puede valer {text!r}"
    en = f"{variable.name} cannot be {text!r}"
    if variable.options:
        shown = ", ".join(str(item) for item in list(variable.options)[:12])
        es, en = f"{es}; sus opciones: {shown}", f"{en}; its options: {shown}"
    raise fault(raw, es, en, *path)


def _no_default(raw: Raw, variable: Variable, *path: str | int) -> Exception:
    return fault(
        raw,
        f"la guía no da un valor por defecto a {variable.name}",
        f"the guide gives {variable.name} no default",
        *path,
    )


def _places(text: str, raw: Raw) -> tuple[int, int]:
    try:
        first, last = parse_range(text, Kind.INTEGER)
        if int(first) < 1:  # type: ignore[arg-type]
            raise ValueError(text)
    except ValueError:
        raise fault(raw, f"{text!r}: escriba como 1..4", f"{text!r}: write such as 1..4", "slice") from None
    return int(first), int(last)  # type: ignore[arg-type]


def _nothing_if_empty(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)
