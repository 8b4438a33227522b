"""Functions on dates, and the age limits of the diagnosis catalogue, as Polars expressions."""

from __future__ import annotations

import polars as pl

from giis.validators.functions._let import let


def year(moment: pl.Expr) -> pl.Expr:
    """Return the calendar year."""
    return moment.dt.year()


def years(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Return the completed years from `first` to `second`; null when `first` is the later date.

    Who was born on 29 February completes the year on 1 March when the year has no such day.
    """
    return pl.when(first <= second).then((_number(second) - _number(first)) // 10_000)


def months(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Return the completed months from `first` to `second`; null when `first` is the later date.

    A month without the day of `first` is completed on the first day of the month after it.
    """
    return pl.when(first <= second).then(_months(second) - _months(first) - (_day(second) < _day(first)))


def days(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Return the days from `first` to `second`; null when `first` is the later date."""
    return pl.when(first <= second).then(second.cast(pl.Int32) - first.cast(pl.Int32))


def year_month(moment: pl.Expr) -> pl.Expr:
    """Return the last two digits of the year and the two of the month, as folios begin: `2411`."""
    return moment.dt.strftime("%y%m")


def minutes(time: pl.Expr) -> pl.Expr:
    """Return the minutes of a time or duration `HH:MM`; null where it is none, such as `99:99`."""
    hours, rest = time.str.head(2).cast(pl.Int64, strict=False), time.str.slice(3).cast(pl.Int64, strict=False)
    return pl.when(time.str.contains("^[0-9]{2}:[0-5][0-9]$")).then(hours * 60 + rest)


def meets_lower(limit: pl.Expr, birth: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Tell whether the age at a date reaches a lower limit such as `010A` (GIIS-B015-04-11, LINF).

    The age counts completed in the unit of the limit (A years, M months, D days, H hours), and the limit
    itself is still met. Records bear no hour of birth: a limit in hours is read in whole days of 24 hours.
    `NO` sets no limit. The answer is null when the limit cannot be read or the birth comes after the date.
    """
    return meets_lower_of(limit, months(birth, at), days(birth, at))


def meets_upper(limit: pl.Expr, birth: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Tell whether the age at a date stays within an upper limit such as `120A` (GIIS-B015-04-11, LSUP).

    See `meets_lower` for how a limit is read.
    """
    return meets_upper_of(limit, months(birth, at), days(birth, at))


def meets_lower_of(limit: pl.Expr, age_months: pl.Expr, age_days: pl.Expr) -> pl.Expr:
    """Tell what `meets_lower` tells, of an age whose months and days are at hand."""
    return _compare(limit, age_months, age_days, pl.field("age") >= pl.field("amount"))


def meets_upper_of(limit: pl.Expr, age_months: pl.Expr, age_days: pl.Expr) -> pl.Expr:
    """Tell what `meets_upper` tells, of an age whose months and days are at hand."""
    return _compare(limit, age_months, age_days, pl.field("age") <= pl.field("amount"))


def _compare(limit: pl.Expr, age_months: pl.Expr, age_days: pl.Expr, met: pl.Expr) -> pl.Expr:
    """Return `met`, which compares the field `age` with the field `amount`, both in the unit of the limit."""
    field = pl.field
    amount, unit = field("amount"), field("unit")
    return let(
        {"limit": limit, "months": age_months, "days": age_days},
        {
            "unit": pl.when(field("limit").str.contains("^[0-9]{3}[AMDH]$")).then(field("limit").str.slice(3)),
            "amount": field("limit").str.head(3).cast(pl.Int32, strict=False),
        },
        {
            "age": pl.when(unit == "A")
            .then(field("months") // 12)
            .when(unit == "M")
            .then(field("months"))
            .when(unit.is_not_null())
            .then(field("days")),
            "amount": pl.when(unit == "H").then(amount // 24).otherwise(amount),
        },
        answer=pl.when(field("days").is_not_null()).then((field("limit") == "NO") | met),
    )


def _number(moment: pl.Expr) -> pl.Expr:
    """Return the date as the number yyyymmdd: ten thousand apart is a year apart."""
    return moment.dt.year() * 10_000 + moment.dt.month().cast(pl.Int32) * 100 + _day(moment)


def _months(moment: pl.Expr) -> pl.Expr:
    return moment.dt.year() * 12 + moment.dt.month()


def _day(moment: pl.Expr) -> pl.Expr:
    return moment.dt.day().cast(pl.Int32)
