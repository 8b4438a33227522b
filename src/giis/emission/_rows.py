"""The columns of a source as values and expressions of the spec language see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from giis.emission._document import ColumnDoc
from giis.emission._mapping import fault, near, no_column, read_under
from giis.emission._values import cleaned, date_format, typed, written
from giis.specs.expressions.nodes import InCatalog, Kind, Node, Var
from giis.specs.expressions.parser import ExpressionError, Scope, Symbol, parse_condition, parse_expression
from giis.specs.forms import identifier_of
from giis.validators.columns import compile_polars, member_column, raw_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from giis.specs.assemble import Raw
    from giis.validators.columns import Setting

TEXT = "x."
"""Begins the names of the columns with cleaned texts."""
_KINDS = {"text": Kind.TEXT, "integer": Kind.INTEGER, "decimal": Kind.NUMBER, "date": Kind.DATE}


@dataclass(frozen=True)
class Column:
    """A column of the source."""

    name: str
    identifier: str
    dtype: pl.DataType
    kind: Kind
    native: bool
    """Whether the source itself gives values of the kind; else they are made from texts."""
    formats: tuple[str, ...] = ()
    decimal: str = "."
    nothing: tuple[str, ...] = ()


@dataclass
class Rows:
    """The columns of a table that a mapping uses.

    Parameters
    ----------
    columns : mapping of str to Column
        By the names of the source.
    setting : Setting
        The date of registration and the catalogues of the run.
    catalog_known : frozenset of str
        The catalogues that expressions may name.
    """

    columns: Mapping[str, Column]
    setting: Setting
    used: dict[str, Column] = field(default_factory=dict)
    valued: set[str] = field(default_factory=set)
    """The used columns whose typed values are needed."""
    members: set[tuple[str, str]] = field(default_factory=set)

    def column(self, name: str, raw: Raw, *path: str | int) -> Column:
        """Return a column by its name in the source, and note that it is used."""
        found = self.columns.get(name)
        if found is None:
            raise no_column(raw, None, name, self.columns, *path)
        self.used[name] = found
        if found.kind is not Kind.TEXT:
            self.valued.add(name)
        return found

    def text(self, column: Column) -> pl.Expr:
        """Return what is written in a column; null where nothing is."""
        return pl.col(TEXT + column.identifier)

    def written(self, column: Column) -> pl.Expr:
        """Return the values of a column as an exchange file writes them; as they stand, where they cannot be read."""
        if column.kind is Kind.TEXT:
            return self.text(column)
        if column.kind is Kind.INTEGERS:
            return written(pl.col(column.identifier), Kind.INTEGERS)
        return written(pl.col(column.identifier), column.kind).fill_null(self.text(column))

    def unreadable(self, column: Column) -> pl.Expr | None:
        """Return where a column holds what is no value of its type; None where that cannot be."""
        if column.native:
            return None
        return pl.col(column.identifier).is_null() & self.text(column).is_not_null()

    def expression(
        self, text: str, raw: Raw, path: tuple[str | int, ...], *, condition: bool = False
    ) -> tuple[Node, list[Column]]:
        """Return an expression over the columns, and those that it reads."""
        by_identifier = {column.identifier: column for column in self.columns.values()}
        scope = Scope(
            {name: Symbol(column.kind, nullable=True) for name, column in by_identifier.items() if "." not in name},
            terms={}, constants={}, attribute_kind=_no_attribute,
            catalog_known=lambda name: name in self.setting.catalogs,
        )  # fmt: skip
        try:
            node = (parse_condition if condition else parse_expression)(text, scope)
        except ExpressionError as error:
            hint = near(str(error).split("'")[1], by_identifier) if "unknown name" in str(error) else ("", "")
            raise fault(raw, f"{error}{hint[0]}", f"{error}{hint[1]}", *path) from None
        names = dict.fromkeys(item.name for item in node.walk() if isinstance(item, Var))
        found = [by_identifier[name] for name in names]
        for column in found:
            self.used[column.name] = column
            self.valued.add(column.name)
        self.members |= {
            (item.item.name, item.catalog)
            for item in node.walk()
            if isinstance(item, InCatalog) and isinstance(item.item, Var)
        }
        return node, found

    def compiled(self, node: Node) -> pl.Expr:
        """Return the Polars expression of a node."""
        return compile_polars(node, self.setting)

    def prepare(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Add to rows of the source the texts and values of the columns that are used."""
        columns = list(self.used.values())
        lists = [column for column in columns if column.kind is Kind.INTEGERS or column.dtype.is_nested()]
        single = [column for column in columns if column not in lists]
        texts = [
            cleaned(column.name, column.dtype, column.nothing).alias(TEXT + column.identifier) for column in single
        ]
        texts += [pl.col(column.name).alias(TEXT + column.identifier) for column in lists]
        frame = frame.with_columns(texts) if texts else frame
        valued = [column for column in columns if column.name in self.valued]
        values = [self._value(column).alias(column.identifier) for column in valued]
        values += [
            self.text(column).fill_null("").alias(raw_column(column.identifier))
            for column in valued if column not in lists
        ]  # fmt: skip
        values += [
            pl.when(self.text(column).is_null()).then(pl.lit("")).otherwise(pl.lit("&")).alias(raw_column(column.identifier))
            for column in valued if column in lists
        ]  # fmt: skip
        frame = frame.select(pl.col(f"^{_escaped(TEXT)}.*$"), pl.col("^e\\..*$"), *values)
        known = [
            pl.col(name)
            .cast(pl.String)
            .is_in(list(map(str, self.setting.catalogs[catalog].entries)))
            .alias(member_column(name, catalog))
            for name, catalog in sorted(self.members)
        ]
        return frame.with_columns(known) if known else frame

    def _value(self, column: Column) -> pl.Expr:
        if column.kind is Kind.INTEGERS:
            return pl.col(column.name).cast(pl.List(pl.Int64))
        if not column.native:
            return typed(self.text(column), column.kind, column.formats, column.decimal)
        if column.kind is Kind.DATE:
            return pl.col(column.name).cast(pl.Date)
        kinds = {Kind.INTEGER: pl.Int64(), Kind.NUMBER: pl.Float64(), Kind.BOOLEAN: pl.Boolean()}
        return pl.col(column.name).cast(kinds[column.kind], strict=False) if column.kind in kinds else self.text(column)


def rows_of(
    schema: Mapping[str, pl.DataType], raw: Raw, path: tuple[str | int, ...], nothing: Sequence[str], setting: Setting
) -> Rows:
    """Return the columns of a table, with what a mapping declares of them under `path`.

    Raises
    ------
    SpecError
        If it declares a column that the table lacks, or two are called alike.
    """
    declared: dict[str, ColumnDoc] = {}
    node: Any = raw.data
    for key in path:
        node = node.get(key, {})
    for name in node:
        if name not in schema:
            raise no_column(raw, None, name, schema, *path, name)
        declared[name] = read_under(ColumnDoc, raw, (*path, name), "type")[0]
    named = {name: doc.as_ for name, doc in declared.items() if doc.as_}
    columns: dict[str, Column] = {}
    taken: dict[str, str] = {}
    for name, dtype in schema.items():
        identifier = named.get(name) or _identifier(name)
        if identifier in taken:
            given = next((item for item in (name, taken[identifier]) if item in named), None)
            if given is not None:
                other = taken[identifier] if given == name else name
                raise fault(raw, f"{identifier!r} es ya la columna {other!r}",
                            f"{identifier!r} is the column {other!r} already", *path, given)  # fmt: skip
            identifier = f"{identifier}.{len(taken)}"  # no expression can name it
        taken[identifier] = name
        columns[name] = _column(name, identifier, dtype, declared.get(name), nothing, raw, (*path, name))
    return Rows(columns, setting)


def formats_of(given: str | list[str], raw: Raw, *path: str | int) -> tuple[str, ...]:
    """Return the formats of dates that a mapping names."""
    try:
        return tuple(date_format(item) for item in ([given] if isinstance(given, str) else given))
    except ValueError as error:
        raise fault(
            raw,
            f"{str(error)!r} no es un formato de fecha; escriba como dd/mm/aaaa o aaaa-mm-dd hh:mi:ss",
            f"{str(error)!r} is no format of dates; write such as dd/mm/yyyy or yyyy-mm-dd hh:mi:ss",
            *path,
        ) from None


def _column(
    name: str, identifier: str, dtype: pl.DataType, doc: ColumnDoc | None, nothing: Sequence[str], raw: Raw,
    path: tuple[str | int, ...],
) -> Column:  # fmt: skip
    native = _native(dtype)
    if doc is None:
        return Column(name, identifier, dtype, native, native=True, nothing=tuple(nothing))
    formats = formats_of(doc.date, raw, *path, "date")
    kind = Kind.DATE if formats and doc.type == "text" else _KINDS[doc.type]
    same = kind is native or (kind is Kind.TEXT and native is not Kind.INTEGERS)
    return Column(name, identifier, dtype, kind, same, formats, doc.decimal, (*nothing, *doc.nothing))


def _native(dtype: pl.DataType) -> Kind:
    if dtype.is_integer():
        return Kind.INTEGER
    if dtype.is_numeric():
        return Kind.NUMBER
    if dtype in (pl.Date, pl.Datetime):
        return Kind.DATE
    if dtype == pl.Boolean:
        return Kind.BOOLEAN
    if isinstance(dtype, pl.List) and pl.Series(dtype=dtype.inner).dtype.is_integer():
        return Kind.INTEGERS
    return Kind.TEXT


def _identifier(name: str) -> str:
    made = identifier_of(name.strip())
    return f"_{made}" if made[:1].isdigit() else made


def _no_attribute(catalog: str, name: str) -> Kind:
    raise KeyError(f"a column of the source has no {name!r}")


def _escaped(text: str) -> str:
    return text.replace(".", "\\.")
