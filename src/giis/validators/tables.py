"""Records that come as a table instead of a file: their values written as an exchange file would write them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl

from giis._errors import InputError
from giis.files import Batch, Issue
from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR, field_names, written
from giis.validators.columns import raw_column

if TYPE_CHECKING:
    from giis.specs import Guide, Variable

_ROWS = 40_000
Table = pl.DataFrame | pl.LazyFrame | Iterable[Mapping[str, Any]]


class TableRecords:
    """A table read as records of a guide.

    Parameters
    ----------
    table : DataFrame, LazyFrame or iterable of mappings
        One row a record; columns are called as the guide's variables, their identifiers or header tokens.
        A variable without a column is empty in every record.
    guide : Guide
        The guide of the records.

    Raises
    ------
    InputError
        If a column is no variable of the guide.
    """

    encoding = "table"
    order: tuple[int, ...] | None = None

    def __init__(self, table: Table, guide: Guide) -> None:
        self._table, self._guide = table, guide
        self._digest = hashlib.sha256()
        self.records = 0
        self.bad_records = 0
        self.issues: tuple[Issue, ...] = ()
        self.issue_totals: dict[str, int] = {}

    @property
    def sha256(self) -> str:
        """The SHA-256 of the written values, in the order of the guide."""
        return self._digest.hexdigest()

    def __iter__(self) -> Iterator[Batch]:
        for rows in self._frames():
            frame = self._written(rows)
            first = self.records + 1
            self.records += frame.height
            numbers = pl.int_range(first, first + frame.height, dtype=pl.UInt32, eager=True)
            self._digest.update(frame.write_csv(separator="|", include_header=False, quote_style="never").encode())
            yield Batch(frame, numbers.alias("record"), (numbers + 1).alias("line"), _digests(frame))
        if not self.records:
            self.issues = (Issue("ARC-sin-registros"),)
            self.issue_totals = {"ARC-sin-registros": 1}

    def _frames(self) -> Iterator[pl.DataFrame | list[Mapping[str, Any]]]:
        table = self._table
        if isinstance(table, pl.LazyFrame):
            table = table.collect()
        if isinstance(table, pl.DataFrame):
            yield from table.iter_slices(_ROWS)
            return
        rows = iter(table)
        while chunk := list(islice(rows, _ROWS)):
            for row in chunk:
                if not isinstance(row, Mapping):
                    raise InputError(f"a record is a mapping from variable to value, not {type(row).__name__}")
            yield chunk

    def _written(self, rows: pl.DataFrame | Sequence[Mapping[str, Any]]) -> pl.DataFrame:
        if isinstance(rows, pl.DataFrame):
            named = self._names(rows.columns)
            return rows.select(
                _column(
                    variable,
                    named.get(variable.identifier),
                    rows.schema.get(named.get(variable.identifier, "")),
                )
                for variable in self._guide.variables
            )
        named = self._names(dict.fromkeys(key for row in rows for key in row))
        columns = {}
        for variable in self._guide.variables:
            key = named.get(variable.identifier)
            fields = field_names(variable)
            texts = [written(row.get(key), fields) if key is not None else "" for row in rows]
            columns[raw_column(variable.identifier)] = pl.Series(texts, dtype=pl.String)
        return pl.DataFrame(columns)

    def _names(self, given: Iterable[str]) -> dict[str, str]:
        """Return which given name holds which variable, by identifier."""
        named: dict[str, str] = {}
        for name in given:
            try:
                identifier = self._guide.variable(str(name)).identifier
            except KeyError:
                raise InputError(
                    f"the column {name!r} is no variable of {self._guide.id}; see `giis specs show {self._guide.id}`"
                ) from None
            if identifier in named:
                raise InputError(f"the columns {named[identifier]!r} and {name!r} are the same variable")
            named[identifier] = name
        return named


def _digests(frame: pl.DataFrame) -> pl.Series:
    return frame.hash_rows(seed=1).reinterpret(signed=True)


def _column(variable: Variable, name: str | None, dtype: pl.DataType | None) -> pl.Expr:
    target = raw_column(variable.identifier)
    if name is None or dtype is None:
        return pl.lit("").alias(target)
    column = pl.col(name)
    return _texts(column, dtype, name, variable).fill_null("").alias(target)


def _texts(column: pl.Expr, dtype: pl.DataType, name: str, variable: Variable) -> pl.Expr:
    """Return the values of `column` as an exchange file writes them; as `written` does one by one."""
    if isinstance(dtype, pl.List | pl.Array):
        if isinstance(dtype.inner, pl.List | pl.Array):
            raise InputError(f"the column {name!r} holds lists of lists; see the guide for what a record holds")
        return (
            column.cast(pl.List(dtype.inner))
            .list.eval(_texts(pl.element(), _type(dtype.inner), name, variable).fill_null(""))
            .list.join(LIST_SEPARATOR)
        )
    if isinstance(dtype, pl.Struct) and variable.fields:
        return _sub_record(column, dtype, name, variable)
    if dtype in (pl.Date, pl.Datetime):
        return column.dt.strftime("%d/%m/%Y")
    if dtype == pl.Time:
        return column.dt.strftime("%H:%M")
    if dtype.is_float():
        whole = column.cast(pl.Int64, strict=False)
        return pl.when(whole == column).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))
    if dtype == pl.Boolean:
        return column.cast(pl.Int8).cast(pl.String)
    if dtype.is_temporal() or dtype.is_nested() or dtype in (pl.Binary, pl.Object):
        raise InputError(f"the column {name!r} is of type {dtype}; texts, numbers, dates and lists can be written")
    return column.cast(pl.String)


def _sub_record(column: pl.Expr, dtype: pl.Struct, name: str, variable: Variable) -> pl.Expr:
    types = {field.name: _type(field.dtype) for field in dtype.fields}
    names = field_names(variable)
    strange = [given for given in types if not any(given in known for known in names)]
    if strange:
        raise InputError(f"the column {name!r} has the field {strange[0]!r}, which {variable.name} has not")
    given = [next((item for item in types if item in known), None) for known in names]
    texts = [
        pl.lit("")
        if item is None
        else _texts(column.struct.field(item), types[item], name, variable.fields[place]).fill_null("")
        for place, item in enumerate(given)
    ]
    return pl.concat_str(texts, separator=FIELD_SEPARATOR)


def _type(dtype: object) -> pl.DataType:
    """Return a type that may be given as a class as an instance."""
    return dtype() if isinstance(dtype, type) else dtype  # type: ignore[return-value]
