"""Judging one batch of records: texts to values, values to terms, terms to one mask a rule."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from giis.validators.columns import raw_column
from giis.validators.usable import usable_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.validators.plan import Plan, Section
    from giis.validators.usable import ColumnReading

_APPLIED = "?"
_MOSTLY = 0.75
"""The share of usable values from which on the others are few."""


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
    undecided: dict[str, pl.Series] = {}
    applied: dict[str, int] = {}
    extra = pl.DataFrame()
    for section in plan.sections:
        rows = values.select(section.columns).unique(maintain_order=True) if section.columns else values
        masks = _masks(section, rows, count_applied, seconds)
        place = _Place(values, rows, section.columns)
        for check in section.checks:
            mask = masks.get_column(check.rule.id)
            if mask.any():
                broken[check.rule.id] = place.of(mask).fill_null(False)
            if mask.null_count():
                undecided[check.rule.id] = place.of(mask).is_null()
        if section.extra:
            extra = masks.select(list(section.extra))
        counted = [name for name in masks.columns if name.startswith(_APPLIED)]
        applied |= {name.removeprefix(_APPLIED): int(masks.get_column(name)[0] or 0) for name in counted if rows.height}
    return Judged(broken=broken, undecided=undecided, applied=applied, extra=extra, height=frame.height)


class _Place:
    """Leads from the rows of a batch to the distinct rows that a section was asked of."""

    def __init__(self, values: pl.DataFrame, rows: pl.DataFrame, columns: tuple[str, ...]) -> None:
        self._values, self._rows, self._columns = values, rows, columns

    def of(self, mask: pl.Series) -> pl.Series:
        """Return the answers of `mask` for all rows of the batch."""
        return mask.gather(self._index) if self._columns else mask

    @cached_property
    def _index(self) -> pl.Series:
        numbered = self._rows.with_row_index(_APPLIED)
        asked = self._values.select(self._columns)
        joined = asked.join(numbered, on=self._columns, how="left", nulls_equal=True, maintain_order="left")
        return joined.get_column(_APPLIED)


def _masks(
    section: Section, rows: pl.DataFrame, count_applied: frozenset[str], seconds: dict[str, float] | None
) -> pl.DataFrame:
    """Return the masks of the section's rules, what the file rules fold, and where rules applied."""
    lazy = rows.lazy()
    for stage in section.derived:
        lazy = lazy.with_columns(stage)
    applies = [
        check.applies.sum().alias(_APPLIED + check.rule.id)
        for check in section.checks
        if check.applies is not None and check.rule.id in count_applied
    ]
    others = [*section.extra.values(), *applies]
    if seconds is None:
        return lazy.select(*(check.broken for check in section.checks), *others).collect()
    values = lazy.collect()
    columns: list[pl.Series] = []
    for check in section.checks:
        start = time.perf_counter()
        columns.append(values.select(check.broken).to_series())
        seconds[check.rule.id] = seconds.get(check.rule.id, 0.0) + time.perf_counter() - start
    return values.select(*columns, *others)


def _broken_values(
    plan: Plan, frame: pl.DataFrame, readings: Mapping[str, ColumnReading], partial: list[pl.Series]
) -> dict[str, pl.Series]:
    """Return a mask for each value-level rule that some row breaks.

    Which rule a value breaks is asked of the failing rows alone, or, where many fail, of all at once.
    """
    rules = {column.variable.identifier: column.rules for column in plan.columns}
    asked = [fits for fits in partial if rules[fits.name]]
    few = [fits for fits in asked if int(fits.sum()) >= frame.height * _MOSTLY]
    many = [fits for fits in asked if int(fits.sum()) < frame.height * _MOSTLY]
    broken: dict[str, pl.Series] = {}
    for fits in few:
        texts = frame.select(raw_column(fits.name)).filter(~fits)
        forms = texts.select(readings[fits.name].failed_form.alias("form")).get_column("form")
        rows = (~fits).arg_true()
        for form, rule in rules[fits.name].items():
            chosen = rows.filter(forms == form)
            if len(chosen):
                broken[rule.id] = _mask(frame.height, chosen)
    told = frame.select(readings[fits.name].failed_form.alias(fits.name) for fits in many)
    for fits in many:
        for form, rule in rules[fits.name].items():
            mask = (told.get_column(fits.name) == form) & ~fits
            if mask.any():
                broken[rule.id] = mask
    return broken


def _mask(height: int, rows: pl.Series) -> pl.Series:
    """Return the mask of `height` rows that is true at `rows`."""
    return pl.repeat(False, height, eager=True).scatter(rows, True)


def _values(
    plan: Plan, frame: pl.DataFrame, readings: Mapping[str, ColumnReading], partial: list[pl.Series]
) -> pl.DataFrame:
    """Return the typed values, the texts of nullable variables, and what the catalogues say of the values."""
    doubted = {fits.name for fits in partial}
    told = [fits.alias(usable_column(fits.name)) for fits in partial]
    values = frame.with_columns(told).select(
        (reading.checked_value if name in doubted else reading.value).alias(name) for name, reading in readings.items()
    )
    nullable = [raw_column(column.variable.identifier) for column in plan.columns if column.variable.nullable]
    found = [lookup.columns(values) for lookup in plan.lookups]
    return pl.concat([values, frame.select(nullable), *found], how="horizontal")
