"""A condition as a Polars expression, and the names of the columns that such expressions read.

The columns of a batch: `r.<identifier>` the written text, `<identifier>` the usable value (null where there is
none), `t.<term>` a term, `<identifier>.<ATTRIBUTE>` an attribute of the entry that a value names, and
`<identifier>@<CATALOG>` whether it names one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InternalError
from giis.specs.expressions.nodes import (
    And,
    AsOf,
    Attribute,
    Between,
    Call,
    CatalogDate,
    Compare,
    Const,
    Empty,
    InCatalog,
    InList,
    Kind,
    Node,
    Not,
    OneOf,
    Or,
    Position,
    Repeats,
    Scalar,
    Term,
    Var,
    nullable_operands,
)
from giis.validators.functions import LIMITS, limit_function, polars_function

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from giis.catalogs import Catalog

ROW, POSITION = "e.row", "e.position"
"""Of a sub-record: the row of its record, and its place in its column."""
_DTYPES: dict[Kind, pl.DataType] = {
    Kind.INTEGER: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.TEXT: pl.String(),
    Kind.DATE: pl.Date(),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.INTEGERS: pl.List(pl.Int64()),
    Kind.RECORDS: pl.String(),
}


def raw_column(identifier: str) -> str:
    """Return the name of the column with the written text of a variable."""
    return f"r.{identifier}"


def term_column(name: str) -> str:
    """Return the name of the column of a term."""
    return f"t.{name}"


def attribute_column(identifier: str, attribute: str) -> str:
    """Return the name of the column of an attribute of the entry that a variable names."""
    return f"{identifier}.{attribute}"


def member_column(identifier: str, catalog: str) -> str:
    """Return the name of the column that tells whether a variable names an entry of a catalogue."""
    return f"{identifier}@{catalog}"


def null_of(kind: Kind) -> pl.Expr:
    """Return the expression that is null, of the type of `kind`."""
    return pl.lit(None, dtype=_DTYPES[kind])


def dtype_of(kind: Kind) -> pl.DataType:
    """Return the Polars type of values of `kind`."""
    return _DTYPES[kind]


@dataclass(frozen=True)
class Setting:
    """What expressions need to know of the run: the date of registration and the catalogues in use."""

    as_of: date
    catalogs: Mapping[str, Catalog]
    shared: Mapping[Node, str] = field(default_factory=dict)
    """Columns that hold what several rules compute."""
    made: dict[Node, pl.Expr] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Expressions that were made already: half of all conditions are parts of several rules."""


def compile_polars(node: Node, setting: Setting) -> pl.Expr:
    """Return the Polars expression that answers `node`: true, false, or null where there is no answer."""
    made = setting.made.get(node)
    if made is None:
        known = setting.shared.get(node)
        made = setting.made[node] = pl.col(known) if known is not None else _compiled(node, setting)
    return made


def _compiled(node: Node, setting: Setting) -> pl.Expr:
    match node:
        case And(items=items):
            parts = [compile_polars(item, setting) for item in items]
            return _fold(parts, "and")
        case Or(items=items):
            parts = [compile_polars(item, setting) for item in items]
            return _fold(parts, "or")
        case Not(item=item):
            return ~compile_polars(item, setting)
        case Const() | Term() | Var() | AsOf() | Position() | CatalogDate():
            return _leaf(node, setting)
        case Empty(variable=Var(name=name)):
            return _is_empty(name)
        case Attribute(variable=Var(name=name), name=attribute):
            return _guarded(node, pl.col(attribute_column(name, attribute)))
        case _ if node.kind is Kind.BOOLEAN:
            return _guarded(node, _atom(node, setting))
        case Call():
            return _call(node, setting)
        case _:
            raise InternalError(f"no Polars form of {type(node).__name__}")


def _leaf(node: Node, setting: Setting) -> pl.Expr:
    match node:
        case Const(value=value):
            return pl.lit(value)
        case Term(name=name):
            return pl.col(term_column(name))
        case Var(name=name):
            return pl.col(name)
        case AsOf():
            return pl.lit(setting.as_of)
        case Position():
            return pl.col(POSITION)
        case CatalogDate(catalog=name):
            edition = setting.catalogs.get(name)
            return pl.lit(edition.version) if edition is not None else null_of(Kind.DATE)
        case _:
            raise InternalError(f"no Polars form of {type(node).__name__}")


def _call(node: Call, setting: Setting) -> pl.Expr:
    if node.function in LIMITS:
        limit, *_ = node.arguments
        parts = (limit, *ages_of(node))
        return limit_function(node.function)(*(compile_polars(item, setting) for item in parts))
    return polars_function(node.function)(*(compile_polars(item, setting) for item in node.arguments))


def ages_of(node: Call) -> tuple[Call, Call]:
    """Return the calls that count the age, in months and in days, which a function on a limit of age compares."""
    _, birth, at = node.arguments
    return Call(Kind.INTEGER, "months", (birth, at)), Call(Kind.INTEGER, "days", (birth, at))


def _fold(parts: list[pl.Expr], word: str) -> pl.Expr:
    result = parts[0]
    for part in parts[1:]:
        result = (result & part) if word == "and" else (result | part)
    return result


def _is_empty(name: str) -> pl.Expr:
    return pl.col(raw_column(name)) == ""


def _guarded(node: Node, atom: pl.Expr) -> pl.Expr:
    """Return `atom`, answered by emptiness where a nullable variable that it reads is empty."""
    operands = nullable_operands(node)
    if not operands or node.kind is not Kind.BOOLEAN:
        return atom
    absent = _fold([_is_empty(variable.name) for variable in operands], "or")
    if isinstance(node, Compare) and node.operator == "!=":
        return absent | atom
    return ~absent & atom


def _atom(node: Node, setting: Setting) -> pl.Expr:
    match node:
        case Compare(operator=sign, left=left, right=right):
            return _compare(sign, compile_polars(left, setting), compile_polars(right, setting))
        case Between(item=item, low=low, high=high):
            value = compile_polars(item, setting)
            return (value >= compile_polars(low, setting)) & (value <= compile_polars(high, setting))
        case OneOf(item=item, values=values):
            return _one_of(compile_polars(item, setting), values, item.kind is Kind.INTEGERS)
        case InList(item=item, container=container):
            member = compile_polars(item, setting).cast(pl.Int64)
            return compile_polars(container, setting).list.contains(member, nulls_equal=False)
        case InCatalog(item=Var(name=name), catalog=catalog):
            return pl.col(member_column(name, catalog))
        case InCatalog(item=item, catalog=catalog):
            known = setting.catalogs.get(catalog)
            return compile_polars(item, setting).is_in(list(known.entries)) if known else null_of(Kind.BOOLEAN)
        case Repeats(variable=Var(name=name)):
            first = pl.struct(ROW, name).is_first_distinct()
            return pl.when(pl.col(name).is_not_null()).then(~first)
        case Call():
            return _call(node, setting)
        case _:
            raise InternalError(f"no Polars form of {type(node).__name__}")


def _compare(sign: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    match sign:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case _:
            return left >= right


def _one_of(value: pl.Expr, values: tuple[Scalar, ...], many: bool) -> pl.Expr:
    if many:
        return value.list.eval(pl.element().is_in(list(values))).list.all()
    if len(values) <= 4:
        return _fold([value == item for item in values], "or")
    return value.is_in(list(values))
