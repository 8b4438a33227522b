"""Values of each kind as Polars expressions: from the written text to a typed value, and to text again.

A text has a typed value only where it is written as the guides write such a value: `007` is no number, `31/02/2024`
no date. What a typed value is written as is its canonical text; a text that differs from it is kept beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.specs import Kind
from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR

if TYPE_CHECKING:
    from giis.specs import Variable

STRANGE = r"[\x00-\x1f\x7f-\x9f\x{feff}\x{fffe}\x{ffff}]|_x[0-9A-Fa-f]{4}_"
"""What some target cannot hold, or would read otherwise: control characters, and how workbooks write them."""

_NUMBER = r"^-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?$"
_TIME = r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$"
_DURATION = r"^[0-9]{2}:[0-5][0-9]$"
_ISO_DATE = r"^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00:00(?:\.0+)?)?$"
_ISO_TIME = r"^([0-9]{2}:[0-9]{2}):00(?:\.0+)?$"
_MINUTES = r"^[0-9]{1,4}$"
_PLAIN_FLOAT = r"^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$"
_WHOLE = 2**53


def dtype_of(variable: Variable) -> pl.DataType:
    """Return the type of the variable's column."""
    match variable.kind:
        case Kind.INTEGER:
            return pl.Int64()
        case Kind.NUMBER:
            return pl.Float64()
        case Kind.DATE:
            return pl.Date()
        case Kind.INTEGERS:
            return pl.List(pl.Int64())
        case Kind.RECORDS:
            return pl.List(pl.Struct({field.identifier: dtype_of(field) for field in variable.fields}))
        case _:
            return {"time": pl.Time(), "duration": pl.Int32()}.get(variable.type, pl.String())


def typed(variable: Variable, text: pl.Expr) -> pl.Expr:
    """Return the typed values of texts: null where nothing stands, or what stands is no such value."""
    match variable.kind:
        case Kind.INTEGER:
            return _integer(text)
        case Kind.NUMBER:
            return pl.when(text.str.contains(_NUMBER)).then(text).cast(pl.Float64) + 0.0
        case Kind.DATE:
            day = text.str.to_date("%d/%m/%Y", strict=False)
            return pl.when((day.dt.strftime("%d/%m/%Y") == text) & (day.dt.year() > 0)).then(day)
        case Kind.INTEGERS:
            numbers = text.str.split(LIST_SEPARATOR).list.eval(_integer(pl.element()))
            return pl.when((text != "") & (numbers.list.eval(pl.element().is_null()).list.any().not_())).then(numbers)
        case Kind.RECORDS:
            return _records(variable, text)
        case _:
            return _text(variable, text)


def _integer(text: pl.Expr) -> pl.Expr:
    number = text.cast(pl.Int64, strict=False)
    return pl.when((number.cast(pl.String) == text) & (text.str.len_bytes() <= 19)).then(number)


def _text(variable: Variable, text: pl.Expr) -> pl.Expr:
    if variable.type == "time":
        return pl.when(text.str.contains(_TIME)).then(text).str.to_time("%H:%M", strict=False)
    if variable.type == "duration":
        parts = pl.when(text.str.contains(_DURATION)).then(text)
        return parts.str.slice(0, 2).cast(pl.Int32) * 60 + parts.str.slice(3, 2).cast(pl.Int32)
    return pl.when((text != "") & ~text.str.contains(STRANGE)).then(text)


def _records(variable: Variable, text: pl.Expr) -> pl.Expr:
    last = len(variable.fields) - 1
    names = [f"f.{place}" for place in range(last + 1)]
    element = pl.element()
    cut = element.str.split_exact(FIELD_SEPARATOR, last).struct.rename_fields(names)
    fields = [typed(field, cut.struct.field(name)).alias(field.identifier)
              for field, name in zip(variable.fields, names, strict=True)]  # fmt: skip
    parts = text.str.split(LIST_SEPARATOR)
    whole = parts.list.eval(element.str.count_matches(FIELD_SEPARATOR, literal=True) == last).list.all()
    return pl.when((text != "") & whole).then(parts).list.eval(pl.struct(fields))


def written(variable: Variable, value: pl.Expr, dtype: pl.DataType, name: str) -> pl.Expr:
    """Return the texts of values of any type, as an exchange file writes them; nothing for null.

    Parameters
    ----------
    variable : Variable
        What they are values of.
    value : polars.Expr
        The values.
    dtype : polars.DataType
        Their type: the one of `dtype_of`, or what a table from elsewhere has.
    name : str
        What their column is called.

    Raises
    ------
    InputError
        If such a type cannot be written.
    """
    return _written(variable, value, dtype, name).fill_null("")


def _written(variable: Variable, value: pl.Expr, dtype: pl.DataType, name: str) -> pl.Expr:
    if isinstance(dtype, pl.List) and variable.kind in (Kind.INTEGERS, Kind.RECORDS):
        return _joined(variable, value, _instance(dtype.inner), name)
    if dtype == pl.String:
        return _as_text(variable, value)
    if dtype == pl.Date:
        return value.dt.strftime("%d/%m/%Y")
    if isinstance(dtype, pl.Datetime):
        moment = value.dt.strftime("%Y-%m-%d %H:%M:%S")
        return pl.when(value.dt.time() == pl.time(0)).then(value.dt.strftime("%d/%m/%Y")).otherwise(moment)
    if dtype == pl.Time:
        whole = (value.dt.second() == 0) & (value.dt.nanosecond() == 0)
        return pl.when(whole).then(value.dt.strftime("%H:%M")).otherwise(value.dt.strftime("%H:%M:%S%.f"))
    if dtype.is_float():
        return _minutes(value.cast(pl.Int64, strict=False)) if variable.type == "duration" else _float(value)
    if dtype.is_integer() and variable.type == "duration":
        return _minutes(value)
    if dtype.is_integer() or dtype in (pl.Null, pl.Categorical, pl.Enum) or dtype.is_decimal():
        text = value.cast(pl.String)
        return text.str.replace(r"\.0+$", "") if dtype.is_decimal() else text
    if dtype == pl.Boolean:
        return value.cast(pl.Int8).cast(pl.String)
    raise InputError(
        Text(
            f"la columna {name!r} es de tipo {dtype}; se escriben textos, números, fechas, horas y listas de la guía",
            f"the column {name!r} is of type {dtype}; texts, numbers, dates, times and the guide's lists are written",
        )
    )


def _instance(dtype: object) -> pl.DataType:
    return dtype() if isinstance(dtype, type) else dtype  # type: ignore[return-value]


def _joined(variable: Variable, value: pl.Expr, inner: pl.DataType, name: str) -> pl.Expr:
    if isinstance(inner, pl.Struct):
        types = {field.name: _instance(field.dtype) for field in inner.fields}
        parts = []
        for field in variable.fields:
            known = next((item for item in (field.identifier, field.name) if item in types), None)
            item: pl.Expr = pl.lit("") if known is None else written(
                field, pl.element().struct.field(known), types[known], f"{name}.{known}"
            )  # fmt: skip
            parts.append(item)
        one: pl.Expr = pl.when(pl.element().is_not_null()).then(pl.concat_str(parts, separator=FIELD_SEPARATOR))
    else:
        one = _written(variable, pl.element(), inner, name)
    return value.list.eval(one.fill_null("")).list.join(LIST_SEPARATOR)


def _float(value: pl.Expr) -> pl.Expr:
    whole = value.cast(pl.Int64, strict=False)
    return pl.when((whole == value) & (whole.abs() < _WHOLE)).then(whole.cast(pl.String)).otherwise(
        value.cast(pl.String)
    )  # fmt: skip


def _minutes(value: pl.Expr) -> pl.Expr:
    hours, rest = (value // 60).cast(pl.String), (value % 60).cast(pl.String)
    return pl.when(value >= 0).then(pl.concat_str(hours.str.zfill(2), rest.str.zfill(2), separator=":")).otherwise(
        value.cast(pl.String)
    )  # fmt: skip


def _as_text(variable: Variable, text: pl.Expr) -> pl.Expr:
    """Return what texts of a table mean: dates and times in the form of ISO, plain numbers, else as they stand."""
    if variable.kind is Kind.DATE:
        return text.str.replace(_ISO_DATE, "$3/$2/$1")
    if variable.kind is Kind.NUMBER:
        number = pl.when(text.str.contains(_PLAIN_FLOAT)).then(text).cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(_float(number + 0.0)).otherwise(text)
    if variable.type == "time":
        return text.str.replace(_ISO_TIME, "$1")
    if variable.type == "duration":
        count = pl.when(text.str.contains(_MINUTES)).then(text).cast(pl.Int64, strict=False)
        return pl.when(count.is_not_null()).then(_minutes(count)).otherwise(text)
    return text
