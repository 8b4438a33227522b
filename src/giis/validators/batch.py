"""Judging one batch of records: texts to values, values to terms, terms to one mask a rule."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from giis.validators.columns import raw_column
from giis.validators.usable import USABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.specs import Rule
    from giis.validators.plan import Plan
    from giis.validators.usable import ColumnReading


@dataclass(frozen=True)
class Judged:
    """The outcome of one batch, row by row.

    `broken` has a mask for each rule that some row of the batch breaks; `undecided` one for each rule
    that some row could not be asked; `applied` the number of rows that each rule with a condition was asked of,
    where that was counted; `extra` what the file rules fold.
    """

    broken: Mapping[str, pl.Series]
    undecided: Mapping[str, pl.Series]
    applied: Mapping[str, int]
    extra: pl.DataFrame
    height: int


def judge(
    plan: Plan,
    frame: pl.DataFrame,
    *,
    count_applied: frozenset[str],
    seconds: dict[str, float] | None = None,
) -> Judged:
    """Judge the rows of `frame`.

    Parameters
    ----------
    plan : Plan
        The run's rules as expressions.
    frame : polars.DataFrame
        The written texts, in columns `r.<identifier>`, never null.
    count_applied : frozenset of str
        The rules of which to count the rows that they apply to.
    seconds : dict, optional
        Takes up the time of each rule; rules are then asked one by one.
    """
    readings = {
        column.variable.identifier: column.reading(dtype)
        for column, dtype in zip(plan.columns, frame.dtypes, strict=True)
    }
    fits = frame.select(reading.usable.alias(name) for name, reading in readings.items())
    partial = [series for series in fits if not series.all()]
    broken = _broken_values(plan, frame, readings, partial)
    values = _values(plan, frame, readings, partial)
    lazy = values.lazy()
    for stage in plan.derived:
        lazy = lazy.with_columns(stage)
    applies = {
        check.rule.id: check.applies
        for check in plan.checks
        if check.applies is not None and check.rule.id in count_applied
    }
    if seconds is None:
        masks = lazy.select(
            *(check.broken for check in plan.checks),
            *plan.extra.values(),
            *(applied.sum().alias(f"?{name}") for name, applied in applies.items()),
        ).collect()
    else:
        masks = _timed(plan, lazy.collect(), applies, seconds)
    undecided: dict[str, pl.Series] = {}
    for check in plan.checks:
        mask = masks.get_column(check.rule.id)
        if mask.any():
            broken[check.rule.id] = mask.fill_null(False)
        if mask.null_count():
            undecided[check.rule.id] = mask.is_null()
    return Judged(
        broken=broken,
        undecided=undecided,
        applied={name: int(masks.get_column(f"?{name}")[0] or 0) for name in applies} if frame.height else {},
        extra=masks.select(list(plan.extra)),
        height=frame.height,
    )


def _broken_values(
    plan: Plan, frame: pl.DataFrame, readings: Mapping[str, ColumnReading], partial: list[pl.Series]
) -> dict[str, pl.Series]:
    """Return a mask for each value-level rule that some row breaks."""
    rules = {column.variable.identifier: column.rules for column in plan.columns}
    broken: dict[str, pl.Series] = {}
    for fits in partial:
        name = fits.name
        failing = ~fits
        texts = frame.select(raw_column(name)).filter(failing)
        forms = texts.select(form=readings[name].failed_form).get_column("form")
        rows = failing.arg_true()
        for form in forms.unique():
            rule = rules[name].get(form)
            if rule is not None:
                broken[rule.id] = _mask(frame.height, rows.filter(forms == form))
    return broken


def _mask(height: int, rows: pl.Series) -> pl.Series:
    """Return the mask of `height` rows that is true at `rows`."""
    return pl.repeat(False, height, eager=True).scatter(rows, True)


def _values(
    plan: Plan, frame: pl.DataFrame, readings: Mapping[str, ColumnReading], partial: list[pl.Series]
) -> pl.DataFrame:
    """Return the typed values, the texts of nullable variables, and what the catalogues say of the values."""
    values = frame.select(reading.value.alias(name) for name, reading in readings.items())
    for fits in partial:
        name = fits.name
        column = frame.select(raw_column(name), fits.alias(USABLE))
        values = values.with_columns(column.select(readings[name].checked_value.alias(name)))
    nullable = [raw_column(column.variable.identifier) for column in plan.columns if column.variable.nullable]
    found = [lookup.columns(values) for lookup in plan.lookups]
    return pl.concat([values, frame.select(nullable), *found], how="horizontal")


def _timed(plan: Plan, values: pl.DataFrame, applies: Mapping[str, pl.Expr], seconds: dict[str, float]) -> pl.DataFrame:
    """Return the masks, each rule asked for itself and its time added to `seconds`."""
    columns: list[pl.Series] = []
    for check in plan.checks:
        start = time.perf_counter()
        columns.append(values.select(check.broken).to_series())
        seconds[check.rule.id] = seconds.get(check.rule.id, 0.0) + time.perf_counter() - start
    frame = pl.DataFrame(columns) if columns else pl.DataFrame()
    extra = values.select(plan.extra.values())
    counts = values.select(applied.sum().alias(f"?{name}") for name, applied in applies.items())
    counted = counts.select(pl.all().repeat_by(values.height).explode()) if counts.width else counts
    return pl.concat([item for item in (frame, extra, counted) if item.width], how="horizontal")


def rules_asked(plan: Plan) -> list[Rule]:
    """Return the rules of values and records that the plan asks, in the guide's order."""
    asked = {rule.id for column in plan.columns for rule in column.rules.values()}
    asked |= {check.rule.id for check in plan.checks}
    return [rule for rule in plan.guide.rules if rule.id in asked]
