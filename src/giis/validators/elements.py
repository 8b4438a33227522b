"""The sub-records of a column as rows of their own: cut, read, and asked side by side with their records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR
from giis.validators.columns import POSITION, ROW, raw_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.specs import Variable

_TEXT = "e.text"
_ANSWER, _HOLDING, _UNKNOWN, _NUMBER = "e.answer", "e.holding", "e.unknown", "e.number"


@dataclass(frozen=True)
class Inner:
    """What a condition asks of all sub-records of one column, and the name of the column with the answers."""

    name: str
    group: str
    function: str
    condition: pl.Expr


@dataclass(frozen=True)
class Elements:
    """The sub-records of one column in a batch.

    `values` has a row for each, with its record's row (`ROW`), its place in the column (`POSITION`), and what rules
    read of its fields; `unknown` tells of each record whether the column cannot be cut into sub-records.
    """

    values: pl.DataFrame
    unknown: pl.Series

    def beside(self, records: pl.DataFrame, expressions: list[pl.Expr]) -> pl.DataFrame:
        """Return the sub-records with those columns of their records that the expressions read."""
        wanted = {name for expression in expressions for name in expression.meta.root_names()}
        names = [name for name in records.columns if name in wanted and name not in self.values.columns]
        if not names:
            return self.values
        return pl.concat([self.values, records.select(names)[self.values.get_column(ROW)]], how="horizontal")

    def answers(self, asked: Sequence[Inner], records: pl.DataFrame) -> list[pl.Series]:
        """Return the answers of `asked`, all of this column, for each record: null where one depends on the unknown."""
        conditions = [inner.condition for inner in asked]
        holds = [pl.col(f"{_ANSWER}{place}") for place in range(len(asked))]
        grouped = (
            self.beside(records, conditions)
            .select(ROW, *(condition.alias(f"{_ANSWER}{place}") for place, condition in enumerate(conditions)))
            .group_by(ROW)
            .agg(
                *(held.sum().cast(pl.Int64).name.prefix(_HOLDING) for held in holds),
                *(held.null_count().cast(pl.Int64).name.prefix(_UNKNOWN) for held in holds),
                pl.len().cast(pl.Int64).alias(_NUMBER),
            )
        )
        rows = pl.DataFrame({ROW: pl.int_range(records.height, dtype=pl.UInt32, eager=True)})
        counted = rows.join(grouped, on=ROW, how="left", maintain_order="left").fill_null(0)
        known = ~pl.lit(self.unknown)
        return counted.select(
            pl.when(known).then(_answer(inner.function, place)).alias(inner.name) for place, inner in enumerate(asked)
        ).get_columns()


def _answer(function: str, place: int) -> pl.Expr:
    holding, unknown = (pl.col(f"{kind}{_ANSWER}{place}") for kind in (_HOLDING, _UNKNOWN))
    if function == "count":
        return pl.when(unknown == 0).then(holding)
    if function == "any":
        return pl.when(holding > 0).then(True).when(unknown == 0).then(False)
    return pl.when(holding + unknown < pl.col(_NUMBER)).then(False).when(unknown == 0).then(True)


def cut(group: Variable, texts: pl.Series) -> pl.DataFrame:
    """Return the texts of the fields of each sub-record, one row each.

    Parameters
    ----------
    group : Variable
        A column that holds sub-records.
    texts : polars.Series
        What each record has there, well-formed; null where it has none.
    """
    names = [raw_column(field.identifier) for field in group.fields]
    rows = pl.int_range(len(texts), dtype=pl.UInt32, eager=True)
    parts = (
        pl.DataFrame({ROW: rows, _TEXT: texts.cast(pl.String)})
        .drop_nulls()
        .with_columns(pl.col(_TEXT).str.split(LIST_SEPARATOR))
    )
    numbers = pl.int_ranges(1, pl.col(_TEXT).list.len().cast(pl.Int64) + 1, dtype=pl.Int64)
    single = parts.with_columns(numbers.alias(POSITION)).explode(_TEXT, POSITION)
    fields = pl.col(_TEXT).str.split_exact(FIELD_SEPARATOR, len(names) - 1).struct.rename_fields(names)
    return single.with_columns(fields.alias(_TEXT)).unnest(_TEXT)
