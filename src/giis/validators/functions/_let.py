"""Naming intermediate results inside a Polars expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping


def let(values: Mapping[str, pl.Expr], *steps: Mapping[str, pl.Expr], answer: pl.Expr) -> pl.Expr:
    """Return `answer`, which reads `values` and the results of `steps` as fields, each evaluated once.

    Polars shares only some of the equal parts of a deep expression, and repeats the rest: a word that three
    letters are taken from would be cut out again and again. Fields of a struct are evaluated once.

    Parameters
    ----------
    values : Mapping[str, polars.Expr]
        Expressions of the frame, by the name that `pl.field` gives to them afterwards.
    *steps : Mapping[str, polars.Expr]
        Expressions of fields, by their names; a step reads what stands before it.
    answer : polars.Expr
        An expression of fields.

    """
    scope = pl.struct([expression.alias(name) for name, expression in values.items()])
    for step in (*steps, {"answer": answer}):
        scope = scope.struct.with_fields([expression.alias(name) for name, expression in step.items()])
    result: pl.Expr = scope.struct.field("answer")
    return result
