"""Judging one batch of records: texts to values, values to terms, terms to one mask a rule."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from giis.validators.columns import POSITION, ROW, raw_column
from giis.validators.elements import Elements, cut
from giis.validators.usable import usable_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.validators.elements import Inner
    from giis.validators.plan import Check, Group, Plan, Section, Table
    from giis.validators.usable import ColumnReading

_APPLIED = "?"
_MOSTLY = 0.75
"""The share of usable values from which on the others are few."""


@dataclass(frozen=True)
class Judged:
    """The outcome of one batch, row by row.

    `broken` has a mask for each rule that some row of the batch breaks; `inside` tells of those that sub-records break
    the row and place (`ROW`, `POSITION`) of each; `undecided` has a mask for each rule that some row could not be
    asked; `applied` the number of rows (or sub-records) that each rule with a condition was asked of, where that was
    counted; `extra` what the file rules fold.
    """

    broken: dict[str, pl.Series]
    inside: dict[str, pl.DataFrame]
    undecided: dict[str, pl.Series]
    applied: dict[str, int]
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
    broken, values = _read(plan.table, frame)
    found = Judged(broken, {}, {}, {}, pl.DataFrame(), frame.height)
    elements = {group.variable.identifier: _elements(group, frame, values, found) for group in plan.groups}
    extra = found.extra
    for section in plan.sections:
        rows = values.select(section.columns).unique(maintain_order=True) if section.columns else values
        derived = _derived(section, rows, elements)
        if section.inside:
            derived = derived.collect().lazy()
        masks = _masks(section.checks, derived, section.extra, count_applied, seconds)
        place = _Place(values, rows, section.columns)
        for check in section.checks:
            mask = masks.get_column(check.rule.id)
            if mask.any():
                found.broken[check.rule.id] = place.of(mask).fill_null(False)
            if mask.null_count():
                found.undecided[check.rule.id] = place.of(mask).is_null()
        if section.extra:
            extra = masks.select(list(section.extra))
        _count(found, masks)
        for name, checks in section.inside.items():
            _judge_inside(checks, derived.collect(), elements[name], found, count_applied, seconds)
    return replace(found, extra=extra)


def _read(table: Table, frame: pl.DataFrame) -> tuple[dict[str, pl.Series], pl.DataFrame]:
    """Return the masks of the value-level rules that some row breaks, and what the other rules read."""
    schema = frame.schema
    readings = {
        column.variable.identifier: column.reading(schema[raw_column(column.variable.identifier)])
        for column in table.columns
    }
    fits = frame.select(reading.usable.alias(name) for name, reading in readings.items())
    partial = [series for series in fits if not series.all()]
    return _broken_values(table, frame, readings, partial), _values(table, frame, readings, partial)


def _elements(group: Group, frame: pl.DataFrame, values: pl.DataFrame, found: Judged) -> Elements:
    """Return the sub-records of a column, and note which of their values cannot be used."""
    variable = group.variable
    texts = values.get_column(variable.identifier)
    unknown = texts.is_null()
    if variable.nullable:
        unknown = unknown & (frame.get_column(raw_column(variable.identifier)) != "")
    parts = cut(variable, texts)
    places = parts.select(ROW, POSITION)
    broken, inner = _read(group.table, parts)
    for rule_id, mask in broken.items():
        _note(found, rule_id, places.filter(mask))
    for column in group.table.columns:
        found.applied.update({rule.id: parts.height for rule in column.rules.values()})
    return Elements(pl.concat([places, inner], how="horizontal"), unknown)


def _judge_inside(
    checks: tuple[Check, ...],
    rows: pl.DataFrame,
    elements: Elements,
    found: Judged,
    count_applied: frozenset[str],
    seconds: dict[str, float] | None,
) -> None:
    """Ask the rules on the fields of one column of each sub-record."""
    read = [expression for check in checks for expression in (check.broken, check.applies) if expression is not None]
    beside = elements.beside(rows, read)
    masks = _masks(checks, beside.lazy(), {}, count_applied, seconds)
    places = beside.select(ROW, POSITION)
    _count(found, masks)
    for check in checks:
        mask = masks.get_column(check.rule.id)
        if check.applies is None:
            found.applied[check.rule.id] = beside.height
        if mask.any():
            _note(found, check.rule.id, places.filter(mask))
        doubtful = places.get_column(ROW).filter(mask.is_null())
        if len(doubtful) or elements.unknown.any():
            found.undecided[check.rule.id] = _mask(rows.height, doubtful) | elements.unknown


def _note(found: Judged, rule_id: str, places: pl.DataFrame) -> None:
    """Note the sub-records that break a rule."""
    found.inside[rule_id] = places
    found.broken[rule_id] = _mask(found.height, places.get_column(ROW))


def _count(found: Judged, masks: pl.DataFrame) -> None:
    """Note how many rows the rules were asked of, where that was counted."""
    if masks.height:
        counted = [name for name in masks.columns if name.startswith(_APPLIED)]
        found.applied.update({name.removeprefix(_APPLIED): int(masks.get_column(name)[0] or 0) for name in counted})


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


def _derived(section: Section, rows: pl.DataFrame, elements: Mapping[str, Elements]) -> pl.LazyFrame:
    """Return `rows` with the terms, calls and answers of sub-records that several rules share."""
    lazy = rows.lazy()
    for stage in section.derived:
        if stage.inner:
            known = lazy.collect()
            by_group: dict[str, list[Inner]] = {}
            for inner in stage.inner:
                by_group.setdefault(inner.group, []).append(inner)
            lazy = known.lazy().with_columns(
                answer for name, asked in by_group.items() for answer in elements[name].answers(asked, known)
            )
        lazy = lazy.with_columns(stage.columns)
    return lazy


def _masks(
    checks: tuple[Check, ...],
    rows: pl.LazyFrame,
    extra: Mapping[str, pl.Expr],
    count_applied: frozenset[str],
    seconds: dict[str, float] | None,
) -> pl.DataFrame:
    """Return the masks of the rules, what the file rules fold, and where rules applied."""
    applies = [
        check.applies.sum().alias(_APPLIED + check.rule.id)
        for check in checks
        if check.applies is not None and check.rule.id in count_applied
    ]
    others = [*extra.values(), *applies]
    if seconds is None:
        return rows.select(*(check.broken for check in checks), *others).collect()
    values = rows.collect()
    columns: list[pl.Series] = []
    for check in checks:
        start = time.perf_counter()
        columns.append(values.select(check.broken).to_series())
        seconds[check.rule.id] = seconds.get(check.rule.id, 0.0) + time.perf_counter() - start
    return values.select(*columns, *others)


def _broken_values(
    table: Table, frame: pl.DataFrame, readings: Mapping[str, ColumnReading], partial: list[pl.Series]
) -> dict[str, pl.Series]:
    """Return a mask for each value-level rule that some row breaks.

    Which rule a value breaks is asked of the failing rows alone, or, where many fail, of all at once.
    """
    rules = {column.variable.identifier: column.rules for column in table.columns}
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
    table: Table, frame: pl.DataFrame, readings: Mapping[str, ColumnReading], partial: list[pl.Series]
) -> pl.DataFrame:
    """Return the typed values, the texts of nullable variables, and what the catalogues say of the values."""
    doubted = {fits.name for fits in partial}
    told = [fits.alias(usable_column(fits.name)) for fits in partial]
    values = frame.with_columns(told).select(
        (reading.checked_value if name in doubted else reading.value).alias(name) for name, reading in readings.items()
    )
    nullable = [raw_column(column.variable.identifier) for column in table.columns if column.variable.nullable]
    found = [lookup.columns(values) for lookup in table.lookups]
    return pl.concat([values, frame.select(nullable), *found], how="horizontal")
