"""The texts of options beside the codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from giis.converters._job import LABEL
from giis.converters._kinds import dtype_of
from giis.specs import Kind

if TYPE_CHECKING:
    from giis.specs import Guide, Variable


def has_label(variable: Variable) -> bool:
    """Return whether the guide names values of the variable."""
    return bool(variable.options)


def label_dtype(variable: Variable) -> pl.DataType:
    """Return the type of the column of labels."""
    return pl.List(pl.String()) if variable.kind is Kind.INTEGERS else pl.String()


def label(variable: Variable, value: pl.Expr) -> pl.Expr:
    """Return the names of values: null where the guide has none."""
    if variable.kind is Kind.INTEGERS:
        return value.list.eval(_named(variable, pl.element()))
    return _named(variable, value)


def _named(variable: Variable, value: pl.Expr) -> pl.Expr:
    names = {item: text.es for item, text in variable.specials.items()} | dict(variable.options)
    return value.replace_strict(list(names), list(names.values()), default=None, return_dtype=pl.String)


def labelled(guide: Guide, frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with a column of labels behind each variable that has options, in sub-records too."""
    columns = []
    for variable in guide.variables:
        value = pl.col(variable.identifier)
        if variable.fields:
            value = value.list.eval(pl.struct(list(_fields(variable)))).alias(variable.identifier)
        columns.append(value)
        if has_label(variable):
            columns.append(label(variable, value).alias(variable.identifier + LABEL))
    return frame.select(columns)


def _fields(variable: Variable) -> list[pl.Expr]:
    parts = []
    for item in variable.fields:
        value = pl.element().struct.field(item.identifier)
        parts.append(value)
        if has_label(item):
            parts.append(label(item, value).alias(item.identifier + LABEL))
    return parts


def schema_of(guide: Guide, *, labels: bool) -> dict[str, pl.DataType]:
    """Return the columns of typed records, with those of labels if they are wanted."""
    schema: dict[str, pl.DataType] = {}
    for variable in guide.variables:
        if variable.fields:
            schema[variable.identifier] = pl.List(pl.Struct(_schema(variable.fields, labels=labels)))
        else:
            schema |= _schema((variable,), labels=labels)
    return schema


def _schema(variables: tuple[Variable, ...], *, labels: bool) -> dict[str, pl.DataType]:
    schema: dict[str, pl.DataType] = {}
    for item in variables:
        schema[item.identifier] = dtype_of(item)
        if labels and has_label(item):
            schema[item.identifier + LABEL] = label_dtype(item)
    return schema
